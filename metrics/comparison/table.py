"""Numbers of places × periods, and what a reader must know of them. Pure.

A cell may hold several numbers: of several bases, or of sources that disagree (F4).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from metrics.charts import LineChart
from metrics.charts.bars import BarChart
from metrics.charts.data import Break
from metrics.comparison.spans import span_words
from metrics.enums import Basis
from metrics.periods import Period
from vietnamese.language import active
from vietnamese.numbers import NBSP

SHORT = 10  # letters of a heading that stays on one line


@dataclass(frozen=True)
class Said:
    """One figure: its number in the indicator's unit, None of a range or of what has none.

    `says` is equal of figures that print the same; `shown` is the number with "over", "about".
    """

    figure: int
    says: Hashable
    value: Decimal | None
    shown: str
    url: str
    exact: bool = True
    is_headline: bool = False


@dataclass(frozen=True)
class Entry:
    """A number of a cell. `value` is None where nothing can be reckoned with; such is not drawn.

    `notes` say in words what else there is to it; `figures` are the ids it rests on; `marks` their
    numbered sources. `beside`: printed for a region whose sum is asked for, shown but not drawn.
    `rank`: the lesser goes before, of numbers of one period that could both be drawn.
    """

    shown: str
    value: Decimal | None
    basis: str
    url: str = ""
    exact: bool = True
    is_disputed: bool = False
    is_draft: bool = False
    beside: bool = False
    rank: int = 0
    notes: tuple[str, ...] = ()
    figures: tuple[int, ...] = ()
    marks: tuple[dict, ...] = ()

    @property
    def is_drawable(self) -> bool:
        return self.value is not None and not self.beside

    @property
    def basis_label(self) -> str:
        """Its basis in words unless it is actual."""
        return "" if self.basis == Basis.ACTUAL else str(Basis(self.basis).label)


def entries_of(said: Iterable[Said], basis: str) -> list[Entry]:
    """Answers to one question: one number where all print the same, or one was chosen (F4).

    Without a choice all are shown, and none has a value to draw.
    """
    every = sorted(said, key=lambda one: (str(one.says), one.figure))
    alike = [list(same) for _says, same in groupby(every, key=lambda one: one.says)]
    if len(alike) == 1:
        return [_entry(alike[0], basis, is_disputed=False)]
    chosen = [same for same in alike if any(one.is_headline for one in same)]
    if chosen:
        return [_entry(chosen[0], basis, is_disputed=True)]
    return [_entry(same, basis, is_disputed=True, value=None) for same in alike]


def _entry(same: Sequence[Said], basis: str, *, is_disputed: bool, **other: Any) -> Entry:
    one = next((one for one in same if one.exact), same[0])
    return Entry(
        shown=one.shown,
        basis=basis,
        url=one.url,
        exact=one.exact,
        is_disputed=is_disputed,
        figures=tuple(one.figure for one in same),
        **{"value": one.value} | other,
    )


@dataclass(frozen=True)
class Row:
    """A place with its numbers by period; `breaks` are where another set of places begins."""

    label: str
    url: str
    cells: Mapping[Period, Sequence[Entry]]
    breaks: Sequence[Break] = ()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One indicator over periods of one span: a table and the chart of its numbers.

    `silent` are the places that have none here; `notes` sentences about the numbers.
    """

    key: str
    title: str
    url: str
    unit: str
    span: str
    rows: Sequence[Row]
    silent: Sequence[str] = ()
    notes: Sequence[str] = ()
    chart: LineChart | BarChart | None = None

    @property
    def span_words(self) -> str:
        """What its periods have in common."""
        return span_words(self.span)

    @property
    def periods(self) -> list[Period]:
        """The columns, earliest first."""
        found = {period for row in self.rows for period in row.cells}
        return sorted(found, key=lambda one: (one.end, one.start))

    @property
    def heads(self) -> list[str]:
        """What stands over the columns."""
        labels = [period.label(active()) for period in self.periods]
        return [one.replace(" ", NBSP) if len(one) <= SHORT else one for one in labels]

    def lines(self) -> list[tuple[Row, list[tuple[str, Sequence[Entry]]]]]:
        """The rows, with a cell under each head."""
        columns = list(zip(self.periods, self.heads, strict=True))
        return [
            (row, [(head, row.cells.get(one, ())) for one, head in columns]) for row in self.rows
        ]

    def numbers(self) -> Iterable[tuple[Row, Period, Entry]]:
        """Every number in the order in which the table shows it."""
        for row in self.rows:
            for period in self.periods:
                for entry in row.cells.get(period, ()):
                    yield row, period, entry


# Which of several numbers of one period is drawn; plans are drawn apart.
DRAWN_FIRST = (Basis.ACTUAL, Basis.PRELIMINARY, Basis.ESTIMATE)


def drawn(row: Row, *, plans: bool) -> dict[Period, Entry]:
    """The number of each period to draw, of plans or of what happened."""
    found = {}
    for period, entries in row.cells.items():
        fit = [one for one in entries if one.is_drawable and (one.basis == Basis.PLAN) is plans]
        if fit:
            found[period] = min(fit, key=_drawn_before)
    return found


def _drawn_before(entry: Entry) -> tuple[int, int]:
    place = DRAWN_FIRST.index(Basis(entry.basis)) if entry.basis in DRAWN_FIRST else 0
    return place, entry.rank


def left_undrawn(rows: Iterable[Row]) -> bool:
    """Whether a number that could be drawn gives way to another of the same period."""
    return any(
        sum(one.is_drawable and (one.basis == Basis.PLAN) is plans for one in entries) > 1
        for row in rows
        for entries in row.cells.values()
        for plans in (True, False)
    )
