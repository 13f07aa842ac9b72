"""Rounds, reports and their history in the admin: read, not written, and by superusers only.

Departments and the Ministry work on the pages of reports, where rights follow from offices and
every change is told (R5, R9). Here an administrator looks at what is stored, limits a reviewer to
groups of indicators, and removes the content of a file that should never have been sent (S4).
"""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.admin import MembershipAdmin
from accounts.enums import Role
from accounts.models import Membership, User
from accounts.permissions import manages_offices
from provinces.admin.records import RetirableAdmin, StateFilter, Verb
from reports.actions.filing import withdraw_file
from reports.grid import Cell
from reports.loading import officer_of
from reports.models import (
    Event,
    Invitation,
    PartDone,
    Reminder,
    Report,
    ReportingRound,
    ReportProposal,
    ReviewerTopic,
    RoundColumn,
    RoundComparison,
    RoundRow,
    Section,
    SentVersion,
    SignedFile,
    Upload,
)
from reports.queries import grid_of
from reports.review import in_words
from vietnamese.admin import (
    HistoryAdmin,
    VietnameseAdmin,
    VietnameseStackedInline,
    VietnameseTabularInline,
)


class ReadOnly(BaseModelAdmin):
    """Rows that are looked at here and changed on the pages of reports, if at all."""

    related: tuple[str, ...] = ()
    """What is read together with the rows."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read what the rows show together with them."""
        return super().get_queryset(request).select_related(*self.related)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Everything: also what no form would ask."""
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers: what departments write is not for all who keep records."""
        return request.user.is_active and request.user.is_superuser

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


def link(label: Any, address: str, **narrowed: Any) -> dict[str, Any]:
    """A button that leads from a record to a page, `narrowed` to what belongs to the record."""
    return {"label": label, "url": reverse(address, query=narrowed or None)}


# Offices


