"""Mails about the steps of a report, to those concerned, after they are done (issue 4 §5).

In Vietnamese, with the address of the page and nothing of what a report contains. A mail that
cannot be written or sent is logged and stops nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.enums import Role
from accounts.mail import send_later
from accounts.models import Membership, User
from reports.addresses import absolute
from reports.models import Report, ReportingRound
from reports.permissions import Officer
from vietnamese.dates import format_date

OFFICE = (Role.CLERK, Role.LEADER)
# Subject, sentence, path of the page, and the offices of whom it concerns.
Letter = tuple[str, str, str, Q]


def opened(round: ReportingRound, *, by: Officer) -> None:
    """The departments hear that they are asked."""
    _after_commit(partial(_opened, round), by)


def presented(report: Report, *, by: Officer) -> None:
    """The leadership hears that a report awaits its signature."""
    _after_commit(partial(_presented, report), by)


def submitted(report: Report, *, by: Officer) -> None:
    """Reviewers hear that a report came in, and the department that it was sent."""
    _after_commit(partial(_submitted, report), by)
    _after_commit(partial(_to_review, report), by)


def returned(report: Report, *, cells: int, by: Officer) -> None:
    """The department hears how many of its cells came back."""
    _after_commit(partial(_returned, report, cells), by)


def accepted(report: Report, *, by: Officer) -> None:
    """The department hears that its figures are settled."""
    _after_commit(partial(_accepted, report), by)


def reopened(report: Report, *, until: dt.date, by: Officer) -> None:
    """The department hears until when it may change its report."""
    _after_commit(partial(_reopened, report, until), by)


def published(round: ReportingRound, reports: Iterable[Report], *, by: Officer) -> None:
    """The departments hear that their figures are public."""
    _after_commit(partial(_published, round, {one.province_id for one in reports}), by)


def _opened(round: ReportingRound) -> Letter:
    sentence = _("%(round)s: your department is asked to report by %(day)s.") % {
        "round": round.title,
        "day": format_date(round.due_on, "day", "vi"),
    }
    asked = set(round.invitations.values_list("province_id", flat=True))
    subject = _("Report asked for: %(round)s") % {"round": round.title}
    return subject, sentence, round.get_absolute_url(), _departments(asked)


def _presented(report: Report) -> Letter:
    sentence = _("%(round)s: the report of %(place)s awaits your signature.") % _named(report)
    subject = _("Report awaits signature: %(place)s") % _named(report)
    leaders = Q(role=Role.LEADER, province=report.province_id)
    return subject, sentence, report.get_absolute_url(), leaders


def _submitted(report: Report) -> Letter:
    sentence = _("%(round)s: the report of %(place)s was sent.") % _named(report)
    subject = _("Report sent: %(place)s") % _named(report)
    return subject, sentence, report.get_absolute_url(), _departments({report.province_id})


def _to_review(report: Report) -> Letter:
    sentence = _("%(round)s: the report of %(place)s was sent and waits to be reviewed.")
    subject = _("Report to review: %(place)s") % _named(report)
    path = reverse("report_review", args=[report.round.key, report.province.key])
    return subject, sentence % _named(report), path, Q(role=Role.REVIEWER)


def _returned(report: Report, cells: int) -> Letter:
    sentence = _("%(round)s: the report of %(place)s was returned.") % _named(report)
    if cells:
        sentence += " " + ngettext(
            "%(n)s cell is to be checked; its reason stands on it.",
            "%(n)s cells are to be checked; their reasons stand on them.",
            cells,
        ) % {"n": cells}
    subject = _("Report returned: %(place)s") % _named(report)
    return subject, sentence, report.get_absolute_url(), _department(report)


def _accepted(report: Report) -> Letter:
    sentence = _(
        "%(round)s: the figures of %(place)s were accepted. They are not public before the round "
        "is published."
    ) % _named(report)
    subject = _("Figures accepted: %(place)s") % _named(report)
    return subject, sentence, report.get_absolute_url(), _department(report)


def _reopened(report: Report, until: dt.date) -> Letter:
    sentence = _("%(round)s: the report of %(place)s may be changed until %(day)s.") % {
        **_named(report),
        "day": format_date(until, "day", "vi"),
    }
    subject = _("Report reopened: %(place)s") % _named(report)
    return subject, sentence, report.get_absolute_url(), _department(report)


def _published(round: ReportingRound, provinces: set[int]) -> Letter:
    sentence = _("%(round)s: the figures that your department reported are public now.") % {
        "round": round.title
    }
    subject = _("Figures published: %(round)s") % {"round": round.title}
    path = round.conference.get_absolute_url() if round.conference else reverse("work")
    return subject, sentence, path, _departments(provinces)


def _named(report: Report) -> dict[str, str]:
    return {"round": report.round.title, "place": report.province.label}


def _departments(provinces: set[int]) -> Q:
    return Q(role__in=OFFICE, province__in=provinces)


def _department(report: Report) -> Q:
    """Who answers for a report: the department, and the officer who took it over from paper."""
    concerned = _departments({report.province_id})
    return concerned | Q(role=Role.REVIEWER, user=report.paper_by_id or 0)


def _after_commit(write: Callable[[], Letter], by: Officer) -> None:
    """Write once the step stands; whatever fails then is logged and undoes nothing."""

    def send() -> None:
        _send(write, by.user)

    transaction.on_commit(send, robust=True)


def _send(write: Callable[[], Letter], by: User) -> None:
    with override("vi"):
        subject, sentence, path, concerned = write()
        body = render_to_string(
            "reports/email/letter.txt", {"sentence": sentence, "address": absolute(path)}
        )
    to = _mailboxes(concerned, but=by)
    send_later([EmailMessage(" ".join(subject.split()), body, to=[one]) for one in to])


def _mailboxes(concerned: Q, *, but: User) -> list[str]:
    """The addresses of active accounts that hold such an office today; not that of who acted."""
    return list(
        Membership.objects.on(timezone.localdate())
        .filter(concerned, user__is_active=True)
        .exclude(Q(user__email="") | Q(user=but))
        .values_list("user__email", flat=True)
        .order_by("user__email")
        .distinct()
    )
