"""Conferences in the admin: headline, parts, address, publication, history (C1–C6)."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from conferences.actions import change_slug, publish, unpublish
from conferences.admin.parts import PARTS
from conferences.models import Conference, FormerSlug
from provinces.admin.records import RetirableAdmin, StateFilter, Verb
from vietnamese.admin import HistoryAdmin, RecordForm
from vietnamese.roman import find_edition

# How many changes of its parts the history of a conference shows.
LATEST_CHANGES = 200

PUBLISH = Verb(
    name="publish",
    label=_("Publish"),
    question=_("Everybody can then read the conference and its figures."),
    done=_("Published: %(record)s."),
    permission="change",
    is_open=lambda conference: not conference.is_published and not conference.is_retired,
    act=publish,
    subject="conference",
)
UNPUBLISH = Verb(
    name="unpublish",
    label=_("Make a draft again"),
    question=_("Only the ministry can then read the conference and its figures."),
    done=_("Made a draft again: %(record)s."),
    permission="change",
    is_open=lambda conference: conference.is_published and not conference.is_retired,
    act=unpublish,
    subject="conference",
    asks_reason=True,
    warns=True,
)


class ConferenceForm(RecordForm):
    """A conference as it is typed; its address is proposed from edition and year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if address := self.fields.get("slug"):
            address.required = False
            address.help_text = _(
                "Left empty, it is made from edition and year, e.g. x-2022. An address that is "
                "changed leads to the new one."
            )

    def clean(self) -> dict[str, Any]:
        """Propose the address, and refuse one that leads to another conference."""
        data = super().clean()
        series, day, slug = data.get("series"), data.get("starts_on"), data.get("slug")
        if not series or not day or "slug" in self.errors:
            return data
        if not slug:
            wanted = Conference(
                pk=self.instance.pk, series=series, starts_on=day, edition=data.get("edition")
            )
            data["slug"] = wanted.propose_slug()
            return data
        others = FormerSlug.objects.exclude(conference=self.instance.pk)
        if others.filter(series=series, slug=slug).exists():
            self.add_error(
                "slug",
                ValidationError(_("This address leads to another conference that had it before.")),
            )
        return data


class ConferenceStateFilter(StateFilter):
    """Whether conferences are drafts, published or retired (C6)."""

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Promise]]:
        """Return the states that can be chosen."""
        return [("draft", _("Draft")), ("public", _("Published")), ("retired", _("Retired"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the conferences in the chosen state."""
        match self.value():
            case "draft":
                return queryset.live().filter(published_at__isnull=True)
            case "public":
                return queryset.public()
        return super().queryset(request, queryset)


@admin.register(Conference)
class ConferenceAdmin(RetirableAdmin, HistoryAdmin):
    """Conferences with all that their sources say of them."""

    verbs = (PUBLISH, UNPUBLISH, *RetirableAdmin.verbs)
    form = ConferenceForm
    inlines = PARTS
    list_display = ["title", "edition_shown", "date_shown", "host", "status", "state"]
    list_filter = ["series", "series__theme", "status", "form", ConferenceStateFilter]
    list_select_related = ["host"]
    search_fields = [
        "folded__contains",
        "series__folded__contains",
        "host__folded__contains",
        "host__aliases__folded__contains",
        "host__successor__folded__contains",
    ]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["series", "region", "host"]
    fieldsets = [
        (None, {"fields": ["title", ("series", "edition"), "slug"]}),
        (
            _("When and where"),
            {
                "fields": [
                    ("starts_on", "precision", "ends_on"),
                    ("status", "postponed_from"),
                    ("host", "venue"),
                    ("region", "form"),
                ]
            },
        ),
        (_("In words"), {"fields": ["summary", "note", "participants_complete"]}),
    ]

    @admin.display(description=_("edition"), ordering="edition")
    def edition_shown(self, conference: Conference) -> str:
        """Return the edition in Roman numerals (C2)."""
        return conference.edition_label

    @admin.display(description=_("date"), ordering="starts_on")
    def date_shown(self, conference: Conference) -> str:
        """Return the date as exactly as it is known."""
        return conference.date_label

    @admin.display(description=_("state"))
    def state(self, conference: Conference) -> Promise:
        """Return whether it is a draft, published or retired."""
        if conference.is_retired:
            return _("Retired")
        return _("Published") if conference.is_published else _("Draft")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Read "lan thu 10", "lần thứ X" and "X" as the edition, not as letters (N2)."""
        if edition := find_edition(search_term):
            queryset = queryset.filter(edition=edition)
        return super().get_search_results(request, queryset, search_term)

    def save_model(
        self, request: HttpRequest, obj: Conference, form: ConferenceForm, change: bool
    ) -> None:
        """Save; an address that changed goes on leading here."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        slug, obj.slug = obj.slug, form.initial["slug"]
        if "series" in form.changed_data:
            FormerSlug.objects.get_or_create(
                series_id=form.initial["series"], slug=obj.slug, defaults={"conference": obj}
            )
            obj.slug = slug
        super().save_model(request, obj, form, change)
        change_slug(conference=obj, slug=slug, by=cast(User, request.user))

    def notices(self, record: Conference) -> list[str]:
        """Say that a draft is one."""
        sentences = super().notices(record)
        if not record.is_published:
            sentences.append(gettext("This conference is a draft: only the ministry can read it."))
        return sentences

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead to the figures of the conference, and to merging it with another record."""
        if record := context.get("original"):
            figures = reverse("admin:metrics_figure_changelist")
            added = reverse("admin:metrics_figure_add")
            context["links"] = [
                {"label": _("Figures"), "url": f"{figures}?reported_at__id__exact={record.pk}"},
                {"label": _("Add a figure"), "url": f"{added}?reported_at={record.pk}"},
            ]
            if self.has_change_permission(request, record):
                merge = f"{reverse('merge_conferences')}?keep={record.pk}"
                context["links"].append({"label": _("Merge with another record…"), "url": merge})
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show beside the changes of the headline those of the parts."""
        return super().history_view(
            request, object_id, {**(extra_context or {}), "part_changes": part_changes(object_id)}
        )


def part_changes(conference_id: str) -> list[dict[str, Any]]:
    """Return the latest changes of a conference's parts: when, who, what, which part, its text."""
    rows: list[Any] = []
    for part in PARTS:
        if hasattr(part.model, "history"):
            changes = part.model.history.filter(conference_id=conference_id)
            rows += changes.select_related("history_user")[:LATEST_CHANGES]
    rows.sort(key=lambda row: row.history_date, reverse=True)
    return [
        {
            "when": row.history_date,
            "who": row.history_user,
            "what": row.get_history_type_display(),
            "part": str(row.instance._meta.verbose_name),
            "text": str(row.instance),
        }
        for row in rows[:LATEST_CHANGES]
    ]
