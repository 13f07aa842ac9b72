"""Signed scans: added, and taken out with a reason (R2, R5, R9)."""

import logging

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from provinces.actions import keep, locked, require_reason, retire
from reports.actions.history import event, note_down
from reports.actions.locking import locked_report, require_right
from reports.enums import Act, FileKind
from reports.files import Scan
from reports.models import Report, SignedFile
from reports.permissions import Officer, may_add_file, may_withdraw_file
from vietnamese.text import fold, free

logger = logging.getLogger(__name__)


@transaction.atomic
def add_file(*, report: Report, content: File, scan: Scan, by: Officer) -> SignedFile:
    """The scan of the signed report is put beside it, under a name that we give.

    `scan` is what `reports.files.examine` found `content` to be. From the department it is the
    signed report, from the Ministry the one that came on paper.
    """
    row = locked_report(report)
    require_right(may_add_file(by, row))
    own = by.holds(Role.CLERK, Role.LEADER, province_id=row.province_id)
    file = SignedFile(
        report=row,
        kind=FileKind.SIGNED if own else FileKind.PAPER,
        name=_name(row, scan),
        media_type=scan.media_type,
        size=scan.size,
        sha256=scan.sha256,
        uploaded_at=timezone.now(),
        uploaded_by=by.user,
    )
    file.file.save(file.name, content, save=False)
    try:
        keep(record=file, by=by.user)
        note_down([event(act=Act.FILE, by=by, report=row, after=file.name)])
    except Exception:
        file.file.delete(save=False)  # what no row leads to is not left lying on the disk
        raise
    return file


@transaction.atomic
def retire_file(*, file: SignedFile, reason: str, by: Officer) -> None:
    """A scan no longer counts: nobody gets it any more; who took it out, when and why is kept.

    Raises ValidationError without a reason, and when somebody was faster.
    """
    row = locked_report(file.report)
    require_right(may_add_file(by, row))
    retire(record=file, by=by.user, reason=reason)
    note_down([event(act=Act.FILE, by=by, report=row, before=file.name, reason=reason)])


@transaction.atomic
def withdraw_file(*, file: SignedFile, reason: str, by: Officer) -> None:
    """The content of a scan is removed from the disk for good: it should never have been sent (S4).

    Who, when and why stays, with the fingerprint of what it was; a scan that was taken out before
    keeps who did that. Raises ValidationError without a reason, when the content is gone already,
    and when the disk refuses.
    """
    report = locked_report(file.report)
    require_right(may_withdraw_file(by))
    require_reason(reason)
    row = locked(file)
    if not row.file:
        raise ValidationError(_("The content of this file was removed already."))
    if not row.is_retired:
        retire(record=row, by=by.user, reason=reason)
    content, row.file = row.file.name, ""
    row.save(update_fields=["file"])
    note_down([event(act=Act.FILE, by=by, report=report, before=row.name, reason=reason)])
    try:
        # Last: whatever fails after it, the content is gone, and that is what was asked for.
        row.file.storage.delete(content)
    except OSError as error:
        logger.exception("The content of a signed file could not be removed: %s", content)
        raise ValidationError(
            _("The file could not be removed from the disk. Nothing was changed.")
        ) from error
    file.refresh_from_db()


def _name(report: Report, scan: Scan) -> str:
    """A name that says what it is, of plain letters: "bao-cao-da-ky-…-123-bc-sct.pdf"."""
    said = ["bao cao da ky", report.round.key, report.province.key, report.signed_number]
    stem = "-".join(fold(" ".join(said)).split())[:140]
    taken = {name.rpartition(".")[0] for name in report.files.values_list("name", flat=True)}
    return f"{free(stem, taken)}.{scan.extension}"
