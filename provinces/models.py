"""Places in time: provinces, regions and dated membership (rules P1–P4, P6)."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_slug
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from provinces.enums import Beginning, Certainty, Ending, ProvinceKind, RegionKind
from provinces.places import resolve
from provinces.records import Findable, Named, Retirable, in_reader_language, known_choice
from vietnamese.dates import format_date
from vietnamese.fields import NFCCharField, NFCTextField
from vietnamese.language import active

# Before this day there is no data about places (P2).
COVERAGE_START = dt.date(2004, 1, 1)


def valid_on(day: dt.date, prefix: str = "") -> Q:
    """Rows whose half-open interval `[valid_from, valid_until)` holds `day`."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gt": day})
    )


def interval_in_order() -> models.CheckConstraint:
    """A row that ends, ends after it began."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
        name="%(app_label)s_%(class)s_interval_in_order",
        violation_error_message=_("“Valid until” is a later day than “valid from”."),
    )


class DatedQuerySet(models.QuerySet):
    """Rows that are true over a half-open interval."""

    def live(self) -> Self:
        return self.filter(retired_at__isnull=True)

    def on(self, day: dt.date | None = None) -> Self:
        """The rows valid on `day`; today when not said."""
        return self.live().filter(valid_on(day or timezone.localdate()))


class ProvinceQuerySet(DatedQuerySet):
    """Provinces and centrally governed cities."""

    def resolve(self, text: str, *, on: dt.date | None = None) -> "Province":
        """The unit that `text`, a key, a name, an alias or a code, means on a day (today).

        Raises `UnknownPlace` or `AmbiguousPlace`, both with candidates; never guesses.
        """
        return resolve(self.live().prefetch_related("aliases"), text, on or timezone.localdate())

    def resolve_any_day(self, text: str) -> "Province":
        """As `resolve`, over all days: asks where a name or a code was passed on (P1)."""
        return resolve(self.live().prefetch_related("aliases"), text, None)


class Province(Named, Retirable):
    """A province or centrally governed city as it was over one interval.

    Never overwritten: a merger, a renaming or a change of status makes a new row, and the old one
    points at its successor (P1). Its identity is its key; neither code nor name is unique in time.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True, validators=[validate_slug])
    code = models.CharField(
        _("code"),
        max_length=2,
        validators=[RegexValidator(r"^\d{2}$", _("Write two digits, e.g. 38."))],
        help_text=_("Two digits of the official list; codes pass from unit to unit."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ProvinceKind)
    short = NFCCharField(
        _("short label"), max_length=4, help_text=_("At most four letters, for the tile map.")
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The first day on which this row no longer holds."),
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("now part of"),
        related_name="predecessors",
        null=True,
        blank=True,
    )
    beginning = models.CharField(_("how it began"), max_length=30, choices=Beginning, blank=True)
    beginning_act = NFCCharField(_("act it began by"), max_length=200, blank=True)
    ending = models.CharField(_("how it ended"), max_length=30, choices=Ending, blank=True)
    ending_act = NFCCharField(_("act it ended by"), max_length=200, blank=True)
    territory = models.SlugField(
        _("territory"),
        max_length=60,
        help_text=_("Units of the same territory cover the same area: only name or status differ."),
    )
    established_year = models.PositiveSmallIntegerField(_("established in"), null=True, blank=True)
    note = NFCTextField(_("note"), blank=True)

    history = HistoricalRecords()
    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces and cities")
        ordering = ["code", "valid_from", "pk"]
        indexes = [models.Index(fields=["valid_from", "valid_until"], name="province_interval")]
        constraints = [
            *Retirable.Meta.constraints,
            interval_in_order(),
            known_choice("kind", ProvinceKind),
            known_choice("beginning", Beginning, blank=True),
            known_choice("ending", Ending, blank=True),
            models.CheckConstraint(
                condition=Q(successor__isnull=True)
                | Q(valid_until__isnull=False) & ~Q(successor=F("id")),
                name="provinces_province_successor_after_end",
                violation_error_message=_("Only a unit that has ended is part of another one."),
            ),
            models.CheckConstraint(
                condition=Q(ending="") | Q(valid_until__isnull=False),
                name="provinces_province_ending_has_date",
                violation_error_message=_("Say until when the unit was valid."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_until__isnull=True, retired_at__isnull=True),
                name="provinces_province_code_today",
                violation_error_message=_("Another unit of today has this code."),
            ),
            models.UniqueConstraint(
                fields=["short"],
                condition=Q(valid_until__isnull=True, retired_at__isnull=True),
                name="provinces_province_short_today",
                violation_error_message=_("Another unit of today has this short label."),
            ),
        ]

    def __str__(self) -> str:
        if self.last_day is None:
            return self.label
        return _("%(name)s (until %(day)s)") % {
            "name": self.label,
            "day": format_date(self.last_day, "day", active()),
        }

    def get_absolute_url(self) -> str:
        return reverse("province_detail", args=[self.key])

    @property
    def label(self) -> str:
        """The name with "TP." for a city (P3); an English reader's name as it is."""
        if get_language() == "en" and self.name_en:
            return self.name_en
        return f"TP. {self.name}" if self.is_city else self.name

    @property
    def full_name(self) -> str:
        """Kind and name as on the seal: "tỉnh Thanh Hóa", "thành phố Huế"."""
        name = in_reader_language(self.name, self.name_en)
        if self.is_city:
            return pgettext("province", "%(name)s City") % {"name": name.removesuffix(" City")}
        return pgettext("province", "%(name)s province") % {"name": name}

    @property
    def is_city(self) -> bool:
        return self.kind == ProvinceKind.CITY

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which the row holds; None while it still does."""
        return self.valid_until and self.valid_until - dt.timedelta(days=1)

    @property
    def began_before_coverage(self) -> bool:
        """Whether it is older than the register's data, so that `valid_from` is no founding day."""
        return self.valid_from == COVERAGE_START and not self.beginning

    def is_valid_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_from < COVERAGE_START:
            raise ValidationError({"valid_from": _("The register begins on 1/1/2004.")})
        if self.successor and self.valid_until and self.successor.valid_from > self.valid_until:
            raise ValidationError(
                {
                    "successor": ValidationError(
                        _("%(name)s begins later than this unit ends."),
                        params={"name": self.successor.label},
                    )
                }
            )
        if not (self.valid_from and self.short and self.code):
            return
        until = self.valid_until or dt.date.max
        same_days = (
            Province.objects.live()
            .exclude(pk=self.pk)
            .filter(valid_from__lt=until)
            .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=self.valid_from))
        )
        for field in ("code", "short"):
            if other := same_days.filter(**{field: getattr(self, field)}).first():
                raise ValidationError(
                    {
                        field: ValidationError(
                            _("%(other)s has the same on the same days."),
                            params={"other": other.label},
                        )
                    }
                )


