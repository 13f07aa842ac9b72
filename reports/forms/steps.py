"""What is typed at a step of a report."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PaperForm(forms.Form):
    """Which paper a report is entered from."""

    reason = forms.CharField(
        label=_("Number and date of the paper"),
        max_length=200,
        help_text=_("For example 123/BC-SCT of 13/5/2022, and how it arrived."),
        error_messages={"required": _("Give number and date, e.g. 123/BC-SCT of 13/5/2022.")},
    )


def seen_in(text: str) -> int:
    """The version of a report that a post says it saw; 0, which is none, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
