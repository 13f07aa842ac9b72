"""Provinces merge, and a merger is taken back (P1–P4, P6, H2, S2, S3)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models, transaction
from django.forms import model_to_dict
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conferences.enums import Fact, OrganisationKind, Status
from metrics.periods import year
from portal.keeping.province_mergers import (
    MergerPlan,
    merge,
    plan_merger,
    plan_unmerging,
    undo_merger,
)
from portal.records.checks import check
from portal.records.writing import as_text, contents
from provinces.actions import fingerprint, keep, restore, retire
from provinces.enums import Beginning, Certainty, Ending, ProvinceKind, RegionKind
from provinces.mergers import Belonging, Merger, members_after, proposed_name, regions_of
from provinces.models import MapLayout, Province, Region, RegionMembership, Tile
from tests import register
from tests.register import NorthCentral, registrar

pytestmark = pytest.mark.django_db
DAY, LATER_DAY = dt.date(2026, 10, 1), dt.date(2027, 1, 1)
ACT = "Nghị quyết diễn tập"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rehearsed(*keys: str, **said: Any) -> Merger:
    """Units that merge on `DAY`, all as the form proposes it."""
    units = [Province.objects.get(key=key) for key in keys]
    on = said.get("on", DAY)
    first = units[0]
    defaults = {
        "on": on,
        "name": first.name,
        "name_en": first.name_en,
        "kind": ProvinceKind.PROVINCE.value,
        "key": f"{keys[0]}-moi",
        "code": first.code,
        "short": first.short,
        "act": ACT,
        "tile": keys[0],
        "regions": tuple(belonging(region, units, on) for region in regions_of(units, on)),
    }
    return Merger(units=keys, **defaults | said)


def belonging(region: Region, units: list[Province], on: dt.date) -> Belonging:
    count = members_after(region, units, on, belongs=True)
    name, name_en = proposed_name(region.name, count), proposed_name(region.name_en, count)
    return Belonging(region.key, True, Certainty.INFERRED.value, "", name, name_en)


def plan_of(*keys: str, **said: Any) -> MergerPlan:
    return plan_merger(rehearsed(*keys, **said), registrar())


def merged(*keys: str, **said: Any) -> Province:
    plan = plan_of(*keys, **said)
    return merge(merger=plan.places.merger, by=registrar(), seen=fingerprint(plan))


def taken_back(unit: Province, reason: str = "Diễn tập.") -> None:
    seen = fingerprint(plan_unmerging(unit))
    undo_merger(unit=unit, by=registrar(), reason=reason, seen=seen)


def refusal_of(verb, *args, **said) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        verb(*args, **said)
    return refusal.value.messages


def files() -> dict[str, str]:
    """The register as it is exchanged: name → bytes of a file."""
    return {name: as_text(value) for name, value in contents()}


def rows(*kinds: type[models.Model]) -> dict[tuple, dict]:
    """Every row of these models with all its columns."""
    return {
        (kind.__name__, row.pk): {f.attname: getattr(row, f.attname) for f in kind._meta.fields}
        for kind in kinds
        for row in kind._base_manager.all()
    }


def errors(on: dt.date = DAY) -> list[str]:
    return [one.line() for one in check(on) if one.level == "error"]


def validity(unit_or_region: Any) -> tuple:
    unit_or_region.refresh_from_db()
    following = unit_or_region.successor
    return unit_or_region.valid_until, following and following.key


# Units


def test_merge_ends_the_units_and_begins_one(north):
    unit = merged("thanh-hoa", "nghe-an", key="thanh-nghe-2026", aliases=("Thanh Nghệ",))
    old = Province.objects.filter(key__in=["thanh-hoa", "nghe-an"])
    assert [(one.valid_until, one.successor, one.ending, one.ending_act) for one in old] == [
        (DAY, unit, Ending.MERGED, ACT)
    ] * 2
    said = model_to_dict(unit, ["valid_from", "beginning", "beginning_act", "territory", "code"])
    assert said == {
        "valid_from": DAY,
        "beginning": Beginning.MERGER,
        "beginning_act": ACT,
        "territory": "thanh-nghe-2026",
        "code": "38",
    }
    assert [alias.name for alias in unit.aliases.all()] == ["Thanh Nghệ"]


def test_merge_keeps_in_every_history_who_and_which_merger(north):
    unit = merged("thanh-hoa", "nghe-an")
    for record in (unit, north.units["nghe-an"], Region.objects.get(key="bac-trung-bo-5")):
        entry = record.history.latest()
        assert (entry.history_user, entry.history_change_reason) == (
            registrar(),
            "thanh-hoa-moi ← thanh-hoa + nghe-an",
        )


def test_unit_of_a_merger_may_merge_again(north):
    merged("thanh-hoa", "nghe-an")
    unit = merged("thanh-hoa-moi", "ha-tinh", key="thanh-nghe-tinh", on=LATER_DAY)
    assert Province.objects.resolve("Thanh Hóa", on=LATER_DAY) == unit
    assert errors(LATER_DAY) == []


def test_one_unit_becomes_a_city_and_stays_the_same_territory(north):
    unit = merged("thanh-hoa", kind="city")
    old = Province.objects.get(key="thanh-hoa")
    assert (unit.beginning, old.ending) == (Beginning.STATUS, Ending.STATUS)
    assert (unit.territory, old.territory) == ("thanh-hoa", "thanh-hoa")
    assert errors() == []


def test_one_unit_that_is_renamed_too_says_so(north):
    unit = merged("thanh-hoa", kind="city", name="Lam Sơn")
    assert (unit.beginning, validity(north.units["thanh-hoa"])) == (
        Beginning.RENAMED,
        (DAY, "thanh-hoa-moi"),
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"key": "ha-tinh"}, "Ha Tinh has this key."),
        ({"code": "42"}, "Ha Tinh has the same on the same days."),
        ({"short": "HT"}, "Ha Tinh has the same on the same days."),
        ({"code": "4"}, "Write two digits, e.g. 38."),
        ({"act": ""}, "Name the act, e.g. Nghị quyết 202/2025/QH15 (12/06/2025)."),
        ({"tile": "ha-tinh"}, "Choose one of the units that merge."),
        ({"on": dt.date(2004, 1, 1)}, "Thanh Hoa began on 1/1/2004: the day must be later."),
        ({"regions": ()}, "Say whether the new unit belongs to Five North Central provinces"),
    ],
)
def test_plan_refuses(north, said, words):
    (message,) = refusal_of(plan_of, "thanh-hoa", "nghe-an", **said)
    assert message.removesuffix(" and cities.") == words


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("thanh-hoa", "quang-binh"), "Choose units that have not ended."),
        (
            ("thanh-hoa",),
            "One province alone can become a centrally governed city; "
            "to merge, choose two units or more.",
        ),
    ],
)
def test_plan_refuses_units(north, keys, words):
    assert refusal_of(plan_of, *keys) == [words]


def test_plan_refuses_an_alias_that_is_too_long(north):
    assert len(refusal_of(plan_of, "thanh-hoa", "nghe-an", aliases=("a" * 101,))) == 1


def test_merge_refuses_what_was_not_previewed(north):
    plan = plan_of("thanh-hoa", "nghe-an")
    register.conference(north.series, dt.date(2023, 5, 5), host=north.units["nghe-an"])
    said = {"merger": plan.places.merger, "by": registrar(), "seen": fingerprint(plan)}
    assert refusal_of(merge, **said) == [
        "The register has changed since this preview. Look at it and confirm again."
    ]
    assert Province.objects.filter(key="thanh-hoa-moi").count() == 0


def test_merge_twice_is_refused(north):
    plan = plan_of("thanh-hoa", "nghe-an")
    said = {"merger": plan.places.merger, "by": registrar(), "seen": fingerprint(plan)}
    merge(**said)
    assert refusal_of(merge, **said) == ["Choose units that have not ended."]


# Regions


def test_region_that_counts_its_members_is_followed_by_one_that_counts_them_anew(north):
    unit = merged("thanh-hoa", "nghe-an")
    four = Region.objects.get(key="bac-trung-bo-2026")
    assert (four.name, four.citation, four.certainty) == (
        "4 tỉnh, thành phố Bắc Trung Bộ",
        ACT,
        Certainty.INFERRED,
    )
    assert validity(north.region_today) == (DAY, "bac-trung-bo-2026")
    assert {
        (one.province.key, one.valid_from, one.valid_until) for one in four.memberships.all()
    } == {(key, DAY, None) for key in ("ha-tinh", "quang-tri-2025", "hue", unit.key)}
    assert set(north.region_today.memberships.values_list("valid_until", flat=True)) == {DAY}


def test_region_without_a_number_goes_on(north):
    members = [north.units[key] for key in ("thanh-hoa", "nghe-an", "hue")]
    coast = register.region("ven-bien", *members, name="Ven biển Bắc Trung Bộ")
    unit = merged("thanh-hoa", "nghe-an")
    assert validity(coast) == (None, None)
    assert [(one.province, one.valid_until) for one in coast.memberships.order_by("pk")] == [
        (north.units["thanh-hoa"], DAY),
        (north.units["nghe-an"], DAY),
        (north.units["hue"], None),
        (unit, None),
    ]


def test_new_unit_may_leave_a_region(north):
    merger = rehearsed("thanh-hoa", "nghe-an")
    (answer,) = merger.regions
    out = replace(answer, belongs=False, name="3 tỉnh, thành phố Bắc Trung Bộ")
    unit = merged("thanh-hoa", "nghe-an", regions=(out,))
    assert unit.memberships.count() == 0
    assert Region.objects.get(key="bac-trung-bo-2026").memberships.count() == 3
    assert errors() == []


def test_plan_refuses_a_name_with_another_count(north):
    (answer,) = rehearsed("thanh-hoa", "nghe-an").regions
    wrong = replace(answer, name="5 tỉnh, thành phố Bắc Trung Bộ")
    assert refusal_of(plan_of, "thanh-hoa", "nghe-an", regions=(wrong,)) == [
        "From that day it has 4 members; the name says 5."
    ]


def test_plan_refuses_two_economic_regions(north):
    for key in ("thanh-hoa", "nghe-an"):
        register.region(f"vung-{key}", north.units[key], kind=RegionKind.STATISTICAL)
    assert refusal_of(plan_of, "thanh-hoa", "nghe-an") == [
        "It belongs to vung-nghe-an as well: choose one economic region."
    ]


# The map


def test_merger_makes_a_map_of_its_own(north):
    unit = merged("thanh-hoa", "nghe-an", tile="nghe-an")
    before, after = MapLayout.objects.get(key="34"), MapLayout.objects.latest("valid_from")
    assert (before.valid_until, after.valid_from, after.valid_until) == (DAY, DAY, None)
    # 11 units of the day before, one less now; Hà Nội and the like have no tile here.
    assert after.key == str(Province.objects.on(DAY).count())
    assert [(tile.column, tile.row) for tile in unit.tiles.all()] == [(2, 5)]
    assert {tile.province.key for tile in after.tiles.all()} == {
        "ha-tinh", "quang-tri-2025", "hue", "da-nang-2025", "khanh-hoa-2025", unit.key
    }  # fmt: skip


def test_archipelagos_follow_their_provinces(north):
    unit = merged("da-nang-2025", "khanh-hoa-2025", kind="city")
    assert sorted((one.archipelago, one.column, one.row) for one in unit.tiles.all()) == [
        ("Quần đảo Hoàng Sa", 8, 9),
        ("Quần đảo Trường Sa", 8, 14),
    ]


def test_unit_that_becomes_a_city_keeps_map_and_place(north):
    unit = merged("thanh-hoa", kind="city")
    assert list(MapLayout.objects.values_list("key", flat=True)) == ["63", "34"]
    assert [(tile.layout.key, tile.column, tile.row) for tile in unit.tiles.all()] == [("34", 2, 4)]


def test_second_merger_of_a_day_changes_the_map_and_the_region_of_that_day(north):
    first = merged("thanh-hoa", "nghe-an")
    second = merged("quang-tri-2025", "hue", kind="city")
    four = Region.objects.get(key="bac-trung-bo-2026")
    assert (four.name, validity(four)) == ("3 tỉnh, thành phố Bắc Trung Bộ", (None, None))
    assert MapLayout.objects.count() == 3
    assert {tile.province_id for tile in MapLayout.objects.latest("valid_from").tiles.all()} == {
        north.units[key].pk for key in ("ha-tinh", "da-nang-2025", "khanh-hoa-2025")
    } | {first.pk, second.pk}
    assert errors() == []


# What stands under them


def test_plan_tells_what_is_found_under_the_new_unit(north):
    body = register.organisation(
        "so-cong-thuong-quang-tri",
        "Sở Công Thương Quảng Trị",
        kind=OrganisationKind.DEPARTMENT,
        province=north.units["quang-tri-2025"],
    )
    register.participation(north.x_2022, north.units["quang-binh"])
    of_unit = {"province": north.units["quang-tri-1989"], "period": year(2021)}
    register.figure("clusters", "7", "cum-cong-nghiep", **of_unit)
    plan = plan_of("quang-tri-2025", "hue", kind="city")
    held = plan.held
    assert [line.url for line in held.hosted] == [north.in_2024.get_absolute_url()]
    assert [line.url for line in held.received] == [north.x_2022.get_absolute_url()]
    assert [line.url for line in held.attended] == [north.x_2022.get_absolute_url()]
    assert [line.text for line in held.figures] == [
        "Industrial clusters, 2021: 7 cụm công nghiệp, Quang Tri (until 30 June 2025)"
    ]
    assert held.series == (north.series.name_en,)
    assert [line.text for line in plan.departments] == [body.name]


def test_plan_names_the_flags_that_the_new_unit_will_keep(north):
    in_2025 = register.conference(north.series, dt.date(2025, 9, 9), host=north.units["hue"])
    register.handover(in_2025, north.units["nghe-an"], year=timezone.localdate().year + 5)
    plan = plan_of("thanh-hoa", "nghe-an", on=timezone.localdate() + dt.timedelta(days=9))
    assert plan.held.flags == (north.series.name_en,)


def later(north: NorthCentral, **said: Any):
    return register.conference(north.series, DAY, status=Status.PLANNED, draft=True, **said)


def later_host(north: NorthCentral) -> Any:
    return later(north, host=north.units["nghe-an"])


def later_region(north: NorthCentral) -> Any:
    return later(north, region=north.region_today)


def later_participation(north: NorthCentral) -> Any:
    return register.participation(later(north), north.units["nghe-an"])


def later_handover(north: NorthCentral) -> Any:
    return register.handover(later(north), north.units["nghe-an"])


def later_wording(north: NorthCentral) -> Any:
    return register.attest(later(north), Fact.HOST, "tại Nghệ An", "nghe-an")


def later_figure(north: NorthCentral) -> Any:
    return register.figure(
        "clusters", "7", "cum-cong-nghiep", province=north.units["nghe-an"], period=year(2027)
    )


LATER = [
    later_host,
    later_region,
    later_participation,
    later_handover,
    later_wording,
    later_figure,
]


@pytest.mark.parametrize("of_that_day", LATER)
def test_merge_refuses_while_a_record_of_that_day_names_what_ends(north, of_that_day):
    record = of_that_day(north)
    plan = plan_of("thanh-hoa", "nghe-an")
    assert [one.label for one in plan.obstacles] == [str(record)]
    said = {"merger": plan.places.merger, "by": registrar(), "seen": fingerprint(plan)}
    assert refusal_of(merge, **said) == ["Records stand in the way: change them first."]


@pytest.mark.parametrize("of_that_day", LATER)
def test_merge_passes_over_what_was_retired(north, of_that_day):
    record = of_that_day(north)
    conference = getattr(record, "conference", None) or record
    retire(record=conference, by=registrar(), reason="Ghi nhầm.")
    assert plan_of("thanh-hoa", "nghe-an").obstacles == ()


# The whole register afterwards


def test_register_is_in_order_after_a_merger_and_is_exchanged_as_it_is(north, tmp_path):
    assert errors() == []
    merged("thanh-hoa", "nghe-an")
    assert errors() == []
    call_command("dump_records", tmp_path, verbosity=0)
    before = files()
    call_command("load_records", tmp_path, verbosity=0)  # refuses what differs
    assert files() == before


# Taking back

PLACES = (Province, Region, RegionMembership, MapLayout, Tile)


def test_undo_leaves_every_row_as_it_was(north):
    before, text = rows(*PLACES), files()
    unit = merged("thanh-hoa", "nghe-an")
    taken_back(unit)
    after = rows(*PLACES)
    assert {key: after[key] for key in before} == before
    assert {after[key]["key"] for key in after.keys() - before.keys()} == {
        "thanh-hoa-moi",
        "bac-trung-bo-2026",
    }
    assert files() == text


def test_undo_retires_the_unit_with_the_reason(north):
    unit = merged("thanh-hoa", "nghe-an")
    taken_back(unit, "Diễn tập xong.")
    unit.refresh_from_db()
    assert (unit.retired_by, unit.retired_reason) == (registrar(), "Diễn tập xong.")
    assert RegionMembership.history.latest().history_change_reason == "Diễn tập xong."
    assert errors() == []


def test_undo_brings_back_what_the_second_merger_of_a_day_took_away(north):
    merged("thanh-hoa", "nghe-an")
    before, text = rows(*PLACES), files()
    taken_back(merged("quang-tri-2025", "hue", kind="city"))
    after = rows(*PLACES)
    assert {key: after[key] for key in before} == before
    assert files() == text


def test_undo_makes_a_city_the_province_it_was(north):
    text = files()
    taken_back(merged("thanh-hoa", kind="city"))
    assert files() == text


def test_undo_in_turn_ends_where_it_began(north):
    text = files()
    first = merged("thanh-hoa", "nghe-an")
    second = merged("thanh-hoa-moi", "ha-tinh", key="thanh-nghe-tinh", on=LATER_DAY)
    assert "thanh-nghe-tinh" not in {one.label for one in plan_unmerging(first).changed}
    assert plan_unmerging(first).changed != ()
    taken_back(second)
    assert (plan_unmerging(first).changed, plan_unmerging(first).dependents) == ((), ())
    taken_back(first)
    assert files() == text


def test_key_of_an_undone_merger_is_used_again(north):
    text = files()
    unit = merged("thanh-hoa", "nghe-an", aliases=("Thanh Nghệ",))
    merged_text = files()
    taken_back(unit)
    plan = plan_of("thanh-hoa", "nghe-an", aliases=("Thanh Nghệ",))
    assert plan.places.comes_back
    again = merge(merger=plan.places.merger, by=registrar(), seen=fingerprint(plan))
    assert (again.pk, files()) == (unit.pk, merged_text)
    taken_back(again)
    assert files() == text


def test_unit_that_was_retired_and_restored_is_still_taken_back(north):
    text = files()
    unit = merged("thanh-hoa", "nghe-an")
    retire(record=unit, by=registrar(), reason="Ghi nhầm.")
    restore(record=unit, by=registrar(), reason="Đúng hồ sơ.")
    taken_back(unit)
    assert files() == text


def hosted(north: NorthCentral, unit: Province) -> Any:
    return register.conference(north.series, DAY, host=unit)


def received(north: NorthCentral, unit: Province) -> Any:
    return register.handover(register.conference(north.series, DAY), unit)


def reported(north: NorthCentral, unit: Province) -> Any:
    return register.figure("clusters", "7", "cum-cong-nghiep", province=unit, period=year(2027))


def housed(north: NorthCentral, unit: Province) -> Any:
    return register.organisation("so-moi", "Sở Công Thương", province=unit)


def worded(north: NorthCentral, unit: Province) -> Any:
    held = register.conference(north.series, DAY)
    return register.attest(held, Fact.HOST, "tại Thanh Hóa", unit.key)


def joined(north: NorthCentral, unit: Province) -> Any:
    coast = register.region("ven-bien", name="Ven biển")
    return register.membership(coast, unit, valid_from=DAY)


def met(north: NorthCentral, unit: Province) -> Any:
    return register.conference(
        north.series, DAY, region=Region.objects.get(key="bac-trung-bo-2026")
    )


def absorbed(north: NorthCentral, unit: Province) -> Any:
    other = Province.objects.get(key="ha-tinh")
    other.valid_until, other.successor = LATER_DAY, unit
    return keep(record=other, by=registrar())


@pytest.mark.parametrize(
    "rests", [hosted, received, reported, housed, worded, joined, met, absorbed]
)
def test_undo_refuses_while_something_new_rests_on_the_unit(north, rests):
    unit = merged("thanh-hoa", "nghe-an")
    record = rests(north, unit)
    plan = plan_unmerging(unit)
    assert [one.label for one in plan.dependents] == [str(record)]
    assert all(one.url.startswith("/admin/") for one in plan.dependents)
    seen = {"reason": "Diễn tập.", "seen": fingerprint(plan)}
    assert refusal_of(undo_merger, unit=unit, by=registrar(), **seen) == [
        "Records stand in the way: change them first."
    ]


def test_undo_refuses_when_a_row_was_changed_since(north):
    unit = merged("thanh-hoa", "nghe-an")
    old = Province.objects.get(key="nghe-an")
    old.ending_act = "Nghị quyết khác"
    keep(record=old, by=register.administrator())
    (changed,) = plan_unmerging(unit).changed
    day = old.history.latest().history_date
    assert (changed.kind, changed.label) == ("province", "Nghe An")
    assert changed.note.startswith("Quản trị viên, ")
    assert str(day.year) in changed.note
    assert changed.url == f"/admin/provinces/province/{old.pk}/change/"


def test_undo_goes_on_when_a_row_was_changed_and_changed_back(north):
    unit = merged("thanh-hoa", "nghe-an")
    old = Province.objects.get(key="nghe-an")
    for note in ("Xem lại.", ""):
        old.note = note
        keep(record=old, by=registrar())
    taken_back(unit)
    assert validity(old) == (None, None)


def test_undo_passes_over_what_was_retired(north):
    unit = merged("thanh-hoa", "nghe-an")
    retire(record=hosted(north, unit), by=registrar(), reason="Ghi nhầm.")
    assert plan_unmerging(unit).dependents == ()


def test_undo_refuses_without_a_reason(north):
    unit = merged("thanh-hoa", "nghe-an")
    said = {"reason": " ", "seen": fingerprint(plan_unmerging(unit))}
    assert refusal_of(undo_merger, unit=unit, by=registrar(), **said) == ["Give the reason."]


def test_undo_refuses_what_was_not_previewed(north):
    unit = merged("thanh-hoa", "nghe-an")
    said = {"reason": "Diễn tập.", "seen": fingerprint(plan_unmerging(unit))}
    housed(north, unit)
    assert refusal_of(undo_merger, unit=unit, by=registrar(), **said) == [
        "The register has changed since this preview. Look at it and confirm again."
    ]


def test_undo_refuses_a_unit_whose_merger_came_from_files(north):
    unit = north.units["quang-tri-2025"]
    assert refusal_of(undo_merger, unit=unit, by=registrar(), reason="x", seen="") == [
        "The register has no record of how this unit was merged."
    ]


def test_undo_twice_is_refused(north):
    unit = merged("thanh-hoa", "nghe-an")
    said = {"reason": "Diễn tập.", "seen": fingerprint(plan_unmerging(unit))}
    undo_merger(unit=unit, by=registrar(), **said)
    assert refusal_of(undo_merger, unit=unit, by=registrar(), **said) == [
        "The register has no record of how this unit was merged."
    ]


STANDING = (
    "ha-noi",
    "thanh-hoa",
    "nghe-an",
    "ha-tinh",
    "quang-tri-2025",
    "hue",
    "da-nang-2025",
    "khanh-hoa-2025",
)
choices = st.lists(st.sampled_from(STANDING), min_size=2, max_size=4, unique=True)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=choices, second=choices, same_day=st.booleans(), last=st.integers(0, 3))
def test_mergers_taken_back_in_turn_leave_the_register_as_it_was(
    north, first, second, same_day, last
):
    rest = [key for key in second if key not in first]
    with transaction.atomic():
        text = files()
        units = [merged(*first, tile=first[last % len(first)])]
        on = DAY if same_day else LATER_DAY
        if len(rest) > 1:
            units.append(merged(*rest, on=on))
        assert errors(on) == []
        for unit in reversed(units):
            taken_back(unit)
        assert files() == text
        transaction.set_rollback(True)


# Units, clashes, key, regions with their members, maps with their tiles and key, lineage, what was
# hosted, received, attended and reported, flags with their handovers, departments, what is in the
# way.
PLAN_QUERIES = 23


def test_plan_takes_as_many_queries_for_two_units_as_for_four(north, django_assert_num_queries):
    by = registrar()
    for keys in (("thanh-hoa", "nghe-an"), ("thanh-hoa", "nghe-an", "ha-tinh", "da-nang-2025")):
        merger = rehearsed(*keys)
        with django_assert_num_queries(PLAN_QUERIES):
            plan_merger(merger, by)
