"""What holds for every public page: who reads it, what it never shows, what it costs."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import gettext as _
from django.views.defaults import permission_denied

from accounts.access import is_public
from conferences.actions import publish
from conferences.enums import (
    CommendationKind,
    DocumentKind,
    Fact,
    PointKind,
    PresenceKind,
    Role,
)
from conferences.models import (
    Appearance,
    Commendation,
    Conference,
    Document,
    Memorandum,
    Pact,
    Person,
    Point,
    Presence,
)
from portal.views import Gallery, Glossary
from provinces.actions import keep, retire
from tests.reading import FILES, PAGES, PARTS, TABLES, read
from tests.register import (
    attest,
    clerk_thanh_hoa,
    conference,
    figure,
    handover,
    ministry_reader,
    north_central,
    organisation,
    participation,
    proposal,
    province,
    region,
    registrar,
    series,
    source,
)

pytestmark = pytest.mark.django_db

each_page = pytest.mark.parametrize("address", PAGES.values())


def public_names(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from public_names(entry)
        elif isinstance(entry, URLPattern) and is_public(entry.callback):
            yield entry.name


def test_no_public_page_is_forgotten_here():
    assert set(public_names(get_resolver())) == {*PAGES, *FILES, *PARTS, *TABLES}


@each_page
def test_page_has_a_title_and_a_heading(client, address):
    north_central()
    page = read(client.get(address))
    site = _("Industry and Trade Conference Database")
    name, _dot, rest = page.one("head").one("title").text.partition(" · ")
    assert (bool(name), rest) == (True, site if address != "/" else "")
    assert page.one("main").one("h1").text != ""


def test_pages_say_where_they_stand(client):
    north_central()
    steps = {}
    for name, address in PAGES.items():
        crumbs = read(client.get(address)).all("nav", "crumbs")
        steps[name] = [step.text for nav in crumbs for step in nav.all("li")]
    held, places, figures = _("Conferences"), _("Provinces and cities"), _("Figures")
    assert steps == {
        "home": [],
        "conference_list": [held],
        "conference_detail": [
            held,
            "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ",
            _("Edition %(edition)s (%(year)s)") % {"edition": "X", "year": 2022},
        ],
        "series_list": [_("Conference series")],
        "series_detail": [
            _("Conference series"),
            "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ",
        ],
        "province_list": [places],
        "province_detail": [places, "Thanh Hóa"],
        "region_list": [places, _("Regions")],
        "region_detail": [places, _("Regions"), "6 tỉnh Bắc Trung Bộ"],
        "indicator_list": [figures],
        "indicator_detail": [figures, "Tổng mức bán lẻ hàng hóa"],
        "compare": [figures, _("Compare")],
        "correction_list": [figures, _("Corrections")],
        "check_list": ["Số liệu", "Đối chiếu số liệu"],
        "proposal_list": [_("Proposals")],
        "source_list": [_("Sources")],
        "source_detail": [
            _("Sources"),
            "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022",
        ],
        "glossary": [_("Glossary")],
        "search": [_("Search")],
        "calendar": [_("Calendar")],
        "organisation_list": [_("Organisations")],
        "organisation_detail": [_("Organisations"), "Sở Công Thương Thanh Hóa"],
    }


@each_page
def test_closed_register_opens_no_page_without_login(client, settings, address):
    settings.PORTAL_REQUIRE_LOGIN = True
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/login/?next={address}")


@each_page
def test_closed_register_opens_after_login(client, settings, address):
    north_central()
    settings.PORTAL_REQUIRE_LOGIN = True
    client.force_login(clerk_thanh_hoa())
    assert client.get(address).status_code == 200


def test_login_leads_back_to_the_page_asked_for(client, settings):
    settings.PORTAL_REQUIRE_LOGIN = True
    user = clerk_thanh_hoa()
    user.set_password("cong-thuong-2022")
    user.save()
    typed = {"username": "clerk_thanh_hoa", "password": "cong-thuong-2022", "next": "/series/"}
    response = client.post("/login/", typed)
    assert (response.status_code, response["Location"]) == (302, "/series/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@each_page
def test_page_answers_no_method_that_writes(client, address, method):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/conferences/bac-trung-bo/xx-2042/",
        "/conferences/khong-co/x-2022/",
        "/series/khong-co/",
        "/provinces/khong-co/",
        "/regions/khong-co/",
        "/indicators/khong-co/",
        "/sources/khong-co/",
        "/khong-co/",
    ],
)
def test_unknown_address_shows_a_page_with_the_next_step(client, address):
    north_central()
    response = client.get(address)
    page = read(response)
    assert response.status_code == 404
    assert page["lang"] == "vi"
    assert page.one("h1").text == _("Page not found")
    assert page.one("main").links == {_("Find a conference"): "/conferences/", _("Home page"): "/"}


# What is not public


@pytest.fixture
def secret() -> Conference:
    """A draft of whose every part the word "Mật" would tell."""
    north = north_central()
    host = north.units["nghe-an"]
    draft = conference(
        north.series,
        dt.date(2030, 5, 1),
        draft=True,
        edition=17,
        title="Hội nghị Mật",
        summary="Tóm tắt Mật",
        venue="Nhà Mật",
        host=host,
        region=north.region,
    )
    said = {"conference": draft, "source": north.article}
    attest(draft, Fact.HOST, "tại nơi Mật", "nghe-an")
    handover(draft, north.units["ha-tinh"], giver="Sở Mật", edition=18, year=2031)
    participation(draft, north.units["ha-tinh"])
    body = organisation("co-quan", "Cơ quan Mật")
    proposal("Kiến nghị Mật", asked_by=body, addressed_to=body, conference=draft)
    keep(record=Point(kind=PointKind.RESULT, text="Kết quả Mật", **said), by=registrar())
    keep(record=Appearance(office="Đại diện Mật", role=Role.SPOKE, **said), by=registrar())
    for place in ({"region": north.region}, {"province": host}, {"conference": draft}):
        reported = {"reported_at": draft, "note": "Số liệu Mật"}
        figure("retail_goods", "777.77", "ty-dong", **place, **reported)
    return draft


# What each page of PAGES would tell of the draft.
TELLS = {
    "/": "Hội nghị Mật",
    "/conferences/": "Hội nghị Mật",
    "/conferences/?q=mat": "Hội nghị Mật",
    "/series/bac-trung-bo/": "Hội nghị Mật",
    "/provinces/nghe-an/": "Hội nghị Mật",
    "/provinces/ha-tinh/": "Hội nghị Mật",
    "/regions/bac-trung-bo-6/": "Hội nghị Mật",
    "/indicators/retail_goods/": "777,77 tỷ đồng",
    "/proposals/": "Kiến nghị Mật",
    "/search/?q=mat": "Hội nghị Mật",
    "/search/?q=kien+nghi+mat": "Kiến nghị Mật",
    "/calendar/": "2031",
    "/organisations/": "Cơ quan Mật",
    "/sources/bao-thanh-hoa-2022/": "tại nơi Mật",
}


def words_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return read(response).one("main").text


def told(client: Client, *secrets: str) -> dict[str, list[str]]:
    """Address → the secrets that its page tells, of all pages that would."""
    found = {}
    for address in {**TELLS, **dict.fromkeys(PAGES.values())}:
        words = words_of(client, address)
        if heard := [one for one in secrets if one in words]:
            found[address] = heard
    return found


@pytest.mark.parametrize("address", TELLS)
def test_draft_is_told_of_to_who_may_see_it(client, secret, address):
    client.force_login(ministry_reader())
    assert TELLS[address] in words_of(client, address)


def test_draft_is_told_of_to_nobody_else(client, secret):
    client.force_login(clerk_thanh_hoa())
    assert told(client, "Mật", "777,77", "XVII", "2030", "2031") == {}


def test_retired_conference_is_told_of_to_nobody(client, secret):
    publish(conference=secret, by=registrar())
    assert told(client, "Mật") != {}
    retire(record=secret, by=registrar(), reason="Không có thật.")
    client.force_login(ministry_reader())
    assert told(client, "Mật", "777,77", "XVII", "2030", "2031") == {}


@pytest.mark.parametrize("address", ["/", "/conferences/", "/series/", "/provinces/", "/regions/"])
def test_draft_is_not_counted(client, address):
    north = north_central()
    before = words_of(client, address)
    conference(
        north.series,
        dt.date(2021, 5, 1),
        draft=True,
        host=north.units["nghe-an"],
        region=north.region,
    )
    assert words_of(client, address) == before


# What a page costs: its queries, by name, the same for one row and for three


PLACES = "every unit, for who is now part of whom"
CONFERENCE_PARTS = [
    *("handover", "attestations", "people", "organisations", "participants", "points"),
    *("memoranda", "pacts", "awards", "documents", "proposals"),
]
# Where figures are shown, with what is checked beside them.
FIGURES = [
    "figures",
    *("indicators akin", "figures beside them", "what adds up", "memberships of regions"),
    "names of those that take part",
]
CHOICES = ["series to choose from", "regions to choose from", "hosts to choose from"]
COSTS = {
    "/": [
        *(PLACES, "hostings by unit", "units of today"),
        *("conferences of flag series", "their handovers", "coming", "latest"),
        *("counts of the register", "count of figures", "tiles"),
    ],
    "/conferences/": ["a page of conferences", PLACES, "their number", *CHOICES],
    "/conferences/?series=so-0&region=so-0&host=so-0&q=Chuoi": [
        *("the series asked for", "the region asked for", "the host asked for"),
        *("every unit, for words in their names", "other spellings"),
        "every unit, for the host's kindred",
        *("a page of conferences", PLACES, "their number", *CHOICES),
    ],
    "/conferences/bac-trung-bo/x-2022/": [
        *("the conference", *CONFERENCE_PARTS, PLACES),
        *("conferences of the series", "their handovers", "members", *FIGURES, "tiles"),
    ],
    "/series/": ["series with their counts"],
    "/series/bac-trung-bo/": [
        *("the series", "its predecessors", PLACES),
        *("its conferences", "their handovers", "members of the latest region"),
    ],
    "/provinces/": ["units of the day", "hostings by unit", PLACES, "tiles"],
    "/provinces/so-0/": [
        *("the unit", "other spellings", "regions", PLACES),
        *("hosted", "attended", *FIGURES[:-2], "flags received"),
    ],
    "/regions/": ["conferences by region", "regions"],
    "/regions/bac-trung-bo-6/": [
        *("the region", "its predecessors", "memberships", PLACES, "members on the day", "tiles"),
        *("conferences", *FIGURES, "which sums are the latest"),
    ],
    "/indicators/": ["indicators with their counts"],
    "/indicators/clusters/": [
        *("the indicator", "breakdowns", "a page of figures", PLACES, "regions", "their members"),
        *("which figures it has", "those to draw", "its statements", "what adds up", "tiles"),
        *FIGURES[1:4],
    ],
    "/compare/": [
        *("periods", "indicators with their counts", PLACES, "regions", "their members"),
        *("examples", "places with figures"),
    ],
    "/compare/?indicator=clusters&place=so-0&place=so-1&place=so-2&place=so-khong-co": [
        *("periods", "indicators with their counts", PLACES, "regions", "their members"),
        *("figures asked for", "places with figures"),
    ],
    "/corrections/": ["a page of corrections"],
    "/checks/": ["regions with figures", "figures", "what adds up", "memberships of regions"],
    "/proposals/": ["a page of proposals", "their number", "askers", "addressees"],
    "/sources/": ["a page of sources"],
    "/sources/bao-thanh-hoa-2022/": [
        *("the source", "left out", PLACES, "conferences it speaks of", "these conferences"),
        *(*FIGURES, "proposals", "what it prints"),
    ],
    "/glossary/": [],
    "/search/?q=thanh+hoa": [
        *(PLACES, "other spellings", "regions", "series", "indicators"),
        *("conferences", "other names of bodies", "bodies", "bodies as printed"),
        *("people", "people in office", "proposals", "points", "sources"),
    ],
    "/calendar/": [
        *(PLACES, "conferences of flag series", "their handovers"),
        *("what comes", "what has passed", "series with their counts"),
    ],
    "/organisations/": ["every body", "conferences that name them", PLACES],
    "/organisations/so-0/": [
        *("every body", PLACES, "a page of conferences that name it"),
        *("how else it is written", "proposals"),
    ],
}


def more(numbers: range) -> None:
    """For each number one more of everything that a page lists, under names of its own."""
    x_2022 = Conference.objects.get(slug="x-2022")
    asked = organisation(f"cuc-{numbers.start}", "Cục")
    for number in numbers:
        key = f"so-{number}"
        host = province(key, code=f"{50 + number}", name=f"Tỉnh {number}", short=f"T{number}")
        person, body = Person(name=f"Người {number}"), organisation(key, f"Sở {number}")
        keep(record=person, by=registrar())
        held_in, paper = region(key, host), source(key)
        held = conference(
            series(key, name=f"Chuỗi {number}"), dt.date(2020, 5, 1), host=host, region=held_in
        )
        again = conference(
            x_2022.series, dt.date(2014 + number, 5, 1), host=host, region=x_2022.region
        )
        handover(held, host, reason="Đăng cai tiếp.", source=paper)
        said = {"conference": x_2022, "source": paper}
        attest(again, Fact.HOST, "tại", host.key)
        attest(x_2022, Fact.VENUE, f"Nhà {number}", source=paper)
        participation(x_2022, host, source=paper)
        for origin in (paper, source()):
            proposal(
                "Hỗ trợ.",
                asked_by=body,
                addressed_to=asked,
                response="Ghi nhận.",
                responded_by=body,
                conference=x_2022,
                source=origin,
            )
        for part in (
            Appearance(person=person, role=Role.SPOKE, **said),
            Presence(organisation=body, printed=body.name, kind=PresenceKind.ATTENDED, **said),
            Point(kind=PointKind.RESULT, text="Tăng.", speaker=person, **said),
            Memorandum(subject="Kết nối", **said),
            Pact(parties="Các Sở", **said),
            Commendation(kind=CommendationKind.MERIT, recipients="Các Sở", **said),
            Document(kind=DocumentKind.PLAN, abstract="Kế hoạch", **said),
        ):
            keep(record=part, by=registrar())
        for period_in in (x_2022, again):
            figure(
                "clusters",
                "48",
                "cum-cong-nghiep",
                province=host,
                reported_at=period_in,
                source=source(f"{key}-{period_in.pk}"),
            )
        figure(
            "export",
            f"{number}.5",
            "trieu-usd",
            region=x_2022.region,
            reported_at=again,
            source=paper,
        )


@pytest.mark.parametrize("address", COSTS)
def test_page_costs_the_same_queries_for_one_row_and_for_three(
    client, django_assert_num_queries, address
):
    north_central()
    more(range(1))
    with django_assert_num_queries(len(COSTS[address])):
        first = client.get(address)
    more(range(1, 3))
    with django_assert_num_queries(len(COSTS[address])):
        second = client.get(address)
    assert (first.status_code, second.status_code) == (200, 200)


def test_every_page_has_its_cost():
    assert {resolve(address.split("?")[0]).url_name for address in COSTS} == set(PAGES)


# When something goes wrong


def test_refused_request_is_answered_in_words(client):
    response = client.get("/", headers={"host": "example.com"})
    page = read(response)
    assert (response.status_code, page.one("h1").text) == (400, _("Request not understood"))
    assert page.one("main").links == {_("Home page"): "/"}


def test_forbidden_page_says_whom_to_ask(rf):
    page = read(permission_denied(rf.get("/"), PermissionDenied()))
    assert page.one("h1").text == _("No access")
    assert page.one("main").links == {_("Home page"): "/"}


def test_broken_page_is_vietnamese_and_needs_no_database(client, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Glossary, "get_context_data", fails)
    client.raise_request_exception = False
    response = client.get("/glossary/")
    page = read(response)
    assert (response.status_code, page["lang"]) == (500, "vi")
    assert page.one("main").has("a", href="/")


def test_gallery_shows_every_component(rf):
    request = rf.get("/components/")
    request.user = AnonymousUser()
    page = read(Gallery.as_view()(request).render())
    assert len(page.one("main").headings) >= 15


def test_logged_out_reader_is_led_back(client):
    client.force_login(clerk_thanh_hoa())
    page = read(client.post("/logout/"))
    assert page.one("main").links[_("Home page")] == "/"
