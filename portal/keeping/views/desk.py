"""The keeper's desk: what is to be mended, how much of it, and the verbs of the keeper."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from accounts.models import User
from conferences.actions import looked
from conferences.enums import OmissionReason
from conferences.models import Series, Source
from portal.keeping.access import KeeperPage
from portal.keeping.desk import CHECKS, HOLES, LIMIT, SECTIONS, Desk

ANY = gettext_lazy("All")


class OfSeries(forms.Form):
    """The holes of one series."""

    series = forms.ModelChoiceField(
        label=gettext_lazy("Conference series"),
        queryset=Series.objects.live(),
        to_field_name="key",
        empty_label=ANY,
        required=False,
    )


class OfReason(forms.Form):
    """What was left out for one reason."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=[("", ANY), *OmissionReason.choices], required=False
    )


# What is done, in a few words, and the name of the address where it begins.
VERBS = [
    (
        gettext_lazy("Record a conference"),
        gettext_lazy("From an article, in one sitting; next to it what the chain would look like."),
        "record",
    ),
    (
        gettext_lazy("Merge two records of one event"),
        gettext_lazy("Sources, what they print and figures move to the record that stays."),
        "merge_conferences",
    ),
    (
        gettext_lazy("Merge provinces"),
        gettext_lazy("Day, act, new unit, regions and tile; one verb undoes it."),
        "merge_provinces",
    ),
    (
        gettext_lazy("Renumber editions"),
        gettext_lazy("Open the series and choose it there; old addresses lead on."),
        "admin:conferences_series_changelist",
    ),
    (
        gettext_lazy("Hide a person's name"),
        gettext_lazy("Open the person and choose it there; the office stays."),
        "admin:conferences_person_changelist",
    ),
]
NARROWED_BY: dict[str, type[forms.Form]] = {"series": OfSeries, "reason": OfReason}


class DeskPage(KeeperPage, TemplateView):
    """Every kind of hole and doubt, with how many there are."""

    template_name = "keeping/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk = Desk(timezone.localdate())
        return super().get_context_data(
            sections=[
                (label, [(hole, hole.count(desk)) for hole in holes]) for label, holes in SECTIONS
            ],
            checks=CHECKS,
            verbs=[(label, note, reverse(address)) for label, note, address in VERBS],
            crumbs=[(_("Keeper's desk"), None)],
            **kwargs,
        )


class HolePage(KeeperPage, TemplateView):
    """The records with one kind of hole, each with where it is mended."""

    template_name = "keeping/hole.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hole = HOLES.get(kwargs["name"])
        if hole is None:
            raise Http404
        form = NARROWED_BY[hole.narrowed_by](self.request.GET) if hole.narrowed_by else None
        said = form.cleaned_data if form and form.is_valid() else {}
        total, rows = hole.first_rows(Desk(timezone.localdate(), **said))
        crumbs = [(_("Keeper's desk"), reverse("desk")), (hole.label, None)]
        return super().get_context_data(
            hole=hole, form=form, total=total, rows=rows, limit=LIMIT, crumbs=crumbs, **kwargs
        )


@require_POST
@permission_required(KeeperPage.permission_required, raise_exception=True)
def source_looked(request: HttpRequest, key: str) -> HttpResponse:
    """The keeper opened a source's address and it still shows the article."""
    source = get_object_or_404(Source.objects.live(), key=key)
    try:
        looked(source=source, by=cast(User, request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Looked at today: %(source)s.") % {"source": source})
    return redirect("desk_hole", "not-looked-at")
