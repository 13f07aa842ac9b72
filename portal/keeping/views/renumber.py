"""Other editions for the conferences of a series, typed, previewed and done (C2)."""

from collections.abc import Sequence
from copy import copy
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import User
from conferences import chain
from conferences.actions import renumber
from conferences.enums import Fact
from conferences.models import Conference, Series
from conferences.renumbering import Renumbering, conferences_of, in_words, plan_renumbering
from conferences.timeline import Timeline
from portal.keeping.access import KeeperPage
from portal.keeping.verb_forms import ConfirmForm, RenumberForm, shifted
from provinces.actions import fingerprint
from provinces.queries import Places
from vietnamese.roman import to_roman


class Renumber(KeeperPage, TemplateView):
    """A series' editions: a GET shows what the typed ones would do, a POST does it."""

    template_name = "keeping/renumber.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        series = get_object_or_404(Series.objects.live(), key=kwargs["key"])
        conferences = list(conferences_of(series))
        typed = shifted(request.GET, conferences) if request.GET else None
        return self.page(series, conferences, RenumberForm(conferences, typed), ConfirmForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        series = get_object_or_404(Series.objects.live(), key=kwargs["key"])
        conferences = list(conferences_of(series))
        form, confirm = RenumberForm(conferences, request.POST), ConfirmForm(request.POST)
        if form.is_valid() and confirm.is_valid():
            wanted = {"editions": form.editions(), "follow": form.cleaned_data["follow"]}
            by = cast(User, request.user)
            try:
                renumber(series=series, by=by, **wanted, **confirm.cleaned_data)
            except ValidationError as refusal:
                confirm.add_error(None, refusal)
            else:
                messages.success(request, _("The editions were renumbered; old addresses lead on."))
                return redirect(series)
        return self.page(series, conferences, form, confirm)

    def page(
        self,
        series: Series,
        conferences: Sequence[Conference],
        form: RenumberForm,
        confirm: ConfirmForm,
    ) -> HttpResponse:
        """The table to type in and, when what was typed can be read, what it would do."""
        plan = None
        if form.is_bound and form.is_valid():
            follow = form.cleaned_data["follow"]
            plan = plan_renumbering(series=series, editions=form.editions(), follow=follow)
        return self.render_to_response(
            self.get_context_data(
                series=series,
                form=form,
                confirm=confirm,
                rows=[_row(one, form) for one in conferences],
                preview=plan and preview(plan, conferences),
                crumbs=[
                    (_("Keeper's desk"), reverse("desk")),
                    (series.label, series.get_absolute_url()),
                    (_("Renumber editions"), None),
                ],
            )
        )


def _row(one: Conference, form: RenumberForm) -> dict[str, Any]:
    return {
        "conference": one,
        "field": form.field_of(one),
        "printed": [said.printed for said in one.attestations.all() if said.field == Fact.EDITION],
    }


def preview(plan: Renumbering, conferences: Sequence[Conference]) -> dict[str, Any]:
    """A plan in words: each conference before and after, what follows, and the chain then."""
    by_pk = {one.pk: one for one in conferences}
    titles = {one.pk: one.title for one in conferences}
    return {
        "seen": fingerprint(plan),
        "moves": [
            {
                "conference": by_pk[move.key],
                "old": _shown(move.old),
                "new": _shown(move.new),
                "old_slug": move.old_slug,
                "slug": "" if move.slug == move.old_slug else move.slug,
                "unprinted": move.unprinted,
            }
            for move in plan.moves
        ],
        "promised": [
            {"conference": by_pk[one.key], "old": to_roman(one.old), "new": to_roman(one.new)}
            for one in plan.promised
        ],
        "unprinted": any(move.unprinted for move in plan.moves),
        "taken": plan.taken,
        "added": [in_words(problem, titles) for problem in plan.added],
        "left": [in_words(problem, titles) for problem in plan.left],
        "steps": _steps(plan, by_pk),
    }


def _shown(edition: int | None) -> str:
    return to_roman(edition) if edition else _("unnumbered")


def _steps(plan: Renumbering, by_pk: dict[int, Conference]) -> list[dict]:
    """The chain afterwards, for `components/chain_timeline.html`; nothing for a flagless series."""
    renumbered = {}
    for meeting in plan.meetings:
        one = renumbered[meeting.key] = copy(by_pk[cast(int, meeting.key)])
        one.edition = meeting.edition
    if not any(one.series.has_flag for one in renumbered.values()):
        return []
    places, today = Places.load(), timezone.localdate()
    course = chain.build(plan.meetings, lineage=places.successor_keys(), today=today)
    return Timeline(course, renumbered, places, today).steps()
