"""The hosting history of a series: who handed the flag to whom, computed and never typed (H2).

Pure: it reads small dataclasses and dates, no database, no clock and no wording. Each link carries
a state, a reason code and the facts from which a template makes the sentence (C7: no blame).
"""

from __future__ import annotations

import calendar
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from provinces.lineage import line

Lineage = Mapping[str, str]
"""Province key -> key of its direct successor. A key without successor is absent (P1)."""


class LinkState(StrEnum):
    """The five states of a link (H2)."""

    KEPT = "kept"
    PENDING = "pending"
    CHANGED = "changed"
    UNRECORDED = "unrecorded"
    GAP = "gap"


class Reason(StrEnum):
    """Why a link has its state; a template has one sentence for each."""

    # kept
    HOSTED = "hosted"  # the receiver hosted the next conference
    HOSTED_LATER = "hosted_later"  # ... in a later year than promised
    HOSTED_AFTER_CANCELLED = "hosted_after_cancelled"  # ... the one after its cancelled one
    # pending
    ANNOUNCED = "announced"  # a record says planned or postponed, its time has not passed
    STILL_TO_COME = "still_to_come"  # promised, no record yet, its year has not passed
    # changed
    OTHER_HOST = "other_host"  # someone else than the receiver hosted, or is to host
    CANCELLED = "cancelled"  # the next conference did not take place
    # unrecorded
    NO_HANDOVER = "no_handover"  # both hosts known, no source tells of the handover
    HOST_UNKNOWN = "host_unknown"  # no handover recorded, and a host is not known either
    RECEIVER_UNKNOWN = "receiver_unknown"  # a handover is recorded, but not to whom
    NEXT_HOST_UNKNOWN = "next_host_unknown"  # the receiver is known, the next host is not
    HANDED_FURTHER = "handed_further"  # the handover was for a conference further on
    AFTER_CANCELLED = "after_cancelled"  # no source tells how it left a cancelled conference
    # gap
    EDITION_MISSING = "edition_missing"  # the numbers tell of editions without a record
    PROMISED_MISSING = "promised_missing"  # the promised conference has no record
    YEAR_PASSED = "year_passed"  # the promised year is over, nothing recorded since
    DATE_PASSED = "date_passed"  # planned, its time is over, no source says it was held


class ProblemKind(StrEnum):
    """What no series may contain (H4, C2)."""

    EDITION_BACK = "edition_back"  # handed over for this edition or an earlier one
    YEAR_BACK = "year_back"  # handed over for an earlier year
    SAME_HOST = "same_host"  # handed over to the host itself, and no reason is given
    EDITION_TWICE = "edition_twice"  # two conferences, neither cancelled, bear one number
    EDITION_DECREASES = "edition_decreases"  # a later conference bears a lower number


@dataclass(frozen=True)
class Promise:
    """What the handover at a conference says of the next one; each part may be untold (H1).

    `receiver` is a province key; `reason` says in words why a host received its own flag.
    """

    receiver: str | None = None
    edition: int | None = None
    year: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Meeting:
    """One conference as the chain sees it. `starts_on` is its first possible day (C3)."""

    key: Hashable
    starts_on: date
    edition: int | None = None
    precision: Literal["day", "month", "year"] = "day"
    host: str | None = None
    status: Literal["planned", "held", "postponed", "cancelled"] = "held"
    promise: Promise | None = None

    @property
    def year(self) -> int:
        """The calendar year it belongs to, whatever the precision."""
        return self.starts_on.year

    @property
    def last_day(self) -> date:
        """The last day on which it can have begun, as precisely as the sources say."""
        if self.precision == "year":
            return date(self.year, 12, 31)
        if self.precision == "month":
            days = calendar.monthrange(self.year, self.starts_on.month)[1]
            return self.starts_on.replace(day=days)
        return self.starts_on

    @property
    def to_come(self) -> bool:
        """Announced, and no source says yet that it was held."""
        return self.status in ("planned", "postponed")

    @property
    def number(self) -> int | None:
        """Its edition; of an unnumbered one that handed over for XII, the XI it must be."""
        if self.edition is not None or self.promise is None or self.promise.edition is None:
            return self.edition
        return self.promise.edition - 1

    def is_overdue(self, today: date) -> bool:
        """Not said to be held though its time is over.

        A postponed one keeps the day it was first meant for, so it has until the year ends.
        """
        last = date(self.year, 12, 31) if self.status == "postponed" else self.last_day
        return self.to_come and last < today


@dataclass(frozen=True)
class Recorded:
    """A step with a record: held, to come, or cancelled."""

    kind: ClassVar = "recorded"
    meeting: Meeting
    overdue: bool = False


