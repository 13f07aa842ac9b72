"""The regions of the units: who leaves, who joins, which go on under another name (P4)."""

import datetime as dt
import re
from collections.abc import Sequence
from itertools import combinations

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.actions import keep, remove
from provinces.enums import Certainty, RegionKind
from provinces.mergers.rows import (
    Belonging,
    Joining,
    Leaving,
    Merger,
    PlacesPlan,
    RegionChange,
    taken_up,
)
from provinces.models import Province, Region, RegionMembership
from vietnamese.text import free

COUNT = re.compile(r"\d+")


def regions_of(units: Sequence[Province], on: dt.date) -> list[Region]:
    """The regions to which any of these units belongs on a day or later, with their members."""
    later = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    theirs = RegionMembership.objects.filter(later, province__in=units).values("region")
    members = RegionMembership.objects.filter(later).select_related("province")
    return list(
        Region.objects.live()
        .filter(pk__in=theirs)
        .order_by("kind", "sort_key", "valid_from")
        .prefetch_related(Prefetch("memberships", members.order_by("province__code", "pk")))
    )


def members_after(region: Region, units: Sequence[Province], on: dt.date, *, belongs: bool) -> int:
    """How many members a region of `regions_of` has when the units are one."""
    day, gone = max(on, region.valid_from), {unit.pk for unit in units}
    others = {
        one.province_id
        for one in region.memberships.all()
        if one.valid_from <= day and one.province_id not in gone and one.province.is_valid_on(day)
    }
    return len(others) + belongs


def proposed_name(name: str, count: int) -> str:
    """A region's name with the number of members it will have; as it is where it names none."""
    return COUNT.sub(str(count), name, count=1) if COUNT.match(name) else name


def plan_regions(
    merger: Merger, units: Sequence[Province], regions: Sequence[Region]
) -> tuple[list[Leaving], list[RegionChange], list[Joining]]:
    """Memberships that end, regions that change, memberships that begin."""
    said = {one.region: one for one in merger.regions}
    taken = set(Region.objects.live().values_list("key", flat=True))
    leaving: list[Leaving] = []
    changes: list[RegionChange] = []
    joining: list[Joining] = []
    for region in regions:
        answer = said.get(region.key)
        if answer is None:
            raise ValidationError(
                _("Say whether the new unit belongs to %(region)s.") % {"region": region.label}
            )
        members = members_after(region, units, merger.on, belongs=answer.belongs)
        _check_count(answer, region, members)
        change = _region_change(answer, region, merger, taken)
        changes += [change] if change else []
        leaving += _leaving(region, change, merger)
        joining += _joining(region, change, answer, merger)
    _check_economic(merger, regions, joining)
    return leaving, changes, joining


def _going(region: Region, change: RegionChange | None, merger: Merger) -> list[RegionMembership]:
    """The memberships that do not go on: those of the units; all, of a region that ends."""
    ends = change is not None and change.new_key
    return [one for one in region.memberships.all() if ends or one.province.key in merger.units]


def _leaving(region: Region, change: RegionChange | None, merger: Merger) -> list[Leaving]:
    return [
        Leaving(
            pk=one.pk,
            region=region.key,
            province=one.province.key,
            province_label=one.province.label,
            ends=one.valid_from < merger.on,
        )
        for one in _going(region, change, merger)
    ]


def _joining(
    region: Region, change: RegionChange | None, answer: Belonging, merger: Merger
) -> list[Joining]:
    """The others in the region that follows, and the new unit if it belongs."""
    key = (change and change.new_key) or region.key
    going = _going(region, change, merger)
    theirs = [one for one in going if one.province.key in merger.units]
    joining = [
        Joining(
            region=key,
            province=one.province.key,
            valid_from=max(one.valid_from, merger.on),
            valid_until=one.valid_until,
            certainty=one.certainty,
            citation=one.citation,
        )
        for one in going
        if one not in theirs
    ]
    if answer.belongs:
        ends = [one.valid_until for one in theirs]
        own = Joining(
            region=key,
            province=merger.key,
            valid_from=max(merger.on, min(one.valid_from for one in theirs)),
            valid_until=max((end for end in ends if end), default=None) if all(ends) else None,
            certainty=answer.certainty,
            citation=answer.citation,
        )
        joining.append(own)
    return joining


