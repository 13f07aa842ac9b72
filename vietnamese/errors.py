"""Why a typed text was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Unreadable(ValueError):
    """Typed text refused; `message` and `params` are those of a form's ValidationError."""

    def __init__(self, message: _StrPromise, params: dict[str, str]) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return str(self.message) % self.params
