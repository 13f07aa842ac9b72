"""The Ministry judges what departments sent: returns it, accepts it, opens it again (R3–R5)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from reports.actions.steps import accept, reopen, return_
from reports.forms.review import JudgeForm, ReopenForm
from reports.loading import Loaded, load_report, require
from reports.once import new_key
from reports.permissions import (
    Sight,
    decides_reopening,
    may_accept,
    may_reopen,
    may_review,
    reviews,
    why_not_accept,
)
from reports.posting import do_if_valid
from reports.queries import entered_by, latest_version
from reports.resuming import resumes
from reports.review import Review, review_of


@never_cache
@require_safe
def report_review(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """What was sent last, doubts first, with all there is to judge it by."""
    return _page(request, _load(request, round_key, province_key))


@resumes
@require_POST
def report_return(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """The report goes back to its department, cells with their reasons."""
    loaded, review = _load_review(request, round_key, province_key)
    form = _judge_form(review, request)
    answer = do_if_valid(
        request,
        form,
        lambda: return_(
            report=loaded.report,
            by=loaded.officer,
            cells=form.reasons(),
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
        ),
        leads_to=_address(loaded),
        done=_("The report is returned to its department."),
    )
    return answer or _page(request, _load(request, round_key, province_key), judge=form, status=409)


@resumes
@require_POST
def report_accept(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """The figures of the report are settled; reasons typed for returning it stop that."""
    loaded, review = _load_review(request, round_key, province_key)
    form = _judge_form(review, request, accepts=True)
    answer = do_if_valid(
        request,
        form,
        lambda: accept(report=loaded.report, seen=form.cleaned_data["seen"], by=loaded.officer),
        leads_to=_address(loaded),
        done=_("The figures are accepted. They are not public before the round is published."),
    )
    return answer or _page(request, _load(request, round_key, province_key), judge=form, status=409)


@resumes
@require_POST
def report_reopen(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """An accepted report may be changed again, until a day, for a reason."""
    loaded = _load(request, round_key, province_key)
    require(decides_reopening(loaded.officer))
    form = ReopenForm(request.POST)
    said = ("seen", "reason", "until")
    answer = do_if_valid(
        request,
        form,
        lambda: reopen(
            report=loaded.report,
            by=loaded.officer,
            **{name: form.cleaned_data[name] for name in said},
        ),
        leads_to=_address(loaded),
        done=_("The report is open for changes again."),
    )
    return answer or _page(request, _load(request, round_key, province_key), again=form, status=409)


def _load(request: HttpRequest, round_key: str, province_key: str) -> Loaded:
    """A report that was sent, for who reads it for the Ministry."""
    loaded = load_report(request, round_key, province_key, least=Sight.SENT)
    require(loaded.officer.is_ministry)
    return loaded


def _load_review(request: HttpRequest, round_key: str, province_key: str) -> tuple[Loaded, Review]:
    loaded = _load(request, round_key, province_key)
    require(reviews(loaded.officer))
    return loaded, _review(loaded)


def _review(loaded: Loaded) -> Review:
    version = latest_version(loaded.report)
    if version is None:  # begun from paper, and not sent yet
        raise Http404
    return review_of(loaded, version)


def _judge_form(
    review: Review, request: HttpRequest | None = None, *, accepts: bool = False
) -> JudgeForm:
    faces = [one.face for one in review.judged()]
    return JudgeForm(request.POST if request else None, faces=faces, accepts=accepts)


def _address(loaded: Loaded) -> str:
    report = loaded.report
    return reverse("report_review", args=[report.round.key, report.province.key])


def _page(
    request: HttpRequest,
    loaded: Loaded,
    *,
    judge: JudgeForm | None = None,
    again: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; what was typed stands in it even when the step cannot be taken any more."""
    report, officer, review = loaded.report, loaded.officer, _review(loaded)
    form = judge or _judge_form(review)
    entered = entered_by(report) if may_review(officer, report) else set()
    for one in review.judged():
        indicator = one.face.line.row.indicator
        back = form.back(one.face.place)
        topic = indicator.topic if indicator else None
        if back.is_open or may_review(officer, report, topic=topic):
            one.back = back
    context: dict[str, Any] = {
        "report": report,
        "round": report.round,
        "review": review,
        "files": report.files.filter(retired_at__isnull=True).order_by("-uploaded_at", "pk"),
        "judge": form,
        "again": again or (ReopenForm() if may_reopen(officer, report) else None),
        "once": new_key(),
        "may_review": may_review(officer, report),
        "may_accept": may_accept(officer, report, entered),
        "why_not_accept": why_not_accept(officer, report, entered),
        "crumbs": [
            (_("Reporting rounds"), reverse("round_list")),
            (report.round.title, report.round.get_absolute_url()),
            (report.province.label, report.get_absolute_url()),
            (_("Review"), None),
        ],
    }
    return render(request, "reports/review.html", context, status=status)
