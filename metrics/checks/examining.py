"""The checks: each printed number beside those it should fit, rounding allowed for (F5)."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from operator import add

from metrics.checks.findings import Finding, Identity, Reason, Verdict
from metrics.checks.inferring import Inferences
from metrics.checks.relations import Relation, relation_of
from metrics.checks.statements import Book, Place, Quantity, Statement
from metrics.enums import Aggregation, ChangeIn, Measure, Scope
from metrics.intervals import Interval, exactly

# The balance is the one difference among the indicators.
BALANCE, EXPORT, IMPORT = "trade_balance", "export", "import"
SUMMED = (Aggregation.SUM, Aggregation.LAST)
# A thousand is the slip of "trillion" for "nghìn tỷ" and of "nghìn tỷ" for "tỷ".
SLIPS = (1000, 1000_000)


def examine(book: Book, only: Collection[int] | None = None) -> list[Finding]:
    """What the checks find about every statement, or about those in `only`, by statement.

    A statement to which no check applies has no finding. What a source does not say or nobody
    stated is never called an error.
    """
    known = Inferences(book)
    found: list[Finding] = []
    for pk, one in book.statements.items():
        if only is None or pk in only:
            found += _about(book, one, known)
    return found


def _about(book: Book, one: Statement, known: Inferences) -> Iterator[Finding]:
    if one.measure == Measure.RATE_CHANGE:
        yield _rate_change(book, one)
    elif relation := known.relations.get(one.pk):
        yield _relation(book, one, relation, known)
    elif one.measure == Measure.LEVEL and not one.is_known:
        yield _not_converted(book, one)
    elif one.measure == Measure.LEVEL:
        yield from _sums(book, one)
        yield from _slip(book, one)


def _relation(book: Book, one: Statement, said: Relation, known: Inferences) -> Finding:
    """Growth, share or completion, beside the two levels it is about."""
    blank = Finding(one.pk, said.identity, Verdict.UNCHECKABLE, assumed=said.assumed)
    if said.base is None:
        return replace(blank, reason=said.reason)
    part, base = book.best(said.of, one), book.best(said.base, one)
    if part and base:
        finding = _compared(blank, one, said, part, base)
        if finding.verdict != Verdict.OFF:
            return finding
        if said.assumed:
            return replace(finding, verdict=Verdict.UNCHECKABLE, reason=Reason.NOT_STATED)
        return _with_kin(book, blank, one, said, part) or finding
    missing = tuple(q for q, there in ((said.of, part), (said.base, base)) if there is None)
    blank = replace(blank, missing=missing, reason=Reason.MISSING)
    if said.assumed:
        return replace(blank, reason=Reason.NOT_STATED)
    kin = _with_kin(book, blank, one, said, part) if part else None
    return kin or _through(book, blank, one, said, known, part=part, base=base) or blank


def _compared(
    blank: Finding, one: Statement, said: Relation, part: Statement, base: Statement
) -> Finding:
    ratio = _ratio(part, base)
    if ratio is None:
        return replace(blank, reason=Reason.MAY_BE_ZERO, used=(part.pk, base.pk))
    number, interval = ratio
    return _judged(blank, one, said, number, interval, used=(part.pk, base.pk))


def _judged(
    blank: Finding,
    one: Statement,
    said: Relation,
    ratio: Fraction,
    interval: Interval,
    *,
    used: tuple[int, ...],
) -> Finding:
    number = ratio - 1 if said.is_change else ratio
    shown = said.said(interval)
    fits = one.interval is not None and shown.meets(one.interval)
    return replace(
        blank,
        verdict=Verdict.AGREES if fits else Verdict.OFF,
        number=number,
        interval=shown,
        used=used,
    )


def _with_kin(
    book: Book, blank: Finding, one: Statement, said: Relation, part: Statement
) -> Finding | None:
    """The same reckoned with an indicator easily taken for the base: agrees with that, or None.

    Only of shares of the nation and of the plan; a growth or a named whole is about one indicator.
    """
    if said.base is None or said.is_change or one.whole:
        return None
    for indicator in book.kin(said.base.indicator):
        base = book.best(replace(said.base, indicator=indicator), one)
        if base is None or _ratio(part, base) is None:
            continue
        finding = _compared(blank, one, said, part, base)
        if finding.verdict == Verdict.AGREES:
            return replace(finding, verdict=Verdict.DIFFERENT, missing=(), reason=None)
    return None


def _through(
    book: Book,
    blank: Finding,
    one: Statement,
    said: Relation,
    known: Inferences,
    *,
    part: Statement | None,
    base: Statement | None,
) -> Finding | None:
    """Beside what other figures say the missing level must be; None when they say nothing.

    Another source that says the same is no second witness.
    """
    stated, wanted = part or base, said.base if part else said.of
    if stated is None or wanted is None:
        return None
    findings = []
    for inferred in known.of(wanted):
        if one.claim in {book.statements[pk].claim for pk in inferred.follows_from}:
            continue
        ratio = (
            _divided(stated.reckoned, (inferred.number, inferred.interval))
            if part
            else _divided((inferred.number, inferred.interval), stated.reckoned)
        )
        if ratio is not None:
            finding = _judged(blank, one, said, *ratio, used=(stated.pk, *inferred.follows_from))
            findings.append(replace(finding, through=inferred, missing=(), reason=None))
    agreeing = [finding for finding in findings if finding.verdict == Verdict.AGREES]
    return next(iter(agreeing or findings), None)


def _rate_change(book: Book, one: Statement) -> Finding:
    """A rate that rose: by percent of itself, or by percentage points; they are told apart."""
    blank = Finding(one.pk, Identity.RATE, Verdict.UNCHECKABLE)
    if one.change_in == ChangeIn.UNCLEAR or one.interval is None:
        return replace(blank, reason=Reason.RATE_UNCLEAR)
    pair = _rates(book, one)
    if pair is None:
        return replace(blank, reason=Reason.RATE_MISSING)
    now, before = pair
    (number, interval), (old, old_interval) = now.reckoned, before.reckoned
    used = (now.pk, before.pk)
    if one.change_in == ChangeIn.POINT:
        number, interval = number - old, interval - old_interval
    else:
        ratio = _divided((number, interval), (old, old_interval))
        if ratio is None:
            return replace(blank, reason=Reason.MAY_BE_ZERO, used=used)
        number, interval = ratio[0] - 1, ratio[1] - exactly(1)
    fits = interval.meets(one.interval)
    verdict = Verdict.AGREES if fits else Verdict.OFF
    return replace(blank, verdict=verdict, number=number, interval=interval, used=used)


def _rates(book: Book, one: Statement) -> tuple[Statement, Statement] | None:
    """The rate of the period and that of the one before, of one kind."""
    growth = relation_of(replace(one, measure=Measure.GROWTH))
    if growth is None or growth.base is None:
        return None
    for now in book.rates.get(growth.of, []):
        for before in book.rates.get(growth.base, []):
            if (now.measure, now.whole) == (before.measure, before.whole):
                return now, before
    return None


def _sums(book: Book, one: Statement) -> Iterator[Finding]:
    """A level beside the sum of its breakdowns, of its provinces; a balance beside its sides."""
    trait = book.traits[one.indicator]
    if trait.adds_up:
        asked = [replace(one.quantity, indicator=key) for key in book.breakdowns(one.indicator)]
        yield from _summed(book, one, Identity.PARTS, asked)
    members = book.members.get((one.place.pk, one.period), frozenset())
    if one.place.scope == Scope.REGION and trait.aggregation in SUMMED and members:
        places = [Place(Scope.PROVINCE, pk) for pk in sorted(members)]
        asked = [replace(one.quantity, place=place) for place in places]
        yield from _summed(book, one, Identity.MEMBERS, asked)
    if one.indicator == BALANCE:
        yield from _balance(book, one)


def _summed(
    book: Book, one: Statement, identity: Identity, asked: list[Quantity]
) -> Iterator[Finding]:
    """A sum is one when all have answered; fewer may still come to more than the whole (F6)."""
    stated = [level for quantity in asked if (level := book.best(quantity, one))]
    if not stated or one.interval is None:
        return
    number = sum((level.reckoned[0] for level in stated), Fraction(0))
    interval = reduce(add, (level.reckoned[1] for level in stated))
    used = tuple(level.pk for level in stated)
    finding = Finding(
        one.pk,
        identity,
        Verdict.AGREES if interval.meets(one.interval) else Verdict.OFF,
        number,
        interval,
        used,
        answered=len(stated),
        asked=len(asked),
    )
    if len(stated) == len(asked):
        yield finding
        return
    positive = all(level.reckoned[1].low >= 0 for level in stated)
    too_much = positive and interval.low > one.interval.high
    verdict = Verdict.OFF if too_much else Verdict.UNCHECKABLE
    yield replace(finding, verdict=verdict, reason=None if too_much else Reason.SOME_MEMBERS)


def _balance(book: Book, one: Statement) -> Iterator[Finding]:
    sides = [book.best(replace(one.quantity, indicator=key), one) for key in (EXPORT, IMPORT)]
    if sides[0] is None or sides[1] is None or one.interval is None:
        return
    (sold, sold_interval), (bought, bought_interval) = sides[0].reckoned, sides[1].reckoned
    interval = sold_interval - bought_interval
    verdict = Verdict.AGREES if interval.meets(one.interval) else Verdict.OFF
    used = (sides[0].pk, sides[1].pk)
    yield Finding(one.pk, Identity.BALANCE, verdict, sold - bought, interval, used)


def _not_converted(book: Book, one: Statement) -> Finding:
    """A number in a unit that cannot be the indicator's: a slip where another source has it."""
    for other in book.levels.get(one.quantity, []):
        if other.shown.meets(one.shown):
            return Finding(
                one.pk,
                Identity.UNIT,
                Verdict.OFF,
                other.number,
                other.interval,
                (other.pk,),
                reason=Reason.OTHER_UNIT,
            )
    return Finding(one.pk, Identity.UNIT, Verdict.UNCHECKABLE, reason=Reason.NOT_CONVERTED)


def _slip(book: Book, one: Statement) -> Iterator[Finding]:
    """Two answers a thousand times apart are one number in two units; the headline is believed."""
    others = [other for other in book.levels.get(one.quantity, []) if other is not one]
    if one.is_headline or not others:
        return
    interval = one.reckoned[1]
    for other in others:
        theirs = other.reckoned[1]
        for times in SLIPS:
            much, little = interval * exactly(times), theirs * exactly(times)
            if not interval.meets(theirs) and (much.meets(theirs) or little.meets(interval)):
                yield Finding(
                    one.pk,
                    Identity.UNIT,
                    Verdict.OFF,
                    other.number,
                    other.interval,
                    (other.pk,),
                    reason=Reason.THOUSANDFOLD,
                )
                return


def _ratio(part: Statement, base: Statement) -> tuple[Fraction, Interval] | None:
    return _divided(part.reckoned, base.reckoned)


def _divided(
    part: tuple[Fraction, Interval], base: tuple[Fraction, Interval]
) -> tuple[Fraction, Interval] | None:
    """The ratio and what it may be; None where the divisor may be zero."""
    try:
        return part[0] / base[0], part[1] / base[1]
    except ZeroDivisionError:
        return None
