"""How well a record answers a search. Pure.

Each term must be answered, else the record is no result. A term is worth the best of its answers:
the weight of the text in which its words stand, less for other accents or for a word only begun
(`words._alike`); or the weight of a fact. A tenth of the other facts is added: a conference of the
northern region whose title says so stands before one that only mentions the north. The mean over
the terms is the score; then

- +0.3 × the weight of a text in which all the words stand together, in the order typed;
- +0.2 × the weight of a name that begins with what was typed;
- +2 × the weight of a name that is the whole search, less for other accents.

Equal scores go by date, latest first.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from portal.search.reading import Query, Term
from portal.search.words import Phrase, Word, likeness, words

BY_NAME = 2.0  # only what is called by its name has so much

# What a text weighs: a name before another spelling, that before what a text says.
NAME, TITLE, SPELLING, MEASURE = 1.0, 0.95, 0.9, 0.8
OFFICE, PRINTED, BODY, ASIDE = 0.65, 0.6, 0.5, 0.4
# What a fact weighs: the thing itself before its kindred, a headline before what one source prints.
ITSELF, HOST, REGION, KINDRED, SERIES = 1.0, 0.9, 0.8, 0.75, 0.7
ONE_SOURCE, CONTEXT = 0.5, 0.4


class Text(NamedTuple):
    """A text of a record and its weight."""

    text: str
    weight: float


Facts = Callable[[Term], Sequence[float]]
"""What a record answers to a term other than by a text: the weights of its facts."""


def no_facts(term: Term) -> Sequence[float]:
    """For a record that is found by its texts alone."""
    return ()


def score(
    query: Query,
    texts: Sequence[Text],
    facts: Facts = no_facts,
    *,
    names: Sequence[Text] = (),
) -> float:
    """How well a record answers; 0 when it does not answer every required term.

    `names` are texts too, by which the record as a whole is called.
    """
    read = [(words(one.text), one.weight) for one in (*names, *texts) if one.text]
    total = 0.0
    for term in query.required:
        said = max((weight * likeness(text, term.phrases) for text, weight in read), default=0)
        known = sorted(facts(term))
        best = max(said, known[-1] if known else 0)
        if not best:
            return 0
        total += best + (sum(known) - (best if best > said else 0)) / 10
    together = max((weight * _together(query, text) for text, weight in read), default=0)
    return (
        total / len(query.required)
        + 0.3 * together
        + max((_of_name(query, words(name.text), name.weight) for name in names), default=0)
    )


def _together(query: Query, text: Sequence[Word]) -> float:
    """How alike the words of all terms stand together in a text; 0 when they do not."""
    typed = tuple(word for term in query.required if term.is_words for word in term.words)
    return likeness(text, [Phrase(typed, query.is_begun)]) if len(typed) > 1 else 0


def _of_name(query: Query, name: Sequence[Word], weight: float) -> float:
    """More for a name that begins with what was typed, most when it is all of it."""
    begun = likeness(name[: len(query.words)], [Phrase(query.words, query.is_begun)])
    whole = likeness(name, [Phrase(query.words)]) if len(name) == len(query.words) else 0
    return weight * (0.2 * begun + 2 * whole)
