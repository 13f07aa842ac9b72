"""How much of what the sources say is in the register, and what was left out, why (C5, F2)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count

from conferences.enums import OmissionReason
from conferences.models import Omission, Source
from metrics.models import Figure


@dataclass(frozen=True)
class OfSource:
    """One source: its current figures in the register, and its statements left out, by reason."""

    key: str
    figures: int
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Coverage:
    """All sources that print a figure or had a statement left out, by key."""

    sources: list[OfSource]

    @property
    def figures(self) -> int:
        return sum(one.figures for one in self.sources)

    @property
    def left_out(self) -> Counter[str]:
        """Reason → statements, over all sources."""
        return sum((Counter(one.left_out) for one in self.sources), Counter())


def coverage() -> Coverage:
    """What is recorded of each source, and what is not; two queries whatever their number."""
    real = Figure.objects.current().filter(source__is_demonstration=False)
    figures = dict(real.order_by().values_list("source__key").annotate(n=Count("pk")))
    left_out: dict[str, Counter[str]] = {}
    rows = Omission.objects.filter(source__in=Source.objects.live()).order_by("pk")
    for key, reason in rows.values_list("source__key", "reason"):
        left_out.setdefault(key, Counter())[reason] += 1
    return Coverage(
        [
            OfSource(key, figures.get(key, 0), left_out.get(key, {}))
            for key in sorted({*figures, *left_out})
        ]
    )


def in_words(reasons: Mapping[str, int]) -> str:
    """ "3 (the source does not say of which place 2; …)": a number for each reason, most first."""
    most_first = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return "; ".join(f"{OmissionReason(reason).label}: {n}" for reason, n in most_first)
