"""What is odd about a number that can be read, rules R6 and R8."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.enums import Aggregation, Basis, Kind
from metrics.periods import Period, first_months, year
from reports.doubts import Asked, Known, SamePeriod, doubts, same_period

FIRST_HALF = first_months(2026, 6)
BOOKS = Period(dt.date(2023, 12, 15), dt.date(2024, 6, 15))
THANH_HOA, QUANG_BINH, OLD_QUANG_TRI, QUANG_TRI = 1, 2, 3, 4
RETAIL = Asked(Kind.FLOW, Aggregation.SUM, Decimal(3000), Decimal(800000), "tỷ đồng")
OPEN = Asked(Kind.FLOW, Aggregation.SUM, None, None, "tỷ đồng")
NBSP = "\u00a0"

amounts = st.decimals(Decimal("0.01"), 10**8, places=2)


def said(value: str | Decimal, period: Period = FIRST_HALF, **more) -> list[str]:
    basis = more.pop("basis", Basis.ESTIMATE)
    with translation.override("en"):
        found = doubts(Decimal(value), period, basis, **{"asked": OPEN} | more)
    return [one.replace(NBSP, " ") for one in found]


def same(value: str | Decimal, parts: int = 0, of: int = 0) -> SamePeriod:
    return SamePeriod(Decimal(value), first_months(2025, 6), Basis.ACTUAL, parts, of)


def known(value: str, period: Period, unit_id: int = THANH_HOA, basis: str = Basis.ACTUAL) -> Known:
    return Known(period, basis, Decimal(value), unit_id)


# The same period of the year before


def test_same_period_of_a_leap_day_is_not_there() -> None:
    day = Period(dt.date(2024, 2, 29), dt.date(2024, 3, 1))
    assert same_period(day, Basis.ACTUAL, [], unit_id=THANH_HOA) is None


@pytest.mark.parametrize(
    ("basis", "there", "value"),
    [
        (Basis.ESTIMATE, {Basis.ACTUAL: "3", Basis.PRELIMINARY: "2", Basis.ESTIMATE: "1"}, "3"),
        (Basis.ESTIMATE, {Basis.PRELIMINARY: "2", Basis.ESTIMATE: "1"}, "2"),
        (Basis.ACTUAL, {Basis.ESTIMATE: "1"}, "1"),
        (Basis.ACTUAL, {Basis.PLAN: "9"}, None),
        (Basis.PLAN, {Basis.PLAN: "9", Basis.ACTUAL: "3"}, "9"),
        (Basis.PLAN, {Basis.ACTUAL: "3"}, None),
    ],
)
def test_same_period_takes_the_firmest_and_a_plan_only_for_a_plan(
    basis: Basis, there: dict[Basis, str], value: str | None
) -> None:
    values = [known(number, year(2025), basis=one) for one, number in there.items()]
    found = same_period(year(2026), basis, values, unit_id=THANH_HOA)
    assert (found and found.value) == (value and Decimal(value))


def test_same_period_of_a_merged_province_is_the_sum_and_says_so() -> None:
    there = [
        known("40000", year(2025), QUANG_BINH),
        known("35000.5", year(2025), OLD_QUANG_TRI),
        known("1", year(2024), QUANG_BINH),
        known("9", year(2025), THANH_HOA),
    ]
    found = same_period(
        year(2026),
        Basis.ESTIMATE,
        there,
        unit_id=QUANG_TRI,
        predecessors=(QUANG_BINH, OLD_QUANG_TRI),
    )
    assert found == SamePeriod(Decimal("75000.5"), year(2025), Basis.ACTUAL, parts=2, of=2)


def test_same_period_of_one_predecessor_says_that_the_other_is_missing() -> None:
    found = same_period(
        year(2026),
        Basis.ESTIMATE,
        [known("40000", year(2025), QUANG_BINH)],
        unit_id=QUANG_TRI,
        predecessors=(QUANG_BINH, OLD_QUANG_TRI),
    )
    assert found == SamePeriod(Decimal(40000), year(2025), Basis.ACTUAL, parts=1, of=2)


def test_own_value_replaces_those_of_the_predecessors() -> None:
    there = [known("40000", year(2025), QUANG_BINH), known("80000", year(2025), QUANG_TRI)]
    found = same_period(
        year(2026), Basis.ACTUAL, there, unit_id=QUANG_TRI, predecessors=(QUANG_BINH,)
    )
    assert found == SamePeriod(Decimal(80000), year(2025), Basis.ACTUAL)


@pytest.mark.parametrize(
    ("aggregation", "adds"),
    [
        (Aggregation.SUM, True),
        (Aggregation.LAST, True),
        (Aggregation.RECOMPUTE, False),
        (Aggregation.NONE, False),
    ],
)
def test_only_what_adds_up_is_added(aggregation: Aggregation, adds: bool) -> None:
    found = same_period(
        year(2026),
        Basis.ACTUAL,
        [known("103.5", year(2025), QUANG_BINH)],
        unit_id=QUANG_TRI,
        predecessors=(QUANG_BINH,),
        aggregation=aggregation,
    )
    assert (found is not None) is adds


# Doubts


def test_nothing_is_odd_about_a_usual_number() -> None:
    assert said("80500", asked=RETAIL, same=same("74000")) == []


@pytest.mark.parametrize(
    ("value", "sentences"),
    [
        ("1500", []),
        ("1499.99", ["Lower than a province usually reports (from 1.500 tỷ đồng)."]),
        ("400000", []),
        ("400000.01", ["Higher than a province usually reports (up to 400.000 tỷ đồng)."]),
    ],
)
def test_out_of_range_of_half_a_year(value: str, sentences: list[str]) -> None:
    assert said(value, asked=RETAIL) == sentences


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("10", "About 10 times the same period (1 tỷ đồng)."),
        ("8", "About 10 times the same period (1 tỷ đồng)."),
        ("12.5", "About 10 times the same period (1 tỷ đồng)."),
        ("100", "About 100 times the same period (1 tỷ đồng)."),
        ("1000", "About 1.000 times the same period (1 tỷ đồng)."),
        ("1100000", "About 1.000.000 times the same period (1 tỷ đồng)."),
        ("0.1", "About 10 times less than the same period (1 tỷ đồng)."),
        ("0.001", "About 1.000 times less than the same period (1 tỷ đồng)."),
    ],
)
def test_slip_of_a_unit_or_a_zero_is_told(value: str, sentence: str) -> None:
    assert said(value, same=same("1")) == [sentence]


@pytest.mark.parametrize("value", ["7.99", "12.51", "0.13", "0", "-10", "1", "5"])
def test_no_slip_where_the_number_is_not_about_ten_times(value: str) -> None:
    assert said(value, same=same("1")) == []


@pytest.mark.parametrize("before", ["0", "-1"])
def test_no_slip_beside_nil_or_another_sign(before: str) -> None:
    assert said("10", same=same(before)) == []


@given(amounts, st.sampled_from([10, 100, 1000, 1_000_000]))
def test_slip_is_found_either_way(before: Decimal, slip: int) -> None:
    assume(before * slip < 10**9)
    [up] = said(before * slip, same=same(before))
    [down] = said(before, same=same(before * slip))
    assert (up.startswith("About 1"), "less than" in up, "less than" in down) == (True, False, True)


@given(amounts, amounts)
def test_at_most_one_slip_is_told_and_only_beyond_eight_times(
    value: Decimal, before: Decimal
) -> None:
    found = said(value, same=same(before))
    assert len(found) <= 1
    if max(value, before) < 8 * min(value, before):
        assert found == []


@pytest.mark.parametrize(("parts", "of", "is_told"), [(2, 2, True), (1, 2, False), (0, 0, True)])
def test_sum_with_a_missing_part_is_no_ground_for_doubt(parts: int, of: int, is_told: bool) -> None:
    assert bool(said("10", same=same("1", parts, of))) is is_told


@pytest.mark.parametrize(
    ("value", "earlier", "sentences"),
    [
        ("99", [known("100", first_months(2026, 3))], ["first three"]),
        ("100", [known("100", first_months(2026, 3))], []),
        ("99", [known("100", first_months(2026, 9))], []),
        ("99", [known("100", first_months(2025, 3))], []),
        ("99", [known("100", first_months(2026, 3), basis=Basis.PLAN)], []),
        ("99", [known("100", FIRST_HALF)], []),
        (
            "99",
            [known("100", first_months(2026, 3)), known("150", first_months(2026, 4))],
            ["first four"],
        ),
    ],
)
def test_below_an_earlier_cumulative_figure(
    value: str, earlier: list[Known], sentences: list[str]
) -> None:
    full = {
        "first three": "Below the 100 tỷ đồng reported for a shorter time (quý I/2026).",
        "first four": "Below the 150 tỷ đồng reported for a shorter time (4 tháng đầu năm 2026).",
    }
    assert said(value, earlier=earlier) == [full[one] for one in sentences]


@pytest.mark.parametrize(
    ("kind", "basis", "is_told"),
    [
        (Kind.FLOW, Basis.ACTUAL, True),
        (Kind.FLOW, Basis.PLAN, False),
        (Kind.STOCK, Basis.ACTUAL, False),
        (Kind.INDEX, Basis.ACTUAL, False),
        (Kind.COUNT, Basis.ACTUAL, False),
    ],
)
def test_only_what_adds_up_over_time_can_fall_below(kind: str, basis: str, is_told: bool) -> None:
    asked = Asked(kind, Aggregation.SUM, None, None, "")
    earlier = [known("100", first_months(2026, 3))]
    assert bool(said("99", basis=basis, asked=asked, earlier=earlier)) is is_told


def test_numbers_are_spelled_as_the_reader_writes() -> None:
    found = said("0.5", asked=RETAIL, same=same("500.25"), notation="en")
    assert found == [
        "Lower than a province usually reports (from 1,500 tỷ đồng).",
        "About 1,000 times less than the same period (500.25 tỷ đồng).",
    ]


def test_merged_province_may_report_three_times_as_much() -> None:
    found = [said("1200000", asked=RETAIL, after_merger=merged) for merged in (True, False)]
    assert [len(one) for one in found] == [0, 1]