class ReviewerTopicsInline(VietnameseTabularInline):
    """The groups of indicators that a reviewer answers for; without any, all."""

    model = ReviewerTopic
    fields = ["topic"]
    verbose_name_plural = _("groups of indicators; without any, the reviewer answers for all")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who manages offices."""
        return manages_offices(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        """Who manages offices."""
        return manages_offices(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who manages offices."""
        return manages_offices(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who manages offices; its history keeps what was."""
        return manages_offices(request.user)


admin.site.unregister(Membership)


@admin.register(Membership)
class OfficeAdmin(MembershipAdmin):
    """Offices, and what a reviewer is limited to: reports are known here, not in `accounts`."""

    inlines = [ReviewerTopicsInline]

    def get_inlines(self, request: HttpRequest, obj: Membership | None) -> list[Any]:
        """Groups are for reviewers."""
        return self.inlines if obj and obj.role == Role.REVIEWER else []


# Rounds


class RowsInline(ReadOnly, VietnameseTabularInline):
    """What a round asks, line by line."""

    model = RoundRow
    verbose_name_plural = _("rows of the table")
    related = ("parent", "indicator", "unit")
    fields = ["position", "label", "parent", "indicator", "unit", "owner", "note"]


class ColumnsInline(ReadOnly, VietnameseTabularInline):
    """Its periods, each on a basis."""

    model = RoundColumn
    verbose_name_plural = _("columns of the table")
    fields = ["position", "period_start", "period_end", "basis"]


class ComparisonsInline(ReadOnly, VietnameseTabularInline):
    """What is computed."""

    model = RoundComparison
    related = ("of", "against")
    fields = ["position", "kind", "of", "against"]


class InvitationsInline(ReadOnly, VietnameseTabularInline):
    """Whom it asks, and until when."""

    model = Invitation
    related = ("province", "extended_by")
    fields = ["province", "extended_to", "extended_reason", "extended_at", "extended_by"]


@admin.register(ReportingRound)
class ReportingRoundAdmin(ReadOnly, HistoryAdmin, RetirableAdmin):
    """Rounds; they are prepared, opened, published and withdrawn on their own pages (R1, R4)."""

    verbs = ()
    view_on_site = False  # the board is one of the links
    change_form_template = "admin/record_form.html"
    list_display = ["title", "coordinator", "due_on", "opened_at", "published_at"]
    list_filter = [StateFilter, "is_demonstration"]
    date_hierarchy = "due_on"
    related = ("conference", "previous", "coordinator", "created_by", "opened_by", "published_by")
    fieldsets = [
        (None, {"fields": ["title", "key", "conference", "previous", "coordinator"]}),
        (_("Letter"), {"fields": ["letter_number", "letter_on", "contact", "due_on", "outline"]}),
        (
            _("Steps"),
            {
                "fields": [
                    ("created_at", "created_by"),
                    ("opened_at", "opened_by"),
                    ("published_at", "published_by"),
                    "is_demonstration",
                ]
            },
        ),
    ]
    inlines = [RowsInline, ColumnsInline, ComparisonsInline, InvitationsInline]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead to the round's board, and to its reports and history here."""
        if record := context.get("original"):
            mine = {"round__id__exact": record.pk}
            context["links"] = [
                {"label": _("Board"), "url": record.get_absolute_url()},
                link(_("Reports"), "admin:reports_report_changelist", **mine),
                link(_("What happened"), "admin:reports_event_changelist", **mine),
            ]
        return super().render_change_form(request, context, *args, **kwargs)


# Reports


class SectionsInline(ReadOnly, VietnameseStackedInline):
    """A report in words, as it stands."""

    model = Section
    related = ("saved_by",)
    fields = ["kind", "text", ("version", "saved_at", "saved_by")]


class ProposalsInline(ReadOnly, VietnameseStackedInline):
    """What it asks of others."""

    model = ReportProposal
    related = ("saved_by",)
    fields = ["position", "addressee", "text", ("version", "saved_at", "saved_by")]


class PartsDoneInline(ReadOnly, VietnameseTabularInline):
    """Which units said that their rows are filled in."""

    model = PartDone
    related = ("done_by",)
    fields = ["owner", "done_at", "done_by"]


class SentVersionsInline(ReadOnly, VietnameseTabularInline):
    """What was sent, and what became of it."""

    model = SentVersion
    related = ("sent_by", "accepted_by", "published_by")
    fields = [
        "number",
        "sent_at",
        "sent_by",
        "accepted_at",
        "accepted_by",
        "published_at",
        "published_by",
    ]


class RemindersInline(ReadOnly, VietnameseTabularInline):
    """When the department was reminded."""

    model = Reminder
    related = ("by",)
    fields = ["day", "by"]


# The moments of a report, in the order they first come; what is said about some of them.
STEPS = (
    "opened",
    "paper",
    "presented",
    "submitted",
    "returned",
    "accepted",
    "reopened",
    "published",
)
REASONS = {"returned": ["returned_reason"], "reopened": ["reopened_until", "reopened_reason"]}


@admin.register(Report)
class ReportAdmin(ReadOnly, VietnameseAdmin):
    """Reports as they are stored: steps, cells, words, and what was sent (R2, R3)."""

    change_form_template = "admin/report_form.html"
    view_on_site = False  # what is not sent yet has no page for an administrator (R5)
    list_display = ["province", "round", "state", "submitted_at", "accepted_at", "published_at"]
    list_filter = ["state", ("round", admin.RelatedOnlyFieldListFilter)]
    list_display_links = ["province"]
    search_fields = ["province__folded__contains"]
    related = ("round", "province__successor", *(f"{step}_by" for step in STEPS))
    inlines = [
        SectionsInline,
        ProposalsInline,
        PartsDoneInline,
        SentVersionsInline,
        RemindersInline,
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Report | None = None) -> list[Any]:
        """Show the last of each step that was done, with its reason."""
        done = [step for step in STEPS if obj and getattr(obj, f"{step}_at")]
        steps: list[Any] = []
        for step in done:
            steps.append((f"{step}_at", f"{step}_by"))
            steps += REASONS.get(step, ())
        return [
            (None, {"fields": [("round", "province"), ("state", "version")]}),
            (_("Steps"), {"fields": steps}),
            (
                _("Signature"),
                {"fields": [("signed_number", "signed_on"), ("signer", "signer_office")]},
            ),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the cells, judged as on the screen (R8), and lead to what belongs to the report."""
        if record := context.get("original"):
            grid = grid_of(record)
            context["columns"] = grid.columns
            context["lines"] = [(line, list(map(_read_as, line.cells))) for line in grid.lines]
            context["links"] = list(self._links(record))
        return super().render_change_form(request, context, *args, **kwargs)

    def _links(self, report: Report) -> Iterable[dict[str, Any]]:
        if report.submitted_at:
            yield {"label": _("Page of the report"), "url": report.get_absolute_url()}
        mine = {"report__id__exact": report.pk}
        yield link(_("What happened"), "admin:reports_event_changelist", **mine)
        yield link(_("Signed files"), "admin:reports_signedfile_changelist", **mine)


def _read_as(cell: Cell) -> tuple[Cell, str]:
    """A cell with how it was read, "" where that is what was typed."""
    words = in_words(cell.state, cell.number, cell.typed)
    return cell, words if words != cell.typed else ""


@admin.register(Event)
class EventAdmin(ReadOnly, VietnameseAdmin):
    """What happened, for good: the database itself refuses to change it (R9)."""

    list_display = ["happened", "what", "change", "province", "by"]
    list_per_page = 100
    list_filter = ["act", "via", ("round", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["province__folded__contains"]
    date_hierarchy = "happened"
    ordering = ["-pk"]
    related = ("round", "report", "province", "row", "column", "by")
    fields = [
        ("happened", "by"),
        ("round", "province"),
        ("what", "via"),
        "part",
        "was",
        "became",
        "reason",
    ]

    @admin.display(description=_("what"), ordering="act")
    def what(self, event: Event) -> str:
        """Return what happened, and to which cell."""
        cell = f": {event.row}, {event.column}" if event.row and event.column else ""
        return f"{event.what}{cell}"

    @admin.display(description=_("from → to"))
    def change(self, event: Event) -> str:
        """Return the beginning of what stood there, and of what stands there after it."""
        before, after = (Truncator(text).chars(60) for text in event.said)
        return f"{before} → {after}" if before else after

    @admin.display(description=_("before"))
    def was(self, event: Event) -> str:
        """Return what stood there."""
        return event.said[0]

    @admin.display(description=_("after"))
    def became(self, event: Event) -> str:
        """Return what stands there after it."""
        return event.said[1]


# Files


def _withdraw(*, file: SignedFile, by: User, reason: str) -> None:
    withdraw_file(file=file, by=officer_of(by), reason=reason)


WITHDRAW = Verb(
    name="withdraw",
    label=_("Remove the content"),
    question=_(
        "For a file that should never have been sent. Its content is removed from the disk for "
        "good; who removed it, when and why is kept. Copies in backups have to be removed there."
    ),
    done=_("Content removed: %(record)s."),
    permission="delete",
    is_open=lambda file: bool(file.file),
    act=_withdraw,
    subject="file",
    asks_reason=True,
    warns=True,
)


@admin.register(SignedFile)
class SignedFileAdmin(ReadOnly, RetirableAdmin):
    """Signed scans; the department adds them and takes them out, the content is removed here."""

    verbs = (WITHDRAW,)
    list_display = ["name", "report", "kind", "content", "uploaded_at", "uploaded_by"]
    list_filter = ["kind", StateFilter]
    search_fields = ["report__province__folded__contains"]
    related = ("report__round", "report__province", "uploaded_by", "retired_by")
    fields = [
        "name",
        "report",
        "kind",
        "content",
        "sha256",
        ("uploaded_at", "uploaded_by"),
    ]

    def may(self, request: HttpRequest, verb: Verb) -> bool:
        """Superusers, whatever rights others were given."""
        return self.has_view_permission(request)

    @admin.display(description=_("content"))
    def content(self, file: SignedFile) -> str:
        """Return type and size, or that it was removed."""
        if not file.file:
            return str(_("removed"))
        kind = file.media_type.rpartition("/")[2].upper()
        return f"{kind}, {filesizeformat(file.size)}"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead to the report here."""
        if record := context.get("original"):
            address = reverse("admin:reports_report_change", args=[record.report_id])
            context["links"] = [{"label": _("Report"), "url": address}]
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Upload)
class UploadAdmin(ReadOnly, VietnameseAdmin):
    """Filled-in spreadsheets that were read; nothing is written before they are confirmed."""

    list_display = ["name", "report", "uploaded_at", "uploaded_by", "confirmed_at"]
    search_fields = ["report__province__folded__contains"]
    date_hierarchy = "uploaded_at"
    related = ("report__round", "report__province", "uploaded_by", "confirmed_by")
    fields = [
        "name",
        "report",
        "cells_read",
        ("uploaded_at", "uploaded_by"),
        ("confirmed_at", "confirmed_by"),
    ]

    @admin.display(description=_("cells read"))
    def cells_read(self, upload: Upload) -> int:
        """Return how many cells the file had."""
        return len(cast(list, upload.cells))
