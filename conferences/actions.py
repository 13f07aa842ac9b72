"""What is done to a conference beyond editing it: published, made a draft again, moved."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conferences.models import Conference, FormerSlug, Handover, Person, Series, Source
from conferences.renumbering import Editions, Renumbering, in_words, plan_renumbering
from provinces.actions import keep, locked, require_reason, require_seen


@transaction.atomic
def publish(*, conference: Conference, by: User) -> None:
    """A draft becomes readable by everybody, its figures with it (C6).

    Raises ValidationError when it is retired or somebody published it before.
    """
    row = locked(conference)
    if row.retired_at:
        raise ValidationError(_("A retired conference cannot be published."))
    if row.published_at:
        raise ValidationError(
            _("%(who)s published this conference on %(day)s."),
            params={
                "who": row.published_by,
                "day": f"{timezone.localtime(row.published_at):%-d/%-m/%Y}",
            },
        )
    row.published_at, row.published_by = timezone.now(), by
    _keep_publication(conference, row, by, "")


@transaction.atomic
def unpublish(*, conference: Conference, by: User, reason: str) -> None:
    """A published conference becomes a draft again, for a reason its history keeps (C6).

    Raises ValidationError without a reason, or when it is a draft already.
    """
    require_reason(reason)
    row = locked(conference)
    if not row.published_at:
        raise ValidationError(_("This conference is a draft already."))
    row.published_at = row.published_by = None
    _keep_publication(conference, row, by, reason)


@transaction.atomic
def change_slug(*, conference: Conference, slug: str, by: User) -> None:
    """A conference moves to another address; the old one leads there for good.

    Raises ValidationError when the address is, or was, that of another conference.
    """
    row = locked(conference)
    if slug == row.slug:
        return
    addresses = FormerSlug.objects.filter(series=row.series)
    if addresses.filter(slug=slug).exclude(conference=row).exists():
        raise ValidationError(
            {"slug": _("This address leads to another conference that had it before.")}
        )
    addresses.filter(slug=slug).delete()
    FormerSlug.objects.create(series=row.series, slug=row.slug, conference=row)
    row.slug = slug
    keep(record=row, by=by)
    conference.refresh_from_db(fields=["slug"])


@transaction.atomic
def renumber(
    *, series: Series, editions: Editions, follow: bool, by: User, reason: str, seen: str
) -> Renumbering:
    """Conferences of a series get other editions, as previewed; old addresses lead on (C2).

    With `follow` the editions that handovers promise change too. The reason goes into the note of
    a record whose new edition no source prints (C5). Raises ValidationError without a reason, when
    nothing would change, when the register is not as `seen`, or when it would be wrong (H4).
    """
    require_reason(reason)
    locked(series)
    rows = {row.pk: row for row in Conference.objects.select_for_update().filter(series=series)}
    plan = plan_renumbering(series=series, editions=editions, follow=follow)
    require_seen(plan, seen)
    if not plan.moves:
        raise ValidationError(_("No edition would change."))
    if plan.added:
        titles = {row.pk: row.title for row in rows.values()}
        raise ValidationError([in_words(problem, titles) for problem in plan.added])
    # Cleared before set: two may change places, and each constraint is checked at once.
    moving = Conference.objects.filter(pk__in=[move.key for move in plan.moves])
    moving.update(edition=None, slug=Concat(Value("moving-"), Cast("pk", CharField())))
    _lead_on(series, plan)
    for move in plan.moves:
        row = rows[move.key]
        row.edition, row.slug = move.new, move.slug
        if move.unprinted:
            row.note = " ".join(filter(None, [row.note, reason]))
        keep(record=row, by=by, reason=reason)
    for promise in plan.promised:
        handover = Handover.objects.get(conference=promise.key, retired_at__isnull=True)
        handover.edition = promise.new
        keep(record=handover, by=by, reason=reason)
    return plan


def _lead_on(series: Series, plan: Renumbering) -> None:
    """Old addresses lead to their conference, unless another one has them now."""
    moved = {move.old_slug: move.key for move in plan.moves if move.slug != move.old_slug}
    now = {move.slug for move in plan.moves}
    FormerSlug.objects.filter(series=series, slug__in=now).delete()
    for slug, key in moved.items():
        if slug not in now:
            FormerSlug.objects.create(series=series, slug=slug, conference_id=key)


@transaction.atomic
def hide(*, person: Person, by: User, reason: str) -> None:
    """A name is no longer shown on any page; who hid it, when and why stays (S4).

    Raises ValidationError without a reason, or when it is hidden already.
    """
    require_reason(reason)
    row = locked(person)
    if row.hidden_at:
        raise ValidationError(_("This name is hidden already."))
    row.hidden_at, row.hidden_by, row.hidden_reason = timezone.now(), by, reason
    _keep_hiding(person, row, by, reason)


@transaction.atomic
def show(*, person: Person, by: User, reason: str) -> None:
    """A hidden name is shown again.

    Raises ValidationError without a reason, or when it is shown already.
    """
    require_reason(reason)
    row = locked(person)
    if not row.hidden_at:
        raise ValidationError(_("This name is not hidden."))
    row.hidden_at = row.hidden_by = None
    row.hidden_reason = ""
    _keep_hiding(person, row, by, reason)


@transaction.atomic
def looked(*, source: Source, by: User) -> None:
    """The address of a source was opened today and still shows it; told twice, once is kept.

    Raises ValidationError when the source has no address.
    """
    row = locked(source)
    if not row.url:
        raise ValidationError(_("This source has no address to be looked at."))
    if row.looked_at != timezone.localdate():
        row.looked_at = timezone.localdate()
        keep(record=row, by=by)
    source.refresh_from_db(fields=["looked_at"])


def _keep_hiding(person: Person, row: Person, by: User, reason: str) -> None:
    keep(record=row, by=by, reason=reason)
    person.refresh_from_db(fields=["hidden_at", "hidden_by", "hidden_reason"])


def _keep_publication(conference: Conference, row: Conference, by: User, reason: str) -> None:
    keep(record=row, by=by, reason=reason)
    conference.refresh_from_db(fields=["published_at", "published_by"])
