"""Columns that store text in one form only (N2)."""

from typing import Any

from django.db import models

from vietnamese.text import nfc


class NFCCharField(models.CharField):
    """A line of text, stored and looked up NFC."""

    def to_python(self, value: Any) -> Any:
        """Also on the way to the database and into a lookup, where Django calls it too."""
        value = super().to_python(value)
        return nfc(value) if isinstance(value, str) else value


class NFCTextField(models.TextField):
    """Text of any length, stored and looked up NFC."""

    def to_python(self, value: Any) -> Any:
        """Also on the way to the database and into a lookup, where Django calls it too."""
        value = super().to_python(value)
        return nfc(value) if isinstance(value, str) else value
