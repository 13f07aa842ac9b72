"""The words of a report on their way: sections, proposals, the signature (R2, R7)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from reports.actions.entering import Outcome
from reports.enums import Via
from reports.forms.texts import Part, TextsForm, texts_panel
from reports.loading import Loaded, load_report, require
from reports.permissions import Sight, writes_texts
from reports.resuming import resumes, wants_json
from reports.texts import texts_of


@resumes
@never_cache
@require_POST
def report_texts(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """The words are saved: by a script while they are typed, or by the form as a whole.

    There is no one-time key: each text has its version, and the same post twice changes nothing.
    """
    loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
    require(writes_texts(loaded.officer, loaded.report))
    form = TextsForm(texts_of(loaded.report), request.POST)
    if wants_json(request):
        return _save_sent(request, loaded, form)
    form.save(report=loaded.report, by=loaded.officer, via=Via.FORM)
    if not form.is_settled:
        return _again(request, loaded, form)
    messages.success(request, _("Saved."))
    return redirect(f"{loaded.report.get_absolute_url()}#texts")


def _save_sent(request: HttpRequest, loaded: Loaded, form: TextsForm) -> JsonResponse:
    """Save what a script sent, if the page it came from was this person's."""
    if request.POST.get("account") != str(request.user.pk):
        other = _("Somebody else has signed in on this device. Please reload the page.")
        return JsonResponse({"ok": False, "message": other}, status=409)
    form.save(report=loaded.report, by=loaded.officer, via=Via.SCREEN)
    parts = {part.prefix: _told(part) for part in form.parts}
    at = f"{timezone.localtime():%H:%M}"
    return JsonResponse({"ok": form.is_settled, "at": at, "parts": parts})


def _again(request: HttpRequest, loaded: Loaded, form: TextsForm) -> HttpResponse:
    """The form with everything typed, and what is still to be decided or mended."""
    report = loaded.report
    context = {
        "report": report,
        "round": report.round,
        "texts": texts_panel(loaded, form=form),
        "crumbs": [
            (report.round.title, report.round.get_absolute_url()),
            (report.province.label, report.get_absolute_url()),
            (_("Texts"), None),
        ],
    }
    return render(request, "reports/texts.html", context, status=409)


def _told(part: Part) -> dict[str, Any]:
    """What became of a part; a dispute as a piece of the page."""
    said: dict[str, Any] = {
        "seen": part.mark,
        "settled": part.is_settled,
        "message": part.message,
        "errors": {part.add_prefix(name): errors[0] for name, errors in part.errors.items()},
    }
    if part.takes_theirs:
        said["values"] = part.stored
    if part.goes_to:
        said["place"] = part.goes_to
    if part.outcome == Outcome.CONFLICT:
        said["dispute"] = render_to_string("reports/_texts_dispute.html", {"part": part})
    return said
