"""The board of a round: the provinces it asks, and where each report stands (R1, R3, R6)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from provinces.models import Province, Region
from provinces.queries import Places, members_on
from reports.deadlines import Awaited, awaited, days_late, local_day
from reports.enums import ANSWERED, State
from reports.models import (
    Entry,
    Invitation,
    Reminder,
    Report,
    ReportingRound,
    RoundColumn,
    RoundRow,
)
from reports.permissions import Officer, Sight, follows, may_invite_successor, sight
from reports.preparing import successors_to_invite


class Stage(StrEnum):
    """Where a row of the board stands."""

    PREPARED = "prepared"
    DRAFT = "draft"
    AWAITING = "awaiting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REOPENED = "reopened"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    ENDED = "ended"
    UNSEEN = "unseen"

    @property
    def label(self) -> str:
        """The state in words."""
        return str(STAGES[self])


STAGES = {
    Stage.PREPARED: _("Round not opened"),
    Stage.DRAFT: State.DRAFT.label,
    Stage.AWAITING: State.AWAITING.label,
    Stage.SUBMITTED: State.SUBMITTED.label,
    Stage.RETURNED: State.RETURNED.label,
    Stage.REOPENED: State.REOPENED.label,
    Stage.ACCEPTED: State.ACCEPTED.label,
    Stage.PUBLISHED: _("Published"),
    Stage.ENDED: _("Reported by the successor"),
    Stage.UNSEEN: _("No accepted report yet"),
}

# A department has still to send these; only they can be late.
AWAITED = (Stage.DRAFT, Stage.AWAITING)

# The filter of the board that is no stage: departments whose day has passed.
LATE = "late"


# What the columns of days are called.
STEPS = (
    pgettext_lazy("step", "Presented"),
    pgettext_lazy("step", "Sent"),
    pgettext_lazy("step", "Returned"),
    pgettext_lazy("step", "Accepted"),
    pgettext_lazy("step", "Published"),
)


@dataclass(frozen=True)
class Progress:
    """How many cells are answered, of all there are to fill in."""

    answered: int = 0
    all: int = 0

    @property
    def missing(self) -> int:
        return self.all - self.answered

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(self.answered + other.answered, self.all + other.all)


@dataclass(frozen=True)
class BoardRow:
    """One province. `moments` are the days it was presented, sent, returned, accepted, published.

    `progress` is None for who does not see the cells being typed. `heir` is the unit that a
    province which has ended belongs to now; `heir_is_asked` whether the round asks that one too,
    `may_invite` whether who asks can see to that (R6).
    """

    province: Province
    invitation: Invitation
    report: Report | None
    stage: Stage
    seen: Sight
    due_on: dt.date
    days_late: int
    moments: tuple[dt.date | None, ...]
    progress: Progress | None = None
    heir: Province | None = None
    heir_is_asked: bool = False
    may_invite: bool = False
    is_own: bool = False
    reminded_on: dt.date | None = None

    @property
    def is_sent(self) -> bool:
        """Whether the Ministry has it: sent, or accepted once."""
        if self.report is None or self.stage == Stage.UNSEEN:
            return False
        return self.report.state == State.SUBMITTED or self.report.accepted_at is not None

    @property
    def is_awaited(self) -> bool:
        """Whether its department has still to send it for the first time."""
        return self.stage in AWAITED and not self.is_sent

    @property
    def steps(self) -> list[tuple[str, dt.date | None]]:
        """The name and the day of each step, as the columns of the board have them."""
        return list(zip(map(str, STEPS), self.moments, strict=True))


@dataclass(frozen=True)
class Membership:
    """Who is asked beside who belongs to the conference's region on its day (P2, P4)."""

    region: Region
    day: dt.date
    precision: str
    members: list[Province]
    missing: list[Province]
    besides: list[Province]

    @property
    def asked(self) -> int:
        """How many of the members are asked."""
        return len(self.members) - len(self.missing)


@dataclass(frozen=True)
class Board:
    """What the board shows to one officer; `follows` whether they see where every report stands."""

    rows: list[BoardRow]
    follows: bool
    membership: Membership | None = None
    stages: dict[str, int] = field(default_factory=dict)

    @property
    def expected(self) -> list[BoardRow]:
        """Those of whom a report is expected: not of a unit whose successor is asked for it."""
        return [one for one in self.rows if not (one.stage == Stage.ENDED and one.heir_is_asked)]

    @property
    def invites(self) -> bool:
        """Whether who asks can let a successor report."""
        return any(one.may_invite for one in self.rows)

    @property
    def sent(self) -> int:
        return sum(one.is_sent for one in self.rows)

    @property
    def accepted(self) -> int:
        """How many have accepted figures, whether or not they may be changed just now."""
        return sum(bool(one.report and one.report.accepted_at) for one in self._seen)

    @property
    def published(self) -> int:
        return sum(bool(one.report and one.report.published_at) for one in self._seen)

    @property
    def late(self) -> int:
        return sum(one.days_late > 0 for one in self.rows)

    @property
    def _seen(self) -> list[BoardRow]:
        return [one for one in self.rows if one.stage != Stage.UNSEEN]

    def only(self, stage: str) -> list[BoardRow]:
        """The rows of one stage, or those that are late; all of them for ""."""
        if stage == LATE:
            return [one for one in self.rows if one.days_late]
        return [one for one in self.rows if stage in ("", one.stage)]


