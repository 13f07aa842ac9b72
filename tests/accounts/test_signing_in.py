"""Coming in and going out: words that tell nothing, sessions that end when they must."""

import datetime as dt
import re

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Tally, User
from tests import register
from tests.reading import read
from tests.signing_in import count_hashes

pytestmark = pytest.mark.django_db
PASSWORD = "cờ đăng cai 2022"
PRIVATE = "/password/"


def sign_in(username: str, password: str = PASSWORD, **data: str) -> tuple[Client, HttpResponse]:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.post("/login/", {"username": username, "password": password, **data})
    return client, answer


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk", password=PASSWORD, full_name="Chuyên viên Thanh Hóa")


@pytest.fixture
def accounts(clerk: User) -> None:
    User.objects.create_user("left", password=PASSWORD, is_active=False)
    User.objects.create_user("unset")
    User.objects.registrar()


def sql_head(sql: str) -> str:
    """A query without its values: the verb and the table."""
    return " ".join(re.findall(r"^\w+|(?:FROM|INTO|UPDATE) \S+", sql))


# Who is refused learns nothing

REFUSED = [
    ("clerk", "wrong"),  # a wrong password
    ("nobody", "wrong"),  # no such account
    ("left", "wrong"),  # switched off
    ("left", PASSWORD),  # switched off, with its own password
    ("unset", "wrong"),  # without a password
    ("so-dang-ky", "!"),  # the account of the files
]


def test_refusals_are_in_the_same_words(accounts) -> None:
    told = set()
    for username, password in REFUSED:
        _client, answer = sign_in(username, password)
        page = read(answer).one("main")
        assert page.one("input", id="id_username")["value"] == username
        told.add((answer.status_code, page.text))
    assert [status for status, _words in told] == [200]
    assert page.one(role="alert").text == (
        "Please enter a correct username and password. Note that both fields may be case-sensitive."
    )


def test_refusals_cost_one_hash_each(accounts, monkeypatch) -> None:
    hashed = count_hashes(monkeypatch)
    costs = []
    for username, password in REFUSED:
        hashed.clear()
        sign_in(username, password)
        costs.append(len(hashed))
    assert costs == [1] * len(REFUSED)


def test_refusals_ask_the_database_the_same(accounts) -> None:
    asked = []
    for username, password in REFUSED:
        Tally.objects.all().delete()
        AccessAttempt.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            sign_in(username, password)
        asked.append([sql_head(query["sql"]) for query in queries])
    assert asked.count(asked[0]) == len(REFUSED)


# Coming in


def test_login_leads_on_to_the_page_that_was_asked_for(clerk) -> None:
    _client, answer = sign_in("clerk", next="/password/")
    assert (answer.status_code, answer["Location"]) == (302, "/password/")


def test_login_leads_nowhere_else(clerk) -> None:
    _client, answer = sign_in("clerk", next="https://elsewhere.example/")
    assert (answer.status_code, answer["Location"]) == (302, "/work/")


def test_header_names_the_person_and_leads_to_the_password(clerk) -> None:
    client, _answer = sign_in("clerk")
    tools = read(client.get("/")).one("div", "top__tools")
    assert tools.one("span", "top__who").text == "Chuyên viên Thanh Hóa"
    assert tools.links["Change password"] == "/password/"


def test_header_of_a_stranger_leads_to_the_login(client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    tools = read(client.get("/glossary/")).one("div", "top__tools")
    assert tools.links == {"Sign in": "/login/"}
    assert not tools.has("span", "top__who")


def test_login_page_leads_to_a_new_password(client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert read(client.get("/login/")).links["Forgot the password?"] == "/password/forgotten/"


def test_session_cookie_lasts_a_working_day_and_is_out_of_reach_of_scripts(clerk) -> None:
    client, _answer = sign_in("clerk")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (43200, True, "Lax")


def test_session_does_not_slide(clerk) -> None:
    client, _answer = sign_in("clerk")
    answer = client.get(PRIVATE)
    assert (answer.status_code, settings.SESSION_COOKIE_NAME in answer.cookies) == (200, False)


def test_session_ends_after_twelve_hours(clerk, monkeypatch) -> None:
    client, _answer = sign_in("clerk")
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(hours=12, seconds=1))
    assert client.get(PRIVATE).url == f"/login/?next={PRIVATE}"


# Going out


@pytest.mark.parametrize("address", ["/logout/", "/admin/logout/"])
def test_sign_out_ends_the_session_and_clears_the_device(clerk, address) -> None:
    client, _answer = sign_in("clerk")
    answer = client.post(address)
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert read(answer).one("h1").text == "Signed out"
    assert read(answer).one("main").links == {"Sign in again": "/login/", "Home page": "/"}
    assert client.get(PRIVATE).url == f"/login/?next={PRIVATE}"


def test_sign_out_after_the_session_ended_clears_the_device_too(client) -> None:
    answer = client.post("/logout/")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (200, '"storage"')


def test_sign_out_is_not_done_by_a_link(clerk) -> None:
    client, _answer = sign_in("clerk")
    assert client.get("/logout/").status_code == 405
    assert client.get(PRIVATE).status_code == 200


def test_pages_do_not_clear_the_device(clerk) -> None:
    client, answer = sign_in("clerk")
    assert "Clear-Site-Data" not in answer.headers
    assert "Clear-Site-Data" not in client.get(PRIVATE).headers


# Sessions that end by themselves


def test_session_ends_when_the_account_is_switched_off(clerk) -> None:
    client, _answer = sign_in("clerk")
    assert client.get(PRIVATE).status_code == 200
    clerk.is_active = False
    clerk.save()
    assert client.get(PRIVATE).url == f"/login/?next={PRIVATE}"


def test_session_ends_when_an_administrator_sets_another_password(clerk) -> None:
    client, _answer = sign_in("clerk")
    keeper = Client()
    keeper.force_login(register.administrator())
    data = {
        "password1": "mật khẩu khác 1",
        "password2": "mật khẩu khác 1",
        "usable_password": "true",
    }
    changed = keeper.post(f"/admin/accounts/user/{clerk.pk}/password/", data)
    assert (changed.status_code, changed.url) == (302, f"/admin/accounts/user/{clerk.pk}/change/")
    assert client.get(PRIVATE).url == f"/login/?next={PRIVATE}"
    assert keeper.get(reverse("admin:index")).status_code == 200
