"""The chart of a table's numbers, and its headline. Pure.

Plans are never on one line with what happened; a number by itself is not drawn.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from metrics import headlines
from metrics.charts import Bar, BarChart, Line, LineChart, Point, bar_chart, line_chart
from metrics.comparison.table import Entry, Row, drawn
from metrics.periods import Period
from vietnamese.language import active


def chart(
    rows: Sequence[Row], *, key: str, title: str, unit: str, is_any: bool = False
) -> LineChart | BarChart | None:
    """Lines over two or more periods, bars of a single one; None of fewer than two numbers.

    `is_any`: periods of unlike lengths, which never make a line.
    """
    happened = [_line(row, plans=False) for row in rows]
    planned = [_line(row, plans=True) for row in rows]
    lines = [line for line in (*happened, *planned) if line.points]
    points = [point for line in lines for point in line.points]
    if len(points) < 2:
        return None
    common: dict[str, Any] = {
        "key": key,
        "unit": unit,
        "title": title,
        "description": "; ".join(line.label for line in lines),
    }
    periods = {(point.start, point.end) for point in points}
    if len(periods) == 1 or is_any:
        bars = [
            _bar(line.label, point, with_period=len(periods) > 1)
            for line in lines
            for point in line.in_order
        ]
        return bar_chart(bars, headline=str(headlines.ends(bars, unit) or ""), **common)
    return line_chart(
        lines, headline=headline([one for one in happened if one.points] or planned, unit), **common
    )


def headline(lines: Sequence[Line], unit: str) -> str:
    """Of one line its latest number; of several how many rose, or who is first in a period."""
    lines = [line for line in lines if line.points]
    if len(lines) > 1:
        if claim := headlines.moved(lines):
            return str(claim)
        if bars := _last_common(lines):
            return str(headlines.ends(bars, unit) or "")
    last = max(lines, key=lambda line: (line.in_order[-1].end, line.in_order[-1].start))
    return str(headlines.latest(last, unit) or "")


def _last_common(lines: Sequence[Line]) -> list[Bar]:
    """The numbers of the period that most places have, the latest of such; none of one place."""
    found: dict[tuple, list[Bar]] = {}
    for line in lines:
        for point in line.points:
            bar = _bar(line.label, point, with_period=True)
            found.setdefault((point.end, point.start), []).append(bar)
    most = max(found, key=lambda period: (len(found[period]), period))
    return found[most] if len(found[most]) > 1 else []


def _line(row: Row, *, plans: bool) -> Line:
    label = _("%(place)s (plan)") % {"place": row.label} if plans else row.label
    points = [
        _point(period, entry, entry.value)
        for period, entry in drawn(row, plans=plans).items()
        if entry.value is not None
    ]
    return Line(label, points, row.breaks)


def _point(period: Period, entry: Entry, value: Decimal) -> Point:
    return Point(
        period.start,
        period.end,
        period.label(active()),
        value,
        entry.shown,
        entry.basis,
        entry.url,
        entry.exact,
    )


def _bar(label: str, point: Point, *, with_period: bool) -> Bar:
    named = f"{label}, {point.label}" if with_period else label
    return Bar(named, point.value, point.shown, point.basis, point.url, point.exact)
