from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.reminding import remind
from reports.models import ReportingRound
from reports.reminders import USUAL_DAYS, Letter, letters


class Command(BaseCommand):
    help = _("Reminds departments by mail of reports they have still to send; for cron.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--preview",
            action="store_true",
            help=_("Print every mail as it would be sent, and send none."),
        )
        parser.add_argument(
            "--days",
            type=int,
            nargs="+",
            default=list(USUAL_DAYS),
            metavar="N",
            help=_(
                "On which days: 3 is three days before the deadline, 0 the day itself, -3 every "
                "three days after it. Without it: 7 3 1 -3."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        due = letters(ReportingRound.objects.all(), today=today, usual=options["days"])
        for one in due:
            if not one.to:
                self.stderr.write(
                    _("Nobody can be written to: %(report)s") % {"report": one.report}
                )
        waiting = [one for one in due if one.to and not one.is_sent]
        if options["preview"]:
            self._print(waiting)
            return
        told = remind(letters=waiting, by=None, today=today)
        for one in told.sent:
            self.stdout.write(f"{one.report}: {', '.join(one.addresses)}")
        for one in told.failed:
            self.stderr.write(_("Not sent: %(report)s") % {"report": one.report})
        summary = _("Mails sent: %(sent)d; not sent: %(failed)d; already sent today: %(before)d.")
        counts = {
            "sent": len(told.sent),
            "failed": len(told.failed),
            "before": sum(one.is_sent for one in due) + len(told.before),
        }
        if told.failed:
            raise CommandError(summary % counts)
        self.stdout.write(summary % counts)

    def _print(self, waiting: list[Letter]) -> None:
        for one in waiting:
            message = one.mail()
            self.stdout.write(_("To: %(addresses)s") % {"addresses": ", ".join(message.to)})
            self.stdout.write(_("Subject: %(subject)s") % {"subject": message.subject})
            self.stdout.write(f"\n{message.body}")
            self.stdout.write("-" * 72)
        self.stdout.write(_("Mails that would be sent: %(count)d.") % {"count": len(waiting)})
