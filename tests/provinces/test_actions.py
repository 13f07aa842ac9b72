"""What is done to any record: kept, retired, restored, a part taken away (S2)."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from provinces.actions import keep, remove, restore, retire
from provinces.models import Province, RegionMembership
from tests.register import administrator, province, region, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def thanh_hoa() -> Province:
    return province("thanh-hoa")


def refusal_of(verb, **said) -> list[str]:
    with translation.override("en"):
        with pytest.raises(ValidationError) as refusal:
            verb(by=registrar(), **said)
        return refusal.value.messages


def test_keep_says_in_the_history_who_and_why(thanh_hoa):
    keeper = administrator()
    thanh_hoa.note = "Đã kiểm tra."
    keep(record=thanh_hoa, by=keeper, reason="Kiểm tra.")
    latest = thanh_hoa.history.latest()
    assert (latest.history_user, latest.history_change_reason) == (keeper, "Kiểm tra.")


def test_keep_cuts_a_long_reason_to_what_the_history_holds(thanh_hoa):
    keep(record=thanh_hoa, by=registrar(), reason="a" * 300)
    assert thanh_hoa.history.latest().history_change_reason == "a" * 100


def test_keep_refuses_what_clean_refuses(thanh_hoa):
    thanh_hoa.code = "388"
    assert refusal_of(keep, record=thanh_hoa)[0] == "Write two digits, e.g. 38."


def test_keep_refuses_what_the_database_would_refuse_in_words(thanh_hoa):
    thanh_hoa.valid_until = thanh_hoa.valid_from
    assert refusal_of(keep, record=thanh_hoa) == ["“Valid until” is a later day than “valid from”."]


def test_keep_that_is_refused_leaves_the_transaction_usable(thanh_hoa):
    thanh_hoa.valid_until = thanh_hoa.valid_from
    refusal_of(keep, record=thanh_hoa)
    assert Province.objects.get().valid_until is None


def test_retire_says_who_when_and_why(thanh_hoa):
    before = timezone.now()
    retire(record=thanh_hoa, by=registrar(), reason="Ghi nhầm.")
    stored = Province.objects.get()
    assert (stored.retired_by, stored.retired_at >= before, stored.retired_reason) == (
        registrar(),
        True,
        "Ghi nhầm.",
    )


def test_retire_does_not_write_what_else_was_typed(thanh_hoa):
    thanh_hoa.note = "Chưa lưu."
    retire(record=thanh_hoa, by=registrar(), reason="Ghi nhầm.")
    assert Province.objects.get().note == ""


def test_retire_refuses_without_a_reason(thanh_hoa):
    assert refusal_of(retire, record=thanh_hoa, reason=" ") == ["Give the reason."]


def test_retire_refuses_what_somebody_retired_before(thanh_hoa):
    stale = Province.objects.get()
    retire(record=thanh_hoa, by=registrar(), reason="Ghi nhầm.")
    day = timezone.localdate()
    assert refusal_of(retire, record=stale, reason="Ghi nhầm.") == [
        f"Hồ sơ gốc retired this record on {day.day}/{day.month}/{day.year}."
    ]


def test_restore_brings_it_back(thanh_hoa):
    retire(record=thanh_hoa, by=registrar(), reason="Ghi nhầm.")
    restore(record=thanh_hoa, by=registrar(), reason="Đúng hồ sơ.")
    stored = Province.objects.live().get()
    assert (stored.retired_by, stored.retired_reason) == (None, "")


def test_restore_refuses_what_is_not_retired(thanh_hoa):
    assert refusal_of(restore, record=thanh_hoa, reason="Đúng.") == ["This record is not retired."]


def test_restore_refuses_when_another_took_its_place(thanh_hoa):
    retire(record=thanh_hoa, by=registrar(), reason="Ghi nhầm.")
    province("thanh-hoa-1", code="38", name="Thanh Hóa", short="TH")
    assert refusal_of(restore, record=thanh_hoa, reason="Đúng.")[0] == (
        "Thanh Hóa has the same on the same days."
    )


def test_remove_keeps_in_the_history_what_it_said(thanh_hoa):
    region("bac-trung-bo-6", thanh_hoa)
    member = RegionMembership.objects.get()
    remove(record=member, by=registrar(), reason="Ghi nhầm.")
    last = RegionMembership.history.latest()
    assert (last.history_type, last.province, last.history_change_reason) == (
        "-",
        thanh_hoa,
        "Ghi nhầm.",
    )
