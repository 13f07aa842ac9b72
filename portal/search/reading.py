"""What a typed search means: places, series, indicators, editions, days, and plain words. Pure.

Names come in as plain data. A term may mean several things at once: "khuyến công" is in the names
of series and of indicators, and it is two words of a text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property

from portal.search.when import Days, Told, edition_words, find_days
from portal.search.words import OTHER_ACCENTS, Phrase, Word, folded_name, likeness, phrase, words
from vietnamese.roman import to_roman
from vietnamese.text import nfc

LONGEST = 200  # characters that are read
MOST_TERMS = 12


class Kind(StrEnum):
    """What bears a name."""

    PROVINCE = "province"
    REGION = "region"
    SERIES = "series"
    INDICATOR = "indicator"
    NATION = "nation"


@dataclass(frozen=True)
class Name:
    """A spelling of something in a catalogue, and what it is a spelling of."""

    kind: Kind
    pk: int
    text: str

    @property
    def folded(self) -> str:
        return folded_name(self.text)


@dataclass(frozen=True)
class Catalogue:
    """Every name that can be recognised, and each province's kindred (P3)."""

    names: Sequence[Name]
    kindred: Mapping[int, frozenset[int]]

    @cached_property
    def exact(self) -> Mapping[str, list[Name]]:
        """Folded name → what is called so."""
        found: dict[str, list[Name]] = {}
        for name in self.names:
            found.setdefault(name.folded, []).append(name)
        return found

    @cached_property
    def every_word(self) -> str:
        """All names in one text, so that one look tells whether words stand in any of them."""
        return "|".join(self.exact)

    def holding(self, folded: str) -> list[Name]:
        """Names in which these words stand."""
        return [name for text, names in self.exact.items() if folded in text for name in names]


@dataclass(frozen=True)
class Term:
    """One thing asked for; a record answers it in any of these ways.

    `words` and `text` are as typed, `phrases` the spellings that are looked for in a text.
    `named`: the kinds of which the term is a whole name. `provinces` are the units called so,
    `kindred` these and the units their records stand under too. An optional term only ranks.
    """

    words: tuple[Word, ...]
    phrases: tuple[Phrase, ...]
    text: str = ""
    optional: bool = False
    named: frozenset[Kind] = frozenset()
    provinces: frozenset[int] = frozenset()
    kindred: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    series: frozenset[int] = frozenset()
    indicators: frozenset[int] = frozenset()
    nation: bool = False
    edition: int | None = None
    days: tuple[Days, ...] = ()

    @property
    def is_words(self) -> bool:
        """Whether it is looked for in a text of its own right, not a date or an edition."""
        return self.edition is None and not self.days

    @property
    def is_plain(self) -> bool:
        """Whether it is no whole name either."""
        return self.is_words and not self.named


@dataclass(frozen=True)
class Query:
    """A search as it was understood; `is_cut` when more was typed than is read."""

    text: str
    words: tuple[Word, ...]
    terms: tuple[Term, ...]
    is_cut: bool = False

    @cached_property
    def required(self) -> tuple[Term, ...]:
        """What every result answers: all terms, or the optional ones when there are no others."""
        return tuple(term for term in self.terms if not term.optional) or self.terms

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """What is marked in a result."""
        return tuple(one for term in self.required for one in term.phrases)

    @cached_property
    def folded(self) -> str:
        """All its words as a whole name would be."""
        return f" {' '.join(word.folded for word in self.words)} "

    @property
    def is_begun(self) -> bool:
        """Whether the last word may be unfinished."""
        return bool(self.terms) and any(one.prefix for one in self.terms[-1].phrases)

    @property
    def parts(self) -> list[list[Term]]:
        """What was recognised, each for itself, and the plain words between, together."""
        found: list[list[Term]] = []
        for term in self.terms:
            if found and term.is_plain and found[-1][-1].is_plain:
                found[-1].append(term)
            else:
                found.append([term])
        return found

    def shorter(self) -> list[str]:
        """The search with one part less, for each part; what was recognised is not left out whole.

        Plain words alone that found nothing together with a name may be of nothing in the register.
        """
        parts = self.parts
        kept = [[one for one in parts if one is not part] for part in parts]
        if _is_recognised(parts):
            kept = list(filter(_is_recognised, kept))
        return [_joined(rest) for rest in kept if rest]


