"""Charts as they are drawn: each number in its place, inside the drawing, and in the table too."""

import datetime as dt
import re
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from metrics.charts import Bar, Break, Chart, Line, Point, bar_chart, line_chart, shade
from metrics.charts.lines import short_names
from metrics.charts.measures import FRAMES, spread, text_width, ticks, wrap
from metrics.enums import Basis
from tests.reading import Element, read
from vietnamese.numbers import format_number

LABELS = [
    "cả nước",
    "6 tỉnh Bắc Trung Bộ",
    "28 tỉnh, thành phố khu vực phía Bắc",
    "15 tỉnh, thành phố khu vực miền Trung - Tây Nguyên",
    "14 tỉnh, thành phố vùng Đồng bằng sông Hồng và Bắc Trung Bộ",
    "TP. Hồ Chí Minh",
]
VALUES = st.decimals(-(10**9), 10**15, places=2) | st.decimals(-100, 100, places=2)
BASES = st.sampled_from(list(Basis))


def point(year: int, value: Decimal | str, basis: str = Basis.ACTUAL, months: int = 12) -> Point:
    number = Decimal(value)
    start = dt.date(year, 1, 1)
    end = dt.date(year + 1, 1, 1) if months == 12 else dt.date(year, months + 1, 1)
    return Point(start, end, f"năm {year}", number, format_number(number), basis, f"#{year}")


def bar(label: str, value: Decimal | str, basis: str = Basis.ACTUAL) -> Bar:
    return Bar(label, Decimal(value), format_number(Decimal(value)), basis, "#")


@st.composite
def some_lines(draw) -> list[Line]:
    count = draw(st.integers(1, 6))
    gap = Break(dt.date(draw(st.integers(2003, 2027)), 7, 1), "28 tỉnh sắp xếp còn 15.")
    return [
        Line(
            LABELS[index],
            [
                point(year, draw(VALUES), draw(BASES))
                for year in draw(st.sets(st.integers(2004, 2026), min_size=1, max_size=8))
            ],
            draw(st.sampled_from([[], [gap]])),
        )
        for index in range(count)
    ]


SOME_BARS = st.lists(st.builds(bar, st.sampled_from(LABELS), VALUES, BASES), min_size=1, max_size=9)
ABOUT = {
    "key": "chart",
    "unit": "tỷ đồng",
    "title": "Tổng mức bán lẻ",
    "description": "Ba khu vực",
    "headline": "Năm 2021: 370.461 tỷ đồng.",
}


def shown(chart: Chart) -> Element:
    html = render_to_string("charts/chart.html", {"chart": chart})
    return read(HttpResponse(f"<html>{html}</html>"))


def coordinates(element: Element) -> list[float]:
    """Every number of the attributes that place an element."""
    attributes = (element.attributes.get(key, "") for key in ("d", "x", "y", "width", "height"))
    return [float(n) for one in attributes for n in re.findall(r"-?\d+(?:\.\d+)?", one)]


def heights(drawn: Element, number: int) -> dict[str, float]:
    """The y of the points of a line by their words."""
    return {
        mark.one("title").text: float(mark["transform"][:-1].split()[1])
        for mark in drawn.one("g", of=f"line--{number}").all("g", of="mark")
    }


def extent(text: Element, size: float) -> tuple[float, float, float, float]:
    """The room of words in a drawing, generously: left, top, right, bottom."""
    lines = text.all("tspan")
    bold = "name" in text.classes
    width = max(text_width(line.text, size, bold=bold) for line in lines)
    left = (
        float(lines[0]["x"]) - {"start": 0, "middle": width / 2, "end": width}[text["text-anchor"]]
    )
    return left, float(lines[0]["y"]) - size, left + width, float(lines[-1]["y"])


def overlapping(texts: list[Element], size: float) -> list[tuple[str, str]]:
    boxes = [(text.text, extent(text, size)) for text in texts]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if a[0] < b[2] - 0.2 and b[0] < a[2] - 0.2 and a[1] < b[3] - 0.2 and b[1] < a[3] - 0.2
    ]


