"""What the records of the register have in common: names in two languages, and retirement.

A record of the register is never deleted (S2): it is retired, by someone, with a reason, and
unique constraints then no longer count it.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vietnamese.fields import NFCCharField, NFCTextField
from vietnamese.text import fold, sort_key


def known_choice(field: str, choices: type[models.TextChoices], *, blank: bool = False):
    """A constraint that holds `field` to its enum in the database too."""
    values = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values}), name=f"%(app_label)s_%(class)s_{field}_known"
    )


def together(*fields: str, name: str):
    """A constraint that `fields` are all NULL or all set: who and when are one fact."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=none | every, name=f"%(app_label)s_%(class)s_{name}")


class Retirable(models.Model):
    """A record that leaves the register by being retired, with a reason, and is kept."""

    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("retired by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    retired_reason = NFCTextField(_("reason for retiring"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True, retired_reason="")
                | Q(retired_at__isnull=False, retired_by__isnull=False) & ~Q(retired_reason=""),
                name="%(app_label)s_%(class)s_retired_with_reason",
            )
        ]

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


class Findable(models.Model):
    """A record that is found by its words, with or without accents (N2).

    `folded` is for finding only, never for uniqueness; it follows `searchable()` on every save.
    A space stands before its first word and after its last, so that " hue " is asked for as a
    word and " hu" as the beginning of one.
    """

    folded = models.TextField(editable=False, default="", blank=True)

    class Meta:
        abstract = True

    def searchable(self) -> Iterable[str]:
        """The texts this record is found by."""
        raise NotImplementedError

    def folded_words(self) -> str:
        """What `folded` is to hold."""
        return f" {fold(' '.join(filter(None, self.searchable())))} "

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = self.folded_words()
        if (only := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*only, "folded"}
        super().save(*args, **kwargs)


class Named(Findable):
    """A record with a Vietnamese name, an English one, and a place in the Vietnamese order."""

    name = NFCCharField(_("name"), max_length=200)
    name_en = NFCCharField(_("English name"), max_length=200, blank=True)
    sort_key = models.TextField(editable=False, default="", blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the language of the reader."""
        return in_reader_language(self.name, self.name_en)

    def searchable(self) -> Iterable[str]:
        return [self.name, self.name_en]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        if (only := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*only, "sort_key"}
        super().save(*args, **kwargs)


def in_reader_language(vietnamese: str, english: str) -> str:
    """The English text for an English reader where there is one, else the Vietnamese."""
    return english if english and get_language() == "en" else vietnamese
