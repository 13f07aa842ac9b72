"""Which periods compare with each other: full years, first halves, first nine months … Pure.

A span is the name of such a kind in an address: "year", "first-9", "last-6", "quarter-1", "day".
"""

import re

from django.utils.translation import gettext as _

from metrics.periods import Period, PeriodKind
from vietnamese.roman import to_roman

SPAN = re.compile(
    r"year|day|other|last-6|first-(?:[24-9]|1[01])|quarter-[1-4]|month-(?:[1-9]|1[0-2])|"
    r"years-\d{1,2}"
)
_ORDER = ("year", "first", "last", "quarter", "month", "day", "years", "other")


def span_of(period: Period) -> str:
    """The span of a period; periods of "other" do not compare, whatever they are."""
    start, months = period.start, period.months or 0
    match period.kind:
        case PeriodKind.MONTH:
            return f"month-{start.month}"
        case PeriodKind.QUARTER:
            return f"quarter-{(start.month + 2) // 3}"
        case PeriodKind.HALF:
            return "first-6" if start.month == 1 else "last-6"
        case PeriodKind.FIRST_MONTHS:
            return f"first-{months}"
        case PeriodKind.YEARS:
            return f"years-{months // 12}"
    return period.kind.value


def in_order(span: str) -> tuple[int, int]:
    """Sorts spans: full years first, then the first months of a year, the most of them first."""
    name, _dash, number = span.partition("-")
    return _ORDER.index(name), -int(number or 0) if name == "first" else int(number or 0)


def span_words(span: str) -> str:
    """What an officer calls it: "cả năm", "9 tháng đầu năm", "quý I"."""
    name, _dash, number = span.partition("-")
    match name:
        case "year":
            return _("full years")
        case "first" | "last" if number == "6":
            return _("first halves of years") if name == "first" else _("second halves of years")
        case "first":
            return _("first %(n)s months of years") % {"n": number}
        case "quarter":
            return _("quarter %(n)s of years") % {"n": to_roman(int(number))}
        case "month":
            return _("month %(n)s of years") % {"n": number}
        case "day":
            return _("single days")
        case "years":
            return _("periods of %(n)s years") % {"n": number}
    return _("other periods")
