"""Provinces merge, or one becomes a city; and a merger is taken back (P1, P4, P6).

A plan says every row that will be written. The history of each row names the merger, so that it
can be taken back.
"""

from provinces.mergers.merging import plan_places, write_places
from provinces.mergers.regions import COUNT, members_after, proposed_name, regions_of
from provinces.mergers.rows import Belonging, Merger, PlacesPlan
from provinces.mergers.undoing import (
    MODELS,
    Obstacle,
    UndoPlan,
    obstacle,
    plan_undo,
    undo_places,
    was_merged_here,
)

__all__ = [
    "COUNT",
    "MODELS",
    "Belonging",
    "Merger",
    "Obstacle",
    "PlacesPlan",
    "UndoPlan",
    "members_after",
    "obstacle",
    "plan_places",
    "plan_undo",
    "proposed_name",
    "regions_of",
    "undo_places",
    "was_merged_here",
    "write_places",
]
