"""Pages about conferences, series, proposals and sources, as a visitor reads them."""

import datetime as dt
from itertools import chain

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conferences.actions import change_slug, unpublish
from conferences.enums import (
    Fact,
    OmissionReason,
    PointKind,
    Precision,
    Rank,
    Role,
    Status,
    Subject,
    Theme,
)
from conferences.models import Appearance, Conference, Document, Omission, Person, Point, Source
from metrics.actions import choose_headline
from metrics.periods import year
from provinces.actions import keep, retire
from tests.reading import Element, read
from tests.register import (
    NorthCentral,
    administrator,
    attest,
    conference,
    figure,
    handover,
    ministry_reader,
    north_central,
    organisation,
    participation,
    proposal,
    registrar,
    series,
    source,
)

pytestmark = pytest.mark.django_db

X_2022 = "/conferences/bac-trung-bo/x-2022/"
TITLE = "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022"
TITLE_2024 = "Hội nghị ngành Công Thương 6 tỉnh Bắc Trung Bộ năm 2024"
SERIES = "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ"


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


@pytest.fixture
def ministry(client: Client) -> Client:
    """The browser of an officer who may see drafts."""
    client.force_login(ministry_reader())
    return client


def page(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return read(response)


def entries(page: Element) -> list[str]:
    """The titles of the conferences listed."""
    return [entry.one("a").text for entry in page.all("li", "entry")]


# A conference


def test_conference_says_where_when_and_what(client, north):
    main = page(client, X_2022).one("main")
    assert main.one("h1").text == TITLE
    assert main.one("p", "head__lead").text == " ".join(
        [
            _("Hosted by %(host)s, %(date)s") % {"host": "Thanh Hóa", "date": "13/5/2022"},
            str(Status.HELD.label),
        ]
    )
    assert main.section(_("At a glance")).terms == {
        _("Conference series"): SERIES,
        _("Edition"): f"X {_('press only')}",
        _("Date"): f"13/5/2022 {_('press only')}",
        _("Host"): f"Thanh Hóa {_('press only')}",
        _("Region"): "6 tỉnh Bắc Trung Bộ",
        _("Received the flag"): f"Thừa Thiên Huế {_('press only')} "
        + " · ".join(
            [
                north.handover.get_form_display(),
                _("edition %(edition)s") % {"edition": "XI"},
                "2023",
                _("now %(name)s") % {"name": "TP. Huế"},
            ]
        )
        + f" {capfirst(_('handed over by'))}: Đại diện lãnh đạo Sở Công thương Thanh Hóa",
    }


def test_conference_shows_each_figure_with_place_period_basis_and_source(client, north):
    main = page(client, X_2022).one("main")
    figures = main.section(_("Figures"))
    six, quarter = "6 tỉnh Bắc Trung Bộ", "quý I/2022"
    checks = _("Checks:")
    assert [row for row in figures.rows if not row[0].startswith(checks)] == [
        ["Tổng mức bán lẻ hàng hóa"],
        [_("value"), six, "năm 2021", "Thực hiện", "370.461 tỷ đồng", ""],
        [_("value"), six, quarter, "Ước thực hiện", "105.091 tỷ đồng", ""],
        [_("share of the whole country"), six, quarter, "Ước thực hiện", "7,97%", ""],
        [
            *(_("value"), _("whole country"), quarter, "Ước thực hiện"),
            *("1,318 triệu tỷ đồng = 1.318.000 tỷ đồng", ""),
        ],
        ["Kim ngạch xuất khẩu"],
        [_("value"), six, "năm 2021", "Thực hiện", "11,28 tỷ USD = 11.280 triệu USD", ""],
    ]
    assert [row.marks for row in figures.all("tr") if row.has("b")] == [[1]] * 5
    (listed,) = main.one("ol", "sources").all("li")
    assert (listed["id"], listed.one("a", lang="vi").text) == ("source-1", TITLE)


def test_conference_never_parts_a_number_from_its_unit(client, north):
    assert "<b>370.461\N{NO-BREAK SPACE}tỷ\N{NO-BREAK SPACE}đồng</b>" in (
        client.get(X_2022).content.decode()
    )


def test_conference_shows_contradicting_figures_side_by_side(client, north):
    said = {"region": north.region, "reported_at": north.x_2022, "position": 9}
    figure("retail_goods", "370500", "ty-dong", source=source("bao-khac"), **said)
    choose_headline(figure=north.figures[0], by=registrar())
    figures = page(client, X_2022).one("main").section(_("Figures"))
    heading, *_others = figures.all("tr", "group")
    assert heading.one("span", "tag--disputed").text == _("Sources disagree")
    assert [
        (row.one("b").text, row.marks, row.has("span", "tag--printed"))
        for row in figures.all("tr", "clash")
    ] == [("370.461 tỷ đồng", [1], True), ("370.500 tỷ đồng", [2], False)]


def test_conference_shows_a_figure_of_a_foreign_source_in_the_readers_words(client, north):
    english = source("vietnam-vn-2024-en")
    said = {"reported_at": north.in_2024, "printed": "over 4.5 billion USD", "source": english}
    figure("export", "4.5", "ty-usd", period=year(2023), qualifier="over", **said)
    figures = page(client, north.in_2024.get_absolute_url()).one("main").section(_("Figures"))
    quote = figures.one("q")
    assert figures.rows[1][4] == (
        f"trên 4,5 tỷ USD = 4.500 triệu USD {_('printed:')} over 4.5 billion USD"
    )
    assert quote["lang"] == "en"


def test_conference_marks_a_headline_that_sources_dispute(client, north):
    attest(north.x_2022, Fact.EDITION, "lần thứ XIII", "13", source=source("bao-khac"))
    main = page(client, X_2022).one("main")
    glance = main.section(_("At a glance"))
    assert glance.terms[_("Edition")] == f"X {_('sources disagree')}"
    assert main.section(_("What the sources print")).terms[capfirst(_("edition"))] == (
        "lần thứ X | lần thứ XIII"
    )


def test_conference_marks_a_headline_that_no_source_prints(client, north):
    north.x_2022.attestations.filter(field=Fact.HOST).delete()
    glance = page(client, X_2022).one("main").section(_("At a glance"))
    assert glance.terms[_("Host")] == f"Thanh Hóa {_('inferred')}"


def test_conference_shows_the_strip_of_the_flag(client, north):
    strip = page(client, X_2022).one("ol", "chain--strip")
    assert [step.attributes.get("aria-current") for step in strip.all("li")] == ["true", None]
    this, following = strip.items
    assert this == f"Thanh Hóa {_('Edition %(edition)s') % {'edition': 'X'}} · 13/5/2022"
    assert following == " ".join(
        [
            _("Records missing"),
            _("Handed to %(receiver)s; the conference it was for has no record yet.")
            % {"receiver": "Thừa Thiên Huế"},
            f"Thừa Thiên Huế {_('Edition %(edition)s') % {'edition': 'XI'}}",
            f"· {_('for %(year)s') % {'year': 2023}} · {_('now %(name)s') % {'name': 'TP. Huế'}}",
            _("No record yet of this conference."),
        ]
    )


def test_conference_leads_to_the_one_before_and_after(client, north):
    vi_2013 = conference(north.series, dt.date(2013, 6, 1), edition=6)
    links = {
        kind: [link["href"] for link in page(client, X_2022).all("a", rel=kind)]
        for kind in ("prev", "next")
    }
    assert links == {
        "prev": [vi_2013.get_absolute_url()],
        "next": [north.in_2024.get_absolute_url()],
    }


def test_conference_keeps_members_of_the_region_apart_from_who_was_there(client, north):
    participation(north.x_2022, north.units["ha-tinh"])
    main = page(client, X_2022).one("main")
    part_of = _("now part of %(name)s") % {"name": "Quảng Trị"}
    assert main.section(_("Provinces named as taking part")).items == ["Hà Tĩnh"]
    assert main.section(_("Members of the region, %(date)s") % {"date": "13/5/2022"}).items == [
        f"Thanh Hóa · {_('host')}",
        "Nghệ An",
        "Hà Tĩnh",
        f"Quảng Bình ({part_of})",
        "Quảng Trị",
        f"Thừa Thiên Huế ({_('now %(name)s') % {'name': 'TP. Huế'}})",
    ]


def test_conference_says_whether_the_list_of_participants_is_complete(client, north):
    participation(north.x_2022, north.units["ha-tinh"])
    doubt = _("As far as the sources name them; the list need not be complete.")

    def note() -> bool:
        part = page(client, X_2022).one("main").section(_("Provinces named as taking part"))
        return doubt in part.text

    assert note()
    north.x_2022.participants_complete = True
    keep(record=north.x_2022, by=registrar())
    assert not note()


def test_conference_map_shows_host_members_and_both_archipelagos(client, north):
    drawing = page(client, X_2022).one("figure", "map").one("svg", role="group")
    assert {tile["aria-label"]: tile.attributes.get("class", "") for tile in drawing.all("a")} == {
        f"TH: Thanh Hóa, {_('host')}": "host",
        f"NA: Nghệ An, {_('member of the region')}": "in",
        f"HT: Hà Tĩnh, {_('member of the region')}": "in",
        f"QB: Quảng Bình, {_('member of the region')}": "in",
        f"QT: Quảng Trị, {_('member of the region')}": "in",
        f"TTH: Thừa Thiên Huế, {_('member of the region')}": "in",
        "Quần đảo Hoàng Sa (TP. Đà Nẵng)": "",
        "Quần đảo Trường Sa (Khánh Hòa)": "",
    }


def test_conference_names_people_with_their_offices_in_the_order_printed(client, north):
    an = keep(record=Person(name="Đặng Hoàng An"), by=registrar())
    said = {"conference": north.x_2022, "source": north.article}
    for position, person, office, role in (
        (2, an, "Thứ trưởng Bộ Công Thương", Role.DIRECTED),
        (1, None, "Đại diện lãnh đạo Sở Công thương Hà Tĩnh", Role.SPOKE),
    ):
        row = Appearance(person=person, office=office, role=role, position=position, **said)
        keep(record=row, by=registrar())
    people = page(client, X_2022).one("main").section(_("People, with their offices at the time"))
    assert people.items == [
        f"Đại diện lãnh đạo Sở Công thương Hà Tĩnh · {Role.SPOKE.label}",
        f"Đặng Hoàng An, Thứ trưởng Bộ Công Thương · {Role.DIRECTED.label}",
    ]


def test_conference_does_not_show_a_hidden_name(client, north):
    person = Person(name="Đặng Hoàng An", hidden_at=timezone.now(), hidden_by=registrar())
    person.hidden_reason = "Theo đề nghị của đương sự."
    keep(record=person, by=registrar())
    said = {"conference": north.x_2022, "source": north.article}
    office = "Thứ trưởng Bộ Công Thương"
    shown = Appearance(person=person, printed_name="Đặng Hoàng An", office=office, **said)
    shown.role = Role.DIRECTED
    keep(record=shown, by=registrar())
    point = Point(kind=PointKind.DIRECTIVE, text="Rà soát quy hoạch chợ.", speaker=person, **said)
    keep(record=point, by=registrar())
    main = page(client, X_2022).one("main")
    assert "Đặng Hoàng An" not in client.get(X_2022).content.decode()
    assert main.section(_("People, with their offices at the time")).items == [
        f"{office} · {Role.DIRECTED.label}"
    ]
    assert main.section(PointKind.DIRECTIVE.label).items == ["Rà soát quy hoạch chợ."]


def test_conference_shows_points_under_their_kind_and_says_who(client, north):
    said = {"conference": north.x_2022, "source": north.article}
    for kind, text, by in (
        (PointKind.LIMITATION, "Hạ tầng thương mại miền núi còn thiếu.", ""),
        (PointKind.RESULT, "Bán lẻ tăng.", ""),
        (PointKind.RESULT, "Xuất khẩu tăng.", "Đại diện Sở Công Thương Nghệ An"),
    ):
        keep(record=Point(kind=kind, text=text, said_by=by, **said), by=registrar())
    main = page(client, X_2022).one("main")
    kinds = [PointKind.RESULT.label, PointKind.LIMITATION.label]
    assert [heading for heading in main.headings if heading in kinds] == kinds
    assert main.section(PointKind.RESULT.label).items == [
        "Bán lẻ tăng.",
        "Xuất khẩu tăng. — Đại diện Sở Công Thương Nghệ An",
    ]


def test_conference_lists_documents_with_number_date_and_address(client, north):
    paper = Document(conference=north.x_2022, source=north.article, kind="plan", number="12/KH-SCT")
    paper.issuer, paper.issued_on = "Sở Công Thương Thanh Hóa", dt.date(2022, 4, 1)
    paper.abstract, paper.url = "Kế hoạch tổ chức hội nghị", "https://sct.thanhhoa.gov.vn/12"
    keep(record=paper, by=registrar())
    documents = page(client, X_2022).one("main").section(_("Documents"))
    name = f"{capfirst(_('plan'))} 12/KH-SCT"
    assert documents.items == [
        f"{name}, 1/4/2022, Sở Công Thương Thanh Hóa: Kế hoạch tổ chức hội nghị"
    ]
    assert documents.links[name] == "https://sct.thanhhoa.gov.vn/12"


def test_conference_shows_its_proposals_with_the_response(client, north):
    asker = organisation("sct-nghe-an", "Sở Công Thương Nghệ An")
    ministry = organisation("bct", "Bộ Công Thương")
    said = {"asked_by": asker, "addressed_to": ministry, "conference": north.x_2022}
    proposal("Hỗ trợ hạ tầng chợ.", response="Ghi nhận.", responded_by=ministry, **said)
    proposal("Tăng vốn khuyến công.", **said)
    first, second = page(client, X_2022).one("main").all("article", "proposal")
    asked = "Sở Công Thương Nghệ An → Bộ Công Thương"
    assert first.text == f"{asked} Hỗ trợ hạ tầng chợ. {_('Response')} · Bộ Công Thương Ghi nhận."
    assert second.text == f"{asked} Tăng vốn khuyến công. {_('No response recorded.')}"


PRESS_ONLY = "Everything here rests on the press alone."


def test_conference_says_when_all_rests_on_the_press(client, north):
    sources = page(client, X_2022).one("main").section(_("Sources"))
    assert sources.one("p", "quiet").text == _(PRESS_ONLY)
    assert sources.one("span", "tag--press_only").text == Rank.PRESS.label


def test_conference_with_a_weightier_source_does_not_rest_on_the_press(client, north):
    site = source("arit-2022", title="Tin hội nghị", publisher="arit.gov.vn", rank=Rank.STATE)
    attest(north.x_2022, Fact.VENUE, "TP. Sầm Sơn", source=site)
    sources = page(client, X_2022).one("main").section(_("Sources"))
    assert _(PRESS_ONLY) not in sources.text
    assert sources.one("span", "tag--printed").text == Rank.STATE.label


def test_conference_marks_a_headline_known_from_the_press_alone(client, north):
    said = {"source": source("arit-2022", title="Tin hội nghị", rank=Rank.STATE)}
    attest(north.x_2022, Fact.HOST, "tỉnh Thanh Hóa", "thanh-hoa", **said)
    glance = page(client, X_2022).one("main").section(_("At a glance")).terms
    assert glance[_("Host")] == "Thanh Hóa"
    assert glance[_("Edition")] == f"X {_('press only')}"


def test_conference_with_holes_says_so(client):
    bare = conference(
        series(), dt.date(2015, 1, 1), precision=Precision.YEAR, title="Hội nghị năm 2015"
    )
    main = page(client, bare.get_absolute_url()).one("main")
    glance = main.section(_("At a glance")).terms
    assert glance[_("Host")] == _("Not recorded")
    assert glance[_("Edition")] == _("not numbered in the sources")
    assert glance[_("Date")] == f"năm 2015 {_('inferred')}"
    assert main.section(_("Figures")).text == _("No figures recorded yet.")
    assert main.section(_("Sources")).all("p")[0].text == _("No source recorded yet.")


def test_conference_can_be_cited_by_its_address(client, north):
    cited = page(client, X_2022).one("p", "cite").text
    assert cited.startswith(f"{TITLE}. ")
    assert f"http://testserver{X_2022} " in cited


def test_report_a_mistake_names_the_record_where_an_address_is_set(client, north, settings):
    words = _("Report a mistake")
    assert words not in page(client, X_2022).one("main").links
    settings.PORTAL_REPORT_ADDRESS = "dau.moi@moit.gov.vn"
    address = page(client, X_2022).one("main").links[words]
    assert address.startswith("mailto:dau.moi@moit.gov.vn?subject=H%E1%BB%99i%20ngh%E1%BB%8B%20")


def test_conference_can_be_edited_only_by_who_may(client, north):
    assert _("Edit this record") not in page(client, X_2022).links
    client.force_login(administrator())
    assert page(client, X_2022).links[_("Edit this record")] == (
        f"/admin/conferences/conference/{north.x_2022.pk}/change/"
    )


DRAFT = "A draft: only those who keep the register see it."


def test_draft_does_not_exist_for_the_public(client, north):
    unpublish(conference=north.x_2022, by=registrar(), reason="Rà soát nguồn.")
    assert client.get(X_2022).status_code == 404


def test_draft_tells_who_may_see_it_that_it_is_one(ministry, north):
    assert not page(ministry, X_2022).one("main").has("div", "alert--warn")
    unpublish(conference=north.x_2022, by=registrar(), reason="Rà soát nguồn.")
    assert page(ministry, X_2022).one("div", "alert--warn").text == _(DRAFT)


def test_retired_conference_exists_for_nobody(ministry, north):
    retire(record=north.x_2022, by=registrar(), reason="Trùng hồ sơ.")
    assert ministry.get(X_2022).status_code == 404


def test_former_address_leads_to_the_present_one_for_good(client, north):
    change_slug(conference=north.x_2022, slug="lan-x", by=registrar())
    response = client.get(X_2022)
    assert (response.status_code, response["Location"]) == (301, "/conferences/bac-trung-bo/lan-x/")


def test_former_address_does_not_betray_a_draft(client, north):
    change_slug(conference=north.x_2022, slug="lan-x", by=registrar())
    unpublish(conference=north.x_2022, by=registrar(), reason="Rà soát nguồn.")
    assert client.get(X_2022).status_code == 404


# The list


@pytest.fixture
def listed(north) -> NorthCentral:
    """Beside the two of Bắc Trung Bộ: one of khuyến công, planned, and one in Hà Nội."""
    promotion = series(
        "khuyen-cong", name="Hội nghị khuyến công", theme=Theme.PROMOTION, position=1
    )
    conference(
        promotion,
        dt.date(2027, 3, 1),
        edition=3,
        title="Hội nghị khuyến công lần thứ III",
        status=Status.PLANNED,
        host=north.units["hue"],
        region=north.region_today,
    )
    conference(
        promotion, dt.date(2020, 3, 1), title="Hội nghị khuyến công 2020", venue="Khách sạn Sài Gòn"
    )
    return north


NAMES = {
    TITLE: "x",
    TITLE_2024: "2024",
    "Hội nghị khuyến công lần thứ III": "iii",
    "Hội nghị khuyến công 2020": "2020",
}


def found(client: Client, query: str) -> list[str]:
    return [NAMES[title] for title in entries(page(client, f"/conferences/?{query}"))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["iii", "2024", "x", "2020"]),
        ("sort=series", ["2024", "x", "iii", "2020"]),
        ("sort=anything", ["iii", "2024", "x", "2020"]),
        ("series=bac-trung-bo", ["2024", "x"]),
        ("theme=industrial_promotion", ["iii", "2020"]),
        ("region=bac-trung-bo-5", ["iii"]),
        ("host=thanh-hoa", ["x"]),
        ("host=quang-tri-2025", ["2024"]),  # by its predecessor Quảng Bình
        ("host=thua-thien-hue", ["iii"]),  # by its successor Huế
        ("year_from=2022&year_to=2024", ["2024", "x"]),
        ("year_from=2024", ["iii", "2024"]),
        ("status=planned", ["iii"]),
        ("q=cong+thuong", ["2024", "x"]),
        ("q=KHÁCH+SẠN", ["2020"]),
        ("q=quang+tri", ["2024"]),  # the host's name of today
        ("q=l%E1%BA%A7n+th%E1%BB%A9+10", ["x"]),
        ("theme=industry_trade&year_to=2023&host=thanh-hoa&q=x", ["x"]),
    ],
)
def test_list_shows_what_the_filters_ask_for(client, listed, query, expected):
    assert found(client, query) == expected


