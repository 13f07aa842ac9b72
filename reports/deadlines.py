"""Until when a report is expected, and how late it is: pure functions of loaded rows (R1, R3)."""

import datetime as dt
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import ngettext, pgettext

from reports.enums import State
from reports.models import Invitation, Report


class Awaited(StrEnum):
    """Why a report is expected of a department."""

    FIRST = "first"  # it was never sent
    RETURNED = "returned"  # it was sent, and came back
    REOPENED = "reopened"  # it was accepted, and may be changed for a time


def awaited(report: Report) -> Awaited | None:
    """Why the department has to send it; None while it lies with the Ministry."""
    if report.state in (State.SUBMITTED, State.ACCEPTED):
        return None
    if report.submitted_at is None:
        return Awaited.FIRST
    reopened = report.reopened_at and report.accepted_at and report.reopened_at > report.accepted_at
    returned = report.returned_at and (not reopened or report.returned_at > report.reopened_at)
    return Awaited.RETURNED if returned else Awaited.REOPENED


def last_day(report: Report, invitation: Invitation) -> dt.date | None:
    """The day it is expected on: a reopening has its own, of a returned report none is set."""
    why = awaited(report)
    if why is Awaited.REOPENED:
        return report.reopened_until
    return invitation.due_on if why is Awaited.FIRST else None


def days_late(report: Report | None, invitation: Invitation, today: dt.date) -> int:
    """Days since its last day while it was never sent; 0 otherwise.

    One that was sent and came back is not late: its department did report in time.
    """
    if report is not None and awaited(report) is not Awaited.FIRST:
        return 0
    return invitation.days_late(today)


def local_day(moment: dt.datetime | None) -> dt.date | None:
    """The day of a moment in Viet Nam (N3)."""
    return timezone.localtime(moment).date() if moment else None


def in_words(day: dt.date, today: dt.date) -> str:
    """How far off a deadline is: "còn 5 ngày", "hôm nay", "quá hạn 3 ngày"."""
    days = (day - today).days
    if days < 0:
        return ngettext("overdue by %(n)s day", "overdue by %(n)s days", -days) % {"n": -days}
    if days == 0:
        return pgettext("deadline", "today")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
