"""Who may see and do what with rounds and reports: the one place that answers (R4–R6, S1).

Pure predicates over an `Officer` and rows that are loaded already; `reports/loading.py` is the gate
that asks them. What is not granted here is denied.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import MINISTRY_ROLES, DepartmentUnit, Role
from reports.enums import State

if TYPE_CHECKING:
    from accounts.models import User
    from reports.models import Report, ReportingRound, RoundRow


@dataclass(frozen=True)
class Post:
    """An office held today; `is_standing` while its province has not ended: then it writes (R6)."""

    role: str
    province_id: int | None = None
    unit: str = ""
    is_standing: bool = True


@dataclass(frozen=True)
class Officer:
    """Somebody with the offices held today.

    `own` are the provinces whose reports they read as their own: those of their offices and all
    predecessors of these (R6). `topics` limits a reviewer to groups of indicators; None: all.
    """

    user: "User"
    posts: tuple[Post, ...] = ()
    own: frozenset[int] = frozenset()
    topics: frozenset[str] | None = None

    @property
    def is_administrator(self) -> bool:
        """The keeper of the register: reads what the Ministry reads and keeps rounds."""
        return self.user.is_active and self.user.is_superuser

    def holds(self, *roles: str, province_id: int | None = None) -> bool:
        """Whether they hold one of these offices, of that province where one is given."""
        return any(
            post.role in roles and post.is_standing and post.province_id == province_id
            for post in self.posts
        )

    @property
    def is_ministry(self) -> bool:
        """Whether they read for the Ministry."""
        return self.is_administrator or self.holds(*MINISTRY_ROLES)

    @property
    def departments(self) -> frozenset[int]:
        """The provinces of their offices, ended ones included."""
        return frozenset(post.province_id for post in self.posts if post.province_id is not None)


class Sight(IntEnum):
    """How much of a report exists for somebody; what is more includes what is less."""

    NOTHING = 0
    ACCEPTED = 1  # the accepted version: departments of the same round (R4)
    SENT = 2  # what was sent last: the Ministry
    LIVE = 3  # the cells as they are being typed: the department itself


# Rounds


def keeps_rounds(officer: Officer) -> bool:
    """Whether they may prepare rounds for the Ministry."""
    return officer.is_administrator or officer.holds(Role.REVIEWER, Role.PUBLISHER)


def keeps(officer: Officer, round: "ReportingRound") -> bool:
    """Whether they keep this round: ask, extend, remind, and see its board (R1)."""
    coordinates = round.coordinator_id is not None and officer.holds(
        Role.CLERK, Role.LEADER, province_id=round.coordinator_id
    )
    return keeps_rounds(officer) or coordinates


def coordinated_by(officer: Officer) -> frozenset[int]:
    """The provinces whose department may prepare a round through them (R1)."""
    return frozenset(
        post.province_id
        for post in officer.posts
        if post.role in (Role.CLERK, Role.LEADER) and post.is_standing and post.province_id
    )


def prepares_rounds(officer: Officer) -> bool:
    """Whether they may prepare a round at all: for the Ministry, or for their department."""
    return keeps_rounds(officer) or bool(coordinated_by(officer))


def may_invite_successor(officer: Officer, round: "ReportingRound", province_id: int) -> bool:
    """Whether they may let the successor of a province that ended report instead of it (R6).

    The keeper of the round may, and for its own province the clerk or the leadership.
    """
    if round.retired_at:
        return False
    own = officer.holds(Role.CLERK, Role.LEADER, province_id=province_id)
    return keeps(officer, round) or (round.is_open and own)


def follows(officer: Officer, round: "ReportingRound") -> bool:
    """Whether they see where every report of a round stands; the others see what was accepted."""
    return keeps(officer, round) or officer.is_ministry


def sees_round(officer: Officer, round: "ReportingRound", invited: Collection[int]) -> bool:
    """Whether a round exists for them; `invited` are the provinces it asks."""
    if round.retired_at:
        return officer.is_administrator
    if keeps(officer, round) or officer.is_ministry:
        return True
    return round.is_open and takes_part(officer, invited)


def takes_part(officer: Officer, invited: Collection[int]) -> bool:
    """Whether a province of theirs, or a predecessor of it, is asked."""
    return not officer.own.isdisjoint(invited)


def may_publish(officer: Officer, round: "ReportingRound") -> bool:
    """Whether they may publish its accepted figures: a right of its own (R4)."""
    return round.is_open and not round.retired_at and officer.holds(Role.PUBLISHER)


# Reports


def sight(officer: Officer, report: "Report", invited: Collection[int]) -> Sight:
    """How much of a report exists for them; `invited` are the provinces its round asks."""
    if not sees_round(officer, report.round, invited):
        return Sight.NOTHING
    if report.province_id in officer.own:
        return Sight.LIVE
    if officer.is_ministry:
        if report.paper_at and officer.holds(Role.REVIEWER):
            return Sight.LIVE
        return Sight.SENT if report.submitted_at else Sight.NOTHING
    if report.accepted_at and takes_part(officer, invited):
        return Sight.ACCEPTED
    return Sight.NOTHING


def enters(officer: Officer, report: "Report", *, unit: str | None = None) -> bool:
    """Whether entering is their office: in the department, its unit, or from paper (R5).

    `unit` is the owner of a row; None asks for any row at all.
    """
    if officer.holds(Role.CLERK, Role.LEADER, province_id=report.province_id):
        return True
    if report.paper_at and officer.holds(Role.REVIEWER):
        return True
    return any(
        post.role == Role.CONTRIBUTOR
        and post.is_standing
        and post.province_id == report.province_id
        and unit in (None, post.unit)
        for post in officer.posts
    )


def writes_texts(officer: Officer, report: "Report") -> bool:
    """Whether sections, proposals and the signature are theirs to write: the department's own."""
    whole = officer.holds(Role.CLERK, Role.LEADER, province_id=report.province_id)
    return whole or (bool(report.paper_at) and officer.holds(Role.REVIEWER))


