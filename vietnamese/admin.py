"""What the admin's pages share: numbers and dates of Viet Nam, search without accents (N1, N2)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin
from django.contrib.admin.utils import display_for_field
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from vietnamese.forms import formfield_overrides
from vietnamese.text import fold, free

# Columns that follow from others on every save: no person changes them.
DERIVED = {"folded", "sort_key"}


class ChosenRow(AutocompleteSelect):
    """A choice by typing that shows the row its form has read already, without asking again."""

    chosen: models.Model | None = None

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """Return the one option to show; the library's own way when another row was chosen."""
        if self.chosen is None or value != [str(self.chosen.pk)]:
            # What is no id of a row chooses none; the field says so beside it.
            ids = [one for one in value if one.isdecimal() and len(one) < 19]
            return super().optgroups(name, ids, attrs)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(
            self.create_option(name, self.chosen.pk, str(self.chosen), True, len(options))
        )
        return [(None, options, 0)]


class RecordForm(forms.ModelForm):
    """A record as it is typed: every rule of its row is checked, and each mistake is seen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, ChosenRow) and self._meta.model._meta.get_field(name).is_cached(
                self.instance
            ):
                widget.chosen = getattr(self.instance, name)

    def clean(self) -> dict[str, Any]:
        """A period of validity ends after it begins."""
        data = super().clean() or {}
        begins, ends = data.get("valid_from"), data.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("The day it ends comes after the day it begins."))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out what was typed wrong, not what the form doesn't ask.

        Django leaves out both, and with them each constraint that looks at such a column.
        """
        return {name for name in super()._get_validation_exclusions() if name in self.fields}

    def _update_errors(self, errors: ValidationError) -> None:
        """Show a mistake in a field that the person doesn't see at the top of the form."""
        found = getattr(errors, "error_dict", {})
        for name in [name for name in found if not self._is_seen(name)]:
            found.setdefault(NON_FIELD_ERRORS, []).extend(found.pop(name))
        super()._update_errors(errors)

    def _is_seen(self, name: str) -> bool:
        if name == NON_FIELD_ERRORS:
            return True
        return name in self.fields and not self.fields[name].widget.is_hidden


class ProposedKeyForm(RecordForm):
    """A record with a key; a new one left without is called after its name."""

    called_after = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if key := self.fields.get("key"):
            key.required = False
            key.help_text = _("Its address, for good. Left empty, it is made from the name.")

    def clean_key(self) -> str:
        """Return the key typed, or a free one made from the name: "ba-ria-vung-tau"."""
        if typed := self.cleaned_data["key"]:
            return typed
        most = self._meta.model._meta.get_field("key").max_length - 3
        name = self.data.get(self.add_prefix(self.called_after), "")
        stem = fold(name).replace(" ", "-")[:most].strip("-")
        if not stem:
            raise ValidationError(_("Write a key: there is no name to make it from."))
        taken = self._meta.model._default_manager.filter(key__startswith=stem)
        return free(stem, set(taken.values_list("key", flat=True)))


class InVietnamese(BaseModelAdmin):
    """Numbers and dates by rule N1; a choice among many rows by typing a part of the name."""

    form = RecordForm
    formfield_overrides = formfield_overrides

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Return the field for a reference to another record."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChosenRow(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Return the field of a column: no button deletes the record that another refers to."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        if field and isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 4
        return field


class VietnameseAdmin(InVietnamese, admin.ModelAdmin):
    """A model in the admin, found by its folded words and opened where it was left."""

    list_per_page = 50
    show_full_result_count = False
    empty_value_display = "–"

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Find "Huế" by "hue"; a retired record is not offered as a choice for others."""
        page = request.resolver_match
        if page and page.url_name == "autocomplete" and hasattr(self.model, "retired_at"):
            queryset = queryset.filter(retired_at__isnull=True)
        return super().get_search_results(request, queryset, fold(search_term))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Read what the choices of a form show together with the record."""
        return super().get_queryset(request).select_related(*self.get_autocomplete_fields(request))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Count the parts of the record in their headings, which are closed at first."""
        for rows in context["inline_admin_formsets"]:
            if count := rows.formset.initial_form_count():
                rows.opts.verbose_name_plural = f"{rows.opts.verbose_name_plural} ({count})"
        return super().render_change_form(request, context, *args, **kwargs)

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> Sequence[str]:
        """Return what cannot be typed; a key is the identity of a record once it exists."""
        fields = [*super().get_readonly_fields(request, obj)]
        return [*fields, "key"] if obj and hasattr(self.model, "key") else fields


class InlineFormSet(BaseInlineFormSet):
    """Rows of a record that see the record as it is being typed, and keep their order."""

    def _construct_form(self, i: int, **kwargs: Any) -> forms.BaseForm:
        form = super()._construct_form(i, **kwargs)
        if self.parent_is_readable():
            setattr(form.instance, self.fk.name, self.instance)
        return form

    def parent_is_readable(self) -> bool:
        """Whether the record holds enough for its rows to be judged against it."""
        return True

    def save_new(self, form: forms.BaseModelForm, commit: bool = True) -> models.Model:
        """Put a new row that has no place in the order after the others."""
        if "position" in form.fields and form.cleaned_data["position"] is None:
            last = self.get_queryset().aggregate(last=models.Max("position"))["last"] or 0
            form.instance.position = last + 1
        return super().save_new(form, commit)


class RowsInVietnamese(InVietnamese, InlineModelAdmin):
    """The parts of a record, on its page: none asked for, each added when wanted."""

    extra = 0
    formset = InlineFormSet
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Read what the choices of the rows show together with the rows."""
        return super().get_queryset(request).select_related(*self.get_autocomplete_fields(request))

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Return the field of a column; the order of a row may be left empty, links are few."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "position":
            field.required, field.initial = False, None
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_view_related = False
        return field


class VietnameseTabularInline(RowsInVietnamese, admin.TabularInline):
    """Short parts, a line each."""


class VietnameseStackedInline(RowsInVietnamese, admin.StackedInline):
    """Parts with long texts, a block each."""


def changes(newer: Any, older: Any) -> list[dict[str, str]]:
    """Return what changed between two states of a record: field, old, new, as a reader knows it."""
    return [
        {
            "field": capfirst(field.verbose_name),
            "old": _in_words(older, field),
            "new": _in_words(newer, field),
        }
        for field in newer.tracked_fields
        if field.name not in DERIVED
        and getattr(newer, field.attname) != getattr(older, field.attname)
    ]


def _in_words(record: Any, field: models.Field) -> str:
    """Choices by name, days as d/m/y, a record that is referred to by its label."""
    try:
        value = getattr(record, field.name)
    except ObjectDoesNotExist:
        return "–"
    if isinstance(field, models.BooleanField):
        return str(_("Yes") if value else _("No"))
    return str(display_for_field(None if value == "" else value, field, "–"))


class HistoryAdmin(SimpleHistoryAdmin):
    """Who changed what, and when. It is read, never played back: a record is edited forward."""

    object_history_template = "admin/history.html"

    def get_urls(self) -> list[URLPattern]:
        """Leave out the library's page that writes an old state back over the present one."""
        return [url for url in super().get_urls() if not str(url.name).endswith("_simple_history")]

    def revert_disabled(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Say that the page is for reading."""
        return True

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        """Set on each state but the oldest what changed since the one before."""
        for newer, older in pairwise(historical_records):
            newer.history_delta_changes = changes(newer, older)
