"""Other editions for the conferences of a series: what would change, before it is done (C2, H4).

`plan` is pure: it reads plain values and returns plain values. `conferences.actions.renumber` does
what a plan says.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conferences import chain
from conferences.chain import Lineage, Meeting, Problem, ProblemKind
from conferences.enums import Fact, Status
from conferences.models import Conference, FormerSlug, Series
from conferences.queries import LIVE_HANDOVERS
from conferences.timeline import meeting
from provinces.queries import Places
from vietnamese.roman import to_roman

Editions = Mapping[int, int | None]
"""Primary key of a conference → the edition it is to have; None: unnumbered. Absent: as it is."""


@dataclass(frozen=True)
class Entry:
    """A conference of the series: its place in the chain, its address, the editions printed."""

    meeting: Meeting
    slug: str
    printed: tuple[str, ...] = ()

    @property
    def key(self) -> int:
        return cast(int, self.meeting.key)


@dataclass(frozen=True)
class Move:
    """A conference that gets another edition, and another address where that was made of it.

    `unprinted`: no source prints the new edition, so a note has to say why it is believed (C5).
    """

    key: int
    old: int | None
    new: int | None
    old_slug: str
    slug: str
    printed: tuple[str, ...]
    unprinted: bool


@dataclass(frozen=True)
class Promised:
    """A handover from the conference `key` that is for another edition than it said (H1)."""

    key: int
    old: int
    new: int


@dataclass(frozen=True)
class Renumbering:
    """All that renumbering a series would do.

    `meetings` are its conferences afterwards; `taken` the addresses that led to one conference and
    will be that of another; `added` the problems that there are not now, `left` those that stay.
    """

    moves: tuple[Move, ...]
    promised: tuple[Promised, ...]
    meetings: tuple[Meeting, ...]
    taken: tuple[str, ...]
    added: tuple[Problem, ...]
    left: tuple[Problem, ...]


def plan(
    entries: Sequence[Entry],
    editions: Editions,
    *,
    follow: bool,
    lineage: Lineage,
    former: Mapping[str, int],
    reserved: frozenset[str] = frozenset(),
) -> Renumbering:
    """What giving `editions` to conferences of one series would do, in the order of `entries`.

    With `follow` the editions that handovers promise are renumbered too: with the conference that
    bore the number, or with their own one where they promise the next. `former` are the addresses
    that lead to a conference, `reserved` those that can be had by none (of retired records).
    """
    wanted = {one.key: editions.get(one.key, one.meeting.edition) for one in entries}
    changing = [one for one in entries if wanted[one.key] != one.meeting.edition]
    slugs = _addresses(entries, changing, wanted, reserved)
    moves = tuple(
        Move(
            key=one.key,
            old=one.meeting.edition,
            new=wanted[one.key],
            old_slug=one.slug,
            slug=slugs[one.key],
            printed=one.printed,
            unprinted=bool(new := wanted[one.key]) and str(new) not in one.printed,
        )
        for one in changing
    )
    promised = tuple(_promised(entries, wanted)) if follow else ()
    after = tuple(_after(entries, wanted, {one.key: one.new for one in promised}))
    problems = chain.problems(after, lineage=lineage)
    before = chain.problems([one.meeting for one in entries], lineage=lineage)
    known = {(it.kind, it.key) for it in before}
    return Renumbering(
        moves=moves,
        promised=promised,
        meetings=after,
        taken=tuple(_taken(entries, slugs, former)),
        added=tuple(it for it in problems if (it.kind, it.key) not in known),
        left=tuple(it for it in problems if (it.kind, it.key) in known),
    )


def plan_renumbering(*, series: Series, editions: Editions, follow: bool = True) -> Renumbering:
    """The plan for a series as it stands in the register."""
    former = FormerSlug.objects.filter(series=series).values_list("slug", "conference")
    retired = Conference.objects.filter(series=series, retired_at__isnull=False)
    return plan(
        [
            Entry(
                meeting=meeting(one),
                slug=one.slug,
                printed=tuple(
                    said.value for said in one.attestations.all() if said.field == Fact.EDITION
                ),
            )
            for one in conferences_of(series)
        ],
        editions,
        follow=follow,
        lineage=Places.load().successor_keys(),
        former=dict(former),
        reserved=frozenset(retired.values_list("slug", flat=True)),
    )


def conferences_of(series: Series) -> QuerySet[Conference]:
    """The conferences of a series by date, with handover and printed headlines; none retired."""
    return (
        Conference.objects.live()
        .filter(series=series)
        .select_related("series", "host", "region")
        .prefetch_related(LIVE_HANDOVERS, "attestations")
        .order_by("starts_on", "edition", "pk")
    )


def in_words(problem: Problem, names: Mapping[Any, str]) -> str:
    """A sentence about a problem; `names` are the conferences by primary key."""
    said = {"name": names[problem.key], "other": names.get(problem.other, "")}
    match problem.kind:
        case ProblemKind.EDITION_BACK:
            return _("“%(name)s” would hand over its own edition or an earlier one.") % said
        case ProblemKind.YEAR_BACK:
            return _("“%(name)s” hands over a year before its own.") % said
        case ProblemKind.SAME_HOST:
            return _("“%(name)s” hands over to its own host and no reason is given.") % said
        case ProblemKind.EDITION_TWICE:
            return _("“%(name)s” would have the same edition as “%(other)s”.") % said
        case ProblemKind.EDITION_DECREASES:
            return (
                _("“%(name)s” would have a lower edition than “%(other)s”, which came before.")
                % said
            )


def _addresses(
    entries: Sequence[Entry], changing: Sequence[Entry], wanted: Editions, reserved: frozenset[str]
) -> dict[int, str]:
    """Primary key → address afterwards. One that was not made of edition and year stays."""
    moving = {
        one.key
        for one in changing
        if re.fullmatch(rf"{_stem(one.meeting.edition, one.meeting.year)}(-\d+)?", one.slug)
    }
    slugs = {one.key: one.slug for one in entries if one.key not in moving}
    taken = {*slugs.values(), *reserved}
    for one in changing:
        if one.key not in moving:
            continue
        stem = _stem(wanted[one.key], one.meeting.year)
        free = (slug for slug in _numbered(stem) if slug not in taken)
        slugs[one.key] = next(free)
        taken.add(slugs[one.key])
    return slugs


def _stem(edition: int | None, year: int) -> str:
    """As `Conference.propose_slug` makes addresses: "x-2022", "2015"."""
    return f"{to_roman(edition).lower()}-{year}" if edition else str(year)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _promised(entries: Sequence[Entry], wanted: Editions) -> Iterator[Promised]:
    borne = {
        one.meeting.edition: wanted[one.key]
        for one in entries
        if one.meeting.status != Status.CANCELLED
    }
    for one in entries:
        promise, own = one.meeting.promise, one.meeting.edition
        if promise is None or promise.edition is None:
            continue
        new = borne.get(promise.edition)
        if new is None and own and promise.edition == own + 1:
            new = (wanted[one.key] or own) + 1
        if new and new != promise.edition:
            yield Promised(one.key, promise.edition, new)


def _after(
    entries: Sequence[Entry], wanted: Editions, promised: Mapping[int, int]
) -> Iterator[Meeting]:
    for one in entries:
        promise = one.meeting.promise
        if promise and one.key in promised:
            promise = replace(promise, edition=promised[one.key])
        yield replace(one.meeting, edition=wanted[one.key], promise=promise)


def _taken(
    entries: Sequence[Entry], slugs: Mapping[int, str], former: Mapping[str, int]
) -> Iterator[str]:
    owners = {**former, **{one.slug: one.key for one in entries}}
    for key, slug in slugs.items():
        if owners.get(slug, key) != key:
            yield slug
