"""Handovers and proposals as records of their own: found, corrected, retired (C4, H1)."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conferences.models import Handover, Proposal
from provinces.admin.records import RetirableAdmin, StateFilter
from vietnamese.admin import HistoryAdmin
from vietnamese.roman import to_roman


class AnsweredFilter(admin.SimpleListFilter):
    """Whether a response to a proposal is recorded."""

    title = _("response")
    parameter_name = "answered"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Promise]]:
        """Return the choices."""
        return [("yes", _("With a response")), ("no", _("No response recorded"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the proposals of the chosen kind."""
        match self.value():
            case "yes":
                return queryset.answered()
            case "no":
                return queryset.filter(response="")
        return queryset


@admin.register(Handover)
class HandoverAdmin(RetirableAdmin, HistoryAdmin):
    """The passing on of the right to host."""

    list_display = ["conference", "receiver", "edition_label", "year", "form", "handed_on"]
    list_filter = ["form", "conference__series", StateFilter]
    list_select_related = ["conference", "receiver"]
    search_fields = [
        "conference__folded__contains",
        "receiver__folded__contains",
        "receiver__aliases__folded__contains",
    ]
    autocomplete_fields = ["conference", "receiver", "source"]
    date_hierarchy = "handed_on"
    fieldsets = [
        (None, {"fields": ["conference", "form", "giver", "handed_on"]}),
        (_("To whom"), {"fields": ["receiver", "received_by", ("edition", "year"), "reason"]}),
        (None, {"fields": ["source"]}),
    ]

    @admin.display(description=_("for the edition"), ordering="edition")
    def edition_label(self, handover: Handover) -> str:
        """Return the edition in Roman numerals (C2)."""
        return to_roman(handover.edition) if handover.edition else ""


@admin.register(Proposal)
class ProposalAdmin(RetirableAdmin, HistoryAdmin):
    """What was asked of the Ministry and its agencies, and the responses."""

    list_display = ["__str__", "asked_by", "addressed_to", "is_answered", "conference", "region"]
    list_filter = [AnsweredFilter, "theme", "conference__series", StateFilter]
    list_select_related = ["asked_by", "addressed_to", "conference", "region"]
    search_fields = [
        "folded__contains",
        "asked_by__folded__contains",
        "addressed_to__folded__contains",
    ]
    autocomplete_fields = [
        "conference",
        "region",
        "asked_by",
        "addressed_to",
        "responded_by",
        "source",
    ]
    fieldsets = [
        (
            _("Where it was made"),
            {
                "fields": ["conference", "region", "theme"],
                "description": _(
                    "Name the conference; where the source names none, the region and the theme."
                ),
            },
        ),
        (
            _("Proposal"),
            {
                "fields": [
                    ("asked_by", "asked_by_printed"),
                    ("addressed_to", "addressed_to_printed"),
                    "text",
                ]
            },
        ),
        (_("Response"), {"fields": ["response", "responded_by"]}),
        (None, {"fields": [("source", "position")]}),
    ]

    @admin.display(description=_("response"), boolean=True)
    def is_answered(self, proposal: Proposal) -> bool:
        """Return whether a response is recorded."""
        return proposal.is_answered
