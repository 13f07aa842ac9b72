"""Recording a conference from an article: the list of sheets, one sheet, its verbs."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.models import User
from conferences.actions import publish
from conferences.models import Sheet
from portal.keeping.access import KeeperPage
from portal.keeping.recording import sheets
from portal.keeping.recording.beside import beside
from portal.keeping.recording.catalogue import Catalogue
from portal.keeping.recording.forms import is_field, texts
from portal.keeping.recording.page import as_typed, sheet_page
from portal.keeping.recording.reading import read
from portal.keeping.recording.texts import Fault
from provinces.actions import restore, retire

LATEST = 50


class RecordList(KeeperPage, TemplateView):
    """Sheets that wait, those entered last, those set aside; and a new one."""

    template_name = "keeping/record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = Sheet.objects.select_related("saved_by", "conference__series")
        return super().get_context_data(
            waiting=every.open().exclude(version=0)[:LATEST],
            entered=every.filter(conference__isnull=False)[:LATEST],
            set_aside=every.filter(retired_at__isnull=False)[:LATEST],
            crumbs=crumbs(_("Record a conference")),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start a sheet."""
        return redirect("record_sheet", sheets.start(by=cast(User, request.user)).pk)


class RecordSheet(KeeperPage, View):
    """One sheet: typed, saved, checked, entered; once it is a conference, the way there."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = _sheet(pk)
        if sheet.conference is None:
            return page(request, sheet, sheet.typed)
        context = {"sheet": sheet, "typed": as_typed(sheet.typed), "crumbs": _way_to(sheet)}
        return render(request, "keeping/record_entered.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save what was typed, then do what was asked."""
        sheet, typed = _sheet(pk), texts(request.POST)
        version = request.POST.get("version", "")
        seen = int(version) if version.isdecimal() else -1
        try:
            sheet = sheets.save(sheet=sheet, typed=typed, seen=seen, by=cast(User, request.user))
        except ValidationError as refusal:
            return page(request, sheet, typed, refused=sheets.by_field(refusal), status=409)
        return VERBS.get(request.POST.get("verb", ""), _saved_quietly)(request, sheet)


class RecordVerb(KeeperPage, View):
    """A verb of a sheet that needs nothing typed: `publish`, `set_aside`, `take_back`."""

    http_method_names = ["post"]
    verb = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = _sheet(pk)
        try:
            messages.success(request, SIMPLE_VERBS[self.verb](sheet, request.user))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("record" if self.verb == "set_aside" else sheet_address(sheet))


def page(
    request: HttpRequest,
    sheet: Sheet,
    typed: Mapping[str, str],
    *,
    refused: Mapping[str, list[str]] | None = None,
    checked: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The form with what was typed, read back; `refused` are sentences by field."""
    today, catalogue = timezone.localdate(), Catalogue.load()
    reading = read(typed, catalogue, today=today)
    for name, sentences in (refused or {}).items():
        if name:
            reading.faults.setdefault(name, []).extend(map(Fault, sentences))
    context = {
        "sheet": sheet,
        "form": sheet_page(typed, catalogue, reading, checked=checked),
        "reading": reading,
        "refused": (refused or {}).get("", []),
        "checked": checked,
        "hold": status == 409,
        "beside": beside(reading, request.user, today=today),
        "catalogue": catalogue,
        "crumbs": _way_to(sheet),
    }
    return render(request, "keeping/record_sheet.html", context, status=status)


def _saved(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(sheet_address(sheet))


def _saved_quietly(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """By the page itself, or by choosing what a text means; then back to that field."""
    field = request.POST.get("set", "").partition("=")[0]
    return redirect(sheet_address(sheet) + (f"#id_{field}" if is_field(field) else ""))


def _more_rows(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    return redirect(f"{sheet_address(sheet)}#figures")


def _checked(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    refused = sheets.refusals(sheet=sheet, seen=sheet.version, by=cast(User, request.user))
    return page(request, sheet, sheet.typed, refused=refused, checked=True)


def _entered(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    try:
        conference = sheets.enter(sheet=sheet, seen=sheet.version, by=cast(User, request.user))
    except ValidationError as refusal:
        refused = sheets.by_field(refusal)
        return page(request, sheet, sheet.typed, refused=refused, checked=True)
    told = _("Entered as a draft: %(title)s.") % {"title": conference.title}
    messages.success(request, told)
    return redirect(sheet_address(sheet))


VERBS = {
    "save": _saved,
    "more": _more_rows,
    "check": _checked,
    "enter": _entered,
}


def _publish(sheet: Sheet, by: Any) -> str:
    if sheet.conference is None:
        raise ValidationError(_("Enter the sheet into the register first."))
    publish(conference=sheet.conference, by=by)
    return _("Published: %(record)s.") % {"record": sheet.conference}


def _set_aside(sheet: Sheet, by: Any) -> str:
    if sheet.conference is not None:
        raise ValidationError(_("This sheet is in the register already."))
    retire(record=sheet, by=by, reason=_("Set aside by its keeper."))
    return _("Set aside: %(sheet)s.") % {"sheet": sheet}


def _take_back(sheet: Sheet, by: Any) -> str:
    restore(record=sheet, by=by, reason=_("Taken back by a keeper."))
    return _("Taken back: %(sheet)s.") % {"sheet": sheet}


SIMPLE_VERBS = {"publish": _publish, "set_aside": _set_aside, "take_back": _take_back}


def _sheet(pk: int) -> Sheet:
    every = Sheet.objects.select_related("saved_by", "retired_by", "conference__series")
    return get_object_or_404(every, pk=pk)


def sheet_address(sheet: Sheet) -> str:
    """The address of a sheet."""
    return reverse("record_sheet", args=[sheet.pk])


def crumbs(*titles: str) -> list[tuple[str, str | None]]:
    """The way from the desk to a page."""
    return [(_("Keeper's desk"), reverse("desk")), *((title, None) for title in titles)]


def _way_to(sheet: Sheet) -> list[tuple[str, str | None]]:
    return [
        (_("Keeper's desk"), reverse("desk")),
        (_("Record a conference"), reverse("record")),
        (str(sheet), None),
    ]
