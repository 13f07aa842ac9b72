"""A round's accepted figures become public, after a look at which (R4)."""

from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from provinces.actions import fingerprint
from reports.actions.publishing import publish
from reports.forms.review import PublishForm
from reports.loading import load_round, officer, require
from reports.models import ReportingRound
from reports.once import new_key
from reports.permissions import may_publish
from reports.posting import do_once
from reports.publication import Plan, plan_of
from reports.resuming import resumes


@resumes
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def round_publish(request: HttpRequest, key: str) -> HttpResponse:
    """What would become public, old beside new; then it does."""
    round = load_round(request, key)
    by = officer(request)
    require(may_publish(by, round))
    plan = plan_of(round)
    form = PublishForm(request.POST or None, is_early=bool(plan.not_before))
    if request.method != "POST" or not form.is_valid():
        return _page(request, round, plan, form, 409 if form.is_bound else 200)
    said = {"seen": form.cleaned_data["seen"], "early_reason": form.cleaned_data["early_reason"]}
    try:
        done = _("The figures are public now, with the reports as their sources.")
        verb = partial(publish, round=round, by=by, **said)
        return do_once(request, verb, leads_to=reverse("round_publish", args=[key]), done=done)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return _page(request, round, plan_of(round), form, 409)


def _page(
    request: HttpRequest, round: ReportingRound, plan: Plan, form: PublishForm, status: int
) -> HttpResponse:
    context = {
        "round": round,
        "plan": plan,
        "form": form,
        "seen": fingerprint(plan.said),
        "once": new_key(),
        "crumbs": [
            (_("Reporting rounds"), reverse("round_list")),
            (round.title, round.get_absolute_url()),
            (_("Publish"), None),
        ],
    }
    return render(request, "reports/publish.html", context, status=status)
