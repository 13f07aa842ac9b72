"""The history of a report, or of a round, as people read it: by day and by person (R9)."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import Membership
from reports.enums import STEPS_TOLD, Act, SectionKind, Via
from reports.header import INSIDE
from reports.models import Event, Report, ReportingRound, SentEntry
from reports.permissions import Sight
from reports.review import in_words

# What the Ministry reads of a report: not how the department came to what it sent (R4, R5).
TOLD_TO_MINISTRY = (
    *(act for act in STEPS_TOLD if act not in INSIDE),
    Act.OPENED,
    Act.CELL_RETURNED,
)
TOLD_OF_ROUND = (*(act for act in STEPS_TOLD if act not in INSIDE), Act.OPENED, Act.EXTENDED)
# Small things that one person does one after the other are told together; steps stand alone.
APART = {*STEPS_TOLD} - {Act.PUBLISHED}
PAUSE = dt.timedelta(minutes=30)  # a longer one begins a new line

COUNTED: dict[str, Callable[[int], str]] = {
    Act.OPENED: lambda n: ngettext("%(n)s report begun", "%(n)s reports begun", n),
    Act.CELL: lambda n: ngettext("%(n)s cell entered", "%(n)s cells entered", n),
    Act.NOTE: lambda n: ngettext("%(n)s cell explained", "%(n)s cells explained", n),
    Act.SECTION: lambda n: ngettext("%(n)s text written", "%(n)s texts written", n),
    Act.PROPOSAL: lambda n: ngettext("%(n)s proposal written", "%(n)s proposals written", n),
    Act.CELL_RETURNED: lambda n: ngettext("%(n)s cell returned", "%(n)s cells returned", n),
    Act.PUBLISHED: lambda n: ngettext("%(n)s report published", "%(n)s reports published", n),
}


@dataclass
class Changed:
    """One thing that was changed: what, from, to, and why. `row`, `column`: of a cell."""

    label: str
    before: str
    after: str
    reason: str = ""
    row: int | None = None
    column: int | None = None

    @property
    def is_long(self) -> bool:
        """Whether it is text, better folded."""
        return len(self.before) + len(self.after) > 120


@dataclass
class Told:
    """One line of the timeline: who did what, from when to when. `kind` gives a step its colour."""

    begins: dt.datetime
    ends: dt.datetime
    who: str
    office: str
    words: str
    kind: str = ""
    reason: str = ""
    changes: list[Changed] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    @property
    def is_run(self) -> bool:
        """Whether it took longer than the minute it is told by."""
        return f"{self.begins:%H%M}" != f"{self.ends:%H%M}"


@dataclass
class Day:
    """What happened on one local day, latest first."""

    day: dt.date
    told: list[Told]


def events_of_report(
    report: Report, seen: Sight, cell: tuple[int, int] | None = None
) -> QuerySet[Event]:
    """The history of a report as it exists for who sees so much of it; of one cell if asked."""
    events = Event.objects.filter(report=report).select_related("by", "row", "column")
    if seen < Sight.LIVE:
        events = events.filter(act__in=TOLD_TO_MINISTRY)
    if cell is not None:
        row, column = cell
        of_cell = Q(row=row, column=column)
        events = events.filter(of_cell if seen == Sight.LIVE else of_cell | Q(act=Act.SUBMITTED))
    return events


def events_of_round(round: ReportingRound) -> QuerySet[Event]:
    """The steps of all reports of a round, and what was done to the round."""
    events = Event.objects.filter(round=round, act__in=TOLD_OF_ROUND)
    return events.select_related("by", "province")


def days_of(
    events: Iterable[Event],
    *,
    differences: dict[str, list[Changed]] | None = None,
    tells_reason: Callable[[Event], bool] = lambda _event: True,
) -> list[Day]:
    """Events, latest first, as days of lines; one query, for the offices of who acted.

    `differences` are what a sent version changed, by its number.
    """
    found = list(events)
    offices = _offices(found)
    days = []
    for day, happened in groupby(found, key=lambda one: timezone.localdate(one.happened)):
        runs: list[list[Event]] = []
        for one in happened:
            if runs and _goes_on(runs[-1][-1], one):
                runs[-1].append(one)
            else:
                runs.append([one])
        told = [_told(run, offices, differences or {}, tells_reason) for run in runs]
        days.append(Day(day, told))
    return days


def differences_of(
    report: Report, events: Iterable[Event], cell: tuple[int, int] | None = None
) -> dict[str, list[Changed]]:
    """Number of a sent version → the cells in which it differs from the one before; one query."""
    numbers = {int(one.part) for one in events if one.act == Act.SUBMITTED}
    wanted = numbers | {number - 1 for number in numbers}
    entries: dict[int, dict[tuple[int, int], SentEntry]] = {}
    sent = SentEntry.objects.filter(version__report=report, version__number__in=wanted)
    if cell is not None:
        sent = sent.filter(row=cell[0], column=cell[1])
    sent = sent.select_related("version", "row", "column")
    for one in sent.order_by("row__position", "column__position"):
        key = (one.row_id, one.column_id)
        entries.setdefault(one.version.number, {})[key] = one
    return {
        str(number): _differences(entries.get(number - 1, {}), entries.get(number, {}))
        for number in numbers
        if number > 1
    }


def _differences(
    before: dict[tuple[int, int], SentEntry], after: dict[tuple[int, int], SentEntry]
) -> list[Changed]:
    changed = []
    for key, one in after.items():
        old = before.get(key)
        said = in_words(one.state, one.number, one.typed)
        was = in_words(old.state, old.number, old.typed) if old else ""
        if said != was:
            changed.append(Changed(f"{one.row}, {one.column}", was, said, "", *key))
    return changed


def _goes_on(later: Event, earlier: Event) -> bool:
    """Whether `earlier` belongs to the line of `later`, done by the same person after it."""
    if later.act in APART or earlier.act in APART or later.by_id != earlier.by_id:
        return False
    alone = {Act.OPENED, Act.PUBLISHED, Act.EXTENDED}
    if later.act != earlier.act and alone & {later.act, earlier.act}:
        return False
    return later.happened - earlier.happened <= PAUSE and later.act != Act.EXTENDED


def _told(
    run: list[Event],
    offices: dict[int, list[Membership]],
    differences: dict[str, list[Changed]],
    tells_reason: Callable[[Event], bool],
) -> Told:
    latest, first = run[0], run[-1]
    day = timezone.localdate(latest.happened)
    held = [
        one.get_unit_display() if one.unit else one.get_role_display()
        for one in offices.get(latest.by_id, [])
        if _held(one, day)
    ]
    changes = [_changed(one) for one in reversed(run) if one.act in CHANGING]
    if latest.act == Act.SUBMITTED:
        changes = differences.get(latest.part, [])
    places = [one.province.label for one in reversed(run) if one.province] if _is_round(run) else []
    return Told(
        begins=timezone.localtime(first.happened),
        ends=timezone.localtime(latest.happened),
        who=str(latest.by),
        office=", ".join(held),
        words=_words(run),
        kind=latest.act if latest.act in STEPS_TOLD else "",
        reason=latest.reason if latest.act not in CHANGING and tells_reason(latest) else "",
        changes=changes,
        places=places,
    )


CHANGING = {
    Act.CELL,
    Act.NOTE,
    Act.SECTION,
    Act.PROPOSAL,
    Act.SIGNATURE,
    Act.FILE,
    Act.CELL_RETURNED,
}


def _is_round(run: list[Event]) -> bool:
    """Whether provinces were loaded: then the line names them."""
    return "province" in run[0]._state.fields_cache


def _words(run: list[Event]) -> str:
    """ "23 cells entered, 2 cells explained, from a spreadsheet"."""
    said = []
    for act, what in dict.fromkeys((one.act, one.what) for one in reversed(run)):
        of_act = [one for one in run if (one.act, one.what) == (act, what)]
        things = {(one.report_id, one.row_id, one.column_id, one.part) for one in of_act}
        many = act in COUNTED and (len(things) > 1 or act not in (Act.OPENED, Act.PUBLISHED))
        words = COUNTED[act](len(things)) % {"n": len(things)} if many else what
        said.append(words)
    ways = {one.via for one in run if one.via and one.via != Via.SCREEN}
    return ", ".join([*said, *(str(Via(way).label) for way in sorted(ways))])


def _changed(one: Event) -> Changed:
    returned = one.act == Act.CELL_RETURNED
    return Changed(
        label=_label(one),
        before="" if returned else one.before,
        after=one.after,
        reason=one.reason,
        row=one.row_id,
        column=one.column_id,
    )


def _label(one: Event) -> str:
    if one.row and one.column:
        label = f"{one.row}, {one.column}"
        return f"{label} ({one.get_act_display()})" if one.act == Act.NOTE else label
    if one.act == Act.SECTION:
        return str(SectionKind(one.part).label)
    return one.what + (f" {one.part}" if one.act == Act.PROPOSAL else "")


def _offices(events: list[Event]) -> dict[int, list[Membership]]:
    """The offices of those who acted, by account."""
    held: dict[int, list[Membership]] = {}
    rows = Membership.objects.filter(user__in={one.by_id for one in events})
    for one in rows.order_by("pk"):
        held.setdefault(one.user_id, []).append(one)
    return held


def _held(office: Membership, day: dt.date) -> bool:
    return office.valid_from <= day and (office.valid_until is None or day < office.valid_until)
