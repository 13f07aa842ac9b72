"""What a search found, in groups, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.search.scoring import BY_NAME


class Group(TextChoices):
    """What can be found; of groups equally good the earlier one comes first."""

    PROVINCES = "provinces", _("Provinces and cities")
    SERIES = "series", _("Conference series")
    CONFERENCES = "conferences", _("Conferences")
    REGIONS = "regions", _("Regions")
    FIGURES = "figures", _("Figures")
    INDICATORS = "indicators", _("Indicators")
    ORGANISATIONS = "organisations", _("Organisations")
    OFFICES = "offices", _("People and their offices")
    PROPOSALS = "proposals", _("Proposals")
    POINTS = "points", _("Results, limits and tasks")
    SOURCES = "sources", _("Sources")


@dataclass(frozen=True)
class Hit:
    """One result for `components/search_hit.html`. `title` and `text` are HTML with marks.

    `day` orders equal scores, as an ISO date or nothing; `entry` is the line of a conference for
    `components/entry.html`. The languages are those of a quotation, empty for the reader's own.
    """

    title: SafeString
    url: str
    score: float
    meta: str = ""
    text: SafeString | str = ""
    day: str = ""
    title_language: str = ""
    text_language: str = ""
    entry: dict = field(default_factory=dict)

    @property
    def is_by_name(self) -> bool:
        """Whether it is what the search calls by its name."""
        return self.score >= BY_NAME


@dataclass(frozen=True)
class Found:
    """The results of one group, best first; `is_capped` when there may be more."""

    group: Group
    hits: Sequence[Hit]
    is_capped: bool = False

    @property
    def key(self) -> str:
        return self.group.value

    @property
    def label(self) -> str:
        return str(self.group.label)

    @property
    def best(self) -> float:
        return self.hits[0].score


def ordered(hits: Sequence[Hit]) -> list[Hit]:
    """The best first; of equals the latest, then as they came."""
    answering = [hit for hit in hits if hit.score > 0]
    answering.sort(key=lambda hit: hit.day, reverse=True)
    return sorted(answering, key=lambda hit: round(hit.score, 3), reverse=True)
