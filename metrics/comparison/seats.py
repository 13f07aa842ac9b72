"""The places of a comparison, and what changed in them over time (rules P4, P5)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.charts import Break
from metrics.comparison.asking import NATION
from metrics.enums import Scope
from metrics.footings import words
from metrics.footings.book import members_of
from metrics.footings.lineage import Lineage, members_of_day
from metrics.footings.members import MemberChanges, changes_of_members
from metrics.periods import ONE_DAY
from provinces.footing import Footing
from provinces.models import Region
from provinces.queries import Places
from vietnamese.dates import format_date
from vietnamese.language import active


@dataclass(frozen=True)
class Seat:
    """A row of a comparison: the country, a province, a region or regions that follow each other.

    `regions`: the earliest first, one of a chosen region; `province`: its id.
    """

    label: str
    url: str
    regions: tuple[Region, ...] = ()
    province: int | None = None


def seats_of(
    keys: Iterable[str],
    *,
    regions: Mapping[str, Region],
    places: Places,
    lineage: Lineage,
    footing: Footing,
) -> tuple[list[Seat], list[str], list[str]]:
    """The places behind keys, in order; sentences about those read as others; unknown keys.

    On the units of a day a province stands as those of them that lie in it, or that it lies in.
    """
    by_key = {unit.key: unit.pk for unit in places.by_id.values() if not unit.is_retired}
    seats: dict[Seat, None] = {}
    moved, unknown = [], []
    for key in keys:
        if key == NATION:
            seats[nation()] = None
        elif key in regions:
            seats[Seat(regions[key].label, regions[key].get_absolute_url(), (regions[key],))] = None
        elif key in by_key:
            pk = by_key[key]
            units = [pk] if footing.day is None else units_on(pk, footing.day, places, lineage)
            seats |= dict.fromkeys(province(one, places) for one in units)
            if units != [pk]:
                said = {
                    "place": str(places.by_id[pk]),
                    "units": ", ".join(str(places.by_id[one]) for one in units),
                }
                moved.append(_("%(place)s is read as: %(units)s.") % said)
        else:
            unknown.append(key[:60])
    return list(seats), moved, unknown


def nation() -> Seat:
    """The whole country."""
    return Seat(str(Scope.NATION.label), reverse("province_list"))


def province(pk: int, places: Places) -> Seat:
    """A unit of any day."""
    unit = places.by_id[pk]
    return Seat(str(unit), unit.get_absolute_url(), province=pk)


def units_on(pk: int, day: dt.date, places: Places, lineage: Lineage) -> list[int]:
    """The units of a day that lie in the area of a unit, else those that it lies in."""
    unit = places.by_id[pk]
    if unit.is_valid_on(day):
        return [pk]
    last = (unit.valid_until or dt.date.max) - ONE_DAY
    within, around = members_of_day([pk], on=last, lineage=lineage, day=day)
    return within or around or [pk]


def families(regions: Iterable[Region], with_figures: Collection[int]) -> list[Seat]:
    """Regions that follow each other as one place, of those `with_figures` (ids).

    A region formed from several others is the next of none of them.
    """
    by_pk = {one.pk: one for one in regions}
    formed_from = Counter(one.successor_id for one in by_pk.values())
    following: dict[int, list[Region]] = {}
    for one in by_pk.values():
        last = one
        while last.successor_id in by_pk and formed_from[last.successor_id] == 1:
            last = by_pk[last.successor_id]
        if one.pk in with_figures:
            following.setdefault(last.pk, []).append(one)
    seats = []
    for found in following.values():
        found.sort(key=lambda one: (one.valid_from, one.pk))
        label = in_one([one.label for one in found])
        seats.append(Seat(label, found[-1].get_absolute_url(), tuple(found)))
    return seats


def in_one(labels: Sequence[str]) -> str:
    """Names that end alike as one: "15 tỉnh X", "11 tỉnh X" → "15 → 11 tỉnh X"."""
    words = [label.split() for label in dict.fromkeys(labels)]
    shared = 0
    while len(words) > 1 and all(len(one) > shared + 1 for one in words):
        if len({one[-shared - 1] for one in words}) > 1:
            break
        shared += 1
    heads = " → ".join(" ".join(one[: len(one) - shared]) for one in words)
    return " ".join([heads, *words[-1][len(words[-1]) - shared :]])


def breaks_of(seat: Seat, places: Places, lineage: Lineage) -> list[Break]:
    """Where a place goes on with another area: provinces left or joined, land moved."""
    if seat.province is not None:
        return [
            Break(day, _("The boundaries of the unit changed."))
            for day in sorted(lineage.changes_of_land(seat.province))
        ]
    found = [
        one for region in seat.regions for one in _breaks_within(region, seat, places, lineage)
    ]
    for before in seat.regions:
        after = next((one for one in seat.regions if one.pk == before.successor_id), None)
        if after and not changes(before, after, lineage).same_area:
            said = {"before": before.label, "after": after.label}
            told = _("Before: %(before)s; since then: %(after)s, another area.") % said
            found.append(Break(after.valid_from, told))
    return found


def _breaks_within(region: Region, seat: Seat, places: Places, lineage: Lineage) -> list[Break]:
    """Changes of the members of a region while it goes on."""
    ends = {one.valid_until for one in region.memberships.all()}
    days = {one.valid_from for one in region.memberships.all()} | ends
    found = []
    for day in sorted(one for one in days if one and _is_within(one, region)):
        between = (day - ONE_DAY, day)
        changed = changes_of_members(
            members_of(region, between[0]), members_of(region, day), lineage=lineage, days=between
        )
        if not changed.same_area:
            found.append(Break(day, " ".join(words.changes(changed, places))))
    return found


def _is_within(day: dt.date, region: Region) -> bool:
    return region.valid_from < day and (region.valid_until is None or day < region.valid_until)


def changes(before: Region, after: Region, lineage: Lineage) -> MemberChanges:
    """What changed between the last members of a region and the first of the next."""
    last = (before.valid_until or after.valid_from) - ONE_DAY
    days = (min(last, after.valid_from - ONE_DAY), after.valid_from)
    return changes_of_members(
        members_of(before, last), members_of(after, days[1]), lineage=lineage, days=days
    )


@dataclass(frozen=True)
class Change:
    """What to know of chosen places before comparing them: a sentence, details, what to add."""

    sentence: str
    details: tuple[str, ...] = ()
    add: str = ""  # key of a place to add
    add_label: str = ""


def neighbours(seats: Iterable[Seat], regions: Iterable[Region]) -> list[tuple[Region, Region]]:
    """Of the regions of some places, each with the one that it follows or that follows it."""
    chosen = {region.pk for seat in seats for region in seat.regions}
    by_pk = {one.pk: one for one in regions}
    pairs = [(one, by_pk[one.successor_id]) for one in by_pk.values() if one.successor_id in by_pk]
    return [(one, then) for one, then in pairs if {one.pk, then.pk} & chosen]


def changes_told(
    seats: Sequence[Seat],
    pairs: Iterable[tuple[Region, Region]],
    *,
    places: Places,
    lineage: Lineage,
) -> list[Change]:
    """What changed from a region to the next, and what chosen provinces became."""
    chosen = {region.pk for seat in seats for region in seat.regions}
    told = []
    for before, after in sorted(pairs, key=lambda pair: (pair[1].valid_from, pair[0].sort_key)):
        changed = changes(before, after, lineage)
        said = {"before": before.label, "after": after.label, "day": _day(after.valid_from)}
        sentence = (
            _("%(before)s → %(after)s on %(day)s: the same area, so totals compare.")
            if changed.same_area
            else _("%(before)s → %(after)s on %(day)s: another area, so totals do not compare.")
        ) % said
        missing = next((one for one in (after, before) if one.pk not in chosen), None)
        told.append(
            Change(
                sentence,
                tuple(words.changes(changed, places)),
                add=missing.key if missing else "",
                add_label=missing.label if missing else "",
            )
        )
    for seat in seats:
        if seat.province is not None and (change := _of_unit(seat.province, places, lineage)):
            told.append(change)
    return told


def _of_unit(pk: int, places: Places, lineage: Lineage) -> Change | None:
    unit = places.by_id[pk]
    now = places.today(unit)
    if now.territory != unit.territory and unit.valid_until:
        said = {"place": unit.label, "now": now.label, "day": _day(unit.valid_until)}
        told = _("%(place)s belongs to %(now)s since %(day)s: figures since then are its.") % said
        return Change(told)
    formed = lineage.formed_from(unit.pk, unit.valid_from)
    if formed:
        names = ", ".join(places.by_id[one.pk].label for one in formed)
        said = {"place": unit.label, "old": names, "day": _day(unit.valid_from)}
        told = _("%(place)s was formed from %(old)s on %(day)s: earlier figures are theirs.") % said
        return Change(told)
    return None


def _day(day: dt.date) -> str:
    return format_date(day, language=active())
