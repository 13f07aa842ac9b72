"""The search box in a real browser: with suggestions, by keyboard, and as a plain form."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db  # so that there is a database of the tests

QUANG_BINH, QUANG_TRI = "/provinces/quang-binh/", "/provinces/quang-tri-2025/"


@pytest.fixture
def home(visit) -> Page:
    """The home page, its search box in focus."""
    page = visit("/")
    box(page).focus()
    return page


def box(page: Page):
    return page.get_by_role("combobox", name=_("Search the register"))


def options(page: Page):
    return page.get_by_role("option")


def type_words(page: Page, words: str = "quang b") -> None:
    page.keyboard.type(words, delay=10)
    expect(options(page).first).to_be_visible()


def test_suggestions_appear_while_one_types(home) -> None:
    expect(box(home)).to_have_attribute("aria-expanded", "false")
    type_words(home)
    expect(options(home).first).to_contain_text("Quảng Bình")
    expect(options(home).first.locator("mark")).to_have_text("Quảng Bình")
    expect(box(home)).to_have_attribute("aria-expanded", "true")
    number = options(home).count()
    words = _("%(counter)s suggestion") % {"counter": number}
    expect(home.locator("[data-suggest] [role=status]")).to_have_text(words)


def test_suggestion_is_chosen_by_arrows_and_enter(home) -> None:
    type_words(home)
    home.keyboard.press("ArrowDown")
    home.keyboard.press("ArrowDown")
    expect(options(home).nth(1)).to_have_attribute("aria-selected", "true")
    expect(box(home)).to_have_attribute("aria-activedescendant", "suggestion-2")
    home.keyboard.press("Enter")
    home.wait_for_url(f"**{QUANG_TRI}")


def test_arrow_up_begins_with_the_last_and_returns_to_the_words(home) -> None:
    type_words(home)
    home.keyboard.press("ArrowUp")
    expect(options(home).last).to_have_attribute("aria-selected", "true")
    home.keyboard.press("ArrowDown")
    expect(box(home)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(box(home)).to_have_value("quang b")


def test_enter_without_a_choice_sends_the_words(home) -> None:
    type_words(home)
    home.keyboard.press("Enter")
    home.wait_for_url("**/search/?q=quang+b")
    expect(box(home)).to_have_value("quang b")


def test_suggestion_is_chosen_by_mouse(home) -> None:
    type_words(home)
    options(home).first.click()
    home.wait_for_url(f"**{QUANG_BINH}")


def test_escape_closes_the_list_and_keeps_the_words(home) -> None:
    type_words(home)
    home.keyboard.press("Escape")
    expect(options(home).first).to_be_hidden()
    expect(box(home)).to_have_value("quang b")
    home.keyboard.press("ArrowDown")
    expect(options(home).first).to_be_visible()


def test_leaving_the_box_closes_the_list(home) -> None:
    type_words(home)
    home.keyboard.press("Tab")
    expect(options(home).first).to_be_hidden()
    expect(box(home)).to_have_attribute("aria-expanded", "false")


def test_words_without_a_suggestion_close_the_list(home) -> None:
    type_words(home)
    home.keyboard.type("zzz")
    expect(options(home)).to_have_count(0)
    expect(box(home)).to_have_attribute("aria-expanded", "false")


def test_late_answer_to_older_words_is_passed_over(home) -> None:
    held: list = []
    home.route(re.compile(r"suggest/\?q=ha%20n$"), lambda route: held.append(route))
    home.keyboard.type("ha n")
    home.wait_for_timeout(300)
    type_words(home, "oi")
    expect(options(home).first).to_contain_text("Hà Nội")
    for route in held:
        route.abort()
    expect(options(home).first).to_contain_text("Hà Nội")


def test_box_stays_a_form_when_suggestions_fail(home) -> None:
    errors: list[str] = []
    home.on("pageerror", lambda error: errors.append(str(error)))
    home.route("**/search/suggest/**", lambda route: route.abort())
    home.keyboard.type("quang b")
    home.wait_for_timeout(400)
    home.keyboard.press("Enter")
    home.wait_for_url("**/search/?q=quang+b")
    assert errors == []


@pytest.mark.parametrize("width", [320, 1280])
def test_open_list_is_for_everybody_and_fits(visit, width: int) -> None:
    page = visit("/", viewport={"width": width, "height": 800})
    box(page).focus()
    type_words(page)
    page.keyboard.press("ArrowDown")
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert (found, wide) == ([], False)


def test_results_are_found_without_javascript_on_a_phone(visit) -> None:
    phone = {"viewport": {"width": 320, "height": 800}, "java_script_enabled": False}
    page = visit("/", **phone)
    page.get_by_role("searchbox", name=_("Search the register")).fill("bán lẻ bắc trung bộ")
    page.get_by_role("button", name=_("Search")).click()
    figures = page.locator("section").filter(has=page.locator("#figures"))
    expect(figures.locator(".hit__text").first).to_have_text("105.091\u00a0tỷ đồng")
    figures.get_by_role("link").first.click()
    assert page.url.endswith("/conferences/bac-trung-bo/x-2022/#figures")


def test_script_obeys_the_policy_of_the_page(visit) -> None:
    page = visit("/glossary/")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    box(page).focus()
    type_words(page)
    assert refused == []
