"""What every row must be true to (rules S2, N2)."""

import unicodedata
from collections.abc import Iterator
from copy import copy

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from conferences.models import Organisation, OrganisationAlias, Person, Source
from portal.records.checks.register import Check, Holdings, Level, Problem
from provinces.records import Findable, Named, Retirable
from vietnamese.text import sort_key


def rows_are_clean(holdings: Holdings) -> Iterator[Problem]:
    """What `clean()` refuses; constraints are the database's to hold."""
    for row, _shape in holdings.rows():
        try:
            # A copy: cleaning a figure computes its value.
            copy(row).full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as refusal:
            for message in refusal.messages:
                yield Problem(row, message)


def text_is_composed(holdings: Holdings) -> Iterator[Problem]:
    """Text is stored NFC (N2)."""
    for row, _shape in holdings.rows():
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
                yield Problem(
                    row,
                    _("“%(field)s” is not composed Unicode (NFC).") % {"field": field.verbose_name},
                )


def search_keys_are_fresh(holdings: Holdings) -> Iterator[Problem]:
    """What is searched and sorted by follows the text (N2)."""
    for row, _shape in holdings.rows():
        if isinstance(row, Findable) and not _is_fresh(row):
            yield Problem(row, _("Its search or sort key is out of date: save it again."))


def nothing_refers_to_the_retired(holdings: Holdings) -> Iterator[Problem]:
    """A record in use cannot rest on one that was taken out (S2)."""
    for row, shape in holdings.rows():
        for one in shape.columns if shape else ():
            other = getattr(row, one.column)
            if isinstance(other, Retirable) and other.retired_at:
                yield Problem(
                    row, _("It refers to “%(other)s”, which was retired.") % {"other": other}
                )


def nothing_lies_unused(holdings: Holdings) -> Iterator[Problem]:
    """Sources, people and organisations that no record names are slips, or left from edits."""
    records = [*holdings.people, *holdings.keyed[Source], *holdings.keyed[Organisation]]
    used = {model: _ids_in_use(model) for model in (Person, Source, Organisation)}
    for record in records:
        followed = getattr(record, "successor", None)
        if record.pk not in used[type(record)] and followed is None:
            yield Problem(record, _("No record uses it."), Level.WARNING)


def _is_fresh(row: Findable) -> bool:
    """Whether what a row is found and sorted by is what saving it now would write."""
    if row.folded != row.folded_words():
        return False
    if not isinstance(row, Named | Person):
        return True
    length = row._meta.get_field("sort_key").max_length
    return row.sort_key == sort_key(row.name)[:length]


def _ids_in_use(model: type[models.Model]) -> set[int]:
    """Primary keys that any row points at; its own other names are no use of it."""
    ids: set[int] = set()
    for relation in model._meta.related_objects:
        if relation.field.model is not OrganisationAlias:
            column = relation.field.attname
            rows = relation.field.model._base_manager.exclude(**{column: None})
            ids.update(rows.values_list(column, flat=True))
    return ids


CHECKS: tuple[Check, ...] = (
    rows_are_clean,
    text_is_composed,
    search_keys_are_fresh,
    nothing_refers_to_the_retired,
    nothing_lies_unused,
)
