"""Provinces merge, and a merger is taken back: the whole register looked at before it is done.

`provinces.mergers` knows the places; what was hosted, received and reported under them, and what
the merger would contradict, is found here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conferences.models import Attestation, Conference, Handover, Organisation, Participation
from conferences.queries import flag_timelines
from metrics.models import Figure
from portal.records.answers import OF_A_PROVINCE
from provinces.actions import require_reason, require_seen
from provinces.mergers import (
    Merger,
    Obstacle,
    PlacesPlan,
    UndoPlan,
    obstacle,
    plan_places,
    plan_undo,
    undo_places,
    was_merged_here,
    write_places,
)
from provinces.models import Province
from provinces.queries import Places


@dataclass(frozen=True)
class Line:
    """A record in words, and its page."""

    text: str
    url: str


@dataclass(frozen=True)
class Held:
    """What stands under the predecessors and is found under the new unit from that day (P3)."""

    series: tuple[str, ...]
    hosted: tuple[Line, ...]
    received: tuple[Line, ...]
    attended: tuple[Line, ...]
    figures: tuple[Line, ...]
    flags: tuple[str, ...]
    """Series whose flag one of them holds: kept when the new unit hosts (H2)."""


@dataclass(frozen=True)
class MergerPlan:
    """All that a merger does, all that it does not, and what stands in its way."""

    places: PlacesPlan
    held: Held
    departments: tuple[Line, ...]
    """Bodies of the predecessors: renamed separately."""
    obstacles: tuple[Obstacle, ...]
    """Records of that day or later that name a unit or region which ends: to be changed first."""


def plan_merger(merger: Merger, by: User) -> MergerPlan:
    """What the merger would do, nothing written.

    Raises ValidationError, by field where one is meant, when it contradicts the register.
    """
    plan = plan_places(merger)
    places = Places.load()
    units = [one for one in places.by_id.values() if one.key in merger.units]
    ids = {one.pk for unit in units for one in (unit, *places.forebears(unit))}
    return MergerPlan(
        places=plan,
        held=_held(ids, merger.units, places, by),
        departments=_departments(units),
        obstacles=tuple(map(obstacle, _contradicted(plan, units))),
    )


@transaction.atomic
def merge(*, merger: Merger, by: User, seen: str) -> Province:
    """From a day on several units are one, or one is a city; the new unit is returned.

    `seen` is the fingerprint of the plan that was shown. Raises ValidationError when the register
    has changed since, or holds records of that day or later that name a unit which ends.
    """
    _lock(merger.units)
    plan = plan_merger(merger, by)
    require_seen(plan, seen)
    if plan.obstacles:
        raise ValidationError(_("Records stand in the way: change them first."))
    return write_places(plan.places, by=by)


def plan_unmerging(unit: Province) -> UndoPlan:
    """What taking back the merger that formed `unit` would do, and what stands in its way."""
    plan = plan_undo(unit)
    printed = Attestation.objects.filter(
        field__in=OF_A_PROVINCE, value=unit.key, conference__retired_at__isnull=True
    ).select_related("conference")
    return UndoPlan(
        plan.unit,
        plan.label,
        plan.touched,
        plan.changed,
        (*plan.dependents, *map(obstacle, printed)),
    )


@transaction.atomic
def undo_merger(*, unit: Province, by: User, reason: str, seen: str) -> None:
    """The predecessors are units of their own again, exactly as before; the unit is retired.

    Raises ValidationError without a reason, when the register has changed since the preview, when
    something rests on the unit, or when its merger was not recorded here.
    """
    require_reason(reason)
    _lock([unit.key])
    row = Province.objects.get(pk=unit.pk)
    if not was_merged_here(row):
        raise ValidationError(_("The register has no record of how this unit was merged."))
    plan = plan_unmerging(row)
    require_seen(plan, seen)
    if plan.changed or plan.dependents:
        raise ValidationError(_("Records stand in the way: change them first."))
    undo_places(plan, by=by, reason=reason)


def _lock(keys: Iterable[str]) -> None:
    """Nobody else changes these units, or lets a record refer to them, until it is done."""
    list(Province.objects.select_for_update().filter(key__in=keys).order_by("pk"))


def _held(ids: set[int], keys: Sequence[str], places: Places, by: User) -> Held:
    live = Conference.objects.live()
    hosted = live.filter(host__in=ids).select_related("series", "host").order_by("-starts_on", "pk")
    received = (
        Handover.objects.filter(receiver__in=ids, retired_at=None, conference__in=live)
        .select_related("conference__series", "receiver")
        .order_by("-conference__starts_on", "pk")
    )
    attended = (
        Participation.objects.filter(province__in=ids, conference__in=live)
        .select_related("conference__series", "province")
        .order_by("-conference__starts_on", "pk")
    )
    figures = (
        Figure.objects.current()
        .filter(province__in=ids)
        .select_related("indicator", "province")
        .order_by("indicator__position", "-period_end", "pk")
    )
    every: list[Any] = [*hosted, *(one.conference for one in received)]
    return Held(
        series=tuple(sorted({one.series.label for one in every})),
        hosted=tuple(_line(one, one.host) for one in hosted),
        received=tuple(_line(one.conference, one.receiver) for one in received),
        attended=tuple(_line(one.conference, one.province) for one in attended),
        figures=tuple(
            Line(f"{one}, {one.province}", one.indicator.get_absolute_url()) for one in figures
        ),
        flags=_flags(keys, places, by),
    )


def _line(conference: Conference, unit: Province | None) -> Line:
    return Line(f"{conference.headline}: {unit}", conference.get_absolute_url())


def _flags(keys: Sequence[str], places: Places, by: User) -> tuple[str, ...]:
    today = timezone.localdate()
    holders = [
        (series.label, timeline.course.holder())
        for series, timeline in flag_timelines(by, places=places, today=today)
    ]
    return tuple(
        label for label, holder in holders if holder and holder.certain and holder.unit in keys
    )


def _departments(units: Sequence[Province]) -> tuple[Line, ...]:
    bodies = Organisation.objects.filter(
        province__in=units, retired_at=None, successor=None, valid_until=None
    )
    return tuple(Line(body.label, obstacle(body).url) for body in bodies)


def _contradicted(plan: PlacesPlan, units: Sequence[Province]) -> list[Any]:
    """Records that would name a unit, or a region, on a day on which it no longer stands."""
    day, keys = plan.merger.on, plan.merger.units
    ending = [one.key for one in plan.regions if one.new_key]
    live = Conference.objects.live()
    later = live.filter(starts_on__gte=day)
    received = Handover.objects.filter(
        receiver__in=units, retired_at=None, conference__in=live
    ).annotate(day=Coalesce("handed_on", "conference__ends_on", "conference__starts_on"))
    return [
        *later.filter(Q(host__in=units) | Q(region__key__in=ending)),
        *received.filter(day__gte=day).select_related("conference", "receiver"),
        *Participation.objects.filter(province__in=units, conference__in=later).select_related(
            "conference", "province"
        ),
        *Attestation.objects.filter(
            field__in=OF_A_PROVINCE, value__in=keys, conference__in=later
        ).select_related("conference"),
        *Figure.objects.current()
        .filter(province__in=units, period_start__gte=day)
        .select_related("indicator", "reported_at"),
    ]
