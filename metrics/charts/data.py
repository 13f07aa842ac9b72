"""What comes into a chart, and what every chart has beside its drawing."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.enums import Basis
from vietnamese.numbers import quantity


@dataclass(frozen=True)
class Point:
    """One figure of a line: the half-open period [start, end), its number and how it is shown.

    `shown` is the number as the table prints it, without its unit; `exact` is False of a number
    that its source qualifies (over, almost, about) or gives as a range (F2).
    """

    start: dt.date
    end: dt.date
    label: str
    value: Decimal
    shown: str
    basis: str = Basis.ACTUAL
    url: str = ""
    exact: bool = True

    @property
    def months(self) -> int:
        """The length of the period in months, a part of one counted as one; 0 for one day."""
        last = self.end - dt.timedelta(days=1)
        if last == self.start:
            return 0
        return (last.year - self.start.year) * 12 + last.month - self.start.month + 1


@dataclass(frozen=True)
class Break:
    """From `date` on a line counts another set of places; why, in a sentence with its stop (P5).

    A period stands after the break when its last day does.
    """

    date: dt.date
    words: str

    def parts(self, before: Point, after: Point) -> bool:
        """Whether it lies between two points, the earlier one first."""
        return before.end <= self.date < after.end


@dataclass(frozen=True)
class Line:
    """A series of one question: one place, one length of period, one point for a period.

    A plan of a period that also has its actual belongs to a line of its own.
    """

    label: str
    points: Sequence[Point]
    breaks: Sequence[Break] = ()

    def __post_init__(self) -> None:
        periods = {(point.start, point.end) for point in self.points}
        if len(periods) < len(self.points):
            raise ValueError(f"two points of one period in the line {self.label!r}")

    @property
    def in_order(self) -> list[Point]:
        return sorted(self.points, key=lambda point: (point.end, point.start))

    def broken(self, before: Point, after: Point) -> Break | None:
        """The first break between two points."""
        return next((one for one in self.breaks if one.parts(before, after)), None)


@dataclass(frozen=True)
class Bar:
    """One figure of a bar chart."""

    label: str
    value: Decimal
    shown: str
    basis: str = Basis.ACTUAL
    url: str = ""
    exact: bool = True


@dataclass(frozen=True)
class Cell:
    """A number of the table under its column's head, empty where there is none.

    `basis` is in words unless it is actual.
    """

    head: str
    shown: str = ""
    basis: str = ""
    url: str = ""


@dataclass(frozen=True)
class Table:
    """The numbers of a chart: heads of the columns, rows of (label, a cell for each)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What `templates/charts/chart.html` shows.

    `key` names it within its page; `refused` says why nothing is drawn; `bases` are the (basis,
    words) in it, none when all is actual.
    """

    key: str
    title: str
    unit: str
    description: str
    headline: str
    table: Table
    refused: str = ""
    bases: tuple[tuple[str, str], ...] = ()


def cell(head: str, figure: Point | Bar | None) -> Cell:
    """A figure as the table shows it."""
    if figure is None:
        return Cell(head)
    basis = "" if figure.basis == Basis.ACTUAL else str(Basis(figure.basis).label)
    return Cell(head, figure.shown, basis, figure.url)


def bases_of(figures: Iterable[Point | Bar]) -> tuple[tuple[str, str], ...]:
    """The bases to explain beside a drawing, in the order of the catalogue."""
    found = {figure.basis for figure in figures}
    if found <= {Basis.ACTUAL}:
        return ()
    return tuple((basis.value, str(basis.label)) for basis in Basis if basis in found)


def in_words(figure: Point | Bar, unit: str, *names: str) -> str:
    """ "Bắc Trung Bộ, năm 2021: 370.461 tỷ đồng", with the basis unless it is actual."""
    number = quantity(figure.shown, unit) if unit else figure.shown
    basis = "" if figure.basis == Basis.ACTUAL else f" ({Basis(figure.basis).label})"
    return f"{', '.join(filter(None, names))}: {number}{basis}"
