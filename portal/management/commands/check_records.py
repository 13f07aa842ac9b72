from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.records.checks import Level, check


class Command(BaseCommand):
    help = _("Reads the whole register and says what is wrong with it.")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = check()
        errors = [problem for problem in problems if problem.level is Level.ERROR]
        warnings = [problem for problem in problems if problem.level is Level.WARNING]
        for problem in warnings:
            self.stdout.write(_("Warning: %(line)s") % {"line": problem.line()})
        for problem in errors:
            self.stderr.write(_("Error: %(line)s") % {"line": problem.line()})
        summary = _("Errors: %(errors)d; warnings: %(warnings)d.") % {
            "errors": len(errors),
            "warnings": len(warnings),
        }
        if errors:
            raise CommandError(summary)
        self.stdout.write(summary)
