"""Rounds: prepared, changed, opened, extended, withdrawn; whom they ask (R1, R6)."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.actions import keep, locked, remove, require_reason, require_seen, retire
from provinces.models import Province
from reports import letters
from reports.actions.history import event, note_down
from reports.actions.locking import require_right
from reports.enums import Act
from reports.models import Invitation, Report, ReportingRound, RoundRow
from reports.numbering import is_tree
from reports.permissions import Officer, keeps, keeps_rounds, may_invite_successor
from reports.preparing import labels, opening, refuse_reserved, successors_to_invite

# What the keeper types; once the round is open the first of them stay as they are.
FIXED_ONCE_OPEN = ("key", "conference_id", "coordinator_id")
TYPED = (
    *FIXED_ONCE_OPEN,
    "title",
    "letter_number",
    "letter_on",
    "outline",
    "contact",
    "due_on",
)


@transaction.atomic
def prepare_round(*, round: ReportingRound, by: Officer) -> ReportingRound:
    """A new round is prepared; no department knows of it before it is opened."""
    require_right(keeps_rounds(by) or (round.coordinator is not None and keeps(by, round)))
    refuse_reserved(round.key)
    round.created_at, round.created_by = timezone.now(), by.user
    return keep(record=round, by=by.user)


@transaction.atomic
def change_round(*, round: ReportingRound, by: Officer) -> ReportingRound:
    """What is said about a round is changed; `round` carries the new words.

    Once it is open its letter, outline, contact, title and deadline may still change. Nobody gives
    a round to a keeper whom they could not ask to give it back.
    """
    row = locked_round(round, by=by)
    require_right(keeps(by, round))
    refuse_reserved(round.key)
    if row.is_open and any(getattr(row, name) != getattr(round, name) for name in FIXED_ONCE_OPEN):
        raise ValidationError(
            _("The round is open: its key, conference and coordinating department stay.")
        )
    before = row.due_on
    for name in TYPED:
        setattr(row, name, getattr(round, name))
    keep(record=row, by=by.user)
    if row.is_open and row.due_on != before:
        days = (before.isoformat(), row.due_on.isoformat())
        told = event(act=Act.EXTENDED, by=by, round=row, before=days[0], after=days[1])
        note_down([told])
    return row


@transaction.atomic
def invite(
    *, round: ReportingRound, provinces: Iterable[Province], by: Officer
) -> list[Invitation]:
    """These provinces are asked; those asked already stay as they are.

    In a round that is open each gets its report at once.
    """
    return _ask(locked_round(round, by=by), provinces, by=by)


@transaction.atomic
def choose_provinces(*, round: ReportingRound, provinces: Iterable[Province], by: Officer) -> None:
    """Exactly these provinces are asked. In a round that is open none is left out any more."""
    row, wanted = locked_round(round, by=by), list(provinces)
    kept = {unit.pk for unit in wanted}
    left_out = [
        one for one in row.invitations.select_related("province") if one.province_id not in kept
    ]
    reporting = set(row.reports.values_list("province", flat=True))
    if begun := [one.province for one in left_out if one.province_id in reporting]:
        raise ValidationError(
            _("%(provinces)s already has a report in this round and stays asked."),
            params={"provinces": labels(begun)},
        )
    for one in left_out:
        remove(record=one, by=by.user, reason="")
    _ask(row, wanted, by=by)


@transaction.atomic
def invite_successor(*, round: ReportingRound, province: Province, by: Officer) -> Invitation:
    """The unit that provinces asked have become part of reports for the whole, once (R6)."""
    require_right(may_invite_successor(by, round, province.pk))
    row = locked(round)
    _refuse_withdrawn(row)
    if province.pk not in {unit.pk for unit in successors_to_invite(row)}:
        raise ValidationError(
            _("%(name)s is asked already, or succeeds no province of this round."),
            params={"name": province.label},
        )
    [made] = _ask(row, [province], by=by)
    return made


@transaction.atomic
def open_round(*, round: ReportingRound, by: Officer, seen: str | None = None) -> None:
    """Departments see the round from now on, and each has its report to fill in.

    `seen` is the fingerprint of `preparing.opening` that its keeper looked at. Raises
    ValidationError when the round was changed since, is open already, or asks nothing, or nobody.
    """
    row = locked_round(round, by=by)
    if row.is_open:
        raise ValidationError(_("This round is open already."))
    if seen is not None:
        require_seen(opening(row), seen)
    refuse_incomplete(row)
    row.opened_at, row.opened_by = timezone.now(), by.user
    keep(record=row, by=by.user)
    _begin_reports(row, list(row.invitations.select_related("province")), by=by)
    letters.opened(row, by=by)
    round.refresh_from_db(fields=["opened_at", "opened_by"])


def refuse_incomplete(round: ReportingRound) -> None:
    """Refuse to open a round that asks nothing, or nobody, or whose rows stand in a ring."""
    rows: list[RoundRow] = list(round.rows.all())
    missing = []
    if all(row.is_heading for row in rows):
        missing.append(_("Add at least one row with an indicator."))
    if not round.columns.exists():
        missing.append(_("Add at least one column, e.g. actual 2025."))
    if not round.invitations.exists():
        missing.append(_("Choose the provinces that are to report."))
    if not is_tree({row.pk: row.parent_id for row in rows}):
        missing.append(_("Some rows stand under each other: move one of them to the top."))
    if missing:
        raise ValidationError(missing)


@transaction.atomic
def extend(*, invitation: Invitation, to: dt.date, reason: str, by: Officer) -> None:
    """A province gets more time, with a reason."""
    require_right(keeps(by, invitation.round))
    _refuse_withdrawn(invitation.round)
    require_reason(reason)
    row = locked(invitation)
    if to <= row.due_on:
        raise ValidationError(
            _("The deadline is %(day)s: choose a later day."),
            params={"day": f"{row.due_on:%-d/%-m/%Y}"},
        )
    before = row.due_on
    row.extended_to, row.extended_reason = to, reason
    row.extended_at, row.extended_by = timezone.now(), by.user
    keep(record=row, by=by.user, reason=reason)
    told = event(
        act=Act.EXTENDED,
        by=by,
        round=invitation.round,
        province_id=row.province_id,
        report=None,
        before=before.isoformat(),
        after=to.isoformat(),
        reason=reason,
    )
    note_down([told])
    invitation.refresh_from_db()


@transaction.atomic
def withdraw_round(*, round: ReportingRound, reason: str, by: Officer) -> None:
    """A round that was prepared or opened by mistake is taken back, with a reason (S2).

    Raises ValidationError once a department has sent.
    """
    row = locked_round(round, by=by)
    reports = row.reports.select_for_update(of=("self",)).select_related("province")
    if sent := [one.province for one in reports if one.submitted_at]:
        raise ValidationError(
            _("%(provinces)s already sent its report: the round can no longer be withdrawn."),
            params={"provinces": labels(sent)},
        )
    retire(record=row, by=by.user, reason=reason)


def locked_round(round: ReportingRound, *, by: Officer) -> ReportingRound:
    """The round as it stands, for who keeps it, nobody else's to change meanwhile."""
    row = locked(round)
    require_right(keeps(by, row))
    _refuse_withdrawn(row)
    return row


def _refuse_withdrawn(round: ReportingRound) -> None:
    if round.retired_at:
        raise ValidationError(_("This round was withdrawn."))


def _ask(round: ReportingRound, provinces: Iterable[Province], *, by: Officer) -> list[Invitation]:
    asked = set(round.invitations.values_list("province_id", flat=True))
    made = [
        keep(record=Invitation(round=round, province=one), by=by.user)
        for one in provinces
        if one.pk not in asked
    ]
    if round.is_open:
        _begin_reports(round, made, by=by)
    return made


def _begin_reports(round: ReportingRound, invitations: list[Invitation], *, by: Officer) -> None:
    reports = Report.objects.bulk_create(
        Report(round=round, province=one.province, opened_at=timezone.now(), opened_by=by.user)
        for one in invitations
    )
    note_down(event(act=Act.OPENED, by=by, report=one) for one in reports)
