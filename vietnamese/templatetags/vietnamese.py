"""Numbers, editions and dates in the reader's language. None shows as nothing."""

from datetime import date
from decimal import Decimal

from django import template

from vietnamese import language, numbers
from vietnamese.dates import Precision, format_date
from vietnamese.roman import to_roman

register = template.Library()


@register.filter
def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """370461 → 370.461; `|number:2` rounds to two decimals, else those of the value are kept."""
    if value is None:
        return ""
    return numbers.format_number(value, decimals=decimals, notation=language.active())


@register.filter
def printed_number(canonical: str | None) -> str:
    """ "16.90" → 16,90: the decimals a source printed (F2)."""
    return numbers.format_printed(canonical, language.active()) if canonical else ""


@register.filter
def roman(edition: int | None) -> str:
    """10 → X (C2)."""
    return "" if edition is None else to_roman(edition)


@register.filter
def day(value: date | None, precision: Precision = "day") -> str:
    """13/5/2022, or 13 May 2022; `|day:c.date_precision` says no more than is known (C3)."""
    return "" if value is None else format_date(value, precision, language.active())


@register.filter
def year(value: date | None) -> str:
    """2022, never grouped."""
    return "" if value is None else str(value.year)
