"""From the number a source prints to a value in the indicator's unit (rule F2)."""

from decimal import Context, Decimal

# `Figure.value`: 15 digits in all, for SQLite keeps decimals as floating point.
WHOLE_DIGITS, DECIMALS = 9, 6
STEP = Decimal(1).scaleb(-DECIMALS)
PRECISE = Context(prec=80)  # more than the digits of a printed number and two factors


class DoesNotFit(ValueError):
    """A value that cannot be stored exactly."""


def convert(number: Decimal, printed_factor: Decimal, unit_factor: Decimal) -> Decimal:
    """`number` of a unit worth `printed_factor`, in a unit worth `unit_factor`, exactly.

    Both factors count the same base (đồng, US dollars, pieces). 1,318 triệu tỷ is 1.318.000 tỷ.
    Raises `DoesNotFit` when rounding would be needed or the value is too large.
    """
    value = PRECISE.divide(PRECISE.multiply(number, printed_factor), unit_factor)
    if abs(value) >= 10**WHOLE_DIGITS:
        raise DoesNotFit(str(value))
    stored = value.quantize(STEP, context=PRECISE)
    if stored != value:
        raise DoesNotFit(str(value))
    return stored


def without_zeros(value: Decimal | None) -> Decimal | None:
    """Without the zeros that a column keeps behind it: 370461, not 370461.000000 nor 3.70461E+5."""
    return None if value is None else Decimal(f"{value.normalize():f}")
