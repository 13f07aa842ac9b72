"""The steps of a report: presented, sent, returned, accepted, opened again (R3–R5).

Each takes `seen`, the version of the report on the page of who acts; whoever is slower is told who
was faster and nothing happens.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import DepartmentUnit
from provinces.actions import require_reason
from reports import letters
from reports.actions.entering import said, told
from reports.actions.history import event, note_down
from reports.actions.locking import locked_report, refuse_stale, require_right
from reports.enums import STEPS, Act, EntryState, State, Via
from reports.grid import Grid
from reports.models import (
    Entry,
    Event,
    PartDone,
    Report,
    SentEntry,
    SentVersion,
)
from reports.permissions import (
    Officer,
    may_accept,
    may_close,
    may_mark_part,
    may_present,
    may_reopen,
    may_review,
    may_submit,
    may_take_back,
    may_take_paper,
)
from reports.queries import entered_by, grid_of, latest_version, texts_of
from reports.texts import Signature
from reports.texts import texts_of as words_of


@transaction.atomic
def present(*, report: Report, seen: int, by: Officer) -> None:
    """The clerk puts the finished report before the leadership; it is not edited meanwhile.

    Raises ValidationError, saying how many, while cells are empty, refused or unexplained.
    """
    row = _begin(report, seen)
    require_right(may_present(by, row))
    _refuse(unfinished(grid_of(row)))
    _step(row, State.AWAITING, Act.PRESENTED, by=by, presented_at=timezone.now())
    letters.presented(row, by=by)


@transaction.atomic
def take_back(*, report: Report, seen: int, by: Officer, reason: str = "") -> None:
    """A report that awaits its signature is edited again."""
    row = _begin(report, seen)
    require_right(may_take_back(by, row))
    # It goes back to where it came from: what was returned stays returned, with its reasons.
    back = State.DRAFT
    if row.returned_at and row.submitted_at and row.returned_at > row.submitted_at:
        back = State.RETURNED
    elif row.reopened_at and row.accepted_at and row.reopened_at > row.accepted_at:
        back = State.REOPENED
    _step(row, back, Act.TAKEN_BACK, by=by, reason=reason)


@transaction.atomic
def submit(*, report: Report, seen: int, by: Officer) -> SentVersion:
    """The leadership sends the report: what it says now is kept as a version (R3).

    Raises ValidationError, saying how many, while cells are empty, refused or unexplained, and
    without the data of the signature; the scan of it may follow until the report is accepted.
    """
    row = _begin(report, seen)
    require_right(may_submit(by, row))
    _refuse(unsigned(row) + unfinished(grid_of(row)))
    now = timezone.now()
    version = SentVersion.objects.create(
        report=row,
        number=row.sent_versions.count() + 1,
        texts=texts_of(row),
        sent_at=now,
        sent_by=by.user,
    )
    SentEntry.objects.bulk_create(
        SentEntry(
            version=version,
            row_id=one.row_id,
            column_id=one.column_id,
            typed=one.typed,
            state=one.state,
            number=one.number,
            value=one.value,
            note=one.note,
        )
        for one in row.entries.exclude(state=EntryState.EMPTY)
    )
    row.entries.exclude(returned_reason="").update(
        returned_reason="", returned_at=None, returned_by=None
    )
    _step(row, State.SUBMITTED, Act.SUBMITTED, by=by, part=str(version.number), submitted_at=now)
    letters.submitted(row, by=by)
    return version


@transaction.atomic
def return_(
    *, report: Report, seen: int, by: Officer, cells: Mapping[tuple[int, int], str], reason: str
) -> None:
    """The reviewer sends the report back: `cells` are (row, column) with a reason each (R3).

    Raises ValidationError without any reason, and for a cell that was not sent or is not in the
    reviewer's groups of indicators.
    """
    row = _begin(report, seen)
    require_right(may_review(by, row))
    reasons = {key: why.strip() for key, why in cells.items() if why.strip()}
    if not reasons and not reason.strip():
        raise ValidationError(_("Give a reason for the report, or for at least one cell."))
    now = timezone.now()
    entries = {
        (one.row_id, one.column_id): one
        for one in row.entries.select_related("row__indicator")
        if (one.row_id, one.column_id) in reasons
    }
    if reasons.keys() - entries.keys():
        raise ValidationError(_("A cell that was not sent cannot be returned."))
    for key, entry in entries.items():
        topic = entry.row.indicator.topic if entry.row.indicator else None
        require_right(may_review(by, row, topic=topic))
        entry.returned_reason, entry.returned_at = reasons[key], now
        entry.returned_by = by.user
    Entry.objects.bulk_update(entries.values(), ["returned_reason", "returned_at", "returned_by"])
    note_down(
        event(
            act=Act.CELL_RETURNED,
            by=by,
            report=row,
            row_id=key[0],
            column_id=key[1],
            before=entry.typed,
            after=entry.typed,
            reason=reasons[key],
        )
        for key, entry in entries.items()
    )
    whole = reason.strip() or _("See the reasons on the cells.")
    _step(
        row,
        State.RETURNED,
        Act.RETURNED,
        by=by,
        reason=whole,
        returned_at=now,
        returned_reason=whole,
    )
    letters.returned(row, cells=len(entries), by=by)


@transaction.atomic
def accept(*, report: Report, seen: int, by: Officer) -> None:
    """The reviewer settles the figures; who entered any of them may not (R4, R5)."""
    row = _begin(report, seen)
    require_right(may_accept(by, row, entered_by(row)))
    now = timezone.now()
    version = latest_version(row)
    if version is None:
        raise ValidationError(_("Nothing was sent yet."))
    version.accepted_at, version.accepted_by = now, by.user
    version.save(update_fields=["accepted_at", "accepted_by"])
    _step(row, State.ACCEPTED, Act.ACCEPTED, by=by, part=str(version.number), accepted_at=now)
    letters.accepted(row, by=by)


@transaction.atomic
def reopen(*, report: Report, seen: int, by: Officer, reason: str, until: dt.date) -> None:
    """An accepted report may be changed until a day, with a reason (R3).

    What was accepted, and what was published, stands until it is accepted again.
    """
    row = _begin(report, seen)
    require_right(may_reopen(by, row))
    require_reason(reason)
    if until < timezone.localdate():
        raise ValidationError(_("Choose a day that is still to come, or today."))
    _step(
        row,
        State.REOPENED,
        Act.REOPENED,
        by=by,
        reason=reason,
        reopened_at=timezone.now(),
        reopened_reason=reason,
        reopened_until=until,
    )
    letters.reopened(row, until=until, by=by)


@transaction.atomic
def close(*, report: Report, seen: int, by: Officer) -> None:
    """A reopening ends without a new version: the cells are what was accepted again.

    What was typed meanwhile is in the history.
    """
    row = _begin(report, seen)
    require_right(may_close(by, row))
    version = latest_version(row, accepted=True)
    if version is None:
        raise ValidationError(_("Nothing was accepted yet."))
    _restore(row, version, by=by)
    _step(row, State.ACCEPTED, Act.CLOSED, by=by, part=str(version.number))


@transaction.atomic
def take_over_paper(*, report: Report, seen: int, by: Officer, reason: str) -> None:
    """A Ministry officer enters for a department that sent paper; another will accept (R5).

    `reason` says which paper: its number and date. Raises ValidationError without it, or when the
    department has begun.
    """
    row = _begin(report, seen)
    require_right(may_take_paper(by, row))
    require_reason(reason)
    if entered_by(row):
        raise ValidationError(_("The department has begun this report: it sends it itself."))
    row.paper_at, row.paper_by = timezone.now(), by.user
    row.version += 1
    row.save(update_fields=["paper_at", "paper_by", "version"])
    note_down([event(act=Act.PAPER, by=by, report=row, reason=reason)])


@transaction.atomic
def mark_part(*, report: Report, owner: DepartmentUnit, done: bool, by: Officer) -> None:
    """A unit of the department says that its rows are filled in, or that they are not (R5)."""
    row = locked_report(report)
    require_right(may_mark_part(by, row, owner))
    found = PartDone.objects.filter(report=row, owner=owner)
    if found.exists() == done:
        return
    if done:
        PartDone.objects.create(report=row, owner=owner, done_at=timezone.now(), done_by=by.user)
    else:
        found.delete()
    act = Act.PART_DONE if done else Act.PART_UNDONE
    note_down([event(act=act, by=by, report=row, part=owner)])


def unfinished(grid: Grid) -> list[str]:
    """What keeps a table from being sent: no answer, what cannot be read, odd unexplained (R8)."""
    counts = grid.counts()
    unanswered = counts["all"] - counts["answered"] - counts["refused"]
    problems = []
    if unanswered:
        problems.append(
            _("%(n)s cells are empty: write a number, “-” for nil or “…” for not reported.")
            % {"n": unanswered}
        )
    if counts["refused"]:
        problems.append(
            _("%(n)s cells cannot be read: correct them as their messages say.")
            % {"n": counts["refused"]}
        )
    if counts["doubtful"]:
        problems.append(
            _("%(n)s cells are doubtful: check them, or explain them in a note.")
            % {"n": counts["doubtful"]}
        )
    return problems


def unsigned(report: Report) -> list[str]:
    """What keeps a report from being sent: it has to say by whom, when, and numbered how (R2)."""
    if Signature.of(report).is_complete:
        return []
    return [
        _(
            "Enter the signature first: number, date and signer, for example 123/BC-SCT of "
            "13/5/2022."
        )
    ]


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ValidationError(problems)


def _begin(report: Report, seen: int) -> Report:
    row = locked_report(report)
    refuse_stale(row, seen)
    return row


def _step(
    row: Report, to: State, act: Act, *, by: Officer, reason: str = "", part: str = "", **set_: Any
) -> None:
    """Move a report on: compare and swap, so that a wrong step or a second one changes nothing."""
    if to not in STEPS[State(row.state)]:
        raise ValidationError(_("The report does not stand where this can be done."))
    columns = dict(set_)
    for name in list(columns):
        if name.endswith("_at"):
            columns[f"{name.removesuffix('_at')}_by"] = by.user
    moved = Report.objects.filter(pk=row.pk, state=row.state, version=row.version).update(
        state=to, version=row.version + 1, **columns
    )
    if not moved:
        refuse_stale(locked_report(row), row.version)
    note_down(
        [event(act=act, by=by, report=row, before=row.state, after=to, reason=reason, part=part)]
    )


def _restore(report: Report, version: SentVersion, *, by: Officer) -> None:
    """Cells and texts as they are in a version; each change goes into the history."""
    accepted = {(one.row_id, one.column_id): one for one in version.entries.all()}
    now = timezone.now()
    events: list[Event] = []
    changed: list[Entry] = []
    for entry in report.entries.select_related("row"):
        kept = accepted.get((entry.row_id, entry.column_id))
        typed = kept.typed if kept else ""
        state = kept.state if kept else EntryState.EMPTY
        note = kept.note if kept else ""
        before = said(entry)
        if (before.typed, before.state, before.note) == (typed, state, note):
            continue
        entry.typed, entry.state, entry.note = typed, state, note
        entry.number = kept.number if kept else ""
        entry.value = kept.value if kept else None
        entry.version += 1
        entry.saved_at, entry.saved_by = now, by.user
        changed.append(entry)
        via = Via.RESTORED
        events += told(report, entry.row, entry.column_id, before, entry, by=by, via=via)
    Entry.objects.bulk_update(
        changed, ["typed", "state", "note", "number", "value", "version", "saved_at", "saved_by"]
    )
    note_down(events)
    restore_texts(report, version, by=by)


def restore_texts(report: Report, version: SentVersion, *, by: Officer) -> None:
    """Sections, proposals and the signature as they are in a version."""
    now, events = timezone.now(), []
    signed, before = words_of(report, version=version).signature, Signature.of(report)
    if signed != before:
        report.signed_number, report.signed_on = signed.number, signed.on
        report.signer, report.signer_office = signed.signer, signed.office
        report.save(update_fields=["signed_number", "signed_on", "signer", "signer_office"])
        events.append(
            event(
                act=Act.SIGNATURE,
                by=by,
                report=report,
                via=Via.RESTORED,
                before=before.whole,
                after=signed.whole,
            )
        )
    for section in report.sections.all():
        text = version.texts.get("sections", {}).get(section.kind, "")
        if section.text != text:
            events.append(
                event(
                    act=Act.SECTION,
                    by=by,
                    report=report,
                    via=Via.RESTORED,
                    part=section.kind,
                    before=section.text,
                    after=text,
                )
            )
            section.text, section.version = text, section.version + 1
            section.saved_at, section.saved_by = now, by.user
            section.save()
    kept = version.texts.get("proposals", [])
    for index, proposal in enumerate(report.proposals.order_by("position")):
        was = kept[index] if index < len(kept) else {"addressee": "", "text": ""}
        if (proposal.addressee, proposal.text) != (was["addressee"], was["text"]):
            events.append(
                event(
                    act=Act.PROPOSAL,
                    by=by,
                    report=report,
                    via=Via.RESTORED,
                    part=str(proposal.position),
                    before=proposal.text,
                    after=was["text"],
                )
            )
            proposal.addressee, proposal.text = was["addressee"], was["text"]
            proposal.version += 1
            proposal.saved_at, proposal.saved_by = now, by.user
            proposal.save()
    note_down(events)
