"""Writing down what happened (R9)."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from reports.enums import Act
from reports.models import Event, Report, ReportingRound
from reports.permissions import Officer


def event(
    *,
    act: Act,
    by: Officer,
    report: Report | None = None,
    round: ReportingRound | None = None,
    **said: Any,
) -> Event:
    """One thing that happened, not written yet; `said` are columns of `Event`."""
    if report is not None:
        said |= {"report": report, "round_id": report.round_id, "province_id": report.province_id}
    else:
        said |= {"round": round}
    return Event(act=act, by=by.user, happened=timezone.now(), **said)


def note_down(events: Iterable[Event]) -> None:
    """Add to the history; one statement whatever their number."""
    Event.objects.bulk_create(events)
