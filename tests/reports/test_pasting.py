"""Blocks copied from a spreadsheet: read, their notation found or asked, laid over the table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.pasting import notation_of, place, question_about, read_block, rewritten

ROWS = [None, 11, 12, None, 13]  # a heading, two rows, a heading, a row
COLUMNS = [1, 2]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
        ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),
        ("1\r2\r", [["1"], ["2"]]),
        ("1\t\t3", [["1", "", "3"]]),
        ("1\n\n3\n\n\n", [["1"], [""], ["3"]]),
        (" 150.000 \t\xa05,2\xa0", [["150.000", "5,2"]]),
        ('"hai\ndòng"\t2', [["hai\ndòng", "2"]]),
        ('"nói ""có"""\t"a\tb"', [['nói "có"', "a\tb"]]),
        ('"mở mà không đóng\t2', [['"mở mà không đóng', "2"]]),
        ('5" ống\t2', [['5" ống', "2"]]),
        ("", []),
        ("\r\n\t\r\n", []),
    ],
)
def test_block_is_read_as_spreadsheets_copy_it(text: str, block: list[list[str]]) -> None:
    assert read_block(text) == block


TEXTS = st.text('ab "\t\n', max_size=6).map(str.strip)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2).filter(any), min_size=1, max_size=4))
def test_block_quoted_cell_by_cell_is_read_back(block: list[list[str]]) -> None:
    quoted = [['"' + text.replace('"', '""') + '"' for text in row] for row in block]
    assert read_block("\r\n".join("\t".join(row) for row in quoted)) == block


@pytest.mark.parametrize(
    ("texts", "own", "notation"),
    [
        (["150000", "12", "-", "…", ""], "vi", "vi"),
        (["11,28", "370.461"], "vi", "vi"),  # 11,28 speaks for 370.461
        (["1.234.567", "370.461"], "vi", "vi"),
        (["370.461"], "vi", None),
        (["370,461", "12"], "vi", None),
        (["11.28"], "vi", None),
        (["11.28", "11,28"], "vi", None),
        (["1,234,567.5"], "vi", None),
        (["1,234.5", "370,461"], "en", "en"),
        (["370,461"], "en", None),
        (["11,28"], "en", None),
    ],
)
def test_notation_of_a_block_is_known_or_asked(texts, own, notation) -> None:
    assert notation_of([texts], own=own) == notation


@pytest.mark.parametrize(
    ("texts", "own", "asked"),
    [
        (["9", "370,461"], "vi", ("370,461", [("vi", "370,461", False), ("en", "370.461", True)])),
        (["370.461"], "vi", ("370.461", [("vi", "370.461", True), ("en", "370,461", False)])),
        (["11.28"], "vi", ("11.28", [("en", "11,28", False)])),
        (["370.461"], "en", ("370.461", [("en", "370.461", False), ("vi", "370,461", True)])),
    ],
)
def test_question_shows_both_readings(texts, own, asked) -> None:
    question = question_about([texts], own=own)
    assert question is not None
    assert (question.text, question.readings) == asked


def test_nothing_is_asked_about_clear_numbers() -> None:
    assert question_about([["11,28", "370.461"]], own="vi") is None


@pytest.mark.parametrize(
    ("text", "written", "own", "typed"),
    [
        ("370,461", "en", "vi", "370.461"),
        ("370,461", "vi", "vi", "370,461"),
        ("1,234.50", "en", "vi", "1.234,50"),
        ("1.234,50", "vi", "en", "1,234.50"),
        ("chưa có", "en", "vi", "chưa có"),
        ("-", "en", "vi", "-"),
        ("11,28", "en", "vi", "11,28"),
    ],
)
def test_number_is_rewritten_in_ones_own_notation(text, written, own, typed) -> None:
    assert rewritten(text, written=written, own=own) == typed


def laid(block: list[list[str]], *, first: int = 1, writable=(11, 12, 13)):
    return place(block, rows=ROWS[first:], columns=COLUMNS, writable=writable)


def test_table_copied_whole_keeps_its_headings() -> None:
    placed = laid([["1", "2"], ["3", "4"], ["", ""], ["5", "6"]])
    assert placed.cells == [
        (11, 1, "1"),
        (11, 2, "2"),
        (12, 1, "3"),
        (12, 2, "4"),
        (13, 1, "5"),
        (13, 2, "6"),
    ]
    assert placed.outside == []


def test_headings_are_passed_over_when_the_block_has_none() -> None:
    placed = laid([["1"], ["3"], ["5"]])
    assert (placed.cells, placed.outside) == ([(11, 1, "1"), (12, 1, "3"), (13, 1, "5")], [])


def test_what_has_no_cell_is_told() -> None:
    placed = laid([["1", "2", "quá"], ["3"], ["5"], ["thừa", ""]])
    assert [text for _row, _column, text in placed.cells] == ["1", "2", "3", "5"]
    assert placed.outside == ["quá", "thừa"]


def test_row_of_another_unit_is_told_and_not_passed_over() -> None:
    placed = laid([["1"], ["3"], ["5"]], writable=(11, 13))
    assert (placed.cells, placed.outside) == ([(11, 1, "1"), (13, 1, "5")], ["3"])


def test_empty_cell_of_a_block_leaves_what_is_there() -> None:
    assert laid([["", "2"]]).cells == [(11, 2, "2")]
