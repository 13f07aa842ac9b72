"""From a folder to plain JSON values, with everything in them that JSON allows and we do not."""

import json
import unicodedata
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.records.faults import Faults, Spot

LONGEST_WHOLE_NUMBER = 15


class _Number(str):
    """A number as JSON should not carry it here: with a point, an exponent, or endless."""


class _Broken:
    """Stands where a value stood that was faulted already."""


BROKEN = _Broken()


class _Twice(dict):
    """An object in which keys stand twice; JSON would silently keep the last."""

    keys_twice: list[str]


def read_folder(folder: Path, faults: Faults) -> dict[str, Any]:
    """File name relative to `folder` → its JSON value; BROKEN when the file is no JSON."""
    names = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.json"))
    return {name: _read(folder / name, Spot(name), faults) for name in names}


def _read(file: Path, spot: Spot, faults: Faults) -> Any:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(spot, _("The file is not UTF-8: byte %(number)d.") % {"number": error.start + 1})
        return BROKEN
    except OSError as error:
        faults.add(spot, _("Cannot be read: %(problem)s.") % {"problem": error.strerror})
        return BROKEN
    try:
        value = json.loads(
            text,
            parse_float=_Number,
            parse_constant=_Number,
            parse_int=lambda digits: (
                int(digits) if len(digits) <= LONGEST_WHOLE_NUMBER else _Number(digits)
            ),
            object_pairs_hook=_object,
        )
        return _judged(value, spot, faults)
    except json.JSONDecodeError as error:
        faults.add(spot, _broken(text, error))
    except RecursionError:
        faults.add(spot, _("Too many brackets within each other: no record looks like this."))
    return BROKEN


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) == len(pairs):
        return known
    keys = [key for key, _value in pairs]
    twice = _Twice(known)
    twice.keys_twice = sorted({key for key in keys if keys.count(key) > 1})
    return twice


def _broken(text: str, error: json.JSONDecodeError) -> str:
    lines = text.splitlines() or [""]
    near = lines[min(error.lineno, len(lines)) - 1].strip()[:40]
    return _(
        "No JSON: line %(line)d, column %(column)d, at “%(near)s”. A comma, colon, quotation mark "
        "or bracket is missing there or too many."
    ) % {"line": error.lineno, "column": error.colno, "near": near}


def _judged(value: Any, spot: Spot, faults: Faults) -> Any:
    """The value with BROKEN for each number with a point and each odd text, however deep."""
    match value:
        case _Number():
            faults.add(spot, _number_fault(value))
            return BROKEN
        case str() if fault := _text_fault(value):
            faults.add(spot, fault)
            return BROKEN
        case list():
            return [_judged(item, spot.item(i), faults) for i, item in enumerate(value)]
        case dict():
            for key in getattr(value, "keys_twice", ()):
                faults.add(spot.key(key), _("This key stands twice in one object: keep one."))
            return {key: _judged(item, spot.key(key), faults) for key, item in value.items()}
    return value


def _number_fault(number: str) -> str:
    if number.lstrip("-")[:1].isdigit():
        return _('Write this number as text: "%(number)s".') % {"number": number}
    return _("%(found)s is no number.") % {"found": number}


def _text_fault(text: str) -> str:
    """What is wrong with the spelling of a text; empty when nothing is."""
    odd = next((c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"), None)
    if odd:
        return _("The character U+%(code)04X belongs in no text: take it out.") % {"code": ord(odd)}
    if not unicodedata.is_normalized("NFC", text):
        return _("“%(text)s” is not composed Unicode (NFC): type it anew.") % {"text": text[:40]}
    if text != text.strip():
        return _("The text begins or ends with a blank: take it out.")
    return ""
