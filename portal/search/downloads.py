"""What a search found as a table that is taken away."""

from collections.abc import Sequence
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.search.results import Found
from provinces.tables import Column, Table


def result_table(found: Sequence[Found], *, typed: str, site: str) -> Table:
    """All that was read of each group, in the order of the page; `site` is "https://host"."""
    columns = [
        Column(_("Group of results"), lambda row: row[0].label, 24),
        Column(_("What was found"), lambda row: _plain(row[1].title), 50),
        Column(_("Text"), lambda row: _plain(row[1].text), 60),
        Column(_("About it"), lambda row: row[1].meta, 40),
        Column(_("Address"), lambda row: site + row[1].url, 50),
    ]
    capped = ", ".join(one.label for one in found if one.is_capped)
    notes = [_("Only the latest are in this table: %(groups)s.") % {"groups": capped}]
    rows = ((one, hit) for one in found for hit in one.hits)
    return Table(_("Search results"), columns, rows, filters=[typed], notes=notes if capped else [])


def _plain(marked: str) -> str:
    """A text without the marks of the search."""
    return unescape(strip_tags(marked)) if isinstance(marked, SafeString) else marked
