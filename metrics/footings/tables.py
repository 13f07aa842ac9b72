"""Figures of provinces on a footing, in the shape of `components/sum_table.html` (P5, F6).

The rows are figures that a query has read; nothing is read here.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from conferences.citing import SourceNumbers
from metrics.enums import Basis, Measure
from metrics.footings import words
from metrics.footings.book import (
    Book,
    Question,
    day_of,
    lineage_of,
    members_of,
    question,
    region_total,
)
from metrics.footings.lineage import Lineage, members_of_day
from metrics.footings.sums import Footed, Part, Reason, Total, on_day
from metrics.intervals import Interval, exactly
from metrics.models import Figure, Indicator
from metrics.wording import printed_form, unbroken
from provinces.footing import Footing
from provinces.models import Province, Region
from provinces.queries import Places
from vietnamese.language import active
from vietnamese.numbers import format_number, quantity

# A province


def own_figures(
    province: Province, rows: Iterable[Figure], *, footing: Footing, places: Places, today: dt.date
) -> list[Figure]:
    """Those about a unit's own area, to be shown as printed; none when it is no unit of the day."""
    lineage = lineage_of(places)
    area = lineage.same_area(province.pk)
    if not set(area) & set(_units_on(province, footing, lineage, today)):
        return []
    return [one for one in rows if one.province_id in area]


def province_sums(
    province: Province,
    rows: Iterable[Figure],
    *,
    footing: Footing,
    places: Places,
    numbers: SourceNumbers,
    today: dt.date,
) -> dict[str, Any]:
    """What the page of a unit of today shows besides `own_figures`, on the units of a day.

    `sums`: groups for the component, from the units it was formed from, or of the units that were
    there on the day; `left_out`: how many figures stand only as reported: growth and shares of
    other areas, and what a figure of its own replaced.
    """
    rows, day = list(rows), footing.day or today
    book, groups = Book.of(rows, places), _Groups()
    own = own_figures(province, rows, footing=footing, places=places, today=today)
    area, shown = book.lineage.same_area(province.pk), {one.pk for one in own}
    for asked, answers in book.answers.items():
        for pk in _units_on(province, footing, book.lineage, today):
            footed = on_day(
                pk,
                lineage=book.lineage,
                answers=answers,
                period=asked.period,
                day=day,
                aggregation=asked.indicator.aggregation,
            )
            if footed.reason is Reason.NOTHING or (footed.is_own and pk in area):
                continue
            shown |= set(footed.figures)
            row = _province_row(footed, asked, book, places, numbers)
            groups.add(asked, row | {"place": ""} if pk in area else row)
    left_out = sum(one.pk not in shown for one in rows)
    return {"sums": groups.listing(), "left_out": left_out}


def _units_on(province: Province, footing: Footing, lineage: Lineage, today: dt.date) -> list[int]:
    """The units that stood on the day of a footing where `province` stands today."""
    return members_of_day([province.pk], on=today, lineage=lineage, day=footing.day or today)[0]


def _province_row(
    footed: Footed, asked: Question, book: Book, places: Places, numbers: SourceNumbers
) -> dict[str, Any]:
    unit = places.by_id[footed.unit]
    silent = [] if footed.is_own else [one.unit for one in footed.parts if not one.answer]
    return _row(asked, footed) | {
        "place": str(unit),
        "place_url": unit.get_absolute_url(),
        "count": words.of_units(footed),
        "parts": [_part(one, asked, book, places, numbers) for one in footed.parts if one.answer],
        "missing": ", ".join(str(places.by_id[pk]) for pk in silent),
    }


def _part(
    part: Part, asked: Question, book: Book, places: Places, numbers: SourceNumbers
) -> dict[str, Any]:
    unit, figures = places.by_id[part.unit], _figures([part], book)
    return {
        "label": str(unit),
        "url": unit.get_absolute_url(),
        "value": _said_in_words(part, asked, figures),
        "sources": _marks(figures, numbers),
    }


def _said_in_words(part: Part, asked: Question, figures: list[Figure]) -> str:
    """Its value; without one, all that was printed."""
    if part.value is not None:
        number = in_words(part.value, asked.indicator)
        exact = part.answer is None or part.answer.exact
        return number if exact else f"{figures[0].get_qualifier_display()} {number}"
    return " / ".join(dict.fromkeys(printed_form(one) for one in figures))


# A region


