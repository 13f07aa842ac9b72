"""The table of a report as the page of entry shows it: what each cell says, in words (R7, R8)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.conversion import PRECISE, STEP
from metrics.enums import Basis
from metrics.periods import year_before
from reports.actions.entering import Outcome, Result
from reports.cells import Unit, read_cell, shown
from reports.doubts import SamePeriod
from reports.enums import ComparisonKind, EntryState, State
from reports.grid import Cell, Grid, Line
from reports.loading import Loaded
from reports.models import RoundColumn
from reports.permissions import Sight, may_write
from reports.queries import grid_of, latest_version
from vietnamese.language import active
from vietnamese.numbers import format_number, quantity

Place = tuple[int, int]  # a row and a column


class Show(StrEnum):
    """Which rows a page shows."""

    ALL = "all"
    RETURNED = "returned"
    MISSING = "missing"


class Kind(StrEnum):
    """The state of a cell that a reader sees; one, the most pressing."""

    EMPTY = ""
    SAVED = "saved"
    EXPLAINED = "explained"
    DOUBTFUL = "doubtful"
    MENDED = "mended"
    RETURNED = "returned"
    REFUSED = "refused"
    DENIED = "denied"
    CONFLICT = "conflict"


@dataclass
class Face:
    """One cell as it is shown. `left` is what was typed just now and could not be saved."""

    cell: Cell
    line: Line
    column: RoundColumn
    is_mended: bool = False
    left: Result | None = None

    @property
    def place(self) -> str:
        """ "12-3": its row and column, in names and ids."""
        return f"{self.cell.row_id}-{self.cell.column_id}"

    @property
    def label(self) -> str:
        """What is asked here: row and column in words."""
        return f"{self.line.row}, {self.column}"

    @property
    def typed(self) -> str:
        """What stands in the input."""
        return self.left.typed.typed if self.left else self.cell.shown

    @property
    def seen(self) -> int:
        """The version that who types sees."""
        return self.left.typed.seen if self.left else self.cell.version

    @property
    def shown_before(self) -> str:
        """Version and text that who types sees, "3|150.000"; of what could not be saved no text."""
        return str(self.seen) if self.left else f"{self.seen}|{self.cell.shown}"

    @property
    def note(self) -> str:
        """The explanation, or what was typed as one just now."""
        typed = self.left.typed.note if self.left else None
        return self.cell.note if typed is None else typed

    @property
    def kind(self) -> Kind:
        """The most pressing thing about it."""
        if self.left:
            return Kind.CONFLICT if self.left.outcome == Outcome.CONFLICT else Kind.DENIED
        if self.cell.state == EntryState.UNREADABLE:
            return Kind.REFUSED
        if self.cell.returned_reason and not self.is_mended:
            return Kind.RETURNED
        if self.cell.needs_note:
            return Kind.DOUBTFUL
        if self.cell.state == EntryState.EMPTY:
            return Kind.EMPTY
        if self.cell.returned_reason:
            return Kind.MENDED
        return Kind.EXPLAINED if self.cell.note else Kind.SAVED

    @property
    def words(self) -> str:
        """The state in words."""
        return {
            Kind.EMPTY: "",
            Kind.SAVED: _("Saved"),
            Kind.EXPLAINED: _("Explained"),
            Kind.DOUBTFUL: _("Doubtful"),
            Kind.MENDED: _("Changed since it was returned"),
            Kind.RETURNED: _("Returned cell"),
            Kind.REFUSED: _("Refused"),
            Kind.DENIED: _("Not saved"),
            Kind.CONFLICT: _("Two values, choose one"),
        }[self.kind]

    @property
    def tells_state(self) -> bool:
        """Whether its state is worth a word: that a number is saved only matters to who types."""
        return bool(self.words) and (self.cell.is_writable or self.kind != Kind.SAVED)

    @property
    def read(self) -> str:
        """What the portal understood: "150.000 tỷ đồng" (R8)."""
        if self.left:
            return ""
        if self.cell.state == EntryState.NUMBER:
            return self._in_unit(self.cell.shown)
        if self.cell.state in (EntryState.NIL, EntryState.NOT_AVAILABLE):
            return str(EntryState(self.cell.state).label)
        return ""

    def if_typed(self, text: str) -> "Face":
        """The same cell as it would be with another text in it; nothing is saved."""
        if self.line.unit is None:
            return self
        reading = read_cell(text, unit=self.line.unit, notation=active())
        cell = Cell(
            self.cell.row_id,
            self.cell.column_id,
            shown=shown(reading.state, reading.number, text, notation=active()),
            state=reading.state,
            number=reading.number,
            message=reading.message,
        )
        return Face(cell, self.line, self.column)

    def _in_unit(self, number: str) -> str:
        return quantity(number, self.line.row.unit.label) if self.line.row.unit else number

    @property
    def same(self) -> str:
        """The same period's accepted number, in the unit of the row."""
        if self.cell.same is None or self.line.unit is None:
            return ""
        return number_in(self.line.unit, self.cell.same.value)

    @property
    def same_of(self) -> str:
        """What that number is: of which period, on which basis."""
        same = self.cell.same
        return f"{Basis(same.basis).label} {same.period.label(active())}" if same else ""

    @property
    def same_parts(self) -> str:
        """Of how many provinces it is the sum; nothing when the province reported it (R6)."""
        return _parts(self.cell.same) if self.cell.same else ""

    @property
    def asks_note(self) -> bool:
        """Whether there is an explanation, or one is asked for."""
        return bool(self.cell.doubts or self.note)

    @property
    def has_remark(self) -> bool:
        """Whether more is to be said than its line holds."""
        told = self.cell.returned_reason or self.cell.message
        return bool(told or self.left or self.asks_note)

    @property
    def theirs(self) -> str:
        """Of two values the one a colleague saved."""
        return self.cell.shown or _("nothing")


