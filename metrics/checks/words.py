"""The findings of the checks in words: the verdict, the calculation, what it rests on (F5)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.permissions import Visitor
from conferences.citing import describe
from metrics.checks.findings import Finding, Identity, Inferred, Reason, Verdict
from metrics.checks.inferring import Inferences, together
from metrics.checks.reading import Examined, Named, book_about, examine_these
from metrics.checks.statements import Quantity
from metrics.conversion import PRECISE
from metrics.enums import Basis
from metrics.intervals import Interval
from metrics.models import Figure, Indicator
from metrics.wording import measure_in_words, printed_form, readable
from vietnamese.language import active
from vietnamese.numbers import format_number, quantity

VERDICTS: Mapping[Verdict, Promise] = {
    Verdict.OFF: gettext_lazy("Off"),
    Verdict.DIFFERENT: gettext_lazy("Agrees, different indicators"),
    Verdict.UNCHECKABLE: gettext_lazy("Cannot be checked"),
    Verdict.AGREES: gettext_lazy("Agrees"),
}
IDENTITIES: Mapping[Identity, Promise] = {
    Identity.GROWTH: gettext_lazy("growth between two levels"),
    Identity.SHARE: gettext_lazy("part of a whole"),
    Identity.COMPLETION: gettext_lazy("done, of the plan"),
    Identity.RATE: gettext_lazy("change of a rate"),
    Identity.PARTS: gettext_lazy("sum of the breakdowns"),
    Identity.MEMBERS: gettext_lazy("sum of the provinces"),
    Identity.BALANCE: gettext_lazy("exports less imports"),
    Identity.UNIT: gettext_lazy("unit"),
}
RATIOS = (Identity.GROWTH, Identity.SHARE, Identity.COMPLETION, Identity.RATE)
MOST_DECIMALS = 6
MOST_INFERRED = 40


@dataclass(frozen=True)
class Operand:
    """A figure that a calculation rests on, in words, and where it stands."""

    words: str
    url: str


@dataclass(frozen=True)
class Told:
    """One finding as a page tells it.

    `verdict` is the state for the colour, `label` its name; `calculation` may be empty; `inferred`
    says which level nobody stated was reckoned with.
    """

    figure: Figure
    finding: Finding
    stated: str
    measure: str
    url: str
    source: dict[str, Any]
    verdict: Verdict
    label: str
    identity: str
    sentence: str
    calculation: str
    operands: list[Operand]
    inferred: str = ""

    @property
    def about(self) -> str:
        """The figure among those of its indicator: what is said, of where and when."""
        figure = self.figure
        return f"{self.measure}, {figure.place_label}, {figure.period_label}: {self.stated}"


def told(finding: Finding, named: Named) -> Told:
    """A finding in the reader's language."""
    figure = named.figures[finding.subject]
    return Told(
        figure=figure,
        finding=finding,
        stated=printed_form(figure),
        measure=measure_in_words(figure),
        url=figure.get_absolute_url(),
        source=describe(figure.source),
        verdict=finding.verdict,
        label=str(VERDICTS[finding.verdict]),
        identity=str(IDENTITIES[finding.identity]),
        sentence=_sentence(finding, figure, named),
        calculation=_calculation(finding, figure, named),
        operands=[operand(named.figures[pk]) for pk in finding.used],
        inferred=_inferred(finding.through, named) if finding.through else "",
    )


def tell(findings: Iterable[Finding], examined: Examined) -> list[Told]:
    """Findings in the reader's language; one query."""
    findings = list(findings)
    named = Named.of((pk for one in findings for pk in one.figures), examined.book)
    return [told(one, named) for one in findings]


def told_about(figures: Iterable[Figure], visitor: Visitor) -> dict[int, list[Told]]:
    """What the checks say of the figures of a page, by pk; five queries."""
    examined = examine_these(figures, visitor)
    said: dict[int, list[Told]] = {}
    for one in tell(examined.findings, examined) if examined.findings else []:
        said.setdefault(one.figure.pk, []).append(one)
    return said


def summary(checks: list[Told]) -> dict[str, Any]:
    """The checks of some figures together, for `components/figure_table.html`.

    `words` counts them, "2 khớp, 1 chênh lệch"; `doubtful`: one of them is.
    """
    counts = Counter(one.verdict for one in checks)
    words = ", ".join(
        f"{counts[one]} {str(label).lower()}" for one, label in VERDICTS.items() if counts[one]
    )
    return {
        "all": checks,
        "words": words,
        "doubtful": any(one.finding.is_doubtful for one in checks),
    }


