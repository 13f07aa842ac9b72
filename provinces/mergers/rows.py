"""What a keeper decides about a merger, and every row it writes, in plain values."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from provinces.models import Province, Region

Kept = TypeVar("Kept", Province, Region)


@dataclass(frozen=True)
class Belonging:
    """Whether the new unit belongs to a region of its predecessors, and what says so (P4)."""

    region: str
    belongs: bool
    certainty: str
    citation: str
    name: str
    """What the region is called from that day; another name makes a row that follows it."""
    name_en: str


@dataclass(frozen=True)
class Merger:
    """What a keeper decides: which units, given by key, are from which day on what unit."""

    units: tuple[str, ...]
    on: dt.date
    name: str
    name_en: str
    kind: str
    key: str
    code: str
    short: str
    act: str
    tile: str
    """The unit whose place on the map the new one takes."""
    regions: tuple[Belonging, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What the history of every row it touches gives as the reason, in any language."""
        return f"{self.key} ← {' + '.join(self.units)}"[:100]


@dataclass(frozen=True)
class Leaving:
    """A membership that ends with the day before; or is taken away, as it never held."""

    pk: int
    region: str
    province: str
    province_label: str
    ends: bool


@dataclass(frozen=True)
class Joining:
    """A membership that begins; `region` and `province` are keys."""

    region: str
    province: str
    valid_from: dt.date
    valid_until: dt.date | None
    certainty: str
    citation: str


@dataclass(frozen=True)
class RegionChange:
    """A region that goes on under another name: as a row that follows it, if it is older."""

    key: str
    label: str
    new_key: str
    """Empty for a region that begins that day itself: it is only renamed."""
    name: str
    name_en: str
    certainty: str
    citation: str


@dataclass(frozen=True)
class MapChange:
    """A tile map on which the new unit takes its place, archipelagos included (P6)."""

    key: str
    new_key: str
    """The map that follows it from that day; empty when its own tiles change."""
    copied: tuple[int, ...]
    removed: tuple[int, ...]
    places: tuple[tuple[int, int, str, str], ...]
    """Column, row, archipelago and its English name of each tile of the new unit."""


@dataclass(frozen=True)
class PlacesPlan:
    """Everything that a merger writes, in plain values."""

    merger: Merger
    units: tuple[tuple[str, str], ...]
    """Key and name of each unit that ends."""
    beginning: str
    ending: str
    territory: str
    comes_back: bool
    """Whether a retired unit of this key is taken up again."""
    leaving: tuple[Leaving, ...]
    regions: tuple[RegionChange, ...]
    joining: tuple[Joining, ...]
    maps: tuple[MapChange, ...]


def taken_up(model: type[Kept], key: str) -> Kept:
    """The retired row of this key, in the register again; a new one when there is none."""
    row = model._default_manager.filter(key=key).first() or model(key=key)
    row.retired_at, row.retired_by, row.retired_reason = None, None, ""
    return row
