"""Charts laid out as coordinates, which templates/charts/ draws as SVG. Pure: no database.

A chart is drawn twice, for wide and for narrow places, because text in an SVG shrinks with it;
the stylesheet shows the one that fits. Coordinates are strings, which no language respells.
"""

from metrics.charts.bars import BarChart, bar_chart
from metrics.charts.data import Bar, Break, Chart, Line, Point
from metrics.charts.lines import MOST_LINES, LineChart, line_chart
from metrics.charts.shades import MOST_SHADES, Shading, shade

__all__ = [
    "MOST_LINES",
    "MOST_SHADES",
    "Bar",
    "BarChart",
    "Break",
    "Chart",
    "Line",
    "LineChart",
    "Point",
    "Shading",
    "bar_chart",
    "line_chart",
    "shade",
]
