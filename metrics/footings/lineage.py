"""Which areas the units of one day are made of on another (rules P1, P5). Pure.

Units are known by their ids. Rows of one territory that follow each other cover the same area. A
merger is an exact union. A row that goes on while another unit, or a part of one, is joined to it
covers more land since then: figures break that day.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from metrics.periods import Period
from provinces.lineage import line


@dataclass(frozen=True)
class Unit:
    """A row of the register of places; `changed_on`: days on which a part of it came or went."""

    pk: int
    successor: int | None
    valid_from: dt.date
    valid_until: dt.date | None
    territory: str
    changed_on: frozenset[dt.date] = frozenset()

    @property
    def ended(self) -> dt.date:
        """The first day on which it is no more; the last of all days while it is."""
        return self.valid_until or dt.date.max

    def is_valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day < self.ended


@dataclass(frozen=True)
class Lineage:
    """All units of all days, by id, and what was formed from what."""

    units: Mapping[int, Unit]

    @classmethod
    def of(cls, units: Iterable[Unit]) -> "Lineage":
        return cls({unit.pk: unit for unit in units})

    @cached_property
    def _predecessors(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {pk: [] for pk in self.units}
        for pk, unit in sorted(self.units.items()):
            if unit.successor is not None:
                found[unit.successor].append(pk)
        return found

    @cached_property
    def _successors(self) -> dict[int, int | None]:
        return {pk: unit.successor for pk, unit in self.units.items()}

    def on(self, day: dt.date) -> list[int]:
        """The units valid on a day, in the order given."""
        return [pk for pk, unit in self.units.items() if unit.is_valid_on(day)]

    @cached_property
    def _areas(self) -> dict[int, tuple[int, ...]]:
        found = {}
        for pk, unit in self.units.items():
            followers = line(pk, self._successors)
            area = [one for one in followers if self.units[one].territory == unit.territory][-1:]
            for one in area:  # grows while it is read
                area += [
                    former
                    for former in self._predecessors[one]
                    if self.units[former].territory == unit.territory
                ]
            found[pk] = tuple(area)
        return found

    def same_area(self, pk: int) -> tuple[int, ...]:
        """The rows that cover the same area as `pk`, itself included, latest first."""
        return self._areas[pk]

    def _joined(self, pk: int) -> list[Unit]:
        """The units of other areas that ever became part of this area."""
        run = self.same_area(pk)
        former = [self.units[former] for one in run for former in self._predecessors[one]]
        return [unit for unit in former if unit.pk not in run]

    def formed_from(self, pk: int, day: dt.date) -> list[Unit]:
        """The units of other areas that had become part of this area by `day`."""
        return [unit for unit in self._joined(pk) if unit.ended <= day]

    def begins(self, pk: int) -> dt.date:
        """The first day of the area."""
        return min(self.units[one].valid_from for one in self.same_area(pk))

    def changes_of_land(self, pk: int) -> set[dt.date]:
        """The days since which an area goes on with more or less land than before."""
        changed = {day for one in self.same_area(pk) for day in self.units[one].changed_on}
        begins = self.begins(pk)
        return changed | {unit.ended for unit in self._joined(pk) if begins < unit.ended}

    def atoms(self, pk: int, day: dt.date) -> frozenset[int]:
        """The oldest areas that a unit is made of on `day`, each by its earliest row."""
        former, begins = self.formed_from(pk, day), self.begins(pk)
        own = {self.same_area(pk)[-1]}
        if any(unit.ended <= begins for unit in former):
            own = set()  # formed by a merger: it has no land but theirs
        return frozenset(own).union(*(self.atoms(unit.pk, day) for unit in former))

    def larger(self, pk: int, period: Period) -> list[int]:
        """The units that this one became part of, whose figures for `period` include it."""
        followers = line(pk, self._successors)
        own = self.same_area(pk)
        found = []
        for one, then in pairwise(followers):
            end = self.units[one].ended
            if then not in own and (self.units[then].valid_from >= end or period.end > end):
                found.append(then)
        return found


def members_of_day(
    members: Iterable[int], *, on: dt.date, lineage: Lineage, day: dt.date
) -> tuple[list[int], list[int]]:
    """The units of `day` that lie in the area of `members`, units of the day `on`; and those that
    lie there with a part only."""
    area = frozenset().union(*(lineage.atoms(pk, on) for pk in members))
    touched = [pk for pk in lineage.on(day) if lineage.atoms(pk, day) & area]
    within = [pk for pk in touched if lineage.atoms(pk, day) <= area]
    return within, [pk for pk in touched if pk not in within]
