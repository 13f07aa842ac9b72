"""Levels that nobody stated and that follow from others: a plan from its completion (F5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from metrics.checks.findings import Inferred
from metrics.checks.relations import Relation, relation_of
from metrics.checks.statements import Book, Quantity


@dataclass(frozen=True)
class Inferences:
    """What may follow from the statements of a book, reckoned only where it is asked for."""

    book: Book

    @cached_property
    def relations(self) -> dict[int, Relation]:
        """What statements say of two levels, by pk."""
        said = ((pk, relation_of(one)) for pk, one in self.book.statements.items())
        return {pk: relation for pk, relation in said if relation is not None}

    @cached_property
    def _by_quantity(self) -> dict[Quantity, list[int]]:
        """The statements from which an unstated level may follow. Of an assumption none does."""
        found: dict[Quantity, list[int]] = {}
        for pk, relation in self.relations.items():
            if relation.base is not None and not relation.assumed:
                for quantity in (relation.of, relation.base):
                    if quantity not in self.book.levels:
                        found.setdefault(quantity, []).append(pk)
        return found

    def of(self, quantity: Quantity) -> list[Inferred]:
        """What a level that nobody stated must be, by each statement from which it follows."""
        following = (self._following(quantity, pk) for pk in self._by_quantity.get(quantity, []))
        return [inferred for inferred in following if inferred is not None]

    def every(self, indicator: str) -> list[list[Inferred]]:
        """The same of every such level of one indicator, given by its key."""
        quantities = (one for one in self._by_quantity if one.indicator == indicator)
        return [found for quantity in quantities if (found := self.of(quantity))]

    def _following(self, wanted: Quantity, pk: int) -> Inferred | None:
        """One of the two levels of a relation from the other; None where neither is stated."""
        one, said = self.book.statements[pk], self.relations[pk]
        other = said.of if wanted == said.base else said.base
        stated = self.book.best(other, one) if other is not None else None
        if stated is None:
            return None
        (level, interval), (number, printed) = stated.reckoned, one.reckoned
        number, ratio = number + (1 if said.is_change else 0), said.ratio(printed)
        if wanted == said.of:
            return Inferred(wanted, level * number, interval * ratio, (stated.pk, pk))
        if ratio.holds(Fraction(0)):
            return None
        return Inferred(wanted, level / number, interval / ratio, (stated.pk, pk))


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
