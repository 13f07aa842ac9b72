"""The board as a file that is taken away: a spreadsheet, or rows for another program."""

import csv
import datetime as dt
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from reports.board import STEPS, BoardRow
from reports.models import ReportingRound
from vietnamese.dates import format_date
from vietnamese.language import active

FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (6, 6, 24, 24, 12, 12, 12, 12, 12, 12, 12, 30)
HEAD, THIN = PatternFill("solid", fgColor="F1E9DC"), Side(style="thin", color="8C7D6C")

Value = str | int | dt.date | None


def file_name(round: ReportingRound, today: dt.date, ending: str) -> str:
    """A name by which a person finds the file again."""
    return f"bang-theo-doi-bao-cao-{round.key}-{today.isoformat()}.{ending}"


def headings() -> list[str]:
    """What stands over the columns."""
    return [
        _("No."),
        _("Code"),
        _("Province"),
        _("State"),
        _("Deadline"),
        _("Days overdue"),
        *map(str, STEPS),
        _("Note"),
    ]


def lines(rows: Sequence[BoardRow]) -> list[list[Value]]:
    """The board line by line: numbers and days typed, nothing where nothing happened."""
    return [
        [
            number,
            row.province.code,
            row.province.label,
            row.stage.label,
            row.due_on,
            row.days_late or None,
            *row.moments,
            _note(row),
        ]
        for number, row in enumerate(rows, start=1)
    ]


def _note(row: BoardRow) -> str:
    said = []
    if row.heir:
        said.append(_("now part of %(name)s") % {"name": row.heir.label})
    if row.invitation.extended_to == row.due_on:
        said.append(_("Extended: %(reason)s") % {"reason": row.invitation.extended_reason})
    return "; ".join(said)


def as_csv(rows: Sequence[BoardRow]) -> bytes:
    """UTF-8 with a mark that Excel knows it by; no text can be taken for a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(headings())
    for line in lines(rows):
        writer.writerow([_plain(value) for value in line])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str | int:
    if isinstance(value, dt.date):
        return format_date(value, "day", active())
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def as_workbook(round: ReportingRound, rows: Sequence[BoardRow], *, today: dt.date) -> bytes:
    """One A4 page across: the title, the day, the table with its headings repeated."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("Board")[:31]
    made = _("As of %(day)s") % {"day": format_date(today, "day", active())}
    for place, words in enumerate((round.title, made), start=1):
        _put(sheet.cell(place, 1), words)
    sheet["A1"].font = Font(name="Times New Roman", size=14, bold=True)
    table: list[list[Value]] = [[*headings()], *lines(rows)]
    for at, line in enumerate(table, start=4):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(at, column)
            _put(cell, value)
            cell.font = Font(name="Times New Roman", size=11, bold=at == 4)
            cell.border = Border(top=THIN, bottom=THIN, left=THIN, right=THIN)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if at == 4:
                cell.fill = HEAD
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes, sheet.print_title_rows = "D5", "4:4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Cell, value: Any) -> None:
    """A value of its own type; text stays text, whatever it begins with."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        return
    cell.value = value
    if isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"
