"""A password changed by who is signed in, and set anew by who forgot it."""

import datetime as dt
import re

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext

from accounts.enums import Purpose
from accounts.models import Tally, User
from accounts.throttle import LIMITS, Limit
from tests.reading import read
from tests.signing_in import count_hashes, mails

pytestmark = pytest.mark.django_db
OLD, NEW = "cờ đăng cai 2022", "hội nghị lần thứ 10"
LOST = "/password/forgotten/"
PRIVATE = "/password/"


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk", "clerk@example.vn", OLD, full_name="Chuyên viên")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def change(client: Client, old: str = OLD, new: str = NEW, again: str = NEW) -> HttpResponse:
    typed = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post(PRIVATE, typed)


# Changed by who is signed in


def test_password_page_needs_a_login(client) -> None:
    answers = [client.get(PRIVATE), client.post(PRIVATE, {}), client.get("/password/changed/")]
    assert [answer.url for answer in answers] == [
        "/login/?next=/password/",
        "/login/?next=/password/",
        "/login/?next=/password/changed/",
    ]


def test_password_page_names_the_account(clerk) -> None:
    page = read(signed_in(clerk).get(PRIVATE))
    assert page.one("p", "head__lead").text == (
        "Account clerk. Sessions of this account on other devices end; this one goes on."
    )


@pytest.mark.parametrize("address", [PRIVATE, "/admin/password_change/"])
def test_password_is_changed_and_the_session_goes_on(clerk, address) -> None:
    client = signed_in(clerk)
    typed = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    answer = client.post(address, typed, follow=True)
    assert answer.redirect_chain == [("/password/changed/", 302)]
    assert read(answer).one("h1").text == "Password changed"
    assert read(answer).one("main").links == {"Home page": "/"}
    clerk.refresh_from_db()
    assert clerk.check_password(NEW)
    assert client.get(PRIVATE).status_code == 200


def test_password_change_ends_the_other_sessions(clerk) -> None:
    here, elsewhere = signed_in(clerk), signed_in(clerk)
    assert elsewhere.get(PRIVATE).status_code == 200
    change(here)
    assert elsewhere.get(PRIVATE).url == f"/login/?next={PRIVATE}"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            {"old": "wrong"},
            "Your old password was entered incorrectly. Please enter it again.",
        ),
        ({"again": "other"}, "The two password fields didn’t match."),
        (
            {"new": "a1b2", "again": "a1b2"},
            "This password is too short. It must contain at least 8 characters.",
        ),
    ],
)
def test_password_that_will_not_do_is_refused_in_words(clerk, typed, told) -> None:
    answer = change(signed_in(clerk), **typed)
    assert [one.text for one in read(answer).all("ul", "errorlist")] == [told]
    clerk.refresh_from_db()
    assert clerk.check_password(OLD)


def test_password_cannot_be_guessed_at_an_open_session(clerk, monkeypatch) -> None:
    window = dt.timedelta(minutes=15)
    monkeypatch.setitem(LIMITS, Purpose.PASSWORD_CHANGE, Limit(1, window))
    client = signed_in(clerk)
    change(client, old="wrong")
    hashed = count_hashes(monkeypatch)
    answer = change(client)
    assert (answer.status_code, hashed) == (429, [])
    assert read(answer).one(role="alert").text == (
        "The password was tried too many times. Wait 15 minutes and try again."
    )
    clerk.refresh_from_db()
    assert clerk.check_password(OLD)


# Set anew by who forgot it


def ask(address: str, language: str = "en", client: Client | None = None) -> HttpResponse:
    client = client or Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.post(LOST, {"email": address}, follow=True)


def link() -> str:
    """The address in the last mail, without its host."""
    return re.search(r"http://testserver(/password/new/\S+)", mails()[-1].body)[1]


def test_mail_is_in_english_for_who_reads_english(clerk) -> None:
    ask("CLERK@example.vn")
    [sent] = mails()
    assert (sent.subject, sent.to, sent.from_email) == (
        "Set a new password · Industry and Trade Conference Database",
        ["clerk@example.vn"],
        settings.DEFAULT_FROM_EMAIL,
    )
    assert sent.body.strip().splitlines() == [
        "Somebody, probably you, asked to set a new password for the account clerk.",
        "",
        "Open this link within 2 hours; it works once:",
        "",
        f"http://testserver{link()}",
        "",
        "If you did not ask for it, do nothing: the password stays as it is.",
        "",
        "Industry and Trade Conference Database",
        "http://testserver/",
    ]


def test_mail_is_in_vietnamese_for_everybody_else(clerk) -> None:
    ask("clerk@example.vn", "vi")
    [sent] = mails()
    name = "Cơ sở dữ liệu hội nghị ngành Công Thương"
    assert sent.subject.split(" · ")[1] == sent.body.strip().splitlines()[-2] == name


def test_mail_goes_to_each_account_of_a_mailbox(clerk) -> None:
    User.objects.create_user("leader", "clerk@example.vn", OLD)
    ask("clerk@example.vn")
    accounts = [re.search(r"the account (\w+)\.", sent.body)[1] for sent in mails()]
    assert sorted(accounts) == ["clerk", "leader"]


NO_MAIL = ["nobody@example.vn", "left@example.vn", "unset@example.vn"]


@pytest.fixture
def closed(clerk) -> None:
    User.objects.create_user("left", "left@example.vn", OLD, is_active=False)
    User.objects.create_user("unset", "unset@example.vn")


