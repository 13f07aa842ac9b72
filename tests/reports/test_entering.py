"""Cells saved as they are typed, rules R2, R5, R7–R9 and N1."""

import pytest
from django.utils import translation

from reports.actions.entering import Outcome, Result, Typed, save_cells
from reports.actions.steps import present
from reports.cells import LONGEST
from reports.enums import Act, EntryState, Via
from reports.models import Entry, Event
from tests.reporting import FILLED, Reporting, a_year_earlier, fill, reporting

pytestmark = pytest.mark.django_db


@pytest.fixture
def built() -> Reporting:
    return reporting()


def save(built: Reporting, *cells: Typed, by: str = "clerk_thanh_hoa", **said) -> list[Result]:
    return save_cells(report=built.thanh_hoa, cells=cells, by=built.officer(by), **said)


def stands(built: Reporting) -> list[tuple[str, str, str, int, str]]:
    """Every cell of Thanh Hóa's report: typed, state, number, version, who."""
    rows = built.thanh_hoa.entries.order_by("row__position", "column__position")
    return [(one.typed, one.state, one.number, one.version, str(one.saved_by)) for one in rows]


def history(built: Reporting) -> list[tuple[str, str, str, str]]:
    rows = Event.objects.filter(report=built.thanh_hoa, act__in=[Act.CELL, Act.NOTE])
    return [(one.act, one.before, one.after, str(one.by)) for one in rows]


def test_cell_is_kept_as_typed_with_its_number(built: Reporting) -> None:
    [result] = save(built, built.cell("retail", 0, " 150.000,50 tỷ đồng "))
    assert (result.outcome, result.message) == (Outcome.SAVED, "")
    assert stands(built) == [
        ("150.000,50 tỷ đồng", EntryState.NUMBER, "150000.50", 1, "clerk_thanh_hoa")
    ]


def test_refused_text_is_kept_with_a_message(built: Reporting) -> None:
    with translation.override("en"):
        [result] = save(built, built.cell("retail", 0, "11.28"), notation="vi")
    assert (result.outcome, result.message) == (
        Outcome.SAVED,
        "“11.28” is unclear: write 11,28; for thousands, write 1.128.",
    )
    assert stands(built) == [("11.28", EntryState.UNREADABLE, "", 1, "clerk_thanh_hoa")]


@pytest.mark.parametrize(
    ("typed", "state"),
    [("-", EntryState.NIL), ("…", EntryState.NOT_AVAILABLE), ("abc", EntryState.UNREADABLE)],
)
def test_answer_without_a_number_has_none(built: Reporting, typed: str, state: str) -> None:
    save(built, built.cell("retail", 0, "12"))
    save(built, built.cell("retail", 0, typed, seen=1))
    assert stands(built) == [(typed, state, "", 2, "clerk_thanh_hoa")]


def test_cell_that_is_emptied_is_kept_empty_with_its_history(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "12"))
    save(built, built.cell("retail", 0, "  ", seen=1))
    assert stands(built) == [("", EntryState.EMPTY, "", 2, "clerk_thanh_hoa")]
    assert history(built) == [
        (Act.CELL, "", "12", "clerk_thanh_hoa"),
        (Act.CELL, "12", "", "clerk_thanh_hoa"),
    ]


def test_same_number_spelled_otherwise_changes_nothing(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "80.500"))
    for seen in (0, 1, 7):
        [result] = save(built, built.cell("retail", 0, "80500", seen=seen))
        assert result.outcome == Outcome.UNCHANGED
    assert stands(built) == [("80.500", EntryState.NUMBER, "80500", 1, "clerk_thanh_hoa")]


def test_decimals_typed_are_a_change(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "16,9"))
    save(built, built.cell("retail", 0, "16,90", seen=1))
    assert stands(built) == [("16,90", EntryState.NUMBER, "16.90", 2, "clerk_thanh_hoa")]


def test_empty_cell_that_nobody_touched_leaves_no_trace(built: Reporting) -> None:
    [result] = save(built, built.cell("retail", 0, ""))
    assert (result.outcome, result.entry, stands(built), history(built)) == (
        Outcome.UNCHANGED,
        None,
        [],
        [],
    )


