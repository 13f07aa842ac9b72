"""The table of a report as people see it: rows down, columns across, cells with all they tell.

Built once by `reports.queries.grid_of` and shown by the screen, the spreadsheet, the annex and the
review alike.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from reports.cells import Unit
from reports.doubts import Asked, SamePeriod
from reports.enums import ANSWERED, ComparisonKind, EntryState
from reports.models import RoundColumn, RoundComparison, RoundRow


@dataclass
class Cell:
    """One cell. `shown` is what stands in the input, `number` and `value` as `Reading` has them.

    `message` says why a text was refused, `doubts` what is odd; `note` is the explanation given.
    """

    row_id: int
    column_id: int
    shown: str = ""
    typed: str = ""
    state: str = EntryState.EMPTY
    number: str = ""
    value: Decimal | None = None
    note: str = ""
    version: int = 0
    saved_at: dt.datetime | None = None
    saved_by: str = ""
    returned_reason: str = ""
    message: str = ""
    doubts: list[str] = field(default_factory=list)
    same: SamePeriod | None = None
    is_writable: bool = False

    @property
    def name(self) -> str:
        """The name of its input: "c-12-3"."""
        return f"c-{self.row_id}-{self.column_id}"

    @property
    def is_answered(self) -> bool:
        """Whether the report may be sent as far as this cell goes, doubts aside (R2)."""
        return self.state in ANSWERED

    @property
    def needs_note(self) -> bool:
        """Whether it is odd and nobody said why (R8)."""
        return bool(self.doubts) and not self.note

    @property
    def amount(self) -> Decimal | None:
        """The value, nil being zero (F2)."""
        return Decimal(0) if self.state == EntryState.NIL else self.value


@dataclass
class Line:
    """One row with its number, its cells in the order of the columns, and what is computed."""

    row: RoundRow
    number: str
    depth: int
    unit: Unit | None
    asked: Asked | None
    cells: list[Cell] = field(default_factory=list)
    compared: list[Decimal | None] = field(default_factory=list)


@dataclass
class Grid:
    """All of it, in the order shown."""

    columns: list[RoundColumn]
    comparisons: list[RoundComparison]
    lines: list[Line]

    def cells(self) -> Iterator[Cell]:
        """Every cell, row by row."""
        for line in self.lines:
            yield from line.cells

    def counts(self) -> dict[str, int]:
        """How many cells there are, are answered, refused, doubtful without a note, returned."""
        cells = list(self.cells())
        return {
            "all": len(cells),
            "answered": sum(cell.is_answered for cell in cells),
            "refused": sum(cell.state == EntryState.UNREADABLE for cell in cells),
            "doubtful": sum(cell.needs_note for cell in cells),
            "returned": sum(bool(cell.returned_reason) for cell in cells),
        }


def compared(kind: str, of: Decimal | None, against: Decimal | None) -> Decimal | None:
    """What a computed column says: a percentage, or a difference in the indicator's unit (R1).

    None where a value is missing, or where there is nothing to divide by. A percentage has one
    decimal more than a reader needs; who shows it rounds to two.
    """
    if of is None or against is None:
        return None
    if kind == ComparisonKind.DIFFERENCE:
        return of - against
    if against <= 0:
        return None
    share = of / against * 100
    return (share - 100 if kind == ComparisonKind.GROWTH else share).quantize(Decimal("0.001"))