def _parts(same: SamePeriod) -> str:
    if same.of == 0:
        return ""
    if same.parts == same.of:
        return ngettext("of %(n)s province", "sum of %(n)s provinces", same.of) % {"n": same.of}
    return _("sum of %(n)s of %(of)s provinces") % {"n": same.parts, "of": same.of}


def number_in(unit: Unit, value: Decimal) -> str:
    """A value of the indicator in the unit that the row is typed in, as its reader writes it."""
    typed = PRECISE.divide(PRECISE.multiply(value, unit.own_factor), unit.printed_factor)
    plain = typed.quantize(STEP, context=PRECISE).normalize(PRECISE)
    if plain == plain.to_integral_value():
        plain = plain.quantize(Decimal(1), context=PRECISE)
    return format_number(plain, notation=active())


@dataclass(frozen=True)
class Computed:
    """What a computed column says of a row, in words."""

    heading: str
    words: str


@dataclass
class SheetLine:
    """One row of the page, a heading without cells included."""

    line: Line
    faces: list[Face] = field(default_factory=list)
    computed: list[Computed] = field(default_factory=list)

    @property
    def owner(self) -> str:
        """The unit of the department that fills it in; nothing for the clerk."""
        return self.line.row.get_owner_display() if self.line.row.owner else ""

    @property
    def has_remarks(self) -> bool:
        """Whether any of its cells asks for more than its line."""
        return any(face.has_remark for face in self.faces)


@dataclass
class Heading:
    """A column's heading: its number in the table, its words, and below them something quiet."""

    number: int
    words: str
    below: str = ""


@dataclass
class Sheet:
    """The page's table: `lines` are those it shows, `grid` has all of them."""

    grid: Grid
    lines: list[SheetLine]
    headings: list[Heading]
    computed: list[Heading]
    show: Show

    def faces(self) -> Iterator[Face]:
        """Every cell shown, row by row."""
        for one in self.lines:
            yield from one.faces

    @property
    def width(self) -> int:
        """How many columns there are, the first included."""
        return 1 + len(self.headings) + len(self.computed)

    @property
    def is_writable(self) -> bool:
        """Whether anything in it may be typed."""
        return any(face.cell.is_writable for face in self.faces())


