"""What figures must be true to (rules F1, F2, F3, F7, P5)."""

import re
from collections.abc import Iterator
from copy import copy

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from metrics.enums import Scope
from metrics.models import Figure
from portal.records.checks.register import (
    Check,
    Holdings,
    Problem,
    day_label,
    days_of,
    not_a_province,
)
from portal.records.register import stood
from portal.records.shapes import CONFERENCE, FIGURE, figure_days
from vietnamese.numbers import format_printed


def values_are_those_of_the_numbers(holdings: Holdings) -> Iterator[Problem]:
    """The value in the indicator's unit follows from number and unit (F2)."""
    for figure, _conference in holdings.figures:
        read = copy(figure)
        try:
            read.clean()
        except ValidationError:
            continue  # told by `rows_are_clean`
        if (read.value, read.upper_value) != (figure.value, figure.upper_value):
            yield Problem(
                figure,
                _("Its value is %(stored)s; number and unit come to %(read)s.")
                % {"stored": figure.value, "read": read.value},
            )


def printed_forms_hold_their_numbers(holdings: Holdings) -> Iterator[Problem]:
    """The number stands in what the source prints, with its decimals (F2)."""
    for figure, _conference in holdings.figures:
        for number in filter(None, [figure.number, figure.upper]):
            if not prints(number, figure.printed):
                yield Problem(
                    figure,
                    _("“%(printed)s” does not print %(number)s.")
                    % {"printed": figure.printed, "number": format_printed(number)},
                )


def provinces_of_figures_stood_then(holdings: Holdings) -> Iterator[Problem]:
    """A unit speaks of itself while it stands, and of the years before its birth (P5)."""
    for figure, one in holdings.figures:
        if figure.province is None:
            continue
        days = figure_days(FIGURE.said(figure), CONFERENCE.said(one) if one else {})
        if days and not stood(figure.province, days):
            yield Problem(figure, not_a_province(figure.province.key, days))


def counts_of_a_conference_are_of_its_day(holdings: Holdings) -> Iterator[Problem]:
    """What was counted at a conference was counted then (F1, F3)."""
    for figure, one in holdings.figures:
        if figure.scope != Scope.CONFERENCE or one is None:
            continue
        first, last = days_of(one)
        if figure.period_end <= first or figure.period_start > last:
            yield Problem(
                figure,
                _("It counts a conference of %(day)s over another time, %(period)s.")
                % {"day": day_label(first), "period": figure.period_label},
            )


def corrections_follow_what_they_correct(holdings: Holdings) -> Iterator[Problem]:
    """A figure that corrects another leaves that one superseded (F7)."""
    for figure in Figure.objects.filter(supersedes__superseded_at=None).exclude(supersedes=None):
        yield Problem(figure, _("It corrects a figure that is still current."))


def prints(number: str, printed: str) -> bool:
    """Whether a printed form holds a canonical number: "16.90" in "16,90 tỷ đồng".

    In Vietnamese or English notation, grouped or not, without its sign; "06 tập thể" holds 6.
    """
    unsigned = number.lstrip("-")
    spellings = {unsigned, unsigned.replace(".", ",")}
    spellings |= {format_printed(unsigned, "vi"), format_printed(unsigned, "en")}
    return any(
        re.search(rf"(?<![\d.,])0?{re.escape(spelling)}(?!\d|[.,]\d)", printed)
        for spelling in spellings
    )


CHECKS: tuple[Check, ...] = (
    values_are_those_of_the_numbers,
    printed_forms_hold_their_numbers,
    provinces_of_figures_stood_then,
    counts_of_a_conference_are_of_its_day,
    corrections_follow_what_they_correct,
)
