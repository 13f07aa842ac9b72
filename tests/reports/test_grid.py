"""The table of a report as people see it, rules R1, R4, R6 and R8."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import first_months, year
from provinces.enums import Beginning, Ending
from provinces.models import Province
from provinces.queries import Places
from reports.actions.entering import Typed, save_cells
from reports.actions.rounds import invite
from reports.actions.steps import accept, reopen, submit
from reports.doubts import SamePeriod
from reports.enums import ComparisonKind, EntryState
from reports.grid import Cell, Grid, compared
from reports.models import Report
from reports.queries import direct_predecessors, grid_of, latest_version
from tests.register import ACT_HUE, figure, province, source
from tests.reporting import (
    Reporting,
    a_year_earlier,
    accepted,
    fill,
    fresh,
    reporting,
    returned,
    sent,
)

TODAY = timezone.localdate()
LAST_YEAR = TODAY.year - 1
amounts = st.decimals(-(10**9), 10**9, places=6)


# Computed columns


@pytest.mark.parametrize(
    ("kind", "of", "against", "says"),
    [
        (ComparisonKind.GROWTH, "110", "100", "10.000"),
        (ComparisonKind.GROWTH, "90", "100", "-10.000"),
        (ComparisonKind.GROWTH, "1", "3", "-66.667"),
        (ComparisonKind.GROWTH, "0", "100", "-100.000"),
        (ComparisonKind.GROWTH, "5", "0", None),
        (ComparisonKind.GROWTH, "5", "-5", None),
        (ComparisonKind.COMPLETION, "80500", "165000", "48.788"),
        (ComparisonKind.COMPLETION, "5", "0", None),
        (ComparisonKind.DIFFERENCE, "5.5", "7", "-1.5"),
        (ComparisonKind.DIFFERENCE, "5", "0", "5"),
        (ComparisonKind.DIFFERENCE, "5", "-5", "10"),
    ],
)
def test_compared(kind: str, of: str, against: str, says: str | None) -> None:
    found = compared(kind, Decimal(of), Decimal(against))
    assert (None if found is None else str(found)) == says


@pytest.mark.parametrize("kind", ComparisonKind)
@pytest.mark.parametrize(("of", "against"), [(None, "1"), ("1", None), (None, None)])
def test_nothing_is_compared_with_nothing(kind: str, of: str, against: str) -> None:
    assert compared(kind, of and Decimal(of), against and Decimal(against)) is None


@given(st.sampled_from(ComparisonKind), amounts, amounts)
def test_comparison_of_any_two_amounts_is_a_number_or_none(
    kind: ComparisonKind, of: Decimal, against: Decimal
) -> None:
    found = compared(kind, of, against)
    assert (found is None) is (kind != ComparisonKind.DIFFERENCE and against <= 0)
    if kind == ComparisonKind.DIFFERENCE:
        assert found + against == of


# Cells


def test_cell_without_an_answer_needs_one() -> None:
    answered = {
        state: Cell(1, 2, state=state).is_answered for state in (None, *EntryState) if state
    }
    assert answered == {
        EntryState.EMPTY: False,
        EntryState.NUMBER: True,
        EntryState.NIL: True,
        EntryState.NOT_AVAILABLE: True,
        EntryState.UNREADABLE: False,
    }


def test_doubt_needs_a_note_and_nil_counts_as_zero() -> None:
    odd = Cell(12, 3, doubts=["Lạ"])
    explained = Cell(12, 3, doubts=["Lạ"], note="Nhà máy mới")
    nil, missing = Cell(1, 1, state=EntryState.NIL), Cell(1, 1, state=EntryState.NOT_AVAILABLE)
    assert (odd.name, odd.needs_note, explained.needs_note) == ("c-12-3", True, False)
    assert (nil.amount, missing.amount) == (Decimal(0), None)


# The grid of a report


@pytest.fixture
def built(db: None) -> Reporting:
    return reporting()


def shown(grid: Grid) -> list[tuple]:
    return [(line.number, line.depth, *(cell.shown for cell in line.cells)) for line in grid.lines]


def test_grid_of_an_empty_report_has_every_cell(built: Reporting) -> None:
    grid = grid_of(built.thanh_hoa)
    assert shown(grid) == [
        ("I", 0),
        ("1", 1, "", "", ""),
        ("2", 1, "", "", ""),
        ("II", 0),
        ("1", 1, "", "", ""),
    ]
    assert grid.counts() == {"all": 9, "answered": 0, "refused": 0, "doubtful": 0, "returned": 0}


def test_grid_shows_what_was_typed_and_computes_the_rest(built: Reporting) -> None:
    fill(built)
    grid = grid_of(built.thanh_hoa)
    assert shown(grid)[1] == ("1", 1, "150.000", "165.000", "80.500")
    assert [str(one) for one in grid.lines[1].compared] == ["48.788", "10.000"]
    assert grid.counts()["answered"] == 9
    assert {cell.version for cell in grid.cells()} == {1}


def test_grid_in_english_shows_english_numbers(built: Reporting) -> None:
    fill(built)
    with translation.override("en"):
        assert shown(grid_of(built.thanh_hoa))[2] == ("2", 1, "5,200.5", "5,600", "2,700")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_refused_cell_says_why_whoever_reads_it(built: Reporting, language: str) -> None:
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("retail", 0, "11.28")],
        by=built.officer("clerk_thanh_hoa"),
        notation="vi",
    )
    with translation.override(language):
        cell = grid_of(built.thanh_hoa).lines[1].cells[0]
    assert (cell.shown, cell.state, bool(cell.message)) == ("11.28", EntryState.UNREADABLE, True)


def test_only_rows_given_are_writable(built: Reporting) -> None:
    row = built.rows["funds"].pk
    grid = grid_of(built.thanh_hoa, writable={row})
    assert {cell.row_id for cell in grid.cells() if cell.is_writable} == {row}


def test_returned_cell_shows_its_reason(built: Reporting) -> None:
    grid = grid_of(returned(built))
    assert [cell.returned_reason for cell in grid.cells() if cell.returned_reason] == [
        "Chưa khớp với số của hải quan."
    ]
    assert grid.counts()["returned"] == 1


def test_sent_version_is_shown_as_it_was_sent(built: Reporting) -> None:
    """R3: the cells may already be changed again."""
    report = returned(built)
    save_cells(
        report=report,
        cells=[built.cell("export", 2, "2.900", seen=1)],
        by=built.officer("clerk_thanh_hoa"),
    )
    was = grid_of(report, version=latest_version(report))
    now = grid_of(report)
    assert [grid.lines[2].cells[2].shown for grid in (was, now)] == ["2.700", "2.900"]
    assert was.lines[2].cells[2].returned_reason == ""


@pytest.mark.parametrize("is_full", [False, True])
def test_grid_costs_the_same_whatever_is_in_it(
    built: Reporting, django_assert_num_queries, is_full: bool
) -> None:
    if is_full:
        sent(built)
    report = built.thanh_hoa
    # rows, columns, comparisons, cells, provinces, published figures, accepted cells
    with django_assert_num_queries(7):
        grid_of(report)


# The same period


def same(report: Report, line: int = 1, column: int = 0) -> SamePeriod | None:
    return grid_of(fresh(report)).lines[line].cells[column].same


def test_same_period_is_the_published_figure(built: Reporting) -> None:
    figure(
        "retail_goods",
        "140000",
        "ty-dong",
        province=built.units["thanh-hoa"],
        period=year(LAST_YEAR - 1),
    )
    assert same(built.thanh_hoa) == SamePeriod(Decimal(140000), year(LAST_YEAR - 1), "actual")
    assert same(built.nghe_an) is None


def test_same_period_is_what_was_accepted_in_another_round(built: Reporting) -> None:
    before, period = a_year_earlier(built), first_months(LAST_YEAR, 6)
    found = [same(built.thanh_hoa, column=2)]
    sent(before)
    found.append(same(built.thanh_hoa, column=2))
    report = before.thanh_hoa
    accept(report=report, seen=report.version, by=built.officer("ministry_reviewer"))
    found.append(same(built.thanh_hoa, column=2))
    assert found == [None, None, SamePeriod(Decimal(80500), period, "estimate")]


def test_accepted_value_goes_before_the_register_and_the_last_accepted_counts(
    built: Reporting,
) -> None:
    before, period = a_year_earlier(built), first_months(LAST_YEAR, 6)
    report, reviewer = accepted(before), built.officer("ministry_reviewer")
    unit = built.units["thanh-hoa"]
    said = {"province": unit, "period": period, "basis": "estimate"}
    figure("retail_goods", "1", "ty-dong", **said)
    reopen(report=report, seen=report.version, by=reviewer, reason="Sai số", until=TODAY)
    cell = before.cell("retail", 2, "81.000", seen=1)
    save_cells(report=report, cells=[cell], by=built.officer("clerk_thanh_hoa"))
    found = [same(built.thanh_hoa, column=2)]
    report = before.thanh_hoa
    submit(report=report, seen=report.version, by=built.officer("head_thanh_hoa"))
    found.append(same(built.thanh_hoa, column=2))
    report = before.thanh_hoa
    accept(report=report, seen=report.version, by=reviewer)
    found.append(same(built.thanh_hoa, column=2))
    assert [one.value for one in found] == [80500, 80500, 81000]


def test_own_report_is_not_its_own_same_period(built: Reporting) -> None:
    accepted(built)
    assert {cell.same for cell in grid_of(built.thanh_hoa).cells()} == {None}


def test_doubt_is_told_beside_the_cell_and_a_note_settles_it(built: Reporting) -> None:
    unit, period = built.units["thanh-hoa"], year(LAST_YEAR - 1)
    figure("retail_goods", "15000", "ty-dong", province=unit, period=period)
    fill(built)
    with translation.override("en"):
        [odd] = [cell for cell in grid_of(built.thanh_hoa).cells() if cell.doubts]
    assert [one.replace("\u00a0", " ") for one in odd.doubts] == [
        "About 10 times the same period (15,000 billion đồng)."
    ]
    assert grid_of(built.thanh_hoa).counts()["doubtful"] == 1
    note = Typed(odd.row_id, odd.column_id, "150.000", 1, "Nhà máy mới.")
    save_cells(report=built.thanh_hoa, cells=[note], by=built.officer("clerk_thanh_hoa"))
    assert grid_of(built.thanh_hoa).counts()["doubtful"] == 0


def merged(built: Reporting) -> Report:
    """The report of Quảng Trị, which Quảng Bình and the former Quảng Trị became part of."""
    new = province("quang-tri-2025")
    for key in ("quang-binh", "quang-tri-1989"):
        province(key)
    invite(round=built.round, provinces=[new], by=built.officer("ministry_reviewer"))
    return built.round.reports.get(province=new)


def test_same_period_of_a_merged_province_is_the_sum_of_its_predecessors(
    built: Reporting,
) -> None:
    """R6: the successor's same period is their sum and says so."""
    report, period = merged(built), year(LAST_YEAR - 1)
    units = {one.key: one for one in Province.objects.all()}
    figure("retail_goods", "40000", "ty-dong", province=units["quang-binh"], period=period)
    one = same(report)
    figure("retail_goods", "35000.5", "ty-dong", province=units["quang-tri-1989"], period=period)
    both = same(report)
    assert (one, both) == (
        SamePeriod(Decimal(40000), period, "actual", parts=1, of=2),
        SamePeriod(Decimal("75000.5"), period, "actual", parts=2, of=2),
    )


