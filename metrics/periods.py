"""Periods as half-open pairs of local days, and what they are called (rule F3).

"4 tháng đầu năm 2019" is [2019-01-01, 2019-05-01); "cuối năm 2014" is one day. Kind and label are
computed, never stored.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from vietnamese.dates import format_date, format_date_range
from vietnamese.roman import to_roman

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
