"""What is done to a figure: recorded, edited before publication, corrected after it (F7)."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from metrics.models import QUESTION, Figure
from provinces.actions import keep, locked, require_reason, require_seen

NOT_CURRENT = _("This figure is not current any more: correct the one that is.")


@transaction.atomic
def record_figure(*, figure: Figure, by: User) -> Figure:
    """A new figure enters the register, or one that is not public yet is edited (F7).

    Raises ValidationError when it contradicts itself, is recorded already, or is public.
    """
    if figure.pk and (row := locked(figure)).is_published:
        raise ValidationError(_("%(figure)s is published: correct it."), params={"figure": row})
    if not figure.pk:
        figure.entered_at, figure.entered_by = timezone.now(), by
    return keep(record=figure, by=by)


@transaction.atomic
def correct_figure(*, figure: Figure, by: User, reason: str, seen: str = "", **new: Any) -> Figure:
    """A public figure is superseded, and a new one says what it should have said (F7).

    `new` are the columns that change; the rest is as it was. Returns the new figure. Raises
    ValidationError without a reason, when the figure is not public or no longer current, when
    nothing would change or not what was `seen`, and when the new one is refused; then nothing is
    written.
    """
    require_reason(reason)
    old = locked(figure)
    if not old.is_published:
        raise ValidationError(_("This figure is not published: edit it."))
    if old.superseded_at or old.retired_at:
        raise ValidationError(NOT_CURRENT)
    if not (planned := as_corrected(old, new)):
        raise ValidationError(_("Nothing would change: type what the figure should have said."))
    if seen:
        require_seen(planned, seen)
    old.superseded_at, old.superseded_by, old.superseded_reason = timezone.now(), by, reason
    # In this order: while both were current, the unique constraints would refuse the new one.
    old.save(update_fields=["superseded_at", "superseded_by", "superseded_reason"])
    said = {
        field.name: getattr(old, field.name)
        for field in Figure._meta.concrete_fields
        if field.editable and not field.primary_key
    }
    entered = {"entered_at": old.superseded_at, "entered_by": by}
    corrected = Figure(**{**said, **new, **entered}, supersedes=old)
    keep(record=corrected, by=by, reason=reason)
    figure.refresh_from_db(fields=["superseded_at", "superseded_by", "superseded_reason"])
    return corrected


def as_corrected(old: Figure, new: dict[str, Any]) -> tuple[tuple, ...]:
    """The columns that a correction changes: name, what the figure says, what it is to say."""
    becomes = Figure(**new)
    columns = [one.attname for one in Figure._meta.concrete_fields if one.name in new]
    said = [(old.pk, one, getattr(old, one), getattr(becomes, one)) for one in columns]
    return tuple(one for one in said if one[2] != one[3])


# What `clean_fields()` would look up in the database, one by one; the foreign keys refuse it too.
RELATIONS = {field.name for field in Figure._meta.concrete_fields if field.is_relation}


@transaction.atomic
def record_figures(*, figures: Sequence[Figure], by: User) -> None:
    """Many new figures enter the register at once, all or none; one statement.

    Their indicator and unit come loaded. Raises ValidationError when one of them contradicts
    itself or is recorded already.
    """
    now = timezone.now()
    for figure in figures:
        figure.entered_at, figure.entered_by = now, by
        figure.clean_fields(exclude=RELATIONS)
        figure.clean()
    try:
        with transaction.atomic():
            Figure.objects.bulk_create(figures)
    except IntegrityError:
        # Only now is each asked which of them it is: beforehand that costs queries a figure.
        for figure in figures:
            figure.full_clean()
        raise


@transaction.atomic
def correct_figures(*, corrections: Sequence[tuple[Figure, Figure]], by: User, reason: str) -> None:
    """Public figures are superseded, each by the new one beside it, all or none (F7).

    `corrections` are (public figure, new figure not saved yet); the new one keeps the place and
    the headline of the old one. Three statements. Raises ValidationError without a reason, when
    one is no longer current, and when a new one is refused.
    """
    require_reason(reason)
    _require_current([old for old, _new in corrections])
    Figure.objects.filter(pk__in=[old.pk for old, _new in corrections]).update(
        superseded_at=timezone.now(), superseded_by=by, superseded_reason=reason
    )
    for old, new in corrections:
        new.supersedes, new.is_headline = old, old.is_headline
    record_figures(figures=[new for _old, new in corrections], by=by)


@transaction.atomic
def retire_figures(*, figures: Collection[Figure], by: User, reason: str) -> None:
    """Figures leave the register and are kept, with who, when and why (S2); two statements."""
    require_reason(reason)
    _require_current(figures)
    Figure.objects.filter(pk__in=[one.pk for one in figures]).update(
        retired_at=timezone.now(), retired_by=by, retired_reason=reason
    )


def _require_current(figures: Collection[Figure]) -> None:
    """Lock these figures, and refuse when somebody corrected or retired one meanwhile."""
    wanted = {one.pk for one in figures}
    rows = Figure.objects.current().filter(pk__in=wanted).select_for_update().order_by("pk")
    if wanted - set(rows.values_list("pk", flat=True)):
        raise ValidationError(NOT_CURRENT)


def answers(figure: Figure) -> QuerySet[Figure]:
    """All current answers to the question of a figure, with their sources (F1)."""
    question = dict(zip(QUESTION, figure.question, strict=True))
    return (
        Figure.objects.current()
        .filter(**question)
        .select_related("source", "unit", "indicator__unit", "reported_at__series")
        .order_by("pk")
    )


def as_answered(figure: Figure) -> tuple[tuple, ...]:
    """What each current answer to its question says, as the preview of a choice among them."""
    said = ("pk", "number", "upper", "unit", "source", "is_headline")
    return tuple(answers(figure).values_list(*said))


@transaction.atomic
def choose_headline(*, figure: Figure, by: User, seen: str = "") -> None:
    """Of all current answers to its question, this figure is the one shown first (F1).

    Raises ValidationError when it is no longer current, or when the answers are not those that
    were `seen`; without `seen`, whichever was the headline gives way.
    """
    row = _among_answers(figure, seen)
    if row.superseded_at or row.retired_at:
        raise ValidationError(_("This figure is not current any more: choose another answer."))
    # Cleared before set: a conditional unique constraint is checked at once.
    for one in answers(row).filter(is_headline=True).exclude(pk=row.pk):
        _set_aside(one, by)
    row.is_headline = True
    keep(record=row, by=by)
    figure.is_headline = True


@transaction.atomic
def clear_headline(*, figure: Figure, by: User, seen: str = "") -> None:
    """None of the answers to a question is shown first any more; all stay visible (F4).

    Raises ValidationError when the answers are not those that were `seen`.
    """
    row = _among_answers(figure, seen)
    for one in answers(row).filter(is_headline=True):
        _set_aside(one, by)
    figure.is_headline = False


def _among_answers(figure: Figure, seen: str) -> Figure:
    """The figure as it stands, it and all answers to its question locked."""
    list(answers(figure).select_related(None).select_for_update())
    if seen:
        require_seen(as_answered(figure), seen)
    return locked(figure)


def _set_aside(figure: Figure, by: User) -> None:
    figure.is_headline = False
    keep(record=figure, by=by)
