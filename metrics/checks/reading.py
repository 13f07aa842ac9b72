"""Figures of the register as statements to be checked (F5)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from accounts.permissions import Visitor
from metrics.checks.examining import EXPORT, IMPORT, SUMMED, examine
from metrics.checks.findings import Finding
from metrics.checks.statements import NATION, Book, Place, Statement, Trait
from metrics.enums import Measure, Scope
from metrics.intervals import is_count
from metrics.models import Figure, Indicator
from metrics.periods import Period
from provinces.models import RegionMembership

CHECKED = [one for one in Measure if one != Measure.PROVINCES]
# What a statement is made of, and what a calculation in words says of a figure.
COLUMNS = (
    *("pk", "indicator__key", "indicator__aggregation", "indicator__unit__factor"),
    *("scope", "region", "province", "period_start", "period_end", "basis", "measure", "against"),
    *("whole__key", "change_in", "number", "upper", "qualifier", "unit__quantity", "unit__factor"),
    *("value", "source", "reported_at", "is_headline"),
)
READ = ("indicator__unit", "unit", "region", "province", "whole", "source", "reported_at__series")


@dataclass(frozen=True)
class Examined:
    """Findings, and all that was stated."""

    findings: list[Finding]
    book: Book


@dataclass(frozen=True)
class Named:
    """Figures that take part in findings, by pk, and the names of what they are about."""

    figures: dict[int, Figure]
    book: Book

    @classmethod
    def of(cls, pks: Iterable[int], book: Book) -> "Named":
        """Those of a book with these pks; one query."""
        figures = Figure.objects.filter(pk__in=set(pks)).select_related(*READ)
        return cls({one.pk: one for one in figures}, book)

    def place_label(self, place: Place) -> str:
        """The name of a place that one of the figures is about, or of the whole country."""
        if place == NATION:
            return str(Scope.NATION.label)
        return next(
            figure.place_label
            for pk, figure in self.figures.items()
            if self.book.statements[pk].place == place
        )

    def indicator_label(self, key: str) -> str:
        """The name of an indicator of one of the figures, or that a share is of."""
        indicators = (
            one for figure in self.figures.values() for one in (figure.indicator, figure.whole)
        )
        return next((one.label for one in indicators if one and one.key == key), key)


def examine_all(figures: QuerySet[Figure], chosen: Q | None = None) -> Examined:
    """What the checks find about every one of `figures`, or about those `chosen`; 4 queries.

    The figures of demonstrations stand apart from the register, and no check compares them.
    """
    only = None
    if chosen:
        only = set(figures.filter(chosen).values_list("pk", flat=True))
    return _examined(figures, only)


def examine_these(figures: Iterable[Figure], visitor: Visitor) -> Examined:
    """What the checks find about the figures of a page; 4 queries, none where nothing is checked.

    Read besides are the figures they may have to do with: of the same places and of the nation, of
    the same indicators and those akin, not more than a year earlier; and the levels of a region's
    provinces for the same periods.
    """
    shown = [one for one in figures if one.measure in CHECKED and one.scope != Scope.CONFERENCE]
    if not shown:
        return Examined([], Book.of([], {}))
    wanted = Q(indicator__in=_akin(shown)) & (_same_places(shown) | _members_levels(shown))
    figures = Figure.objects.visible_to(visitor).filter(wanted)
    return _examined(figures, {one.pk for one in shown})


def book_about(indicator: Indicator, visitor: Visitor) -> Book:
    """All from which levels of an indicator may follow: its figures, shares in it and of it."""
    figures = Figure.objects.visible_to(visitor)
    wholes = figures.filter(indicator=indicator, whole__isnull=False).values("whole")
    about = Q(indicator=indicator) | Q(whole=indicator) | Q(indicator__in=wholes)
    return _book(figures.filter(about))


def _same_places(shown: list[Figure]) -> Q:
    """Figures of the places of a page and of the nation, from the year before to the year's end."""
    first = min(one.period_start for one in shown)
    last = max(one.period.last_day for one in shown)
    places = Q(scope=Scope.NATION)
    places |= Q(region__in={one.region_id for one in shown if one.region_id})
    places |= Q(province__in={one.province_id for one in shown if one.province_id})
    return places & Q(
        period_start__gte=dt.date(first.year - 1, 1, 1),
        period_end__lte=dt.date(last.year + 1, 1, 1),
    )


