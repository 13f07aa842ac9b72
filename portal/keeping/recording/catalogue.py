"""What the register knows, read once, to recognise what is typed."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from conferences.models import Organisation, Person, Series
from metrics.models import Indicator, Unit
from provinces.models import Province, Region
from provinces.places import UnknownPlace, resolve
from vietnamese.text import fold, nfc, sort_key

Found = TypeVar("Found")


@dataclass(frozen=True)
class Catalogue:
    """Series, places, bodies, people, indicators and units, as they stand."""

    series: Sequence[Series]
    provinces: Sequence[Province]
    regions: Sequence[Region]
    indicators: Sequence[Indicator]
    units: Sequence[Unit]
    organisations: Sequence[Organisation]
    people: dict[str, list[Person]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Catalogue":
        """Nine queries, however much there is."""
        people: dict[str, list[Person]] = {}
        for person in Person.objects.all():
            people.setdefault(person.sort_key, []).append(person)
        organisations = Organisation.objects.filter(retired_at__isnull=True)
        return cls(
            series=list(Series.objects.live()),
            provinces=list(Province.objects.live().prefetch_related("aliases")),
            regions=list(Region.objects.live()),
            indicators=list(Indicator.objects.select_related("unit")),
            units=list(Unit.objects.all()),
            organisations=list(organisations.prefetch_related("aliases")),
            people=people,
        )

    def provinces_on(self, day: dt.date) -> list[Province]:
        return [unit for unit in self.provinces if unit.is_valid_on(day)]

    def province(self, wording: str, day: dt.date) -> Province:
        """The unit that a name means on a day, or that is named in a longer wording.

        "Sở Công Thương Thanh Hóa đăng cai" names Thanh Hóa; of "Thừa Thiên Huế" the longest name
        counts. Raises UnresolvedPlace with the candidates.
        """
        try:
            return resolve(self.provinces, wording, day)
        except UnknownPlace as unknown:
            named = [] if unknown.candidates else self._named_in(wording, day)
            if len(named) != 1:
                raise
            return named[0]

    def _named_in(self, wording: str, day: dt.date) -> list[Province]:
        words = f" {fold(wording)} "
        named = {}
        for unit in self.provinces_on(day):
            spellings = [unit.name, unit.name_en, *(alias.name for alias in unit.aliases.all())]
            found = [f" {fold(name)} " for name in spellings if len(fold(name)) > 2]
            if longest := max((name for name in found if name in words), key=len, default=""):
                named[unit] = longest
        return [
            unit
            for unit, name in named.items()
            if not any(name != other and name in other for other in named.values())
        ]

    def region(self, key: str) -> Region | None:
        return next((one for one in self.regions if one.key == key), None)

    def region_on(self, region: Region | None, day: dt.date) -> Region | None:
        """The region itself, or the one that followed it, as it stands on a day (P4)."""
        by_id = {one.pk: one for one in self.regions}
        while region is not None and region.valid_until and region.valid_until <= day:
            region = by_id.get(region.successor_id) if region.successor_id else None
        return region if region and region.valid_from <= day else None

    def regions_called(self, wording: str, day: dt.date) -> list[Region]:
        """The regions of a day whose name has all these words; an equal name alone."""
        standing = [one for one in self.regions if self.region_on(one, day) == one]
        return called(wording, standing, lambda one: [one.name, one.name_en, one.key])

    def indicators_called(self, wording: str) -> list[Indicator]:
        """The indicators whose name has all these words; an equal name alone."""
        return called(wording, self.indicators, lambda one: [one.name, one.name_en, one.key])

    def organisation(self, wording: str, day: dt.date) -> Organisation | None:
        """The body of that name or other name; of several, the one that stood on the day."""
        wanted = fold(wording)
        same = [one for one in self.organisations if wanted in map(fold, names(one))]
        standing = [one for one in same if _stood(one, day)]
        return next(iter(standing or same), None)

    def organisations_called(self, wording: str) -> list[Organisation]:
        """The bodies whose name has all these words."""
        return called(wording, self.organisations, names)

    def people_called(self, name: str) -> list[Person]:
        """People of that name, whatever the place of the tone: Hoà is Hòa, Hùng is not Hưng."""
        return self.people.get(sort_key(nfc(name)), [])


def _stood(body: Organisation, day: dt.date) -> bool:
    begun = body.valid_from is None or body.valid_from <= day
    return begun and (body.valid_until is None or day < body.valid_until)


def names(organisation: Organisation) -> list[str]:
    """The names of a body: its own, in English, the others."""
    others = [alias.name for alias in organisation.aliases.all()]
    return [organisation.name, organisation.name_en, *others, organisation.key]


def called(
    wording: str, records: Iterable[Found], spellings: Callable[[Found], list[str]]
) -> list[Found]:
    """The records with a name that has all words of a wording; those with just that name alone."""
    wanted = fold(wording)
    every = list(records)
    if same := [one for one in every if wanted in map(fold, filter(None, spellings(one)))]:
        return same
    words = [f" {word} " for word in wanted.split()]
    return [
        one
        for one in every
        if words
        and any(
            all(word in f" {fold(name)} " for word in words)
            for name in filter(None, spellings(one))
        )
    ]
