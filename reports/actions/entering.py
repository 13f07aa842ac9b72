"""Cells, saved as they are typed (R2, R7, R8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports.actions.history import event, note_down
from reports.actions.locking import locked_report
from reports.cells import LONGEST, Reading, read_cell, shown
from reports.enums import Act, EntryState, Via
from reports.models import Entry, Event, Report, RoundRow
from reports.permissions import Officer, why_not_write
from reports.queries import rows_of, unit_of
from vietnamese.language import Language, active
from vietnamese.text import storable


@dataclass(frozen=True)
class Typed:
    """What somebody typed into a cell. `seen` is the version of it that they saw, 0 for none.

    `note` None leaves the explanation as it is.
    """

    row_id: int
    column_id: int
    typed: str
    seen: int
    note: str | None = None


class Outcome(StrEnum):
    """What became of a typed cell."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    DENIED = "denied"


@dataclass(frozen=True)
class Result:
    """What became of one typed cell, and how the cell stands now.

    Of a conflict `entry` is the colleague's value, and `typed` what was not written. A refused
    text is saved, as `unreadable`, with a `message` that says what is expected.
    """

    typed: Typed
    outcome: Outcome
    entry: Entry | None
    message: str = ""


@transaction.atomic
def save_cells(
    *,
    report: Report,
    cells: Iterable[Typed],
    by: Officer,
    via: Via = Via.SCREEN,
    notation: Language | None = None,
) -> list[Result]:
    """Cells are saved as typed, each by itself: one that is refused or disputed stops no other.

    A cell that a colleague changed meanwhile is left alone and told, both values in hand, unless
    both typed the same. Six statements whatever the number of cells. Results in the order given;
    a cell that is no cell of this round is denied.
    """
    now, wanted, notation = timezone.now(), list(cells), notation or active()
    row = locked_report(report)
    rows = {one.pk: one for one in rows_of(report.round)}
    columns = set(report.round.columns.values_list("pk", flat=True))
    entries = {
        (one.row_id, one.column_id): one
        for one in Entry.objects.filter(
            report=row, row__in=rows.keys() & {one.row_id for one in wanted}
        ).select_related("saved_by")
    }
    changed: dict[tuple[int, int], Entry] = {}
    events: list[Event] = []
    results: list[Result] = []
    for one in wanted:
        key = (one.row_id, one.column_id)
        asked = rows.get(one.row_id)
        unit = unit_of(asked) if asked else None
        if asked is None or unit is None or one.column_id not in columns:
            results.append(Result(one, Outcome.DENIED, None))
            continue
        if refusal := why_not_write(by, row, row=asked):
            results.append(Result(one, Outcome.DENIED, entries.get(key), refusal))
            continue
        typed = storable(one.typed).strip()
        reading = read_cell(typed, unit=unit, notation=notation)
        typed = _kept(typed, reading, notation)
        entry = entries.get(key)
        before = said(entry)
        note = before.note if one.note is None else storable(one.note).strip()
        same_number = (reading.state, reading.number) == (before.state, before.number)
        same_text = reading.state != EntryState.UNREADABLE or typed == before.typed
        if same_number and same_text and note == before.note:
            results.append(Result(one, Outcome.UNCHANGED, entry, reading.message))
            continue
        if one.seen != before.version:
            results.append(Result(one, Outcome.CONFLICT, entry, reading.message))
            continue
        if entry is None:
            entry = Entry(report=row, row=asked, column_id=one.column_id, version=0)
        entry.typed, entry.state, entry.note = typed, reading.state, note
        entry.number, entry.value = reading.number, reading.value
        entry.version += 1
        entry.saved_at, entry.saved_by = now, by.user
        entries[key] = changed[key] = entry
        events += told(row, asked, one.column_id, before, entry, by=by, via=via)
        results.append(Result(one, Outcome.SAVED, entry, reading.message))
    Entry.objects.bulk_create(
        changed.values(),
        update_conflicts=True,
        unique_fields=["report", "row", "column"],
        update_fields=[
            "typed",
            "state",
            "number",
            "value",
            "note",
            "version",
            "saved_at",
            "saved_by",
        ],
    )
    note_down(events)
    return results


def _kept(typed: str, reading: Reading, notation: Language) -> str:
    """What is kept as typed: a number typed in English in its Vietnamese spelling.

    History and review show what was typed, and there "1.000" is a thousand (N1).
    """
    if notation != "vi" and reading.state == EntryState.NUMBER:
        return shown(reading.state, reading.number, typed, notation="vi")
    return typed[:LONGEST]


@dataclass(frozen=True)
class Said:
    """What a cell said before."""

    typed: str = ""
    state: str = EntryState.EMPTY
    number: str = ""
    note: str = ""
    version: int = 0


def said(entry: Entry | None) -> Said:
    """What a cell says; nothing when it was never touched."""
    if entry is None:
        return Said()
    return Said(entry.typed, entry.state, entry.number, entry.note, entry.version)


def told(
    report: Report,
    row: RoundRow,
    column_id: int,
    before: Said,
    entry: Entry,
    *,
    by: Officer,
    via: Via,
) -> Iterable[Event]:
    """What the history tells of a changed cell: of what it says, and of its explanation (R9)."""
    place: dict[str, Any] = {
        "report": report,
        "row": row,
        "column_id": column_id,
        "by": by,
        "via": via,
    }
    after = said(entry)
    if (before.typed, before.state, before.number) != (after.typed, after.state, after.number):
        yield event(act=Act.CELL, before=before.typed, after=entry.typed, **place)
    if before.note != entry.note:
        yield event(act=Act.NOTE, before=before.note, after=entry.note, **place)
