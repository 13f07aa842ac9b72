"""From a printed number to a value in the indicator's unit, rule F2."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.conversion import DECIMALS, STEP, WHOLE_DIGITS, DoesNotFit, convert

NGHIN_TY, TRIEU_TY, TY, TRIEU = (Decimal(10) ** power for power in (12, 15, 9, 6))
ONE = Decimal(1)

factors = st.integers(0, 15).map(lambda power: Decimal(10) ** power)
# Everything that `Figure.value` can hold.
storable = st.decimals(
    -(10**WHOLE_DIGITS) + 1, 10**WHOLE_DIGITS - 1, places=DECIMALS, allow_nan=False
)

# Numbers and pairs of units that fit together: at most 999.900.000 and six decimals.
printed_numbers = st.integers(-9999, 9999).map(Decimal)
unit_pairs = st.tuples(st.integers(6, 9), st.integers(-6, 5)).map(
    lambda powers: (Decimal(10) ** powers[0], Decimal(10) ** (powers[0] - powers[1]))
)


@pytest.mark.parametrize(
    ("number", "printed", "unit", "value"),
    [
        ("1.318", TRIEU_TY, TY, "1318000"),
        ("11.28", TY, TRIEU, "11280"),
        ("370461", TY, TY, "370461"),
        ("1.6", NGHIN_TY, TY, "1600"),
        ("69.41", TY, TY, "69.41"),
        ("-12.92", ONE, ONE, "-12.92"),
        ("0", TY, TRIEU, "0"),
        ("0.000001", ONE, ONE, "0.000001"),
        ("999999999.999999", ONE, ONE, "999999999.999999"),
        ("1", ONE, TRIEU, "0.000001"),
        ("45", Decimal(10_000), Decimal(1_000_000), "0.45"),
    ],
)
def test_number_is_converted(number: str, printed: Decimal, unit: Decimal, value: str) -> None:
    assert convert(Decimal(number), printed, unit) == Decimal(value)


@pytest.mark.parametrize(
    ("number", "printed", "unit"),
    [
        ("1000000000", ONE, ONE),
        ("-1000000000", ONE, ONE),
        ("1", TRIEU_TY, ONE),
        ("0.0000001", ONE, ONE),
        ("1", ONE, TY),
        ("1", ONE, Decimal(3)),
        ("9" * 30, TRIEU_TY, ONE),
        ("12345678.12345600000000000000001", ONE, ONE),
        ("0.0000000000000000000000000001", TRIEU, TRIEU),
    ],
)
def test_number_that_cannot_be_stored_exactly_is_refused(
    number: str, printed: Decimal, unit: Decimal
) -> None:
    with pytest.raises(DoesNotFit):
        convert(Decimal(number), printed, unit)


def test_value_carries_the_decimals_of_the_column() -> None:
    assert convert(Decimal("11.28"), TY, TRIEU).as_tuple().exponent == STEP.as_tuple().exponent


@given(storable, factors)
def test_number_in_the_unit_itself_keeps_its_value(number: Decimal, factor: Decimal) -> None:
    assert convert(number, factor, factor) == number


@given(printed_numbers, unit_pairs)
def test_conversion_there_and_back_gives_the_number(
    number: Decimal, units: tuple[Decimal, Decimal]
) -> None:
    printed, unit = units
    assert convert(convert(number, printed, unit), unit, printed) == number


@given(printed_numbers, printed_numbers, unit_pairs)
def test_conversion_keeps_the_order(
    one: Decimal, other: Decimal, units: tuple[Decimal, Decimal]
) -> None:
    assert (convert(one, *units) < convert(other, *units)) is (one < other)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10), factors, factors)
def test_value_is_exact_and_fits_the_column(
    number: Decimal, printed: Decimal, unit: Decimal
) -> None:
    try:
        value = convert(number, printed, unit)
    except DoesNotFit:
        return
    assert (value * unit, abs(value) < 10**WHOLE_DIGITS) == (number * printed, True)
