"""Days, editions and people as articles print them, rules N1, C2 and C4."""

import datetime as dt

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from conferences.printed import (
    Day,
    NotADay,
    NotAnEdition,
    PersonLine,
    read_day,
    read_edition,
    read_person_line,
    unaccented,
)
from vietnamese.dates import NotADate, Precision, format_date, format_date_range
from vietnamese.errors import Unreadable
from vietnamese.language import Language
from vietnamese.roman import to_roman

days = st.dates(dt.date(2004, 1, 1), dt.date(2100, 1, 1))
languages = st.sampled_from(["vi", "en"])


def date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("13/5/2022", "2022-05-13", None),
        ("13-5-2022", "2022-05-13", None),
        ("13.5.2022", "2022-05-13", None),
        ("2022-05-13", "2022-05-13", None),
        ("Ngày 24⁄5⁄2019", "2019-05-24", None),
        ("ngày 13 tháng 5 năm 2022", "2022-05-13", None),
        ("Sáng ngày 17/10/2025", "2025-10-17", None),
        ("sáng Thứ Ba, ngày 18/4/2023", "2023-04-18", None),
        ("13-14/5/2022", "2022-05-13", "2022-05-14"),
        ("15-16/08/2019", "2019-08-15", "2019-08-16"),
        ("ngày 13 và 14/5/2022", "2022-05-13", "2022-05-14"),
        ("trong hai ngày 13 và 14 tháng 5 năm 2022", "2022-05-13", "2022-05-14"),
        ("từ ngày 26 đến 29-9-2019", "2019-09-26", "2019-09-29"),
        ("30/6–1/7/2022", "2022-06-30", "2022-07-01"),
        ("từ ngày 30/6 đến ngày 1/7/2022", "2022-06-30", "2022-07-01"),
        ("29/12/2021 - 2/1/2022", "2021-12-29", "2022-01-02"),
    ],
)
def test_day_is_read(text: str, starts_on: str, ends_on: str | None) -> None:
    assert read_day(text) == Day(date(starts_on), "day", date(ends_on) if ends_on else None)


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("13 May 2022", "2022-05-13", None),
        ("May 13, 2022", "2022-05-13", None),
        ("13/5/2022", "2022-05-13", None),
        ("On the afternoon of May 13th, 2024", "2024-05-13", None),
        ("Friday, May 17, 2024", "2024-05-17", None),
        ("December 5ᵗʰ 2025", "2025-12-05", None),
        ("Sept. 6, 2024", "2024-09-06", None),
        ("13–14 May 2022", "2022-05-13", "2022-05-14"),
        ("May 13 and 14, 2022", "2022-05-13", "2022-05-14"),
        ("from 30 June to 1 July 2022", "2022-06-30", "2022-07-01"),
    ],
)
def test_day_is_read_in_english(text: str, starts_on: str, ends_on: str | None) -> None:
    expected = Day(date(starts_on), "day", date(ends_on) if ends_on else None)
    assert read_day(text, language="en") == expected


@pytest.mark.parametrize(
    ("text", "language", "starts_on", "precision"),
    [
        ("5/2022", "vi", "2022-05-01", "month"),
        ("tháng 5/2022", "vi", "2022-05-01", "month"),
        ("tháng 5 năm 2022", "vi", "2022-05-01", "month"),
        ("July, 2013", "en", "2013-07-01", "month"),
        ("năm 2022", "vi", "2022-01-01", "year"),
        ("2022", "en", "2022-01-01", "year"),
    ],
)
def test_day_is_as_exact_as_printed(
    text: str, language: Language, starts_on: str, precision: Precision
) -> None:
    assert read_day(text, language=language) == Day(date(starts_on), precision)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("chiều 13-5", "vi", Day(date("2022-05-13"), "day")),
        ("Ngày 20.10", "vi", Day(date("2022-10-20"), "day")),
        ("từ ngày 2 đến ngày 5-12", "vi", Day(date("2022-12-02"), "day", date("2022-12-05"))),
        ("30/6-1/7", "vi", Day(date("2022-06-30"), "day", date("2022-07-01"))),
        ("tháng 5", "vi", Day(date("2022-05-01"), "month")),
        ("October 11", "en", Day(date("2022-10-11"), "day")),
        ("13/5/2019", "vi", Day(date("2019-05-13"), "day")),
    ],
)
def test_known_year_completes_a_day_without_one(text: str, language: Language, day: Day) -> None:
    assert read_day(text, language=language, year=2022) == day


@given(days, st.sampled_from(["day", "month", "year"]), languages)
def test_day_is_read_as_it_is_written(
    day: dt.date, precision: Precision, language: Language
) -> None:
    first = {
        "day": day,
        "month": day.replace(day=1),
        "year": day.replace(month=1, day=1),
    }[precision]
    written = format_date(day, precision, language)
    assert read_day(written, language=language) == Day(first, precision)


@given(st.lists(days, min_size=2, max_size=2, unique=True), languages)
def test_days_are_read_as_they_are_written(pair: list[dt.date], language: Language) -> None:
    first, last = sorted(pair)
    written = format_date_range(first, last, language)
    assert read_day(written, language=language) == Day(first, "day", last)


@pytest.mark.parametrize(
    "text", ["", "13/5", "tháng 13/2022", "10月10日", "on Friday", "May 13, 2022", "6 tháng 2022"]
)
def test_text_without_a_day_is_refused_with_examples(text: str) -> None:
    with pytest.raises(NotADay) as refusal:
        read_day(text)
    with override("en"):
        assert str(refusal.value) == (
            f"“{text}” tells no day: write for example 13/5/2022, 13-14/5/2022, tháng 5/2022 or "
            "2022."
        )


