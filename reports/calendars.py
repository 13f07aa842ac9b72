"""Deadlines as files for calendar programs (RFC 5545); downloaded, as those cannot sign in."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from accounts.enums import Role
from reports.addresses import portal_name
from reports.enums import State
from reports.models import Invitation, Report, ReportingRound
from reports.permissions import Officer, keeps_rounds

WARNING = dt.timedelta(days=-3)


@dataclass(frozen=True)
class Deadline:
    """A last day: of one department in a round, or of the round where no department is named."""

    round: ReportingRound
    invitation: Invitation | None = None

    @property
    def due_on(self) -> dt.date:
        return self.invitation.due_on if self.invitation else self.round.due_on

    @property
    def identity(self) -> str:
        """The same for good, so that a file loaded again moves the entry."""
        of = f"-{self.invitation.province_id}" if self.invitation else ""
        return f"deadline-{self.round.pk}{of}@{portal_name()}"


def deadlines_of(officer: Officer, *, today: dt.date) -> list[Deadline]:
    """What is still to come for somebody; two queries at most.

    A department: its own reports that it has still to send. Who keeps rounds, or reads for the
    Ministry: each open round. Who does both sees both.
    """
    found = []
    if officer.is_ministry or keeps_rounds(officer):
        rounds = ReportingRound.objects.opened().filter(due_on__gte=today)
        found += [Deadline(one) for one in rounds.order_by("due_on", "pk")]
    theirs = {
        post.province_id
        for post in officer.posts
        if post.is_standing and post.province_id is not None
    }
    if theirs:
        found += [Deadline(one.round, one) for one in _awaited(theirs, today)]
    return found


def _awaited(provinces: set[int], today: dt.date) -> Iterable[Invitation]:
    sent = Report.objects.filter(
        round=OuterRef("round"),
        province=OuterRef("province"),
        state__in=(State.SUBMITTED, State.ACCEPTED),
    )
    return (
        Invitation.objects.filter(province__in=provinces)
        .filter(round__opened_at__isnull=False, round__retired_at__isnull=True)
        .filter(Q(round__due_on__gte=today) | Q(extended_to__gte=today))
        .exclude(Exists(sent))
        .select_related("round", "province")
        .order_by("round__due_on", "province__code", "pk")
    )


def deadlines_in(round: ReportingRound, officer: Officer) -> list[Deadline]:
    """The last day of one round that `load_round` gave: their departments', else the round's."""
    theirs = [
        Deadline(round, one)
        for one in round.invitations.all()
        if officer.holds(Role.CLERK, Role.LEADER, Role.CONTRIBUTOR, province_id=one.province_id)
    ]
    return theirs or [Deadline(round)]


def calendar_of(deadlines: Iterable[Deadline], *, site: str, now: dt.datetime) -> bytes:
    """The file, in the reader's language; `site`: "https://host"."""
    calendar = Calendar()
    calendar.add("prodid", "-//Industry and Trade Conference Database//Deadlines//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in deadlines:
        calendar.add_component(_event(one, site=site, now=now))
    return calendar.to_ical()


def _event(deadline: Deadline, *, site: str, now: dt.datetime) -> Event:
    summary = _("Deadline: %(title)s") % {"title": deadline.round.title}
    if deadline.invitation:
        summary = f"{summary} ({deadline.invitation.province.label})"
    shown = Event()
    shown.add("uid", deadline.identity)
    shown.add("dtstamp", now)
    shown.add("dtstart", deadline.due_on)
    shown.add("dtend", deadline.due_on + dt.timedelta(days=1))
    shown.add("transp", "TRANSPARENT")
    shown.add("summary", summary)
    shown.add("url", site + deadline.round.get_absolute_url())
    shown.add("description", site + deadline.round.get_absolute_url())
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", WARNING)
    shown.add_component(alarm)
    return shown
