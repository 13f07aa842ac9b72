"""What happens to every request: the language, the login, the address it came from."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from accounts.access import is_public


class ChosenLanguageMiddleware:
    """Vietnamese, unless the person chose English here; what the browser prefers is not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer `request` in the language its cookie names."""
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class DenyByDefaultMiddleware(LoginRequiredMiddleware):
    """Login for everything (S1) but views marked `public`, and those only in an open register."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Let the request pass (None) or answer it with the way to the login page."""
        if is_public(view_func) and not settings.PORTAL_REQUIRE_LOGIN:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class FormsOnlyMiddleware:
    """An address that only takes forms, opened like a page, says so and leads on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give a refusal of GET (405) a page, with the methods that are allowed."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def client_address(request: HttpRequest) -> str | None:
    """Return the address a request came from, for the login throttle.

    Each trusted proxy appends the address it saw to X-Forwarded-For; what stands before those
    entries is whatever the client wrote there, so it is counted from the right.
    """
    if not settings.PORTAL_PROXIES:
        return request.META.get("REMOTE_ADDR") or None
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if len(seen) < settings.PORTAL_PROXIES:
        return request.META.get("REMOTE_ADDR") or None
    return seen[-settings.PORTAL_PROXIES] or None