def test_examples_of_days_are_in_the_language_of_the_source() -> None:
    with pytest.raises(NotADay) as refusal:
        read_day("on Friday", language="en")
    with override("en"):
        assert str(refusal.value) == (
            "“on Friday” tells no day: write for example 13 May 2022, 13-14 May 2022, May 2022 or "
            "2022."
        )


@pytest.mark.parametrize("text", ["31/2/2022", "30-31/2/2022"])
def test_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(NotADate) as refusal:
        read_day(text)
    assert refusal.value.params == {"date": "31/2/2022"}


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(NotADay) as refusal:
        read_day("14-13/5/2022")
    with override("en"):
        assert str(refusal.value) == "“14-13/5/2022” ends before it begins."


@given(st.text("thángàyeMJun1290/–-. ,", max_size=20), languages)
def test_anything_typed_is_a_day_or_refused(text: str, language: Language) -> None:
    try:
        day = read_day(text, language=language, year=2022)
    except Unreadable:
        return
    assert day.ends_on is None or day.starts_on < day.ends_on


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("", None),
        ("  ", None),
        ("X", 10),
        ("x", 10),
        ("10", 10),
        ("lần thứ X", 10),
        ("lần thứ mười", 10),
        ("lần thứ XI-2025", 11),
        ("10th", 10),
        ("ninth", 9),
    ],
)
def test_edition_is_read(text: str, edition: int | None) -> None:
    assert read_edition(text) == edition


@given(st.integers(1, 100))
def test_edition_is_read_as_it_is_written(edition: int) -> None:
    written = [str(edition), to_roman(edition), f"lần thứ {to_roman(edition)}"]
    assert [read_edition(text) for text in written] == [edition] * 3


@pytest.mark.parametrize("text", ["0", "IIII", "2022", "hội nghị", "第11回"])
def test_text_without_an_edition_is_refused(text: str) -> None:
    with pytest.raises(NotAnEdition) as refusal:
        read_edition(text)
    with override("en"):
        assert str(refusal.value) == (
            f"“{text}” names no edition: write for example X, 10 or nothing."
        )


PEOPLE = [
    ("Nguyễn Sinh Nhật Tân", "Thứ trưởng Bộ Công Thương"),
    ("Hồ Thị Kim Thoa", "Thứ trưởng Bộ công Thương"),
    ("Ngô Quang Trung", "Cục trưởng Cục Công Thương địa phương (Bộ Công Thương)"),
    ("Nguyễn Bích Ngọc", "Phó Chủ tịch UBND tỉnh Cao Bằng"),
    ("Cao Tường Huy", "Quyền Chủ tịch UBND tỉnh Quảng Ninh"),
    ("Võ Văn Hoan", "Phó Chủ tịch UBND TP. Hồ Chí Minh"),
    ("Phạm Văn Hậu", "Phó Bí thư thường trực, Chủ tịch HĐND tỉnh Ninh Thuận"),
    ("Bùi Huy Sơn", "Vụ trưởng Vụ Kế hoạch - Tài chính và Quản lý doanh nghiệp"),
    ("Nguyễn Thanh Quang", "Phó Giám đốc Sở Công Thương (tỉnh Quảng Nam)"),
    ("Nguyễn Thanh Toàn", "Director, Bình Dương DoIT"),
    ("Lê Hồng Sơn", "vice chairman of Hà Nội People's Committee"),
    ("Nguyen Hong Linh", "Vice Chairman of Ha Tinh’s People’s Committee"),
]


@pytest.mark.parametrize(("name", "office"), PEOPLE)
@pytest.mark.parametrize(
    "line",
    [
        "Ông {name} – {office}",
        "{name}, {office}",
        "{name}- {office}",
        "- Đồng chí {name}: {office};",
        "2. Đ/c TS. {name} - {office}.",
        "{name} ({office})",
        "{office} {name}",
        "{office}, ông {name}",
        "Đồng chí {office} {name}",
    ],
)
def test_person_is_read_whichever_comes_first(line: str, name: str, office: str) -> None:
    assert read_person_line(line.format(name=name, office=office)) == (name, office)


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("", PersonLine("", "")),
        ("Bà Hồ Thị Kim Thoa", PersonLine("Hồ Thị Kim Thoa", "")),
        ("Nguyễn Sinh Nhật Tân", PersonLine("Nguyễn Sinh Nhật Tân", "")),
        ("H'Yim Kđoh, Phó Chủ tịch", PersonLine("H'Yim Kđoh", "Phó Chủ tịch")),
    ],
)
def test_name_may_stand_alone(line: str, person: PersonLine) -> None:
    assert read_person_line(line) == person


@pytest.mark.parametrize(
    "office",
    [
        *(office for _name, office in PEOPLE),
        "Đại diện lãnh đạo Sở Công thương 6 tỉnh Bắc Trung Bộ",
        "Giám đốc Sở Công Thương tỉnh Đắk Lắk Phạm Thái",
        "Vice Chairman of the People's Committee of Ho Chi Minh City",
        "Acting Director, Hà Nội DoIT",
        "Phó Chủ tịch UBND tỉnh Bà Rịa - Vũng Tàu",
        "Sở Công Thương Thanh Hóa, Hà Tĩnh",
        "Bí thư Phường Nguyễn Thái Bình",
        "Lotte shopping mart Việt Nam, Saigon Coop",
    ],
)
def test_line_that_surely_names_nobody_stays_an_office(office: str) -> None:
    unnamed = PersonLine("", office)
    assert read_person_line(office) == unnamed
    assert read_person_line(f"(không nêu tên) {office}") == unnamed


def test_unaccented_keeps_signs_of_one_kind() -> None:
    assert unaccented("Đến 13–14⁄5, Bà Rịa — Vũng Tàu") == "den 13-14/5, ba ria - vung tau"
