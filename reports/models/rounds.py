"""What a round asks, and of whom (R1)."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.enums import DepartmentUnit
from accounts.models import Membership
from conferences.models import Conference
from metrics.enums import Basis, Topic
from metrics.models import Indicator, Unit
from metrics.periods import Period
from provinces.models import Province
from provinces.records import Retirable, in_reader_language, known_choice, together
from reports.enums import ComparisonKind
from reports.models.moments import moment, someone
from vietnamese.fields import NFCCharField, NFCTextField


class RoundQuerySet(models.QuerySet):
    """Reporting rounds."""

    def live(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(retired_at__isnull=True)

    def opened(self) -> Self:
        """Those that departments know of."""
        return self.live().filter(opened_at__isnull=False)


class ReportingRound(Retirable):
    """One occasion on which the provinces of a conference, or any set of them, report (R1).

    It is prepared by its keeper (the Ministry, or the department of `coordinator`), opened to the
    departments, and in the end its accepted figures are published (R4), then and later by the
    report. `published_at` is the first time. Its rows and columns are fixed once it is open.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = NFCCharField(_("title"), max_length=200)
    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        verbose_name=_("conference"),
        related_name="rounds",
        null=True,
        blank=True,
        help_text=_("Empty for a round of any set of provinces."),
    )
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("made after"),
        related_name="following",
        null=True,
        blank=True,
    )
    coordinator = models.ForeignKey(
        Province,
        models.PROTECT,
        verbose_name=_("coordinating department"),
        related_name="coordinated_rounds",
        null=True,
        blank=True,
        help_text=_("The province whose department keeps the round; empty for the Ministry."),
    )
    letter_number = NFCCharField(
        _("number of the official letter"), max_length=40, blank=True, help_text="1234/BCT-CTĐP"
    )
    letter_on = models.DateField(_("date of the official letter"), null=True, blank=True)
    outline = NFCTextField(_("outline of the report"), blank=True)
    contact = NFCTextField(
        _("contact"), blank=True, help_text=_("The office and how it is reached, no private data.")
    )
    due_on = models.DateField(_("due on"), help_text=_("The last day to send the report."))
    created_at = moment(_("created at"), always=True)
    created_by = someone(_("created by"), always=True)
    opened_at = moment(_("opened at"))
    opened_by = someone(_("opened by"))
    published_at = moment(_("published at"))
    published_by = someone(_("published by"))
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()
    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ["-due_on", "-pk"]
        constraints = [
            *Retirable.Meta.constraints,
            together("opened_at", "opened_by", name="opened_by_someone"),
            together("published_at", "published_by", name="published_by_someone"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(opened_at__isnull=False),
                name="reports_reportinground_opened_before_published",
            ),
            models.CheckConstraint(
                condition=Q(letter_on__isnull=True) | ~Q(letter_number=""),
                name="reports_reportinground_letter_has_number",
                violation_error_message=_("Give the number of the letter, e.g. 1234/BCT-CTĐP."),
            ),
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | ~Q(previous=F("id")),
                name="reports_reportinground_not_after_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("round_board", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @property
    def asked_on(self) -> dt.date:
        """The day whose provinces are asked: that of the conference, else the deadline (P2)."""
        return self.conference.starts_on if self.conference else self.due_on


class RoundRow(models.Model):
    """A line of the table: an indicator to report, or a heading over others (R1).

    `unit` is what the department types in; `owner` the unit of a department that fills it in.
    Rows nest by `parent`; their numbering (I, 1, 1.1, a) is computed.
    """

    round = models.ForeignKey(
        ReportingRound, models.PROTECT, verbose_name=_("round"), related_name="rows"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("stands under"),
        related_name="children",
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("order"))
    label = NFCCharField(_("words"), max_length=200)
    label_en = NFCCharField(_("words in English"), max_length=200, blank=True)
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        verbose_name=_("indicator"),
        related_name="round_rows",
        null=True,
        blank=True,
        help_text=_("Empty for a heading."),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="round_rows",
        null=True,
        blank=True,
        help_text=_("In which the department writes its numbers."),
    )
    owner = models.CharField(
        _("filled in by"),
        max_length=20,
        choices=DepartmentUnit,
        blank=True,
        help_text=_("Empty: the clerk of the department."),
    )
    note = NFCTextField(_("note"), blank=True, help_text=_("How it is to be understood."))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["round", "position", "pk"]
        constraints = [
            known_choice("owner", DepartmentUnit, blank=True),
            together("indicator", "unit", name="indicator_with_unit"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="reports_roundrow_not_under_itself",
            ),
            models.UniqueConstraint(
                fields=["round", "position"], name="reports_roundrow_one_place"
            ),
            models.UniqueConstraint(
                fields=["round", "indicator"],
                condition=Q(indicator__isnull=False),
                name="reports_roundrow_indicator_once",
                violation_error_message=_("This round asks for this indicator already."),
            ),
        ]

    def __str__(self) -> str:
        return in_reader_language(self.label, self.label_en)

    @property
    def is_heading(self) -> bool:
        return self.indicator_id is None

    def clean(self) -> None:
        super().clean()
        if self.parent and self.parent.round_id != self.round_id:
            raise ValidationError({"parent": _("Choose a row of the same round.")})
        if self.indicator and self.unit and self.unit.quantity != self.indicator.unit.quantity:
            raise ValidationError(
                {
                    "unit": ValidationError(
                        _("%(indicator)s is not measured in %(unit)s: choose for example %(own)s."),
                        params={
                            "indicator": self.indicator.label,
                            "unit": self.unit.label,
                            "own": self.indicator.unit.label,
                        },
                    )
                }
            )


