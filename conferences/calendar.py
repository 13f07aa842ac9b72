"""What is to come: announced conferences and promised ones, in one order of time (H2)."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from conferences import chain
from conferences.enums import Precision, Status
from conferences.models import Conference, Series
from conferences.queries import entries
from conferences.timeline import LABELS, Timeline
from provinces.queries import Places
from vietnamese.roman import to_roman

# Stands after every year that is known.
NO_YEAR = 9999


def coming_by_year(
    announced: Iterable[Conference], flags: Iterable[tuple[Series, Timeline]], places: Places
) -> list[dict]:
    """Announced conferences and pending flags under their year, soonest first; no year comes last.

    Within a year those with a day come first, then those of a month, then the rest of the year.
    """
    conferences = list(announced)
    lines = [
        (_latest_day(one), line)
        for one, line in zip(conferences, entries(conferences, places), strict=True)
    ]
    lines += [
        (dt.date(promise.year or NO_YEAR, 12, 31), _promised(series, promise, timeline))
        for series, timeline in flags
        if (promise := pending(timeline)) and series.successor_id is None
    ]
    ordered = sorted(lines, key=lambda pair: pair[0])
    return [
        {
            "heading": _("Year not said") if year == NO_YEAR else str(year),
            "entries": [line for _day, line in group],
        }
        for year, group in groupby(ordered, key=lambda pair: pair[0].year)
    ]


def pending(timeline: Timeline) -> chain.Promise | None:
    """What was handed over for a conference that is still to come and not announced yet."""
    last = timeline.course.steps[-1] if timeline.course.steps else None
    return last.promise if isinstance(last, chain.Expected) and not last.overdue else None


def _latest_day(conference: Conference) -> dt.date:
    """The last day on which it can begin, to be sorted by."""
    if conference.status == Status.POSTPONED or conference.precision == Precision.YEAR:
        return dt.date(conference.year, 12, 31)
    if conference.precision == Precision.MONTH:
        following = conference.starts_on.replace(day=28) + dt.timedelta(days=4)
        return following.replace(day=1) - dt.timedelta(days=1)
    return conference.starts_on


def _promised(series: Series, promise: chain.Promise, timeline: Timeline) -> dict[str, Any]:
    """A pending flag as a line of a list, for `components/entry.html`."""
    unit = timeline.provinces.get(promise.receiver) if promise.receiver else None
    to = _("The flag was handed to %(name)s") % {"name": unit.label} if unit else ""
    words = [
        to or _("Handed over; to whom is not recorded."),
        timeline.places.now_part_of(unit),
        _("for %(year)s") % {"year": promise.year} if promise.year else "",
    ]
    return {
        "edition": to_roman(promise.edition) if promise.edition else "",
        "title": series.label,
        "url": series.get_absolute_url(),
        "meta": " · ".join(filter(None, words)),
        "kind": chain.LinkState.PENDING.value,
        "label": LABELS[chain.LinkState.PENDING](),
    }
