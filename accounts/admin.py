"""Accounts, offices and groups in the admin: who may come in, and what they may do (S1)."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import actions
from accounts.models import REGISTRAR, Membership, User
from accounts.permissions import manages_offices
from provinces.models import Province, valid_on
from vietnamese.admin import (
    ChosenRow,
    HistoryAdmin,
    InVietnamese,
    RecordForm,
    VietnameseAdmin,
    VietnameseTabularInline,
)
from vietnamese.text import fold

# What a right allows; Django keeps its own words for it in English in the database.
RIGHTS = {
    "add": _("add"),
    "change": _("edit"),
    "delete": _("delete or retire"),
    "view": _("read"),
}
# Not "reports": who may do what there follows from offices held, not from rights (R5).
OUR_APPS = ["provinces", "accounts", "conferences", "metrics", "auth"]


class RightsField(forms.ModelMultipleChoiceField):
    """Rights on the register's records, in words: "Hội nghị · chuỗi hội nghị: đọc"."""

    def label_from_instance(self, right: Permission) -> str:
        """Return the section, the kind of record, and what is allowed."""
        model = right.content_type.model_class()
        if model is None:
            return right.name
        deed = RIGHTS.get(right.codename.partition("_")[0], right.name)
        section = model._meta.app_config.verbose_name
        return f"{section} · {capfirst(model._meta.verbose_name)}: {deed}"


class RightsInWords(BaseModelAdmin):
    """An admin whose rights are chosen among those of the register."""

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        """Return the field; a right of the library's own tables is no part of an office."""
        if db_field.name in ("permissions", "user_permissions"):
            kwargs["form_class"] = RightsField
            kwargs["queryset"] = (
                Permission.objects.filter(content_type__app_label__in=OUR_APPS)
                .exclude(content_type__model__startswith="historical")
                .exclude(content_type__model__in=["permission", "tally"])
                .select_related("content_type")
                .order_by("content_type__app_label", "content_type__model", "pk")
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class UnitsOfToday(AutocompleteJsonView):
    """The provinces that can be chosen for an office: those of today."""

    def get_queryset(self) -> models.QuerySet:
        """Leave out units that have ended, are retired or are still to come."""
        today = valid_on(timezone.localdate())
        return super().get_queryset().filter(today, retired_at__isnull=True)


class UnitOfToday(ChosenRow):
    """A province chosen by typing, among the units of today; one that has ended is still shown."""

    url_name = "%s:accounts_membership_units"


class OfficesAdmin(InVietnamese):
    """Offices that are given and ended, never deleted, by those who manage them."""

    autocomplete_fields = ["province"]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Return the field for a reference; a province is one of today."""
        if db_field.name == "province":
            kwargs["widget"] = UnitOfToday(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Who manages offices."""
        return manages_offices(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who manages offices."""
        return manages_offices(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: an office is ended."""
        return False


class OfficesInline(OfficesAdmin, VietnameseTabularInline):
    """The offices that an account holds or held."""

    model = Membership
    fields = ["role", "province", "unit", "valid_from", "valid_until"]


class HeldFilter(admin.SimpleListFilter):
    """Whether offices are held today, in a province that has ended, or no more."""

    title = _("validity")
    parameter_name = "held"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Promise]]:
        """Return the choices."""
        return [
            ("today", _("Held today")),
            ("reading", _("In a province that has ended")),
            ("past", _("No longer held")),
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        """Return the offices of the chosen time."""
        today = timezone.localdate()
        if self.value() == "past":
            return queryset.filter(valid_until__lte=today)
        if self.value() == "reading":
            return queryset.filter(valid_on(today), province__valid_until__lte=today)
        return queryset.filter(valid_on(today)) if self.value() == "today" else queryset


class ProvinceOfOfficeFilter(admin.SimpleListFilter):
    """The province of offices, among those with any: all 91 units would be a long list."""

    title = _("province")
    parameter_name = "province"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Promise]]:
        """Return the provinces in which somebody holds or held an office, in official order."""
        units = Province.objects.filter(offices__isnull=False).distinct()
        return [(unit.key, str(unit)) for unit in units]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        """Return the offices in the chosen province."""
        return queryset.filter(province__key=self.value()) if self.value() else queryset


