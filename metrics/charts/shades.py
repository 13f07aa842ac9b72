"""Shades of the tile map: at most five groups of values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from vietnamese.numbers import quantity

MOST_SHADES = 5


@dataclass(frozen=True)
class Shading:
    """States and legend for `provinces.queries.tile_map`; `titles` says each place's number."""

    states: dict[int, str]
    titles: dict[int, str]
    legend: list[tuple[str, str]]


def shade(values: Mapping[int, tuple[Decimal, str]], *, unit: str) -> Shading:
    """Shade 1 (lightest, least) to 5 for place id → (value, as shown).

    Each shade takes about as many different values, equal values one shade; the legend gives the
    least and the greatest number of each.
    """
    ranks = {value: rank for rank, value in enumerate(sorted({v for v, _shown in values.values()}))}
    shades = min(MOST_SHADES, len(ranks))
    states = {
        place: f"s{_step(ranks[value] * shades // len(ranks), shades)}"
        for place, (value, _shown) in values.items()
    }
    legend = []
    for state in sorted(set(states.values())):
        members = sorted(values[place] for place, own in states.items() if own == state)
        ends = list(dict.fromkeys((members[0][1], members[-1][1])))
        legend.append((state, _with_unit(" – ".join(ends), unit)))
    return Shading(
        states=states,
        titles={place: _with_unit(shown, unit) for place, (_value, shown) in values.items()},
        legend=[*legend, ("", _("no figure"))],
    )


def _step(group: int, shades: int) -> int:
    """Fewer groups than five keep the ends of the scale: 1 3 5, or 1 5; one is in the middle."""
    if shades == 1:
        return 3
    return 1 + round(group * (MOST_SHADES - 1) / (shades - 1))


def _with_unit(number: str, unit: str) -> str:
    return quantity(number, unit) if unit else number
