"""Form fields for numbers and dates typed the way the reader's language writes them (N1).

What was typed comes back untouched beside its error; what is stored is shown in that language.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from vietnamese import language, numbers
from vietnamese.dates import parse_date
from vietnamese.errors import Unreadable


class VietnameseDecimalField(forms.DecimalField):
    """370.461 or 11,28; under English 370,461 or 11.28. Keeps the decimals typed.

    A stored value is shown without the zeros its column adds.
    """

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input: a stored number formatted, typed text as typed."""
        if not isinstance(value, Decimal | int):
            return value
        shown = numbers.format_number(value, notation=language.active())
        point = numbers.SEPARATORS[language.active()][1]
        return shown.rstrip("0").rstrip(point) if point in shown else shown

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as DecimalField
        """None when left empty; refuses what the active language does not read as a number."""
        if isinstance(value, Decimal | int):
            return Decimal(value)
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return numbers.parse(text, notation=language.active())
        except Unreadable as error:
            raise ValidationError(error.message, code="invalid", params=error.params) from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A digits keypad, where it can be one."""
        return super().widget_attrs(widget) | _keypad("decimal", self.min_value)


class VietnameseIntegerField(forms.IntegerField):
    """A whole number, typed grouped or not; shown ungrouped, as it may be a year."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        """None when left empty; refuses decimals, also of zero: 1,000 may mean a thousand."""
        if isinstance(value, int):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            number = numbers.parse(text, notation=language.active())
        except Unreadable:
            number = None
        if number is None or number.as_tuple().exponent != 0:
            raise ValidationError(
                _("“%(text)s” is not a whole number: write for example %(example)s."),
                code="invalid",
                params={
                    "text": text[: numbers.MAX_DIGITS],
                    "example": numbers.format_number(18503, notation=language.active()),
                },
            )
        return int(number)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A digits keypad, where it can be one."""
        return super().widget_attrs(widget) | _keypad("numeric", self.min_value)


class VietnameseDateField(forms.DateField):
    """Day/month/year in both languages; the ISO form is understood."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input: a stored date as 13/5/2022, typed text as typed."""
        if isinstance(value, datetime):
            value = value.date()
        return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """None when left empty; refuses another shape, or a day no calendar has."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_date(text)
        except Unreadable as error:
            raise ValidationError(error.message, code="invalid", params=error.params) from error


def _keypad(inputmode: str, min_value: Any) -> dict[str, str]:
    """A digits keypad on phones, where no minus can be needed: iPhones show none on it."""
    return {"inputmode": inputmode} if min_value is not None and min_value >= 0 else {}


_NUMBER_WIDGET = forms.TextInput(attrs={"class": "vIntegerField"})

# For ModelAdmin and its inlines. The subclasses of these model fields follow them.
formfield_overrides: dict[type[models.Field], dict[str, Any]] = {
    models.DecimalField: {"form_class": VietnameseDecimalField, "widget": _NUMBER_WIDGET},
    models.IntegerField: {"form_class": VietnameseIntegerField, "widget": _NUMBER_WIDGET},
    models.BigIntegerField: {"form_class": VietnameseIntegerField, "widget": _NUMBER_WIDGET},
    models.DateField: {"form_class": VietnameseDateField, "widget": AdminDateWidget},
}
