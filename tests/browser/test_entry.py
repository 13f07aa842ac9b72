"""A report is filled in in a real browser: by keyboard, by paste, with a colleague, cut off."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect

from reports.actions.entering import save_cells
from reports.models import Entry
from tests.admin_pages import signed_in
from tests.browser.test_browser import faults, too_wide
from tests.reporting import Reporting, fill, reporting, returned

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/reports/bac-trung-bo/thanh-hoa/"
Open = Callable[..., Page]


@pytest.fixture
def built() -> Reporting:
    return reporting()


@pytest.fixture
def desk(browser: Browser, browser_context_args: dict, live_server, built) -> Iterator[Open]:
    """Open the report as one of its people: `desk("clerk_thanh_hoa", "?show=all")`."""
    contexts = []

    def open_page(who: str = "clerk_thanh_hoa", address: str = "", **options) -> Page:
        client = signed_in(getattr(built.people, who))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(**browser_context_args | options)
        contexts.append(context)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}{PAGE}{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def box(page: Page, built: Reporting, row: str, column: int):
    return page.locator(f"#c-{built.rows[row].pk}-{built.columns[column].pk}")


def cell(page: Page, built: Reporting, row: str, column: int):
    return page.locator(f"[data-cell='{built.rows[row].pk}-{built.columns[column].pk}']")


def remark(page: Page, built: Reporting, row: str, column: int):
    return page.locator(f"#d-{built.rows[row].pk}-{built.columns[column].pk}")


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_contain_text(_("Saved at {time}").split("{")[0])


def values(built: Reporting) -> dict[tuple[str, int], str]:
    rows = {row.pk: key for key, row in built.rows.items()}
    columns = [column.pk for column in built.columns]
    return {
        (rows[one.row_id], columns.index(one.column_id)): one.typed
        for one in Entry.objects.filter(report=built.thanh_hoa)
    }


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_report_is_typed_by_keyboard_alone(desk: Open, built: Reporting) -> None:
    page = desk()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    box(page, built, "retail", 0).focus()
    for text, key in (
        ("150000", "Enter"),  # down
        ("5.200,5", "Enter"),  # down, over a heading
        ("3,25", "ArrowUp"),
        ("", "Tab"),  # right
        ("5.600", "Shift+Enter"),  # up
        ("165.000", "ArrowRight"),
        ("80.500", "ArrowDown"),
    ):
        if text:
            page.keyboard.type(text)
        page.keyboard.press(key)
    assert focused(page) == box(page, built, "export", 2).get_attribute("id")
    expect(box(page, built, "retail", 0)).to_have_value("150.000")
    expect(cell(page, built, "export", 0).locator(".said")).to_contain_text("5.200,5")
    expect(cell(page, built, "retail", 2)).to_have_attribute("data-kind", "saved")
    expect(page.locator(f"[data-row='{built.rows['retail'].pk}'] [data-computed]")).to_have_text(
        ["48,79%", "10,00%"]
    )
    expect(page.locator("[data-count=answered]").first).to_have_text("6")
    assert values(built) == {
        ("retail", 0): "150000",
        ("export", 0): "5.200,5",
        ("funds", 0): "3,25",
        ("export", 1): "5.600",
        ("retail", 1): "165.000",
        ("retail", 2): "80.500",
    }
    assert told == []


def test_escape_takes_back_and_a_pause_saves(desk: Open, built: Reporting) -> None:
    fill(built)
    page = desk()
    box(page, built, "retail", 0).focus()
    page.keyboard.press("F2")
    page.keyboard.type("99")
    expect(box(page, built, "retail", 0)).to_have_value("150.00099")
    page.keyboard.press("Escape")
    expect(box(page, built, "retail", 0)).to_have_value("150.000")
    page.keyboard.type("151.000")  # nothing pressed after it
    saved(page)
    assert values(built)["retail", 0] == "151.000"


def test_refusal_and_doubt_are_told_and_explained(desk: Open, built: Reporting) -> None:
    page = desk()
    box(page, built, "retail", 0).fill("11.28")
    page.keyboard.press("Enter")
    expect(cell(page, built, "retail", 0)).to_have_attribute("data-kind", "refused")
    expect(box(page, built, "retail", 0)).to_have_attribute("aria-invalid", "true")
    expect(remark(page, built, "retail", 0)).to_contain_text("“11.28”")
    box(page, built, "retail", 2).fill("90")
    box(page, built, "retail", 0).fill("99.999.999")
    page.keyboard.press("Tab")
    expect(cell(page, built, "retail", 0)).to_have_attribute("data-kind", "saved")
    expect(remark(page, built, "retail", 0)).to_be_hidden()


def test_block_is_pasted_after_one_question(desk: Open, built: Reporting) -> None:
    page = desk()
    box(page, built, "retail", 0).focus()
    paste(page, "150,000\t165,000\t80,500\r\n5,201\t\t2,700\tthừa\r\n")
    page.get_by_role(
        "button", name=_("{number} (thousands)").replace("{number}", "150.000")
    ).click()
    expect(page.locator("[data-pasted-words]")).to_contain_text("thừa")
    saved(page)
    assert values(built) == {
        ("retail", 0): "150.000",
        ("retail", 1): "165.000",
        ("retail", 2): "80.500",
        ("export", 0): "5.201",
        ("export", 2): "2.700",
    }
    expect(box(page, built, "export", 1)).to_have_value("")
    page.get_by_role("button", name=_("Undo the pasting")).click()
    expect(box(page, built, "retail", 2)).to_have_value("")
    expect(cell(page, built, "retail", 2)).to_have_attribute("data-kind", "")
    assert set(values(built).values()) == {""}


def test_block_with_clear_numbers_is_pasted_without_a_question(desk, built) -> None:
    page = desk()
    box(page, built, "retail", 1).focus()
    paste(page, "165.000,5\t80.500\n5.600\t2.700\n\t\n4\t1,60\n")
    saved(page)
    assert values(built) == {
        ("retail", 1): "165.000,5",
        ("retail", 2): "80.500",
        ("export", 1): "5.600",
        ("export", 2): "2.700",
        ("funds", 1): "4",
        ("funds", 2): "1,60",
    }


@pytest.mark.parametrize(("choice", "left"), [("mine", "152.000"), ("theirs", "151.000")])
def test_conflict_with_a_colleague_is_settled_by_a_person(desk, built, choice, left) -> None:
    fill(built)
    page = desk()
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("retail", 0, "151.000", seen=1)],
        by=built.officer("head_thanh_hoa"),
    )
    box(page, built, "retail", 0).fill("152.000")
    page.keyboard.press("Enter")
    expect(cell(page, built, "retail", 0)).to_have_attribute("data-kind", "conflict")
    expect(remark(page, built, "retail", 0)).to_contain_text("head_thanh_hoa")
    expect(remark(page, built, "retail", 0)).to_contain_text("152.000")
    assert values(built)["retail", 0] == "151.000"
    page.locator(f"[data-choice={choice}]").check()
    expect(cell(page, built, "retail", 0)).to_have_attribute("data-kind", "saved")
    expect(box(page, built, "retail", 0)).to_have_value(left)
    expect(remark(page, built, "retail", 0)).to_be_hidden()
    assert values(built)["retail", 0] == left


def test_colleagues_cell_appears_by_itself(desk: Open, built: Reporting) -> None:
    fill(built)
    page = desk()
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("funds", 0, "9,5", seen=1)],
        by=built.officer("centre_thanh_hoa"),
    )
    box(page, built, "retail", 0).fill("152.000")  # the answer to this tells of it
    box(page, built, "funds", 0).focus()
    expect(box(page, built, "funds", 0)).to_have_value("9,5")
    expect(remark(page, built, "funds", 0)).to_be_hidden()


def test_cells_typed_without_a_network_go_when_it_is_back(desk: Open, built: Reporting) -> None:
    page = desk()
    page.context.set_offline(True)
    box(page, built, "retail", 0).fill("150.000")
    page.keyboard.press("Enter")
    expect(cell(page, built, "retail", 0).locator(".said")).to_have_text(
        _("Kept on this device, not sent")
    )
    assert values(built) == {}
    page.context.set_offline(False)
    expect(cell(page, built, "retail", 0)).to_have_attribute("data-kind", "saved")
    assert values(built) == {("retail", 0): "150.000"}
    assert page.evaluate("Object.keys(localStorage)") == []


def test_cells_kept_on_the_device_outlive_the_page(desk: Open, built: Reporting) -> None:
    fill(built)
    page = desk()
    page.context.set_offline(True)
    for row, text in (("retail", "151.000"), ("export", "5.300")):
        box(page, built, row, 0).fill(text)
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("export", 0, "5.400", seen=1)],
        by=built.officer("head_thanh_hoa"),
    )
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    page.context.set_offline(False)
    page.go_back()
    expect(cell(page, built, "retail", 0)).to_have_attribute("data-kind", "saved")
    expect(box(page, built, "retail", 0)).to_have_value("151.000")
    # What a colleague changed meanwhile is not overwritten: a person chooses.
    expect(cell(page, built, "export", 0)).to_have_attribute("data-kind", "conflict")
    expect(box(page, built, "export", 0)).to_have_value("5.300")
    assert (values(built)["retail", 0], values(built)["export", 0]) == ("151.000", "5.400")


def test_session_that_ended_is_renewed_in_place(desk: Open, built: Reporting) -> None:
    page = desk()
    box(page, built, "retail", 0).focus()
    Session.objects.all().delete()
    page.keyboard.type("150.000")
    dialog = page.locator("[data-login-dialog]")
    expect(dialog).to_be_visible()
    dialog.locator("[name=password]").fill("sai-mat-khau")
    page.keyboard.press("Enter")
    expect(dialog.locator("[data-refusal]")).not_to_be_empty()
    dialog.locator("[name=password]").fill("mat-khau-123")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(cell(page, built, "retail", 0)).to_have_attribute("data-kind", "saved")
    box(page, built, "export", 0).fill("5.200,5")
    page.keyboard.press("Enter")
    expect(cell(page, built, "export", 0)).to_have_attribute("data-kind", "saved")
    assert values(built) == {("retail", 0): "150.000", ("export", 0): "5.200,5"}


def test_another_account_gets_none_of_the_cells(desk: Open, built: Reporting) -> None:
    page = desk()
    box(page, built, "retail", 0).focus()
    Session.objects.all().delete()
    page.keyboard.type("150.000")
    dialog = page.locator("[data-login-dialog]")
    dialog.locator("[name=username]").fill("head_thanh_hoa")
    dialog.locator("[name=password]").fill("mat-khau-123")
    page.keyboard.press("Enter")
    expect(page.locator(".top__who")).to_have_text("head_thanh_hoa")
    expect(box(page, built, "retail", 0)).to_have_value("")
    assert values(built) == {}


def test_signing_out_clears_the_device(desk: Open, built: Reporting) -> None:
    page = desk()
    page.context.set_offline(True)
    box(page, built, "retail", 0).fill("150.000")
    page.keyboard.press("Enter")
    expect(cell(page, built, "retail", 0)).to_have_attribute("data-kind", "kept")
    asked: list[str] = []

    def answer(dialog) -> None:
        asked.append(dialog.message)
        if len(asked) == 1:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("button", name=_("Sign out")).click()
    assert len(page.evaluate("Object.keys(localStorage)")) == 1
    page.evaluate("document.addEventListener('submit', event => event.preventDefault())")
    page.get_by_role("button", name=_("Sign out")).click()
    assert page.evaluate("Object.keys(localStorage)") == []
    assert len(asked) == 2


def test_report_is_filled_in_without_javascript(desk: Open, built: Reporting) -> None:
    page = desk(java_script_enabled=False, viewport={"width": 360, "height": 800})
    box(page, built, "retail", 0).fill("150000")
    box(page, built, "export", 0).fill("11.28")
    box(page, built, "export", 0).press("Enter")
    expect(box(page, built, "retail", 0)).to_have_value("150.000")
    expect(remark(page, built, "export", 0)).to_contain_text("“11.28”")
    page.get_by_role("link", name=_("Paste a block")).click()
    page.fill("[name=block]", "3,25\t4\t1,60")
    page.select_option("[name=row]", str(built.rows["funds"].pk))
    page.get_by_role("button", name=_("See what it comes to")).click()
    page.locator("form", has=page.locator("table")).get_by_role("button").click()
    expect(box(page, built, "funds", 2)).to_have_value("1,60")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "dark")])
def test_pages_of_entry_are_for_everybody(desk, built, width: int, scheme: str) -> None:
    returned(built)
    save_cells(
        report=built.thanh_hoa,
        cells=[
            built.cell("retail", 0, "11.28", seen=1),
            built.cell("retail", 1, "99.999", seen=1, note="Đã kiểm tra."),
        ],
        by=built.officer("head_thanh_hoa"),
    )
    window = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    found = {}
    for who, address in (
        ("clerk_thanh_hoa", ""),
        ("clerk_thanh_hoa", "?show=all"),
        ("clerk_thanh_hoa", "paste/"),
        ("ministry_reader", ""),
    ):
        page = desk(who, address, **window)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found[who, address] = [*faults(page), *(["too wide"] if too_wide(page) else [])]
    assert found == {key: [] for key in found}


@pytest.mark.parametrize("language", ["en", "vi"])
def test_pages_of_a_round_fit_a_phone(desk: Open, built: Reporting, live_server, language: str):
    page = desk("ministry_reviewer", viewport={"width": 320, "height": 800})
    chosen = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}
    page.context.add_cookies([chosen])
    wide = []
    of_round = (
        "",
        "history/",
        "remind/",
        "edit/",
        "edit/rows/",
        "edit/columns/",
        "edit/provinces/",
    )
    addresses = ["/work/", "/rounds/", *(f"/rounds/bac-trung-bo/{one}" for one in of_round)]
    for address in addresses:
        answer = page.goto(f"{live_server.url}{address}")
        assert answer is not None
        assert answer.ok, address
        if too_wide(page):
            wide.append(address)
    assert wide == []