def sheet_of(
    loaded: Loaded,
    *,
    show: Show | None = None,
    left: Iterable[Result] = (),
    only: set[int] | None = None,
) -> Sheet:
    """The table as it exists for who asks; `left` is what they typed and could not be saved.

    `show` None: of a returned report the rows with returned cells, else all. `only` limits it to
    some rows. Of another department's accepted report the numbers alone are shown: what it
    explained, and what it reported elsewhere, is not theirs to read (R4).
    """
    report, officer = loaded.report, loaded.officer
    version = None
    if loaded.sight < Sight.LIVE:
        version = latest_version(report, accepted=loaded.sight == Sight.ACCEPTED)
    grid = grid_of(report, version=version)
    unsaved = {(one.typed.row_id, one.typed.column_id): one for one in left}
    lines = []
    for line in grid.lines:
        writable = loaded.sight == Sight.LIVE and may_write(officer, report, row=line.row)
        for cell in line.cells:
            cell.is_writable = writable
            if loaded.sight == Sight.ACCEPTED:
                cell.doubts, cell.note, cell.same = [], "", None
        if only is None or line.row.pk in only:
            lines.append(_sheet_line(grid, line, loaded, unsaved))
    chosen = show or _usual(loaded, grid)
    return Sheet(grid, _chosen(lines, chosen), _headings(grid), _computed(grid), chosen)


def _sheet_line(grid: Grid, line: Line, loaded: Loaded, left: Mapping[Place, Result]) -> SheetLine:
    returned_at = loaded.report.returned_at
    faces = [
        Face(
            cell,
            line,
            column,
            is_mended=bool(returned_at and cell.saved_at and cell.saved_at > returned_at),
            left=left.get((cell.row_id, cell.column_id)),
        )
        for cell, column in zip(line.cells, grid.columns, strict=False)
    ]
    computed = [
        Computed(one.get_kind_display(), _computed_words(one.kind, value, line.unit))
        for one, value in zip(grid.comparisons, line.compared, strict=False)
    ]
    return SheetLine(line, faces, computed)


def _computed_words(kind: str, value: Decimal | None, unit: Unit | None) -> str:
    if value is None or unit is None:
        return ""
    if kind == ComparisonKind.DIFFERENCE:
        return number_in(unit, value)
    return quantity(format_number(value, decimals=2, notation=active()), "%")


def _usual(loaded: Loaded, grid: Grid) -> Show:
    returned = loaded.sight == Sight.LIVE and loaded.report.state == State.RETURNED
    if returned and any(cell.returned_reason for cell in grid.cells()):
        return Show.RETURNED
    return Show.ALL


def _chosen(lines: list[SheetLine], show: Show) -> list[SheetLine]:
    """Those that `show` asks for, under their headings."""
    if show == Show.ALL:
        return lines
    kept: set[int] = set()
    parents = {one.line.row.pk: one.line.row.parent_id for one in lines}
    for one in lines:
        if any(_is_wanted(face, show) for face in one.faces):
            row: int | None = one.line.row.pk
            while row is not None and row not in kept:
                kept.add(row)
                row = parents.get(row)
    return [one for one in lines if one.line.row.pk in kept]


def _is_wanted(face: Face, show: Show) -> bool:
    if face.left:
        return True
    if show == Show.RETURNED:
        return bool(face.cell.returned_reason)
    return not face.cell.is_answered or face.cell.needs_note


def _headings(grid: Grid) -> list[Heading]:
    return [
        Heading(number, str(column), _compared_with(column))
        for number, column in enumerate(grid.columns, start=1)
    ]


def _compared_with(column: RoundColumn) -> str:
    before = year_before(column.period)
    return before.label(active()) if before else ""


def _computed(grid: Grid) -> list[Heading]:
    numbers = {column.pk: number for number, column in enumerate(grid.columns, start=1)}
    return [
        Heading(
            len(numbers) + place,
            one.get_kind_display(),
            _("(%(of)s) against (%(against)s)")
            % {"of": numbers[one.of_id], "against": numbers[one.against_id]},
        )
        for place, one in enumerate(grid.comparisons, start=1)
    ]
