"""The calendar of conferences: a page, and files that calendar programs subscribe to (RFC 5545)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from django.views.generic import TemplateView
from icalendar import Calendar, Event, vDuration, vText

from conferences import queries
from conferences.calendar import coming_by_year
from conferences.enums import Status
from conferences.models import Conference
from provinces.queries import Places
from reports.addresses import portal_name

REFRESH = dt.timedelta(days=1)
CERTAINTY = {
    Status.HELD: "CONFIRMED",
    Status.PLANNED: "TENTATIVE",
    Status.POSTPONED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
}


class CalendarPage(TemplateView):
    """What is announced and which flags are pending, soonest first; how to subscribe."""

    template_name = "portal/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visitor, today, places = self.request.user, timezone.localdate(), Places.load()
        announced = queries.coming_conferences(visitor, today)
        flags = queries.flag_timelines(visitor, places=places, today=today)
        passed = queries.passed_announcements(visitor, today)
        return super().get_context_data(
            years=coming_by_year(announced, flags, places),
            passed=queries.entries(passed, places),
            series=queries.series_list(visitor).exclude(first_day=None),  # type: ignore[misc]
            calendar_address=self.request.build_absolute_uri(reverse("calendar_file")),
            crumbs=[(_("Calendar"), None)],
            **kwargs,
        )


@conditional_page
@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """Every conference whose day is known, for a calendar program."""
    name = _("Industry-and-trade conferences")
    return _answer(request, queries.calendar_conferences(), name=name, page=reverse("calendar"))


@conditional_page
@require_safe
def series_calendar_file(request: HttpRequest, key: str) -> HttpResponse:
    """The conferences of one series whose day is known, for a calendar program."""
    series = get_object_or_404(queries.series_page(key))
    conferences = queries.calendar_conferences().filter(series=series)
    return _answer(request, conferences, name=series.label, page=series.get_absolute_url())


def _answer(
    request: HttpRequest, conferences: Iterable[Conference], *, name: str, page: str
) -> HttpResponse:
    site = request.build_absolute_uri("/").removesuffix("/")
    calendar = calendar_of(conferences, name=name, page=page, site=site)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def calendar_of(conferences: Iterable[Conference], *, name: str, page: str, site: str) -> Calendar:
    """A calendar of public conferences in the reader's language; `site`: "https://host".

    A month or a year is no day: what is known no better is left out, and the calendar says so.
    """
    told = _(
        "Conferences whose day the sources tell. Those of which only the month or the year is "
        "known, and flags that wait for their conference, are on the portal: %(address)s"
    ) % {"address": site + page}
    calendar = Calendar()
    calendar.add("prodid", "-//Industry and Trade Conference Database//Calendar//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("description", told)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    # The same three for programs that do not read RFC 7986.
    calendar.add("x-wr-calname", vText(name))
    calendar.add("x-wr-caldesc", vText(told))
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for conference in conferences:
        calendar.add_component(event(conference, site=site))
    return calendar


def event(conference: Conference, *, site: str) -> Event:
    """A conference as whole days; it comes from `calendar_conferences`.

    One postponed without a new day is not on the day it was first meant for: cancelled there.
    """
    status = Status(conference.status)
    words = conference.headline
    if status is not Status.HELD:
        words = f"{status.label}: {words}"
    off = status is Status.POSTPONED and conference.postponed_from is None
    place = [conference.venue, conference.host.label if conference.host else ""]
    address = site + conference.get_absolute_url()
    changed = conference.changed_at  # type: ignore[attr-defined]  # annotated by the query
    shown = Event()
    shown.add("uid", f"conference-{conference.pk}@{portal_name()}")
    shown.add("dtstamp", changed)
    shown.add("last-modified", changed)
    shown.add("dtstart", conference.starts_on)
    shown.add("dtend", (conference.ends_on or conference.starts_on) + dt.timedelta(days=1))
    shown.add("status", "CANCELLED" if off else CERTAINTY[status])
    shown.add("transp", "TRANSPARENT")
    shown.add("summary", words)
    if any(place):
        shown.add("location", ", ".join(filter(None, place)))
    shown.add("description", f"{conference.series.label}\n{address}")
    shown.add("url", address)
    return shown
