from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conferences.enums import OmissionReason, Rank, Subject
from provinces.records import Findable, Retirable, known_choice
from vietnamese.fields import NFCCharField, NFCTextField


class SourceQuerySet(models.QuerySet):
    """Sources of facts."""

    def live(self) -> Self:
        return self.filter(retired_at__isnull=True)


class Source(Findable, Retirable):
    """Where a fact comes from: an article, a report, a signed paper (C6).

    `rank` says how much it weighs; `mirror_of` marks a copy of low trust; `is_excerpt` that only
    its beginning was read, so that what is absent may still exist.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title = NFCCharField(
        _("title"), max_length=300, blank=True, help_text=_("Empty when the title is not known.")
    )
    publisher = NFCCharField(_("publisher"), max_length=200, blank=True)
    author = NFCCharField(_("author as printed"), max_length=120, blank=True)
    rank = models.CharField(_("rank"), max_length=20, choices=Rank)
    language = models.CharField(
        _("language"), max_length=5, default="vi", help_text=_("Two letters, e.g. vi, en.")
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    looked_at = models.DateField(_("address last looked at"), null=True, blank=True)
    mirror_of = NFCCharField(
        _("copy of"), max_length=200, blank=True, help_text=_("What a copied page copies.")
    )
    is_excerpt = models.BooleanField(_("only its beginning was read"), default=False)
    note = NFCTextField(_("note"), blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()
    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = [F("published_on").desc(nulls_last=True), "key"]
        constraints = [
            *Retirable.Meta.constraints,
            known_choice("rank", Rank),
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(publisher="") | ~Q(note=""),
                name="conferences_source_says_what_it_is",
                violation_error_message=_("Give a title, a publisher or a note."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.publisher or self.key

    def get_absolute_url(self) -> str:
        return reverse("source_detail", args=[self.key])

    def searchable(self) -> Iterable[str]:
        return [self.title, self.publisher, self.author]

    @property
    def is_press(self) -> bool:
        return self.rank == Rank.PRESS


class Omission(models.Model):
    """A statement of a source that was left out of the register, and why.

    So that nobody looks for it twice, and what is missing can be counted. It goes away when the
    statement is recorded.
    """

    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), related_name="omissions"
    )
    subject = models.CharField(_("kind"), max_length=10, choices=Subject)
    printed = NFCTextField(_("as printed"), help_text=_("The number or words, and what of."))
    reason = models.CharField(_("reason"), max_length=10, choices=OmissionReason)
    note = NFCTextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("statement left out")
        verbose_name_plural = _("statements left out")
        ordering = ["source", "pk"]
        constraints = [known_choice("subject", Subject), known_choice("reason", OmissionReason)]

    def __str__(self) -> str:
        return self.printed[:80]
