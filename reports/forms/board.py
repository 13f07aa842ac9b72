"""What a keeper types on the board: more time for a province, and whom to remind."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.reminders import Letter
from vietnamese.forms import VietnameseDateField


class ExtendForm(forms.Form):
    """Until when, and why."""

    to = VietnameseDateField(
        label=_("New deadline"),
        help_text=_("The last day to send the report, e.g. 13/5/2026."),
        error_messages={"required": _("Write the new deadline, e.g. 13/5/2026.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The department and whoever follows the round can read it."),
        error_messages={"required": _("Give the reason.")},
    )


class RemindForm(forms.Form):
    """Which of the departments on the page are written to; `seen` is the fingerprint of it."""

    reports = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Choose at least one department.")}
    )
    seen = forms.CharField(required=False)

    def __init__(self, data: Any = None, *, letters: Sequence[Letter]) -> None:
        super().__init__(data)
        self.letters = letters
        field: Any = self.fields["reports"]
        field.choices = [(one.report.pk, str(one.report.province)) for one in letters]

    def chosen(self) -> list[Letter]:
        """The letters that were ticked."""
        ticked = set(self.cleaned_data["reports"])
        return [one for one in self.letters if one.report.pk in ticked]

    def ticked(self) -> set[int]:
        """The ids of the reports whose box is ticked on the page; all before anything was sent."""
        if not self.is_bound:
            return {one.report.pk for one in self.letters}
        sent = self["reports"].value() or []
        return {int(one) for one in sent if one.isdecimal()}
