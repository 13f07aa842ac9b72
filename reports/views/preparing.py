"""A round being prepared: its letter and deadline, whom it asks, opened or withdrawn."""

from copy import copy

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from provinces.actions import fingerprint
from provinces.models import Province
from provinces.queries import members_on
from reports.actions.rounds import (
    change_round,
    choose_provinces,
    invite,
    invite_successor,
    open_round,
    refuse_incomplete,
    withdraw_round,
)
from reports.forms.rounds import MembersForm, ProvincesForm, ReasonForm, RoundForm
from reports.framing import crumbs, frame, load_kept
from reports.loading import load_round, officer, require
from reports.models import Report, ReportingRound
from reports.once import new_key
from reports.permissions import may_invite_successor
from reports.posting import do_if_valid, do_once, do_or_tell, done_before
from reports.preparing import opening, region_of, successors_to_invite, table_of


class EditRound(View):
    """The letter, the deadline, the outline and the contact of a round."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """What is said about it."""
        round = load_kept(request, key)
        return self.page(request, round, RoundForm(instance=round, officer=officer(request)))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Change it; its address may change with it."""
        if first := done_before(request):
            return redirect(first)
        round, who = load_kept(request, key), officer(request)
        form = RoundForm(request.POST, instance=copy(round), officer=who)
        if form.is_valid():
            try:
                return do_once(
                    request,
                    lambda: change_round(round=form.instance, by=who),
                    leads_to=reverse("round_edit", args=[form.instance.key]),
                    done=_("Saved."),
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
        return self.page(request, round, form)

    def page(self, request: HttpRequest, round: ReportingRound, form: RoundForm) -> HttpResponse:
        """The form, and the successors that are to be asked."""
        context = frame(round, "round_edit") | {
            "form": form,
            "successors": successors_to_invite(round),
        }
        return render(request, "reports/round_edit.html", context)


class EditProvinces(View):
    """Which provinces a round asks."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Those asked, ticked; with `?region=` the members of that region as well."""
        round = load_kept(request, key)
        members = MembersForm(request.GET if "region" in request.GET else None, day=round.asked_on)
        ticked = {one.province.key for one in round.invitations.all()}
        if members.is_bound and members.is_valid():
            region = members.cleaned_data["region"]
            ticked |= {unit.key for unit in members_on(region, round.asked_on)}
        form = ProvincesForm(round=round, initial={"provinces": sorted(ticked)})
        return self.page(request, round, form, members)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Ask these provinces; of a round that is open, these as well."""
        round, who = load_kept(request, key), officer(request)
        form = ProvincesForm(request.POST, round=round)
        ask = invite if round.is_open else choose_provinces
        answer = do_if_valid(
            request,
            form,
            lambda: ask(round=round, provinces=form.cleaned_data["provinces"], by=who),
            leads_to=reverse("round_asked", args=[round.key]),
            done=_("Saved."),
        )
        return answer or self.page(request, round, form, MembersForm(day=round.asked_on))

    def page(
        self, request: HttpRequest, round: ReportingRound, form: ProvincesForm, members: MembersForm
    ) -> HttpResponse:
        """The provinces of the day, to be ticked."""
        region = region_of(round)
        if region is not None and not members.is_bound:
            members.initial = {"region": region.key}
        context = frame(round, "round_asked") | {
            "form": form,
            "members": members,
            "asked": sorted(
                (one.province for one in round.invitations.all()), key=lambda one: one.code
            ),
            "successors": successors_to_invite(round),
        }
        return render(request, "reports/round_edit_provinces.html", context)


class OpenRound(View):
    """What departments will see once the round is open; and opening it."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """All of it, and what is missing."""
        return self.page(request, load_kept(request, key))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Open it, as it was seen."""
        round, who = load_kept(request, key), officer(request)
        seen = request.POST.get("seen", "")
        return do_or_tell(
            request,
            lambda: open_round(round=round, by=who, seen=seen),
            leads_to=reverse("round_open", args=[round.key]),
            done=_("The round is open: the departments see it and fill in their reports."),
        )

    def page(self, request: HttpRequest, round: ReportingRound) -> HttpResponse:
        """The whole round on one page."""
        context = frame(round, "round_open") | {
            "lines": table_of(round),
            "columns": list(round.columns.order_by("position", "pk")),
            "comparisons": list(round.comparisons.select_related("of", "against")),
            "provinces": [one.province for one in round.invitations.all()],
            "missing": _missing(round),
            "is_late": round.due_on < timezone.localdate(),
            "seen": fingerprint(opening(round)),
        }
        return render(request, "reports/round_edit_open.html", context)


def _missing(round: ReportingRound) -> list[str]:
    """What stands in the way of opening it; nothing once it is open."""
    if round.is_open:
        return []
    try:
        refuse_incomplete(round)
    except ValidationError as refusal:
        return refusal.messages
    return []


class WithdrawRound(View):
    """A round prepared or opened by mistake is taken back."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """What that means, and the question why."""
        return self.page(request, load_kept(request, key), ReasonForm())

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Withdraw it; a refusal leaves what was typed."""
        if first := done_before(request):
            return redirect(first)
        round, who, form = load_kept(request, key), officer(request), ReasonForm(request.POST)
        answer = do_if_valid(
            request,
            form,
            lambda: withdraw_round(round=round, by=who, **form.cleaned_data),
            leads_to=reverse("round_list"),
            done=_("The round was withdrawn."),
        )
        return answer or self.page(request, round, form)

    def page(self, request: HttpRequest, round: ReportingRound, form: ReasonForm) -> HttpResponse:
        """The question, with how many departments have begun."""
        begun = Report.objects.filter(round=round, entries__isnull=False).distinct().count()
        context = frame(round, "round_edit", crumb=_("Withdraw")) | {"form": form, "begun": begun}
        return render(request, "reports/round_edit_withdraw.html", context)


class InviteSuccessor(View):
    """The unit that provinces asked have become part of is asked to report for the whole (R6)."""

    def get(self, request: HttpRequest, key: str, province_key: str) -> HttpResponse:
        """What will happen."""
        round, province = self.load(request, key, province_key)
        parts = [
            one.province
            for one in round.invitations.all()
            if one.province.successor_id == province.pk
        ]
        context = {
            "round": round,
            "province": province,
            "parts": parts,
            "is_asked": province.pk in {one.province_id for one in round.invitations.all()},
            "once": new_key(),
            "crumbs": crumbs(round, [], _("Report of the successor")),
        }
        return render(request, "reports/round_edit_successor.html", context)

    def post(self, request: HttpRequest, key: str, province_key: str) -> HttpResponse:
        """Ask it."""
        round, province = self.load(request, key, province_key)
        who = officer(request)
        own = round.is_open and province.pk in who.departments
        return do_or_tell(
            request,
            lambda: invite_successor(round=round, province=province, by=who),
            leads_to=reverse("report", args=[round.key, province.key]) if own else _home(round),
            refused_to=_home(round),
            done=_("%(name)s reports in this round.") % {"name": province.label},
        )

    def load(
        self, request: HttpRequest, key: str, province_key: str
    ) -> tuple[ReportingRound, Province]:
        """The round, and a unit that succeeds a province of it."""
        round = load_round(request, key)
        known = {one.pk: one for one in successors_to_invite(round)}
        asked = {one.province_id: one.province for one in round.invitations.all()}
        province = next((one for one in (known | asked).values() if one.key == province_key), None)
        if province is None:
            raise Http404
        require(may_invite_successor(officer(request), round, province.pk))
        return round, province


def _home(round: ReportingRound) -> str:
    """Where a round is looked at: its board, or where it is prepared."""
    if round.is_open:
        return round.get_absolute_url()
    return reverse("round_edit", args=[round.key])
