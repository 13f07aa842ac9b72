"""What happened to reports, for good (R9), and what makes a post happen once (R7)."""

from datetime import date
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.models import Province
from provinces.records import known_choice
from reports.enums import STEPS_TOLD, Act, State, Via
from reports.models.reports import Report
from reports.models.rounds import ReportingRound, RoundColumn, RoundRow
from vietnamese.dates import format_date
from vietnamese.fields import NFCTextField
from vietnamese.language import active


class AppendOnly(RuntimeError):
    """Somebody tried to change what happened."""


class EventQuerySet(models.QuerySet):
    """The history of all reports; it can be read and added to."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: what happened is not changed (R9)."""
        raise AppendOnly("history is not changed")

    def delete(self) -> NoReturn:
        """Refuse: what happened is not taken back (R9)."""
        raise AppendOnly("history is not deleted")


class Event(models.Model):
    """One thing that happened in a round: to a cell, a text, a report; when, by whom, from, to.

    Only added to: PostgreSQL itself refuses to change or delete a row, SQLite to change one (R9).
    `before` and `after` are what was typed, or the states of a step.
    """

    round = models.ForeignKey(
        ReportingRound, models.PROTECT, verbose_name=_("round"), related_name="events"
    )
    report = models.ForeignKey(
        Report,
        models.PROTECT,
        verbose_name=_("report"),
        related_name="events",
        null=True,
        blank=True,
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        verbose_name=_("province"),
        related_name="+",
        null=True,
        blank=True,
    )
    act = models.CharField(_("what"), max_length=14, choices=Act)
    via = models.CharField(_("how"), max_length=10, choices=Via, blank=True)
    row = models.ForeignKey(
        RoundRow, models.PROTECT, verbose_name=_("row"), related_name="+", null=True, blank=True
    )
    column = models.ForeignKey(
        RoundColumn,
        models.PROTECT,
        verbose_name=_("column"),
        related_name="+",
        null=True,
        blank=True,
    )
    part = models.CharField(
        _("part"), max_length=20, blank=True, help_text=_("A section, a unit, a proposal's place.")
    )
    before = NFCTextField(_("before"), blank=True)
    after = NFCTextField(_("after"), blank=True)
    reason = NFCTextField(_("reason"), blank=True)
    happened = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("history of reports")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["report", "id"], name="event_by_report"),
            models.Index(fields=["round", "id"], name="event_by_round"),
        ]
        constraints = [known_choice("act", Act), known_choice("via", Via, blank=True)]

    def __str__(self) -> str:
        return f"{self.what}: {self.before} → {self.after}"

    @property
    def what(self) -> str:
        """What happened, in words; a file that was there before and is not after was taken out."""
        if self.act == Act.FILE and not self.after:
            return gettext("Signed file taken out")
        if self.act == Act.EXTENDED:
            before, after = self.said
            return gettext("Deadline moved from %(before)s to %(after)s") % {
                "before": before,
                "after": after,
            }
        return self.get_act_display()

    @property
    def said(self) -> tuple[str, str]:
        """From what to what, as people write it: states by name, days as days, no bare ids."""
        if self.act == Act.PUBLISHED:
            return "", ""
        before, after = (_in_words(self.act, text) for text in (self.before, self.after))
        return before, after

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("history is not changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("history is not deleted")


def _in_words(act: str, text: str) -> str:
    if act == Act.EXTENDED:
        return format_date(date.fromisoformat(text), "day", active())
    if act in STEPS_TOLD and text in State:
        return str(State(text).label)
    return text


class OneTimeKey(models.Model):
    """A key that came with a form and was used: the same post a second time does nothing (R7).

    `outcome` is the address the first post led to.
    """

    key = models.UUIDField(_("key"), unique=True)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)
    used_at = models.DateTimeField(_("used at"))
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("used by"), related_name="+"
    )

    class Meta:
        verbose_name = _("one-time key")
        verbose_name_plural = _("one-time keys")
        ordering = ["-used_at"]

    def __str__(self) -> str:
        return str(self.key)
