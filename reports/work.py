"""What somebody has to do now: the first page of who is signed in (R3–R6)."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from reports.board import Progress, Stage, progress_by_owner, stage_of
from reports.deadlines import Awaited, awaited, days_late, last_day
from reports.enums import State
from reports.models import Entry, Invitation, PartDone, Report, ReportingRound
from reports.permissions import (
    Officer,
    coordinated_by,
    keeps,
    may_invite_successor,
    may_publish,
)

# How many rounds, and how many reports that are done, the page still tells of.
ROUNDS, DONE = 20, 5


class Turn(IntEnum):
    """Whose turn a report is, as one officer sees it."""

    MINE = 0
    OTHERS = 1
    DONE = 2


@dataclass(frozen=True)
class ReturnedCell:
    """A cell that came back, and why."""

    row: str
    column: str
    reason: str


@dataclass(frozen=True)
class Task:
    """One report of their department. `say` tells what is to be done or waited for; `go` is the
    button when it is their turn, `url` where it leads. `due_on` is None when nothing is due.
    """

    report: Report
    turn: Turn
    say: str
    url: str
    go: str = ""
    due_on: dt.date | None = None
    days_late: int = 0
    progress: Progress | None = None
    returned: list[ReturnedCell] = field(default_factory=list)


@dataclass(frozen=True)
class RoundLine:
    """One round for who keeps or reads it."""

    round: ReportingRound
    asked: int
    sent: int
    accepted: int
    to_publish: int
    late: list[tuple[Report, int]]
    keeps: bool
    publishes: bool


@dataclass(frozen=True)
class Work:
    """Everything that stands on the page."""

    tasks: list[Task]
    to_review: list[Report]
    rounds: list[RoundLine]
    preparing: list[ReportingRound]
    can_review: bool

    def of(self, turn: Turn) -> list[Task]:
        """The tasks whose turn it is."""
        return [one for one in self.tasks if one.turn == turn]

    @property
    def mine(self) -> list[Task]:
        return self.of(Turn.MINE)

    @property
    def others(self) -> list[Task]:
        return self.of(Turn.OTHERS)

    @property
    def done(self) -> list[Task]:
        return self.of(Turn.DONE)[:DONE]

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to tell of at all, or only of what is over."""
        busy = self.mine or self.others or self.to_review or self.rounds or self.preparing
        return not busy

    @property
    def to_publish(self) -> list[RoundLine]:
        """The rounds with accepted figures that wait for this officer to publish them."""
        return [one for one in self.rounds if one.publishes and one.to_publish]


def work_of(officer: Officer, *, today: dt.date | None = None) -> Work:
    """The page of one officer; as many queries for any number of reports."""
    day = today or timezone.localdate()
    can_review = officer.holds(Role.REVIEWER)
    return Work(
        tasks=_tasks(officer, day) if officer.own else [],
        to_review=list(_to_review()) if can_review else [],
        rounds=[
            one
            for one in (_line(each, officer, day) for each in _followed(officer))
            if not _is_over(one)
        ],
        preparing=[
            one
            for one in _kept(officer).filter(opened_at__isnull=True).order_by("due_on", "pk")
            if keeps(officer, one)
        ],
        can_review=can_review,
    )


# A department


