"""The checks as a table that is taken away."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from conferences.downloads import source_columns
from metrics.checks.words import Told
from provinces.tables import Column, Table


def check_table(rows: Iterable[Told], *, site: str, filters: Sequence[str] = ()) -> Table:
    """Checks in the order of their page; `site` is "https://host"."""
    columns = [
        Column(_("Indicator"), lambda one: one.figure.indicator.label, 34),
        Column(_("Measure"), lambda one: one.measure, 24),
        Column(_("Place"), lambda one: one.figure.place_label, 24),
        Column(_("Period"), lambda one: one.figure.period_label),
        Column(_("Basis"), lambda one: one.figure.get_basis_display(), 14),
        Column(_("As printed"), lambda one: one.figure.printed, 24),
        Column(_("Result"), lambda one: one.label, 18),
        Column(_("What is reckoned"), lambda one: one.identity, 18),
        Column(_("Result in words"), lambda one: one.sentence, 50),
        Column(_("Calculation"), lambda one: one.calculation, 44),
        Column(_("Inferred number"), lambda one: one.inferred, 44),
        Column(_("Reckoned with"), lambda one: "\n".join(used.words for used in one.operands), 50),
        *source_columns(lambda one: one.figure.source),
        Column(_("Address"), lambda one: site + one.url, 40),
    ]
    return Table(_("Checks of the figures"), columns, rows, filters)
