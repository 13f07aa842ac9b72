from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from vietnamese.forms import (
    VietnameseDateField,
    VietnameseDecimalField,
    VietnameseIntegerField,
    formfield_overrides,
)


class FigureForm(forms.Form):
    value = VietnameseDecimalField(max_digits=15, decimal_places=4)
    delegates = VietnameseIntegerField(min_value=0)
    starts_on = VietnameseDateField()


def value_of(bound: forms.BoundField) -> str:
    """The text a browser would show in the input."""
    widget = bound.field.widget
    return widget.get_context(bound.html_name, bound.value(), {})["widget"]["value"]


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [
        ("vi", "370.461", "370461"),
        ("vi", " 16,90 ", "16.90"),
        ("en", "370,461", "370461"),
        ("en", "16.90", "16.90"),
    ],
)
def test_decimal_field_reads_the_active_language(language: str, typed: str, value: str) -> None:
    with translation.override(language):
        assert str(VietnameseDecimalField().clean(typed)) == value


@pytest.mark.parametrize(
    "field", [VietnameseDecimalField, VietnameseIntegerField, VietnameseDateField]
)
@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_field_left_empty_is_none(field: type[forms.Field], nothing: str | None) -> None:
    assert field(required=False).clean(nothing) is None


@pytest.mark.parametrize(
    "field", [VietnameseDecimalField, VietnameseIntegerField, VietnameseDateField]
)
def test_required_field_left_empty_is_refused(field: type[forms.Field]) -> None:
    with pytest.raises(ValidationError) as refusal:
        field().clean(" ")
    assert refusal.value.code == "required"


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        (VietnameseDecimalField(), "11,28",
         "“11,28” is unclear: write 11.28; for thousands, write 1,128."),
        (VietnameseDecimalField(), "1.234,56", "“1.234,56” is unclear: write 1,234.56."),
        (VietnameseDecimalField(), "nhiều",
         "“nhiều” is not a number: write for example 370,461 or 11.28."),
        (VietnameseIntegerField(), "11.5",
         "“11.5” is not a whole number: write for example 18,503."),
        (VietnameseDateField(), "31/02/2022", "31/02/2022 does not exist."),
        (VietnameseDateField(), "13 May", "Write day/month/year, e.g. 13/5/2022."),
    ],
)  # fmt: skip
def test_field_refuses_in_words(field: forms.Field, typed: str, message: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    with translation.override("en"):
        assert refusal.value.messages == [message]


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [("vi", "18.503", 18503), ("vi", "2022", 2022), ("en", "18,503", 18503), ("en", "-5", -5)],
)
def test_integer_field_reads_the_active_language(language: str, typed: str, value: int) -> None:
    with translation.override(language):
        assert VietnameseIntegerField().clean(typed) == value


@pytest.mark.parametrize(
    ("language", "typed"),
    [("vi", "1,000"), ("vi", "18,503"), ("vi", "5,0"), ("en", "18.503"), ("en", "5.0")],
)
def test_integer_field_refuses_decimals_even_of_zero(language: str, typed: str) -> None:
    with translation.override(language), pytest.raises(ValidationError):
        VietnameseIntegerField().clean(typed)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_date_field_reads_the_day_first_in_both_languages(language: str) -> None:
    with translation.override(language):
        assert VietnameseDateField().clean("5/6/2022") == date(2022, 6, 5)


@pytest.mark.parametrize(
    ("field", "initial", "value"),
    [
        (VietnameseDecimalField, Decimal("16.90"), Decimal("16.90")),
        (VietnameseIntegerField, 2022, 2022),
        (VietnameseDateField, date(2022, 5, 13), date(2022, 5, 13)),
        (VietnameseDateField, datetime(2022, 5, 13, 9, tzinfo=UTC), date(2022, 5, 13)),
    ],
)
def test_disabled_field_keeps_its_stored_value(
    field: type[forms.Field], initial: object, value: object
) -> None:
    form = type("F", (forms.Form,), {"x": field(disabled=True, initial=initial)})({})
    assert (form.is_valid(), form.cleaned_data) == (True, {"x": value})


