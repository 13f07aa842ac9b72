"""Correcting a published figure in the admin: typed, previewed as was → becomes, and done (F7)."""

from copy import copy
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy

from accounts.models import User
from metrics.actions import NOT_CURRENT, as_corrected, correct_figure
from metrics.corrections import SAID, Change, changes
from metrics.models import Figure
from metrics.wording import readable
from provinces.actions import fingerprint
from vietnamese.language import active

# What a source can have been read wrong in. Where a figure was reported, its order and whether it
# is shown first are no statement of its source.
FIELDSETS: list[Any] = [
    (
        gettext_lazy("Number"),
        {"fields": [("number", "upper"), ("qualifier", "unit"), "printed", "problem", "note"]},
    ),
    (
        gettext_lazy("Period"),
        {"fields": [("period_start", "last_day"), "basis"]},
    ),
    (
        gettext_lazy("What it is about"),
        {"fields": ["indicator", "scope", "region", "province", "conference"]},
    ),
    (
        gettext_lazy("Measure"),
        {"fields": ["measure", "against", "whole", "change_in", ("criterion", "out_of")]},
    ),
    (gettext_lazy("Source"), {"fields": ["source"]}),
]
COLUMNS = {*flatten_fieldsets(FIELDSETS), "period_end"} - {"last_day"}


class ReasonForm(forms.Form):
    """Why a figure is corrected, for everybody to read, and the preview that was looked at."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Everybody reads it beside the figure, so name no person. For example: misread when "
            "the record was made; the article prints 11.29 billion USD."
        ),
        error_messages={"required": gettext_lazy("Give the reason.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def is_correctable(figure: Figure) -> bool:
    """Whether a figure is public and stands: before publication it is edited."""
    return figure.is_published and not (figure.superseded_at or figure.retired_at)


def correct(desk: admin.ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """The form of a correction (GET); its preview, and then the correction itself (POST)."""
    figure = desk.get_object(request, unquote(object_id))
    if figure is None:
        raise Http404
    if not desk.has_change_permission(request):
        raise PermissionDenied
    if request.method != "POST" and not is_correctable(figure):
        refusal = gettext_lazy("Only a published figure that stands can be corrected.")
        desk.message_user(request, refusal, messages.WARNING)
        return HttpResponseRedirect(page_of(figure))
    typed = request.POST if request.method == "POST" else None
    fields = flatten_fieldsets(FIELDSETS)
    form = desk.get_form(request, None, change=False, fields=fields)(typed, instance=copy(figure))
    reason = ReasonForm(typed)
    if form.is_valid() and reason.is_valid() and "correct" in request.POST:
        try:
            new = _correct(figure, form, reason, by=cast(User, request.user))
        except ValidationError as refusal:
            reason.add_error(None, refusal)
        else:
            return _done(desk, request, new)
    elif typed and not is_correctable(figure):
        reason.add_error(None, NOT_CURRENT)
    return _page(desk, request, figure, form, reason)


def _correct(figure: Figure, form: forms.ModelForm, reason: ReasonForm, *, by: User) -> Figure:
    said = reason.cleaned_data
    if not said["seen"]:
        raise ValidationError(gettext_lazy("Look at the preview, and confirm it."))
    new = columns_of(figure, form.instance)
    return correct_figure(figure=figure, by=by, reason=said["reason"], seen=said["seen"], **new)


def columns_of(figure: Figure, typed: Figure) -> dict[str, Any]:
    """The columns in which what was typed differs from what the figure says."""
    said = {name: getattr(typed, name) for name in sorted(COLUMNS)}
    return {name: value for name, value in said.items() if value != getattr(figure, name)}


def _done(desk: admin.ModelAdmin, request: HttpRequest, new: Figure) -> HttpResponse:
    desk.log_change(request, new, gettext("Corrected"))
    told = gettext("Corrected: %(figure)s.") % {"figure": new}
    link = format_html(
        '{} <a href="{}">{}</a>', told, new.get_absolute_url(), gettext("See it with its notice")
    )
    desk.message_user(request, link, messages.SUCCESS)
    return HttpResponseRedirect(page_of(new))


def _page(
    desk: admin.ModelAdmin,
    request: HttpRequest,
    figure: Figure,
    form: forms.ModelForm,
    reason: ReasonForm,
) -> HttpResponse:
    """What was typed, above it what it would change; nothing typed is lost."""
    context = {
        **desk.admin_site.each_context(request),
        "title": gettext("Correct a published figure"),
        "adminform": AdminForm(form, FIELDSETS, {}, model_admin=desk),
        "reason": reason,
        "preview": preview(figure, form.instance) if form.is_bound and form.is_valid() else None,
        "original": figure,
        "standing": None if is_correctable(figure) else standing(figure),
        "opts": desk.opts,
        "media": desk.media + form.media,
        "back": page_of(figure),
    }
    return TemplateResponse(request, "admin/correct_figure.html", context)


def preview(figure: Figure, typed: Figure) -> dict[str, Any]:
    """What a correction would change, and doubts about it."""
    planned, told = as_corrected(figure, columns_of(figure, typed)), changes(figure, typed)
    if figure.printed != typed.printed and typed.source.language != active():
        told.append(Change(gettext("as printed"), figure.printed, typed.printed))
    readings = readable(figure), readable(typed)
    return {
        "changes": list(dict.fromkeys(told)),
        "reading": readings[1],
        # The page shows what is printed: a number alone would be corrected unseen.
        "one_sided": (readings[0] != readings[1]) != (figure.printed != typed.printed),
        "seen": fingerprint(planned) if planned else "",
    }


def standing(figure: Figure) -> str:
    """Where the figure is edited that stands now instead of one that was corrected."""
    row = figure
    while newer := Figure.objects.filter(supersedes=row).select_related(*SAID).first():
        row = newer
    return "" if row == figure else page_of(row)


def page_of(figure: Figure) -> str:
    """The page of a figure in the admin."""
    return reverse("admin:metrics_figure_change", args=[figure.pk])
