"""A filled-in spreadsheet read again: the ids beside rows and over columns decide, not places."""

import datetime as dt
import logging
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from reports.cells import LONGEST, Reading, Unit, read_cell
from reports.enums import EntryState
from reports.models import Report, RoundRow
from reports.queries import rows_of, unit_of
from reports.workbook.safety import refuse_damaged, refuse_unsafe
from reports.workbook.shape import (
    HIDDEN,
    IDS,
    LABEL,
    VERSION,
    entry_mark,
    fingerprint,
    note_mark,
    plain,
)
from vietnamese.dates import format_date
from vietnamese.language import Language
from vietnamese.numbers import format_number

logger = logging.getLogger(__name__)

SLACK = 200  # rows and columns that somebody may have put in between

# "#,##0.00####" shows two decimals of 17,5; a format that hides digits is not obeyed.
_SHOWN_DECIMALS = re.compile(r"(?:#,##)?0\.(0{1,6})#*")
_IN_QUOTES = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True)
class ReadCell:
    """A cell that somebody changed in the file, or explained.

    `typed` is what was entered, a number in Vietnamese notation; `seen` the version of the cell
    that the file was made from; `note` None where the explanation is as it was. `refused` says why
    it cannot be taken, "" when it can.
    """

    row_id: int
    column_id: int
    typed: str
    seen: int
    note: str | None = None
    refused: str = ""


def read_workbook(content: bytes, report: Report) -> list[ReadCell]:
    """The cells of a spreadsheet of this report that are not as they were when it was made.

    Raises ValidationError, saying what to do, for a file that is of another report, was rebuilt,
    or is unsafe to open. Never writes.
    """
    refuse_unsafe(content)
    rows = rows_of(report.round)
    columns = list(report.round.columns.order_by("position", "pk"))
    units = {row.pk: unit for row in rows if (unit := unit_of(row)) is not None}
    size = (len(rows) + SLACK, 4 * len(columns) + SLACK)
    try:
        made = _made_of(content, report, lines=len(rows) * (len(columns) + 1) + SLACK)
        if made.fingerprint != fingerprint(rows, columns):
            _refuse_old()
        values, formulas = (
            _squares(content, made.sheet, size, data_only=data_only) for data_only in (True, False)
        )
    except ValidationError:
        raise
    except Exception:
        # Whatever openpyxl stumbles over, it is the file that is wrong.
        logger.warning("A spreadsheet could not be read", exc_info=True)
        refuse_damaged()
    table = _Table.of(values, formulas, made, rows, [one.pk for one in columns])
    read = (
        _read(table, made, (row_id, one.pk), unit)
        for row_id, unit in units.items()
        for one in columns
    )
    return [one for one in read if one is not None]


# What the file was made of


@dataclass
class _Made:
    """The hidden sheet: version, text and explanation of each cell that the file was made of."""

    report: int = 0
    sheet: str = ""
    language: Language = "vi"
    fingerprint: str = ""
    labels: dict[int, str] = field(default_factory=dict)
    cells: dict[tuple[int, int], tuple[int, str, str]] = field(default_factory=dict)


def _made_of(content: bytes, report: Report, *, lines: int) -> _Made:
    book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    if HIDDEN not in book.sheetnames:
        _refuse_foreign()
    found = book[HIDDEN].iter_rows(max_row=lines, max_col=6, values_only=True)
    if next(found, (None,))[0] != VERSION:
        _refuse_foreign()
    made = _Made()
    for line in found:
        match line:
            case ("report", int(pk), *_rest):
                made.report = pk
            case ("sheet", str(title), *_rest):
                made.sheet = title
            case ("language", "en", *_rest):
                made.language = "en"
            case ("fingerprint", str(text), *_rest):
                made.fingerprint = text
            case ("row", int(pk), label, *_rest):
                made.labels[pk] = _string(label)
            case ("cell", int(row), int(column), int(version), said, note):
                made.cells[row, column] = (version, _string(said), _string(note))
    if made.report != report.pk:
        raise ValidationError(
            _(
                "This file is of another report. Download the spreadsheet of this report and fill "
                "that in."
            )
        )
    if made.sheet not in book.sheetnames:
        raise ValidationError(
            _(
                "The sheet “%(sheet)s” was renamed or removed. Give it back its name, or download "
                "the spreadsheet again."
            ),
            params={"sheet": made.sheet},
        )
    return made


def _string(value: Any) -> str:
    return "" if value is None else plain(str(value))


