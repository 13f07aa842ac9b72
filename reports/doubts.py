"""What is odd about a number that can be read: a doubt never blocks, it asks for a note (R8)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from metrics.enums import Aggregation, Basis, Kind
from metrics.periods import Period, year_before
from metrics.plausible import plausible_range
from vietnamese.language import Language
from vietnamese.numbers import format_number, quantity

# The slips of units that happen: tỷ for nghìn tỷ, a zero too many; and how near is "about".
SLIPS = (1_000_000, 1_000, 100, 10)
NEAR = Decimal("1.25")
MERGERS_2025 = dt.date(2025, 7, 1)
# What happened is compared with what happened, the firmest first; a plan only with a plan.
HAPPENED = (Basis.ACTUAL, Basis.PRELIMINARY, Basis.ESTIMATE)


@dataclass(frozen=True)
class Asked:
    """What a row asks for: the indicator's kind, range of a province and year, own unit."""

    kind: str
    aggregation: str
    low: Decimal | None
    high: Decimal | None
    unit_label: str


@dataclass(frozen=True)
class Known:
    """An accepted value of the same indicator, in its unit; `unit_id` the province it is of."""

    period: Period
    basis: str
    value: Decimal
    unit_id: int


@dataclass(frozen=True)
class SamePeriod:
    """The accepted value of the same period of the year before.

    Of a merged province the sum of its predecessors: `parts` of `of` have a value (R6); both 0
    when the province itself reported it.
    """

    value: Decimal
    period: Period
    basis: str
    parts: int = 0
    of: int = 0


def same_period(
    period: Period,
    basis: str,
    known: Sequence[Known],
    *,
    unit_id: int,
    predecessors: Sequence[int] = (),
    aggregation: str = Aggregation.SUM,
) -> SamePeriod | None:
    """What was accepted for the same period of the year before; None when nothing was.

    Its own value goes before the sum of `predecessors`, and only what adds up is added (P5).
    """
    wanted = year_before(period)
    if wanted is None:
        return None
    for one in _bases(basis):
        there = {k.unit_id: k.value for k in known if (k.period, k.basis) == (wanted, one)}
        if unit_id in there:
            return SamePeriod(there[unit_id], wanted, one)
        parts = [there[pk] for pk in predecessors if pk in there]
        if parts and aggregation in (Aggregation.SUM, Aggregation.LAST):
            return SamePeriod(
                sum(parts, Decimal(0)), wanted, one, parts=len(parts), of=len(predecessors)
            )
    return None


def doubts(
    value: Decimal,
    period: Period,
    basis: str,
    *,
    asked: Asked,
    same: SamePeriod | None = None,
    earlier: Iterable[Known] = (),
    after_merger: bool = False,
    notation: Language = "vi",
) -> list[str]:
    """Sentences on what is odd about a value, in the indicator's unit; [] when nothing is.

    `earlier` are values of the same indicator and province for other periods.
    """

    def words(number: Decimal) -> str:
        return quantity(format_number(_plain(number), notation=notation), asked.unit_label)

    found = []
    low, high = plausible_range(
        asked.low, asked.high, period=period, kind=asked.kind, after_merger=after_merger
    )
    if low is not None and value < low:
        found.append(
            _("Lower than a province usually reports (from %(low)s).") % {"low": words(low)}
        )
    if high is not None and value > high:
        found.append(
            _("Higher than a province usually reports (up to %(high)s).") % {"high": words(high)}
        )
    if same is not None and same.parts in (0, same.of):
        found += _slip(value, same, words(same.value), notation)
    cumulative = None
    if asked.kind == Kind.FLOW and basis != Basis.PLAN:
        cumulative = _cumulative_above(value, period, earlier)
    if cumulative is not None:
        found.append(
            _("Below the %(value)s reported for a shorter time (%(period)s).")
            % {"value": words(cumulative.value), "period": cumulative.period.label(notation)}
        )
    return found


def _slip(value: Decimal, same: SamePeriod, words: str, notation: Language) -> list[str]:
    if not value or not same.value or (value < 0) != (same.value < 0):
        return []
    times = value / same.value
    for slip in SLIPS:
        number = {"times": format_number(slip, notation=notation), "value": words}
        if slip / NEAR <= times <= slip * NEAR:
            return [_("About %(times)s times the same period (%(value)s).") % number]
        if slip / NEAR <= 1 / times <= slip * NEAR:
            return [_("About %(times)s times less than the same period (%(value)s).") % number]
    return []


def _cumulative_above(value: Decimal, period: Period, earlier: Iterable[Known]) -> Known | None:
    """The largest value of a part of this period, begun the same day, that is above `value`."""
    above = [
        one
        for one in earlier
        if one.period.start == period.start
        and one.period.end < period.end
        and one.basis in HAPPENED
        and one.value > value
    ]
    return max(above, key=lambda one: one.value, default=None)


def _bases(basis: str) -> tuple[str, ...]:
    return (Basis.PLAN,) if basis == Basis.PLAN else HAPPENED


def _plain(number: Decimal) -> Decimal:
    """Without the zeros a column adds: 11.280000 → 11.28."""
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
