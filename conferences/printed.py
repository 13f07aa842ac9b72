"""What articles print about a meeting, as a person types it: its days, edition and people (N1)."""

import re
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from vietnamese.dates import Precision, parse_date
from vietnamese.errors import Unreadable
from vietnamese.language import Language
from vietnamese.roman import find_edition
from vietnamese.text import DASHES, fold, nfc, unaccented


class NotADay(Unreadable):
    """A text that tells no day, month or year; a day no calendar has raises NotADate."""


class NotAnEdition(Unreadable):
    """A text that names no edition."""


class Day(NamedTuple):
    """When a meeting was: `starts_on` is the first possible day; `ends_on` the last of several."""

    starts_on: date
    precision: Precision
    ends_on: date | None = None


class PersonLine(NamedTuple):
    """Who, without title, and the office as printed; no name when the line tells none."""

    name: str
    office: str


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january|jan",
            "february|feb",
            "march|mar",
            "april|apr",
            "may",
            "june|jun",
            "july|jul",
            "august|aug",
            "september|sept|sep",
            "october|oct",
            "november|nov",
            "december|dec",
        ),
        start=1,
    )
    for name in names.split("|")
}
_MONTH = rf"\b({'|'.join(_MONTHS)})\b\.?"

# Folded words before the day: "sáng Thứ Ba, ngày …", "từ ngày …", "trong hai ngày …", "on the …".
_BEFORE_DAY = {
    "vi": re.compile(
        r"^(?:vao |trong |tu )?(?:(?:sang|trua|chieu|toi) )?(?:(?:thu \w+|chu nhat),? )?"
        r"(?:(?:hai|ba|bon|\d) ngay )?(?:tu )?(?:ngay )?"
    ),
    "en": re.compile(
        r"^(?:(?:on|in|during|from) )?(?:the )?(?:(?:morning|afternoon|evening) of )?"
        r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    ),
}
_UNTIL = {"vi": "den|va|,", "en": "to|and|,"}

# Groups: d1, m1, y1 of the first day where it differs; d2, m2, y2 of the last or only day.
_DAYS = (
    re.compile(r"(?P<d2>\d{1,2})([/.-])(?P<m2>\d{1,2})(?:\2(?P<y2>[12]\d{3}))?"),
    re.compile(r"(?P<d1>\d{1,2})-(?P<d2>\d{1,2})([/.-])(?P<m2>\d{1,2})(?:\3(?P<y2>[12]\d{3}))?"),
    re.compile(
        r"(?P<d1>\d{1,2})([/.])(?P<m1>\d{1,2})(?:\2(?P<y1>[12]\d{3}))?"
        r"-(?P<d2>\d{1,2})\2(?P<m2>\d{1,2})(?:\2(?P<y2>[12]\d{3}))?"
    ),
)
_ISO = re.compile(r"[12]\d{3}-\d{2}-\d{2}")
_ONE_MONTH = re.compile(r"(?:thang )?(0?[1-9]|1[0-2])[/.-]([12]\d{3})|thang (0?[1-9]|1[0-2])")
_ONE_YEAR = re.compile(r"(?:nam |year )?([12]\d{3})")
_EXAMPLES: dict[Language, dict[str, str]] = {
    "vi": {"day": "13/5/2022", "days": "13-14/5/2022", "month": "tháng 5/2022", "year": "2022"},
    "en": {"day": "13 May 2022", "days": "13-14 May 2022", "month": "May 2022", "year": "2022"},
}


def read_day(text: str, *, language: Language = "vi", year: int | None = None) -> Day:
    """The day or days a source prints, as exactly as it prints them (C3).

    Reads "13/5/2022", "chiều ngày 13-5-2022", "13-14/5/2022", "ngày 13 và 14/5/2022",
    "30/6–1/7/2022", "từ ngày 26 đến 29/9/2019", "tháng 5/2022", "5/2022", "năm 2022", "2022" and
    2022-05-13; in English also the names of months: "May 13, 2022", "13–14 May 2022". The day
    comes before the month in both languages. `year` completes "chiều 13/5". Raises NotADay, and
    NotADate for a day that no calendar has.
    """
    typed = " ".join(unaccented(text).split()).strip(" .,;")
    plain = _as_numbers(typed, language)
    if _ISO.fullmatch(plain):
        return Day(parse_date(plain), "day")
    if match := _ONE_YEAR.fullmatch(plain):
        return Day(_date("1", "1", match[1]), "year")
    if (match := _ONE_MONTH.fullmatch(plain)) and (own := match[2] or year):
        return Day(_date("1", match[1] or match[3], own), "month")
    for form in _DAYS:
        match = form.fullmatch(plain)
        if match and (own := match["y2"] or year):
            return _first_to_last(match.groupdict(), own, text)
    raise NotADay(
        _("“%(text)s” tells no day: write for example %(day)s, %(days)s, %(month)s or %(year)s."),
        {"text": _short(text), **_EXAMPLES[language]},
    )


