"""A report as a spreadsheet, there and back: nothing is changed that nobody changed (R7, N1)."""

import datetime as dt
import re
import zipfile
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from metrics.enums import Aggregation, Kind, Topic
from metrics.models import Indicator
from provinces.actions import keep
from reports.actions.entering import save_cells
from reports.models import RoundRow
from reports.workbook.reading import ReadCell, read_workbook
from reports.workbook.safety import CELLS, LARGEST, MEMBERS, OTHERS, UNPACKED
from tests.register import registrar, unit
from tests.reporting import Reporting, a_year_earlier, fill, reporting, returned, sent, settled
from tests.workbooks import (
    AT,
    changed,
    filled_in,
    part,
    sheet_of,
    square,
    with_cell,
    with_part,
    written,
)

pytestmark = pytest.mark.django_db

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def enter(built: Reporting, row: str, column: int, typed: str, note: str | None = None) -> None:
    seen = built.thanh_hoa.entries.filter(row=built.rows[row], column=built.columns[column])
    version = seen.values_list("version", flat=True).first() or 0
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell(row, column, typed, version, note)],
        by=built.officer("clerk_thanh_hoa"),
    )


def read(built: Reporting, content: bytes) -> list[ReadCell]:
    """What a file says; messages in English, whose words the sources have."""
    with translation.override("en"):
        return read_workbook(content, built.thanh_hoa)


