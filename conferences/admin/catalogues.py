"""What conferences refer to: series, sources, organisations, people."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conferences.actions import hide, show
from conferences.models import (
    Omission,
    Organisation,
    OrganisationAlias,
    Person,
    Series,
    Source,
)
from provinces.admin.records import RetirableAdmin, StateFilter, Verb, VerbsAdmin
from vietnamese.admin import HistoryAdmin, ProposedKeyForm, VietnameseTabularInline


@admin.register(Series)
class SeriesAdmin(RetirableAdmin, HistoryAdmin):
    """Conference series."""

    form = ProposedKeyForm
    list_display = ["label", "theme", "has_flag", "successor", "position"]
    list_filter = ["theme", "has_flag", StateFilter]
    list_select_related = ["successor"]
    search_fields = ["folded__contains"]
    autocomplete_fields = ["successor"]
    fieldsets = [
        (None, {"fields": ["name", "name_en", "key", "theme", "has_flag", "position"]}),
        (_("Continuation"), {"fields": ["successor", "successor_inferred"]}),
        (_("More"), {"fields": ["note"]}),
    ]

    @admin.display(description=_("name"), ordering="sort_key")
    def label(self, series: Series) -> str:
        """Return the name in the language of the reader."""
        return series.label

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead those who keep conferences to renumbering those of the series."""
        record = context.get("original")
        keeps = request.user.has_perm("conferences.change_conference")
        if record and keeps and not record.is_retired:
            numbers = reverse("renumber", args=[record.key])
            context["links"] = [{"label": _("Renumber editions…"), "url": numbers}]
        return super().render_change_form(request, context, *args, **kwargs)


class SourceForm(ProposedKeyForm):
    """A source; a new one left without a key is called after its title."""

    called_after = "title"


class OmissionInline(VietnameseTabularInline):
    """Statements of a source that were left out of the register."""

    model = Omission
    fields = ["subject", "printed", "reason", "note"]


@admin.register(Source)
class SourceAdmin(RetirableAdmin, HistoryAdmin):
    """Sources; a fact is entered after its source."""

    form = SourceForm
    inlines = [OmissionInline]
    list_display = ["__str__", "publisher", "rank", "published_on", "key"]
    list_filter = ["rank", "is_excerpt", "language", StateFilter]
    search_fields = ["folded__contains", "key"]
    date_hierarchy = "published_on"
    fieldsets = [
        (
            None,
            {"fields": ["title", "publisher", "author", "published_on", "rank", "language", "key"]},
        ),
        (_("Where it stands"), {"fields": ["url", "looked_at", "mirror_of", "is_excerpt"]}),
        (_("More"), {"fields": ["note"]}),
    ]


class OrganisationAliasInline(VietnameseTabularInline):
    """Other names by which an organisation is found."""

    model = OrganisationAlias
    fields = ["name"]


@admin.register(Organisation)
class OrganisationAdmin(RetirableAdmin, HistoryAdmin):
    """Agencies, departments, enterprises and other bodies."""

    form = ProposedKeyForm
    inlines = [OrganisationAliasInline]
    list_display = ["label", "kind", "province", "successor"]
    list_filter = ["kind", StateFilter]
    list_select_related = ["province", "successor"]
    search_fields = ["folded__contains", "aliases__folded__contains"]
    autocomplete_fields = ["province", "successor"]
    fieldsets = [
        (None, {"fields": ["name", "name_en", "key", "kind", "province"]}),
        (_("Validity"), {"fields": [("valid_from", "valid_until"), "successor"]}),
        (_("More"), {"fields": ["note"]}),
    ]

    @admin.display(description=_("name"), ordering="sort_key")
    def label(self, organisation: Organisation) -> str:
        """Return the name in the language of the reader."""
        return organisation.label


HIDE = Verb(
    name="hide",
    label=_("Hide the name"),
    question=_(
        "The name is no longer shown on any page; the office stays. Who hid it, when and why is "
        "kept."
    ),
    done=_("Hidden: %(record)s."),
    permission="change",
    is_open=lambda person: person.hidden_at is None,
    act=hide,
    subject="person",
    asks_reason=True,
    warns=True,
)
SHOW = Verb(
    name="show",
    label=_("Show the name again"),
    question=_("The name is shown again wherever a source prints it."),
    done=_("Shown again: %(record)s."),
    permission="change",
    is_open=lambda person: person.hidden_at is not None,
    act=show,
    subject="person",
    asks_reason=True,
)


@admin.register(Person)
class PersonAdmin(VerbsAdmin, HistoryAdmin):
    """People that public sources name in an official capacity (S4)."""

    verbs = (HIDE, SHOW)
    list_display = ["name", "distinction", "hidden_at"]
    search_fields = ["folded__contains"]
    fields = ["name", "distinction"]

    def notices(self, record: Person) -> list[str]:
        """Say who hid the name, when and why."""
        if record.hidden_at is None:
            return []
        return [
            gettext("Hidden on %(day)s by %(who)s: %(reason)s")
            % {
                "day": f"{timezone.localtime(record.hidden_at):%-d/%-m/%Y}",
                "who": record.hidden_by,
                "reason": record.hidden_reason,
            }
        ]