def test_date_field_shows_the_day_of_a_moment() -> None:
    assert VietnameseDateField().prepare_value(datetime(2022, 5, 3, 9, tzinfo=UTC)) == "3/5/2022"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("vi", ["370.461,5", "2022", "13/5/2022"]),
        ("en", ["370,461.5", "2022", "13/5/2022"]),
    ],
)
def test_form_shows_stored_values_in_the_active_language(language: str, shown: list[str]) -> None:
    stored = {"value": Decimal("370461.5000"), "delegates": 2022, "starts_on": date(2022, 5, 13)}
    with translation.override(language):
        assert [value_of(bound) for bound in FigureForm(initial=stored)] == shown


def test_decimal_field_shows_the_zeros_of_a_whole_number() -> None:
    with translation.override("vi"):
        assert VietnameseDecimalField().prepare_value(Decimal("400000")) == "400.000"


def test_form_gives_back_what_was_typed_beside_its_error() -> None:
    typed = {"value": "11.28", "delegates": "150 người", "starts_on": "31/2/2022"}
    with translation.override("vi"):
        form = FigureForm(typed)
        assert list(form.errors) == ["value", "delegates", "starts_on"]
        assert [value_of(bound) for bound in form] == ["11.28", "150 người", "31/2/2022"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_form_sent_back_as_shown_has_not_changed(language: str) -> None:
    stored = {"value": Decimal("370461.5000"), "delegates": 18503, "starts_on": date(2022, 5, 13)}
    with translation.override(language):
        shown = {bound.name: value_of(bound) for bound in FigureForm(initial=stored)}
        assert FigureForm(shown, initial=stored).changed_data == []


def test_decimal_field_keeps_the_limits_of_its_column() -> None:
    with translation.override("vi"), pytest.raises(ValidationError) as refusal:
        VietnameseDecimalField(max_digits=5, decimal_places=2).clean("1,234")
    assert [error.code for error in refusal.value.error_list] == ["max_decimal_places"]


@pytest.mark.parametrize(
    ("field", "inputmode"),
    [
        (VietnameseDecimalField(min_value=0), "decimal"),
        (VietnameseIntegerField(min_value=0), "numeric"),
        (VietnameseDecimalField(), None),
        (VietnameseIntegerField(min_value=-5), None),
    ],
)
def test_number_field_asks_for_a_keypad_where_no_minus_is_needed(
    field: forms.Field, inputmode: str | None
) -> None:
    assert (field.widget.input_type, field.widget.attrs.get("inputmode")) == ("text", inputmode)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        (models.DecimalField(max_digits=15, decimal_places=4), VietnameseDecimalField),
        (models.IntegerField(), VietnameseIntegerField),
        (models.PositiveSmallIntegerField(), VietnameseIntegerField),
        (models.BigIntegerField(), VietnameseIntegerField),
        (models.PositiveBigIntegerField(), VietnameseIntegerField),
        (models.DateField(), VietnameseDateField),
        (models.DateTimeField(), forms.SplitDateTimeField),
        (models.IntegerField(choices=[(1, "I")]), forms.TypedChoiceField),
    ],
)
def test_admin_builds_our_fields_for_numbers_and_dates(
    column: models.Field, field: type[forms.Field]
) -> None:
    overrides = {"formfield_overrides": formfield_overrides}
    model_admin = type("FigureAdmin", (admin.ModelAdmin,), overrides)(admin.models.LogEntry, admin)
    column.set_attributes_from_name("value")
    assert type(model_admin.formfield_for_dbfield(column, request=None)) is field


def test_admin_shows_a_stored_date_the_vietnamese_way() -> None:
    widget = formfield_overrides[models.DateField]["widget"]
    form = type("F", (forms.Form,), {"day": VietnameseDateField(widget=widget)})
    with translation.override("vi"):
        assert value_of(form(initial={"day": date(2022, 5, 13)})["day"]) == "13/5/2022"
