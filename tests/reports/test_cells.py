"""How a typed cell is read, rules R8 and N1."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reports.cells import Reading, Unit, read_cell, shown, why_refused
from reports.enums import EntryState
from vietnamese.errors import Unreadable
from vietnamese.language import Language
from vietnamese.numbers import format_number, parse
from vietnamese.text import nfc

BILLION = Unit(("tỷ đồng", "billion đồng"), Decimal(10**9), Decimal(10**9))
USD = Unit(("tỷ USD", "billion USD"), Decimal(10**9), Decimal(10**6))  # kept in million USD
PERCENT = Unit(("%", "%"), Decimal(1), Decimal(1))

BLANK = (EntryState.EMPTY, EntryState.NIL, EntryState.NOT_AVAILABLE)

notations = st.sampled_from(["vi", "en"])
fitting = (
    st.integers(0, 6)
    .flatmap(lambda places: st.decimals(-(10**9) + 1, 10**9 - 1, places=places))
    .filter(bool)
)


def refusal(typed: str, unit: Unit = BILLION, notation: Language = "vi") -> str:
    with translation.override("en"):
        reading = read_cell(typed, unit=unit, notation=notation)
    assert reading == Reading(EntryState.UNREADABLE, message=reading.message)
    return reading.message


@given(fitting, notations, st.booleans(), st.sampled_from(["", " tỷ đồng", "\u00a0Tỷ Đồng"]))
def test_number_is_read_back_with_the_decimals_typed(
    number: Decimal, notation: Language, grouping: bool, behind: str
) -> None:
    typed = format_number(number, notation=notation, grouping=grouping) + behind
    reading = read_cell(typed, unit=BILLION, notation=notation)
    assert (reading.state, reading.number, reading.value) == (
        EntryState.NUMBER,
        f"{number:f}",
        number,
    )


@given(fitting, notations)
def test_what_is_shown_is_read_as_the_same_number(number: Decimal, notation: Language) -> None:
    again = shown(EntryState.NUMBER, f"{number:f}", "whatever was typed", notation=notation)
    assert read_cell(again, unit=BILLION, notation=notation).number == f"{number:f}"


@given(st.text(), notations)
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str, notation: Language) -> None:
    reading = read_cell(typed, unit=PERCENT, notation=notation)
    try:
        number = f"{parse(nfc(typed).strip().removesuffix('%').strip(), notation=notation):f}"
    except Unreadable:
        number = ""
    blank = typed.strip() in ("", "-", "–", "—", "−", "…", "...", "..")
    assert bool(reading.message) is (reading.state == EntryState.UNREADABLE)
    assert (reading.state == EntryState.NUMBER) is bool(number and not reading.message)
    assert (reading.state in BLANK) is blank


@given(st.from_regex(r"[A-Za-zđ]{1,20}", fullmatch=True), notations)
def test_words_are_refused_with_an_example(typed: str, notation: Language) -> None:
    example = {"vi": "370.461 or 11,28.", "en": "370,461 or 11.28."}[notation]
    assert refusal(typed, notation=notation) == (
        f"“{typed}” is not a number: write for example {example}"
    )


@pytest.mark.parametrize("typed", ["-", "–", "—", "−", " - "])
def test_dash_is_nil(typed: str) -> None:
    assert read_cell(typed, unit=BILLION) == Reading(EntryState.NIL)


@pytest.mark.parametrize("typed", ["…", "...", ".."])
def test_dots_are_not_available(typed: str) -> None:
    assert read_cell(typed, unit=BILLION) == Reading(EntryState.NOT_AVAILABLE)


@pytest.mark.parametrize("typed", ["", " ", "\t\u00a0"])
def test_blank_is_empty(typed: str) -> None:
    assert read_cell(typed, unit=BILLION) == Reading(EntryState.EMPTY)


@pytest.mark.parametrize(
    ("typed", "unit", "number", "value"),
    [
        ("0", BILLION, "0", "0"),
        ("-0", BILLION, "0", "0"),
        ("-0,00", BILLION, "0.00", "0"),
        ("-12,5", BILLION, "-12.5", "-12.5"),
        ("\u221212,5", BILLION, "-12.5", "-12.5"),
        ("+7", BILLION, "7", "7"),
        ("007", BILLION, "7", "7"),
        ("16,90", BILLION, "16.90", "16.9"),
        ("370.461 tỷ đồng", BILLION, "370461", "370461"),
        ("370.461 TỶ ĐỒNG", BILLION, "370461", "370461"),
        ("370.461 ty\u0309 đo\u0302\u0300ng", BILLION, "370461", "370461"),
        ("11,28 tỷ USD", USD, "11.28", "11280"),
        ("11,28 billion USD", USD, "11.28", "11280"),
        ("7,97%", PERCENT, "7.97", "7.97"),
        ("7,97 %", PERCENT, "7.97", "7.97"),
        ("１８．５０３", BILLION, "18503", "18503"),
        ("999.999.999", BILLION, "999999999", "999999999"),
        ("0,000001", BILLION, "0.000001", "0.000001"),
    ],
)
def test_number_with_sign_and_unit(typed: str, unit: Unit, number: str, value: str) -> None:
    reading = read_cell(typed, unit=unit)
    assert (reading.number, reading.value) == (number, Decimal(value))


@pytest.mark.parametrize(
    ("typed", "notation", "spelled"),
    [
        ("11.28", "vi", "11,28; for thousands, write 1.128."),
        ("11,28", "en", "11.28; for thousands, write 1,128."),
        ("37.0461", "vi", "37,0461; for thousands, write 370.461."),
        ("1.5", "vi", "1,5."),
        ("1,234.5", "vi", "1.234,5."),
    ],
)
def test_number_in_the_other_notation_is_refused_with_the_right_spelling(
    typed: str, notation: Language, spelled: str
) -> None:
    assert refusal(typed, notation=notation) == f"“{typed}” is unclear: write {spelled}"


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("1.234.567.8", "1.234.567.8"),
        ("5.200 triệu đồng", "5.200 triệu đồng"),
        ("5.200 triệu tỷ đồng", "5.200 triệu"),
        ("5.200 USD", "5.200 USD"),
        ("tỷ đồng", ""),
        ("7,97% tỷ đồng", "7,97%"),
        ("100%%", "100%%"),
        ("%(text)s", "%(text)s"),
        ("1e5", "1e5"),
        ("nan", "nan"),
        ("=1+1", "=1+1"),
        ("13/5/2022", "13/5/2022"),
        ("12¹", "12¹"),
        ("١٢", "١٢"),
        ("1" * 300, "1" * 40),
    ],
)
def test_what_is_no_number_of_the_row_is_refused_with_an_example(typed: str, quoted: str) -> None:
    assert refusal(typed) == (f"“{quoted}” is not a number: write for example 370.461 or 11,28.")


@pytest.mark.parametrize("typed", ["1.000.000.000", "0,0000001", "1," + "0" * 29 + "1"])
def test_number_that_cannot_be_kept_exactly_is_refused(typed: str) -> None:
    assert refusal(typed) == "This number needs more than nine digits or six decimals."


def test_number_of_many_zeros_is_refused_not_cut() -> None:
    assert refusal("1," + "0" * 30) == "This number needs more than nine digits or six decimals."


@pytest.mark.parametrize(
    ("state", "number", "typed", "notation", "expected"),
    [
        (EntryState.NUMBER, "16.90", "16,90", "vi", "16,90"),
        (EntryState.NUMBER, "5200.5", "5.200,5", "en", "5,200.5"),
        (EntryState.NIL, "", "—", "vi", "-"),
        (EntryState.NOT_AVAILABLE, "", "..", "vi", "…"),
        (EntryState.UNREADABLE, "", "chưa rõ", "en", "chưa rõ"),
        (EntryState.EMPTY, "", "", "vi", ""),
    ],
)
def test_shown_in_the_notation_of_the_reader(
    state: str, number: str, typed: str, notation: Language, expected: str
) -> None:
    assert shown(state, number, typed, notation=notation) == expected


def test_text_refused_in_vietnamese_is_refused_to_an_english_reader_too() -> None:
    with translation.override("en"):
        said = [why_refused("11.28", unit=BILLION, notation=one) for one in ("vi", "en")]
    assert said == [
        "“11.28” is unclear: write 11,28; for thousands, write 1.128.",
        "This was not read as a number when it was typed: please type it again.",
    ]
