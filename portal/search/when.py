"""The days and the edition that a search tells. Pure."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from portal.search.words import Word
from vietnamese.roman import find_edition

HIGHEST = 99  # "CM" is Cà Mau, not the 900th
Days = tuple[dt.date, dt.date]  # half-open


class Told(NamedTuple):
    """Days as typed, from one character to another; `years` when they are whole years."""

    text: str
    start: int
    end: int
    days: Days
    years: tuple[str, ...]


_YEAR = r"(?:19|20)[0-9]{2}"
_WHEN = re.compile(
    rf"(?<![\w.,/])(?:"
    rf"(?P<day>[0-9]{{1,2}})(?P<mark>[/.-])(?P<day_month>[0-9]{{1,2}})(?P=mark)(?P<day_year>{_YEAR})"
    rf"|(?:th[áa]ng\s+)?(?P<month>[0-9]{{1,2}})\s*[/-]\s*(?P<month_year>{_YEAR})"
    rf"|th[áa]ng\s+(?P<of>[0-9]{{1,2}})\s+n[ăa]m\s+(?P<of_year>{_YEAR})"
    rf"|(?P<first>{_YEAR})\s*(?:[-–—]|đến|den)\s*(?P<last>{_YEAR})"
    rf"|(?:năm\s+)?(?P<year>{_YEAR})"
    rf")(?!\w|[.,/][0-9])",
    re.IGNORECASE,
)


def _days(match: re.Match[str]) -> Days | None:
    part = {name: int(text) for name, text in match.groupdict().items() if name != "mark" and text}
    try:
        if "day" in part:
            day = dt.date(part["day_year"], part["day_month"], part["day"])
            return day, day + dt.timedelta(days=1)
        if "month" in part or "of" in part:
            number = part["month"] if "month" in part else part["of"]
            year = part.get("month_year") or part["of_year"]
            start = dt.date(year, number, 1)
            return start, dt.date(year + number // 12, number % 12 + 1, 1)
    except ValueError:
        return None
    years = sorted((part.get("first") or part["year"], part.get("last") or part["year"]))
    return dt.date(years[0], 1, 1), dt.date(years[1] + 1, 1, 1)


def find_days(text: str) -> list[Told]:
    """All days in a text: "13/5/2022", "tháng 5/2022", "2019–2024", "năm 2024"; a day that no
    calendar has is passed over.
    """
    found = []
    for match in _WHEN.finditer(text):
        if days := _days(match):
            start, end = days
            whole = (start.month, start.day) == (end.month, end.day)
            years = tuple(re.findall(_YEAR, match[0])) if whole else ()
            found.append(Told(match[0], match.start(), match.end(), days, years))
    return found


def edition_words(text: str, found: Sequence[Word]) -> tuple[int, range] | None:
    """The edition a search names, and its words: "lần thứ X", "lần 11", a lone "X"."""
    edition = find_edition(text)
    if edition is None or edition > HIGHEST:
        return None
    if len(found) == 1:
        return edition, range(1)
    for size in range(2, 6):
        for first in range(len(found) - size + 1):
            place = range(first, first + size)
            while len(place) > 1 and _tells(text, found, place[1:], edition):
                place = place[1:]
            if _tells(text, found, place, edition):
                return edition, place
    return None


def _tells(text: str, found: Sequence[Word], place: range, edition: int) -> bool:
    part = text[found[place[0]].start : found[place[-1]].end]
    # A lone capital X tells an edition only when nothing else is typed.
    return not (len(place) == 1 and part.isalpha() and part.isupper()) and (
        find_edition(part) == edition
    )