def _tasks(officer: Officer, today: dt.date) -> list[Task]:
    reports = list(
        Report.objects.filter(
            province__in=officer.own,
            round__opened_at__isnull=False,
            round__retired_at__isnull=True,
        )
        .select_related("round__coordinator", "province__successor", "presented_by")
        .order_by("round__due_on", "round", "province__code", "pk")
    )
    invitations = {
        (one.round_id, one.province_id): one
        for one in Invitation.objects.filter(
            province__in=officer.own, round__in={one.round_id for one in reports}
        ).select_related("round")
    }
    open_ones = [one for one in reports if awaited(one)]
    progress = progress_by_owner(open_ones)
    parts = set(PartDone.objects.filter(report__in=open_ones).values_list("report", "owner"))
    returned = _returned(open_ones)
    tasks = []
    for one in reports:
        invitation = invitations[one.round_id, one.province_id]
        cells = progress.get(one.pk, {})
        done = {owner for pk, owner in parts if pk == one.pk}
        if stage_of(one, one.province, today) == Stage.ENDED:
            tasks.append(_of_ended(one, officer, asked=invitations.keys()))
            continue
        turn, say, go, shown = _turn(one, officer, cells, done, today)
        tasks.append(
            Task(
                report=one,
                turn=turn,
                say=say,
                url=one.get_absolute_url(),
                go=go,
                due_on=last_day(one, invitation),
                days_late=days_late(one, invitation, today),
                progress=shown,
                returned=returned.get(one.pk, []) if turn != Turn.DONE else [],
            )
        )
    late_first = sorted(tasks, key=lambda task: (task.turn, task.due_on or dt.date.min))
    return [one for one in late_first if one.turn != Turn.DONE] + sorted(
        (one for one in tasks if one.turn == Turn.DONE),
        key=lambda task: task.report.round.due_on,
        reverse=True,
    )


def _of_ended(report: Report, officer: Officer, *, asked: Collection[tuple[int, int]]) -> Task:
    """A report that its province can send no more: its successor reports, once it is asked (R6)."""
    heir, round = report.province.successor, report.round
    say = _("%(name)s is now part of %(heir)s, whose department reports for the whole.") % {
        "name": report.province.label,
        "heir": heir.label if heir else "…",
    }
    if heir and (round.pk, heir.pk) not in asked and may_invite_successor(officer, round, heir.pk):
        go = _("Report for %(heir)s") % {"heir": heir.label}
        url = reverse("round_invite_successor", args=[round.key, heir.key])
        return Task(report, Turn.MINE, say, url, go)
    return Task(report, Turn.OTHERS, say, report.get_absolute_url())


def _turn(
    report: Report,
    officer: Officer,
    cells: dict[str, Progress],
    done: Collection[str],
    today: dt.date,
) -> tuple[Turn, str, str, Progress | None]:
    """Whose turn it is, what that means in words, the button, and the cells to count."""
    whole = sum(cells.values(), Progress())
    if not awaited(report):
        turn = Turn.DONE if report.state == State.ACCEPTED else Turn.OTHERS
        say = "" if turn == Turn.DONE else _("Sent; the Ministry is checking it.")
        return turn, say, "", None
    clerk = officer.holds(Role.CLERK, province_id=report.province_id)
    leader = officer.holds(Role.LEADER, province_id=report.province_id)
    if report.state == State.AWAITING:
        if leader:
            return Turn.MINE, _presented(report), _("Read and send the report"), whole
        say = _("Waits for the signature of the department's leadership.")
        return Turn.OTHERS, say, "", whole
    if not report.is_writable(today):
        return Turn.OTHERS, _("The time for changes is over."), "", whole
    if clerk:
        return Turn.MINE, _to_fill_in(report, whole), _button(whole), whole
    units = {
        post.unit
        for post in officer.posts
        if post.unit and post.is_standing and post.province_id == report.province_id
    }
    if units & cells.keys():
        theirs = sum((cells[unit] for unit in units & cells.keys()), Progress())
        if units & cells.keys() <= set(done):
            return Turn.OTHERS, _("Your rows are marked as done."), "", theirs
        return Turn.MINE, _to_fill_in(report, theirs, is_part=True), _button(theirs), theirs
    return Turn.OTHERS, _("The department is filling it in."), "", whole


def _presented(report: Report) -> str:
    if report.presented_by is None or report.presented_at is None:
        return _("Waits for your signature.")
    return _("Waits for your signature; presented by %(who)s on %(day)s.") % {
        "who": report.presented_by,
        "day": f"{timezone.localtime(report.presented_at):%-d/%-m/%Y}",
    }


