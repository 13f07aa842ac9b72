"""The one form of the pages about places: which day."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