def _first_to_last(found: dict[str, str], year: str | int, text: str) -> Day:
    """One day, or several of which the last says the month and the year."""
    last = _date(found["d2"], found["m2"], year)
    if "d1" not in found:
        return Day(last, "day")
    first = _date(found["d1"], found.get("m1") or found["m2"], found.get("y1") or year)
    if first >= last:
        raise NotADay(_("“%(text)s” ends before it begins."), {"text": _short(text)})
    return Day(first, "day", last)


def _as_numbers(typed: str, language: Language) -> str:
    """A day in words as digits and signs: "ngày 13 và 14 tháng 5 năm 2022" → "13-14/5/2022"."""
    plain = _BEFORE_DAY[language].sub("", typed, count=1)
    if language == "en":
        plain = _months_as_numbers(plain)
    plain = re.sub(r"(?<=\d) thang (?=\d{1,2}\b)", "/", plain)
    plain = re.sub(r"(?<=\d),? nam (?=\d)", "/", plain)
    plain = re.sub(rf"(?<=\d) ?(?:{_UNTIL[language]}) (?:ngay )?(?=\d)", "-", plain)
    return re.sub(r" ?([/.-]) ?", r"\1", plain)


def _months_as_numbers(plain: str) -> str:
    """Months by number: "may 13-14, 2022" → "13-14/5/2022", "may" → "thang 5"."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th|ᵗʰ)\b", "", plain)
    plain = re.sub(_MONTH, lambda found: f"m{_MONTHS[found[1]]}", plain)
    plain = re.sub(r"(?<=\d) (?:of )?m(\d+),?(?: (?=\d{4}))?", r"/\1/", plain)
    plain = re.sub(
        r"\bm(\d+) (\d{1,2}(?: ?(?:-|to|and) ?\d{1,2})?)(?!\d),?(?: (?=\d{4}))?", r"\2/\1/", plain
    )
    plain = re.sub(r"\bm(\d+),? (?=\d{4})", r"\1/", plain)
    plain = re.sub(r"\bm(\d+)$", r"thang \1", plain)
    return re.sub(r"/(?!\d)", "", plain)


def _date(day: str, month: str, year: str | int) -> date:
    return parse_date(f"{day}/{month}/{year}")


def read_edition(text: str) -> int | None:
    """The edition as printed: "X", "10", "lần thứ X", "lần thứ mười", "10th"; None when empty.

    Raises NotAnEdition.
    """
    typed = nfc(text).strip()
    if not typed:
        return None
    if re.fullmatch(r"[0-9]{1,3}", typed):
        edition = int(typed) or None
    elif re.fullmatch(r"[ivxlc]+", typed, re.IGNORECASE):
        edition = find_edition(typed.upper())
    else:
        edition = find_edition(typed)
    if edition is None:
        raise NotAnEdition(
            _("“%(text)s” names no edition: write for example %(roman)s, %(number)s or nothing."),
            {"text": _short(typed), "roman": "X", "number": "10"},
        )
    return edition


# Family names that press and decrees print: without a title, only one of them begins a name.
_FAMILY_NAMES = (
    "âu bạch bế bùi cao chu chử cù dư dương đàm đào đặng điểu đinh đoàn đỗ đới giang giàng giáp hà "
    "hầu hồ hoàng hứa huỳnh khổng khuất kiều lã lâm lê lò lục lữ lương lường lưu lý mạc mai nghiêm "
    "ngô ngụy nguyễn nông phạm phan phí phùng quách quản sầm sùng tạ thạch thái thân thẩm thào tô "
    "tôn tống trần triệu trịnh trương vàng vi võ vũ vừ vương"
)
_FAMILIES = frozenset(_FAMILY_NAMES.split())
_FAMILIES_UNACCENTED = frozenset(fold(family) for family in _FAMILIES)
_OFFICES = re.compile(
    r"(?:(?:quyen|nguyen|pho|dong chi|uy vien|dong chu tri) )*"
    r"(?:pho\b|thu truong|bo truong|cuc truong|chi cuc truong|vu truong|vien truong|giam doc|"
    r"tong giam doc|chu tich|truong (?:phong|ban|doan|khoa|bo mon|dai dien|tieu ban)|bi thu|"
    r"thu tuong|chanh|tong (?:thu ky|bien tap|cuc truong)|uy vien|thuong truc|dai dien|lanh dao|"
    r"chuyen vien|dai su|tham tan|hieu truong|thu ky|tro ly|thanh vien|cac\b)"
    r"|(?:(?:the|acting|former|first|permanent|standing) )*"
    r"(?:minister|deputy|director|vice|chair(?:man|woman|person)?|president|head|secretary|member|"
    r"representatives?|general|leaders?|chief|ambassador|secretaire|directeur|directrice)\b"
)
_TITLE = (
    r"(?:ông|bà|đồng chí|đ/c|(?:gs|pgs|ts|ths|ks|bs|cn|dr|mr|mrs|ms)(?=[.\s])|madame?)"
    r"(?:\.|\b)[\s.]*"
)
_TITLES = re.compile(rf"(?:{_TITLE})+", re.IGNORECASE)
_TITLE_INSIDE = re.compile(rf"[{DASHES}\s,]+(?:{_TITLE})+", re.IGNORECASE)
_UNNAMED = re.compile(r"\((?:không nêu tên|not named|unnamed)\)[\s,:-]*", re.IGNORECASE)
_BULLET = re.compile(rf"\s*(?:[{DASHES}•+*]|\d{{1,2}}[.)])\s+")
# A dash parts name and office when a blank stands on one side: "Ngô Quang Trung- Phó Cục trưởng".
_PARTING = re.compile(rf"\s*[,:;]\s*|\s+[{DASHES}]\s*|\s*[{DASHES}]\s+")
_IN_BRACKETS = re.compile(r"([^()]+?)\s*\((.+)\)")
_PLACE_OF = {"tp", "tp.", "phố", "phường", "quận", "huyện", "xã", "đường", "trường"}
_NAME = re.compile(r"(?:\w['’])?[^\W\d_]+")


def read_person_line(line: str) -> PersonLine:
    """The name and the office of one line as an article prints them.

    Reads "Ông Ngô Quang Trung - Cục trưởng …", "Ngô Quang Trung, Cục trưởng …" and, office first,
    "Cục trưởng … Ngô Quang Trung"; titles (Ông, Bà, Đồng chí, TS.) are left out of the name. When
    it is not sure where a name begins, and after "(không nêu tên)", the whole line is the office.
    """
    text = " ".join(nfc(line).split()).strip(" ;.")
    text = text[bullet.end() :] if (bullet := _BULLET.match(text)) else text
    if _UNNAMED.match(text):
        return PersonLine("", _UNNAMED.sub("", text, count=1))
    title = _TITLES.match(text)
    rest = text[title.end() :] if title else text
    if _is_office(rest):
        return _office_first(rest)
    for name, office in _partings(rest):
        known = _begins_as_name(name) or title is not None or _is_office(office)
        if known and _looks_like_name(name):
            return PersonLine(name, office)
    if _looks_like_name(rest) and (title or (_begins_as_name(rest) and len(rest.split()) > 2)):
        return PersonLine(rest, "")
    return PersonLine("", text)


def _partings(text: str) -> list[tuple[str, str]]:
    """Each way to take a line apart: "name (office)", "name, office"."""
    in_brackets = _IN_BRACKETS.fullmatch(text)
    name, *office = _PARTING.split(text, maxsplit=1)
    return [
        *([(in_brackets[1], in_brackets[2])] if in_brackets else []),
        *([(name, office[0])] if office else []),
    ]


def _office_first(text: str) -> PersonLine:
    """An office, then a name: after a title, or the last words when they begin as one."""
    for title in _TITLE_INSIDE.finditer(text):
        if _looks_like_name(text[title.end() :]):
            return PersonLine(text[title.end() :], text[: title.start()])
    words = text.split(" ")
    for start in range(len(words) - 3, 0, -1):
        name, before = words[start:], words[start - 1]
        if before.casefold() in _PLACE_OF or fold(" ".join(name)).startswith("ho chi minh"):
            continue
        if _looks_like_name(" ".join(name)) and _begins_as_name(name[0]):
            return PersonLine(" ".join(name), " ".join(words[:start]).rstrip(f" ,:;{DASHES}"))
    return PersonLine("", text)


def _is_office(text: str) -> bool:
    return _OFFICES.match(unaccented(text)) is not None


def _looks_like_name(text: str) -> bool:
    words = text.split(" ")
    return 2 <= len(words) <= 6 and all(
        _NAME.fullmatch(word) and (word.istitle() or text.isupper()) for word in words
    )


def _begins_as_name(text: str) -> bool:
    first = text.split(" ")[0].casefold()
    return first in (_FAMILIES_UNACCENTED if text.isascii() else _FAMILIES)


def _short(text: str) -> str:
    return nfc(text).strip()[:60]
