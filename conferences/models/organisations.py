from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conferences.enums import OrganisationKind
from provinces.models import Province
from provinces.records import Findable, Named, Retirable, known_choice, together
from vietnamese.fields import NFCCharField, NFCTextField
from vietnamese.text import sort_key


class Organisation(Named, Retirable):
    """An agency, department, enterprise or other body; a renaming makes a new row.

    A group ("các Sở Công Thương khu vực phía Bắc") is a body named together by a source.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        verbose_name=_("province"),
        related_name="organisations",
        null=True,
        blank=True,
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("followed by"),
        related_name="predecessors",
        null=True,
        blank=True,
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = NFCTextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        constraints = [
            *Retirable.Meta.constraints,
            known_choice("kind", OrganisationKind),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="conferences_organisation_interval_in_order",
                violation_error_message=_("“Valid until” is a later day than “valid from”."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="conferences_organisation_not_own_successor",
                violation_error_message=_("An organisation is not followed by itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.key])


class OrganisationAlias(Findable):
    """Another name a source may use for an organisation."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="aliases"
    )
    name = NFCCharField(_("other name"), max_length=200)

    class Meta:
        verbose_name = _("other name of an organisation")
        verbose_name_plural = _("other names of organisations")
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="conferences_organisationalias_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> Iterable[str]:
        return [self.name]


class Person(Findable):
    """Somebody named by a public source in an official capacity; nothing else is kept (S4).

    Two people of one name are told apart by `distinction`. A hidden name is not shown anywhere;
    who hid it, when and why stays.
    """

    name = NFCCharField(_("name"), max_length=100)
    distinction = NFCCharField(
        _("told apart by"), max_length=100, blank=True, help_text=_("Only for people of one name.")
    )
    sort_key = models.TextField(editable=False, default="", blank=True)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        verbose_name=_("hidden by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    hidden_reason = NFCTextField(_("reason for hiding"), blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "distinction"]
        constraints = [
            together("hidden_at", "hidden_by", name="hidden_by_someone"),
            models.UniqueConstraint(
                fields=["name", "distinction"],
                name="conferences_person_once",
                violation_error_message=_(
                    "This name is recorded already; tell the two people apart."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.distinction})" if self.distinction else self.name

    def searchable(self) -> Iterable[str]:
        return [self.name]

    def save(self, *args, **kwargs) -> None:
        self.sort_key = sort_key(self.name)
        if (only := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*only, "sort_key"}
        super().save(*args, **kwargs)