def may_write_texts(officer: Officer, report: "Report", today: dt.date | None = None) -> bool:
    """Whether they may change sections and proposals now."""
    return writes_texts(officer, report) and may_write(officer, report, today=today)


def may_sign(officer: Officer, report: "Report", today: dt.date | None = None) -> bool:
    """Whether they may enter number, date and signer: a report gets them while it is signed."""
    awaits = report.state == State.AWAITING and not report.round.retired_at
    return may_write_texts(officer, report, today) or (writes_texts(officer, report) and awaits)


def may_write(
    officer: Officer,
    report: "Report",
    *,
    row: "RoundRow | None" = None,
    today: dt.date | None = None,
) -> bool:
    """Whether they may change cells now; those of `row` when it is given."""
    return not why_not_write(officer, report, row=row, today=today)


def why_not_write(
    officer: Officer,
    report: "Report",
    *,
    row: "RoundRow | None" = None,
    today: dt.date | None = None,
) -> str:
    """Why they cannot change cells, and who can: a sentence; "" when they can."""
    if not enters(officer, report):
        return _not_their_office(officer, report)
    if not report.round.is_open or report.round.retired_at:
        return _("This round is not open.")
    if not report.is_writable(today):
        return _no_time_to_write(report)
    if row is not None and not enters(officer, report, unit=row.owner):
        if not row.owner:
            return _("This row is filled in by the clerk of the department.")
        return _("This row is filled in by: %(unit)s.") % {
            "unit": DepartmentUnit(row.owner).label,
        }
    return ""


def who_decides(round: "ReportingRound") -> str:
    """Whom a department asks: the contact of the round, else its keeper."""
    if round.contact:
        return " ".join(round.contact.split())
    if round.coordinator:
        return _("the department of %(name)s") % {"name": round.coordinator.label}
    return _("the Ministry of Industry and Trade")


def _not_their_office(officer: Officer, report: "Report") -> str:
    ended = report.province.valid_until
    if report.province_id in officer.own and ended and ended <= timezone.localdate():
        successor = report.province.successor
        return _(
            "%(name)s is now part of %(successor)s: this report can be read, and the department of "
            "%(successor)s reports for the whole."
        ) % {"name": report.province.label, "successor": successor.label if successor else "…"}
    return _("You can read this report. The clerk of the department of %(name)s fills it in.") % {
        "name": report.province.label
    }


def _no_time_to_write(report: "Report") -> str:
    who = {"who": who_decides(report.round)}
    if report.state == State.AWAITING:
        return _(
            "The report awaits the signature of the department's leadership, who can take it back "
            "to the draft."
        )
    if report.state == State.REOPENED:
        return _("The time for changes ended on %(day)s. To change something, contact %(who)s.") % {
            "day": f"{report.reopened_until:%-d/%-m/%Y}",
            **who,
        }
    if report.state == State.ACCEPTED:
        return _("Accepted on %(day)s; cannot be edited. To change something, contact %(who)s.") % {
            "day": _day(report.accepted_at),
            **who,
        }
    return _("Sent on %(day)s; cannot be edited. To change something, contact %(who)s.") % {
        "day": _day(report.submitted_at),
        **who,
    }


