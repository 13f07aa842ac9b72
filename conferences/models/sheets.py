"""What a keeper types from one article, before it is a conference of the register."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conferences.models.conference import Conference
from provinces.records import Retirable, together


class SheetQuerySet(models.QuerySet):
    """Sheets of all keepers."""

    def open(self) -> Self:
        """Neither entered into the register nor set aside."""
        return self.filter(conference__isnull=True, retired_at__isnull=True)


class Sheet(Retirable):
    """One article being recorded: the texts of its form exactly as typed, right or wrong.

    `typed` maps the name of a field to its text: `{"edition": "X", "figures-0-number": "7,97%"}`.
    Saved at any moment; no part of the register and in no record file. `conference` is what it
    became, once all of it could be read. `version` counts the savings, so that of two people in
    one sheet neither overwrites the other unawares.
    """

    typed = models.JSONField(_("as typed"), default=dict, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    saved_at = models.DateTimeField(_("saved at"), null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("saved by"),
        related_name="+",
        null=True,
        editable=False,
    )
    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        verbose_name=_("conference"),
        related_name="sheets",
        null=True,
        blank=True,
    )

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            *Retirable.Meta.constraints,
            together("saved_at", "saved_by", name="saved_by_someone"),
        ]

    def __str__(self) -> str:
        return self.typed.get("title") or self.typed.get("source_title") or str(_("Untitled sheet"))
