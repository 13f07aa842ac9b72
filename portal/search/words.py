"""Words of a text with the places where they stand: to compare, to mark, to quote (N2). Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from vietnamese.text import fold

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
# A word typed "hoa" finds "hoa" first, then "hóa"; one typed "hóa" finds "hòa" last of all.
NO_ACCENTS, OTHER_ACCENTS, ONLY_BEGUN = 0.85, 0.5, 0.8


class Word(NamedTuple):
    """One word: without accents, with its accents wherever the tone was put, and where it is."""

    folded: str
    spelled: str
    start: int
    end: int


class Phrase(NamedTuple):
    """Words that stand together; the last one only begun when `prefix`."""

    words: tuple[Word, ...]
    prefix: bool = False

    @property
    def folded(self) -> str:
        """As `Findable.folded` is asked for it: " ha tinh ", or " ha ti" when only begun."""
        text = " ".join(word.folded for word in self.words)
        return f" {text}" if self.prefix else f" {text} "


def words(text: str) -> list[Word]:
    """The words of a text, in order."""
    found = []
    for match in _WORD.finditer(text):
        folded, spelled = _forms(match[0])
        if folded:
            found.append(Word(folded, spelled, match.start(), match.end()))
    return found


def phrase(text: str, *, prefix: bool = False) -> Phrase:
    """A text as a phrase to look for."""
    return Phrase(tuple(words(text)), prefix)


@lru_cache(maxsize=4096)
def folded_name(name: str) -> str:
    """The name of a catalogue as it is compared: " quang binh "."""
    return f" {fold(name)} "


@lru_cache(maxsize=16384)
def _forms(word: str) -> tuple[str, str]:
    """("hoa", "hoa" + grave) for "Hòa" and "Hoà" alike."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.casefold()):
        (tones if char in _TONES else letters).append(char)
    return fold(word).replace(" ", ""), "".join(letters + sorted(tones))


def occurrences(text: Sequence[Word], wanted: Phrase) -> Iterator[tuple[int, float]]:
    """Where a phrase stands in a text, as the number of a word, and how alike: at most 1."""
    size = len(wanted.words)
    for first in range(len(text) - size + 1):
        if alike := _alike(text[first : first + size], wanted):
            yield first, alike


def _alike(found: Sequence[Word], wanted: Phrase) -> float:
    total, last = 0.0, len(wanted.words) - 1
    for position, (one, other) in enumerate(zip(found, wanted.words, strict=True)):
        if one.spelled == other.spelled:
            total += 1
        elif one.folded == other.folded:
            plain = one.folded in (one.spelled, other.spelled)
            total += NO_ACCENTS if plain else OTHER_ACCENTS
        elif wanted.prefix and position == last and one.folded.startswith(other.folded):
            total += ONLY_BEGUN if _begins(one, other) else ONLY_BEGUN * OTHER_ACCENTS
        else:
            return 0
    return total / (last + 1)


def _begins(one: Word, typed: Word) -> bool:
    """Whether a word may become another: "qua", "quả" and "quảng" do "quảng", "quá" does not."""
    letters = typed.spelled.rstrip("".join(_TONES))
    tone = typed.spelled.removeprefix(letters)
    is_plain = typed.spelled == typed.folded
    return is_plain or (one.spelled.startswith(letters) and one.spelled.endswith(tone))


def likeness(text: Sequence[Word], wanted: Iterable[Phrase]) -> float:
    """How alike the best place of any of these phrases is; 0 when none stands in the text."""
    return max((alike for one in wanted for _at, alike in occurrences(text, one)), default=0)


def marked(text: str, wanted: Iterable[Phrase]) -> SafeString:
    """The text as HTML, what was looked for in <mark>."""
    pieces, position = [], 0
    for start, end in _spans(text, wanted):
        pieces += [_escaped(text[position:start]), "<mark>", _escaped(text[start:end]), "</mark>"]
        position = end
    return mark_safe("".join([*pieces, _escaped(text[position:])]))  # noqa: S308  -- all escaped


def excerpt(text: str, wanted: Iterable[Phrase], *, length: int = 240) -> str:
    """As much of a long text as fits, from a word shortly before the first match; "…" at a cut."""
    if len(text) <= length:
        return text
    found = words(text)
    first = next((start for start, _end in _spans(text, wanted)), 0)
    begin = max((w.start for w in found if w.start <= max(first - length // 4, 0)), default=0)
    begin = 0 if begin < length // 8 else begin
    end = max((w.end for w in found if w.end <= begin + length), default=len(text))
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def _spans(text: str, wanted: Iterable[Phrase]) -> list[tuple[int, int]]:
    """The places to mark, as offsets; what overlaps or follows after a space is one."""
    found = words(text)
    hits = sorted(
        (found[at].start, found[at + len(one.words) - 1].end)
        for one in wanted
        if one.words
        for at, alike in occurrences(found, one)
        if alike > OTHER_ACCENTS
    )
    spans: list[tuple[int, int]] = []
    for start, end in hits:
        if spans and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _escaped(text: str) -> str:
    return str(conditional_escape(text))
