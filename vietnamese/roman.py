"""Editions: Roman numerals, and the edition a title or a query speaks of (C2, N2)."""

import re

from vietnamese.text import fold, nfc

_NUMERALS = {
    "M": 1000,
    "CM": 900,
    "D": 500,
    "CD": 400,
    "C": 100,
    "XC": 90,
    "L": 50,
    "XL": 40,
    "X": 10,
    "IX": 9,
    "V": 5,
    "IV": 4,
    "I": 1,
}

# Folded words: what follows "lần thứ" for 1 to 19, and the English ordinals for 1 to 20.
_VIETNAMESE = (
    "nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi|muoi mot|muoi hai|muoi ba|muoi bon|muoi lam|"
    "muoi sau|muoi bay|muoi tam|muoi chin"
)
_ENGLISH = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|"
    "fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
)
_WORDS = {
    word: n for words in (_VIETNAMESE, _ENGLISH) for n, word in enumerate(words.split("|"), start=1)
}
_LONGEST_FIRST = "|".join(reversed(_VIETNAMESE.split("|")))

_AFTER_LAN_THU = re.compile(rf"\blan thu (\d{{1,3}}|[ivxlcdm]+|{_LONGEST_FIRST})\b(?! muoi\b)")
# Without "thứ" the accent is needed: Hà Lan 2019 is not an edition.
_AFTER_LAN = re.compile(r"\blần\s+(\d{1,3}|[ivxlcdm]+)\b(?![.,]\d)")
_AFTER_EDITION = re.compile(r"\bedition (\d{1,3}|[ivxlcdm]+)\b")
# "the first six months", "13th of May", "for the first time" tell times, not editions.
_ENGLISH_ORDINAL = re.compile(
    rf"(?<!twenty )(?<!thirty )\b(?:(\d{{1,3}})(?:st|nd|rd|th)|({_ENGLISH}))\b"
    r"(?! (?:of )?(?:(?:\w+ )?(?:days?|weeks?|months?|quarters?|half|years?|century|time)|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b)"
)


def to_roman(number: int) -> str:
    """10 → "X". Raises ValueError outside 1 to 3999."""
    if not 1 <= number <= 3999:
        raise ValueError(f"no Roman numeral for {number}: expected 1 to 3999")
    numeral = ""
    for letters, value in _NUMERALS.items():
        count, number = divmod(number, value)
        numeral += letters * count
    return numeral


def from_roman(numeral: str) -> int:
    """XIV → 14. Raises ValueError for anything but the one right spelling: no IIII, VX, xiv."""
    number, rest = 0, numeral
    for letters, value in _NUMERALS.items():
        while rest.startswith(letters):
            number, rest = number + value, rest.removeprefix(letters)
    if rest or not 1 <= number <= 3999 or to_roman(number) != numeral:
        raise ValueError(f"not a Roman numeral: {numeral!r}, expected for example 'XIV'")
    return number


def find_edition(text: str) -> int | None:
    """The edition a title or a query names, None when it names none.

    Reads "lần thứ X", "lần thứ 10", "lan thu muoi", "lần 11", "edition X", "10th", "tenth", and a
    query that is nothing but a capital Roman numeral: "X".
    """
    bare = text.strip()
    if bare.isupper() and set(bare) <= set("IVXLCDM"):
        return _number(bare)
    folded = fold(text)
    found = (
        _AFTER_LAN_THU.search(folded)
        or _AFTER_LAN.search(nfc(text).casefold())
        or _AFTER_EDITION.search(folded)
        or _ENGLISH_ORDINAL.search(folded)
    )
    return _number(found[found.lastindex or 1]) if found else None


def _number(word: str) -> int | None:
    if word in _WORDS:
        return _WORDS[word]
    if word.isascii() and word.isdigit():
        return int(word) or None
    try:
        return from_roman(word.upper())
    except ValueError:
        return None
