"""What the pages about places read, rules P1-P6."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from provinces.actions import retire
from provinces.models import Province
from provinces.queries import (
    Places,
    members_on,
    province_page,
    provinces_on,
    region_list,
    region_page,
    tile_map,
)
from tests import register
from tests.register import BEFORE_MERGER, MERGER

pytestmark = pytest.mark.django_db

CONFERENCE_OF_2022 = dt.date(2022, 5, 13)


def keys(found) -> list[str]:
    return [one.key for one in found]


# Lineage, P1 and P3


@translation.override("en")
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("quang-binh", "now part of Quang Tri"),
        ("ha-tay", "now part of Hanoi"),
        ("thua-thien-hue", "now Hue"),
        ("quang-tri-1989", ""),
        ("da-nang-1997", ""),
        ("thanh-hoa", ""),
    ],
)
def test_now_part_of_is_said_when_the_name_changed(units, places, key: str, words: str) -> None:
    assert places.now_part_of(units[key]) == words


@pytest.mark.parametrize(
    ("key", "words"),
    [("quang-binh", "nay thuộc Quảng Trị"), ("thua-thien-hue", "nay là TP. Huế")],
)
def test_now_part_of_is_said_in_vietnamese(units, places, key: str, words: str) -> None:
    assert places.now_part_of(units[key]) == words


def test_now_part_of_nothing_is_empty(places) -> None:
    assert places.now_part_of(None) == ""


@translation.override("en")
def test_now_part_of_names_the_unit_after_the_last_merger() -> None:
    region_4 = register.province(
        "bac-ninh-2026", code="24", name="Bắc Ninh", short="BN", valid_from=dt.date(2026, 1, 1)
    )
    middle = register.province(
        "bac-giang-ninh",
        code="24",
        name="Bắc Giang",
        short="BG",
        valid_from=MERGER,
        valid_until=dt.date(2026, 1, 1),
        successor=region_4,
    )
    first = register.province(
        "bac-giang", code="24", name="Bắc Giang", short="BG", valid_until=MERGER, successor=middle
    )
    assert Places.load().now_part_of(first) == "now part of Bắc Ninh"


def test_kindred_of_a_unit_of_today_are_those_it_was_formed_from(units, places) -> None:
    assert places.kindred_ids(units["quang-tri-2025"]) == {
        units[key].pk for key in ("quang-tri-2025", "quang-binh", "quang-tri-1989")
    }


def test_kindred_of_a_past_unit_is_its_successor(units, places) -> None:
    assert places.kindred_ids(units["quang-binh"]) == {
        units[key].pk for key in ("quang-binh", "quang-tri-2025")
    }


def test_forebears_are_units(units, places) -> None:
    assert keys(places.forebears(units["quang-tri-2025"])) == ["quang-binh", "quang-tri-1989"]


def test_successor_keys_name_the_direct_successor(places) -> None:
    assert places.successor_keys() == {
        "ha-tay": "ha-noi",
        "quang-binh": "quang-tri-2025",
        "quang-tri-1989": "quang-tri-2025",
        "thua-thien-hue": "hue",
        "da-nang-1997": "da-nang-2025",
        "khanh-hoa-1989": "khanh-hoa-2025",
    }


def test_family_is_told_by_generation_oldest_first(units, places) -> None:
    family = places.family(units["quang-binh"])
    assert [keys(generation) for generation in family] == [
        ["quang-binh", "quang-tri-1989"],
        ["quang-tri-2025"],
    ]


def test_family_of_a_unit_that_stands_alone_is_itself(units, places) -> None:
    assert places.family(units["thanh-hoa"]) == [[units["thanh-hoa"]]]


@pytest.fixture
def quang_tri_retired(units) -> Places:
    retire(record=units["quang-tri-2025"], by=register.registrar(), reason="Ghi trùng")
    return Places.load()


@pytest.mark.parametrize(("days", "words"), [(0, "nay thuộc Thanh Nghệ"), (1, "")])
def test_unit_still_to_come_is_nobodys_successor(units, days: int, words: str) -> None:
    begins = timezone.localdate() + dt.timedelta(days=days)
    said = {"code": "99", "name": "Thanh Nghệ", "short": "TNg"}
    register.merger("thanh-nghe", units["thanh-hoa"], units["nghe-an"], on=begins, **said)
    assert Places.load().now_part_of(Province.objects.get(key="nghe-an")) == words


def test_retired_unit_is_nobodys_successor(units, quang_tri_retired) -> None:
    assert quang_tri_retired.today(units["quang-binh"]) == units["quang-binh"]


def test_retired_unit_follows_nobody(units, quang_tri_retired) -> None:
    assert quang_tri_retired.forebears(units["quang-tri-2025"]) == []


def test_retired_unit_that_a_record_names_keeps_its_name(units, quang_tri_retired) -> None:
    assert quang_tri_retired.now_part_of(units["quang-tri-2025"]) == ""


def test_places_are_read_in_one_query(units, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):  # all units
        places = Places.load()
        places.family(units["quang-binh"])


# Regions, P4


def test_members_of_the_day_of_the_conference(north) -> None:
    assert keys(members_on(north.region, CONFERENCE_OF_2022)) == [
        "thanh-hoa",
        "nghe-an",
        "ha-tinh",
        "quang-binh",
        "quang-tri-1989",
        "thua-thien-hue",
    ]


@pytest.mark.parametrize(
    ("day", "member"),
    [(dt.date(2024, 12, 31), "thua-thien-hue"), (dt.date(2025, 1, 1), "hue")],
)
def test_member_follows_the_change_of_status(north, day: dt.date, member: str) -> None:
    assert keys(members_on(north.region, day))[-1] == member


def test_region_that_ended_has_no_members(north) -> None:
    assert members_on(north.region, MERGER) == []


def test_region_before_it_began_has_no_members(north) -> None:
    assert members_on(north.region_today, BEFORE_MERGER) == []


def test_no_region_has_no_members(db) -> None:
    assert members_on(None, MERGER) == []


def test_provinces_on_a_day_stand_in_the_official_order(north) -> None:
    assert keys(provinces_on(BEFORE_MERGER)) == [
        "ha-noi",
        "thanh-hoa",
        "nghe-an",
        "ha-tinh",
        "quang-binh",
        "quang-tri-1989",
        "hue",
        "da-nang-1997",
        "khanh-hoa-1989",
    ]


def test_province_page_reads_regions_and_spellings(north, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):  # the unit, its spellings, its regions
        unit = province_page("thua-thien-hue").get()
        told = (
            [alias.name for alias in unit.aliases.all()],
            [one.region.key for one in unit.memberships.all()],
        )
    assert told == (["TT Huế", "TT-Huế"], ["bac-trung-bo-6"])


def test_province_page_of_a_retired_unit_does_not_exist(north) -> None:
    retire(record=north.units["nghe-an"], by=register.registrar(), reason="Ghi trùng")
    assert province_page("nghe-an").first() is None


def test_province_page_passes_over_retired_regions(north) -> None:
    retire(record=north.region, by=register.registrar(), reason="Ghi trùng")
    unit = province_page("nghe-an").get()
    assert [one.region.key for one in unit.memberships.all()] == ["bac-trung-bo-5"]


def test_region_page_reads_members_in_the_official_order(north, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):  # the region, the one before it, its members
        region = region_page("bac-trung-bo-5").get()
        told = (
            [one.province.key for one in region.memberships.all()],
            keys(region.predecessors.all()),
        )
    assert told == (
        ["thanh-hoa", "nghe-an", "ha-tinh", "quang-tri-2025", "hue"],
        ["bac-trung-bo-6"],
    )


def test_retired_region_is_not_listed(north) -> None:
    retire(record=north.region, by=register.registrar(), reason="Ghi trùng")
    assert keys(region_list()) == ["bac-trung-bo-5"]


# The tile map, P6


def drawn(day: dt.date, states: dict[Province, str] | None = None) -> dict:
    return tile_map(
        day,
        states={unit.pk: state for unit, state in (states or {}).items()},
        description="Map of the region",
    )


def test_map_shows_the_units_of_the_day(north) -> None:
    assert [tile["label"] for tile in drawn(CONFERENCE_OF_2022)["tiles"]] == [
        "TH",
        "NA",
        "HT",
        "QB",
        "QT",
        "TTH",
    ]


@pytest.mark.parametrize(("day", "rows", "label"), [(BEFORE_MERGER, 22, "QB"), (MERGER, 17, "QT")])
def test_map_follows_the_merger(north, day: dt.date, rows: int, label: str) -> None:
    shown = drawn(day)
    assert (shown["rows"], shown["tiles"][3]["label"]) == (rows, label)


def test_map_places_a_tile_by_column_and_row(north) -> None:
    shown = drawn(CONFERENCE_OF_2022, {north.units["thanh-hoa"]: "host"})
    assert shown["tiles"][0] == {
        "x": 80,
        "y": 200,
        "label": "TH",
        "title": "Thanh Hóa",
        "url": "/provinces/thanh-hoa/",
        "state": "host",
    }


def test_map_names_the_archipelagos_in_full_words(north) -> None:
    assert [island["lines"] for island in drawn(CONFERENCE_OF_2022)["islands"]] == [
        ["Quần đảo", "Hoàng Sa", "(TP. Đà Nẵng)"],
        ["Quần đảo", "Trường Sa", "(Khánh Hòa)"],
    ]


@translation.override("en")
def test_map_names_the_archipelagos_for_an_english_reader(north) -> None:
    assert [island["lines"] for island in drawn(MERGER)["islands"]] == [
        ["Hoang Sa", "archipelago", "(Da Nang)"],
        ["Truong Sa", "archipelago", "(Khanh Hoa)"],
    ]


def test_archipelago_is_drawn_like_its_province(north) -> None:
    shown = drawn(MERGER, {north.units["da-nang-2025"]: "in"})
    assert [island["state"] for island in shown["islands"]] == ["in", ""]


def test_archipelago_leads_to_its_province(north) -> None:
    assert [island["url"] for island in drawn(MERGER)["islands"]] == [
        "/provinces/da-nang-2025/",
        "/provinces/khanh-hoa-2025/",
    ]


@translation.override("en")
def test_map_says_that_it_shows_no_boundaries(north) -> None:
    caption = "Illustrative tile map; it does not show administrative boundaries."
    assert drawn(MERGER)["caption"] == caption


def test_map_leaves_out_retired_units(north) -> None:
    retire(record=north.units["nghe-an"], by=register.registrar(), reason="Ghi trùng")
    assert [tile["label"] for tile in drawn(MERGER)["tiles"]] == ["TH", "HT", "QT", "Huế"]


def test_map_before_the_first_layout_is_none(north) -> None:
    assert drawn(dt.date(2003, 12, 31)) is None


def test_map_is_read_in_one_query(north, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):  # tiles with their units
        drawn(MERGER)