def _squares(
    content: bytes, sheet: str, size: tuple[int, int], *, data_only: bool
) -> list[tuple[Any, ...]]:
    """The cells of the visible sheet row by row, never further than the report can reach."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    return list(book[sheet].iter_rows(max_row=size[0], max_col=size[1]))


# The table, found by its ids


@dataclass(frozen=True)
class _Table:
    """The cells by row and column, whatever was put between them or moved."""

    values: Mapping[int, tuple[Any, ...]]
    formulas: Mapping[int, tuple[Any, ...]]
    marks: Mapping[str, int]

    @classmethod
    def of(
        cls,
        values: list[tuple[Any, ...]],
        formulas: list[tuple[Any, ...]],
        made: _Made,
        rows: list[RoundRow],
        columns: list[int],
    ) -> "_Table":
        """The table of a sheet; ValidationError when its ids do not stand where they were put."""
        head = [one for one in values if one and one[0].value == IDS]
        found = [(i, one[0].value) for i, one in enumerate(values) if one and _is_id(one[0].value)]
        marks = [_string(one.value) for one in head[0]] if len(head) == 1 else []
        wanted = {LABEL, *map(entry_mark, columns), *map(note_mark, columns)}
        if [marks.count(mark) for mark in wanted] != [1] * len(wanted):
            _refuse_rebuilt()
        if sorted(pk for _i, pk in found) != sorted(row.pk for row in rows):
            _refuse_rebuilt()
        places = {mark: marks.index(mark) for mark in wanted}
        for i, pk in found:
            label = _string(values[i][places[LABEL]].value)
            if label != made.labels.get(pk):
                _refuse_moved(made.labels.get(pk, ""))
        by_row = {pk: i for i, pk in found}
        return cls(
            {pk: values[i] for pk, i in by_row.items()},
            {pk: formulas[i] for pk, i in by_row.items()},
            places,
        )

    def at(self, row_id: int, mark: str) -> tuple[Any, bool]:
        """A cell as it shows, and whether it is a formula."""
        place = self.marks[mark]
        is_formula = self.formulas[row_id][place].data_type == "f"
        return self.values[row_id][place], is_formula


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _refuse_foreign() -> NoReturn:
    raise ValidationError(
        _(
            "This spreadsheet was not downloaded here, or lost its hidden sheet. Download the "
            "spreadsheet of this report and fill that in."
        )
    )


def _refuse_old() -> NoReturn:
    raise ValidationError(
        _(
            "What this round asks has changed since the spreadsheet was downloaded. Download it "
            "again and copy your numbers into it."
        )
    )


def _refuse_rebuilt() -> NoReturn:
    raise ValidationError(
        _(
            "Rows or columns of this spreadsheet were added, removed or repeated. Download it "
            "again and copy your numbers into it."
        )
    )


def _refuse_moved(label: str) -> NoReturn:
    raise ValidationError(
        _(
            "“%(label)s” does not stand in its row any more: rows were moved, sorted or reworded. "
            "Download the spreadsheet again and copy your numbers into it."
        ),
        params={"label": label},
    )


# One cell


def _read(table: _Table, made: _Made, key: tuple[int, int], unit: Unit) -> ReadCell | None:
    """What was changed in a cell or its explanation; None when nothing was."""
    row_id, column_id = key
    seen, said, said_note = made.cells.get(key, (0, "", ""))
    note = _string(table.at(row_id, note_mark(column_id))[0].value)
    square, is_formula = table.at(row_id, entry_mark(column_id))
    typed, refused = _typed(square, is_formula, made.language)
    if not refused:
        # What a text says is judged, and told, in the notation of the file.
        reading = read_cell(typed, unit=unit, notation=made.language)
        if _is_as_made(square.value, reading, said, unit):
            if note == said_note:
                return None
            typed = said
        elif reading.state == EntryState.NUMBER:
            typed = format_number(Decimal(reading.number))
        refused = reading.message
    changed_note = None if note == said_note else note
    return ReadCell(row_id, column_id, typed[:LONGEST], seen, changed_note, refused)


def _is_as_made(value: Any, reading: Reading, said: str, unit: Unit) -> bool:
    """Whether a cell still says what the file was made of; 16,9 says the same as 16,90."""
    before = read_cell(said, unit=unit)
    if before.state == EntryState.UNREADABLE:
        return isinstance(value, str) and plain(value) == plain(said)
    if reading.state != before.state:
        return False
    return reading.state != EntryState.NUMBER or Decimal(reading.number) == Decimal(before.number)


def _typed(square: Any, is_formula: bool, language: Language) -> tuple[str, str]:
    """What stands in a cell as a person would type it, and why it cannot be taken, or ""."""
    value = square.value
    match value:
        case None if is_formula:
            return "", _(
                "This formula has no value: open the file in Excel or LibreOffice, save it and "
                "upload it again."
            )
        case None:
            return "", ""
        case bool():
            said = "TRUE" if value else "FALSE"
        case dt.date() | dt.time() | dt.timedelta():
            said = _day(value)
            return said, _(
                "The spreadsheet holds a date here (%(date)s). Set the cell's format to Number and "
                "enter the number again."
            ) % {"date": said}
        case int() | float():
            return _number(value, square.number_format, language)
        case _:
            said = plain(str(value))
    if square.data_type in ("e", "b"):
        return said, _("%(value)s is no number: correct the formula, or enter the number.") % {
            "value": said
        }
    return said, ""


def _number(value: float, shown_as: str, language: Language) -> tuple[str, str]:
    """A number as it would be typed: 15 digits, of a fraction the decimals that the cell shows."""
    if not math.isfinite(value):
        return "", _("This number is too large.")
    number = Decimal(f"{value:.15g}")
    match = _SHOWN_DECIMALS.fullmatch(shown_as)
    if match and number != number.to_integral_value():
        decimals = max(len(match[1]), -int(number.as_tuple().exponent))
        number = number.quantize(Decimal(1).scaleb(-decimals))
    sign = ""
    if "%" in _IN_QUOTES.sub("", shown_as):
        number, sign = number.scaleb(2), "%"
    return format_number(number, notation=language) + sign, ""


def _day(value: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.datetime):
        return format_date(value.date())
    return format_date(value) if isinstance(value, dt.date) else str(value)
