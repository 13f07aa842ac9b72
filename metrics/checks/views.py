"""The page of all checks (F5)."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from metrics.checks import downloads
from metrics.checks.findings import Finding, Verdict
from metrics.checks.forms import ALL, SHOWN, TO_LOOK_AT, CheckFilter
from metrics.checks.reading import Examined, examine_all
from metrics.checks.words import VERDICTS, tell
from metrics.models import Figure
from provinces.tables import answer, site_of

PAGE_SIZE = 50
PAGING = ("after", "before")


class CheckList(TemplateView):
    """What the checks find about all figures, the doubtful ones first."""

    template_name = "metrics/check_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = CheckFilter(self.request.GET)
        asked, examined = _asked(self.request, form)
        found = [one for one in asked if one.verdict in form.shown]
        rows, page = _page(found, self.request)
        return super().get_context_data(
            form=form,
            verdicts=_tabs(Counter(one.verdict for one in asked), self.request, form),
            rows=tell(rows, examined),
            total=len(found),
            page=page,
            clear_url=reverse("check_list"),
            crumbs=[(_("Figures"), reverse("indicator_list")), (_("Checks of the figures"), None)],
            **kwargs,
        )


@require_safe
def check_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Exactly the checks of the page with the same address, all of them."""
    form = CheckFilter(request.GET)
    asked, examined = _asked(request, form)
    rows = tell((one for one in asked if one.verdict in form.shown), examined)
    table = downloads.check_table(rows, site=site_of(request), filters=form.in_words())
    return answer(request, table, ending)


def _asked(request: HttpRequest, form: CheckFilter) -> tuple[list[Finding], Examined]:
    """The checks of the figures asked for, of every verdict, in the order of the page."""
    examined = examine_all(Figure.objects.visible_to(request.user), form.chosen())
    return _sorted([one for one in examined.findings if form.holds(one)], examined), examined


def _sorted(findings: list[Finding], examined: Examined) -> list[Finding]:
    """The doubtful first, then the latest period."""
    order = {verdict: place for place, verdict in enumerate(Verdict)}
    return sorted(
        findings,
        key=lambda one: (
            order[one.verdict],
            -examined.book.statements[one.subject].period.end.toordinal(),
            one.subject,
            one.identity,
        ),
    )


def _tabs(counts: Counter[Verdict], request: HttpRequest, form: CheckFilter) -> list[dict]:
    """The verdicts with how many there are of each, keeping the other filters."""
    labels = {TO_LOOK_AT: _("To look at again"), ALL: _("All")}
    labels |= {str(verdict): str(label) for verdict, label in VERDICTS.items()}
    tabs = []
    for name, verdicts in SHOWN.items():
        query = request.GET.copy()
        for gone in PAGING:
            query.pop(gone, None)
        query["verdict"] = name
        tabs.append(
            {
                "label": labels[name],
                "count": sum(counts[one] for one in verdicts),
                "url": f"?{query.urlencode()}",
                "current": form.shown == verdicts,
            }
        )
    return tabs


def _page(found: list[Finding], request: HttpRequest) -> tuple[list[Finding], dict]:
    """The rows after or before a mark, and the addresses around them; unknown marks are passed."""
    places = {_mark(one): place for place, one in enumerate(found)}
    after, before = (places.get(request.GET.get(name, "")) for name in PAGING)
    start = 0
    if after is not None:
        start = after + 1
    elif before is not None:
        start = max(before - PAGE_SIZE, 0)
    rows = found[start : start + PAGE_SIZE]
    page = {
        "previous_url": _url(request, "before", rows[0]) if start and rows else None,
        "next_url": _url(request, "after", rows[-1]) if start + PAGE_SIZE < len(found) else None,
    }
    return rows, page


def _mark(finding: Finding) -> str:
    return f"{finding.subject}-{finding.identity}"


def _url(request: HttpRequest, name: str, finding: Finding) -> str:
    query = request.GET.copy()
    for gone in PAGING:
        query.pop(gone, None)
    query[name] = _mark(finding)
    return f"?{query.urlencode()}"
