"""Filled-in spreadsheets for the tests: the portal's own file, changed as people change it."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.models import Report
from reports.workbook.writing import write_workbook
from tests.reporting import Reporting

ENTRIES = "EFG"  # where the three columns of `reporting()` stand
AT = {"retail": 10, "export": 11, "funds": 13}  # and its rows
NOTES = "KLM"


def square(row: str, column: int) -> str:
    """The cell of the sheet in which something is entered: "E10"."""
    return f"{ENTRIES[column]}{AT[row]}"


def written(built: Reporting, by: str = "clerk_thanh_hoa", report: Report | None = None) -> bytes:
    """The spreadsheet of a report, Thanh Hóa's unless said, as somebody downloads it."""
    target = report or built.thanh_hoa
    invitation = target.round.invitations.get(province=target.province)
    return write_workbook(target, invitation, officer=built.officer(by))


def changed(content: bytes, change: Callable[[Any], object]) -> bytes:
    """The file after somebody opened it, did `change` to the workbook, and saved it."""
    book = load_workbook(BytesIO(content))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled_in(
    content: bytes, values: dict[str, Any], formats: dict[str, str] | None = None
) -> bytes:
    """The file with these values in these cells of its sheet."""

    def enter(book: Any) -> None:
        for at, value in values.items():
            sheet_of(book)[at].value = value
        for at, shown_as in (formats or {}).items():
            sheet_of(book)[at].number_format = shown_as

    return changed(content, enter)


def sheet_of(book: Any) -> Worksheet:
    """The sheet that people see."""
    return book.worksheets[0]


def part(content: bytes, name: str) -> str:
    """One part of a file, as it stands in the archive."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def with_part(content: bytes, name: str, text: str | bytes) -> bytes:
    """A file with one part replaced or added; what no program writes."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for one in source.namelist():
            if one != name:
                target.writestr(one, source.read(one))
        target.writestr(name, text)
    return stream.getvalue()


def with_cell(content: bytes, at: str, inner: str, kind: str = "n") -> bytes:
    """A file whose cell holds this XML, such as a formula with the value it came to."""
    name = "xl/worksheets/sheet1.xml"
    xml, times = re.subn(
        rf'<c r="{at}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)',
        rf'<c r="{at}"\1 t="{kind}">{inner}</c>',
        part(content, name),
    )
    assert times == 1, f"{at} is written {times} times"
    return with_part(content, name, xml)
