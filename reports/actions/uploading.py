"""A filled-in spreadsheet: taken in, and written when its receipt is confirmed (R7)."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.actions.entering import Outcome, Typed, save_cells
from reports.actions.locking import locked_report, require_right
from reports.enums import Via
from reports.models import Report, Upload
from reports.permissions import Officer, why_not_write
from reports.workbook.reading import ReadCell
from reports.workbook.receipt import Fate, Told, kept, receipt_of
from vietnamese.text import nfc

LONGEST_NAME = 160


@transaction.atomic
def take_in(*, report: Report, name: str, cells: Sequence[ReadCell], by: Officer) -> Upload:
    """What was read from a spreadsheet waits for who sent it to confirm; no cell is written.

    Raises ValidationError, saying who can, while this officer cannot write in the report.
    """
    _refuse_closed(report, by)
    said = [asdict(one) for one in cells]
    for one in said:
        one["row"], one["column"] = one.pop("row_id"), one.pop("column_id")
    return Upload.objects.create(
        report=report,
        name=nfc(name)[-LONGEST_NAME:],
        cells=said,
        uploaded_at=timezone.now(),
        uploaded_by=by.user,
    )


@transaction.atomic
def confirm(*, upload: Upload, from_file: Collection[tuple[int, int, int]], by: Officer) -> Upload:
    """Write the cells of a receipt, once: a second time nothing happens.

    `from_file` are the disputed cells for which the file's value was chosen, each with the version
    of the colleague's value beside it; of the others the colleague's stays. A refused text is not
    written: what stands in the portal stays. Raises ValidationError, and writes nothing at all,
    when somebody changed one of the cells since the receipt was shown.
    """
    report = locked_report(upload.report)
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    row.report = report
    require_right(row.uploaded_by_id == by.user.pk)
    if row.confirmed_at:
        return row
    _refuse_closed(report, by)
    receipt = receipt_of(row, by)
    for one in receipt.conflicts:
        if (one.row_id, one.column_id, one.version) in from_file:
            one.fate, one.seen = Fate.ACCEPTED, one.version
        else:
            one.fate = Fate.KEPT
    _write(report, receipt.written, by)
    row.cells = [kept(one) for one in receipt.told]
    row.confirmed_at, row.confirmed_by = timezone.now(), by.user
    row.save()
    return row


def _write(report: Report, told: Sequence[Told], by: Officer) -> None:
    cells = [Typed(one.row_id, one.column_id, one.typed, one.seen, one.note) for one in told]
    results = save_cells(report=report, cells=cells, by=by, via=Via.WORKBOOK, notation="vi")
    if any(one.outcome in (Outcome.CONFLICT, Outcome.DENIED) for one in results):
        raise ValidationError(
            _(
                "Somebody changed one of these cells just now. Nothing was written: please look "
                "again."
            )
        )


def _refuse_closed(report: Report, by: Officer) -> None:
    if reason := why_not_write(by, report):
        raise ValidationError(reason)
