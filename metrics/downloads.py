"""Figures and the catalogue of indicators as tables that are taken away."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conferences.citing import cited
from conferences.downloads import CHUNK, source_columns
from metrics.conversion import without_zeros
from metrics.corrections import changes
from metrics.enums import Measure
from metrics.models import Figure, Indicator
from metrics.wording import measure_in_words
from provinces.queries import Places
from provinces.tables import Column, Table


def figure_table(
    rows: QuerySet[Figure], *, places: Places, site: str, filters: Sequence[str] = ()
) -> Table:
    """Figures of `queries.figures`, one source's answer a row (F1): as printed, and as numbers.

    `Number` is in the unit that the source prints, with its decimals; `Value` in the unit of the
    indicator, empty where the number cannot be converted, which `Not converted, because` explains.
    `site` is "https://host".
    """
    columns = [
        Column(_("Indicator"), lambda one: one.indicator.label, 34),
        Column(_("Measure"), measure_in_words, 24),
        Column(_("Place"), lambda one: one.place_label, 24),
        Column(_("Kind of place"), lambda one: one.get_scope_display(), 14),
        Column(_("Now"), lambda one: places.now_part_of(one.province)),
        Column(_("Period"), lambda one: one.period_label),
        Column(_("First day of the period"), lambda one: one.period.start, 12),
        Column(_("Last day of the period"), lambda one: one.period.last_day, 12),
        Column(_("Basis"), lambda one: one.get_basis_display(), 14),
        Column(_("As printed"), lambda one: one.printed, 24),
        Column(_("Exactness"), lambda one: one.get_qualifier_display(), 10),
        Column(_("Number in the printed unit"), lambda one: Decimal(one.number)),
        Column(_("Upper end of a range"), lambda one: Decimal(one.upper) if one.upper else None),
        Column(_("Printed unit"), lambda one: one.unit.label, 14),
        Column(_("Value"), lambda one: without_zeros(one.value)),
        Column(_("Upper value"), lambda one: without_zeros(one.upper_value)),
        Column(_("Unit of the value"), _unit_of_value, 14),
        Column(_("Not converted, because"), lambda one: one.problem, 30),
        Column(_("Note"), lambda one: one.note, 30),
        Column(_("Chosen as headline"), lambda one: _("yes") if one.is_headline else "", 10),
        Column(_("Standing of the record"), _standing, 14),
        Column(_("Reported at"), _of_conference(lambda one: one.headline), 44),
        *source_columns(lambda one: one.source),
        Column(
            _("Address of the conference"),
            _of_conference(lambda one: site + one.get_absolute_url()),
            40,
        ),
    ]
    notes = [
        _("Each row is one source's answer; sources may contradict each other, and all are kept.")
    ]
    return Table(_("Figures"), columns, rows.iterator(chunk_size=CHUNK), filters, notes)


def _unit_of_value(figure: Figure) -> str:
    if figure.value is None:
        return ""
    level = figure.measure == Measure.LEVEL
    return figure.indicator.unit.label if level else figure.unit.label


def _standing(figure: Figure) -> str:
    """Whether it may be passed on: a draft is for the Ministry alone."""
    if figure.source.is_demonstration:
        return _("Demonstration")
    return _("Published") if figure.is_published else _("Draft")


def _of_conference(read: Callable[[Any], str]) -> Callable[[Figure], str]:
    return lambda figure: read(figure.reported_at) if figure.reported_at else ""


def indicator_table(rows: Iterable[Indicator], *, site: str) -> Table:
    """The catalogue with how many figures there are of each; rows of `queries.indicator_list`."""
    columns = [
        Column(_("Topic"), lambda one: one.get_topic_display(), 24),
        Column(_("Indicator"), lambda one: one.label, 44),
        Column(_("Breakdown of"), lambda one: one.parent and one.parent.label, 34),
        Column(_("Unit"), lambda one: one.unit.label, 14),
        Column(_("Counted"), lambda one: one.get_kind_display(), 14),
        Column(_("Regional total"), lambda one: one.get_aggregation_display(), 24),
        Column(_("Figures"), lambda one: one.figure_count, 10),
        Column(_("Definition"), lambda one: one.definition, 60),
        Column(_("Address"), lambda one: site + one.get_absolute_url(), 40),
    ]
    return Table(_("Indicators"), columns, rows)


def sum_table(
    groups: Iterable[dict[str, Any]],
    sources: Iterable[dict[str, Any]],
    *,
    place: str,
    site: str,
    filters: Sequence[str] = (),
) -> Table:
    """Figures of provinces added up, as `components/sum_table.html` shows them (P5, F6).

    `place` is the unit or region of the page, whose sums they are unless a row names another.
    `Sum` is empty where not all have answered, and `So far` what those who have come to.
    """
    said = {one["number"]: one for one in sources}
    columns = [
        Column(_("Indicator"), lambda row: row["asked"].indicator.label, 34),
        Column(_("Place"), lambda row: row.get("place") or place, 24),
        Column(_("Period"), lambda row: row["period"]),
        Column(_("First day of the period"), lambda row: row["asked"].period.start, 12),
        Column(_("Last day of the period"), lambda row: row["asked"].period.last_day, 12),
        Column(_("Basis"), lambda row: str(row["basis"]), 14),
        Column(_("Sum"), lambda row: without_zeros(row["total"])),
        Column(_("So far"), lambda row: without_zeros(row["so_far"])),
        Column(_("Unit"), lambda row: row["asked"].indicator.unit.label, 14),
        Column(_("Exactness"), lambda row: _("about") if row["about"] else "", 10),
        Column(_("Have figures"), lambda row: row["count"], 24),
        Column(_("Made up of"), lambda row: _lines(row["parts"]), 50),
        Column(_("Not reported"), lambda row: row["missing"], 40),
        Column(_("Why there is no sum"), lambda row: row["why"], 40),
        Column(_("Source"), lambda row: cited(_marks(row["parts"]), said), 60),
        Column(_("Address"), lambda row: site + row["asked"].indicator.get_absolute_url(), 40),
    ]
    rows = (row for group in groups for row in group["rows"])
    return Table(_("Sums of figures"), columns, rows, filters)


def _lines(parts: Iterable[dict[str, Any]]) -> str:
    return "\n".join(f"{one['label']}: {one['value']}" for one in parts)


def _marks(parts: Iterable[dict[str, Any]]) -> Iterator[dict]:
    return (mark for one in parts for mark in one["sources"])


def correction_table(rows: QuerySet[Figure], *, site: str) -> Table:
    """What figures said before they were corrected; rows of `corrections.corrections` (F7)."""

    def changed(old: Figure) -> str:
        return "\n".join(
            " ".join(filter(None, [one.label, one.was, "→", one.becomes]))
            for one in changes(old, old.corrected_by)
        )

    columns = [
        Column(_("Corrected on"), lambda one: timezone.localdate(one.superseded_at), 12),
        Column(_("Indicator"), lambda one: one.corrected_by.indicator.label, 34),
        Column(_("Measure"), lambda one: measure_in_words(one.corrected_by), 24),
        Column(_("Place"), lambda one: one.corrected_by.place_label, 24),
        Column(_("Period"), lambda one: one.corrected_by.period_label),
        Column(_("Basis"), lambda one: one.corrected_by.get_basis_display(), 14),
        Column(_("Before"), lambda one: one.printed, 24),
        Column(_("Now printed"), lambda one: one.corrected_by.printed, 24),
        Column(_("What was corrected"), changed, 44),
        Column(_("Reason"), lambda one: one.superseded_reason, 44),
        *source_columns(lambda one: one.corrected_by.source),
        Column(_("Address"), lambda one: site + one.corrected_by.get_absolute_url(), 40),
    ]
    return Table(_("Corrections"), columns, rows.iterator(chunk_size=CHUNK))
