from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.records.loading import Outcome, load
from provinces.models import Province


class Command(BaseCommand):
    help = _("Brings the files of the register into the database (docs/records.md).")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=settings.BASE_DIR / "records",
            help=_("The folder of the files; records/ when not said."),
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("Say what would be done; write nothing.")
        )
        parser.add_argument(
            "--update",
            action="store_true",
            help=_("Where the register differs from the files, make it like the files."),
        )
        parser.add_argument(
            "--if-empty", action="store_true", help=_("Do nothing when the register has provinces.")
        )

    def handle(
        self, *, path: Path, dry_run: bool, update: bool, if_empty: bool, **options: Any
    ) -> None:
        say = self.stdout.write if options["verbosity"] else lambda line: None
        if if_empty and Province.objects.exists():
            say(_("The register has records already: nothing to load."))
            return
        if not path.is_dir():
            raise CommandError(
                _("There is no folder “%(path)s”: expected one with provinces.json, conferences/…")
                % {"path": path}
            )
        outcome = load(path, update=update, dry_run=dry_run)
        for line in (*outcome.faults, *outcome.differences):
            self.stderr.write(line)
        for line in outcome.leftovers:
            say(line)
        if outcome.refused:
            raise CommandError(_refusal(outcome))
        for name, tally in outcome.tallies.items():
            say(
                _("%(file)s: %(created)d created, %(changed)d changed, %(same)d as before")
                % {
                    "file": name,
                    "created": tally["created"],
                    "changed": tally["changed"],
                    "same": tally["same"],
                }
            )
        say(_("Only tried: nothing was written.") if dry_run else _("The register is loaded."))


def _refusal(outcome: Outcome) -> str:
    if outcome.faults:
        return _("Nothing was written: faults in the files: %(faults)d.") % {
            "faults": len(outcome.faults)
        }
    return _(
        "Nothing was written: the register differs from the files: %(count)d. To make it like the "
        "files, add --update; to make the files like it, dump_records."
    ) % {"count": len(outcome.differences)}
