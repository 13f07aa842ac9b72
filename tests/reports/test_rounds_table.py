"""The table of a round while it is prepared: the verbs, and what they refuse (R1)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import DepartmentUnit
from metrics.enums import Basis
from metrics.periods import ONE_DAY, Period, day, first_months, year
from reports.actions.asking import (
    Way,
    add_rows,
    copy_table,
    keep_column,
    keep_comparison,
    keep_row,
    move_column,
    move_row,
    remove_column,
    remove_comparison,
    remove_row,
)
from reports.enums import ComparisonKind
from reports.models import RoundColumn, RoundComparison, RoundRow
from reports.preparing import period_on, table_of
from tests.register import indicator, unit
from tests.reporting import Reporting, reporting


@pytest.fixture
def built(db) -> Reporting:
    """A round in preparation: I Thương mại (1 retail, 2 export), II Khuyến công (1 funds)."""
    return reporting(opened=False)


def keeper(built: Reporting):
    return built.officer("ministry_reviewer")


def table(built: Reporting) -> list[tuple[str, str]]:
    """Numbers and keys of the rows as they are shown; new rows by their words."""
    names = {row.pk: key for key, row in built.rows.items()}
    return [(line.number, names.get(line.row.pk, line.row.label)) for line in table_of(built.round)]


def positions(built: Reporting) -> list[int]:
    return list(built.round.rows.order_by("position").values_list("position", flat=True))


AS_BUILT = [("I", "trade"), ("1", "retail"), ("2", "export"), ("II", "promotion"), ("1", "funds")]


# Rows


@pytest.mark.parametrize(
    ("row", "way", "expected"),
    [
        ("trade", Way.UP, AS_BUILT),
        ("funds", Way.DOWN, AS_BUILT),
        ("retail", Way.IN, AS_BUILT),
        ("trade", Way.OUT, AS_BUILT),
        (
            "trade",
            Way.DOWN,
            [
                ("I", "promotion"),
                ("1", "funds"),
                ("II", "trade"),
                ("1", "retail"),
                ("2", "export"),
            ],
        ),
        (
            "export",
            Way.UP,
            [
                ("I", "trade"),
                ("1", "export"),
                ("2", "retail"),
                ("II", "promotion"),
                ("1", "funds"),
            ],
        ),
        (
            "export",
            Way.IN,
            [
                ("I", "trade"),
                ("1", "retail"),
                ("1.1", "export"),
                ("II", "promotion"),
                ("1", "funds"),
            ],
        ),
        (
            "retail",
            Way.OUT,
            [
                ("I", "trade"),
                ("1", "export"),
                ("II", "retail"),
                ("III", "promotion"),
                ("1", "funds"),
            ],
        ),
        (
            "promotion",
            Way.IN,
            [
                ("I", "trade"),
                ("1", "retail"),
                ("2", "export"),
                ("3", "promotion"),
                ("3.1", "funds"),
            ],
        ),
    ],
)
def test_row_moves_with_what_stands_under_it(built, row, way, expected) -> None:
    move_row(row=built.rows[row], way=way, by=keeper(built))
    assert (table(built), positions(built)) == (expected, [1, 2, 3, 4, 5])


def test_removed_row_leaves_its_rows_in_its_place(built) -> None:
    remove_row(row=built.rows["trade"], by=keeper(built))
    assert table(built) == [
        ("I", "retail"),
        ("II", "export"),
        ("III", "promotion"),
        ("1", "funds"),
    ]
    assert positions(built) == [1, 2, 3, 4]
    assert RoundRow.history.filter(history_type="-").get().label == "Thương mại"


def test_indicators_become_rows_in_their_own_words_and_unit(built) -> None:
    made = add_rows(
        round=built.round,
        indicators=[indicator("clusters"), indicator("export")],
        under=built.rows["trade"],
        owner=DepartmentUnit.INDUSTRY,
        by=keeper(built),
    )
    assert [(row.label, row.unit, row.owner) for row in made] == [
        (indicator("clusters").name, unit("cum-cong-nghiep"), DepartmentUnit.INDUSTRY)
    ]
    assert table(built) == [
        ("I", "trade"),
        ("1", "retail"),
        ("2", "export"),
        ("3", made[0].label),
        ("II", "promotion"),
        ("1", "funds"),
    ]


def test_row_keeps_its_own_words_and_takes_the_unit_of_its_indicator(built) -> None:
    row = keep_row(
        row=RoundRow(round=built.round, label="Số cụm", indicator=indicator("clusters")),
        by=keeper(built),
    )
    assert (row.label, row.unit, row.position) == ("Số cụm", unit("cum-cong-nghiep"), 6)


def test_row_in_a_unit_of_something_else_is_refused(built) -> None:
    row = RoundRow(round=built.round, indicator=indicator("clusters"), unit=unit("ty-dong"))
    with pytest.raises(ValidationError) as refusal:
        keep_row(row=row, by=keeper(built))
    assert (set(refusal.value.message_dict), built.round.rows.count()) == ({"unit"}, 5)


def test_row_under_a_row_below_it_is_refused(built) -> None:
    row = built.rows["trade"]
    row.parent = built.rows["retail"]
    with pytest.raises(ValidationError) as refusal:
        keep_row(row=row, by=keeper(built))
    assert (set(refusal.value.message_dict), table(built)) == ({"parent"}, AS_BUILT)


def test_same_indicator_twice_is_refused(built) -> None:
    with pytest.raises(ValidationError):
        keep_row(row=RoundRow(round=built.round, indicator=indicator("export")), by=keeper(built))
    assert table(built) == AS_BUILT


# Columns and comparisons


def columns(built: Reporting) -> list[tuple[int, dt.date, str]]:
    found = built.round.columns.order_by("position")
    return [(one.position, one.period_start, one.basis) for one in found]


def test_column_is_added_at_the_end_and_moves(built) -> None:
    now = built.columns[0].period_start.year + 1
    same = first_months(now - 1, 6)
    added = keep_column(
        column=RoundColumn(
            round=built.round, period_start=same.start, period_end=same.end, basis=Basis.ACTUAL
        ),
        by=keeper(built),
    )
    move_column(column=added, way=Way.UP, by=keeper(built))
    move_column(column=built.columns[0], way=Way.UP, by=keeper(built))
    assert columns(built) == [
        (1, dt.date(now - 1, 1, 1), Basis.ACTUAL),
        (2, dt.date(now, 1, 1), Basis.PLAN),
        (3, dt.date(now - 1, 1, 1), Basis.ACTUAL),
        (4, dt.date(now, 1, 1), Basis.ESTIMATE),
    ]


def test_same_column_twice_is_refused(built) -> None:
    first = built.columns[0]
    again = RoundColumn(
        round=built.round,
        period_start=first.period_start,
        period_end=first.period_end,
        basis=first.basis,
    )
    with pytest.raises(ValidationError):
        keep_column(column=again, by=keeper(built))
    assert len(columns(built)) == 3


def test_compared_column_stays_until_its_comparison_is_removed(built) -> None:
    plan = built.columns[1]
    with pytest.raises(ValidationError):
        remove_column(column=plan, by=keeper(built))
    for comparison in built.round.comparisons.all():
        remove_comparison(comparison=comparison, by=keeper(built))
    remove_column(column=plan, by=keeper(built))
    assert [basis for _place, _start, basis in columns(built)] == [Basis.ACTUAL, Basis.ESTIMATE]


def test_comparison_is_added_at_the_end(built) -> None:
    comparison = RoundComparison(
        round=built.round,
        kind=ComparisonKind.DIFFERENCE,
        of=built.columns[2],
        against=built.columns[0],
    )
    made = keep_comparison(comparison=comparison, by=keeper(built))
    assert made.position == 3


# Who may, and when


def verbs(built: Reporting, by):
    """Every verb of the table, ready to be tried."""
    row, column = built.rows["export"], built.columns[0]
    [comparison, *_rest] = built.round.comparisons.all()
    return [
        lambda: keep_row(row=RoundRow(round=built.round, label="Khác"), by=by),
        lambda: add_rows(round=built.round, indicators=[indicator("clusters")], by=by),
        lambda: move_row(row=row, way=Way.UP, by=by),
        lambda: remove_row(row=row, by=by),
        lambda: keep_column(column=column, by=by),
        lambda: move_column(column=column, way=Way.DOWN, by=by),
        lambda: remove_column(column=column, by=by),
        lambda: keep_comparison(comparison=comparison, by=by),
        lambda: remove_comparison(comparison=comparison, by=by),
        lambda: copy_table(of=built.round, to=built.round, years=1, by=by),
    ]


def refusals(built: Reporting, by, expected) -> list[bool]:
    told = []
    for verb in verbs(built, by):
        with pytest.raises(expected):
            verb()
        told.append(True)
    return told


def test_table_of_an_open_round_is_fixed(db) -> None:
    built = reporting()
    before = (table(built), columns(built))
    refusals(built, keeper(built), ValidationError)
    assert (table(built), columns(built)) == before


def test_table_is_prepared_only_by_who_keeps_the_round(built) -> None:
    before = (table(built), columns(built))
    for who in ("clerk_thanh_hoa", "ministry_reader", "clerk_da_nang"):
        refusals(built, built.officer(who), PermissionDenied)
    assert (table(built), columns(built)) == before


# Periods of a later year


@pytest.mark.parametrize(
    ("period", "years", "expected"),
    [
        (year(2025), 1, year(2026)),
        (first_months(2026, 6), 1, first_months(2027, 6)),
        (first_months(2023, 2), 1, first_months(2024, 2)),
        (first_months(2024, 2), 1, first_months(2025, 2)),
        (day(dt.date(2025, 12, 31)), 1, day(dt.date(2026, 12, 31))),
        (day(dt.date(2024, 2, 29)), 1, day(dt.date(2025, 2, 28))),
        (day(dt.date(2023, 2, 28)), 1, day(dt.date(2024, 2, 29))),
        (
            Period(dt.date(2025, 12, 15), dt.date(2026, 6, 15)),
            2,
            Period(dt.date(2027, 12, 15), dt.date(2028, 6, 15)),
        ),
        (year(2026), 0, year(2026)),
    ],
)
def test_period_of_a_later_year(period, years, expected) -> None:
    assert period_on(period, years) == expected


@given(
    start=st.dates(dt.date(2004, 1, 1), dt.date(2040, 1, 1)),
    length=st.integers(1, 800),
    years=st.integers(0, 8),
)
def test_period_of_a_later_year_is_a_period_of_that_year(start, length, years) -> None:
    period = Period(start, start + length * ONE_DAY)
    moved = period_on(period, years)
    assert moved.start.year == period.start.year + years or length == 1
    assert abs((moved.end - moved.start) - (period.end - period.start)) <= 2 * ONE_DAY