def test_two_colleagues_in_one_report_merge_by_cell(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1"), by="clerk_thanh_hoa")
    [result] = save(built, built.cell("retail", 1, "2"), by="head_thanh_hoa")
    assert result.outcome == Outcome.SAVED
    assert [(typed, who) for typed, *_, who in stands(built)] == [
        ("1", "clerk_thanh_hoa"),
        ("2", "head_thanh_hoa"),
    ]


def test_same_cell_at_once_leaves_the_first_and_tells_both_values(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1"), by="clerk_thanh_hoa")
    [result] = save(built, built.cell("retail", 0, "2"), by="head_thanh_hoa")
    assert (result.outcome, result.typed.typed, result.entry.typed, str(result.entry.saved_by)) == (
        Outcome.CONFLICT,
        "2",
        "1",
        "clerk_thanh_hoa",
    )
    assert stands(built) == [("1", EntryState.NUMBER, "1", 1, "clerk_thanh_hoa")]


def test_same_answer_at_once_is_no_conflict(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1.000"), by="clerk_thanh_hoa")
    [result] = save(built, built.cell("retail", 0, "1000"), by="head_thanh_hoa")
    assert (result.outcome, result.entry.version) == (Outcome.UNCHANGED, 1)


def test_conflict_is_settled_by_whoever_has_seen_both(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1"), by="clerk_thanh_hoa")
    [told] = save(built, built.cell("retail", 0, "2"), by="head_thanh_hoa")
    mine = built.cell("retail", 0, "2", seen=told.entry.version)
    [result] = save(built, mine, by="head_thanh_hoa")
    assert result.outcome == Outcome.SAVED
    assert history(built) == [
        (Act.CELL, "", "1", "clerk_thanh_hoa"),
        (Act.CELL, "1", "2", "head_thanh_hoa"),
    ]


def test_disputed_and_refused_cells_stop_no_other(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1"), by="head_thanh_hoa")
    results = save(
        built,
        built.cell("retail", 0, "2"),
        built.cell("retail", 1, "chưa rõ"),
        built.cell("trade", 0, "3"),
        Typed(0, built.columns[0].pk, "4", 0),
        Typed(built.rows["retail"].pk, 0, "5", 0),
        Typed(10**30, -(10**30), "6", 0),
        built.cell("export", 0, "7"),
    )
    assert [one.outcome for one in results] == [
        Outcome.CONFLICT,
        Outcome.SAVED,
        Outcome.DENIED,
        Outcome.DENIED,
        Outcome.DENIED,
        Outcome.DENIED,
        Outcome.SAVED,
    ]
    assert [typed for typed, *_ in stands(built)] == ["1", "chưa rõ", "7"]


def test_same_cell_twice_in_one_post_is_a_conflict_with_itself(built: Reporting) -> None:
    results = save(built, built.cell("retail", 0, "1"), built.cell("retail", 0, "2"))
    assert [one.outcome for one in results] == [Outcome.SAVED, Outcome.CONFLICT]
    assert stands(built) == [("1", EntryState.NUMBER, "1", 1, "clerk_thanh_hoa")]


def test_cell_of_another_round_is_denied(built: Reporting) -> None:
    other = a_year_earlier(built)
    row, column = other.rows["retail"], other.columns[0]
    here = (built.rows["retail"].pk, built.columns[0].pk)
    results = save(
        built,
        Typed(row.pk, column.pk, "1", 0),
        Typed(row.pk, here[1], "2", 0),
        Typed(here[0], column.pk, "3", 0),
        Typed(*here, "4", 0),
    )
    assert [one.outcome for one in results] == [Outcome.DENIED] * 3 + [Outcome.SAVED]
    assert [typed for typed, *_ in stands(built)] == ["4"]


def test_explanation_is_kept_and_told(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1", note=" Nhà máy mới. "))
    save(built, built.cell("retail", 0, "2", seen=1))
    save(built, built.cell("retail", 0, "2", seen=2, note=""))
    assert history(built) == [
        (Act.CELL, "", "1", "clerk_thanh_hoa"),
        (Act.NOTE, "", "Nhà máy mới.", "clerk_thanh_hoa"),
        (Act.CELL, "1", "2", "clerk_thanh_hoa"),
        (Act.NOTE, "Nhà máy mới.", "", "clerk_thanh_hoa"),
    ]
    assert Entry.objects.get().version == 3


def test_explanation_of_a_cell_that_a_colleague_changed_is_a_conflict(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1"))
    save(built, built.cell("retail", 0, "2", seen=1), by="head_thanh_hoa")
    [result] = save(built, built.cell("retail", 0, "2", seen=1, note="Vì sao"))
    assert (result.outcome, Entry.objects.get().note) == (Outcome.CONFLICT, "")


@pytest.mark.parametrize(
    ("by", "row", "outcome"),
    [
        ("clerk_thanh_hoa", "funds", Outcome.SAVED),
        ("head_thanh_hoa", "funds", Outcome.SAVED),
        ("centre_thanh_hoa", "funds", Outcome.SAVED),
        ("centre_thanh_hoa", "retail", Outcome.DENIED),
        ("clerk_nghe_an", "retail", Outcome.DENIED),
        ("head_nghe_an", "funds", Outcome.DENIED),
        ("ministry_reviewer", "retail", Outcome.DENIED),
        ("ministry_publisher", "retail", Outcome.DENIED),
        ("ministry_reader", "retail", Outcome.DENIED),
    ],
)
def test_who_saves_which_row(built: Reporting, by: str, row: str, outcome: Outcome) -> None:
    [result] = save(built, built.cell(row, 0, "1"), by=by)
    assert result.outcome == outcome
    assert len(stands(built)) == (outcome == Outcome.SAVED)
    assert bool(result.message) is (outcome == Outcome.DENIED)


def test_nothing_is_saved_while_the_report_awaits_its_signature(built: Reporting) -> None:
    fill(built)
    report = built.thanh_hoa
    present(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    before = stands(built)
    [result] = save(built, built.cell("retail", 0, "9", seen=1))
    assert (result.outcome, result.entry.typed, stands(built)) == (
        Outcome.DENIED,
        "150.000",
        before,
    )


def test_text_of_any_length_is_refused_not_lost(built: Reporting) -> None:
    [result] = save(built, built.cell("retail", 0, "5" + " " * LONGEST + "tỷ gì đó" * 99))
    assert result.message
    [(typed, state, *_)] = stands(built)
    assert (typed, state) == (("5" + " " * LONGEST)[:LONGEST], EntryState.UNREADABLE)


def test_spaces_before_a_number_do_not_hide_it(built: Reporting) -> None:
    save(built, built.cell("retail", 0, " " * 300 + "5"))
    assert stands(built) == [("5", EntryState.NUMBER, "5", 1, "clerk_thanh_hoa")]


def test_what_no_database_keeps_is_dropped(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1\x002\ud800", note="\0vì\udfff sao"))
    assert (stands(built)[0][:3], Entry.objects.get().note) == (
        ("12", EntryState.NUMBER, "12"),
        "vì sao",
    )


def test_text_is_kept_composed(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "chu\u031ba", note="vi\u0300"))
    assert (Entry.objects.get().typed, Entry.objects.get().note) == ("chưa", "vì")


def test_number_typed_in_english_is_kept_as_vietnamese_writes_it(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1.000"), built.cell("retail", 1, "1,000"), notation="en")
    assert [one[:3] for one in stands(built)] == [
        ("1,000", EntryState.NUMBER, "1.000"),
        ("1.000", EntryState.NUMBER, "1000"),
    ]
    assert [after for _, _, after, _ in history(built)] == ["1,000", "1.000"]


def test_text_read_otherwise_than_before_is_in_the_history(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "11,28"), notation="en")
    save(built, built.cell("retail", 0, "11,28", seen=1), notation="vi")
    assert stands(built) == [("11,28", EntryState.NUMBER, "11.28", 2, "clerk_thanh_hoa")]
    assert history(built) == [
        (Act.CELL, "", "11,28", "clerk_thanh_hoa"),
        (Act.CELL, "11,28", "11,28", "clerk_thanh_hoa"),
    ]


@pytest.mark.parametrize("via", [Via.SCREEN, Via.FORM, Via.WORKBOOK])
def test_history_tells_by_which_way(built: Reporting, via: Via) -> None:
    save(built, built.cell("retail", 0, "1"), via=via)
    event = Event.objects.get(act=Act.CELL)
    assert (event.via, event.row.label, event.column, event.round, event.province) == (
        via,
        "Tổng mức bán lẻ hàng hóa",
        built.columns[0],
        built.round,
        built.units["thanh-hoa"],
    )


def test_reason_for_returning_stays_while_the_cell_is_mended(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "1"))
    Entry.objects.update(
        returned_reason="Rà soát",
        returned_at=Entry.objects.get().saved_at,
        returned_by=built.people.ministry_reviewer,
    )
    save(built, built.cell("retail", 0, "2", seen=1))
    assert Entry.objects.get().returned_reason == "Rà soát"


@pytest.mark.parametrize("count", [1, 3])
def test_cells_cost_the_same_however_many(built, django_assert_num_queries, count: int) -> None:
    report, clerk = built.thanh_hoa, built.officer("clerk_thanh_hoa")
    cells = [built.cell(row, column, "5") for row in FILLED for column in range(count)]
    # savepoint, the report locked, rows, columns, cells, cells written, history, savepoint
    with django_assert_num_queries(8):
        save_cells(report=report, cells=cells, by=clerk)
