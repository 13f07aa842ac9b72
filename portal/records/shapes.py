"""Which JSON key is which column: the one place that says it (docs/records.md).

A key is written `"from=valid_from"` where the column has another name; kind and default come from
the model. The order here is the order in files.
"""

import calendar
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from conferences.enums import Fact, Precision
from conferences.models import (
    Appearance,
    Attestation,
    Commendation,
    Conference,
    Document,
    FormerSlug,
    Handover,
    Memorandum,
    Omission,
    Organisation,
    OrganisationAlias,
    Pact,
    Participation,
    Point,
    Presence,
    Proposal,
    Series,
    Source,
)
from metrics.enums import Quantity
from metrics.models import Figure, Indicator, Unit
from portal.records.keys import (
    Answer,
    Days,
    Distinction,
    Draft,
    FormerAddresses,
    Key,
    Number,
    Parts,
    PersonName,
    Place,
    PrintedName,
    Reference,
    Row,
    Words,
    key,
)
from provinces.models import MapLayout, Province, ProvinceAlias, Region, RegionMembership, Tile

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Shape:
    """How the records of a model stand in a file.

    `order` sorts rows whose order means nothing; without it they stand as printed, and `position`
    is the column that keeps that. `alike` names the keys by which a row of the register and a row
    of a file are taken for the same statement when they differ, the surest first; without any,
    they are paired in order. `owner` is the column that holds the record they belong to.
    """

    model: type[models.Model]
    keys: tuple[Key, ...]
    owner: str = ""
    order: Callable[[Row], Any] | None = None
    position: str = ""
    alike: tuple[tuple[str, ...], ...] = ((),)

    @classmethod
    def of(cls, model: type[models.Model], *keys: str | Key, **options: Any) -> Self:
        """Each text is a key, with its column and what it inherits: `until=valid_until<until`."""
        return cls(model, tuple(_key(model, one) for one in keys), **options)

    @cached_property
    def by_name(self) -> dict[str, Key]:
        return {one.name: one for one in self.keys}

    @cached_property
    def names(self) -> dict[str, str]:
        """Column → JSON key, for what a model says of a record."""
        return {one.column: one.name for one in self.columns}

    @cached_property
    def columns(self) -> tuple[Key, ...]:
        """The keys that are columns of the model itself."""
        apart = Parts | Words | Distinction | Draft
        return tuple(one for one in self.keys if not isinstance(one, apart))

    @cached_property
    def parts(self) -> tuple[Parts, ...]:
        return tuple(one for one in self.keys if isinstance(one, Parts))

    @cached_property
    def words(self) -> tuple[Words, ...]:
        return tuple(one for one in self.keys if isinstance(one, Words))

    def queryset(self) -> QuerySet:
        """Every record with all that its file says of it, in a constant number of queries."""
        related = [one.column for one in self.columns if isinstance(one, Reference | PersonName)]
        return self.model._default_manager.select_related(*related).prefetch_related(
            *(one.reads for one in self.words),
            *(Prefetch(one.related, one.shape.queryset()) for one in self.parts),
        )

    def standing(self, records: Iterable[models.Model]) -> list[models.Model]:
        """Of these records, those that stand in files, in the order of files."""
        rows = [record for record in records if stands(record)]
        if self.order is None:
            return sorted(rows, key=lambda row: (getattr(row, self.position), row.pk))
        order = self.order
        return sorted(rows, key=lambda row: order(self.dump(row)))

    def said(self, record: models.Model) -> Row:
        """What a file says of `record` itself, nothing left out."""
        return {one.name: one.dump(record) for one in self.keys if not isinstance(one, Parts)}

    def dump(self, record: models.Model, outer: Row | None = None) -> Row:
        """The object of `record` in a file, `outer` being the object around it."""
        row: Row = {}
        for one in self.keys:
            if not isinstance(one, Parts):
                value = one.dump(record)
            elif one.single:
                value = next((one.shape.dump(part) for part in one.rows(record)), None)
            else:
                value = [one.shape.dump(part, row) for part in one.rows(record)]
            if value != self.default(one, outer):
                row[one.name] = value
        return row

    @staticmethod
    def default(one: Key, outer: Row | None) -> Any:
        """What it means that a key is left out."""
        return outer.get(one.inherits) if one.inherits and outer is not None else one.default


