"""Results from the small tables, which are read whole: provinces, regions, series, indicators.

They also give the names by which a search is understood.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from accounts.permissions import Visitor
from conferences.models import Series
from metrics.models import Indicator
from portal.search.reading import Catalogue, Kind, Name, Query, Term
from portal.search.results import Hit
from portal.search.scoring import ITSELF, KINDRED, MEASURE, NAME, SPELLING, Text, score
from portal.search.words import marked
from provinces.models import Province, ProvinceAlias, Region
from provinces.presentation import began, ended, validity
from provinces.queries import Places

# "28 tỉnh, thành phố khu vực phía Bắc" is called "phía Bắc".
_COUNT_AND_KIND = re.compile(
    r"^(?:(?:[0-9]+|five|six|các|tỉnh|thành phố|khu vực|vùng|ven biển)[\s,]+)+"
    r"|\s+provinces(?: and cities)?$",
    re.IGNORECASE,
)
# "Chỉ số sản xuất công nghiệp (IIP)" is called "sản xuất công nghiệp" and "IIP".
_MEASURED_AS = re.compile(
    r"^(?:tổng mức|tổng|kim ngạch|chỉ số|giá trị|doanh thu|số)\s+|\s+turnover$", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*\(([^)]*)\)")
NATION = ("cả nước", "toàn quốc", "whole country", "nationwide")


@dataclass(frozen=True)
class Shelf:
    """The small tables as they are now, read once for a search."""

    places: Places
    spellings: Mapping[int, list[str]]
    regions: Mapping[int, Region]
    series: Mapping[int, Series]
    indicators: Mapping[int, Indicator]

    @classmethod
    def load(cls) -> "Shelf":
        """Five questions to the database."""
        spellings: dict[int, list[str]] = {}
        for pk, name in ProvinceAlias.objects.order_by("pk").values_list("province_id", "name"):
            spellings.setdefault(pk, []).append(name)
        return cls(
            Places.load(),
            spellings,
            {region.pk: region for region in Region.objects.live()},
            {series.pk: series for series in Series.objects.live()},
            {one.pk: one for one in Indicator.objects.select_related("unit")},
        )

    def provinces(self) -> Iterator[Province]:
        """Units of all days that are not retired."""
        return (unit for unit in self.places.by_id.values() if not unit.is_retired)

    def catalogue(self) -> Catalogue:
        """The names of all of them."""
        units = list(self.provinces())
        names = [Name(Kind.NATION, 0, text) for text in NATION]
        names += [
            Name(Kind.PROVINCE, unit.pk, text)
            for unit in units
            for text in (unit.name, unit.name_en, *self.spellings.get(unit.pk, ()))
            if text
        ]
        for kind, rows, called in (
            (Kind.REGION, self.regions, region_names),
            (Kind.SERIES, self.series, _as_it_is),
            (Kind.INDICATOR, self.indicators, indicator_names),
        ):
            names += [
                Name(kind, row.pk, text)
                for row in rows.values()
                for full in (row.name, row.name_en)
                if full
                for text in called(full)
            ]
        kindred = {unit.pk: frozenset(self.places.kindred_ids(unit)) for unit in units}
        return Catalogue(names, kindred)


@lru_cache(maxsize=512)
def region_names(full: str) -> tuple[str, ...]:
    """A region's name, and the same without count and kind."""
    short = _COUNT_AND_KIND.sub("", full)
    return (full, short) if short not in ("", full) else (full,)


@lru_cache(maxsize=1024)
def indicator_names(full: str) -> tuple[str, ...]:
    """An indicator's name, what it measures, and its abbreviation."""
    plain = _BRACKETS.sub("", full)
    short = [text for text in _BRACKETS.findall(full) if text.isupper()]
    return tuple(dict.fromkeys([full, plain, _MEASURED_AS.sub("", plain), *short]))


def _as_it_is(full: str) -> tuple[str, ...]:
    return (full,)


def province_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Units so called, those of today first, then their kindred (P3)."""
    hits = []
    for unit in shelf.provinces():
        if not all(unit.pk in term.kindred for term in query.required):
            continue
        aliases = shelf.spellings.get(unit.pk, [])

        def facts(term: Term, pk: int = unit.pk) -> list[float]:
            return [ITSELF] if pk in term.provinces else [KINDRED] if pk in term.kindred else []

        names = [Text(unit.name, NAME), *(Text(one, SPELLING) for one in (unit.name_en, *aliases))]
        hits.append(
            Hit(
                title=marked(unit.label, query.phrases),
                url=unit.get_absolute_url(),
                score=score(query, [], facts, names=names),
                meta=" · ".join(filter(None, [str(unit.get_kind_display()), _life(unit, shelf)])),
                day=(unit.valid_until.isoformat() if unit.valid_until else "9999"),
            )
        )
    return hits


def _life(unit: Province, shelf: Shelf) -> str:
    """ "đến hết 30/6/2025, nay thuộc Quảng Trị", "từ 1/7/2025"; nothing for one that always was."""
    if unit.last_day or unit.began_before_coverage:
        return ended(unit, shelf.places)
    return _("since %(day)s") % {"day": began(unit)}


def region_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Regions so called, those of today first."""
    return [
        Hit(
            title=marked(region.label, query.phrases),
            url=region.get_absolute_url(),
            score=score(query, [], names=_names(region, region_names)),
            meta=f"{region.get_kind_display()} · {validity(region)}",
            day=(region.valid_until.isoformat() if region.valid_until else "9999"),
        )
        for region in shelf.regions.values()
        if all(region.pk in term.regions for term in query.required)
    ]


def series_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Series so called."""
    return [
        Hit(
            title=marked(series.label, query.phrases),
            url=series.get_absolute_url(),
            score=score(query, [], names=_names(series, _as_it_is)),
            meta=series.get_theme_display(),
        )
        for series in shelf.series.values()
        if all(series.pk in term.series for term in query.required)
    ]


def indicator_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Indicators so called."""
    return [
        Hit(
            title=marked(indicator.label, query.phrases),
            url=indicator.get_absolute_url(),
            score=score(query, [], names=_names(indicator, indicator_names, MEASURE)),
            meta=" · ".join([str(indicator.get_topic_display()), indicator.unit.label]),
        )
        for indicator in shelf.indicators.values()
        if all(indicator.pk in term.indicators for term in query.required)
    ]


def _names(row, called, weight: float = NAME) -> list[Text]:
    """A row's names, and its shorter ones, which weigh less."""
    return [
        Text(text, weight * SPELLING if position else weight)
        for full in (row.name, row.name_en)
        if full
        for position, text in enumerate(called(full))
    ]
