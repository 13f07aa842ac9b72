"""The layout of lines: scales, strokes and marks, and the words beside them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from metrics.charts.data import Break, Line, Point, in_words
from metrics.charts.measures import Box, Frame, Text, at, placed, spread, text_width, ticks, wrap
from metrics.enums import Basis
from vietnamese.language import active
from vietnamese.numbers import format_number

# Breaks that part two neighbouring points, each with such a pair.
Gaps = dict[Break, tuple[Point, Point]]

MARK = 6.0  # half of a mark with its outline
GAP = 8.0
LETTER = 9.0  # half of the letter of a break
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Shapes around (0, 0), so that a line is known without its colour.
SHAPES = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "M-4.5-4.5h9v9h-9z",
    "M0-5.5L5.5 4.5h-11z",
    "M0-6L6 0 0 6-6 0z",
    "M0 5.5L5.5-4.5h-11z",
    "M-2-5.5h4V-2h3.5v4H2v3.5h-4V2h-3.5v-4H-2z",
)


@dataclass(frozen=True)
class Stroke:
    """A run of a line; `basis` says how it is drawn."""

    path: str
    basis: str


@dataclass(frozen=True)
class Mark:
    """A point; `words` are what a mouse finds, `label` its number where there is room."""

    x: str
    y: str
    basis: str
    words: str
    label: Text | None = None


@dataclass(frozen=True)
class DrawnLine:
    """A line; `number`, 1 to 6, gives its colour. `leader` joins it with a name pushed away."""

    number: int
    shape: str
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    name: Text
    leader: str


@dataclass(frozen=True)
class Tick:
    """A line across the plot with its number; that of zero is the base line."""

    y: str
    label: Text
    is_zero: bool


@dataclass(frozen=True)
class BreakMark:
    """Where a series breaks; its letter leads to the words below the chart."""

    x: str
    letter_x: str
    letter: str


@dataclass(frozen=True)
class LineDrawing:
    """One drawing in a box of width × height, with the edges of the plot in it."""

    kind: str
    width: str
    height: str
    left: str
    right: str
    top: str
    bottom: str
    lines: tuple[DrawnLine, ...]
    ticks: tuple[Tick, ...]
    periods: tuple[Text, ...]
    breaks: tuple[BreakMark, ...]


@dataclass(frozen=True)
class _Scale:
    """From days and values to coordinates."""

    frame: Frame
    left: float
    right: float
    top: float
    bottom: float
    first: dt.date
    last: dt.date
    low: Decimal
    high: Decimal

    def x(self, day: dt.date) -> float:
        days = (self.last - self.first).days
        if not days:
            return (self.left + self.right) / 2
        inner = self.right - self.left - 4 * MARK
        return self.left + 2 * MARK + (day - self.first).days / days * inner

    def y(self, value: Decimal) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - float(share) * (self.bottom - self.top)

    def place(self, point: Point) -> tuple[float, float]:
        return self.x(point.end), self.y(point.value)


def draw(
    lines: Sequence[Line],
    frame: Frame,
    unit: str,
    names: dict[str, str],
    gaps: Gaps,
    *,
    from_zero: bool,
) -> LineDrawing:
    """Lines with their points, in one frame; `names` are the periods' on the axis."""
    points = [point for line in lines for point in line.points]
    values = [point.value for point in points] + ([Decimal(0)] if from_zero else [])
    steps = ticks(min(values), max(values), frame.steps)
    numbers = [format_number(step, notation=active()) for step in steps]
    ends = [_end_words(line, frame, alone=len(lines) == 1) for line in lines]
    left = max(text_width(number, frame.size) for number in numbers) + GAP
    beside = max(text_width(w, frame.size, bold=True) for words in ends for w in words) + GAP
    top = MARK + frame.leading + 2 + (2 * LETTER if gaps else 0)
    named = sum(len(words) * frame.leading + 2 for words in ends)
    bottom = top + max(frame.plot, named)
    periods = {p.end: names[" ".join(p.label.split())] for p in points}
    scale = _Scale(
        frame, left, frame.width - beside - GAP, top, bottom,
        min(periods), max(periods), steps[0], steps[-1],
    )  # fmt: skip
    below, deepest = _periods(periods, scale)
    return LineDrawing(
        kind=frame.kind,
        width=at(frame.width),
        height=at(deepest + GAP / 2),
        left=at(left),
        right=at(scale.right),
        top=at(top),
        bottom=at(bottom),
        lines=_lines(lines, ends, unit, scale, gaps),
        ticks=tuple(
            Tick(
                at(scale.y(step)),
                placed([number], left - 5, scale.y(step), frame, anchor="end"),
                step == 0,
            )
            for step, number in zip(steps, numbers, strict=True)
        ),
        periods=below,
        breaks=_breaks(gaps, scale),
    )


def _end_words(line: Line, frame: Frame, *, alone: bool) -> tuple[str, ...]:
    """What stands at the end of a line: its name unless it is alone, and its last number."""
    name = () if alone else wrap(line.label, frame.names, frame.size, bold=True)
    return (*name, *wrap(line.in_order[-1].shown, frame.names, frame.size, bold=True))


def _periods(periods: dict[dt.date, str], scale: _Scale) -> tuple[tuple[Text, ...], float]:
    """Names of periods below the plot, from the last back, where there is room; and their foot."""
    frame, found, room = scale.frame, [], scale.frame.width
    most = 1
    for end in sorted(periods, reverse=True):
        words = wrap(periods[end], frame.names * 0.8, frame.size)
        half = max(text_width(word, frame.size) for word in words) / 2
        middle = min(max(scale.x(end), half), frame.width - half)
        if middle + half > room:
            continue
        room = middle - half - GAP
        most = max(most, len(words))
        height = scale.bottom + GAP + len(words) * frame.leading / 2
        found.append(placed(words, middle, height, frame, anchor="middle"))
    return tuple(reversed(found)), scale.bottom + GAP + most * frame.leading


