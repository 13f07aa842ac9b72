"""Periods as half-open pairs of local days, rule F3."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import ONE_DAY, Period, PeriodKind, day, first_months, year

years = st.integers(2004, 2100)
days = st.dates(dt.date(2004, 1, 1), dt.date(2100, 1, 1))
periods = st.lists(days, min_size=2, max_size=2, unique=True).map(
    lambda pair: Period(*sorted(pair))
)


@pytest.mark.parametrize(
    ("start", "end", "kind", "vietnamese", "english"),
    [
        (
            "2019-01-01",
            "2019-05-01",
            "first_months",
            "4 tháng đầu năm 2019",
            "first 4 months of 2019",
        ),
        (
            "2019-01-01",
            "2019-12-01",
            "first_months",
            "11 tháng đầu năm 2019",
            "first 11 months of 2019",
        ),
        (
            "2019-01-01",
            "2019-03-01",
            "first_months",
            "2 tháng đầu năm 2019",
            "first 2 months of 2019",
        ),
        ("2014-12-31", "2015-01-01", "day", "cuối năm 2014", "end of 2014"),
        ("2022-05-13", "2022-05-14", "day", "ngày 13/5/2022", "13 May 2022"),
        ("2020-12-31", "2021-01-01", "day", "cuối năm 2020", "end of 2020"),
        ("2022-05-01", "2022-06-01", "month", "tháng 5/2022", "May 2022"),
        ("2022-12-01", "2023-01-01", "month", "tháng 12/2022", "December 2022"),
        ("2022-01-01", "2022-02-01", "month", "tháng 1/2022", "January 2022"),
        ("2022-01-01", "2022-04-01", "quarter", "quý I/2022", "Q1 2022"),
        ("2022-10-01", "2023-01-01", "quarter", "quý IV/2022", "Q4 2022"),
        ("2022-01-01", "2022-07-01", "half", "6 tháng đầu năm 2022", "first half of 2022"),
        ("2022-07-01", "2023-01-01", "half", "6 tháng cuối năm 2022", "second half of 2022"),
        ("2021-01-01", "2022-01-01", "year", "năm 2021", "2021"),
        ("2016-01-01", "2021-01-01", "years", "giai đoạn 2016–2020", "2016–2020"),
        ("2022-02-01", "2022-05-01", "other", "từ 1/2–30/4/2022", "1 February – 30 April 2022"),
        ("2022-04-01", "2022-10-01", "other", "từ 1/4–30/9/2022", "1 April – 30 September 2022"),
        (
            "2021-12-15",
            "2022-06-15",
            "other",
            "từ 15/12/2021–14/6/2022",
            "15 December 2021 – 14 June 2022",
        ),
        (
            "2021-07-01",
            "2022-07-01",
            "other",
            "từ 1/7/2021–30/6/2022",
            "1 July 2021 – 30 June 2022",
        ),
        (
            "2021-01-01",
            "2022-04-01",
            "other",
            "từ 1/1/2021–31/3/2022",
            "1 January 2021 – 31 March 2022",
        ),
    ],
)
def test_period_is_called(start: str, end: str, kind: str, vietnamese: str, english: str) -> None:
    period = Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert (period.kind, period.label("vi"), period.label("en")) == (kind, vietnamese, english)


def test_period_is_called_in_vietnamese_unless_said() -> None:
    assert year(2021).label() == "năm 2021"


def test_last_day_is_the_day_before_the_end() -> None:
    assert first_months(2019, 4).last_day == dt.date(2019, 4, 30)


def test_twelve_first_months_are_the_year() -> None:
    assert first_months(2019, 12) == year(2019)


def test_three_first_months_are_a_quarter() -> None:
    assert first_months(2022, 3).kind is PeriodKind.QUARTER


@pytest.mark.parametrize("end", [dt.date(2022, 1, 1), dt.date(2021, 12, 31)])
def test_period_that_does_not_end_later_is_an_error(end: dt.date) -> None:
    with pytest.raises(ValueError, match="a period ends after it begins"):
        Period(dt.date(2022, 1, 1), end)


@pytest.mark.parametrize(
    ("period", "months"),
    [
        (year(2021), 12),
        (Period(dt.date(2021, 11, 1), dt.date(2022, 3, 1)), 4),
        (Period(dt.date(2021, 11, 2), dt.date(2022, 3, 1)), None),
        (Period(dt.date(2021, 11, 1), dt.date(2022, 3, 2)), None),
    ],
)
def test_months_are_counted_when_whole(period: Period, months: int | None) -> None:
    assert period.months == months


@given(years, st.integers(1, 12))
def test_first_months_begin_with_the_year(number: int, months: int) -> None:
    period = first_months(number, months)
    assert (period.start, period.months) == (dt.date(number, 1, 1), months)


@given(days)
def test_day_is_one_day(date: dt.date) -> None:
    assert (day(date).start, day(date).last_day, day(date).kind) == (date, date, PeriodKind.DAY)


@given(periods, periods)
def test_periods_of_one_name_are_the_same_days(one: Period, other: Period) -> None:
    assert (one.label("vi") == other.label("vi")) is (one == other)


@given(periods)
def test_name_of_a_period_tells_its_years(period: Period) -> None:
    told = {number for number in range(2003, 2102) if str(number) in period.label("en")}
    assert told <= {period.start.year, period.last_day.year}


@given(periods)
def test_period_ends_the_day_after_its_last(period: Period) -> None:
    assert period.last_day + ONE_DAY == period.end
