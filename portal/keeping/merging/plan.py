"""All that merging two records of one event would do, and why it cannot be done."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from conferences import chain
from conferences.models import Attestation, Conference, FormerSlug, Handover
from conferences.renumbering import conferences_of, in_words
from conferences.standing import agree
from conferences.timeline import meeting, promise
from portal.keeping.merging.figures import Counted, figures
from portal.keeping.merging.headlines import (
    DROPPED,
    FACTS,
    KEPT,
    Choice,
    choices,
    merge_headlines,
    value_of,
)
from portal.keeping.merging.statements import Statement, said_by, statements
from provinces.queries import Places


@dataclass(frozen=True)
class Merging:
    """All that merging the record `dropped` into `kept` would do.

    `handover` is the one that stands afterwards, `retired` those that make room for it.
    `addresses` will lead to the kept record, and `rounds` (id, title) report for it. With
    `refusals` it cannot be done.
    """

    kept: int
    dropped: int
    choices: tuple[Choice, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Counted, ...]
    handover: int | None
    handovers: tuple[tuple, ...]
    retired: tuple[int, ...]
    addresses: tuple[tuple[str, str], ...]
    rounds: tuple[tuple[int, str], ...]
    published: bool
    refusals: tuple[str, ...] = field(repr=False)


def plan_merger(
    *, kept: Conference, dropped: Conference, chosen: Mapping[str, str] | None = None
) -> Merging:
    """What merging would do. `chosen` says by name of a headline, and for "handover", whose
    telling stands: "kept", "dropped", of texts "both"; what it does not say is proposed."""
    chosen = chosen or {}
    attestations = list(
        Attestation.objects.filter(conference__in=[kept, dropped]).select_related("source")
    )
    told = tuple(choices(kept, dropped, attestations, chosen))
    merged = merge_headlines(kept, dropped, told)
    handovers = list(
        Handover.objects.filter(conference__in=[kept, dropped], retired_at__isnull=True)
        .select_related("receiver", "source")
        .order_by("pk")
    )
    stands, gone = _handover(handovers, kept, chosen.get("handover", KEPT))
    former = FormerSlug.objects.filter(conference=dropped).select_related("series")
    return Merging(
        kept=kept.pk,
        dropped=dropped.pk,
        choices=told,
        statements=tuple(statements(kept, dropped)),
        figures=tuple(figures(kept, dropped, merged)),
        handover=stands.pk if stands else None,
        handovers=tuple((one.pk, *said_by(one)) for one in handovers),
        retired=tuple(one.pk for one in gone),
        addresses=(
            (dropped.series.key, dropped.slug),
            *((one.series.key, one.slug) for one in former),
        ),
        rounds=tuple(dropped.rounds.order_by("pk").values_list("pk", "title")),
        published=kept.is_published,
        refusals=tuple(_refusals(kept, dropped, merged, stands, attestations)),
    )


def _handover(
    handovers: Sequence[Handover], kept: Conference, choice: str
) -> tuple[Handover | None, list[Handover]]:
    """The handover that stands afterwards, and the one that gives way."""
    if len(handovers) < 2:
        return next(iter(handovers), None), []
    own = next(one for one in handovers if one.conference_id == kept.pk)
    other = next(one for one in handovers if one.conference_id != kept.pk)
    return (other, [own]) if choice == DROPPED else (own, [other])


def _refusals(
    kept: Conference,
    dropped: Conference,
    merged: Conference,
    stands: Handover | None,
    attestations: Sequence[Attestation],
) -> Iterator[str]:
    """Why it cannot be done, a sentence each."""
    if dropped.is_published and not kept.is_published:
        yield _(
            "The record to be kept is a draft, the other one is published: publish it first, or "
            "keep the other one."
        )
    yield from _contradictions(merged)
    if stands is not None:
        passed_on = copy(stands)
        passed_on.conference = merged
        yield from _contradictions(passed_on)
    if not merged.note:
        for name in ("edition", "date", "host"):
            printed = [one.value for one in attestations if one.field == FACTS[name]]
            told = value_of(merged, name)
            if told and not any(agree(told, value) for value in printed):
                yield _(
                    "No source prints the %(field)s “%(headline)s”: keep a note that says why."
                ) % {
                    "field": FACTS[name].label,
                    "headline": told,
                }
    neighbours = list(conferences_of(kept.series))
    lineage = Places.load().successor_keys()
    before = {(it.kind, it.key) for it in chain.problems(map(meeting, neighbours), lineage=lineage)}
    others = [meeting(one) for one in neighbours if one.pk not in (kept.pk, dropped.pk)]
    one = chain.Meeting(
        key=merged.pk,
        starts_on=merged.starts_on,
        edition=merged.edition,
        precision=merged.precision,  # type: ignore[arg-type]
        host=merged.host.key if merged.host else None,
        status=merged.status,  # type: ignore[arg-type]
        promise=promise(stands) if stands else None,
    )
    titles = {one.pk: one.title for one in (*neighbours, merged)}
    for problem in chain.problems([*others, one], lineage=lineage):
        if (problem.kind, problem.key) not in before:
            yield in_words(problem, titles)


def _contradictions(record: models.Model) -> list[str]:
    try:
        record.clean()
    except ValidationError as refusal:
        return refusal.messages
    return []
