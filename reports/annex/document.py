"""The report as a Word file in the form of administrative documents (Decree 30/2020/NĐ-CP)."""

from collections import defaultdict
from io import BytesIO
from typing import cast

from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from reports.annex import words
from reports.annex.paper import Paper, computed, computed_in_words, in_words, is_number
from reports.grid import Line

LEFT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
RIGHT, JUSTIFIED = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
TEXT = 14  # points; the decree allows 13 to 14
HEAD_COLUMNS = (Mm(68), Mm(102))  # issuing body, nation: wider than the text, so that lines fit
MANY_COLUMNS = 9  # from here on the table is set smaller


def document(paper: Paper) -> bytes:
    """The text with its head and signature, then the table on landscape pages, as .docx."""
    word = Document()
    _set_styles(word)
    _set_properties(word, paper)
    _set_page(word.sections[0], paper)
    _head(word, paper)
    _body(word, paper)
    _signature(word, paper)
    _annex(word, paper)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


# The page


def _set_styles(word: WordFile) -> None:
    for name in ("Normal", "Heading 1", "Heading 2", "Header"):
        style = cast(ParagraphStyle, word.styles[name])
        style.font.name, style.font.size = words.FONT, Pt(TEXT)
        fonts = style.element.rPr.rFonts
        for attribute in list(fonts.attrib):  # fonts of the theme would win
            del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), words.FONT)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1
        if name.startswith("Heading"):
            style.font.color.rgb, style.font.bold = RGBColor(0, 0, 0), True
            style.paragraph_format.first_line_indent = Mm(12.7)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    word.styles["Normal"].element.rPr.append(language)


def _set_properties(word: WordFile, paper: Paper) -> None:
    about = word.core_properties
    about.author = words.department(paper.report.province)
    about.title = f"{words.REPORT.capitalize()}: {paper.subject}"[:255]
    about.comments, about.language = "", "vi-VN"
    about.created = about.modified = paper.moment.replace(tzinfo=None)
    about.last_modified_by = ""


