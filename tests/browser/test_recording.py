"""A conference is recorded from an article in a real browser, by keyboard, with and without JS."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from conferences.models import Conference, Sheet
from portal.keeping.recording import sheets
from tests import register
from tests.admin_pages import signed_in
from tests.browser.test_browser import faults, too_wide
from tests.portal.recording_sample import ARTICLE, TITLE, before_the_article

pytestmark = pytest.mark.django_db(transaction=True)

Desk = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, browser_context_args: dict, live_server):
    """Open a page of the desk as its keeper: `desk("record/", java_script_enabled=False)`."""
    before_the_article()
    client = signed_in(register.administrator())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    contexts = []

    def open_page(address: str, **options) -> Page:
        context = browser.new_context(**browser_context_args | options)
        contexts.append(context)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/desk/{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def type_headlines(page: Page) -> None:
    for name, text in ARTICLE.items():
        if name == "series":
            page.select_option("[name=series]", text)
        elif not name.startswith(("figures", "provinces")):
            page.fill(f"[name={name}]", text)


def test_article_is_typed_read_back_entered_and_published(desk: Desk) -> None:
    page = desk("record/")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.get_by_role("button", name=_("Start a new sheet")).click()
    type_headlines(page)
    page.focus("[name=figures-0-indicator]")
    for text, key in (
        ("bán lẻ hàng hóa", "Tab"),
        ("370.461 tỷ đồng", "Tab"),
        ("", "Tab"),
        ("năm 2021", "Enter"),
        ("", "Tab"),
        ("tăng 12,3%", "Enter"),
    ):
        page.keyboard.insert_text(text)
        page.keyboard.press(key)
    # Saved by itself; what it comes to is read back without leaving the page.
    expect(page.locator("#read-figures-1")).to_contain_text("12,3%")
    expect(page.locator("#read-figures-1")).to_contain_text("6 tỉnh Bắc Trung Bộ")
    expect(page.locator("[aria-current=true] .stop__name")).to_have_text("Thanh Hóa")
    assert page.evaluate("document.activeElement.name") == "figures-2-indicator"
    page.get_by_role("button", name=_("Enter as a draft")).click()
    expect(page.locator("h1")).to_have_text(TITLE)
    page.get_by_role("button", name=_("Publish")).click()
    expect(page.locator(".head .tag")).to_have_text(_("Published"))
    conference = Conference.objects.get(title=TITLE)
    assert [f.printed for f in conference.figures.order_by("position")] == [
        "370.461 tỷ đồng",
        "tăng 12,3%",
    ]
    assert (conference.is_published, told) == (True, [])


def test_refusal_is_shown_while_typing_and_a_meaning_is_chosen(desk: Desk) -> None:
    page = desk("record/")
    page.get_by_role("button", name=_("Start a new sheet")).click()
    type_headlines(page)
    page.fill("[name=host]", "Quảng")
    expect(page.locator("#id_host")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Quảng Bình").click()
    expect(page.locator("#id_host")).to_have_value("Quảng = quang-binh")
    expect(page.locator("#read-host")).to_contain_text("tỉnh Quảng Bình")
    assert page.evaluate("location.hash") == "#id_host"


def test_row_is_added_when_the_last_one_is_begun(desk: Desk) -> None:
    page = desk("record/")
    page.get_by_role("button", name=_("Start a new sheet")).click()
    page.fill("[name=figures-5-number]", "12%")
    page.fill("[name=figures-6-number]", "13%")
    expect(page.locator("[name=figures-7-number]")).to_have_value("")
    expect(page.locator("[data-state]")).to_have_text(_("Saved"))
    assert Sheet.objects.get().typed == {"figures-5-number": "12%", "figures-6-number": "13%"}


def test_colleagues_text_is_not_overwritten_by_itself(desk: Desk) -> None:
    page = desk("record/")
    page.get_by_role("button", name=_("Start a new sheet")).click()
    expect(page.locator("#sheet")).to_be_visible()  # the version it shows is the empty one
    sheet = Sheet.objects.get()
    sheets.save(sheet=sheet, typed={"venue": "Sầm Sơn"}, seen=0, by=sheet.saved_by)
    for text in ("Thanh Hóa", "TP. Thanh Hóa"):
        page.fill("[name=venue]", text)
        expect(page.locator("#refused .alert")).to_be_visible()
        expect(page.locator("[data-state]")).to_have_text(_("Kept on this page, not saved"))
    assert Sheet.objects.get().typed == {"venue": "Sầm Sơn"}


def test_sheet_is_typed_and_entered_without_javascript(desk: Desk) -> None:
    page = desk("record/", java_script_enabled=False, viewport={"width": 360, "height": 800})
    page.get_by_role("button", name=_("Start a new sheet")).click()
    type_headlines(page)
    page.fill("[name=figures-0-indicator]", "bán lẻ hàng hóa")
    page.fill("[name=figures-0-number]", "370.461 tỷ đồng")
    page.get_by_role("button", name=_("Save"), exact=True).last.click()
    expect(page.locator("[name=figures-0-period]")).to_have_attribute("aria-invalid", "true")
    page.fill("[name=figures-0-period]", "năm 2021")
    page.press("[name=figures-0-period]", "Enter")
    expect(page.locator("#read-figures-0")).to_contain_text("năm 2021")
    page.get_by_role("button", name=_("Enter as a draft")).click()
    expect(page.locator("h1")).to_have_text(TITLE)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_pages_of_recording_are_for_everybody(desk: Desk, width: int, scheme: str) -> None:
    keeper = User.objects.get(username="administrator")
    typed = ARTICLE | {"host": "Quảng", "figures-5-number": "rất nhiều"}
    begun = sheets.save(sheet=sheets.start(by=keeper), typed=typed, seen=0, by=keeper)
    entered = sheets.save(sheet=sheets.start(by=keeper), typed=ARTICLE, seen=0, by=keeper)
    sheets.enter(sheet=entered, seen=1, by=keeper)
    window = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    found = {}
    for address in ("record/", f"record/{begun.pk}/", f"record/{entered.pk}/"):
        page = desk(address, **window)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found[address] = [*faults(page), *(["too wide"] if too_wide(page) else [])]
    assert found == {address: [] for address in found}