def _is_recognised(parts: Sequence[Sequence[Term]]) -> bool:
    return any(not term.is_plain for part in parts for term in part)


def _joined(parts: Sequence[Sequence[Term]]) -> str:
    return " ".join(term.text for part in parts for term in part)


# Names

_BEFORE_DAYS = (["nam"], ["thang"], ["ngay"])
_OPTIONAL = {
    one.folded: one.spelled
    for one in words("tỉnh tp các vùng ở tại của và về giữa những the of in and")
}
_OPTIONAL_PAIRS = {("thanh", "pho"), ("khu", "vuc")}
LONGEST_NAME = 14  # words


def _optional(run: Sequence[Word]) -> int:
    """How many words at the beginning of `run` narrow nothing: "tỉnh", "thành phố"."""
    if tuple(word.folded for word in run[:2]) in _OPTIONAL_PAIRS:
        return 2
    return int(_is_small(run[0]))


def _is_small(word: Word) -> bool:
    """Whether it is one of these words as typed: "tại", "tai", but not "tài"."""
    return word.spelled in (_OPTIONAL.get(word.folded), word.folded) and word.folded in _OPTIONAL


def _names(run: Sequence[Word], catalogue: Catalogue, *, typing: bool) -> Iterator[Term]:
    """The terms of words that follow each other; `typing`: the last of them may be unfinished."""
    while run:
        size = _exact(run, catalogue)
        if size:
            yield _named(run[:size], catalogue)
        elif size := _optional(run):
            small = tuple(run[:size])
            yield Term(words=small, phrases=(Phrase(small),), optional=True)
        else:
            size = _held(run, catalogue, typing=typing)
            begun = typing and size == len(run)
            yield _worded(Phrase(tuple(run[:size]), begun), catalogue)
        run = run[size:]


def _exact(run: Sequence[Word], catalogue: Catalogue) -> int:
    """How many words at the beginning are a whole name, the longest; 0 when none is."""
    for size in range(min(len(run), LONGEST_NAME), 0, -1):
        names = catalogue.exact.get(Phrase(tuple(run[:size])).folded, [])
        # "cho" is no market: a short common word needs its accents.
        if any(size > 1 or one.kind != Kind.INDICATOR or _spelled(one, run[:1]) for one in names):
            return size
    return 0


def _held(run: Sequence[Word], catalogue: Catalogue, *, typing: bool) -> int:
    """How many words at the beginning stand together in some name; at least 1."""
    for size in range(min(len(run), LONGEST_NAME), 1, -1):
        wanted = Phrase(tuple(run[:size]), typing and size == len(run))
        if wanted.folded in catalogue.every_word and not _is_small(run[size - 1]):
            return size
    return 1


def _spelled(name: Name, typed: Sequence[Word]) -> bool:
    return [word.spelled for word in words(name.text)] == [word.spelled for word in typed]


def _named(run: Sequence[Word], catalogue: Catalogue) -> Term:
    """A whole name: of those alike without accents the ones with the accents typed, if any."""
    whole = Phrase(tuple(run))
    names = catalogue.exact[whole.folded]
    names = [
        name
        for name in names
        if _spelled(name, run)
        or not any(_spelled(other, run) for other in names if other.kind == name.kind)
    ]
    term = _worded(whole, catalogue)
    units = frozenset(name.pk for name in names if name.kind == Kind.PROVINCE)
    if units:
        term = replace(
            term,
            phrases=_shortest([whole, *_spellings(units, catalogue)]),
            provinces=units,
            kindred=frozenset().union(*(catalogue.kindred[pk] for pk in units)),
        )
    return replace(term, named=frozenset(name.kind for name in names))


def _spellings(units: frozenset[int], catalogue: Catalogue) -> list[Phrase]:
    """How texts may write these units: TP.HCM, TPHCM, Hồ Chí Minh."""
    return [
        phrase(name.text)
        for name in catalogue.names
        if name.kind == Kind.PROVINCE and name.pk in units
    ]