def _set_page(section: Section, paper: Paper) -> None:
    """A4 with the decree's margins; the number of a page above it, but not on the first."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    _number_pages(section, paper)


def _number_pages(section: Section, paper: Paper) -> None:
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(number.add_run("2")._r)  # until it is counted
    number._p.append(field)
    if paper.report.round.is_demonstration:
        for header in (section.first_page_header, section.header):
            _write(header.add_paragraph(), words.DEMONSTRATION, CENTRE, size=11, bold=True)
    for inherited in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(inherited)
    beginning = OxmlElement("w:pgNumType")
    beginning.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(beginning, "w:cols", "w:titlePg", "w:docGrid")


# The parts of the text


def _head(word: WordFile, paper: Paper) -> None:
    province = paper.report.province
    left, right = _two_columns(word, HEAD_COLUMNS)
    _write(left.paragraphs[0], words.committee(province), CENTRE, size=12)
    _write(left.add_paragraph(), words.DEPARTMENT, CENTRE, size=12, bold=True)
    _rule(left, Mm(24))
    number = words.number_line(paper.signature["number"])
    _write(left.add_paragraph(), number, CENTRE, size=13)
    _write(right.paragraphs[0], words.NATION, CENTRE, size=13, bold=True)
    _write(right.add_paragraph(), words.MOTTO, CENTRE, size=14, bold=True)
    _rule(right, Mm(20))
    _write(right.add_paragraph(), paper.place_and_day, CENTRE, size=13, italic=True)
    if paper.is_draft:
        _draft_mark(left, paper)
    _write(word.add_paragraph(), words.REPORT, CENTRE, bold=True, before=18)
    _write(word.add_paragraph(), words.plain(paper.subject), CENTRE, bold=True)
    _rule(word, Mm(60))
    asked_by = [words.MINISTRY]
    coordinator = paper.report.round.coordinator
    if coordinator and coordinator.pk != province.pk:
        asked_by.append(words.department(coordinator))
    _write(word.add_paragraph(), f"{words.DEAR}{'; '.join(asked_by)}.", CENTRE, before=6, after=6)


def _draft_mark(cell: _Cell, paper: Paper) -> None:
    mark = cell.add_paragraph()
    _write(mark, words.DRAFT, CENTRE, size=13, bold=True, before=6)
    mark.paragraph_format.left_indent = mark.paragraph_format.right_indent = Mm(20)
    _border(mark, "top", "left", "bottom", "right")
    _write(cell.add_paragraph(), paper.draft_note, CENTRE, size=11, italic=True)


def _body(word: WordFile, paper: Paper) -> None:
    round, who = paper.report.round, words.department(paper.report.province)
    if round.letter_number:
        asked = words.letter(round.letter_number, round.letter_on)
        _text(word, f"Thực hiện {asked}, {who} báo cáo như sau:")
    else:
        _text(word, f"{who} báo cáo như sau:")
    for kind, title in words.SECTIONS.items():
        word.add_paragraph(title, style="Heading 1")
        for line in _lines(paper.texts["sections"].get(kind, "")) or [words.NOTHING_WRITTEN]:
            _text(word, line)
        if kind == "results":
            _text(word, words.SEE_ANNEX, italic=True)
    word.add_paragraph(words.PROPOSALS, style="Heading 1")
    _proposals(word, paper)


def _proposals(word: WordFile, paper: Paper) -> None:
    by_addressee: dict[str, list[str]] = defaultdict(list)
    for one in paper.texts["proposals"]:
        by_addressee[words.plain(one["addressee"]).strip()].append(one["text"])
    for index, (addressee, texts) in enumerate(by_addressee.items(), start=1):
        heading = f"Đối với {addressee}" if addressee else words.NO_ADDRESSEE
        word.add_paragraph(f"{index}. {heading}", style="Heading 2")
        for text in texts:
            first, *others = _lines(text) or [words.NOTHING_WRITTEN]
            _text(word, first if first.startswith("-") else f"- {first}")
            for line in others:
                _text(word, line)
    if not by_addressee:
        _text(word, words.NOTHING_WRITTEN)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in words.plain(text).splitlines() if line.strip()]


def _signature(word: WordFile, paper: Paper) -> None:
    left, right = _two_columns(word, (Mm(80), Mm(85)))
    for cell in (left, right):
        cell.paragraphs[0].paragraph_format.space_before = Pt(12)
    _write(left.paragraphs[0], words.RECIPIENTS, LEFT, size=12, bold=True, italic=True)
    for line in words.recipients(paper.report.province):
        _write(left.add_paragraph(), line, LEFT, size=11)
    _sign(right, paper)


def _sign(cell: _Cell, paper: Paper) -> None:
    """The office, room for signature and seal, the name; on one page."""
    first, *others = words.signing_office(paper.signature["office"])
    _write(cell.paragraphs[0], first, CENTRE, bold=True)
    for line in [*others, "", "", "", ""]:
        _write(cell.add_paragraph(), line, CENTRE, bold=True)
    _write(cell.add_paragraph(), words.plain(paper.signature["signer"]), CENTRE, bold=True)
    for paragraph in cell.paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True


# The table


def _annex(word: WordFile, paper: Paper) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(20), Mm(20)
    _number_pages(section, paper)
    _write(word.add_paragraph(), words.ANNEX, CENTRE, bold=True)
    title = f"{words.ANNEX_TITLE} {paper.subject.upper()}"
    _write(word.add_paragraph(), words.plain(title), CENTRE, size=13, bold=True)
    last = word.add_paragraph()
    _write(last, paper.accompanies, CENTRE, size=13, italic=True, after=10)
    if paper.is_draft:
        last.paragraph_format.space_after = Pt(0)
        mark = f"{words.DRAFT}. {paper.draft_note}."
        _write(word.add_paragraph(), mark, CENTRE, size=12, bold=True, after=10)
    _table(word, paper)
    if paper.signs:
        _write(word.add_paragraph(), paper.signs, LEFT, size=11, italic=True, before=6)


def _table(word: WordFile, paper: Paper) -> None:
    titles = paper.titles
    size = 12 if len(titles) < MANY_COLUMNS else 10
    rows = [titles, paper.marks]
    table = word.add_table(rows=len(rows) + len(paper.grid.lines), cols=len(titles))
    table.style = "Table Grid"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = _widths(paper, Mm(257))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, texts, bold in zip(table.rows, rows, (True, False), strict=False):
        _fill(row, texts, [CENTRE] * len(texts), widths, size=size if bold else 10, bold=bold)
        _mark_row(row, "w:tblHeader")
    for row, line in zip(list(table.rows)[len(rows) :], paper.grid.lines, strict=True):
        figures = [in_words(cell) for cell in line.cells] or [""] * len(paper.grid.columns)
        sides = [RIGHT if is_number(cell) else CENTRE for cell in line.cells]
        values = [
            computed_in_words(computed(line, one, value))
            for one, value in zip(
                paper.grid.comparisons,
                line.compared or [None] * len(paper.grid.comparisons),
                strict=True,
            )
        ]
        texts = [line.number, words.plain(line.row.label), _unit(line), *figures, *values]
        aligned = [CENTRE, LEFT, CENTRE, *(sides or [RIGHT] * len(figures)), *[RIGHT] * len(values)]
        if paper.has_notes:
            texts.append(paper.notes(line))
            aligned.append(LEFT)
        _fill(row, texts, aligned, widths, size=size, bold=line.row.is_heading)
        deeper = Mm(4 * max(0, line.depth - 1))
        row.cells[1].paragraphs[0].paragraph_format.left_indent = deeper


def _unit(line: Line) -> str:
    return words.plain(line.row.unit.name) if line.row.unit else ""


def _widths(paper: Paper, whole: Length) -> list[Length]:
    """Millimetres of each column: words need more than figures, figures share what is left."""
    first = [Mm(13), Mm(64), Mm(24)]
    last = [Mm(40)] if paper.has_notes else []
    figures = len(paper.titles) - len(first) - len(last)
    each = Length((whole - sum(first) - sum(last)) // max(1, figures))
    return [*first, *[each] * figures, *last]


# Words on the page


def _write(
    paragraph: Paragraph,
    text: str,
    alignment: WD_ALIGN_PARAGRAPH,
    *,
    size: int = TEXT,
    bold: bool = False,
    italic: bool = False,
    before: int | None = None,
    after: int | None = None,
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold or None, italic or None
    paragraph.alignment = alignment
    if before is not None:
        paragraph.paragraph_format.space_before = Pt(before)
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)


def _text(word: WordFile, text: str, *, italic: bool = False) -> None:
    paragraph = word.add_paragraph()
    _write(paragraph, text, JUSTIFIED, italic=italic, after=6)
    paragraph.paragraph_format.first_line_indent = Mm(12.7)


def _rule(where: _Cell | WordFile, indent: Length) -> None:
    """The line under a name: as long as `indent` on both sides leaves it."""
    line = where.add_paragraph()
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = indent
    line.paragraph_format.line_spacing = Pt(5)
    _border(line, "top")


def _border(paragraph: Paragraph, *sides: str) -> None:
    frame = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        frame.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        frame, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _two_columns(word: WordFile, widths: tuple[Length, Length]) -> tuple[_Cell, _Cell]:
    """Two texts side by side, without lines."""
    table: Table = word.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    cells = table.rows[0].cells
    for column, cell, width in zip(table.columns, cells, widths, strict=True):
        column.width = cell.width = width
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    return cells[0], cells[1]


def _fill(
    row: _Row,
    texts: list[str],
    aligned: list[WD_ALIGN_PARAGRAPH],
    widths: list[Length],
    *,
    size: int,
    bold: bool,
) -> None:
    for cell, text, side, width in zip(row.cells, texts, aligned, widths, strict=True):
        cell.width = width
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        _write(cell.paragraphs[0], text, side, size=size, bold=bold, before=2, after=2)
    _mark_row(row, "w:cantSplit")


def _mark_row(row: _Row, what: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(what))
