"""Who is to be reminded of a report, and in which words: mails that say nothing of its content."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership, User
from reports.addresses import absolute
from reports.deadlines import Awaited, awaited, in_words, last_day, local_day
from reports.enums import State
from reports.models import Invitation, Reminder, Report, ReportingRound
from reports.permissions import who_decides
from vietnamese.dates import format_date

# So many days before the deadline, and every three days after it.
USUAL_DAYS = (7, 3, 1, -3)


@dataclass(frozen=True)
class Letter:
    """One reminder: to the clerks and the leadership of one department.

    `days` are those left until the deadline, negative once it has passed; of a returned report,
    those since it came back, negative. `is_sent` says that the department was reminded today.
    """

    report: Report
    days: int
    to: tuple[User, ...]
    subject: str
    text: str
    is_sent: bool

    @property
    def addresses(self) -> list[str]:
        return [one.email for one in self.to]

    def mail(self) -> EmailMessage:
        """The mail itself."""
        return EmailMessage(self.subject, self.text, settings.DEFAULT_FROM_EMAIL, self.addresses)


def is_usual(days: int, usual: Collection[int] = USUAL_DAYS) -> bool:
    """Whether a reminder falls on this day: 3 means three days before, -3 every three days after.

    0 is the last day itself.
    """
    return any(days == one if one >= 0 else days < 0 and days % one == 0 for one in usual)


def letters(
    rounds: QuerySet[ReportingRound], *, today: dt.date, usual: Collection[int] | None = None
) -> list[Letter]:
    """A reminder for each report of open rounds that its department has still to send.

    With `usual` only those that fall on this day. Four queries whatever their number. Nobody is
    reminded of a reopening that has run out: the accepted figures stand.
    """
    reports = list(
        Report.objects.filter(round__in=rounds.opened())  # type: ignore[attr-defined]
        .exclude(state__in=(State.SUBMITTED, State.ACCEPTED))
        .select_related("round__coordinator", "province")
        .order_by("round__due_on", "round", "province__code", "pk")
    )
    standing = [one for one in reports if one.province.is_valid_on(today)]
    invitations = {
        (one.round_id, one.province_id): one
        for one in Invitation.objects.filter(
            round__in={one.round_id for one in standing}
        ).select_related("round")
    }
    people = _people({one.province_id for one in standing}, today)
    done = set(Reminder.objects.filter(day=today).values_list("report", flat=True))
    found = []
    for one in standing:
        days = _days(one, invitations[one.round_id, one.province_id], today)
        if days is None or (usual is not None and not is_usual(days, usual)):
            continue
        invitation = invitations[one.round_id, one.province_id]
        to = tuple(people.get(one.province_id, ()))
        found.append(_letter(one, invitation, days, to, today=today, is_sent=one.pk in done))
    return found


def _days(report: Report, invitation: Invitation, today: dt.date) -> int | None:
    if awaited(report) is Awaited.RETURNED:
        back = local_day(report.returned_at)
        return -(today - back).days if back else None
    day = last_day(report, invitation)
    if day is None or (awaited(report) is Awaited.REOPENED and day < today):
        return None
    return (day - today).days


def _people(provinces: Iterable[int], today: dt.date) -> dict[int | None, list[User]]:
    """Province id → its clerks and leadership who can be written to."""
    held = (
        Membership.objects.on(today)
        .filter(role__in=(Role.CLERK, Role.LEADER), province__in=provinces, user__is_active=True)
        .exclude(user__email="")
        .select_related("user")
        .order_by("role", "user__username", "pk")
    )
    found: dict[int | None, list[User]] = {}
    for one in held:
        people = found.setdefault(one.province_id, [])
        if one.user.email not in [person.email for person in people]:
            people.append(one.user)
    return found


def _letter(
    report: Report,
    invitation: Invitation,
    days: int,
    to: tuple[User, ...],
    *,
    today: dt.date,
    is_sent: bool,
) -> Letter:
    """The mail in Vietnamese, whoever looks at it in which language."""
    with translation.override(settings.LANGUAGE_CODE):
        day = last_day(report, invitation)
        said = {
            "report": report,
            "why": awaited(report),
            "day": format_date(day) if day else "",
            "in_words": in_words(day, today) if day else "",
            "returned_on": _day(report.returned_at),
            "letter_on": format_date(report.round.letter_on) if report.round.letter_on else "",
            "who": who_decides(report.round),
            "address": absolute(report.get_absolute_url()),
        }
        text = render_to_string("reports/email/reminder.txt", said).strip() + "\n"
        subject = _("Reminder: report “%(title)s”") % {"title": report.round.title}
        if report.round.is_demonstration:
            subject = _("[Demonstration] %(subject)s") % {"subject": subject}
    return Letter(report, days, to, " ".join(subject.split()), text, is_sent)


def _day(moment: dt.datetime | None) -> str:
    return format_date(timezone.localtime(moment).date()) if moment else ""
