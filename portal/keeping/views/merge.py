"""Two records of one event become one: found, set side by side, merged (C5, S2)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.models import User
from conferences.filters import ConferenceFilter
from conferences.models import Attestation, Conference, Handover
from conferences.standing import agree
from metrics.models import Figure
from portal.keeping.access import KeeperPage
from portal.keeping.merging import FACTS, HEADLINES, TEXTS, Merging, merge, plan_merger, value_of
from portal.keeping.verb_forms import ConfirmForm
from provinces.actions import fingerprint
from vietnamese.roman import to_roman

FOUND = 20  # a search that brings more is to be narrowed
NEAR = dt.timedelta(days=10)
LABELS = {
    "title": gettext_lazy("title as printed"),
    "edition": gettext_lazy("edition"),
    "date": gettext_lazy("date"),
    "host": gettext_lazy("host"),
    "region": gettext_lazy("region"),
    "status": gettext_lazy("status"),
    "form": gettext_lazy("form"),
    "venue": gettext_lazy("venue"),
    "summary": gettext_lazy("summary"),
    "note": gettext_lazy("note on the record"),
    "participants_complete": gettext_lazy("the list of participants is complete"),
}


class MergeConferences(KeeperPage, TemplateView):
    """Which records to merge, then what that would do; a POST does it."""

    template_name = "keeping/merge.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = _record(request.GET, "keep") if request.GET.get("keep") else None
        dropped = _record(request.GET, "drop") if request.GET.get("drop") else None
        if kept is None or dropped is None or kept == dropped:
            return self.choose(kept, request.GET.get("q", "").strip())
        return self.compare(kept, dropped, request.GET, ConfirmForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept, dropped = _record(request.POST, "keep"), _record(request.POST, "drop")
        if kept == dropped:
            raise Http404
        confirm, by = ConfirmForm(request.POST), cast(User, request.user)
        if confirm.is_valid():
            chosen, said = _chosen(request.POST), confirm.cleaned_data
            try:
                merge(kept=kept, dropped=dropped, chosen=chosen, by=by, **said)
            except ValidationError as refusal:
                confirm.add_error(None, refusal)
            else:
                messages.success(request, _("The two records are one; old addresses lead on."))
                return redirect(Conference.objects.select_related("series").get(pk=kept.pk))
        return self.compare(kept, dropped, request.POST, confirm)

    def choose(self, kept: Conference | None, words: str) -> HttpResponse:
        """The search for the record to be kept, then for the other one."""
        self.template_name = "keeping/merge_choose.html"
        rows = Conference.objects.live().select_related("series", "host")
        found = ConferenceFilter({"q": words}, rows).qs if words else _near(rows, kept)
        others = found.exclude(pk=kept.pk) if kept else found
        return self.render_to_response(
            self.get_context_data(
                kept=kept,
                words=words,
                rows=others[:FOUND],
                more=others.count() > FOUND,
                crumbs=_crumbs(),
            )
        )

    def compare(
        self, kept: Conference, dropped: Conference, chosen: QueryDict, confirm: ConfirmForm
    ) -> HttpResponse:
        """The two records side by side, and what merging them would do."""
        plan = plan_merger(kept=kept, dropped=dropped, chosen=_chosen(chosen))
        return self.render_to_response(
            self.get_context_data(
                kept=kept,
                dropped=dropped,
                plan=plan,
                seen=fingerprint(plan),
                headlines=_headlines(plan, kept, dropped),
                alike=_alike(plan),
                handovers=_handovers(plan),
                groups=_groups(plan),
                redated=[one.text for one in plan.figures if not one.moves],
                confirm=confirm,
                crumbs=_crumbs(),
            )
        )


def _record(query: QueryDict, name: str) -> Conference:
    """The live record that a query names by its primary key, else 404."""
    text = query.get(name, "")
    if text.isascii() and text.isdigit() and len(text) < 10:
        rows = Conference.objects.live().select_related("series", "host", "region")
        if found := rows.filter(pk=int(text)).first():
            return found
    raise Http404


def _chosen(query: QueryDict) -> dict[str, str]:
    """Whose telling of each headline, and whose handover, is to stand."""
    return {name: query.get(name, "") for name in (*HEADLINES, "handover")}


def _near(rows: QuerySet[Conference], kept: Conference | None) -> QuerySet[Conference]:
    """Records that may be of the same event: by their day, or their series and year."""
    if kept is None:
        return rows.none()
    day = kept.starts_on
    near = Q(starts_on__range=(day - NEAR, day + NEAR))
    return rows.filter(near | Q(series=kept.series, starts_on__year=day.year))


def _crumbs() -> list[tuple[str, str | None]]:
    return [(_("Keeper's desk"), reverse("desk")), (_("Merge two records of one event"), None)]


def _headlines(plan: Merging, kept: Conference, dropped: Conference) -> list[dict[str, Any]]:
    """The headlines that differ, each with both tellings and who prints them."""
    said = list(Attestation.objects.filter(conference__in=[kept, dropped]).select_related("source"))
    return [
        {
            "name": choice.name,
            "label": LABELS[choice.name],
            "stands": choice.stands,
            "tellings": [
                {"whose": whose, "shown": _shown(one, choice.name)}
                | _printed_by(value_of(one, choice.name), choice.name, said)
                for whose, one in (("kept", kept), ("dropped", dropped))
            ],
            "both": choice.name in TEXTS and all((*choice.kept, *choice.dropped)),
        }
        for choice in plan.choices
    ]


def _printed_by(value: Any, name: str, said: Iterable[Attestation]) -> dict[str, Any]:
    """The sources that print a headline, and how many there are beyond two."""
    found: set[str] = set()
    if value and name in FACTS:
        rows = [one for one in said if one.field == FACTS[name]]
        found = {str(one.source) for one in rows if agree(value, one.value or one.printed)}
    return {"sources": sorted(found), "more": max(len(found) - 2, 0)}


def _shown(one: Conference, name: str) -> str:
    match name:
        case "edition":
            return to_roman(one.edition) if one.edition else ""
        case "date":
            return one.date_label
        case "status":
            return one.get_status_display()
        case "form":
            return one.get_form_display()
        case "participants_complete":
            return _("Yes") if one.participants_complete else _("No")
    return str(getattr(one, name) or "")


def _alike(plan: Merging) -> list[str]:
    """The headlines that both records tell alike."""
    differing = {choice.name for choice in plan.choices}
    return [str(LABELS[name]) for name in HEADLINES if name not in differing]


def _handovers(plan: Merging) -> list[Handover]:
    """The two handovers to choose from, the kept record's first; none when there is no choice."""
    if not plan.retired:
        return []
    rows = Handover.objects.filter(pk__in=[plan.handover, *plan.retired])
    related = rows.select_related("receiver", "source", "conference")
    return sorted(related, key=lambda one: one.conference_id != plan.kept)


def _groups(plan: Merging) -> list[dict[str, Any]]:
    """What moves and what stands already, kind by kind."""
    groups: dict[str, dict[str, Any]] = {}
    told = [(one.model, one.said_twice, one.text) for one in plan.statements]
    figures = [one for one in plan.figures if one.moves]
    told += [(Figure._meta.label, one.said_twice, one.text) for one in figures]
    for model, twice, text in told:
        label = apps.get_model(model)._meta.verbose_name_plural
        group = groups.setdefault(model, {"label": label, "moves": [], "twice": []})
        group["twice" if twice else "moves"].append(text)
    return list(groups.values())
