"""The Atom feed of new and changed records (RFC 4287)."""

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from conferences import queries
from conferences.models import Series
from portal import changes
from portal.changes import Entry
from reports.addresses import portal_name


class Changes(Feed):
    """What is new about all conferences, or those of one series, in the reader's language."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, key: str = "") -> Series | None:
        """The series asked for; None for all."""
        return get_object_or_404(queries.series_page(key)) if key else None

    def title(self, series: Series | None) -> str:
        """What the feed is called."""
        name = _("Industry and Trade Conference Database")
        return f"{series.label} · {name}" if series else name

    def subtitle(self, series: Series | None) -> str:
        """What it brings."""
        return _("New records of conferences, and what was changed of them.")

    def author_name(self, series: Series | None) -> str:
        """The register itself: who wrote a record is not told."""
        return _("Industry and Trade Conference Database")

    def link(self, series: Series | None) -> str:
        """The page that the feed follows."""
        return series.get_absolute_url() if series else reverse("home")

    def feed_guid(self, series: Series | None) -> str:
        """An identity that stays when addresses change."""
        return identity(f"series/{series.pk}" if series else "conferences")

    def items(self, series: Series | None) -> list[Entry]:
        """The latest entries."""
        return changes.latest(series)

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return escape(item.text)

    def item_link(self, item: Entry) -> str:
        return item.conference.get_absolute_url() if item.conference else reverse("correction_list")

    def item_guid(self, item: Entry) -> str:
        return identity(item.key)

    def item_pubdate(self, item: Entry) -> dt.datetime:
        return item.published

    def item_updateddate(self, item: Entry) -> dt.datetime:
        return item.updated

    def item_categories(self, item: Entry) -> list[str]:
        return [item.conference.series.label] if item.conference else []


def identity(path: str) -> str:
    """A tag URI (RFC 4151): the same for good, whatever the address of the page."""
    return f"tag:{portal_name()},2026:{path}"


@conditional_page
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """New and changed records of all series."""
    return Changes()(request)


@conditional_page
@require_safe
def series_feed(request: HttpRequest, key: str) -> HttpResponse:
    """New and changed records of one series."""
    return Changes()(request, key=key)
