"""Tables that are taken away: a spreadsheet for people, rows for other programs.

Both hold the same: words as they stand, numbers as numbers, days as days. The rows (.csv) are
UTF-8 with a mark, parted by semicolons, numbers with a decimal comma and without grouping, days as
2022-05-13: what Excel opens by itself in Viet Nam (a comma or a decimal point would make 370.461
out of 370,461), and what reads back exactly. No text of either is taken for a formula.

A table stands at the address of its page and what it holds: `/conferences/conferences.xlsx`,
`/series/bac-trung-bo/chain.csv`, with the filters of the page.
"""

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.urls import register_converter
from django.urls.converters import StringConverter
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from vietnamese.text import fold

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CELL_LONGEST = 32_767  # characters that a spreadsheet's cell holds
EXACT_DIGITS = 15  # that a spreadsheet keeps of a number
TEXT = "General"
TYPEFACE = "Times New Roman"
HEAD, THIN = PatternFill("solid", fgColor="F1E9DC"), Side(style="thin", color="8C7D6C")
LINES_AT_ONCE = 200
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")

Value = str | int | Decimal | dt.date | None


class _Ending(StringConverter):
    """How the address of a table ends."""

    regex = "csv|xlsx"


register_converter(_Ending, "ending")
ENDING = "<ending:ending>"  # in urls.py: path(f"sources/sources.{ENDING}", …)


@dataclass(frozen=True)
class Column:
    """What stands over a column, how a row's value is read for it, how wide it is (characters)."""

    heading: str
    read: Callable[[Any], Value]
    width: int = 16


@dataclass(frozen=True)
class Table:
    """A list or table of a page, whole; `rows` are read once, one after the other.

    `filters` are those of the page in words; `notes` say what else a reader must know of it.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    filters: Sequence[str] = ()
    notes: Sequence[str] = ()
    name: str = ""  # of the file; its title and filters unless said

    def lines(self) -> Iterator[list[Value]]:
        """Its rows, value by value."""
        for row in self.rows:
            yield [column.read(row) for column in self.columns]


def answer(request: HttpRequest, table: Table, ending: str) -> StreamingHttpResponse:
    """The table as a file with a name by which a person finds it again."""
    today = timezone.localdate()
    name = file_name(table.name or " ".join([table.title, *table.filters]), today, ending)
    if ending == "csv":
        return StreamingHttpResponse(
            _in_language(as_csv(table), get_language()),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    query = request.GET.urlencode()
    page = request.build_absolute_uri(f"./?{query}" if query else "./")
    file = as_workbook(table, page=page, today=today)
    return FileResponse(file, as_attachment=True, filename=name, content_type=SPREADSHEET)


def site_of(request: HttpRequest) -> str:
    """ "https://host", before the address of a record."""
    return request.build_absolute_uri("/").removesuffix("/")


def file_name(words: str, day: dt.date, ending: str) -> str:
    """ "hoi-nghi-tu-nam-2020-2026-11-22.xlsx": plain letters, the day last."""
    slug = "-".join(re.findall("[a-z0-9]+", fold(words)))
    if len(slug) > 100:
        slug = slug[:100].rpartition("-")[0]
    return f"{slug}-{day.isoformat()}.{ending}"


def printable(text: str) -> str:
    """A text without what no cell holds: control characters, halves of characters."""
    held = ILLEGAL_CHARACTERS_RE.sub("", _NOT_XML.sub("", text))
    return held.replace("\r\n", "\n").replace("\r", "\n")


# Rows for other programs


def as_csv(table: Table) -> Iterator[bytes]:
    """The table piece by piece, so that a long one takes no more memory than a short one."""
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow([guarded(column.heading) for column in table.columns])
    yield b"\xef\xbb\xbf"
    for number, line in enumerate(table.lines(), start=1):
        writer.writerow([_plain(value) for value in line])
        if number % LINES_AT_ONCE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _in_language(pieces: Iterator[bytes], language: str | None) -> Iterator[bytes]:
    """The pieces in the reader's language: they are made when the request is over."""
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def guarded(text: str) -> str:
    """A text with an apostrophe before what a spreadsheet would take for a formula.

    Also before apostrophes before such: whoever takes one away has the text again.
    """
    shown = printable(text)
    return f"'{shown}" if shown.lstrip("'").startswith(FORMULA) else shown


