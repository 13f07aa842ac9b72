"""Places in the admin: keys, intervals, names found without accents, retiring (P1, P4, S2)."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from provinces.models import Province, Region
from tests import register
from tests.admin_pages import as_shown, mistakes, save, signed_in, told

pytestmark = pytest.mark.django_db
PROVINCES = "/admin/provinces/province/"


@pytest.fixture
def keeper() -> Client:
    return signed_in(register.administrator())


@pytest.fixture
def keeper_in_english() -> Client:
    return signed_in(register.administrator(), "en")


def thanh_hoa(**typed: str) -> dict[str, str]:
    return {
        "name": "Thanh Hóa",
        "kind": "province",
        "code": "38",
        "short": "TH",
        "valid_from": "1/1/2004",
        **typed,
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hue", ["hue", "thua-thien-hue"]),
        ("thua thien hue", ["thua-thien-hue"]),
        ("TT-Huế", ["thua-thien-hue"]),
        ("Thanh Hoá", ["thanh-hoa"]),
        ("38", ["thanh-hoa"]),
        ("da nang", []),
    ],
)
def test_province_is_found_without_accents_and_by_other_names(keeper, words, found):
    register.provinces("hue", "thua-thien-hue", "thanh-hoa")
    page = keeper.get(PROVINCES, {"q": words})
    assert sorted(province.key for province in page.context["cl"].result_list) == found


def test_province_without_key_is_called_after_its_name(keeper):
    save(keeper, PROVINCES + "add/", **thanh_hoa(name="Bà Rịa - Vũng Tàu"))
    assert Province.objects.get().key == "ba-ria-vung-tau"


def test_province_without_key_takes_none_that_is_taken(keeper):
    register.province("thanh-hoa", valid_until=dt.date(2025, 7, 1))
    save(keeper, PROVINCES + "add/", **thanh_hoa(valid_from="1/7/2025"))
    assert Province.objects.order_by("pk").last().key == "thanh-hoa-2"


def test_province_without_territory_stands_for_its_own(keeper):
    save(keeper, PROVINCES + "add/", **thanh_hoa())
    assert Province.objects.get().territory == "thanh-hoa"


def test_key_of_a_province_stays(keeper):
    province = register.province("thanh-hoa")
    save(keeper, f"{PROVINCES}{province.pk}/change/", key="thanh-hoa-moi", note="Ghi chú")
    province.refresh_from_db()
    assert (province.key, province.note) == ("thanh-hoa", "Ghi chú")


def test_date_of_a_province_is_typed_day_first(keeper):
    save(keeper, PROVINCES + "add/", **thanh_hoa(valid_from="5/6/2022"))
    assert Province.objects.get().valid_from == dt.date(2022, 6, 5)


def test_interval_that_ends_before_it_begins_is_a_mistake(keeper_in_english):
    answer = save(keeper_in_english, PROVINCES + "add/", **thanh_hoa(valid_until="1/1/2004"))
    assert mistakes(answer) == {"valid_until": ["The day it ends comes after the day it begins."]}


def test_code_of_another_unit_of_the_same_days_is_a_mistake(keeper_in_english):
    register.province("nghe-an", code="38")
    answer = save(keeper_in_english, PROVINCES + "add/", **thanh_hoa())
    assert mistakes(answer)["code"] == ["Nghe An has the same on the same days."]


def test_member_outside_the_days_of_its_region_is_a_mistake_that_is_seen(keeper_in_english):
    province = register.province("thanh-hoa")
    region = register.region("bac-trung-bo", valid_from=dt.date(2008, 8, 1))
    address = f"/admin/provinces/region/{region.pk}/change/"
    row = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-region": region.pk,
        "memberships-0-province": province.pk,
        "memberships-0-valid_from": "1/1/2004",
        "memberships-0-certainty": "certain",
    }
    answer = save(keeper_in_english, address, **row)
    sentence = "bac-trung-bo does not exist on all days of this membership."
    assert mistakes(answer) == {"": [sentence]}


def test_member_twice_is_a_mistake(keeper_in_english):
    province = register.province("thanh-hoa")
    region = register.region("bac-trung-bo", province)
    row = {
        "memberships-TOTAL_FORMS": "2",
        "memberships-1-region": region.pk,
        "memberships-1-province": province.pk,
        "memberships-1-valid_from": "1/1/2004",
        "memberships-1-certainty": "certain",
    }
    save(keeper_in_english, f"/admin/provinces/region/{region.pk}/change/", **row)
    assert region.memberships.count() == 1


def test_choice_offers_provinces_by_folded_name_and_none_that_is_retired(keeper):
    register.provinces("hue", "thua-thien-hue")
    retired = Province.objects.get(key="thua-thien-hue")
    keeper.post(f"{PROVINCES}{retired.pk}/retire/", {"reason": "Ghi trùng"})
    offered = keeper.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "conferences",
            "model_name": "conference",
            "field_name": "host",
            "term": "hue",
        },
    )
    assert [row["text"] for row in offered.json()["results"]] == ["TP. Huế"]


def test_retiring_asks_first(keeper):
    region = register.region("bac-trung-bo")
    keeper.get(f"/admin/provinces/region/{region.pk}/retire/")
    assert Region.objects.get().is_retired is False


def test_retiring_needs_a_reason(keeper_in_english):
    region = register.region("bac-trung-bo")
    answer = keeper_in_english.post(f"/admin/provinces/region/{region.pk}/retire/", {"reason": " "})
    told_why = mistakes(answer)
    assert (told_why, Region.objects.get().is_retired) == ({"reason": ["Give the reason."]}, False)


def test_retired_record_says_who_and_why(keeper):
    region = register.region("bac-trung-bo")
    keeper.post(f"/admin/provinces/region/{region.pk}/retire/", {"reason": "Ghi trùng"})
    kept = Region.objects.get()
    assert (kept.retired_by.username, kept.retired_reason) == ("administrator", "Ghi trùng")


def test_retiring_twice_says_that_it_was_done(keeper_in_english):
    region = register.region("bac-trung-bo")
    address = f"/admin/provinces/region/{region.pk}/retire/"
    keeper_in_english.post(address, {"reason": "Ghi trùng"}, follow=True)
    answer = keeper_in_english.post(address, {"reason": "Lần hai"}, follow=True)
    assert told(answer) == ["This was done already."]


def test_retired_record_is_read_and_not_edited(keeper):
    region = register.region("bac-trung-bo")
    address = f"/admin/provinces/region/{region.pk}/change/"
    form = as_shown(keeper.get(address), name="Tên khác")
    keeper.post(f"/admin/provinces/region/{region.pk}/retire/", {"reason": "Ghi trùng"})
    assert (keeper.get(address).status_code, keeper.post(address, form).status_code) == (200, 403)


def test_restored_record_is_in_the_register(keeper):
    region = register.region("bac-trung-bo")
    keeper.post(f"/admin/provinces/region/{region.pk}/retire/", {"reason": "Ghi trùng"})
    keeper.post(f"/admin/provinces/region/{region.pk}/restore/", {"reason": "Không trùng"})
    assert Region.objects.get().is_retired is False


def test_restoring_into_a_place_that_is_taken_is_refused_in_words(keeper_in_english):
    old = register.province("thanh-hoa")
    keeper_in_english.post(f"{PROVINCES}{old.pk}/retire/", {"reason": "Ghi trùng"})
    register.province("thanh-hoa-khac", code="38", short="TH2", name="Thanh Hóa khác")
    answer = keeper_in_english.post(f"{PROVINCES}{old.pk}/restore/", {"reason": "Khôi phục"})
    assert mistakes(answer)[""][0] == "Thanh Hóa khác has the same on the same days."


def test_states_are_told_apart_by_the_filter(keeper):
    gone, kept = register.region("bac-trung-bo"), register.region("phia-bac")
    keeper.post(f"/admin/provinces/region/{gone.pk}/retire/", {"reason": "Ghi trùng"})
    lists = [
        list(keeper.get("/admin/provinces/region/", {"state": state}).context["cl"].result_list)
        for state in ("live", "retired")
    ]
    assert lists == [[kept], [gone]]


def test_units_of_today_are_told_apart_by_the_filter(keeper):
    register.provinces("hue", "thua-thien-hue")
    keys = [
        [row.key for row in keeper.get(PROVINCES, {"valid": time}).context["cl"].result_list]
        for time in ("today", "past")
    ]
    assert keys == [["hue"], ["thua-thien-hue"]]
