"""How a typed cell is read: the same on the screen, in a spreadsheet, in the admin (R8, N1)."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from metrics.conversion import DoesNotFit, convert
from reports.enums import EntryState
from vietnamese.errors import Unreadable
from vietnamese.language import Language
from vietnamese.numbers import format_number, parse
from vietnamese.text import nfc

LONGEST = 200  # characters a cell keeps; no number has as many
NIL_SIGNS = {"-", "–", "—", "−"}
NOT_AVAILABLE_SIGNS = {"…", "...", ".."}


@dataclass(frozen=True)
class Unit:
    """What a row is typed in and kept in: names of the printed unit, both factors (F2)."""

    names: tuple[str, ...]
    printed_factor: Decimal
    own_factor: Decimal


@dataclass(frozen=True)
class Reading:
    """What a typed text comes to.

    `number` is canonical with the decimals typed ("16.90"), `value` in the indicator's unit; both
    only of a number. `message` says what is expected, and only of what is refused.
    """

    state: EntryState
    number: str = ""
    value: Decimal | None = None
    message: str = ""


def read_cell(typed: str, *, unit: Unit, notation: Language = "vi") -> Reading:
    """What was typed into a cell: a number, "-" for nil, "…" for not reported, or nothing.

    The unit of the row may stand behind the number. Never raises: what cannot be read says why.
    """
    text = nfc(typed).strip()
    if not text:
        return Reading(EntryState.EMPTY)
    if text in NIL_SIGNS:
        return Reading(EntryState.NIL)
    if text in NOT_AVAILABLE_SIGNS:
        return Reading(EntryState.NOT_AVAILABLE)
    try:
        number = parse(_without_unit(text, unit), notation=notation)
    except Unreadable as error:
        message = str(error.message)
        return _refused(message % error.params if error.params else message)
    number = number if number else abs(number)
    try:
        value = convert(number, unit.printed_factor, unit.own_factor)
    except DoesNotFit:
        return _refused(_("This number needs more than nine digits or six decimals."))
    canonical = f"{number:f}"
    if len(canonical) > 30:
        return _refused(_("This number needs more than nine digits or six decimals."))
    return Reading(EntryState.NUMBER, number=canonical, value=value)


def why_refused(typed: str, *, unit: Unit, notation: Language) -> str:
    """What is expected instead of a text that was refused when it was typed.

    A reader of the other language may see a number in it: that is not what it was read as.
    """
    message = read_cell(typed, unit=unit, notation=notation).message
    return message or _("This was not read as a number when it was typed: please type it again.")


def shown(state: str, number: str, typed: str, *, notation: Language) -> str:
    """What stands in the input: a number in the reader's notation, anything else as typed."""
    if state == EntryState.NUMBER:
        return format_number(Decimal(number), notation=notation)
    if state == EntryState.NIL:
        return "-"
    return "…" if state == EntryState.NOT_AVAILABLE else typed


def _refused(message: str) -> Reading:
    return Reading(EntryState.UNREADABLE, message=message)


def _without_unit(text: str, unit: Unit) -> str:
    folded = text.casefold()
    for name in unit.names:
        if name and folded.endswith(name.casefold()):
            return text[: len(text) - len(name)].strip()
    return text
