"""The verbs of a sheet: started, saved as typed, entered into the register as a draft."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conferences.models import Conference, Organisation, Sheet, Source
from metrics.actions import record_figure
from metrics.models import Figure
from portal.keeping.recording.catalogue import Catalogue
from portal.keeping.recording.reading import read
from provinces.actions import keep, locked
from vietnamese.text import fold

# Rows that a part of a conference may rest on and that are new with it.
NEW_WITH_PARTS = ("person", "asked_by", "addressed_to")


@transaction.atomic
def start(*, by: User) -> Sheet:
    """A new sheet; the keeper's own one in which nothing was typed yet, where there is one."""
    untouched = Sheet.objects.open().filter(saved_by=by, version=0).first()
    if untouched is not None:
        return untouched
    return keep(record=Sheet(saved_by=by, saved_at=timezone.now()), by=by)


@transaction.atomic
def save(*, sheet: Sheet, typed: Mapping[str, str], seen: int, by: User) -> Sheet:
    """What was typed is kept, whatever it is; `seen` is the version it was typed over.

    Raises ValidationError when somebody saved the sheet since, or it is a conference already.
    """
    row = locked(sheet)
    _require_open(row)
    if row.version != seen:
        raise ValidationError(
            _(
                "%(who)s saved this sheet at %(time)s. Below stands what you typed; saving it "
                "again replaces theirs."
            ),
            params={
                "who": row.saved_by,
                "time": f"{timezone.localtime(row.saved_at):%-H:%M, %-d/%-m/%Y}",
            },
        )
    if row.typed == dict(typed):
        return row
    row.typed, row.version = dict(typed), row.version + 1
    row.saved_at, row.saved_by = timezone.now(), by
    return keep(record=row, by=by)


@transaction.atomic
def enter(*, sheet: Sheet, seen: int, by: User) -> Conference:
    """All that a sheet says enters the register: a draft conference with its parts and figures.

    Raises ValidationError, nothing written, when it changed since `seen`, was entered before, or
    anything in it cannot be read or is refused; then its `message_dict` tells field by field.
    """
    row = locked(sheet)
    _require_open(row)
    if row.version != seen:
        raise ValidationError(_("The sheet was changed meanwhile. Look at it and enter it again."))
    reading = read(row.typed, Catalogue.load(), today=timezone.localdate())
    source, conference = reading.source, reading.conference
    if not reading.can_be_entered or source is None or conference is None:
        raise ValidationError(_("Not everything can be read yet: see the fields that are marked."))
    row.conference = _write(conference, source, reading.parts, by)
    keep(record=row, by=by)
    sheet.refresh_from_db()
    return row.conference


def refusals(*, sheet: Sheet, seen: int, by: User) -> dict[str, list[str]]:
    """What the register would say against entering the sheet now, by field; nothing is written."""
    with transaction.atomic():
        try:
            enter(sheet=sheet, seen=seen, by=by)
        except ValidationError as refusal:
            return by_field(refusal)
        finally:
            transaction.set_rollback(True)
    return {}


def by_field(refusal: ValidationError) -> dict[str, list[str]]:
    """The sentences of a refusal by field; those of no field under ""."""
    if hasattr(refusal, "error_dict"):
        return refusal.message_dict
    return {"": refusal.messages}


def _require_open(sheet: Sheet) -> None:
    if sheet.conference is not None:
        raise ValidationError(
            _("This sheet is in the register already, as “%(title)s”; go on there."),
            params={"title": sheet.conference.title},
        )
    if sheet.retired_at:
        raise ValidationError(_("This sheet was set aside: take it back first."))


def _write(
    conference: Conference, source: Source, parts: list[tuple[str, models.Model]], by: User
) -> Conference:
    """Source and conference, then every part; all that is refused is told at once."""
    refused: dict[str, list[str]] = {}
    with _told(refused, "source_title"):
        if source._state.adding:
            source.key = _free_key(Source, f"{source.publisher} {source.title}", "source")
            keep(record=source, by=by)
    with _told(refused, "title"):
        conference.slug = conference.propose_slug()
        keep(record=conference, by=by)
    if not refused:
        for name, part in parts:
            with _told(refused, name):
                _write_part(part, conference, source, by)
    if refused:
        raise ValidationError(refused)
    return conference


def _write_part(part: models.Model, conference: Conference, source: Source, by: User) -> None:
    for name in NEW_WITH_PARTS:
        if (new := getattr(part, name, None)) is not None:
            if new.pk is None:
                if isinstance(new, Organisation):
                    new.key = _free_key(Organisation, new.name, "organisation")
                keep(record=new, by=by)
            setattr(part, name, new)
    part.source = source  # type: ignore[attr-defined]
    if isinstance(part, Figure):
        part.reported_at = conference
        part.conference = conference if part.conference else None
        record_figure(figure=part, by=by)
        return
    part.conference = conference  # type: ignore[attr-defined]
    keep(record=part, by=by)


@contextmanager
def _told(refused: dict[str, list[str]], name: str) -> Iterator[None]:
    """Note what is refused, and go on, so that every fault is told."""
    try:
        yield
    except ValidationError as refusal:
        refused.setdefault(name, []).extend(refusal.messages)


def _free_key(model: type[Source | Organisation], words: str, otherwise: str) -> str:
    """A key of the words of a name that no record has yet."""
    stem = slugify(fold(words))[:70].strip("-") or otherwise
    rows = model._base_manager.filter(key__startswith=stem)
    taken = set(rows.values_list("key", flat=True))
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(key for key in candidates if key not in taken)
