"""What people type to judge a report, and to publish a round; nothing of it is lost (R7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from reports.sheet import Face
from vietnamese.forms import VietnameseDateField

LONGEST = 2000  # characters of a reason


@dataclass(frozen=True)
class Back:
    """The fields by which one cell is returned, as they were typed."""

    name: str
    is_ticked: bool
    why: str
    is_wrong: bool

    @property
    def is_open(self) -> bool:
        """Whether anything was typed."""
        return self.is_ticked or bool(self.why)


class JudgeForm(forms.Form):
    """The reviewer's form: cells to return, each ticked or with a reason, and a reason for all.

    A ticked cell without a reason of its own takes that of the whole report. `seen` is the
    version of the report on the page; `accepts` that the other button was pressed.
    """

    once = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason for the whole report"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Also for ticked cells that have no reason of their own."),
    )

    def __init__(
        self, *args: Any, faces: Iterable[Face], accepts: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.accepts = accepts
        self.cells = {one.place: (one.cell.row_id, one.cell.column_id) for one in faces}

    def back(self, name: str) -> Back:
        """The fields of the cell "12-3"."""
        return Back(name, f"back-{name}" in self.data, self._why(name), name in self._wrong)

    @cached_property
    def picked(self) -> dict[str, str]:
        """The cells to return, "12-3", with the reason typed for each."""
        return {
            name: self._why(name).strip()
            for name in self.cells
            if f"back-{name}" in self.data or self._why(name).strip()
        }

    @property
    def says_return(self) -> bool:
        """Whether anything was typed that returns the report."""
        return bool(self.picked or self.data.get("reason", "").strip())

    def reasons(self) -> dict[tuple[int, int], str]:
        """The cells to return, by row and column, each with its reason; of a valid form."""
        general = self.cleaned_data["reason"]
        return {self.cells[name]: why or general for name, why in self.picked.items()}

    def clean(self) -> None:
        """Ask for the reasons that are missing; who accepts is to have none."""
        if self.accepts and self.says_return:
            raise ValidationError(
                _("There are reasons for returning: return the report, or clear them to accept.")
            )
        if wrong := self._wrong:
            raise ValidationError(
                ngettext_lazy(
                    "%(n)s ticked cell has no reason, or one that is too long.",
                    "%(n)s ticked cells have no reason, or one that is too long.",
                    len(wrong),
                ),
                params={"n": len(wrong)},
            )

    def _why(self, name: str) -> str:
        return self.data.get(f"why-{name}", "")

    @cached_property
    def _wrong(self) -> set[str]:
        general = self.data.get("reason", "").strip()
        return {
            name for name, why in self.picked.items() if not (why or general) or len(why) > LONGEST
        }


class ReopenForm(forms.Form):
    """Why an accepted report is opened again, and until which day (R3)."""

    once = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    until = VietnameseDateField(
        label=_("Open until"),
        error_messages={"required": _("Write the last day, e.g. 13/5/2022.")},
        help_text=_("The last day for changes, e.g. 13/5/2022."),
    )
    reason = forms.CharField(
        label=_("Reason for reopening"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands beside another form that asks for a reason too.
        super().__init__(*args, **kwargs | {"auto_id": "reopen_%s"})


class PublishForm(forms.Form):
    """That what was previewed is to become public; earlier than the conference for a reason (R4).

    `seen` is the fingerprint of the preview.
    """

    once = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    early = forms.BooleanField(label=_("Publish before the conference"), required=False)
    early_reason = forms.CharField(
        label=_("Reason for publishing early"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, is_early: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_early = is_early

    def clean(self) -> None:
        """Before the conference both the tick and the reason are asked for."""
        if not self.is_early:
            return
        if not self.cleaned_data.get("early"):
            self.add_error("early", _("The conference is still to come: tick this to publish now."))
        if not self.cleaned_data.get("early_reason", "").strip():
            self.add_error("early_reason", _("Give the reason."))
