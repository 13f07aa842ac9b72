"""The files of a folder as entries, each under the shape its name calls for."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models
from django.utils.translation import gettext as _

from portal.records.entries import Entry, read_array, read_object
from portal.records.faults import Faults, Spot
from portal.records.reading import read_folder
from portal.records.shapes import CONFERENCE, CONFERENCES, KEYED, LOOSE

CONFERENCE_FILE = re.compile(rf"{CONFERENCES}/(?P<series>[^/]+)/(?P<slug>[^/]+)\.json")


@dataclass
class Folder:
    """What a folder says; `promised` are the keys a file gives, None if it was not read whole."""

    arrays: dict[str, list[Entry]] = field(default_factory=dict)
    conferences: dict[tuple[str, str], Entry] = field(default_factory=dict)
    promised: dict[type[models.Model], set[str] | None] = field(default_factory=dict)


def file_of(series: str, slug: str) -> str:
    """Where the file of a conference stands."""
    return f"{CONFERENCES}/{series}/{slug}.json"


def read(path: Path, faults: Faults) -> Folder:
    """Every file under `path`; a file that no name calls for is a fault."""
    folder = Folder()
    files = read_folder(path, faults)
    first = [name for name in KEYED if name in files]
    for name in dict.fromkeys([*first, *files]):
        found = files[name]
        spot = Spot(name)
        if shape := (KEYED | LOOSE).get(name):
            entries = read_array(shape, found, spot, faults)
            folder.arrays[name] = entries or []
            if name in KEYED:
                folder.promised[shape.model] = _keys_of(entries)
        elif match := CONFERENCE_FILE.fullmatch(name):
            entry = read_object(CONFERENCE, found, spot, faults)
            folder.conferences[match["series"], match["slug"]] = entry
            for key in ("series", "slug"):
                _judge_address(entry, key, match[key], faults)
        else:
            expected = [*KEYED, *LOOSE, file_of("<series>", "<slug>")]
            faults.add(
                spot,
                _("No such file is known; expected %(names)s.") % {"names": ", ".join(expected)},
            )
    return folder


def _keys_of(entries: list[Entry] | None) -> set[str] | None:
    if entries is None or any("key" not in entry.row for entry in entries):
        return None
    return {entry.row["key"] for entry in entries}


def _judge_address(entry: Entry, key: str, expected: str, faults: Faults) -> None:
    said = entry.row.get(key)
    if said is not None and said != expected:
        entry.complete = False
        faults.add(
            entry.spot.key(key),
            _("Expected “%(expected)s”, where the file stands; found “%(said)s”.")
            % {"expected": expected, "said": said},
        )
