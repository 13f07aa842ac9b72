"""What happened to a report, and in a round, for good (R9)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conferences.paging import paginate
from reports.enums import Act
from reports.framing import load_kept
from reports.loading import load_report, officer
from reports.models import Event, RoundColumn, RoundRow
from reports.permissions import Sight, reads_reason
from reports.timeline import days_of, differences_of, events_of_report, events_of_round

PAGE_SIZE = 300


@never_cache
@require_safe
def report_history(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """The history of a report: all of it for its department, the steps for the Ministry."""
    loaded = load_report(request, round_key, province_key, least=Sight.SENT)
    report, seen = loaded.report, loaded.sight
    cell = _cell(request, report.round_id)
    key = (cell[0].pk, cell[1].pk) if cell else None
    events = events_of_report(report, seen, key)
    page = paginate(events, order=("-pk",), query=request.GET, size=PAGE_SIZE)
    told = {} if seen == Sight.LIVE else differences_of(report, page, key)
    context = {
        "report": report,
        "round": report.round,
        "title": report.province.label,
        "cell": cell and f"{cell[0]}, {cell[1]}",
        "page": page,
        "days": days_of(page, differences=told),
        "crumbs": [
            (_("Reporting rounds"), reverse("round_list")),
            (report.round.title, report.round.get_absolute_url()),
            (report.province.label, report.get_absolute_url()),
            (_("History"), None),
        ],
    }
    return render(request, "reports/history.html", context)


@never_cache
@require_safe
def round_history(request: HttpRequest, key: str) -> HttpResponse:
    """The steps of all reports of a round, for who keeps it."""
    round = load_kept(request, key)
    page = paginate(events_of_round(round), order=("-pk",), query=request.GET, size=PAGE_SIZE)
    by = officer(request)

    def tells_reason(event: Event) -> bool:
        return event.act == Act.EXTENDED or reads_reason(by, event.province_id)

    context = {
        "round": round,
        "title": round.title,
        "page": page,
        "days": days_of(page, tells_reason=tells_reason),
        "crumbs": [
            (_("Reporting rounds"), reverse("round_list")),
            (round.title, round.get_absolute_url()),
            (_("History"), None),
        ],
    }
    return render(request, "reports/history.html", context)


def _cell(request: HttpRequest, round_id: int) -> tuple[RoundRow, RoundColumn] | None:
    """The cell that the address asks for; 404 when the round has no such cell."""
    asked = request.GET.get("row", ""), request.GET.get("column", "")
    if not any(asked):
        return None
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in asked):
        raise Http404
    row = RoundRow.objects.filter(round=round_id, pk=asked[0]).first()
    column = RoundColumn.objects.filter(round=round_id, pk=asked[1]).first()
    if row is None or column is None:
        raise Http404
    return row, column
