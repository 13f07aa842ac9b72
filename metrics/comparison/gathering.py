"""Figures of the register gathered into the tables of a comparison, in a constant number of reads.

Figures of demonstrations stand apart from the register and are in none of them.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Visitor
from conferences.citing import SourceNumbers
from metrics import queries
from metrics.comparison.drawing import chart
from metrics.comparison.seats import Seat, breaks_of, province
from metrics.comparison.spans import in_order, span_of, span_words
from metrics.comparison.table import Entry, Row, Said, Sheet, entries_of, left_undrawn
from metrics.enums import Against, Aggregation, Basis, Measure, Qualifier, Scope
from metrics.footings import words
from metrics.footings.book import Book, Question, day_of, members_of, question, region_total
from metrics.footings.sums import Footed, Reason, Total, on_day
from metrics.models import Figure, Indicator
from metrics.periods import Period
from metrics.wording import printed_form
from provinces.footing import AS_REPORTED, Footing
from provinces.models import Region
from provinces.queries import Places
from vietnamese.language import active
from vietnamese.numbers import format_number

# Growth on these is set beside each other; a source that does not say on what is marked.
COMPARED = (Against.SAME_PERIOD, Against.NOT_STATED)


@dataclass(frozen=True)
class Told:
    """What is said of a place for one period: figures of one question, or a sum of provinces."""

    basis: str
    figures: Sequence[Figure] = ()
    summed: Footed | Total | None = None
    beside: bool = False


@dataclass
class Gathered:
    """The figures of a comparison, read once, by indicator and place.

    `other_growth`: ids of the indicators with growth on something else, which is left out.
    """

    places: Places
    footing: Footing
    numbers: SourceNumbers
    book: Book
    by_place: dict[tuple, list[Figure]] = field(default_factory=dict)
    other_growth: set[int] = field(default_factory=set)

    @classmethod
    def of(
        cls,
        figures: Iterable[Figure],
        places: Places,
        footing: Footing = AS_REPORTED,
        numbers: SourceNumbers | None = None,
    ) -> "Gathered":
        every = list(figures)
        made = cls(places, footing, numbers or SourceNumbers(), Book.of(every, places))
        for one in every:
            if one.measure == Measure.GROWTH and one.against not in COMPARED:
                made.other_growth.add(one.indicator_id)
                continue
            place = (one.indicator_id, one.scope, one.region_id or one.province_id)
            made.by_place.setdefault(place, []).append(one)
        return made

    def has_regions(self, *regions: Region) -> bool:
        """Whether each of these regions has a figure here."""
        told = {pk for _indicator, scope, pk in self.by_place if scope == Scope.REGION}
        return all(region.pk in told for region in regions)

    # What is said of a place

    def told(self, indicator: Indicator, seat: Seat) -> dict[Period, list[Told]]:
        """Everything said of a place, by period."""
        if self.footing.day is not None and seat.province is not None:
            return self._of_unit_on_day(indicator, seat.province, self.footing.day)
        found = self._stated(indicator, seat)
        if self.footing.day is None or not seat.regions:
            return _by_period(found)
        summed = self._of_region_on_day(indicator, seat)
        return {
            period: [*summed.get(period, []), *(replace(one, beside=True) for one in stated)]
            for period, stated in {**dict.fromkeys(summed, ()), **_by_period(found)}.items()
        }

    def _stated(self, indicator: Indicator, seat: Seat) -> list[Figure]:
        """Figures about the place itself, under whatever name; of regions, the one of the day."""
        if seat.province is not None:
            area = self.book.lineage.same_area(seat.province)
            return [one for pk in area for one in self._at(indicator, Scope.PROVINCE, pk)]
        if not seat.regions:
            return self._at(indicator, Scope.NATION, None)
        found: dict[Period, list[Figure]] = {}
        for region in seat.regions:  # the earliest first; the one of the last day goes before
            own: dict[Period, list[Figure]] = {}
            for one in self._at(indicator, Scope.REGION, region.pk):
                own.setdefault(one.period, []).append(one)
            for period, figures in own.items():
                if period not in found or region.valid_from <= period.last_day:
                    found[period] = figures
        return [one for figures in found.values() for one in figures]

    def _at(self, indicator: Indicator, scope: Scope, pk: int | None) -> list[Figure]:
        return self.by_place.get((indicator.pk, scope, pk), [])

    def _of_unit_on_day(
        self, indicator: Indicator, pk: int, day: dt.date
    ) -> dict[Period, list[Told]]:
        found: dict[Period, list[Told]] = {}
        for asked, answers in self._questions(indicator):
            footed = on_day(
                pk,
                lineage=self.book.lineage,
                answers=answers,
                period=asked.period,
                day=day,
                aggregation=indicator.aggregation,
            )
            if footed.reason is Reason.NOTHING:
                continue
            if footed.is_own and footed.reason in (None, Reason.DISAGREE, Reason.UNCLEAR):
                own = self._stated(indicator, province(pk, self.places))
                told = Told(asked.basis, [one for one in own if question(one) == asked])
            else:
                figures = [self.book.figures[one] for one in footed.figures]
                told = Told(asked.basis, figures, footed)
            found.setdefault(asked.period, []).append(told)
        return found

    def _of_region_on_day(self, indicator: Indicator, seat: Seat) -> dict[Period, list[Told]]:
        found: dict[Period, list[Told]] = {}
        (region,) = seat.regions
        for asked, answers in self._questions(indicator):
            day = day_of(region, asked.period, timezone.localdate())
            members = members_of(region, day)
            total = region_total(members, day, asked, answers, self.footing, self.book.lineage)
            if total.reason is not Reason.NOTHING:
                figures = [self.book.figures[pk] for one in total.members for pk in one.figures]
                found.setdefault(asked.period, []).append(Told(asked.basis, figures, total))
        return found

    def _questions(self, indicator: Indicator) -> Iterable[tuple[Question, Mapping]]:
        return ((q, said) for q, said in self.book.answers.items() if q.indicator == indicator)

    # Tables

    def sheets(self, indicator: Indicator, seats: Sequence[Seat], *, measure: str) -> list[Sheet]:
        """A table for each span of periods; the fullest after that of full years."""
        said = {seat: self.told(indicator, seat) for seat in seats}
        spans = sorted({span_of(p) for periods in said.values() for p in periods}, key=in_order)
        return [self._sheet(indicator, said, span, measure=measure) for span in spans]

    def _sheet(
        self,
        indicator: Indicator,
        said: Mapping[Seat, Mapping[Period, list[Told]]],
        span: str,
        *,
        measure: str,
    ) -> Sheet:
        rows, silent = [], []
        for seat, periods in said.items():
            fit = {one: told for one, told in periods.items() if span_of(one) == span}
            if fit:
                rows.append(self.row(seat, fit))
            else:
                silent.append(seat.label)
        title, unit = named(indicator, measure)
        key = f"{indicator.key}-{span}"
        drawing = chart(
            rows, key=key, title=f"{title}, {span_words(span)}", unit=unit, is_any=span == "other"
        )
        return Sheet(
            key=f"t-{key}",
            title=title,
            url=indicator.get_absolute_url(),
            unit=unit,
            span=span,
            rows=rows,
            silent=silent,
            notes=_notes(rows),
            chart=drawing,
        )

    def row(self, seat: Seat, periods: Mapping[Period, list[Told]]) -> Row:
        """What is said of a place as a row, its sources numbered."""
        cells = {
            period: [entry for one in told for entry in self._entries(one, seat)]
            for period, told in sorted(periods.items())
        }
        return Row(seat.label, seat.url, cells, breaks_of(seat, self.places, self.book.lineage))

    def _entries(self, told: Told, seat: Seat) -> list[Entry]:
        if told.summed is not None:
            entries = [_sum(told.summed, told, seat, self.footing)]
        else:
            entries = _stated_entries(told)
        return [
            replace(
                one,
                marks=tuple(self._marks(one.figures, told)),
                is_draft=any(not f.is_published for f in told.figures if f.pk in one.figures),
            )
            for one in entries
        ]

    def _marks(self, ids: Sequence[int], told: Told) -> Iterable[dict]:
        sources = {one.source_id: one.source for one in told.figures if one.pk in ids}
        return (self.numbers.mark(one) for one in sources.values())


def figures_to_compare(
    visitor: Visitor, indicators: Iterable[Indicator], measures: Iterable[str]
) -> QuerySet[Figure]:
    """Figures of places, as far as this visitor sees them; no demonstration's."""
    return (
        queries.figures(visitor)
        .filter(indicator__in=list(indicators), measure__in=list(measures))
        .filter(source__is_demonstration=False)
        .exclude(reported_at__series__is_demonstration=True)
        .exclude(scope=Scope.CONFERENCE)
    )


