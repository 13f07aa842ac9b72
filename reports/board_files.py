"""The board as a table that is taken away."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from django.utils.translation import gettext as _

from provinces.tables import Column, Table, Value
from reports.board import STEPS, BoardRow
from reports.models import ReportingRound


def board_table(round: ReportingRound, rows: Sequence[BoardRow]) -> Table:
    """The board line by line, with a name by which a person finds the file again."""
    headings = [
        (_("No."), 6),
        (_("Code"), 6),
        (_("Province"), 24),
        (_("State"), 24),
        (_("Deadline"), 12),
        (_("Days overdue"), 12),
        *((str(step), 12) for step in STEPS),
        (_("Note"), 30),
    ]
    columns = [
        Column(heading, itemgetter(at), width) for at, (heading, width) in enumerate(headings)
    ]
    name = f"bang-theo-doi-bao-cao-{round.key}"
    return Table(round.title, columns, _lines(rows), name=name)


def _lines(rows: Sequence[BoardRow]) -> Iterator[list[Value]]:
    """Numbers and days typed, nothing where nothing happened."""
    for number, row in enumerate(rows, start=1):
        yield [
            number,
            row.province.code,
            row.province.label,
            row.stage.label,
            row.due_on,
            row.days_late or None,
            *row.moments,
            _note(row),
        ]


def _note(row: BoardRow) -> str:
    said = []
    if row.heir:
        said.append(_("now part of %(name)s") % {"name": row.heir.label})
    if row.invitation.extended_to == row.due_on:
        said.append(_("Extended: %(reason)s") % {"reason": row.invitation.extended_reason})
    return "; ".join(said)