@dataclass(frozen=True)
class Missing:
    """Conferences that must have been, or were promised, and have no record.

    `count` of `editions` are missing: fewer than listed when an unnumbered record stands
    among them, one with no edition listed when only a year or a receiver was promised.
    """

    kind: ClassVar = "missing"
    editions: tuple[int, ...]
    count: int
    promise: Promise | None = None


@dataclass(frozen=True)
class Expected:
    """The next conference, promised by the last records and without a record yet."""

    kind: ClassVar = "expected"
    promise: Promise
    overdue: bool = False


Step = Recorded | Missing | Expected


@dataclass(frozen=True)
class Link:
    """The passing of the flag between two neighbouring steps; `promise` is what was said of it."""

    state: LinkState
    reason: Reason
    before: Step
    after: Step
    promise: Promise | None = None


@dataclass(frozen=True)
class HostCount:
    """How often a present-day unit hosted: itself and, by key, each of its predecessors (H3)."""

    unit: str
    by_key: Mapping[str, int]

    @property
    def total(self) -> int:
        """Hostings of the unit and of all that became part of it."""
        return sum(self.by_key.values())

    @property
    def own(self) -> int:
        """Hostings since the unit has its present form."""
        return self.by_key.get(self.unit, 0)

    @property
    def predecessors(self) -> int:
        """Hostings before that, by the provinces it comes from."""
        return self.total - self.own


@dataclass(frozen=True)
class Holder:
    """Who holds the flag, as far as the records tell (H3, C7).

    `province` is the receiver as named then, `unit` the same place today; both None when no
    source names it. `certain` only while its conference is still to come. `since` is the
    conference that handed over, or else the latest one held; `last_host` the latest known host.
    """

    province: str | None
    unit: str | None
    certain: bool
    reason: Reason
    since: Recorded | None
    edition: int | None
    year: int | None
    last_host: str | None


@dataclass(frozen=True)
class Problem:
    """Something wrong with the conference `key`, with `other` when two are involved."""

    kind: ProblemKind
    key: Hashable
    other: Hashable | None = None


@dataclass(frozen=True)
class Chain:
    """The steps of a series in time order and one link between each two of them (H2).

    `earlier`: the editions before the first numbered record that have none.
    """

    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    earlier: Missing | None
    lineage: Lineage

    def around(self, key: Hashable) -> tuple[Link | None, Link | None]:
        """A conference's links to the steps before and after it. KeyError if it is not here."""
        for index, step in enumerate(self.steps):
            if isinstance(step, Recorded) and step.meeting.key == key:
                links = (None, *self.links, None)
                return links[index], links[index + 1]
        raise KeyError(key)

    def hosted(self) -> tuple[HostCount, ...]:
        """Conferences held, by present-day unit, in the order of the first hosting (H3, C7)."""
        counts: dict[str, dict[str, int]] = {}
        for meeting in self._held():
            if meeting.host is not None:
                by_key = counts.setdefault(_unit(meeting.host, self.lineage), {})
                by_key[meeting.host] = by_key.get(meeting.host, 0) + 1
        return tuple(HostCount(unit, by_key) for unit, by_key in counts.items())

    def without_record(self, member_keys: Iterable[str]) -> tuple[str, ...]:
        """Those of the given provinces whose present-day unit has no record of hosting (H3)."""
        units = {count.unit for count in self.hosted()}
        return tuple(key for key in member_keys if _unit(key, self.lineage) not in units)

    def holder(self) -> Holder | None:
        """Who holds the flag now (H3); None for a series without records.

        The latest recorded handover decides, but not one older than the last conference held.
        """
        recorded = [(i, step) for i, step in enumerate(self.steps) if isinstance(step, Recorded)]
        if not recorded:
            return None
        held = [i for i, step in recorded if step.meeting.status == "held"]
        tail = [(i, step) for i, step in recorded if not held or i >= held[-1]]
        index, since = next(((i, s) for i, s in reversed(tail) if s.meeting.promise), tail[0])
        link = self.links[index] if index < len(self.links) else None
        promise = link.promise if link else None
        receiver = promise.receiver if promise else None
        if promise:
            since = next(s for _, s in reversed(recorded) if s.meeting.promise is promise)
        reason = link.reason if link else Reason.NO_HANDOVER
        hosts = [meeting.host for meeting in self._held() if meeting.host is not None]
        return Holder(
            province=receiver,
            unit=None if receiver is None else _unit(receiver, self.lineage),
            certain=bool(receiver and link and link.state is LinkState.PENDING),
            reason=Reason.RECEIVER_UNKNOWN if promise and receiver is None else reason,
            since=since if promise or held else None,
            edition=promise.edition if promise else None,
            year=promise.year if promise else None,
            last_host=hosts[-1] if hosts else None,
        )

    def _held(self) -> Iterator[Meeting]:
        for step in self.steps:
            if isinstance(step, Recorded) and step.meeting.status == "held":
                yield step.meeting