def assert_inside(page: Element) -> None:
    """Every mark and every word lies in its drawing, and words lie on no others."""
    for frame in FRAMES:
        drawn = page.one("svg", of=f"chart__{frame.kind}")
        width, height = map(float, drawn["viewbox"].split()[2:])
        for text in (one for one in drawn.all("text") if "break__letter" not in one.classes):
            left, top, right, bottom = extent(text, frame.size)
            assert -0.3 <= left <= right <= width + 0.3
            assert -0.3 <= top <= bottom <= height
        assert overlapping([t for t in drawn.all("text") if t.has("tspan")], frame.size) == []
        for mark in drawn.all("g", of="mark"):
            x, y = map(float, mark["transform"].removeprefix("translate(")[:-1].split())
            assert 0 <= x <= width
            assert 0 <= y <= height
        for rect in drawn.all("rect"):
            assert 0 <= float(rect["x"]) <= float(rect["x"]) + float(rect["width"]) <= width


@given(some_lines())
def test_lines_and_their_words_lie_inside_and_apart(lines):
    assert_inside(shown(line_chart(lines, **ABOUT)))


@given(SOME_BARS)
def test_bars_and_their_words_lie_inside_and_apart(bars):
    assert_inside(shown(bar_chart(bars, **ABOUT)))


@given(some_lines())
def test_numbers_of_the_lines_are_those_of_the_table(lines):
    page = shown(line_chart(lines, **ABOUT))
    table = {
        f"{cell['data-label']}, {row.one('th').text}": cell.text
        for row in page.one("tbody").all("tr")
        for cell in row.all("td")
        if cell.text
    }
    for frame in FRAMES:
        drawn = page.one("svg", of=f"chart__{frame.kind}")
        titles = [mark.one("title").text for mark in drawn.all("g", of="mark")]
        assert {
            words.rpartition(": ")[0]: words.rpartition(": ")[2]
            .replace(" tỷ đồng", "")
            .replace("(", "")
            .replace(")", "")
            for words in titles
        } == table


@given(SOME_BARS)
def test_numbers_of_the_bars_are_those_of_the_table(bars):
    page = shown(bar_chart(bars, **ABOUT))
    table = [(row.one("th").text, row.one("td").text.split()[0]) for row in page.all("tr")[1:]]
    for frame in FRAMES:
        texts = page.one("svg", of=f"chart__{frame.kind}").all("text")
        names = [" ".join(t.text for t in one.all("tspan")) for one in texts[::2]]
        assert list(zip(names, [one.text for one in texts[1::2]], strict=True)) == table
    assert table == [(one.label, one.shown) for one in bars]


@given(some_lines())
def test_a_greater_value_is_never_drawn_lower(lines):
    page = shown(line_chart(lines, **ABOUT))
    for frame in FRAMES:
        drawn = page.one("svg", of=f"chart__{frame.kind}")
        places = []
        for number, line in enumerate(lines, start=1):
            own = heights(drawn, number).values()
            places += list(zip((p.value for p in line.in_order), own, strict=True))
        assert all(a[1] >= b[1] for a, b in pairwise(sorted(places)))


@given(SOME_BARS)
def test_bars_are_as_long_as_their_values(bars):
    page = shown(bar_chart(bars, **ABOUT))
    for frame in FRAMES:
        drawn = page.one("svg", of=f"chart__{frame.kind}")
        longest = max(abs(one.value) for one in bars)
        lengths = [float(rect["width"]) for rect in drawn.all("rect")]
        for one, length in zip(bars, lengths, strict=True):
            wanted = float(abs(one.value) / longest) * max(lengths) if longest else 0.0
            assert length == pytest.approx(wanted, abs=0.2)


def test_negative_bars_end_where_positive_ones_begin():
    page = shown(bar_chart([bar("TP. Hồ Chí Minh", "-22.4"), bar("Bắc Giang", "22")], **ABOUT))
    down, up = page.one("svg", of="chart__wide").all("rect")
    assert float(down["x"]) + float(down["width"]) == pytest.approx(float(up["x"]), abs=0.15)


@pytest.mark.parametrize(
    "values", [["7.5"], ["7.5", "7.5"], ["0", "0"], ["-3.8", "-1"], ["1", "900000000000000"]]
)
def test_scale_holds_one_equal_zero_negative_and_far_apart(values):
    line = Line("cả nước", [point(2020 + n, value) for n, value in enumerate(values)])
    page = shown(line_chart([line], **ABOUT))
    assert_inside(page)
    assert [len(svg.all("g", of="mark")) for svg in page.all("svg")] == [len(values)] * 2
    assert len(page.all("path", of="zero")) == 2
    assert "nan" not in str(page).lower()


