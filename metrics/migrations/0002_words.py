from django.db import migrations

from vietnamese.operations import pad


class Migration(migrations.Migration):

    dependencies = [
        ('metrics', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(pad("metrics.Unit", "metrics.Indicator"), migrations.RunPython.noop),
    ]