def _is_demonstration(record: models.Model) -> bool:
    """Whether a record is one of a demonstration, or part of one, and none of the register."""
    whole: models.Model = record
    if isinstance(record, Conference):
        whole = record.series
    if isinstance(record, Figure):
        whole = record.source
    return getattr(whole, "is_demonstration", False)


def stands(record: models.Model) -> bool:
    """Whether a record stands in files: real, not retired, corrected or hidden (S2, S4, F7)."""
    if getattr(record, "retired_at", None) or getattr(record, "superseded_at", None):
        return False
    if _is_demonstration(record):
        return False
    if isinstance(record, Appearance) and record.person and not record.office:
        return record.person.hidden_at is None
    return True


def _key(model: type[models.Model], one: str | Key) -> Key:
    if isinstance(one, Key):
        return one
    name, _equals, column = one.partition("=")
    return key(model, name, column)


def _ordered_by(*names: str) -> Callable[[Row], Any]:
    return lambda row: tuple(str(row.get(name, "")) for name in names)


def _first(row: Row, name: str) -> dt.date | None:
    return dt.date.fromisoformat(row[name]) if row.get(name) else None


def conference_days(row: Row, outer: Row | None = None) -> Days:
    """The days on which a conference may have begun, up to its last."""
    first = _first(row, "starts_on")
    if first is None:
        return None
    match row.get("precision", Precision.DAY):
        case Precision.YEAR:
            return first, dt.date(first.year, 12, 31)
        case Precision.MONTH:
            return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, _first(row, "ends_on") or first


def _days_of_conference(row: Row, outer: Row) -> Days:
    return conference_days(outer)


def _days_of_handover(row: Row, outer: Row) -> Days:
    handed_on = _first(row, "handed_on")
    return (handed_on, handed_on) if handed_on else conference_days(outer)


def _days_of_membership(row: Row, outer: Row) -> Days:
    first = _first(row, "from") or _first(outer, "from")
    return (first, first) if first else None


def figure_days(row: Row, outer: Row) -> Days:
    """From the period's first day to the day it was reported: a merged unit may tell of the years
    before its birth (P5), a unit that is no more tells nothing."""
    first, until = _first(row, "from"), _first(row, "until")
    if first is None or until is None:
        return None
    conference = conference_days(outer)
    reported = conference[1] if conference else timezone.localdate()
    return first, max(until - ONE_DAY, reported)


PROVINCE = Shape.of(
    Province,
    "key", "code", "name", "name_en", "kind", "short", "from=valid_from", "until=valid_until",
    "successor", "beginning", "beginning_act", "ending", "ending_act", "territory",
    "established_year",
    Words(name="aliases", column="name", default=[], model=ProvinceAlias, related="aliases"),
    "note",
    order=_ordered_by("code", "from", "key"),
)  # fmt: skip

TILE = Shape.of(
    Tile,
    "province", "column", "row", "archipelago", "archipelago_en",
    owner="layout",
    order=lambda row: (
        row.get("row", 0), row.get("column", 0), row.get("province", ""), row.get("archipelago", "")
    ),
    alike=(("province", "archipelago"),),
)  # fmt: skip

MAP = Shape.of(
    MapLayout,
    "key", "from=valid_from", "until=valid_until", "columns", "rows",
    Parts(name="tiles", default=[], shape=TILE, related="tiles"),
    order=_ordered_by("from", "key"),
)  # fmt: skip

