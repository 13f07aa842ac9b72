"""What figures say, as the checks want it: numbers in one unit, each with its interval."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from metrics.enums import Aggregation, Basis, Measure, Qualifier, Scope
from metrics.intervals import Interval, printed
from metrics.periods import Period


@dataclass(frozen=True)
class Place:
    """What kind of place, and which: `pk` is 0 of the whole country."""

    scope: str
    pk: int = 0


NATION = Place(Scope.NATION)


@dataclass(frozen=True)
class Quantity:
    """A level that somebody may have stated; `is_plan`, or else it happened or is estimated."""

    indicator: str
    place: Place
    period: Period
    is_plan: bool = False


@dataclass(frozen=True)
class Statement:
    """What one figure says (F1, F2).

    `digits`, and `upper` of a range, are canonical with the decimals printed; `factor` brings them
    into the indicator's unit for a level, else to a plain ratio: 7,97% is 797/10000. `is_known` is
    False where the printed unit cannot be converted. `whole` is that of a share, `change_in` of a
    change of a rate.
    """

    pk: int
    indicator: str
    place: Place
    period: Period
    basis: str
    measure: str
    digits: str
    factor: Fraction
    upper: str = ""
    qualifier: str = Qualifier.EXACT
    is_count: bool = False
    is_known: bool = True
    against: str = ""
    whole: str = ""
    change_in: str = ""
    source: int = 0
    meeting: int | None = None
    is_headline: bool = False

    @cached_property
    def shown(self) -> Interval:
        """What the number may stand for in its printed unit."""
        return printed(
            self.digits, upper=self.upper, qualifier=self.qualifier, is_count=self.is_count
        )

    @cached_property
    def interval(self) -> Interval | None:
        """What it may stand for, converted; None where it cannot be."""
        return self.shown.times(self.factor) if self.is_known else None

    @cached_property
    def number(self) -> Fraction | None:
        """The number itself, converted; of a range the middle."""
        if not self.is_known:
            return None
        ends = [Fraction(end) for end in (self.digits, self.upper) if end]
        return sum(ends, Fraction(0)) / len(ends) * self.factor

    @property
    def reckoned(self) -> tuple[Fraction, Interval]:
        """Number and interval, to reckon with; raises ValueError where it cannot be converted."""
        if self.number is None or self.interval is None:
            raise ValueError("a statement without a value is nothing to reckon with")
        return self.number, self.interval

    @property
    def is_plan(self) -> bool:
        return self.basis == Basis.PLAN

    @cached_property
    def quantity(self) -> Quantity:
        """Its place among the levels; what the growth, share or completion is of."""
        return Quantity(self.indicator, self.place, self.period, self.is_plan)

    @property
    def claim(self) -> tuple:
        """What is said about, whatever the number: two sources may make the same claim."""
        return self.quantity, self.measure, self.against, self.whole


@dataclass(frozen=True)
class Trait:
    """What the checks know of an indicator; `adds_up`: its breakdowns come to it."""

    parent: str = ""
    adds_up: bool = False
    aggregation: str = Aggregation.NONE


@dataclass(frozen=True)
class Book:
    """All that was stated, looked up by what it is about.

    `traits` by key of the indicator. `members` are the provinces of a region by (region, last day
    of the period): who has to have answered before a sum is one (F6).
    """

    statements: Mapping[int, Statement]
    traits: Mapping[str, Trait]
    members: Mapping[tuple[int, Period], frozenset[int]]

    @classmethod
    def of(
        cls,
        statements: Iterable[Statement],
        traits: Mapping[str, Trait],
        members: Mapping[tuple[int, Period], frozenset[int]] | None = None,
    ) -> "Book":
        return cls({one.pk: one for one in statements}, traits, members or {})

    @cached_property
    def levels(self) -> dict[Quantity, list[Statement]]:
        """The levels stated of each quantity, those without a value left out."""
        found: dict[Quantity, list[Statement]] = {}
        for one in self.statements.values():
            if one.measure == Measure.LEVEL and one.is_known:
                found.setdefault(one.quantity, []).append(one)
        return found

    @cached_property
    def rates(self) -> dict[Quantity, list[Statement]]:
        """Completions and shares, by the quantity they are of."""
        found: dict[Quantity, list[Statement]] = {}
        for one in self.statements.values():
            if one.measure in (Measure.COMPLETION, Measure.SHARE) and one.is_known:
                found.setdefault(one.quantity, []).append(one)
        return found

    def best(self, quantity: Quantity, beside: Statement) -> Statement | None:
        """The level to reckon with beside a statement: the nearest of those stated.

        From the same source, else the same conference, else the one chosen as headline, else of
        the same basis, else the most exact.
        """
        stated = [one for one in self.levels.get(quantity, []) if one.pk != beside.pk]
        if len(stated) < 2:
            return stated[0] if stated else None
        return min(
            stated,
            key=lambda one: (
                one.source != beside.source,
                one.meeting is None or one.meeting != beside.meeting,
                not one.is_headline,
                one.basis != beside.basis,
                _width(one),
                one.pk,
            ),
        )

    def kin(self, indicator: str) -> list[str]:
        """Indicators easily taken for it: its whole, its breakdowns, and those beside it."""
        parent = self.traits[indicator].parent
        return sorted(
            key
            for key, trait in self.traits.items()
            if key != indicator
            and (key == parent or trait.parent == indicator or (parent and trait.parent == parent))
        )

    def breakdowns(self, indicator: str) -> list[str]:
        return sorted(key for key, trait in self.traits.items() if trait.parent == indicator)


def _width(one: Statement) -> Fraction:
    return one.interval.high - one.interval.low if one.interval else Fraction(0)
