
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('metrics', '0004_plausible'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalindicator',
            name='adds_up',
            field=models.BooleanField(default=False, help_text='National and local funds make the total; the levels of a contest do not.', verbose_name='its breakdowns add up to it'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='adds_up',
            field=models.BooleanField(default=False, help_text='National and local funds make the total; the levels of a contest do not.', verbose_name='its breakdowns add up to it'),
        ),
    ]
