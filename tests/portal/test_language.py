"""Vietnamese is the default language, English is chosen by the person."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from conferences.enums import Status
from tests.reading import PAGES, Element, read
from tests.register import (
    NorthCentral,
    conference,
    north_central,
    organisation,
    proposal,
    series,
)
from vietnamese.dates import format_date

pytestmark = pytest.mark.django_db

X_2022 = "/conferences/bac-trung-bo/x-2022/"
TITLE = "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022"
SERIES = "Industry and trade conference of the North Central provinces"


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


@pytest.fixture
def english(client: Client) -> Client:
    """The browser of somebody who has chosen English."""
    client.post("/language/", {"language": "en", "next": "/"})
    return client


def page(client: Client, address: str) -> Element:
    return read(client.get(address))


@pytest.mark.parametrize("preferred", ["en-US,en;q=0.9", "fr", ""])
def test_first_visit_is_vietnamese_whatever_the_browser_prefers(client, preferred):
    response = client.get("/", headers={"accept-language": preferred})
    assert (read(response)["lang"], response["Content-Language"]) == ("vi", "vi")


def test_sections_have_the_names_of_the_office(client):
    assert page(client, "/").one("nav", "nav").items == [
        "Hội nghị",
        "Chuỗi hội nghị",
        "Tỉnh, thành phố",
        "Số liệu",
        "Kiến nghị",
    ]


def test_english_is_chosen_by_a_form_and_leads_back(client, north):
    form = page(client, f"{X_2022}?a=1").one("form", action="/language/")
    chosen = {
        "language": form.one("button")["value"],
        "next": form.one("input", name_="next")["value"],
    }
    assert (form["method"], form.one("button")["lang"]) == ("post", "en")
    response = client.post(form["action"], chosen)
    assert (response.status_code, response["Location"]) == (302, f"{X_2022}?a=1")
    assert page(client, X_2022)["lang"] == "en"


def test_vietnamese_is_chosen_back(english):
    english.post("/language/", {"language": "vi", "next": "/"})
    assert page(english, "/")["lang"] == "vi"


def test_language_is_not_changed_by_a_link(client):
    client.get("/language/?language=en")
    assert page(client, "/")["lang"] == "vi"


def test_unknown_language_is_not_kept(client):
    client.post("/language/", {"language": "fr", "next": "/"})
    assert page(client, "/")["lang"] == "vi"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:1"])
def test_language_form_does_not_lead_to_another_site(client, elsewhere):
    response = client.post("/language/", {"language": "en", "next": elsewhere})
    assert response["Location"] == "/"


# What stands on an English page


@pytest.mark.parametrize("address", PAGES.values())
def test_page_is_english_to_who_chose_it(english, north, address):
    shown = page(english, address)
    assert shown["lang"] == "en"
    assert shown.one("nav", "nav").items == [
        "Conferences",
        "Conference series",
        "Provinces and cities",
        "Figures",
        "Proposals",
    ]


def test_english_conference_has_english_names_and_keeps_the_title_as_printed(english, north):
    main = page(english, X_2022).one("main")
    assert main.one("h1").text == f"{SERIES}, edition X (2022)"
    printed = main.all("p", "quiet")[0].one("span", lang="vi")
    assert printed.text == TITLE
    glance = main.section("At a glance").terms
    assert glance["Date"] == "13 May 2022 press only"
    assert glance["Host"] == "Thanh Hoa press only"
    assert glance["Region"] == "Six North Central provinces"


def test_english_figures_have_english_indicators_units_and_numbers(english, north):
    figures = page(english, X_2022).one("main").section("Figures")
    quarter, six = "Q1 2022", "Six North Central provinces"
    (checks,) = [row[0] for row in figures.rows if row[0].startswith("Checks: ")]
    assert checks.startswith(
        "Checks: 1 agrees Agrees share of the whole country, Six North Central provinces, Q1 2022: "
        "7.97% Recomputed: 7.97% (between 7.97% and 7.98%). "
    )
    assert [row for row in figures.rows if row[0] != checks] == [
        ["Retail sales of goods"],
        [
            *("value", six, "2021", "Actual"),
            *("370,461 billion đồng printed: 370.461 tỷ đồng", ""),
        ],
        [
            *("value", six, quarter, "Estimate"),
            *("105,091 billion đồng printed: 105.091 tỷ đồng", ""),
        ],
        [
            *("share of the whole country", six, quarter, "Estimate"),
            *("7.97% printed: 7,97%", ""),
        ],
        [
            *("value", "whole country", quarter, "Estimate"),
            "1.318 quadrillion đồng = 1,318,000 billion đồng printed: 1,318 triệu tỷ đồng",
            "",
        ],
        ["Export turnover"],
        [
            *("value", six, "2021", "Actual"),
            *("11.28 billion USD = 11,280 million USD printed: 11,28 tỷ USD", ""),
        ],
    ]
    assert {quote["lang"] for quote in figures.all("q")} == {"vi"}


def test_english_page_marks_what_is_written_in_vietnamese(english, north):
    north.x_2022.summary, north.x_2022.venue = "Sáu tỉnh họp tại Thanh Hóa.", "Nhà hát Lam Sơn"
    north.x_2022.save()
    ministry = organisation("bct", "Bộ Công Thương", name_en="Ministry of Industry and Trade")
    said = {"asked_by": ministry, "addressed_to": ministry, "conference": north.x_2022}
    proposal("Hỗ trợ chợ.", response="Ghi nhận.", responded_by=ministry, **said)
    main = page(english, X_2022).one("main")
    in_vietnamese = [one.text for one in main.all(lang="vi")]
    for text in (
        *("Sáu tỉnh họp tại Thanh Hóa.", "Hỗ trợ chợ.", "Ghi nhận.", TITLE, "lần thứ X"),
        *("Nhà hát Lam Sơn", "Đại diện lãnh đạo Sở Công thương Thanh Hóa"),
    ):
        assert text in in_vietnamese
    asked, *_rest = main.one("article", "proposal").all("p")
    assert asked.text == "Ministry of Industry and Trade → Ministry of Industry and Trade"


def test_english_archipelagos_have_their_names_in_full(english, north):
    drawing = page(english, X_2022).one("figure", "map")
    islands = [tile["aria-label"] for tile in drawing.all("a") if "archipelago" in tile.text]
    assert islands == ["Hoang Sa archipelago (Da Nang)", "Truong Sa archipelago (Khanh Hoa)"]


def test_english_filters_and_states_are_english(english, north):
    conference(series("xa", name_en="Far"), dt.date(2027, 5, 1), status=Status.PLANNED)
    main = page(english, "/conferences/?status=planned").one("main")
    assert main.chips == {"Status: Planned": "?"}
    assert main.one("li", "entry").one("span", "tag").text == "Planned"
    assert [label.text for label in main.one("form").all("label")] == [
        *("Words", "Conference series", "Theme", "Region", "Host"),
        *("From year", "To year", "Status"),
    ]


def test_english_day_is_understood_day_first(english, north):
    shown = page(english, "/provinces/?on=5/6/2024").one("main")
    assert shown.one("p", "head__lead").text == "9 units on 5 June 2024"


def test_vietnamese_page_has_no_english_labels(client, north):
    words = page(client, X_2022).one("main").text
    assert [one for one in ("Figures", "Sources", "Edition", "Host", "value") if one in words] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_citation_says_the_day_in_the_readers_way(client, north, language):
    client.post("/language/", {"language": language})
    cited = page(client, X_2022).one("p", "cite").text
    assert format_date(timezone.localdate(), "day", language) in cited
