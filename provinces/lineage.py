"""Who became part of whom: pure functions over `key → successor key` (rule P1).

Only the successor is stored; predecessors are its reverse. A mapping holds every unit; the value
of a unit that still exists is None.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


class LineageCycle(ValueError):
    """A unit would be its own successor."""


def line(key: Key, successors: Mapping[Key, Key | None]) -> list[Key]:
    """`key` and every unit it became part of, down to the unit of today."""
    found = [key]
    while (following := successors.get(found[-1])) is not None:
        if following in found:
            raise LineageCycle(f"{following} follows itself")
        found.append(following)
    return found


def present_unit(key: Key, successors: Mapping[Key, Key | None]) -> Key:
    """The last unit `key` became part of; itself when it still exists."""
    return line(key, successors)[-1]


def forebears(key: Key, successors: Mapping[Key, Key | None]) -> list[Key]:
    """All units that became part of `key`, nearest first, not `key` itself."""
    found: list[Key] = []
    layer = [key]
    while layer:
        layer = [one for one, successor in successors.items() if successor in layer]
        if any(one == key or one in found for one in layer):
            raise LineageCycle(f"{key} follows itself")
        found += layer
    return found


def kindred(key: Key, successors: Mapping[Key, Key | None]) -> set[Key]:
    """`key`, its forebears and every unit it became part of: the places its records stand under.

    Siblings that later merged into the same unit are not its kindred: the records of Quảng Bình
    are found under Quảng Trị of today, not under Quảng Trị of 2024.
    """
    return {*line(key, successors), *forebears(key, successors)}
