"""What was said of provinces, question by question, ready for the sums (P5, F4, F6).

The rows are figures that a query has read; nothing is read here. Only levels are added, and never
with those of a demonstration.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from metrics.enums import Measure, Qualifier
from metrics.footings.lineage import Lineage, Unit, members_of_day
from metrics.footings.sums import Answer, Said, Total, answer, as_reported, on_day, total
from metrics.models import Figure, Indicator
from metrics.periods import Period
from provinces.footing import Footing
from provinces.models import Region
from provinces.queries import Places

# Nghị quyết 15/2008/QH12: besides Hà Tây, whose row says so, Mê Linh district of Vĩnh Phúc and
# four communes of Hòa Bình went to Hà Nội. No row of the register ends by that.
PARTS_MOVED = {"vinh-phuc": dt.date(2008, 8, 1), "hoa-binh": dt.date(2008, 8, 1)}


@dataclass(frozen=True)
class Question:
    """The level of an indicator, for a period, on a basis; asked of any place."""

    indicator: Indicator
    period: Period
    basis: str


@dataclass(frozen=True)
class Book:
    """What was said of provinces: question → unit → answer, and the figures by id."""

    lineage: Lineage
    answers: Mapping[Question, Mapping[int, Answer]]
    figures: Mapping[int, Figure]

    @classmethod
    def of(cls, rows: Iterable[Figure], places: Places) -> "Book":
        found: dict[Question, dict[int, list[Said]]] = {}
        figures = {one.pk: one for one in rows if is_added(one)}
        for one in figures.values():
            if one.province_id is not None:
                by_unit = found.setdefault(question(one), {})
                by_unit.setdefault(one.province_id, []).append(_said(one))
        answers = {
            asked: {unit: answer(said) for unit, said in by_unit.items()}
            for asked, by_unit in found.items()
        }
        return cls(lineage_of(places), answers, figures)


def lineage_of(places: Places) -> Lineage:
    """The units of the register that have begun, in the official order, and what they became."""
    return Lineage.of(
        Unit(
            pk,
            places.successors[pk],
            unit.valid_from,
            unit.valid_until,
            unit.territory,
            frozenset({PARTS_MOVED[unit.key]} if unit.key in PARTS_MOVED else ()),
        )
        for pk, unit in sorted(places.by_id.items(), key=lambda each: (each[1].code, each[0]))
        if not unit.is_retired
    )


def is_added(figure: Figure) -> bool:
    """Whether a figure takes part in sums: a level, and no demonstration's."""
    shown_at = figure.reported_at
    is_real = not figure.source.is_demonstration and not (
        shown_at and shown_at.series.is_demonstration
    )
    return is_real and figure.measure == Measure.LEVEL


def question(figure: Figure) -> Question:
    """What it answers, leaving the place open."""
    return Question(figure.indicator, figure.period, figure.basis)


def _said(figure: Figure) -> Said:
    value = None if figure.upper else figure.value
    exact = figure.qualifier == Qualifier.EXACT
    return Said(figure.pk, value, exact, figure.is_headline)


# A region


def day_of(region: Region, period: Period, today: dt.date) -> dt.date:
    """The day whose members a period asks: its last, or the region's first or last day when the
    period lies outside it; never one to come."""
    last = min(region.valid_until - dt.timedelta(days=1) if region.valid_until else today, today)
    return max(region.valid_from, min(period.last_day, last))


def members_of(region: Region, day: dt.date) -> list[int]:
    """The members of a region, whose memberships were read with their units, on a day."""
    return [
        one.province_id
        for one in region.memberships.all()
        if one.valid_from <= day
        and (one.valid_until is None or day < one.valid_until)
        and one.province.is_valid_on(day)
        and not one.province.is_retired
    ]


def region_total(
    members: list[int],
    day: dt.date,
    asked: Question,
    answers: Mapping[int, Answer],
    footing: Footing,
    lineage: Lineage,
) -> Total:
    """What `members` of a `day` come to on a footing; as reported, each with its own figure."""
    aggregation = asked.indicator.aggregation
    if footing.day is None:
        told = [as_reported(pk, lineage=lineage, answers=answers) for pk in members]
        return total(told, aggregation=aggregation)
    within, across = members_of_day(members, on=day, lineage=lineage, day=footing.day)
    found = [
        on_day(
            pk,
            lineage=lineage,
            answers=answers,
            period=asked.period,
            day=footing.day,
            aggregation=aggregation,
        )
        for pk in within
    ]
    return total(found, aggregation=aggregation, across=across)
