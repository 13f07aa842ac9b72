"""A block copied from a spreadsheet, laid over the table of a report (N1, R7).

`static/js/pasting.js` does the same in the browser; this is the way of those without a script.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from vietnamese.errors import Unreadable
from vietnamese.language import Language
from vietnamese.numbers import SEPARATORS, format_number, is_ambiguous_paste, parse

LARGEST = 60 * 60  # cells of a block; no round asks as many

# A cell with a tab, a line break or a quote in it stands in quotes, its quotes doubled.
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_OTHER: dict[Language, Language] = {"vi": "en", "en": "vi"}

Block = list[list[str]]


def read_block(text: str) -> Block:
    """The rows of a block as Excel and LibreOffice copy them: tabs between cells, a line a row."""
    rows: Block = [[]]
    at = 0
    while match := _CELL.match(text, at):
        quoted, plain = match.groups()
        rows[-1].append((plain if quoted is None else quoted.replace('""', '"')).strip())
        at = match.end()
        if at >= len(text):
            break
        if text[at] != "\t":
            rows.append([])
            at += text[at : at + 2] == "\r\n"
        at += 1
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def notation_of(block: Block, *, own: Language) -> Language | None:
    """The notation its numbers are written in; None when a person has to say (N1).

    One number that only `own` reads, 12,5 in Vietnamese, speaks for 370.461 beside it; one that
    only the other notation reads is never turned without asking.
    """
    texts = [text for row in block for text in row if text]
    if any(not _reads(text, own) and _reads(text, _OTHER[own]) for text in texts):
        return None
    if any(map(is_ambiguous_paste, texts)):
        return own if any(_is_sure(text, own) for text in texts) else None
    return own


@dataclass(frozen=True)
class Question:
    """The one question about a block: how `text`, found in it, reads in either notation."""

    text: str
    readings: list[tuple[Language, str, bool]]  # notation, the number in one's own, is it grouped


def question_about(block: Block, *, own: Language) -> Question | None:
    """What to ask before a block is laid over the table; None when its numbers are clear."""
    if notation_of(block, own=own) is not None:
        return None
    texts = [text for row in block for text in row if text]
    text = next(filter(is_ambiguous_paste, texts), None) or next(
        text for text in texts if not _reads(text, own) and _reads(text, _OTHER[own])
    )
    readings: list[tuple[Language, str, bool]] = []
    for notation in (own, _OTHER[own]):
        if _reads(text, notation):
            number = format_number(parse(text, notation=notation), notation=own)
            readings.append((notation, number, SEPARATORS[own][0] in number))
    return Question(text, readings)


def rewritten(text: str, *, written: Language, own: Language) -> str:
    """A number in `written` notation as one types it in one's `own`; anything else as it is."""
    if written == own or not _reads(text, written):
        return text
    return format_number(parse(text, notation=written), notation=own)


@dataclass
class Placed:
    """Where the texts of a block come to stand: (row, column, text); and those with no cell."""

    cells: list[tuple[int, int, str]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def place(
    block: Block,
    *,
    rows: Sequence[int | None],
    columns: Sequence[int],
    writable: Collection[int],
) -> Placed:
    """Lay a block over the table; an empty cell of it leaves what is there alone.

    `rows` are those of the table from the starting cell down, None for a heading; `columns` from
    the starting cell to the right. Headings take up a line of the block when the block has nothing
    in all of these lines, as a table copied whole has; else they are passed over.
    """
    targets = list(rows)
    under = [row for row, target in zip(block, targets, strict=False) if target is None]
    if any(any(row) for row in under):
        targets = [row for row in targets if row is not None]
    placed = Placed()
    for index, line in enumerate(block):
        row = targets[index] if index < len(targets) else None
        for offset, text in enumerate(line):
            if not text:
                continue
            if row is None or row not in writable or offset >= len(columns):
                placed.outside.append(text)
            else:
                placed.cells.append((row, columns[offset], text))
    return placed


def _reads(text: str, notation: Language) -> bool:
    try:
        parse(text, notation=notation)
    except Unreadable:
        return False
    return True


def _is_sure(text: str, own: Language) -> bool:
    """Whether a number can only be in one's own notation: it has a separator, in its place."""
    return _reads(text, own) and not _reads(text, _OTHER[own])
