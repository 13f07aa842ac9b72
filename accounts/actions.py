"""Offices are given and ended by a person; they never move by themselves (R6)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import DepartmentUnit, Role
from accounts.models import Membership, User
from accounts.permissions import manages_offices
from provinces.actions import keep, locked
from provinces.models import Province


@transaction.atomic
def grant(
    *,
    user: User,
    role: Role,
    by: User,
    province: Province | None = None,
    unit: DepartmentUnit | str = "",
    valid_from: dt.date | None = None,
    reason: str = "",
) -> Membership:
    """Somebody holds an office from a day on, today when not said.

    Raises PermissionDenied when `by` does not manage offices; ValidationError when the account
    holds it already, or role, province and unit do not go together.
    """
    _require_manager(by)
    office = Membership(user=user, role=role, province=province, unit=unit)
    office.valid_from = valid_from or timezone.localdate()
    return keep(record=office, by=by, reason=reason)


@transaction.atomic
def end(
    *, membership: Membership, by: User, on: dt.date | None = None, reason: str = ""
) -> Membership:
    """An office is no longer held from a day on, today when not said; the row stays.

    Raises PermissionDenied as `grant`; ValidationError when it ended before, or began that day or
    later.
    """
    _require_manager(by)
    row, day = locked(membership), on or timezone.localdate()
    if row.valid_until and row.valid_until <= day:
        raise ValidationError(_("%(office)s has ended already."), params={"office": row})
    row.valid_until = day
    return keep(record=row, by=by, reason=reason)


@dataclass(frozen=True)
class Moved:
    """What became of offices whose holders were to go on in the successor."""

    given: list[Membership]
    """The new offices."""
    passed_over: int
    """Those of units that go on, held there already, ended before, or of closed accounts."""


@transaction.atomic
def move_to_successor(*, memberships: Iterable[Membership], by: User, reason: str = "") -> Moved:
    """Who held an office when a province ended holds the same one in its successor (R6).

    From today, or from the first day of a successor that is still to come. The old office stays,
    and reads. Raises PermissionDenied as `grant`.
    """
    _require_manager(by)
    today = timezone.localdate()
    units = Province.objects.live().in_bulk()
    given, passed_over = [], 0
    for office in memberships:
        unit = _unit_after(office, units, today)
        if unit is None or not office.user.is_active:
            passed_over += 1
            continue
        first_day = max(today, unit.valid_from)
        same = {"user": office.user, "role": office.role, "province": unit, "unit": office.unit}
        lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=first_day)
        if Membership.objects.filter(lasting, **same).exists():
            passed_over += 1
            continue
        given.append(keep(record=Membership(**same, valid_from=first_day), by=by, reason=reason))
    return Moved(given, passed_over)


def _unit_after(
    office: Membership, units: Mapping[int, Province], today: dt.date
) -> Province | None:
    """The unit that took over from the one of an office held to its end; None when none did."""
    old = units.get(office.province_id or 0)
    if old is None or old.valid_until is None:
        return None
    if office.valid_until and office.valid_until < old.valid_until:
        return None
    unit = units.get(old.successor_id or 0)
    while unit and unit.valid_until and unit.valid_until <= today:
        unit = units.get(unit.successor_id or 0)
    return unit


def _require_manager(by: User) -> None:
    if not manages_offices(by):
        raise PermissionDenied
