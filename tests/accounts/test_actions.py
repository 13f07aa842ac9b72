"""Offices given, ended, and given again in a successor (R6)."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions import end, grant, move_to_successor
from accounts.enums import DepartmentUnit, Role
from accounts.models import Membership, User
from provinces.actions import keep, retire
from provinces.enums import Beginning, Ending
from provinces.models import Province
from tests import register

pytestmark = pytest.mark.django_db
BEFORE = dt.date(2024, 1, 1)
BINH, TRI, BOTH = "quang-binh", "quang-tri-1989", "quang-tri-2025"


@pytest.fixture
def units() -> dict[str, Province]:
    return register.provinces(*register.UNITS)


@pytest.fixture
def keeper() -> User:
    return register.administrator()


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk", full_name="Chuyên viên Quảng Bình")


def held(user: User) -> list[tuple[str, str | None, dt.date, dt.date | None]]:
    """The offices of an account, oldest first: role, province, from, until."""
    rows = user.memberships.order_by("pk").select_related("province")
    return [
        (row.role, row.province and row.province.key, row.valid_from, row.valid_until)
        for row in rows
    ]


# Given and ended


def test_office_is_given_from_today(units, keeper, clerk) -> None:
    office = grant(user=clerk, role=Role.CLERK, province=units[BOTH], by=keeper, reason="Giấy cử")
    assert held(clerk) == [("clerk", BOTH, timezone.localdate(), None)]
    [entry] = office.history.all()
    assert (entry.history_user, entry.history_change_reason) == (keeper, "Giấy cử")


def test_office_of_the_ministry_is_given_from_a_day(keeper, clerk) -> None:
    grant(user=clerk, role=Role.PUBLISHER, by=keeper, valid_from=BEFORE)
    assert held(clerk) == [("publisher", None, BEFORE, None)]


def test_office_is_given_once(units, keeper, clerk) -> None:
    grant(user=clerk, role=Role.CLERK, province=units[BOTH], by=keeper)
    with pytest.raises(ValidationError):
        grant(user=clerk, role=Role.CLERK, province=units[BOTH], by=keeper)
    assert len(held(clerk)) == 1


def test_office_in_a_province_that_has_ended_is_not_given(units, keeper, clerk) -> None:
    with pytest.raises(ValidationError) as refusal:
        grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper)
    assert (list(refusal.value.message_dict), held(clerk)) == (["province"], [])


def test_office_is_ended_and_kept(units, keeper, clerk) -> None:
    office = grant(
        user=clerk, role=Role.CLERK, province=units[BOTH], by=keeper, valid_from=register.MERGER
    )
    end(membership=office, by=keeper, reason="Chuyển công tác")
    assert held(clerk) == [("clerk", BOTH, register.MERGER, timezone.localdate())]
    assert [entry.history_change_reason for entry in office.history.all()] == [
        "Chuyển công tác",
        "",
    ]


def test_office_in_a_province_that_has_ended_can_be_ended(units, keeper, clerk) -> None:
    office = grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper, valid_from=BEFORE)
    end(membership=office, by=keeper)
    assert held(clerk) == [("clerk", BINH, BEFORE, timezone.localdate())]


def test_office_that_has_ended_is_not_ended_again(keeper, clerk) -> None:
    office = grant(user=clerk, role=Role.READER, by=keeper, valid_from=BEFORE)
    end(membership=office, by=keeper, on=dt.date(2025, 1, 1))
    with pytest.raises(ValidationError):
        end(membership=office, by=keeper)
    assert held(clerk) == [("reader", None, BEFORE, dt.date(2025, 1, 1))]


def test_office_announced_to_end_can_end_earlier(keeper, clerk) -> None:
    office = grant(user=clerk, role=Role.READER, by=keeper, valid_from=BEFORE)
    end(membership=office, by=keeper, on=timezone.localdate() + dt.timedelta(days=30))
    end(membership=office, by=keeper)
    assert held(clerk) == [("reader", None, BEFORE, timezone.localdate())]


def test_office_does_not_end_before_it_began(keeper, clerk) -> None:
    office = grant(user=clerk, role=Role.READER, by=keeper)
    with pytest.raises(ValidationError):
        end(membership=office, by=keeper)
    assert held(clerk) == [("reader", None, timezone.localdate(), None)]


# Given again in the successor


def moved(keeper: User) -> list[tuple[str, str]]:
    """Who got an office, and where, when all offices are to be given again."""
    result = move_to_successor(memberships=Membership.objects.order_by("pk"), by=keeper)
    return [(office.user.username, office.province.key) for office in result.given]


def test_holder_goes_on_in_the_successor_and_keeps_the_old_office(units, keeper, clerk) -> None:
    grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper, valid_from=BEFORE)
    assert moved(keeper) == [("clerk", BOTH)]
    assert held(clerk) == [
        ("clerk", BINH, BEFORE, None),
        ("clerk", BOTH, timezone.localdate(), None),
    ]


def test_contributing_unit_stays_the_same(units, keeper, clerk) -> None:
    grant(
        user=clerk,
        role=Role.CONTRIBUTOR,
        unit=DepartmentUnit.PROMOTION_CENTRE,
        province=units[BINH],
        by=keeper,
        valid_from=BEFORE,
    )
    moved(keeper)
    assert clerk.memberships.get(province=units[BOTH]).unit == DepartmentUnit.PROMOTION_CENTRE


def test_holder_of_two_offices_that_become_one_gets_one(units, keeper, clerk) -> None:
    for key in (BINH, TRI):
        grant(user=clerk, role=Role.CLERK, province=units[key], by=keeper, valid_from=BEFORE)
    assert moved(keeper) == [("clerk", BOTH)]


def test_giving_again_a_second_time_gives_nothing(units, keeper, clerk) -> None:
    grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper, valid_from=BEFORE)
    moved(keeper)
    result = move_to_successor(memberships=Membership.objects.all(), by=keeper)
    assert (result.given, result.passed_over) == ([], 2)


def test_others_in_the_successor_are_no_obstacle(units, keeper, clerk) -> None:
    colleague = User.objects.create_user("colleague")
    grant(user=colleague, role=Role.CLERK, province=units[BOTH], by=keeper)
    grant(user=clerk, role=Role.LEADER, province=units[BOTH], by=keeper)
    grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper, valid_from=BEFORE)
    assert moved(keeper) == [("clerk", BOTH)]


def test_office_that_ended_before_its_province_is_passed_over(units, keeper, clerk) -> None:
    office = grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper, valid_from=BEFORE)
    end(membership=office, by=keeper, on=register.MERGER - dt.timedelta(days=1))
    assert moved(keeper) == []


def test_office_that_ended_with_its_province_is_given_again(units, keeper, clerk) -> None:
    office = grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper, valid_from=BEFORE)
    end(membership=office, by=keeper, on=register.MERGER)
    assert moved(keeper) == [("clerk", BOTH)]


def test_account_that_was_switched_off_gets_nothing(units, keeper, clerk) -> None:
    grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper, valid_from=BEFORE)
    clerk.is_active = False
    clerk.save()
    assert moved(keeper) == []


def test_offices_of_the_ministry_and_of_provinces_that_go_on_stay(units, keeper, clerk) -> None:
    grant(user=clerk, role=Role.REVIEWER, by=keeper, valid_from=BEFORE)
    grant(user=clerk, role=Role.CLERK, province=units["thanh-hoa"], by=keeper, valid_from=BEFORE)
    assert moved(keeper) == []


def merge(old: Province, key: str, day: dt.date) -> Province:
    """`old` becomes part of a new unit of the same name from a day on."""
    old.valid_until, old.ending = day, Ending.MERGED
    keep(record=old, by=register.registrar())
    columns = {name: getattr(old, name) for name in ("code", "name", "short", "kind")}
    old.successor = register.province(
        key, **columns, valid_from=day, beginning=Beginning.MERGER, beginning_act="Nghị quyết"
    )
    return keep(record=old, by=register.registrar()).successor


def test_holder_in_a_province_two_steps_back_goes_on_today(units, keeper, clerk) -> None:
    """Renamed, then merged: the office is one of today, not of the years between."""
    merge(units["hue"], "hue-2026", dt.date(2026, 1, 1))
    old = units["thua-thien-hue"]
    grant(user=clerk, role=Role.CLERK, province=old, by=keeper, valid_from=BEFORE)
    assert moved(keeper) == [("clerk", "hue-2026")]


def test_successor_still_to_come_gives_offices_from_its_first_day(units, keeper, clerk) -> None:
    thanh_hoa = units["thanh-hoa"]
    grant(user=clerk, role=Role.CLERK, province=thanh_hoa, by=keeper, valid_from=BEFORE)
    first_day = timezone.localdate() + dt.timedelta(days=40)
    merge(thanh_hoa, "thanh-hoa-moi", first_day)
    moved(keeper)
    assert held(clerk)[1:] == [("clerk", "thanh-hoa-moi", first_day, None)]


def test_successor_that_is_retired_gives_nothing(units, keeper, clerk) -> None:
    grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper, valid_from=BEFORE)
    retire(record=units[BOTH], by=keeper, reason="Nhầm")
    assert moved(keeper) == []


# Who may


def officer() -> User:
    """Staff with the right to manage offices."""
    user = User.objects.create_user("officer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_membership"))
    return user


def outsider() -> User:
    """Somebody with the right who is no staff."""
    user = officer()
    user.is_staff = False
    user.save()
    return user


def staff() -> User:
    """Staff with every other right on accounts."""
    user = User.objects.create_user("staff", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label="accounts")
    user.user_permissions.set(rights.exclude(codename="change_membership"))
    return user


@pytest.mark.parametrize("by", [register.administrator, officer])
def test_offices_are_managed_by(by, clerk) -> None:
    manager = by()
    office = grant(user=clerk, role=Role.READER, by=manager, valid_from=BEFORE)
    end(membership=office, by=manager)
    move_to_successor(memberships=[], by=manager)
    assert held(clerk) == [("reader", None, BEFORE, timezone.localdate())]


@pytest.mark.parametrize(
    "by", [register.clerk_thanh_hoa, register.ministry_reader, register.registrar, outsider, staff]
)
def test_offices_are_not_managed_by(by, units, keeper, clerk) -> None:
    somebody = by()
    office = grant(user=clerk, role=Role.CLERK, province=units[BINH], by=keeper, valid_from=BEFORE)
    with pytest.raises(PermissionDenied):
        grant(user=somebody, role=Role.PUBLISHER, by=somebody)
    with pytest.raises(PermissionDenied):
        end(membership=office, by=somebody)
    with pytest.raises(PermissionDenied):
        move_to_successor(memberships=[office], by=somebody)
    assert (held(clerk), held(somebody)) == ([("clerk", BINH, BEFORE, None)], [])
