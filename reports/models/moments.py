"""When a step was done and by whom: two columns that say one thing."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def moment(verbose_name: Any, *, always: bool = False) -> models.DateTimeField:
    """When a step was done; NULL while it was not, unless there is no row without it."""
    return models.DateTimeField(verbose_name, null=not always, blank=not always, editable=False)


def someone(verbose_name: Any, *, always: bool = False) -> models.ForeignKey:
    """Who did the step whose moment stands beside it; set together with it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=verbose_name,
        related_name="+",
        null=not always,
        blank=not always,
        editable=False,
    )


class Versioned(models.Model):
    """Something that several people write: whoever saves it says which version they saw (R7)."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    saved_at = moment(_("saved at"), always=True)
    saved_by = someone(_("saved by"), always=True)

    class Meta:
        abstract = True
