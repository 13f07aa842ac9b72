from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.permissions import Visitor, sees_drafts
from conferences.enums import Theme
from conferences.models.conference import Conference
from conferences.models.organisations import Organisation
from conferences.models.sources import Source
from provinces.models import Region
from provinces.records import Findable, Retirable, known_choice
from vietnamese.fields import NFCCharField, NFCTextField


class ProposalQuerySet(models.QuerySet):
    """What was put to the Ministry and its agencies."""

    def public(self) -> Self:
        """Those of public conferences, and those of no conference (C4, C6)."""
        return self.filter(
            Q(conference__isnull=True)
            | Q(conference__published_at__isnull=False, conference__retired_at__isnull=True),
            retired_at__isnull=True,
        )

    def visible_to(self, visitor: Visitor) -> Self:
        if not sees_drafts(visitor):
            return self.public()
        return self.filter(
            Q(conference__isnull=True) | Q(conference__retired_at__isnull=True),
            retired_at__isnull=True,
        )

    def answered(self) -> Self:
        return self.exclude(response="")


class Proposal(Findable, Retirable):
    """Something asked of the Ministry or an agency, and the response (C4).

    It belongs to a conference; where its source names none, to a region and a theme alone.
    """

    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        verbose_name=_("conference"),
        related_name="proposals",
        null=True,
        blank=True,
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=_("region"),
        related_name="proposals",
        null=True,
        blank=True,
        help_text=_("Only where no conference is named."),
    )
    theme = models.CharField(_("theme"), max_length=20, choices=Theme, blank=True)
    asked_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("asked by"),
        related_name="proposals_made",
    )
    asked_by_printed = NFCCharField(_("asked by, as printed"), max_length=300, blank=True)
    addressed_to = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("addressed to"),
        related_name="proposals_received",
    )
    addressed_to_printed = NFCCharField(_("addressed to, as printed"), max_length=300, blank=True)
    text = NFCTextField(_("proposal"))
    response = NFCTextField(_("response"), blank=True)
    responded_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("response by"),
        related_name="responses",
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), related_name="proposals"
    )

    history = HistoricalRecords()
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["conference", "position", "pk"]
        constraints = [
            *Retirable.Meta.constraints,
            known_choice("theme", Theme, blank=True),
            models.CheckConstraint(
                condition=Q(conference__isnull=False, region__isnull=True, theme="")
                | Q(conference__isnull=True, region__isnull=False) & ~Q(theme=""),
                name="conferences_proposal_belongs_somewhere",
                violation_error_message=_(
                    "Name the conference; where the source names none, the region and the theme."
                ),
            ),
            models.CheckConstraint(
                condition=Q(responded_by__isnull=True) | ~Q(response=""),
                name="conferences_proposal_responder_says_something",
                violation_error_message=_("Write the response, or leave its author empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def searchable(self) -> Iterable[str]:
        return [self.text, self.response, self.asked_by_printed, self.addressed_to_printed]

    @property
    def is_answered(self) -> bool:
        return bool(self.response)
