"""Provinces, regions and tile maps in the admin (P1, P4, P6)."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.admin.records import RetirableAdmin, StateFilter
from provinces.mergers import was_merged_here
from provinces.models import (
    MapLayout,
    Province,
    ProvinceAlias,
    Region,
    RegionMembership,
    Tile,
)
from vietnamese.admin import (
    HistoryAdmin,
    ProposedKeyForm,
    VietnameseAdmin,
    VietnameseTabularInline,
)


class ValidTodayFilter(admin.SimpleListFilter):
    """Whether rows hold today or belong to the past."""

    title = _("validity")
    parameter_name = "valid"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Promise]]:
        """Return the choices."""
        return [("today", _("Valid today")), ("past", _("No longer valid"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the rows of the chosen time."""
        if self.value() is None:
            return queryset
        return queryset.filter(valid_until__isnull=self.value() == "today")


class AliasInline(VietnameseTabularInline):
    """Other spellings of a province, by which it is found."""

    model = ProvinceAlias
    fields = ["name"]


class RegionsOfProvinceInline(VietnameseTabularInline):
    """The regions that a province belongs to."""

    model = RegionMembership
    fields = ["region", "valid_from", "valid_until", "certainty", "citation"]
    autocomplete_fields = ["region"]


class MembersInline(VietnameseTabularInline):
    """The provinces that belong to a region."""

    model = RegionMembership
    fields = ["province", "valid_from", "valid_until", "certainty", "citation"]
    autocomplete_fields = ["province"]


class TileInline(VietnameseTabularInline):
    """The tiles of a map."""

    model = Tile
    fields = ["province", "column", "row", "archipelago", "archipelago_en"]
    autocomplete_fields = ["province"]


class ProvinceForm(ProposedKeyForm):
    """A province; its territory is its own unless it takes over another's."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if territory := self.fields.get("territory"):
            territory.required = False

    def clean(self) -> dict:
        """A new unit left without a territory stands for its own."""
        data = super().clean()
        if not data.get("territory"):
            data["territory"] = data.get("key") or self.instance.key
        return data


@admin.register(Province)
class ProvinceAdmin(RetirableAdmin, HistoryAdmin):
    """Provinces and cities, a row for each interval."""

    form = ProvinceForm
    inlines = [AliasInline, RegionsOfProvinceInline]
    list_display = ["label", "code", "short", "valid_from", "last_day", "successor"]
    list_filter = [ValidTodayFilter, "kind", "beginning", "ending", StateFilter]
    list_select_related = ["successor"]
    search_fields = ["folded__contains", "aliases__folded__contains", "code"]
    autocomplete_fields = ["successor"]
    fieldsets = [
        (None, {"fields": ["name", "name_en", "kind", "key", "code", "short"]}),
        (
            _("Validity"),
            {
                "fields": [
                    ("valid_from", "valid_until"),
                    "beginning",
                    "beginning_act",
                    "ending",
                    "ending_act",
                    "successor",
                ],
                "description": _(
                    "A merger, a renaming or a change of status ends this row and begins another; "
                    "the old one says which unit it is now part of."
                ),
            },
        ),
        (_("More"), {"fields": ["territory", "established_year", "note"]}),
    ]

    @admin.display(description=_("name"), ordering="sort_key")
    def label(self, province: Province) -> str:
        """Return the name with "TP." for a city."""
        return province.label

    @admin.display(description=_("last day"), ordering="valid_until")
    def last_day(self, province: Province) -> dt.date | None:
        """Return the last day on which the row holds."""
        return province.last_day

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead to the merger of a unit of today, and to taking back the one that formed it."""
        if (record := context.get("original")) and self.has_change_permission(request, record):
            merge, links = reverse("merge_provinces"), []
            if record.valid_until is None:
                url = f"{merge}?units={record.key}"
                links.append({"label": _("Merge provinces…"), "url": url})
            if was_merged_here(record):
                url = reverse("undo_merger", args=[record.key])
                links.append({"label": _("Undo the merger…"), "url": url})
            context["links"] = links
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Region)
class RegionAdmin(RetirableAdmin, HistoryAdmin):
    """Regions, each with its dated members."""

    form = ProposedKeyForm
    inlines = [MembersInline]
    list_display = ["label", "kind", "valid_from", "valid_until", "certainty", "successor"]
    list_filter = ["kind", ValidTodayFilter, "certainty", StateFilter]
    list_select_related = ["successor"]
    search_fields = ["folded__contains"]
    autocomplete_fields = ["successor"]
    fieldsets = [
        (None, {"fields": ["name", "name_en", "key", "kind"]}),
        (_("Validity"), {"fields": [("valid_from", "valid_until"), "successor"]}),
        (_("What it rests on"), {"fields": ["certainty", "legal_basis", "citation", "note"]}),
    ]

    @admin.display(description=_("name"), ordering="sort_key")
    def label(self, region: Region) -> str:
        """Return the name in the language of the reader."""
        return region.label


@admin.register(MapLayout)
class MapLayoutAdmin(VietnameseAdmin):
    """Tile maps; a tile stands for a province or an archipelago of it."""

    inlines = [TileInline]
    list_display = ["key", "valid_from", "valid_until", "columns", "rows"]
    fields = ["key", ("valid_from", "valid_until"), ("columns", "rows")]