def _check_count(answer: Belonging, region: Region, members: int) -> None:
    """Refuse a name that says another number of members than there will be."""
    if answer.certainty not in Certainty.values or not answer.name:
        raise ValidationError({region.key: _("Say what the region is called and how certain.")})
    said = COUNT.match(answer.name)
    if said and int(said[0]) != members:
        raise ValidationError(
            {
                region.key: ngettext(
                    "From that day it has %(members)d member; the name says %(said)s.",
                    "From that day it has %(members)d members; the name says %(said)s.",
                    members,
                )
                % {"members": members, "said": said[0]}
            }
        )


def _check_economic(merger: Merger, regions: Sequence[Region], joining: list[Joining]) -> None:
    """Refuse two economic regions at a time (P4)."""
    economic = {one.key: one for one in regions if one.kind == RegionKind.STATISTICAL}
    own = [one for one in joining if one.province == merger.key and one.region in economic]
    for one, other in combinations(sorted(own, key=lambda it: it.valid_from), 2):
        if one.valid_until is None or other.valid_from < one.valid_until:
            raise ValidationError(
                {
                    other.region: _("It belongs to %(other)s as well: choose one economic region.")
                    % {"other": economic[one.region].label}
                }
            )


def _region_change(
    answer: Belonging, region: Region, merger: Merger, taken: set[str]
) -> RegionChange | None:
    if (answer.name, answer.name_en) == (region.name, region.name_en):
        return None
    new_key = ""
    if region.valid_from < merger.on:
        stem = f"{re.sub(r'-[0-9]+$', '', region.key)[:50]}-{merger.on.year}"
        new_key = free(stem, taken)
        taken.add(new_key)
    citation = answer.citation or merger.act
    return RegionChange(
        region.key,
        region.label,
        new_key,
        answer.name,
        answer.name_en,
        answer.certainty,
        citation,
    )


def write_regions(plan: PlacesPlan, *, by: AbstractUser) -> None:
    """End memberships, then change regions, then begin memberships."""
    merger = plan.merger
    memberships = RegionMembership.objects.in_bulk([one.pk for one in plan.leaving])
    for leaving in plan.leaving:
        membership = memberships[leaving.pk]
        if leaving.ends:
            membership.valid_until = merger.on
            keep(record=membership, by=by, reason=merger.mark)
        else:
            remove(record=membership, by=by, reason=merger.mark)
    for change in plan.regions:
        _write_region(change, merger, by)
    regions = Region.objects.in_bulk({one.region for one in plan.joining}, field_name="key")
    members = Province.objects.in_bulk({one.province for one in plan.joining}, field_name="key")
    for joining in plan.joining:
        membership = RegionMembership(
            region=regions[joining.region],
            province=members[joining.province],
            valid_from=joining.valid_from,
            valid_until=joining.valid_until,
            certainty=joining.certainty,
            citation=joining.citation,
        )
        keep(record=membership, by=by, reason=merger.mark)


def _write_region(change: RegionChange, merger: Merger, by: AbstractUser) -> None:
    """Rename a region of that day, or let a row with the new name follow it."""
    region = Region.objects.get(key=change.key)
    if not change.new_key:
        region.name, region.name_en = change.name, change.name_en
        region.certainty, region.citation = change.certainty, change.citation
        keep(record=region, by=by, reason=merger.mark)
        return
    following = taken_up(Region, change.new_key)
    following.name, following.name_en, following.kind = change.name, change.name_en, region.kind
    following.valid_from, following.valid_until = merger.on, region.valid_until
    following.successor, following.legal_basis, following.note = region.successor, "", ""
    following.certainty, following.citation = change.certainty, change.citation
    keep(record=following, by=by, reason=merger.mark)
    region.valid_until, region.successor = merger.on, following
    keep(record=region, by=by, reason=merger.mark)