def _plain(value: Value) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case int():
            return str(value)
        case dt.date():
            return value.isoformat()
    return guarded(str(value))


# A spreadsheet


def as_workbook(table: Table, *, page: str, today: dt.date) -> BytesIO:
    """The table on one sheet, and on another what it is, its filters, its page and the day.

    Its lines wait on the disk, only the packed file is in memory. It prints on A4 across, its
    headings repeated.
    """
    book = Workbook(write_only=True)
    book.properties.title = printable(table.title)
    book.properties.creator = _("Industry and Trade Conference Database")
    sheet = book.create_sheet(_("Table")[:31])
    _set_page(sheet, table)
    pen = _Pen(sheet)
    sheet.append([pen.heading(column.heading) for column in table.columns])
    count = 0
    for count, line in enumerate(table.lines(), start=1):  # noqa: B007 -- counts the lines
        sheet.append([pen.square(at, value) for at, value in enumerate(line)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{count + 1}"
    _write_about(book.create_sheet(_("About this table")[:31]), table, page, today, count)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


class _Pen:
    """Writes the squares of a sheet, using the same ones again in every line."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self._squares: dict[tuple[int, str], Cell] = {}

    def heading(self, text: str) -> Cell:
        square = self._new(TEXT)
        square.font, square.fill = Font(name=TYPEFACE, size=11, bold=True), HEAD
        return _put_text(square, text)

    def square(self, at: int, value: Value) -> Cell | None:
        if value is None or value == "":
            return None
        shown_as = _format(value)
        square = self._squares.get((at, shown_as))
        if square is None:
            square = self._squares[at, shown_as] = self._new(shown_as)
        if shown_as == TEXT:
            return _put_text(square, f"{value:f}" if isinstance(value, Decimal) else str(value))
        square.value = value
        return square

    def _new(self, shown_as: str) -> Cell:
        square = WriteOnlyCell(self.sheet)
        square.number_format = shown_as
        square.font = Font(name=TYPEFACE, size=11)
        square.border = Border(top=THIN, bottom=THIN, left=THIN, right=THIN)
        square.alignment = Alignment(wrap_text=True, vertical="top")
        return square


def _put_text(square: Cell, text: str) -> Cell:
    """Text stays text, whatever it begins with."""
    square.value = printable(text)[:CELL_LONGEST]
    square.data_type = "s"
    return square


def _format(value: Value) -> str:
    """How a spreadsheet shows a value; as text also a number that it would not keep exactly."""
    match value:
        case Decimal():
            decimals = max(0, -int(value.as_tuple().exponent))
            if len(f"{value.copy_abs():f}".replace(".", "").lstrip("0")) > EXACT_DIGITS:
                return TEXT
            return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
        case int():
            return "0"  # years and editions are never grouped
        case dt.date():
            return "dd/mm/yyyy"
    return TEXT


def _set_page(sheet: Any, table: Table) -> None:
    for at, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddHeader.left.text = printable(table.title)[:200].replace("&", "&&")
    sheet.oddFooter.right.text = "&P/&N"


def _write_about(sheet: Any, table: Table, page: str, today: dt.date, count: int) -> None:
    said: list[tuple[str, Value]] = [
        (_("Table"), table.title),
        *((_("Filter"), words) for words in table.filters),
        *((_("Note"), words) for words in table.notes),
        (_("Number of rows"), count),
        (_("Taken from"), _("Industry and Trade Conference Database")),
        (_("Address of the page"), page),
        (_("Taken on"), today),
    ]
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 90
    pen = _Pen(sheet)
    for label, value in said:
        sheet.append([pen.heading(label), pen.square(1, value)])
