"""The numbers of a comparison as a table that is taken away: each number of the screen a row."""

from django.utils.translation import gettext as _

from conferences.citing import cited
from metrics.comparison.page import Comparison
from metrics.comparison.spans import span_words
from metrics.comparison.table import Entry, Row, Sheet
from metrics.conversion import without_zeros
from metrics.enums import Basis
from metrics.periods import Period
from provinces.tables import Column, Table
from vietnamese.language import active

Number = tuple[Sheet, Row, Period, Entry]


def comparison_table(found: Comparison, *, site: str) -> Table:
    """Every number of the page in its order; `Number` is empty where the page draws none.

    `site` is "https://host".
    """
    sources = {one["number"]: one for one in found.sources}
    numbers = ((sheet, *number) for sheet in found.sheets for number in sheet.numbers())
    columns = [
        Column(_("Indicator"), lambda one: one[0].title, 34),
        Column(_("Kind of period"), lambda one: span_words(one[0].span), 18),
        Column(_("Place"), lambda one: one[1].label, 34),
        Column(_("Period"), lambda one: one[2].label(active())),
        Column(_("First day of the period"), lambda one: one[2].start, 12),
        Column(_("Last day of the period"), lambda one: one[2].last_day, 12),
        Column(_("Basis"), lambda one: str(Basis(one[3].basis).label), 14),
        Column(_("As shown"), lambda one: one[3].shown, 20),
        Column(_("Number"), lambda one: without_zeros(one[3].value)),
        Column(_("Unit"), lambda one: one[0].unit, 14),
        Column(_("Remarks"), lambda one: _remarks(one[3]), 44),
        Column(_("Source"), lambda one: cited(one[3].marks, sources), 60),
        Column(_("Address"), lambda one: site + one[3].url, 40),
    ]
    return Table(
        _("Comparison"),
        columns,
        numbers,
        found.asked.in_words(),
        notes=[*found.notes, *(one["sentence"] for one in found.changes)],
        name=" ".join([_("Comparison"), *dict.fromkeys(sheet.title for sheet in found.sheets)]),
    )


def _remarks(entry: Entry) -> str:
    said = [_("Sources disagree")] if entry.is_disputed else []
    if entry.is_draft:
        said.append(_("Draft"))
    return "; ".join([*said, *entry.notes])
