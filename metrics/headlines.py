"""Sentences computed from the figures of a chart, for the line above it. Pure: no database.

Each says only what the numbers beside it show. Figures of unlike bases, over a break of the series
or with a number that its source only rounds to ("over", "about") are not set against each other:
the sentence says so. Nothing in them judges a place (C7).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.charts.data import Bar, Line, Point, in_words
from metrics.enums import Basis
from vietnamese.language import active
from vietnamese.numbers import format_number, quantity

TENTH = Decimal("0.1")
NAMED = 3  # of equal numbers; the others are counted


class Kind(StrEnum):
    """What a sentence claims of its operands."""

    ALONE = "alone"  # one number, and nothing about another
    ROSE = "rose"  # the first is more than the second, of the year before
    FELL = "fell"
    SAME = "same"
    OTHER_BASIS = "other_basis"  # there is a year before, not compared, and why
    BROKEN = "broken"
    ROUNDED = "rounded"
    ENDS = "ends"  # the first operands are the greatest, the others the least
    EQUAL = "equal"  # all are equal
    MOVED = "moved"  # so many rose, fell, stayed


@dataclass(frozen=True)
class Claim:
    """A sentence with what it claims, of which figures; str() is the sentence.

    `change` is what a rise or fall is said to be, in percent, or in points where the unit is
    percent; None when the sentence gives both numbers alone. `counts` are rose, fell, same and
    not compared of MOVED.
    """

    kind: Kind
    operands: tuple[Point | Bar, ...]
    words: str
    change: Decimal | None = None
    counts: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.words


def latest(line: Line, unit: str) -> Claim | None:
    """The last number of a line, and how it stands to the same period of the year before.

    None of a line without points.
    """
    if not line.points:
        return None
    now = line.in_order[-1]
    before = _year_before(line, now)
    words = {"latest": in_words(now, unit, line.label, now.label)}
    if before is None:
        return Claim(Kind.ALONE, (now,), f"{words['latest']}.")
    broken = line.broken(before, now)
    words |= {
        "before": before.label,
        "number": _with_unit(before.shown, unit),
        "basis": str(Basis(before.basis).label).lower(),
        "why": broken.words if broken else "",
    }
    kind = _relation(line, before, now)
    change = _change(before, now, unit) if kind in (Kind.ROSE, Kind.FELL) else None
    if change is not None:
        words["change"] = _change_in_words(change, unit)
    sentence = _against(kind, measured=change is not None)
    return Claim(kind, (now, before), sentence % words, change)


def ends(bars: Sequence[Bar], unit: str) -> Claim | None:
    """The greatest and the least number among places; None without any."""
    if not bars:
        return None
    if len(bars) == 1:
        return Claim(Kind.ALONE, (bars[0],), f"{_named(bars, unit)}.")
    high, low = max(bar.value for bar in bars), min(bar.value for bar in bars)
    most = tuple(bar for bar in bars if bar.value == high)
    least = tuple(bar for bar in bars if bar.value == low)
    if high == low:
        words = _("All %(count)s numbers are the same: %(number)s.") % {
            "count": len(bars),
            "number": _with_unit(bars[0].shown, unit),
        }
        return Claim(Kind.EQUAL, most, " ".join([words, *_cautions(bars)]))
    words = _("Of %(count)s numbers, the highest: %(high)s; the lowest: %(low)s.") % {
        "count": len(bars),
        "high": _named(most, unit),
        "low": _named(least, unit),
    }
    return Claim(Kind.ENDS, (*most, *least), " ".join([words, *_cautions(bars)]))


def moved(lines: Sequence[Line]) -> Claim | None:
    """Of how many places the last period's number is more than that of the year before.

    The period is the last of any line; a line counts when both numbers are there and can be
    compared. None when no line can.
    """
    every = [point for line in lines for point in line.points]
    if not every:
        return None
    last = max(every, key=lambda point: (point.end, point.start))
    relations, operands = [], []
    for line in lines:
        now = next((p for p in line.points if (p.start, p.end) == (last.start, last.end)), None)
        before = now and _year_before(line, now)
        if now is None or before is None:
            continue
        relation = _relation(line, before, now)
        if relation in (Kind.ROSE, Kind.FELL, Kind.SAME):
            relations.append(relation)
            operands += [now, before]
    if not relations:
        return None
    counts = [relations.count(kind) for kind in (Kind.ROSE, Kind.FELL, Kind.SAME)]
    left = len(lines) - len(relations)
    words = _(
        "%(period)s against the same period of the year before: up in %(rose)s of %(count)s places "
        "compared, down in %(fell)s, unchanged in %(same)s."
    ) % {
        "period": _capital(last.label),
        "count": len(relations),
        "rose": counts[0],
        "fell": counts[1],
        "same": counts[2],
    }
    if left:
        words += " " + ngettext(
            "%(left)s place cannot be compared.", "%(left)s places cannot be compared.", left
        ) % {"left": left}
    return Claim(Kind.MOVED, tuple(operands), words, counts=(*counts, left))


def _year_before(line: Line, now: Point) -> Point | None:
    wanted = (_back_a_year(now.start), _back_a_year(now.end))
    return next((p for p in line.points if (p.start, p.end) == wanted), None)


def _back_a_year(day: dt.date) -> dt.date:
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _relation(line: Line, before: Point, now: Point) -> Kind:
    if before.basis != now.basis:
        return Kind.OTHER_BASIS
    if line.broken(before, now):
        return Kind.BROKEN
    if not (before.exact and now.exact):
        return Kind.ROUNDED
    if now.value == before.value:
        return Kind.SAME
    return Kind.ROSE if now.value > before.value else Kind.FELL


def _against(kind: Kind, *, measured: bool) -> str:
    """The sentence of a relation, its blanks still open."""
    match kind:
        case Kind.ROSE if measured:
            return _("%(latest)s; up %(change)s on %(before)s (%(number)s).")
        case Kind.FELL if measured:
            return _("%(latest)s; down %(change)s on %(before)s (%(number)s).")
        case Kind.ROSE:
            return _("%(latest)s; up from %(number)s for %(before)s.")
        case Kind.FELL:
            return _("%(latest)s; down from %(number)s for %(before)s.")
        case Kind.SAME:
            return _("%(latest)s; the same number as for %(before)s.")
        case Kind.OTHER_BASIS:
            return _(
                "%(latest)s. Not compared with %(before)s, whose number is of another basis: "
                "%(basis)s."
            )
        case Kind.BROKEN:
            return _("%(latest)s. Not compared with %(before)s, because the series breaks: %(why)s")
    return _("%(latest)s. For %(before)s: %(number)s; not compared, as one is not an exact number.")


def _change(before: Point, now: Point, unit: str) -> Decimal | None:
    """By how much, without its sign: percent, or points of a percentage; None if that says little.

    No percent of nothing or of a negative number, and none that rounds to nothing.
    """
    difference = abs(now.value - before.value)
    if unit == "%":
        return difference
    if before.value <= 0 or now.value < 0:
        return None
    percent = (difference / before.value * 100).quantize(TENTH, ROUND_HALF_UP)
    return percent or None


def _change_in_words(change: Decimal, unit: str) -> str:
    number = format_number(_plain(change), notation=active())
    return _("%(n)s percentage points") % {"n": number} if unit == "%" else quantity(number, "%")


def _plain(number: Decimal) -> Decimal:
    """Without zeros behind: 2.000000 → 2, and 100, not 1E+2."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def _named(bars: Sequence[Bar], unit: str) -> str:
    """ "Nghệ An, Thanh Hóa: 15%": bars of one number."""
    names = ", ".join(bar.label for bar in bars)
    if len(bars) > NAMED:
        names = _("%(names)s and %(count)s others") % {
            "names": ", ".join(bar.label for bar in bars[:NAMED]),
            "count": len(bars) - NAMED,
        }
    one = bars[0] if len({bar.basis for bar in bars}) == 1 else None
    return in_words(one, unit, names) if one else f"{names}: {_with_unit(bars[0].shown, unit)}"


def _cautions(bars: Sequence[Bar]) -> list[str]:
    """What a reader must know before setting these numbers against each other."""
    bases = [str(basis.label).lower() for basis in Basis if basis in {bar.basis for bar in bars}]
    said = []
    if len(bases) > 1:
        named = {"bases": ", ".join(bases)}
        said.append(_("The numbers are of different bases: %(bases)s.") % named)
    if not all(bar.exact for bar in bars):
        said.append(_("Not all are exact: sources print some as “over”, “almost” or “about”."))
    return said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _with_unit(number: str, unit: str) -> str:
    return quantity(number, unit) if unit else number
