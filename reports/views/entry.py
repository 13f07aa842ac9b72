"""The page on which a report is filled in, and its cells on their way (R2, R7, R8)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from reports.actions.entering import Outcome, Result, save_cells
from reports.cells import LONGEST
from reports.enums import Via
from reports.forms.entry import PasteForm, changed_in, read_moment, read_sent
from reports.forms.texts import texts_panel
from reports.header import header_of
from reports.loading import Loaded, load_report, require
from reports.pasting import Placed, place, question_about, rewritten
from reports.permissions import Sight, enters
from reports.queries import cells_saved_since
from reports.resuming import resumes, wants_json
from reports.sheet import Face, Sheet, Show, sheet_of
from vietnamese.language import Language, active

# How much earlier than now a page asks again from: a colleague's cells bear the moment at which
# their saving began, and are seen when it has ended.
OVERLAP = dt.timedelta(seconds=30)
LEFT = (Outcome.CONFLICT, Outcome.DENIED)


@never_cache
@require_safe
def report(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """The report, to be filled in by who may, to be read by the others."""
    return _page(request, load_report(request, round_key, province_key))


@resumes
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_cells(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """Cells on their way: a script sends them and asks in JSON, a form posts all at once."""
    loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
    if request.method != "POST":
        return _changes(request, loaded) if wants_json(request) else redirect(loaded.report)
    require(enters(loaded.officer, loaded.report))
    return _save_sent(request, loaded) if wants_json(request) else _save_form(request, loaded)


@resumes
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_paste(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """A block is pasted without a script: seen as it would be read, then saved like a form."""
    loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
    require(enters(loaded.officer, loaded.report))
    sheet = sheet_of(loaded, show=Show.ALL)
    if not sheet.is_writable:
        return redirect(loaded.report)
    form = PasteForm(request.POST or None, grid=sheet.grid)
    context = _frame(loaded) | {"form": form}
    if form.is_valid():
        context |= _preview(form.cleaned_data, sheet)
    return render(request, "reports/grid_paste.html", context)


def _changes(request: HttpRequest, loaded: Loaded) -> HttpResponse:
    """What was saved since the page last heard of its cells."""
    try:
        since = read_moment(request.GET.get("since", ""))
    except ValidationError as error:
        return _refusal(error, 400)
    return _answer(request, loaded, [], since)


def _save_form(request: HttpRequest, loaded: Loaded) -> HttpResponse:
    """Save what a form changed; what cannot be saved is shown again, all of it.

    It carries no one-time key: every cell has its version, so the same post a second time changes
    nothing, and one sent from a page gone back to must not be passed over as sent already (R7).
    """
    typed = changed_in(request.POST)
    results = save_cells(report=loaded.report, cells=typed, by=loaded.officer, via=Via.FORM)
    left = [one for one in results if one.outcome in LEFT]
    if left:
        return _page(request, loaded, left=left, status=409)
    messages.success(request, _("Saved."))
    shown = f"?show={show}" if (show := request.POST.get("show")) in set(Show) else ""
    return redirect(f"{loaded.report.get_absolute_url()}{shown}#sheet")


def _save_sent(request: HttpRequest, loaded: Loaded) -> HttpResponse:
    """Save what a script sent, if the page it came from was this person's."""
    try:
        sent = read_sent(request.body)
    except ValidationError as error:
        return _refusal(error, 400)
    if sent.account != request.user.pk:
        other = _("Somebody else has signed in on this device. Please reload the page.")
        return _refusal(ValidationError(other), 409)
    results = save_cells(report=loaded.report, cells=sent.cells, by=loaded.officer)
    return _answer(request, loaded, results, sent.since)


def _refusal(error: ValidationError, status: int) -> JsonResponse:
    return JsonResponse({"ok": False, "message": " ".join(error.messages)}, status=status)


def _answer(
    request: HttpRequest, loaded: Loaded, results: list[Result], since: dt.datetime | None
) -> JsonResponse:
    """What became of the cells sent, and those that changed meanwhile, with their rows' sums."""
    now = timezone.now() - OVERLAP
    own = {(one.typed.row_id, one.typed.column_id): one for one in results}
    others = cells_saved_since(loaded.report, since) - own.keys() if since else set()
    said: dict[str, Any] = {"cells": [], "others": [], "computed": {}, "counts": None}
    if own or others:
        rows = {row for row, _column in own.keys() | others}
        left = [one for one in results if one.outcome in LEFT]
        sheet = sheet_of(loaded, show=Show.ALL, left=left, only=rows)
        faces = {(face.cell.row_id, face.cell.column_id): face for face in sheet.faces()}
        said = {
            "cells": [_told(request, faces.get(key), one) for key, one in own.items()],
            "others": [_told(request, faces[key]) for key in sorted(others) if key in faces],
            "computed": {
                str(one.line.row.pk): [text.words for text in one.computed] for one in sheet.lines
            },
            "counts": _counts(sheet),
        }
    return JsonResponse({"ok": True, "account": request.user.pk, "now": now.isoformat(), **said})


