"""One indicator on its own page: the latest of every place, a map, series over years."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Visitor
from conferences.citing import SourceNumbers
from metrics.charts import MOST_LINES, shade
from metrics.checks.reading import CHECKED
from metrics.checks.words import inferred_levels
from metrics.comparison.asking import MOST_PLACES, NATION, Asked
from metrics.comparison.drawing import chart
from metrics.comparison.gathering import Gathered, figures_to_compare, named
from metrics.comparison.page import Register
from metrics.comparison.seats import Seat, families, in_one, nation, province
from metrics.comparison.spans import in_order, span_of, span_words
from metrics.comparison.table import Entry, Row, Sheet, drawn
from metrics.enums import Aggregation, Basis, Kind, Measure, Scope
from metrics.footings.book import lineage_of
from metrics.models import Figure, Indicator
from metrics.periods import Period
from provinces.footing import AS_REPORTED, Footing
from provinces.models import Region
from provinces.queries import tile_map
from vietnamese.language import active

OTHER = "other"
NOT_A_PLAN = (Basis.ACTUAL, Basis.PRELIMINARY, Basis.ESTIMATE)
FEWEST_ON_MAP = 2
# Of a figure, what tells whether the page needs it.
MARKS = (
    *("pk", "measure", "scope", "region_id", "province_id"),
    *("period_start", "period_end", "basis"),
)


@dataclass(frozen=True)
class Place:
    """A place with all its numbers of one indicator."""

    seat: Seat
    row: Row
    keys: Sequence[str]  # in an address


@dataclass(frozen=True)
class Latest:
    """The last number of a place that is no plan; of regions, under the name of that one."""

    label: str
    url: str
    period: str
    entries: Sequence[Entry]


def overview(
    indicator: Indicator,
    register: Register,
    visitor: Visitor,
    *,
    span: str,
    footing: Footing,
    numbers: SourceNumbers,
) -> dict[str, Any]:
    """What the page of an indicator shows above its figures; 5 queries and that of the map.

    Values, or growth where nobody states values (IIP). `span`: which kind of period to draw; that
    with most numbers unless it is one of the page's. Read whole are only the figures of that kind
    of period, and the latest of each place. On a footing values of provinces are those of the units
    of that day; regions stand as printed, and growth as reported.
    """
    figures = figures_to_compare(visitor, [indicator], CHECKED)
    every = list(figures.values_list(*MARKS, named=True))
    measure = measure_of(every)
    marks = [one for one in every if one.measure == measure]
    kinds = _kinds(marks, register)
    chosen = span if span in kinds else next(iter(kinds), "")
    rows = list(figures.filter(pk__in=_needed(marks, chosen)).order_by("period_end", "pk"))
    if measure != Measure.LEVEL:
        footing = AS_REPORTED
    gathered = Gathered.of(rows, register.places, footing, numbers)
    found = _places(gathered, indicator, register)
    title, unit = named(indicator, measure)
    inferred, inferred_count = inferred_levels(indicator, visitor)
    return {
        "measured": title,
        "measure_unit": unit,
        "latest": [told for one in found if (told := _latest(one.row, rows))],
        **_map(found, gathered, title, unit),
        "sheet": _series(found, rows, indicator, measure, chosen) if chosen else None,
        "kinds": [(one, span_words(one), one == chosen) for one in kinds],
        "is_of_units": measure == Measure.LEVEL
        and any(one.province_id is not None for one in marks),
        "compare_query": _to_compare(found, indicator, measure).query(),
        "inferred": inferred,
        "inferred_count": inferred_count,
        "rule": rule(indicator),
    }


def _period(mark: Any) -> Period:
    return Period(mark.period_start, mark.period_end)


def _kinds(marks: Iterable[Any], register: Register) -> list[str]:
    """The spans of which some place has two numbers on one line, those with most numbers first."""
    lines: dict[tuple, set[Period]] = {}
    regions = list(register.regions.values())
    of_region = {
        region.pk: number
        for number, seat in enumerate(families(regions, {one.pk for one in regions}))
        for region in seat.regions
    }
    lineage = lineage_of(register.places)
    for one in marks:
        place = of_region.get(one.region_id, one.region_id)
        if one.province_id is not None:
            place = lineage.same_area(one.province_id)[0]
        line = (span_of(_period(one)), one.scope, place, one.basis == Basis.PLAN)
        lines.setdefault(line, set()).add(_period(one))
    numbers: Counter[str] = Counter()
    for (span, *_line), periods in lines.items():
        if span != OTHER and len(periods) > 1:
            numbers[span] += len(periods)
    return sorted(numbers, key=lambda one: (-numbers[one], in_order(one)))


def _needed(marks: Sequence[Any], span: str) -> list[int]:
    """The figures of a span, and the last of each place that are no plan."""
    latest: dict[tuple, Any] = {}
    for one in marks:
        place = (one.scope, one.region_id, one.province_id)
        if one.basis in NOT_A_PLAN:
            latest[place] = max(latest.get(place, one.period_end), one.period_end)
    return [
        one.pk
        for one in marks
        if span_of(_period(one)) == span
        or one.period_end == latest.get((one.scope, one.region_id, one.province_id))
    ]


def measure_of(figures: Iterable[Any]) -> Measure:
    """Growth where figures state it, and none a value."""
    found = {one.measure for one in figures}
    only_growth = Measure.GROWTH in found and Measure.LEVEL not in found
    return Measure.GROWTH if only_growth else Measure.LEVEL


def rule(indicator: Indicator) -> str:
    """How provinces come to a total, or why they do not, in words."""
    match indicator.aggregation:
        case Aggregation.SUM:
            return _("A region's number is the sum of its provinces' for the same period.")
        case Aggregation.LAST:
            return _("A region's number is the sum of its provinces' at the same date.")
        case Aggregation.RECOMPUTE:
            return _(
                "A ratio: it is recomputed from the sums of what it is a ratio of, never added or "
                "averaged."
            )
    if indicator.kind == Kind.INDEX:
        return _(
            "An index is not added or averaged over provinces: each weighs differently in it, and "
            "the weights are not in the register."
        )
    return _("Not added over provinces: the sum of such numbers would say nothing.")


def _places(gathered: Gathered, indicator: Indicator, register: Register) -> list[Place]:
    """The country, regions with those before them as one, and provinces.

    As reported under their latest name, on a footing those of that day.
    """
    lineage, told = gathered.book.lineage, {place[1:] for place in gathered.by_place}
    units = {lineage.same_area(pk)[0] for scope, pk in told if scope == Scope.PROVINCE}
    if gathered.footing.day is not None:
        units = set(lineage.on(gathered.footing.day))
    as_printed = replace(gathered, footing=AS_REPORTED)
    stated = {pk for scope, pk in told if scope == Scope.REGION}
    seats = [nation(), *families(register.regions.values(), stated)]
    seats += [province(pk, register.places) for pk in lineage.units if pk in units]
    found = []
    for seat in seats:
        of_seat = as_printed if seat.province is None else gathered
        if periods := of_seat.told(indicator, seat):
            keys = [one.key for one in seat.regions]
            if seat.province is not None:
                keys = [register.places.by_id[seat.province].key]
            found.append(Place(seat, of_seat.row(seat, periods), keys or [NATION]))
    return found


def _latest(row: Row, figures: Iterable[Figure]) -> Latest | None:
    happened = {
        period: [one for one in entries if one.basis in NOT_A_PLAN]
        for period, entries in row.cells.items()
    }
    last = max(
        (one for one, entries in happened.items() if entries),
        key=lambda one: (one.end, one.start),
        default=None,
    )
    if last is None:
        return None
    (pk, *_others) = happened[last][0].figures
    about = next(one for one in figures if one.pk == pk)
    label, url = (row.label, row.url)
    if about.region:
        label, url = about.region.label, about.region.get_absolute_url()
    return Latest(label, url, last.label(active()), happened[last])


# Series


def _series(
    found: Sequence[Place],
    figures: Iterable[Figure],
    indicator: Indicator,
    measure: Measure,
    span: str,
) -> Sheet | None:
    """The places with two numbers of a span or more on one line: as many as a chart draws.

    Those with most numbers go before; all stand in the order of the page.
    """
    about = {one.pk: one.region for one in figures}
    every = [_within(one, span, about) for one in found]
    rows, left = _that_fit([row for row in every if max(_on_lines(row)) > 1])
    if not rows:
        return None
    title, unit = named(indicator, measure)
    key = f"{indicator.key}-{span}"
    return Sheet(
        key=f"t-{key}",
        title=title,
        url="",
        unit=unit,
        span=span,
        rows=rows,
        notes=_notes(left),
        chart=chart(rows, key=key, title=f"{title}, {span_words(span)}", unit=unit),
    )


def _within(place: Place, span: str, about: Mapping[int, Region | None]) -> Row:
    """The numbers of one span; of regions that follow each other, named after those they are of."""
    row = place.row
    cells = {period: told for period, told in row.cells.items() if span_of(period) == span}
    stated = {about[pk] for told in cells.values() for one in told for pk in one.figures}
    regions = [one for one in place.seat.regions if one in stated]
    label = in_one([one.label for one in regions]) if regions else row.label
    return replace(row, label=label, cells=cells)


def _on_lines(row: Row) -> tuple[int, int]:
    """How many numbers are drawn of what happened, and of plans."""
    return len(drawn(row, plans=False)), len(drawn(row, plans=True))


def _that_fit(rows: Sequence[Row]) -> tuple[list[Row], int]:
    """The rows with most numbers whose lines fit one chart, and how many do not."""
    chosen, room = [], MOST_LINES
    for row in sorted(rows, key=_on_lines, reverse=True):
        lines = sum(map(bool, _on_lines(row)))
        if lines <= room:
            chosen.append(row)
            room -= lines
    return [row for row in rows if row in chosen], len(rows) - len(chosen)


def _notes(left: int) -> list[str]:
    if not left:
        return []
    words = ngettext(
        "%(n)s more place has numbers to draw: compare to see it.",
        "%(n)s more places have numbers to draw: compare to see them.",
        left,
    )
    return [words % {"n": left}]


def _to_compare(found: Sequence[Place], indicator: Indicator, measure: Measure) -> Asked:
    """The places with most numbers, a region with those before it, for the compare page."""
    keys: list[str] = []
    for one in sorted(found, key=lambda one: -len(one.row.cells))[:MOST_LINES]:
        keys += one.keys
    return Asked(
        indicators=(indicator.key,), places=tuple(keys[:MOST_PLACES]), measure=measure.value
    )


# Map


def _map(found: Sequence[Place], gathered: Gathered, title: str, unit: str) -> dict[str, Any]:
    """The tile map of the period and basis that most provinces have, or why there is none."""
    counts = Counter(
        (entry.basis, period)
        for one in found
        if one.seat.province is not None
        for period, entry in drawn(one.row, plans=False).items()
    )
    if not counts:
        return {"map": None}
    basis, period = max(counts, key=lambda one: (counts[one], one[1].end, one[1].start, one[0]))
    day = gathered.footing.day or min(period.last_day, timezone.localdate())
    values = _values(found, gathered, basis, period, day)
    shading = shade(values, unit=unit)
    said = {
        "what": title,
        "period": period.label(active()),
        "basis": str(Basis(basis).label).lower(),
    }
    words = _("%(what)s, %(period)s (%(basis)s)") % said
    drawing = tile_map(
        day,
        states=shading.states,
        description=words,
        title=lambda unit: ": ".join(filter(None, (unit.label, shading.titles.get(unit.pk)))),
        legend=shading.legend,
    )
    return {"map_title": words, "map": drawing if len(values) >= FEWEST_ON_MAP else None}


def _values(
    found: Sequence[Place], gathered: Gathered, basis: str, period: Period, day: dt.date
) -> dict[int, tuple[Decimal, str]]:
    """What is drawn of each unit of the day."""
    lineage = gathered.book.lineage
    values = {}
    for one in found:
        entry = drawn(one.row, plans=False).get(period)
        if one.seat.province is None or not entry or entry.basis != basis or entry.value is None:
            continue
        for pk in lineage.same_area(one.seat.province):
            if lineage.units[pk].is_valid_on(day):
                values[pk] = (entry.value, entry.shown)
    return values