def test_list_line_says_host_date_and_series(client, north):
    first, second = page(client, "/conferences/").all("li", "entry")
    part_of = _("now part of %(name)s") % {"name": "Quảng Trị"}
    assert first.text == f"{TITLE_2024} Quảng Bình ({part_of}) · 13/5/2024 · {SERIES}"
    assert second.text == f"{TITLE} Thanh Hóa · 13/5/2022 · {SERIES}"


def test_list_offers_each_filter_in_use_for_removal(client, listed):
    main = page(client, "/conferences/?series=bac-trung-bo&year_from=2022&sort=series").one("main")
    assert main.chips == {
        f"{_('Conference series')}: {SERIES}": "?year_from=2022&sort=series",
        f"{_('From year')}: 2022": "?series=bac-trung-bo&sort=series",
    }
    assert main.one("ul", "chips").links[_("Clear filters")] == "/conferences/"


def test_list_keeps_filters_when_the_order_changes_and_the_order_when_filtered(client, listed):
    main = page(client, "/conferences/?host=thanh-hoa&sort=series").one("main")
    assert main.one("p", "sorts").links[_("Latest first")] == "?host=thanh-hoa&sort=date"
    assert main.one("form").one("input", name_="sort")["value"] == "series"


YEAR = "Write a year of four digits, e.g. 2022."


