"""Where a report stands and what can be done with it now: the head of its page (R3, R8)."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import DepartmentUnit
from reports.deadlines import Awaited, awaited, days_late, in_words, last_day, local_day
from reports.enums import STEPS_TOLD, Act, State
from reports.grid import Grid
from reports.loading import Loaded
from reports.models import Event, Invitation, Report
from reports.once import new_key
from reports.permissions import (
    Officer,
    Sight,
    may_close,
    may_mark_part,
    may_present,
    may_sign,
    may_submit,
    may_take_back,
    may_take_paper,
    may_write,
    why_not_write,
)

# The department's own affair until it sends.
INSIDE = (Act.PRESENTED, Act.TAKEN_BACK)


@dataclass(frozen=True)
class Button:
    """A step that who looks may take. `address` is the name of its URL.

    One with a `key` is posted from here, with this key once; another opens a page of its own.
    """

    address: str
    label: str
    key: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class UnitPart:
    """A unit that owns rows of the report, and whether it marked them done (R5)."""

    owner: str
    label: str
    done_at: dt.datetime | None
    done_by: str
    key: str  # "" when who looks may not mark it


@dataclass(frozen=True)
class Deadline:
    """The last day, in words, with what was extended and how late it is or was sent."""

    words: str
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Header:
    """What `reports/_header.html` shows. `kind` gives the state its colour.

    `why` says why who looks cannot edit, and who can; "" when they can.
    """

    report: Report
    kind: str
    state: str
    deadline: Deadline
    last: Event | None
    counts: dict[str, int]
    buttons: list[Button]
    parts: list[UnitPart]
    why: str
    is_inside: bool  # whether files, annex and history exist for who looks
    is_own: bool  # whether they work on the live cells
    may_upload: bool
    may_review: bool


def header_of(loaded: Loaded, grid: Grid) -> Header:
    """The head of a report's page for who looks; three queries at most, whatever its size.

    `grid` is the table shown below it, whose cells are counted.
    """
    report, officer = loaded.report, loaded.officer
    is_inside = loaded.sight >= Sight.SENT
    kind, state = _state(report, loaded.sight)
    return Header(
        report=report,
        kind=kind,
        state=state,
        deadline=deadline_of(report, loaded.invitation) if is_inside else _accepted(report),
        last=_last_step(report, loaded.sight),
        counts=grid.counts(),
        buttons=_buttons(report, officer),
        parts=_parts(report, officer, grid) if loaded.sight == Sight.LIVE else [],
        why=_why(report, officer),
        is_inside=is_inside,
        is_own=loaded.sight == Sight.LIVE,
        may_upload=may_write(officer, report),
        may_review=officer.is_ministry and is_inside and report.submitted_at is not None,
    )


def _state(report: Report, seen: Sight) -> tuple[str, str]:
    if report.published_at and report.state == State.ACCEPTED:
        return "published", _("Published")
    if seen < Sight.SENT:
        return State.ACCEPTED.value, str(State.ACCEPTED.label)
    return report.state, report.get_state_display()


def deadline_of(report: Report, invitation: Invitation, today: dt.date | None = None) -> Deadline:
    """The deadline in words; one query when the report was sent: its first sending counts."""
    today = today or timezone.localdate()
    why, day = awaited(report), last_day(report, invitation)
    if why is Awaited.RETURNED:
        return Deadline(_("Returned: mend it and send it again."))
    if why is Awaited.REOPENED and day:
        said = {"day": _day(day), "when": in_words(day, today)}
        return Deadline(_("Open for changes until %(day)s (%(when)s).") % said)
    note = _extended(invitation)
    if why is Awaited.FIRST:
        said = {"day": _day(invitation.due_on), "when": in_words(invitation.due_on, today)}
        late = days_late(report, invitation, today) > 0
        return Deadline(_("Due on %(day)s (%(when)s).") % said, note, late)
    return Deadline(_sent(report, invitation), note)


def _accepted(report: Report) -> Deadline:
    """All that another department learns: since when the figures count (C7, R4)."""
    day = local_day(report.accepted_at)
    return Deadline(_("Accepted on %(day)s.") % {"day": _day(day) if day else "…"})


def _extended(invitation: Invitation) -> str:
    if not invitation.extended_to:
        return ""
    return _("Extended from %(day)s: %(reason)s") % {
        "day": _day(invitation.round.due_on),
        "reason": invitation.extended_reason,
    }


def _sent(report: Report, invitation: Invitation) -> str:
    first = report.sent_versions.order_by("number").first()
    sent_on = local_day(first.sent_at) if first else None
    late = invitation.days_late(sent_on)
    said = {"day": _day(invitation.due_on), "n": late}
    if not late:
        return _("Due on %(day)s; sent in time.") % said
    words = ngettext(
        "Due on %(day)s; sent %(n)s day later.", "Due on %(day)s; sent %(n)s days later.", late
    )
    return words % said


def _day(day: dt.date) -> str:
    return f"{day:%-d/%-m/%Y}"


def _last_step(report: Report, seen: Sight) -> Event | None:
    """The last step that who looks knows of, with who did it."""
    if seen < Sight.SENT:
        return None
    told = [act for act in STEPS_TOLD if seen == Sight.LIVE or act not in INSIDE]
    steps = Event.objects.filter(report=report, act__in=told).select_related("by")
    return steps.order_by("-pk").first()


def _buttons(report: Report, officer: Officer) -> list[Button]:
    sends = may_submit(officer, report)
    found = []
    if sends:
        found.append(Button("report_submit", _("Submit report"), is_main=True))
    if may_present(officer, report):
        found.append(
            Button("report_present", _("Present for signature"), new_key(), is_main=not sends)
        )
    if may_take_back(officer, report):
        found.append(Button("report_take_back", _("Take back to the draft"), new_key()))
    if may_close(officer, report):
        found.append(Button("report_close", _("End the reopening")))
    if may_take_paper(officer, report):
        found.append(Button("report_paper", _("Enter from paper")))
    return found


def _parts(report: Report, officer: Officer, grid: Grid) -> list[UnitPart]:
    """The units that own rows; one query."""
    owners = dict.fromkeys(line.row.owner for line in grid.lines if line.row.owner)
    done = {one.owner: one for one in report.parts_done.select_related("done_by")}
    return [
        UnitPart(
            owner=owner,
            label=str(DepartmentUnit(owner).label),
            done_at=done[owner].done_at if owner in done else None,
            done_by=str(done[owner].done_by) if owner in done else "",
            key=new_key() if may_mark_part(officer, report, owner) else "",
        )
        for owner in owners
    ]


def _why(report: Report, officer: Officer) -> str:
    """Why they cannot edit; while the report awaits its signature this can still be entered."""
    why = why_not_write(officer, report)
    if why and may_sign(officer, report):
        return " ".join([why, _("Number, date and signer can be entered until it is sent.")])
    return why
