"""Pages of provinces and regions on either footing, as a visitor reads them (P5, F4, F6)."""

import csv
import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conferences.citing import SourceNumbers
from metrics import queries
from metrics.enums import Against, Aggregation, Basis, Measure, Qualifier
from metrics.footings.book import lineage_of, members_of
from metrics.footings.members import changes_of_members
from metrics.footings.sums import Reason
from metrics.footings.tables import province_sums, region_sums
from metrics.footings.words import changes, why
from metrics.models import Figure, Indicator
from metrics.periods import Period, year
from provinces.footing import AS_REPORTED, Footing
from provinces.models import Province
from provinces.queries import Places, region_page
from tests.reading import Element, read
from tests.register import (
    MERGER,
    NorthCentral,
    clerk_thanh_hoa,
    conference,
    figure,
    indicator,
    ministry_reader,
    region,
    series,
    source,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
PAGE, REGION = "/provinces/quang-tri-2025/", "/regions/bac-trung-bo-6/"
RETAIL = "Tổng mức bán lẻ hàng hóa"
OLD_QB, OLD_QT = "Quảng Bình", "Quảng Trị"


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def main(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200
    return read(response).one("main")


def sums(client: Client, address: str = PAGE) -> list[list[str]]:
    """The rows of the table of sums."""
    tables = main(client, address).all("table", "sums")
    return [row for table in tables for row in table.rows]


def held(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of a file by their headings."""
    text = client.get(address).getvalue().decode("utf-8-sig").replace("\u00a0", " ")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def retail(place: Province, number: str, period: Period | None = None, **said: Any) -> Figure:
    return figure(
        "retail_goods", number, "ty-dong", province=place, period=period or year(2023), **said
    )


def until(name: str) -> str:
    return _("%(name)s (until %(day)s)") % {"name": name, "day": "30/6/2025"}


def of_units(n: int, m: int) -> str:
    return ngettext(
        "%(n)s of %(m)s unit it was formed from has figures",
        "%(n)s of %(m)s units it was formed from have figures",
        m,
    ) % {"n": n, "m": m}


def of_members(n: int, every: int) -> str:
    return _("%(n)s of %(N)s provinces") % {"n": n, "N": every}


def not_reported(names: str) -> str:
    return f"{_('Not reported:')} {names}"


# A unit of today


def test_merged_unit_shows_the_sum_of_its_predecessors_with_their_sources(client, north):
    retail(north.units["quang-binh"], "45210.5")
    retail(north.units["quang-tri-1989"], "30000", source=source("bao-cao-quang-tri"))
    assert sums(client) == [
        [RETAIL],
        [
            "năm 2023 Thực hiện",
            "75.210,5 tỷ đồng",
            f"{of_units(2, 2)} {until(OLD_QB)}: 45.210,5 tỷ đồng {until(OLD_QT)}: 30.000 tỷ đồng",
        ],
    ]
    page = main(client, PAGE)
    assert page.one("table", "sums").marks == [1, 2]
    assert [one["id"] for one in page.section(_("Sources")).all("li")] == ["source-1", "source-2"]


def test_merged_unit_with_one_of_two_predecessors_shows_no_total(client, north):
    retail(north.units["quang-binh"], "45210")
    assert sums(client)[1] == [
        "năm 2023 Thực hiện",
        f"{_('no total')} {_('So far:')} 45.210 tỷ đồng",
        f"{of_units(1, 2)} {until(OLD_QB)}: 45.210 tỷ đồng {not_reported(until(OLD_QT))} "
        f"{why(Reason.INCOMPLETE)}",
    ]


def test_file_of_sums_holds_those_of_the_page_on_its_footing(client, north):
    retail(north.units["quang-binh"], "100.5")
    retail(north.units["quang-tri-1989"], "200.25")
    retail(north.units["quang-tri-1989"], "7", year(2022))
    offered = [one["href"] for one in main(client, PAGE).all("a") if "sums." in one["href"]]
    assert offered == [f"{PAGE}sums.xlsx", f"{PAGE}sums.csv"]
    found = held(client, f"{PAGE}sums.csv")
    assert [(one[_("Period")], one[_("Sum")], one[_("So far")]) for one in found] == [
        ("năm 2023", "300,75", ""),
        ("năm 2022", "", "7"),
    ]
    assert found[0][_("Made up of")] == (
        f"{until(OLD_QB)}: 100,5 tỷ đồng\n{until(OLD_QT)}: 200,25 tỷ đồng"
    )
    assert found[0][_("Source")].startswith("Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ")
    assert held(client, f"{PAGE}sums.csv?footing=reported") == []
    assert {one[_("Place")] for one in found} == {"Quảng Trị"}
    assert [one[_("Place")] for one in held(client, f"{PAGE}sums.csv?footing=2024-05-17")] == [
        *["Quảng Bình (đến 30/6/2025)"],
        *["Quảng Trị (đến 30/6/2025)"] * 2,
    ]


def test_file_of_sums_of_a_region_names_it(client, north):
    retail(north.units["thanh-hoa"], "100.5")
    (found,) = held(client, f"{REGION}sums.csv")
    assert (found[_("Place")], found[_("Sum")], found[_("So far")]) == (
        *("6 tỉnh Bắc Trung Bộ", "", "100,5"),
    )


def test_figure_of_the_merged_unit_replaces_those_before_and_stands_as_printed(client, north):
    for key in ("quang-binh", "quang-tri-1989"):
        retail(north.units[key], "30000")
    retail(north.units["quang-tri-2025"], "61000")
    page = main(client, PAGE)
    assert page.one("table", "figures").rows[1][1:5] == [
        *("Quảng Trị", "năm 2023", "Thực hiện", "61.000 tỷ đồng")
    ]
    assert (sums(client), "30.000" in page.text) == ([], False)
    said = ngettext(
        "%(counter)s more figure stands only as reported: growth, shares and indices of other "
        "boundaries, or a figure replaced by a later one.",
        "%(counter)s more figures stand only as reported: growth, shares and indices of other "
        "boundaries, or figures replaced by later ones.",
        2,
    ) % {"counter": 2}
    assert f"{said} {_('As reported')}" in page.text


def test_figures_stand_as_reported_when_that_is_asked_for(client, north):
    retail(north.units["quang-binh"], "30000")
    page = main(client, f"{PAGE}?footing=reported")
    assert [row[4] for row in page.one("table", "figures").rows[1:]] == ["30.000 tỷ đồng"]
    assert not page.has("table", "sums")
    assert page.one("nav", "footing").one("a", aria_current="true").text == _("As reported")


def test_unit_of_today_is_read_on_the_units_of_another_day(client, north):
    retail(north.units["quang-binh"], "45210")
    retail(north.units["quang-tri-2025"], "90000", year(2025))
    rows = sums(client, f"{PAGE}?footing=17/5/2024")
    assert rows[1] == [
        f"năm 2025 Thực hiện · {until(OLD_QB)}",
        _("no total"),
        why(Reason.SPLIT),
    ]
    assert rows[3] == [
        f"năm 2023 Thực hiện · {until(OLD_QB)}",
        "45.210 tỷ đồng",
        f"{until(OLD_QB)}: 45.210 tỷ đồng",
    ]


def test_day_that_cannot_be_read_is_said_and_figures_stand_as_reported(client, north):
    retail(north.units["quang-binh"], "45210")
    page = main(client, f"{PAGE}?footing=5/2024")
    assert page.one("nav", "footing").one("ul", "errorlist").items == [
        _("Write day/month/year, e.g. 13/5/2022.")
    ]
    assert page.one("input", name_="footing")["value"] == "5/2024"
    assert not page.has("table", "sums")


def test_indicator_that_is_not_added_says_why(client, north):
    Indicator.objects.filter(pk=indicator("clusters").pk).update(aggregation=Aggregation.NONE)
    for key in ("quang-binh", "quang-tri-1989"):
        figure("clusters", "9", "cum-cong-nghiep", province=north.units[key])
    assert sums(client)[1][1:] == [
        _("no total"),
        f"{of_units(2, 2)} {until(OLD_QB)}: 9 cụm công nghiệp {until(OLD_QT)}: 9 cụm công nghiệp "
        f"{why(Reason.NOT_ADDITIVE)}",
    ]


def test_contradicting_sources_leave_no_total_until_a_headline_is_chosen(client, north):
    retail(north.units["quang-tri-1989"], "30000")
    retail(north.units["quang-binh"], "45000")
    other = retail(north.units["quang-binh"], "46000", source=source("nguon-khac"))
    assert sums(client)[1][1:] == [
        f"{_('no total')} {_('So far:')} 30.000 tỷ đồng",
        f"{of_units(1, 2)} {until(OLD_QB)}: 45.000 tỷ đồng / 46.000 tỷ đồng "
        f"{until(OLD_QT)}: 30.000 tỷ đồng {why(Reason.DISAGREE)}",
    ]
    Figure.objects.filter(pk=other.pk).update(is_headline=True)
    assert sums(client)[1][1] == "76.000 tỷ đồng"


def test_sum_of_a_rounded_number_says_about(client, north):
    retail(north.units["quang-tri-1989"], "30000")
    retail(north.units["quang-binh"], "45000", qualifier=Qualifier.OVER)
    assert sums(client)[1][1:] == [
        f"{_('about')} 75.000 tỷ đồng",
        f"{of_units(2, 2)} {until(OLD_QB)}: {Qualifier.OVER.label} 45.000 tỷ đồng "
        f"{until(OLD_QT)}: 30.000 tỷ đồng",
    ]


def test_plan_and_actual_are_never_added(client, north):
    retail(north.units["quang-tri-1989"], "30000", basis=Basis.PLAN)
    retail(north.units["quang-binh"], "45000")
    assert [row[1] for row in sums(client)[1:]] == [
        f"{_('no total')} {_('So far:')} {number} tỷ đồng" for number in ("30.000", "45.000")
    ]


def test_growth_of_a_predecessor_is_counted_as_left_out_and_not_carried_over(client, north):
    said = {"measure": Measure.GROWTH, "against": Against.SAME_PERIOD}
    figure("retail_goods", "9.5", "phan-tram", province=north.units["quang-binh"], **said)
    page = main(client, PAGE)
    assert ("9,5%" in page.text, page.has("table")) == (False, False)
    assert page.section(_("Figures")).one("p", "quiet").links == {
        _("As reported"): "?footing=reported#figures"
    }


def test_figures_of_a_demonstration_are_in_no_sum(client, north):
    retail(north.units["quang-tri-1989"], "30000")
    drill = source("dien-tap")
    type(drill).objects.filter(pk=drill.pk).update(is_demonstration=True)
    retail(north.units["quang-binh"], "45000", source=drill)
    assert sums(client)[1][1] == f"{_('no total')} {_('So far:')} 30.000 tỷ đồng"


def test_figures_of_a_draft_are_in_the_sums_of_the_ministry_alone(client, north):
    draft = conference(series("hop-tac"), dt.date(2024, 3, 24), draft=True)
    retail(north.units["quang-tri-1989"], "30000")
    retail(north.units["quang-binh"], "45000", reported_at=draft)
    partial = f"{_('no total')} {_('So far:')} 30.000 tỷ đồng"
    assert sums(client)[1][1] == partial
    client.force_login(clerk_thanh_hoa())
    assert sums(client)[1][1] == partial
    client.force_login(ministry_reader())
    assert sums(client)[1][1] == "75.000 tỷ đồng"


# Other units


def test_former_unit_stands_as_reported_and_leads_to_that_of_today(client, north):
    retail(north.units["quang-binh"], "45210")
    for address in ("/provinces/quang-binh/", "/provinces/quang-binh/?footing=today"):
        page = main(client, address)
        label = _("On today's provinces: %(name)s") % {"name": "Quảng Trị"}
        assert page.one("nav", "footing").links == {
            _("As reported"): "/provinces/quang-binh/#figures",
            label: f"{PAGE}?footing=today#figures",
        }
        assert page.one("table", "figures").rows[1][4] == "45.210 tỷ đồng"
        assert not page.has("table", "sums")


@pytest.mark.parametrize("key", ["thanh-hoa", "hue"])
def test_unit_whose_area_never_changed_has_no_switch(client, north, key):
    former = {"hue": "thua-thien-hue"}.get(key, key)
    retail(north.units[former], "45210")
    page = main(client, f"/provinces/{key}/?footing=today")
    assert page.one("table", "figures").rows[1][4] == "45.210 tỷ đồng"
    assert not page.has("nav", "footing")


@pytest.mark.parametrize(
    ("number", "why_not"), [(2007, Reason.BREAK), (2008, Reason.BREAK), (2009, None)]
)
def test_ha_noi_shows_a_break_on_1_8_2008(client, north, number, why_not):
    retail(north.units["ha-noi"], "50000", year(number))
    shown = main(client, "/provinces/ha-noi/")
    assert shown.one("table", "figures").rows[1][4] == "50.000 tỷ đồng"
    rows = sums(client, "/provinces/ha-noi/")
    assert [why(why_not) in row[2] for row in rows[1:]] == ([True] if why_not else [])


# A region


def test_region_adds_up_only_when_every_member_answered(client, north):
    every = ("thanh-hoa", "nghe-an", "ha-tinh", "quang-binh", "quang-tri-1989", "thua-thien-hue")
    for key in every[:-1]:
        retail(north.units[key], "60000", year(2021))
    assert sums(client, REGION)[1][:3] == [
        "năm 2021 Thực hiện",
        f"{_('no total')} {_('So far:')} 300.000 tỷ đồng",
        "370.461 tỷ đồng",
    ]
    retail(north.units["thua-thien-hue"], "70000", year(2021))
    found = sums(client, REGION)[1]
    assert found[1:3] == [
        "370.000 tỷ đồng",
        f"370.461 tỷ đồng {_('Off by %(d)s') % {'d': '461 tỷ đồng'}}",
    ]
    assert found[3].startswith(of_members(6, 6))


def test_sum_of_a_region_agrees_with_what_was_printed_within_its_rounding(client, north):
    named = region("hai-tinh", north.units["thanh-hoa"], north.units["nghe-an"], name="Hai tỉnh")
    for key in ("thanh-hoa", "nghe-an"):
        figure("export", "1.04", "ty-usd", province=north.units[key], period=year(2023))
    figure("export", "2.1", "ty-usd", region=named, period=year(2023))
    assert sums(client, "/regions/hai-tinh/")[1][1:3] == [
        "2.080 triệu USD",
        f"2,1 tỷ USD {_('Agrees')}",
    ]


@pytest.mark.parametrize(("footing", "count"), [("", (6, 6)), ("?footing=today", (5, 5))])
def test_sum_of_a_region_is_the_same_on_either_footing(client, north, footing, count):
    for one in north.region.memberships.exclude(province__key="hue"):
        retail(one.province, "10000", year(2022))
    row = sums(client, f"{REGION}{footing}")[1]
    assert row[1] == "60.000 tỷ đồng"
    assert row[3].startswith(of_members(*count))


def test_region_of_today_is_read_on_the_units_of_today(client, north):
    for key in ("quang-binh", "quang-tri-1989", "thua-thien-hue", "nghe-an", "ha-tinh"):
        retail(north.units[key], "10000", year(2022))
    row = sums(client, "/regions/bac-trung-bo-5/")[1]
    assert row[1] == f"{_('no total')} {_('So far:')} 50.000 tỷ đồng"
    assert row[3].startswith(of_members(4, 5))
    assert f"Quảng Trị: 20.000 tỷ đồng {of_units(2, 2)}" in row[3]
    assert row[3].endswith(f"{not_reported('Thanh Hóa')} {why(Reason.INCOMPLETE)}")
    reported = sums(client, "/regions/bac-trung-bo-5/?footing=reported")[1]
    assert reported[3].startswith(of_members(3, 5))


def test_region_says_about_of_a_member_whose_number_is_rounded(client, north):
    retail(north.units["nghe-an"], "45000", year(2023), qualifier=Qualifier.ABOUT)
    row = sums(client, REGION)[1]
    assert row[1] == f"{_('no total')} {_('So far:')} {_('about')} 45.000 tỷ đồng"
    assert f"Nghệ An: {_('about')} 45.000 tỷ đồng" in row[3]


def test_region_whose_border_a_later_unit_crosses_says_so(client, north):
    ended = {"name": "Hai tỉnh", "valid_until": MERGER}
    region("hai-tinh", north.units["quang-binh"], north.units["nghe-an"], **ended)
    for key in ("quang-binh", "nghe-an"):
        retail(north.units[key], "10000", year(2022))
    assert sums(client, "/regions/hai-tinh/")[1][1] == "20.000 tỷ đồng"
    row = sums(client, "/regions/hai-tinh/?footing=today")[1]
    assert row[1] == f"{_('no total')} {_('So far:')} 10.000 tỷ đồng"
    assert row[3].startswith(of_members(1, 2))
    assert row[3].endswith(f"{not_reported('Quảng Trị')} {why(Reason.ACROSS)}")


def test_region_without_figures_of_provinces_has_no_switch(client, north):
    assert not main(client, REGION).has("nav", "footing")


def test_region_shows_its_latest_sums_and_the_file_has_all(client, north):
    for number in range(2010, 2018):
        retail(north.units["nghe-an"], "5000", year(number))
        retail(north.units["thanh-hoa"], "6000", year(number))
    shown = [row[0] for row in sums(client, REGION)[1:]]
    assert [words.split()[1] for words in shown] == [str(one) for one in range(2017, 2011, -1)]
    words = ngettext(
        "The latest sums of each indicator are shown; %(counter)s earlier one is in the file "
        "above.",
        "The latest sums of each indicator are shown; %(counter)s earlier ones are in the file "
        "above.",
        2,
    )
    assert words % {"counter": 2} in main(client, REGION).text
    assert len(held(client, f"{REGION}sums.csv")) == 8
    compare = main(client, f"{REGION}?footing=today").links[_("Compare its years")]
    assert compare == "/compare/?footing=today&place=bac-trung-bo-6"


def test_what_changed_between_a_region_and_the_one_after_it_is_said(north):
    places = Places.load()
    before, after = (region_page(key).get() for key in ("bac-trung-bo-6", "bac-trung-bo-5"))
    days = dt.date(2024, 1, 1), TODAY
    found = changes_of_members(
        members_of(before, days[0]),
        members_of(after, days[1]),
        lineage=lineage_of(places),
        days=days,
    )
    assert found.same_area is True
    assert changes(found, places) == [
        _("%(new)s was formed from %(old)s.")
        % {"new": "Quảng Trị", "old": "Quảng Bình, Quảng Trị"},
        _("%(old)s is now %(new)s.") % {"old": "Thừa Thiên Huế", "new": "TP. Huế"},
    ]


# What it costs


@pytest.mark.parametrize("day", [TODAY, dt.date(2024, 5, 17)])
def test_sums_of_a_unit_cost_the_same_for_one_and_for_three(
    north: NorthCentral, django_assert_num_queries, day
):
    places, unit = Places.load(), north.units["quang-tri-2025"]
    for keys in (["quang-binh"], ["quang-tri-1989", "quang-tri-2025"]):
        for key in keys:
            retail(north.units[key], "10000", year(2020 + len(key)))
        with django_assert_num_queries(1):  # figures of the unit and its kindred
            province_sums(
                unit,
                queries.figures_of_provinces(places.kindred_ids(unit), AnonymousUser()),
                footing=Footing("", day),
                places=places,
                numbers=SourceNumbers(),
                today=TODAY,
            )


@pytest.mark.parametrize("footing", [AS_REPORTED, Footing("today", TODAY)])
def test_sums_of_a_region_cost_the_same_for_one_and_for_three(
    north: NorthCentral, django_assert_num_queries, footing
):
    places, ids = Places.load(), [one.pk for one in north.units.values()]
    shown = region_page("bac-trung-bo-6").get()
    for keys in (["quang-binh"], ["thanh-hoa", "nghe-an"]):
        for key in keys:
            retail(north.units[key], "10000", year(2021))
        with django_assert_num_queries(2):  # figures of the members, and of the region
            region_sums(
                shown,
                queries.figures_of_provinces(ids, AnonymousUser()),
                stated=queries.figures_of_region(shown.pk, AnonymousUser()),
                footing=footing,
                places=places,
                numbers=SourceNumbers(),
                today=TODAY,
            )


# Words


def test_every_reason_has_a_sentence_of_its_own():
    said = [why(reason) for reason in Reason]
    assert (len(set(said)), "" in said, why(None)) == (len(Reason), False, "")


def test_members_that_came_went_and_merged_with_outsiders_are_named(north):
    places, key = Places.load(), {key: one.pk for key, one in north.units.items()}
    found = changes_of_members(
        [key["quang-binh"], key["nghe-an"]],
        [key["quang-tri-2025"], key["ha-tinh"]],
        lineage=lineage_of(places),
        days=(dt.date(2024, 1, 1), TODAY),
    )
    assert changes(found, places) == [
        _("%(new)s was formed from %(old)s and from units outside the region.")
        % {"new": "Quảng Trị", "old": "Quảng Bình"},
        _("Joined: %(names)s.") % {"names": "Hà Tĩnh"},
        _("No longer a member: %(names)s.") % {"names": "Nghệ An"},
    ]
