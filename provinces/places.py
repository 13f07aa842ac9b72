"""What a name or a code means on a day: finds the unit, or asks with the candidates (P1, P2)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vietnamese.text import fold, nfc

if TYPE_CHECKING:
    from provinces.models import Province


class UnresolvedPlace(ValueError):
    """A text that means no single unit; `candidates` are the units it may mean."""

    def __init__(self, message: str, candidates: Sequence["Province"] = ()) -> None:
        super().__init__(message)
        self.candidates = list(candidates)


class UnknownPlace(UnresolvedPlace):
    """No unit of that day is called so."""


class AmbiguousPlace(UnresolvedPlace):
    """Several units are, or were, called so."""


def resolve(units: Iterable["Province"], text: str, on: dt.date | None) -> "Province":
    """The unit that a key, code, name or other spelling means on a day; any day when None.

    `units` carry their aliases. An exact spelling is preferred to one without accents; "tỉnh",
    "thành phố" and "TP." before a name are passed over.
    """
    every = list(units)
    of_that_day = [unit for unit in every if on is None or unit.is_valid_on(on)]
    wanted = nfc(text).strip()
    if found := [unit for unit in of_that_day if unit.key == wanted]:
        return found[0]
    for spelled_so in (_is_spelled, _sounds_like):
        if found := [unit for unit in of_that_day if spelled_so(unit, wanted)]:
            if len(found) == 1:
                return found[0]
            raise AmbiguousPlace(
                _("“%(text)s” may mean %(names)s: write the key.")
                % {"text": wanted, "names": _listing(found)},
                found,
            )
    elsewhen = [unit for unit in every if unit.key == wanted or _sounds_like(unit, wanted)]
    if elsewhen and on is not None:
        raise UnknownPlace(
            _("“%(text)s” did not exist on %(day)s; known: %(names)s.")
            % {"text": wanted, "day": f"{on:%-d/%-m/%Y}", "names": _listing(elsewhen)},
            elsewhen,
        )
    part = fold(wanted)
    near = [unit for unit in of_that_day if part and part in unit.folded]
    if near:
        raise UnknownPlace(
            _("No province is called “%(text)s”; perhaps %(names)s.")
            % {"text": wanted, "names": _listing(near)},
            near,
        )
    raise UnknownPlace(
        _(
            "No province is called “%(text)s”. "
            "Write a name, e.g. Thanh Hóa, or a key, e.g. thanh-hoa."
        )
        % {"text": wanted}
    )


def _spellings(unit: "Province") -> list[str]:
    names = [unit.code, unit.name, unit.name_en, *(alias.name for alias in unit.aliases.all())]
    return list(filter(None, names))


def _is_spelled(unit: "Province", text: str) -> bool:
    return text in _spellings(unit) or _without_kind(text) in _spellings(unit)


def _sounds_like(unit: "Province", text: str) -> bool:
    spellings = {fold(spelling) for spelling in _spellings(unit)}
    return fold(text) in spellings or fold(_without_kind(text)) in spellings


def _without_kind(text: str) -> str:
    lowered = text.casefold()
    for kind in ("thành phố ", "tỉnh ", "tp. ", "tp.", "tp "):
        if lowered.startswith(kind):
            return text[len(kind) :].strip()
    return text


def _listing(units: Sequence["Province"]) -> str:
    return ", ".join(f"{unit} [{unit.key}]" for unit in units[:6])
