"""What is done to a figure: recorded, edited before publication, corrected after it (F7)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from metrics.models import QUESTION, Figure
from provinces.actions import keep, locked, require_reason


@transaction.atomic
def record_figure(*, figure: Figure, by: User) -> Figure:
    """A new figure enters the register, or one that is not public yet is edited (F7).

    Raises ValidationError when it contradicts itself, is recorded already, or is public.
    """
    if figure.pk and (row := locked(figure)).is_published:
        raise ValidationError(_("%(figure)s is published: correct it."), params={"figure": row})
    return keep(record=figure, by=by)


@transaction.atomic
def correct_figure(*, figure: Figure, by: User, reason: str, **new: Any) -> Figure:
    """A public figure is superseded, and a new one says what it should have said (F7).

    `new` are the columns that change; the rest is as it was. Returns the new figure. Raises
    ValidationError without a reason, when the figure is not public or no longer current, and when
    the new one is refused; then nothing is written.
    """
    require_reason(reason)
    old = locked(figure)
    if not old.is_published:
        raise ValidationError(_("This figure is not published: edit it."))
    if old.superseded_at or old.retired_at:
        raise ValidationError(_("This figure is not current any more: correct the one that is."))
    old.superseded_at, old.superseded_by, old.superseded_reason = timezone.now(), by, reason
    # In this order: while both were current, the unique constraints would refuse the new one.
    old.save(update_fields=["superseded_at", "superseded_by", "superseded_reason"])
    said = {
        field.name: getattr(old, field.name)
        for field in Figure._meta.concrete_fields
        if field.editable and not field.primary_key
    }
    corrected = Figure(**{**said, **new}, supersedes=old)
    keep(record=corrected, by=by, reason=reason)
    figure.refresh_from_db(fields=["superseded_at", "superseded_by", "superseded_reason"])
    return corrected


@transaction.atomic
def choose_headline(*, figure: Figure, by: User) -> None:
    """Of all current answers to its question, this figure is the one shown first (F1)."""
    question = {field: getattr(figure, field) for field in QUESTION}
    others = Figure.objects.current().filter(is_headline=True, **question).exclude(pk=figure.pk)
    # Cleared before set: a conditional unique constraint is checked at once.
    others.update(is_headline=False)
    figure.is_headline = True
    keep(record=figure, by=by)
