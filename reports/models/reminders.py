"""Which department was reminded of its report, and when (R1)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.reports import Report


class Reminder(models.Model):
    """A mail that told a department on one day that its report is still to come.

    The constraint is what keeps two runs on one day from writing twice. `by` is the keeper who
    sent it; NULL: the daily command.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="reminders"
    )
    day = models.DateField(_("day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("by"),
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["report", "day"]
        constraints = [
            models.UniqueConstraint(fields=["report", "day"], name="reports_reminder_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.report} · {self.day}"
