"""What publishing a round would make public: seen before it is done, then done as seen (R4, F7)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conferences.models import Source
from metrics.models import Figure
from reports.enums import Act, EntryState
from reports.models import (
    Event,
    Report,
    ReportingRound,
    RoundColumn,
    RoundRow,
    SentEntry,
    SentVersion,
)
from reports.queries import rows_of
from vietnamese.dates import format_date
from vietnamese.language import active
from vietnamese.numbers import format_printed, quantity

# What the register takes over; what was not reported has no figure (F2).
PUBLIC = (EntryState.NUMBER, EntryState.NIL)
Question = tuple[int | None, dt.date, dt.date, str]


@dataclass(frozen=True)
class Change:
    """A cell whose figure is new (`before` None), another than before, or gone (`after` None)."""

    row: RoundRow
    column: RoundColumn
    before: Figure | None
    after: SentEntry | None

    @property
    def was(self) -> str:
        """The public number, in the reader's notation; "" when there is none."""
        if self.before is None:
            return ""
        number = format_printed(self.before.number, active())
        if self.before.unit_id == self.row.unit_id:
            return number
        return quantity(number, self.before.unit.label)

    @property
    def becomes(self) -> str:
        """The number that becomes public; "" when it goes."""
        if self.after is None:
            return ""
        if self.after.state == EntryState.NIL:
            return str(EntryState.NIL.label)
        return format_printed(self.after.number, active())


@dataclass(frozen=True)
class Part:
    """What becomes public of one report: its version accepted last, beside what is public of it.

    `sources` are those that earlier publications of this report made, the latest last.
    """

    report: Report
    version: SentVersion
    sources: list[Source]
    columns: list[RoundColumn]
    changes: list[Change]
    unchanged: int

    @property
    def new(self) -> list[Change]:
        """Figures that nothing public stood for."""
        return [one for one in self.changes if one.before is None]

    @property
    def corrected(self) -> list[Change]:
        """Figures that take the place of public ones."""
        return [one for one in self.changes if one.before and one.after]

    @property
    def gone(self) -> list[Change]:
        """Public figures that the report does not state any more."""
        return [one for one in self.changes if one.after is None]

    @property
    def lines(self) -> list[tuple[RoundRow, list[tuple[RoundColumn, Change | None]]]]:
        """The rows in which anything changes, with the change in each column."""
        changes = {(one.row.pk, one.column.pk): one for one in self.changes}
        return [
            (row, [(column, changes.get((row.pk, column.pk))) for column in self.columns])
            for row in dict.fromkeys(one.row for one in self.changes)
        ]

    @property
    def title(self) -> str:
        """What its source will be called."""
        return source_title(self.report, self.version)


@dataclass(frozen=True)
class Plan:
    """All that would become public, and the reports that are left out: not accepted yet.

    `not_before` is the day of the conference while it is still to come: publishing earlier asks
    for a reason. `obstacle` says why nothing can be published; "" when it can.
    """

    round: ReportingRound
    columns: list[RoundColumn]
    parts: list[Part]
    left_out: list[Report]
    not_before: dt.date | None
    obstacle: str

    @property
    def new(self) -> int:
        """How many figures are new."""
        return sum(len(part.new) for part in self.parts)

    @property
    def corrected(self) -> int:
        """How many public figures are corrected."""
        return sum(len(part.corrected) for part in self.parts)

    @property
    def gone(self) -> int:
        """How many public figures are not reported any more."""
        return sum(len(part.gone) for part in self.parts)

    @property
    def said(self) -> tuple:
        """What is confirmed by who has seen it."""
        return tuple(
            (
                part.version.pk,
                tuple(
                    (one.row.pk, one.column.pk, one.before and one.before.pk, one.after is None)
                    for one in part.changes
                ),
            )
            for part in self.parts
        )