def _day(moment: dt.datetime | None) -> str:
    return f"{timezone.localtime(moment):%-d/%-m/%Y}" if moment else "…"


# Steps


def may_present(officer: Officer, report: "Report", today: dt.date | None = None) -> bool:
    """Whether they may put the report before the leadership for signature."""
    clerk = officer.holds(Role.CLERK, Role.LEADER, province_id=report.province_id)
    return clerk and report.is_writable(today)


def may_take_back(officer: Officer, report: "Report") -> bool:
    """Whether they may take a report that awaits its signature back to the draft."""
    office = officer.holds(Role.CLERK, Role.LEADER, province_id=report.province_id)
    return office and report.state == State.AWAITING


def may_submit(officer: Officer, report: "Report", today: dt.date | None = None) -> bool:
    """Whether they may send: the leadership, or the officer who took it over from paper (R5)."""
    sends = officer.holds(Role.LEADER, province_id=report.province_id) or (
        bool(report.paper_at) and officer.holds(Role.REVIEWER)
    )
    return sends and (report.state == State.AWAITING or report.is_writable(today))


def may_review(officer: Officer, report: "Report", *, topic: str | None = None) -> bool:
    """Whether they may return it; the cells of a group of indicators where one is given."""
    if not officer.holds(Role.REVIEWER) or report.state != State.SUBMITTED:
        return False
    return officer.topics is None or topic is None or topic in officer.topics


def may_accept(officer: Officer, report: "Report", entered_by: Collection[int]) -> bool:
    """Whether they may accept: a reviewer of all groups who entered nothing of it (R5).

    `entered_by` are the accounts that typed anything of the report, or sent it.
    """
    whole = may_review(officer, report) and officer.topics is None
    return whole and officer.user.pk not in entered_by


def reviews(officer: Officer) -> bool:
    """Whether reviewing what departments send is their office."""
    return officer.holds(Role.REVIEWER)


def why_not_accept(officer: Officer, report: "Report", entered_by: Collection[int]) -> str:
    """Why a reviewer cannot accept what waits to be accepted, and who can: a sentence, or ""."""
    if not may_review(officer, report) or may_accept(officer, report, entered_by):
        return ""
    if officer.topics is not None:
        return _(
            "You answer for some groups of indicators: a reviewer of all groups accepts the report."
        )
    return _("You entered or sent something of this report: another reviewer accepts it.")


def reads_reason(officer: Officer, province_id: int | None) -> bool:
    """Whether the reasons of a report's steps exist for them, not only that it took them (R5)."""
    return officer.is_ministry or province_id is None or province_id in officer.own


def decides_reopening(officer: Officer) -> bool:
    """Whether opening accepted reports again is their office."""
    return officer.is_administrator or officer.holds(Role.REVIEWER, Role.PUBLISHER)


def may_reopen(officer: Officer, report: "Report") -> bool:
    """Whether they may open an accepted report again (R3)."""
    return decides_reopening(officer) and report.state == State.ACCEPTED


def may_close(officer: Officer, report: "Report") -> bool:
    """Whether they may end a reopening; the accepted figures then stand again."""
    decides = decides_reopening(officer)
    own = officer.holds(Role.CLERK, Role.LEADER, province_id=report.province_id)
    return (decides or own) and report.state == State.REOPENED


def may_mark_part(
    officer: Officer, report: "Report", owner: str, today: dt.date | None = None
) -> bool:
    """Whether they may say that the rows of a unit are done: it, or the department (R5)."""
    return report.is_writable(today) and (
        officer.holds(Role.CLERK, Role.LEADER, province_id=report.province_id)
        or any(
            post.unit == owner and post.is_standing and post.province_id == report.province_id
            for post in officer.posts
        )
    )


def takes_paper(officer: Officer) -> bool:
    """Whether entering from paper is their office: they find reports that nobody began (R5)."""
    return officer.holds(Role.REVIEWER)


def may_take_paper(officer: Officer, report: "Report") -> bool:
    """Whether they may enter for a department that sent paper: nobody began it (R5)."""
    untouched = report.state == State.DRAFT and report.paper_at is None
    return untouched and report.round.is_open and takes_paper(officer)


def sees_files(seen: Sight) -> bool:
    """Whether signed scans exist for them: the department and the Ministry, nobody else."""
    return seen >= Sight.SENT


def may_withdraw_file(officer: Officer) -> bool:
    """Whether they may remove the content of a scan for good, in an emergency (S4)."""
    return officer.is_administrator


def may_add_file(officer: Officer, report: "Report") -> bool:
    """Whether they may add the signed scan: until the report is accepted."""
    return writes_texts(officer, report) and report.state != State.ACCEPTED
