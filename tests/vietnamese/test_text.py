import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.text import fold, nfc, sort_key, storable

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
vietnamese_words = st.lists(
    st.tuples(st.sampled_from(LETTERS + LETTERS.upper()), st.sampled_from(TONES)).map("".join),
    max_size=12,
).map("".join)

SORTED_NAMES = [
    "28 tỉnh, thành phố",
    "A Lưới",
    "An Giang",
    "An Khê",
    "Anh Sơn",
    "Ăn Quả",
    "Ân Thi",
    "Ba Vì",
    "Bà Rịa - Vũng Tàu",
    "Bá Thước",
    "Bạc Liêu",
    "Bắc Kạn",
    "Bến Tre",
    "Bình Dương",
    "Bình Định",
    "Bình Phước",
    "Cà Mau",
    "Cao Bằng",
    "Cần Thơ",
    "Chư Prông",
    "Cư Jút",
    "Duy Xuyên",
    "Dương Minh Châu",
    "Đà Nẵng",
    "Đắk Lắk",
    "Điện Biên",
    "Đồng Tháp",
    "Gia Lai",
    "Hà Nội",
    "Hải Phòng",
    "Hậu Giang",
    "Hoa Lư",
    "Hòa An",
    "Hoà Bình",
    "Hỏa Lò",
    "Hồ Chí Minh",
    "Hớn Quản",
    "Huế",
    "Hưng Yên",
    "Lạng Sơn",
    "Lào Cai",
    "Lâm Đồng",
    "Long An",
    "Sóc Trăng",
    "Sơn La",
    "Tây Ninh",
    "Thái Nguyên",
    "Thanh Hóa",
    "Thừa Thiên Huế",
    "Tuy Hòa",
    "Yên Bái",
]


def test_nfc_of_decomposed_text_is_composed() -> None:
    assert nfc("Thu\u031b\u0300a Thie\u0302n Hue\u0302\u0301") == "Thừa Thiên Huế"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đà Nẵng", "da nang"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("TP.HCM", "tp hcm"),
        ("TT-Huế", "tt hue"),
        ("Bà Rịa – Vũng Tàu", "ba ria vung tau"),
        ("  Đắk\u00a0Lắk\n(cũ) ", "dak lak cu"),
        ("370.461 tỷ", "370 461 ty"),
        ("ÐỒNG THÁP", "dong thap"),  # U+00D0, met in old documents instead of Đ
        ("Hà\u200bNội", "hanoi"),
        ("ＨÀ ＮỘＩ", "ha noi"),
        ("", ""),
    ],
)
def test_fold_of_text_is_its_form_for_finding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(vietnamese_words)
def test_fold_is_blind_to_case_and_composition(text: str) -> None:
    assert fold(text.upper()) == fold(unicodedata.normalize("NFC", text.lower()))


@given(st.lists(st.sampled_from(LETTERS), min_size=1), st.sampled_from(TONES))
def test_fold_is_blind_to_tone_and_its_place(letters: list[str], tone: str) -> None:
    assert fold(letters[0] + tone + "".join(letters[1:])) == fold("".join(letters) + tone)


def test_sort_key_of_names_gives_dictionary_order() -> None:
    shuffled = random.Random(2022).sample(SORTED_NAMES, len(SORTED_NAMES))
    assert sorted(shuffled, key=sort_key) == SORTED_NAMES


def test_sort_key_of_alphabet_gives_the_29_letters_in_order() -> None:
    assert sorted(sorted(LETTERS), key=sort_key) == list(LETTERS)


def test_sort_key_of_tones_is_ngang_huyen_hoi_nga_sac_nang() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == [
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
    ]


def test_sort_key_compares_syllable_by_syllable() -> None:
    assert sorted(["tuần chay", "tuân thủ"], key=sort_key) == ["tuân thủ", "tuần chay"]


def test_sort_key_puts_small_letters_first_only_among_equals() -> None:
    assert sorted(["Hà", "hà", "Ha", "hạ"], key=sort_key) == ["Ha", "hà", "Hà", "hạ"]


def test_sort_key_puts_a_name_before_what_continues_it() -> None:
    assert sorted(["Hà Nội", "Hàn", "Hà"], key=sort_key) == ["Hà", "Hà Nội", "Hàn"]


def test_sort_key_of_hoa_is_the_same_for_both_tone_places() -> None:
    assert sort_key("Hoà Bình") == sort_key("Hòa Bình")


@given(st.text())
def test_sort_key_holds_small_ascii_letters_and_digits_only(text: str) -> None:
    assert set(sort_key(text)) - set("0123456789abcdefghijklmnopqrstuvwxyz") == set()


@given(vietnamese_words)
def test_sort_key_is_blind_to_composition(text: str) -> None:
    assert sort_key(text) == sort_key(unicodedata.normalize("NFC", text))


def test_storable_drops_what_no_database_keeps() -> None:
    assert storable("\0vi\u0300\ud800 đ\udfff") == "vì đ"
