"""Places in time, rules P1-P4: what a row says, and what can not be saved."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation

from provinces.actions import retire
from provinces.enums import Ending
from provinces.models import COVERAGE_START, Province, ProvinceAlias, Region, RegionMembership, Tile
from tests import register
from tests.register import BEFORE_MERGER, MERGER, refused, unsavable

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


# Half-open intervals, P1 and P2


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (COVERAGE_START - DAY, 0),
        (COVERAGE_START, 11),
        (dt.date(2008, 7, 31), 11),
        (dt.date(2008, 8, 1), 10),
        (dt.date(2024, 12, 31), 10),
        (dt.date(2025, 1, 1), 10),
        (BEFORE_MERGER, 10),
        (MERGER, 9),
    ],
)
def test_number_of_units_on_a_day(units, day: dt.date, number: int) -> None:
    assert Province.objects.on(day).count() == number


@pytest.mark.parametrize(
    ("day", "key"),
    [(BEFORE_MERGER, "da-nang-1997"), (MERGER, "da-nang-2025")],
)
def test_exactly_one_unit_around_a_merger(units, day: dt.date, key: str) -> None:
    assert [unit.key for unit in Province.objects.on(day).filter(code="48")] == [key]


@pytest.mark.parametrize(("day", "valid"), [(BEFORE_MERGER, True), (MERGER, False)])
def test_unit_holds_until_the_day_before_its_end(units, day: dt.date, valid: bool) -> None:
    assert units["quang-binh"].is_valid_on(day) is valid


def test_on_without_a_day_means_today(units) -> None:
    assert Province.objects.on().count() == Province.objects.on(timezone.localdate()).count() == 9


def test_on_leaves_out_retired_units(units) -> None:
    retire(record=units["nghe-an"], by=register.registrar(), reason="Ghi trùng")
    assert Province.objects.on(MERGER).filter(key="nghe-an").exists() is False


def test_last_day_is_the_day_before_the_end(units) -> None:
    assert units["quang-binh"].last_day == BEFORE_MERGER


def test_last_day_of_a_unit_of_today_is_none(units) -> None:
    assert units["thanh-hoa"].last_day is None


def test_unit_older_than_the_register_began_before_coverage(units) -> None:
    old = {key for key, unit in units.items() if unit.began_before_coverage}
    assert set(units) - old == {"hue", "quang-tri-2025", "da-nang-2025", "khanh-hoa-2025"}


def test_merger_makes_a_new_row_and_keeps_the_old(db) -> None:
    old = [
        register.province("quang-binh", valid_until=None, ending="", successor=None, ending_act=""),
        register.province(
            "quang-tri-1989", valid_until=None, ending="", successor=None, ending_act=""
        ),
    ]
    new = register.merger(
        "quang-tri-2025", *old, on=MERGER, code="44", name="Quảng Trị", short="QT"
    )
    assert set(new.predecessors.values_list("key", "valid_until", "ending")) == {
        ("quang-binh", MERGER, Ending.MERGED),
        ("quang-tri-1989", MERGER, Ending.MERGED),
    }


# Names, P3


@pytest.mark.parametrize(
    ("key", "vietnamese", "english"),
    [
        ("ho-chi-minh-1976", "TP. Hồ Chí Minh", "Ho Chi Minh City"),
        ("hue", "TP. Huế", "Hue"),
        ("thua-thien-hue", "Thừa Thiên Huế", "Thua Thien Hue"),
        ("thanh-hoa", "Thanh Hóa", "Thanh Hoa"),
    ],
)
def test_label_in_both_languages(units, key: str, vietnamese: str, english: str) -> None:
    with translation.override("en"):
        in_english = units[key].label
    assert (units[key].label, in_english) == (vietnamese, english)


def test_label_without_an_english_name_is_vietnamese_for_all() -> None:
    with translation.override("en"):
        assert Province(name="Huế", kind="city").label == "TP. Huế"


@translation.override("en")
@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("ho-chi-minh-1976", "Ho Chi Minh City"),
        ("hue", "Hue City"),
        ("thanh-hoa", "Thanh Hoa province"),
    ],
)
def test_full_name_has_the_kind_once(units, key: str, name: str) -> None:
    assert units[key].full_name == name


@translation.override("en")
def test_past_unit_is_told_apart_by_its_last_day(units) -> None:
    assert str(units["quang-tri-1989"]) == "Quang Tri (until 30 June 2025)"


def test_present_unit_is_called_by_its_label(units) -> None:
    assert str(units["hue"]) == "TP. Huế"


# Text, N2


def test_name_is_stored_nfc() -> None:
    unit = register.province("thanh-hoa", name="Thanh Ho\u0301a")
    unit.refresh_from_db()
    assert unit.name == "Thanh H\u00f3a"


def test_saving_one_column_refreshes_what_is_found_and_sorted_by() -> None:
    unit = register.province("thanh-hoa")
    unit.name = "Đồng Nai"
    unit.save(update_fields=["name"])
    unit.refresh_from_db()
    assert (unit.folded, unit.sort_key[:4]) == (" dong nai thanh hoa ", "d1o1")


def test_spelling_is_found_without_accents(units) -> None:
    found = ProvinceAlias.objects.get(name="Sài Gòn")
    assert (found.folded, found.province) == (" sai gon ", units["ho-chi-minh-1976"])


def test_units_stand_in_the_official_order(units) -> None:
    assert [unit.key for unit in Province.objects.on(MERGER)] == [
        "ha-noi",
        "thanh-hoa",
        "nghe-an",
        "ha-tinh",
        "quang-tri-2025",
        "hue",
        "da-nang-2025",
        "khanh-hoa-2025",
        "ho-chi-minh-1976",
    ]


# What clean() refuses, in words


def test_unit_before_the_coverage_is_refused() -> None:
    unit = register.province("thanh-hoa")
    unit.valid_from = dt.date(1991, 1, 1)
    assert refused(unit) == {"valid_from": ["The register begins on 1/1/2004."]}


def test_successor_that_begins_after_a_hole_is_refused() -> None:
    hue = register.province("hue", valid_from=dt.date(2025, 1, 2))
    old = register.province("thua-thien-hue", successor=None)
    old.successor = hue
    assert refused(old) == {"successor": ["Hue begins later than this unit ends."]}


def test_code_of_another_unit_of_these_days_is_refused(units) -> None:
    units["nghe-an"].code = "44"
    assert refused(units["nghe-an"]) == {"code": ["Quang Binh has the same on the same days."]}


def test_short_label_of_another_unit_of_these_days_is_refused(units) -> None:
    units["nghe-an"].short = "QB"
    assert refused(units["nghe-an"]) == {"short": ["Quang Binh has the same on the same days."]}


def test_code_of_a_unit_that_ended_before_is_accepted(units) -> None:
    assert (units["quang-tri-2025"].code, refused(units["quang-tri-2025"])) == ("44", {})


def test_code_in_letters_is_refused() -> None:
    unit = register.province("thanh-hoa")
    unit.code = "3A"
    assert refused(unit) == {"code": ["Write two digits, e.g. 38."]}


def test_membership_before_the_region_is_refused(north) -> None:
    early = RegionMembership(
        region=north.region,
        province=north.units["ha-noi"],
        valid_from=dt.date(2008, 7, 31),
        valid_until=MERGER,
        certainty="certain",
    )
    assert refused(early) == {
        "region": ["Six North Central provinces does not exist on all days of this membership."]
    }


def test_membership_after_the_province_is_refused(north) -> None:
    late = north.region.memberships.get(province=north.units["thua-thien-hue"])
    late.valid_until = MERGER
    assert refused(late) == {
        "province": ["Thua Thien Hue does not exist on all days of this membership."]
    }


def test_open_membership_of_a_region_that_ended_is_refused(north) -> None:
    endless = north.region.memberships.get(province=north.units["nghe-an"])
    endless.valid_until = None
    assert refused(endless) == {
        "region": ["Six North Central provinces does not exist on all days of this membership."]
    }


# What the database refuses


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"valid_until": COVERAGE_START}, "interval_in_order"),
        ({"kind": "district"}, "kind_known"),
        ({"beginning": "conquest"}, "beginning_known"),
        ({"valid_until": MERGER, "ending": "conquest"}, "ending_known"),
        ({"ending": Ending.MERGED}, "ending_has_date"),
        ({"retired_at": timezone.now()}, "retired_with_reason"),
        ({"retired_reason": "Ghi trùng"}, "retired_with_reason"),
    ],
)
def test_impossible_unit_cannot_be_saved(columns: dict, constraint: str) -> None:
    unit = register.province("thanh-hoa")
    assert f"provinces_province_{constraint}" in unsavable(unit, **columns)


def test_unit_retired_without_a_reason_cannot_be_saved() -> None:
    unit = register.province("thanh-hoa")
    message = unsavable(unit, retired_at=timezone.now(), retired_by=register.registrar())
    assert "provinces_province_retired_with_reason" in message


def test_unit_that_stands_cannot_have_a_successor(units) -> None:
    message = unsavable(units["thanh-hoa"], successor=units["nghe-an"])
    assert "provinces_province_successor_after_end" in message


def test_unit_cannot_be_its_own_successor(units) -> None:
    message = unsavable(units["ha-tay"], successor=units["ha-tay"])
    assert "provinces_province_successor_after_end" in message


def test_two_units_of_today_cannot_share_a_code(units) -> None:
    with pytest.raises(IntegrityError):
        Province.objects.filter(key="nghe-an").update(code="38")


def test_two_units_of_today_cannot_share_a_short_label(units) -> None:
    with pytest.raises(IntegrityError):
        Province.objects.filter(key="nghe-an").update(short="TH")


def test_key_cannot_be_given_twice(units) -> None:
    with pytest.raises(IntegrityError):
        Province.objects.filter(key="nghe-an").update(key="thanh-hoa")


def test_retired_unit_frees_its_code_and_label(units) -> None:
    retire(record=units["thanh-hoa"], by=register.registrar(), reason="Ghi trùng")
    again = register.province("thanh-hoa-2", code="38", name="Thanh Hóa", short="TH")
    assert Province.objects.on(MERGER).get(code="38") == again


def test_unit_that_others_became_part_of_cannot_be_deleted(units) -> None:
    with pytest.raises(ProtectedError):
        units["ha-noi"].delete()


def test_region_of_an_unknown_kind_cannot_be_saved(north) -> None:
    assert "provinces_region_kind_known" in unsavable(north.region, kind="military")


def test_region_of_unknown_certainty_cannot_be_saved(north) -> None:
    message = unsavable(north.region, certainty="likely")
    assert "provinces_region_certainty_known" in message


def test_region_of_today_cannot_have_a_successor(north) -> None:
    message = unsavable(north.region_today, successor=north.region)
    assert "provinces_region_successor_after_end" in message


def test_region_that_ends_before_it_begins_cannot_be_saved(north) -> None:
    message = unsavable(north.region, valid_until=north.region.valid_from)
    assert "provinces_region_interval_in_order" in message


def test_membership_cannot_be_recorded_twice(north) -> None:
    row = north.region.memberships.get(province=north.units["nghe-an"])
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_membership_that_ends_before_it_begins_cannot_be_saved(north) -> None:
    row = north.region.memberships.first()
    message = unsavable(row, valid_until=row.valid_from)
    assert "provinces_regionmembership_interval_in_order" in message


def test_province_stands_on_a_map_once(north) -> None:
    tile = Tile.objects.get(layout__key="34", province=north.units["hue"])
    tile.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        tile.save(force_insert=True)


def test_spelling_of_a_unit_is_recorded_once(units) -> None:
    again = ProvinceAlias(province=units["ho-chi-minh-1976"], name="TPHCM")
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_region_of_the_past_is_followed_by_that_of_today(north) -> None:
    assert Region.objects.get(predecessors__key="bac-trung-bo-6") == north.region_today