def refusal(built: Reporting, content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        read(built, content)
    return " ".join(refused.value.messages)


# There and back


TYPED = [
    "0",
    "-",
    "…",
    "16,90",
    "-16,90",
    "370.461",
    "999.999.999,999999",
    "0,000001",
    "4,00",
    "0,1",
    "1,100000000000000000000000",
    "150.000 tỷ đồng",
    "11.28",
    "chưa rõ",
    "=1+1",
    "+5 ",
    "@SUM(A1)",
    "#DIV/0!",
    "TRUE",
    "31/12/2026",
    "a\x0bb",
]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_written_and_read_again_changes_nothing(language: str) -> None:
    built = reporting()
    changes = []
    for typed in TYPED:
        enter(built, "retail", 0, typed, note="Theo Cục Thống kê.\r\nSố ước.")
        with translation.override(language):
            content = written(built)
        changes += read(built, content)
    assert changes == []


def test_written_saved_by_another_program_and_read_again_changes_nothing() -> None:
    built = reporting()
    returned(built)
    assert read(built, changed(written(built), lambda book: None)) == []


def test_any_number_written_and_read_again_changes_nothing() -> None:
    built = reporting()
    number = st.decimals(-999_999_999, 999_999_999, allow_nan=False, places=6)
    short = st.decimals(-9_999_999, 9_999_999, allow_nan=False, places=2)
    text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
    cells = st.lists(st.one_of(number, short, text), min_size=9, max_size=9)
    places = [(row, column) for row in AT for column in range(3)]

    @settings(max_examples=15, suppress_health_check=list(HealthCheck), database=None)
    @given(cells)
    def check(values: list[Any]) -> None:
        for (row, column), value in zip(places, values, strict=True):
            enter(built, row, column, str(value).replace(".", ","), note=str(value)[::-1])
        assert read(built, written(built)) == []

    check()


def test_numbers_are_numbers_and_show_the_decimals_typed() -> None:
    built = reporting()
    for column, typed in enumerate(["5.200,50", "-", "0,1000000"]):
        enter(built, "retail", column, typed)
    sheet = sheet_of(load_workbook(BytesIO(written(built))))
    squares = [sheet[square("retail", column)] for column in range(3)]
    assert [(one.value, one.data_type, one.number_format) for one in squares] == [
        (5200.5, "n", "#,##0.00####"),
        ("-", "s", "#,##0.######"),
        ("0,1000000", "s", "General"),
    ]


def test_text_that_looks_like_a_formula_is_no_formula() -> None:
    built = reporting()
    enter(built, "retail", 0, "=cmd|' /C calc'!A0", note="=1+1")
    xml = part(written(built), "xl/worksheets/sheet1.xml")
    formulas = {one.text for one in ElementTree.fromstring(xml).iter(f"{MAIN}f")}
    assert {one[:11] for one in formulas if one} == {"IFERROR(IF("}


def test_file_is_one_that_other_programs_can_read() -> None:
    built = reporting()
    returned(built)
    with zipfile.ZipFile(BytesIO(written(built))) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    said = {one.get("r"): "".join(one.itertext()) for one in sheet.iter(f"{MAIN}c")}
    assert {at: said[at] for at in ("B1", "B2", "C11", "D11", "E11", "E13", "G13")} == {
        "B1": "Báo cáo phục vụ hội nghị Bắc Trung Bộ",
        "B2": "Thanh Hóa",
        "C11": "Kim ngạch xuất khẩu",
        "D11": "triệu USD",
        "E11": "5200.5",
        "E13": "3.25",
        "G13": "1.6",
    }


def test_sheet_is_locked_but_for_what_one_may_fill_in() -> None:
    built = reporting()

    def unlocked(by: str) -> list[str]:
        sheet = sheet_of(load_workbook(BytesIO(written(built, by))))
        assert sheet.protection.sheet
        squares = (one for row in sheet.iter_rows() for one in row)
        return [one.coordinate for one in squares if not one.protection.locked]

    funds = [f"{column}13" for column in "EFGKLM"]
    assert unlocked("centre_thanh_hoa") == funds
    assert unlocked("clerk_thanh_hoa") == [
        *(f"{column}{row}" for row in (10, 11) for column in "EFGKLM"),
        *funds,
    ]


def test_sent_report_is_locked_and_says_why() -> None:
    built = reporting()
    sent(built)
    with translation.override("en"):
        sheet = sheet_of(load_workbook(BytesIO(written(built))))
    squares = [one for row in sheet.iter_rows() for one in row]
    said = sheet["B4"].value
    assert [one.coordinate for one in squares if not one.protection.locked] == []
    assert re.sub(r"\d+/\d+/\d+", "DAY", said) == (
        "Sent on DAY; cannot be edited. To change something, contact Cục Công Thương địa phương."
    )


def test_sheet_prints_on_a4_and_keeps_its_headings_in_sight() -> None:
    sheet = sheet_of(load_workbook(BytesIO(written(reporting()))))
    assert (
        sheet.page_setup.orientation,
        str(sheet.page_setup.paperSize),
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
        sheet.print_title_rows,
        sheet.print_area,
        sheet.freeze_panes,
        sheet["C10"].font.name,
        sheet["C10"].alignment.indent,
    ) == (
        *("landscape", "9", 1, 0, "$6:$7"),
        *("'Report table'!$B$1:$J$13".replace("Report table", sheet.title), "E9"),
        *("Times New Roman", 1),
    )


def test_comparisons_are_formulas_over_the_columns_they_compare() -> None:
    sheet = sheet_of(load_workbook(BytesIO(written(reporting()))))
    known = 'IF(AND(OR(ISNUMBER({0}),{0}="-"),OR(ISNUMBER({1}),{1}="-"))'
    assert (sheet["H7"].value, sheet["H10"].value, sheet["I7"].value, sheet["I10"].value) == (
        "4 = 3/2",
        f'=IFERROR({known.format("G10", "F10")},IF(N(F10)>0,N(G10)/N(F10)*100,""),""),"")',
        "5 = 2/1",
        f'=IFERROR({known.format("F10", "E10")},IF(N(E10)>0,N(F10)/N(E10)*100-100,""),""),"")',
    )


def test_returned_cell_is_marked_with_its_reason() -> None:
    built = reporting()
    returned(built)
    with translation.override("en"):
        sheet = sheet_of(load_workbook(BytesIO(written(built))))
    marked = sheet[square("export", 2)]
    assert (marked.comment.text, marked.fill.fgColor.rgb, sheet["J11"].value) == (
        "Chưa khớp với số của hải quan.",
        "00F8E4E0",
        "Returned, column 3: Chưa khớp với số của hải quan.",
    )


def test_same_period_stands_beside_what_is_filled_in() -> None:
    built = reporting()
    settled(a_year_earlier(built), "thanh-hoa")
    content = written(built)
    sheet = sheet_of(load_workbook(BytesIO(content)))
    beside = [
        (one.column_letter, sheet.cell(10, one.column).value)
        for one in sheet[8]
        if one.column > 4 and one.value is None and sheet.cell(6, one.column).value
    ]
    assert beside[0] == ("F", 150000)
    assert read(built, content) == []


# What people enter


READ = [
    (151000, "General", "151.000"),
    (0.1 + 0.2, "General", "0,3"),
    (17.5, "#,##0.00####", "17,50"),
    (20, "0.00", "20"),
    (16.123456, "0.0", "16,123456"),
    (-3.25, "General", "-3,25"),
    (0.0797, "General", "0,0797"),
    ("151.000", "@", "151.000"),
    ("151.000,5 tỷ đồng", "General", "151.000,5"),
    ("–", "General", "–"),
    ("...", "General", "..."),
    (None, "General", ""),
    ("  ", "General", ""),
]


def test_cell_is_read_as_it_would_be_typed() -> None:
    built = reporting()
    fill(built)
    own, at = written(built), square("retail", 0)
    cell = (built.rows["retail"].pk, built.columns[0].pk)
    found = [read(built, filled_in(own, {at: one[0]}, {at: one[1]})) for one in READ]
    assert found == [[ReadCell(*cell, typed, seen=1)] for _value, _shown_as, typed in READ]


def test_percentage_is_read_as_it_shows_where_the_row_is_in_percent() -> None:
    built = reporting()
    percent = Indicator(
        key="iip_growth",
        topic=Topic.INDUSTRY,
        kind=Kind.RATIO,
        unit=unit("phan-tram"),
        aggregation=Aggregation.NONE,
        name="Chỉ số sản xuất công nghiệp",
        name_en="Industrial production",
    )
    row = RoundRow.objects.get(pk=built.rows["retail"].pk)
    row.indicator, row.unit = keep(record=percent, by=registrar()), percent.unit
    keep(record=row, by=registrar())
    at = square("retail", 0)
    [one] = read(built, filled_in(written(built), {at: 0.0797}, {at: "0.0%"}))
    assert (one.typed, one.refused) == ("7,97", "")


DATE = (
    "The spreadsheet holds a date here ({}). Set the cell's format to Number and enter the "
    "number again."
)
WRONG = "{} is no number: correct the formula, or enter the number."
NO_NUMBER = "“{}” is not a number: write for example 370.461 or 11,28."


TOO_LONG = "This number needs more than nine digits or six decimals."
WRONGLY = [
    (dt.date(2026, 5, 13), "d/m/yyyy", "13/5/2026", DATE.format("13/5/2026")),
    (dt.time(12, 30), "h:mm", "12:30:00", DATE.format("12:30:00")),
    (True, "General", "TRUE", WRONG.format("TRUE")),
    ("#DIV/0!", "General", "#DIV/0!", WRONG.format("#DIV/0!")),
    ("nhiều", "General", "nhiều", NO_NUMBER.format("nhiều")),
    (0.05, "0%", "5%", NO_NUMBER.format("5%")),
    (
        *("11.28", "@", "11.28"),
        "“11.28” is unclear: write 11,28; for thousands, write 1.128.",
    ),
    (1 / 3, "General", "0,333333333333333", TOO_LONG),
    (1e12, "General", "1.000.000.000.000", TOO_LONG),
]


def test_cell_that_cannot_be_taken_says_why() -> None:
    built = reporting()
    fill(built)
    own, at = written(built), square("retail", 0)
    found = [read(built, filled_in(own, {at: one[0]}, {at: one[1]})) for one in WRONGLY]
    assert [(one.typed, one.refused) for [one] in found] == [said[2:] for said in WRONGLY]


def test_formula_counts_with_the_value_it_came_to() -> None:
    built = reporting()
    fill(built)
    at = square("retail", 0)
    [one] = read(built, with_cell(written(built), at, "<f>150000+1000.5</f><v>151000.5</v>"))
    assert (one.typed, one.refused) == ("151.000,5", "")


def test_formula_without_a_value_is_refused_with_what_to_do() -> None:
    built = reporting()
    fill(built)
    [one] = read(built, filled_in(written(built), {square("retail", 0): "=150000+1000"}))
    assert (one.typed, one.refused) == (
        "",
        "This formula has no value: open the file in Excel or LibreOffice, save it and upload it "
        "again.",
    )


def test_formula_whose_value_is_an_error_is_refused() -> None:
    built = reporting()
    fill(built)
    content = with_cell(written(built), square("retail", 0), "<f>1/0</f><v>#DIV/0!</v>", "e")
    [one] = read(built, content)
    assert (one.typed, one.refused) == ("#DIV/0!", WRONG.format("#DIV/0!"))


def test_text_of_an_english_file_is_read_as_english() -> None:
    built = reporting()
    with translation.override("en"):
        content = written(built)
    [one] = read(built, filled_in(content, {square("retail", 0): "151,000.5"}))
    assert (one.typed, one.refused) == ("151.000,5", "")


def test_explanation_is_read_beside_its_cell() -> None:
    built = reporting()
    fill(built)
    [one] = read(built, filled_in(written(built), {"L11": " Theo số hải quan.\nSố ước. "}))
    assert one == ReadCell(
        *(built.rows["export"].pk, built.columns[1].pk, "5.600", 1),
        note="Theo số hải quan.\nSố ước.",
    )


# What happened to the file


def test_rows_and_columns_put_in_between_do_not_matter() -> None:
    built = reporting()
    fill(built)

    def between(book: Any) -> None:
        sheet = sheet_of(book)
        sheet["F11"] = 5700
        sheet.insert_rows(11)
        sheet.insert_rows(1)
        sheet.insert_cols(6)
        sheet["F13"] = "tính nháp"

    [one] = read(built, changed(written(built), between))
    assert (one.row_id, one.column_id, one.typed) == (
        built.rows["export"].pk,
        built.columns[1].pk,
        "5.700",
    )


def test_rows_that_were_sorted_whole_are_found_by_their_ids() -> None:
    built = reporting()
    fill(built)

    def swap(book: Any) -> None:
        sheet = sheet_of(book)
        for above, below in zip(sheet[10], sheet[11], strict=True):
            above.value, below.value = below.value, above.value

    assert read(built, changed(written(built), swap)) == []


def test_rows_of_which_only_a_part_was_moved_are_refused() -> None:
    built = reporting()
    fill(built)

    def swap(book: Any) -> None:
        sheet = sheet_of(book)
        for above, below in zip(sheet[10][1:], sheet[11][1:], strict=True):
            above.value, below.value = below.value, above.value

    assert refusal(built, changed(written(built), swap)) == (
        "“Tổng mức bán lẻ hàng hóa” does not stand in its row any more: rows were moved, sorted or "
        "reworded. Download the spreadsheet again and copy your numbers into it."
    )


REBUILT = (
    "Rows or columns of this spreadsheet were added, removed or repeated. Download it again and "
    "copy your numbers into it."
)


def test_table_that_was_rebuilt_is_refused() -> None:
    built = reporting()
    own = written(built)
    changes = {
        "row removed": lambda sheet: sheet.delete_rows(11),
        "column removed": lambda sheet: sheet.delete_cols(6),
        "ids of rows removed": lambda sheet: sheet.delete_cols(1),
        "ids of columns removed": lambda sheet: sheet.delete_rows(8),
        "row twice": lambda sheet: sheet.__setitem__("A20", sheet["A10"].value),
        "head twice": lambda sheet: sheet.__setitem__("A20", "ids"),
        "column twice": lambda sheet: sheet.__setitem__("Z8", sheet["E8"].value),
        "row of no round": lambda sheet: sheet.__setitem__("A20", 999_999),
        "far below": lambda sheet: sheet.insert_rows(9, 1000),
    }
    refused = {}
    for name, change in changes.items():
        content = changed(own, lambda book, change=change: change(sheet_of(book)))
        refused[name] = refusal(built, content)
    assert refused == dict.fromkeys(changes, REBUILT)


def test_renamed_sheet_is_refused_by_its_name() -> None:
    built = reporting()

    def rename(book: Any) -> None:
        sheet_of(book).title = "Sheet1"

    content = changed(written(built), rename)
    name = sheet_of(load_workbook(BytesIO(written(built)))).title
    assert refusal(built, content) == (
        f"The sheet “{name}” was renamed or removed. Give it back its name, or download the "
        "spreadsheet again."
    )


def test_sheets_in_another_order_do_not_matter() -> None:
    built = reporting()

    def reorder(book: Any) -> None:
        book.create_sheet("Nháp", 0)["A1"] = "ids"

    assert read(built, changed(written(built), reorder)) == []


FOREIGN = (
    "This spreadsheet was not downloaded here, or lost its hidden sheet. Download the spreadsheet "
    "of this report and fill that in."
)


def test_spreadsheet_of_somebody_else_is_refused() -> None:
    built = reporting()
    stream = BytesIO()
    Workbook().save(stream)
    without = changed(written(built), lambda book: book.remove(book["_portal"]))
    emptied = changed(written(built), lambda book: book["_portal"].delete_rows(1, 99))
    assert [refusal(built, one) for one in (stream.getvalue(), without, emptied)] == [FOREIGN] * 3


def test_file_of_another_province_is_refused_without_saying_whose() -> None:
    built = reporting()
    theirs = written(built, "clerk_nghe_an", built.nghe_an)
    assert refusal(built, theirs) == (
        "This file is of another report. Download the spreadsheet of this report and fill that in."
    )


def test_file_of_rows_that_were_asked_otherwise_is_refused() -> None:
    built = reporting()
    content = written(built)
    RoundRow.objects.filter(pk=built.rows["export"].pk).update(parent=built.rows["promotion"])
    assert refusal(built, content) == (
        "What this round asks has changed since the spreadsheet was downloaded. Download it again "
        "and copy your numbers into it."
    )


# What is no spreadsheet, or wants to do harm


OTHER = (
    "This is not an Excel workbook (.xlsx). Download the spreadsheet of this report, fill it in, "
    "and send that."
)
HARMFUL = "The file is not built as Excel or LibreOffice build one, and was not opened."
DAMAGED = "The file is damaged. Open it in Excel or LibreOffice, save it again, and send that."
MACROS = "This file contains macros. Save it as an Excel workbook (.xlsx) and send that."
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</worksheet>'
)


