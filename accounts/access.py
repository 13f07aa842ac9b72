"""Who may read without an account (S1): nobody, except where a view is marked."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark `view` as readable without login while PORTAL_REQUIRE_LOGIN is off.

    Marks what the URL points to: `@public` on a function, `public(ConferenceList.as_view())` in
    urls.py. Pages that stay open in a closed register too (login, health, the choice of language)
    take Django's `login_not_required` instead.
    """
    view.public = True  # type: ignore[attr-defined]
    return view


def is_public(view: Callable[..., Any]) -> bool:
    """Say whether `view` carries the mark of `public`."""
    return getattr(view, "public", False) is True
