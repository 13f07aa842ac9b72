"""People with an account, and the offices they hold."""

import datetime as dt

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory
from django.utils import translation

from accounts.enums import DepartmentUnit, Purpose, Role
from accounts.models import REGISTRAR, Membership, Tally, User
from tests import register

pytestmark = pytest.mark.django_db


def test_registrar_is_one_account() -> None:
    first, second = User.objects.registrar(), User.objects.registrar()
    assert (first, User.objects.count()) == (second, 1)


@pytest.mark.parametrize("password", ["", "!", REGISTRAR])
def test_nobody_logs_in_as_the_registrar(password: str) -> None:
    registrar = User.objects.registrar()
    request = RequestFactory().post("/login/")
    signed_in = authenticate(request, username=REGISTRAR, password=password)
    assert (signed_in, registrar.is_active, registrar.has_usable_password()) == (
        None,
        False,
        False,
    )


def test_registrar_has_no_rights() -> None:
    registrar = User.objects.registrar()
    assert (registrar.is_staff, registrar.is_superuser) == (False, False)


@pytest.mark.parametrize(
    ("full_name", "shown"), [("Chuyên viên Thanh Hóa", "Chuyên viên Thanh Hóa"), ("", "clerk")]
)
def test_person_is_called_by_name_or_account(full_name: str, shown: str) -> None:
    person = User(username="clerk", full_name=full_name)
    assert (str(person), person.get_full_name(), person.get_short_name()) == (shown,) * 3


def test_name_is_stored_nfc() -> None:
    person = User.objects.create_user("clerk", full_name="Chuye\u0302n vie\u0302n")
    person.refresh_from_db()
    assert person.full_name == "Chuy\u00ean vi\u00ean"


# Offices


def office(**columns) -> Membership:
    """An office of 2024; a clerk's when not said."""
    holder, _new = User.objects.get_or_create(username="clerk")
    defaults = {"user": holder, "role": Role.CLERK, "valid_from": dt.date(2024, 1, 1)}
    return Membership(**defaults | columns)


PLACE = "An office of a department names its province; one of the Ministry names none."
UNIT = "A contributing unit, and only that, names the unit."


@pytest.mark.parametrize(
    ("role", "in_province", "unit", "told"),
    [
        (Role.CLERK, True, "", {}),
        (Role.LEADER, True, "", {}),
        (Role.CONTRIBUTOR, True, DepartmentUnit.INDUSTRY, {}),
        (Role.REVIEWER, False, "", {}),
        (Role.CLERK, False, "", {"__all__": [PLACE]}),
        (Role.PUBLISHER, True, "", {"__all__": [PLACE]}),
        (Role.CONTRIBUTOR, True, "", {"__all__": [UNIT]}),
        (Role.CLERK, True, DepartmentUnit.INDUSTRY, {"__all__": [UNIT]}),
    ],
)
def test_role_province_and_unit_go_together(role, in_province, unit, told) -> None:
    province = register.provinces("thanh-hoa")["thanh-hoa"] if in_province else None
    assert register.refused(office(role=role, province=province, unit=unit)) == told


def test_office_is_held_once_at_a_time() -> None:
    province = register.provinces("thanh-hoa")["thanh-hoa"]
    office(province=province, valid_until=dt.date(2025, 1, 1)).save()
    office(province=province).save()
    assert register.refused(office(province=province, valid_from=dt.date(2026, 1, 1))) == {
        "__all__": ["This account holds this office already."]
    }


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (dt.date(2025, 6, 30), {}),
        (
            register.MERGER,
            {"province": ["Quang Binh is no unit of 1 July 2025: choose the one of that day."]},
        ),
    ],
)
def test_office_begins_while_its_province_exists(day, told) -> None:
    province = register.provinces("quang-tri-2025", "quang-binh")["quang-binh"]
    assert register.refused(office(province=province, valid_from=day)) == told


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (dt.date(2023, 12, 31), 0),
        (dt.date(2024, 1, 1), 1),
        (dt.date(2024, 12, 31), 1),
        (dt.date(2025, 1, 1), 0),
    ],
)
def test_offices_of_a_day_are_half_open(day, count) -> None:
    office(role=Role.READER, valid_until=dt.date(2025, 1, 1)).save()
    assert Membership.objects.on(day).count() == count


def test_office_is_called_by_role_or_unit_and_place() -> None:
    province = register.provinces("thanh-hoa")["thanh-hoa"]
    unit = DepartmentUnit.PROMOTION_CENTRE
    with translation.override("en"):
        names = [
            str(office(province=province)),
            str(office(role=Role.CONTRIBUTOR, province=province, unit=unit)),
            str(office(role=Role.READER)),
        ]
    assert names == [
        "clerk of the department · Thanh Hoa",
        "industrial promotion centre · Thanh Hoa",
        "reader of the Ministry · Ministry",
    ]


def test_tally_says_what_was_counted() -> None:
    with translation.override("en"):
        assert str(Tally(purpose=Purpose.SIGN_IN, times=3)) == "sign-in from an address: 3"
