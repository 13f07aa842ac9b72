"""The checks of figures, on numbers alone (F5)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from metrics.checks.examining import examine
from metrics.checks.findings import Finding, Identity, Reason, Verdict
from metrics.checks.inferring import Inferences, together
from metrics.checks.statements import NATION, Book, Place, Quantity, Statement, Trait
from metrics.enums import Against, Aggregation, Basis, ChangeIn, Measure, Qualifier, Scope
from metrics.intervals import Interval, exactly, printed
from metrics.periods import Period, day, first_months, year

SOUTH, CENTRAL = Place(Scope.REGION, 1), Place(Scope.REGION, 2)
SUM, LAST = Aggregation.SUM, Aggregation.LAST
TRAITS = {
    "retail": Trait(),
    "retail_goods": Trait(parent="retail", aggregation=SUM),
    "retail_total": Trait(parent="retail", aggregation=SUM),
    "funds": Trait(adds_up=True, aggregation=SUM),
    "funds_national": Trait(parent="funds", aggregation=SUM),
    "funds_local": Trait(parent="funds", aggregation=SUM),
    "recognised": Trait(aggregation=SUM),
    "clusters": Trait(aggregation=LAST),
    "with_wastewater": Trait(aggregation=LAST),
    "export": Trait(aggregation=SUM),
    "import": Trait(aggregation=SUM),
    "trade_balance": Trait(aggregation=Aggregation.RECOMPUTE),
    "iip": Trait(),
}
Y2020, HALF_2020 = year(2020), first_months(2020, 6)


class Figures:
    """Statements with running numbers."""

    def __init__(self) -> None:
        self.all: list[Statement] = []

    def say(
        self,
        indicator: str,
        number: str,
        *,
        place: Place = CENTRAL,
        period: Period = Y2020,
        basis: str = Basis.ACTUAL,
        measure: str = Measure.LEVEL,
        factor: int = 1,
        is_count: bool = False,
        qualifier: str = Qualifier.EXACT,
        problem: bool = False,
        **more,
    ) -> int:
        one = Statement(
            pk=len(self.all) + 1,
            indicator=indicator,
            place=place,
            period=period,
            basis=basis,
            measure=measure,
            digits=number,
            factor=Fraction(factor) if measure == Measure.LEVEL else Fraction(1, 100),
            qualifier=qualifier,
            is_count=is_count,
            is_known=not problem,
            **more,
        )
        self.all.append(one)
        return one.pk

    def share(self, indicator: str, number: str, **more) -> int:
        return self.say(indicator, number, measure=Measure.SHARE, **more)

    def growth(self, indicator: str, number: str, **more) -> int:
        more = {"against": Against.SAME_PERIOD} | more
        return self.say(indicator, number, measure=Measure.GROWTH, **more)

    def completion(self, indicator: str, number: str, **more) -> int:
        return self.say(indicator, number, measure=Measure.COMPLETION, **more)

    def plan(self, indicator: str, number: str, **more) -> int:
        return self.say(indicator, number, basis=Basis.PLAN, **more)

    def book(self, members=None) -> Book:
        return Book.of(self.all, TRAITS, members)

    def found(self, pk: int, members=None) -> Finding:
        (finding,) = examine(self.book(members), {pk})
        return finding

    def verdict(self, pk: int, members=None) -> tuple[str, str | None]:
        finding = self.found(pk, members)
        return finding.verdict, finding.reason


@pytest.fixture
def figures() -> Figures:
    return Figures()


def rounded(interval: Interval | None, places: int = 2) -> tuple[str, str]:
    """Both ends in percent."""
    assert interval
    low, high = (float(end * 100) for end in (interval.low, interval.high))
    return f"{low:.{places}f}", f"{high:.{places}f}"


# Known truths


def test_45_of_166_recognised_products_are_27_11_percent(figures: Figures) -> None:
    figures.say("recognised", "45", is_count=True)
    figures.say("recognised", "166", place=NATION, is_count=True)
    share = figures.share("recognised", "27.11")
    found = figures.found(share)
    assert (found.verdict, found.identity, found.used) == (Verdict.AGREES, Identity.SHARE, (1, 2))
    assert found.interval == exactly(Fraction(45, 166))


def test_share_of_goods_in_goods_and_services_is_of_different_indicators(figures: Figures) -> None:
    quarter = first_months(2022, 3)
    figures.say("retail_goods", "105091", period=quarter)
    figures.say("retail_total", "1.318", factor=1_000_000, place=NATION, period=quarter)
    share = figures.share("retail_goods", "7.97", period=quarter)
    found = figures.found(share)
    assert (found.verdict, found.used) == (Verdict.DIFFERENT, (1, 2))
    assert rounded(found.interval) == ("7.97", "7.98")


def test_share_of_its_own_indicator_goes_before_a_different_one(figures: Figures) -> None:
    figures.say("retail_goods", "50")
    figures.say("retail_total", "200", place=NATION)
    figures.say("retail_goods", "100", place=NATION)
    assert figures.verdict(figures.share("retail_goods", "50.0")) == (Verdict.AGREES, None)
    assert figures.verdict(figures.share("retail_goods", "25.0")) == (Verdict.DIFFERENT, None)
    assert figures.verdict(figures.share("retail_goods", "30.0")) == (Verdict.OFF, None)


def funds_of_2020(figures: Figures) -> dict[str, int]:
    return {
        "2019": figures.say("funds", "64.47", period=year(2019)),
        "2019 of plan": figures.completion("funds", "95.27", period=year(2019)),
        "2019 growth": figures.growth("funds", "7.34", period=year(2019)),
        "plan 2020": figures.plan("funds", "69.41"),
        "plan growth": figures.growth(
            "funds", "2.56", basis=Basis.PLAN, against=Against.PREVIOUS_PLAN
        ),
        "half": figures.say("funds", "19.9", period=HALF_2020),
        "half of plan": figures.completion("funds", "28.58", period=HALF_2020),
        "rate": figures.say(
            "funds",
            "12.92",
            period=HALF_2020,
            measure=Measure.RATE_CHANGE,
            against=Against.SAME_PERIOD,
            change_in=ChangeIn.UNCLEAR,
        ),
    }


def test_plan_of_2019_follows_twice_and_agrees(figures: Figures) -> None:
    said = funds_of_2020(figures)
    book = figures.book()
    plan_2019 = Quantity("funds", CENTRAL, year(2019), is_plan=True)
    inferred = Inferences(book).of(plan_2019)
    assert [one.follows_from for one in inferred] == [
        (said["2019"], said["2019 of plan"]),
        (said["plan 2020"], said["plan growth"]),
    ]
    assert [round(float(one.number), 2) for one in inferred] == [67.67, 67.68]
    common = together(inferred)
    assert common is not None
    assert (float(common.interval.low) > 67.66, float(common.interval.high) < 67.69) == (True, True)


def test_completion_and_growth_agree_through_the_inferred_plan(figures: Figures) -> None:
    said = funds_of_2020(figures)
    completion = figures.found(said["2019 of plan"])
    growth = figures.found(said["plan growth"])
    assert [(one.verdict, one.through is not None) for one in (completion, growth)] == [
        (Verdict.AGREES, True),
        (Verdict.AGREES, True),
    ]
    assert completion.used == (said["2019"], said["plan 2020"], said["plan growth"])
    assert growth.used == (said["plan 2020"], said["2019"], said["2019 of plan"])


def test_19_9_of_69_41_is_not_28_58_percent(figures: Figures) -> None:
    said = funds_of_2020(figures)
    found = figures.found(said["half of plan"])
    assert (found.verdict, found.used) == (Verdict.OFF, (said["half"], said["plan 2020"]))
    assert found.number is not None
    assert f"{float(found.number * 100):.2f}" == "28.67"
    assert rounded(found.interval) == ("28.60", "28.74")


def test_growth_on_a_year_nobody_stated_cannot_be_checked(figures: Figures) -> None:
    said = funds_of_2020(figures)
    found = figures.found(said["2019 growth"])
    assert (found.verdict, found.reason, found.missing) == (
        Verdict.UNCHECKABLE,
        Reason.MISSING,
        (Quantity("funds", CENTRAL, year(2018)),),
    )
    (inferred,) = Inferences(figures.book()).of(Quantity("funds", CENTRAL, year(2018)))
    assert f"{float(inferred.number):.2f}" == "60.06"
    assert inferred.follows_from[-1] == said["2019 growth"]


def test_rate_that_is_higher_by_percent_or_points_cannot_be_checked(figures: Figures) -> None:
    said = funds_of_2020(figures)
    assert figures.verdict(said["rate"]) == (Verdict.UNCHECKABLE, Reason.RATE_UNCLEAR)


def test_48_of_111_clusters_are_43_24_percent(figures: Figures) -> None:
    on = day(dt.date(2024, 9, 30))
    figures.say("with_wastewater", "48", period=on, is_count=True)
    figures.say("clusters", "111", period=on, is_count=True)
    share = figures.share("with_wastewater", "43.24", period=on, whole="clusters")
    assert figures.verdict(share) == (Verdict.AGREES, None)


def test_exports_in_dong_beside_dollars_are_a_slip_of_the_unit(figures: Figures) -> None:
    months = first_months(2024, 9)
    dollars = figures.say("export", "108.427", factor=1000, place=SOUTH, period=months)
    dong = figures.say(
        "export", "108.4", place=SOUTH, period=months, basis=Basis.ESTIMATE, problem=True
    )
    found = figures.found(dong)
    assert (found.verdict, found.reason, found.used) == (
        Verdict.OFF,
        Reason.OTHER_UNIT,
        (dollars,),
    )


def test_a_unit_that_cannot_be_converted_alone_cannot_be_checked(figures: Figures) -> None:
    figures.say("export", "99", factor=1000)
    dong = figures.say("export", "108.4", problem=True)
    assert figures.verdict(dong) == (Verdict.UNCHECKABLE, Reason.NOT_CONVERTED)


def test_trillion_for_quadrillion_is_a_slip_of_the_unit(figures: Figures) -> None:
    right = figures.say(
        "retail_total", "1.4", factor=1_000_000, qualifier=Qualifier.OVER, is_headline=True
    )
    wrong = figures.say("retail_total", "1.4", factor=1000, qualifier=Qualifier.OVER)
    assert examine(figures.book(), {right}) == []
    found = figures.found(wrong)
    assert (found.verdict, found.reason, found.used) == (
        Verdict.OFF,
        Reason.THOUSANDFOLD,
        (right,),
    )


def test_export_less_import_is_the_balance_within_rounding(figures: Figures) -> None:
    figures.say("export", "34.5", factor=1000, qualifier=Qualifier.OVER)
    figures.say("import", "34.2", factor=1000, qualifier=Qualifier.OVER)
    balance = figures.say("trade_balance", "245")
    found = figures.found(balance)
    assert (found.verdict, found.identity) == (Verdict.AGREES, Identity.BALANCE)
    assert figures.verdict(figures.say("trade_balance", "2450")) == (Verdict.OFF, None)


# Growth


@pytest.mark.parametrize(("number", "verdict"), [("12.47", Verdict.AGREES), ("20.0", Verdict.OFF)])
def test_growth_beside_two_levels(figures: Figures, number: str, verdict: str) -> None:
    figures.say("retail_total", "2171.53", period=first_months(2023, 9))
    figures.say("retail_total", "2442.33", period=first_months(2024, 9))
    growth = figures.growth("retail_total", number, period=first_months(2024, 9))
    assert figures.verdict(growth) == (verdict, None)


def test_decrease_is_a_growth_below_zero(figures: Figures) -> None:
    figures.say("export", "100.0", period=year(2019))
    figures.say("export", "97.6", period=year(2020))
    assert figures.verdict(figures.growth("export", "-2.4")) == (Verdict.AGREES, None)
    assert figures.verdict(figures.growth("export", "2.4")) == (Verdict.OFF, None)


@pytest.mark.parametrize(
    ("against", "base"),
    [
        (Against.SAME_PERIOD, {"period": year(2019)}),
        (Against.PREVIOUS_PERIOD, {"period": year(2019)}),
        (Against.PLAN, {"basis": Basis.PLAN}),
        (Against.PREVIOUS_PLAN, {"period": year(2019), "basis": Basis.PLAN}),
    ],
)
def test_growth_is_reckoned_on_what_the_source_says(
    figures: Figures, against: str, base: dict
) -> None:
    level = figures.say("export", "110.0")
    on = figures.say("export", "100.0", **base)
    found = figures.found(figures.growth("export", "10.0", against=against))
    assert (found.verdict, found.used) == (Verdict.AGREES, (level, on))


def test_growth_on_what_is_not_stated_agrees_or_cannot_be_checked(figures: Figures) -> None:
    figures.say("export", "100.0", period=year(2019))
    figures.say("export", "110.0")
    right = figures.found(figures.growth("export", "10.0", against=Against.NOT_STATED))
    other = figures.found(figures.growth("export", "15.0", against=Against.NOT_STATED))
    assert (right.verdict, right.assumed) == (Verdict.AGREES, True)
    assert (other.verdict, other.reason) == (Verdict.UNCHECKABLE, Reason.NOT_STATED)


def test_growth_from_what_may_be_zero_cannot_be_checked(figures: Figures) -> None:
    figures.say("export", "0", period=year(2019))
    figures.say("export", "110.0")
    assert figures.verdict(figures.growth("export", "10.0")) == (
        Verdict.UNCHECKABLE,
        Reason.MAY_BE_ZERO,
    )


def test_growth_on_nine_months_before_has_no_period(figures: Figures) -> None:
    growth = figures.growth(
        "export", "10.0", period=first_months(2020, 9), against=Against.PREVIOUS_PERIOD
    )
    assert figures.verdict(growth) == (Verdict.UNCHECKABLE, Reason.NO_EARLIER_PERIOD)


def test_inferences_that_contradict_each_other_are_off(figures: Figures) -> None:
    figures.say("funds", "60.0", period=year(2019))
    completion = figures.completion("funds", "95.0", period=year(2019))
    figures.plan("funds", "69.41")
    growth = figures.growth("funds", "50.0", basis=Basis.PLAN, against=Against.PREVIOUS_PLAN)
    assert (figures.verdict(completion)[0], figures.verdict(growth)[0]) == (
        Verdict.OFF,
        Verdict.OFF,
    )
    plan = Quantity("funds", CENTRAL, year(2019), is_plan=True)
    assert together(Inferences(figures.book()).of(plan)) is None


def test_nothing_follows_from_growth_on_what_is_not_stated(figures: Figures) -> None:
    before = Quantity("export", CENTRAL, year(2019))
    figures.say("export", "110.0")
    figures.growth("export", "10.0", against=Against.NOT_STATED)
    assert Inferences(figures.book()).of(before) == []
    figures.growth("export", "10.0")
    assert [float(one.number) for one in Inferences(figures.book()).of(before)] == [100.0]


def test_nothing_follows_from_a_ratio_that_may_be_zero(figures: Figures) -> None:
    figures.say("funds", "5.0")
    figures.completion("funds", "0.0")
    plan = Quantity("funds", CENTRAL, Y2020, is_plan=True)
    assert Inferences(figures.book()).of(plan) == []


def test_another_source_that_says_the_same_is_no_second_witness(figures: Figures) -> None:
    figures.say("export", "261371", source=1)
    one = figures.growth("export", "12.5", source=1)
    figures.say("export", "261370", source=2)
    figures.growth("export", "12.5", source=2)
    assert figures.verdict(one) == (Verdict.UNCHECKABLE, Reason.MISSING)


# Which level


def test_level_of_the_same_source_goes_before_that_of_another(figures: Figures) -> None:
    figures.say("export", "100.0", period=year(2019), source=2, is_headline=True)
    own = figures.say("export", "90.0", period=year(2019), source=1)
    level = figures.say("export", "99.0", source=1)
    found = figures.found(figures.growth("export", "10.0", source=1))
    assert (found.verdict, found.used) == (Verdict.AGREES, (level, own))


def test_headline_goes_before_other_answers_of_strangers(figures: Figures) -> None:
    figures.say("export", "90.0", period=year(2019), source=2)
    chosen = figures.say("export", "100.0", period=year(2019), source=3, is_headline=True)
    figures.say("export", "110.0", source=1)
    assert figures.found(figures.growth("export", "10.0", source=1)).used[1] == chosen


# Rates


@pytest.mark.parametrize(
    ("change_in", "number", "verdict"),
    [
        (ChangeIn.POINT, "5.0", Verdict.AGREES),
        (ChangeIn.POINT, "20.0", Verdict.OFF),
        (ChangeIn.PERCENT, "20.0", Verdict.AGREES),
        (ChangeIn.PERCENT, "5.0", Verdict.OFF),
    ],
)
def test_percent_and_percentage_points_are_told_apart(
    figures: Figures, change_in: str, number: str, verdict: str
) -> None:
    figures.completion("funds", "25.00", period=first_months(2019, 6))
    figures.completion("funds", "30.00", period=HALF_2020)
    rate = figures.say(
        "funds",
        number,
        period=HALF_2020,
        measure=Measure.RATE_CHANGE,
        against=Against.SAME_PERIOD,
        change_in=change_in,
    )
    assert figures.verdict(rate) == (verdict, None)


def test_change_of_a_rate_nobody_stated_cannot_be_checked(figures: Figures) -> None:
    figures.completion("funds", "30.00", period=HALF_2020)
    rate = figures.say(
        "funds",
        "5.0",
        period=HALF_2020,
        measure=Measure.RATE_CHANGE,
        against=Against.SAME_PERIOD,
        change_in=ChangeIn.POINT,
    )
    assert figures.verdict(rate) == (Verdict.UNCHECKABLE, Reason.RATE_MISSING)


def test_completion_that_is_a_target_cannot_be_checked(figures: Figures) -> None:
    figures.say("funds", "50.0")
    figures.plan("funds", "100.0")
    target = figures.completion("funds", "100", basis=Basis.PLAN)
    assert figures.verdict(target) == (Verdict.UNCHECKABLE, Reason.ONLY_A_TARGET)


# Parts and members


def test_breakdowns_come_to_the_whole(figures: Figures) -> None:
    figures.plan("funds_national", "11.375")
    figures.plan("funds_local", "49.465")
    right = figures.plan("funds", "60.840")
    wrong = figures.plan("funds", "61.840", source=2)
    found = figures.found(right)
    assert (found.verdict, found.identity, found.answered, found.asked) == (
        Verdict.AGREES,
        Identity.PARTS,
        2,
        2,
    )
    assert figures.verdict(wrong) == (Verdict.OFF, None)


def test_one_breakdown_larger_than_the_whole_is_off(figures: Figures) -> None:
    figures.say("funds_local", "70.0")
    assert figures.verdict(figures.say("funds", "60.0")) == (Verdict.OFF, None)


def test_breakdowns_that_are_no_parts_are_not_added(figures: Figures) -> None:
    figures.say("retail_goods", "5.0")
    figures.say("retail_total", "7.0")
    assert examine(figures.book(), {figures.say("retail", "6.0")}) == []


def provinces(figures: Figures, *numbers: str) -> dict:
    for pk, number in enumerate(numbers, start=11):
        figures.say("export", number, place=Place(Scope.PROVINCE, pk))
    return {(CENTRAL.pk, year(2020)): frozenset({11, 12, 13})}


@pytest.mark.parametrize(
    ("numbers", "verdict", "reason"),
    [
        (("1.5", "2.5", "3.0"), Verdict.AGREES, None),
        (("1.5", "2.5", "4.0"), Verdict.OFF, None),
        (("1.5", "2.5"), Verdict.UNCHECKABLE, Reason.SOME_MEMBERS),
        (("1.5", "8.5"), Verdict.OFF, None),
    ],
)
def test_region_is_the_sum_of_its_provinces(
    figures: Figures, numbers: tuple[str, ...], verdict: str, reason: str | None
) -> None:
    members = provinces(figures, *numbers)
    region = figures.say("export", "7.0")
    found = figures.found(region, members)
    assert (found.verdict, found.reason, found.answered, found.asked) == (
        verdict,
        reason,
        len(numbers),
        3,
    )


def test_region_without_figures_of_provinces_has_nothing_to_check(figures: Figures) -> None:
    members = provinces(figures)
    assert examine(figures.book(members), {figures.say("export", "7.0")}) == []


# Random truths


TRUE = st.decimals(1, 10**6, places=6)
PLACES = st.integers(0, 4)


def spell(number: Fraction, places: int) -> str:
    """As a source rounds and prints it."""
    return f"{round(Decimal(number.numerator) / Decimal(number.denominator), places):f}"


@settings(max_examples=10_000)
@given(TRUE, TRUE, PLACES, PLACES, PLACES, st.sampled_from(["share", "completion", "growth"]))
def test_no_true_rounding_is_ever_off(
    part: Decimal, base: Decimal, of_part: int, of_base: int, of_ratio: int, kind: str
) -> None:
    said = Figures()
    a, b = Fraction(part), Fraction(base)
    said.say("export", spell(a, of_part))
    if kind == "share":
        said.say("export", spell(b, of_base), place=NATION)
        ratio = said.share("export", spell(a / b * 100, of_ratio))
    elif kind == "completion":
        said.plan("export", spell(b, of_base))
        ratio = said.completion("export", spell(a / b * 100, of_ratio))
    else:
        said.say("export", spell(b, of_base), period=year(2019))
        ratio = said.growth("export", spell((a / b - 1) * 100, of_ratio))
    found = said.found(ratio)
    assert found.verdict in {Verdict.AGREES, Verdict.UNCHECKABLE}
    assert (found.reason == Reason.MAY_BE_ZERO) == (found.verdict == Verdict.UNCHECKABLE)


@settings(max_examples=2_000)
@given(st.lists(TRUE, min_size=1, max_size=8), PLACES, st.data())
def test_no_true_sum_is_ever_off(parts: list[Decimal], of_sum: int, data: st.DataObject) -> None:
    said = Figures()
    for pk, part in enumerate(parts, start=11):
        place = Place(Scope.PROVINCE, pk)
        said.say("export", spell(Fraction(part), data.draw(PLACES)), place=place)
    whole = said.say("export", spell(sum(map(Fraction, parts), Fraction(0)), of_sum))
    members = {(CENTRAL.pk, year(2020)): frozenset(range(11, 11 + len(parts)))}
    assert said.found(whole, members).verdict == Verdict.AGREES


@settings(max_examples=2_000)
@given(TRUE, TRUE, PLACES, PLACES, PLACES, st.booleans())
def test_a_change_beyond_rounding_is_always_off(
    part: Decimal, base: Decimal, of_part: int, of_base: int, of_ratio: int, up: bool
) -> None:
    said = Figures()
    a, b = Fraction(part), Fraction(base)
    said.say("export", spell(a, of_part))
    said.say("export", spell(b, of_base), place=NATION)
    true = printed(spell(a, of_part)), printed(spell(b, of_base))
    assume(true[1].low > 0)
    allowed = true[0] / true[1] * exactly(100)
    step = 2 * Fraction(10) ** -of_ratio  # rounding again takes back one at most
    wrong = allowed.high + step if up else allowed.low - step
    found = said.found(said.share("export", spell(wrong, of_ratio)))
    assert found.verdict == Verdict.OFF
    assert found.interval == replace(allowed, low=allowed.low / 100, high=allowed.high / 100)
