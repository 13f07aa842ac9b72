"""Signed scans: the page of a report's files, and handing one out (R2, S4)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from reports.actions.filing import add_file, retire_file
from reports.forms.files import FileForm, RetireFileForm
from reports.loading import Loaded, load_report, require
from reports.models import SignedFile
from reports.once import claim, new_key
from reports.permissions import may_add_file, sees_files
from reports.queries import files_of


@method_decorator(never_cache, name="dispatch")
class Files(View):
    """What was scanned for a report; the department adds to it until the report is accepted."""

    def get(self, request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
        loaded = _load(request, round_key, province_key)
        return _page(request, loaded, FileForm(initial={"once": new_key()}))

    def post(self, request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
        loaded = _load(request, round_key, province_key)
        require(may_add_file(loaded.officer, loaded.report))
        form = FileForm(request.POST, request.FILES)
        if not _do(form, loaded, lambda: _add(form, loaded)):
            return _page(request, loaded, form)
        messages.success(request, _("The scan is kept beside the report."))
        return redirect(_address(loaded))


@require_POST
@never_cache
def file_retire(request: HttpRequest, round_key: str, province_key: str, pk: int) -> HttpResponse:
    """A scan no longer counts, with a reason."""
    loaded, file = _file(request, round_key, province_key, pk)
    require(may_add_file(loaded.officer, loaded.report))
    form = RetireFileForm(request.POST, auto_id=f"retire-{pk}-%s")
    if not _do(form, loaded, lambda: _retire(file, form, loaded)):
        return _page(request, loaded, FileForm(initial={"once": new_key()}), {pk: form})
    messages.success(request, _("The scan no longer counts; that it was there is kept."))
    return redirect(_address(loaded))


@require_safe
@never_cache
def file_download(
    request: HttpRequest, round_key: str, province_key: str, pk: int
) -> HttpResponseBase:
    """Hand out a scan piece by piece, as a file to keep and never as a page to open."""
    loaded, file = _file(request, round_key, province_key, pk)
    if file.is_retired:
        raise Http404
    try:
        content = file.file.open("rb")
    except FileNotFoundError:
        context = {"file": file, "report": loaded.report, "crumbs": _crumbs(loaded)}
        return render(request, "reports/files_missing.html", context, status=404)
    answer = FileResponse(
        content, as_attachment=True, filename=file.name, content_type=file.media_type
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _load(request: HttpRequest, round_key: str, province_key: str) -> Loaded:
    """The report, when its files exist for who asks; else 404."""
    loaded = load_report(request, round_key, province_key)
    if not sees_files(loaded.sight):
        raise Http404
    return loaded


def _file(
    request: HttpRequest, round_key: str, province_key: str, pk: int
) -> tuple[Loaded, SignedFile]:
    loaded = _load(request, round_key, province_key)
    return loaded, get_object_or_404(loaded.report.files.all(), pk=pk)


def _do(form: FileForm | RetireFileForm, loaded: Loaded, verb: Callable[[], object]) -> bool:
    """Do what the form asks, once; the form tells why when it is refused."""
    if not form.is_valid():
        return False
    key, by = form.cleaned_data["once"], loaded.officer.user
    try:
        with transaction.atomic():
            if claim(key, by=by, outcome=_address(loaded)) is None:
                verb()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _add(form: FileForm, loaded: Loaded) -> None:
    content = form.cleaned_data["file"]
    add_file(report=loaded.report, content=content, scan=form.scan, by=loaded.officer)


def _retire(file: SignedFile, form: RetireFileForm, loaded: Loaded) -> None:
    retire_file(file=file, reason=form.cleaned_data["reason"], by=loaded.officer)


def _page(
    request: HttpRequest, loaded: Loaded, form: Form, retiring: dict[int, Form] | None = None
) -> HttpResponse:
    may_add = may_add_file(loaded.officer, loaded.report)
    files = [
        (one, (retiring or {}).get(one.pk) or _retiring(one.pk)) for one in files_of(loaded.report)
    ]
    context: dict[str, Any] = {
        "report": loaded.report,
        "round": loaded.report.round,
        "form": form,
        "may_add": may_add,
        "counting": [pair for pair in files if not pair[0].is_retired],
        "retired": [one for one, _form in files if one.is_retired],
        "crumbs": _crumbs(loaded),
    }
    return render(request, "reports/files.html", context)


def _retiring(pk: int) -> RetireFileForm:
    return RetireFileForm(initial={"once": new_key()}, auto_id=f"retire-{pk}-%s")


def _address(loaded: Loaded) -> str:
    report = loaded.report
    return reverse("report_file_add", args=[report.round.key, report.province.key])


def _crumbs(loaded: Loaded) -> list[tuple[str, str | None]]:
    report = loaded.report
    return [
        (_("Reports"), reverse("work")),
        (str(report.round), report.round.get_absolute_url()),
        (report.province.label, report.get_absolute_url()),
        (_("Signed files"), None),
    ]
