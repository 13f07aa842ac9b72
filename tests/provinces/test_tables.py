"""Tables that are taken away: what is written reads back equal, and nothing is a formula."""

import csv
import datetime as dt
from decimal import Decimal
from io import BytesIO, StringIO
from operator import itemgetter
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from provinces.tables import (
    FORMULA,
    SPREADSHEET,
    Column,
    Table,
    answer,
    as_csv,
    as_workbook,
    file_name,
    printable,
)

TODAY = dt.date(2026, 11, 22)
MIDNIGHT = dt.datetime.combine(TODAY, dt.time())
PAGE = "https://portal.example.vn/conferences/"

texts = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}{}".format,
        st.sampled_from(["'", "''", *FORMULA]),
        st.sampled_from(["Thừa Thiên Huế", "1+1", '"Sở; Công Thương"\n2', "-5,2", ""]),
    ),
)
numbers = st.decimals(-(10**9), 10**9, places=6).map(lambda number: number.normalize())
days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
rows = st.lists(st.tuples(texts, numbers, st.integers(-(10**9), 10**9), days), max_size=8)


def table(lines: list[tuple], **said: Any) -> Table:
    headings = ("Chữ", "Số", "Năm", "Ngày")
    columns = [Column(heading, itemgetter(at)) for at, heading in enumerate(headings)]
    return Table("Hội nghị", columns, iter(lines), **said)


def read_rows(table: Table) -> list[list[str]]:
    content = b"".join(as_csv(table)).decode("utf-8-sig")
    return list(csv.reader(StringIO(content, newline=""), delimiter=";"))


def unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(FORMULA) else text


def book(table: Table) -> Any:
    return load_workbook(as_workbook(table, page=PAGE, today=TODAY))


@given(rows)
@settings(max_examples=200)
def test_rows_read_back_equal(lines) -> None:
    heading, *found = read_rows(table(lines))
    assert heading == ["Chữ", "Số", "Năm", "Ngày"]
    assert [
        (
            unguarded(text),
            Decimal(number.replace(",", ".")),
            int(year),
            dt.date.fromisoformat(day),
        )
        for text, number, year, day in found
    ] == [(printable(text), number, year, day) for text, number, year, day in lines]


@given(rows)
@settings(max_examples=200)
def test_no_text_of_rows_begins_like_a_formula(lines) -> None:
    texts = [text for text, *_numbers in read_rows(table(lines))[1:]]
    assert [text for text in texts if text.startswith(FORMULA)] == []


@given(rows)
@settings(max_examples=40)
def test_spreadsheet_reads_back_equal_and_has_no_formula(lines) -> None:
    sheet = book(table(lines)).worksheets[0]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [
        (text or "", Decimal(str(number)), year, day.date()) for text, number, year, day in found
    ] == [(printable(text), number, year, day) for text, number, year, day in lines]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n", "d"}


def test_number_keeps_its_decimals_in_both_files() -> None:
    lines = [("", Decimal("16.90"), 2022, TODAY)]
    assert read_rows(table(lines))[1] == ["", "16,90", "2022", "2026-11-22"]
    cells = book(table(lines)).worksheets[0][2]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        (None, "General"),
        (16.9, "#,##0.00"),
        (2022, "0"),
        (MIDNIGHT, "dd/mm/yyyy"),
    ]


def test_number_that_a_spreadsheet_would_round_stands_as_text() -> None:
    cell = book(table([("", Decimal("1234567890123456.5"), 1, TODAY)])).worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == ("1234567890123456.5", "s")


def test_nothing_is_an_empty_cell() -> None:
    line = ("", None, None, None)
    assert read_rows(table([line]))[1] == ["", "", "", ""]
    assert [cell.value for cell in book(table([line])).worksheets[0][2]] == [None] * 4


def test_formula_stands_as_text() -> None:
    lines = [("=HYPERLINK(1)", Decimal(1), 1, TODAY)]
    cell = book(table(lines)).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert read_rows(table(lines))[1][0] == "'=HYPERLINK(1)"