def _shortest(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Each spelling once, without those that hold another: "TP Huế" is found by "Huế"."""
    by_text: dict[str, Phrase] = {}
    for one in phrases:
        by_text.setdefault(one.folded, one)
    return tuple(
        one
        for text, one in by_text.items()
        if not any(other != text and other in text for other in by_text)
    )


def _worded(wanted: Phrase, catalogue: Catalogue) -> Term:
    """Words, and all that has them in its name: not "Thủ đô" for "thứ".

    Where none has its accents, those without are taken: "hoi nghị". A word that is only begun is
    not guessed at.
    """
    by_kind: dict[Kind, set[int]] = {kind: set() for kind in Kind}
    names = catalogue.holding(wanted.folded)
    alike = [name for name in names if likeness(words(name.text), [wanted]) > OTHER_ACCENTS]
    for name in alike or ([] if wanted.prefix else names):
        by_kind[name.kind].add(name.pk)
    units = by_kind[Kind.PROVINCE]
    return Term(
        words=wanted.words,
        phrases=(wanted,),
        provinces=frozenset(units),
        kindred=frozenset().union(*(catalogue.kindred[pk] for pk in units)),
        regions=frozenset(by_kind[Kind.REGION]),
        series=frozenset(by_kind[Kind.SERIES]),
        indicators=frozenset(by_kind[Kind.INDICATOR]),
        nation=bool(by_kind[Kind.NATION]),
    )


# The whole


def read(typed: str, catalogue: Catalogue) -> Query:
    """What a search means. Never fails: what is not recognised is looked for as words."""
    text = nfc(typed)[:LONGEST]
    found = words(text)
    told = find_days(text)
    taken = {
        at: "days"
        for at, word in enumerate(found)
        if any(one.start <= word.start < one.end for one in told)
    }
    edition = edition_words(text, found)
    if edition and not any(at in taken for at in edition[1]):
        taken |= dict.fromkeys(edition[1], "edition")
    else:
        edition = None
    terms: list[Term] = []
    for run, at_end in _runs(found, taken):
        typing = at_end and text[-1:].isalnum()
        terms += _names(run, catalogue, typing=typing)
        following = found.index(run[-1]) + 1
        if (
            taken.get(following) == "days"
            and [word.folded for word in terms[-1].words] in _BEFORE_DAYS
        ):
            terms[-1] = replace(terms[-1], optional=True)
    if edition:
        terms.append(_edition_term(found, *edition))
    if told:
        terms.append(_days_term(told))
    terms = [replace(term, text=term.text or _as_typed(term, text)) for term in terms]
    is_cut = len(typed) > LONGEST or len(terms) > MOST_TERMS
    return Query(text.strip(), tuple(found), tuple(terms[:MOST_TERMS]), is_cut)


def _runs(found: Sequence[Word], taken: Mapping[int, str]) -> Iterator[tuple[list[Word], bool]]:
    """Words that follow each other between days and editions, and whether they end the search."""
    run: list[Word] = []
    for at, word in enumerate(found):
        if at not in taken:
            run.append(word)
        elif run:
            yield run, False
            run = []
    if run:
        yield run, True


def _days_term(told: Sequence[Told]) -> Term:
    """All days of a search are one term: a record of any of them answers. Titles tell years."""
    years = dict.fromkeys(year for one in told for year in one.years)
    return Term(
        words=(),
        text=" ".join(one.text for one in told),
        phrases=tuple(phrase(year) for year in years),
        days=tuple(one.days for one in told),
    )


def _edition_term(found: Sequence[Word], edition: int, place: range) -> Term:
    own = tuple(found[place[0] : place[-1] + 1])
    return Term(
        words=own,
        phrases=(phrase(f"lần thứ {to_roman(edition)}"), phrase(f"lần thứ {edition}")),
        edition=edition,
    )


def _as_typed(term: Term, text: str) -> str:
    return text[term.words[0].start : term.words[-1].end]


def nearest(query: Query, catalogue: Catalogue) -> str:
    """The search with its unknown words put right by the nearest names; empty when none is near.

    "quang bnh 2024" gives "Quảng Bình 2024".
    """
    names = {text.strip(): found[0].text for text, found in catalogue.exact.items()}
    corrected, changed = [], False
    for part in query.parts:
        typed = _joined([part])
        folded = folded_name(typed).strip()
        close = get_close_matches(folded, names, n=1, cutoff=0.8) if part[0].is_plain else []
        if close and close[0] != folded:
            typed, changed = names[close[0]], True
        corrected.append(typed)
    return " ".join(corrected) if changed else ""
