"""What the sources make of a headline: printed, inferred or disputed (rule C5). Pure."""

from collections.abc import Iterable
from itertools import combinations
from typing import Literal

Standing = Literal["printed", "inferred", "disputed"]


def agree(one: str, other: str) -> bool:
    """Whether two values say the same; a date known less exactly agrees with a fuller one.

    "2022" and "2022-08-19" agree, "2022-08" and "2022-09-01" do not; editions and keys are equal
    or differ.
    """
    if "-" in one and "-" in other and one[:4].isdigit() and other[:4].isdigit():
        return one.startswith(other) or other.startswith(one)
    if _is_date_and_year(one, other) or _is_date_and_year(other, one):
        return one[:4] == other[:4]
    return one == other


def _is_date_and_year(date: str, year: str) -> bool:
    return len(date) >= 7 and date[4] == "-" and len(year) == 4 and year.isdigit()


def standing(headline: str, printed: Iterable[str]) -> Standing | None:
    """Where a headline stands; None when there is neither a headline nor a source for one.

    `headline` and `printed` are values as `Attestation.value` writes them; empty: not known.
    """
    values = [value for value in printed if value]
    if not values:
        return "inferred" if headline else None
    if headline and not any(agree(headline, value) for value in values):
        return "disputed"
    return "printed" if all(agree(*pair) for pair in combinations(values, 2)) else "disputed"