@pytest.mark.parametrize("typed", ["20222", "hai nghìn", "2.022", "202", "-1"])
def test_list_says_how_a_year_is_written_and_keeps_what_was_typed(client, listed, typed):
    response = client.get("/conferences/", {"year_from": typed, "theme": "industrial_promotion"})
    main = read(response).one("main")
    control = main.one("input", name_="year_from")
    assert control["value"] == typed
    assert control["aria-invalid"] == "true"
    assert main.one("ul", "errorlist").text == _(YEAR)
    assert main.one("details", "filters").attributes["open"] == ""
    # The other filter holds, and only it is offered for removal.
    assert [NAMES[title] for title in entries(main)] == ["iii", "2020"]
    assert list(main.chips) == [f"{_('Theme')}: {Theme.PROMOTION.label}"]


@pytest.mark.parametrize("name", ["host", "series", "region", "theme", "status"])
def test_list_says_that_a_choice_is_unknown_and_shows_the_rest(client, listed, name):
    main = page(client, f"/conferences/?{name}=khong-co").one("main")
    assert len(main.all("ul", "errorlist")) == 1
    assert main.one("select", name_=name)["aria-invalid"] == "true"
    assert len(entries(main)) == 4


def test_list_choice_of_region_does_not_betray_a_draft(client, listed):
    def regions() -> list[str]:
        choice = page(client, "/conferences/").one("main").one("select", name_="region")
        return [option["value"] for option in choice.all("option")]

    assert regions() == ["", "bac-trung-bo-5", "bac-trung-bo-6"]
    (planned,) = Conference.objects.filter(region=listed.region_today)
    unpublish(conference=planned, by=registrar(), reason="Rà soát nguồn.")
    assert regions() == ["", "bac-trung-bo-6"]


