"""Guessing passwords is slowed down, without locking a whole office out."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db

PAUSED = (
    "Signing in to this account from this network address has failed too many times. "
    "Please wait 15 minutes and try again, or ask the officer who keeps the register."
)


def sign_in(client: Client, username: str, password: str, address: str = "192.0.2.1"):
    data = {"username": username, "password": password}
    return client.post(reverse("login"), data, REMOTE_ADDR=address)


@pytest.fixture
def locked_out(client: Client) -> Client:
    """A client whose address failed to sign in as `clerk` once too often."""
    for name in ("clerk", "colleague"):
        User.objects.create_user(name, password="right")
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, "clerk", "wrong")
    return client


def test_sign_in_after_too_many_failures_is_paused_in_words(locked_out: Client) -> None:
    locked_out.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = sign_in(locked_out, "clerk", "right")
    assert (response.status_code, response.content.decode().count(PAUSED)) == (429, 1)


def test_sign_in_of_a_colleague_at_the_same_address_works(locked_out: Client) -> None:
    response = sign_in(locked_out, "colleague", "right")
    assert (response.status_code, response.headers["Location"]) == (302, reverse("home"))


def test_sign_in_from_another_address_works(locked_out: Client) -> None:
    response = sign_in(locked_out, "clerk", "right", address="192.0.2.2")
    assert (response.status_code, response.headers["Location"]) == (302, reverse("home"))


def test_the_pause_is_as_long_as_the_page_says() -> None:
    cooloff = settings.AXES_COOLOFF_TIME
    assert cooloff == timedelta(minutes=15)
