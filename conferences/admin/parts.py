"""The parts of a conference, on its page: each statement with its source (C4, C5)."""

from typing import Any

from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conferences.enums import Fact
from conferences.models import (
    Appearance,
    Attestation,
    Commendation,
    Document,
    FormerSlug,
    Handover,
    Memorandum,
    Pact,
    Participation,
    Point,
    Presence,
    Proposal,
)
from provinces.models import Province
from provinces.places import UnresolvedPlace
from vietnamese.admin import (
    InlineFormSet,
    RecordForm,
    VietnameseStackedInline,
    VietnameseTabularInline,
)
from vietnamese.dates import NotADate, parse_date
from vietnamese.roman import from_roman

EDITIONS = (Fact.EDITION, Fact.RECEIVER_EDITION)
PROVINCES = (Fact.HOST, Fact.RECEIVER)


class AttestationForm(RecordForm):
    """What a source prints; what it comes to may be typed as an officer writes it."""

    def clean(self) -> dict[str, Any]:
        """Store "XIII" as 13, "19/8/2022" as 2022-08-19, "Thanh Hóa" as the key of its unit."""
        data = super().clean()
        typed, fact = (data.get("value") or "").strip(), data.get("field")
        if not typed or not fact:
            return data
        try:
            if fact in EDITIONS:
                data["value"] = _edition(typed)
            elif fact == Fact.DATE:
                data["value"] = _date(typed)
            elif fact in PROVINCES and hasattr(self.instance, "conference"):
                day = self.instance.conference.starts_on
                data["value"] = Province.objects.resolve(typed, on=day).key
        except NotADate as error:
            self.add_error("value", ValidationError(error.message, params=error.params))
        except UnresolvedPlace as error:
            self.add_error("value", str(error))
        except ValueError:
            self.add_error("value", _("Write the edition as a number, e.g. 13 or XIII."))
        return data


def _edition(typed: str) -> str:
    return str(int(typed) if typed.isascii() and typed.isdigit() else from_roman(typed.upper()))


def _date(typed: str) -> str:
    """Return a day, a month ("8/2022") or a year in the form that sorts: "2022-08-19"."""
    match typed.replace("-", "/").split("/"):
        case [year] if len(year) == 4 and year.isdigit():
            return typed
        case [month, year] if len(year) == 4:
            return parse_date(f"1/{month}/{year}").isoformat()[:7]
        case [year, month] if len(year) == 4:
            return parse_date(f"1/{month}/{year}").isoformat()[:7]
    return parse_date(typed).isoformat()


class PartFormSet(InlineFormSet):
    """Parts of a conference; judged against its day, once that is known."""

    def parent_is_readable(self) -> bool:
        """Whether the conference has a day, typed or stored."""
        return self.instance.starts_on is not None


class AttestationInline(VietnameseTabularInline):
    """What each source prints for the headlines of the conference."""

    model = Attestation
    form = AttestationForm
    formset = PartFormSet
    fields = ["field", "printed", "value", "source"]
    autocomplete_fields = ["source"]


class AppearanceInline(VietnameseTabularInline):
    """People with their offices."""

    model = Appearance
    formset = PartFormSet
    fields = ["position", "role", "person", "printed_name", "office", "source"]
    autocomplete_fields = ["person", "source"]


class PresenceInline(VietnameseTabularInline):
    """Organisations and what they did."""

    model = Presence
    formset = PartFormSet
    fields = ["position", "organisation", "printed", "kind", "source"]
    autocomplete_fields = ["organisation", "source"]


class ParticipationInline(VietnameseTabularInline):
    """Provinces that a source names as taking part."""

    model = Participation
    formset = PartFormSet
    fields = ["position", "province", "source"]
    autocomplete_fields = ["province", "source"]


class PointInline(VietnameseStackedInline):
    """Results, limits, tasks, directions, presentations, discussion."""

    model = Point
    formset = PartFormSet
    fields = [("kind", "position"), "text", "speaker", "said_by", "source"]
    autocomplete_fields = ["speaker", "source"]


class MemorandumInline(VietnameseTabularInline):
    """Named agreements."""

    model = Memorandum
    formset = PartFormSet
    fields = ["position", "subject", "parties", "signed_on", "source"]
    autocomplete_fields = ["source"]


class PactInline(VietnameseTabularInline):
    """Emulation pacts."""

    model = Pact
    formset = PartFormSet
    fields = ["position", "parties", "content", "source"]
    autocomplete_fields = ["source"]


class CommendationInline(VietnameseTabularInline):
    """Awards."""

    model = Commendation
    formset = PartFormSet
    fields = ["position", "kind", "giver", "recipients", "reason", "source"]
    autocomplete_fields = ["source"]


class DocumentInline(VietnameseStackedInline):
    """Papers of the conference or cited at it."""

    model = Document
    formset = PartFormSet
    fields = [
        ("kind", "number", "issued_on"),
        "issuer",
        "signer",
        "abstract",
        "url",
        ("source", "position"),
    ]
    autocomplete_fields = ["source"]


class FollowingInline(VietnameseStackedInline):
    """A part that is a record of its own: retired on its own page, not deleted here."""

    formset = PartFormSet
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out what was retired."""
        return super().get_queryset(request).filter(retired_at__isnull=True)


class ProposalInline(FollowingInline):
    """What was asked of the Ministry and its agencies at the conference."""

    model = Proposal
    fields = [
        "text",
        ("asked_by", "asked_by_printed"),
        ("addressed_to", "addressed_to_printed"),
        "response",
        "responded_by",
        ("source", "position"),
    ]
    autocomplete_fields = ["asked_by", "addressed_to", "responded_by", "source"]


class HandoverInline(FollowingInline):
    """To whom the right to host was passed on."""

    model = Handover
    max_num = 1
    fields = [
        ("form", "giver"),
        ("receiver", "received_by"),
        ("edition", "year", "handed_on"),
        "reason",
        "source",
    ]
    autocomplete_fields = ["receiver", "source"]


class FormerSlugInline(VietnameseTabularInline):
    """Addresses the conference once had; they are made by changing its address."""

    model = FormerSlug
    fields = ["series", "slug"]
    readonly_fields = ["series", "slug"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody types one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An address that was once given leads to the record for good."""
        return False


PARTS: list[type[InlineModelAdmin]] = [
    AttestationInline,
    HandoverInline,
    AppearanceInline,
    PresenceInline,
    ParticipationInline,
    PointInline,
    MemorandumInline,
    PactInline,
    CommendationInline,
    DocumentInline,
    ProposalInline,
    FormerSlugInline,
]