def _told(request: HttpRequest, face: Face | None, result: Result | None = None) -> dict[str, Any]:
    """One cell for the script: as words to announce, as pieces of the page, and as data."""
    said: dict[str, Any] = {"outcome": result.outcome if result else "colleague"}
    if result:
        said |= {"row": result.typed.row_id, "column": result.typed.column_id}
    if face is None:
        return said | {"message": _("This round has no such cell.")}
    cell = face.cell
    theirs = {"shown": cell.shown, "by": cell.saved_by, "at": cell.saved_at}
    conflict = result is not None and result.outcome == Outcome.CONFLICT
    return said | {
        "row": cell.row_id,
        "column": cell.column_id,
        "version": cell.version,
        "shown": cell.shown,
        "state": cell.state,
        "kind": face.kind,
        "words": face.words,
        "read": face.read,
        "message": result.message if result else cell.message,
        "doubts": cell.doubts,
        "note": cell.note,
        "by": cell.saved_by,
        "theirs": theirs if conflict else None,
        "line": get_template("reports/grid_line.html").render({"face": face}, request),
        "remark": get_template("reports/grid_remark.html").render({"face": face}, request),
    }


def _page(
    request: HttpRequest, loaded: Loaded, *, left: Iterable[Result] = (), status: int = 200
) -> HttpResponse:
    asked = request.POST.get("show") or request.GET.get("show")
    sheet = sheet_of(loaded, show=Show(asked) if asked in set(Show) else None, left=left)
    context = _frame(loaded) | _parts(loaded, sheet) | {"left": list(left)}
    return render(request, "reports/report.html", context, status=status)


def _frame(loaded: Loaded) -> dict[str, Any]:
    report = loaded.report
    return {
        "report": report,
        "round": report.round,
        "title": _("Report of %(name)s") % {"name": report.province.label},
        "crumbs": [
            (_("Reports"), reverse("work")),
            (report.round.title, report.round.get_absolute_url()),
            (report.province.label, None),
        ],
    }


def _parts(loaded: Loaded, sheet: Sheet) -> dict[str, Any]:
    """What a page shows between its frame: where the report stands, its table, its words."""
    counts = _counts(sheet)
    return {
        "sheet": sheet,
        "filters": [
            {"show": show, "words": words, "count": count, "number": counts[count]}
            for show, words, count in (
                (Show.ALL, _("All cells"), "all"),
                (Show.RETURNED, _("Only cells to mend"), "returned"),
                (Show.MISSING, _("Only cells to fill in"), "missing"),
            )
            if counts[count]
        ],
        "header": header_of(loaded, sheet.grid),
        "texts": texts_panel(loaded),
        "now": (timezone.now() - OVERLAP).isoformat(),
    }


def _counts(sheet: Sheet) -> dict[str, int]:
    """Those of the grid, and how many cells are still to be filled in or explained."""
    counts = sheet.grid.counts()
    return counts | {"missing": counts["all"] - counts["answered"] + counts["doubtful"]}


def _preview(typed: dict[str, Any], sheet: Sheet) -> dict[str, Any]:
    """What a pasted block comes to: the question about its numbers, else its cells, to be saved."""
    block, own, grid = typed["block"], active(), sheet.grid
    question = None if typed["notation"] else question_about(block, own=own)
    if question:
        return {"question": question}
    written: Language = typed["notation"] or own
    rows = [line.row.pk if line.cells else None for line in grid.lines]
    columns = [column.pk for column in grid.columns]
    first = rows.index(typed["row"])
    placed = place(
        [[rewritten(text, written=written, own=own) for text in line] for line in block],
        rows=rows[first:],
        columns=columns[columns.index(typed["column"]) :],
        writable={cell.row_id for cell in grid.cells() if cell.is_writable},
    )
    return {"pasted": _pasted(sheet, placed), "outside": placed.outside}


def _pasted(sheet: Sheet, placed: Placed) -> list[dict[str, Any]]:
    """The cells that a block would change, each with the text and how it would be read."""
    faces = {(face.cell.row_id, face.cell.column_id): face for face in sheet.faces()}
    return [
        {"face": face, "text": text[:LONGEST], "read": face.if_typed(text[:LONGEST])}
        for row, column, text in placed.cells
        if (face := faces[row, column]) and text != face.cell.shown
    ]
