
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0002_reminders'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='reports_entry_saved_by_someone',
        ),
        migrations.RemoveConstraint(
            model_name='onetimekey',
            name='reports_onetimekey_used_by_someone',
        ),
        migrations.RemoveConstraint(
            model_name='partdone',
            name='reports_partdone_done_by_someone',
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='reports_report_opened_by_someone',
        ),
        migrations.RemoveConstraint(
            model_name='reportinground',
            name='reports_reportinground_created_by_someone',
        ),
        migrations.RemoveConstraint(
            model_name='reportproposal',
            name='reports_reportproposal_saved_by_someone',
        ),
        migrations.RemoveConstraint(
            model_name='section',
            name='reports_section_saved_by_someone',
        ),
        migrations.RemoveConstraint(
            model_name='sentversion',
            name='reports_sentversion_sent_by_someone',
        ),
        migrations.RemoveConstraint(
            model_name='signedfile',
            name='reports_signedfile_uploaded_by_someone',
        ),
        migrations.RemoveConstraint(
            model_name='upload',
            name='reports_upload_uploaded_by_someone',
        ),
    ]
