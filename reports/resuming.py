"""A post whose session has expired goes on after signing in on the spot (R7)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.signing_in import Attempt, sign_in_here

View = Callable[..., HttpResponseBase]

PREFIX = "resume"  # of the account's fields, so that no field of a report is taken for one
OWN_FIELDS = {f"{PREFIX}-username", f"{PREFIX}-password"}


def resumes(view: View) -> View:
    """Let a post of somebody whose session has expired lose nothing.

    A form comes back as a page that carries every field and asks for the password; posted again
    to the same address, it signs in and goes on with `view` as if nothing had happened, the usual
    rights deciding. JSON gets 401 and a sentence. A page that is only read asks to sign in first.
    """

    @wraps(view)
    def resumed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_json(request):
            return JsonResponse({"ok": False, "message": _expired()}, status=401)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        attempt = sign_in_here(request, prefix=PREFIX) if _has_password(request) else None
        if attempt is None or attempt.message:
            return _ask_to_sign_in(request, attempt)
        _forget_password(request)
        return view(request, *args, **kwargs)

    guarded = sensitive_post_parameters(f"{PREFIX}-password")(resumed)
    guarded.resumes = True  # type: ignore[attr-defined]  # a sweeping test lists those marked
    return login_not_required(guarded)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, and not a form."""
    return request.content_type == "application/json" or request.headers.get(
        "Accept", ""
    ).startswith("application/json")


def _expired() -> str:
    return _("Session expired; your entries are kept. Sign in again to go on.")


def _has_password(request: HttpRequest) -> bool:
    return f"{PREFIX}-password" in request.POST


def _forget_password(request: HttpRequest) -> None:
    kept = request.POST.copy()
    for name in OWN_FIELDS:
        kept.pop(name, None)
    request.POST = kept  # type: ignore[assignment]


def _ask_to_sign_in(request: HttpRequest, attempt: Attempt | None) -> HttpResponse:
    """The page that carries what was posted; nothing of the report itself is told."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OWN_FIELDS and name != "csrfmiddlewaretoken"
        for value in values
    ]
    context = {
        "form": attempt.form if attempt else AuthenticationForm(request, prefix=PREFIX),
        "expired": _expired(),
        "refusal": attempt.message if attempt else "",
        "kept": kept,
        "files": [one.name for _name, files in request.FILES.lists() for one in files],
    }
    status = 429 if attempt and attempt.status == 429 else 401
    response = render(request, "reports/resuming.html", context, status=status)
    add_never_cache_headers(response)
    return response
