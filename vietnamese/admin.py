"""What the admin's pages share: numbers and dates of Viet Nam, search without accents (N1, N2)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import display_for_field, display_for_value
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from vietnamese.forms import formfield_overrides
from vietnamese.text import fold

# Columns that follow from others on every save: no person changes them.
DERIVED = {"folded", "sort_key"}


class ChosenRow(AutocompleteSelect):
    """A choice by typing that shows the row its form has read already, without asking again."""

    chosen: models.Model | None = None

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """Return the one option to show; the library's own way when another row was chosen."""
        if self.chosen is None or value != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attrs)
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if key := self.fields.get("key"):
            key.required = False
            key.help_text = _("Its address, for good. Left empty, it is made from the name.")

    def clean_key(self) -> str:
        """Return the key typed, or a free one made from the name: "ba-ria-vung-tau"."""
        if typed := self.cleaned_data["key"]:
            return typed
        if not self.data.get(self.add_prefix("name")):
            return ""
        most = self._meta.model._meta.get_field("key").max_length - 3
        stem = fold(self.data[self.add_prefix("name")]).replace(" ", "-")[:most].strip("-")
        taken = self._meta.model._default_manager.filter(key__startswith=stem)
        return free(stem, set(taken.values_list("key", flat=True)))


def free(stem: str, taken: set[str]) -> str:
    """Return the first of `stem`, `stem-2`, `stem-3` … that is not taken."""
    return next(name for name in _numbered(stem) if name not in taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    for number in range(2, 1000):
        yield f"{stem}-{number}"


class InVietnamese:
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


class VietnameseAdmin(InVietnamese, admin.ModelAdmin):
    """A model in the admin, found by its folded words and opened where it was left."""

    list_per_page = 50
    show_full_result_count = False
    empty_value_display = "–"

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Find "Huế" by "hue"; a retired record is not offered as a choice for others."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            if hasattr(self.model, "retired_at"):
                queryset = queryset.filter(retired_at__isnull=True)
        return super().get_search_results(request, queryset, fold(search_term))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Read what the choices of a form show together with the record."""
        return super().get_queryset(request).select_related(*self.get_autocomplete_fields(request))

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
        if getattr(form.instance, "position", 0) is None:
            last = self.get_queryset().aggregate(last=models.Max("position"))["last"] or 0
            form.instance.position = last + 1 + self.extra_forms.index(form)
        return super().save_new(form, commit)


class RowsInVietnamese(InVietnamese):
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
        """Return the field of a column; the order of a row may be left empty, text is low."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "position":
            field.required, field.initial = False, None
            field.widget.attrs["size"] = 3
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3
        return field


class VietnameseTabularInline(RowsInVietnamese, admin.TabularInline):
    """Short parts, a line each."""


class VietnameseStackedInline(RowsInVietnamese, admin.StackedInline):
    """Parts with long texts, a block each."""


class ChangeInWords(HistoricalRecordContextHelper):
    """What changed in a record, in the words of its pages: choices by name, days as d/m/y."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> str:
        """Return the old or the new value as a reader knows it."""
        field = self.model._meta.get_field(change.field)
        if isinstance(field, models.BooleanField):
            return str(_("Yes") if value else _("No"))
        if field.is_relation:
            return display_for_value(value, "–")
        return display_for_field(value or None, field, "–")


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
            delta = newer.diff_against(
                older,
                included_fields={f.name for f in newer.tracked_fields} - DERIVED,
                foreign_keys_are_objs=foreign_keys_are_objs,
            )
            newer.history_delta_changes = ChangeInWords(
                self.model, newer
            ).context_for_delta_changes(delta)
