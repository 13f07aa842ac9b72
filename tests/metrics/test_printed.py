"""Figures as sources print them, rules F2 and N1."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from metrics.enums import Against, Basis, Measure, Qualifier
from metrics.printed import NotPrinted, Printed, read_printed, spellings
from vietnamese.errors import Unreadable
from vietnamese.language import Language
from vietnamese.numbers import AmbiguousNumber, NotANumber, format_number

CATALOGUE = json.loads(
    (Path(__file__).parents[2] / "records" / "units.json").read_text(encoding="utf-8")
)
UNITS = spellings((unit["key"], unit["name"], unit["name_en"]) for unit in CATALOGUE)
EXACT, OVER, ALMOST, ABOUT = (
    Qualifier.EXACT,
    Qualifier.OVER,
    Qualifier.ALMOST,
    Qualifier.ABOUT,
)
languages = st.sampled_from(["vi", "en"])
amounts = st.decimals(min_value=0, max_value=10**9, places=2)


def read(text: str, language: Language = "vi") -> Printed:
    return read_printed(text, units=UNITS, language=language)


def refused(text: str, language: Language = "vi") -> str:
    with pytest.raises(NotPrinted) as refusal, override("en"):
        read_printed(text, units=UNITS, language=language)
    with override("en"):
        return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "number", "unit", "qualifier"),
    [
        ("1,318 triệu tỷ đồng", "1.318", "trieu-ty-dong", EXACT),
        ("370.461 tỷ đồng", "370461", "ty-dong", EXACT),
        ("16,90 tỷ đồng", "16.90", "ty-dong", EXACT),
        ("740.249,1 tỷ đồng.", "740249.1", "ty-dong", EXACT),
        ("1.787 ngàn tỉ đồng", "1787", "nghin-ty-dong", EXACT),
        ("1.612,9 nghìn tỷ VNĐ", "1612.9", "nghin-ty-dong", EXACT),
        ("500.000 đồng", "500000", "dong", EXACT),
        ("11,28 tỷ USD", "11.28", "ty-usd", EXACT),
        ("108,427 tỷ đô la Mỹ", "108.427", "ty-usd", EXACT),
        ("13.495,7 triệu đô-la Mỹ", "13495.7", "trieu-usd", EXACT),
        ("gần 400.000 người", "400000", "nguoi", ALMOST),
        ("trên 150 đại biểu", "150", "dai-bieu", OVER),
        ("trên 120 cơ sở CNNT", "120", "co-so", OVER),
        ("hơn 45 tỉnh, thành", "45", "tinh-thanh-pho", OVER),
        ("vượt 5,17 tỷ USD", "5.17", "ty-usd", OVER),
        ("từ 50 doanh nghiệp trở lên", "50", "doanh-nghiep", OVER),
        ("khoảng 18.503 doanh nghiệp nhỏ và vừa", "18503", "doanh-nghiep", ABOUT),
        ("xấp xỉ 270 gian hàng", "270", "gian-hang", ABOUT),
        ("khoảng gần 5 tỷ đồng", "5", "ty-dong", ABOUT),
        ("~550 đại biểu", "550", "dai-bieu", ABOUT),
        ("368 HTX", "368", "hop-tac-xa", EXACT),
        ("613 CCN", "613", "cum-cong-nghiep", EXACT),
        ("32 bản ghi nhớ", "32", "bien-ban-ghi-nho", EXACT),
        ("19 nhóm nhiệm vụ và giải pháp", "19", "nhom-nhiem-vu", EXACT),
        ("đạt 06 tập thể", "6", "tap-the", EXACT),
        ("149.887,15 km²", "149887.15", "km2", EXACT),
        ("12.042 ha", "12042", "ha", EXACT),
        ("24 nghìn ha", "24", "nghin-ha", EXACT),
        ("17.115 triệu kWh", "17115", "trieu-kwh", EXACT),
        ("2,4 tỷ USD (khoảng 60.000 tỷ đồng)", "2.4", "ty-usd", EXACT),
        ("2,4 tỷ USD, tương đương 60.000 tỷ đồng", "2.4", "ty-usd", EXACT),
        ("21.543 ha năm 2024", "21543", "ha", EXACT),
    ],
)
def test_level_is_read(text: str, number: str, unit: str, qualifier: Qualifier) -> None:
    assert read(text) == Printed(number, unit, qualifier=qualifier, measure=Measure.LEVEL)


@pytest.mark.parametrize(
    ("text", "number", "unit", "qualifier"),
    [
        ("VND 2.3 trillion", "2.3", "nghin-ty-dong", EXACT),
        ("over VND1.4 quadrillion (US$56 billion)", "1.4", "trieu-ty-dong", OVER),
        ("neared VND444 trillion", "444", "nghin-ty-dong", ALMOST),
        ("exceeding VND5.4 billion", "5.4", "ty-dong", OVER),
        ("1,430 trillion dong", "1430", "nghin-ty-dong", EXACT),
        ("224,505 billion VND", "224505", "ty-dong", EXACT),
        ("about USD 11.16 billion", "11.16", "ty-usd", ABOUT),
        ("US$3,737.68 million", "3737.68", "trieu-usd", EXACT),
        ("$500,000", "500000", "usd", EXACT),
        ("USD11.28bn", "11.28", "ty-usd", EXACT),
        ("about 300 delegates", "300", "dai-bieu", ABOUT),
        ("1 delegate", "1", "dai-bieu", EXACT),
        ("more than 700 stalls", "700", "gian-hang", OVER),
        ("18 provinces and cities", "18", "tinh-thanh-pho", EXACT),
        ("6 North Central provinces", "6", "tinh", EXACT),
    ],
)
def test_level_in_english_notation_is_read(
    text: str, number: str, unit: str, qualifier: Qualifier
) -> None:
    assert read(text, "en") == Printed(number, unit, qualifier=qualifier, measure=Measure.LEVEL)


@pytest.mark.parametrize(
    ("text", "number", "upper", "unit"),
    [
        ("từ 10 đến 12%", "10", "12", "phan-tram"),
        ("10%-12%", "10", "12", "phan-tram"),
        ("150–200 đại biểu", "150", "200", "dai-bieu"),
        ("10 tỷ đến 12,5 tỷ đồng", "10", "12.5", "ty-dong"),
        ("giảm từ 3 đến 5%", "-5", "-3", "phan-tram"),
    ],
)
def test_range_is_read_from_low_to_high(text: str, number: str, upper: str, unit: str) -> None:
    printed = read(text)
    assert (printed.number, printed.upper, printed.unit) == (number, upper, unit)


def test_range_between_two_numbers_is_read_in_english() -> None:
    printed = read("between 10 and 12 percent", "en")
    assert (printed.number, printed.upper, printed.unit) == ("10", "12", "phan-tram")


@pytest.mark.parametrize(
    ("text", "number", "measure", "against"),
    [
        ("7,97%", "7.97", None, None),
        ("7,97 phần trăm", "7.97", None, None),
        ("-3,2%", "-3.2", None, None),
        ("\u22123,2%", "-3.2", None, None),
        ("bằng 133,59% so với cùng kỳ", "133.59", None, None),
        ("tăng 12,3%", "12.3", Measure.GROWTH, None),
        ("tăng 12,3% so với cùng kỳ năm 2023", "12.3", Measure.GROWTH, Against.SAME_PERIOD),
        ("tăng 5% so với năm trước", "5", Measure.GROWTH, Against.SAME_PERIOD),
        ("tăng 5% so với tháng trước", "5", Measure.GROWTH, Against.PREVIOUS_PERIOD),
        ("tăng 2,56% so với kế hoạch năm 2019", "2.56", Measure.GROWTH, None),
        ("tăng 5% so với kế hoạch năm trước", "5", Measure.GROWTH, Against.PREVIOUS_PLAN),
        ("vượt 5% kế hoạch", "5", Measure.GROWTH, Against.PLAN),
        ("vượt kế hoạch 5%", "5", Measure.GROWTH, None),
        ("giảm 3,2%", "-3.2", Measure.GROWTH, None),
        ("giảm 0%", "0", Measure.GROWTH, None),
        ("chiếm 7,97%", "7.97", Measure.SHARE, None),
        ("17,29% cả nước", "17.29", Measure.SHARE, None),
        ("đạt 95,27% kế hoạch", "95.27", Measure.COMPLETION, None),
        ("bằng 28,58% so với kế hoạch năm 2020", "28.58", Measure.COMPLETION, None),
        ("hoàn thành 100%", "100", Measure.COMPLETION, None),
        (
            "cao hơn 12,92% so với tỷ lệ thực hiện 6 tháng đầu năm 2019",
            "12.92",
            Measure.RATE_CHANGE,
            None,
        ),
    ],
)
def test_measure_of_a_percentage_is_told_by_its_words(
    text: str, number: str, measure: Measure | None, against: Against | None
) -> None:
    assert read(text) == Printed(number, "phan-tram", measure=measure, against=against)


def test_change_in_points_is_the_change_of_a_rate() -> None:
    printed = read("giảm 0,5 điểm %")
    assert printed == Printed("-0.5", "diem-phan-tram", measure=Measure.RATE_CHANGE)


@pytest.mark.parametrize(
    ("text", "number", "measure", "against"),
    [
        ("up 12.3% year-on-year", "12.3", Measure.GROWTH, Against.SAME_PERIOD),
        ("a reduction of 2%", "-2", Measure.GROWTH, None),
        ("fell by 2.2 percent", "-2.2", Measure.GROWTH, None),
        ("accounting for 15.86%", "15.86", Measure.SHARE, None),
        ("77.27% of the plan", "77.27", Measure.COMPLETION, None),
    ],
)
def test_measure_is_told_by_english_words(
    text: str, number: str, measure: Measure, against: Against | None
) -> None:
    assert read(text, "en") == Printed(number, "phan-tram", measure=measure, against=against)


@pytest.mark.parametrize(
    ("text", "unit", "out_of", "measure"),
    [
        ("25/28 tỉnh", "tinh", 28, Measure.PROVINCES),
        ("25/28 địa phương có IIP tăng", "dia-phuong", 28, Measure.PROVINCES),
        ("25 trong tổng số 28 tỉnh, thành phố", "tinh-thanh-pho", 28, Measure.PROVINCES),
        ("25 tỉnh trên 28", "tinh", 28, Measure.PROVINCES),
        ("25 of the 28 provinces", "tinh", 28, Measure.PROVINCES),
        ("25/111 cụm công nghiệp", "cum-cong-nghiep", 111, None),
    ],
)
def test_count_out_of_a_whole_is_read(
    text: str, unit: str, out_of: int, measure: Measure | None
) -> None:
    assert read(text) == Printed("25", unit, out_of=out_of, measure=measure)


@pytest.mark.parametrize(
    ("text", "basis", "qualifier"),
    [
        ("ước khoảng 73.809 tỷ đồng", Basis.ESTIMATE, ABOUT),
        ("ước đạt 73.809 tỷ đồng", Basis.ESTIMATE, EXACT),
        ("sơ bộ 73.809 tỷ đồng", Basis.PRELIMINARY, EXACT),
        ("kế hoạch 73.809 tỷ đồng", Basis.PLAN, EXACT),
    ],
)
def test_basis_is_told_by_the_words_before(text: str, basis: Basis, qualifier: Qualifier) -> None:
    assert read(text) == Printed(
        "73809", "ty-dong", qualifier=qualifier, measure=Measure.LEVEL, basis=basis
    )


def test_expected_unit_is_taken_when_none_is_printed() -> None:
    printed = read_printed("hơn 370.461", units=UNITS, expected="ty-dong")
    assert printed == Printed("370461", "ty-dong", qualifier=OVER, measure=Measure.LEVEL)


def test_printed_unit_goes_before_the_expected_one() -> None:
    assert read_printed("11,28 tỷ USD", units=UNITS, expected="ty-dong").unit == "ty-usd"


@pytest.mark.parametrize(
    ("text", "error", "spelling"),
    [
        ("11.28 tỷ USD", AmbiguousNumber, "11,28"),
        ("gần 37.0461 tỷ đồng", AmbiguousNumber, "37,0461"),
        ("105¹ tỷ đồng", NotANumber, "11,28"),
    ],
)
def test_number_in_another_notation_is_refused_with_the_right_spelling(
    text: str, error: type[Unreadable], spelling: str
) -> None:
    with pytest.raises(error) as refusal:
        read(text)
    assert refusal.value.params["decimal"] == spelling


@pytest.mark.parametrize("text", ["", "rất nhiều", "(60.000 tỷ đồng)"])
def test_text_without_a_number_is_refused_with_examples(text: str) -> None:
    assert refused(text) == (
        f"“{text}” has no number: write for example 370.461 tỷ đồng, gần 400.000 người or "
        "tăng 12,3%."
    )


def test_examples_are_in_the_notation_of_the_source() -> None:
    assert refused("many", "en") == (
        "“many” has no number: write for example 11.28 billion USD, nearly 400,000 people or "
        "up 12.3%."
    )


def test_number_without_a_unit_is_refused() -> None:
    assert refused("370.461") == (
        "“370.461” has no unit: write for example 370.461 tỷ đồng, gần 400.000 người or tăng 12,3%."
    )


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("1.787 nghìn tỷ", "nghìn tỷ đồng"),
        ("400 tỷ dồg", "tỷ đồng"),
        ("12 con bò", "tỷ đồng, tỷ USD, %"),
        ("20个省市", "tỷ đồng, tỷ USD, %"),
    ],
)
def test_unknown_unit_is_refused_with_the_nearest_known(text: str, known: str) -> None:
    assert refused(text) == f"The unit of “{text}” is not known; known are for example {known}."


@pytest.mark.parametrize(
    "text", ["300 million visitors to fairs", "VND 2.93 triliun", "2.93 triliun VND"]
)
def test_number_with_an_unknown_scale_is_refused(text: str) -> None:
    assert refused(text, "en").startswith(f"The unit of “{text}” is not known")


@pytest.mark.parametrize(
    "text",
    ["Tổng mức bán lẻ đạt 370.461 tỷ đồng", "- 3,2%", "> 150 đại biểu", "năm 2019 đạt 12%"],
)
def test_unknown_words_before_the_number_are_refused(text: str) -> None:
    assert refused(text) == (
        f"The words before the number are not understood in “{text}”: leave out what the figure "
        "is about, write for example 370.461 tỷ đồng, gần 400.000 người or tăng 12,3%."
    )


@pytest.mark.parametrize(
    "text",
    [
        "370.461 tỷ đồng, tăng 12,3%",
        "từ 20,5 tỷ USD lên 30 tỷ USD",
        "370 461 tỷ đồng",
        "10 and 12%",
        "10 tỷ đồng đến 12 tỷ USD",
        "25/12 tỉnh",
    ],
)
def test_two_figures_in_one_are_refused(text: str) -> None:
    assert refused(text) == (
        f"“{text}” holds more than one number: write one figure, for example 370.461 tỷ đồng; "
        "an amount converted from it stands in brackets."
    )


def test_range_that_falls_is_refused() -> None:
    assert refused("12 đến 10%") == "“12 đến 10%”: a range ends higher than it begins."


@pytest.mark.parametrize("text", ["tăng 370 tỷ đồng", "giảm 12 doanh nghiệp", "tăng 2,5 lần"])
def test_change_that_is_no_percentage_is_refused(text: str) -> None:
    assert refused(text) == (f"“{text}” is a change: write it in percent, for example tăng 12,3%.")


@given(amounts, st.sampled_from(CATALOGUE))
def test_every_unit_of_the_catalogue_is_read_by_its_name(amount: Decimal, unit: dict) -> None:
    printed = read(f"{format_number(amount)} {unit['name']}")
    assert (printed.number, printed.unit) == (f"{amount:f}", unit["key"])


@given(amounts, st.sampled_from(CATALOGUE))
def test_every_unit_is_read_by_its_english_name_as_one_worth_the_same(
    amount: Decimal, unit: dict
) -> None:
    printed = read(f"{format_number(amount, notation='en')} {unit['name_en']}", "en")
    worth = {one["key"]: (one["quantity"], one.get("factor", "1")) for one in CATALOGUE}
    assert (printed.number, worth[printed.unit]) == (f"{amount:f}", worth[unit["key"]])


def test_spellings_are_longest_first() -> None:
    lengths = [len(spelling) for spelling in UNITS.keys]
    assert lengths == sorted(lengths, reverse=True)


def test_own_name_of_a_unit_wins_over_another_way_to_write_one() -> None:
    both = [("dong", "đồng", "đồng"), ("vnd", "VND", "VND")]
    assert spellings(both).keys == {"dong": "dong", "vnd": "vnd"}
    assert spellings(both[:1]).keys == {"dong": "dong", "vnd": "dong"}


PIECES = (
    "tăng giảm gần từ đến % tỷ đồng USD tỉnh / - ( ) , kế hoạch cả nước of the and between $ 12 "
    "1.318 7,97 2019 ² ９"
)


@given(
    st.lists(st.sampled_from(PIECES.split()), max_size=9).map(" ".join) | st.text(max_size=40),
    languages,
)
def test_anything_typed_is_read_canonically_or_refused(text: str, language: Language) -> None:
    try:
        printed = read(text, language)
    except Unreadable:
        return
    assert printed.unit in UNITS.names
    for number in filter(None, (printed.number, printed.upper)):
        assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", number)
    assert not printed.upper or Decimal(printed.number) < Decimal(printed.upper)
