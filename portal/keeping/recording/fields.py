"""The fields of a sheet that are told apart by a kind, and its rows."""

import re
from collections.abc import Mapping

from conferences.enums import PointKind, PresenceKind, Role

PEOPLE = {f"people_{role}": role for role in Role.values}
BODIES = {f"bodies_{kind}": kind for kind in PresenceKind.values}
POINTS = {f"points_{kind}": kind for kind in PointKind.values}

ROW_FIELD = re.compile(r"(figures|proposals)-(\d{1,2})-([a-z_]+)")


def filled(typed: Mapping[str, str], rows: str) -> list[int]:
    """The numbers of the rows in which something is typed, in order."""
    found = (ROW_FIELD.fullmatch(name) for name, text in typed.items() if text)
    return sorted({int(match[2]) for match in found if match and match[1] == rows})
