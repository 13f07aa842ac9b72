"""Dates as Viet Nam writes them: day, month, year, in both languages of the interface (N1)."""

import re
import unicodedata
from datetime import date
from typing import Literal

from django.utils.translation import gettext_lazy as _

from vietnamese.errors import Unreadable
from vietnamese.language import Language

Precision = Literal["day", "month", "year"]

_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([1-9][0-9]{3})")
_ISO = re.compile(r"([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class NotADate(Unreadable):
    """A text that is no date, or a day no calendar has."""


def parse_date(text: str) -> date:
    """13/5/2022, 13-5-2022, 13.5.2022 or 2022-05-13; the day comes first in either language.

    Raises NotADate.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if match := _DAY_FIRST.fullmatch(typed):
        day, _separator, month, year = match.groups()
    elif match := _ISO.fullmatch(typed):
        year, month, day = match.groups()
    else:
        raise NotADate(_("Write day/month/year, e.g. 13/5/2022."), {})
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NotADate(_("%(date)s does not exist."), {"date": typed}) from None


def format_date(day: date, precision: Precision = "day", language: Language = "vi") -> str:
    """As exactly as it is known: "13/5/2022", "tháng 5/2022", "năm 2022"; "13 May 2022" … (C3)."""
    month = _MONTHS[day.month - 1]
    if precision == "year":
        return f"năm {day.year}" if language == "vi" else f"{day.year}"
    if precision == "month":
        return f"tháng {day.month}/{day.year}" if language == "vi" else f"{month} {day.year}"
    if language == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {month} {day.year}"


def format_date_range(first: date, last: date, language: Language = "vi") -> str:
    """First to last day, what they share said once: "21–24/11/2018", "29/11–2/12/2018".

    Raises ValueError when the last day comes before the first.
    """
    if last < first:
        raise ValueError(f"last day {last} comes before first day {first}")
    end = format_date(last, language=language)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    if first.year != last.year:
        start = format_date(first, language=language)
    elif language == "vi":
        start = f"{first.day}/{first.month}"
    else:
        start = f"{first.day} {_MONTHS[first.month - 1]}"
    return f"{start}–{end}" if language == "vi" else f"{start} – {end}"
