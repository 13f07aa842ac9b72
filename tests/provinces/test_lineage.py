"""Who became part of whom, rule P1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.lineage import LineageCycle, forebears, kindred, line, present_unit

BAC_NINH = {
    "bac-giang": "bac-ninh-2025",
    "bac-ninh-1997": "bac-ninh-2025",
    "bac-ninh-2025": "bac-ninh-2026",
    "bac-ninh-2026": None,
    "thanh-hoa": None,
}
# Each unit becomes part of a later one, or of none: any history of mergers.
mergers = st.integers(1, 12).flatmap(
    lambda count: st.fixed_dictionaries(
        {
            unit: st.none() if unit == count - 1 else st.none() | st.integers(unit + 1, count - 1)
            for unit in range(count)
        }
    )
)


def test_line_goes_down_to_the_unit_of_today() -> None:
    assert line("bac-giang", BAC_NINH) == ["bac-giang", "bac-ninh-2025", "bac-ninh-2026"]


def test_present_unit_of_one_that_stands_is_itself() -> None:
    assert present_unit("thanh-hoa", BAC_NINH) == "thanh-hoa"


def test_present_unit_follows_every_merger() -> None:
    assert {key: present_unit(key, BAC_NINH) for key in BAC_NINH} == {
        "bac-giang": "bac-ninh-2026",
        "bac-ninh-1997": "bac-ninh-2026",
        "bac-ninh-2025": "bac-ninh-2026",
        "bac-ninh-2026": "bac-ninh-2026",
        "thanh-hoa": "thanh-hoa",
    }


def test_forebears_come_nearest_first() -> None:
    assert forebears("bac-ninh-2026", BAC_NINH) == ["bac-ninh-2025", "bac-giang", "bac-ninh-1997"]


def test_forebears_of_an_old_unit_are_none() -> None:
    assert forebears("bac-giang", BAC_NINH) == []


def test_kindred_leaves_out_siblings() -> None:
    assert kindred("bac-giang", BAC_NINH) == {"bac-giang", "bac-ninh-2025", "bac-ninh-2026"}


def test_kindred_holds_forebears_and_successors() -> None:
    assert kindred("bac-ninh-2025", BAC_NINH) == set(BAC_NINH) - {"thanh-hoa"}


@pytest.mark.parametrize("question", [line, present_unit, forebears, kindred])
def test_cycle_is_an_error(question) -> None:
    with pytest.raises(LineageCycle):
        question("hue", {"hue": "thua-thien-hue", "thua-thien-hue": "hue"})


def test_cycle_among_the_successors_is_an_error() -> None:
    with pytest.raises(LineageCycle):
        line("ha-tay", {"ha-tay": "ha-noi", "ha-noi": "hoa-binh", "hoa-binh": "ha-noi"})


@given(mergers)
def test_unit_of_today_has_no_successor(successors: dict[int, int | None]) -> None:
    assert {successors[unit] for unit in (present_unit(key, successors) for key in successors)} == {
        None
    }


@given(mergers)
def test_forebears_are_those_whose_line_leads_here(successors: dict[int, int | None]) -> None:
    for unit in successors:
        lead_here = [one for one in successors if unit in line(one, successors)[1:]]
        assert sorted(forebears(unit, successors)) == sorted(lead_here)


@given(mergers)
def test_kinship_goes_both_ways(successors: dict[int, int | None]) -> None:
    pairs = {(one, other) for one in successors for other in kindred(one, successors)}
    assert pairs == {(other, one) for one, other in pairs}


@given(mergers)
def test_every_unit_is_under_exactly_one_unit_of_today(successors: dict[int, int | None]) -> None:
    today = [unit for unit, successor in successors.items() if successor is None]
    families = [one for unit in today for one in [unit, *forebears(unit, successors)]]
    assert sorted(families) == sorted(successors)