def build(meetings: Iterable[Meeting], *, lineage: Lineage, today: date) -> Chain:
    """The chain of one series, whatever the order of `meetings`; their keys must differ (H2)."""
    ordered = _in_order(meetings)
    numbers = _Numbers({meeting.number for meeting in ordered} - {None})
    steps: list[Step] = []
    links: list[Link] = []
    earlier: Missing | None = None
    flag: _Flag | None = None

    def add(step: Step, state: LinkState, reason: Reason) -> None:
        if steps:
            links.append(Link(state, reason, steps[-1], step, flag.promise if flag else None))
        steps.append(step)

    previous: Meeting | None = None
    for meeting in ordered:
        answer = flag.answer(meeting, numbers, lineage) if flag else None
        promised = flag if answer == "passed" else None
        number = meeting.number
        if number is None and flag and answer == "yes":
            number = flag.edition

        before = number or (promised.edition + 1 if promised and promised.edition else None)
        editions, count = numbers.missing(before) if numbers.reached is not None else ((), 0)
        step = Recorded(meeting, meeting.is_overdue(today))
        state, reason = _judge(previous, step, flag, answer, lineage)
        if promised:
            state, reason, count = LinkState.GAP, Reason.PROMISED_MISSING, max(count, 1)
        elif count:
            state, reason = LinkState.GAP, Reason.EDITION_MISSING
        if count:
            add(Missing(editions, count, promised.promise if promised else None), state, reason)
        add(step, state, reason)

        if promised:
            numbers.take(promised.edition)
        if number and numbers.reached is None:
            editions, count = numbers.missing(number)
            earlier = Missing(editions, count) if count else None
        numbers.take(number)
        flag = _flag_after(meeting, number, flag, answer)
        previous = meeting

    if flag and not flag.carried and flag.edition not in numbers.known:
        overdue = flag.due < today.year
        state = LinkState.GAP if overdue else LinkState.PENDING
        reason = Reason.YEAR_PASSED if overdue else Reason.STILL_TO_COME
        add(Expected(flag.promise, overdue), state, reason)
    return Chain(tuple(steps), tuple(links), earlier, lineage)


def problems(meetings: Iterable[Meeting], *, lineage: Lineage) -> list[Problem]:
    """What `clean()` refuses and `check_records` finds in one series, in time order (H4, C2)."""
    found: list[Problem] = []
    bearers: dict[int, Hashable] = {}
    last: Meeting | None = None
    for meeting in _in_order(meetings):
        found += [Problem(kind, meeting.key) for kind in _promise_problems(meeting, lineage)]
        if meeting.edition is None or meeting.status == "cancelled":
            continue
        if meeting.edition in bearers:
            other = bearers[meeting.edition]
            found.append(Problem(ProblemKind.EDITION_TWICE, meeting.key, other))
        elif last and last.edition and meeting.edition < last.edition:
            found.append(Problem(ProblemKind.EDITION_DECREASES, meeting.key, last.key))
        bearers[meeting.edition] = meeting.key
        last = meeting
    return found


def _promise_problems(meeting: Meeting, lineage: Lineage) -> Iterator[ProblemKind]:
    promise = meeting.promise
    if promise is None:
        return
    if promise.edition and meeting.edition and promise.edition <= meeting.edition:
        yield ProblemKind.EDITION_BACK
    if promise.year and promise.year < meeting.year:
        yield ProblemKind.YEAR_BACK
    if _same_place(promise.receiver, meeting.host, lineage) and not promise.reason.strip():
        yield ProblemKind.SAME_HOST


@dataclass
class _Numbers:
    """The editions of a series, and how far the walk through its records has come."""

    known: set[int | None]
    reached: int | None = None  # the highest edition so far
    loose: int = 0  # conferences since then that must bear some number we are not told

    def missing(self, before: int | None) -> tuple[tuple[int, ...], int]:
        """Editions after `reached` and before this one without a record, and how many are due."""
        span = range((self.reached or 0) + 1, before or 0)
        editions = tuple(edition for edition in span if edition not in self.known)
        count = max(len(editions) - self.loose, 0)
        return editions, count

    def leave_no_room(self, number: int | None) -> bool:
        """The number follows on the last one, so nothing can have come between."""
        if number is None or self.reached is None:
            return False
        return number == self.reached + self.loose + 1

    def take(self, number: int | None) -> None:
        if number is None:
            self.loose += 1
        elif self.reached is None or number > self.reached:
            self.reached, self.loose = number, 0


