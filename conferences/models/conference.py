from collections.abc import Iterable
from typing import Self, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.permissions import Visitor, sees_drafts
from conferences.enums import Fact, Form, Precision, Status
from conferences.models.series import Series
from conferences.models.sources import Source
from provinces.models import Province, Region
from provinces.records import Findable, Retirable, known_choice, together
from vietnamese.dates import Precision as DatePrecision
from vietnamese.dates import format_date, format_date_range
from vietnamese.fields import NFCCharField, NFCTextField
from vietnamese.language import active
from vietnamese.roman import to_roman


class ConferenceQuerySet(models.QuerySet):
    """Conferences of all series."""

    def live(self) -> Self:
        return self.filter(retired_at__isnull=True)

    def public(self) -> Self:
        """What everybody may read: published and not retired (C6)."""
        return self.live().filter(published_at__isnull=False)

    def visible_to(self, visitor: Visitor) -> Self:
        """What exists for this visitor: drafts only for those who may see them."""
        return self.live() if sees_drafts(visitor) else self.public()

    def held(self) -> Self:
        return self.filter(status=Status.HELD)


class Conference(Findable, Retirable):
    """One real meeting: an edition of a series, or an unnumbered meeting of it (C2–C6).

    Its columns hold the headline; what each source prints stands in its attestations.
    `starts_on` is the first possible day, as exact as `precision` says; `ends_on` the last day.
    A draft until it is published; retired, never deleted.
    """

    series = models.ForeignKey(
        Series, models.PROTECT, verbose_name=_("conference series"), related_name="conferences"
    )
    slug = models.SlugField(
        _("address"), max_length=60, help_text=_("The last part of its address, e.g. x-2022.")
    )
    edition = models.PositiveSmallIntegerField(
        _("edition"), null=True, blank=True, help_text=_("Empty when it was never numbered.")
    )
    title = NFCCharField(_("title as printed"), max_length=300)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=_("region"),
        related_name="conferences",
        null=True,
        blank=True,
    )
    host = models.ForeignKey(
        Province,
        models.PROTECT,
        verbose_name=_("host"),
        related_name="hosted",
        null=True,
        blank=True,
    )
    starts_on = models.DateField(_("date"), help_text=_("The first possible day."))
    precision = models.CharField(
        _("date is exact to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    postponed_from = models.DateField(_("first set for"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    form = models.CharField(_("form"), max_length=10, choices=Form, blank=True)
    venue = NFCCharField(_("venue"), max_length=200, blank=True)
    summary = NFCTextField(_("summary"), blank=True)
    note = NFCTextField(
        _("note on the record"),
        blank=True,
        help_text=_("Why a headline that no source prints is believed; what is missing."),
    )
    participants_complete = models.BooleanField(
        _("the list of participants is complete"), default=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("published by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    history = HistoricalRecords()
    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["starts_on", "id"], name="conference_by_date"),
            models.Index(fields=["series", "starts_on", "id"], name="conference_by_series"),
            models.Index(fields=["host", "starts_on", "id"], name="conference_by_host"),
        ]
        constraints = [
            *Retirable.Meta.constraints,
            together("published_at", "published_by", name="published_by_someone"),
            known_choice("precision", Precision),
            known_choice("status", Status),
            known_choice("form", Form, blank=True),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(edition__gte=1),
                name="conferences_conference_edition_positive",
                violation_error_message=_("Editions begin with 1; leave it empty if unnumbered."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(ends_on__gt=F("starts_on"), precision=Precision.DAY),
                name="conferences_conference_ends_after_start",
                violation_error_message=_("The last day is later than the first."),
            ),
            models.CheckConstraint(
                condition=Q(precision=Precision.DAY)
                | Q(precision=Precision.MONTH, starts_on__day=1)
                | Q(precision=Precision.YEAR, starts_on__day=1, starts_on__month=1),
                name="conferences_conference_first_possible_day",
                violation_error_message=_(
                    "Of a month or a year, write the first day: 1/5/2022, 1/1/2022."
                ),
            ),
            models.UniqueConstraint(
                fields=["series", "slug"], name="conferences_conference_address"
            ),
            models.UniqueConstraint(
                fields=["series", "edition"],
                condition=Q(edition__isnull=False, retired_at__isnull=True)
                & ~Q(status=Status.CANCELLED),
                name="conferences_conference_edition_once",
                violation_error_message=_("This series has a conference of this edition already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("conference_detail", args=[self.series.key, self.slug])

    def searchable(self) -> Iterable[str]:
        numbered = [f"lần thứ {self.edition_label}", f"lần thứ {self.edition}"]
        return [
            self.title,
            self.venue,
            *(numbered if self.edition else []),
            str(self.starts_on.year),
        ]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def year(self) -> int:
        return self.starts_on.year

    @property
    def edition_label(self) -> str:
        """The edition in Roman numerals, empty when unnumbered."""
        return to_roman(self.edition) if self.edition else ""

    @property
    def headline(self) -> str:
        """The title as printed; for an English reader series, edition and year in English."""
        if get_language() != "en":
            return self.title
        if self.edition:
            return gettext("%(series)s, edition %(edition)s (%(year)s)") % {
                "series": self.series.label,
                "edition": self.edition_label,
                "year": self.year,
            }
        return f"{self.series.label} ({self.year})"

    @property
    def short_label(self) -> str:
        """What it is called next to its series: "Lần thứ X (2022)", "Năm 2015"."""
        if self.edition:
            return gettext("Edition %(edition)s (%(year)s)") % {
                "edition": self.edition_label,
                "year": self.year,
            }
        return gettext("Year %(year)s") % {"year": self.year}

    @property
    def date_label(self) -> str:
        if self.ends_on:
            return format_date_range(self.starts_on, self.ends_on, active())
        return format_date(self.starts_on, cast("DatePrecision", self.precision), active())

    def clean(self) -> None:
        super().clean()
        if self.host and self.starts_on and not self.stood_then(self.host):
            raise ValidationError(
                {
                    "host": ValidationError(
                        _("%(name)s was not a unit of its own on %(day)s."),
                        params={"name": self.host, "day": f"{self.starts_on:%-d/%-m/%Y}"},
                    )
                }
            )

    def stood_then(self, unit: Province) -> bool:
        """Whether a unit existed on the day; in the month or year, when no more is known."""
        first, begun = self.starts_on, unit.valid_from
        if unit.is_valid_on(first) or self.precision == Precision.DAY:
            return unit.is_valid_on(first)
        same_month = self.precision == Precision.YEAR or begun.month == first.month
        return begun.year == first.year and same_month

    def propose_slug(self) -> str:
        """An address that is free in the series: "x-2022", "2015", "2015-2"."""
        stem = f"{self.edition_label.lower()}-{self.year}" if self.edition else str(self.year)
        taken = set(
            Conference.objects.filter(series=self.series, slug__startswith=stem)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        ) | set(
            FormerSlug.objects.filter(series=self.series, slug__startswith=stem)
            .exclude(conference_id=self.pk)
            .values_list("slug", flat=True)
        )
        return next(
            slug
            for slug in (stem, *(f"{stem}-{number}" for number in range(2, 100)))
            if slug not in taken
        )


class FormerSlug(models.Model):
    """An address a conference once had; it leads to the present one for good."""

    series = models.ForeignKey(
        Series, models.PROTECT, verbose_name=_("conference series"), related_name="former_slugs"
    )
    slug = models.SlugField(_("former address"), max_length=60)
    conference = models.ForeignKey(
        Conference, models.CASCADE, verbose_name=_("conference"), related_name="former_slugs"
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["series", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "slug"], name="conferences_formerslug_address"
            )
        ]

    def __str__(self) -> str:
        return self.slug


class Attestation(models.Model):
    """What one source prints for one headline of a conference (C5).

    `printed` is the wording; `value` what it comes to, to be compared with the headline: an
    edition "13", a date "2022-08-19" (or "2022-08", "2022"), a province's key. A name has none.
    """

    conference = models.ForeignKey(
        Conference, models.PROTECT, verbose_name=_("conference"), related_name="attestations"
    )
    field = models.CharField(_("says of"), max_length=20, choices=Fact)
    printed = NFCCharField(_("as printed"), max_length=300)
    value = models.CharField(
        _("comes to"),
        max_length=80,
        blank=True,
        help_text=_("13 · 2022-08-19 · the key of a province; empty for a name or a venue."),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), related_name="attestations"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["conference", "field", "pk"]
        indexes = [models.Index(fields=["field", "value"], name="attestation_by_value")]
        constraints = [
            known_choice("field", Fact),
            models.CheckConstraint(
                condition=Q(field__in=[Fact.NAME, Fact.VENUE]) | ~Q(value=""),
                name="conferences_attestation_comes_to_something",
                violation_error_message=_("Say what the wording comes to, e.g. 13 or 2022-08-19."),
            ),
            models.UniqueConstraint(
                fields=["conference", "field", "source", "printed"],
                name="conferences_attestation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.printed}"
