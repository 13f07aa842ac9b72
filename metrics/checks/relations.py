"""What one printed number says of two levels: growth, share of the nation, share of the plan."""

from dataclasses import dataclass, replace

from metrics.checks.findings import Identity, Reason
from metrics.checks.statements import NATION, Quantity, Statement
from metrics.enums import Against, Measure
from metrics.intervals import Interval, exactly
from metrics.periods import period_before, year_before, year_of

ONE = exactly(1)


@dataclass(frozen=True)
class Relation:
    """`of` is so many times `base`; `is_change`: the number printed is that ratio less one.

    `base` is None where the statement cannot be one about two levels, for `reason`. `assumed`: the
    source does not say what it compares with, and this is the usual reading.
    """

    identity: Identity
    of: Quantity
    base: Quantity | None
    is_change: bool = False
    assumed: bool = False
    reason: Reason | None = None

    def said(self, ratio: Interval) -> Interval:
        """The ratio of two levels as the source would print it: growth is the ratio less one."""
        return ratio - ONE if self.is_change else ratio

    def ratio(self, said: Interval) -> Interval:
        """The ratio of the two levels, from the number the source prints."""
        return said + ONE if self.is_change else said


def relation_of(one: Statement) -> Relation | None:
    """What a statement says of two levels; None of a level and of a count of provinces."""
    if not one.is_known:
        return None
    match one.measure:
        case Measure.GROWTH:
            return _growth(one)
        case Measure.SHARE:
            return _share(one)
        case Measure.COMPLETION:
            return _completion(one)
    return None


def _growth(one: Statement) -> Relation:
    of, before = one.quantity, year_before(one.period)
    base: Quantity | None = None
    match one.against:
        case Against.SAME_PERIOD | Against.NOT_STATED if before:
            base = replace(of, period=before, is_plan=False)
        case Against.PREVIOUS_PLAN if before:
            base = replace(of, period=before, is_plan=True)
        case Against.PLAN:
            of, base = replace(of, is_plan=False), replace(of, is_plan=True)
        case Against.PREVIOUS_PERIOD if previous := period_before(one.period):
            base = replace(of, period=previous, is_plan=False)
    return Relation(
        Identity.GROWTH,
        of,
        base,
        is_change=True,
        assumed=one.against == Against.NOT_STATED,
        reason=None if base else Reason.NO_EARLIER_PERIOD,
    )


def _share(one: Statement) -> Relation:
    of = one.quantity
    if one.whole:
        return Relation(Identity.SHARE, of, replace(of, indicator=one.whole))
    if one.place == NATION:
        return Relation(Identity.SHARE, of, None, reason=Reason.SHARE_OF_ITSELF)
    return Relation(Identity.SHARE, of, replace(of, place=NATION))


def _completion(one: Statement) -> Relation:
    done, whole_year = replace(one.quantity, is_plan=False), year_of(one.period)
    if one.is_plan:
        return Relation(Identity.COMPLETION, done, None, reason=Reason.ONLY_A_TARGET)
    if whole_year is None:
        return Relation(Identity.COMPLETION, done, None, reason=Reason.NO_PLAN_YEAR)
    plan = replace(done, period=whole_year, is_plan=True)
    return Relation(Identity.COMPLETION, done, plan)