def plan_of(round: ReportingRound, today: dt.date | None = None) -> Plan:
    """What publishing a round now would do; eight queries whatever its size."""
    reports = list(
        Report.objects.filter(round=round)
        .select_related("province")
        .order_by("province__code", "province")
    )
    versions = {
        one.report_id: one
        for one in SentVersion.objects.filter(
            report__round=round, accepted_at__isnull=False
        ).order_by("number")
    }
    due = {pk: one for pk, one in versions.items() if one.published_at is None}
    rows, columns = rows_of(round), list(round.columns.order_by("position", "pk"))
    sent: dict[int, dict[tuple[int, int], SentEntry]] = {pk: {} for pk in due}
    by_version = {one.pk: pk for pk, one in due.items()}
    for entry in SentEntry.objects.filter(version__in=by_version, state__in=PUBLIC):
        sent[by_version[entry.version_id]][entry.row_id, entry.column_id] = entry
    sources = _sources(round)
    public = _public_figures(sources)
    parts = []
    for report in reports:
        if report.pk in due:
            report.round = round
            known, entries = public.get(report.pk, {}), sent[report.pk]
            changes = list(_changes(rows, columns, entries, known))
            kept = len(entries) - sum(one.after is not None for one in changes)
            parts.append(
                Part(report, due[report.pk], sources.get(report.pk, []), columns, changes, kept)
            )
    return Plan(
        round=round,
        columns=columns,
        parts=parts,
        left_out=[one for one in reports if one.pk not in versions],
        not_before=_not_before(round, today or timezone.localdate()),
        obstacle=_obstacle(round),
    )


def _changes(
    rows: Iterable[RoundRow],
    columns: list[RoundColumn],
    entries: dict[tuple[int, int], SentEntry],
    public: dict[Question, Figure],
) -> Iterable[Change]:
    for row in rows:
        for column in columns:
            before = public.get(
                (row.indicator_id, column.period_start, column.period_end, column.basis)
            )
            after = entries.get((row.pk, column.pk))
            if after and (before is None or not _says(before, row, after)):
                yield Change(row, column, before, after)
            elif before and after is None:
                yield Change(row, column, before, None)


def _says(figure: Figure, row: RoundRow, entry: SentEntry) -> bool:
    """Whether a public figure says already what a cell says."""
    return (figure.number, figure.unit_id, bool(figure.note)) == (
        number_of(entry),
        row.unit_id,
        entry.state == EntryState.NIL,
    )


def number_of(entry: SentEntry) -> str:
    """The canonical number of a cell; nil is a reported zero (F2)."""
    return "0" if entry.state == EntryState.NIL else entry.number


def _sources(round: ReportingRound) -> dict[int, list[Source]]:
    """Report → the sources that its publications made, told by its history."""
    told = (
        Event.objects.filter(round=round, act=Act.PUBLISHED, report__isnull=False)
        .exclude(after="")
        .order_by("pk")
        .values_list("report", "after")
    )
    made = [(report, int(source)) for report, source in told]
    found = Source.objects.in_bulk({source for _report, source in made})
    sources: dict[int, list[Source]] = {}
    for report, source in made:
        if found[source] not in sources.setdefault(report, []):
            sources[report].append(found[source])
    return sources


def _public_figures(sources: dict[int, list[Source]]) -> dict[int, dict[Question, Figure]]:
    """Report → question → the figure that is public of it."""
    owner = {source.pk: report for report, made in sources.items() for source in made}
    figures: dict[int, dict[Question, Figure]] = {}
    for one in (
        Figure.objects.current().filter(source__in=owner).select_related("unit").order_by("pk")
    ):
        question = (one.indicator_id, one.period_start, one.period_end, one.basis)
        figures.setdefault(owner[one.source_id], {})[question] = one
    return figures


def _not_before(round: ReportingRound, today: dt.date) -> dt.date | None:
    if round.conference is None or round.conference.starts_on <= today:
        return None
    return round.conference.starts_on


def _obstacle(round: ReportingRound) -> str:
    conference = round.conference
    if conference is None or (conference.is_published and not conference.is_retired):
        return ""
    if conference.is_retired:
        return _("The record of the conference was retired: its figures would stand nowhere.")
    return _(
        "The record of the conference is a draft. Publish it first: the figures stand on its page."
    )


def source_title(report: Report, version: SentVersion) -> str:
    """ "Báo cáo số 123/BC-SCT ngày 12/6/2026 của Sở Công Thương Thanh Hóa", as it is quoted."""
    with override("vi"):
        title = _("Report No. %(number)s of %(day)s of the %(department)s") % {
            "department": department_name(report),
            "number": version.texts["signature"]["number"],
            "day": format_date(signed_day(version), "day", "vi"),
        }
        if report.round.is_demonstration:
            title = _("%(title)s (demonstration)") % {"title": title}
    return title


def department_name(report: Report) -> str:
    """ "Sở Công Thương Thanh Hóa", as it signs."""
    with override("vi"):
        return _("Department of Industry and Trade of %(name)s") % {"name": report.province.label}


def signed_day(version: SentVersion) -> dt.date:
    """The day on the signed report, without which none is sent."""
    return dt.date.fromisoformat(version.texts["signature"]["on"])