@admin.register(Membership)
class MembershipAdmin(OfficesAdmin, HistoryAdmin, VietnameseAdmin):
    """Offices of all accounts: who enters, sends, accepts, publishes, and until when (R5, R6)."""

    form = RecordForm
    list_display = ["user", "office", "province", "valid_from", "valid_until"]
    list_filter = [HeldFilter, "role", ProvinceOfOfficeFilter]
    list_select_related = ["user", "province"]
    search_fields = ["user__username", "province__folded__contains"]
    fields = ["user", "role", "province", "unit", ("valid_from", "valid_until")]
    autocomplete_fields = ["user", "province"]
    actions = ["end_today", "give_in_successor"]

    def get_urls(self) -> list[URLPattern]:
        """Add the address where the province of an office is searched."""
        search = self.admin_site.admin_view(UnitsOfToday.as_view(admin_site=self.admin_site))
        return [path("units/", search, name="accounts_membership_units"), *super().get_urls()]

    @admin.display(description=_("office"), ordering="role")
    def office(self, held: Membership) -> str:
        """Return the unit of a contributing unit, else the role."""
        return held.get_unit_display() if held.unit else held.get_role_display()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who manages offices, and who may read them."""
        return manages_offices(request.user) or super().has_view_permission(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Find offices by the folded name of their holder or province."""
        words = fold(search_term).split()
        found = [
            office.pk
            for office in queryset.select_related("user", "province")
            if all(word in _folded(office) for word in words)
        ]
        return queryset.filter(pk__in=found), False

    @admin.action(description=_("End these offices today"), permissions=["change"])
    def end_today(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """End the chosen offices; all or none."""
        try:
            with transaction.atomic():
                for office in queryset:
                    actions.end(membership=office, by=cast(User, request.user))
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return None
        count = len(queryset)
        done = ngettext("%(count)d office ended.", "%(count)d offices ended.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)
        return None

    @admin.action(description=_("Give the same office in the successor"), permissions=["change"])
    def give_in_successor(
        self, request: HttpRequest, queryset: models.QuerySet
    ) -> HttpResponse | None:
        """Who held an office in a province that has ended goes on in its successor (R6)."""
        offices = queryset.select_related("user")
        try:
            moved = actions.move_to_successor(memberships=offices, by=cast(User, request.user))
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return None
        count = len(moved.given)
        given = ngettext("%(count)d office given.", "%(count)d offices given.", count)
        self.message_user(request, given % {"count": count}, messages.SUCCESS)
        if moved.passed_over:
            self.message_user(
                request,
                _(
                    "%(count)d passed over: the province goes on, the office ended before it, it "
                    "is held in the successor already, or the account is switched off."
                )
                % {"count": moved.passed_over},
                messages.WARNING,
            )
        return None


def _folded(office: Membership) -> str:
    """The words an office is found by."""
    place = office.province.folded if office.province else ""
    return f"{fold(office.user.username)} {fold(office.user.full_name)} {place}"


@admin.register(User)
class PersonWithAccountAdmin(RightsInWords, UserAdmin):
    """Accounts. One that is no longer used is switched off: what it did keeps its name."""

    inlines = [OfficesInline]
    list_display = ["username", "full_name", "email", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    search_fields = ["username", "email"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["full_name", "email"]}),
        (
            _("Rights"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "full_name", "email", "password1", "password2"],
            },
        )
    ]
    readonly_fields = ["last_login", "date_joined"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The account of the files is nobody's; a superuser's is for superusers."""
        if obj is not None and obj.username == REGISTRAR:
            return False
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: an account is switched off."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Who is no superuser gives nobody more rights than a switch on or off."""
        fields = list(self.readonly_fields)
        if not request.user.is_superuser:
            fields += ["is_staff", "is_superuser", "groups", "user_permissions"]
        return fields

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Find a person by a name without accents; there are few enough to read them all."""
        words = fold(search_term).split()
        found = [
            user.pk
            for user in queryset.only("username", "full_name", "email")
            if all(word in fold(f"{user.username} {user.full_name} {user.email}") for word in words)
        ]
        return queryset.filter(pk__in=found), False


admin.site.unregister(Group)


@admin.register(Group)
class RightsGroupAdmin(RightsInWords, GroupAdmin):
    """Groups of accounts with the same rights."""
