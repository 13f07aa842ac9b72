"""Scans as departments send them, and files that only call themselves so."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from reports.actions.filing import add_file
from reports.files import examine
from reports.models import Report, SignedFile
from reports.permissions import Officer


def pdf(*objects: bytes, catalog: bytes = b"", after: bytes = b"") -> bytes:
    """A PDF with a table of its objects; `objects` come after the catalog and the page."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    content, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = len(bodies) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % size
    return content + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(content) + after


def packed(inside: bytes) -> bytes:
    """Objects of a PDF that are kept compressed."""
    data = zlib.compress(inside)
    return (
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (
            len(data),
            data,
        )
    )


def png(width: int = 1, height: int = 1, *, after: bytes = b"") -> bytes:
    """A white picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    picture = zlib.compress(b"\0\xff" * max(1, height))
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", picture) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts + after


def jpeg(*, width: int = 8, after: bytes = b"", end: bytes = b"\xff\xd9") -> bytes:
    """The segments of a picture; what is drawn does not matter here."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 8, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + b"\x12\x34"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"JF" + frame + scan + end + after


def archive(name: str = "trang.html") -> bytes:
    """A ZIP with one file in it."""
    file = BytesIO()
    with ZipFile(file, "w") as zipped:
        zipped.writestr(name, "x")
    return file.getvalue()


def upload(content: bytes | None = None, name: str = "quet.pdf") -> SimpleUploadedFile:
    """A file on its way in; its name and announced type are the client's own."""
    return SimpleUploadedFile(
        name, pdf() if content is None else content, content_type="application/pdf"
    )


def scanned(report: Report, by: Officer, content: bytes | None = None) -> SignedFile:
    """A scan beside a report, through the action."""
    file = upload(content)
    return add_file(report=report, content=file, scan=examine(file), by=by)
