"""What comes of a check: agrees, or does not, or cannot be checked, and why (F5)."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from metrics.checks.statements import Quantity
from metrics.intervals import Interval


class Verdict(StrEnum):
    """How printed numbers stand to each other, the doubtful ones first."""

    OFF = "off"
    DIFFERENT = "different"
    UNCHECKABLE = "uncheckable"
    AGREES = "agrees"


DOUBTFUL = (Verdict.OFF, Verdict.DIFFERENT)


class Identity(StrEnum):
    """What is reckoned."""

    GROWTH = "growth"
    SHARE = "share"
    COMPLETION = "completion"
    RATE = "rate"
    PARTS = "parts"
    MEMBERS = "members"
    BALANCE = "balance"
    UNIT = "unit"


class Reason(StrEnum):
    """Why something cannot be checked, or what kind of error it looks like."""

    MISSING = "missing"
    NOT_STATED = "not_stated"
    RATE_UNCLEAR = "rate_unclear"
    RATE_MISSING = "rate_missing"
    ONLY_A_TARGET = "only_a_target"
    NO_EARLIER_PERIOD = "no_earlier_period"
    NO_PLAN_YEAR = "no_plan_year"
    SHARE_OF_ITSELF = "share_of_itself"
    SOME_MEMBERS = "some_members"
    MAY_BE_ZERO = "may_be_zero"
    NOT_CONVERTED = "not_converted"
    OTHER_UNIT = "other_unit"
    THOUSANDFOLD = "thousandfold"


@dataclass(frozen=True)
class Inferred:
    """A level that nobody stated and that follows from others; shown as such, never stored.

    `number` and `interval` in the indicator's unit; `follows_from` are the figures it comes from.
    """

    quantity: Quantity
    number: Fraction
    interval: Interval
    follows_from: tuple[int, ...]


@dataclass(frozen=True)
class Finding:
    """One check of one figure.

    `number` and `interval` are what the others come to, in the figure's own terms: a ratio for
    growth, shares and completions, else the indicator's unit. `used` are the figures reckoned
    with, in the order of the calculation; `through` a level inferred on the way. `missing` is what
    nobody stated. `answered`, `asked`: so many of so many members (F6).
    """

    subject: int
    identity: Identity
    verdict: Verdict
    number: Fraction | None = None
    interval: Interval | None = None
    used: tuple[int, ...] = ()
    through: Inferred | None = None
    missing: tuple[Quantity, ...] = ()
    reason: Reason | None = None
    assumed: bool = False
    answered: int = 0
    asked: int = 0

    @property
    def figures(self) -> tuple[int, ...]:
        """All figures that take part in it."""
        through = self.through.follows_from if self.through else ()
        return (self.subject, *self.used, *through)

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look again."""
        return self.verdict in DOUBTFUL
