"""Indicators, units and figures (rules F1, F2, F4, F7)."""

from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, ProtectedError, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.permissions import Visitor, sees_drafts
from conferences.models import Conference, Source
from metrics.conversion import DECIMALS, WHOLE_DIGITS, DoesNotFit, convert
from metrics.enums import (
    Against,
    Aggregation,
    Basis,
    ChangeIn,
    Kind,
    Measure,
    Qualifier,
    Quantity,
    Scope,
    Topic,
)
from metrics.intervals import Interval, is_count, printed
from metrics.periods import Period
from provinces.models import Province, Region
from provinces.records import Named, Retirable, known_choice, together
from vietnamese.fields import NFCCharField, NFCTextField

CANONICAL_NUMBER = RegexValidator(
    r"^-?(0|[1-9]\d*)(\.\d+)?$", _("Write digits with a decimal point and no grouping, e.g. 11.28.")
)


class Unit(Named):
    """A unit as sources print it; `factor` counts its base: đồng, US dollars, pieces (F2)."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    quantity = models.CharField(_("quantity"), max_length=20, choices=Quantity)
    factor = models.DecimalField(
        _("worth"),
        max_digits=20,
        decimal_places=4,
        default=Decimal(1),
        help_text=_("How much of the base quantity; of tỷ đồng, a thousand million."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["quantity", "factor", "key"]
        constraints = [
            known_choice("quantity", Quantity),
            models.CheckConstraint(
                condition=Q(factor__gt=0),
                name="metrics_unit_factor_positive",
                violation_error_message=_("A unit is worth more than nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Indicator(Named):
    """Something that is counted or measured; a breakdown is an indicator with a parent (F1).

    An indicator that is a measure of another (growth, share, completion) is not in the catalogue.
    `plausible_low` and `plausible_high` are what one province, as provinces were before 1/7/2025,
    may well report as the level of a full year, in the indicator's unit; either end may be open.
    A report beyond them is asked for a note (R8), never refused: they are rough limits of what
    provinces have reported, no norm. `metrics.plausible` fits them to a period and a province.
    """

    key = models.SlugField(_("key"), max_length=50, unique=True)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="indicators"
    )
    aggregation = models.CharField(_("regional total"), max_length=10, choices=Aggregation)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("breakdown of"),
        related_name="breakdowns",
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)
    definition = NFCTextField(_("definition"), blank=True)
    definition_en = NFCTextField(_("definition in English"), blank=True)
    adds_up = models.BooleanField(
        _("its breakdowns add up to it"),
        default=False,
        help_text=_("National and local funds make the total; the levels of a contest do not."),
    )
    plausible_low = models.DecimalField(
        _("lowest plausible value"),
        max_digits=WHOLE_DIGITS + DECIMALS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        help_text=_("Empty: no lower limit."),
    )
    plausible_high = models.DecimalField(
        _("highest plausible value"),
        max_digits=WHOLE_DIGITS + DECIMALS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        help_text=_("Empty: no upper limit."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "key"]
        constraints = [
            known_choice("topic", Topic),
            known_choice("kind", Kind),
            known_choice("aggregation", Aggregation),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="metrics_indicator_not_own_parent",
                violation_error_message=_("An indicator is not a breakdown of itself."),
            ),
            models.CheckConstraint(
                condition=Q(plausible_low__isnull=True)
                | Q(plausible_high__isnull=True)
                | Q(plausible_low__lte=F("plausible_high")),
                name="metrics_indicator_plausible_low_to_high",
                violation_error_message=_(
                    "The highest plausible value is not below the lowest, e.g. 20 and 460."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("indicator_detail", args=[self.key])


class FigureQuerySet(models.QuerySet):
    """Figures of all sources."""

    def delete(self) -> NoReturn:
        """Refuse: figures are retired or corrected, and stay to be read (S2, F7)."""
        raise ProtectedError("Figures are retired or corrected, never deleted.", set(self))

    delete.queryset_only = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]

    def current(self) -> Self:
        """Neither superseded nor retired (F7)."""
        return self.filter(superseded_at__isnull=True, retired_at__isnull=True)

    def public(self) -> Self:
        """Current figures of published conferences, and of no conference (C6)."""
        return self.current().filter(
            Q(reported_at__isnull=True)
            | Q(reported_at__published_at__isnull=False, reported_at__retired_at__isnull=True)
        )

    def visible_to(self, visitor: Visitor) -> Self:
        if not sees_drafts(visitor):
            return self.public()
        return self.current().filter(
            Q(reported_at__isnull=True) | Q(reported_at__retired_at__isnull=True)
        )


# The question a figure answers (F1): two figures alike in these answer the same one.
QUESTION = (
    "indicator",
    "scope",
    "region",
    "province",
    "conference",
    "period_start",
    "period_end",
    "basis",
    "measure",
    "against",
    "whole",
    "criterion",
)
NULLABLE = {"region", "province", "conference", "whole"}
# Unique constraints pass over NULL, so a nullable key takes part as 0; so on both databases.
UNIQUE_QUESTION = [Coalesce(f, Value(0)) if f in NULLABLE else F(f) for f in QUESTION]
COMPARED = (Measure.GROWTH, Measure.RATE_CHANGE)
CURRENT = Q(superseded_at__isnull=True, retired_at__isnull=True)


def _place_is_scope() -> Q:
    """Exactly the key that the scope names is set."""
    places = {Scope.REGION: "region", Scope.PROVINCE: "province", Scope.CONFERENCE: "conference"}
    condition = Q(scope=Scope.NATION, **{f"{field}__isnull": True for field in places.values()})
    for scope, own in places.items():
        condition |= Q(scope=scope, **{f"{f}__isnull": f != own for f in places.values()})
    return condition


class Figure(Retirable):
    """One source's answer to a question: indicator × place × period × basis × measure (F1).

    `number` is the printed number in canonical spelling with its decimals ("16.90"), `printed` the
    whole printed form ("16,90 tỷ đồng"); `value` the number in the indicator's unit. A number
    whose unit cannot be converted has no value and says its problem (F2). Never overwritten once
    published: a correction supersedes it (F7).
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="figures"
    )
    scope = models.CharField(_("what it is about"), max_length=10, choices=Scope)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=_("region"),
        related_name="figures",
        null=True,
        blank=True,
    )
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        verbose_name=_("province"),
        related_name="figures",
        null=True,
        blank=True,
    )
    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        verbose_name=_("conference counted"),
        related_name="counts",
        null=True,
        blank=True,
    )
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(
        _("day after the period"), help_text=_("The first day that no longer counts.")
    )
    basis = models.CharField(_("basis"), max_length=12, choices=Basis)
    measure = models.CharField(_("measure"), max_length=12, choices=Measure, default=Measure.LEVEL)
    against = models.CharField(_("compared with"), max_length=16, choices=Against, blank=True)
    whole = models.ForeignKey(
        Indicator,
        models.PROTECT,
        verbose_name=_("share of"),
        related_name="shares",
        null=True,
        blank=True,
        help_text=_("Empty: of the same indicator of the nation."),
    )
    change_in = models.CharField(_("change is"), max_length=8, choices=ChangeIn, blank=True)
    criterion = NFCCharField(
        _("criterion"),
        max_length=200,
        blank=True,
        help_text=_("What the counted provinces have in common."),
    )
    out_of = models.PositiveSmallIntegerField(_("out of"), null=True, blank=True)

    number = models.CharField(_("number"), max_length=30, validators=[CANONICAL_NUMBER])
    upper = models.CharField(
        _("up to"),
        max_length=30,
        blank=True,
        validators=[CANONICAL_NUMBER],
        help_text=_("The other end of a range."),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("printed unit"), related_name="figures"
    )
    qualifier = models.CharField(
        _("exactness"), max_length=6, choices=Qualifier, default=Qualifier.EXACT
    )
    printed = NFCCharField(_("as printed"), max_length=200)
    value = models.DecimalField(
        _("value"),
        max_digits=WHOLE_DIGITS + DECIMALS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        editable=False,
    )
    upper_value = models.DecimalField(
        _("upper value"),
        max_digits=WHOLE_DIGITS + DECIMALS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        editable=False,
    )
    problem = NFCTextField(
        _("problem"), blank=True, help_text=_("Why the printed number has no value.")
    )
    note = NFCTextField(_("note"), blank=True)

    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), related_name="figures"
    )
    reported_at = models.ForeignKey(
        Conference,
        models.PROTECT,
        verbose_name=_("reported at"),
        related_name="figures",
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_headline = models.BooleanField(_("headline"), default=False)

    # NULL of figures from before the register noted it.
    entered_at = models.DateTimeField(_("entered at"), null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("entered by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("corrects"),
        related_name="corrected_by",
        null=True,
        blank=True,
        editable=False,
    )
    superseded_at = models.DateTimeField(_("corrected at"), null=True, blank=True, editable=False)
    superseded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("corrected by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    superseded_reason = NFCTextField(_("reason for correcting"), blank=True, editable=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["indicator", "-period_end", "position", "pk"]
        indexes = [
            models.Index(fields=["indicator", "period_end", "id"], name="figure_by_indicator"),
            models.Index(fields=["reported_at", "position", "id"], name="figure_by_report"),
            models.Index(fields=["province", "indicator", "id"], name="figure_by_province"),
            models.Index(fields=["region", "indicator", "id"], name="figure_by_region"),
        ]
        constraints = [
            *Retirable.Meta.constraints,
            together("entered_at", "entered_by", name="entered_by_someone"),
            together("superseded_at", "superseded_by", name="superseded_by_someone"),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True, superseded_reason="")
                | Q(superseded_at__isnull=False) & ~Q(superseded_reason=""),
                name="metrics_figure_superseded_with_reason",
            ),
            known_choice("scope", Scope),
            known_choice("basis", Basis),
            known_choice("measure", Measure),
            known_choice("against", Against, blank=True),
            known_choice("change_in", ChangeIn, blank=True),
            known_choice("qualifier", Qualifier),
            models.CheckConstraint(
                condition=_place_is_scope(),
                name="metrics_figure_place_is_scope",
                violation_error_message=_(
                    "Choose the region, province or conference that the figure is about, no other."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(scope=Scope.CONFERENCE)
                | Q(reported_at__isnull=False, reported_at=F("conference")),
                name="metrics_figure_event_reports_itself",
                violation_error_message=_(
                    "A count of a conference is reported at that conference."
                ),
            ),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")),
                name="metrics_figure_period_in_order",
                violation_error_message=_("The period ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(measure__in=COMPARED) & ~Q(against="")
                | ~Q(measure__in=COMPARED) & Q(against=""),
                name="metrics_figure_change_against",
                violation_error_message=_(
                    "Growth or a change of a rate, and nothing else, says what it is against."
                ),
            ),
            models.CheckConstraint(
                condition=Q(measure=Measure.SHARE) | Q(whole__isnull=True),
                name="metrics_figure_whole_of_share",
                violation_error_message=_("Only a share has a whole."),
            ),
            models.CheckConstraint(
                condition=Q(measure=Measure.RATE_CHANGE) & ~Q(change_in="")
                | ~Q(measure=Measure.RATE_CHANGE) & Q(change_in=""),
                name="metrics_figure_rate_change_in",
                violation_error_message=_(
                    "A change of a rate is in percent, in points or unclear."
                ),
            ),
            models.CheckConstraint(
                condition=Q(measure=Measure.PROVINCES, out_of__isnull=False) & ~Q(criterion="")
                | ~Q(measure=Measure.PROVINCES) & Q(out_of__isnull=True, criterion=""),
                name="metrics_figure_provinces_counted",
                violation_error_message=_(
                    "A number of provinces, and only that, has a criterion and a whole."
                ),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, problem="")
                | Q(value__isnull=True, upper_value__isnull=True) & ~Q(problem=""),
                name="metrics_figure_value_or_problem",
                violation_error_message=_("A number without a value says its problem."),
            ),
            models.UniqueConstraint(
                *UNIQUE_QUESTION,
                "source",
                "number",
                "upper",
                "unit",
                condition=CURRENT,
                name="metrics_figure_one_answer",
                violation_error_message=_("This source's number is recorded already."),
            ),
            models.UniqueConstraint(
                *UNIQUE_QUESTION,
                condition=CURRENT & Q(is_headline=True),
                name="metrics_figure_one_headline",
                violation_error_message=_("Another figure is the headline of this question."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.period_label}: {self.printed}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse, as `FigureQuerySet.delete` does."""
        raise ProtectedError("Figures are retired or corrected, never deleted.", {self})

    def get_absolute_url(self) -> str:
        """Its line among the figures of its conference, else among those of its source."""
        page = self.reported_at or self.source
        return f"{page.get_absolute_url()}#figure-{self.pk}"

    @property
    def question(self) -> tuple:
        """What it is an answer to (F1)."""
        keys = {"indicator", *NULLABLE}
        return tuple(getattr(self, f"{f}_id" if f in keys else f) for f in QUESTION)

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end)

    @property
    def stands_for(self) -> Interval:
        """What the printed number may stand for, in the printed unit, rounding allowed for (F5)."""
        return printed(
            self.number,
            upper=self.upper,
            qualifier=self.qualifier,
            is_count=is_count(self.unit.quantity, self.unit.factor),
        )

    @property
    def period_label(self) -> str:
        return self.period.label(get_language() or "vi")

    @property
    def place_label(self) -> str:
        """Where: the region, province or conference; the whole country."""
        place = self.region or self.province
        if place is not None:
            return place.label
        return self.conference.short_label if self.conference else str(Scope.NATION.label)

    @property
    def place_url(self) -> str:
        place = self.region or self.province
        return place.get_absolute_url() if place is not None else ""

    @property
    def is_published(self) -> bool:
        return self.reported_at is None or self.reported_at.is_published

    def clean(self) -> None:
        """Reads the printed number into the indicator's unit (F2)."""
        super().clean()
        if not (self.indicator_id and self.unit_id and self.number):
            return
        self.value = self.upper_value = None
        if self.unit.quantity != self.quantity():
            if not self.problem:
                raise ValidationError(
                    {
                        "unit": ValidationError(
                            _("%(unit)s cannot be read as %(wanted)s: say the problem."),
                            params={
                                "unit": self.unit.label,
                                "wanted": Quantity(self.quantity()).label,
                            },
                        )
                    }
                )
            return
        if self.problem:
            return
        self.value = self._in_indicator_unit("number")
        if self.out_of is not None and Decimal(self.number) > self.out_of:
            raise ValidationError({"out_of": _("More provinces are counted than there are.")})
        if self.upper:
            self.upper_value = self._in_indicator_unit("upper")
            if self.upper_value <= self.value:
                raise ValidationError({"upper": _("A range ends higher than it begins.")})

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django does; of a number that was refused nobody asks why it has no value."""
        excluded = set(exclude or ())
        refused = excluded & {"number", "upper", "unit"}
        super().validate_constraints(exclude=excluded | {"value"} if refused else excluded)

    def quantity(self) -> str:
        """What the number must measure: the indicator's quantity for a level, else a percentage."""
        match self.measure:
            case Measure.LEVEL:
                return self.indicator.unit.quantity
            case Measure.PROVINCES:
                return Quantity.COUNT
            case Measure.RATE_CHANGE if self.change_in == ChangeIn.POINT:
                return Quantity.POINT
        return Quantity.PERCENT

    def _in_indicator_unit(self, field: str) -> Decimal:
        level = self.measure == Measure.LEVEL
        factor = self.indicator.unit.factor if level else self.unit.factor
        try:
            return convert(Decimal(getattr(self, field)), self.unit.factor, factor)
        except InvalidOperation:
            raise ValidationError({field: []}) from None  # clean_fields() said what is wrong
        except DoesNotFit:
            raise ValidationError(
                {field: _("This number needs more than nine digits or six decimals.")}
            ) from None
