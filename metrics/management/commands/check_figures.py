from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from metrics.checks.findings import Verdict
from metrics.checks.reading import examine_all
from metrics.checks.words import VERDICTS, tell
from metrics.models import Figure


class Command(BaseCommand):
    help = _(
        "Checks the public figures against each other; ends with 1 when one is off, else with 0."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help=_("Tell also what agrees or cannot be checked.")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        examined = examine_all(Figure.objects.public())
        counts = Counter(one.verdict for one in examined.findings)
        worth_telling = [one for one in examined.findings if options["all"] or one.is_doubtful]
        for said in tell(worth_telling, examined):
            about = f"{said.figure.indicator.label}, {said.about}"
            self.stdout.write(f"{said.label}: {about}. {said.sentence} {said.calculation}".strip())
        summary = "; ".join(f"{VERDICTS[one]}: {counts[one]}" for one in Verdict)
        if counts[Verdict.OFF]:
            raise CommandError(summary)
        self.stdout.write(summary)
