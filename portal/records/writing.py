"""From the register to files, the same bytes for the same records."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.records.folder import file_of
from portal.records.shapes import CONFERENCE, CONFERENCES, KEYED, LOOSE, Shape, loose, stands


@dataclass
class Written:
    """Names of files: written anew, as they were before, and of no conference any more."""

    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)


def dump(path: Path, *, prune: bool = False) -> Written:
    """Write the whole register under `path`; what is retired or corrected stays out (S2, F7).

    Files of conferences that the register does not have are named, with `prune` deleted; nothing
    else in the folder is touched.
    """
    written = Written()
    for name, value in contents():
        file = path / name
        text = as_text(value)
        if file.exists() and file.read_bytes() == text.encode():
            written.same.append(name)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        written.changed.append(name)
    known = {*written.changed, *written.same}
    for file in sorted((path / CONFERENCES).glob("*/*.json")):
        name = file.relative_to(path).as_posix()
        if name not in known:
            written.stale.append(name)
            if prune:
                file.unlink()
    return written


def contents() -> Iterator[tuple[str, Any]]:
    """Name and JSON value of every file of the register."""
    for name, shape in KEYED.items():
        yield name, _array(shape, shape.queryset())
    for one in filter(stands, CONFERENCE.queryset().order_by("series__key", "slug")):
        yield file_of(one.series.key, one.slug), CONFERENCE.dump(one)
    for name, shape in LOOSE.items():
        yield name, _array(shape, loose(shape))


def as_text(value: Any) -> str:
    """JSON as it stands in the files of the register."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _array(shape: Shape, records: Any) -> list[Any]:
    return [shape.dump(record) for record in shape.standing(records)]
