"""Bars: one figure of each of many places, from a common zero."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from metrics.charts.data import Bar, Chart, Table, bases_of, cell, in_words
from metrics.charts.measures import FRAMES, Frame, Text, at, placed, text_width, wrap

GAP = 8.0


@dataclass(frozen=True)
class DrawnBar:
    """A bar, its label and its number; `words` are what a mouse finds."""

    x: str
    y: str
    width: str
    height: str
    basis: str
    words: str
    label: Text
    value: Text


@dataclass(frozen=True)
class BarDrawing:
    """One drawing in a box of width × height; `zero` is the path of the base line."""

    kind: str
    width: str
    height: str
    zero: str
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, kw_only=True)
class BarChart(Chart):
    """Bars below each other in the order they came; nothing orders them by size."""

    template = "charts/bars.html"
    drawings: tuple[BarDrawing, ...] = ()


def bar_chart(
    bars: Sequence[Bar],
    *,
    key: str,
    unit: str,
    title: str,
    description: str,
    headline: str,
) -> BarChart:
    """A bar for each figure, negative ones to the left of zero."""
    head = _("Value")
    return BarChart(
        key=key,
        title=title,
        unit=unit,
        description=description,
        headline=headline,
        table=Table((head,), tuple((bar.label, (cell(head, bar),)) for bar in bars)),
        refused="" if bars else _("There is no figure to draw."),
        bases=bases_of(bars),
        drawings=tuple(_draw(bars, frame, unit) for frame in FRAMES) if bars else (),
    )


def _draw(bars: Sequence[Bar], frame: Frame, unit: str) -> BarDrawing:
    wide = frame.kind == "wide"
    room = frame.width * 0.36 if wide else frame.width - GAP
    labels = [wrap(bar.label, room, frame.size) for bar in bars]
    beside = _widest([line for label in labels for line in label], frame) + GAP if wide else 0.0
    left = beside + _numbers_width([bar for bar in bars if bar.value < 0], frame)
    right = frame.width - _numbers_width([bar for bar in bars if bar.value >= 0], frame)
    low = min(0.0, *(float(bar.value) for bar in bars))
    high = max(0.0, *(float(bar.value) for bar in bars))
    scale = (right - left) / ((high - low) or 1)
    zero = left - low * scale
    thick = frame.leading + 3 if wide else frame.leading
    drawn, tops, y = [], [], GAP / 2
    for bar, label in zip(bars, labels, strict=True):
        words = len(label) * frame.leading
        # In a narrow drawing the label stands above its bar.
        top = y + max(0.0, words - thick) / 2 if wide else y + words + 2
        tops.append(top)
        length = abs(float(bar.value)) * scale
        start = zero if bar.value >= 0 else zero - length
        middle = top + thick / 2
        aside, anchor = (start - 5, "end") if bar.value < 0 else (start + length + 5, "start")
        drawn.append(
            DrawnBar(
                x=at(start),
                y=at(top),
                width=at(length),
                height=at(thick),
                basis=bar.basis,
                words=in_words(bar, unit, bar.label),
                label=placed(label, 0, middle if wide else y + words / 2, frame),
                value=placed([bar.shown], aside, middle, frame, anchor=anchor),
            )
        )
        y = max(top + thick, y + words) + GAP
    height = y - GAP / 2
    # In a narrow drawing labels lie across the base line, which leaves them free.
    base = [(0.0, height)] if wide else [(top - 2, top + thick + 2) for top in tops]
    path = "".join(f"M{at(zero)} {at(start)}V{at(end)}" for start, end in base)
    return BarDrawing(frame.kind, at(frame.width), at(height), path, tuple(drawn))


def _numbers_width(bars: Sequence[Bar], frame: Frame) -> float:
    return _widest([bar.shown for bar in bars], frame, bold=True) + GAP if bars else 2.0


def _widest(texts: Sequence[str], frame: Frame, *, bold: bool = False) -> float:
    return max(text_width(text, frame.size, bold=bold) for text in texts)