MEMBER = Shape.of(
    RegionMembership,
    Place(name="province", column="province", model=Province, days=_days_of_membership),
    key(RegionMembership, "from", "valid_from", inherits="from"),
    key(RegionMembership, "until", "valid_until", inherits="until"),
    key(RegionMembership, "certainty", inherits="certainty"),
    "citation",
    owner="region",
    order=_ordered_by("province", "from"),
    alike=(("province", "from"), ("province",)),
)

REGION = Shape.of(
    Region,
    "key", "name", "name_en", "kind", "from=valid_from", "until=valid_until", "successor",
    "legal_basis", "certainty", "citation", "note",
    Parts(name="members", default=[], shape=MEMBER, related="memberships"),
    order=_ordered_by("key"),
)  # fmt: skip

UNIT = Shape.of(
    Unit,
    "key", "name", "name_en", "quantity", "factor",
    order=lambda row: (
        Quantity.values.index(row["quantity"]), float(row.get("factor", "1")), row["key"]
    ),
)  # fmt: skip

INDICATOR = Shape.of(
    Indicator,
    "key", "name", "name_en", "topic", "kind", "unit", "aggregation", "parent", "adds_up",
    "plausible_low", "plausible_high", "definition", "definition_en",
    position="position",
)  # fmt: skip

SERIES = Shape.of(
    Series,
    "key", "name", "name_en", "theme", "successor", "successor_inferred", "has_flag", "note",
    position="position",
)  # fmt: skip

ORGANISATION = Shape.of(
    Organisation,
    "key", "name", "name_en", "kind", "province", "successor", "from=valid_from",
    "until=valid_until",
    Words(name="aliases", column="name", default=[], model=OrganisationAlias, related="aliases"),
    "note",
    order=_ordered_by("key"),
)  # fmt: skip

SOURCE = Shape.of(
    Source,
    "key", "title", "publisher", "author", "rank", "language", "published_on", "url", "looked_at",
    "mirror_of", "is_excerpt", "note",
    order=_ordered_by("key"),
)  # fmt: skip

OMISSION = Shape.of(
    Omission,
    "source", "subject", "printed", "reason", "note",
    order=_ordered_by("source"),
    alike=(("source", "subject", "printed"), ("source",)),
)  # fmt: skip


def _part(model: type[models.Model], *keys: str | Key, alike: tuple = ((),)) -> Shape:
    return Shape.of(model, *keys, "source", owner="conference", position="position", alike=alike)


def _person(name: str, distinction: str) -> tuple[Key, Key]:
    return (
        PersonName(name=name, column=name, default=None, distinction=distinction),
        Distinction(name=distinction, column=distinction, default="", person=name),
    )


ATTESTATION = Shape.of(
    Attestation,
    "field", "printed",
    Answer(name="value", column="value", default=""),
    "source",
    owner="conference",
    order=lambda row: (Fact.values.index(row["field"]), row["source"], row["printed"]),
    alike=(("field", "source"),),
)  # fmt: skip
APPEARANCE = _part(
    Appearance,
    *_person("person", "distinction"),
    PrintedName(name="printed_name", column="printed_name", default="", person="person"),
    "office", "role",
    alike=(("person", "distinction"), ()),
)  # fmt: skip
PRESENCE = _part(Presence, "organisation", "printed", "kind")
PARTICIPATION = _part(
    Participation,
    Place(name="province", column="province", model=Province, days=_days_of_conference),
)
POINT = _part(Point, "kind", "text", *_person("speaker", "speaker_distinction"), "said_by")
MEMORANDUM = _part(Memorandum, "subject", "parties", "signed_on")
PACT = _part(Pact, "parties", "content")
COMMENDATION = _part(Commendation, "kind", "giver", "recipients", "reason")
DOCUMENT = _part(Document, "kind", "number", "issued_on", "issuer", "signer", "abstract", "url")

