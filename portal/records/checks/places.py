"""What provinces, regions and memberships must be true to together (rules P1, P2, P4)."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext as _

from portal.records.checks.register import Check, Holdings, Problem, day_label
from portal.records.register import stood
from provinces.enums import RegionKind
from provinces.lineage import LineageCycle, present_unit
from provinces.models import RegionMembership


def every_unit_goes_on_somewhere(holdings: Holdings) -> Iterator[Problem]:
    """A unit or region that ended has a successor that stood on that day; no line is a ring."""
    successors = {one.pk: one.successor_id for one in holdings.provinces}
    for unit in holdings.provinces:
        try:
            present_unit(unit.pk, successors)
        except LineageCycle:
            yield Problem(unit, _("It is its own successor, over others."))
        if unit.valid_until and unit.successor is None:
            yield Problem(unit, _("It ended and no successor is named."))
    dated: list[Any] = [*holdings.provinces, *holdings.regions]
    for one in dated:
        following = one.successor
        if following is None or one.valid_until is None:
            continue
        if not stood(following, (one.valid_until, one.valid_until)):
            yield Problem(
                one,
                _("Its successor %(name)s did not stand on %(day)s, when it ended.")
                % {"name": following, "day": day_label(one.valid_until)},
            )


def memberships_do_not_overlap(holdings: Holdings) -> Iterator[Problem]:
    """A province is in a region once at a time, and in one economic region at a time."""
    memberships = [one for region in holdings.regions for one in region.memberships.all()]
    economic = [one for one in memberships if one.region.kind == RegionKind.STATISTICAL]
    yield from _overlapping(memberships, lambda one: (one.province_id, one.region_id))
    yield from _overlapping(economic, lambda one: (one.province_id, one.region.kind))


def regions_have_as_many_members_as_their_name_says(holdings: Holdings) -> Iterator[Problem]:
    """A region called "28 tỉnh, thành phố khu vực phía Bắc" had 28 on its last day.

    One that goes on is counted today, one still to come on its first day.
    """
    for region in holdings.regions:
        said = re.match(r"\d+", region.name)
        if said is None:
            continue
        day = max(holdings.today, region.valid_from)
        if region.valid_until:
            day = region.valid_until - dt.timedelta(days=1)
        members = {one.province_id for one in region.memberships.all() if stood(one, (day, day))}
        if len(members) != int(said[0]):
            yield Problem(
                region,
                _("It had %(members)d members on %(day)s; its name says %(said)s.")
                % {"members": len(members), "day": day_label(day), "said": said[0]},
            )


def _overlapping(
    memberships: list[RegionMembership], same: Callable[[RegionMembership], tuple]
) -> Iterator[Problem]:
    ordered = sorted(memberships, key=lambda one: (*same(one), one.valid_from))
    for _key, group in groupby(ordered, key=same):
        for one, following in pairwise(group):
            if one.valid_until is None or following.valid_from < one.valid_until:
                yield Problem(
                    following,
                    _("On %(day)s it belongs to %(other)s as well.")
                    % {"day": day_label(following.valid_from), "other": one.region},
                )


CHECKS: tuple[Check, ...] = (
    every_unit_goes_on_somewhere,
    memberships_do_not_overlap,
    regions_have_as_many_members_as_their_name_says,
)
