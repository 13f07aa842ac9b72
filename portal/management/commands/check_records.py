from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.records.checks import Level, check
from portal.records.coverage import coverage, in_words


class Command(BaseCommand):
    help = _("Reads the whole register and says what is wrong with it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--coverage",
            action="store_true",
            help=_("Count instead what is recorded of each source and what was left out, and why."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["coverage"]:
            self._count()
        else:
            self._check()

    def _check(self) -> None:
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

    def _count(self) -> None:
        found = coverage()
        for one in found.sources:
            line = _("%(source)s: figures %(figures)d; left out %(left_out)d") % {
                "source": one.key,
                "figures": one.figures,
                "left_out": sum(one.left_out.values()),
            }
            self.stdout.write(f"{line} ({in_words(one.left_out)})" if one.left_out else line)
        self.stdout.write(
            _("Sources: %(sources)d; figures recorded: %(figures)d; statements left out: %(out)d.")
            % {
                "sources": len(found.sources),
                "figures": found.figures,
                "out": found.left_out.total(),
            }
        )
        if found.left_out:
            self.stdout.write(in_words(found.left_out))
