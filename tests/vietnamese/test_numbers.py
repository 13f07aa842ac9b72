from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.language import Language
from vietnamese.numbers import (
    AmbiguousNumber,
    NotANumber,
    format_number,
    format_printed,
    is_ambiguous_paste,
    parse,
    quantity,
)

notations = st.sampled_from(["vi", "en"])
numbers = st.decimals(min_value=-(10**15), max_value=10**15, places=4) | st.integers(
    -(10**30), 10**30
).map(Decimal)


@given(numbers, notations, st.booleans())
def test_parse_reads_what_format_writes(value: Decimal, notation: Language, grouping: bool) -> None:
    shown = format_number(value, notation=notation, grouping=grouping)
    assert parse(shown, notation=notation) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("370.461", "370461"),
        ("370461", "370461"),
        ("1.234.567,89", "1234567.89"),
        ("11,28", "11.28"),
        ("16,90", "16.90"),
        ("370,461", "370.461"),
        ("0,001", "0.001"),
        ("-3,5", "-3.5"),
        ("\u22123,5", "-3.5"),
        ("+7,97", "7.97"),
        ("\u00a0１８.５０３ ", "18503"),
        ("0", "0"),
    ],
)
def test_parse_of_vietnamese_keeps_the_decimals_typed(text: str, value: str) -> None:
    assert str(parse(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("370,461", "370461"), ("370.461", "370.461"), ("1,234,567.890", "1234567.890")],
)
def test_parse_of_english_groups_by_comma(text: str, value: str) -> None:
    assert str(parse(text, notation="en")) == value


@pytest.mark.parametrize(
    ("text", "notation", "expected"),
    [
        ("11.28", "vi", {"decimal": "11,28", "grouped": "1.128"}),
        ("-11.28", "vi", {"decimal": "-11,28", "grouped": "-1.128"}),
        ("37.0461", "vi", {"decimal": "37,0461", "grouped": "370.461"}),
        ("0.001", "vi", {"decimal": "0,001"}),
        ("1.5", "vi", {"decimal": "1,5"}),
        ("1,234.56", "vi", {"decimal": "1.234,56"}),
        ("1,234,567", "vi", {"decimal": "1.234.567"}),
        ("11,28", "en", {"decimal": "11.28", "grouped": "1,128"}),
        ("1.234,56", "en", {"decimal": "1,234.56"}),
    ],
)
def test_parse_of_the_other_notation_is_refused_with_the_right_spelling(
    text: str, notation: Language, expected: dict[str, str]
) -> None:
    with pytest.raises(AmbiguousNumber) as refusal:
        parse(text, notation=notation)
    assert refusal.value.params == {"text": text, **expected}


@pytest.mark.parametrize("notation", ["vi", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "…",
        "1.23.456",
        "1,23,456",
        "1.234.56",
        "370 461",
        "5-6",
        "--5",
        "5,",
        ",5",
        "1e3",
        "NaN",
        "7,97%",
        "11 tỷ",
        "105¹",
        "١٢",
        "1" * 41,
    ],
)
def test_parse_of_anything_else_is_refused(text: str, notation: Language) -> None:
    with pytest.raises(NotANumber):
        parse(text, notation=notation)


@given(st.from_regex(r"[0-9]{1,3}([.,][0-9]{1,4}){0,3}", fullmatch=True))
def test_parse_reads_a_text_as_two_numbers_only_where_a_paste_is_asked_about(text: str) -> None:
    readings = {_reading(text, "vi"), _reading(text, "en")} - {None}
    assert (len(readings) == 2) is is_ambiguous_paste(text)


def _reading(text: str, notation: Language) -> Decimal | None:
    try:
        return parse(text, notation=notation)
    except (AmbiguousNumber, NotANumber):
        return None


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        ("370,461", True),
        ("370.461", True),
        ("-1,318", True),
        ("1234,567", False),
        ("0,461", False),
        ("11,28", False),
        ("1.234.567", False),
        ("370461", False),
    ],
)
def test_is_ambiguous_paste_of_three_digits_after_one_separator(text: str, ambiguous: bool) -> None:
    assert is_ambiguous_paste(text) is ambiguous


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (370461, None, "370.461", "370,461"),
        (Decimal("16.90"), None, "16,90", "16.90"),
        (Decimal("1E+6"), None, "1.000.000", "1,000,000"),
        (Decimal("-1234.5"), 2, "-1.234,50", "-1,234.50"),
        (Decimal("28.665"), 2, "28,67", "28.67"),
        (Decimal("2.5"), 0, "3", "3"),
        (Decimal("-0.004"), 2, "0,00", "0.00"),
        (Decimal("1234567890123456789012345678901.5"), None,
         "1.234.567.890.123.456.789.012.345.678.901,5",
         "1,234,567,890,123,456,789,012,345,678,901.5"),
    ],
)  # fmt: skip
def test_format_number_in_both_notations(
    value: Decimal | int, decimals: int | None, vi: str, en: str
) -> None:
    shown = (
        format_number(value, decimals=decimals),
        format_number(value, decimals=decimals, notation="en"),
    )
    assert shown == (vi, en)


def test_format_number_of_year_is_not_grouped_without_grouping() -> None:
    assert format_number(2022, grouping=False) == "2022"


@pytest.mark.parametrize(
    ("canonical", "vi", "en"),
    [
        ("16.90", "16,90", "16.90"),
        ("370461", "370.461", "370,461"),
        ("-0.50", "-0,50", "-0.50"),
        ("0", "0", "0"),
    ],
)
def test_format_printed_keeps_the_printed_decimals(canonical: str, vi: str, en: str) -> None:
    assert (format_printed(canonical), format_printed(canonical, "en")) == (vi, en)


@pytest.mark.parametrize("text", ["16,90", "1.234.567", "", "1e3", "NaN", "+5", "5."])
def test_format_printed_of_what_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a canonical number"):
        format_printed(text)


def test_quantity_joins_number_and_unit_with_a_space_that_never_breaks() -> None:
    assert quantity("370.461", "tỷ đồng") == "370.461\u00a0tỷ đồng"


def test_quantity_of_percent_has_no_space() -> None:
    assert quantity("7,97", "%") == "7,97%"
