"""Lines over time, one for each of a few places."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from metrics.charts.data import Chart, Line, Table, bases_of, cell
from metrics.charts.measures import FRAMES
from metrics.charts.plot import LETTERS, Gaps, LineDrawing, draw
from vietnamese.dates import format_date
from vietnamese.language import active

MOST_LINES = 6


@dataclass(frozen=True, kw_only=True)
class LineChart(Chart):
    """Lines over time. `axis`: words common to all periods; `notes`: (letter, day, words)."""

    template = "charts/lines.html"
    axis: str = ""
    notes: tuple[tuple[str, str, str], ...] = ()
    drawings: tuple[LineDrawing, ...] = ()


def line_chart(
    lines: Sequence[Line],
    *,
    key: str,
    unit: str,
    title: str,
    description: str,
    headline: str,
    from_zero: bool = True,
) -> LineChart:
    """At most six lines; a point stands at the end of its period.

    The scale takes in 0 unless `from_zero` is False, as for an index around 100. Points with
    unlike lengths of period, or with a break between them, are not joined.
    """
    drawn = [line for line in lines if line.points]
    common, names = short_names([p.label for line in drawn for p in line.in_order])
    gaps = _gaps(drawn)
    refused = _refusal(drawn)
    return LineChart(
        key=key,
        title=title,
        unit=unit,
        description=description,
        headline=headline,
        table=_table(drawn),
        refused=refused,
        bases=bases_of(point for line in drawn for point in line.points),
        axis=common,
        notes=tuple(
            (letter, format_date(one.date, language=active()), one.words)
            for one, letter in zip(gaps, LETTERS, strict=False)
        ),
        drawings=()
        if refused
        else tuple(draw(drawn, frame, unit, names, gaps, from_zero=from_zero) for frame in FRAMES),
    )


def short_names(labels: Sequence[str]) -> tuple[str, dict[str, str]]:
    """What is common to all labels of periods, and the rest of each, for an axis.

    "4 tháng đầu năm 2018", "4 tháng đầu năm 2019" → "4 tháng đầu năm …", {…: "2018", …: "2019"};
    a single common word, as in "năm 2018", needs no mention.
    """
    words = [label.split() for label in dict.fromkeys(labels)]
    common = 0
    if len(words) > 1:
        while all(len(one) > common + 1 for one in words) and (
            len({one[common] for one in words}) == 1
        ):
            common += 1
    caption = f"{' '.join(words[0][:common])} …" if common > 1 else ""
    return caption, {" ".join(one): " ".join(one[common:]) for one in words}


def _refusal(lines: Sequence[Line]) -> str:
    if not lines:
        return _("There is no figure to draw.")
    if len(lines) > MOST_LINES:
        return _(
            "A chart shows at most %(most)s lines, and these are %(count)s: choose fewer to see "
            "them drawn. The table has all."
        ) % {"most": MOST_LINES, "count": len(lines)}
    return ""


def _table(lines: Sequence[Line]) -> Table:
    columns = [(line.label, {(p.end, p.start): p for p in line.points}) for line in lines]
    labels = {(p.end, p.start): p.label for line in lines for p in line.points}
    return Table(
        tuple(line.label for line in lines),
        tuple(
            (labels[key], tuple(cell(head, points.get(key)) for head, points in columns))
            for key in sorted(labels)
        ),
    )


def _gaps(lines: Sequence[Line]) -> Gaps:
    """The breaks that part two neighbouring points, each with the first such pair, by date."""
    found = {
        one: pair
        for line in reversed(lines)
        for pair in pairwise(line.in_order)
        for one in line.breaks
        if one.parts(*pair)
    }
    return dict(sorted(found.items(), key=lambda item: (item[0].date, item[0].words)))