def operand(figure: Figure) -> Operand:
    """ "Kế hoạch năm 2020: 69,41 tỷ đồng", and the address of its line."""
    said = _("%(basis)s, %(period)s: %(number)s") % {
        "basis": figure.get_basis_display(),
        "period": figure.period_label,
        "number": readable(figure),
    }
    return Operand(
        f"{figure.indicator.label}, {figure.place_label}, {said}", figure.get_absolute_url()
    )


def inferred_levels(indicator: Indicator, visitor: Visitor) -> tuple[list[str], int]:
    """Its levels that nobody stated, each with what it follows from; and how many there are.

    Told are those of the `MOST_INFERRED` latest periods; where several inferences agree, what they
    come to together. Three queries.
    """
    book = book_about(indicator, visitor)
    levels: list[Inferred] = []
    for alone in Inferences(book).every(indicator.key):
        common = together(alone)
        levels += [common] if common else alone
    shown = sorted(levels, key=lambda one: one.quantity.period.end, reverse=True)[:MOST_INFERRED]
    named = Named.of((pk for one in shown for pk in one.follows_from), book)
    return [_inferred(one, named) for one in shown], len(levels)


def _sentence(finding: Finding, figure: Figure, named: Named) -> str:
    if finding.reason is not None:
        return _because(finding, named)
    result, between = _result(finding, figure)
    said = {"result": result, "between": between, "stated": readable(figure)}
    match finding.verdict:
        case Verdict.OFF if finding.answered < finding.asked:
            return _("%(answered)s of %(asked)s alone come to %(result)s; stated: %(stated)s.") % {
                **said,
                "answered": finding.answered,
                "asked": finding.asked,
            }
        case Verdict.OFF if between == result:
            return _("Recomputed: %(result)s; stated: %(stated)s.") % said
        case Verdict.OFF:
            return _("Recomputed: %(result)s (%(between)s); stated: %(stated)s.") % said
        case Verdict.DIFFERENT:
            used = [named.figures[pk].indicator.label for pk in finding.used]
            return _(
                "Recomputed: %(result)s, as stated, but of two indicators: “%(part)s” and "
                "“%(whole)s”."
            ) % {**said, "part": used[0], "whole": used[1]}
    if finding.assumed:
        return _(
            "Recomputed: %(result)s, if it is on the same period of the year before; the source "
            "does not say."
        ) % {"result": result}
    if between == result:
        return _("Recomputed: %(result)s.") % said
    return _("Recomputed: %(result)s (%(between)s).") % said


def _because(finding: Finding, named: Named) -> str:
    match finding.reason:
        case Reason.NOT_STATED if finding.number is not None:
            return _(
                "The source does not say what it compares with; on the same period of the year "
                "before it would be %(result)s."
            ) % {"result": _result(finding, named.figures[finding.subject])[0]}
        case Reason.MISSING:
            missing = "; ".join(_asked(one, named) for one in finding.missing)
            return _("No figure of: %(missing)s.") % {"missing": missing}
        case Reason.SOME_MEMBERS:
            return ngettext(
                "%(answered)s of %(asked)s has a figure: no sum yet.",
                "%(answered)s of %(asked)s have a figure: no sum yet.",
                finding.answered,
            ) % {"answered": finding.answered, "asked": finding.asked}
        case Reason.OTHER_UNIT:
            other = named.figures[finding.used[0]]
            return _(
                "The same number stands elsewhere as %(other)s: a slip of the unit, not a level."
            ) % {"other": readable(other)}
        case Reason.THOUSANDFOLD:
            other = named.figures[finding.used[0]]
            return _(
                "Another source has %(other)s, a thousand times as much or as little: a slip of "
                "the unit."
            ) % {"other": readable(other)}
    return str(WHY[finding.reason]) if finding.reason else ""


WHY: Mapping[Reason, Promise] = {
    Reason.NOT_STATED: gettext_lazy("The source does not say what it compares with."),
    Reason.RATE_UNCLEAR: gettext_lazy(
        "One rate is compared with another; whether in percent or in percentage points is not "
        "clear, and the two differ."
    ),
    Reason.RATE_MISSING: gettext_lazy("There is no figure of both rates that are compared."),
    Reason.ONLY_A_TARGET: gettext_lazy("It is a target for the plan, not what was done of it."),
    Reason.NO_EARLIER_PERIOD: gettext_lazy("There is no such period before this one."),
    Reason.NO_PLAN_YEAR: gettext_lazy("The period is not in one year, so no year's plan is meant."),
    Reason.SHARE_OF_ITSELF: gettext_lazy("It is not said what the whole is."),
    Reason.MAY_BE_ZERO: gettext_lazy("The number to divide by may be zero within its rounding."),
    Reason.NOT_CONVERTED: gettext_lazy("The printed unit cannot be read as the indicator's."),
}


