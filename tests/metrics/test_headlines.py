"""Sentences about figures: each is checked again against the numbers it was computed from."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from metrics.charts import Bar, Break, Line, Point
from metrics.enums import Basis
from metrics.headlines import Claim, Kind, ends, latest, moved
from metrics.periods import Period, day, first_months, year
from vietnamese.numbers import NBSP, format_number, parse

MERGER = Break(dt.date(2025, 7, 1), "28 provinces became 15.")
# Few different numbers, so that equal ones and unlike bases meet.
VALUES = st.decimals(-3, 3, places=1) | st.decimals(0, 10**9, places=2)
BASES = st.sampled_from(list(Basis))
PERIODS = st.builds(first_months, st.integers(2020, 2026), st.sampled_from([4, 12]))
UNITS = st.sampled_from(["tỷ đồng", "%"])


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def point(
    period: Period, value: Decimal | str, basis: str = Basis.ACTUAL, *, exact: bool = True
) -> Point:
    number = Decimal(value)
    shown = format_number(number, notation="en")
    return Point(period.start, period.end, period.label("en"), number, shown, basis, "", exact)


def bar(label: str, value: Decimal | str, basis: str = Basis.ACTUAL, *, exact: bool = True) -> Bar:
    number = Decimal(value)
    return Bar(label, number, format_number(number, notation="en"), basis, "", exact)


@st.composite
def some_line(draw, label: str = "Nghệ An") -> Line:
    periods = draw(st.sets(PERIODS, max_size=6))
    points = [
        point(one, draw(VALUES), draw(BASES), exact=draw(st.booleans())) for one in sorted(periods)
    ]
    return Line(label, points, draw(st.sampled_from([(), (MERGER,)])))


BARS = st.lists(
    st.builds(bar, st.sampled_from("ABCDEFG"), VALUES, BASES, exact=st.booleans()), max_size=8
)


def comparable(line: Line, before: Point, now: Point) -> bool:
    return (
        before.basis == now.basis
        and before.exact
        and now.exact
        and not any(before.end <= one.date < now.end for one in line.breaks)
        and (now.start.year, now.end.year) == (before.start.year + 1, before.end.year + 1)
        and (now.start.replace(year=2000), now.end.replace(year=2000))
        == (before.start.replace(year=2000), before.end.replace(year=2000))
    )


@given(st.data(), UNITS)
def test_latest_says_only_what_the_line_shows(data, unit):
    line = data.draw(some_line())
    claim = latest(line, unit)
    if not line.points:
        assert claim is None
        return
    now, *others = claim.operands
    assert all((one.end, one.start) <= (now.end, now.start) for one in line.points)
    assert f": {now.shown}" in str(claim)
    if now.basis != Basis.ACTUAL:
        assert f"({Basis(now.basis).label})" in str(claim)
    if not others:
        assert claim.kind == Kind.ALONE
        assert not any(
            (p.start.year + 1, p.start.month, p.end.year + 1, p.end.month)
            == (now.start.year, now.start.month, now.end.year, now.end.month)
            for p in line.points
        )
        return
    (before,) = others
    sign = (now.value > before.value) - (now.value < before.value)
    told = {Kind.ROSE: 1, Kind.FELL: -1, Kind.SAME: 0}.get(claim.kind)
    assert told == (sign if comparable(line, before, now) else None)
    assert bool(re.search(r"; (up|down|the same)", str(claim))) == (told is not None)
    if claim.change is not None:
        difference = abs(now.value - before.value)
        whole = Decimal(100) if unit == "%" else before.value
        assert abs(difference / whole * 100 - claim.change) <= Decimal("0.05")
        assert claim.change > 0
        assert str(claim).count(format_number(claim.change.normalize(), notation="en")) >= 1


@given(BARS, UNITS)
def test_ends_are_the_greatest_and_the_least(bars, unit):
    claim = ends(bars, unit)
    if not bars:
        assert claim is None
        return
    values = [one.value for one in bars]
    stated = [one.value for one in claim.operands]
    assert (max(stated), min(stated)) == (max(values), min(values))
    assert {one.value for one in claim.operands} == {max(values), min(values)}
    assert len(claim.operands) == sum(v in {max(values), min(values)} for v in values)
    if len(bars) > 1:
        assert (claim.kind == Kind.EQUAL) == (max(values) == min(values))
        assert str(len(bars)) in str(claim)
        assert ("different bases" in str(claim)) == (len({one.basis for one in bars}) > 1)
        assert ("Not all are exact" in str(claim)) == (not all(one.exact for one in bars))


@given(st.lists(st.sampled_from("ABCDEF"), unique=True).flatmap(
    lambda names: st.tuples(*(some_line(name) for name in names))
))  # fmt: skip
def test_moved_counts_the_comparable_pairs(lines):
    claim = moved(lines)
    every = [p for line in lines for p in line.points]
    last = max(every, key=lambda p: (p.end, p.start), default=None)
    signs = [
        (now.value > before.value) - (now.value < before.value)
        for line in lines
        for now in line.points
        for before in line.points
        if (now.start, now.end) == (last.start, last.end) and comparable(line, before, now)
    ]
    if not signs:
        assert claim is None
        return
    counts = (signs.count(1), signs.count(-1), signs.count(0), len(lines) - len(signs))
    assert claim.counts == counts
    numbers = list(map(int, re.findall(r"\d+", str(claim).split("before:")[1])))
    said = [counts[0], len(signs), counts[1], counts[2], *([counts[3]] if counts[3] else [])]
    assert numbers == said


def claim_of(*points: Point, unit: str = "tỷ đồng", breaks: tuple[Break, ...] = ()) -> Claim:
    claim = latest(Line("Nghệ An", points, breaks), unit)
    assert claim is not None
    return claim


def words(*points: Point, unit: str = "tỷ đồng", breaks: tuple[Break, ...] = ()) -> str:
    return str(claim_of(*points, unit=unit, breaks=breaks)).replace(NBSP, " ")


def test_rise_is_in_percent_of_the_year_before():
    assert words(point(year(2020), "64.47"), point(year(2021), "69.41")) == (
        "Nghệ An, 2021: 69.41 tỷ đồng; up 7.7% on 2020 (64.47 tỷ đồng)."
    )


def test_fall_of_a_percentage_is_in_points():
    assert words(point(year(2020), "11.5"), point(year(2021), "2.40"), unit="%") == (
        "Nghệ An, 2021: 2.40%; down 9.1 percentage points on 2020 (11.5%)."
    )


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [("0", "5", "up from 0"), ("-2", "5", "up from -2"), ("100000", "99999", "down from 100,000")],
)
def test_change_without_a_sensible_percent_gives_both_numbers(before, now, said):
    assert words(point(year(2020), before), point(year(2021), now)).endswith(
        f"; {said} tỷ đồng for 2020."
    )


def test_equal_numbers_are_the_same():
    assert words(point(year(2020), "5"), point(year(2021), "5")).endswith(
        "; the same number as for 2020."
    )


def test_other_basis_is_not_compared_and_said():
    claim = claim_of(point(year(2020), "5", Basis.PLAN), point(year(2021), "6"))
    assert (claim.kind, claim.change) == (Kind.OTHER_BASIS, None)
    assert str(claim).endswith("Not compared with 2020, whose number is of another basis: plan.")


def test_break_is_not_compared_over_and_said():
    points = [point(year(2024), "5"), point(year(2025), "6")]
    assert claim_of(*points, breaks=(MERGER,)).kind == Kind.BROKEN
    assert words(*points, breaks=(MERGER,)).endswith(
        "Not compared with 2024, because the series breaks: 28 provinces became 15."
    )


def test_rounded_number_is_not_compared_and_said():
    claim = claim_of(point(year(2020), "700", exact=False), point(year(2021), "740"))
    assert (claim.kind, claim.change) == (Kind.ROUNDED, None)
    assert "not compared, as one is not an exact number" in str(claim)


@pytest.mark.parametrize("before", [year(2019), first_months(2020, 9), day(dt.date(2020, 12, 31))])
def test_other_length_or_year_is_not_the_year_before(before):
    assert words(point(before, "5"), point(year(2021), "6")) == "Nghệ An, 2021: 6 tỷ đồng."


def test_stock_at_the_end_of_february_has_a_year_before():
    points = [point(day(dt.date(2023, 2, 28)), "5"), point(day(dt.date(2024, 2, 29)), "6")]
    assert claim_of(*points).kind == Kind.ROSE


def test_places_of_equal_numbers_are_named_together():
    bars = [bar("Nghệ An", "15"), bar("Thanh Hóa", "15"), bar("Gia Lai", "10")]
    assert str(ends(bars, "%")) == (
        "Of 3 numbers, the highest: Nghệ An, Thanh Hóa: 15%; the lowest: Gia Lai: 10%."
    )
    many = [bar(name, "15") for name in "ABCDE"]
    assert "A, B, C and 2 others: 15%" in str(ends([*many, bar("F", "1")], "%"))


def test_single_number_and_equal_numbers_have_no_ends():
    assert str(ends([bar("Nghệ An", "15")], "%")) == "Nghệ An: 15%."
    equal = ends([bar("A", "15"), bar("B", "15", Basis.PLAN)], "%")
    assert (equal.kind, str(equal)) == (
        Kind.EQUAL,
        "All 2 numbers are the same: 15%. The numbers are of different bases: actual, plan.",
    )


def test_places_that_moved_are_counted_and_not_ranked():
    lines = [
        Line("A", [point(year(2020), "1"), point(year(2021), "2")]),
        Line("B", [point(year(2020), "3"), point(year(2021), "2")]),
        Line("C", [point(year(2021), "9")]),
    ]
    assert str(moved(lines)) == (
        "2021 against the same period of the year before: up in 1 of 2 places compared, "
        "down in 1, unchanged in 0. 1 place cannot be compared."
    )


def test_numbers_of_a_sentence_follow_the_language():
    with override("vi"):
        claim = claim_of(point(year(2020), "1000"), point(year(2021), "1077"))
        found = re.search(r"([\d,]+)%", str(claim))
    assert parse(found[1]) == claim.change == Decimal("7.7")
