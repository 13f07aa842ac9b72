"""Levels that nobody stated and that follow from others: a plan from its completion (F5)."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from metrics.checks.findings import Inferred
from metrics.checks.relations import Relation, relation_of
from metrics.checks.statements import Book, Quantity, Statement

# By quantity: each inference with the figure that says the relation it rests on.
Inferences = dict[Quantity, list[tuple[Inferred, int]]]


def inferences(book: Book) -> Inferences:
    """The levels that nobody stated and that follow from a stated one and a ratio."""
    found: Inferences = {}
    for one in book.statements.values():
        if (relation := relation_of(one)) and (inferred := _inferred(book, one, relation)):
            found.setdefault(inferred.quantity, []).append((inferred, one.pk))
    return found


def _inferred(book: Book, one: Statement, said: Relation) -> Inferred | None:
    """The one of the two levels that is not stated, from the other; None where both are, or none.

    Of growth on what is not stated nothing follows.
    """
    if said.base is None or said.assumed or one.number is None:
        return None
    part, base = book.best(said.of, one), book.best(said.base, one)
    factor = one.number + 1 if said.is_change else one.number
    if part and not base and part.number is not None and part.interval and factor:
        if said.factor.holds(Fraction(0)):
            return None
        number, interval = part.number / factor, part.interval / said.factor
        return Inferred(said.base, number, interval, (part.pk, one.pk))
    if base and not part and base.number is not None and base.interval:
        number, interval = base.number * factor, base.interval * said.factor
        return Inferred(said.of, number, interval, (base.pk, one.pk))
    return None


def together(inferred: Iterable[Inferred]) -> Inferred | None:
    """What several inferences of one level come to; None where they contradict each other."""
    first, *others = inferred
    common = first.interval
    for one in others:
        if not common.meets(one.interval):
            return None
        common = common.common(one.interval)
    follows = dict.fromkeys(pk for one in (first, *others) for pk in one.follows_from)
    number = min(max(first.number, common.low), common.high)
    return replace(first, number=number, interval=common, follows_from=tuple(follows))
