"""Numbers as Viet Nam writes them, 1.234.567,89, and as English does, 1,234,567.89 (N1)."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.translation import gettext_lazy as _

from vietnamese.errors import Unreadable
from vietnamese.language import Language

NBSP = "\u00a0"
MAX_DIGITS = 40  # no figure has more; neither is more of a wrong text repeated

# notation: (between groups of three, before decimals)
SEPARATORS: dict[Language, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}
_OTHER: dict[Language, Language] = {"vi": "en", "en": "vi"}
_GRAMMAR = {
    notation: re.compile(
        rf"([+-]?(?:[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+|[0-9]+))"
        rf"(?:{re.escape(point)}([0-9]+))?"
    )
    for notation, (group, point) in SEPARATORS.items()
}
_CANONICAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_THREE_AFTER_ONE_SEPARATOR = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")


class NotANumber(Unreadable):
    """A text that is no number in either notation."""


class AmbiguousNumber(Unreadable):
    """A number in the other notation, 11.28 typed in Vietnamese: the message spells it right."""


def parse(text: str, *, notation: Language = "vi") -> Decimal:
    """The number a person typed, with the decimals typed: "16,90" is Decimal("16.90").

    Raises AmbiguousNumber for what only the other notation reads (11.28, 37.0461, 0.001 under
    "vi"), NotANumber for the rest.
    """
    typed = _plain(text)
    number = _read(typed, notation)
    if number is not None:
        return number
    meant = _read(typed, _OTHER[notation])
    if meant is not None:
        raise _ambiguous(typed, meant, notation)
    raise NotANumber(
        _("“%(text)s” is not a number: write for example %(grouped)s or %(decimal)s."),
        {
            "text": text.strip()[:MAX_DIGITS],
            "grouped": format_number(370461, notation=notation),
            "decimal": format_number(Decimal("11.28"), notation=notation),
        },
    )


def is_ambiguous_paste(text: str) -> bool:
    """Whether a pasted number may mean thousands or three decimals: 370,461 or 370.461."""
    return _THREE_AFTER_ONE_SEPARATOR.fullmatch(_plain(text)) is not None


def format_number(
    value: Decimal | int,
    *,
    decimals: int | None = None,
    notation: Language = "vi",
    grouping: bool = True,
) -> str:
    """370461 → "370.461". Without `decimals`, as many as the Decimal carries; else half up."""
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=100))
    sign = "-" if number < 0 else ""
    whole, dot, fraction = f"{number.copy_abs():{',' if grouping else ''}f}".partition(".")
    group, point = SEPARATORS[notation]
    return sign + whole.replace(",", group) + dot.replace(".", point) + fraction


def format_printed(canonical: str, notation: Language = "vi") -> str:
    """A number as a record file carries it, "16.90", the way it was printed: "16,90" (F2).

    Raises ValueError when it is not canonical: digits, one dot, a leading minus.
    """
    if not _CANONICAL.fullmatch(canonical):
        raise ValueError(f"not a canonical number: {canonical!r}, expected for example '16.90'")
    return format_number(Decimal(canonical), notation=notation)


def quantity(number: str, unit: str) -> str:
    """Number and unit that never break apart: "370.461 tỷ đồng", "7,97%"."""
    return f"{number}%" if unit == "%" else f"{number}{NBSP}{unit}"


def _ambiguous(typed: str, meant: Decimal, notation: Language) -> AmbiguousNumber:
    params = {"text": typed, "decimal": format_number(meant, notation=notation)}
    digits = re.sub("[+.,-]", "", typed)
    if len(re.findall("[.,]", typed)) > 1 or len(digits) < 4 or digits.startswith("0"):
        return AmbiguousNumber(_("“%(text)s” is unclear: write %(decimal)s."), params)
    whole = Decimal(re.sub("[.,]", "", typed))
    return AmbiguousNumber(
        _("“%(text)s” is unclear: write %(decimal)s; for thousands, write %(grouped)s."),
        params | {"grouped": format_number(whole, notation=notation)},
    )


def _plain(text: str) -> str:
    """Typed text with full-width forms and U+2212 made plain; a footnote mark (105¹) stays odd."""
    if any(unicodedata.decomposition(char).startswith(("<super>", "<sub>")) for char in text):
        return text
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()


def _read(typed: str, notation: Language) -> Decimal | None:
    match = _GRAMMAR[notation].fullmatch(typed)
    if match is None:
        return None
    whole, fraction = match[1].replace(SEPARATORS[notation][0], ""), match[2] or ""
    if len(whole) + len(fraction) > MAX_DIGITS:
        return None
    return Decimal(f"{whole}.{fraction}" if fraction else whole)