def region_sums(
    region: Region,
    rows: Iterable[Figure],
    *,
    stated: Iterable[Figure],
    footing: Footing,
    places: Places,
    numbers: SourceNumbers,
    today: dt.date,
) -> list[dict]:
    """What a region's members add up to, question by question, for the component (F6).

    `rows`: figures of provinces; `stated`: those of the region itself, which stand beside. Members
    are those of the period's last day, or of the region's own first or last day when the period
    lies outside it.
    """
    book, groups = Book.of(rows, places), _Groups()
    beside: dict[Question, list[Figure]] = {}
    for figure in stated:
        if figure.measure == Measure.LEVEL and not figure.source.is_demonstration:
            beside.setdefault(question(figure), []).append(figure)
    for asked, answers in book.answers.items():
        day = day_of(region, asked.period, today)
        found = region_total(members_of(region, day), day, asked, answers, footing, book.lineage)
        if found.reason is not Reason.NOTHING:
            row = _region_row(found, asked, book, places, numbers)
            row["stated"] = _stated(beside.get(asked, []), found, asked, book, numbers)
            groups.add(asked, row)
    return groups.listing()


def _region_row(
    found: Total, asked: Question, book: Book, places: Places, numbers: SourceNumbers
) -> dict[str, Any]:
    answered = [one for one in found.members if one.figures]
    silent = [*(one.unit for one in found.members if not one.figures), *found.across]
    return _row(asked, found) | {
        "count": words.of_members(found),
        "parts": [
            {
                "label": places.by_id[one.unit].label,
                "url": places.by_id[one.unit].get_absolute_url(),
                "value": _member_in_words(one, asked, book),
                "note": words.of_units(one),
                "sources": _marks(_figures(one.parts, book), numbers),
            }
            for one in answered
        ],
        "missing": ", ".join(places.by_id[pk].label for pk in silent),
    }


def _member_in_words(one: Footed, asked: Question, book: Book) -> str:
    number = one.partial if one.value is None else one.value
    if number is not None:
        shown = in_words(number, asked.indicator)
        return shown if one.exact else " ".join([_("about"), shown])
    return "; ".join(
        _said_in_words(part, asked, _figures([part], book)) for part in one.parts if part.answer
    )


def _stated(
    figures: Iterable[Figure], found: Total, asked: Question, book: Book, numbers: SourceNumbers
) -> list[dict]:
    """What sources print for the region itself, each number once."""
    alike: dict[str, list[Figure]] = {}
    for figure in figures:
        alike.setdefault(printed_form(figure), []).append(figure)
    return [
        {
            "text": text,
            "difference": _difference(found, same[0], asked, book),
            "sources": _marks(same, numbers),
        }
        for text, same in alike.items()
    ]


def _difference(found: Total, stated: Figure, asked: Question, book: Book) -> str:
    """Whether the sum comes to what a source prints for the region, rounding allowed for (F5)."""
    if found.value is None or stated.value is None or stated.upper:
        return ""
    summed = exactly(0)
    for one in found.members:
        for part in one.parts:
            summed += _interval(_figures([part], book)[0])
    if summed.meets(_interval(stated)):
        return _("Agrees")
    amount = in_words(abs(found.value - stated.value), asked.indicator)
    return _("Off by %(d)s") % {"d": amount}


def _interval(figure: Figure) -> Interval:
    """What its printed number may stand for, in the indicator's unit."""
    factors = exactly(figure.unit.factor) / exactly(figure.indicator.unit.factor)
    return figure.stands_for * factors


# Rows


class _Groups:
    """Rows by indicator, both in the order in which they came."""

    def __init__(self) -> None:
        self._rows: dict[Indicator, list[dict]] = {}

    def add(self, asked: Question, row: dict) -> None:
        self._rows.setdefault(asked.indicator, []).append(row)

    def listing(self) -> list[dict]:
        return [
            {"indicator": {"label": one.label, "url": one.get_absolute_url()}, "rows": rows}
            for one, rows in self._rows.items()
        ]


def _row(asked: Question, found: Footed | Total) -> dict[str, Any]:
    """What a sum says of itself, whatever it is of."""
    return {
        "period": asked.period.label(active()),
        "basis": Basis(asked.basis).label,
        "value": "" if found.value is None else in_words(found.value, asked.indicator),
        "partial": "" if found.partial is None else in_words(found.partial, asked.indicator),
        "about": not found.exact,
        "total": found.value,
        "so_far": found.partial,
        "asked": asked,
        "why": words.why(found.reason),
    }


def _figures(parts: Iterable[Part], book: Book) -> list[Figure]:
    return [book.figures[pk] for one in parts if one.answer for pk in one.answer.figures]


def _marks(figures: Iterable[Figure], numbers: SourceNumbers) -> list[dict]:
    sources = {one.source_id: one.source for one in figures}
    return [numbers.mark(one) for one in sources.values()]


def in_words(value: Decimal, indicator: Indicator) -> str:
    """A value with its unit, without the zeros that a column adds: "19,4 tỷ đồng"."""
    number = format_number(value.normalize(), notation=active())
    return unbroken(quantity(number, indicator.unit.label))
