"""What the pages of reports read, one named function each."""

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q

from metrics.enums import Measure, Scope
from metrics.models import Figure
from metrics.periods import Period
from provinces.lineage import forebears
from provinces.lineage import line as lineage
from provinces.models import Province
from provinces.queries import Places
from reports.cells import Unit, shown, why_refused
from reports.doubts import MERGERS_2025, Asked, Known, doubts, same_period
from reports.enums import ENTERING, EntryState, Via
from reports.grid import Cell, Grid, Line, compared
from reports.models import (
    Entry,
    Event,
    Report,
    ReportingRound,
    RoundRow,
    SentEntry,
    SentVersion,
    SignedFile,
)
from reports.numbering import number_rows
from vietnamese.language import active


def rows_of(round: ReportingRound) -> list[RoundRow]:
    """The rows of a round with what is needed to read a cell, by position; one query."""
    return list(round.rows.select_related("indicator__unit", "unit").order_by("position", "pk"))


def unit_of(row: RoundRow) -> Unit | None:
    """What a row is typed in; None of a heading."""
    if row.indicator is None or row.unit is None:
        return None
    names = (row.unit.name, row.unit.name_en)
    return Unit(names, row.unit.factor, row.indicator.unit.factor)


def asked_of(row: RoundRow) -> Asked | None:
    """What a row asks for; None of a heading."""
    if row.indicator is None:
        return None
    one = row.indicator
    return Asked(
        kind=one.kind,
        aggregation=one.aggregation,
        low=one.plausible_low,
        high=one.plausible_high,
        unit_label=one.unit.label,
    )


def grid_of(
    report: Report, *, version: SentVersion | None = None, writable: Collection[int] = ()
) -> Grid:
    """The table of a report: its cells as they stand, or those of a sent version.

    `writable` are the rows whose cells may be changed now. Seven queries whatever the size.
    """
    rows = rows_of(report.round)
    columns = list(report.round.columns.order_by("position", "pk"))
    comparisons = list(report.round.comparisons.order_by("position", "pk"))
    stored: Iterable[Entry | SentEntry] = (
        report.entries.select_related("saved_by") if version is None else version.entries.all()
    )
    entries = {(one.row_id, one.column_id): one for one in stored}
    places = number_rows([(row.pk, row.parent_id) for row in rows])
    by_id = {row.pk: row for row in rows}
    lines = [
        Line(by_id[pk], place.number, place.depth, unit_of(by_id[pk]), asked_of(by_id[pk]))
        for pk, place in places.items()
        if isinstance(pk, int)
    ]
    for line in lines:
        if line.unit is not None:
            line.cells = [
                _cell(line, column.pk, entries.get((line.row.pk, column.pk))) for column in columns
            ]
            for cell in line.cells:
                cell.is_writable = line.row.pk in writable
            by_column = {cell.column_id: cell.amount for cell in line.cells}
            line.compared = [
                compared(one.kind, by_column.get(one.of_id), by_column.get(one.against_id))
                for one in comparisons
            ]
    grid = Grid(columns, comparisons, lines)
    judge(grid, report)
    return grid


def _cell(line: Line, column_id: int, entry: Entry | SentEntry | None) -> Cell:
    cell = Cell(line.row.pk, column_id)
    if entry is None or line.unit is None:
        return cell
    cell.typed, cell.state = entry.typed, entry.state
    cell.number, cell.value, cell.note = entry.number, entry.value, entry.note
    cell.shown = shown(entry.state, entry.number, entry.typed, notation=active())
    if entry.state == EntryState.UNREADABLE:
        cell.message = why_refused(entry.typed, unit=line.unit, notation=active())
    if isinstance(entry, Entry):
        cell.version, cell.saved_at = entry.version, entry.saved_at
        cell.saved_by = str(entry.saved_by)
        cell.returned_reason = entry.returned_reason
    return cell


def judge(grid: Grid, report: Report) -> None:
    """Put beside each cell the same period's accepted value, and what is odd about its own."""
    places = Places.load()
    parents = direct_predecessors(report.province, places)
    known = known_values(report, places)
    merged = report.province.valid_from >= MERGERS_2025
    for line in grid.lines:
        if line.asked is None or line.row.indicator_id is None:
            continue
        own = known.get(line.row.indicator_id, [])
        periods = {column.pk: (column.period, column.basis) for column in grid.columns}
        here = [
            Known(*periods[cell.column_id], cell.amount, report.province_id)
            for cell in line.cells
            if cell.amount is not None
        ]
        for cell in line.cells:
            period, basis = periods[cell.column_id]
            cell.same = same_period(
                period,
                basis,
                own,
                unit_id=report.province_id,
                predecessors=parents,
                aggregation=line.asked.aggregation,
            )
            if cell.value is None:
                continue
            cell.doubts = doubts(
                cell.value,
                period,
                basis,
                asked=line.asked,
                same=cell.same or same_period(period, basis, here, unit_id=report.province_id),
                earlier=[*here, *(one for one in own if one.unit_id == report.province_id)],
                after_merger=merged,
                notation=active(),
            )


