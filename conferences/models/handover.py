from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conferences.enums import HandoverForm
from conferences.models.conference import Conference
from conferences.models.sources import Source
from provinces.models import Province
from provinces.records import Retirable, known_choice
from vietnamese.fields import NFCCharField, NFCTextField
from vietnamese.roman import to_roman


class Handover(Retirable):
    """The passing on of the right to host, from one conference (H1).

    To which province, for which edition and year: as far as the source says. A flag of merit or
    a souvenir pennant is none.
    """

    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        verbose_name=_("from the conference"),
        related_name="handovers",
    )
    form = models.CharField(_("form"), max_length=10, choices=HandoverForm)
    giver = NFCCharField(
        _("handed over by"),
        max_length=300,
        blank=True,
        help_text=_("In the words of the source: department, agency."),
    )
    receiver = models.ForeignKey(
        Province,
        models.PROTECT,
        verbose_name=_("to the province"),
        related_name="received_flags",
        null=True,
        blank=True,
    )
    received_by = NFCCharField(
        _("received by"), max_length=300, blank=True, help_text=_("In the words of the source.")
    )
    edition = models.PositiveSmallIntegerField(_("for the edition"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("for the year"), null=True, blank=True)
    handed_on = models.DateField(_("on"), null=True, blank=True)
    reason = NFCTextField(
        _("reason"), blank=True, help_text=_("Needed when the host keeps the right to host.")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), related_name="handovers"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["conference", "pk"]
        constraints = [
            *Retirable.Meta.constraints,
            known_choice("form", HandoverForm),
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(retired_at__isnull=True),
                name="conferences_handover_one_from_each",
                violation_error_message=_("A handover from this conference is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(edition__gte=2),
                name="conferences_handover_edition_follows_one",
                violation_error_message=_("What is handed over is edition II or a later one."),
            ),
        ]

    def __str__(self) -> str:
        to = self.receiver or self.received_by or _("receiver not known")
        edition = f" {to_roman(self.edition)}" if self.edition else ""
        return f"{self.conference} → {to}{edition}"

    def clean(self) -> None:
        """An edition or year that goes back, or a receiver that is the host, is a mistake (H4)."""
        super().clean()
        if not hasattr(self, "conference") or self.conference.starts_on is None:
            return
        errors: dict[str, ValidationError] = {}
        own = self.conference
        if self.edition and own.edition and self.edition <= own.edition:
            errors["edition"] = ValidationError(
                _("Edition %(next)s does not follow edition %(own)s."),
                params={"next": to_roman(self.edition), "own": own.edition_label},
            )
        if self.year and self.year < own.year:
            errors["year"] = ValidationError(
                _("The year %(next)s lies before the conference of %(own)s."),
                params={"next": self.year, "own": own.year},
            )
        if self.receiver_id and self.receiver_id == own.host_id and not self.reason:
            errors["receiver"] = ValidationError(
                _("The receiver is the host: give the reason, or correct the receiver.")
            )
        if self.receiver and not self.receiver_stood_then():
            errors["receiver"] = ValidationError(
                _("%(name)s was not a unit of its own on %(day)s."),
                params={"name": self.receiver, "day": f"{own.starts_on:%-d/%-m/%Y}"},
            )
        if errors:
            raise ValidationError(errors)

    def receiver_stood_then(self) -> bool:
        """Whether the receiver existed when the flag was handed over."""
        if self.receiver is None:
            return True
        if day := self.handed_on or self.conference.ends_on:
            return self.receiver.is_valid_on(day)
        return self.conference.stood_then(self.receiver)
