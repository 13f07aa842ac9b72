"""What a printed number may stand for: an interval, computed with exactly (rule F5).

19,9 is somewhere from 19,85 to 19,95. Two numbers contradict each other only when no numbers that
would be printed so agree: rounding is never called an error, and an error beyond it always is.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from metrics.enums import Qualifier


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

    def __truediv__(self, other: "Interval") -> "Interval":
        """Raises ZeroDivisionError when `other` may be zero."""
        if other.holds(Fraction(0)):
            raise ZeroDivisionError("the divisor may be zero")
        return self * Interval(1 / other.high, 1 / other.low)

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
    last = _one(upper or number, qualifier, is_count=is_count)
    return Interval(first.low, last.high)


def _one(number: str, qualifier: str, *, is_count: bool) -> Interval:
    size, decimals = abs(Fraction(number)), len(number.partition(".")[2])
    place, step = Fraction(10) ** -decimals, _step(number, decimals)
    match qualifier:
        case Qualifier.OVER:
            found = Interval(size, size + step)
        case Qualifier.ALMOST:
            found = Interval(size - step, size)
        case Qualifier.ABOUT:
            found = Interval(size - step, size + step)
        case _ if is_count and not decimals:
            found = Interval(size, size)
        case _:
            found = Interval(size - place / 2, size + place / 2)
    return Interval(-found.high, -found.low) if number.startswith("-") else found


def _step(number: str, decimals: int) -> Fraction:
    """One unit of the last digit that is not zero: 10 of 256.850, a hundredth of 16,91."""
    digits = number.lstrip("-").replace(".", "").lstrip("0")
    zeros = len(digits) - len(digits.rstrip("0"))
    return Fraction(10) ** (zeros - decimals)
