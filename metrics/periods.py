"""Periods as half-open pairs of local days, and what they are called (rule F3).

"4 tháng đầu năm 2019" is [2019-01-01, 2019-05-01); "cuối năm 2014" is one day. Kind and label are
computed, never stored.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from conferences.printed import NotADay, read_day
from vietnamese.dates import format_date, format_date_range
from vietnamese.errors import Unreadable
from vietnamese.language import Language
from vietnamese.roman import to_roman
from vietnamese.text import unaccented

ONE_DAY = dt.timedelta(days=1)


class PeriodKind(StrEnum):
    """What a period is: a year, a quarter, the first months of a year, a day …"""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    FIRST_MONTHS = "first_months"
    YEAR = "year"
    YEARS = "years"
    OTHER = "other"


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` up to, not including, `end`."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period ends after it begins: {self.start}, {self.end}")

    @property
    def last_day(self) -> dt.date:
        return self.end - ONE_DAY

    @property
    def months(self) -> int | None:
        """How many whole calendar months; None when it does not begin and end with a month."""
        if self.start.day != 1 or self.end.day != 1:
            return None
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    @property
    def kind(self) -> PeriodKind:
        if self.end - self.start == ONE_DAY:
            return PeriodKind.DAY
        months, first = self.months, self.start.month
        if months is None:
            return PeriodKind.OTHER
        if months % 12 == 0 and first == 1:
            return PeriodKind.YEAR if months == 12 else PeriodKind.YEARS
        if months == 1:
            return PeriodKind.MONTH
        if months == 3 and first % 3 == 1:
            return PeriodKind.QUARTER
        if months == 6 and first in (1, 7):
            return PeriodKind.HALF
        if first == 1 and months < 12:
            return PeriodKind.FIRST_MONTHS
        return PeriodKind.OTHER

    def label(self, language: str = "vi") -> str:
        """What an officer calls it: "4 tháng đầu năm 2019", "quý I/2022", "cuối năm 2014"."""
        return _english(self) if language == "en" else _vietnamese(self)


def year(number: int) -> Period:
    """A whole year."""
    return Period(dt.date(number, 1, 1), dt.date(number + 1, 1, 1))


def first_months(number: int, months: int) -> Period:
    """The first `months` months of a year."""
    end = dt.date(number + 1, 1, 1) if months == 12 else dt.date(number, months + 1, 1)
    return Period(dt.date(number, 1, 1), end)


def day(date: dt.date) -> Period:
    """A single day, as for a stock."""
    return Period(date, date + ONE_DAY)


def year_before(period: Period) -> Period | None:
    """The same days a year earlier; None of a period that has none (29 February)."""
    try:
        return Period(
            period.start.replace(year=period.start.year - 1),
            period.end.replace(year=period.end.year - 1),
        )
    except ValueError:
        return None


def period_before(period: Period) -> Period | None:
    """The previous month, quarter, half or year; None of a period that follows none of its kind."""
    kinds = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR)
    months = period.months
    if months is None or period.kind not in kinds:
        return None
    first = period.start.year * 12 + period.start.month - 1 - months
    return Period(dt.date(first // 12, first % 12 + 1, 1), period.start)


def year_of(period: Period) -> Period | None:
    """The calendar year a period lies in; None when it lies in several."""
    whole = year(period.start.year)
    return whole if period.end <= whole.end else None


def _vietnamese(period: Period) -> str:
    start, last = period.start, period.last_day
    match period.kind:
        case PeriodKind.DAY if (start.month, start.day) == (12, 31):
            return f"cuối năm {start.year}"
        case PeriodKind.DAY:
            return f"ngày {format_date(start, 'day', 'vi')}"
        case PeriodKind.MONTH:
            return f"tháng {start.month}/{start.year}"
        case PeriodKind.QUARTER:
            return f"quý {to_roman((start.month + 2) // 3)}/{start.year}"
        case PeriodKind.HALF:
            return f"6 tháng {'đầu' if start.month == 1 else 'cuối'} năm {start.year}"
        case PeriodKind.FIRST_MONTHS:
            return f"{period.months} tháng đầu năm {start.year}"
        case PeriodKind.YEAR:
            return f"năm {start.year}"
        case PeriodKind.YEARS:
            return f"giai đoạn {start.year}–{last.year}"
    return f"từ {format_date_range(start, last, 'vi')}"


def _english(period: Period) -> str:
    start, last = period.start, period.last_day
    match period.kind:
        case PeriodKind.DAY if (start.month, start.day) == (12, 31):
            return f"end of {start.year}"
        case PeriodKind.DAY:
            return format_date(start, "day", "en")
        case PeriodKind.MONTH:
            return format_date(start, "month", "en")
        case PeriodKind.QUARTER:
            return f"Q{(start.month + 2) // 3} {start.year}"
        case PeriodKind.HALF:
            return f"{'first' if start.month == 1 else 'second'} half of {start.year}"
        case PeriodKind.FIRST_MONTHS:
            return f"first {period.months} months of {start.year}"
        case PeriodKind.YEAR:
            return str(start.year)
        case PeriodKind.YEARS:
            return f"{start.year}–{last.year}"
    return format_date_range(start, last, "en")


class NotAPeriod(Unreadable):
    """A text that names no period, or one without its year."""


# Small numbers in unaccented words, as they stand before "tháng" or "months"; ordinals of quarters.
_COUNTS = {
    word: number
    for words in (
        "mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|muoi mot|muoi hai",
        "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve",
    )
    for number, word in enumerate(words.split("|"), start=1)
}
_QUARTERS = {
    word: number
    for words in ("i|ii|iii|iv", "1|2|3|4", "mot|hai|ba|bon", "first|second|third|fourth")
    for number, word in enumerate(words.split("|"), start=1)
}
_COUNT = rf"(\d{{1,2}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_QUARTER = f"({'|'.join(sorted(_QUARTERS, key=len, reverse=True))})"
_OF_YEAR = r"(?:[ /,]*(?:nam|of|in)?[ /]*([12]\d{3}))?(?: nam)?"
_BEFORE = re.compile(r"^(?:(?:trong|in|the|ke hoach|luy ke|ca|full|whole) )+")
_MONTHS = re.compile(rf"{_COUNT} ?(?:t|thang)\b(?: (dau|cuoi))?{_OF_YEAR}")
_MONTHS_GLUED = re.compile(r"(\d{1,2})t()/?([12]\d{3})")
_ENGLISH_MONTHS = re.compile(rf"(?:(first|last) )?{_COUNT} months{_OF_YEAR}")
_HALF = re.compile(rf"(first|second) half{_OF_YEAR}")
_IN_QUARTER = re.compile(rf"(?:quy |q){_QUARTER}{_OF_YEAR}|{_QUARTER} quarter{_OF_YEAR}")
_YEARS = re.compile(r"(?:giai doan )?(?:tu )?(?:nam )?([12]\d{3})(?:-| den (?:nam )?)([12]\d{3})")
_UP_TO = re.compile(
    r"^(?:(?:tinh )?(?:den|toi) (?:het |cuoi )?|(?:het|cuoi) |"
    r"(?:(?:by|as of|at|up to|until|to) )?(?:the )?end of |(?:by|as of|up to|until) )(?=\w)"
)
_FROM_TO = re.compile(r"^(?:tu|from|giai doan) (.+?) (?:den|to) (.+)")
_NO_YEAR = re.compile(r"nam|year")


def read_period(text: str, *, year: int | None = None) -> Period:
    """The period a source names, with or without accents, in Vietnamese or English (F3).

    Reads every label of `Period` and the ways of the press: "4T/2019", "9 tháng 2025", "quý 1 năm
    2022", "6 tháng cuối năm 2015", "2012-2016", "ngày 13/5/2022", "từ 15/12/2023 đến 14/6/2024".
    A period that says up to when, and not from when, is its one last day, as of a stock: "cuối năm
    2014", "hết quý III/2024", "đến hết tháng 9/2010" and "đến tháng 9/2024" (30 September, for the
    books of a month are closed at its end), "đến ngày 6/12/2021". `year` completes "4 tháng đầu
    năm". Raises NotAPeriod, and NotADate for a day that no calendar has.
    """
    typed = " ".join(unaccented(text).split()).strip(" .,;")
    plain = re.sub(r" ?([/-]) ?", r"\1", _BEFORE.sub("", typed))
    period = _read_from_to(plain, year) or _read_up_to(plain, year) or _read_named(plain, year)
    if period is not None:
        return period
    if year is None and (_read_up_to(plain, 2000) or _read_named(plain, 2000)):
        raise NotAPeriod(
            _("“%(text)s” does not say its year: write for example %(example)s."),
            {"text": text.strip()[:60], "example": "4 tháng đầu năm 2019"},
        )
    raise NotAPeriod(
        _("“%(text)s” names no period: write for example %(months)s, %(quarter)s or %(end)s."),
        {
            "text": text.strip()[:60],
            "months": "4 tháng đầu năm 2019",
            "quarter": "quý I/2022",
            "end": "cuối năm 2014",
        },
    )


def _read_from_to(plain: str, year: int | None) -> Period | None:
    """Two periods and what lies between them: "từ tháng 1 đến tháng 5/2022"."""
    match = _FROM_TO.fullmatch(plain)
    if match is None:
        return None
    last = _read_named(match[2], year)
    first = last and _read_named(match[1], last.last_day.year)
    return Period(first.start, last.end) if first and last and first.start < last.end else None


def _read_up_to(plain: str, year: int | None) -> Period | None:
    match = _UP_TO.match(plain)
    if match is None:
        return None
    whole = _read_named(plain[match.end() :], year)
    return day(whole.last_day) if whole else None


def _read_named(plain: str, known_year: int | None) -> Period | None:
    """A period by its one name; its own year goes before the year that is known."""
    if match := _MONTHS.fullmatch(plain) or _MONTHS_GLUED.fullmatch(plain):
        count, end, own = match.groups()
        return _months(count, own or known_year, last=end == "cuoi")
    if match := _ENGLISH_MONTHS.fullmatch(plain):
        end, count, own = match.groups()
        return _months(count, own or known_year, last=end == "last")
    if match := _HALF.fullmatch(plain):
        return _months("6", match[2] or known_year, last=match[1] == "second")
    if match := _IN_QUARTER.fullmatch(plain):
        number = _QUARTERS[match[1] or match[3]]
        return _quarter(number, match[2] or match[4] or known_year)
    if match := _YEARS.fullmatch(plain):
        first, last = int(match[1]), int(match[2])
        return Period(dt.date(first, 1, 1), dt.date(last + 1, 1, 1)) if first <= last else None
    if known_year and _NO_YEAR.fullmatch(plain):
        return year(known_year)
    return _read_days(plain, "vi", known_year) or _read_days(plain, "en", known_year)


def _months(count: str, number: str | int | None, *, last: bool) -> Period | None:
    """The first or the last so many months of a year."""
    months = _COUNTS.get(count) or int(count)
    if number is None or not 1 <= months <= 12:
        return None
    if not last:
        return first_months(int(number), months)
    return Period(dt.date(int(number), 13 - months, 1), dt.date(int(number) + 1, 1, 1))


def _quarter(quarter: int, number: str | int | None) -> Period | None:
    if number is None:
        return None
    return Period(
        dt.date(int(number), 3 * quarter - 2, 1), first_months(int(number), 3 * quarter).end
    )


def _read_days(plain: str, language: Language, known_year: int | None) -> Period | None:
    try:
        found = read_day(plain, language=language, year=known_year)
    except NotADay:
        return None
    start = found.starts_on
    if found.precision == "year":
        return year(start.year)
    if found.precision == "month":
        return Period(start, first_months(start.year, start.month).end)
    return Period(start, (found.ends_on or start) + ONE_DAY)
