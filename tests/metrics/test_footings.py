"""Figures of provinces on the units of another day, as pure arithmetic (P5, F4, F6)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.enums import Aggregation
from metrics.footings.lineage import Lineage, Unit, members_of_day
from metrics.footings.members import Merged, changes_of_members
from metrics.footings.sums import (
    Answer,
    Footed,
    Reason,
    Said,
    answer,
    as_reported,
    on_day,
    total,
)
from metrics.periods import Period, year

START, GROWN = dt.date(2004, 1, 1), dt.date(2008, 8, 1)
MERGER, TODAY = dt.date(2025, 7, 1), dt.date(2026, 11, 22)

# Quảng Bình and Quảng Trị form Quảng Trị; Thừa Thiên Huế becomes Huế; Hà Tây is joined to Hà Nội,
# and land of Vĩnh Phúc, which is later part of Phú Thọ.
QB, QT, QT_2025, TTH, HUE, HN, HT, VP, PT, PT_2025 = range(1, 11)


def unit(pk: int, successor: int | None = None, **said) -> Unit:
    columns = {"valid_from": START, "valid_until": None, "territory": f"t{pk}"} | said
    return Unit(pk, successor, **columns)


LINEAGE = Lineage.of(
    [
        unit(QB, QT_2025, valid_until=MERGER),
        unit(QT, QT_2025, valid_until=MERGER),
        unit(QT_2025, valid_from=MERGER),
        unit(TTH, HUE, valid_until=dt.date(2025, 1, 1), territory="hue"),
        unit(HUE, valid_from=dt.date(2025, 1, 1), territory="hue"),
        unit(HN),
        unit(HT, HN, valid_until=GROWN),
        unit(VP, PT_2025, valid_until=MERGER, changed_on=frozenset({GROWN})),
        unit(PT, PT_2025, valid_until=MERGER),
        unit(PT_2025, valid_from=MERGER),
    ]
)


def answers(**values: str) -> dict[int, Answer]:
    """Unit by its name here → what is said of it."""
    return {
        globals()[name]: answer([Said(globals()[name], Decimal(value))])
        for name, value in values.items()
    }


def footed(
    pk: int,
    said: dict[int, Answer],
    period: Period | None = None,
    *,
    day: dt.date = TODAY,
    aggregation: str = Aggregation.SUM,
) -> Footed:
    return on_day(
        pk,
        lineage=LINEAGE,
        answers=said,
        period=period or year(2020),
        day=day,
        aggregation=aggregation,
    )


# What sources say of one unit (F4)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("3.94", False)], (Decimal("3.94"), (1,), None)),
        ([("3.94", False), ("3.940", False)], (Decimal("3.94"), (1, 2), None)),
        ([("3.94", False), ("4.1", False)], (None, (1, 2), Reason.DISAGREE)),
        ([("3.94", False), ("4.1", True)], (Decimal("4.1"), (2,), None)),
        ([(None, False)], (None, (1,), Reason.UNCLEAR)),
        ([(None, False), ("4.1", False)], (None, (1, 2), Reason.DISAGREE)),
    ],
)
def test_answer_is_the_headline_or_what_all_say(said, expected) -> None:
    figures = [
        Said(pk, value and Decimal(value), is_headline=headline)
        for pk, (value, headline) in enumerate(said, start=1)
    ]
    found = answer(reversed(figures))
    assert (found.value, found.figures, found.reason) == expected


def test_answer_is_exact_when_one_source_prints_it_exactly() -> None:
    vague = Said(1, Decimal(4), exact=False)
    assert answer([vague]).exact is False
    assert answer([vague, Said(2, Decimal(4))]).exact is True


# One unit on the footing of a day (P5)


def test_merged_unit_is_the_exact_sum_of_its_predecessors() -> None:
    found = footed(QT_2025, answers(QB="3.94", QT="0.1"))
    assert (found.value, found.partial, found.reason) == (Decimal("4.04"), None, None)
    assert [(part.unit, part.value) for part in found.parts] == [
        (QB, Decimal("3.94")),
        (QT, Decimal("0.1")),
    ]
    assert (found.answered, len(found.parts), found.figures) == (2, 2, (QB, QT))


def test_sum_of_some_predecessors_is_no_total() -> None:
    found = footed(QT_2025, answers(QB="3.94"))
    assert (found.value, found.partial, found.reason) == (
        None,
        Decimal("3.94"),
        Reason.INCOMPLETE,
    )
    assert (found.answered, len(found.parts)) == (1, 2)


def test_own_figure_for_a_period_before_birth_replaces_the_predecessors() -> None:
    found = footed(QT_2025, answers(QB="3.94", QT="5", QT_2025="9"))
    assert (found.value, found.is_own, found.figures) == (Decimal(9), True, (QT_2025,))


def test_unit_of_the_day_before_the_merger_keeps_its_own_figure() -> None:
    said = answers(QB="3.94", QT_2025="9")
    assert footed(QB, said, day=dt.date(2024, 1, 1)).value == Decimal("3.94")
    split = footed(QT, said, day=dt.date(2024, 1, 1))
    assert (split.value, split.partial, split.reason) == (None, None, Reason.SPLIT)


def test_predecessors_that_were_gone_before_the_period_are_not_asked() -> None:
    found = footed(QT_2025, answers(), year(2026))
    assert (found.reason, [part.unit for part in found.parts]) == (Reason.NOTHING, [QT_2025])


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        (Aggregation.LAST, (Decimal(9), None, None)),
        (Aggregation.NONE, (None, None, Reason.NOT_ADDITIVE)),
        (Aggregation.RECOMPUTE, (None, None, Reason.RECOMPUTE)),
    ],
)
def test_what_is_not_additive_says_why(aggregation, expected) -> None:
    found = footed(QT_2025, answers(QB="4", QT="5"), aggregation=aggregation)
    assert (found.value, found.partial, found.reason) == expected


@pytest.mark.parametrize("aggregation", Aggregation)
@pytest.mark.parametrize(("pk", "day"), [(HUE, TODAY), (TTH, dt.date(2024, 1, 1))])
@pytest.mark.parametrize("name", ["TTH", "HUE"])
def test_renamed_unit_keeps_its_figure_on_either_side(aggregation, pk, day, name) -> None:
    found = footed(pk, answers(**{name: "7.5"}), day=day, aggregation=aggregation)
    assert (found.value, found.is_own) == (Decimal("7.5"), True)


def test_contradicting_sources_of_a_part_leave_no_total() -> None:
    said = answers(QT="5") | {QB: answer([Said(21, Decimal(3)), Said(22, Decimal(4))])}
    found = footed(QT_2025, said)
    assert (found.value, found.partial, found.reason) == (None, Decimal(5), Reason.DISAGREE)
    assert (found.answered, len(found.parts)) == (1, 2)


def test_sum_with_a_rounded_part_is_not_exact() -> None:
    said = answers(QT="5") | {QB: answer([Said(21, Decimal(3), exact=False)])}
    assert (footed(QT_2025, said).value, footed(QT_2025, said).exact) == (Decimal(8), False)


# 1 August 2008


@pytest.mark.parametrize(
    ("period", "day", "expected"),
    [
        (year(2007), TODAY, Reason.BREAK),
        (year(2008), TODAY, Reason.BREAK),
        (year(2009), TODAY, None),
        (year(2007), dt.date(2008, 7, 31), None),
        (year(2007), GROWN, Reason.BREAK),
        (year(2009), dt.date(2008, 7, 31), Reason.BREAK),
        (Period(START, GROWN), dt.date(2008, 7, 31), None),
        (Period(GROWN, dt.date(2009, 1, 1)), GROWN, None),
    ],
)
def test_unit_that_grew_shows_a_break(period, day, expected) -> None:
    found = footed(HN, answers(HN="10", HT="3"), period, day=day)
    assert (found.reason, found.value) == (expected, None if expected else Decimal(10))


def test_break_still_tells_who_said_what() -> None:
    found = footed(HN, answers(HN="10", HT="3"), year(2007))
    assert [(part.unit, part.value) for part in found.parts] == [
        (HN, Decimal(10)),
        (HT, Decimal(3)),
    ]
    assert found.partial == Decimal(13)


def test_break_of_a_part_breaks_the_merged_unit() -> None:
    said = answers(VP="5", PT="6")
    assert footed(PT_2025, said, year(2007)).reason is Reason.BREAK
    assert footed(PT_2025, said, year(2009)).value == Decimal(11)


def test_own_figure_of_the_merged_unit_has_no_break() -> None:
    assert footed(PT_2025, answers(VP="5", PT="6", PT_2025="12"), year(2007)).value == Decimal(12)


def test_joined_unit_was_not_part_of_a_figure_of_the_years_before() -> None:
    on = dt.date(2007, 1, 1)
    assert footed(HT, answers(HN="10"), year(2006), day=on).reason is Reason.NOTHING
    assert footed(HT, answers(HN="10"), year(2009), day=on).reason is Reason.SPLIT


# A region (F6)


def members(day: dt.date, units: Iterable[int], said: dict[int, Answer]) -> list[Footed]:
    return [footed(pk, said, day=day) for pk in units]


def test_total_of_a_region_needs_every_member() -> None:
    said = answers(QB="1", QT="2", HUE="4")
    whole = total(members(TODAY, [QT_2025, HUE], said), aggregation=Aggregation.SUM)
    assert (whole.value, whole.partial, whole.answered, whole.asked) == (Decimal(7), None, 2, 2)
    del said[QT]
    found = total(members(TODAY, [QT_2025, HUE], said), aggregation=Aggregation.SUM)
    assert (found.value, found.partial, found.reason) == (None, Decimal(5), Reason.INCOMPLETE)
    assert (found.answered, found.asked) == (1, 2)


def test_total_is_the_same_on_both_footings() -> None:
    said = answers(QB="1", QT="2", TTH="4")
    reported = [as_reported(pk, lineage=LINEAGE, answers=said) for pk in (QB, QT, TTH)]
    within, across = members_of_day(
        [QB, QT, TTH], on=dt.date(2024, 1, 1), lineage=LINEAGE, day=TODAY
    )
    assert (within, across) == ([QT_2025, HUE], [])
    assert total(reported, aggregation=Aggregation.SUM).value == Decimal(7)
    today = total(members(TODAY, within, said), aggregation=Aggregation.SUM)
    assert (today.value, today.asked) == (Decimal(7), 2)


def test_as_reported_adds_nothing_up() -> None:
    found = as_reported(QT_2025, lineage=LINEAGE, answers=answers(QB="1", QT="2"))
    assert (found.value, found.reason) == (None, Reason.NOTHING)


def test_region_whose_border_runs_through_a_later_unit_has_no_total() -> None:
    within, across = members_of_day([QB, TTH], on=dt.date(2024, 1, 1), lineage=LINEAGE, day=TODAY)
    assert (within, across) == ([HUE], [QT_2025])
    found = total(
        members(TODAY, within, answers(HUE="4")), aggregation=Aggregation.SUM, across=across
    )
    assert (found.value, found.partial, found.reason, found.asked) == (
        None,
        Decimal(4),
        Reason.ACROSS,
        2,
    )


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [(Aggregation.NONE, Reason.NOT_ADDITIVE), (Aggregation.RECOMPUTE, Reason.RECOMPUTE)],
)
def test_total_of_what_is_not_additive_says_why(aggregation, expected) -> None:
    found = total(members(TODAY, [HUE], answers(HUE="4")), aggregation=aggregation)
    assert (found.value, found.partial, found.reason) == (None, None, expected)


def test_total_of_nothing_is_nothing() -> None:
    found = total(members(TODAY, [HUE, QT_2025], {}), aggregation=Aggregation.SUM)
    assert (found.value, found.partial, found.reason) == (None, None, Reason.NOTHING)


# Members of two days


def changed(before: list[int], after: list[int], *days: dt.date):
    found = days or (dt.date(2024, 1, 1), TODAY)
    return changes_of_members(before, after, lineage=LINEAGE, days=found)


def test_members_that_merged_cover_the_same_area() -> None:
    found = changed([QB, QT, TTH, HN], [QT_2025, HUE, HN])
    assert found.merged == (Merged(QT_2025, (QB, QT), True),)
    assert (found.stayed, found.renamed, found.joined, found.left) == ((HN,), ((TTH, HUE),), (), ())
    assert found.same_area is True


def test_member_that_merged_with_an_outsider_is_no_exact_union() -> None:
    found = changed([QB, HN], [QT_2025])
    assert found.merged == (Merged(QT_2025, (QB,), False),)
    assert (found.left, found.same_area) == ((HN,), False)


def test_members_that_came_and_went() -> None:
    found = changed([HN], [HUE])
    assert (found.joined, found.left, found.same_area) == ((HUE,), (HN,), False)


def test_land_that_went_over_the_border_is_another_area() -> None:
    days = dt.date(2007, 1, 1), dt.date(2009, 1, 1)
    assert changed([PT, VP], [PT, VP], *days).same_area is False
    assert changed([HN, HT, VP], [HN, VP], *days).same_area is True
    assert changed([PT, QB], [PT, QB], *days).same_area is True


def test_same_members_have_not_changed() -> None:
    found = changed([HN, VP], [HN, VP], dt.date(2010, 1, 1), dt.date(2020, 1, 1))
    assert (found.renamed, found.merged, found.joined, found.left) == ((), (), (), ())
    assert found.same_area is True


# Random mergers

AMOUNTS = st.decimals(
    min_value=-(10**8), max_value=10**9 - 1, places=6, allow_nan=False, allow_infinity=False
)


@st.composite
def mergers(draw) -> tuple[Lineage, list[dt.date]]:
    """Some units of 2004 that merge, or are renamed, on three days; and days between."""
    units = [unit(pk) for pk in range(draw(st.integers(1, 9)))]
    days = [dt.date(2010, 1, 1), dt.date(2017, 7, 1), dt.date(2025, 7, 1)]
    for day in days:
        standing = [one for one in units if one.valid_until is None]
        groups: dict[int, list[Unit]] = {}
        for one in standing:
            groups.setdefault(draw(st.integers(0, len(standing))), []).append(one)
        for number, group in groups.items():
            if number == 0:
                continue  # these go on
            pk = len(units)
            land = group[0].territory if len(group) == 1 else f"t{pk}"
            units.append(unit(pk, valid_from=day, territory=land))
            for one in group:
                columns = {"valid_until": day, "territory": one.territory}
                units[one.pk] = unit(one.pk, pk, valid_from=one.valid_from, **columns)
    return Lineage.of(units), [START, *days, TODAY]


@given(data=st.data(), tree=mergers())
def test_what_was_reported_is_preserved_on_every_later_day(data, tree) -> None:
    lineage, days = tree
    first = lineage.on(START)
    values = {pk: data.draw(AMOUNTS) for pk in first}
    said = {pk: answer([Said(pk, value)]) for pk, value in values.items()}
    day = data.draw(st.sampled_from(days))
    found = [
        on_day(
            pk,
            lineage=lineage,
            answers=said,
            period=year(2005),
            day=day,
            aggregation=Aggregation.SUM,
        )
        for pk in lineage.on(day)
    ]
    whole = total(found, aggregation=Aggregation.SUM)
    assert whole.value is not None
    assert Fraction(whole.value) == sum((Fraction(one) for one in values.values()), Fraction(0))
    assert sorted(pk for one in found for pk in one.figures) == sorted(first)


@given(data=st.data(), tree=mergers())
def test_missing_parts_are_never_taken_for_a_total(data, tree) -> None:
    lineage, __ = tree
    first = lineage.on(START)
    reported = data.draw(st.sets(st.sampled_from(first)))
    said = {pk: answer([Said(pk, Decimal(pk + 1))]) for pk in reported}
    for pk in lineage.on(TODAY):
        found = on_day(
            pk,
            lineage=lineage,
            answers=said,
            period=year(2005),
            day=TODAY,
            aggregation=Aggregation.SUM,
        )
        made_of = {lineage.same_area(one)[-1] for one in lineage.atoms(pk, TODAY)}
        assert (found.value is not None) == (made_of <= reported)
        assert len(found.parts) == len(made_of)
        assert found.answered == len(made_of & reported)


@given(data=st.data(), tree=mergers())
def test_own_figure_of_a_merged_unit_replaces_all_before_it(data, tree) -> None:
    lineage, __ = tree
    said = {pk: answer([Said(pk, data.draw(AMOUNTS))]) for pk in lineage.units}
    for pk in lineage.on(TODAY):
        found = on_day(
            pk,
            lineage=lineage,
            answers=said,
            period=year(2005),
            day=TODAY,
            aggregation=data.draw(st.sampled_from(Aggregation)),
        )
        assert (found.value, found.figures) == (said[pk].value, (pk,))


@given(data=st.data(), tree=mergers())
def test_order_of_units_and_figures_does_not_matter(data, tree) -> None:
    lineage, days = tree
    day = data.draw(st.sampled_from(days))
    every = data.draw(st.permutations(list(lineage.units.values())))
    said = [
        Said(pk, Decimal(data.draw(st.integers(1, 2))), is_headline=data.draw(st.booleans()))
        for pk in range(3)
    ]
    assert answer(data.draw(st.permutations(said))) == answer(said)
    reported = data.draw(st.sets(st.sampled_from(list(lineage.units))))
    answered = {pk: answer([Said(pk, Decimal(pk))]) for pk in reported}
    other = Lineage.of(every)

    def read(tree: Lineage) -> dict[int, Footed]:
        return {
            pk: on_day(
                pk,
                lineage=tree,
                answers=answered,
                period=year(2005),
                day=day,
                aggregation=Aggregation.SUM,
            )
            for pk in tree.on(day)
        }

    assert read(lineage) == read(other)


@given(data=st.data(), tree=mergers())
def test_what_is_read_on_a_footing_stays_the_same_when_it_is_read_again(data, tree) -> None:
    lineage, __ = tree
    said = {pk: answer([Said(pk, data.draw(AMOUNTS))]) for pk in lineage.on(START)}
    ask = {"lineage": lineage, "period": year(2005), "day": TODAY, "aggregation": Aggregation.SUM}
    once = {pk: on_day(pk, answers=said, **ask) for pk in lineage.on(TODAY)}
    again = {pk: answer([Said(pk, one.value)]) for pk, one in once.items()}
    for pk, one in once.items():
        assert on_day(pk, answers=said | again, **ask).value == one.value


@given(tree=mergers())
def test_mergers_alone_leave_the_area_of_all_units_the_same(tree) -> None:
    lineage, days = tree
    for before, after in pairwise(days):
        found = changes_of_members(
            lineage.on(before), lineage.on(after), lineage=lineage, days=(before, after)
        )
        assert (found.same_area, found.joined, found.left) == (True, (), ())
        assert all(one.exact for one in found.merged)
