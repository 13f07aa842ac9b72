"""What the keeper types to renumber a series, to merge two records and to choose a headline."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from metrics.models import Figure
from vietnamese.roman import from_roman, to_roman

LARGEST_EDITION = 3999  # the last Roman numeral
NONE = "none"


class ConfirmForm(forms.Form):
    """The reason for a verb that was previewed as `seen`; both go to its action."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the history with who did it and when."),
        error_messages={"required": _("Give the reason.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class EditionField(forms.CharField):
    """An edition as a number or in Roman numerals; None when left empty: unnumbered (C2)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=12, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored edition in Roman numerals, typed text as typed."""
        return to_roman(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Refuse what is no edition, with an example of one."""
        text = super().clean(value).upper()
        if not text:
            return None
        try:
            number = int(text) if text.isascii() and text.isdigit() else from_roman(text)
        except ValueError:
            number = 0
        if not 1 <= number <= LARGEST_EDITION:
            raise ValidationError(
                _("“%(text)s” is no edition: write X or 10, or leave it empty."),
                params={"text": value},
            )
        return number


class RenumberForm(forms.Form):
    """An edition for each conference of a series, and whether handovers follow."""

    follow = forms.BooleanField(
        label=_("The editions that handovers promise follow"),
        help_text=_("What sources print stays as it is in any case."),
        required=False,
        initial=True,
    )

    def __init__(self, conferences: Sequence[Conference], data: QueryDict | None = None) -> None:
        super().__init__(data)
        for one in conferences:
            self.fields[_name(one.pk)] = EditionField(
                label=one.short_label,
                initial=one.edition,
                widget=forms.TextInput(attrs={"size": 6, "autocomplete": "off"}),
            )

    def field_of(self, conference: Conference) -> forms.BoundField:
        """The field of one conference."""
        return self[_name(conference.pk)]

    def editions(self) -> dict[int, int | None]:
        """What was typed, by the primary key of the conference; the form is valid."""
        return {
            int(name.removeprefix("edition_")): number
            for name, number in self.cleaned_data.items()
            if name.startswith("edition_")
        }


def _name(pk: int) -> str:
    return f"edition_{pk}"


def shifted(data: QueryDict, conferences: Sequence[Conference]) -> QueryDict:
    """What was typed, each number from one conference on higher or lower by one.

    `data["shift"]` says from which and by how much, "12:1"; what is no edition stays as typed.
    """
    first, _colon, by = data.get("shift", "").partition(":")
    typed = data.copy()
    typed.pop("shift", None)
    pks = [str(one.pk) for one in conferences]
    if first not in pks or by not in ("1", "-1"):
        return typed
    for pk in pks[pks.index(first) :]:
        try:
            number = EditionField().clean(typed.get(f"edition_{pk}"))
        except ValidationError:
            continue
        if number and number + int(by) >= 1:
            typed[f"edition_{pk}"] = to_roman(number + int(by))
    return typed


class HeadlineForm(forms.Form):
    """One of the answers to a question, or none of them."""

    headline = forms.ChoiceField(
        label=_("Shown first"),
        error_messages={
            "required": _("Choose an answer, or none."),
            "invalid_choice": _("This answer is not current any more: choose another one."),
        },
    )
    seen = forms.CharField()

    def __init__(self, answers: Sequence[Figure], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.answers = answers
        pks = [(str(one.pk), one.printed) for one in answers]
        field = cast(forms.ChoiceField, self.fields["headline"])
        field.choices = [*pks, (NONE, _("None is shown first"))]

    def value(self) -> str:
        """What is chosen in the form: as typed, else as it stands."""
        if self.is_bound:
            return self["headline"].value() or ""
        return next((str(one.pk) for one in self.answers if one.is_headline), NONE)

    def chosen(self) -> Figure | None:
        """The answer to be shown first; the form is valid."""
        pk = self.cleaned_data["headline"]
        return next((one for one in self.answers if str(one.pk) == pk), None)
