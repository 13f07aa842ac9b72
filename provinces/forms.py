"""The forms of pages about places: which day, and on which units figures are read."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.footing import AS_REPORTED, REPORTED, TODAY, Footing
from provinces.models import COVERAGE_START
from vietnamese.forms import VietnameseDateField


class DayForm(forms.Form):
    """`?on=2024-05-17` or `?on=17/5/2024`; today when not said."""

    on = VietnameseDateField(label=_("On the day"), required=False)

    @classmethod
    def read(cls, query: QueryDict) -> "DayForm":
        """The form as asked in the address, the day written as usual; today when nothing was."""
        asked = cls({"on": query.get("on") or timezone.localdate().isoformat()})
        if not asked.is_valid():
            return asked
        return cls({"on": asked.fields["on"].prepare_value(asked.day())})

    def day(self) -> dt.date:
        """The day asked for; today when none was, or when it cannot be read."""
        asked = self.cleaned_data.get("on") if self.is_valid() else None
        return asked or timezone.localdate()


# What marks a place in a list of the page: another footing begins at the list's start.
PAGE_MARKS = ("after", "before")


class FootingForm(forms.Form):
    """`?footing=reported`, `today`, `2024-05-17` or `17/5/2024`; `default` when not said (P5).

    A day before the register, to come, or unreadable is refused in the field's words, and figures
    then stand as reported.
    """

    footing = VietnameseDateField(label=_("On another day"), required=False)
    named = ""

    @classmethod
    def read(cls, query: QueryDict, *, default: str = REPORTED) -> "FootingForm":
        """The form as asked in the address; a day is written as usual."""
        said = query.get("footing", "").strip() or default
        if said in (REPORTED, TODAY):
            form = cls({"footing": ""})
            form.named = said
            return form
        form = cls({"footing": said})
        if form.is_valid():
            form = cls({"footing": form.fields["footing"].prepare_value(form.asked().day)})
        return form

    def clean_footing(self) -> dt.date | None:
        day = self.cleaned_data["footing"]
        if day and day < COVERAGE_START:
            raise ValidationError(_("The register knows places from 1/1/2004 on."))
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come: choose one up to today."))
        return day

    def asked(self) -> Footing:
        """What was asked for; as reported when it cannot be read."""
        if self.named == TODAY:
            return Footing(TODAY, timezone.localdate())
        day = self.cleaned_data.get("footing") if self.is_valid() else None
        return Footing(day.isoformat(), day) if day else AS_REPORTED

    def switch(self, query: QueryDict) -> dict:
        """For `components/footing_switch.html`, on a page whose address has `query`."""
        kept = query.copy()
        for name in ("footing", *PAGE_MARKS):
            kept.pop(name, None)
        return {
            "choices": [
                {
                    "label": label,
                    "url": f"?{_with(kept, name)}",
                    "current": self.asked().name == name,
                }
                for name, label in (
                    (REPORTED, _("As reported")),
                    (TODAY, _("On today's provinces")),
                )
            ],
            "form": self,
            "kept": [(name, value) for name, values in kept.lists() for value in values],
        }


def _with(query: QueryDict, footing: str) -> str:
    asked = query.copy()
    asked["footing"] = footing
    return asked.urlencode()