def _to_fill_in(report: Report, cells: Progress, *, is_part: bool = False) -> str:
    if awaited(report) is Awaited.RETURNED and not is_part:
        return _("Returned: %(reason)s") % {"reason": report.returned_reason}
    if awaited(report) is Awaited.REOPENED and not is_part and not cells.missing:
        return _("Opened again: %(reason)s") % {"reason": report.reopened_reason}
    if cells.missing:
        return ngettext(
            "%(n)s cell is still to be filled in.",
            "%(n)s cells are still to be filled in.",
            cells.missing,
        ) % {"n": cells.missing}
    if is_part:
        return _("All your rows are filled in: mark them as done.")
    return _("Every cell is filled in: present the report for signature.")


def _button(cells: Progress) -> str:
    if not cells.missing:
        return _("Open the report")
    return _("Go on filling in") if cells.answered else _("Fill in the report")


def _returned(reports: Iterable[Report]) -> dict[int, list[ReturnedCell]]:
    """Report id → the cells that came back, in the order of the table; one query."""
    found: dict[int, list[ReturnedCell]] = {}
    for entry in (
        Entry.objects.filter(report__in=reports)
        .exclude(returned_reason="")
        .select_related("row", "column")
        .order_by("row__position", "column__position", "pk")
    ):
        cell = ReturnedCell(str(entry.row), str(entry.column), entry.returned_reason)
        found.setdefault(entry.report_id, []).append(cell)
    return found


# The Ministry, and who keeps rounds


def _to_review() -> QuerySet[Report]:
    """What was sent and waits, oldest first."""
    return (
        Report.objects.filter(
            state=State.SUBMITTED,
            round__opened_at__isnull=False,
            round__retired_at__isnull=True,
        )
        .select_related("round", "province")
        .order_by("submitted_at", "pk")
    )


def _kept(officer: Officer) -> QuerySet[ReportingRound]:
    """The rounds they follow: all for the Ministry, else those that their department keeps."""
    rounds = ReportingRound.objects.live()
    return rounds if officer.is_ministry else rounds.filter(coordinator__in=coordinated_by(officer))


def _followed(officer: Officer) -> QuerySet[ReportingRound]:
    return (
        _kept(officer)
        .filter(opened_at__isnull=False)
        .select_related("conference")
        .prefetch_related(
            Prefetch("invitations", Invitation.objects.select_related("round")),
            Prefetch(
                "reports", Report.objects.select_related("province").order_by("province__code")
            ),
        )
        .order_by("-due_on", "-pk")[:ROUNDS]
    )


def _line(round: ReportingRound, officer: Officer, today: dt.date) -> RoundLine:
    reports = list(round.reports.all())
    by_province = {one.province_id: one for one in round.invitations.all()}
    late = [
        (one, days_late(one, by_province[one.province_id], today))
        for one in reports
        if stage_of(one, one.province, today) != Stage.ENDED
    ]
    return RoundLine(
        round=round,
        asked=len(by_province),
        sent=sum(one.state == State.SUBMITTED or bool(one.accepted_at) for one in reports),
        accepted=sum(bool(one.accepted_at) for one in reports),
        to_publish=sum(_is_to_publish(one) for one in reports),
        late=[(one, days) for one, days in late if days],
        keeps=keeps(officer, round),
        publishes=may_publish(officer, round),
    )


def _is_to_publish(report: Report) -> bool:
    """Whether figures were accepted that are not public yet."""
    accepted, published = report.accepted_at, report.published_at
    return accepted is not None and (published is None or published < accepted)


def _is_over(line: RoundLine) -> bool:
    """Whether every report was accepted and published: then there is nothing left to do."""
    reports = line.round.reports.all()
    return line.to_publish == 0 and all(one.state == State.ACCEPTED for one in reports)