def test_scale_of_an_index_may_leave_out_zero():
    line = Line("cả nước", [point(2020, "103.3"), point(2021, "104.8")])
    chart = line_chart([line], **ABOUT, from_zero=False)
    assert [tick.label.lines[0][1] for tick in chart.drawings[0].ticks] == [
        "103,0", "103,5", "104,0", "104,5", "105,0",
    ]  # fmt: skip


def test_numbers_of_an_axis_follow_the_language():
    line = Line("cả nước", [point(2020, "1500000"), point(2021, "2500000.5")])
    with override("en"):
        chart = line_chart([line], **ABOUT)
        html = render_to_string("charts/chart.html", {"chart": chart})
    assert [tick.label.lines[0][1] for tick in chart.drawings[0].ticks][-1] == "3,000,000"
    assert re.findall(r'(?:d|x|y|transform)="[^"]*\d,\d[^"]*"', html) == []


def strokes(*points: Point, breaks: tuple[Break, ...] = ()) -> list[tuple[str, int]]:
    """The basis and the number of points of each stroke."""
    chart = line_chart([Line("cả nước", points, breaks)], **ABOUT)
    drawn = chart.drawings[0].lines[0].strokes
    return [(one.basis, one.path.count("L") + 1) for one in drawn]


def test_stretch_to_an_estimate_or_a_plan_is_drawn_as_such():
    points = [point(2019, 1), point(2020, 2), point(2021, 3, Basis.ESTIMATE)]
    assert strokes(*points, point(2022, 4, Basis.PLAN)) == [
        ("actual", 2),
        ("estimate", 2),
        ("plan", 2),
    ]


def test_break_leaves_a_gap_and_says_why():
    gap = Break(dt.date(2025, 7, 1), "15 tỉnh sắp xếp còn 11.")
    points = [point(2023, 1), point(2024, 2), point(2025, 3), point(2026, 4)]
    assert strokes(*points, breaks=(gap,)) == [("actual", 2), ("actual", 2)]
    page = shown(line_chart([Line("cả nước", points, [gap])], **ABOUT))
    assert page.one("ul", of="chart__notes").items == ["a 1/7/2025: 15 tỉnh sắp xếp còn 11."]
    drawn = page.one("svg", of="chart__wide")
    assert drawn.one("text", of="break__letter").text == "a"
    assert "1/7/2025: 15 tỉnh sắp xếp còn 11." in drawn.one("desc").text
    places = [float(one["transform"].split()[0][10:]) for one in drawn.all("g", of="mark")]
    assert places[1] < float(drawn.one("text", of="break__letter")["x"]) < places[2]


def test_break_outside_the_series_is_not_drawn():
    gap = Break(dt.date(2008, 8, 1), "Hà Nội mở rộng.")
    chart = line_chart([Line("cả nước", [point(2023, 1), point(2024, 2)], [gap])], **ABOUT)
    assert (chart.notes, chart.drawings[0].breaks) == ((), ())


def test_periods_of_unlike_length_are_not_joined():
    assert strokes(point(2022, 1), point(2023, 2), point(2024, 1, months=4)) == [("actual", 2)]


def test_bases_are_told_by_shape_and_explained():
    page = shown(bar_chart([bar(str(one.label), 5, one) for one in Basis], **ABOUT))
    drawn = page.one("svg", of="chart__wide")
    fills = [rect["fill"] for rect in drawn.all("rect")]
    patterns = {f"url(#{one['id']})" for one in drawn.all("pattern")}
    assert [fill in patterns for fill in fills] == [False, True, True, False]
    assert [set(one.classes) for one in drawn.all("g", of="bar")] == [
        {"bar", f"bar--{basis}"} for basis in Basis
    ]
    assert page.one("ul", of="legend").items == [str(basis.label) for basis in Basis]


def test_lines_of_actual_numbers_need_no_legend():
    page = shown(line_chart([Line("cả nước", [point(2023, 1)])], **ABOUT))
    assert page.all("ul") == []


def test_each_line_has_a_shape_of_its_own():
    lines = [Line(label, [point(2023, 1)]) for label in LABELS]
    chart = line_chart(lines, **ABOUT)
    assert len({line.shape for line in chart.drawings[0].lines}) == 6


