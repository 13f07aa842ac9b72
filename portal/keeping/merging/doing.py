"""Merging two records of one event, as it was previewed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conferences.models import Conference, FormerSlug, Handover, Proposal
from metrics.enums import Scope
from metrics.models import Figure
from portal.keeping.merging.headlines import merge_headlines
from portal.keeping.merging.plan import Merging, plan_merger
from portal.keeping.merging.statements import row_of
from portal.records.checks import Level, check
from provinces.actions import keep, remove, require_reason, require_seen, retire
from reports.models import ReportingRound


@transaction.atomic
def merge(
    *,
    kept: Conference,
    dropped: Conference,
    chosen: Mapping[str, str],
    by: User,
    reason: str,
    seen: str,
) -> Merging:
    """The dropped record of an event goes into the kept one, as previewed, and is retired (S2).

    Raises ValidationError without a reason, when the register is not as `seen`, and when it would
    be wrong afterwards (S3); then nothing is written.
    """
    require_reason(reason)
    rows = Conference.objects.live().select_for_update().order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, dropped.pk])}
    if len(found) != 2:
        raise ValidationError(_("One of the two records was retired meanwhile."))
    kept, dropped = found[kept.pk], found[dropped.pk]
    plan = plan_merger(kept=kept, dropped=dropped, chosen=chosen)
    require_seen(plan, seen)
    if plan.refusals:
        raise ValidationError(list(plan.refusals))
    known = _errors()
    where = f"{kept.series.key}/{kept.slug}"
    why = _("Merged into %(address)s: %(reason)s") % {"address": where, "reason": reason}
    _make_room(plan, by, why)
    retire(record=dropped, by=by, reason=why)
    keep(record=merge_headlines(kept, dropped, plan.choices), by=by, reason=reason)
    _move_statements(plan, kept, by, reason)
    _move_figures(plan, kept, by)
    _move_rounds(plan, kept, by, reason)
    _lead_on(plan, kept, dropped)
    if wrong := sorted(_errors() - known):
        raise ValidationError(wrong)
    return plan


def _errors() -> set[str]:
    """What is wrong with the register, a line each (S3)."""
    return {it.line() for it in check() if it.level is Level.ERROR}


def _make_room(plan: Merging, by: User, why: str) -> None:
    """What the kept record says already leaves the register, and the handover that gives way."""
    for one in plan.statements:
        if one.said_twice:
            row: Any = row_of(one)
            (retire if isinstance(row, Proposal) else remove)(record=row, by=by, reason=why)
    for figure in Figure.objects.current().filter(
        pk__in=[one.pk for one in plan.figures if one.said_twice]
    ):
        retire(record=figure, by=by, reason=why)
    for handover in Handover.objects.filter(pk__in=plan.retired):
        retire(record=handover, by=by, reason=why)


def _move_statements(plan: Merging, kept: Conference, by: User, reason: str) -> None:
    """In the order printed, after what the kept record says."""
    for one in plan.statements:
        if one.said_twice:
            continue
        row: Any = row_of(one)
        row.conference = kept
        if hasattr(row, "position"):
            row.position = _next_position(type(row).objects.filter(conference=kept))
        keep(record=row, by=by, reason=reason)
    if plan.handover is not None:
        handover = Handover.objects.get(pk=plan.handover)
        if handover.conference_id != kept.pk:
            handover.conference = kept
            keep(record=handover, by=by, reason=reason)


def _move_figures(plan: Merging, kept: Conference, by: User) -> None:
    """Published figures too: what they say stays, only what they were reported at is another."""
    for one in plan.figures:
        if one.said_twice:
            continue
        figure = Figure.objects.get(pk=one.pk)
        figure.period_start, figure.period_end = one.start, one.end
        figure.is_headline = one.headline
        if one.moves:
            figure.position = _next_position(Figure.objects.filter(reported_at=kept))
            figure.reported_at = kept
            figure.conference = kept if figure.scope == Scope.CONFERENCE else None
        keep(record=figure, by=by)


def _move_rounds(plan: Merging, kept: Conference, by: User, reason: str) -> None:
    """What departments were asked for the dropped record, they report for the kept one."""
    for round in ReportingRound.objects.filter(pk__in=[pk for pk, _title in plan.rounds]):
        round.conference = kept
        keep(record=round, by=by, reason=reason)


def _next_position(rows: models.QuerySet) -> int:
    last = rows.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else last + 1


def _lead_on(plan: Merging, kept: Conference, dropped: Conference) -> None:
    """Every address of the dropped record leads to the kept one."""
    FormerSlug.objects.filter(conference=dropped).update(conference=kept)
    FormerSlug.objects.update_or_create(
        series=dropped.series, slug=dropped.slug, defaults={"conference": kept}
    )
    FormerSlug.objects.filter(series=kept.series, slug=kept.slug).delete()
