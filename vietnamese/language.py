"""The two languages of the interface."""

from typing import Literal

from django.utils.translation import get_language

Language = Literal["vi", "en"]


def active() -> Language:
    """The language the reader sees now; Vietnamese unless English was chosen."""
    return "en" if (get_language() or "").startswith("en") else "vi"
