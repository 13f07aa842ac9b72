"""Pages about provinces and regions, as a visitor reads them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.periods import year
from provinces.enums import Certainty, RegionKind
from tests.reading import Element, read
from tests.register import (
    ACT_2025,
    MERGER,
    NorthCentral,
    conference,
    figure,
    north_central,
    participation,
    region,
    series,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
TITLE = "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022"
TITLE_2024 = "Hội nghị ngành Công Thương 6 tỉnh Bắc Trung Bộ năm 2024"


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def page(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return read(response)


def entries(section: Element) -> list[str]:
    """The titles of the conferences listed."""
    return [entry.one("a").text for entry in section.all("li", "entry")]


def on(day: str, count: int) -> str:
    words = ngettext("%(counter)s unit on %(day)s", "%(counter)s units on %(day)s", count)
    return words % {"counter": count, "day": day}


# All units of a day


def test_list_shows_the_units_of_today_and_what_they_were_formed_from(client, north):
    main = page(client, "/provinces/").one("main")
    assert main.one("p", "head__lead").text == on("22/11/2026", 8)
    assert main.one("input", name_="on")["value"] == "22/11/2026"
    before = _("before 2004")
    assert main.rows == [
        ["TP. Hà Nội", "01", before, "–", "Hà Tây"],
        ["Thanh Hóa", "38", before, "1", ""],
        ["Nghệ An", "40", before, "–", ""],
        ["Hà Tĩnh", "42", before, "–", ""],
        ["Quảng Trị", "44", "1/7/2025", "1", "Quảng Bình, Quảng Trị"],
        ["TP. Huế", "46", "1/1/2025", "–", "Thừa Thiên Huế"],
        ["TP. Đà Nẵng", "48", "1/7/2025", "–", "TP. Đà Nẵng"],
        ["Khánh Hòa", "56", "1/7/2025", "–", "Khánh Hòa"],
    ]


@pytest.mark.parametrize("asked", ["2024-05-17", "17/5/2024", "17.5.2024"])
def test_list_shows_the_units_of_the_day_asked_for_and_what_they_are_today(client, north, asked):
    main = page(client, f"/provinces/?on={asked}").one("main")
    assert main.one("p", "head__lead").text == on("17/5/2024", 9)
    assert main.one("input", name_="on")["value"] == "17/5/2024"
    before = _("before 2004")
    assert main.rows == [
        ["TP. Hà Nội", "01", before, "–", ""],
        ["Thanh Hóa", "38", before, "1", ""],
        ["Nghệ An", "40", before, "–", ""],
        ["Hà Tĩnh", "42", before, "–", ""],
        ["Quảng Bình", "44", before, "1", "Quảng Trị"],
        ["Quảng Trị", "45", before, "–", "Quảng Trị"],
        ["Thừa Thiên Huế", "46", before, "–", "TP. Huế"],
        ["TP. Đà Nẵng", "48", before, "–", "TP. Đà Nẵng"],
        ["Khánh Hòa", "56", before, "–", "Khánh Hòa"],
    ]


@pytest.mark.parametrize(
    ("asked", "label"),
    [("2025-06-30", "Quảng Bình"), ("2025-07-01", "Quảng Trị")],
)
def test_list_changes_on_the_day_of_the_merger(client, north, asked, label):
    (row,) = [row for row in page(client, f"/provinces/?on={asked}").rows if row[1] == "44"]
    assert row[0] == label


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hôm qua", "Write day/month/year, e.g. 13/5/2022."),
        ("5/2024", "Write day/month/year, e.g. 13/5/2022."),
        ("31/02/2022", "%(date)s does not exist."),
    ],
)
def test_list_keeps_a_day_it_cannot_read_and_says_what_is_expected(client, north, typed, expected):
    main = read(client.get("/provinces/", {"on": typed})).one("main")
    control = main.one("input", name_="on")
    assert (control["value"], control["aria-invalid"]) == (typed, "true")
    assert main.one("ul", "errorlist").text == _(expected) % {"date": typed}
    assert main.one("p", "head__lead").text == on("22/11/2026", 8)


@pytest.mark.parametrize("asked", ["2003-12-31", "1/1/1975"])
def test_list_says_that_there_is_no_data_before_2004(client, north, asked):
    main = page(client, f"/provinces/?on={asked}").one("main")
    assert main.one("p", "head__lead").text == _("The register knows places from 1/1/2004 on.")
    assert main.one("div", "empty").links == {_("Provinces and cities today"): "/provinces/"}
    assert main.rows == []


def test_list_of_the_first_day_of_2004_has_units(client, north):
    assert page(client, "/provinces/?on=2004-01-01").one("p", "head__lead").text == on(
        "1/1/2004", 10
    )


def test_list_draws_the_map_of_the_day_with_both_archipelagos(client, north):
    drawing = page(client, "/provinces/?on=2024-05-17").one("figure", "map")
    tiles = {tile["aria-label"]: tile["href"] for tile in drawing.one("svg", role="group").all("a")}
    hosted = _("hosted %(n)s conference") % {"n": 1}
    assert tiles[f"TH: Thanh Hóa, {hosted}"] == "/provinces/thanh-hoa/"
    assert tiles["TTH: Thừa Thiên Huế"] == "/provinces/thua-thien-hue/"
    assert tiles["Quần đảo Hoàng Sa (TP. Đà Nẵng)"] == "/provinces/da-nang-1997/"
    assert tiles["Quần đảo Trường Sa (Khánh Hòa)"] == "/provinces/khanh-hoa-1989/"
    assert _("Illustrative tile map; it does not show administrative boundaries.") in drawing.text


# A unit


def test_unit_of_the_past_says_until_when_and_where_it_belongs_now(client, north):
    head = page(client, "/provinces/quang-binh/").one("div", "head")
    part_of = _("now part of %(name)s") % {"name": "Quảng Trị"}
    assert head.one("p", "head__lead").text == capfirst(
        f"{_('until %(day)s') % {'day': '30/6/2025'}}, {part_of}"
    )


def test_unit_of_today_says_nothing_of_an_end(client, north):
    assert not page(client, "/provinces/thanh-hoa/").one("div", "head").has("p", "head__lead")


def test_unit_draws_its_lineage_with_days_and_acts(client, north):
    lineage = page(client, "/provinces/quang-tri-2025/").one("ol", "lineage")
    kind = north.units["quang-binh"].get_kind_display()
    before, today = _("before 2004"), _("today")
    assert [unit.text for unit in lineage.all("li", "unit")] == [
        f"Quảng Bình {kind} {before} – 30/6/2025 {ACT_2025}",
        f"Quảng Trị {kind} {before} – 30/6/2025 {ACT_2025}",
        f"Quảng Trị {kind} 1/7/2025 – {today} {ACT_2025}",
    ]
    assert [unit.attributes.get("aria-current") for unit in lineage.all("li", "unit")] == [
        None,
        None,
        "true",
    ]
    assert lineage.links == {
        "Quảng Bình": "/provinces/quang-binh/",
        "Quảng Trị": "/provinces/quang-tri-1989/",
    }


def test_unit_that_stands_alone_has_no_lineage(client, north):
    assert _("Lineage") not in page(client, "/provinces/nghe-an/").one("main").headings


@pytest.mark.parametrize("key", ["quang-tri-2025", "quang-binh"])
def test_unit_shows_what_it_and_its_kindred_hosted(client, north, key):
    main = page(client, f"/provinces/{key}/").one("main")
    assert entries(main.section(_("Conferences hosted"))) == [TITLE_2024]


def test_unit_without_a_record_of_hosting_says_so_neutrally(client, north):
    main = page(client, "/provinces/nghe-an/").one("main")
    hosted = main.section(_("Conferences hosted"))
    assert hosted.text == f"{_('No record of hosting yet.')} {_('All conferences')}"


def test_unit_shows_conferences_that_a_source_names_it_at_and_flags_received(client, north):
    participation(north.x_2022, north.units["thua-thien-hue"])
    main = page(client, "/provinces/hue/").one("main")
    assert entries(main.section(_("Conferences for which a source names it"))) == [TITLE]
    edition = _("for edition %(edition)s") % {"edition": "XI"}
    assert main.section(_("Flags received")).items == [f"{TITLE}: Thừa Thiên Huế, {edition} (2023)"]


def test_unit_shows_its_figures_with_their_sources(client, north):
    said = {"province": north.units["quang-binh"], "reported_at": north.in_2024}
    figure("retail_goods", "45210", "ty-dong", period=year(2023), **said)
    main = page(client, "/provinces/quang-tri-2025/?footing=reported").one("main")
    part_of = _("now part of %(name)s") % {"name": "Quảng Trị"}
    figures = main.section(_("Figures"))
    assert figures.rows == [
        ["Tổng mức bán lẻ hàng hóa"],
        [_("value"), f"Quảng Bình ({part_of})", "năm 2023", "Thực hiện", "45.210 tỷ đồng", ""],
    ]
    assert [row.marks for row in figures.all("tr") if row.has("td")] == [[1]]
    assert main.section(_("Sources")).one("li")["id"] == "source-1"


def test_unit_shows_its_regions_with_first_and_last_day(client, north):
    regions = page(client, "/provinces/quang-binh/").one("main").section(_("Regions"))
    kind = RegionKind.CONFERENCE.label
    assert regions.items == [f"6 tỉnh Bắc Trung Bộ {kind} · 1/8/2008 – 30/6/2025"]


def test_unit_tells_its_other_spellings_and_how_it_ended(client, north):
    facts = page(client, "/provinces/thua-thien-hue/").one("main").section(_("At a glance")).terms
    unit = north.units["thua-thien-hue"]
    assert facts == {
        _("Kind"): unit.get_kind_display(),
        _("Official code"): "46",
        _("Valid"): f"{_('before 2004')} – 31/12/2024",
        _("How it ended"): f"{unit.get_ending_display()} {unit.ending_act}",
        _("Also written"): "TT Huế, TT-Huế",
    }


# Regions


def test_region_list_shows_todays_first_with_days_and_conferences(client, north):
    main = page(client, "/regions/").one("main")
    assert main.section(capfirst(RegionKind.CONFERENCE.label)).rows == [
        ["5 tỉnh, thành phố Bắc Trung Bộ", _("since %(day)s") % {"day": "1/7/2025"}, "0"],
        ["6 tỉnh Bắc Trung Bộ", "1/8/2008 – 30/6/2025", "2"],
    ]


def test_region_shows_dated_members_and_how_certain_they_are(client, north):
    memberships = {one.province.key: one for one in north.region.memberships.all()}
    doubtful = memberships["ha-tinh"]
    doubtful.certainty, doubtful.citation = Certainty.INFERRED, "Suy từ bản đồ khu vực."
    doubtful.save()
    main = page(client, "/regions/bac-trung-bo-6/").one("main")
    sure, whole = Certainty.CERTAIN.label, _("as the region")
    part_of = _("now part of %(name)s") % {"name": "Quảng Trị"}
    assert main.section(_("Members")).rows == [
        ["Thanh Hóa", whole, sure],
        ["Nghệ An", whole, sure],
        ["Hà Tĩnh", whole, f"{Certainty.INFERRED.label} Suy từ bản đồ khu vực."],
        [f"Quảng Bình ({part_of})", whole, sure],
        ["Quảng Trị", whole, sure],
        [
            f"Thừa Thiên Huế ({_('now %(name)s') % {'name': 'TP. Huế'}})",
            *("1/8/2008 – 31/12/2024", sure),
        ],
        ["TP. Huế", "1/1/2025 – 30/6/2025", sure],
    ]


def test_region_leads_to_what_came_before_and_after(client, north):
    former = page(client, "/regions/bac-trung-bo-6/").one("main")
    today = page(client, "/regions/bac-trung-bo-5/").one("main")
    assert former.terms[_("Afterwards")] == "5 tỉnh, thành phố Bắc Trung Bộ"
    assert former.terms[_("Valid")] == "1/8/2008 – 30/6/2025"
    assert today.terms[_("Before")] == "6 tỉnh Bắc Trung Bộ"
    assert today.terms[_("Valid")] == f"1/7/2025 – {_('today')}"


def test_region_shows_its_conferences_and_figures(client, north):
    main = page(client, "/regions/bac-trung-bo-6/").one("main")
    assert entries(main.section(_("Conferences"))) == [TITLE_2024, TITLE]
    assert [row.one("b").text for row in main.section(_("Figures")).all("tr") if row.has("b")] == [
        "105.091 tỷ đồng",
        "7,97%",
        "370.461 tỷ đồng",
        "11,28 tỷ USD",
    ]


def test_region_without_conferences_shows_the_way_on(client, north):
    found = page(client, "/regions/bac-trung-bo-5/").one("main").section(_("Conferences"))
    assert found.links == {_("All conferences"): "/conferences/"}


def test_region_that_ended_is_drawn_on_its_last_day(client, north):
    drawing = page(client, "/regions/bac-trung-bo-6/").one("svg", role="group")
    members = {tile["aria-label"].split(":")[0] for tile in drawing.all("a", "in")}
    assert members == {"TH", "NA", "HT", "QB", "QT", "Huế"}


def test_region_of_one_day_has_other_members_than_that_of_another(client, north):
    region("mot-tinh", north.units["nghe-an"], name="Một tỉnh", valid_from=MERGER)
    main = page(client, "/regions/mot-tinh/").one("main")
    assert [row[0] for row in main.section(_("Members")).rows] == ["Nghệ An"]


def test_unit_lists_conferences_of_every_series(client, north):
    conference(
        series("hop-tac", name="Hội nghị hợp tác"),
        dt.date(2023, 3, 24),
        title="Hội nghị hợp tác năm 2023",
        host=north.units["thanh-hoa"],
    )
    hosted = page(client, "/provinces/thanh-hoa/").one("main").section(_("Conferences hosted"))
    assert entries(hosted) == ["Hội nghị hợp tác năm 2023", TITLE]
