"""What the compare page shows: tables of what is asked, what to know of them, what to choose."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import Visitor
from metrics.comparison.asking import MOST_PLACES, NATION, Asked
from metrics.comparison.gathering import (
    Gathered,
    at_places,
    figures_to_compare,
    not_added,
)
from metrics.comparison.seats import Change, Seat, changes_told, neighbours, seats_of
from metrics.comparison.spans import span_of
from metrics.comparison.table import Sheet
from metrics.enums import Basis, Measure, Scope, Topic
from metrics.footings.book import lineage_of
from metrics.models import Figure, Indicator
from metrics.periods import Period, year
from provinces.footing import AS_REPORTED, TODAY, Footing
from provinces.models import Region, RegionMembership
from provinces.queries import Places, region_list

MOST_EXAMPLES = 5
EXAMPLE_PLACES = 3


@dataclass(frozen=True)
class Comparison:
    """The tables of a comparison by indicator, with what a reader must know of them.

    `problems`: what of the address was left out; `notes`: refusals in sentences; `silent`: the
    indicators without a figure; `common_url`: the same on today's provinces; `sources`: for
    `components/sources.html`.
    """

    asked: Asked
    sheets: Sequence[Sheet]
    problems: Sequence[str]
    notes: Sequence[str]
    changes: Sequence[dict]
    silent: Sequence[str]
    common_url: str
    sources: Sequence[dict]


@dataclass(frozen=True)
class Register:
    """What a comparison is chosen from, read once."""

    places: Places
    regions: Mapping[str, Region]
    indicators: Mapping[str, Indicator]

    @classmethod
    def load(cls, indicators: Iterable[Indicator]) -> "Register":
        """The places of all days with the members of regions, 3 queries, and these indicators."""
        members = RegionMembership.objects.select_related("province").order_by(
            "province__code", "valid_from"
        )
        regions = region_list().prefetch_related(Prefetch("memberships", members))
        return cls(
            Places.load(),
            {one.key: one for one in regions},
            {one.key: one for one in indicators},
        )


def compare(asked: Asked, register: Register, visitor: Visitor) -> Comparison:
    """Reads the figures asked for and lays them out; 1 query."""
    places, lineage = register.places, lineage_of(register.places)
    footing = asked.footing if asked.is_of_values else AS_REPORTED
    seats, moved, unknown = seats_of(
        asked.places, regions=register.regions, places=places, lineage=lineage, footing=footing
    )
    indicators = [
        register.indicators[key] for key in asked.indicators if key in register.indicators
    ]
    problems = _unknown(asked, register, unknown)
    pairs = neighbours(seats, register.regions.values())
    rows = _figures(asked, indicators, visitor)
    if footing.is_reported:
        rows = rows.filter(at_places(seats, places, besides=[one for two in pairs for one in two]))
    fit = [one for one in rows if not asked.span or span_of(one.period) == asked.span]
    gathered = Gathered.of(fit if seats else [], places, footing)
    by_indicator = {one: gathered.sheets(one, seats, measure=asked.measure) for one in indicators}
    sheets = [sheet for found in by_indicator.values() for sheet in found]
    return Comparison(
        asked=asked,
        sheets=sheets,
        problems=problems,
        notes=[*moved, *_notes(asked, indicators, seats, sheets, gathered)],
        changes=[
            _change(one, asked)
            for one in changes_told(
                seats,
                [two for two in pairs if gathered.has_regions(*two)],
                places=places,
                lineage=lineage,
            )
        ],
        silent=[one.label for one in indicators if not by_indicator[one]],
        common_url=_common(asked, indicators),
        sources=gathered.numbers.listing(),
    )


def _figures(
    asked: Asked,
    indicators: Sequence[Indicator],
    visitor: Visitor,
) -> QuerySet[Figure]:
    """The figures of the periods and bases asked for, of all places, the earliest first."""
    rows = figures_to_compare(visitor, indicators, [asked.measure])
    if asked.bases:
        rows = rows.filter(basis__in=asked.bases)
    if asked.year_from:
        rows = rows.filter(period_start__gte=year(asked.year_from).start)
    if asked.year_to:
        rows = rows.filter(period_end__lte=year(asked.year_to).end)
    return rows.order_by("period_end", "period_start", "pk")


def _unknown(asked: Asked, register: Register, unknown: Sequence[str]) -> list[str]:
    problems = []
    if unknown:
        problems.append(
            _("No place has the key: %(keys)s. Choose from the places offered.")
            % {"keys": ", ".join(unknown)}
        )
    gone = [key[:60] for key in asked.indicators if key not in register.indicators]
    if gone:
        problems.append(
            _("No indicator has the key: %(keys)s. Choose from the indicators offered.")
            % {"keys": ", ".join(gone)}
        )
    return problems


def _notes(
    asked: Asked,
    indicators: Sequence[Indicator],
    seats: Sequence[Seat],
    sheets: Sequence[Sheet],
    gathered: Gathered,
) -> list[str]:
    """What is refused, and why."""
    notes = []
    refooted = not asked.footing.is_reported
    if refooted and not asked.is_of_values:
        notes.append(_("Growth is not added over provinces: it stands as reported."))
    elif refooted:
        notes += filter(None, map(not_added, indicators))
    if refooted and any(seat.regions for seat in seats) and asked.is_of_values:
        notes.append(
            _("A region is the sum of its provinces here; what sources print for it stands beside.")
        )
    if asked.is_of_values and len({one.unit_id for one in indicators}) > 1:
        notes.append(_("Different units are not drawn in one chart: each indicator has its own."))
    if len({sheet.span for sheet in sheets}) > 1:
        notes.append(
            _("Periods of unlike lengths are not set against each other: each kind has its table.")
        )
    if gathered.other_growth:
        notes.append(
            _("Growth on a plan or on another period than a year before is left out here.")
        )
    return notes


def _change(change: Change, asked: Asked) -> dict[str, Any]:
    """A change with the address that has the other region too."""
    url = ""
    if change.add and len(asked.places) < MOST_PLACES:
        url = asked.url(places=(*asked.places, change.add))
    return {
        "sentence": change.sentence,
        "details": change.details,
        "add_label": change.add_label,
        "add_url": url,
    }


def _common(asked: Asked, indicators: Sequence[Indicator]) -> str:
    """The address of the same on today's provinces, where something can be added on them (P5)."""
    if not asked.footing.is_reported or not asked.is_of_values:
        return ""
    if all(map(not_added, indicators)):
        return ""
    return asked.url(footing=Footing(TODAY, timezone.localdate()))


