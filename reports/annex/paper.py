"""What is put on paper: the same for the text and for the table alone."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation

from reports.annex import words
from reports.enums import WRITABLE, ComparisonKind, EntryState, State
from reports.grid import Cell, Grid, Line
from reports.models import Report, RoundColumn, RoundComparison
from reports.permissions import Sight
from reports.queries import grid_of, latest_version, texts_of
from vietnamese.numbers import format_number

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Paper:
    """A report as it is to be signed; `texts` as `SentVersion` keeps them.

    A draft says so, and until when its figures were followed: `day` is then today, else the day of
    signing or of sending.
    """

    report: Report
    grid: Grid
    texts: dict[str, Any]
    is_draft: bool
    moment: dt.datetime

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.moment)

    @property
    def signature(self) -> dict[str, str]:
        """Number, day (ISO), signer and office, each "" while it is not given."""
        return {"number": "", "on": "", "signer": "", "office": ""} | self.texts["signature"]

    @property
    def signed_on(self) -> dt.date | None:
        on = self.signature["on"]
        return dt.date.fromisoformat(on) if on else None

    @property
    def subject(self) -> str:
        return words.subject(self.report.round.title)

    @property
    def place_and_day(self) -> str:
        return words.place_and_day(self.report.province, self.signed_on, year=self.day.year)

    @property
    def accompanies(self) -> str:
        """Which report the table goes with: under the title of an annex."""
        number = words.plain(self.signature["number"]) or "…/BC-SCT"
        day = words.in_full(self.signed_on) if self.signed_on else "ngày … tháng … năm …"
        return f"(Kèm theo Báo cáo số {number} {day} của {words.department(self.report.province)})"

    @property
    def draft_note(self) -> str:
        """Until when the figures of a draft were followed."""
        return f"Số liệu đến {timezone.localtime(self.moment):%H:%M ngày %-d/%-m/%Y}"

    @property
    def titles(self) -> list[str]:
        """The headings of the table, column by column."""
        columns = [_title(one) for one in self.grid.columns]
        compared = [words.COMPARISONS[one.kind] for one in self.grid.comparisons]
        return [words.NUMBER, words.LABEL, words.UNIT, *columns, *compared, *self._last(words.NOTE)]

    @property
    def marks(self) -> list[str]:
        """What stands under the headings: A, B, C, then 1, 2, 3, and "4=3/2" if computed."""
        place = {one.pk: str(index) for index, one in enumerate(self.grid.columns, start=1)}
        after = len(place) + 1
        computed = [
            f"{after + index}={_formula(one, place)}"
            for index, one in enumerate(self.grid.comparisons)
        ]
        return ["A", "B", "C", *place.values(), *computed, *self._last("D")]

    @property
    def has_notes(self) -> bool:
        """Whether anything is to be said beside the figures."""
        return any(self.notes(line) for line in self.grid.lines)

    def notes(self, line: Line) -> str:
        """How a row is to be understood, and the explanations of its cells by column."""
        explained = [
            f"({index}) {cell.note}" for index, cell in enumerate(line.cells, start=1) if cell.note
        ]
        return words.plain("; ".join(filter(None, [line.row.note, *explained])))

    @property
    def signs(self) -> str:
        """What the signs met in the table mean; "" when there are none."""
        met = {cell.state for cell in self.grid.cells()}
        said = [text for state, text in words.SIGNS.items() if state in met]
        return f"{words.NOTE}: {'; '.join(said)}." if said else ""

    def file_name(self, what: str, extension: str) -> str:
        """A name that says what it is: "bao-cao-bac-trung-bo-thanh-hoa-2026-06-12.docx"."""
        draft = ["du-thao"] if self.is_draft else []
        day = (None if self.is_draft else self.signed_on) or self.day
        parts = [what, self.report.round.key, self.report.province.key, *draft, day.isoformat()]
        return f"{'-'.join(parts)}.{extension}"

    def _last(self, text: str) -> list[str]:
        return [text] if self.has_notes else []


def paper_of(report: Report, sight: Sight) -> Paper:
    """What the department has written, or what the Ministry was sent last."""
    version = None if sight >= Sight.LIVE else latest_version(report)
    is_draft = version is None and report.state in WRITABLE
    with translation.override("vi"):
        grid = grid_of(report, version=version)
    sent_at = version.sent_at if version else None
    if report.state in (State.SUBMITTED, State.ACCEPTED) and sent_at is None:
        sent_at = report.submitted_at
    return Paper(
        report=report,
        grid=grid,
        texts=version.texts if version else texts_of(report),
        is_draft=is_draft,
        moment=sent_at or timezone.now(),
    )


def in_words(cell: Cell) -> str:
    """What stands in a cell on paper: "5.200,5", "-", "…", or a text that is still to be mended."""
    return words.plain(cell.shown)


def computed(line: Line, comparison: RoundComparison, value: Decimal | None) -> Decimal | None:
    """What a computed column shows, with two decimals: percent, or in the unit of the row.

    A whole difference has none.
    """
    if value is None:
        return None
    if comparison.kind != ComparisonKind.DIFFERENCE or line.unit is None:
        return value.quantize(HUNDREDTH)
    difference = (value * line.unit.own_factor / line.unit.printed_factor).quantize(HUNDREDTH)
    whole = difference.to_integral_value()
    return whole if whole == difference else difference


def computed_in_words(value: Decimal | None) -> str:
    """The same as text: "48,79"; nothing where nothing can be computed."""
    return "" if value is None else format_number(value)


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number."""
    return cell.state == EntryState.NUMBER


def _title(column: RoundColumn) -> str:
    with translation.override("vi"):
        return str(column)


def _formula(comparison: RoundComparison, place: dict[int, str]) -> str:
    of, against = place[comparison.of_id], place[comparison.against_id]
    match comparison.kind:
        case ComparisonKind.DIFFERENCE:
            return f"{of}-{against}"
        case ComparisonKind.GROWTH:
            return f"({of}/{against}-1)×100"
    return f"{of}/{against}×100"
