"""Provinces and regions in the shapes their pages show."""

import datetime as dt

import pytest
from django.utils import translation

from provinces import presentation
from provinces.models import Region, RegionMembership
from provinces.queries import Places, province_page, region_list, region_page
from tests.register import MERGER

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(north) -> Places:
    return Places.load()


@translation.override("en")
def test_lineage_tells_who_became_part_of_whom_when_and_by_which_act(north, places) -> None:
    columns = presentation.lineage(north.units["quang-binh"], places)
    told = [
        [(one["name"], one["from_label"], one["until_label"], one["act"]) for one in column]
        for column in columns
    ]
    act = "Nghị quyết 202/2025/QH15 (12/06/2025)"
    assert told == [
        [
            ("Quang Binh", "before 2004", "30 June 2025", act),
            ("Quang Tri", "before 2004", "30 June 2025", act),
        ],
        [("Quang Tri", "1 July 2025", "today", act)],
    ]


def test_lineage_marks_the_unit_of_the_page(north, places) -> None:
    columns = presentation.lineage(north.units["quang-binh"], places)
    assert [[one["current"] for one in column] for column in columns] == [[True, False], [False]]


def test_lineage_of_a_unit_that_stands_alone_is_not_drawn(north, places) -> None:
    assert presentation.lineage(north.units["thanh-hoa"], places) == []


@translation.override("en")
def test_facts_of_a_past_unit(north) -> None:
    facts = presentation.facts(province_page("thua-thien-hue").get())
    assert [(str(fact["label"]), str(fact["value"])) for fact in facts] == [
        ("Kind", "province"),
        ("Official code", "46"),
        ("Valid", "before 2004 – 31 December 2024"),
        ("How it ended", "renamed and became a centrally governed city"),
        ("Also written", "TT Huế, TT-Huế"),
    ]


def test_hosted_counts_add_those_of_the_units_it_was_formed_from(north, places) -> None:
    units = [north.units["quang-tri-2025"], north.units["thanh-hoa"]]
    hosted = {north.units["quang-binh"].pk: 2, north.units["quang-tri-2025"].pk: 1}
    assert presentation.hosted_counts(units, hosted, places) == {units[0].pk: 3, units[1].pk: 0}


def test_table_of_units_tells_what_each_was_formed_from(north, places) -> None:
    units = north.units
    today = [units["thanh-hoa"], units["quang-tri-2025"]]
    assert [row["formed_from"] for row in presentation.units(today, {}, places)] == [
        [],
        [units["quang-binh"], units["quang-tri-1989"]],
    ]


@translation.override("en")
def test_table_of_units_tells_since_when_and_how_often_they_hosted(north, places) -> None:
    units = [north.units["thanh-hoa"], north.units["quang-tri-2025"]]
    rows = presentation.units(units, {units[1].pk: 3}, places)
    assert [(row["since"], row["hosted"]) for row in rows] == [
        ("before 2004", 0),
        ("1 July 2025", 3),
    ]


@translation.override("en")
def test_map_of_hosts_says_how_often(north) -> None:
    units = north.units
    drawn = presentation.hosts_map(
        MERGER, {units["thanh-hoa"].pk: 1, units["quang-tri-2025"].pk: 2}
    )
    assert [(tile["title"], tile["state"]) for tile in drawn["tiles"]] == [
        ("Thanh Hoa, hosted 1 conference", "in"),
        ("Nghe An", ""),
        ("Ha Tinh", ""),
        ("Quang Tri, hosted 2 conferences", "in"),
        ("Hue", ""),
    ]


@translation.override("en")
@pytest.mark.parametrize(
    ("dated", "words"),
    [
        (Region(valid_from=MERGER), "since 1 July 2025"),
        (
            RegionMembership(valid_from=dt.date(2008, 8, 1), valid_until=MERGER),
            "1 August 2008 – 30 June 2025",
        ),
    ],
)
def test_validity_tells_first_and_last_day(dated, words: str) -> None:
    assert presentation.validity(dated) == words


def test_memberships_tell_their_days_where_they_differ_from_the_regions(north, places) -> None:
    region = region_page("bac-trung-bo-6").get()
    told = {
        one["province"].key: one["validity"] for one in presentation.memberships(region, places)
    }
    assert told == {
        "thanh-hoa": "",
        "nghe-an": "",
        "ha-tinh": "",
        "quang-binh": "",
        "quang-tri-1989": "",
        "thua-thien-hue": "1/8/2008 – 31/12/2024",
        "hue": "1/1/2025 – 30/6/2025",
    }


def test_memberships_tell_what_is_inferred(north, places) -> None:
    inferred = {
        region.key: {one["inferred"] for one in presentation.memberships(region, places)}
        for key in ("bac-trung-bo-6", "bac-trung-bo-5")
        for region in region_page(key)
    }
    assert inferred == {"bac-trung-bo-6": {False}, "bac-trung-bo-5": {True}}


def test_regions_of_a_kind_are_listed_todays_first(north) -> None:
    kinds = presentation.regions_by_kind(region_list(), {north.region.pk: 2})
    told = [(one["region"].key, one["is_past"], one["conferences"]) for one in kinds[0]["regions"]]
    assert (len(kinds), told) == (1, [("bac-trung-bo-5", False, 0), ("bac-trung-bo-6", True, 2)])


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (dt.date(2024, 5, 13), dt.date(2024, 5, 13)),
        (dt.date(2026, 1, 1), dt.date(2025, 6, 30)),
    ],
)
def test_region_that_ended_is_shown_on_its_last_day(north, today: dt.date, day: dt.date) -> None:
    assert presentation.day_to_show(north.region, today) == day


def test_map_of_a_region_marks_its_members(north) -> None:
    drawn = presentation.region_map(north.region, dt.date(2022, 5, 13))
    assert {tile["state"] for tile in drawn["tiles"]} == {"in"}


def test_landmarks_are_days_of_the_address(db) -> None:
    assert presentation.landmarks() == [
        ("1/1/2004", "2004-01-01"),
        ("1/8/2008", "2008-08-01"),
        ("1/7/2025", "2025-07-01"),
    ]