def test_list_counts_what_matches(client, listed):
    lead = page(client, "/conferences/?series=bac-trung-bo").one("p", "head__lead")
    assert lead.text.split()[0] == "2"


def test_list_without_a_match_shows_the_way_out(client, north):
    empty = page(client, "/conferences/?q=kh%C3%B4ng+c%C3%B3").one("div", "empty")
    assert empty.one("p", "empty__title").text == _("No conference matches.")
    assert empty.links == {_("Clear filters"): "/conferences/"}


def test_list_of_an_empty_register_is_a_page(client):
    assert page(client, "/conferences/").has("div", "empty")


# Pages of the list


@pytest.fixture
def sixty() -> list[str]:
    """Sixty published conferences, two on each day; their addresses, latest first."""
    held, by, now = series(), registrar(), timezone.now()
    rows = [
        Conference(
            series=held,
            slug=f"so-{number}",
            title=f"Hội nghị {number}",
            starts_on=dt.date(2010, 1, 1) + dt.timedelta(days=number // 2),
            status=Status.HELD,
            published_at=now,
            published_by=by,
        )
        for number in range(60)
    ]
    Conference.objects.bulk_create(rows)
    return [f"Hội nghị {number}" for number in reversed(range(60))]


@pytest.mark.parametrize("sort", ["date", "series"])
def test_list_pages_show_every_conference_once_forwards_and_back(client, sixty, sort):
    address, forwards = f"/conferences/?sort={sort}&year_from=2010", []
    while True:
        shown = page(client, address)
        forwards.append(entries(shown))
        if not (following := shown.all("a", rel="next")):
            break
        address = "/conferences/" + following[0]["href"]
    assert [len(part) for part in forwards] == [25, 25, 10]
    assert list(chain(*forwards)) == sixty
    backwards = [forwards[-1]]
    while previous := shown.all("a", rel="prev"):
        shown = page(client, "/conferences/" + previous[0]["href"])
        backwards.append(entries(shown))
    assert backwards[::-1] == forwards


def test_list_begins_anew_when_a_filter_is_removed(client, sixty):
    following = page(client, "/conferences/?year_from=2010").one("a", rel="next")["href"]
    shown = page(client, f"/conferences/{following}").one("main")
    assert shown.chips == {f"{_('From year')}: 2010": "?"}


def test_list_passes_over_an_unreadable_mark(client, sixty):
    assert entries(page(client, "/conferences/?after=hom-qua~1")) == sixty[:25]


# Series


def test_series_list_counts_conferences_under_their_theme(client, listed):
    main = page(client, "/series/").one("main")
    assert main.section(capfirst(Theme.INDUSTRY_TRADE.label)).rows == [[SERIES, "2", "2022–2024"]]
    assert main.section(capfirst(Theme.PROMOTION.label)).rows == [
        ["Hội nghị khuyến công", "2", "2020–2027"]
    ]


def test_series_without_conferences_says_so_in_the_list_and_on_its_page(client):
    series(name="Hội nghị khuyến công phía Bắc", key="phia-bac", theme=Theme.PROMOTION)
    assert page(client, "/series/").one("main").rows == [
        ["Hội nghị khuyến công phía Bắc", "0", _("nothing recorded yet")]
    ]
    empty = page(client, "/series/phia-bac/").one("div", "empty")
    assert empty.links == {_("All conference series"): "/series/"}


def test_series_draws_the_way_of_the_flag_in_words(client, north, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: dt.date(2026, 11, 22))
    main = page(client, "/series/bac-trung-bo/").one("main")
    timeline = main.one("ol", "chain--full")
    x, xi, in_2024, today = timeline.items
    edition, part_of = _("Edition %(edition)s"), _("now part of %(name)s")
    assert x == f"Thanh Hóa {edition % {'edition': 'X'}} · 13/5/2022"
    assert xi.startswith(_("Records missing"))
    assert in_2024 == " ".join(
        [
            _("Records missing"),
            _("No source tells of the handover."),
            f"Quảng Bình 13/5/2024 · {part_of % {'name': 'Quảng Trị'}}",
        ]
    )
    assert today == f"{_('Today')}, 22/11/2026"
    assert [step.attributes.get("class") for step in timeline.all("div", "link")] == [
        "link link--gap",
        "link link--gap",
    ]


def test_series_tells_who_holds_the_flag_who_hosted_and_who_has_no_record(client, north):
    main = page(client, "/series/bac-trung-bo/").one("main")
    assert main.section(_("Who holds the flag now")).one("p", "holder__who").text == _(
        "No record of who holds the flag"
    )
    assert main.section(_("Who hosted how often")).items == [
        "Thanh Hóa: 1",
        "Quảng Trị: 1 (Quảng Bình 1)",
    ]
    assert main.section(_("No record of hosting yet")).items == [
        "Nghệ An",
        "Hà Tĩnh",
        "Thừa Thiên Huế",
    ]


def test_series_names_the_host_to_come_once_the_flag_is_handed_over(client, north):
    handover(north.in_2024, north.units["nghe-an"], year=timezone.localdate().year + 1)
    main = page(client, "/series/bac-trung-bo/").one("main")
    assert main.section(_("Who holds the flag now")).one("p", "holder__who").text == "Nghệ An"
    assert main.one("ol", "chain--full").one("div", "link--pending").one("span", "tag").text == _(
        "Still to come"
    )


def test_series_leads_to_those_it_continues_and_that_continue_it(client, north):
    series("truoc", name="Hội nghị trước", successor=north.series, successor_inferred=True)
    later = page(client, "/series/bac-trung-bo/").one("main")
    earlier = page(client, "/series/truoc/").one("main")
    assert later.links["Hội nghị trước"] == "/series/truoc/"
    assert earlier.links[SERIES] == "/series/bac-trung-bo/"
    assert f"{_('Continued by:')} {SERIES} ({_('inferred')})" in earlier.text


def test_series_without_a_flag_has_no_hosting_history(client):
    held = series("hop-tac", name="Hội nghị hợp tác", theme=Theme.COOPERATION, has_flag=False)
    conference(held, dt.date(2023, 3, 24), title="Hội nghị hợp tác năm 2023")
    main = page(client, "/series/hop-tac/").one("main")
    assert entries(main) == ["Hội nghị hợp tác năm 2023"]
    assert _("Hosting history") not in main.headings


# Proposals


@pytest.fixture
def asked(north) -> NorthCentral:
    """Three proposals: two of a conference, one of a region alone, which was answered."""
    nghe_an = organisation("sct-nghe-an", "Sở Công Thương Nghệ An")
    north_28 = organisation("cac-so-phia-bac", "Các Sở Công Thương phía Bắc")
    ministry = organisation("bct", "Bộ Công Thương", name_en="Ministry of Industry and Trade")
    agency = organisation("cuc-cong-thuong-dia-phuong", "Cục Công Thương địa phương")
    proposal(
        "Lập đề án khuyến công liên kết vùng.",
        asked_by=north_28,
        addressed_to=agency,
        region=north.region,
        theme=Theme.PROMOTION,
        response="Ghi nhận.",
        responded_by=agency,
    )
    proposal("Hỗ trợ chợ.", asked_by=nghe_an, addressed_to=ministry, conference=north.x_2022)
    proposal(
        "Develop links.",
        asked_by=nghe_an,
        addressed_to=ministry,
        conference=north.in_2024,
        asked_by_printed="Nghe An's director",
        source=source("vietnam-vn-2024-en"),
    )
    return north


def proposals(page: Element) -> list[str]:
    return [one.all("p")[1].text for one in page.all("article", "proposal")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Develop links.", "Hỗ trợ chợ.", "Lập đề án khuyến công liên kết vùng."]),
        ("asked_by=sct-nghe-an", ["Develop links.", "Hỗ trợ chợ."]),
        ("addressed_to=cuc-cong-thuong-dia-phuong", ["Lập đề án khuyến công liên kết vùng."]),
        ("answered=yes", ["Lập đề án khuyến công liên kết vùng."]),
        ("answered=no", ["Develop links.", "Hỗ trợ chợ."]),
        ("q=KHUYEN+cong", ["Lập đề án khuyến công liên kết vùng."]),
        ("answered=no&q=cho", ["Hỗ trợ chợ."]),
    ],
)
def test_proposals_are_filtered_by_who_whom_answer_and_words(client, asked, query, expected):
    assert proposals(page(client, f"/proposals/?{query}")) == expected