def _asked(missing: Quantity, named: Named) -> str:
    """A level that nobody stated: indicator, place, period, and whether the plan."""
    basis = Basis.PLAN if missing.is_plan else Basis.ACTUAL
    return _("%(indicator)s, %(place)s, %(period)s (%(basis)s)") % {
        "indicator": named.indicator_label(missing.indicator),
        "place": named.place_label(missing.place),
        "period": missing.period.label(active()),
        "basis": str(basis.label).lower(),
    }


def _calculation(finding: Finding, figure: Figure, named: Named) -> str:
    """ "19,9 tỷ đồng ÷ 69,41 tỷ đồng = 28,67%"; empty where nothing was reckoned."""
    if finding.number is None or finding.identity == Identity.UNIT or finding.reason:
        return ""
    terms = [readable(named.figures[pk]) for pk in finding.used]
    if finding.through:
        inferred = _("%(number)s (inferred)") % {"number": _level(finding.through, figure)}
        stated = terms[0]
        is_base = finding.through.quantity != named.book.statements[figure.pk].quantity
        terms = [stated, inferred] if is_base else [inferred, stated]
    result, _between = _result(finding, figure)
    match finding.identity:
        case Identity.GROWTH:
            said = f"{terms[0]} ÷ {terms[1]} − 1"
        case Identity.RATE if figure.unit.quantity == "percentage_point":
            said = f"{terms[0]} − {terms[1]}"
        case Identity.RATE:
            said = f"{terms[0]} ÷ {terms[1]} − 1"
        case Identity.SHARE | Identity.COMPLETION:
            said = f"{terms[0]} ÷ {terms[1]}"
        case Identity.BALANCE:
            said = f"{terms[0]} − {terms[1]}"
        case _:
            said = " + ".join(terms)
    return f"{said} = {result}"


def _inferred(inferred: Inferred, named: Named) -> str:
    """Which level was inferred, from what, and what it may be; never a figure of its own."""
    figures = [named.figures[pk] for pk in inferred.follows_from]
    return _("%(what)s: %(number)s (%(between)s), inferred from %(figures)s; not reported.") % {
        "what": _asked(inferred.quantity, named),
        "number": _level(inferred, figures[0]),
        "between": _between(inferred.interval, 1, _width_decimals(inferred.interval)),
        "figures": " · ".join(readable(one) for one in figures),
    }


def _level(inferred: Inferred, beside: Figure) -> str:
    """An inferred level in the indicator's unit."""
    decimals = _width_decimals(inferred.interval)
    number = _number(inferred.number, decimals)
    return quantity(number, beside.indicator.unit.label)


def _result(finding: Finding, figure: Figure) -> tuple[str, str]:
    """What the others come to, and between which numbers, as the figure itself is printed."""
    number, interval = finding.number, finding.interval
    if number is None or interval is None:
        return "", ""
    if finding.identity in RATIOS:
        decimals, times, unit = len(figure.number.partition(".")[2]), 100, figure.unit.label
    else:
        decimals, times, unit = _width_decimals(interval), 1, figure.indicator.unit.label
    if finding.verdict == Verdict.OFF:
        decimals = _telling(interval, finding, figure, decimals, times)
    return (
        quantity(_number(number * times, decimals), unit),
        _between(interval, times, decimals, unit),
    )


def _telling(interval: Interval, finding: Finding, figure: Figure, least: int, times: int) -> int:
    """As many decimals as it takes to show that what was stated is not between the two ends."""
    stated = Fraction(figure.number) if times == 100 else Fraction(figure.value or 0)
    for decimals in range(least, MOST_DECIMALS):
        low, high = (round(end * times, decimals) for end in (interval.low, interval.high))
        if not low <= stated <= high:
            return decimals
    return MOST_DECIMALS


def _between(interval: Interval, times: int, decimals: int, unit: str = "") -> str:
    low, high = (_number(end * times, decimals) for end in (interval.low, interval.high))
    if unit:
        low, high = quantity(low, unit), quantity(high, unit)
    if low == high:
        return low
    return _("between %(low)s and %(high)s") % {"low": low, "high": high}


def _width_decimals(interval: Interval) -> int:
    """Decimals that show how wide an interval is, and no more: 2 of one a hundredth wide."""
    width = interval.high - interval.low
    if not width:
        return next(
            (n for n in range(MOST_DECIMALS) if interval.low == round(interval.low, n)),
            MOST_DECIMALS,
        )
    return next((n for n in range(MOST_DECIMALS) if width >= Fraction(10) ** -n), MOST_DECIMALS)


def _number(number: Fraction, decimals: int) -> str:
    exact = PRECISE.divide(Decimal(number.numerator), Decimal(number.denominator))
    return format_number(exact, decimals=decimals, notation=active())
