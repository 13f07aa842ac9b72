"""The numbered sources of one page, rule C6."""

import datetime as dt

import pytest
from django.utils import translation

from conferences.citing import SourceNumbers, describe
from conferences.enums import Rank
from conferences.models import Source
from tests import register

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Source:
    return register.source()


@pytest.fixture
def report() -> Source:
    return register.source("bao-cao-hoi-nghi", rank=Rank.REPORT)


def test_sources_are_numbered_in_the_order_in_which_they_are_needed(article, report) -> None:
    numbers = SourceNumbers()
    needed = [numbers.mark(source)["number"] for source in (report, article, report)]
    listed = [(row["number"], row["title"]) for row in numbers.listing()]
    assert (needed, listed) == ([1, 2, 1], [(1, report.title), (2, article.title)])


def test_source_read_twice_is_one_source(article) -> None:
    numbers = SourceNumbers()
    again = Source.objects.get(pk=article.pk)
    assert [numbers.mark(source)["number"] for source in (article, again)] == [1, 1]


def test_page_without_sources_lists_none(db) -> None:
    assert SourceNumbers().listing() == []


def test_page_that_rests_on_the_press_alone_says_so(article, report) -> None:
    press, both, nothing = SourceNumbers(), SourceNumbers(), SourceNumbers()
    press.mark(article)
    both.mark(article)
    both.mark(report)
    assert [one.press_only for one in (press, both, nothing)] == [True, False, False]


@translation.override("en")
def test_source_is_described_in_words(article) -> None:
    article.author, article.published_on = "Lê Hợi", dt.date(2022, 5, 14)
    described = describe(article)
    told = {name: described[name] for name in ("publisher", "date", "rank", "press_only", "lang")}
    assert told == {
        "publisher": "Báo Thanh Hóa (baothanhhoa.vn), Lê Hợi",
        "date": "14 May 2022",
        "rank": "press",
        "press_only": True,
        "lang": "vi",
    }


@translation.override("en")
def test_source_without_title_or_day_is_named_by_its_key() -> None:
    described = describe(Source(key="bao", publisher="Báo", rank=Rank.STATE))
    assert (described["title"], described["date"], described["press_only"]) == (
        "Untitled (bao)",
        "",
        False,
    )
