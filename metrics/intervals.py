"""What a printed number may stand for: an interval, computed with exactly (rule F5).

19,9 is somewhere from 19,85 to 19,95. Two numbers contradict each other only when no numbers that
would be printed so agree: rounding is never called an error, and an error beyond it always is.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from metrics.enums import Qualifier, Quantity


@dataclass(frozen=True)
class Interval:
    """The numbers from `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if self.high < self.low:
            raise ValueError(f"an interval ends where it begins or later: {self.low}, {self.high}")

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Interval") -> "Interval":
        ends = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def times(self, factor: Fraction) -> "Interval":
        """In another unit: `factor` is exact and above zero."""
        return Interval(self.low * factor, self.high * factor)

    def __truediv__(self, other: "Interval") -> "Interval":
        """Raises ZeroDivisionError when `other` may be zero."""
        if other.holds(Fraction(0)):
            raise ZeroDivisionError("the divisor may be zero")
        ends = [one / two for one in (self.low, self.high) for two in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def holds(self, number: Fraction) -> bool:
        """Whether `number` is one of them."""
        return self.low <= number <= self.high

    def meets(self, other: "Interval") -> bool:
        """Whether some number is in both."""
        return self.low <= other.high and other.low <= self.high

    def common(self, other: "Interval") -> "Interval":
        """The numbers in both; raises ValueError when there are none."""
        return Interval(max(self.low, other.low), min(self.high, other.high))


def exactly(number: int | Decimal | Fraction) -> Interval:
    """One number and no other."""
    return Interval(Fraction(number), Fraction(number))


def is_count(quantity: str, factor: Decimal) -> bool:
    """Whether a unit counts single pieces, so that a number without decimals is exact."""
    return quantity == Quantity.COUNT and factor == 1


def printed(
    number: str, *, upper: str = "", qualifier: str = Qualifier.EXACT, is_count: bool = False
) -> Interval:
    """What a printed number may stand for, in its printed unit.

    `number`, and `upper` of a range, are canonical with the decimals printed: "16.90" has two.
    `is_count`: pieces are counted, not thousands of them; without a qualifier and without decimals
    that is exact. "Over 12,1" is from 12,1 up and "almost" up to it, by at most one unit of its
    last digit that is not zero, "about" one unit either way. Of a negative number, which a source
    prints as a decrease, that is said of its size.
    """
    first = _one(number, qualifier, is_count=is_count)
    last = _one(upper, qualifier, is_count=is_count) if upper else first
    return Interval(first.low, last.high)


def _one(number: str, qualifier: str, *, is_count: bool) -> Interval:
    whole, _point, decimals = number.lstrip("-").partition(".")
    place = Fraction(1, 10 ** len(decimals))
    size = int(whole + decimals) * place
    match qualifier:
        case Qualifier.EXACT if is_count and not decimals:
            below = above = Fraction(0)
        case Qualifier.EXACT:
            below = above = place / 2
        case _:
            step = _step(whole + decimals) * place
            below = Fraction(0) if qualifier == Qualifier.OVER else step
            above = Fraction(0) if qualifier == Qualifier.ALMOST else step
    low, high = size - below, size + above
    return Interval(-high, -low) if number.startswith("-") else Interval(low, high)


def _step(digits: str) -> int:
    """One unit of the last digit that is not zero, in units of the last one: 10 of 256850."""
    digits = digits.lstrip("0")
    return int(10 ** (len(digits) - len(digits.rstrip("0"))))
