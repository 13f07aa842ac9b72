"""The parts of loading and checking that need no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.records.answers import fault_of_answer
from portal.records.checks.figures import prints
from portal.records.keys import Factor
from portal.records.pairing import pair
from vietnamese.numbers import format_number

ROWS = st.lists(
    st.fixed_dictionaries({"source": st.sampled_from("ab"), "number": st.sampled_from("123")}),
    max_size=6,
)


@given(ROWS, ROWS)
def test_pair_uses_each_row_once(theirs, ours):
    pairs = pair(theirs, ours, [("source",), ()])
    assert sorted(one for one, _other in pairs if one is not None) == list(range(len(theirs)))
    assert sorted(other for _one, other in pairs if other is not None) == list(range(len(ours)))


@given(ROWS)
def test_pair_of_equal_rows_in_any_order_leaves_none_alone(rows):
    pairs = pair(rows, rows[::-1], [])
    assert all(rows[one] == rows[::-1][other] for one, other in pairs)


@given(ROWS, ROWS)
def test_pair_in_order_leaves_rows_alone_on_one_side_only(theirs, ours):
    pairs = pair(theirs, ours, [()])
    assert not (any(one is None for one, _ in pairs) and any(other is None for _, other in pairs))


def test_pair_takes_equal_rows_before_alike_ones():
    theirs = [{"source": "a", "number": "1"}, {"source": "a", "number": "2"}]
    ours = [{"source": "a", "number": "2"}, {"source": "a", "number": "3"}]
    assert pair(theirs, ours, [("source",)]) == [(1, 0), (0, 1)]


def test_pair_leaves_rows_that_are_not_alike_alone():
    assert pair([{"source": "a"}], [{"source": "b"}], [("source",)]) == [(None, 0), (0, None)]


NUMBERS = st.decimals("0", "999999999", places=2)


@given(NUMBERS, st.sampled_from(["vi", "en"]), st.booleans())
def test_prints_finds_a_number_in_either_notation(number, notation, grouping):
    printed = format_number(number, notation=notation, grouping=grouping)
    assert prints(str(number), f"hơn {printed} tỷ đồng") is True


@given(NUMBERS, st.decimals("0.01", "999", places=2))
def test_prints_finds_no_other_number(number, more):
    printed = format_number(number, notation="vi")
    assert prints(str(number + more), f"{printed} tỷ đồng") is False


@pytest.mark.parametrize(
    ("number", "printed", "held"),
    [
        ("16.90", "16,90 tỷ đồng", True),
        ("16.9", "16,90 tỷ đồng", False),
        ("6", "06 tập thể", True),
        ("6", "16 tập thể", False),
        ("28", "giảm 28%", True),
        ("-2.6", "giảm 2,6%", True),
        ("370", "370.461 tỷ đồng", False),
        ("461", "370.461 tỷ đồng", False),
        ("1.318", "1,318 triệu tỷ đồng.", True),
        ("1318", "1,318 billion USD", True),
        ("45", "45/166 cụm", True),
        ("7", "không có số", False),
    ],
)
def test_prints_reads_whole_numbers_with_their_decimals(number, printed, held):
    assert prints(number, printed) is held


@given(st.integers(1, 99))
def test_edition_in_digits_has_no_fault(edition):
    assert fault_of_answer("edition", str(edition)) == ""


@given(st.dates())
def test_date_known_to_the_day_month_or_year_has_no_fault(day):
    text = day.isoformat()
    faults = [fault_of_answer("date", text[:length]) for length in (4, 7, 10)]
    assert faults == ["", "", ""]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("edition", "X"),
        ("edition", "0"),
        ("receiver_edition", "010"),
        ("receiver_year", "23"),
        ("date", "13/5/2022"),
        ("date", "2022-13"),
        ("date", "2022-5-13"),
    ],
)
def test_answer_in_another_spelling_has_a_fault(field, value):
    assert value in fault_of_answer(field, value)


def test_answers_of_names_and_venues_are_free():
    assert [fault_of_answer(field, "") for field in ("name", "venue")] == ["", ""]


@pytest.mark.parametrize(
    ("read", "written"), [("1.5000", "1.5"), ("1E+9", "1000000000"), ("100", "100")]
)
def test_factor_is_written_plainly(read, written):
    assert Factor(name="factor").parse(read) == written
