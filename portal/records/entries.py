"""What a file says, held against its shape: rows whose keys, types and choices are right."""

import difflib
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.records.faults import Faults, Spot, excerpt
from portal.records.keys import Key, Parts, Required, Row
from portal.records.reading import BROKEN
from portal.records.shapes import Shape


@dataclass
class Entry:
    """One object of a file; `complete` when nothing in its own keys was faulted."""

    shape: Shape
    spot: Spot
    row: Row = field(default_factory=dict)
    outer: Row | None = None
    parts: dict[str, list["Entry"]] = field(default_factory=dict)
    complete: bool = True

    @property
    def spoken(self) -> Row:
        """What it says under every key, also by leaving it out."""
        return {
            one.name: self.row.get(one.name, self.shape.default(one, self.outer))
            for one in self.shape.keys
            if not isinstance(one, Parts)
        }


def read_array(shape: Shape, found: Any, spot: Spot, faults: Faults) -> list[Entry] | None:
    """The objects of a file that is an array; None when it is none."""
    if found is BROKEN:
        return None
    if not isinstance(found, list):
        faults.add(
            spot,
            _("Expected an array of objects, [{…}, {…}]; found %(found)s.")
            % {"found": excerpt(found)},
        )
        return None
    return [read_object(shape, one, spot.item(i), faults) for i, one in enumerate(found)]


def read_object(
    shape: Shape, found: Any, spot: Spot, faults: Faults, outer: Row | None = None
) -> Entry:
    """One object; what is wrong with it goes to `faults`."""
    entry = Entry(shape, spot, outer=outer)
    if not isinstance(found, dict):
        entry.complete = False
        if found is not BROKEN:
            faults.add(
                spot,
                _("Expected an object, {…}; found %(found)s.") % {"found": excerpt(found)},
            )
        return entry
    for name in found:
        if name not in shape.by_name:
            entry.complete = False
            faults.add(spot.key(name), _unknown_key(name, shape))
    for one in shape.keys:
        _read_key(entry, one, found.get(one.name), faults)
    return entry


def _read_key(entry: Entry, one: Key, found: Any, faults: Faults) -> None:
    spot = entry.spot.key(one.name)
    default = entry.shape.default(one, entry.outer)
    if found is None or (found == "" and default is Required):
        if default is Required:
            entry.complete = False
            faults.add(spot, _("Missing; expected %(expected)s.") % {"expected": one.expected()})
        return
    if isinstance(one, Parts):
        entry.parts[one.name] = _read_parts(entry, one, found, faults)
        return
    value = one.read(found, spot, faults)
    if value is BROKEN:
        entry.complete = False
    elif value != default:
        entry.row[one.name] = value


def _read_parts(entry: Entry, one: Parts, found: Any, faults: Faults) -> list[Entry]:
    spot = entry.spot.key(one.name)
    if one.single:
        return [read_object(one.shape, found, spot, faults, entry.row)]
    if found is not BROKEN and not isinstance(found, list):
        faults.add(
            spot,
            _("Expected %(expected)s; found %(found)s.")
            % {"expected": one.expected(), "found": excerpt(found)},
        )
    rows = found if isinstance(found, list) else []
    return [
        read_object(one.shape, part, spot.item(i), faults, entry.row) for i, part in enumerate(rows)
    ]


def _unknown_key(name: str, shape: Shape) -> str:
    near = difflib.get_close_matches(name, shape.by_name, 1)
    if near:
        return _("There is no such key; perhaps “%(near)s”.") % {"near": near[0]}
    return _("There is no such key; known are: %(keys)s.") % {"keys": ", ".join(shape.by_name)}
