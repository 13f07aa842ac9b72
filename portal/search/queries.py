"""A search from what was typed to what is shown."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.permissions import Visitor
from portal.search import catalogues, records
from portal.search.catalogues import Shelf
from portal.search.reading import Catalogue, Kind, Query, Term, nearest, read
from portal.search.results import Found, Group, Hit, ordered
from vietnamese.dates import format_date
from vietnamese.language import active
from vietnamese.roman import to_roman

ASKED: dict[Group, Callable[[Query, Shelf, Visitor], list[Hit]]] = {
    Group.PROVINCES: catalogues.province_hits,
    Group.SERIES: catalogues.series_hits,
    Group.CONFERENCES: records.conference_hits,
    Group.REGIONS: catalogues.region_hits,
    Group.FIGURES: records.figure_hits,
    Group.INDICATORS: catalogues.indicator_hits,
    Group.ORGANISATIONS: records.organisation_hits,
    Group.OFFICES: records.office_hits,
    Group.PROPOSALS: records.proposal_hits,
    Group.POINTS: records.point_hits,
    Group.SOURCES: records.source_hits,
}
READ_WHOLE = (Group.PROVINCES, Group.SERIES, Group.REGIONS, Group.INDICATORS)
# What has a name of its own is suggested while somebody types.
SUGGESTED = (
    Group.PROVINCES,
    Group.SERIES,
    Group.CONFERENCES,
    Group.REGIONS,
    Group.INDICATORS,
    Group.ORGANISATIONS,
)


@dataclass(frozen=True)
class Search:
    """What was found: groups by their best result, and how the search was understood."""

    query: Query
    shelf: Shelf
    catalogue: Catalogue
    groups: list[Found]

    def understood(self) -> list[dict]:
        """The terms that were recognised, for a line above the results: {label, text, url}."""
        return [shown for term in self.query.required if (shown := self._understood(term))]

    def nearest(self) -> str:
        """The search as it may have been meant, for when nothing was found."""
        return nearest(self.query, self.catalogue)

    def _understood(self, term: Term) -> dict | None:
        if term.edition:
            return _shown(_("Edition"), to_roman(term.edition))
        if term.days:
            return _shown(_("When"), ", ".join(_days_in_words(*days) for days in term.days))
        if Kind.PROVINCE in term.named:
            units = [self.shelf.places.by_id[pk] for pk in term.provinces]
            unit = max(units, key=lambda one: (one.valid_until is None, one.valid_from))
            text = records.host_in_words(unit, self.shelf)
            return _shown(_("Province or city"), text, unit.get_absolute_url())
        for kind, label in ((Kind.REGION, _("Region")), (Kind.INDICATOR, _("Indicator"))):
            if kind in term.named:
                names = self.catalogue.exact[term.phrases[0].folded]
                return _shown(label, next(name.text for name in names if name.kind == kind))
        return None


def search(typed: str, visitor: Visitor, groups: Collection[Group] = tuple(Group)) -> Search:
    """Find what `typed` asks for among these groups; the questions asked are those of each group.

    Groups about equally good stay in the order of `Group`.
    """
    shelf = Shelf.load()
    catalogue = shelf.catalogue()
    query = read(typed, catalogue)
    found = []
    if query.required:
        for group in groups:
            hits = ASKED[group](query, shelf, visitor)
            if best := ordered(hits):
                is_capped = group not in READ_WHOLE and len(hits) >= records.CANDIDATES
                found.append(Found(group, best, is_capped))
    found.sort(key=lambda one: int(one.best * 5), reverse=True)
    return Search(query, shelf, catalogue, found)


def _shown(label: str, text: str, url: str = "") -> dict:
    return {"label": label, "text": text, "url": url}


def _days_in_words(start: dt.date, end: dt.date) -> str:
    """ "năm 2024", "tháng 5/2022", "13/5/2022", "2019–2024"."""
    days = (end - start).days
    if days == 1:
        return format_date(start, "day", active())
    if days <= 31:
        return format_date(start, "month", active())
    if days <= 366:
        return format_date(start, "year", active())
    return f"{start.year}–{end.year - 1}"
