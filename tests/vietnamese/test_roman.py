import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.roman import find_edition, from_roman, to_roman


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "I"),
        (4, "IV"),
        (9, "IX"),
        (12, "XII"),
        (40, "XL"),
        (1994, "MCMXCIV"),
        (3999, "MMMCMXCIX"),
    ],
)
def test_to_roman_of_number_is_its_numeral(number: int, numeral: str) -> None:
    assert to_roman(number) == numeral


@pytest.mark.parametrize("number", [-1, 0, 4000])
def test_to_roman_outside_its_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="expected 1 to 3999"):
        to_roman(number)


@given(st.integers(1, 3999))
def test_from_roman_reads_what_to_roman_writes(number: int) -> None:
    assert from_roman(to_roman(number)) == number


@pytest.mark.parametrize(
    "numeral", ["", "IIII", "VX", "IC", "xiv", " X", "X2", "VV", "IXI", "MMMM", "Х"]
)
def test_from_roman_of_wrong_spelling_is_refused(numeral: str) -> None:
    with pytest.raises(ValueError, match="not a Roman numeral"):
        from_roman(numeral)


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("Hội nghị ngành Công Thương 6 tỉnh Bắc Trung Bộ lần thứ X, năm 2022", 10),
        ("Hội nghị khuyến công lần thứ 10", 10),
        ("HỘI NGHỊ LẦN THỨ XIII", 13),
        ("hoi nghi lan thu x", 10),
        ("lần thứ XI/2023", 11),
        ("lần thứ Ⅻ", 12),
        ("lần 11", 11),
        ("lần VI-2019", 6),
        ("lần thứ nhất", 1),
        ("lần thứ tư", 4),
        ("lần thứ năm năm 2018", 5),
        ("lần thứ mười hai", 12),
        ("X", 10),
        (" XIV ", 14),
        ("conference (edition XI)", 11),
        ("the 10th conference", 10),
        ("Sixth conference of the northern provinces", 6),
        ("the seventh marketing conference", 7),
        ("lần thứ IIII", None),
        ("lần thứ 0", None),
        ("lần thứ hai mươi hai", None),
        ("x", None),
        ("IC", None),
        ("tăng 1,5 lần 2,3", None),
        ("xuất khẩu sang Hà Lan 2019", None),
        ("in the first six months of 2019", None),
        ("held for the first time", None),
        ("on the 13th of May 2022", None),
        ("the twenty-first conference", None),
        ("Quảng Bình 2020", None),
        ("", None),
    ],
)
def test_find_edition_in_text_is_the_edition_it_names(text: str, edition: int | None) -> None:
    assert find_edition(text) == edition


@given(st.integers(1, 999))
def test_find_edition_reads_digits_and_numerals_alike(number: int) -> None:
    assert find_edition(f"lần thứ {number}") == find_edition(f"lần thứ {to_roman(number)}")
