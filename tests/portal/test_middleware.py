"""Language, login and address: what happens to every request."""

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory
from django.utils import translation

from accounts.access import public
from portal.middleware import (
    ChosenLanguageMiddleware,
    DenyByDefaultMiddleware,
    FormsOnlyMiddleware,
    client_address,
)
from tests.reading import read


def language_of(**request: str) -> str | None:
    """Which language a view is asked in."""
    asked_in = []

    def view(request: HttpRequest) -> HttpResponse:
        asked_in.append(translation.get_language())
        return HttpResponse()

    factory = RequestFactory()
    cookie = request.pop("cookie", None)
    if cookie:
        factory.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = ChosenLanguageMiddleware(view)(factory.get("/", **request))
    assert response.headers["Content-Language"] == asked_in[0]
    assert response.headers["Vary"] == "Cookie"
    return asked_in[0]


def test_language_of_an_english_browser_is_vietnamese() -> None:
    assert language_of(HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9") == "vi"


def test_language_chosen_by_the_person_is_english() -> None:
    assert language_of(cookie="en") == "en"


def test_language_the_portal_does_not_have_is_vietnamese() -> None:
    assert language_of(cookie="fr") == "vi"


def test_language_does_not_outlive_the_request() -> None:
    language_of(cookie="en")
    assert translation.get_language() == "vi"


@public
def open_in_an_open_register(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


@login_not_required
def always_open(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


@pytest.mark.parametrize(
    ("view", "closed", "passes"),
    [
        (open_in_an_open_register, False, True),
        (open_in_an_open_register, True, False),
        (always_open, False, True),
        (always_open, True, True),
        (unmarked, False, False),
        (unmarked, True, False),
    ],
)
def test_anonymous_passes_only_where_a_view_is_marked(settings, view, closed, passes) -> None:
    settings.PORTAL_REQUIRE_LOGIN = closed
    settings.LOGIN_URL = "/enter/"
    request = RequestFactory().get("/figures/?year=2022")
    request.user = AnonymousUser()
    answer = DenyByDefaultMiddleware(view).process_view(request, view, (), {})
    where = answer and answer.headers["Location"]
    assert where == (None if passes else "/enter/?next=/figures/%3Fyear%3D2022")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
    ],
)
def test_client_address_is_what_the_trusted_proxies_saw(
    settings, proxies, forwarded, address
) -> None:
    settings.PORTAL_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **headers)
    assert client_address(request) == address


# Addresses that only take forms


@pytest.mark.django_db
def test_address_of_a_form_opened_like_a_page_leads_on(client, django_user_model) -> None:
    client.force_login(django_user_model.objects.create_user("chuyen-vien"))
    answer = client.get("/rounds/x/again/")
    links = [one["href"] for one in read(answer).one("main").all("a")]
    assert (answer.status_code, answer["Allow"], links) == (405, "POST", ["/work/", "/"])


@pytest.mark.django_db
def test_address_of_a_form_asks_a_stranger_to_sign_in(client) -> None:
    assert client.get("/rounds/x/again/")["Location"] == "/login/?next=/rounds/x/again/"


def test_address_of_a_form_answers_other_methods_shortly() -> None:
    refused = HttpResponseNotAllowed(["POST"])
    request = RequestFactory().delete("/")
    assert FormsOnlyMiddleware(lambda request: refused)(request) is refused
