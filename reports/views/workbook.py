"""The spreadsheet of a report, there and back (R2, R7)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import View

from reports.actions.uploading import confirm, take_in
from reports.forms.workbook import TAKEN, ConfirmForm, UploadForm
from reports.loading import Loaded, load_report, require
from reports.models import Report, Upload
from reports.once import claim, new_key
from reports.permissions import Sight, enters, why_not_write
from reports.posting import do_once
from reports.workbook.receipt import receipt_of
from reports.workbook.writing import file_name, write_workbook


@require_safe
@never_cache
def report_workbook(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """Hand out the report as an .xlsx to be filled in."""
    loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
    content = write_workbook(loaded.report, loaded.invitation, officer=loaded.officer)
    name = file_name(loaded.report, timezone.localdate())
    return HttpResponse(
        content,
        content_type=TAKEN.rpartition(",")[2],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@method_decorator(never_cache, name="dispatch")
class UploadPage(View):
    """A filled-in spreadsheet is sent in; what it says is shown before any of it is written."""

    def get(self, request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
        loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
        form = UploadForm(report=loaded.report, initial={"once": new_key()})
        return _upload_page(request, loaded, form)

    def post(self, request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
        loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
        require(enters(loaded.officer, loaded.report))
        form = UploadForm(request.POST, request.FILES, report=loaded.report)
        address = _take_in(form, loaded)
        if address is None:
            return _upload_page(request, loaded, form)
        return redirect(address)


@method_decorator(never_cache, name="dispatch")
class ReceiptPage(View):
    """What a spreadsheet says, cell by cell; and confirming it."""

    def get(self, request: HttpRequest, round_key: str, province_key: str, pk: int) -> HttpResponse:
        loaded, upload = _load(request, round_key, province_key, pk)
        return _receipt_page(request, loaded, upload)

    def post(
        self, request: HttpRequest, round_key: str, province_key: str, pk: int
    ) -> HttpResponse:
        loaded, upload = _load(request, round_key, province_key, pk)
        require(enters(loaded.officer, loaded.report))
        form = ConfirmForm(request.POST, receipt=receipt_of(upload, loaded.officer))
        if not form.is_valid():
            return _receipt_page(request, loaded, upload, form)
        try:
            return do_once(
                request,
                lambda: confirm(upload=upload, from_file=form.from_file, by=loaded.officer),
                leads_to=_receipt_address(upload),
            )
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return redirect(_receipt_address(upload))


def _load(
    request: HttpRequest, round_key: str, province_key: str, pk: int
) -> tuple[Loaded, Upload]:
    """A spreadsheet for who sent it in; it does not exist for colleagues."""
    loaded = load_report(request, round_key, province_key, least=Sight.LIVE)
    own = loaded.report.uploads.filter(uploaded_by=loaded.officer.user)
    upload = get_object_or_404(own, pk=pk)
    upload.report = loaded.report
    return loaded, upload


def _take_in(form: UploadForm, loaded: Loaded) -> str | None:
    """Where the receipt stands; None when the form tells why there is none."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            upload = take_in(
                report=loaded.report,
                name=form.cleaned_data["file"].name,
                cells=form.read,
                by=loaded.officer,
            )
            address = _receipt_address(upload)
            first = claim(form.cleaned_data["once"], by=loaded.officer.user, outcome=address)
            transaction.set_rollback(first is not None)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    return first or address


def _upload_page(request: HttpRequest, loaded: Loaded, form: UploadForm) -> HttpResponse:
    report = loaded.report
    own = report.uploads.filter(uploaded_by=loaded.officer.user)
    context: dict[str, Any] = {
        "report": report,
        "round": report.round,
        "form": form,
        "why_not": why_not_write(loaded.officer, report),
        "uploads": own.order_by("-uploaded_at", "-pk")[:5],
        "crumbs": _crumbs(report, (_("Spreadsheet"), None)),
    }
    return render(request, "reports/upload.html", context)


def _receipt_page(
    request: HttpRequest, loaded: Loaded, upload: Upload, form: ConfirmForm | None = None
) -> HttpResponse:
    report = loaded.report
    form = form or ConfirmForm(receipt=receipt_of(upload, loaded.officer))
    context: dict[str, Any] = {
        "report": report,
        "round": report.round,
        "upload": upload,
        "receipt": form.receipt,
        "form": form,
        "once": new_key(),
        "why_not": why_not_write(loaded.officer, report),
        "crumbs": _crumbs(
            report,
            (_("Spreadsheet"), reverse("report_upload", args=_keys(report))),
            (_("Receipt"), None),
        ),
    }
    return render(request, "reports/receipt.html", context)


def _receipt_address(upload: Upload) -> str:
    return reverse("report_receipt", args=[*_keys(upload.report), upload.pk])


def _keys(report: Report) -> list[str]:
    return [report.round.key, report.province.key]


def _crumbs(report: Report, *own: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [
        (_("Reports"), reverse("work")),
        (str(report.round), report.round.get_absolute_url()),
        (report.province.label, report.get_absolute_url()),
        *own,
    ]
