"""The plan of a merger, and the deed."""

from django.contrib.auth.models import AbstractUser

from provinces.mergers.maps import plan_maps, write_maps
from provinces.mergers.regions import plan_regions, regions_of, write_regions
from provinces.mergers.rows import Merger, PlacesPlan
from provinces.mergers.units import beginning, check_unit, ending, units_that_end, write_units
from provinces.models import Province


def plan_places(merger: Merger) -> PlacesPlan:
    """What the merger would write, nothing written.

    Raises ValidationError, by field where one is meant: `units`, `on`, `key`, `code`, `short` …,
    or the key of a region.
    """
    units = units_that_end(merger)
    retired = check_unit(merger, units)
    alone = units[0] if len(units) == 1 else None
    regions = regions_of(units, merger.on)
    leaving, changes, joining = plan_regions(merger, units, regions)
    return PlacesPlan(
        merger=merger,
        units=tuple((unit.key, unit.label) for unit in units),
        beginning=beginning(merger, alone),
        ending=ending(merger, alone),
        territory=alone.territory if alone else merger.key,
        comes_back=retired,
        leaving=tuple(leaving),
        regions=tuple(changes),
        joining=tuple(joining),
        maps=tuple(plan_maps(merger, units)),
    )


def write_places(plan: PlacesPlan, *, by: AbstractUser) -> Province:
    """Do what a plan says, inside the transaction of the caller; return the new unit.

    Raises ValidationError when a row contradicts itself or another.
    """
    formed = write_units(plan, by=by)
    write_regions(plan, by=by)
    write_maps(plan, formed, by=by)
    return formed
