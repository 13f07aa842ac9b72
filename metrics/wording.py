"""A figure in words: its number in the reader's language, what it says of its indicator."""

import re

from django.utils.translation import gettext as _

from metrics.enums import Against, ChangeIn, Measure, Qualifier
from metrics.models import Figure
from vietnamese.language import active
from vietnamese.numbers import NBSP, format_number, format_printed, quantity

# Characters of a printed form that always fit a line of a narrow table.
LONG = 24
AFTER_NUMBER = re.compile(r"(?<=\d) (?=\S)")


def printed_form(figure: Figure) -> str:
    """What a table shows of it: as printed, or in the reader's language where that is another."""
    own_language = figure.source.language == active()
    return unbroken(figure.printed if own_language else readable(figure))


def readable(figure: Figure) -> str:
    """The printed number in the reader's language: "over 10 billion VND", "trên 10 tỷ đồng"."""
    words = "" if figure.qualifier == Qualifier.EXACT else f"{figure.get_qualifier_display()} "
    number = format_printed(figure.number, active())
    if figure.upper:
        number = f"{number}–{format_printed(figure.upper, active())}"
    return words + quantity(number, figure.unit.label)


def unbroken(printed: str) -> str:
    """A printed form whose number and unit stay on one line; a long one may still break (N1)."""
    if len(printed) <= LONG:
        return printed.replace(" ", NBSP)
    return AFTER_NUMBER.sub(NBSP, printed)


def in_indicator_unit(figure: Figure) -> str:
    """The value in the indicator's unit where the source printed another."""
    indicator = figure.indicator
    if figure.value is None or figure.measure != Measure.LEVEL or figure.unit == indicator.unit:
        return ""
    if figure.unit.factor == indicator.unit.factor:
        return ""
    ends = [end for end in (figure.value, figure.upper_value) if end is not None]
    numbers = "–".join(format_number(end.normalize(), notation=active()) for end in ends)
    return quantity(numbers, indicator.unit.label)


def measure_in_words(figure: Figure) -> str:
    """What the number says of the indicator: its level, growth against what, share of what."""
    match figure.measure:
        case Measure.GROWTH:
            return {
                Against.SAME_PERIOD: _("growth on the same period of the year before"),
                Against.PLAN: _("growth on the plan"),
                Against.PREVIOUS_PLAN: _("growth on the plan of the year before"),
                Against.PREVIOUS_PERIOD: _("growth on the previous period"),
                Against.NOT_STATED: _("growth (on what is not stated)"),
            }[Against(figure.against)]
        case Measure.SHARE if figure.whole:
            return _("share of: %(whole)s") % {"whole": figure.whole.label}
        case Measure.SHARE:
            return _("share of the whole country")
        case Measure.COMPLETION:
            return _("share of the year's plan")
        case Measure.RATE_CHANGE:
            return {
                ChangeIn.PERCENT: _("change of the rate, in percent"),
                ChangeIn.POINT: _("change of the rate, in percentage points"),
                ChangeIn.UNCLEAR: _("change of the rate, percent or points not clear"),
            }[ChangeIn(figure.change_in)]
        case Measure.PROVINCES:
            return _("provinces, of %(out_of)s: %(criterion)s") % {
                "out_of": figure.out_of,
                "criterion": figure.criterion,
            }
    return _("value")
