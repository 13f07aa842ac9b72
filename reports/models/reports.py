"""A report: its cells, its words, and what of it was sent (R2, R3, R7)."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import DepartmentUnit
from metrics.conversion import DECIMALS, WHOLE_DIGITS
from metrics.models import CANONICAL_NUMBER
from provinces.models import Province
from provinces.records import known_choice, together
from reports.enums import WRITABLE, EntryState, SectionKind, State
from reports.models.moments import Versioned, moment, someone
from reports.models.rounds import ReportingRound, RoundColumn, RoundRow
from vietnamese.fields import NFCCharField, NFCTextField


class ReportQuerySet(models.QuerySet):
    """Reports of all departments."""

    def writable(self) -> Self:
        """Those that the department is still writing."""
        return self.filter(state__in=WRITABLE)


class Report(models.Model):
    """What the department of one province reports in one round: words and figures (R2).

    `version` counts the steps and is compared at each, so that of two people one is told that the
    other was faster (R3). The moments are those of the last step of each kind. What was sent is
    kept apart as `SentVersion`: the cells here may already be changed again.
    """

    round = models.ForeignKey(
        ReportingRound, models.PROTECT, verbose_name=_("round"), related_name="reports"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, verbose_name=_("province"), related_name="reports"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    opened_at = moment(_("begun at"), always=True)
    opened_by = someone(_("begun by"), always=True)

    # The signature, as data (R2).
    signed_number = NFCCharField(
        _("number of the report"), max_length=40, blank=True, help_text="123/BC-SCT"
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signer = NFCCharField(_("signed by"), max_length=120, blank=True)
    signer_office = NFCCharField(_("office of the signer"), max_length=160, blank=True)

    # A Ministry officer enters for a department that sent paper (R5).
    paper_at = moment(_("taken over from paper at"))
    paper_by = someone(_("taken over from paper by"))

    presented_at = moment(_("presented for signature at"))
    presented_by = someone(_("presented for signature by"))
    submitted_at = moment(_("submitted at"))
    submitted_by = someone(_("submitted by"))
    returned_at = moment(_("returned at"))
    returned_by = someone(_("returned by"))
    returned_reason = NFCTextField(_("reason for returning"), blank=True, editable=False)
    accepted_at = moment(_("accepted at"))
    accepted_by = someone(_("accepted by"))
    reopened_at = moment(_("reopened at"))
    reopened_by = someone(_("reopened by"))
    reopened_reason = NFCTextField(_("reason for reopening"), blank=True, editable=False)
    reopened_until = models.DateField(_("reopened until"), null=True, blank=True, editable=False)
    published_at = moment(_("published at"))
    published_by = someone(_("published by"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["round", "province"]
        indexes = [
            models.Index(fields=["province", "round", "id"], name="report_by_province"),
            models.Index(fields=["round", "state", "id"], name="report_by_state"),
        ]
        constraints = [
            known_choice("state", State),
            models.UniqueConstraint(
                fields=["round", "province"], name="reports_report_one_a_province"
            ),
            *(
                together(f"{step}_at", f"{step}_by", name=f"{step}_by_someone")
                for step in (
                    "paper",
                    "presented",
                    "submitted",
                    "returned",
                    "accepted",
                    "reopened",
                    "published",
                )
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_reason="")
                | Q(returned_at__isnull=False) & ~Q(returned_reason=""),
                name="reports_report_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    reopened_at__isnull=True, reopened_reason="", reopened_until__isnull=True
                )
                | Q(reopened_at__isnull=False, reopened_until__isnull=False)
                & ~Q(reopened_reason=""),
                name="reports_report_reopened_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SUBMITTED, State.ACCEPTED, State.RETURNED])
                | Q(submitted_at__isnull=False),
                name="reports_report_sent_before_judged",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ACCEPTED, State.REOPENED])
                | Q(accepted_at__isnull=False),
                name="reports_report_accepted_before_reopened",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(accepted_at__isnull=False),
                name="reports_report_accepted_before_published",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | ~Q(signed_number=""),
                name="reports_report_signature_has_number",
                violation_error_message=_("Give the number of the report, e.g. 123/BC-SCT."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province} · {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.round.key, self.province.key])

    def is_writable(self, today: dt.date | None = None) -> bool:
        """Whether its cells may be changed at all; a reopening runs out (R3)."""
        if self.state == State.REOPENED and self.reopened_until:
            return self.reopened_until >= (today or timezone.localdate())
        return self.state in WRITABLE


def cell_number() -> models.CharField:
    """The number in canonical spelling, with the decimals typed: "16.90"."""
    return models.CharField(
        _("number"), max_length=30, blank=True, validators=[CANONICAL_NUMBER], editable=False
    )


def cell_value() -> models.DecimalField:
    """The number in the unit of the indicator."""
    return models.DecimalField(
        _("value"),
        max_digits=WHOLE_DIGITS + DECIMALS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        editable=False,
    )


def _number_has_value(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(state=EntryState.NUMBER, value__isnull=False) & ~Q(number="")
        | ~Q(state=EntryState.NUMBER) & Q(value__isnull=True, number=""),
        name=name,
    )


class Entry(Versioned):
    """A cell: what was typed, right or wrong, and how it was read (R7, R8).

    `typed` is kept exactly. `version` counts the changes; whoever saves says which one they saw.
    A cell without a row was never touched: version 0. `note` explains a doubt. A reason for
    returning stays until the cell is sent again.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="entries"
    )
    row = models.ForeignKey(RoundRow, models.PROTECT, verbose_name=_("row"), related_name="entries")
    column = models.ForeignKey(
        RoundColumn, models.PROTECT, verbose_name=_("column"), related_name="entries"
    )
    typed = NFCCharField(_("as typed"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=13, choices=EntryState, default=EntryState.EMPTY, editable=False
    )
    number = cell_number()
    value = cell_value()
    note = NFCTextField(_("explanation"), blank=True)
    returned_reason = NFCTextField(_("reason for returning"), blank=True, editable=False)
    returned_at = moment(_("returned at"))
    returned_by = someone(_("returned by"))

    class Meta:
        verbose_name = _("cell")
        verbose_name_plural = _("cells")
        ordering = ["report", "row", "column"]
        constraints = [
            known_choice("state", EntryState),
            together("returned_at", "returned_by", name="returned_by_someone"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_reason="")
                | Q(returned_at__isnull=False) & ~Q(returned_reason=""),
                name="reports_entry_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.EMPTY, typed="")
                | ~Q(state=EntryState.EMPTY) & ~Q(typed=""),
                name="reports_entry_empty_is_blank",
            ),
            _number_has_value("reports_entry_number_has_value"),
            models.UniqueConstraint(
                fields=["report", "row", "column"], name="reports_entry_one_a_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}, {self.column}: {self.typed}"


class Section(Versioned):
    """One part of a report in words (R2). `version` as of a cell."""

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="sections"
    )
    kind = models.CharField(_("part"), max_length=10, choices=SectionKind)
    text = NFCTextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["report", "pk"]
        constraints = [
            known_choice("kind", SectionKind),
            models.UniqueConstraint(fields=["report", "kind"], name="reports_section_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:80]}"


class ReportProposal(Versioned):
    """Something the department asks of somebody, one a row (R2). Emptied when it is taken out."""

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="proposals"
    )
    position = models.PositiveSmallIntegerField(_("order"))
    addressee = NFCCharField(_("addressed to"), max_length=200, blank=True)
    text = NFCTextField(_("proposal"), blank=True)

    class Meta:
        verbose_name = _("proposal of a report")
        verbose_name_plural = _("proposals of reports")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"], name="reports_reportproposal_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.text[:80]}"


class PartDone(models.Model):
    """That a unit of the department has filled in the rows it owns (R5)."""

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="parts_done"
    )
    owner = models.CharField(_("unit of the department"), max_length=20, choices=DepartmentUnit)
    done_at = moment(_("done at"), always=True)
    done_by = someone(_("done by"), always=True)

    class Meta:
        verbose_name = _("part done")
        verbose_name_plural = _("parts done")
        ordering = ["report", "owner"]
        constraints = [
            known_choice("owner", DepartmentUnit),
            models.UniqueConstraint(fields=["report", "owner"], name="reports_partdone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_owner_display()} · {self.report}"


class SentVersion(models.Model):
    """What a department sent, as it was then; the Ministry reads this, not the cells being typed.

    `texts` is `{"sections": {"results": "…"}, "proposals": [{"addressee": "…", "text": "…"}],
    "signature": {"number": "123/BC-SCT", "on": "2026-06-12", "signer": "…", "office": "…"}}`.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="sent_versions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    texts = models.JSONField(_("texts"), default=dict, editable=False)
    sent_at = moment(_("sent at"), always=True)
    sent_by = someone(_("sent by"), always=True)
    accepted_at = moment(_("accepted at"))
    accepted_by = someone(_("accepted by"))
    published_at = moment(_("published at"))
    published_by = someone(_("published by"))

    class Meta:
        verbose_name = _("sent version")
        verbose_name_plural = _("sent versions")
        ordering = ["report", "-number"]
        constraints = [
            together("accepted_at", "accepted_by", name="accepted_by_someone"),
            together("published_at", "published_by", name="published_by_someone"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(accepted_at__isnull=False),
                name="reports_sentversion_accepted_before_published",
            ),
            models.UniqueConstraint(
                fields=["report", "number"], name="reports_sentversion_one_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.number})"


class SentEntry(models.Model):
    """A cell of a sent version; never changed."""

    version = models.ForeignKey(
        SentVersion, models.PROTECT, verbose_name=_("sent version"), related_name="entries"
    )
    row = models.ForeignKey(RoundRow, models.PROTECT, verbose_name=_("row"), related_name="+")
    column = models.ForeignKey(
        RoundColumn, models.PROTECT, verbose_name=_("column"), related_name="+"
    )
    typed = NFCCharField(_("as typed"), max_length=200)
    state = models.CharField(_("state"), max_length=13, choices=EntryState)
    number = cell_number()
    value = cell_value()
    note = NFCTextField(_("explanation"), blank=True)

    class Meta:
        verbose_name = _("sent cell")
        verbose_name_plural = _("sent cells")
        ordering = ["version", "row", "column"]
        indexes = [models.Index(fields=["row", "version"], name="sent_by_row")]
        constraints = [
            known_choice("state", EntryState),
            _number_has_value("reports_sententry_number_has_value"),
            models.UniqueConstraint(
                fields=["version", "row", "column"], name="reports_sententry_one_a_cell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}, {self.column}: {self.typed}"
