"""Periods as half-open pairs of local days, rule F3."""

import datetime as dt

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import (
    ONE_DAY,
    NotAPeriod,
    Period,
    PeriodKind,
    day,
    first_months,
    period_before,
    read_period,
    year,
    year_before,
    year_of,
)
from vietnamese.dates import NotADate
from vietnamese.errors import Unreadable
from vietnamese.text import unaccented

years = st.integers(2004, 2100)
days = st.dates(dt.date(2004, 1, 1), dt.date(2100, 1, 1))
months = st.tuples(years, st.integers(1, 12)).map(lambda pair: dt.date(*pair, 1))
calendar_periods = st.lists(months, min_size=2, max_size=2, unique=True).map(
    lambda pair: Period(*sorted(pair))
)
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


@given(periods | calendar_periods | days.map(day), st.sampled_from(["vi", "en"]))
def test_period_is_read_from_its_own_name(period: Period, language: str) -> None:
    assert read_period(period.label(language)) == period


@given(st.builds(first_months, years, st.integers(1, 12)) | years.map(year))
def test_period_is_read_without_accents(period: Period) -> None:
    assert read_period(unaccented(period.label("vi"))) == period


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("4 tháng năm 2019", "4 tháng đầu năm 2019"),
        ("4T/2019", "4 tháng đầu năm 2019"),
        ("9T2024", "9 tháng đầu năm 2024"),
        ("9 tháng 2025", "9 tháng đầu năm 2025"),
        ("trong 9 tháng/2025", "9 tháng đầu năm 2025"),
        ("Chín tháng đầu năm 2024", "9 tháng đầu năm 2024"),
        ("3 tháng cuối năm 2022", "quý IV/2022"),
        ("6 tháng cuối năm 2015", "6 tháng cuối năm 2015"),
        ("quý 1 năm 2022", "quý I/2022"),
        ("Quý I năm 2022", "quý I/2022"),
        ("quy iii/2022", "quý III/2022"),
        ("tháng 5 năm 2022", "tháng 5/2022"),
        ("5/2022", "tháng 5/2022"),
        ("cả năm 2021", "năm 2021"),
        ("kế hoạch năm 2016", "năm 2016"),
        ("giai đoạn 2014 - 2020", "giai đoạn 2014–2020"),
        ("giai đoạn từ năm 2014 đến năm 2020", "giai đoạn 2014–2020"),
        ("2012-2016", "giai đoạn 2012–2016"),
        ("13/5/2022", "ngày 13/5/2022"),
        ("16-19/5/2024", "từ 16–19/5/2024"),
        ("từ 15/12/2023 đến 14/6/2024", "từ 15/12/2023–14/6/2024"),
        ("từ ngày 15/12 đến ngày 31/12/2023", "từ 15–31/12/2023"),
        ("từ tháng 1 đến tháng 5/2022", "5 tháng đầu năm 2022"),
        ("từ quý I đến quý III/2022", "9 tháng đầu năm 2022"),
        ("In the first nine months of 2014", "9 tháng đầu năm 2014"),
        ("last 6 months of 2014", "6 tháng cuối năm 2014"),
        ("first quarter of 2022", "quý I/2022"),
        ("full year 2021", "năm 2021"),
        ("from January to May 2022", "5 tháng đầu năm 2022"),
    ],
)
def test_period_is_read_as_the_press_prints_it(text: str, label: str) -> None:
    assert read_period(text).label() == label


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("cuối năm 2014", "2014-12-31"),
        ("tính đến cuối năm 2014", "2014-12-31"),
        ("đến hết năm 2014", "2014-12-31"),
        ("hết quý III/2024", "2024-09-30"),
        ("đến hết tháng 9/2010", "2010-09-30"),
        ("đến tháng 9/2024", "2024-09-30"),
        ("đến tháng 2/2024", "2024-02-29"),
        ("đến ngày 6/12/2021", "2021-12-06"),
        ("đến 6/12/2021", "2021-12-06"),
        ("end of September 2010", "2010-09-30"),
        ("by the end of 2014", "2014-12-31"),
        ("as of September 2024", "2024-09-30"),
    ],
)
def test_what_says_up_to_when_is_its_last_day(text: str, date: str) -> None:
    assert read_period(text) == day(dt.date.fromisoformat(date))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("4 tháng đầu năm", "4 tháng đầu năm 2019"),
        ("6 tháng cuối năm", "6 tháng cuối năm 2019"),
        ("quý I", "quý I/2019"),
        ("tháng 5", "tháng 5/2019"),
        ("cả năm", "năm 2019"),
        ("cuối năm", "cuối năm 2019"),
        ("đến hết tháng 9", "ngày 30/9/2019"),
        ("từ tháng 1 đến tháng 5", "5 tháng đầu năm 2019"),
        ("first half", "6 tháng đầu năm 2019"),
        ("năm 2018", "năm 2018"),
        ("từ 15/12/2017 đến 14/6/2018", "từ 15/12/2017–14/6/2018"),
    ],
)
def test_known_year_completes_a_period_without_one(text: str, label: str) -> None:
    assert read_period(text, year=2019).label() == label


