"""Pages that begin after a row, not at an offset."""

import datetime as dt
from itertools import chain

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from conferences.enums import Status, Theme
from conferences.models import Conference, Series, Source
from conferences.paging import KeysetPage, paginate
from tests import register

BY_DATE = ("-starts_on", "-pk")
BY_SERIES = ("series__position", "series__pk", "-starts_on", "-pk")
ORDERS = (BY_DATE, BY_SERIES, ("starts_on", "pk"))
pytestmark = pytest.mark.django_db

DAYS = [dt.date(2022, 5, 13), dt.date(2022, 5, 14), dt.date(2024, 5, 13)]


def page(address: str, *, order=BY_DATE, size: int = 2, rows=None) -> KeysetPage:
    """The page that an address asks for: "?after=…"."""
    rows = Conference.objects.all() if rows is None else rows
    return paginate(rows, order=order, query=QueryDict(address.removeprefix("?")), size=size)


def walk(address: str, direction: str, **asked) -> list[list[int]]:
    """The keys of page after page, from an address to the end of the list."""
    found = []
    while address is not None:
        shown = page(address, **asked)
        found.append([row.pk for row in shown])
        address = getattr(shown, f"{direction}_url")
    return found


def last_address(**asked) -> str:
    address = ""
    while (following := page(address, **asked).next_url) is not None:
        address = following
    return address


def meetings(days: list[dt.date], series: Series) -> None:
    """Bare rows: only their order counts here."""
    Conference.objects.bulk_create(
        Conference(series=series, slug=f"{index}", starts_on=day, status=Status.HELD)
        for index, day in enumerate(days)
    )


@settings(max_examples=25)
@given(
    st.lists(st.lists(st.sampled_from(DAYS), max_size=6), min_size=1, max_size=3),
    st.integers(1, 4),
    st.sampled_from(ORDERS),
)
def test_walking_visits_every_row_once_in_order_both_ways(
    days: list[list[dt.date]], size: int, order: tuple[str, ...]
) -> None:
    """Whatever rows share a day, or series a place in the list."""
    Conference.objects.all().delete()
    Series.objects.all().delete()
    for number, own in enumerate(days):
        row = Series(key=f"chuoi-{number}", theme=Theme.INDUSTRY_TRADE, position=number // 2)
        row.save()
        meetings(own, row)
    whole = list(Conference.objects.order_by(*order).values_list("pk", flat=True))

    forwards = walk("", "next", order=order, size=size)
    backwards = walk(last_address(order=order, size=size), "previous", order=order, size=size)

    assert (list(chain(*forwards)), list(chain(*reversed(backwards)))) == (whole, whole)


@pytest.fixture
def five() -> list[Conference]:
    """Five conferences, latest first; the second and third on one day."""
    days = [DAYS[2], DAYS[1], DAYS[1], DAYS[0], DAYS[0]]
    meetings(days, register.series())
    return list(Conference.objects.order_by(*BY_DATE))


def test_first_page_has_no_page_before_it(five) -> None:
    first = page("")
    assert (list(first), first.previous_url, len(first)) == (five[:2], None, 2)


def test_last_page_has_no_page_after_it(five) -> None:
    last = page(last_address())
    assert (list(last), last.next_url) == (five[4:], None)


def test_page_begins_after_a_row_of_the_same_day(five) -> None:
    assert list(page(page("").next_url)) == five[2:4]


def test_page_before_another_ends_where_it_begins(five) -> None:
    second = page(page("").next_url)
    assert list(page(second.previous_url)) == five[:2]


def test_address_names_the_row_by_what_orders_it(five) -> None:
    assert page("").next_url == f"?after=2022-05-14~{five[1].pk}"


def test_address_keeps_the_filters_and_drops_the_old_mark(five) -> None:
    mark = f"2024-05-13~{five[0].pk}"
    shown = page(f"?q=hue&q=tinh&after={mark}&before={mark}")
    assert shown.next_url == f"?q=hue&q=tinh&after=2022-05-14~{five[2].pk}"


def test_mark_of_a_row_that_is_gone_still_reads(five) -> None:
    address = page("").next_url
    Conference.objects.filter(pk=five[1].pk).delete()
    assert list(page(address)) == five[2:4]


def test_list_on_one_page_is_whole(five) -> None:
    assert [page("", size=size).is_whole for size in (4, 5, 6)] == [False, True, True]


def test_empty_list_is_whole(db) -> None:
    shown = page("")
    assert (shown.rows, shown.is_whole) == ([], True)


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "~",
        "2022-05-14",
        "2022-05-14~1~1",
        "2022-02-31~1",
        "hôm qua~1",
        "2022-05-14~một",
        "2022-05-14~",
        "~1",
        "2022-05-14~1%00",
    ],
)
@pytest.mark.parametrize("direction", ["after", "before"])
def test_unreadable_mark_is_passed_over(five, direction: str, mark: str) -> None:
    assert list(page(f"?{direction}={mark}")) == five[:2]


def test_unreadable_mark_does_not_hide_a_readable_one(five) -> None:
    assert list(page(f"?after=x&before=2022-05-13~{five[3].pk}")) == five[1:3]


def test_number_beyond_any_key_reads_as_one(five) -> None:
    assert list(page(f"?after=2022-05-14~{'9' * 40}")) == five[1:3]


def test_text_that_no_database_holds_is_passed_over(db) -> None:
    sources = [register.source(key) for key in ("bao-a", "bao-b")]
    assert list(page("?after=%00", order=("key",), rows=Source.objects.all())) == sources


def test_page_is_read_in_one_query(five, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):  # the rows of the page and one more
        page("")


def test_order_by_what_is_no_column_is_an_error(five) -> None:
    with pytest.raises(ValueError, match="Conference cannot be paged by year"):
        page("?after=2022~1", order=("-year", "-pk"))