def test_answer_tells_nothing_of_who_has_an_account(closed) -> None:
    answers = {read(ask(address)).text for address in ["clerk@example.vn", *NO_MAIL]}
    assert len(answers) == 1
    assert [sent.to for sent in mails()] == [["clerk@example.vn"]]


def test_work_tells_nothing_of_who_has_an_account(closed) -> None:
    """The same queries and letters written; what remains is sent by another thread."""
    work = []
    for address in ["clerk@example.vn", *NO_MAIL]:
        Tally.objects.all().delete()
        rendered: list[str] = []

        def note(template, rendered=rendered, **_more) -> None:
            rendered.append(template.name)

        template_rendered.connect(note)
        with CaptureQueriesContext(connection) as queries:
            Client().post(LOST, {"email": address})
        template_rendered.disconnect(note)
        work.append((len(queries), rendered))
    assert work == [
        (
            len(queries),
            ["registration/password_reset_subject.txt", "registration/password_reset_mail.txt"],
        )
    ] * len(work)


def test_mail_server_that_fails_is_told_to_nobody(clerk, monkeypatch, caplog) -> None:
    def fail(self, messages) -> int:
        raise OSError("connection refused")

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    told = read(ask("clerk@example.vn")).text
    assert (told, mails()) == (read(ask("nobody@example.vn")).text, [])
    assert [one.getMessage() for one in caplog.records if one.name == "accounts.mail"] == [
        "Mail was not sent: 1 message(s)"
    ]


def test_mailbox_gets_three_mails_an_hour_and_the_answer_stays_the_same(clerk) -> None:
    answers = {read(ask("clerk@example.vn")).text for _time in range(5)}
    assert (len(answers), len(mails())) == (1, 3)


def test_mails_asked_for_from_one_address_are_limited_in_words(clerk, monkeypatch) -> None:
    window = LIMITS[Purpose.RESET_ASKED].window
    monkeypatch.setitem(LIMITS, Purpose.RESET_ASKED, Limit(1, window))
    ask("nobody@example.vn")
    answer = ask("clerk@example.vn")
    assert (answer.status_code, mails()) == (429, [])
    page = read(answer)
    assert page.one(role="alert").text == (
        "Too many mails were asked for from your network. Wait an hour and try again, or ask the "
        "officer who keeps the register."
    )
    assert page.one("input", id="id_email")["value"] == "clerk@example.vn"


def test_what_is_no_address_is_refused_with_what_was_typed() -> None:
    page = read(ask("clerk"))
    assert page.one("ul", "errorlist").text == "Enter a valid email address."
    assert (page.one("input", id="id_email")["value"], mails()) == ("clerk", [])


def set_anew(address: str, password: str = NEW, client: Client | None = None) -> HttpResponse:
    """Follow a link and type a new password."""
    client = client or Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    form = client.get(address, follow=True)
    typed = {"new_password1": password, "new_password2": password}
    return client.post(form.request["PATH_INFO"], typed, follow=True)


def test_link_sets_a_password_and_ends_every_session(clerk) -> None:
    elsewhere = signed_in(clerk)
    ask("clerk@example.vn")
    page = read(set_anew(link()))
    assert page.one("h1").text == "The new password is set"
    assert page.one("main").links == {"Sign in": "/login/"}
    clerk.refresh_from_db()
    assert clerk.check_password(NEW)
    assert elsewhere.get(PRIVATE).url == f"/login/?next={PRIVATE}"


def test_link_leaves_its_secret_out_of_the_address(clerk) -> None:
    ask("clerk@example.vn")
    answer = Client().get(link())
    assert re.fullmatch(r"/password/new/\w+/set-password/", answer.url)


def test_link_names_the_account(clerk) -> None:
    ask("clerk@example.vn")
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = read(client.get(link(), follow=True))
    assert page.one("p", "head__lead").text == (
        "Account clerk. All its sessions end when the password is set."
    )


DEAD = "This link no longer works"


def test_link_works_once(clerk) -> None:
    ask("clerk@example.vn")
    used = link()
    set_anew(used)
    page = read(set_anew(used, "mật khẩu khác 1"))
    assert page.one("h1").text == DEAD
    assert page.one("main").links == {
        "Send a new link": "/password/forgotten/",
        "Back to signing in": "/login/",
    }
    clerk.refresh_from_db()
    assert clerk.check_password(NEW)


def test_link_of_an_account_that_was_switched_off_is_dead(clerk) -> None:
    ask("clerk@example.vn")
    clerk.is_active = False
    clerk.save()
    assert read(set_anew(link())).one("h1").text == DEAD


def test_link_is_dead_after_two_hours(clerk, monkeypatch) -> None:
    ask("clerk@example.vn")
    now = PasswordResetTokenGenerator._now
    later = dt.timedelta(hours=2, seconds=2)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now(self) + later)
    assert read(set_anew(link())).one("h1").text == DEAD


def test_link_made_up_says_the_same_for_every_account(clerk) -> None:
    ask("clerk@example.vn")
    uid = link().split("/")[3]
    pages = {
        read(Client().get(f"/password/new/{one}/abc-def/")).one("main").text
        for one in (uid, "OTk5", "made-up")
    }
    assert len(pages) == 1


def test_link_ends_the_pause_of_the_account(clerk) -> None:
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        Client().post("/login/", {"username": "clerk", "password": "wrong"})
    assert AccessAttempt.objects.filter(username="clerk").exists()
    ask("clerk@example.vn")
    set_anew(link())
    answer = Client().post("/login/", {"username": "clerk", "password": NEW})
    assert (answer.status_code, answer["Location"]) == (302, "/work/")
