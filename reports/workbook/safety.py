"""Whether a file from outside may be opened at all: asked before any of it is read."""

import zipfile
import zlib
from io import BytesIO
from typing import IO, NoReturn

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MEGABYTE = 2**20
LARGEST = 5 * MEGABYTE  # as sent
UNPACKED = 50 * MEGABYTE  # all of it
MEMBERS = 200
RATIO = 200  # unpacked to packed, of what is large

# Elements and attributes of all parts, and of one that holds no cells. A table of 34 rows and 42
# columns has 70,000, its styles 3,000; openpyxl takes twenty seconds over a million wrong ones.
CELLS, OTHERS = 200_000, 20_000
DEEPEST = 40

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel before 2007, and anything with a password
SECRET = "EncryptedPackage".encode("utf-16-le")


def refuse_unsafe(content: bytes) -> None:
    """Raise ValidationError, saying what to do, for what is no plain .xlsx or wants to do harm."""
    if len(content) > LARGEST:
        raise ValidationError(
            _("The file is larger than 5 MB: send only the spreadsheet downloaded here, filled in.")
        )
    if content.startswith(OLE):
        _refuse_old(content)
    if not content.startswith(ZIP):
        _refuse_other()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_members(archive)
    except (NotImplementedError, RuntimeError, DefusedXmlException, _TooMuch):
        _refuse_harmful()
    except (zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError, ValueError, LookupError):
        refuse_damaged()


def refuse_damaged() -> NoReturn:
    """Refuse what breaks off, or does not hold together."""
    raise ValidationError(
        _("The file is damaged. Open it in Excel or LibreOffice, save it again, and send that.")
    )


def _refuse_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MEMBERS or len(set(names)) < len(names):
        _refuse_harmful()
    # Python unpacks no more of a member than it declares.
    if sum(member.file_size for member in members) > UNPACKED:
        _refuse_harmful()
    if any(
        member.file_size > MEGABYTE and member.file_size > RATIO * member.compress_size
        for member in members
    ):
        _refuse_harmful()
    _refuse_kind(archive, set(names))
    left = CELLS
    for member in members:
        has_cells = member.filename.startswith(("xl/worksheets/", "xl/sharedStrings"))
        limit = left if has_cells else min(left, OTHERS)
        with archive.open(member) as source:
            left -= _count(source, limit, member.filename)


class _TooMuch(Exception):
    """More elements than any spreadsheet of ours has, or nested deeper."""


class _Counter:
    """Counts what an XML parser meets, and stops it in time."""

    def __init__(self, limit: int) -> None:
        self.left, self.depth = limit, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Count an element with its attributes."""
        self.left -= 1 + len(attributes)
        self.depth += 1
        if self.left < 0 or self.depth > DEEPEST:
            raise _TooMuch

    def end(self, tag: str) -> None:
        """Leave an element."""
        self.depth -= 1


def _count(source: IO[bytes], limit: int, name: str) -> int:
    """Read a part as XML without keeping any of it, and say how much there is.

    Whatever its name says, for a part is opened by whoever refers to it; a picture ends at once.
    """
    counter = _Counter(limit)
    parser = DefusedXMLParser(target=counter, forbid_dtd=True)
    try:
        while chunk := source.read(65536):
            parser.feed(chunk)
        parser.close()
    except ParseError:
        if name.endswith((".xml", ".rels")):
            raise
    return limit - counter.left


def _refuse_kind(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Refuse what is another kind of document, or brings macros along."""
    if "mimetype" in names:
        raise ValidationError(
            _(
                "This is an OpenDocument file. In LibreOffice choose “Save as”, the type Excel "
                "2007–365 (.xlsx), and send that."
            )
        )
    if any(name.lower().endswith(("vbaproject.bin", ".xlam")) for name in names):
        raise ValidationError(
            _("This file contains macros. Save it as an Excel workbook (.xlsx) and send that.")
        )
    if "xl/workbook.bin" in names:
        raise ValidationError(
            _("This is a binary workbook. Save it as an Excel workbook (.xlsx) and send that.")
        )
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        _refuse_other()
    with archive.open("[Content_Types].xml") as source:
        kinds = source.read(MEGABYTE)
    if b"macroEnabled" in kinds:
        raise ValidationError(
            _("This file contains macros. Save it as an Excel workbook (.xlsx) and send that.")
        )


def _refuse_old(content: bytes) -> NoReturn:
    if SECRET in content:
        raise ValidationError(
            _("This file has a password. Save it without one, as .xlsx, and send that.")
        )
    raise ValidationError(
        _(
            "This is a file of Excel 2003 or older. Choose “Save as”, the type Excel workbook "
            "(.xlsx), and send that."
        )
    )


def _refuse_other() -> NoReturn:
    raise ValidationError(
        _(
            "This is not an Excel workbook (.xlsx). Download the spreadsheet of this report, fill "
            "it in, and send that."
        )
    )


def _refuse_harmful() -> NoReturn:
    raise ValidationError(
        _("The file is not built as Excel or LibreOffice build one, and was not opened.")
    )
