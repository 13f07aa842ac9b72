"""Publishing a round: accepted figures become public, with the reports as sources (R4, F7)."""

from hashlib import sha256
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from conferences.enums import Rank
from conferences.models import Source
from metrics.actions import correct_figures, record_figures, retire_figures
from metrics.enums import Scope
from metrics.models import Figure, Indicator, Unit
from provinces.actions import keep, locked, require_reason, require_seen
from reports import letters
from reports.actions.history import event, note_down
from reports.actions.locking import require_right
from reports.enums import Act, EntryState
from reports.models import Report, ReportingRound, SentEntry, SentVersion
from reports.permissions import Officer, may_publish
from reports.publication import (
    Change,
    Part,
    Plan,
    department_name,
    number_of,
    plan_of,
    signed_day,
)
from vietnamese.numbers import NBSP, format_printed, quantity

KEY_LENGTH = 80


@transaction.atomic
def publish(*, round: ReportingRound, by: Officer, seen: str, early_reason: str = "") -> Plan:
    """What was accepted of a round and is not public yet becomes public, in one transaction (R4).

    `seen` is the fingerprint of `plan_of(round).said`; `early_reason` is needed while the
    conference is still to come. Returns what was done. Raises ValidationError when there is
    nothing to publish, when the conference has no public record, or when something was accepted
    or corrected since it was seen.
    """
    require_right(may_publish(by, round))
    row = locked(round)
    list(Report.objects.filter(round=row).order_by("pk").select_for_update())
    plan = plan_of(row)
    require_seen(plan.said, seen)
    if plan.obstacle:
        raise ValidationError(plan.obstacle)
    if not plan.parts:
        raise ValidationError(_("Nothing was accepted that is not public already."))
    if plan.not_before:
        require_reason(early_reason)
    made = [_publish_part(part, by=by.user) for part in plan.parts]
    _mark(plan, made, by=by, reason=early_reason if plan.not_before else "")
    if row.published_at is None:
        row.published_at, row.published_by = timezone.now(), by.user
        keep(record=row, by=by.user)
        round.refresh_from_db(fields=["published_at", "published_by"])
    letters.published(row, [part.report for part in plan.parts], by=by)
    return plan


def _publish_part(part: Part, *, by: User) -> Source | None:
    """The figures of one report; their source, None when nothing is new."""
    source = _source(part, by=by) if part.new or part.corrected else None
    if source is not None:
        record_figures(figures=[_figure(one, part, source) for one in part.new], by=by)
    with override("vi"):  # what the register keeps is in its own language
        anew = _("Reported anew: %(source)s") % {"source": part.title}
        gone = _("No longer in the report: %(source)s") % {"source": part.title}
    if part.corrected and source is not None:
        pairs = [(one.before, _figure(one, part, source)) for one in part.corrected if one.before]
        correct_figures(corrections=pairs, by=by, reason=anew)
    if part.gone:
        figures = [one.before for one in part.gone if one.before]
        retire_figures(figures=figures, by=by, reason=gone)
    return source


def _source(part: Part, *, by: User) -> Source:
    """The source of a report: the one it has already, unless it was signed anew."""
    for known in reversed(part.sources):
        if known.title == part.title and not known.is_retired:
            return known
    source = Source(
        key=_key(part),
        title=part.title,
        publisher=department_name(part.report),
        rank=Rank.SIGNED,
        published_on=signed_day(part.version),
        is_demonstration=part.report.round.is_demonstration,
    )
    return keep(record=source, by=by)


def _key(part: Part) -> str:
    """ "report-bac-trung-bo-2026-thanh-hoa-1"; what is too long is cut and told apart."""
    key = f"report-{part.report.round.key}-{part.report.province.key}-{part.version.number}"
    if len(key) <= KEY_LENGTH:
        return key
    return f"{key[: KEY_LENGTH - 13]}-{sha256(key.encode()).hexdigest()[:12]}"


def _figure(change: Change, part: Part, source: Source) -> Figure:
    column, entry = change.column, cast(SentEntry, change.after)
    # A row with cells has both.
    unit, indicator = cast(Unit, change.row.unit), cast(Indicator, change.row.indicator)
    number = number_of(entry)
    printed = quantity(format_printed(number), unit.name)
    with override("vi"):  # a source speaks its own language
        note = str(EntryState.NIL.label) if entry.state == EntryState.NIL else ""
    return Figure(
        indicator=indicator,
        scope=Scope.PROVINCE,
        province=part.report.province,
        period_start=column.period_start,
        period_end=column.period_end,
        basis=column.basis,
        number=number,
        unit=unit,
        printed=printed.replace(NBSP, " "),
        note=note,
        source=source,
        reported_at=part.report.round.conference,
        position=column.position,
    )


def _mark(plan: Plan, made: list[Source | None], *, by: Officer, reason: str) -> None:
    """Reports and versions say that they are public; the history says from which source."""
    said = {"published_at": timezone.now(), "published_by": by.user}
    SentVersion.objects.filter(pk__in=[part.version.pk for part in plan.parts]).update(**said)
    Report.objects.filter(pk__in=[part.report.pk for part in plan.parts]).update(**said)
    note_down(
        event(
            act=Act.PUBLISHED,
            by=by,
            report=part.report,
            part=str(part.version.number),
            # By id: the key of a source may be changed, and this is how its figures are found.
            after=str(source.pk) if source else "",
            reason=reason,
        )
        for part, source in zip(plan.parts, made, strict=True)
    )
