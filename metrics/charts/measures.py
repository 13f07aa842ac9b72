"""Measures of a drawing: how wide words are, round ticks, places that do not overlap. Pure.

All lengths are units of the drawing's viewBox; y grows downwards.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

# Widths of letters in ems, after a wide typeface (DejaVu Sans), so that no other needs more.
_NARROW = dict.fromkeys("iIjl.,:;'’|! \u00a0", 0.34) | dict.fromkeys("frt()[]/-", 0.42)
_WIDE = dict.fromkeys("mwMW%—…", 1.0) | dict.fromkeys("ABCDĐEGHKNOPQRUVXY&+=<>", 0.84)
_LETTERS = _NARROW | _WIDE
_LETTER = 0.65
_BOLD = 1.12


@dataclass(frozen=True)
class Box:
    """A rectangle that something takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text may become at a letter size, in any common typeface."""
    letters = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    ems = sum(_LETTERS.get(letter, _LETTER) for letter in letters)
    return ems * size * (_BOLD if bold else 1)


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """A text in lines no wider than `width`; nothing is cut off.

    It breaks at spaces, not at no-break spaces; a word wider than the line breaks within.
    """
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
            continue
        *whole, last = _pieces(word, width, size, bold=bold)
        lines += [*whole, last]
    return tuple(lines)


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for letter in unicodedata.normalize("NFC", word):
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def ticks(low: Decimal, high: Decimal, about: int) -> list[Decimal]:
    """Round numbers, 1, 2 or 5 times a power of ten apart, from at most `low` to at least `high`.

    About as many steps as asked for. Where low and high are one number, from it to zero.
    """
    if low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        return [Decimal(0), Decimal(1)]
    rough = (high - low) / about
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    first = int((low / step).to_integral_value(ROUND_FLOOR))
    last = int((high / step).to_integral_value(ROUND_CEILING))
    return [step * number for number in range(first, last + 1)]


def spread(wanted: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Middles of (middle, length) stretches pushed apart between `low` and `high`.

    Each stays as near to its wanted middle as the others allow, and in the same order. When all
    together are longer than the room, they run over `high`.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index][0])
    heaps: list[list[int]] = []
    for index in order:
        heaps.append([index])
        while len(heaps) > 1 and _start(heaps[-2], wanted, low, high) + _length(
            heaps[-2], wanted
        ) > _start(heaps[-1], wanted, low, high):
            last = heaps.pop()
            heaps[-1].extend(last)
    middles = [0.0] * len(wanted)
    for heap in heaps:
        at = _start(heap, wanted, low, high)
        for index in heap:
            middles[index] = at + wanted[index][1] / 2
            at += wanted[index][1]
    return middles


def _length(heap: Iterable[int], wanted: Sequence[tuple[float, float]]) -> float:
    return sum(wanted[index][1] for index in heap)


def _start(
    heap: Sequence[int], wanted: Sequence[tuple[float, float]], low: float, high: float
) -> float:
    """Where a heap of touching stretches begins, so that on average each is where it wants."""
    before, wishes = 0.0, 0.0
    for index in heap:
        middle, length = wanted[index]
        wishes += middle - before - length / 2
        before += length
    return max(low, min(wishes / len(heap), high - before))


@dataclass(frozen=True)
class Frame:
    """Measures of a drawing for a wide or a narrow place.

    `plot`: height for lines; `size`: of letters; `names`: room for words beside the plot; `steps`:
    about how many between ticks.
    """

    kind: str
    width: float
    plot: float
    size: float
    names: float
    steps: int

    @property
    def leading(self) -> float:
        """From one base line to the next."""
        return self.size * 1.3


FRAMES = (
    Frame("wide", width=720, plot=270, size=13, names=190, steps=5),
    Frame("narrow", width=320, plot=220, size=12, names=96, steps=4),
)


@dataclass(frozen=True)
class Text:
    """Words in a drawing: lines of (y of the base line, words); anchor start, middle or end."""

    x: str
    anchor: str
    lines: tuple[tuple[str, str], ...]


def placed(
    words: Sequence[str], x: float, middle: float, frame: Frame, *, anchor: str = "start"
) -> Text:
    """Lines of text around a height."""
    first = middle - len(words) * frame.leading / 2 + frame.leading * 0.76
    lines = tuple((at(first + n * frame.leading), line) for n, line in enumerate(words))
    return Text(at(x), anchor, lines)


def at(coordinate: float) -> str:
    """A coordinate with at most one decimal: "12", "12.5"; never "-0"."""
    rounded = round(coordinate, 1)
    return f"{rounded + 0:.0f}" if rounded == int(rounded) else f"{rounded:.1f}"
