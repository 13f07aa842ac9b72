"""What a signed scan may be, told by its content and not by its name (R2, S4).

A scan is a PDF, a JPEG or a PNG and nothing else at the same time. A PDF that could do more than be
looked at is refused: scripts, programs to start, files or forms inside, a password. So are files
that another program would read as something else, a ZIP or a web page.
"""

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from hashlib import sha256
from io import BytesIO
from itertools import islice
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from vietnamese.language import active
from vietnamese.numbers import format_number

LARGEST = 10 * 1024 * 1024  # bytes
INFLATED = 32 * 1024 * 1024  # bytes that the compressed objects of a PDF may come to
MANY = 2000  # packets of compressed objects, escaped names; a scan has some dozens
PIECE = 64 * 1024


@dataclass(frozen=True)
class Scan:
    """What a file turned out to be; `extension` without a dot."""

    media_type: str
    extension: str
    size: int
    sha256: str


def examine(file: File) -> Scan:
    """What a file holds. Raises ValidationError, saying what is expected, when it is no scan."""
    if not file.size:
        raise ValidationError(_("This file is empty. Scan the signed report again."))
    if file.size > LARGEST:
        raise ValidationError(
            _("This file has %(size)s MB; at most 10 MB are taken. Scan it in grey at 200 dpi."),
            params={"size": _megabytes(file.size)},
        )
    file.seek(0)
    content = file.read()
    file.seek(0)
    media_type, extension = _kind(content)
    _refuse_more_than_one_kind(content)
    return Scan(media_type, extension, len(content), sha256(content).hexdigest())


def digest(file: IO[bytes]) -> str:
    """The SHA-256 of a file, read piece by piece."""
    found = sha256()
    while piece := file.read(PIECE):
        found.update(piece)
    return found.hexdigest()


def _megabytes(size: int) -> str:
    """Rounded up, so that what is too much is not said to be just enough."""
    exact = (Decimal(size) / 2**20).quantize(Decimal("0.1"), ROUND_UP)
    return format_number(exact, notation=active())


def _kind(content: bytes) -> tuple[str, str]:
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return "application/pdf", "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        _check_jpeg(content)
        return "image/jpeg", "jpg"
    if content.startswith(PNG):
        _check_png(content)
        return "image/png", "png"
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        raise ValidationError(_("This is a HEIC picture. Save it as JPEG, or scan to PDF."))
    if content.startswith(b"PK"):
        raise ValidationError(
            _("This is a Word, Excel or ZIP file. Print and sign the report, then scan it to PDF.")
        )
    raise ValidationError(
        _("Whatever it is called, this file is no PDF, JPEG or PNG. Scan the report to PDF.")
    )


# PDF

_HEADER = re.compile(rb"%PDF-(1\.[0-7]|2\.0)[\s]")
_TRAILER = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\0]*\Z")
_TABLE = re.compile(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)")
# Long or with what follows them, so that they do not come up by chance inside a picture.
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])"
    rb"|/XFA\s*(?:\[|\d+\s+\d+\s+R\b)"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_HIDDEN_NAME = re.compile(rb"/[^\s/<>\[\](){}%]{0,60}#[0-9A-Fa-f]{2}[^\s/<>\[\](){}%]{0,60}")
_TOLD = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFile|RichMedia|SubmitForm|ImportData|XFA|ObjStm|Encrypt)"
)
_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9]).{0,2000}?\bstream\r?\n", re.DOTALL)


def _check_pdf(content: bytes) -> None:
    """Whether it begins and ends as a PDF does and finds its objects, and is only looked at."""
    end = _TRAILER.search(content, max(0, len(content) - 2048))
    whole = _HEADER.match(content) and end and _TABLE.match(content, int(end[1]))
    if not whole:
        raise _damaged("PDF")
    if _LOCKED.search(content):
        raise ValidationError(
            _("This PDF is protected by a password. Save it without protection, or scan it again.")
        )
    if _is_active(content) or _is_active(_inflated(content)):
        raise ValidationError(
            _(
                "This PDF holds a program, a form or another file. Print it to PDF, or scan it "
                "again, so that it only has pages."
            )
        )


def _is_active(objects: bytes) -> bool:
    """Whether objects say what a page to be looked at has no use for, or spell it to hide it."""
    escaped = [one[0] for one in islice(_HIDDEN_NAME.finditer(objects), MANY + 1)]
    if len(escaped) > MANY:
        raise _damaged("PDF")
    hidden = any(_TOLD.match(_unescaped(one)) for one in escaped)
    return hidden or _ACTIVE.search(objects) is not None


def _unescaped(name: bytes) -> bytes:
    """A PDF name with its escapes read: /J#61vaScript is /JavaScript."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), name)


def _inflated(content: bytes) -> bytes:
    """The objects that a PDF keeps compressed, one packet after another."""
    if content.count(b"/ObjStm") > MANY:
        raise _damaged("PDF")
    found = bytearray()
    for beginning in _OBJECTS.finditer(content):
        packed = content[beginning.end() : content.find(b"endstream", beginning.end())]
        unpack = zlib.decompressobj()
        try:
            found += unpack.decompress(packed, INFLATED - len(found) + 1)
        except zlib.error:
            raise _damaged("PDF") from None
        if not unpack.eof or len(found) > INFLATED:
            raise _damaged("PDF")
    return bytes(found)


# Pictures

PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # SOF0 … SOF15
_JPEG_SCAN = 0xDA


def _check_jpeg(content: bytes) -> None:
    """Whether its segments follow each other up to the picture, which has a size and an end.

    A telephone may write notes of its own after the end.
    """
    at, has_size = 2, False
    while at + 4 <= len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if content[at] != 0xFF or length < 2:
            break
        if marker in _JPEG_SIZES:
            size = content[at + 5 : at + 9]
            has_size = len(size) == 4 and bool(any(size[:2]) and any(size[2:]))
        if marker == _JPEG_SCAN:
            if has_size and content.find(b"\xff\xd9", at) > 0:
                return
            break
        at += 2 + length
    raise _damaged("JPEG")


def _check_png(content: bytes) -> None:
    """Whether its chunks are whole, from the header with a size to the end, and nothing follows."""
    at, names = len(PNG), []
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        name, end = content[at + 4 : at + 8], at + 12 + length
        told = int.from_bytes(content[end - 4 : end])
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != told:
            break
        if name == b"IHDR" and not (
            length == 13 and all(struct.unpack_from(">II", content, at + 8))
        ):
            break
        names.append(name)
        at = end
        if name == b"IEND":
            break
    whole = names[:1] == [b"IHDR"] and names[-1:] == [b"IEND"] and b"IDAT" in names
    if not whole or at != len(content):
        raise _damaged("PNG")


# All

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|script|iframe)[\s>]", re.IGNORECASE)


def _refuse_more_than_one_kind(content: bytes) -> None:
    """A scan that another program would read as an archive or a web page is no scan."""
    is_archive = zipfile.is_zipfile(BytesIO(content))
    if is_archive or _PAGE.search(content) or content.find(b"%PDF-", 1) > 0:
        raise ValidationError(
            _("This file is more than a scan: something else is hidden in it. Scan it again.")
        )


def _damaged(kind: str) -> ValidationError:
    return ValidationError(
        _("This %(kind)s is damaged or not complete. Scan the report again, to PDF if you can."),
        params={"kind": kind},
    )
