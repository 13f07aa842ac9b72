"""How rows of a table are numbered and nested: I, 1, 1.1, a (R1)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from vietnamese.roman import to_roman


@dataclass(frozen=True)
class Place:
    """Where a row stands: its number and how deep it is nested, 0 at the top."""

    number: str
    depth: int


def number_rows(rows: Sequence[tuple[Hashable, Hashable | None]]) -> dict[Hashable, Place]:
    """The place of every row, in the order they are to be shown.

    `rows` are `(key, parent's key)` in the order of their positions; children follow their parent
    whatever their position. Depths are written I, 1, 1.1, a; anything deeper is a dash.
    """
    children: dict[Hashable | None, list[Hashable]] = {}
    for key, parent in rows:
        children.setdefault(parent, []).append(key)
    placed: dict[Hashable, Place] = {}

    def place(parent: Hashable | None, above: str, depth: int) -> None:
        for index, key in enumerate(children.get(parent, []), start=1):
            number = _number(index, above, depth)
            placed[key] = Place(number, depth)
            place(key, number, depth + 1)

    place(None, "", 0)
    return placed


def _number(index: int, above: str, depth: int) -> str:
    match depth:
        case 0:
            return to_roman(index)
        case 1:
            return str(index)
        case 2:
            return f"{above}.{index}"
        case 3 if index <= len(LETTERS):
            return LETTERS[index - 1]
    return "–"


# As enumerations in Vietnamese documents go on: a, b, c, d, đ, e, g, h …
LETTERS = "abcdđeghiklmnopqrstuvxy"


def is_tree(parents: Mapping[Hashable, Hashable | None]) -> bool:
    """Whether following parents always ends at the top."""
    for key in parents:
        seen = {key}
        above = parents[key]
        while above is not None:
            if above in seen:
                return False
            seen.add(above)
            above = parents.get(above)
    return True
