"""What the compare page is asked for, its tables and their charts; without a database."""

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st

from metrics.charts import Bar, BarChart, Line, LineChart, Point
from metrics.comparison.asking import MEASURES, Asked, read
from metrics.comparison.drawing import chart, headline
from metrics.comparison.seats import in_one
from metrics.comparison.spans import SPAN, in_order, span_of, span_words
from metrics.comparison.table import (
    Entry,
    Row,
    Said,
    Sheet,
    drawn,
    entries_of,
    left_undrawn,
)
from metrics.enums import Basis, Measure
from metrics.headlines import ends, latest
from metrics.periods import Period, day, first_months, year
from provinces.footing import AS_REPORTED, TODAY, Footing
from vietnamese.numbers import format_number

# What is asked for

KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,12}", fullmatch=True)
SPANS = ["year", "first-9", "first-6", "last-6", "quarter-1", "month-5", "day", "years-5", "other"]


@st.composite
def comparisons(draw: st.DrawFn) -> Asked:
    years = sorted(draw(st.lists(st.integers(1900, 2100), min_size=2, max_size=2)))
    before = draw(st.dates(dt.date(2004, 1, 1), timezone.localdate()))
    today = Footing(TODAY, timezone.localdate())
    footings = [AS_REPORTED, today, Footing(before.isoformat(), before)]
    return Asked(
        indicators=tuple(draw(st.lists(KEYS, max_size=3, unique=True))),
        places=tuple(draw(st.lists(KEYS, max_size=12, unique=True))),
        bases=tuple(draw(st.lists(st.sampled_from(Basis.values), max_size=4, unique=True))),
        measure=draw(st.sampled_from(MEASURES)),
        span=draw(st.sampled_from(["", *SPANS])),
        year_from=draw(st.sampled_from([None, years[0]])),
        year_to=draw(st.sampled_from([None, years[1]])),
        footing=draw(st.sampled_from(footings)),
    )


@given(comparisons())
def test_address_of_a_comparison_reads_back_as_the_same_in_the_same_order(asked):
    reading = read(QueryDict(asked.query()))
    assert (reading.asked, reading.problems, reading.form.errors) == (asked, (), {})


def test_nothing_is_asked_by_an_empty_address():
    assert read(QueryDict("")).asked == Asked()
    assert Asked().query() == ""


def test_what_is_typed_twice_counts_once():
    assert read(QueryDict("place=b&place=a&place=b")).asked.places == ("b", "a")


def test_wrong_parts_are_said_and_the_rest_is_read():
    wrong = "indicator=export&place=hue&basis=plan&basis=guess&measure=size&year_from=22&kind=week"
    reading = read(QueryDict(wrong))
    assert reading.asked == Asked(indicators=("export",), places=("hue",), bases=("plan",))
    assert reading.problems == (
        _("“%(basis)s” is no basis; there are: %(known)s.")
        % {"basis": "guess", "known": "actual, estimate, preliminary, plan"},
    )
    assert set(reading.form.errors) == {"measure", "kind", "year_from"}
    assert reading.form["year_from"].value() == "22"


def test_years_in_the_wrong_order_are_refused_with_an_example():
    reading = read(QueryDict("year_from=2024&year_to=2018&place=hue"))
    assert reading.asked == Asked(places=("hue",))
    assert reading.form.non_field_errors() == [
        _("The first year is not after the last, e.g. from 2018 to 2024.")
    ]


def test_what_is_too_much_is_left_out_and_named():
    query = "&".join(f"place=p{n}" for n in range(14)) + "&indicator=a&indicator=b&indicator=c"
    reading = read(QueryDict(f"{query}&indicator=d"))
    assert reading.asked.places == tuple(f"p{n}" for n in range(12))
    assert reading.asked.indicators == ("a", "b", "c")
    assert reading.problems == (
        _("At most %(most)s indicators are compared at once; left out: %(left)s.")
        % {"most": 3, "left": "d"},
        _("At most %(most)s places are compared at once; left out: %(left)s.")
        % {"most": 12, "left": "p12, p13"},
    )


# Periods that compare

OTHER = Period(dt.date(2023, 12, 15), dt.date(2024, 6, 15))


@pytest.mark.parametrize(
    ("period", "span"),
    [
        (year(2021), "year"),
        (first_months(2022, 9), "first-9"),
        (first_months(2022, 6), "first-6"),
        (Period(dt.date(2010, 7, 1), dt.date(2011, 1, 1)), "last-6"),
        (first_months(2022, 3), "quarter-1"),
        (first_months(2022, 1), "month-1"),
        (day(dt.date(2014, 12, 31)), "day"),
        (Period(dt.date(2016, 1, 1), dt.date(2021, 1, 1)), "years-5"),
        (OTHER, "other"),
    ],
)
def test_periods_of_one_kind_have_one_span(period, span):
    assert span_of(period) == span
    assert SPAN.fullmatch(span)
    assert span_words(span) != ""


def test_full_years_stand_before_parts_of_years():
    assert sorted(["day", "first-4", "quarter-1", "first-9", "year"], key=in_order) == [
        *("year", "first-9", "first-4", "quarter-1", "day")
    ]


@pytest.mark.parametrize(
    ("labels", "one"),
    [
        (["15 tỉnh miền Trung", "11 tỉnh miền Trung"], "15 → 11 tỉnh miền Trung"),
        (["6 tỉnh Bắc Trung Bộ", "5 thành phố Bắc Trung Bộ"],
         "6 tỉnh → 5 thành phố Bắc Trung Bộ"),
        (["28 tỉnh", "28 tỉnh"], "28 tỉnh"),
        (["Tây Nguyên", "Nam Trung Bộ"], "Tây Nguyên → Nam Trung Bộ"),
    ],
)  # fmt: skip
def test_names_of_regions_that_follow_each_other_are_said_as_one(labels, one):
    assert in_one(labels) == one


