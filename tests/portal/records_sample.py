"""The register of `tests.register.north_central()` as files that a test may spoil."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from portal.records.loading import Outcome, load
from portal.records.writing import as_text, contents
from tests.register import north_central, organisation

X_2022 = "conferences/bac-trung-bo/x-2022.json"
IN_2024 = "conferences/bac-trung-bo/2024.json"
ARTICLE = "bao-thanh-hoa-2022"

# Of the article on the X conference, and one statement of each kind that it does not make.
PARTS: dict[str, Any] = {
    "appearances": [
        {"office": "Đại diện Bộ Công thương", "role": "attended", "source": ARTICLE},
        {"person": "Đặng Hoàng An", "office": "Thứ trưởng", "role": "concluded", "source": ARTICLE},
    ],
    "presences": [
        {
            "organisation": "so-cong-thuong-thanh-hoa",
            "printed": "Sở Công thương Thanh Hóa",
            "kind": "organised",
            "source": ARTICLE,
        }
    ],
    "participations": [
        {"province": "thanh-hoa", "source": ARTICLE},
        {"province": "nghe-an", "source": ARTICLE},
    ],
    "points": [
        {"kind": "result", "text": "Bán lẻ và xuất khẩu trong vùng tăng.", "source": ARTICLE},
        {
            "kind": "directive",
            "text": "Mở rộng thị trường.",
            "speaker": "Đặng Hoàng An",
            "source": ARTICLE,
        },
    ],
    "memoranda": [{"subject": "Hợp tác tiêu thụ nông sản", "source": ARTICLE}],
    "pacts": [{"parties": "Sở Công thương 6 tỉnh Bắc Trung Bộ", "source": ARTICLE}],
    "commendations": [{"kind": "merit_certificate", "recipients": "6 tập thể", "source": ARTICLE}],
    "documents": [
        {"kind": "decree", "number": "45/2012/NĐ-CP", "abstract": "Khuyến công", "source": ARTICLE}
    ],
    "proposals": [
        {
            "asked_by": "so-cong-thuong-thanh-hoa",
            "addressed_to": "bo-cong-thuong",
            "text": "Hỗ trợ quy hoạch cụm công nghiệp.",
            "source": ARTICLE,
        }
    ],
}

_built: dict[str, Any] = {}


class Files:
    """A folder of record files."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> Any:
        return json.loads((self.path / name).read_text())

    def write(self, name: str, value: Any) -> None:
        self.write_text(name, as_text(value))

    def write_text(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def remove(self, name: str) -> None:
        (self.path / name).unlink()

    @contextmanager
    def edited(self, name: str) -> Iterator[Any]:
        """Gives the value of a file to change, and writes it back."""
        value = self.read(name)
        yield value
        self.write(name, value)

    @contextmanager
    def record(self, name: str, key: str) -> Iterator[Any]:
        """Gives the object of that key in an array."""
        with self.edited(name) as rows:
            yield next(row for row in rows if row["key"] == key)


def write_files(path: Path) -> Files:
    """The files of the sample; the database stays as it was."""
    if not _built:
        with transaction.atomic():
            north_central()
            organisation("bo-cong-thuong", "Bộ Công Thương", kind="ministry", aliases=["BCT"])
            _built.update(contents())
            transaction.set_rollback(True)
        _built[X_2022] = _in_order(_built[X_2022] | PARTS)
    files = Files(path)
    for name, value in deepcopy(_built).items():
        files.write(name, value)
    return files


def load_in_english(files: Files, **options: bool) -> Outcome:
    """What `load_records` does; its sentences in English, which no catalogue changes."""
    with translation.override("en"):
        return load(files.path, **options)


def loaded(files: Files, **options: bool) -> Outcome:
    """As `load_in_english`, where nothing is to be refused."""
    outcome = load_in_english(files, **options)
    assert not outcome.refused, [*outcome.faults, *outcome.differences]
    return outcome


def _in_order(conference: dict[str, Any]) -> dict[str, Any]:
    last = (*PARTS, "handover", "figures")
    parts = {key: conference[key] for key in last if key in conference}
    return {key: value for key, value in conference.items() if key not in last} | parts
