"""What a spreadsheet says, cell by cell, before any of it is written, and what became of it (R7).

Pure of writing: `reports.actions.uploading` confirms.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.cells import Reading, read_cell, shown
from reports.enums import EntryState
from reports.grid import Cell, Grid, Line
from reports.models import Upload
from reports.permissions import Officer, why_not_write
from reports.queries import grid_of, judge
from reports.workbook.shape import plain
from vietnamese.language import active

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Fate(models.TextChoices):
    """What becomes of a cell of a spreadsheet."""

    CONFLICT = "conflict", _("Two values, choose one")
    REFUSED = "refused", _("Refused")
    DOUBTFUL = "doubtful", _("Doubtful")
    EMPTIED = "emptied", _("Emptied")
    ACCEPTED = "accepted", _("In order")
    NOT_YOURS = "not_yours", _("Not yours to fill in")
    KEPT = "kept", _("The portal's value stays")
    UNCHANGED = "unchanged", _("Unchanged")


# What is to be said of each, before the receipt is confirmed and after.
FORETOLD = {
    Fate.REFUSED: _("Not written. Correct them in the file and upload it again, or in the report."),
    Fate.DOUBTFUL: _("Written as they are; the report asks for an explanation before it is sent."),
    Fate.EMPTIED: _("The file has nothing here: what the portal has is taken out."),
    Fate.ACCEPTED: _("Written as they stand in the file."),
    Fate.NOT_YOURS: _("Not written: the cells stay as they are."),
}
HAPPENED = {
    Fate.REFUSED: _("These were not written."),
    Fate.DOUBTFUL: _("These were written; explain them in the report before it is sent."),
    Fate.EMPTIED: _("What stood here was taken out."),
    Fate.ACCEPTED: _("These were written."),
    Fate.NOT_YOURS: _("These were not written."),
    Fate.KEPT: _("You chose the colleague's value."),
}

# What is written when the receipt is confirmed.
WRITTEN = (Fate.DOUBTFUL, Fate.EMPTIED, Fate.ACCEPTED)


@dataclass
class Told:
    """One cell of the receipt: where it stands, what the portal has, what the file says, and why.

    `typed`, `seen` and `note` are as in `ReadCell`; `version` and `note_before` are those of the
    cell in the portal.
    """

    row_id: int
    column_id: int
    fate: Fate
    typed: str
    seen: int
    note: str | None
    before: str = ""
    after: str = ""
    reasons: list[str] = field(default_factory=list)
    number: str = ""
    label: str = ""
    unit: str = ""
    column: str = ""
    note_before: str = ""
    version: int = 0
    saved_by: str = ""
    saved_at: dt.datetime | None = None

    @property
    def name(self) -> str:
        """The name of the field that chooses between two values: "choice-12-3"."""
        return f"choice-{self.row_id}-{self.column_id}"

    @property
    def from_file(self) -> str:
        """The choice of the file's value, beside the colleague's as it stood on the page."""
        return f"file-{self.version}"

    @property
    def from_portal(self) -> str:
        """The choice of the colleague's value as it stood on the page."""
        return f"portal-{self.version}"


@dataclass
class Receipt:
    """All cells that a spreadsheet changes or wants to, in the order of the table."""

    told: list[Told]
    total: int
    is_confirmed: bool

    @property
    def counts(self) -> list[tuple[Fate, int]]:
        """How many cells of each fate, the pressing ones first; what is unchanged comes last."""
        counted = Counter(one.fate for one in self.told)
        counted[Fate.UNCHANGED] = self.total - sum(counted.values())
        return [(fate, counted[fate]) for fate in Fate if counted[fate]]

    def of(self, *fates: Fate) -> list[Told]:
        """The cells of these fates."""
        return [one for one in self.told if one.fate in fates]

    @property
    def sections(self) -> list[tuple[Fate, "_StrPromise", list[Told]]]:
        """The fates that occur, what each means, and their cells; choices are shown apart."""
        said = HAPPENED if self.is_confirmed else FORETOLD
        return [(fate, said[fate], told) for fate in said if (told := self.of(fate))]

    @property
    def may_confirm(self) -> bool:
        """Whether there is anything to write, or to choose."""
        return not self.is_confirmed and bool(self.written or self.conflicts)

    @property
    def conflicts(self) -> list[Told]:
        """Those that a person has to decide."""
        return self.of(Fate.CONFLICT)

    @property
    def written(self) -> list[Told]:
        """Those that are written, whatever is chosen elsewhere."""
        return self.of(*WRITTEN)


