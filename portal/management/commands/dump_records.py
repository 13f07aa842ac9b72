from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from portal.records.writing import dump


class Command(BaseCommand):
    help = _("Writes the register into files, the same bytes for the same records.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path",
            nargs="?",
            type=Path,
            default=settings.BASE_DIR / "records",
            help=_("The folder of the files; records/ when not said."),
        )
        parser.add_argument(
            "--prune",
            action="store_true",
            help=_("Delete the files of conferences that the register does not have."),
        )

    def handle(self, *, path: Path, prune: bool, **options: Any) -> None:
        written = dump(path, prune=prune)
        for name in written.changed:
            self.stdout.write(_("%(file)s: written") % {"file": name})
        for name in written.stale:
            self.stdout.write(
                _("%(file)s: deleted") % {"file": name}
                if prune
                else _("%(file)s: the register has no such conference; --prune deletes the file")
                % {"file": name}
            )
        self.stdout.write(
            _("Files written: %(changed)d; as before: %(same)d.")
            % {"changed": len(written.changed), "same": len(written.same)}
        )
