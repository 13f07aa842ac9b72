"""The pages in a real browser: for everybody, by keyboard, without JavaScript, on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db  # so that there is a database of the tests

X_2022 = "/conferences/bac-trung-bo/x-2022/"
THREE_REGIONS = (
    "/compare/?indicator=retail_total&place=mien-trung-tay-nguyen-15&place=phia-bac-28"
    "&place=phia-nam-20"
)
PAGES = [
    "/",
    "/conferences/",
    "/conferences/?theme=industry_trade&year_from=20222",
    "/conferences/?q=khong-co",
    X_2022,
    "/conferences/khuyen-cong-mien-trung-tay-nguyen/xi-2020/",
    "/series/",
    "/series/phia-bac/",
    "/series/khuyen-cong-phia-bac/",
    "/provinces/?on=2024-05-17",
    "/provinces/?on=hom-qua",
    "/provinces/?on=2003-12-31",
    "/provinces/quang-tri-2025/",
    "/regions/",
    "/regions/phia-bac-28/",
    "/indicators/",
    "/indicators/retail_goods/",
    "/indicators/iip/",
    "/compare/",
    THREE_REGIONS,
    "/compare/?indicator=iip&place=thanh-hoa&place=khong-co&measure=growth&year_from=nay",
    "/checks/",
    "/checks/?verdict=all&year=20222",
    "/corrections/",
    "/proposals/",
    "/sources/",
    "/sources/bao-thanh-hoa-2022-hoi-nghi-btb-x/",
    "/glossary/",
    "/search/",
    "/search/?q=b%C3%A1n+l%E1%BA%BB+b%E1%BA%AFc+trung+b%E1%BB%99",
    "/search/?q=hue",
    "/search/?q=khong-co",
    "/calendar/",
    "/organisations/",
    "/organisations/cuc-cong-thuong-dia-phuong/",
    "/login/",
    "/khong-co/",
    "/components/",
]


def faults(page: Page) -> list[str]:
    """What axe finds, each with the elements it is about."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {', '.join(' '.join(node['target']) for node in one['nodes'])}"
        for one in found
    ]


def too_wide(page: Page) -> bool:
    """Whether the page scrolls sideways, or a table is wider than the place it has."""
    return page.evaluate(
        """document.documentElement.scrollWidth > innerWidth
        || [...document.querySelectorAll("table")].some(table =>
            table.scrollWidth > table.parentElement.clientWidth)"""
    )


@pytest.mark.parametrize("address", PAGES)
def test_page_is_for_everybody_on_phone_and_desk_light_and_dark(windows, address):
    found = {}
    for window, page in windows.items():
        page.goto(address)
        found[window] = [*faults(page), *(["too wide"] if too_wide(page) else [])]
    assert found == {window: [] for window in windows}


@pytest.mark.parametrize("window", ["320 light", "1280 light"])
def test_every_conference_fits_its_window(windows, window):
    page, addresses, following = windows[window], [], "/conferences/"
    while following:
        page.goto(following)
        addresses += page.locator(".entry__title a").evaluate_all("all => all.map(a => a.href)")
        link = page.locator("a[rel=next]")
        following = link.evaluate("a => a.href") if link.count() else ""
    assert len(addresses) == len(list((settings.BASE_DIR / "records/conferences").rglob("*.json")))
    wide = []
    for address in addresses:
        page.goto(address)
        if too_wide(page):
            wide.append(address)
    assert wide == []


@pytest.mark.parametrize("address", ["/", "/conferences/", X_2022])
def test_english_page_is_for_everybody(visit, address):
    page = visit(address)
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert (faults(page), too_wide(page)) == ([], False)


