"""How the members of a region on one day differ from those of another (rules P4, P5). Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from metrics.footings.lineage import Lineage


@dataclass(frozen=True)
class Merged:
    """A member formed from members of the other set; `exact`: and from nothing else."""

    unit: int
    formed_from: tuple[int, ...]
    exact: bool


@dataclass(frozen=True)
class MemberChanges:
    """How one set of members differs from an earlier one; `same_area`: in names and status only,
    so that totals of both compare."""

    stayed: tuple[int, ...]
    renamed: tuple[tuple[int, int], ...]
    merged: tuple[Merged, ...]
    joined: tuple[int, ...]
    left: tuple[int, ...]
    same_area: bool


def changes_of_members(
    before: Iterable[int],
    after: Iterable[int],
    *,
    lineage: Lineage,
    days: tuple[dt.date, dt.date],
) -> MemberChanges:
    """What happened between the members of `days[0]` and those of `days[1]`, the later day."""
    old = {pk: lineage.atoms(pk, days[0]) for pk in before}
    new = {pk: lineage.atoms(pk, days[1]) for pk in after}
    old_area = frozenset().union(*old.values())
    new_area = frozenset().union(*new.values())
    stayed, renamed, merged, joined = [], [], [], []
    for pk, atoms in new.items():
        former = tuple(one for one, its in old.items() if its & atoms)
        if pk in old:
            stayed.append(pk)
        elif not former:
            joined.append(pk)
        elif former[0] in lineage.same_area(pk):
            renamed.append((former[0], pk))
        else:
            merged.append(Merged(pk, former, atoms <= old_area))
    return MemberChanges(
        stayed=tuple(stayed),
        renamed=tuple(renamed),
        merged=tuple(merged),
        joined=tuple(joined),
        left=tuple(pk for pk, atoms in old.items() if not atoms & new_area),
        same_area=old_area == new_area and not _land_crossed(old_area, lineage, days),
    )


def _land_crossed(area: frozenset[int], lineage: Lineage, days: tuple[dt.date, dt.date]) -> bool:
    """Whether land went over the border of an area between two days: some of the units that
    changed on one day belong to it, and others do not."""
    sides: dict[dt.date, set[bool]] = {}
    for pk in lineage.units:
        for change in lineage.changes_of_land(pk):
            if days[0] < change <= days[1]:
                its = lineage.atoms(pk, days[0])
                sides.setdefault(change, set()).add(its <= area)
    return any(len(found) > 1 for found in sides.values())