def test_control_characters_are_left_out() -> None:
    lines = [("Sở\0 Công\x07\r\nThương\uffff", Decimal(1), 1, TODAY)]
    assert read_rows(table(lines))[1][0] == "Sở Công\nThương"
    assert book(table(lines)).worksheets[0]["A2"].value == "Sở Công\nThương"


def test_spreadsheet_says_what_it_is_on_its_second_sheet() -> None:
    lines = [("a", Decimal(1), 1, TODAY)] * 3
    about = book(table(lines, filters=["Khu vực: phía Bắc"], notes=["Có bản nháp."])).worksheets[1]
    assert [[cell.value for cell in row] for row in about.iter_rows()] == [
        [_("Table"), "Hội nghị"],
        [_("Filter"), "Khu vực: phía Bắc"],
        [_("Note"), "Có bản nháp."],
        [_("Number of rows"), 3],
        [_("Taken from"), _("Industry and Trade Conference Database")],
        [_("Address of the page"), PAGE],
        [_("Taken on"), MIDNIGHT],
    ]


def test_spreadsheet_prints_its_headings_on_every_page() -> None:
    sheet = book(table([("a", Decimal(1), 1, TODAY)])).worksheets[0]
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.auto_filter.ref) == (
        "$1:$1",
        "A2",
        "A1:D2",
    )


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Hội nghị Khu vực: phía Bắc, 2020", "hoi-nghi-khu-vuc-phia-bac-2020-2026-11-22.csv"),
        ("Số liệu: “Đà Nẵng”/../x", "so-lieu-da-nang-x-2026-11-22.csv"),
        ("dài " * 60, f"{'-'.join(['dai'] * 25)}-2026-11-22.csv"),
    ],
)
def test_file_has_a_name_that_a_person_finds_again(words, name) -> None:
    assert file_name(words, TODAY, "csv") == name


def asked(query: str = "") -> Any:
    return RequestFactory().get(f"/conferences/conferences.csv{query}")


def test_answer_carries_its_kind_and_name() -> None:
    today = timezone.localdate()
    found = {}
    for ending in ("csv", "xlsx"):
        given = answer(asked(), table([], filters=["Từ năm: 2020"]), ending)
        found[ending] = (given["Content-Type"], given["Content-Disposition"])
        assert given.getvalue() != b""
    name = f"hoi-nghi-tu-nam-2020-{today}"
    assert found == {
        "csv": ("text/csv; charset=utf-8", f'attachment; filename="{name}.csv"'),
        "xlsx": (SPREADSHEET, f'attachment; filename="{name}.xlsx"'),
    }


def test_answer_leads_back_to_the_page_with_its_filters() -> None:
    content = answer(asked("?year_from=2020&q=a%26b"), table([]), "xlsx").getvalue()
    said = dict(row for row in load_workbook(BytesIO(content)).worksheets[1].values)
    address = "http://testserver/conferences/?year_from=2020&q=a%26b"
    assert said[_("Address of the page")] == address


def test_rows_are_in_the_language_in_which_they_were_asked_for() -> None:
    columns = [Column("Số", lambda row: translation.get_language())]
    with translation.override("en"):
        given = answer(asked(), Table("Số", columns, [1, 2]), "csv")
    with translation.override("vi"):
        assert given.getvalue().decode("utf-8-sig").split() == ["Số", "en", "en"]


def test_rows_are_read_while_they_are_sent() -> None:
    read = []

    def rows():
        for number in range(1000):
            read.append(number)
            yield (str(number),)

    pieces = as_csv(Table("", [Column("Số", itemgetter(0))], rows()))
    assert (next(pieces), read) == (b"\xef\xbb\xbf", [])
    next(pieces)
    assert len(read) == 200
    assert b"".join(pieces).split()[-1] == b"999"
