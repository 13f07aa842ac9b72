"""Which of two records' headlines stands when they become one (C5)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from conferences.enums import Fact, Rank, Status
from conferences.models import Attestation, Conference
from conferences.standing import agree

KEPT, DROPPED, BOTH = "kept", "dropped", "both"

# What is chosen as one → its columns. Texts can stand after each other.
HEADLINES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "edition": ("edition",),
    "date": ("starts_on", "precision", "ends_on"),
    "host": ("host",),
    "region": ("region",),
    "status": ("status", "postponed_from"),
    "form": ("form",),
    "venue": ("venue",),
    "summary": ("summary",),
    "note": ("note",),
    "participants_complete": ("participants_complete",),
}
TEXTS = ("summary", "note")
FACTS = {
    "title": Fact.NAME,
    "edition": Fact.EDITION,
    "date": Fact.DATE,
    "host": Fact.HOST,
    "venue": Fact.VENUE,
}


@dataclass(frozen=True)
class Choice:
    """A headline that the records tell differently, and whose telling stands."""

    name: str
    kept: tuple
    dropped: tuple
    stands: str


def choices(
    kept: Conference,
    dropped: Conference,
    attestations: Iterable[Attestation],
    chosen: Mapping[str, str],
) -> Iterator[Choice]:
    """The headlines that the records tell differently; what is not `chosen` is proposed."""
    for name, columns in HEADLINES.items():
        ours, theirs = _told(kept, columns), _told(dropped, columns)
        if ours == theirs:
            continue
        stands = chosen.get(name)
        if stands not in (KEPT, DROPPED) and (stands != BOTH or name not in TEXTS):
            stands = _proposed(name, kept, dropped, attestations)
        yield Choice(name, ours, theirs, stands)


def merge_headlines(kept: Conference, dropped: Conference, chosen: Sequence[Choice]) -> Conference:
    """The kept record with the headlines that were chosen; not saved."""
    merged = copy(kept)
    for choice in chosen:
        for column in HEADLINES[choice.name]:
            if choice.stands == DROPPED:
                setattr(merged, column, getattr(dropped, column))
            elif choice.stands == BOTH:
                both = filter(None, [getattr(kept, column), getattr(dropped, column)])
                setattr(merged, column, "\n".join(both))
    return merged


def value_of(one: Conference, name: str) -> str:
    """A headline as `Attestation` writes it: "10", "2022-05-13", the key of a province."""
    match name:
        case "edition":
            return str(one.edition or "")
        case "date":
            return one.starts_on.isoformat()[: {"day": 10, "month": 7, "year": 4}[one.precision]]
        case "host":
            return one.host.key if one.host else ""
    return getattr(one, name)


def _told(one: Conference, columns: Iterable[str]) -> tuple:
    return tuple(one.serializable_value(name) for name in columns)


def _proposed(
    name: str, kept: Conference, dropped: Conference, attestations: Iterable[Attestation]
) -> str:
    """The fuller of the two, then the better attested one, then the kept record's."""
    ours, theirs = (getattr(one, HEADLINES[name][0]) for one in (kept, dropped))
    if name == "edition" and kept.series_id != dropped.series_id:
        return KEPT
    if not ours or not theirs:
        return KEPT if ours else DROPPED
    if name in TEXTS:
        return BOTH
    if name == "status":
        open_ = kept.status in (Status.PLANNED, Status.POSTPONED)
        return DROPPED if open_ and dropped.status in (Status.HELD, Status.CANCELLED) else KEPT
    if name not in FACTS:
        return KEPT
    told = [value_of(one, name) for one in (kept, dropped)]
    if name == "date" and agree(*told) and len(told[0]) != len(told[1]):
        return KEPT if len(told[0]) > len(told[1]) else DROPPED
    said = [one for one in attestations if one.field == FACTS[name]]
    ours, theirs = (_weight(value, said) for value in told)
    return DROPPED if theirs > ours else KEPT


def _weight(value: str, said: Iterable[Attestation]) -> tuple[int, int]:
    """How heavy the best source is that prints a value, and how many do."""
    ranks = [
        len(Rank) - Rank.values.index(one.source.rank)
        for one in said
        if agree(value, one.value or one.printed)
    ]
    return max(ranks, default=0), len(ranks)
