from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.dates import NotADate, Precision, format_date, format_date_range, parse_date
from vietnamese.language import Language

X_THANH_HOA = date(2022, 5, 13)


@pytest.mark.parametrize(
    "text", ["13/5/2022", "13/05/2022", "13-5-2022", "13.5.2022", "2022-05-13", " 13/5/2022 "]
)
def test_parse_date_reads_the_day_first(text: str) -> None:
    assert parse_date(text) == X_THANH_HOA


def test_parse_date_of_5_6_is_the_fifth_of_june() -> None:
    assert parse_date("5/6/2022") == date(2022, 6, 5)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_parse_date_reads_what_format_date_writes(day: date) -> None:
    assert parse_date(format_date(day)) == day


@pytest.mark.parametrize("text", ["31/02/2022", "29-2-2023", "5/13/2022", "0/1/2022", "2022-02-30"])
def test_parse_date_of_a_day_no_calendar_has_says_so(text: str) -> None:
    with pytest.raises(NotADate) as refusal:
        parse_date(text)
    assert refusal.value.params == {"date": text}


@pytest.mark.parametrize(
    "text",
    ["", "13/5/22", "13/5-2022", "13/5", "5/2022", "2022", "2022/5/13", "20220513", "13 May 2022"],
)
def test_parse_date_of_another_shape_shows_an_example(text: str) -> None:
    with pytest.raises(NotADate) as refusal:
        parse_date(text)
    with translation.override("en"):
        assert str(refusal.value) == "Write day/month/year, e.g. 13/5/2022."


@pytest.mark.parametrize(
    ("precision", "language", "shown"),
    [
        ("day", "vi", "13/5/2022"),
        ("month", "vi", "tháng 5/2022"),
        ("year", "vi", "năm 2022"),
        ("day", "en", "13 May 2022"),
        ("month", "en", "May 2022"),
        ("year", "en", "2022"),
    ],
)
def test_format_date_says_no_more_than_is_known(
    precision: Precision, language: Language, shown: str
) -> None:
    assert format_date(X_THANH_HOA, precision, language) == shown


@pytest.mark.parametrize(
    ("first", "last", "vi", "en"),
    [
        (date(2018, 11, 21), date(2018, 11, 24), "21–24/11/2018", "21–24 November 2018"),
        (date(2018, 11, 29), date(2018, 12, 2), "29/11–2/12/2018", "29 November – 2 December 2018"),
        (date(2018, 12, 30), date(2019, 1, 2), "30/12/2018–2/1/2019",
         "30 December 2018 – 2 January 2019"),
        (date(2018, 11, 21), date(2019, 11, 24), "21/11/2018–24/11/2019",
         "21 November 2018 – 24 November 2019"),
        (X_THANH_HOA, X_THANH_HOA, "13/5/2022", "13 May 2022"),
    ],
)  # fmt: skip
def test_format_date_range_says_once_what_both_days_share(
    first: date, last: date, vi: str, en: str
) -> None:
    assert (format_date_range(first, last), format_date_range(first, last, "en")) == (vi, en)


def test_format_date_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="comes before first day"):
        format_date_range(date(2022, 5, 13), date(2022, 5, 12))