class ProvinceAlias(Findable):
    """Another spelling a source may use: "TP.HCM", "TT-Huế", "Đắc Lắc"."""

    province = models.ForeignKey(
        Province, models.CASCADE, verbose_name=_("province"), related_name="aliases"
    )
    name = NFCCharField(_("spelling"), max_length=100)

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        ordering = ["province", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "name"], name="provinces_provincealias_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> Iterable[str]:
        return [self.name]


class MapLayout(models.Model):
    """A tile map of all provinces that holds over an interval (P6)."""

    key = models.SlugField(_("key"), max_length=20, unique=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    columns = models.PositiveSmallIntegerField(_("columns"))
    rows = models.PositiveSmallIntegerField(_("rows"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tile map")
        verbose_name_plural = _("tile maps")
        ordering = ["valid_from"]
        constraints = [interval_in_order()]

    def __str__(self) -> str:
        return self.key


class Tile(models.Model):
    """Where a province stands on a tile map; with a name, the archipelago that belongs to it.

    An archipelago is drawn solid like its province, its name in full words (P6).
    """

    layout = models.ForeignKey(
        MapLayout, models.CASCADE, verbose_name=_("tile map"), related_name="tiles"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, verbose_name=_("province"), related_name="tiles"
    )
    column = models.PositiveSmallIntegerField(_("column"))
    row = models.PositiveSmallIntegerField(_("row"))
    archipelago = NFCCharField(_("archipelago"), max_length=60, blank=True)
    archipelago_en = NFCCharField(_("archipelago in English"), max_length=60, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tile")
        verbose_name_plural = _("tiles")
        ordering = ["layout", "row", "column", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["layout", "province", "archipelago"], name="provinces_tile_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.layout_id}: {self.archipelago or self.province}"

    @property
    def archipelago_label(self) -> str:
        return in_reader_language(self.archipelago, self.archipelago_en)


class Region(Named, Retirable):
    """A group of provinces: an economic region, a sub-region, or the region of a conference.

    A region whose composition changed ends and has a successor (P4): 28 northern provinces and
    cities until 30/6/2025, 15 since.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=RegionKind)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("followed by"),
        related_name="predecessors",
        null=True,
        blank=True,
    )
    legal_basis = NFCCharField(_("legal basis"), max_length=200, blank=True)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty)
    citation = NFCTextField(_("according to"), help_text=_("What the composition rests on."))
    note = NFCTextField(_("note"), blank=True)

    history = HistoricalRecords()
    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["kind", "sort_key", "valid_from"]
        constraints = [
            *Retirable.Meta.constraints,
            interval_in_order(),
            known_choice("kind", RegionKind),
            known_choice("certainty", Certainty),
            models.CheckConstraint(
                condition=Q(successor__isnull=True)
                | Q(valid_until__isnull=False) & ~Q(successor=F("id")),
                name="provinces_region_successor_after_end",
                violation_error_message=_("Only a region that has ended is followed by another."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("region_detail", args=[self.key])


class RegionMembership(models.Model):
    """A province's belonging to a region over an interval, with what says so (P4)."""

    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("region"), related_name="memberships"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, verbose_name=_("province"), related_name="memberships"
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty)
    citation = NFCTextField(
        _("according to"), blank=True, help_text=_("Empty: what the whole region rests on.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership of a region")
        verbose_name_plural = _("memberships of regions")
        ordering = ["region", "province__code", "valid_from"]
        constraints = [
            interval_in_order(),
            known_choice("certainty", Certainty),
            models.UniqueConstraint(
                fields=["region", "province", "valid_from"],
                name="provinces_regionmembership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}: {self.province}"

    def clean(self) -> None:
        super().clean()
        if not (self.region_id and self.province_id and self.valid_from):
            return
        for frame, field in ((self.region, "region"), (self.province, "province")):
            ends_later = frame.valid_until and (
                self.valid_until is None or self.valid_until > frame.valid_until
            )
            if self.valid_from < frame.valid_from or ends_later:
                raise ValidationError(
                    {
                        field: ValidationError(
                            _("%(name)s does not exist on all days of this membership."),
                            params={"name": frame.label},
                        )
                    }
                )
