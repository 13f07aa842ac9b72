"""The steps that a department takes with its report, and taking one over from paper (R3, R5)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import DepartmentUnit
from reports.actions.steps import (
    close,
    mark_part,
    present,
    submit,
    take_back,
    take_over_paper,
    unfinished,
    unsigned,
)
from reports.enums import FileKind, State
from reports.forms.steps import PaperForm, seen_in
from reports.loading import Loaded, load_for_paper, load_report, require
from reports.once import new_key
from reports.permissions import (
    Sight,
    may_close,
    may_submit,
    may_take_paper,
    takes_paper,
    why_not_write,
    writes_texts,
)
from reports.posting import do_once, do_or_tell
from reports.queries import grid_of
from reports.resuming import resumes
from reports.texts import texts_of

page_and_post = require_http_methods(["GET", "HEAD", "POST"])


@resumes
@require_POST
def report_present(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """The clerk puts the report before the leadership."""
    loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
    done = _("Presented. The leadership of the department sends the report once it is signed.")
    return _step(request, loaded, present, done=done)


@resumes
@require_POST
def report_take_back(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """A report that awaits its signature is edited again."""
    loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
    return _step(request, loaded, take_back, done=_("Taken back: the report can be edited again."))


@resumes
@never_cache
@page_and_post
def report_submit(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """The leadership reads once more what is sent, and sends it."""
    loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
    require(writes_texts(loaded.officer, loaded.report))
    if request.method == "POST":
        done = _("Sent to the Ministry. What was sent is kept as it is now.")
        refused = partial(_confirm_submit, request, loaded)
        return _step(request, loaded, submit, done=done, refused=refused)
    if not may_submit(loaded.officer, loaded.report):
        return redirect(loaded.report)
    return _confirm_submit(request, loaded)


@resumes
@never_cache
@page_and_post
def report_close(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """A reopening ends: what was accepted stands again."""
    loaded = load_report(request, round_key, province_key, least=Sight.SENT)
    if request.method == "POST":
        return _step(request, loaded, close, done=_("The accepted figures stand again."))
    if loaded.report.state != State.REOPENED:
        return redirect(loaded.report)
    require(may_close(loaded.officer, loaded.report))
    return render(request, "reports/step_close.html", _context(loaded, _("End the reopening")))


@resumes
@never_cache
@page_and_post
def report_paper(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """A Ministry officer enters for a department that sent paper."""
    loaded = load_for_paper(request, round_key, province_key)
    require(takes_paper(loaded.officer))
    if not may_take_paper(loaded.officer, loaded.report):
        taken = _("This report was begun, or was taken over already.")
        messages.error(request, taken)
        return redirect(loaded.report.round)
    form = PaperForm(request.POST or None)
    if form.is_valid():
        refused, reason = partial(_ask_paper, request, loaded, form), form.cleaned_data["reason"]
        done = _("You enter this report from paper; another officer will accept it.")
        return _step(request, loaded, take_over_paper, done=done, refused=refused, reason=reason)
    return _ask_paper(request, loaded, form)


@resumes
@require_POST
def report_part(
    request: HttpRequest, round_key: str, province_key: str, owner: str
) -> HttpResponse:
    """A unit of the department marks its rows done, or not done any more (R5)."""
    loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
    if not loaded.report.round.rows.filter(owner=owner).exclude(owner="").exists():
        raise Http404
    if not loaded.report.is_writable():
        messages.error(request, why_not_write(loaded.officer, loaded.report))
        return redirect(loaded.report)
    done, unit = request.POST.get("done") == "1", DepartmentUnit(owner)
    verb = partial(mark_part, report=loaded.report, owner=unit, done=done, by=loaded.officer)
    said = _("Marked as done.") if done else _("Marked as not done any more.")
    return do_or_tell(request, verb, leads_to=loaded.report.get_absolute_url(), done=said)


def _step(
    request: HttpRequest,
    loaded: Loaded,
    verb: Callable[..., Any],
    *,
    done: str,
    refused: Callable[[list[str]], HttpResponse] | None = None,
    **said: Any,
) -> HttpResponse:
    """Do a step once; who was slower, or too early, is told why nothing happened."""
    report, seen = loaded.report, seen_in(request.POST.get("seen", ""))
    act = partial(verb, report=report, seen=seen, by=loaded.officer, **said)
    try:
        return do_once(request, act, leads_to=report.get_absolute_url(), done=done)
    except ValidationError as refusal:
        tell = refused or partial(_refused, request, loaded)
        return tell(refusal.messages)


def _context(loaded: Loaded, title: str) -> dict[str, Any]:
    report = loaded.report
    return {
        "report": report,
        "round": report.round,
        "once": new_key(),
        "title": title,
        "crumbs": [
            (report.round.title, report.round.get_absolute_url()),
            (report.province.label, report.get_absolute_url()),
            (title, None),
        ],
    }


def _refused(request: HttpRequest, loaded: Loaded, sentences: list[str]) -> HttpResponse:
    """The page that says why a step was not taken, and where to go on."""
    context = _context(loaded, _("Nothing was changed")) | {
        "sentences": sentences,
        "to_cells": loaded.sight == Sight.LIVE and loaded.report.is_writable(),
    }
    return render(request, "reports/step_refused.html", context, status=409)


def _confirm_submit(
    request: HttpRequest, loaded: Loaded, sentences: list[str] | None = None
) -> HttpResponse:
    """What is about to be sent: counts, doubts with their explanations, signature, scan, texts."""
    report = loaded.report
    grid, texts = grid_of(report), texts_of(report)
    columns = {column.pk: column for column in grid.columns}
    context = _context(loaded, _("Submit report")) | {
        "sentences": sentences,
        "missing": [] if sentences else unsigned(report) + unfinished(grid),
        "to_cells": report.is_writable() and bool(unfinished(grid)),
        "counts": grid.counts(),
        "doubtful": [
            (line, columns[cell.column_id], cell)
            for line in grid.lines
            for cell in line.cells
            if cell.doubts
        ],
        "signature": texts.signature,
        "unwritten": [one.label for one in texts.sections if not one.text],
        "proposals": sum(bool(one.text) for one in texts.proposals),
        "has_scan": report.files.filter(kind=FileKind.SIGNED, retired_at=None).exists(),
    }
    status = 409 if sentences else 200
    return render(request, "reports/step_submit.html", context, status=status)


def _ask_paper(
    request: HttpRequest, loaded: Loaded, form: PaperForm, sentences: list[str] | None = None
) -> HttpResponse:
    context = _context(loaded, _("Enter from paper")) | {"form": form, "sentences": sentences}
    context["crumbs"] = [context["crumbs"][0], (loaded.report.province.label, None)]
    status = 409 if sentences else 400 if form.is_bound else 200
    return render(request, "reports/step_paper.html", context, status=status)
