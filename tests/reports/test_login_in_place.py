"""The session ended in the middle: signing in on the spot, and what was typed goes on (R7)."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.enums import Purpose
from accounts.throttle import LIMITS, Limit
from reports.actions.entering import save_cells
from reports.enums import Act
from reports.models import Entry, Event, Section
from reports.once import new_key
from reports.texts import Words
from tests.reading import Element, read
from tests.reporting import Reporting, fill, reporting

pytestmark = pytest.mark.django_db

PAGE = "/reports/bac-trung-bo/thanh-hoa/"
URL = f"{PAGE}texts/"
IN_PLACE = "/login/in-place/"
TYPED = "Dòng một “<b>” & hai.\nDòng hai."
RIGHT = {"resume-username": "clerk_thanh_hoa", "resume-password": "mat-khau-123"}


@pytest.fixture
def built() -> Reporting:
    return reporting()


def text(**more: object) -> dict[str, object]:
    seen = Words("", version=0).mark
    return {"results-seen": seen, "results-text": TYPED, "limits-seen": seen} | more


def kept(page: Element) -> dict[str, str]:
    """The fields that the page carries on, without those of its own."""
    hidden = page.one("main").all("input", type="hidden")
    return {one["name"]: one["value"] for one in hidden if one["name"] != "csrfmiddlewaretoken"}


# A form, without a script


def test_post_of_an_expired_session_comes_back_with_every_field(
    client: Client, built: Reporting
) -> None:
    response = client.post(URL, text())
    assert (response.status_code, kept(read(response))) == (401, text())
    assert Section.objects.count() == 0


def test_field_that_came_several_times_is_carried_each_time(
    client: Client, built: Reporting
) -> None:
    page = read(client.post(URL, {"proposal": ["1", "2"]}))
    assert [one["value"] for one in page.all("input", name_="proposal")] == ["1", "2"]


def test_signing_in_there_goes_on_with_the_very_post(client: Client, built: Reporting) -> None:
    carried = kept(read(client.post(URL, text())))
    response = client.post(URL, carried | RIGHT)
    assert (response.status_code, response.headers["Location"]) == (302, f"{PAGE}#texts")
    section = Section.objects.get()
    assert (section.text, section.saved_by.username) == (TYPED, "clerk_thanh_hoa")
    assert client.get(PAGE).status_code == 200


def test_wrong_password_keeps_everything_and_never_comes_back(
    client: Client, built: Reporting
) -> None:
    response = client.post(URL, text() | RIGHT | {"resume-password": "sai-mat-khau"})
    page = read(response)
    assert (response.status_code, kept(page), len(page.all("div", "alert--error"))) == (
        401,
        text(),
        1,
    )
    assert b"sai-mat-khau" not in response.content
    assert Section.objects.count() == 0


def test_too_many_wrong_passwords_keep_everything_too(client: Client, built: Reporting) -> None:
    wrong = text() | RIGHT | {"resume-password": "sai"}
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        client.post(URL, wrong)
    response = client.post(URL, text() | RIGHT)
    assert (response.status_code, kept(read(response))) == (429, text())
    assert Section.objects.count() == 0


def test_another_account_has_its_own_rights(client: Client, built: Reporting) -> None:
    other = RIGHT | {"resume-username": "clerk_nghe_an"}
    assert (client.post(URL, text() | other).status_code, Section.objects.count()) == (404, 0)


def test_account_that_was_switched_off_stays_out(client: Client, built: Reporting) -> None:
    built.people.clerk_thanh_hoa.is_active = False
    built.people.clerk_thanh_hoa.save()
    response = client.post(URL, text() | RIGHT)
    assert (response.status_code, kept(read(response)), Section.objects.count()) == (
        401,
        text(),
        0,
    )


def test_step_goes_on_once(client: Client, built: Reporting) -> None:
    fill(built)
    said = {"once": new_key(), "seen": str(built.thanh_hoa.version)}
    carried = kept(read(client.post(f"{PAGE}present/", said)))
    response = client.post(f"{PAGE}present/", carried | RIGHT)
    assert (carried, response.headers["Location"]) == (said, PAGE)
    assert Event.objects.filter(act=Act.PRESENTED).count() == 1


def test_cells_go_on(client: Client, built: Reporting) -> None:
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("retail", 0, "150.000")],
        by=built.officer("clerk_thanh_hoa"),
    )
    place = f"{built.rows['retail'].pk}-{built.columns[0].pk}"
    carried = kept(read(client.post(f"{PAGE}cells/", {f"c-{place}": "151.000", f"v-{place}": "1"})))
    client.post(f"{PAGE}cells/", carried | RIGHT)
    assert Entry.objects.get().typed == "151.000"


def test_post_to_what_is_not_there_is_asked_to_sign_in_alike(
    client: Client, built: Reporting
) -> None:
    """Who is not signed in does not learn which reports there are."""
    there, nowhere = (
        client.post(f"/reports/bac-trung-bo/{key}/texts/", text()) for key in ("thanh-hoa", "khac")
    )
    words = [read(one).one("main").text for one in (there, nowhere)]
    assert ([there.status_code, nowhere.status_code], words[0]) == ([401, 401], words[1])


def test_page_that_is_only_read_asks_to_sign_in_first(client: Client, built: Reporting) -> None:
    response = client.get(f"{PAGE}submit/")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/login/?next={PAGE}submit/",
    )


def test_script_of_an_expired_session_is_told_so(client: Client, built: Reporting) -> None:
    response = client.post(URL, text() | RIGHT, headers={"accept": "application/json"})
    assert (response.status_code, response.json()["ok"]) == (401, False)
    assert Section.objects.count() == 0


def test_post_from_elsewhere_is_refused(built: Reporting) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert (strict.post(URL, text() | RIGHT).status_code, Section.objects.count()) == (403, 0)


# A script


def sign_in(client: Client, username: str, password: str):
    return client.post(IN_PLACE, {"username": username, "password": password})


def test_script_signs_in_and_gets_a_token_that_is_good(built: Reporting) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get("/login/")
    token = strict.cookies["csrftoken"].value
    answer = strict.post(
        IN_PLACE,
        {"username": "clerk_thanh_hoa", "password": "mat-khau-123"},
        headers={"x-csrftoken": token},
    ).json()
    account = str(built.people.clerk_thanh_hoa.pk)
    assert (answer["ok"], answer["account"]) == (True, account)
    saved = strict.post(
        URL,
        text(account=account),
        headers={"accept": "application/json", "x-csrftoken": answer["csrf"]},
    )
    assert saved.json()["ok"] is True


@pytest.mark.parametrize(
    ("username", "password"),
    [("clerk_thanh_hoa", "sai"), ("khong-co-ai", "mat-khau-123"), ("", "")],
)
def test_script_with_a_wrong_password_stays_out(
    client: Client, built: Reporting, username: str, password: str
) -> None:
    response = sign_in(client, username, password)
    answer = response.json()
    assert (response.status_code, answer["ok"], bool(answer["message"])) == (400, False, True)
    assert "_auth_user_id" not in client.session


def test_script_is_paused_like_the_login_page(client: Client, built: Reporting) -> None:
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, "clerk_thanh_hoa", "sai")
    response = sign_in(client, "clerk_thanh_hoa", "mat-khau-123")
    assert (response.status_code, response.json()["ok"]) == (429, False)
    assert (
        client.post("/login/", {"username": "clerk_thanh_hoa", "password": "x"}).status_code == 429
    )


def test_script_is_paused_when_its_address_signed_in_too_often(
    client: Client, built: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, Purpose.SIGN_IN, Limit(1, LIMITS[Purpose.SIGN_IN].window))
    sign_in(client, "clerk_thanh_hoa", "sai")
    response = sign_in(client, "head_thanh_hoa", "mat-khau-123")
    assert (response.status_code, response.json()["ok"]) == (429, False)


def test_signing_in_by_script_is_posted_only(client: Client) -> None:
    assert client.get(IN_PLACE).status_code == 405
