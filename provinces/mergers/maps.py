"""The place of the new unit on the tile maps, archipelagos included (P6)."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from django.contrib.auth.models import AbstractUser
from django.db.models import Prefetch, Q

from provinces.actions import keep, remove
from provinces.mergers.rows import MapChange, Merger, PlacesPlan
from provinces.models import MapLayout, Province, Tile, valid_on
from vietnamese.text import free


def plan_maps(merger: Merger, units: Sequence[Province]) -> list[MapChange]:
    """The map of that day and those that begin later; a merger makes a map of its own.

    A single unit keeps its place: the map of its day holds both, each on its own days.
    """
    layouts = (
        MapLayout.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=merger.on))
        .order_by("valid_from", "pk")
        .prefetch_related(Prefetch("tiles", Tile.objects.select_related("province")))
    )
    gone = {unit.pk for unit in units}
    changes = []
    for layout in layouts:
        tiles = list(layout.tiles.all())
        older = layout.valid_from < merger.on
        splits = older and len(units) > 1
        old = [tile for tile in tiles if tile.province_id in gone]
        places = [
            (tile.column, tile.row, tile.archipelago, tile.archipelago_en)
            for tile in old
            if tile.archipelago or tile.province.key == merger.tile
        ]
        changes.append(
            MapChange(
                key=layout.key,
                new_key=_new_map_key(merger, units) if splits else "",
                copied=tuple(one.pk for one in tiles if _goes_on(one, gone, merger.on))
                if splits
                else (),
                removed=() if older else tuple(one.pk for one in old),
                places=tuple(places),
            )
        )
    return changes


def _goes_on(tile: Tile, gone: set[int], on: dt.date) -> bool:
    until = tile.province.valid_until
    return tile.province_id not in gone and (until is None or until > on)


def _new_map_key(merger: Merger, units: Sequence[Province]) -> str:
    """The number of units from that day, as the maps before are called."""
    standing = Province.objects.live().filter(valid_on(merger.on)).count()
    stem = str(standing - len(units) + 1)
    taken = set(MapLayout.objects.values_list("key", flat=True))
    return stem if stem not in taken else free(f"{stem}-{merger.on.year}", taken)


def write_maps(plan: PlacesPlan, formed: Province, *, by: AbstractUser) -> None:
    """Give the new unit its place on the maps from its first day on."""
    for change in plan.maps:
        _write_map(change, plan.merger, formed, by)


def _write_map(change: MapChange, merger: Merger, formed: Province, by: AbstractUser) -> None:
    enter: Callable = partial(keep, by=by, reason=merger.mark)
    layout = MapLayout.objects.get(key=change.key)
    tiles = Tile.objects.in_bulk([*change.copied, *change.removed])
    if change.new_key:
        until, columns, rows = layout.valid_until, layout.columns, layout.rows
        layout.valid_until = merger.on
        enter(record=layout)
        layout = enter(
            record=MapLayout(
                key=change.new_key,
                valid_from=merger.on,
                valid_until=until,
                columns=columns,
                rows=rows,
            )
        )
    for pk in change.removed:
        remove(record=tiles[pk], by=by, reason=merger.mark)
    for pk in change.copied:
        tile = tiles[pk]
        tile.pk, tile.layout, tile._state.adding = None, layout, True
        enter(record=tile)
    for column, row, archipelago, archipelago_en in change.places:
        tile = Tile(layout=layout, province=formed, column=column, row=row)
        tile.archipelago, tile.archipelago_en = archipelago, archipelago_en
        enter(record=tile)
