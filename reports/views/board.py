"""The board of a round, its files, and what its keeper does from there."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.http import require_safe

from accounts.permissions import sees_drafts
from conferences.models import Conference
from provinces.actions import fingerprint, require_seen
from provinces.tables import answer
from reports import board_files
from reports.actions.reminding import Told, remind
from reports.actions.rounds import extend
from reports.board import LATE, STEPS, Board, Stage, board_of
from reports.calendars import calendar_of, deadlines_in, deadlines_of
from reports.forms.board import ExtendForm, RemindForm
from reports.loading import load_round, officer, require
from reports.models import Invitation, ReportingRound
from reports.once import claim, new_key
from reports.permissions import keeps, may_publish
from reports.reminders import Letter, letters


@require_safe
def round_board(request: HttpRequest, key: str) -> HttpResponse:
    """Who is asked, where each report stands, and what its keeper can do about it."""
    round = load_round(request, key)
    board, asker = board_of(round, officer(request)), officer(request)
    chosen = request.GET.get("state", "")
    is_known = chosen in ("", LATE, *Stage)
    return render(
        request,
        "reports/round_board.html",
        {
            "round": round,
            "board": board,
            "rows": board.only(chosen if is_known else ""),
            "chosen": chosen,
            "unknown": "" if is_known else chosen[:40],
            "filters": _filters(board),
            "bar": _bar(board),
            "conference": _conference(request, round),
            "keeps": keeps(asker, round),
            "publishes": may_publish(asker, round),
            "own": [one for one in board.rows if one.is_own and one.report],
            "steps": STEPS,
            "today": timezone.localdate(),
            "crumbs": [(_("Reports"), reverse("work")), (round.title, None)],
        },
    )


def _conference(request: HttpRequest, round: ReportingRound) -> Conference | None:
    """The conference that the round serves, if its page exists for who asks (C6)."""
    meeting = round.conference
    exists = meeting is not None and (meeting.is_published or sees_drafts(request.user))
    return meeting if exists else None


def _filters(board: Board) -> list[tuple[str, str, int]]:
    """The states there are: value, words, number of provinces."""
    words = {LATE: _("Overdue")} | {str(stage): stage.label for stage in Stage}
    return [(value, words[value], number) for value, number in board.stages.items()]


def _bar(board: Board) -> list[tuple[str, int, int]]:
    """The parts of the bar: kind, where it begins, how wide; in provinces."""
    accepted = board.accepted - board.published
    parts = [
        ("published", board.published),
        ("accepted", accepted),
        ("sent", board.sent - board.accepted),
    ]
    found, start = [], 0
    for kind, width in parts:
        if width > 0:
            found.append((kind, start, width))
        start += max(0, width)
    return found


@require_safe
def board_table(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """The board as a file, as far as it exists for who asks."""
    round = load_round(request, key)
    rows = board_of(round, officer(request)).rows
    return answer(request, board_files.board_table(round, rows), ending)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


@require_safe
def deadlines_file(request: HttpRequest) -> HttpResponse:
    """The deadlines that concern who asks, for a calendar program."""
    deadlines = deadlines_of(officer(request), today=timezone.localdate())
    return _calendar(request, deadlines, "han-bao-cao.ics")


@require_safe
def deadline_file(request: HttpRequest, key: str) -> HttpResponse:
    """The deadline of one round, for a calendar program."""
    round = load_round(request, key)
    deadlines = deadlines_in(round, officer(request))
    return _calendar(request, deadlines, f"han-bao-cao-{round.key}.ics")


def _calendar(request: HttpRequest, deadlines: list, name: str) -> HttpResponse:
    site = request.build_absolute_uri("/").removesuffix("/")
    content = calendar_of(deadlines, site=site, now=timezone.now())
    return _file(content, "text/calendar; charset=utf-8", name)


class Extend(View):
    """More time for one province, with a reason; for the keeper of the round (R1)."""

    def load(self, request: HttpRequest, key: str, province_key: str) -> Invitation:
        """The invitation, for who keeps the round."""
        self.round = load_round(request, key)
        require(keeps(officer(request), self.round))
        for one in self.round.invitations.all():
            if one.province.key == province_key:
                return one
        raise Http404

    def get(self, request: HttpRequest, key: str, province_key: str) -> HttpResponse:
        """Ask until when, and why."""
        return self.page(request, self.load(request, key, province_key), ExtendForm())

    def post(self, request: HttpRequest, key: str, province_key: str) -> HttpResponse:
        """Give the time; the same post a second time leads to the same page."""
        invitation, form = self.load(request, key, province_key), ExtendForm(request.POST)
        if form.is_valid():
            try:
                return self.act(request, invitation, form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
        return self.page(request, invitation, form)

    def act(
        self, request: HttpRequest, invitation: Invitation, said: dict[str, Any]
    ) -> HttpResponse:
        """Extend, unless this very post was received before."""
        outcome, by = self.round.get_absolute_url(), officer(request)
        with transaction.atomic():
            if claim(request.POST.get("once", ""), by=by.user, outcome=outcome) is None:
                extend(invitation=invitation, to=said["to"], reason=said["reason"], by=by)
        told = _("The deadline for %(name)s is extended.")
        messages.success(request, told % {"name": invitation.province.label})
        return redirect(outcome)

    def page(self, request: HttpRequest, invitation: Invitation, form: ExtendForm) -> HttpResponse:
        """The form, with everything typed."""
        context = {
            "round": self.round,
            "invitation": invitation,
            "form": form,
            "once": new_key(),
            "crumbs": _crumbs(self.round, _("Extend the deadline")),
        }
        return render(request, "reports/round_board_extend.html", context)


def _crumbs(round: ReportingRound, here: str) -> list[tuple[str, str | None]]:
    return [(_("Reports"), reverse("work")), (round.title, round.get_absolute_url()), (here, None)]


class Remind(View):
    """Exactly who would get which mail; then it is sent. For the keeper of the round."""

    def load(self, request: HttpRequest, key: str) -> list[Letter]:
        """The reminders of a round, for who keeps it."""
        self.round = load_round(request, key)
        require(keeps(officer(request), self.round))
        self.today = timezone.localdate()
        rounds = ReportingRound.objects.filter(pk=self.round.pk)
        return letters(rounds, today=self.today)

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the mails; none is sent."""
        found = self.load(request, key)
        return self.page(request, RemindForm(letters=found))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Send those that were ticked, if they are still what was seen."""
        form = RemindForm(request.POST, letters=self.load(request, key))
        if not form.is_valid():
            return self.page(request, form, form.errors.get("reports", []))
        try:
            told = self.act(request, form)
        except ValidationError as refusal:
            return self.page(request, form, refusal.messages)
        if told:
            _tell(request, told)
        return redirect("round_remind", key)

    def act(self, request: HttpRequest, form: RemindForm) -> Told | None:
        """What became of the mails; None when this very post was received before."""
        by = officer(request)
        outcome = reverse("round_remind", args=[self.round.key])
        with transaction.atomic():
            if claim(request.POST.get("once", ""), by=by.user, outcome=outcome) is not None:
                return None
            require_seen(_plan(form.letters), form.cleaned_data["seen"])
        return remind(letters=form.chosen(), by=by, today=self.today)

    def page(self, request: HttpRequest, form: RemindForm, errors: Any = ()) -> HttpResponse:
        """Every mail in full; ticked are all of them, or what was ticked before."""
        context = {
            "round": self.round,
            "letters": form.letters,
            "waiting": [one for one in form.letters if one.to and not one.is_sent],
            "ticked": form.ticked(),
            "errors": errors,
            "seen": fingerprint(_plan(form.letters)),
            "once": new_key(),
            "crumbs": _crumbs(self.round, _("Send reminders")),
        }
        return render(request, "reports/round_board_remind.html", context)


def _plan(found: Sequence[Letter]) -> list[tuple]:
    return [(one.report.pk, one.addresses, one.subject, one.text) for one in found]


def _tell(request: HttpRequest, told: Told) -> None:
    if told.sent:
        names = ", ".join(one.report.province.label for one in told.sent)
        sent = ngettext(
            "%(n)s mail sent: %(names)s.", "%(n)s mails sent: %(names)s.", len(told.sent)
        )
        messages.success(request, sent % {"n": len(told.sent), "names": names})
    if told.before:
        names = ", ".join(one.report.province.label for one in told.before)
        messages.info(request, _("Reminded today already: %(names)s.") % {"names": names})
    if told.failed:
        names = ", ".join(one.report.province.label for one in told.failed)
        messages.error(
            request,
            _("The mail server did not take the mails for: %(names)s. Please try again later.")
            % {"names": names},
        )
