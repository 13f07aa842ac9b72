"""What the pages about places read, one named function each (rules P1–P6)."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.lineage import forebears, kindred, line, present_unit
from provinces.models import Province, Region, RegionMembership, Tile, valid_on


@dataclass(frozen=True)
class Places:
    """All units of all days, read once: who followed whom, and who is who (P1).

    A retired unit, which records may still name, neither follows nor is followed; nor does one
    whose first day is still to come.
    """

    by_id: Mapping[int, Province]
    successors: Mapping[int, int | None]

    @classmethod
    def load(cls) -> "Places":
        by_id = Province.objects.in_bulk()
        today = timezone.localdate()
        live = {pk for pk, unit in by_id.items() if not unit.is_retired}
        begun = {pk for pk in live if by_id[pk].valid_from <= today}
        return cls(
            by_id,
            {
                pk: unit.successor_id if pk in live and unit.successor_id in begun else None
                for pk, unit in by_id.items()
            },
        )

    def today(self, province: Province) -> Province:
        """The unit that `province` belongs to today; itself while it exists."""
        return self.by_id[present_unit(province.pk, self.successors)]

    def now_part_of(self, province: Province | None) -> str:
        """ "Nay thuộc Quảng Trị", "nay là TP. Huế"; empty while the name is the same (P3)."""
        if province is None or self.successors[province.pk] is None:
            return ""
        unit = self.today(province)
        if unit.label == province.label:
            return ""
        if unit.territory == province.territory:
            return _("now %(name)s") % {"name": unit.label}
        return _("now part of %(name)s") % {"name": unit.label}

    def kindred_ids(self, province: Province) -> set[int]:
        """The units under which its records stand: itself, its forebears, its successors."""
        return kindred(province.pk, self.successors)

    def forebears(self, province: Province) -> list[Province]:
        return [self.by_id[pk] for pk in forebears(province.pk, self.successors)]

    def successor_keys(self) -> dict[str, str]:
        """Key → key of the direct successor, as the chain of the flag wants it."""
        return {
            self.by_id[pk].key: self.by_id[successor].key
            for pk, successor in self.successors.items()
            if successor is not None
        }

    def family(self, province: Province) -> list[list[Province]]:
        """All units that came to be one with `province`, oldest generation first."""
        last = present_unit(province.pk, self.successors)
        generations: dict[int, list[Province]] = {}
        for pk in [*forebears(last, self.successors), last]:
            steps = len(line(pk, self.successors)) - 1
            generations.setdefault(steps, []).append(self.by_id[pk])
        return [
            sorted(generations[steps], key=lambda unit: (unit.code, unit.valid_from))
            for steps in sorted(generations, reverse=True)
        ]


def provinces_on(day: dt.date) -> QuerySet[Province]:
    """The units of a day in the official order."""
    return Province.objects.on(day).select_related("successor")


def province_page(key: str) -> QuerySet[Province]:
    """One unit with its other spellings and its dated regions."""
    return (
        Province.objects.live()
        .prefetch_related(
            "aliases",
            Prefetch(
                "memberships",
                RegionMembership.objects.filter(region__retired_at__isnull=True)
                .select_related("region")
                .order_by("region__kind", "valid_from", "region__sort_key"),
            ),
        )
        .filter(key=key)
    )


def region_list() -> QuerySet[Region]:
    """All regions, with what followed them."""
    return Region.objects.live().select_related("successor")


def region_page(key: str) -> QuerySet[Region]:
    """One region with its dated members in the official order."""
    return (
        Region.objects.live()
        .select_related("successor")
        .prefetch_related(
            "predecessors",
            Prefetch(
                "memberships",
                RegionMembership.objects.select_related("province").order_by(
                    "province__code", "valid_from"
                ),
            ),
        )
        .filter(key=key)
    )


def members_on(region: Region | None, day: dt.date) -> list[Province]:
    """Who belonged to a region on a day, in the official order (P4)."""
    if region is None:
        return []
    return list(
        Province.objects.live()
        .filter(valid_on(day, "memberships__"), valid_on(day), memberships__region=region)
        .order_by("code", "pk")
        .distinct()
    )


# The drawing's measures, as the component wants them.
CELL, MAP_COLUMNS, ISLAND_WIDTH, ISLAND_HEIGHT = 40, 10, 110, 68


def tile_map(
    day: dt.date,
    *,
    states: Mapping[int, str],
    description: str,
    title: Callable[[Province], str] = lambda province: province.label,
    legend: list[tuple[str, str]] | None = None,
) -> dict | None:
    """The tile map of a day for `components/tilemap.html` (P6); None before the first layout.

    `states`: province id → "in", "host" or "was". An archipelago takes its province's state.
    """
    tiles = list(
        Tile.objects.filter(valid_on(day, "layout__"), valid_on(day, "province__"))
        .filter(province__retired_at__isnull=True)
        .select_related("layout", "province")
    )
    if not tiles:
        return None
    layout = tiles[0].layout
    return {
        "cols": MAP_COLUMNS,
        "rows": layout.rows,
        "cell": CELL,
        "desc": description,
        "caption": _("Illustrative tile map; it does not show administrative boundaries."),
        "legend": legend or [],
        "tiles": [
            {
                "x": tile.column * CELL,
                "y": tile.row * CELL,
                "label": tile.province.short,
                "title": title(tile.province),
                "url": tile.province.get_absolute_url(),
                "state": states.get(tile.province_id, ""),
            }
            for tile in tiles
            if not tile.archipelago
        ],
        "islands": [_island(tile, states) for tile in tiles if tile.archipelago],
    }


def _island(tile: Tile, states: Mapping[int, str]) -> dict:
    return {
        "x": MAP_COLUMNS * CELL - ISLAND_WIDTH - 2,
        "y": tile.row * CELL,
        "w": ISLAND_WIDTH,
        "h": ISLAND_HEIGHT,
        "lines": _island_lines(tile),
        "title": "",
        "url": tile.province.get_absolute_url(),
        "state": states.get(tile.province_id, ""),
    }


def _island_lines(tile: Tile) -> list[str]:
    """ "Quần đảo / Hoàng Sa / (TP. Đà Nẵng)": full words in three lines."""
    words = tile.archipelago_label.split()
    return [" ".join(words[:2]), " ".join(words[2:]), f"({tile.province.label})"]