class RoundColumn(models.Model):
    """A column of the table: a period on a basis, "Ước thực hiện 6 tháng đầu năm 2026" (R1)."""

    round = models.ForeignKey(
        ReportingRound, models.PROTECT, verbose_name=_("round"), related_name="columns"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(
        _("day after the period"), help_text=_("The first day that no longer counts.")
    )
    basis = models.CharField(_("basis"), max_length=12, choices=Basis)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        ordering = ["round", "position", "pk"]
        constraints = [
            known_choice("basis", Basis),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")),
                name="reports_roundcolumn_period_in_order",
                violation_error_message=_("The period ends after it begins."),
            ),
            models.UniqueConstraint(
                fields=["round", "position"], name="reports_roundcolumn_one_place"
            ),
            models.UniqueConstraint(
                fields=["round", "period_start", "period_end", "basis"],
                name="reports_roundcolumn_asked_once",
                violation_error_message=_("This round has this column already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} {self.period.label(get_language() or 'vi')}"

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end)


class RoundComparison(models.Model):
    """A column that nobody types: what column `of` is beside column `against` (R1)."""

    round = models.ForeignKey(
        ReportingRound, models.PROTECT, verbose_name=_("round"), related_name="comparisons"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=10, choices=ComparisonKind)
    of = models.ForeignKey(
        RoundColumn, models.PROTECT, verbose_name=_("of"), related_name="compared"
    )
    against = models.ForeignKey(
        RoundColumn, models.PROTECT, verbose_name=_("against"), related_name="compared_with"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ["round", "position", "pk"]
        constraints = [
            known_choice("kind", ComparisonKind),
            models.CheckConstraint(
                condition=~Q(of=F("against")),
                name="reports_roundcomparison_two_columns",
                violation_error_message=_("A comparison is of two different columns."),
            ),
            models.UniqueConstraint(
                fields=["round", "kind", "of", "against"],
                name="reports_roundcomparison_once",
                violation_error_message=_("This round has this comparison already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.of} / {self.against}"

    def clean(self) -> None:
        super().clean()
        if {self.of.round_id, self.against.round_id} != {self.round_id}:
            raise ValidationError(_("Choose columns of the same round."))


class Invitation(models.Model):
    """A province that a round asks, and until when if its deadline was extended."""

    round = models.ForeignKey(
        ReportingRound, models.PROTECT, verbose_name=_("round"), related_name="invitations"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, verbose_name=_("province"), related_name="invitations"
    )
    extended_to = models.DateField(_("deadline extended to"), null=True, blank=True)
    extended_reason = NFCTextField(_("reason for extending"), blank=True)
    extended_at = moment(_("extended at"))
    extended_by = someone(_("extended by"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["round", "province"]
        constraints = [
            together("extended_to", "extended_at", "extended_by", name="extended_by_someone"),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extended_reason="")
                | Q(extended_at__isnull=False) & ~Q(extended_reason=""),
                name="reports_invitation_extended_with_reason",
                violation_error_message=_("Give the reason."),
            ),
            models.UniqueConstraint(fields=["round", "province"], name="reports_invitation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.province} · {self.round}"

    @property
    def due_on(self) -> dt.date:
        """The last day for this province: its own, unless the whole round got more time."""
        return max(self.extended_to or self.round.due_on, self.round.due_on)

    def days_late(self, today: dt.date | None = None) -> int:
        """Days since its last day; 0 while it is not over."""
        return max(0, ((today or timezone.localdate()) - self.due_on).days)


class ReviewerTopic(models.Model):
    """A group of indicators that a reviewer answers for; one without any answers for all."""

    membership = models.ForeignKey(
        Membership, models.PROTECT, verbose_name=_("office held"), related_name="reviewer_topics"
    )
    topic = models.CharField(_("group of indicators"), max_length=12, choices=Topic)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("group of a reviewer")
        verbose_name_plural = _("groups of reviewers")
        ordering = ["membership", "topic"]
        constraints = [
            known_choice("topic", Topic),
            models.UniqueConstraint(
                fields=["membership", "topic"], name="reports_reviewertopic_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.get_topic_display()}"
