"""Figures of provinces read on the units of another day, and added up (rules P5, F6). Pure.

All functions answer for one question: the level of one indicator, for one period, on one basis. An
`Answer` is what the sources say of one unit. Values are Decimals in the indicator's unit and are
added exactly.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import reduce

from metrics.conversion import PRECISE
from metrics.enums import Aggregation
from metrics.footings.lineage import Lineage, Unit
from metrics.periods import Period


class Reason(StrEnum):
    """Why a place has no value on a footing."""

    NOTHING = "nothing"  # no source says anything
    INCOMPLETE = "incomplete"  # only some of the units that make it up were reported
    DISAGREE = "disagree"  # sources contradict each other, and nobody chose a headline (F4)
    UNCLEAR = "unclear"  # a source gives a range, or a number that cannot be converted (F2)
    NOT_ADDITIVE = "not_additive"  # Aggregation.NONE
    RECOMPUTE = "recompute"  # a ratio: to be recomputed from sums
    SPLIT = "split"  # reported by the later, larger unit: never split back
    BREAK = "break"  # land came or went between the period and the day
    ACROSS = "across"  # a region whose border runs through a unit of that day


ADDITIVE = (Aggregation.SUM, Aggregation.LAST)


@dataclass(frozen=True)
class Said:
    """One figure about one unit: `value` is None without an exact number; `exact`: no "over"."""

    figure: int
    value: Decimal | None
    exact: bool = True
    is_headline: bool = False


@dataclass(frozen=True)
class Answer:
    """What the sources together say of one unit: a value, or why there is none.

    `figures` are the ids it rests on: of one number, every source that prints it.
    """

    value: Decimal | None
    figures: tuple[int, ...]
    exact: bool = True
    reason: Reason | None = None


def answer(said: Iterable[Said]) -> Answer:
    """The headline, or what all figures agree on; the same number counts once (F4)."""
    every = sorted(said, key=lambda one: one.figure)
    chosen = [one for one in every if one.is_headline] or every
    figures = tuple(one.figure for one in chosen)
    values = {one.value for one in chosen}
    if len(values) > 1:
        return Answer(None, figures, reason=Reason.DISAGREE)
    (value,) = values
    if value is None:
        return Answer(None, figures, reason=Reason.UNCLEAR)
    return Answer(value, figures, exact=any(one.exact for one in chosen))


def added(values: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    return reduce(PRECISE.add, values, Decimal(0))


# One unit


@dataclass(frozen=True)
class Part:
    """What one unit adds to another; `is_broken`: of other land than the unit of the day has."""

    unit: int
    answer: Answer | None
    is_broken: bool = False

    @property
    def value(self) -> Decimal | None:
        return self.answer.value if self.answer else None


@dataclass(frozen=True)
class Footed:
    """One unit of the day: its value, or why it has none; never a partial sum as a value.

    `parts`: who said how much, or nothing; a single one of the same area when `is_own`. `partial`:
    what those who answered add up to while there is no total.
    """

    unit: int
    parts: tuple[Part, ...]
    is_own: bool
    value: Decimal | None = None
    partial: Decimal | None = None
    reason: Reason | None = None

    @property
    def answered(self) -> int:
        """How many of the units that make it up have a value."""
        return sum(part.value is not None for part in self.parts)

    @property
    def exact(self) -> bool:
        """Whether no part is "over" or "about"."""
        return all(part.answer.exact for part in self.parts if part.answer)

    @property
    def figures(self) -> tuple[int, ...]:
        """The ids of the figures it rests on."""
        return tuple(one for part in self.parts if part.answer for one in part.answer.figures)


def as_reported(pk: int, *, lineage: Lineage, answers: Mapping[int, Answer]) -> Footed:
    """What was said of the unit itself, under whatever name; never a sum."""
    part = _own(pk, lineage, answers) or Part(pk, None)
    return Footed(pk, (part,), True, value=part.value, reason=_reason_of(part))


def on_day(
    pk: int,
    *,
    lineage: Lineage,
    answers: Mapping[int, Answer],
    period: Period,
    day: dt.date,
    aggregation: str,
) -> Footed:
    """A unit of `day` from what was said of it, or else of the units it was formed from (P5).

    Its own figure, also one for a period before its birth, replaces theirs and never adds to them.
    """
    parts = tuple(_parts(pk, lineage, answers, period, day))
    area = lineage.same_area(pk)
    is_own = len(parts) == 1 and parts[0].unit in area
    reason = _why_not(parts, is_own=is_own, aggregation=aggregation)
    if reason is Reason.NOTHING and any(one in answers for one in lineage.larger(pk, period)):
        reason = Reason.SPLIT
    if is_own:
        return Footed(pk, parts, True, None if reason else parts[0].value, reason=reason)
    values = [part.value for part in parts if part.value is not None]
    if reason is None:
        return Footed(pk, parts, False, added(values))
    partial = added(values) if values and aggregation in ADDITIVE else None
    return Footed(pk, parts, False, partial=partial, reason=reason)


def _own(pk: int, lineage: Lineage, answers: Mapping[int, Answer]) -> Part | None:
    """What was said of the area, by its latest name that anything was said of."""
    row = next((one for one in lineage.same_area(pk) if one in answers), None)
    return None if row is None else Part(row, answers[row])


def _parts(
    pk: int, lineage: Lineage, answers: Mapping[int, Answer], period: Period, day: dt.date
) -> list[Part]:
    own, begins = _own(pk, lineage, answers), lineage.begins(pk)
    asked = [unit for unit in lineage.formed_from(pk, day) if unit.ended > period.start]
    merged = [unit for unit in asked if unit.ended <= begins]
    joined = [unit for unit in asked if unit.ended > begins]
    found = [own or Part(pk, None)]
    if own is None and merged:
        found = _parts_of(merged, lineage, answers, period, day)
    found += _parts_of(joined, lineage, answers, period, day)
    if any(_lies_between(change, period, day) for change in lineage.changes_of_land(pk)):
        return [replace(part, is_broken=True) for part in found]
    return found


def _parts_of(
    units: Iterable[Unit],
    lineage: Lineage,
    answers: Mapping[int, Answer],
    period: Period,
    day: dt.date,
) -> list[Part]:
    return [part for unit in units for part in _parts(unit.pk, lineage, answers, period, day)]


def _lies_between(change: dt.date, period: Period, day: dt.date) -> bool:
    """Whether land changed between the period and the day, or within the period."""
    return not (
        (period.end <= change and day < change) or (period.start >= change and day >= change)
    )


def _reason_of(part: Part) -> Reason | None:
    return part.answer.reason if part.answer else Reason.NOTHING


def _why_not(parts: Sequence[Part], *, is_own: bool, aggregation: str) -> Reason | None:
    """The first obstacle to a value; None when there is none."""
    said = [part for part in parts if part.answer]
    if not said:
        return Reason.NOTHING
    if not is_own and aggregation not in ADDITIVE:
        return _not_additive(aggregation)
    for part in said:
        if part.answer and part.answer.reason:
            return part.answer.reason
    if any(part.is_broken for part in parts):
        return Reason.BREAK
    return Reason.INCOMPLETE if len(said) < len(parts) else None


def _not_additive(aggregation: str) -> Reason:
    recomputed = aggregation == Aggregation.RECOMPUTE
    return Reason.RECOMPUTE if recomputed else Reason.NOT_ADDITIVE


# A region


@dataclass(frozen=True)
class Total:
    """A region's members together; `value` only when all answered (F6), else `partial`.

    `members`: each member on the footing; `across`: units of the day of which the region holds
    only a part; `partial`: what was said of any of them, also of a part of a member.
    """

    members: tuple[Footed, ...]
    across: tuple[int, ...] = ()
    value: Decimal | None = None
    partial: Decimal | None = None
    reason: Reason | None = None

    @property
    def answered(self) -> int:
        """The n of n/N: members with a value."""
        return sum(one.value is not None for one in self.members)

    @property
    def asked(self) -> int:
        """The N of n/N."""
        return len(self.members) + len(self.across)

    @property
    def exact(self) -> bool:
        """Whether no member's value is "over" or "about"."""
        return all(one.exact for one in self.members)


def total(members: Sequence[Footed], *, aggregation: str, across: Sequence[int] = ()) -> Total:
    """What the members of a region add up to, on the footing they were read on (F6)."""
    values = [one.value for one in members if one.value is not None]
    reason = None
    if not any(one.figures for one in members):
        reason = Reason.NOTHING
    elif aggregation not in ADDITIVE:
        reason = _not_additive(aggregation)
    elif across:
        reason = Reason.ACROSS
    elif len(values) < len(members):
        reason = Reason.INCOMPLETE
    if reason is None:
        return Total(tuple(members), value=added(values))
    told = [one.partial if one.value is None else one.value for one in members]
    known = [one for one in told if one is not None]
    partial = added(known) if known and aggregation in ADDITIVE else None
    return Total(tuple(members), tuple(across), partial=partial, reason=reason)
