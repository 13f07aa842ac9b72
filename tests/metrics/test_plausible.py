"""What a province may well report for a period, rule R8."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.enums import Kind
from metrics.periods import Period, day, first_months, year
from metrics.plausible import plausible_range

END_OF_2024 = day(dt.date(2024, 12, 31))
FIRST_HALF = first_months(2024, 6)
CLOSED_IN_DECEMBER = Period(dt.date(2023, 12, 15), dt.date(2024, 6, 15))  # 183 days
numbers = st.decimals(0, 10**8, places=2)
ends = st.lists(numbers, min_size=2, max_size=2).map(sorted)
kinds = st.sampled_from(Kind)
days = st.dates(dt.date(2004, 1, 1), dt.date(2100, 1, 1))
periods = st.lists(days, min_size=2, max_size=2, unique=True).map(
    lambda pair: Period(*sorted(pair))
)


def plausible(low: str | None, high: str | None, **said) -> tuple[str | None, ...]:
    found = plausible_range(
        low and Decimal(low),
        high and Decimal(high),
        **{"kind": Kind.FLOW, "period": year(2024), "after_merger": False} | said,
    )
    return tuple(None if end is None else f"{end:f}" for end in found)


@pytest.mark.parametrize(
    ("low", "high", "period", "expected"),
    [
        ("3000", "800000", year(2024), ("3000", "800000")),
        ("3000", "800000", FIRST_HALF, ("1500", "400000")),
        ("3000", "800000", first_months(2024, 1), ("250", "67000")),
        ("0.3", "20", first_months(2024, 9), ("0.22", "15")),
        ("3000", "800000", Period(dt.date(2021, 1, 1), dt.date(2026, 1, 1)), ("15000", "4000000")),
        ("3000", "800000", CLOSED_IN_DECEMBER, ("1500", "410000")),
        ("1234", "5678", year(2024), ("1234", "5678")),
        (None, "60000", FIRST_HALF, (None, "30000")),
        ("0", None, FIRST_HALF, ("0", None)),
        (None, None, FIRST_HALF, (None, None)),
    ],
)
def test_flow_comes_to_its_part_of_the_year_rounded_outwards(low, high, period, expected):
    assert plausible(low, high, period=period) == expected


@pytest.mark.parametrize("kind", [Kind.STOCK, Kind.COUNT, Kind.INDEX, Kind.RATIO])
@pytest.mark.parametrize("period", [END_OF_2024, FIRST_HALF])
def test_range_of_anything_else_is_that_of_any_period(kind, period):
    assert plausible("20", "460", kind=kind, period=period) == ("20", "460")


@pytest.mark.parametrize(
    ("kind", "high"),
    [
        (Kind.FLOW, "1380"),
        (Kind.STOCK, "1380"),
        (Kind.COUNT, "1380"),
        (Kind.INDEX, "460"),
        (Kind.RATIO, "460"),
    ],
)
def test_top_is_three_times_as_high_after_the_merger_of_what_grows_with_a_province(kind, high):
    assert plausible("20", "460", kind=kind, after_merger=True) == ("20", high)


def test_flow_of_a_part_of_the_year_after_the_merger():
    assert plausible("0", "60000", period=FIRST_HALF, after_merger=True) == ("0", "90000")


def test_open_top_and_a_top_below_zero_stay_after_the_merger():
    assert plausible("20", None, after_merger=True) == ("20", None)
    assert plausible("-60", "-20", after_merger=True) == ("-60", "-20")


def test_zeros_that_the_column_adds_are_left_out():
    assert plausible("0.000000", "0.500000", kind=Kind.STOCK) == ("0", "0.5")
    assert plausible("3000.000000", "800000.000000") == ("3000", "800000")


@given(ends, periods, kinds, st.booleans())
def test_range_never_falls(pair, period, kind, after_merger):
    low, high = plausible_range(*pair, period=period, kind=kind, after_merger=after_merger)
    assert low <= high


@given(ends, st.integers(1, 11), st.booleans())
def test_parts_of_a_year_come_to_no_less_than_the_year(pair, months, after_merger):
    said = {"kind": Kind.FLOW, "after_merger": after_merger}
    first = first_months(2024, months)
    rest = Period(first.end, year(2024).end)
    parts = [plausible_range(*pair, period=part, **said) for part in (first, rest)]
    low, high = plausible_range(*pair, period=year(2024), **said)
    assert sum(part[0] for part in parts) <= low
    assert sum(part[1] for part in parts) >= high


@given(ends, periods, kinds)
def test_merger_only_widens_the_top(pair, period, kind):
    low, high = plausible_range(*pair, period=period, kind=kind, after_merger=False)
    merged = plausible_range(*pair, period=period, kind=kind, after_merger=True)
    assert merged in {(low, high), (low, high * 3)}