# What sources say of one question


def said(figure: int, number: str, **more: bool) -> Said:
    return Said(figure, number, Decimal(number), number, f"#figure-{figure}", **more)


def test_sources_of_one_number_make_one_entry():
    (entry,) = entries_of([said(1, "7.5"), said(2, "7.5")], Basis.ACTUAL)
    assert (entry.value, entry.is_disputed, entry.figures) == (Decimal("7.5"), False, (1, 2))


def test_chosen_number_is_drawn_and_marked_as_disputed():
    (entry,) = entries_of([said(1, "7.5"), said(2, "7.6", is_headline=True)], Basis.ACTUAL)
    assert (entry.value, entry.is_disputed, entry.figures) == (Decimal("7.6"), True, (2,))


def test_disputed_numbers_without_a_choice_are_shown_and_not_drawn():
    entries = entries_of([said(1, "7.5"), said(2, "7.6")], Basis.ACTUAL)
    assert [(one.shown, one.value, one.is_disputed) for one in entries] == [
        ("7.5", None, True),
        ("7.6", None, True),
    ]


# Tables and charts


def entry(number: int, basis: str = Basis.ACTUAL, **more: object) -> Entry:
    return Entry(format_number(number), Decimal(number), basis, **more)


@st.composite
def rows(draw: st.DrawFn, most: int = 3) -> list[Row]:
    """Places with numbers of some years, of several bases."""
    found = []
    for place in range(draw(st.integers(1, most))):
        cells = {
            year(number): [
                entry(draw(st.integers(-999, 99_999)), basis)
                for basis in draw(st.lists(st.sampled_from(Basis.values), min_size=1, unique=True))
            ]
            for number in draw(st.sets(st.integers(2015, 2025), max_size=6))
        }
        found.append(Row(f"Tỉnh {place}", "", cells))
    return found


def shown_in(drawing: LineChart | BarChart) -> list[str]:
    return sorted(
        cell.shown for _label, cells in drawing.table.rows for cell in cells if cell.shown
    )


@given(rows())
def test_chart_has_the_numbers_of_the_table_and_no_others(table):
    expected = sorted(
        one.shown
        for row in table
        for plans in (True, False)
        for one in drawn(row, plans=plans).values()
    )
    drawing = chart(table, key="k", title="t", unit="tỷ đồng")
    assert (shown_in(drawing) if drawing else "alone") == (
        expected if len(expected) > 1 else "alone"
    )
    sheet = Sheet(key="k", title="t", url="", unit="", span="year", rows=table)
    in_table = [one.shown for _row, _period, one in sheet.numbers()]
    assert set(expected) <= set(in_table)
    assert left_undrawn(table) == (len(in_table) > len(expected))


@given(rows())
def test_no_line_joins_a_plan_with_what_happened(table):
    drawing = chart(table, key="k", title="t", unit="tỷ đồng")
    if not isinstance(drawing, LineChart) or drawing.refused:
        return
    for at in range(len(drawing.table.heads)):
        bases = {cells[at].basis for _label, cells in drawing.table.rows if cells[at].shown}
        assert bases == {Basis.PLAN.label} or Basis.PLAN.label not in bases


def test_numbers_of_one_period_are_bars():
    table = [Row("A", "", {year(2021): [entry(5)]}), Row("B", "", {year(2021): [entry(7)]})]
    drawing = chart(table, key="k", title="t", unit="tỷ đồng")
    assert isinstance(drawing, BarChart)
    assert [label for label, _cells in drawing.table.rows] == ["A", "B"]


def test_actual_is_drawn_before_the_estimate_of_the_same_period():
    row = Row("A", "", {year(2021): [entry(5, Basis.ESTIMATE), entry(6)]})
    assert [one.shown for one in drawn(row, plans=False).values()] == ["6"]


def test_number_printed_beside_a_sum_is_not_drawn():
    row = Row("A", "", {year(2021): [entry(5, beside=True)]})
    assert drawn(row, plans=False) == {}


@st.composite
def lines_of_one_year(draw: st.DrawFn) -> list[Line]:
    """Places of which no number has one of the year before to compare with."""
    numbers = draw(st.lists(st.integers(0, 999), min_size=2, max_size=5))
    found = []
    for at, number in enumerate(numbers):
        points = [point(year(2021), number)]
        if draw(st.booleans()):
            points.append(point(year(2015), number))
        found.append(Line(f"Tỉnh {at}", points))
    return found


def point(period: Period, number: int) -> Point:
    label = period.label()
    return Point(period.start, period.end, label, Decimal(number), format_number(number))


@given(lines_of_one_year())
def test_headline_names_the_greatest_of_the_last_period_in_common(lines):
    last = {line.label: line.in_order[-1] for line in lines}
    bars = [Bar(f"{label}, {one.label}", one.value, one.shown) for label, one in last.items()]
    assert headline(lines, "tỷ đồng") == str(ends(bars, "tỷ đồng"))


def test_headline_of_one_place_is_its_latest_number():
    line = Line("Huế", [point(year(2020), 5), point(year(2021), 7)])
    assert headline([line], "tỷ đồng") == str(latest(line, "tỷ đồng"))


def test_measure_is_kept_apart_in_the_address():
    asked = Asked(indicators=("iip",), measure=Measure.GROWTH)
    assert asked.query() == "indicator=iip&measure=growth"
    assert asked.in_words() == [_("Growth")]