# What to choose


def spans(visitor: Visitor) -> set[str]:
    """The spans of all periods of the register."""
    pairs = _figures_of_register(visitor).values_list("period_start", "period_end").distinct()
    return {span_of(Period(start, end)) for start, end in pairs.order_by("period_end")}


def _figures_of_register(visitor: Visitor) -> Any:
    return (
        Figure.objects.visible_to(visitor)
        .filter(source__is_demonstration=False)
        .exclude(reported_at__series__is_demonstration=True)
        .exclude(scope=Scope.CONFERENCE)
        .order_by()
    )


def choices(asked: Asked, register: Register, visitor: Visitor) -> dict[str, Any]:
    """The indicators and places of the form: those chosen first, then what has figures; 1 query."""
    found = _figures_of_register(visitor).values_list("region", "province").distinct()
    told = {pk for pair in found for pk in (("r", pair[0]), ("p", pair[1])) if pk[1]}
    regions = [
        (one.key, one.label)
        for one in register.regions.values()
        if ("r", one.pk) in told or one.key in asked.places
    ]
    units = [one for one in register.places.by_id.values() if not one.is_retired]
    units.sort(key=lambda one: (one.code, one.valid_from, one.pk))
    today = timezone.localdate()
    current = [(one.key, str(one)) for one in units if one.is_valid_on(today)]
    former = [
        (one.key, str(one))
        for one in units
        if not one.is_valid_on(today) and (("p", one.pk) in told or one.key in asked.places)
    ]
    labels = {NATION: str(Scope.NATION.label), **dict(regions), **dict(current), **dict(former)}
    groups = [
        (_("Regions"), [(NATION, labels[NATION]), *regions]),
        (_("Provinces and cities today"), current),
        (_("Provinces and cities of former days"), former),
    ]
    return {
        "topics": _topics(asked, register),
        "chosen_indicators": [*asked.indicators, "", "", ""][:3],
        "chosen_places": [(key, labels[key]) for key in asked.places if key in labels],
        "place_groups": [
            (label, [one for one in group if one[0] not in asked.places]) for label, group in groups
        ],
        "bases": [(one.value, one.label, one.value in asked.bases) for one in Basis],
    }


def _topics(asked: Asked, register: Register) -> list[tuple[str, list[tuple[str, str]]]]:
    """Indicators with figures by topic; those chosen in any case."""
    offered = [
        one
        for one in register.indicators.values()
        if one.key in asked.indicators or (one.figure_count and one.topic != Topic.EVENT)  # type: ignore[attr-defined]
    ]
    found = [
        (str(topic.label), [(one.key, one.label) for one in offered if one.topic == topic])
        for topic in Topic
    ]
    return [(topic, ones) for topic, ones in found if ones]


def examples(register: Register, visitor: Visitor) -> list[dict[str, str]]:
    """Comparisons worth a look: what most figures are of, at the places that have most; 1 query."""
    figures = _figures_of_register(visitor).filter(
        measure__in=[Measure.LEVEL, Measure.GROWTH], value__isnull=False
    )
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    asked_of = ("indicator__key", "measure", "scope")
    for *asked, region, province in figures.values_list(*asked_of, "region__key", "province__key"):
        if place := region or province:
            counts.setdefault(tuple(asked), Counter())[place] += 1
    several = {asked: places for asked, places in counts.items() if len(places) > 1}
    most = sorted(several, key=lambda asked: (-several[asked].total(), asked))[:MOST_EXAMPLES]
    return [_example(asked, several[asked], register) for asked in most]


def _example(
    asked: tuple[str, str, str], counts: Counter[str], register: Register
) -> dict[str, str]:
    key, measure, _scope = asked
    places = sorted(counts, key=lambda place: (-counts[place], place))[:EXAMPLE_PLACES]
    labels = {one.key: one.label for one in register.places.by_id.values()}
    labels |= {one.key: one.label for one in register.regions.values()}
    query = Asked(indicators=(key,), places=tuple(places), measure=measure)
    what = register.indicators[key].label
    return {
        "label": _("%(indicator)s: growth") % {"indicator": what}
        if measure == Measure.GROWTH
        else what,
        "places": ", ".join(labels[place] for place in places if place in labels),
        "url": query.url(),
    }
