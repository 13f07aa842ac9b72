"""What stands beside the form: the chain with this conference in it, what is off, what is alike."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.permissions import Visitor
from conferences import chain
from conferences.chain import ProblemKind
from conferences.models import Conference, Handover
from conferences.queries import LIVE_HANDOVERS
from conferences.timeline import Timeline, meeting, promise
from portal.keeping.recording.texts import Reading
from provinces.queries import Places

NEAR = dt.timedelta(days=10)
AROUND = 2  # steps of the chain shown before and after
HERE = 0  # the key of the conference that is not recorded yet


@dataclass(frozen=True)
class Beside:
    """`steps` of the chain around the conference; `problems` in words; records `alike`."""

    steps: list[dict]
    problems: list[str]
    alike: list[Conference]


def beside(reading: Reading, visitor: Visitor, *, today: dt.date) -> Beside:
    """The series as it would be with this conference (H2, H4), and records it may repeat."""
    conference = reading.conference
    if conference is None:
        return Beside([], [], [])
    alike = list(_alike(conference))
    if not hasattr(conference, "series") or not conference.series.has_flag:
        return Beside([], [], alike)
    recorded = list(
        Conference.objects.visible_to(visitor)
        .filter(series=conference.series)
        .select_related("series", "host")
        .prefetch_related(LIVE_HANDOVERS)
    )
    places = Places.load()
    conference.slug = conference.slug or "new"  # its step of the chain leads nowhere yet
    meetings = [*map(meeting, recorded), _meeting(conference, reading)]
    course = chain.build(meetings, lineage=places.successor_keys(), today=today)
    by_key = {one.pk: one for one in recorded} | {HERE: conference}
    steps = Timeline(course, by_key, places, today).steps(with_today=False)
    found = chain.problems(meetings, lineage=places.successor_keys())
    return Beside(
        _around(steps),
        [_sentence(one, by_key) for one in found if HERE in (one.key, one.other)],
        alike,
    )


def _meeting(conference: Conference, reading: Reading) -> chain.Meeting:
    handover = next((part for _n, part in reading.parts if isinstance(part, Handover)), None)
    return chain.Meeting(
        key=HERE,
        starts_on=conference.starts_on,
        edition=conference.edition,
        precision=conference.precision,  # type: ignore[arg-type]
        host=conference.host.key if conference.host else None,
        status=conference.status,  # type: ignore[arg-type]
        promise=promise(handover) if handover else None,
    )


def _around(steps: list[dict]) -> list[dict]:
    """The steps next to this conference's own, which leads nowhere yet."""
    here = next(i for i, step in enumerate(steps) if step["kind"] == "meeting" and not step["pk"])
    steps[here] |= {"current": True, "url": ""}
    first = max(here - AROUND, 0)
    steps[first]["link_in"] = None
    return steps[first : here + AROUND + 1]


def _sentence(problem: chain.Problem, by_key: dict) -> str:
    other = by_key[problem.key if problem.other == HERE else problem.other or HERE]
    label = other.short_label
    match problem.kind:
        case ProblemKind.EDITION_BACK:
            return _("It hands over its own edition or an earlier one.")
        case ProblemKind.YEAR_BACK:
            return _("It hands over a year before its own.")
        case ProblemKind.SAME_HOST:
            return _("It hands over to its own host and no reason is given.")
        case ProblemKind.EDITION_TWICE:
            return _("Its edition is recorded already: %(other)s.") % {"other": label}
        case ProblemKind.EDITION_DECREASES if problem.key == HERE:
            return _("Its edition is lower than that of %(other)s, which came before.") % {
                "other": label
            }
    return _("Its edition is higher than that of %(other)s, which comes after.") % {"other": label}


def _alike(conference: Conference) -> list[Conference]:
    """Live records of the same year or edition in the series, or of the same host about the day."""
    day = conference.starts_on
    same = Q(pk__in=[])
    if hasattr(conference, "series"):
        same |= Q(series=conference.series, starts_on__year=day.year)
        if conference.edition:
            same |= Q(series=conference.series, edition=conference.edition)
    if conference.host:
        same |= Q(host=conference.host, starts_on__range=(day - NEAR, day + NEAR))
    return list(Conference.objects.live().filter(same).select_related("series", "host")[:5])
