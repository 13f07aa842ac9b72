"""What a printed number may stand for (F5)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.enums import Qualifier
from metrics.intervals import Interval, exactly, printed

numbers = st.fractions(-1000, 1000, max_denominator=1000)
intervals = st.tuples(numbers, numbers).map(lambda ends: Interval(min(ends), max(ends)))


def between(low: str, high: str) -> Interval:
    return Interval(Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    ("number", "said", "stands_for"),
    [
        ("19.9", {}, between("19.85", "19.95")),
        ("16.90", {}, between("16.895", "16.905")),
        ("370461", {}, between("370460.5", "370461.5")),
        ("-3.8", {}, between("-3.85", "-3.75")),
        ("0", {}, between("-0.5", "0.5")),
        ("48", {"is_count": True}, between("48", "48")),
        ("1.2", {"is_count": True}, between("1.15", "1.25")),
        ("12.1", {"qualifier": Qualifier.OVER}, between("12.1", "12.2")),
        ("256850", {"qualifier": Qualifier.OVER}, between("256850", "256860")),
        ("10", {"qualifier": Qualifier.OVER, "is_count": True}, between("10", "20")),
        ("1.40", {"qualifier": Qualifier.OVER}, between("1.4", "1.5")),
        ("400000", {"qualifier": Qualifier.ALMOST}, between("300000", "400000")),
        ("7900", {"qualifier": Qualifier.ALMOST}, between("7800", "7900")),
        ("1618", {"qualifier": Qualifier.ABOUT, "is_count": True}, between("1617", "1619")),
        ("700", {"qualifier": Qualifier.ABOUT}, between("600", "800")),
        ("-3.2", {"qualifier": Qualifier.ALMOST}, between("-3.2", "-3.1")),
        ("-12", {"qualifier": Qualifier.OVER}, between("-13", "-12")),
        ("0.0", {"qualifier": Qualifier.OVER}, between("0", "0.1")),
        ("0.05", {"qualifier": Qualifier.ABOUT}, between("0.04", "0.06")),
        ("5", {"upper": "7"}, between("4.5", "7.5")),
        ("5", {"upper": "7", "is_count": True}, between("5", "7")),
        ("150", {"upper": "200", "qualifier": Qualifier.ABOUT}, between("140", "300")),
    ],
)
def test_printed_number_stands_for(number: str, said: dict, stands_for: Interval) -> None:
    assert printed(number, **said) == stands_for


def test_interval_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends where it begins"):
        between("2", "1")


def test_interval_is_not_divided_by_what_may_be_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        exactly(1) / between("-0.5", "0.5")


def test_common_numbers_of_intervals_apart_are_none() -> None:
    assert not between("1", "2").meets(between("3", "4"))
    with pytest.raises(ValueError, match="ends where it begins"):
        between("1", "2").common(between("3", "4"))


@given(intervals, intervals, st.data())
def test_reckoning_with_intervals_holds_every_result(
    one: Interval, two: Interval, data: st.DataObject
) -> None:
    a = data.draw(st.fractions(one.low, one.high))
    b = data.draw(st.fractions(two.low, two.high))
    assert (one + two).holds(a + b)
    assert (one - two).holds(a - b)
    assert (one * two).holds(a * b)
    if not two.holds(Fraction(0)):
        assert (one / two).holds(a / b)


@given(intervals, intervals)
def test_intervals_meet_where_they_have_something_in_common(one: Interval, two: Interval) -> None:
    assert one.meets(two) == two.meets(one)
    if one.meets(two):
        assert one.holds(one.common(two).low)
        assert two.holds(one.common(two).low)


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 6))
def test_a_rounded_number_stands_for_the_one_it_was(true: Decimal, places: int) -> None:
    rounded = f"{round(true, places):f}"
    assert printed(rounded).holds(Fraction(true))


@given(st.decimals(1, 10**9, places=6), st.integers(0, 6))
def test_a_number_over_or_almost_stands_for_the_one_it_was(true: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    below = true.quantize(step, rounding="ROUND_FLOOR")
    above = true.quantize(step, rounding="ROUND_CEILING")
    assert printed(f"{below:f}", qualifier=Qualifier.OVER).holds(Fraction(true))
    assert printed(f"{above:f}", qualifier=Qualifier.ALMOST).holds(Fraction(true))