def at_places(seats: Iterable[Seat], places: Places, besides: Iterable[Region] = ()) -> Q:
    """The figures about some places, under whatever names, and about some regions besides."""
    seats = list(seats)
    regions = {region.pk for seat in seats for region in seat.regions}
    found = Q(region__in=regions | {region.pk for region in besides})
    units = [places.by_id[seat.province] for seat in seats if seat.province is not None]
    found |= Q(province__in={pk for unit in units for pk in places.kindred_ids(unit)})
    if any(seat.province is None and not seat.regions for seat in seats):
        found |= Q(scope=Scope.NATION)
    return found


def named(indicator: Indicator, measure: str) -> tuple[str, str]:
    """What a table is called, and the unit of its numbers."""
    if measure == Measure.GROWTH:
        return _("%(indicator)s: growth") % {"indicator": indicator.label}, "%"
    return indicator.label, indicator.unit.label


def plain(value: Decimal) -> str:
    """A number without the zeros that a column keeps behind it."""
    return format_number(value.normalize(), notation=active())


def shown(figure: Figure) -> str:
    """The number in the indicator's unit, with "over" or "about"; as printed if it has no value."""
    if figure.value is None:
        return printed_form(figure)
    number = plain(figure.value)
    if figure.upper_value is not None:
        number = f"{number}–{plain(figure.upper_value)}"
    exact = figure.qualifier == Qualifier.EXACT
    return number if exact else f"{figure.get_qualifier_display()} {number}"