def archive(**parts: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def doubled(content: bytes) -> bytes:
    stream = BytesIO(content)
    with zipfile.ZipFile(stream, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr(SHEET, "<worksheet/>")
    return stream.getvalue()


def secret(content: bytes) -> bytes:
    """With the mark of an encrypted member in both of its headers."""
    at = [content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8]
    marked = bytearray(content)
    for one in at:
        marked[one] |= 1
    return bytes(marked)


HARM = {
    "empty": (lambda own: b"", OTHER),
    "csv": (lambda own: "Chỉ tiêu;Số".encode(), OTHER),
    "html": (lambda own: b"<table><tr><td>1</td></tr></table>", OTHER),
    "pdf": (lambda own: b"%PDF-1.7", OTHER),
    "word": (lambda own: archive(**{"word/document.xml": b"<a/>"}), OTHER),
    "large": (
        lambda own: own + b"\0" * LARGEST,
        "The file is larger than 5 MB: send only the spreadsheet downloaded here, filled in.",
    ),
    "xls": (
        lambda own: OLD + b"\0" * 512,
        "This is a file of Excel 2003 or older. Choose “Save as”, the type Excel workbook (.xlsx), "
        "and send that.",
    ),
    "password": (
        lambda own: OLD + "EncryptedPackage".encode("utf-16-le"),
        "This file has a password. Save it without one, as .xlsx, and send that.",
    ),
    "ods": (
        lambda own: archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        "This is an OpenDocument file. In LibreOffice choose “Save as”, the type Excel 2007–365 "
        "(.xlsx), and send that.",
    ),
    "xlsb": (
        lambda own: archive(**{"xl/workbook.bin": b"x"}),
        "This is a binary workbook. Save it as an Excel workbook (.xlsx) and send that.",
    ),
    "macros": (lambda own: with_part(own, "xl/vbaProject.bin", b"x"), MACROS),
    "macros by type": (
        lambda own: with_part(
            own,
            "[Content_Types].xml",
            part(own, "[Content_Types].xml").replace("sheet.main", "sheet.macroEnabled.main"),
        ),
        MACROS,
    ),
    "cut off": (lambda own: own[:-200], DAMAGED),
    "torn xml": (lambda own: with_part(own, SHEET, "<worksheet><row>"), DAMAGED),
    "no sheet": (lambda own: with_part(own, SHEET, "<a/>"), REBUILT),
    "wrong styles": (lambda own: with_part(own, "xl/styles.xml", "<a/>"), DAMAGED),
    "locked": (secret, HARMFUL),
    "doubled": (doubled, HARMFUL),
    "entities": (lambda own: with_part(own, SHEET, BOMB), HARMFUL),
    "entities, other alphabet": (
        lambda own: with_part(own, SHEET, BOMB.encode("utf-16")),
        HARMFUL,
    ),
    "entities under another name": (lambda own: with_part(own, "xl/media/a.png", BOMB), HARMFUL),
    "zeros": (lambda own: with_part(own, "xl/media/a.png", b"\0" * 2_000_000), HARMFUL),
    "members": (
        lambda own: archive(**{f"{number}.xml": b"<a/>" for number in range(MEMBERS + 1)}),
        HARMFUL,
    ),
    "rows": (
        lambda own: with_part(own, SHEET, "<worksheet>" + "<row/>" * CELLS + "</worksheet>"),
        HARMFUL,
    ),
    "rows of many sheets": (
        lambda own: with_part(
            with_part(own, SHEET, "<worksheet>" + "<row/>" * (CELLS // 2) + "</worksheet>"),
            *("xl/worksheets/sheet9.xml", "<a>" + "<row/>" * (CELLS // 2) + "</a>"),
        ),
        HARMFUL,
    ),
    "fonts": (
        lambda own: with_part(own, "xl/styles.xml", "<a>" + "<font/>" * OTHERS + "</a>"),
        HARMFUL,
    ),
    "depth": (lambda own: with_part(own, SHEET, "<a>" * 99 + "</a>" * 99), HARMFUL),
}


def test_what_is_no_spreadsheet_is_refused_with_what_to_do() -> None:
    built = reporting()
    own = written(built)
    refused = {name: refusal(built, harm(own)) for name, (harm, _message) in HARM.items()}
    assert refused == {name: message for name, (_harm, message) in HARM.items()}


def test_file_that_unpacks_to_too_much_is_refused() -> None:
    built = reporting()
    stream = BytesIO(written(built))
    noise = bytes(range(256)) * 4
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as target:
        for number in range(UNPACKED // 900_000 + 1):
            target.writestr(f"xl/media/{number}.png", (noise * 1000)[:900_000])
    assert refusal(built, stream.getvalue()) == HARMFUL
