"""A report as a spreadsheet to be filled in: prefilled, its headings locked, A4 (R1, R2)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import count

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell as Square
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from accounts.enums import DepartmentUnit
from metrics.conversion import PRECISE
from metrics.periods import year_before
from reports.cells import shown
from reports.enums import ComparisonKind, EntryState
from reports.grid import Cell, Grid, Line
from reports.models import Invitation, Report, RoundColumn
from reports.permissions import Officer, why_not_write
from reports.queries import grid_of, rows_of
from reports.workbook.shape import (
    HIDDEN,
    IDS,
    LABEL,
    VERSION,
    entry_mark,
    fingerprint,
    note_mark,
    plain,
)
from vietnamese.dates import format_date
from vietnamese.language import active

TYPEFACE = "Times New Roman"
BODY, BOLD = Font(name=TYPEFACE, size=12), Font(name=TYPEFACE, size=12, bold=True)
TITLE = Font(name=TYPEFACE, size=14, bold=True)
SMALL = Font(name=TYPEFACE, size=10, italic=True)
GREY = Font(name=TYPEFACE, size=11, color="5B5048")
LINE = Side(style="thin", color="8C7D6C")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
ENTRY = PatternFill("solid", fgColor="FFF8DC")
RETURNED = PatternFill("solid", fgColor="F8E4E0")
HEADING = PatternFill("solid", fgColor="F1E9DC")
BESIDE = PatternFill("solid", fgColor="F2F2F2")
OPEN = Protection(locked=False)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
WORDS = Alignment(vertical="center", wrap_text=True)

HEAD, INDEX, IDS_ROW, FIRST = 6, 7, 8, 9  # rows of the sheet
IDS_AT, NUMBER, LABEL_AT, UNIT = 1, 2, 3, 4  # and its first columns
DECIMALS = 6  # shown at most; what was typed with more is written as text


def write_workbook(
    report: Report, invitation: Invitation, *, officer: Officer, today: dt.date | None = None
) -> bytes:
    """The .xlsx of a report as its cells stand now; what this officer may change is unlocked.

    Words are in the reader's language, numbers are numbers. What it was made of stands in a hidden
    sheet, so that the file can be read again (`reading`).
    """
    rows = rows_of(report.round)
    writable = {row.pk for row in rows if not why_not_write(officer, report, row=row, today=today)}
    grid = grid_of(report, writable=writable)
    book = Workbook()
    book.security = WorkbookProtection(lockStructure=True)
    book.calculation.fullCalcOnLoad = True
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 -- a new workbook has one
    sheet.title = plain(_("Report table"))[:31]
    places = _Places.of(grid)
    _write_words(sheet, report, invitation, places, officer)
    _write_headings(sheet, grid, places)
    for at, line in enumerate(grid.lines, start=FIRST):
        _write_line(sheet, at, line, grid, places)
    _hint(sheet, grid, places)
    _finish(sheet, report, grid, places)
    _write_hidden(book, sheet.title, report, grid, fingerprint(rows, grid.columns))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def file_name(report: Report, day: dt.date) -> str:
    """The name it is saved under: "bao-cao-bac-trung-bo-thanh-hoa-2026-11-22.xlsx"."""
    return f"bao-cao-{report.round.key}-{report.province.key}-{day.isoformat()}.xlsx"


@dataclass(frozen=True)
class _Places:
    """In which column of the sheet everything stands, by the ids of columns and comparisons."""

    entries: dict[int, int]
    same: dict[int, int]
    comparisons: dict[int, int]
    remark: int
    notes: dict[int, int]

    @classmethod
    def of(cls, grid: Grid) -> "_Places":
        beside = {cell.column_id for cell in grid.cells() if _same(cell) is not None}
        entries, same, at = {}, {}, UNIT
        for column in grid.columns:
            entries[column.pk] = at = at + 1
            if column.pk in beside:
                same[column.pk] = at = at + 1
        comparisons = {one.pk: at + i for i, one in enumerate(grid.comparisons, start=1)}
        remark = at + len(comparisons) + 1
        notes = {one.pk: remark + i for i, one in enumerate(grid.columns, start=1)}
        return cls(entries, same, comparisons, remark, notes)

    @property
    def last(self) -> int:
        return self.remark + len(self.notes)


# The words above


def _write_words(
    sheet: Worksheet, report: Report, invitation: Invitation, places: _Places, officer: Officer
) -> None:
    round, language = report.round, active()
    letter = ""
    if round.letter_number and round.letter_on:
        letter = _("Official letter %(number)s of %(day)s.") % {
            "number": round.letter_number,
            "day": format_date(round.letter_on, language=language),
        }
    due = _("To be sent by %(day)s.") % {"day": format_date(invitation.due_on, language=language)}
    how = why_not_write(officer, report) or _(
        "Fill in the shaded cells: a number, “-” for none, “…” for not available. Save as .xlsx "
        "and upload it on the page of the report. No state secrets."
    )
    for at, text, font in (
        (1, round.title, TITLE),
        (2, report.province.label, BOLD),
        (3, " ".join(filter(None, (letter, due))), BODY),
        (4, how, SMALL),
    ):
        _text(sheet.cell(at, NUMBER), text, font=font, alignment=WORDS)
        sheet.merge_cells(start_row=at, end_row=at, start_column=NUMBER, end_column=places.remark)
    sheet.row_dimensions[1].height = 24
    sheet.row_dimensions[4].height = 30


def _write_headings(sheet: Worksheet, grid: Grid, places: _Places) -> None:
    numbers = {column.pk: str(i) for i, column in enumerate(grid.columns, start=1)}
    marks = {IDS_AT: IDS, LABEL_AT: LABEL}
    heads = [
        (NUMBER, _("No."), "A"),
        (LABEL_AT, _("Indicator"), "B"),
        (UNIT, _("Unit"), "C"),
    ]
    for column in grid.columns:
        heads.append((places.entries[column.pk], str(column), numbers[column.pk]))
        marks[places.entries[column.pk]] = entry_mark(column.pk)
        marks[places.notes[column.pk]] = note_mark(column.pk)
        if column.pk in places.same:
            heads.append((places.same[column.pk], _same_heading(column), ""))
    for index, one in enumerate(grid.comparisons, start=len(numbers) + 1):
        sign = "−" if one.kind == ComparisonKind.DIFFERENCE else "/"
        words = f"{index} = {numbers[one.of_id]}{sign}{numbers[one.against_id]}"
        label = str(ComparisonKind(one.kind).label)
        heads.append((places.comparisons[one.pk], label[:1].upper() + label[1:], words))
    heads.append((places.remark, _("Remark"), ""))
    for column in grid.columns:
        words = _("Explanation of column %(number)s") % {"number": numbers[column.pk]}
        heads.append((places.notes[column.pk], words, ""))
    for at, words, index_words in heads:
        _text(sheet.cell(HEAD, at), words, font=BOLD, alignment=CENTRE, fill=HEADING, border=BOX)
        _text(sheet.cell(INDEX, at), index_words, font=SMALL, alignment=CENTRE, border=BOX)
    for at, mark in marks.items():
        _text(sheet.cell(IDS_ROW, at), mark)


def _same_heading(column: RoundColumn) -> str:
    before = year_before(column.period)
    label = before.label(active()) if before else "…"
    return _("Same period: %(period)s") % {"period": label}


# The rows


def _write_line(sheet: Worksheet, at: int, line: Line, grid: Grid, places: _Places) -> None:
    is_heading = line.unit is None
    font = BOLD if is_heading else BODY
    sheet.cell(at, IDS_AT, line.row.pk)
    _text(sheet.cell(at, NUMBER), line.number, font=font, alignment=CENTRE, border=BOX)
    indented = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=line.depth)
    _text(sheet.cell(at, LABEL_AT), str(line.row), font=font, alignment=indented, border=BOX)
    unit = line.row.unit.label if line.row.unit else ""
    _text(sheet.cell(at, UNIT), unit, font=BODY, alignment=CENTRE, border=BOX)
    for square in sheet.iter_rows(at, at, UNIT + 1, places.last):
        for one in square:
            one.font, one.border, one.alignment = BODY, BOX, RIGHT
    for cell in line.cells:
        _write_entry(sheet.cell(at, places.entries[cell.column_id]), cell)
        note = sheet.cell(at, places.notes[cell.column_id])
        _text(note, cell.note, alignment=WORDS)
        if cell.is_writable:
            note.fill, note.protection = ENTRY, OPEN
        if cell.column_id in places.same:
            _write_same(sheet.cell(at, places.same[cell.column_id]), cell, line)
    if not is_heading:
        for one in grid.comparisons:
            pair = [
                sheet.cell(at, places.entries[pk]).coordinate for pk in (one.of_id, one.against_id)
            ]
            square = sheet.cell(at, places.comparisons[one.pk])
            square.value, square.number_format = _formula(one.kind, *pair), "#,##0.00"
    remark = _remark(line, grid)
    _text(sheet.cell(at, places.remark), remark, font=SMALL, alignment=WORDS)
    lines = max(_lines(str(line.row), 38 - 2 * line.depth), _lines(remark, 44))
    sheet.row_dimensions[at].height = 4 + 16 * min(lines, 8)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of about so many characters."""
    return sum(max(1, -(-len(part) // width)) for part in text.split("\n"))


def _write_entry(square: Square, cell: Cell) -> None:
    if cell.state == EntryState.NUMBER:
        _number(square, cell.number)
    else:
        square.number_format = number_format(0)
        _text(square, shown(cell.state, cell.number, cell.typed, notation=active()))
    square.alignment = RIGHT
    if cell.is_writable:
        square.fill, square.protection = ENTRY, OPEN
    if cell.returned_reason:
        square.fill = RETURNED
        square.comment = Comment(plain(cell.returned_reason), plain(_("Returned cell")))
        square.comment.width, square.comment.height = 320, 120


def _write_same(square: Square, cell: Cell, line: Line) -> None:
    value = _same(cell)
    if value is not None and line.unit is not None:
        own = PRECISE.multiply(value, line.unit.own_factor)
        _number(square, f"{PRECISE.divide(own, line.unit.printed_factor).normalize(PRECISE):f}")
    square.font, square.fill = GREY, BESIDE


def _same(cell: Cell) -> Decimal | None:
    """The same period's value; of a merged province only when all its parts are known (R6)."""
    if cell.same is None or cell.same.parts < cell.same.of:
        return None
    return cell.same.value


def _remark(line: Line, grid: Grid) -> str:
    """What is to be known of a row: its note, who fills it in, why cells of it came back."""
    said = [plain(line.row.note)]
    if line.row.owner:
        said.append(_("Filled in by: %(unit)s.") % {"unit": DepartmentUnit(line.row.owner).label})
    for number, cell in enumerate(line.cells, start=1):
        if cell.returned_reason:
            reason = {"number": number, "reason": plain(cell.returned_reason)}
            said.append(_("Returned, column %(number)s: %(reason)s") % reason)
    return "\n".join(filter(None, said))


def _formula(kind: str, of: str, against: str) -> str:
    """As `reports.grid.compared`: nil counts as zero, nothing is compared with what is missing."""

    def known(at: str) -> str:
        return f'OR(ISNUMBER({at}),{at}="-")'

    result = {
        ComparisonKind.GROWTH: f"N({of})/N({against})*100-100",
        ComparisonKind.COMPLETION: f"N({of})/N({against})*100",
        ComparisonKind.DIFFERENCE: f"N({of})-N({against})",
    }[ComparisonKind(kind)]
    if kind != ComparisonKind.DIFFERENCE:
        result = f'IF(N({against})>0,{result},"")'
    return f'=IFERROR(IF(AND({known(of)},{known(against)}),{result},""),"")'


# Numbers and texts


def number_format(decimals: int) -> str:
    """At least the decimals typed, and never a digit hidden: "#,##0.00####"."""
    return f"#,##0.{'0' * decimals}{'#' * (DECIMALS - decimals)}"


def _number(square: Square, canonical: str) -> None:
    """A number as a number; as text where floating point would change it."""
    number = Decimal(canonical)
    decimals = max(0, -int(number.as_tuple().exponent))
    if decimals > DECIMALS or Decimal(f"{float(number):.15g}") != number:
        _text(square, shown(EntryState.NUMBER, canonical, "", notation=active()))
        return
    square.value = float(number) if decimals else int(number)
    square.number_format = number_format(decimals)


def _text(square: Square, text: str, **style: Font | Alignment | PatternFill | Border) -> None:
    """A text as a text, whatever it begins with; nothing where it is empty."""
    if text := plain(text):
        square.value = text
        square.data_type = "s"
        square.quotePrefix = text[0] in "=+-@"
    for name, value in style.items():
        setattr(square, name, value)


# Hints, print, protection


def _hint(sheet: Worksheet, grid: Grid, places: _Places) -> None:
    """What is expected, told at the cells that may be filled in; whole numbers without a point."""
    whole = DifferentialStyle(numFmt=NumberFormat(numFmtId=3, formatCode="#,##0"))
    for at, line in enumerate(grid.lines, start=FIRST):
        squares = {pk: sheet.cell(at, column) for pk, column in places.entries.items()}
        # "370.461," would be shown otherwise: a separator with nothing behind it.
        bare = [one.column for one in squares.values() if not _is_fraction_of_zeros(one)]
        for first, area in _areas(at, bare):
            test = f"AND(ISNUMBER({first}),{first}=INT({first}))"
            rule = Rule(type="expression", formula=[test], dxf=whole)
            sheet.conditional_formatting.add(area, rule)
        open_ = [squares[cell.column_id].column for cell in line.cells if cell.is_writable]
        for first, area in _areas(at, open_):
            hint = _hint_of(line.row.unit.label if line.row.unit else "", first)
            hint.add(area)
            sheet.add_data_validation(hint)


def _is_fraction_of_zeros(square: Square) -> bool:
    """Whether a whole number was typed with decimals, 4,00, and shows them."""
    return isinstance(square.value, float) and square.value.is_integer()


def _areas(row: int, columns: list[int]) -> Iterator[tuple[str, str]]:
    """The first cell and the range of each unbroken run of columns in a row."""
    for start in (one for one in columns if one - 1 not in columns):
        end = next(at for at in count(start) if at + 1 not in columns)
        first = f"{get_column_letter(start)}{row}"
        yield first, f"{first}:{get_column_letter(end)}{row}"


def _hint_of(unit: str, first: str) -> DataValidation:
    expected = _("A number, for example 1,234.5; “-” for none; “…” for not available.")
    return DataValidation(
        type="custom",
        formula1=f'OR(ISNUMBER({first}),{first}="-",{first}="…")',
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
        errorTitle=_("This is not a number")[:32],
        error=expected[:255],
        showInputMessage=True,
        promptTitle=unit[:32],
        prompt=expected[:255],
    )


def _finish(sheet: Worksheet, report: Report, grid: Grid, places: _Places) -> None:
    widths = {NUMBER: 6, LABEL_AT: 38, UNIT: 12, places.remark: 30}
    widths |= dict.fromkeys(places.entries.values(), 15)
    widths |= dict.fromkeys((*places.same.values(), *places.comparisons.values()), 13)
    widths |= dict.fromkeys(places.notes.values(), 28)
    for at, width in widths.items():
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.column_dimensions[get_column_letter(IDS_AT)].hidden = True
    sheet.row_dimensions[IDS_ROW].hidden = True
    sheet.row_dimensions[HEAD].height = 52
    sheet.freeze_panes = sheet.cell(FIRST, UNIT + 1)
    sheet.sheet_view.showGridLines = False

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{HEAD}:{INDEX}"
    sheet.print_area = f"B1:{get_column_letter(places.remark)}{FIRST + len(grid.lines) - 1}"
    margins = {"left": 0.6, "right": 0.6, "top": 0.6, "bottom": 0.8, "header": 0.3, "footer": 0.4}
    for side, inches in margins.items():
        setattr(sheet.page_margins, side, inches)
    for part, text in (
        (sheet.oddFooter.left, plain(report.province.label).replace("&", "&&")),
        (sheet.oddFooter.right, "&P/&N"),
    ):
        part.text, part.font, part.size = text, f"{TYPEFACE},Regular", 10

    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # allowed


# What the file was made of


def _write_hidden(book: Workbook, title: str, report: Report, grid: Grid, fingerprint: str) -> None:
    hidden = book.create_sheet(HIDDEN)
    hidden.sheet_state = "veryHidden"
    hidden.protection.sheet = True
    for at, values in enumerate(_hidden_lines(title, report, grid, fingerprint), start=1):
        for column, value in enumerate(values, start=1):
            if isinstance(value, int):
                hidden.cell(at, column, value)
            else:
                _text(hidden.cell(at, column), value)


def _hidden_lines(
    title: str, report: Report, grid: Grid, fingerprint: str
) -> Iterator[tuple[str | int, ...]]:
    yield (VERSION,)
    yield ("round", report.round_id)
    yield ("report", report.pk)
    yield ("sheet", title)
    yield ("language", active())
    yield ("fingerprint", fingerprint)
    for line in grid.lines:
        yield ("row", line.row.pk, str(line.row))
    for cell in grid.cells():
        if cell.version:
            said = shown(cell.state, cell.number, cell.typed, notation="vi")
            yield ("cell", cell.row_id, cell.column_id, cell.version, said, cell.note)
