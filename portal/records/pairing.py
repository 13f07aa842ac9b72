"""Which row of a file is which row of the register, when some of them differ. Pure."""

from collections.abc import Sequence

from portal.records.keys import Row

Pair = tuple[int | None, int | None]


def pair(theirs: Sequence[Row], ours: Sequence[Row], alike: Sequence[Sequence[str]]) -> list[Pair]:
    """Index in `theirs` and index in `ours` of each statement, None where one side lacks it.

    Equal rows are the same; of the rest those that agree under the keys of `alike`, tried in
    turn. In the order of `ours`, what only `theirs` has at the end.
    """
    partner: dict[int, int] = {}
    left = list(range(len(theirs)))
    for keys in (None, *alike):
        for index, row in enumerate(ours):
            if index in partner:
                continue
            wanted = _under(row, keys)
            found = next((i for i in left if _under(theirs[i], keys) == wanted), None)
            if found is not None:
                partner[index] = found
                left.remove(found)
    return [
        *((partner.get(index), index) for index in range(len(ours))),
        *((index, None) for index in left),
    ]


def _under(row: Row, keys: Sequence[str] | None) -> object:
    return row if keys is None else [row.get(key) for key in keys]