def board_of(round: ReportingRound, officer: Officer, *, today: dt.date | None = None) -> Board:
    """The board of a round that `load_round` gave; as many queries for any number of provinces."""
    day = today or timezone.localdate()
    invitations = sorted(
        round.invitations.all(), key=lambda one: (one.province.code, one.province.key)
    )
    asked = {one.province_id for one in invitations}
    reports = {one.province_id: one for one in round.reports.all()}
    for one in reports.values():
        one.round = round
    seen = {pk: sight(officer, one, asked) for pk, one in reports.items()}
    sees_all = follows(officer, round)
    progress = progress_of([one for pk, one in reports.items() if seen[pk] == Sight.LIVE])
    reminded: dict[int, dt.date] = {}
    if sees_all:
        reminded = dict(
            Reminder.objects.filter(report__round=round)
            .order_by("report")
            .values_list("report")
            .annotate(last=Max("day"))
        )
    places = Places.load()
    to_invite = {one.pk for one in successors_to_invite(round, day, places)}
    rows = []
    for one in invitations:
        report = reports.get(one.province_id)
        sight_ = seen.get(one.province_id, Sight.NOTHING)
        stage = stage_of(report, one.province, day)
        is_own = one.province_id in officer.own
        if not (sees_all or is_own):
            stage = _as_others_see(stage, sight_)
        has_ended = not one.province.is_valid_on(day) and one.province.valid_from <= day
        heir = places.today(one.province) if has_ended else None
        rows.append(
            BoardRow(
                province=one.province,
                invitation=one,
                report=report,
                stage=stage,
                seen=sight_,
                due_on=one.due_on if sees_all or is_own else round.due_on,
                days_late=days_late(report, one, day) if stage in AWAITED else 0,
                moments=_moments(report, stage, everything=sees_all or is_own),
                progress=progress[report.pk] if report and report.pk in progress else None,
                heir=heir if heir != one.province else None,
                heir_is_asked=heir is not None and heir.pk in asked,
                may_invite=heir is not None
                and heir.pk in to_invite
                and may_invite_successor(officer, round, heir.pk),
                is_own=is_own,
                reminded_on=reminded.get(report.pk) if report else None,
            )
        )
    return Board(
        rows=rows,
        follows=sees_all,
        membership=membership_of(round, [one.province for one in invitations]),
        stages=_counts(rows),
    )


def stage_of(report: Report | None, province: Province, today: dt.date) -> Stage:
    """Where a report stands; that of a unit which ended before it was sent comes from its heir."""
    if report is None:
        return Stage.PREPARED
    first = awaited(report) is Awaited.FIRST
    if first and province.valid_until and province.valid_until <= today:
        return Stage.ENDED
    published, accepted = report.published_at, report.accepted_at
    if report.state == State.ACCEPTED and published and accepted and published >= accepted:
        return Stage.PUBLISHED
    return Stage(report.state)


def _as_others_see(stage: Stage, seen: Sight) -> Stage:
    """What a department of the round sees of another's report: only what was accepted (R4, R5)."""
    if seen < Sight.ACCEPTED:
        return Stage.PREPARED if stage == Stage.PREPARED else Stage.UNSEEN
    return Stage.PUBLISHED if stage == Stage.PUBLISHED else Stage.ACCEPTED


def _moments(report: Report | None, stage: Stage, *, everything: bool) -> tuple:
    if report is None or stage == Stage.UNSEEN:
        return (None,) * 5
    work = (report.presented_at, report.submitted_at, report.returned_at)
    if not everything:
        work = (None, None, None)
    return tuple(local_day(one) for one in (*work, report.accepted_at, report.published_at))


def _counts(rows: Iterable[BoardRow]) -> dict[str, int]:
    """Stage, or "late" → how many rows; only those there are, in the order of the work."""
    counted = Counter(one.stage for one in rows)
    late = sum(one.days_late > 0 for one in rows)
    found: dict[str, int] = {LATE: late} if late else {}
    return {stage: counted[stage] for stage in Stage if counted[stage]} | found


def membership_of(round: ReportingRound, asked: Sequence[Province]) -> Membership | None:
    """Who is asked beside who belongs to the region that day; None without a region."""
    meeting = round.conference
    if meeting is None or meeting.region is None:
        return None
    members = members_on(meeting.region, meeting.starts_on)
    return Membership(
        region=meeting.region,
        day=meeting.starts_on,
        precision=meeting.precision,
        members=members,
        missing=[one for one in members if one not in asked],
        besides=[one for one in asked if one not in members],
    )


def progress_of(reports: Collection[Report]) -> dict[int, Progress]:
    """Report id → its cells; three queries, none for no report."""
    return {pk: sum(parts.values(), Progress()) for pk, parts in progress_by_owner(reports).items()}


def progress_by_owner(reports: Collection[Report]) -> dict[int, dict[str, Progress]]:
    """Report id → owner of rows ("" the clerk) → its cells; three queries, none for no report."""
    if not reports:
        return {}
    rounds = {one.round_id for one in reports}
    columns = dict(
        RoundColumn.objects.filter(round__in=rounds)
        .order_by("round")
        .values_list("round")
        .annotate(number=Count("pk"))
    )
    rows: dict[int, dict[str, int]] = {}
    for round_id, owner, number in (
        RoundRow.objects.filter(round__in=rounds, indicator__isnull=False)
        .order_by("round", "owner")
        .values_list("round", "owner")
        .annotate(number=Count("pk"))
    ):
        rows.setdefault(round_id, {})[owner] = number
    answered = {
        (report, owner): number
        for report, owner, number in Entry.objects.filter(report__in=reports, state__in=ANSWERED)
        .order_by("report", "row__owner")
        .values_list("report", "row__owner")
        .annotate(number=Count("pk"))
    }
    return {
        one.pk: {
            owner: Progress(answered.get((one.pk, owner), 0), number * columns.get(one.round_id, 0))
            for owner, number in rows.get(one.round_id, {}).items()
        }
        for one in reports
    }