@pytest.mark.parametrize("text", ["4 tháng đầu năm", "quý I", "cả năm", "cuối năm", "tháng 5"])
def test_period_without_its_year_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriod) as refusal, override("en"):
        read_period(text)
    with override("en"):
        assert str(refusal.value) == (
            f"“{text}” does not say its year: write for example 4 tháng đầu năm 2019."
        )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đến nay",
        "hằng năm",
        "những tháng cuối năm 2010",
        "13 tháng đầu năm 2019",
        "0 tháng đầu năm 2019",
        "quý V/2022",
        "tháng 13/2022",
        "2020-2016",
        "từ tháng 9 đến tháng 5/2022",
    ],
)
@pytest.mark.parametrize("known", [None, 2019])
def test_what_names_no_period_is_refused_with_examples(text: str, known: int | None) -> None:
    with pytest.raises(NotAPeriod) as refusal:
        read_period(text, year=known)
    with override("en"):
        assert str(refusal.value) == (
            f"“{text}” names no period: write for example 4 tháng đầu năm 2019, quý I/2022 or "
            "cuối năm 2014."
        )


@pytest.mark.parametrize("text", ["ngày 31/2/2022", "đến ngày 31/2/2022"])
def test_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(NotADate) as refusal:
        read_period(text)
    assert refusal.value.params == {"date": "31/2/2022"}


@given(st.text("tháng quýnămđếntừcuối0129/–-IV. ", max_size=24), st.none() | years)
def test_anything_typed_is_a_period_or_refused(text: str, known: int | None) -> None:
    try:
        period = read_period(text, year=known)
    except Unreadable:
        return
    assert read_period(period.label()) == period


# Periods before


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (year(2026), year(2025)),
        (first_months(2026, 6), first_months(2025, 6)),
        (first_months(2024, 2), first_months(2023, 2)),
        (first_months(2025, 2), first_months(2024, 2)),
        (
            Period(dt.date(2023, 12, 15), dt.date(2024, 6, 15)),
            Period(dt.date(2022, 12, 15), dt.date(2023, 6, 15)),
        ),
        (Period(dt.date(2024, 2, 29), dt.date(2024, 3, 1)), None),
    ],
)
def test_year_before(period: Period, before: Period | None) -> None:
    assert year_before(period) == before


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (year(2026), year(2025)),
        (first_months(2026, 6), Period(dt.date(2025, 7, 1), dt.date(2026, 1, 1))),
        (first_months(2026, 3), Period(dt.date(2025, 10, 1), dt.date(2026, 1, 1))),
        (first_months(2026, 1), Period(dt.date(2025, 12, 1), dt.date(2026, 1, 1))),
        (first_months(2026, 9), None),
        (day(dt.date(2026, 1, 1)), None),
        (Period(dt.date(2016, 1, 1), dt.date(2021, 1, 1)), None),
    ],
)
def test_period_before(period: Period, before: Period | None) -> None:
    assert period_before(period) == before


@pytest.mark.parametrize(
    ("period", "whole"),
    [
        (first_months(2026, 4), year(2026)),
        (year(2026), year(2026)),
        (day(dt.date(2025, 12, 31)), year(2025)),
        (Period(dt.date(2025, 12, 15), dt.date(2026, 6, 15)), None),
    ],
)
def test_year_of(period: Period, whole: Period | None) -> None:
    assert year_of(period) == whole
