"""Provinces merged, and a merger taken back: typed, previewed and done (P1, P4, P6)."""

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import User
from portal.keeping.access import KeeperPage
from portal.keeping.province_forms import ChooseForm, MergerForm
from portal.keeping.province_mergers import (
    MergerPlan,
    merge,
    plan_merger,
    plan_unmerging,
    undo_merger,
)
from portal.keeping.verb_forms import ConfirmForm
from provinces.actions import fingerprint
from provinces.enums import Certainty
from provinces.mergers import MODELS, UndoPlan, was_merged_here
from provinces.models import Province, Region
from provinces.presentation import on


class ProvinceKeeperPage(KeeperPage):
    """A page for keepers who may change provinces too."""

    def get_permission_required(self) -> list[str]:
        """Return both rights."""
        return [*super().get_permission_required(), "provinces.change_province"]


class MergeProvinces(ProvinceKeeperPage, TemplateView):
    """Units that become one: which and when, what they become, all that it does, and done."""

    template_name = "keeping/merge_provinces.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "on" not in request.GET:
            return self.page(ChooseForm(initial={"units": request.GET.getlist("units")}))
        choice = ChooseForm(request.GET)
        return self.page(choice, _merger_form(choice, None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        choice = ChooseForm(request.POST)
        form, by = _merger_form(choice, request.POST), cast(User, request.user)
        if form is None or not form.is_valid() or "edit" in request.POST:
            return self.page(choice, form)
        try:
            if "seen" in request.POST:
                return self.done(merge(merger=form.merger(), by=by, seen=request.POST["seen"]))
            plan = plan_merger(form.merger(), by)
        except ValidationError as refusal:
            form.refuse(refusal)
            return self.page(choice, form)
        return self.page(choice, form, plan)

    def done(self, unit: Province) -> HttpResponse:
        """Say so on the page of the new unit."""
        messages.success(self.request, _("Recorded: %(unit)s.") % {"unit": unit.label})
        return redirect(unit)

    def page(
        self, choice: ChooseForm, form: MergerForm | None = None, plan: MergerPlan | None = None
    ) -> HttpResponse:
        """The step that the keeper has come to."""
        return self.render_to_response(
            self.get_context_data(
                choice=choice,
                form=form,
                preview=plan and _merger_shown(plan),
                seen=plan and fingerprint(plan),
                crumbs=[
                    (_("Keeper's desk"), reverse("desk")),
                    (_("Merge provinces"), None),
                ],
            )
        )


class UndoMerger(ProvinceKeeperPage, TemplateView):
    """A merger taken back: what comes back, what is in the way, and done."""

    template_name = "keeping/merge_provinces_undo.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(_merged_here(kwargs["key"]), ConfirmForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        unit, form = _merged_here(kwargs["key"]), ConfirmForm(request.POST)
        if form.is_valid():
            try:
                undo_merger(unit=unit, by=cast(User, request.user), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The merger was taken back."))
                return redirect("province_list")
        return self.page(unit, form)

    def page(self, unit: Province, form: ConfirmForm) -> HttpResponse:
        """What taking it back does, to be confirmed with a reason."""
        plan = plan_unmerging(unit)
        return self.render_to_response(
            self.get_context_data(
                unit=unit,
                form=form,
                plan=plan,
                obstacles=[*plan.changed, *plan.dependents],
                seen=fingerprint(plan),
                rows=_undo_shown(plan),
                crumbs=[
                    (_("Keeper's desk"), reverse("desk")),
                    (unit.label, unit.get_absolute_url()),
                    (_("Undo the merger"), None),
                ],
            )
        )


def _merger_form(choice: ChooseForm, data: Any) -> MergerForm | None:
    """The second step; None until units and day can be read."""
    if not choice.is_valid():
        return None
    units = list(choice.cleaned_data["units"])
    return MergerForm(data, units=units, on=choice.cleaned_data["on"])


def _merged_here(key: str) -> Province:
    unit = get_object_or_404(Province.objects.live(), key=key)
    if not was_merged_here(unit):
        raise Http404
    return unit


def _merger_shown(plan: MergerPlan) -> dict[str, Any]:
    """The plan in the shapes of the preview."""
    places, merger = plan.places, plan.places.merger
    unit = Province(name=merger.name, name_en=merger.name_en, kind=merger.kind, code=merger.code)
    units = [label for _key, label in places.units]
    then = _("now part of %(name)s") if len(units) > 1 else _("now %(name)s")
    facts = [
        {"label": _("From the day"), "value": on(merger.on)},
        {"label": _("Formed from"), "value": ", ".join(units)},
        {"label": _("Legal act"), "value": merger.act, "lang": "vi"},
        {"label": _("Official code"), "value": merger.code},
        {"label": _("Short label"), "value": merger.short},
        {"label": _("Key"), "value": merger.key, "note": _came_back(plan)},
        *(
            [{"label": _("Also written"), "value": ", ".join(merger.aliases)}]
            * bool(merger.aliases)
        ),
    ]
    return {
        "places": places,
        "unit": unit,
        "units": units,
        "then": then % {"name": unit.label},
        "last_day": merger.on - dt.timedelta(days=1),
        "facts": facts,
        "regions": _regions_shown(plan),
        "tile": dict(places.units)[merger.tile],
        "held": plan.held,
        "departments": plan.departments,
        "obstacles": plan.obstacles,
    }


def _came_back(plan: MergerPlan) -> str:
    return _("A retired unit of this key is taken up again.") if plan.places.comes_back else ""


def _regions_shown(plan: MergerPlan) -> list[dict[str, Any]]:
    """Each region of the units: who leaves it, whether the new unit joins, what it is called."""
    places, merger = plan.places, plan.places.merger
    regions = Region.objects.in_bulk([one.region for one in merger.regions], field_name="key")
    changes = {one.key: one for one in places.regions}
    ending = dict(places.units)
    return [
        {
            "region": regions[answer.region],
            "answer": answer,
            "certainty": Certainty(answer.certainty).label,
            "change": changes.get(answer.region),
            "leaving": [
                one.province_label
                for one in places.leaving
                if one.region == answer.region and one.province in ending
            ],
            "going_on": [
                one.province_label
                for one in places.leaving
                if one.region == answer.region and one.province not in ending
            ],
        }
        for answer in merger.regions
    ]


def _undo_shown(plan: UndoPlan) -> list[dict[str, Any]]:
    """By kind of record: what leaves the register, and what is again as it was."""
    shown = []
    for label, model in MODELS.items():
        rows = [one for one in plan.touched if one.model == label]
        gone = [one.label for one in rows if one.is_new]
        back = [one.label for one in rows if not one.is_new]
        if rows:
            name = capfirst(str(model._meta.verbose_name_plural))
            shown.append({"kind": name, "gone": gone, "back": back})
    return shown
