"""Signing in on the page where one is, so that what was typed there goes on (R7)."""

from dataclasses import dataclass

from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables


@dataclass(frozen=True)
class Attempt:
    """What came of it: `message` is "" when they are signed in, `status` the HTTP status."""

    form: AuthenticationForm
    message: str = ""
    status: int = 200


@sensitive_variables()
def sign_in_here(request: HttpRequest, *, prefix: str | None = None) -> Attempt:
    """Sign in with what was posted, as the login page does and under the same limits.

    Unlike there a pause does not replace the page: who calls shows `message` beside what is kept.
    """
    form = AuthenticationForm(request, request.POST, prefix=prefix)
    if form.is_valid():
        login(request, form.get_user())
        return Attempt(form)
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined]  # its middleware replaces pages
        return Attempt(form, _paused(request), 429)
    message = next(str(error) for errors in form.errors.values() for error in errors)
    return Attempt(form, message, 400)


def _paused(request: HttpRequest) -> str:
    if getattr(request, "too_many_here", False):
        return _(
            "There were too many sign-ins from this network address. Please wait 15 minutes and "
            "try again."
        )
    return _(
        "Signing in to this account from this network address has failed too many times. Please "
        "wait 15 minutes and try again, or set a new password by e-mail: it ends the pause."
    )