def test_proposal_of_no_conference_names_its_region_and_theme(client, asked):
    (shown,) = page(client, "/proposals/?answered=yes").all("article", "proposal")
    assert shown.all("p")[0].text == (
        "Các Sở Công Thương phía Bắc → Cục Công Thương địa phương · "
        f"6 tỉnh Bắc Trung Bộ · {Theme.PROMOTION.label}"
    )


def test_proposal_names_bodies_in_the_readers_language(client, asked):
    shown, *_others = page(client, "/proposals/").all("article", "proposal")
    assert shown.all("p")[0].text == (f"Sở Công Thương Nghệ An → Bộ Công Thương · {TITLE_2024}")


def test_proposals_offer_filters_in_use_for_removal(client, asked):
    main = page(client, "/proposals/?asked_by=sct-nghe-an&answered=no").one("main")
    assert main.chips == {
        f"{_('Asked by')}: Sở Công Thương Nghệ An": "?answered=no",
        f"{_('Response')}: {_('No response recorded')}": "?asked_by=sct-nghe-an",
    }


def test_proposals_without_a_match_show_the_way_out(client, asked):
    empty = page(client, "/proposals/?q=khong-co").one("div", "empty")
    assert empty.links == {_("Clear filters"): "/proposals/"}


def test_proposals_do_not_betray_a_draft_not_even_in_the_choices(client, asked):
    for one in (asked.x_2022, asked.in_2024):
        unpublish(conference=one, by=registrar(), reason="Rà soát nguồn.")
    main = page(client, "/proposals/").one("main")
    assert proposals(main) == ["Lập đề án khuyến công liên kết vùng."]
    choices = main.one("select", name_="asked_by").all("option")
    assert [choice["value"] for choice in choices] == ["", "cac-so-phia-bac"]