SAID_IN_A_PROPOSAL = (
    "asked_by", "asked_by_printed", "addressed_to", "addressed_to_printed", "text", "response",
    "responded_by",
)  # fmt: skip
PROPOSAL = _part(Proposal, *SAID_IN_A_PROPOSAL, alike=(("source", "asked_by"),))
LONE_PROPOSAL = Shape.of(
    Proposal,
    key(Proposal, "region"),
    key(Proposal, "theme"),
    *SAID_IN_A_PROPOSAL,
    "source",
    position="position",
    alike=(("source", "asked_by"),),
)

HANDOVER = Shape.of(
    Handover,
    "form", "giver",
    Place(
        name="receiver", column="receiver", default=None, model=Province, days=_days_of_handover
    ),
    "received_by", "edition", "year", "handed_on", "reason", "source",
    owner="conference",
    order=_ordered_by(),
)  # fmt: skip

_QUESTION = (
    "indicator", "scope", "region", "province", "from", "until", "basis", "measure", "against",
    "whole", "criterion", "source",
)  # fmt: skip
FIGURE = Shape.of(
    Figure,
    "indicator", "scope", "region",
    Place(name="province", column="province", default=None, model=Province, days=figure_days),
    "from=period_start", "until=period_end", "basis", "measure", "against", "whole", "change_in",
    "criterion", "out_of",
    Number(name="number", column="number"),
    Number(name="upper", column="upper", default=""),
    "unit", "qualifier", "printed", "problem", "note", "is_headline", "source",
    owner="reported_at",
    position="position",
    alike=((*_QUESTION, "number", "upper", "unit"), _QUESTION),
)  # fmt: skip

CONFERENCE = Shape.of(
    Conference,
    "series", "slug", "edition", "title", "region",
    Place(name="host", column="host", default=None, model=Province, days=conference_days),
    "starts_on", "precision", "ends_on", "postponed_from", "status", "form", "venue", "summary",
    "note",
    Draft(name="draft", default=False),
    "participants_complete",
    FormerAddresses(
        name="former_slugs",
        column="slug",
        default=[],
        model=FormerSlug,
        related="former_slugs",
        kept=True,
    ),
    Parts(name="attestations", default=[], shape=ATTESTATION, related="attestations"),
    Parts(name="appearances", default=[], shape=APPEARANCE, related="appearances"),
    Parts(name="presences", default=[], shape=PRESENCE, related="presences"),
    Parts(name="participations", default=[], shape=PARTICIPATION, related="participations"),
    Parts(name="points", default=[], shape=POINT, related="points"),
    Parts(name="memoranda", default=[], shape=MEMORANDUM, related="memorandums"),
    Parts(name="pacts", default=[], shape=PACT, related="pacts"),
    Parts(name="commendations", default=[], shape=COMMENDATION, related="commendations"),
    Parts(name="documents", default=[], shape=DOCUMENT, related="documents"),
    Parts(name="proposals", default=[], shape=PROPOSAL, related="proposals"),
    Parts(name="handover", default=None, shape=HANDOVER, related="handovers", single=True),
    Parts(name="figures", default=[], shape=FIGURE, related="figures"),
)  # fmt: skip

# Each file is an array of these; what one refers to stands in one before it. The conferences,
# a file each, come before the arrays of what belongs to none of them.
KEYED: dict[str, Shape] = {
    "provinces.json": PROVINCE,
    "maps.json": MAP,
    "regions.json": REGION,
    "units.json": UNIT,
    "indicators.json": INDICATOR,
    "series.json": SERIES,
    "organisations.json": ORGANISATION,
    "sources.json": SOURCE,
}
LOOSE: dict[str, Shape] = {
    "proposals.json": LONE_PROPOSAL,
    "figures.json": FIGURE,
    "omissions.json": OMISSION,
}
CONFERENCES = "conferences"


def loose(shape: Shape) -> QuerySet:
    """The figures, or the proposals, that belong to no conference; all that was left out."""
    if shape is OMISSION:
        return shape.queryset()
    conference = "reported_at" if shape is FIGURE else "conference"
    return shape.queryset().filter(**{conference: None})
