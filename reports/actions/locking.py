"""One at a time, and honestly told (R3)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.enums import STEPS_TOLD
from reports.models import Event, Report


def locked_report(report: Report) -> Report:
    """The report as it stands, nobody else's to change until the transaction ends; one query.

    Takes over what was loaded with `report`: its round and province, which do not change.
    """
    row = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    row.round, row.province = report.round, report.province
    return row


def require_right(allowed: bool) -> None:
    """Refuse somebody who was not to come this far: the page does not offer the verb."""
    if not allowed:
        raise PermissionDenied


def refuse_stale(row: Report, seen: int) -> None:
    """Tell the slower of two people who was faster, and when (R3).

    `seen` is the version of the report that stood on the page.
    """
    if row.version == seen:
        return
    step = (
        Event.objects.filter(report=row, act__in=STEPS_TOLD)
        .select_related("by")
        .order_by("-pk")
        .first()
    )
    raise ValidationError(
        _("%(who)s already did this at %(time)s. Please reload the page."),
        params={
            "who": step.by if step else "…",
            "time": f"{timezone.localtime(step.happened):%H:%M %-d/%-m/%Y}" if step else "…",
        },
    )
