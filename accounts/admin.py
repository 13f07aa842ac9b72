"""Accounts and groups in the admin: who may come in, and what they may do (S1)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import REGISTRAR, User
from vietnamese.text import fold

# What a right allows; Django keeps its own words for it in English in the database.
RIGHTS = {
    "add": _("add"),
    "change": _("edit"),
    "delete": _("delete or retire"),
    "view": _("read"),
}
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
                .exclude(content_type__model="permission")
                .select_related("content_type")
                .order_by("content_type__app_label", "content_type__model", "pk")
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class PersonWithAccountAdmin(RightsInWords, UserAdmin):
    """Accounts. One that is no longer used is switched off: what it did keeps its name."""

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
        (None, {"classes": ["wide"], "fields": ["username", "full_name", "password1", "password2"]})
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
