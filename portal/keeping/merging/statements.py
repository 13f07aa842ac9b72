"""What a record says besides its headlines, and what another says already (C4)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from conferences.models import (
    Appearance,
    Attestation,
    Commendation,
    Conference,
    Document,
    Memorandum,
    Pact,
    Participation,
    Point,
    Presence,
    Proposal,
)

# Statements about a conference; each belongs to one and has a source.
PARTS: tuple[type[models.Model], ...] = (
    Attestation,
    Appearance,
    Presence,
    Participation,
    Point,
    Memorandum,
    Pact,
    Commendation,
    Document,
    Proposal,
)
# By what two rows are one statement, where not by all they say.
SAME = {Attestation: ("field", "source_id", "printed"), Participation: ("province_id", "source_id")}
APART = {"id", "conference", "reported_at", "position", "folded"}


@dataclass(frozen=True)
class Statement:
    """A row of the dropped record: what it says; `said_twice`: the kept record says it already."""

    model: str
    pk: int
    said: tuple
    said_twice: bool
    text: str = field(repr=False)


def statements(kept: Conference, dropped: Conference) -> Iterator[Statement]:
    """What the dropped record says, part by part, in the order printed."""
    for model in PARTS:
        names = [it.name for it in model._meta.concrete_fields]
        related = [it.name for it in model._meta.concrete_fields if it.is_relation]
        rows: Any = model._base_manager.filter(conference__in=[kept, dropped])
        rows = rows.select_related(*related)
        rows = list(rows.order_by(*(["position"] if "position" in names else []), "pk"))
        ours = {said_by(row) for row in rows if row.conference_id == kept.pk and _stands(row)}
        for row in rows:
            if row.conference_id == dropped.pk:
                said = said_by(row)
                twice = _stands(row) and said in ours
                yield Statement(model._meta.label, row.pk, said, twice, str(row))


def said_by(row: models.Model) -> tuple:
    """What a row says: by this two rows are one statement."""
    if columns := SAME.get(type(row)):
        return tuple(getattr(row, column) for column in columns)
    return tuple(
        getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in APART
    )


def row_of(one: Statement) -> models.Model:
    """The row that makes a statement."""
    model = next(model for model in PARTS if model._meta.label == one.model)
    return model._base_manager.get(pk=one.pk)


def _stands(row: Any) -> bool:
    return getattr(row, "retired_at", None) is None
