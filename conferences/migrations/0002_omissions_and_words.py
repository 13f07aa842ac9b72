import django.db.models.deletion
import simple_history.models
import vietnamese.fields
from django.conf import settings
from django.db import migrations, models

from vietnamese.operations import pad, refold


class Migration(migrations.Migration):

    dependencies = [
        ('conferences', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='appearance',
            name='folded',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='historicalappearance',
            name='folded',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='historicalpoint',
            name='folded',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='historicalpresence',
            name='folded',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='point',
            name='folded',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='presence',
            name='folded',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.CreateModel(
            name='HistoricalOmission',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('subject', models.CharField(choices=[('figure', 'figure'), ('conference', 'conference'), ('other', 'other statement')], max_length=10, verbose_name='kind')),
                ('printed', vietnamese.fields.NFCTextField(help_text='The number or words, and what of.', verbose_name='as printed')),
                ('reason', models.CharField(choices=[('indicator', 'no indicator of the catalogue means this'), ('place', 'the source does not say of which place'), ('period', 'the source does not say of which period'), ('unclear', 'it can be read in more than one way'), ('repeated', 'it repeats what is recorded'), ('aside', 'it is not about the conferences or what they report'), ('no_year', 'the source gives no year'), ('not_found', 'it is not in the text that could be read')], max_length=10, verbose_name='reason')),
                ('note', vietnamese.fields.NFCTextField(blank=True, verbose_name='note')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='conferences.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'historical statement left out',
                'verbose_name_plural': 'historical statements left out',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Omission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('figure', 'figure'), ('conference', 'conference'), ('other', 'other statement')], max_length=10, verbose_name='kind')),
                ('printed', vietnamese.fields.NFCTextField(help_text='The number or words, and what of.', verbose_name='as printed')),
                ('reason', models.CharField(choices=[('indicator', 'no indicator of the catalogue means this'), ('place', 'the source does not say of which place'), ('period', 'the source does not say of which period'), ('unclear', 'it can be read in more than one way'), ('repeated', 'it repeats what is recorded'), ('aside', 'it is not about the conferences or what they report'), ('no_year', 'the source gives no year'), ('not_found', 'it is not in the text that could be read')], max_length=10, verbose_name='reason')),
                ('note', vietnamese.fields.NFCTextField(blank=True, verbose_name='note')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='omissions', to='conferences.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'statement left out',
                'verbose_name_plural': 'statements left out',
                'ordering': ['source', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('subject__in', ['figure', 'conference', 'other'])), name='conferences_omission_subject_known'), models.CheckConstraint(condition=models.Q(('reason__in', ['indicator', 'place', 'period', 'unclear', 'repeated', 'aside', 'no_year', 'not_found'])), name='conferences_omission_reason_known')],
            },
        ),
        migrations.RunPython(
            pad(
                "conferences.Series",
                "conferences.Conference",
                "conferences.Source",
                "conferences.Proposal",
                "conferences.Organisation",
                "conferences.OrganisationAlias",
                "conferences.Person",
            ),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(
            refold("conferences.Appearance", "office"), migrations.RunPython.noop
        ),
        migrations.RunPython(
            refold("conferences.Presence", "printed"), migrations.RunPython.noop
        ),
        migrations.RunPython(
            refold("conferences.Point", "text", "said_by"), migrations.RunPython.noop
        ),
    ]