@pytest.mark.parametrize("address", ["/", "/conferences/", X_2022, "/series/phia-bac/"])
def test_first_visit_asks_for_the_page_a_stylesheet_and_a_script(visit, site, address):
    page = visit("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(address, wait_until="networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [
        address,
        "/static/css/portal.css",
        "/static/js/search.js",
    ]


def test_page_breaks_none_of_its_own_rules_of_safety(visit):
    page = visit("about:blank")
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(X_2022, wait_until="networkidle")
    assert told == []


# By keyboard


def stops(page: Page) -> list[str]:
    """The words of everything the tabulator reaches, in order, each visibly in focus."""
    words = []
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const one = document.activeElement;
                if (one === document.body) return null;
                const shape = one.querySelector("rect");
                const seen = getComputedStyle(one).outlineStyle !== "none"
                    || shape && getComputedStyle(shape).strokeWidth === "4px";
                const words = one.getAttribute("aria-label")
                    || one.labels && one.labels[0] && one.labels[0].innerText
                    || one.textContent;
                return (seen ? "" : "not seen: ") + words.replace(/\\s+/g, " ").trim();
            }"""
        )
        if stop is None or (words and stop == words[0]):
            return words
        words.append(stop)


def test_first_stop_of_the_tabulator_leads_past_the_sections(visit):
    page = visit("/conferences/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=_("Skip to main content"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.closest('main') !== null")
    assert focused is True


def test_everything_on_the_list_is_reached_by_keyboard_and_seen(visit):
    page = visit("/conferences/?theme=cooperation&status=held")
    reached = stops(page)
    assert [stop for stop in reached if stop.startswith("not seen")] == []
    chips = page.locator(".chip").all_text_contents()
    wanted = [
        *(_("Skip to main content"), _("Search the register"), _("Search"), "English"),
        *(_("Words"), _("Conference series"), _("Theme"), _("Region"), _("Host")),
        *(_("From year"), _("To year"), _("Status"), _("Apply filters")),
        *(" ".join(chip.split()) for chip in chips),
        *(_("Clear filters"), _("By series")),
    ]
    assert len(chips) == 2
    assert [one for one in wanted if one not in reached] == []


def test_map_is_reached_by_keyboard_and_can_be_passed_over(visit):
    page = visit(X_2022)
    reached = stops(page)
    assert [stop for stop in reached if stop.startswith("not seen")] == []
    assert reached.index(_("Skip the map")) < reached.index("TH: Thanh Hóa, " + _("host"))


# Without JavaScript


def test_list_is_filtered_without_javascript_on_a_phone(visit):
    phone = {"viewport": {"width": 320, "height": 800}, "java_script_enabled": False}
    page = visit("/conferences/", **phone)
    page.get_by_text(_("Filter the list")).click()
    page.get_by_label(_("Theme")).select_option("cooperation")
    page.get_by_label(_("From year")).fill("2024")
    page.get_by_label(_("Words")).fill("9 tỉnh phía Bắc")
    page.get_by_role("button", name=_("Apply filters")).click()
    titles = page.locator(".entry__title").all_inner_texts()
    assert titles == [
        "Hội nghị sơ kết hợp tác phát triển kinh tế - xã hội giữa TP. Hồ Chí Minh và 9 tỉnh "
        "phía Bắc, Bắc Trung Bộ năm 2024"
    ]


def test_filter_is_removed_without_javascript(visit):
    page = visit("/conferences/?theme=cooperation&year_from=2024", java_script_enabled=False)
    page.locator(".chip").nth(1).click()
    assert page.url.endswith("/conferences/?theme=cooperation")


def test_language_is_chosen_without_javascript(visit):
    page = visit("/series/phia-bac/", java_script_enabled=False)
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith("/series/phia-bac/")


def test_conference_is_found_from_the_first_page_without_javascript(visit):
    page = visit("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("thanh hoa lần thứ 10")
    page.get_by_role("button", name=_("Search")).click()
    page.locator(".entry__title a").first.click()
    assert page.url.endswith(X_2022)


# On paper


def test_conference_prints_as_a_clean_page(visit):
    page = visit(X_2022)
    page.emulate_media(media="print")
    for part in (".nav", ".search", ".top__tools", ".crumbs", ".foot ul", ".btn"):
        for one in page.locator(part).all():
            expect(one).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".figures")).to_be_visible()
    expect(page.locator(".foot .print-only")).to_contain_text(X_2022)


def test_dark_reader_prints_on_white(visit):
    page = visit(X_2022, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(33, 26, 22)"