def _breaks(gaps: Gaps, scale: _Scale) -> tuple[BreakMark, ...]:
    places = []
    for one, (before, after) in gaps.items():
        start, end = scale.x(before.end), scale.x(after.end)
        inner = min(2 * MARK, (end - start) / 2)  # clear of both points
        places.append(min(max(scale.x(one.date), start + inner), end - inner))
    letters = spread([(x, 2 * LETTER + 2) for x in places], scale.left, scale.right)
    return tuple(
        BreakMark(at(x), at(letter_x), letter)
        for x, letter_x, letter in zip(places, letters, LETTERS, strict=False)
    )


def _lines(
    lines: Sequence[Line],
    ends: Sequence[tuple[str, ...]],
    unit: str,
    scale: _Scale,
    gaps: Gaps,
) -> tuple[DrawnLine, ...]:
    frame = scale.frame
    lasts = [scale.place(line.in_order[-1]) for line in lines]
    heights = [len(words) * frame.leading + 2 for words in ends]
    middles = spread(
        [(y, height) for (_x, y), height in zip(lasts, heights, strict=True)],
        scale.top - frame.leading / 2,
        scale.bottom + GAP / 2,
    )
    labels = _numbers(lines, scale, gaps)
    drawn = []
    for index, line in enumerate(lines):
        (x, y), middle = lasts[index], middles[index]
        name_x = scale.right + GAP
        drawn.append(
            DrawnLine(
                number=index + 1,
                shape=SHAPES[index],
                strokes=_strokes(line, scale),
                marks=tuple(
                    Mark(
                        at(scale.place(point)[0]),
                        at(scale.place(point)[1]),
                        point.basis,
                        in_words(point, unit, line.label, point.label),
                        labels.get((index, point)),
                    )
                    for point in line.in_order
                ),
                name=placed(ends[index], name_x, middle, frame),
                leader=f"M{at(x + MARK + 1)} {at(y)}L{at(name_x - 2)} {at(middle)}"
                if abs(middle - y) > frame.leading or x + 3 * MARK < scale.right
                else "",
            )
        )
    return tuple(drawn)


def _strokes(line: Line, scale: _Scale) -> tuple[Stroke, ...]:
    """Neighbours of one length of period without a break between them, joined run by run."""
    runs: list[tuple[str, list[Point]]] = []
    for before, after in pairwise(line.in_order):
        if before.months != after.months or line.broken(before, after):
            continue
        basis = _looser(before.basis, after.basis)
        if runs and runs[-1][0] == basis and runs[-1][1][-1] is before:
            runs[-1][1].append(after)
        else:
            runs.append((basis, [before, after]))
    return tuple(
        Stroke("M" + "L".join("{} {}".format(*map(at, scale.place(p))) for p in points), basis)
        for basis, points in runs
    )


def _looser(one: str, other: str) -> str:
    """The basis a stretch between two points is drawn by: that of the less certain."""
    order = (Basis.ACTUAL, Basis.PRELIMINARY, Basis.ESTIMATE, Basis.PLAN)
    return max(one, other, key=lambda basis: order.index(Basis(basis)))


def _numbers(lines: Sequence[Line], scale: _Scale, gaps: Gaps) -> dict[tuple[int, Point], Text]:
    """Numbers above or below their points where they meet nothing; ends of lines have theirs."""
    frame = scale.frame
    taken = [
        Box(x - MARK, y - MARK, x + MARK, y + MARK)
        for line in lines
        for x, y in map(scale.place, line.points)
    ]
    for mark in _breaks(gaps, scale):
        x, letter = float(mark.x), float(mark.letter_x)
        taken.append(Box(x - 2, 0, x + 2, scale.bottom))
        taken.append(Box(letter - LETTER, 0, letter + LETTER, 2 * LETTER + 2))
    along = [
        (start[0] + (end[0] - start[0]) * n / 40, start[1] + (end[1] - start[1]) * n / 40)
        for line in lines
        for start, end in pairwise(map(scale.place, line.in_order))
        for n in range(41)
    ]
    found = {}
    for index, point in _by_weight(lines):
        x, y = scale.place(point)
        half = text_width(point.shown, frame.size) / 2 + 2
        middle_x = min(max(x, scale.left + half), scale.right - half)
        for middle in (y - MARK - frame.leading / 2 - 1, y + MARK + frame.leading / 2 + 1):
            top, bottom = middle - frame.leading / 2, middle + frame.leading / 2
            box = Box(middle_x - half, top, middle_x + half, bottom)
            if abs(middle_x - x) > half or box.left < scale.left or box.right > scale.right:
                continue
            if box.top < 0 or box.bottom > scale.bottom:
                continue
            if any(map(box.meets, taken)) or any(box.holds(*place) for place in along):
                continue
            taken.append(box)
            found[index, point] = placed([point.shown], middle_x, middle, frame, anchor="middle")
            break
    return found


def _by_weight(lines: Sequence[Line]) -> list[tuple[int, Point]]:
    """Points whose number is not at the end of a line: first of each, greatest, least, the rest."""
    weighed = []
    for index, line in enumerate(lines):
        *points, _last = line.in_order
        extremes = {f(p.value for p in line.points) for f in (min, max)}
        weighed += [
            (place and (1 if point.value in extremes else 2), index, place, point)
            for place, point in enumerate(points)
        ]
    weighed.sort(key=lambda one: one[:3])
    return [(index, point) for _weight, index, _place, point in weighed]
