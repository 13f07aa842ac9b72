"""What the holes of the register are looked for in, and how one is told."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from conferences.models import Attestation, Conference, Series, Source
from conferences.queries import LIVE_HANDOVERS
from conferences.timeline import Timeline, timeline
from metrics.models import Figure
from provinces.queries import Places

LIMIT = 100
"""Rows shown of one hole: as they are mended, the next come up."""


@dataclass(frozen=True)
class Row:
    """A record with a hole, in words; `label` leads to its public page, where it has one.

    `lang` is the language of the label, `edit_label` what is done at `edit_url` where it is more
    than editing; `address` a source's own page, `looked_url` where it is said to open still.
    """

    label: str
    missing: str
    edit_url: str
    edit_label: str = ""
    url: str = ""
    note: str = ""
    group: str = ""
    lang: str = ""
    address: str = ""
    looked_url: str = ""


@dataclass(frozen=True)
class Desk:
    """What the holes are looked for in: all that was not retired, drafts included.

    Of one series, or of one reason for leaving out, when the keeper asks for it.
    """

    today: dt.date
    series: Series | None = None
    reason: str = ""

    @cached_property
    def conferences(self) -> list[Conference]:
        """With what is printed of their headlines and their handover; latest of a series first."""
        rows = Conference.objects.live().filter(series__retired_at=None)
        if self.series:
            rows = rows.filter(series=self.series)
        attested = Attestation.objects.select_related("source")
        return list(
            rows.select_related("series", "host", "region")
            .prefetch_related(LIVE_HANDOVERS, Prefetch("attestations", attested))
            .order_by("series__position", "series_id", "-starts_on", "pk")
        )

    @cached_property
    def timelines(self) -> list[tuple[Series, Timeline]]:
        """The chain of every series that hands over a flag (H2)."""
        places = Places.load()
        flagged = [one for one in self.conferences if one.series.has_flag]
        return [
            (series, timeline(list(group), places=places, today=self.today))
            for series, group in groupby(flagged, key=attrgetter("series"))
        ]

    def figures(self) -> QuerySet[Figure]:
        """Current figures, by indicator."""
        rows = Figure.objects.current().exclude(reported_at__retired_at__isnull=False)
        if self.series:
            rows = rows.filter(reported_at__series=self.series)
        return rows.select_related(
            "indicator",
            "unit",
            "region",
            "province",
            "conference__series",
            "whole",
            "source",
            "reported_at__series",
        ).order_by("indicator__position", "indicator_id", "-period_end", "period_start", "pk")


@dataclass(frozen=True)
class Hole:
    """One kind of hole or doubt: what it means, what to do, how it is found and shown.

    `narrowed_by` names what its rows can be narrowed by: "series", "reason" or nothing.
    """

    name: str
    label: Promise
    meaning: Promise
    remedy: Promise
    find: Callable[[Desk], Sequence[Any] | QuerySet[Any]]
    row: Callable[[Any], Row]
    narrowed_by: str = "series"

    @property
    def advice(self) -> str:
        """What it means and what to do."""
        return f"{self.meaning} {self.remedy}"

    def count(self, desk: Desk) -> int:
        """How many there are."""
        return _number_of(self.find(desk))

    def first_rows(self, desk: Desk) -> tuple[int, list[Row]]:
        """How many there are, and the first of them."""
        found = self.find(desk)
        return _number_of(found), [self.row(one) for one in found[:LIMIT]]


def _number_of(found: Sequence[Any] | QuerySet[Any]) -> int:
    return found.count() if isinstance(found, QuerySet) else len(found)


def edit_address(record: Any) -> str:
    """Where the administration edits a record; a part is edited with what it belongs to."""
    while not admin.site.is_registered(type(record)):
        owners = ("conference", "source", "region", "layout", "organisation", "province")
        record = next(getattr(record, name) for name in owners if hasattr(record, name))
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])


def printer(source: Source) -> str:
    """Who prints it, in a few words."""
    return source.publisher or str(source)
