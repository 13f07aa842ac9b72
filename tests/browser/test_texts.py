"""The words of a report in a real browser: saved while typed, disputed, cut off, signed out."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Locator, Page, expect

from reports.actions.texts import save_section
from reports.enums import SectionKind
from reports.models import Section
from reports.texts import texts_of
from tests.admin_pages import signed_in
from tests.browser.test_browser import faults, too_wide
from tests.reporting import Reporting, reporting

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/reports/bac-trung-bo/thanh-hoa/"


@pytest.fixture
def built() -> Reporting:
    return reporting()


@pytest.fixture
def clerk(
    browser: Browser, browser_context_args: dict, live_server, built: Reporting
) -> Iterator[Callable[..., Page]]:
    """The report as its clerk sees it, or another: `clerk(java_script_enabled=False)`."""
    contexts = []

    def open_page(who: str = "clerk_thanh_hoa", address: str = "", **options) -> Page:
        session = signed_in(getattr(built.people, who)).cookies[settings.SESSION_COOKIE_NAME]
        context = browser.new_context(**browser_context_args | options)
        contexts.append(context)
        cookie = {"name": session.key, "value": session.value, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{live_server.url}{PAGE}{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def results(page: Page) -> Locator:
    return page.locator("[name=results-text]")


def state(page: Page) -> Locator:
    return page.locator("[data-texts-state]")


def settled(page: Page) -> None:
    saved = page.locator("[data-texts]").get_attribute("data-saved")
    expect(state(page)).to_contain_text(f"{saved} ", timeout=15_000)


def of_colleague(built: Reporting, text: str) -> None:
    save_section(
        report=built.thanh_hoa,
        kind=SectionKind.RESULTS,
        text=text,
        seen=0,
        by=built.officer("head_thanh_hoa"),
    )


def test_text_is_saved_while_it_is_typed(clerk, built: Reporting) -> None:
    page = clerk()
    results(page).fill("Công nghiệp tăng khá.")
    settled(page)
    assert Section.objects.get().text == "Công nghiệp tăng khá."


def test_proposals_grow_as_they_are_typed(clerk, built: Reporting) -> None:
    page = clerk()
    for place in (1, 2):
        page.fill(f"[name=p{place}-addressee]", "Bộ Công Thương")
        page.fill(f"[name=p{place}-text]", f"Kiến nghị {place}")
        settled(page)
    said = [(one.place, one.whole) for one in texts_of(built.thanh_hoa).proposals]
    assert said == [("1", "Bộ Công Thương: Kiến nghị 1"), ("2", "Bộ Công Thương: Kiến nghị 2")]


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Của chuyên viên."), ("theirs", "Của lãnh đạo.")]
)
def test_two_texts_are_shown_and_a_person_chooses(
    clerk, built: Reporting, choice: str, kept: str
) -> None:
    page = clerk()
    of_colleague(built, "Của lãnh đạo.")
    results(page).fill("Của chuyên viên.")
    expect(page.locator(".dispute blockquote")).to_have_text("Của lãnh đạo.")
    assert faults(page) == []
    page.check(f"[name=results-choose][value={choice}]")
    settled(page)
    expect(page.locator(".dispute")).to_have_count(0)
    expect(results(page)).to_have_value(kept)
    assert Section.objects.get().text == kept


def test_text_typed_without_network_is_kept_and_goes_later(clerk, built: Reporting) -> None:
    page = clerk()
    page.context.set_offline(True)
    results(page).fill("Gõ khi mất mạng.")
    kept = page.locator("[data-texts]").get_attribute("data-kept")
    expect(state(page)).to_have_text(str(kept), timeout=15_000)
    page.context.set_offline(False)
    settled(page)
    assert Section.objects.get().text == "Gõ khi mất mạng."


def test_text_goes_on_after_signing_in_on_the_spot(clerk, built: Reporting) -> None:
    page = clerk()
    Session.objects.all().delete()
    results(page).fill("Gõ khi hết phiên.")
    dialog = page.locator("[data-login-dialog]")
    expect(dialog).to_be_visible(timeout=15_000)
    dialog.locator("[name=username]").fill("clerk_thanh_hoa")
    dialog.locator("[name=password]").fill("mat-khau-123")
    dialog.locator("[name=password]").press("Enter")
    settled(page)
    assert Section.objects.get().text == "Gõ khi hết phiên."


def test_text_goes_on_without_a_script_too(clerk, built: Reporting) -> None:
    page = clerk(java_script_enabled=False)
    Session.objects.all().delete()
    results(page).fill("Gõ khi hết phiên,\nhai dòng.")
    page.locator(".texts__save button").click()
    page.fill("[name=resume-username]", "clerk_thanh_hoa")
    page.fill("[name=resume-password]", "mat-khau-123")
    page.locator("main form button").click()
    expect(results(page)).to_have_value("Gõ khi hết phiên,\nhai dòng.")
    assert Section.objects.get().text == "Gõ khi hết phiên,\nhai dòng."


@pytest.mark.parametrize(
    ("who", "address", "path"),
    [
        ("clerk_thanh_hoa", "", PAGE),
        ("head_thanh_hoa", "submit/", f"{PAGE}submit/"),
        ("ministry_reviewer", "paper/", f"{PAGE}paper/"),
    ],
)
def test_pages_fit_a_phone_and_are_accessible(clerk, who: str, address: str, path: str) -> None:
    page = clerk(who, address, viewport={"width": 360, "height": 800})
    assert page.evaluate("location.pathname") == path
    assert (too_wide(page), faults(page)) == (False, [])
