"""Rounds: their list, a new one, its letter and deadline, whom it asks, opened or withdrawn."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import View

from conferences.models import Conference
from provinces.models import Province
from provinces.queries import members_on
from reports.actions.asking import prepare_following, prepare_new
from reports.enums import State
from reports.forms.rounds import (
    NewRoundForm,
)
from reports.loading import load_round, officer, require
from reports.models import Report, ReportingRound
from reports.once import new_key
from reports.permissions import (
    Officer,
    follows,
    keeps,
    prepares_rounds,
)
from reports.posting import do_once, do_or_tell, done_before
from reports.preparing import (
    conferences_to_report_on,
    following,
    for_conference,
    own_reports,
    region_of,
    rounds_of,
    standing,
)

# How many rounds are offered to be followed: some years' worth.
SHOWN = 30


@require_GET
def round_list(request: HttpRequest) -> HttpResponse:
    """The rounds that exist for who asks, each with what comes next."""
    who = officer(request)
    rounds = list(rounds_of(who))
    own = own_reports(who) if who.departments else {}
    context = {
        "lines": [_line(one, who, own.get(one.pk)) for one in rounds],
        "prepares": prepares_rounds(who),
        "crumbs": [(_("Reporting rounds"), None)],
    }
    return render(request, "reports/round_list.html", context)


def _line(round: ReportingRound, who: Officer, own: Report | None) -> dict[str, Any]:
    kind, label = standing(round)
    next_label, next_url = _next_step(round, who, own)
    return {
        "round": round,
        "url": round.get_absolute_url() if round.is_open else next_url,
        "kind": kind,
        "label": label,
        "sent": round.sent if follows(who, round) else None,  # type: ignore[attr-defined]
        "asked": round.asked,  # type: ignore[attr-defined]
        "own": own,
        "next_label": next_label,
        "next_url": next_url,
    }


def _next_step(round: ReportingRound, who: Officer, own: Report | None) -> tuple[str, str]:
    """What somebody does next about a round, and where."""
    edit = reverse("round_edit", args=[round.key])
    if not round.is_open:
        return (_("Go on preparing it"), edit) if keeps(who, round) else ("", "")
    if own is not None and not round.retired_at:
        words = {
            State.DRAFT: _("Fill in the report"),
            State.RETURNED: _("Correct what was returned"),
            State.REOPENED: _("Change the report"),
            State.AWAITING: _("The report awaits its signature"),
        }
        return words.get(State(own.state), _("See the report sent")), own.get_absolute_url()
    return _("See who has reported"), round.get_absolute_url()


class NewRound(View):
    """A new round: for a conference, after another round, or of any set of provinces."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What a round can be made of; the form once a conference, or none, is chosen."""
        require(prepares_rounds(officer(request)))
        if "conference" not in request.GET:
            return self.choose(request)
        conference = self.conference(request)
        proposed = for_conference(conference, timezone.localdate()) if conference else None
        return self.page(request, self.form(request, instance=proposed))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Prepare it, and ask the members of the conference's region."""
        require(prepares_rounds(officer(request)))
        if first := done_before(request):
            return redirect(first)
        form = self.form(request, request.POST)
        if form.is_valid():
            round, who = form.instance, officer(request)
            leads_to = reverse("round_rows", args=[round.key])
            try:
                return do_once(
                    request,
                    lambda: prepare_new(
                        round=round, table_of=form.cleaned_data["table_of"], by=who
                    ),
                    leads_to=leads_to,
                    done=_("The round is prepared. No department sees it before it is opened."),
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
        return self.page(request, form)

    def form(
        self, request: HttpRequest, data: QueryDict | None = None, **said: Any
    ) -> NewRoundForm:
        """The form, empty or filled in."""
        who = officer(request)
        return NewRoundForm(data, officer=who, rounds=_models(who), **said)

    def conference(self, request: HttpRequest) -> Conference | None:
        """The conference that the address names; None for any set of provinces."""
        if not (wanted := request.GET["conference"]):
            return None
        if not wanted.isdecimal():
            raise Http404
        known = Conference.objects.visible_to(request.user).select_related("series", "region")
        return get_object_or_404(known, pk=int(wanted))

    def choose(self, request: HttpRequest) -> HttpResponse:
        """Conferences to come without a round, and rounds to follow."""
        context = {
            "conferences": conferences_to_report_on(request.user, timezone.localdate()),
            "rounds": _models(officer(request))[:SHOWN],
            "once": new_key(),
            "crumbs": self.crumbs(),
        }
        return render(request, "reports/round_form_choose.html", context)

    def page(self, request: HttpRequest, form: NewRoundForm) -> HttpResponse:
        """The form to fill in."""
        conference = form.instance.conference
        others = ReportingRound.objects.live().filter(conference=conference) if conference else ()
        context = {
            "form": form,
            "once": new_key(),
            "conference": conference,
            "members": _members(form.instance) if conference else (),
            "others": others,
            "crumbs": self.crumbs(),
        }
        return render(request, "reports/round_form.html", context)

    def crumbs(self) -> list[tuple[str, str | None]]:
        """The path to this page."""
        return [(_("Reporting rounds"), reverse("round_list")), (_("New round"), None)]


def _models(who: Officer) -> QuerySet[ReportingRound]:
    """The rounds whose table may be taken over: those they see, not withdrawn."""
    return rounds_of(who).filter(retired_at__isnull=True)


def _members(round: ReportingRound) -> list[Province]:
    return members_on(region_of(round), round.asked_on)


@require_POST
def round_again(request: HttpRequest, key: str) -> HttpResponse:
    """One click: a round after a previous one, its table a year on."""
    previous, who = load_round(request, key), officer(request)
    require(prepares_rounds(who) and not previous.retired_at)
    plan = following(previous, by=who)
    return do_or_tell(
        request,
        lambda: prepare_following(plan=plan, by=who),
        leads_to=reverse("round_edit", args=[plan.round.key]),
        refused_to=reverse("round_new"),
        done=_("Prepared after “%(round)s”: look at its deadline, columns and provinces.")
        % {"round": previous.title},
    )