def test_proposals_of_drafts_are_read_by_who_may(ministry, asked):
    unpublish(conference=asked.x_2022, by=registrar(), reason="Rà soát nguồn.")
    assert "Hỗ trợ chợ." in proposals(page(ministry, "/proposals/"))


# Sources


def test_source_list_tells_publisher_date_and_rank(client):
    source("arit", title="Tin hội nghị", publisher="arit.gov.vn", rank=Rank.STATE)
    source("bao", title="", publisher="Báo Thanh Hóa", published_on=dt.date(2022, 5, 13))
    assert page(client, "/sources/").one("main").rows == [
        ["Tin hội nghị", "arit.gov.vn", "", Rank.STATE.label],
        [_("Untitled (%(key)s)") % {"key": "bao"}, "Báo Thanh Hóa", "13/5/2022", Rank.PRESS.label],
    ]


def test_source_list_is_paged(client):
    Source.objects.bulk_create(
        Source(key=f"bao-{number:02}", title=f"Bài {number}", rank=Rank.PRESS)
        for number in range(51)
    )
    first = page(client, "/sources/")
    second = page(client, f"/sources/{first.one('a', rel='next')['href']}")
    assert [len(shown.one("main").rows) for shown in (first, second)] == [50, 1]


def test_source_shows_all_that_was_taken_from_it(client, asked):
    main = page(client, "/sources/bao-thanh-hoa-2022/").one("main")
    assert main.one("h1").text == TITLE
    assert entries(main) == [TITLE]
    assert ["cho tỉnh Thừa Thiên Huế", Fact.RECEIVER.label, TITLE] in (
        main.section(_("What it prints")).rows
    )
    assert [row.one("b").text for row in main.section(_("Figures")).all("tr") if row.has("b")] == [
        "370.461 tỷ đồng",
        "105.091 tỷ đồng",
        "7,97%",
        "1,318 triệu tỷ đồng",
        "11,28 tỷ USD",
    ]
    assert sorted(proposals(main)) == ["Hỗ trợ chợ.", "Lập đề án khuyến công liên kết vùng."]


