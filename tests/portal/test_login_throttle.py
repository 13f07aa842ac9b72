"""Guessing passwords is slowed down, without locking a whole office out."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.enums import Purpose
from accounts.models import User
from accounts.throttle import LIMITS, Limit
from tests.reading import read
from tests.signing_in import count_hashes

pytestmark = pytest.mark.django_db

PAUSED = (
    "Signing in to this account from this network address has failed too many times. "
    "Please wait 15 minutes and try again, or set a new password by e-mail: it ends the pause."
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
    assert (response.status_code, response.headers["Location"]) == (302, reverse("work"))


def test_sign_in_from_another_address_works(locked_out: Client) -> None:
    response = sign_in(locked_out, "clerk", "right", address="192.0.2.2")
    assert (response.status_code, response.headers["Location"]) == (302, reverse("work"))


def test_sign_in_to_an_account_that_does_not_exist_is_paused_alike(locked_out: Client) -> None:
    """What is locked says nothing of who exists."""
    pages = []
    for name in ("clerk", "nobody"):
        for _attempt in range(settings.AXES_FAILURE_LIMIT + 1):
            response = sign_in(locked_out, name, "wrong")
        pages.append((response.status_code, read(response).one("main").text))
    assert pages[0] == pages[1]
    assert pages[0][0] == 429


def limit_to(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Let an address sign in so often and no more."""
    window = LIMITS[Purpose.SIGN_IN].window
    monkeypatch.setitem(LIMITS, Purpose.SIGN_IN, Limit(times, window))


@pytest.mark.parametrize("address", ["login", "admin:login"])
def test_sign_in_too_often_from_one_address_costs_no_hash(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    limit_to(monkeypatch, 2)
    hashed = count_hashes(monkeypatch)
    answers = [
        client.post(reverse(address), {"username": f"name-{n}", "password": "wrong"})
        for n in range(4)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert len(hashed) == 2


def test_sign_in_too_often_from_one_address_is_refused_in_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_to(monkeypatch, 0)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    User.objects.create_user("clerk", password="right")
    answer = sign_in(client, "clerk", "right")
    assert read(answer).one("main").all("p")[0].text == (
        "There were too many sign-ins from this network address. "
        "Please wait 15 minutes and try again."
    )
    assert "_auth_user_id" not in client.session


def test_sign_in_too_often_from_one_address_leaves_others_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_to(monkeypatch, 1)
    User.objects.create_user("clerk", password="right")
    sign_in(client, "clerk", "right")
    answers = [sign_in(Client(), "clerk", "right", f"192.0.2.{n}") for n in (1, 2)]
    assert [answer.status_code for answer in answers] == [429, 302]


def test_a_large_office_signs_in_behind_one_address() -> None:
    """A hundred people in a quarter of an hour; a thousand hashes in that time are a flood."""
    assert 100 <= LIMITS[Purpose.SIGN_IN].times <= 200


def test_the_pause_is_as_long_as_the_page_says() -> None:
    window = LIMITS[Purpose.SIGN_IN].window
    assert settings.AXES_COOLOFF_TIME == window == timedelta(minutes=15)