def _members_levels(shown: list[Figure]) -> Q:
    """Levels of the provinces of a page's regions, for the periods of which it has a sum."""
    summed = [one for one in shown if one.region_id and one.measure == Measure.LEVEL]
    members = RegionMembership.objects.filter(region__in={one.region_id for one in summed})
    periods = Q(pk__in=())
    for start, end in {(one.period_start, one.period_end) for one in summed}:
        periods |= Q(period_start=start, period_end=end)
    return periods & Q(measure=Measure.LEVEL, province__in=members.values("province"))


def _akin(shown: list[Figure]) -> set[int]:
    """The indicators that a check of these may look at."""
    parents = {one.indicator.parent_id or one.indicator_id for one in shown}
    parents |= {one.indicator_id for one in shown}
    parents |= {one.whole_id for one in shown if one.whole_id is not None}
    akin = Q(pk__in=parents) | Q(parent__in=parents) | Q(key__in=(EXPORT, IMPORT))
    return set(Indicator.objects.filter(akin).values_list("pk", flat=True))


def _examined(figures: QuerySet[Figure], only: set[int] | None) -> Examined:
    book = _book(figures)
    return Examined(examine(book, only), book)


def _book(figures: QuerySet[Figure]) -> Book:
    rows = (
        figures.filter(measure__in=CHECKED, source__is_demonstration=False)
        .exclude(scope=Scope.CONFERENCE)
        .exclude(reported_at__series__is_demonstration=True)
        .order_by("pk")
        .values_list(*COLUMNS, named=True)
    )
    traits = _traits()
    statements = [_statement(row) for row in rows]
    return Book.of(statements, traits, _members(statements, traits))


def _traits() -> dict[str, Trait]:
    said = Indicator.objects.values_list("key", "parent__key", "adds_up", "aggregation")
    return {
        key: Trait(parent=parent or "", adds_up=adds_up, aggregation=aggregation)
        for key, parent, adds_up, aggregation in said
    }


def _members(
    statements: Iterable[Statement], traits: Mapping[str, Trait]
) -> dict[tuple[int, Period], frozenset[int]]:
    """Who belonged to a region on the last day of a period, where a sum could be one."""
    asked = {
        (one.place.pk, one.period)
        for one in statements
        if one.place.scope == Scope.REGION
        and one.measure == Measure.LEVEL
        and traits[one.indicator].aggregation in SUMMED
    }
    memberships = RegionMembership.objects.filter(
        region__in={region for region, _period in asked}, province__retired_at__isnull=True
    ).values_list("region", "province", "valid_from", "valid_until")
    of_region: dict[int, list[tuple]] = {}
    for region, *membership in memberships:
        of_region.setdefault(region, []).append(tuple(membership))
    return {
        (region, period): frozenset(
            province
            for province, since, until in of_region.get(region, [])
            if since <= period.last_day and (until is None or period.last_day < until)
        )
        for region, period in asked
    }


def _statement(row: Any) -> Statement:
    """What a row of `COLUMNS` says."""
    return Statement(
        pk=row.pk,
        indicator=row.indicator__key,
        place=Place(row.scope, row.region or row.province or 0),
        period=Period(row.period_start, row.period_end),
        basis=row.basis,
        measure=row.measure,
        digits=row.number,
        factor=_factor(row.measure, row.unit__factor, row.indicator__unit__factor),
        upper=row.upper,
        qualifier=row.qualifier,
        is_count=is_count(row.unit__quantity, row.unit__factor),
        is_known=row.value is not None,
        against=row.against,
        whole=row.whole__key or "",
        change_in=row.change_in,
        source=row.source,
        meeting=row.reported_at,
        is_headline=row.is_headline,
    )


@cache
def _factor(measure: str, printed: Decimal, wanted: Decimal) -> Fraction:
    """From the printed unit to the indicator's, or from percent to a ratio."""
    return Fraction(printed) / (Fraction(wanted) if measure == Measure.LEVEL else 100)
