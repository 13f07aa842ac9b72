"""What a province may well report for a period (rule R8): beyond it, a note is asked for."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from metrics.enums import Kind
from metrics.periods import Period

# The 34 provinces of 1/7/2025 are up to three times the size of those before.
LARGER_SINCE_2025 = 3
MONTHS, DAYS = 12, 365
DOWN = Context(prec=2, rounding=ROUND_FLOOR)
UP = Context(prec=2, rounding=ROUND_CEILING)


def plausible_range(
    low: Decimal | None,
    high: Decimal | None,
    *,
    period: Period,
    kind: Kind | str,
    after_merger: bool,
) -> tuple[Decimal | None, Decimal | None]:
    """The range of a province and a full year (`Indicator.plausible_low`, `_high`), for `period`.

    In the indicator's unit; None is an open end. Only for levels: growth and shares have none. A
    flow comes to so many twelfths of a year (the books of 15/12–14/6 go by days), rounded
    outwards to two digits. `after_merger`: reported of a province as they are since 1/7/2025,
    whatever the period; the top is then three times as high, but not of indices and ratios, which
    do not grow with the province. The bottom stays: some provinces were not merged. The ends come
    without the zeros that a column adds.
    """
    if kind == Kind.FLOW:
        low, high = _over(period, low, DOWN), _over(period, high, UP)
    if after_merger and high is not None and high > 0 and kind not in (Kind.INDEX, Kind.RATIO):
        high *= LARGER_SINCE_2025
    return _plain(low), _plain(high)


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.normalize()


def _over(period: Period, year: Decimal | None, rounded: Context) -> Decimal | None:
    """What comes to `year` in twelve months, over `period`."""
    if year is None or period.months == MONTHS:
        return year
    if period.months is not None:
        return rounded.divide(year * period.months, Decimal(MONTHS))
    return rounded.divide(year * (period.end - period.start).days, Decimal(DAYS))