Answer = Literal["yes", "passed", "later"]


@dataclass(frozen=True)
class _Flag:
    """A handover that no conference has answered yet.

    `edition` and `year` are left out when they go back (H4 reports them). `due` is the year in
    which it must be answered: the promised one, else the next. `carried`: its conference was
    cancelled, so the receiver still has it, and it is promised for nothing more.
    """

    promise: Promise
    edition: int | None
    year: int | None
    due: int
    carried: bool = False

    def answer(self, meeting: Meeting, numbers: _Numbers, lineage: Lineage) -> Answer:
        """Is this the promised conference ("yes"), one after it, or one before it ("later")?"""
        number = meeting.number
        if self.edition and number == self.edition:
            return "yes"
        if self.edition in numbers.known:
            return "later"
        if self.edition and number:
            return "later" if number < self.edition else "passed"
        if self.carried or _same_place(self.promise.receiver, meeting.host, lineage):
            return "yes"
        if self.year and meeting.year < self.year:
            return "later"
        if meeting.year <= self.due or numbers.leave_no_room(number):
            return "yes"
        return "passed"


def _flag_after(
    meeting: Meeting, number: int | None, flag: _Flag | None, answer: Answer | None
) -> _Flag | None:
    promise = meeting.promise
    if promise:
        goes_on = not (promise.edition and number) or promise.edition > number
        year = promise.year if promise.year and promise.year >= meeting.year else None
        edition = promise.edition if goes_on else None
        return _Flag(promise, edition, year, due=year or meeting.year + 1)
    if flag and answer == "later":
        return flag
    if flag and answer == "yes" and meeting.status == "cancelled":
        return replace(flag, edition=None, year=None, carried=True)
    return None


def _judge(
    previous: Meeting | None,
    step: Recorded,
    flag: _Flag | None,
    answer: Answer | None,
    lineage: Lineage,
) -> tuple[LinkState, Reason]:
    """The link from one record to the next when nothing is missing between them (H2)."""
    meeting = step.meeting
    if meeting.status == "cancelled":
        return LinkState.CHANGED, Reason.CANCELLED
    if flag is None:
        both_known = previous and previous.host and meeting.host
        return LinkState.UNRECORDED, Reason.NO_HANDOVER if both_known else Reason.HOST_UNKNOWN
    if answer == "later":
        return LinkState.UNRECORDED, Reason.HANDED_FURTHER
    if flag.promise.receiver is None:
        return LinkState.UNRECORDED, Reason.RECEIVER_UNKNOWN
    if meeting.host is None and not meeting.to_come:
        return LinkState.UNRECORDED, Reason.NEXT_HOST_UNKNOWN
    if meeting.host and not _same_place(flag.promise.receiver, meeting.host, lineage):
        if flag.carried:
            return LinkState.UNRECORDED, Reason.AFTER_CANCELLED
        return LinkState.CHANGED, Reason.OTHER_HOST
    if step.overdue:
        return LinkState.GAP, Reason.DATE_PASSED
    if meeting.to_come:
        return LinkState.PENDING, Reason.ANNOUNCED
    if flag.carried:
        return LinkState.KEPT, Reason.HOSTED_AFTER_CANCELLED
    if flag.year and meeting.year > flag.year:
        return LinkState.KEPT, Reason.HOSTED_LATER
    return LinkState.KEPT, Reason.HOSTED


def _in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    """By first possible day, then edition; a record known only by its month or year comes after
    the lower editions that fall within it."""
    given = list(meetings)

    def place(meeting: Meeting) -> tuple[date, bool, int, str]:
        lower = (
            other.starts_on
            for other in given
            if meeting.edition
            and other.edition
            and other.edition < meeting.edition
            and meeting.starts_on <= other.starts_on <= meeting.last_day
        )
        day = max(lower, default=meeting.starts_on)
        return day, meeting.edition is None, meeting.edition or 0, str(meeting.key)

    return sorted(given, key=place)


def _unit(key: str, lineage: Lineage) -> str:
    return line(key, lineage)[-1]


def _same_place(one: str | None, other: str | None, lineage: Lineage) -> bool:
    """The same province, or one became (part of) the other.

    Two provinces that merged later are two places: Quảng Bình was not Quảng Trị in 2024.
    """
    if one is None or other is None:
        return False
    return other in line(one, lineage) or one in line(other, lineage)