def test_seven_lines_are_a_table_and_a_reason():
    lines = [Line(label, [point(2023, 1)]) for label in [*LABELS, "Huế"]]
    page = shown(line_chart(lines, **ABOUT))
    assert (page.all("svg"), len(page.one("tbody").all("td"))) == ([], 7)
    assert page.one(of="alert").text == line_chart(lines, **ABOUT).refused != ""


@pytest.mark.parametrize("chart", [line_chart([], **ABOUT), bar_chart([], **ABOUT)])
def test_chart_of_nothing_says_so(chart):
    page = shown(chart)
    assert (page.all("svg"), page.all("table")) == ([], [])
    assert page.one(of="alert").text == chart.refused != ""


def test_two_points_of_one_period_are_refused():
    with pytest.raises(ValueError, match="two points of one period"):
        Line("cả nước", [point(2023, 1), point(2023, 2, Basis.PLAN)])


def test_chart_is_an_image_with_a_title_a_description_and_a_headline():
    page = shown(line_chart([Line("cả nước", [point(2023, 1)])], **ABOUT))
    for drawn in page.all("svg"):
        title, description = drawn["aria-labelledby"].split()
        assert (drawn["role"], drawn.one(id=title).text, drawn.one(id=description).text) == (
            "img",
            "Tổng mức bán lẻ",
            "Ba khu vực",
        )
    assert page.one("p", of="chart__headline").text == "Năm 2021: 370.461 tỷ đồng."
    ids = [one["id"] for one in page.elements() if "id" in one.attributes]
    assert len(ids) == len(set(ids))


def test_axis_says_what_periods_have_in_common_once():
    assert short_names(["4 tháng đầu năm 2018", "4 tháng đầu năm 2019"]) == (
        "4 tháng đầu năm …",
        {"4 tháng đầu năm 2018": "2018", "4 tháng đầu năm 2019": "2019"},
    )
    assert short_names(["năm 2018", "năm 2019"]) == ("", {"năm 2018": "2018", "năm 2019": "2019"})
    assert short_names(["năm 2018"]) == ("", {"năm 2018": "năm 2018"})
    assert short_names([]) == ("", {})


@given(st.sampled_from(LABELS), st.floats(20, 300))
def test_wrapped_words_are_whole_and_fit(text, width):
    lines = wrap(text, width, 13)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 13) <= width for line in lines)


@given(VALUES, VALUES, st.integers(2, 8))
def test_ticks_are_round_and_hold_the_ends(one, other, about):
    low, high = min(one, other), max(one, other)
    steps = ticks(low, high, about)
    assert steps[0] <= low
    assert steps[-1] >= high
    assert 2 <= len(steps) <= about + 3
    (step,) = {b - a for a, b in pairwise(steps)}
    assert str(step.normalize().as_tuple().digits[0]) in "125"
    assert len(step.normalize().as_tuple().digits) == 1


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(10, 40)), min_size=1, max_size=7))
def test_spread_stretches_keep_their_order_and_do_not_overlap(wanted):
    middles = spread(wanted, 0, 300)
    placed = sorted(zip(middles, wanted, strict=True))
    for (a, (_want, long)), (b, (_other, short)) in pairwise(placed):
        assert b - a >= (long + short) / 2 - 0.001
    assert [want for _m, (want, _l) in placed] == sorted(want for want, _l in wanted)
    assert all(m >= length / 2 - 0.001 for m, (_w, length) in placed)
    assert all(m <= 300.001 - length / 2 for m, (_w, length) in placed)


@given(st.dictionaries(st.integers(1, 63), st.decimals(-50, 50, places=1), max_size=63))
def test_shades_follow_values_and_the_legend_tells_them(values):
    shading = shade({key: (v, format_number(v)) for key, v in values.items()}, unit="%")
    assert set(shading.states) == set(values)
    ordered = sorted(values, key=lambda key: values[key])
    for one, other in pairwise(ordered):
        assert shading.states[one] <= shading.states[other]
        if values[one] == values[other]:
            assert shading.states[one] == shading.states[other]
    legend = dict(shading.legend[:-1])
    assert set(legend) == set(shading.states.values()) <= {"s1", "s2", "s3", "s4", "s5"}
    for state, words in legend.items():
        members = [values[key] for key in values if shading.states[key] == state]
        ends = list(dict.fromkeys(map(format_number, (min(members), max(members)))))
        assert words == f"{' – '.join(ends)}%"
    assert shading.titles == {key: f"{format_number(v)}%" for key, v in values.items()}
