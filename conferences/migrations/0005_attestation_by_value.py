from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conferences', '0004_sheets'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='attestation',
            index=models.Index(fields=['field', 'value'], name='attestation_by_value'),
        ),
    ]
