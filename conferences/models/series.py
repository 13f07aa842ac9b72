from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conferences.enums import Theme
from provinces.records import Named, Retirable, known_choice
from vietnamese.fields import NFCTextField


class SeriesQuerySet(models.QuerySet):
    """Conference series."""

    def live(self) -> Self:
        return self.filter(retired_at__isnull=True)


class Series(Named, Retirable):
    """Conferences that continue one another and count their editions together (C1).

    Its name has no count of provinces, for that changes; the region belongs to the conference.
    `successor` is the series that goes on where this one stopped.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("continued by"),
        related_name="predecessors",
        null=True,
        blank=True,
    )
    successor_inferred = models.BooleanField(_("continuation is inferred"), default=False)
    has_flag = models.BooleanField(
        _("hosts hand over a flag"),
        default=True,
        help_text=_("No for meetings that stand each for itself."),
    )
    note = NFCTextField(_("note"), blank=True)
    # Shown as what it is wherever it stands, and in no file of the register.
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()
    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference series")
        verbose_name_plural = _("conference series")
        ordering = ["position", "sort_key"]
        constraints = [
            *Retirable.Meta.constraints,
            known_choice("theme", Theme),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="conferences_series_not_own_successor",
                violation_error_message=_("A series is not continued by itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("series_detail", args=[self.key])