def direct_predecessors(province: Province, places: Places) -> list[int]:
    """The units that merged into this one; nothing of a unit that only changed its name."""
    merged = set()
    for unit in forebears(province.pk, places.successors):
        named = _called_last(unit, province, places)
        successor = places.successors[named]
        if named == province.pk or successor is None:
            continue
        if _called_last(successor, province, places) == province.pk:
            merged.add(named)
    return sorted(merged)


def _called_last(unit: int, province: Province, places: Places) -> int:
    """A forebear of `province` under its last name: the same place, until it merged (P1)."""
    following = lineage(unit, places.successors)
    until_here = following[: following.index(province.pk) + 1]
    territory = places.by_id[unit].territory
    return next(one for one in reversed(until_here) if places.by_id[one].territory == territory)


def known_values(report: Report, places: Places) -> dict[int, list[Known]]:
    """Accepted and published values of the province and its predecessors, by indicator.

    Of its other rounds and of the register; the later accepted version of a report counts, a
    report before the register, and there the headline (F1). Two queries.
    """
    units = [report.province_id, *forebears(report.province_id, places.successors)]
    asked = report.round.rows.filter(indicator__isnull=False).values("indicator")
    found: dict[tuple, Known] = {}
    figures = (
        Figure.objects.public()
        .filter(scope=Scope.PROVINCE, province__in=units, indicator__in=asked)
        .filter(measure=Measure.LEVEL, value__isnull=False)
        .order_by("is_headline", "pk")
        .values_list("indicator", "province", "period_start", "period_end", "basis", "value")
    )
    sent = (
        SentEntry.objects.filter(
            version__accepted_at__isnull=False,
            version__report__province__in=units,
            row__indicator__in=asked,
        )
        .exclude(version__report=report)
        .filter(Q(value__isnull=False) | Q(state=EntryState.NIL))
        .order_by("version__accepted_at", "pk")
        .values_list(
            "row__indicator",
            "version__report__province",
            "column__period_start",
            "column__period_end",
            "column__basis",
            "value",
        )
    )
    for indicator, stated_by, start, end, basis, value in [*figures, *sent]:
        unit = _called_last(stated_by, report.province, places)
        key = (indicator, unit, start, end, basis)
        found[key] = Known(Period(start, end), basis, value or Decimal(0), unit)
    by_indicator: dict[int, list[Known]] = {}
    for (indicator, *_rest), one in found.items():
        by_indicator.setdefault(indicator, []).append(one)
    return by_indicator


def latest_version(report: Report, *, accepted: bool = False) -> SentVersion | None:
    """What was sent last, or accepted last; None when nothing was."""
    versions = report.sent_versions.select_related("sent_by", "accepted_by").order_by("-number")
    return (versions.filter(accepted_at__isnull=False) if accepted else versions).first()


def files_of(report: Report) -> list[SignedFile]:
    """The scans of a report with who added and who retired each, the newest first; one query."""
    people = ("uploaded_by", "retired_by")
    return list(report.files.select_related(*people).order_by("-uploaded_at", "-pk"))


def texts_of(report: Report) -> dict[str, Any]:
    """Sections, proposals and signature as they stand, in the form that `SentVersion` keeps."""
    return {
        "sections": {one.kind: one.text for one in report.sections.all() if one.text},
        "proposals": [
            {"addressee": one.addressee, "text": one.text}
            for one in report.proposals.all()
            if one.text
        ],
        "signature": {
            "number": report.signed_number,
            "on": report.signed_on.isoformat() if report.signed_on else "",
            "signer": report.signer,
            "office": report.signer_office,
        },
    }


def entered_by(report: Report) -> set[int]:
    """The accounts that typed anything of a report or sent it: none of them accepts it (R5).

    Whoever closed a reopening typed nothing: what was accepted came back.
    """
    entered = Event.objects.filter(report=report, act__in=ENTERING).exclude(via=Via.RESTORED)
    return set(entered.values_list("by", flat=True))


def cells_saved_since(report: Report, moment: dt.datetime) -> set[tuple[int, int]]:
    """The cells, by row and column, that an open page has to take over.

    Also those of the same person: the report may be open on a second screen.
    """
    saved = Entry.objects.filter(report=report, saved_at__gt=moment)
    return set(saved.order_by("pk").values_list("row", "column"))