def _by_period(figures: Iterable[Figure]) -> dict[Period, list[Told]]:
    """Figures by period, those of one basis (and of growth, on the same thing) together."""
    found: dict[Period, dict[tuple, list[Figure]]] = {}
    for one in figures:
        found.setdefault(one.period, {}).setdefault(_question(one), []).append(one)
    return {
        period: [Told(basis, same) for (basis, _on), same in sorted(asked.items(), key=_in_order)]
        for period, asked in found.items()
    }


def _question(figure: Figure) -> tuple[str, str]:
    return figure.basis, figure.against


def _in_order(item: tuple[tuple[str, str], list[Figure]]) -> tuple[int, int]:
    (basis, against), _figures = item
    return list(Basis).index(Basis(basis)), int(against == Against.NOT_STATED)


def _stated_entries(told: Told) -> list[Entry]:
    said = []
    for one in told.figures:
        says: tuple = (one.number, one.upper, one.unit_id)
        if one.value is not None:
            says = (f"{one.value.normalize():f}", one.upper_value, None)
        said.append(
            Said(
                one.pk,
                says,
                None if one.upper else one.value,
                shown(one),
                one.get_absolute_url(),
                one.qualifier == Qualifier.EXACT,
                one.is_headline,
            )
        )
    by_pk = {one.pk: one for one in told.figures}
    return [
        replace(
            entry,
            beside=told.beside,
            rank=int(by_pk[entry.figures[0]].against == Against.NOT_STATED),
            notes=tuple(_remarks(by_pk[entry.figures[0]], told)),
        )
        for entry in entries_of(said, told.basis)
    ]


def _remarks(figure: Figure, told: Told) -> Iterable[str]:
    if figure.value is None:
        yield _("Not converted, so not drawn.")
    elif figure.upper:
        yield _("A range, so not drawn.")
    if figure.against == Against.NOT_STATED:
        yield _("on what is not stated")
    if told.beside:
        yield _("as printed for the region")


def _sum(summed: Footed | Total, told: Told, seat: Seat, footing: Footing) -> Entry:
    count = words.of_members(summed) if isinstance(summed, Total) else words.of_units(summed)
    notes = [count] if count else []
    if summed.value is None:
        if summed.partial is not None:
            notes.append(_("So far: %(sum)s.") % {"sum": plain(summed.partial)})
        notes.append(words.why(summed.reason))
        text = _("no total")
    else:
        about = "" if summed.exact else f"{_('about')} "
        text = about + plain(summed.value)
    return Entry(
        shown=text,
        value=summed.value,
        basis=told.basis,
        url=f"{seat.url}?footing={footing.name}#sums",
        exact=summed.exact,
        notes=tuple(notes),
        figures=tuple(one.pk for one in told.figures),
    )


def _notes(rows: Sequence[Row]) -> list[str]:
    """What a reader must know of the numbers of one table."""
    entries = [entry for row in rows for cell in row.cells.values() for entry in cell]
    bases = {entry.basis for entry in entries if entry.is_drawable}
    said: dict[str, bool] = {
        _("Plans are not on one line with what happened."): (
            Basis.PLAN in bases and len(bases) > 1
        ),
        _("Of several numbers of one period the chart draws the actual one first."): (
            left_undrawn(rows)
        ),
        _("Where sources disagree and none was chosen, no number is drawn."): any(
            entry.is_disputed and entry.value is None for entry in entries
        ),
    }
    return [words for words, holds in said.items() if holds]


def not_added(indicator: Indicator) -> str:
    """Why numbers of an indicator are not added over provinces; empty when they are."""
    if indicator.aggregation == Aggregation.RECOMPUTE:
        return _(
            "“%(indicator)s” is a ratio: it is recomputed from sums, never added or averaged over "
            "provinces."
        ) % {"indicator": indicator.label}
    if indicator.aggregation == Aggregation.NONE:
        return _("“%(indicator)s” cannot be added over provinces.") % {"indicator": indicator.label}
    return ""
