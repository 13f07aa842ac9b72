"""What the downloaded spreadsheet and the one that comes back agree on.

The visible sheet carries ids in a hidden row and a hidden column; a hidden sheet carries what the
file was made of: lines `(word, …)` as `writing` writes them and `reading` expects them.
"""

import hashlib
import json
from collections.abc import Sequence

from provinces.tables import CELL_LONGEST, printable
from reports.models import RoundColumn, RoundRow
from vietnamese.text import nfc

VERSION = "portal-report-1"
HIDDEN = "_portal"  # the hidden sheet
IDS = "ids"  # what stands in the first column of the row of ids
LABEL = "label"  # in the row of ids: the column of the rows' words


def entry_mark(column_id: int) -> str:
    """What stands in the row of ids over the cells of a column."""
    return f"entry-{column_id}"


def note_mark(column_id: int) -> str:
    """What stands in the row of ids over the explanations of a column."""
    return f"note-{column_id}"


def fingerprint(rows: Sequence[RoundRow], columns: Sequence[RoundColumn]) -> str:
    """What a round asks, in 16 characters: the same until a row or column is another."""
    asked = [
        [[row.pk, row.parent_id, row.indicator_id, row.unit_id] for row in rows],
        [[one.pk, str(one.period_start), str(one.period_end), one.basis] for one in columns],
    ]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def plain(text: str) -> str:
    """A text as it comes out of a spreadsheet again: what a cell cannot hold is not in it."""
    return printable(nfc(text)).strip()[:CELL_LONGEST].strip()