def test_what_a_merged_province_says_of_the_time_before_replaces_the_sum(
    built: Reporting,
) -> None:
    """P5: it never adds to what its predecessors said."""
    report, period = merged(built), year(LAST_YEAR - 1)
    for unit in Province.objects.filter(key__startswith="quang"):
        figure("retail_goods", "40000", "ty-dong", province=unit, period=period)
    assert same(report) == SamePeriod(Decimal(40000), period, "actual")


def test_place_that_only_changed_its_name_is_no_predecessor(built: Reporting) -> None:
    hue = province("hue")
    before = province("thua-thien-hue")
    invite(round=built.round, provinces=[hue], by=built.officer("ministry_reviewer"))
    period = year(LAST_YEAR - 1)
    figure("retail_goods", "60000", "ty-dong", province=before, period=period)
    report = built.round.reports.get(province=hue)
    assert same(report) == SamePeriod(Decimal(60000), period, "actual")


def test_predecessors_are_those_of_the_merger_under_their_last_name(db: None) -> None:
    new = province("quang-tri-2025")
    renamed = {"beginning": Beginning.RENAMED, "beginning_act": ACT_HUE}
    west = province("quang-binh", valid_from=dt.date(2015, 1, 1), **renamed)
    older = province(
        "quang-binh-cu",
        code="44",
        name="Quảng Bình cũ",
        short="QBC",
        territory="quang-binh",
        successor="quang-binh",
        valid_until=dt.date(2015, 1, 1),
        ending=Ending.RENAMED,
        ending_act=ACT_HUE,
    )
    assert older.successor == west
    east = province("quang-tri-1989")
    places = Places.load()
    assert direct_predecessors(new, places) == sorted([west.pk, east.pk])
    assert direct_predecessors(west, places) == []


def test_of_sources_that_disagree_the_headline_counts(built: Reporting) -> None:
    unit, period = built.units["thanh-hoa"], year(LAST_YEAR - 1)
    said = {"province": unit, "period": period}
    figure("retail_goods", "141000", "ty-dong", is_headline=True, **said)
    other = source("vietnam-vn-2024-en")
    figure("retail_goods", "139000", "ty-dong", source=other, **said)
    assert same(built.thanh_hoa).value == 141000
