"""What the sources make of a headline, rule C5."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.standing import agree, standing

dates = st.dates().map(lambda day: day.isoformat())
values = st.one_of(
    dates,
    dates.map(lambda day: day[:7]),
    dates.map(lambda day: day[:4]),
    st.sampled_from(["8", "13", "thanh-hoa", "quang-tri-1989", "quang-tri-2025"]),
)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("2022-08-19", "2022-08-19", True),
        ("2022-08-19", "2022-08-18", False),
        ("2022-08", "2022-08-19", True),
        ("2022-08", "2022-09-01", False),
        ("2022-08", "2022-09", False),
        ("2022", "2022-08-19", True),
        ("2022", "2022-08", True),
        ("2022", "2023-08-19", False),
        ("2022", "2023", False),
        ("13", "13", True),
        ("13", "8", False),
        ("1", "13", False),
        ("thanh-hoa", "thanh-hoa", True),
        ("quang-tri", "quang-tri-1989", False),
        ("quang-tri-1989", "quang-tri-2025", False),
    ],
)
def test_values_agree(one: str, other: str, verdict: bool) -> None:
    assert agree(one, other) is verdict


@pytest.mark.parametrize(
    ("headline", "printed", "verdict"),
    [
        ("10", ["10"], "printed"),
        ("10", ["10", "10"], "printed"),
        ("10", [], "inferred"),
        ("10", [""], "inferred"),
        ("8", ["8", "13"], "disputed"),
        ("8", ["13"], "disputed"),
        ("", ["10"], "printed"),
        ("", ["8", "13"], "disputed"),
        ("", [], None),
        ("2022-08-19", ["2022"], "printed"),
        ("2022-08-19", ["2022-08", "2022-08-19"], "printed"),
        ("2022-08-19", ["2022-08-19", "2022-08-18"], "disputed"),
        ("2022-08-19", ["2022", "2022-08-18", "2022-08-19"], "disputed"),
        ("2022-08-19", ["2022", "2022-08", "2022-09"], "disputed"),
        ("2022", ["2022-08-19"], "printed"),
        ("thanh-hoa", ["nghe-an"], "disputed"),
    ],
)
def test_standing_of(headline: str, printed: list[str], verdict: str | None) -> None:
    assert standing(headline, printed) == verdict


@given(values, values)
def test_agreement_goes_both_ways(one: str, other: str) -> None:
    assert agree(one, other) is agree(other, one)


@given(values)
def test_value_agrees_with_itself(value: str) -> None:
    assert agree(value, value) is True


@given(st.just("") | values, st.lists(values, max_size=4))
def test_order_of_the_sources_does_not_matter(headline: str, printed: list[str]) -> None:
    assert len({standing(headline, order) for order in permutations(printed)}) == 1


@given(st.just("") | values, st.lists(values, max_size=4))
def test_source_that_says_it_again_changes_nothing(headline: str, printed: list[str]) -> None:
    assert standing(headline, printed * 2) == standing(headline, printed)


@given(values, st.lists(values, min_size=1, max_size=4))
def test_more_sources_never_settle_a_dispute(headline: str, printed: list[str]) -> None:
    assert standing(headline, [*printed, headline]) != "inferred"
    if standing(headline, printed) == "disputed":
        assert standing(headline, [*printed, headline]) == "disputed"
