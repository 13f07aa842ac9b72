"""All records in memory, and how a check says what is wrong with one (rule S3)."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conferences.models import Conference, Person
from metrics.models import Figure
from portal.records.shapes import (
    CONFERENCE,
    FIGURE,
    KEYED,
    LOOSE,
    Shape,
    conference_days,
    loose,
    stands,
)
from provinces.models import Province, Region


class Level(StrEnum):
    """An error is a wrong register; a warning is for a person to look at."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a record, in a sentence."""

    record: models.Model
    message: str
    level: Level = Level.ERROR

    def line(self) -> str:
        """`Conference bac-trung-bo/x-2022: …`."""
        kind = capfirst(str(self.record._meta.verbose_name))
        return f"{kind} {address(self.record)}: {self.message}"


@dataclass(frozen=True)
class Holdings:
    """All records with their parts, read once; those that were retired or corrected stay out."""

    today: dt.date

    @cached_property
    def keyed(self) -> dict[type[models.Model], list[Any]]:
        return {shape.model: list(filter(stands, shape.queryset())) for shape in KEYED.values()}

    @cached_property
    def conferences(self) -> list[Conference]:
        related = CONFERENCE.queryset().order_by("series__key", "starts_on", "pk")
        return list(filter(stands, related))

    @cached_property
    def people(self) -> list[Person]:
        return list(Person.objects.all())

    @cached_property
    def provinces(self) -> list[Province]:
        return self.keyed[Province]

    @cached_property
    def regions(self) -> list[Region]:
        return self.keyed[Region]

    @cached_property
    def figures(self) -> list[tuple[Figure, Conference | None]]:
        """Each current figure with the conference it was reported at."""
        reported = [(figure, one) for one in self.conferences for figure in one.figures.all()]
        alone = [(figure, None) for figure in loose(FIGURE)]
        return [pair for pair in (*reported, *alone) if stands(pair[0])]

    def rows(self) -> Iterator[tuple[Any, Shape | None]]:
        """Every row of every record."""
        for shape in KEYED.values():
            for record in self.keyed[shape.model]:
                yield from _with_parts(record, shape)
        for one in self.conferences:
            yield from _with_parts(one, CONFERENCE)
        for shape in LOOSE.values():
            for record in loose(shape):
                yield from _with_parts(record, shape)
        for person in self.people:
            yield person, None


Check = Callable[[Holdings], Iterable[Problem]]


def not_a_province(key: str, days: tuple[dt.date, dt.date]) -> str:
    """The sentence about a key that names no unit of the first of these days."""
    return _("“%(key)s” is no province of %(day)s.") % {"key": key, "day": day_label(days[0])}


def days_of(one: Conference) -> tuple[dt.date, dt.date]:
    """On which days a conference may have been."""
    days = conference_days(CONFERENCE.said(one))
    assert days is not None  # noqa: S101  -- a conference has a date (C3)
    return days


def day_label(day: dt.date) -> str:
    """A day as it stands in a sentence."""
    return f"{day:%-d/%-m/%Y}"


def address(record: Any) -> str:
    """By what a record is found: key, series and slug, or its conference and its words."""
    if isinstance(record, Conference):
        return f"{record.series.key}/{record.slug}"
    if key := getattr(record, "key", ""):
        return key
    conference = getattr(record, "reported_at", None) or getattr(record, "conference", None)
    return f"{address(conference)} ({record})" if conference else str(record)


def _with_parts(record: Any, shape: Shape) -> Iterator[tuple[Any, Shape | None]]:
    if not stands(record):
        return
    yield record, shape
    for one in shape.words:
        for row in getattr(record, one.related).all():
            yield row, None
    for part in shape.parts:
        for row in getattr(record, part.related).all():
            yield from _with_parts(row, part.shape)
