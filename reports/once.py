"""A post that changes something happens once, however often it is sent (R7)."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from reports.models import OneTimeKey


def new_key() -> str:
    """A key for a form that is about to be shown."""
    return str(uuid4())


def claim(key: str, *, by: User, outcome: str) -> str | None:
    """Take the key of a post; None when it is the first with it, else where the first one led.

    To be called inside the transaction of the verb: when the verb is refused, the key is free
    again. Two posts at once wait for each other here. Raises ValidationError for what is no key.
    """
    try:
        taken = UUID(key)
    except ValueError:
        raise ValidationError(
            _("This page is too old to be sent. Please reload it; what was saved is kept.")
        ) from None
    try:
        with transaction.atomic():
            OneTimeKey.objects.create(
                key=taken, outcome=outcome, used_by=by, used_at=timezone.now()
            )
    except IntegrityError:
        first = OneTimeKey.objects.get(key=taken)
        if first.used_by_id != by.pk:
            raise ValidationError(_("This page belongs to another account. Please reload it."))
        return first.outcome
    return None
