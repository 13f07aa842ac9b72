"""What is done to any record of the register: kept, retired, restored (S2).

Apps that are built on this one use these verbs for their own records too.
"""

from hashlib import sha256
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.records import Retirable

Record = TypeVar("Record", bound=models.Model)
RetirableRecord = TypeVar("RetirableRecord", bound=Retirable)


def keep(*, record: Record, by: AbstractUser, reason: str = "") -> Record:
    """A new or edited record enters the register; its history names who and why.

    Raises ValidationError, nothing written, when the record contradicts itself or another.
    """
    record.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            return _write(record, by, reason)
    except IntegrityError:
        # Asking the database beforehand costs a query a constraint, and another may be faster.
        record.full_clean()
        raise


@transaction.atomic
def retire(*, record: RetirableRecord, by: AbstractUser, reason: str) -> None:
    """A record leaves the register and is kept, with who took it out, when and why (S2).

    Raises ValidationError without a reason, and when somebody retired it before.
    """
    require_reason(reason)
    row = locked(record)
    if row.retired_at:
        raise ValidationError(
            _("%(who)s retired this record on %(day)s."),
            params={
                "who": row.retired_by,
                "day": f"{timezone.localtime(row.retired_at):%-d/%-m/%Y}",
            },
        )
    row.retired_at, row.retired_reason = timezone.now(), reason
    row.retired_by = by  # type: ignore[assignment]  # the project's user, defined above this app
    _write(row, by, reason)
    record.refresh_from_db(fields=["retired_at", "retired_by", "retired_reason"])


@transaction.atomic
def restore(*, record: RetirableRecord, by: AbstractUser, reason: str) -> None:
    """A retired record comes back, if nothing has taken its place meanwhile.

    Raises ValidationError without a reason, when it is not retired, or when it clashes.
    """
    require_reason(reason)
    row = locked(record)
    if not row.retired_at:
        raise ValidationError(_("This record is not retired."))
    row.retired_at, row.retired_by, row.retired_reason = None, None, ""
    keep(record=row, by=by, reason=reason)
    record.refresh_from_db(fields=["retired_at", "retired_by", "retired_reason"])


@transaction.atomic
def remove(*, record: models.Model, by: AbstractUser, reason: str) -> None:
    """A statement that is a part of a record is taken away; the history keeps what it said."""
    _sign(record, by, reason)
    record.delete()


def locked(record: Record) -> Record:
    """The row as it stands now, nobody else's to change until the transaction ends.

    Others may still write rows that point to it, whose lock would otherwise wait for this one while
    this one waits for theirs.
    """
    return type(record)._base_manager.select_for_update(no_key=True).get(pk=record.pk)


def _write(record: Record, by: AbstractUser, reason: str) -> Record:
    _sign(record, by, reason)
    record.save()
    return record


def _sign(record: models.Model, by: AbstractUser, reason: str) -> None:
    """Tell simple-history who and why; its column of reasons holds 100 characters."""
    record._history_user = by  # type: ignore[attr-defined]
    record._change_reason = reason[:100]  # type: ignore[attr-defined]


def fingerprint(plan: Any) -> str:
    """A short text that differs when anything in the `repr` of a plan does.

    A verb with a preview asks for it again, so that what is done is what was seen.
    """
    return sha256(repr(plan).encode()).hexdigest()[:20]


def require_seen(plan: Any, seen: str) -> None:
    """Refuse a verb whose plan is no longer the one that was previewed as `seen`."""
    if fingerprint(plan) != seen:
        raise ValidationError(
            _("The register has changed since this preview. Look at it and confirm again.")
        )


def require_reason(reason: str) -> None:
    """Refuse a verb that is to be explained and is not."""
    if not reason.strip():
        raise ValidationError(_("Give the reason."))
