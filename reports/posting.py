"""Posts that change something: done once, and answered by a page (R7)."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from reports.models import OneTimeKey
from reports.once import claim


def done_before(request: HttpRequest) -> str | None:
    """Where this very post led when it came the first time; None when it comes for the first time.

    For a verb after which the address it was sent to is gone.
    """
    try:
        key = UUID(request.POST.get("once", ""))
    except ValueError:
        return None
    used = OneTimeKey.objects.filter(key=key, used_by=cast(User, request.user))
    return used.values_list("outcome", flat=True).first()


def do_once(
    request: HttpRequest, verb: Callable[[], Any], *, leads_to: str, done: str = ""
) -> HttpResponse:
    """Do what a post asks unless it was done already, and lead on; `done` is told either way.

    Raises ValidationError when the verb is refused; nothing is written then.
    """
    with transaction.atomic():
        key = request.POST.get("once", "")
        first = claim(key, by=cast(User, request.user), outcome=leads_to)
        if first is None:
            verb()
    if done:
        messages.success(request, done)
    return redirect(first or leads_to)


def do_if_valid(
    request: HttpRequest,
    form: BaseForm,
    verb: Callable[[], Any],
    *,
    leads_to: str,
    done: str = "",
) -> HttpResponse | None:
    """The same for what a form asks; None when it is wrong or refused, and then it says why."""
    if not form.is_valid():
        return None
    try:
        return do_once(request, verb, leads_to=leads_to, done=done)
    except ValidationError as refusal:
        named = set(getattr(refusal, "error_dict", {})) - {NON_FIELD_ERRORS}
        form.add_error(None, refusal if named <= set(form.fields) else refusal.messages)
        return None


def do_or_tell(
    request: HttpRequest,
    verb: Callable[[], Any],
    *,
    leads_to: str,
    refused_to: str = "",
    done: str = "",
) -> HttpResponse:
    """The same for a post of one button: a refusal is told on the page it leads back to."""
    try:
        return do_once(request, verb, leads_to=leads_to, done=done)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return redirect(refused_to or leads_to)
