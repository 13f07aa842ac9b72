"""What the keeper of a round reads while preparing it, and what a following round proposes (R1)."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Visitor
from conferences.enums import Status
from conferences.models import Conference
from metrics.periods import Period, PeriodKind, day
from provinces.models import Province, Region
from provinces.queries import Places, members_on
from reports.enums import State
from reports.grid import Line
from reports.models import Invitation, Report, ReportingRound
from reports.numbering import number_rows
from reports.permissions import Officer, coordinated_by, keeps
from reports.queries import rows_of, unit_of
from vietnamese.text import free

# Words that stand where the key of a round would, in addresses of their own.
RESERVED_KEYS = frozenset({"new", "deadlines"})
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
LONGEST_KEY, LONGEST_TITLE = 60, 200
# What a row of the table says.
OF_A_ROW = ("label", "indicator_id", "unit_id", "owner", "note")
# Sent and not given back.
SENT = (State.SUBMITTED, State.ACCEPTED)


def rounds_of(officer: Officer) -> QuerySet[ReportingRound]:
    """The rounds that exist for them, as `permissions.sees_round` has it; latest deadline first.

    Each with `asked` and `sent`, how many provinces are asked and how many have sent.
    """
    rounds = ReportingRound.objects.all()
    if not officer.is_administrator:
        rounds = rounds.live()
    if not officer.is_ministry:
        asked = Invitation.objects.filter(province__in=officer.own).values("round")
        kept = rounds.filter(coordinator__in=coordinated_by(officer))
        rounds = rounds.opened().filter(pk__in=asked) | kept
    sent = Report.objects.filter(state__in=SENT)
    return rounds.annotate(asked=_counted(Invitation.objects.all()), sent=_counted(sent)).order_by(
        "-due_on", "-pk"
    )


def _counted(parts: QuerySet) -> Coalesce:
    """How many of these belong to each round."""
    one = parts.filter(round=OuterRef("pk")).order_by().values("round")
    return Coalesce(
        Subquery(one.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()
    )


def own_reports(officer: Officer) -> dict[int, Report]:
    """The reports of the departments they hold an office in, by round; one query.

    Where a predecessor was asked too, that of the unit of today.
    """
    found = (
        Report.objects.filter(province__in=officer.departments, round__retired_at__isnull=True)
        .select_related("round", "province")
        .order_by("province__valid_from", "pk")
    )
    return {one.round_id: one for one in found}


def standing(round: ReportingRound, today: dt.date | None = None) -> tuple[str, str]:
    """Where a round stands: the kind of its mark, and words."""
    if round.retired_at:
        return "cancelled", _("Withdrawn")
    if not round.is_open:
        return "draft", _("In preparation")
    if round.published_at:
        return "held", _("Published")
    if round.due_on < (today or timezone.localdate()):
        return "postponed", _("Deadline passed")
    return "planned", _("Open")


def table_of(round: ReportingRound) -> list[Line]:
    """The rows of a round with their numbers, in the order shown, without cells; one query."""
    rows = {row.pk: row for row in rows_of(round)}
    places = number_rows([(row.pk, row.parent_id) for row in rows.values()])
    return [
        Line(rows[pk], place.number, place.depth, unit_of(rows[pk]), None)
        for pk, place in places.items()
        if isinstance(pk, int)
    ]


def opening(round: ReportingRound) -> tuple:
    """All that the departments will be shown, to be compared with what its keeper looked at."""
    return (
        (round.title, round.due_on, round.letter_number, round.letter_on),
        (round.outline, round.contact),
        [
            (line.number, line.row.pk, *(getattr(line.row, name) for name in OF_A_ROW))
            for line in table_of(round)
        ],
        list(round.columns.values_list("pk", "period_start", "period_end", "basis")),
        list(round.comparisons.values_list("kind", "of", "against")),
        sorted(round.invitations.values_list("province", flat=True)),
    )


def region_of(round: ReportingRound) -> Region | None:
    """The region whose members a round may ask: that of its conference."""
    return round.conference.region if round.conference else None


def successors_to_invite(
    round: ReportingRound, today: dt.date | None = None, places: Places | None = None
) -> list[Province]:
    """The units that provinces asked have become part of, and that are not asked themselves (R6).

    One for all its predecessors, in the official order. None for a province whose report was
    accepted before it ended, nor once the round is published. Without an ended province no query
    beyond the invitations.
    """
    if round.published_at or round.retired_at:
        return []
    now = today or timezone.localdate()
    units = [one.province for one in round.invitations.all()]
    ended = {unit.pk: unit for unit in units if unit.valid_until and unit.valid_until <= now}
    if not ended:
        return []
    accepted = set(
        Report.objects.filter(round=round, province__in=ended, state=State.ACCEPTED).values_list(
            "province", flat=True
        )
    )
    lineage = places or Places.load()
    asked = {unit.pk for unit in units}
    found = {lineage.today(unit) for pk, unit in ended.items() if pk not in accepted}
    return sorted(
        (unit for unit in found if unit.pk not in asked and unit.is_valid_on(now)),
        key=lambda unit: (unit.code, unit.pk),
    )


# What a new round proposes


def conferences_to_report_on(visitor: Visitor, today: dt.date) -> list[Conference]:
    """Conferences to come without a round, the next first."""
    with_round = ReportingRound.objects.live().filter(conference__isnull=False)
    return list(
        Conference.objects.visible_to(visitor)
        .filter(starts_on__gte=today)
        .exclude(status=Status.CANCELLED)
        .exclude(pk__in=with_round.values("conference"))
        .select_related("series", "host", "region")
        .order_by("starts_on", "pk")
    )


def for_conference(conference: Conference, today: dt.date) -> ReportingRound:
    """The round that a conference proposes: its title, key and deadline, two weeks before it."""
    due = conference.starts_on - dt.timedelta(days=14)
    made = ReportingRound(
        conference=conference,
        title=(_("Report for: %(conference)s") % {"conference": conference.title})[:LONGEST_TITLE],
        key=free_key(f"{conference.series.key}-{conference.slug}"),
    )
    if due > today:
        made.due_on = due
    return made


@dataclass(frozen=True)
class Following:
    """What is made after a previous round: the round, whom it asks, how many years its table moves.

    Nothing of it is stored yet.
    """

    round: ReportingRound
    provinces: list[Province]
    years: int


def following(previous: ReportingRound, *, by: Officer) -> Following:
    """What a round after `previous` proposes, for the next conference of its series if known.

    A department that follows a round of somebody else keeps the new one itself.
    """
    meeting = _next_conference(previous, by.user)
    years = 1
    if meeting and previous.conference:
        years = max(1, meeting.starts_on.year - previous.conference.starts_on.year)
    due_on = years_on(previous.due_on, years)
    if meeting and previous.conference:
        due_on = meeting.starts_on - (previous.conference.starts_on - previous.due_on)
    title = previous.title
    if meeting and previous.conference:
        title = title.replace(previous.conference.title, meeting.title)
    if title == previous.title:
        title = YEAR.sub(lambda found: str(int(found[0]) + years), title)
    if title == previous.title:
        title = f"{title} ({due_on.year})"
    key = YEAR.sub(lambda found: str(int(found[0]) + years), previous.key)
    made = ReportingRound(
        key=free_key(key if key != previous.key else f"{key[:50]}-{due_on.year}"),
        title=title[:LONGEST_TITLE],
        conference=meeting,
        previous=previous,
        coordinator=previous.coordinator if keeps(by, previous) else _own_department(by),
        outline=previous.outline,
        contact=previous.contact,
        due_on=due_on,
        is_demonstration=previous.is_demonstration,
    )
    return Following(made, _asked_again(previous, made), years)


def _own_department(officer: Officer) -> Province | None:
    return Province.objects.filter(pk__in=coordinated_by(officer)).order_by("code", "pk").first()


def _next_conference(previous: ReportingRound, visitor: Visitor) -> Conference | None:
    """The next one of the same series that has no round yet."""
    last = previous.conference
    if last is None:
        return None
    taken = ReportingRound.objects.live().filter(conference__isnull=False).values("conference")
    return (
        Conference.objects.visible_to(visitor)
        .filter(series=last.series_id, starts_on__gt=last.starts_on)
        .exclude(status=Status.CANCELLED)
        .exclude(pk__in=taken)
        .select_related("series", "region")
        .order_by("starts_on", "pk")
        .first()
    )


def _asked_again(previous: ReportingRound, made: ReportingRound) -> list[Province]:
    """The members of the region on the new day; without a region the same places (P1, P4)."""
    region = region_of(made) or region_of(previous)
    while region and region.valid_until and region.valid_until <= made.asked_on:
        region = region.successor
    if members := members_on(region, made.asked_on):
        return members
    places = Places.load()
    asked = {places.today(one.province) for one in previous.invitations.select_related("province")}
    return sorted(asked, key=lambda unit: (unit.code, unit.pk))


def free_key(wanted: str) -> str:
    """A key near to what is wanted that no round has, and no page."""
    stem = wanted[: LONGEST_KEY - 4].strip("-")
    taken = ReportingRound.objects.filter(key__startswith=stem).values_list("key", flat=True)
    return free(stem, RESERVED_KEYS | set(taken))


def refuse_reserved(key: str) -> None:
    """Refuse a key that would stand where a page stands."""
    if key in RESERVED_KEYS:
        raise ValidationError(
            {
                "key": ValidationError(
                    _("“%(key)s” is the address of another page: write for example %(example)s."),
                    params={"key": key, "example": "bac-trung-bo-2026"},
                )
            }
        )


def years_on(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; of 29 February the last of the month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def period_on(period: Period, years: int) -> Period:
    """The same period so many years later."""
    last = years_on(period.last_day, years)
    end = last + dt.timedelta(days=1)
    if period.end.day == 1:
        # What ends with a month still does: February has 28 or 29 days.
        end = (last.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    if period.kind == PeriodKind.DAY:
        return day(end - dt.timedelta(days=1))
    return Period(years_on(period.start, years), end)


def labels(provinces: Iterable[Province]) -> str:
    """ "Thanh Hóa, Nghệ An"."""
    return ", ".join(unit.label for unit in provinces)
