"""The table of a report alone, as a spreadsheet ready to be printed and signed."""

from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.annex import words
from reports.annex.paper import Paper, computed, in_words, is_number
from reports.grid import Cell, Line

THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WIDTHS = (7.0, 44.0, 14.0)  # number, words, unit; in characters
FIGURES, NOTES = 16.0, 34.0
INCH = 25.4
Value = str | Decimal


def sheet(paper: Paper) -> bytes:
    """The table with its title, date line and room for signatures, as .xlsx."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = words.ANNEX.capitalize()
    book.properties.creator = words.department(paper.report.province)
    book.properties.title = words.plain(paper.subject)
    book.properties.language = "vi-VN"
    last = len(paper.titles)
    _titles(page, paper, last)
    _table(page, paper)
    _signatures(page, paper, last)
    _set_page(page, paper)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _titles(page: Worksheet, paper: Paper, last: int) -> None:
    _line(page, 1, words.committee(paper.report.province), 1, 3)
    _line(page, 2, words.DEPARTMENT, 1, 3, bold=True)
    _line(page, 3, words.ANNEX, 1, last, bold=True, size=14)
    title = words.plain(f"{words.ANNEX_TITLE} {paper.subject.upper()}")
    _line(page, 4, title, 1, last, bold=True, size=14)
    _line(page, 5, paper.accompanies, 1, last, italic=True)
    draft = f"{words.DRAFT}. {paper.draft_note}." if paper.is_draft else ""
    shown = words.DEMONSTRATION if paper.report.round.is_demonstration else ""
    _line(page, 6, " ".join(filter(None, [draft, shown])), 1, last, bold=True)


def _table(page: Worksheet, paper: Paper) -> None:
    _row(page, paper.titles, bold=True)
    _row(page, paper.marks, size=10)
    for line in paper.grid.lines:
        values: list[Value] = [line.number, words.plain(line.row.label), _unit(line)]
        values += [_value(cell) for cell in line.cells] or [""] * len(paper.grid.columns)
        values += _computed(paper, line)
        if paper.has_notes:
            values.append(paper.notes(line))
        _row(page, values, bold=line.row.is_heading)
        _dress(page, paper, line)


def _dress(page: Worksheet, paper: Paper, line: Line) -> None:
    """Sides and number formats of the row just written."""
    at = page.max_row
    label = page.cell(at, 2)
    label.alignment = Alignment(
        horizontal="left", vertical="center", wrap_text=True, indent=max(0, line.depth - 1)
    )
    for index, cell in enumerate(line.cells, start=len(WIDTHS) + 1):
        if is_number(cell):
            _as_number(page, at, index, _decimals(cell.number))
    for index in range(len(WIDTHS) + len(paper.grid.columns) + 1, len(paper.titles) + 1):
        value = page.cell(at, index).value
        if isinstance(value, Decimal):
            _as_number(page, at, index, _decimals(f"{value:f}"))
    if paper.has_notes:
        page.cell(at, len(paper.titles)).alignment = Alignment(
            horizontal="left", vertical="center", wrap_text=True
        )


def _as_number(page: Worksheet, row: int, column: int, decimals: int) -> None:
    cell = page.cell(row, column)
    # Grouped as the reader's own system groups, with the decimals that were typed.
    cell.number_format = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    cell.alignment = Alignment(horizontal="right", vertical="center")


def _decimals(canonical: str) -> int:
    return len(canonical.partition(".")[2])


def _value(cell: Cell) -> Value:
    return Decimal(cell.number) if is_number(cell) else in_words(cell)


def _computed(paper: Paper, line: Line) -> list[Value]:
    found = line.compared or [None] * len(paper.grid.comparisons)
    pairs = zip(paper.grid.comparisons, found, strict=True)
    values = [computed(line, comparison, value) for comparison, value in pairs]
    return ["" if value is None else value for value in values]


def _unit(line: Line) -> str:
    return words.plain(line.row.unit.name) if line.row.unit else ""


def _signatures(page: Worksheet, paper: Paper, last: int) -> None:
    at = page.max_row + 1
    if paper.signs:
        _line(page, at, paper.signs, 1, last, italic=True, side="left")
    right = max(4, last - 2)
    _line(page, at + 2, paper.place_and_day, right, last, italic=True)
    _line(page, at + 3, words.DRAWN_UP_BY, 1, 3, bold=True)
    office = words.signing_office(paper.signature["office"])
    for index, text in enumerate(office):
        _line(page, at + 3 + index, text, right, last, bold=True)
    _line(
        page, at + 8 + len(office), words.plain(paper.signature["signer"]), right, last, bold=True
    )


def _set_page(page: Worksheet, paper: Paper) -> None:
    """A4 across, as wide as the page, headings on each; margins as of the text."""
    for index in range(1, len(paper.titles) + 1):
        width = WIDTHS[index - 1] if index <= len(WIDTHS) else FIGURES
        page.column_dimensions[get_column_letter(index)].width = width
    if paper.has_notes:
        page.column_dimensions[get_column_letter(len(paper.titles))].width = NOTES
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    page.page_margins.top = page.page_margins.bottom = 20 / INCH
    page.page_margins.left, page.page_margins.right = 20 / INCH, 20 / INCH
    page.page_margins.header = 10 / INCH
    page.oddHeader.center.text = f'&"{words.FONT}"&13&P'
    page.HeaderFooter.differentFirst = True
    page.print_title_rows = "7:8"
    page.freeze_panes = "D9"
    page.sheet_view.showGridLines = False


def _line(
    page: Worksheet,
    row: int,
    text: str,
    first: int,
    last: int,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 13,
    side: str = "center",
) -> None:
    cell = page.cell(row, first)
    _put(cell, text)
    cell.font = Font(name=words.FONT, size=size, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    if last > first:
        page.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def _row(page: Worksheet, values: list[Value] | list[str], *, bold: bool = False, size: int = 12):
    at = page.max_row + 1
    for index, value in enumerate(values, start=1):
        cell = page.cell(at, index)
        _put(cell, value)
        cell.font, cell.border = Font(name=words.FONT, size=size, bold=bold), FRAME
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _put(cell, value: Value) -> None:
    """A text stays a text: one that begins with “=” is no formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
