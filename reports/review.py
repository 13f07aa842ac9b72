"""What a reviewer looks at in a report that was sent: doubts first, then what changed (R3, R8)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from metrics.enums import Kind
from reports.cells import shown
from reports.enums import Act, EntryState, SectionKind
from reports.loading import Loaded
from reports.models import Event, Report, SentEntry, SentVersion
from reports.permissions import Officer, Sight
from reports.sheet import Face, Sheet, SheetLine, Show, sheet_of
from vietnamese.dates import format_date
from vietnamese.language import active
from vietnamese.numbers import format_number, quantity


@dataclass
class Judged:
    """One cell as it was sent, beside what there is to judge it by.

    `before` is what the version before said where it said something else; `asked` the reason it
    was last returned for, None when it was not. `place` is where on the page it can be returned:
    among the doubts, the changes, or in the table; `back` are the fields for that.
    """

    face: Face
    is_mine: bool
    before: str | None = None
    asked: str | None = None
    place: str = "table"
    back: Any = None

    @property
    def said(self) -> str:
        """What was sent: a number, or words for what is none."""
        cell = self.face.cell
        return in_words(cell.state, cell.number, cell.typed)

    @property
    def growth(self) -> str:
        """Percent on the same period: "+8,3%"; "" where that means nothing."""
        amount, same, asked = self.face.cell.amount, self.face.cell.same, self.face.line.asked
        if amount is None or same is None or same.value <= 0 or asked is None:
            return ""
        if asked.kind in (Kind.RATIO, Kind.INDEX):
            return ""
        percent = amount / same.value * 100 - 100
        sign = "+" if percent > 0 else ""
        return quantity(sign + format_number(percent, decimals=1, notation=active()), "%")


@dataclass
class Text:
    """A part in words; `before` is what the version before said where it said something else."""

    label: str
    text: str
    before: str | None = None


@dataclass
class Row:
    """A row of the whole table with its judged cells; a heading has none."""

    shown: SheetLine
    cells: list[Judged]


@dataclass
class Review:
    """A sent version, in the order in which it is looked at.

    `groups` is the whole table: the rows the reviewer answers for, then the others.
    """

    version: SentVersion
    previous: SentVersion | None
    sheet: Sheet
    doubtful: list[Judged]
    changed: list[Judged]
    groups: list[tuple[str, list[Row]]]
    sections: list[Text]
    proposals: list[Text]
    signature: list[Text]

    def judged(self) -> Iterable[Judged]:
        """Every cell, in the order of the table."""
        for _label, rows in self.groups:
            for row in rows:
                yield from row.cells


def review_of(loaded: Loaded, version: SentVersion) -> Review:
    """All that there is to judge a sent version by; three queries besides those of the table."""
    sheet = sheet_of(replace(loaded, sight=Sight.SENT), show=Show.ALL)
    previous = (
        loaded.report.sent_versions.filter(number__lt=version.number).order_by("-number").first()
    )
    rows = [
        Row(one, [Judged(face, _is_mine(face, loaded.officer)) for face in one.faces])
        for one in sheet.lines
    ]
    if previous is not None:
        _compare(rows, loaded.report, previous, version)
    groups = _groups(rows, loaded.officer)
    cells = [one for _label, found in groups for row in found for one in row.cells]
    changed = [one for one in cells if one.before is not None or one.asked is not None]
    doubtful = [one for one in cells if one.face.cell.doubts]
    for one in changed:
        one.place = "changed"
    for one in doubtful:
        one.place = "doubtful"
    texts, old = version.texts, previous.texts if previous else None
    return Review(
        version=version,
        previous=previous,
        sheet=sheet,
        doubtful=doubtful,
        changed=changed,
        groups=groups,
        sections=_sections(texts, old),
        proposals=_proposals(texts, old),
        signature=_signature(texts, old),
    )


def in_words(state: str, number: str, typed: str) -> str:
    """What a cell says, in words where the sign is short: "Không phát sinh" for "-"."""
    if state in (EntryState.NIL, EntryState.NOT_AVAILABLE):
        return str(EntryState(state).label)
    return shown(state, number, typed, notation=active())


def _is_mine(face: Face, officer: Officer) -> bool:
    """Whether its row belongs to the groups of indicators that a reviewer answers for."""
    indicator = face.line.row.indicator
    return officer.topics is None or indicator is None or indicator.topic in officer.topics


def _groups(rows: list[Row], officer: Officer) -> list[tuple[str, list[Row]]]:
    """The table, undivided for who answers for all of it."""
    if officer.topics is None:
        return [("", rows)]
    asked = [row for row in rows if row.cells]
    mine = [row for row in asked if row.cells[0].is_mine]
    others = [row for row in asked if not row.cells[0].is_mine]
    groups = [(_("Your groups of indicators"), mine), (_("Other indicators"), others)]
    return [(label, found) for label, found in groups if found]


def _compare(rows: list[Row], report: Report, previous: SentVersion, version: SentVersion) -> None:
    """Put beside each cell what the version before said, and why it was returned."""
    before = {(one.row_id, one.column_id): one for one in previous.entries.all()}
    asked = _returned_between(report, previous, version)
    for row in rows:
        for one in row.cells:
            key = (one.face.cell.row_id, one.face.cell.column_id)
            one.before, one.asked = _before(one, before.get(key)), asked.get(key)


def _before(one: Judged, old: SentEntry | None) -> str | None:
    """What the version before said in its place; None when it said the same."""
    if old is None:
        return ""
    if (old.state, old.number) == (one.face.cell.state, one.face.cell.number):
        return None
    return in_words(old.state, old.number, old.typed)


def _returned_between(
    report: Report, previous: SentVersion, version: SentVersion
) -> dict[tuple[int, int], str]:
    """Why cells of the version before were returned."""
    told = Event.objects.filter(
        report=report,
        act=Act.CELL_RETURNED,
        happened__gte=previous.sent_at,
        happened__lte=version.sent_at,
    )
    found = told.order_by("pk").values_list("row", "column", "reason")
    return {(row, column): reason for row, column, reason in found}


# Words


def _text(label: Any, text: str, old: str | None) -> Text:
    return Text(str(label), text, before=None if old is None or old == text else old)


def _sections(texts: dict[str, Any], old: dict[str, Any] | None) -> list[Text]:
    said, told = texts["sections"], (old or texts)["sections"]
    return [
        _text(label, said.get(kind, ""), told.get(kind, ""))
        for kind, label in SectionKind.choices
        if said.get(kind) or told.get(kind)
    ]


def _proposals(texts: dict[str, Any], old: dict[str, Any] | None) -> list[Text]:
    """Proposals under their addressees; a new one has an empty before, one that is gone no text."""
    said = [(one["addressee"], one["text"]) for one in texts["proposals"]]
    told = [(one["addressee"], one["text"]) for one in (old or texts)["proposals"]]
    return [
        *(Text(who, text, before=None if (who, text) in told else "") for who, text in said),
        *(Text(who, "", before=text) for who, text in told if (who, text) not in said),
    ]


def _signature(texts: dict[str, Any], old: dict[str, Any] | None) -> list[Text]:
    said, told = texts["signature"], (old or texts)["signature"]
    labels = {
        "number": _("number of the report"),
        "on": _("signed on"),
        "signer": _("signed by"),
        "office": _("office of the signer"),
    }
    return [
        _text(label, _in_letters(name, said[name]), _in_letters(name, told[name]))
        for name, label in labels.items()
        if said[name] or told[name]
    ]


def _in_letters(name: str, text: str) -> str:
    """A part of the signature; the day as 12/6/2026."""
    if name != "on" or not text:
        return text
    return format_date(dt.date.fromisoformat(text), "day", active())