def test_source_tells_what_was_left_out_and_why(client, asked):
    left_out = Omission(
        source=Source.objects.get(key="bao-thanh-hoa-2022"),
        subject=Subject.FIGURE,
        printed="Tăng 12,92%",
        reason=OmissionReason.UNCLEAR,
        note="Phần trăm hay điểm phần trăm.",
    )
    keep(record=left_out, by=registrar())
    main = page(client, "/sources/bao-thanh-hoa-2022/").one("main")
    said, why = main.section(_("Not in the register")).rows[-1]
    assert said == "Tăng 12,92%"
    assert why == f"{capfirst(OmissionReason.UNCLEAR.label)} Phần trăm hay điểm phần trăm."


def test_source_with_nothing_left_out_says_nothing_of_it(client, asked):
    main = page(client, "/sources/bao-thanh-hoa-2022/").one("main")
    assert _("Not in the register") not in [heading.text for heading in main.all("h2")]


def test_source_does_not_betray_a_draft(client, asked):
    unpublish(conference=asked.x_2022, by=registrar(), reason="Rà soát nguồn.")
    main = page(client, "/sources/bao-thanh-hoa-2022/").one("main")
    assert (entries(main), main.rows) == ([], [])
    assert proposals(main) == ["Lập đề án khuyến công liên kết vùng."]


def test_source_title_is_marked_with_its_language(client):
    source("vns", title="Northern provinces need greater cooperation", language="en")
    assert page(client, "/sources/vns/").one("h1")["lang"] == "en"