def receipt_of(upload: Upload, officer: Officer) -> Receipt:
    """What would become of each cell if this were confirmed now; ten queries whatever the size.

    Of an upload that was confirmed: what became of them then.
    """
    report = upload.report
    grid = grid_of(report)
    lines = {line.row.pk: line for line in grid.lines}
    cells = {(cell.row_id, cell.column_id): cell for cell in grid.cells()}
    read = {(one["row"], one["column"]): one for one in upload.cells}
    told = []
    for key, cell in cells.items():
        line = lines[cell.row_id]
        if upload.confirmed_at:
            one = _remembered(read[key]) if key in read else None
        else:
            refusal = why_not_write(officer, report, row=line.row)
            one = _foreseen(cell, line, read.get(key), refusal)
        if one is not None:
            told.append(_placed(one, cell, line, grid))
    receipt = Receipt(told, len(cells), upload.confirmed_at is not None)
    if not upload.confirmed_at:
        _doubt(receipt, grid, upload, cells, lines)
    return receipt


def _foreseen(cell: Cell, line: Line, said: dict[str, Any] | None, refusal: str) -> Told | None:
    """What would become of a cell; None when it is not changed and nothing is wrong with it."""
    if said is None:
        if refusal or cell.state != EntryState.UNREADABLE:
            return None
        return Told(
            *(cell.row_id, cell.column_id, Fate.REFUSED, cell.typed, cell.version, None),
            *(cell.shown, cell.shown, [cell.message]),
        )
    one = Told(
        *(cell.row_id, cell.column_id, Fate.ACCEPTED, said["typed"], said["seen"], said["note"]),
        before=cell.shown,
    )
    reading = _reading(said, line)
    one.after = shown(reading.state, reading.number, said["typed"], notation=active())
    if _says_so_already(cell, one, reading) and not said["refused"]:
        return None
    if refusal:
        one.fate, one.reasons = Fate.NOT_YOURS, [refusal]
    elif said["refused"]:
        one.fate, one.reasons = Fate.REFUSED, [said["refused"]]
    elif one.seen != cell.version:
        one.fate = Fate.CONFLICT
    elif reading.state == EntryState.EMPTY and cell.state != EntryState.EMPTY:
        one.fate = Fate.EMPTIED
    return one


def _reading(said: dict[str, Any], line: Line) -> Reading:
    if line.unit is None or said["refused"]:
        return Reading(EntryState.UNREADABLE)
    return read_cell(said["typed"], unit=line.unit)


def _says_so_already(cell: Cell, one: Told, reading: Reading) -> bool:
    same_note = one.note is None or one.note == plain(cell.note)
    return same_note and (reading.state, reading.number) == (cell.state, cell.number)


def _placed(one: Told, cell: Cell, line: Line, grid: Grid) -> Told:
    """With the words around it, and who changed it last."""
    one.number, one.label = line.number, str(line.row)
    one.unit = line.row.unit.label if line.row.unit else ""
    one.column = next(str(column) for column in grid.columns if column.pk == one.column_id)
    one.version, one.saved_by, one.saved_at = cell.version, cell.saved_by, cell.saved_at
    one.note_before = cell.note
    return one


def _doubt(
    receipt: Receipt,
    grid: Grid,
    upload: Upload,
    cells: dict[tuple[int, int], Cell],
    lines: dict[int, Line],
) -> None:
    """Look at the table as it would stand, and say what is odd about the cells that are written."""
    for one in receipt.written:
        cell, line = cells[one.row_id, one.column_id], lines[one.row_id]
        reading = _reading({"typed": one.typed, "refused": ""}, line)
        cell.state, cell.number, cell.value = reading.state, reading.number, reading.value
        cell.doubts = []
        if one.note is not None:
            cell.note = one.note
    judge(grid, upload.report)
    for one in receipt.of(Fate.ACCEPTED):
        cell = cells[one.row_id, one.column_id]
        one.reasons = list(cell.doubts)
        if cell.needs_note:
            one.fate = Fate.DOUBTFUL


# What is kept of a receipt when it is confirmed


def kept(one: Told) -> dict[str, Any]:
    """A cell of a confirmed receipt, as the upload keeps it."""
    return {
        "row": one.row_id,
        "column": one.column_id,
        "typed": one.typed,
        "seen": one.seen,
        "note": one.note,
        "fate": one.fate.value,
        "before": one.before,
        "after": one.after,
        "reasons": one.reasons,
    }


def _remembered(said: dict[str, Any]) -> Told:
    return Told(
        *(said["row"], said["column"], Fate(said["fate"]), said["typed"], said["seen"]),
        *(said["note"], said["before"], said["after"], said["reasons"]),
    )
