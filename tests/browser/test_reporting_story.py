"""The whole story of a report, by its people, in browsers, against a server that is killed (§6).

The server is a process of its own on the test database, so that it can be ended while somebody
types. Clerk, promotion centre, leadership, reviewer and publisher each have a browser.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect

from reports.enums import State
from reports.models import Entry
from tests.admin_pages import signed_in
from tests.browser.test_browser import faults, too_wide
from tests.browser.test_entry import box, cell, paste, remark, values
from tests.browser.test_texts import settled
from tests.reporting import Reporting, reporting

pytestmark = pytest.mark.django_db(transaction=True)

REPORT = "/reports/bac-trung-bo/thanh-hoa/"
PHONE = {"width": 360, "height": 800}
DESK = {"width": 1280, "height": 800}


class Server:
    """The portal as it runs in use: a process that can be killed and started again."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it on the database of the test, and wait until it answers."""
        command = ["-m", "django", "runserver", f"127.0.0.1:{self.port}", "--noreload"]
        self.process = subprocess.Popen(  # a command of our own
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=os.environ
            | {
                "DEBUG": "true",
                "DATABASE_URL": database_url(),
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "PYTHONPATH": str(settings.BASE_DIR),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _attempt in range(150):
            try:
                urllib.request.urlopen(f"{self.url}/health/", timeout=5).close()
            except OSError:
                time.sleep(0.2)
            else:
                return
        pytest.fail("the server does not answer")

    def kill(self) -> None:
        """End it without a warning, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def database_url() -> str:
    """The database of the test, as the environment names one."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(said['NAME']).as_posix()}"
    who = f"{quote(said['USER'], safe='')}:{quote(said['PASSWORD'], safe='')}"
    where = f"{quote(str(said['HOST']), safe='')}:{said['PORT'] or 5432}"
    return f"postgres://{who}@{where}/{said['NAME']}"


@pytest.fixture
def built() -> Reporting:
    return reporting()


@pytest.fixture
def server(built: Reporting) -> Iterator[Server]:
    one = Server()
    one.start()
    yield one
    one.kill()


@pytest.fixture
def person(
    browser: Browser, browser_context_args: dict, server: Server, built: Reporting
) -> Iterator[Callable[..., Page]]:
    """A browser of somebody's own, signed in, on a page: `person("clerk_thanh_hoa", REPORT)`."""
    contexts = []

    def open_page(who: str, address: str) -> Page:
        cookie = signed_in(getattr(built.people, who)).cookies[settings.SESSION_COOKIE_NAME]
        context = browser.new_context(**browser_context_args | {"base_url": server.url})
        contexts.append(context)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def type_into(page: Page, built: Reporting, row: str, column: int, text: str) -> None:
    """Into one cell by keyboard, and on."""
    box(page, built, row, column).focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def is_saved(page: Page, built: Reporting, row: str, column: int, kind: str = "saved") -> None:
    """The cell says so; a server that was away is asked again after a while."""
    expect(cell(page, built, row, column)).to_have_attribute("data-kind", kind, timeout=40_000)


def press(page: Page, words: str) -> None:
    """Go to a button, or a link, by its words, and press Enter: no mouse."""
    role = "button" if page.get_by_role("button", name=words, exact=True).count() else "link"
    page.get_by_role(role, name=words, exact=True).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def state(built: Reporting) -> str:
    return built.thanh_hoa.state


def for_everybody(page: Page) -> None:
    """What axe finds on the page at the desk and on the phone, and whether it is too wide: nothing.

    The page stays as it is, once nothing is on its way any more: only its window changes.
    """
    found = {}
    for name, size in (("phone", PHONE), ("desk", DESK)):
        page.set_viewport_size(size)
        page.wait_for_load_state("networkidle")
        found[name] = [*faults(page), *(["too wide"] if too_wide(page) else [])]
    assert found == {"phone": [], "desk": []}


def test_report_from_the_first_cell_to_the_page_of_its_conference(
    person: Callable[..., Page], server: Server, built: Reporting
) -> None:
    clerk = person("clerk_thanh_hoa", REPORT)

    # By keyboard; the session ends in the middle, and is renewed on the spot.
    type_into(clerk, built, "retail", 0, "150.000")
    is_saved(clerk, built, "retail", 0)
    Session.objects.all().delete()
    type_into(clerk, built, "retail", 1, "165.000")
    dialog = clerk.locator("[data-login-dialog]")
    expect(dialog).to_be_visible()
    dialog.locator("[name=password]").fill("mat-khau-123")
    clerk.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    is_saved(clerk, built, "retail", 1)

    # By a pasted block, without a network and back.
    clerk.context.set_offline(True)
    type_into(clerk, built, "retail", 2, "80.500")
    expect(cell(clerk, built, "retail", 2)).to_have_attribute("data-kind", "kept")
    clerk.context.set_offline(False)
    is_saved(clerk, built, "retail", 2)
    box(clerk, built, "export", 0).focus()
    paste(clerk, "5.200,5\t5.600\n")
    is_saved(clerk, built, "export", 1)

    # The server is killed while they type, and comes back.
    server.kill()
    type_into(clerk, built, "export", 2, "2.700")
    expect(cell(clerk, built, "export", 2)).to_have_attribute("data-kind", "kept")
    assert ("export", 2) not in values(built)
    server.start()
    is_saved(clerk, built, "export", 2)
    for_everybody(clerk)

    # The promotion centre fills in its rows; a colleague types into a cell that the clerk has open.
    centre = person("centre_thanh_hoa", REPORT)
    for column, text in enumerate(("3,25", "4", "1,60")):
        type_into(centre, built, "funds", column, text)
    is_saved(centre, built, "funds", 2)
    press(centre, _("Mark as done"))
    head = person("head_thanh_hoa", REPORT)
    box(head, built, "retail", 0).fill("151.000")
    head.keyboard.press("Enter")
    is_saved(head, built, "retail", 0)
    box(clerk, built, "retail", 0).fill("152.000")
    clerk.keyboard.press("Enter")
    expect(cell(clerk, built, "retail", 0)).to_have_attribute("data-kind", "conflict")
    expect(remark(clerk, built, "retail", 0)).to_contain_text("151.000")
    for_everybody(clerk)
    clerk.locator("[data-choice=mine]").focus()
    clerk.keyboard.press("Space")
    is_saved(clerk, built, "retail", 0)
    assert (values(built)["retail", 0], len(values(built))) == ("152.000", 9)

    # Presented, signed, sent.
    clerk.reload()
    press(clerk, _("Present for signature"))
    assert state(built) == State.AWAITING
    head.goto(REPORT)
    for name, text in (
        ("number", "123/BC-SCT"),
        ("on", "13/5/2026"),
        ("signer", "Lãnh đạo Sở"),
        ("office", "Sở Công Thương"),
    ):
        head.fill(f"[name=signature-{name}]", text)
    settled(head)
    head.goto(f"{REPORT}submit/")
    for_everybody(head)
    press(head, _("Submit report"))
    assert state(built) == State.SUBMITTED

    # Two cells come back with reasons, are mended, and are accepted.
    reviewer = person("ministry_reviewer", f"{REPORT}review/")
    for_everybody(reviewer)
    places = [
        f"{built.rows[row].pk}-{built.columns[column].pk}"
        for row, column in (("export", 2), ("funds", 0))
    ]
    reviewer.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for place in places:
        reviewer.locator(f"[name=why-{place}]").first.fill("Chưa khớp với số của hải quan.")
    press(reviewer, _("Return the report"))
    assert state(built) == State.RETURNED
    clerk.goto(f"{REPORT}?show=returned")
    for_everybody(clerk)
    assert clerk.locator("[data-cell]").count() >= 2
    for row, column, text in (("export", 2, "2.750"), ("funds", 0, "3,5")):
        box(clerk, built, row, column).fill(text)
        clerk.keyboard.press("Enter")
        is_saved(clerk, built, row, column, "mended")
    head.goto(f"{REPORT}submit/")
    press(head, _("Submit report"))
    reviewer.goto(f"{REPORT}review/")
    press(reviewer, _("Accept the figures"))
    assert state(built) == State.ACCEPTED

    # Nothing is public before it is published; then it stands on the conference's page.
    meeting = built.conference.get_absolute_url()
    reader = person("clerk_da_nang", meeting)
    expect(reader.locator("main")).not_to_contain_text("2.750")
    publisher = person("ministry_publisher", "/rounds/bac-trung-bo/publish/")
    for_everybody(publisher)
    publisher.locator("[name=early]").focus()
    publisher.keyboard.press("Space")
    publisher.fill("[name=early_reason]", "Theo chương trình của hội nghị.")
    press(publisher, _("Publish these figures"))
    reader.reload()
    expect(reader.locator("main")).to_contain_text("2.750")
    expect(reader.locator("main")).to_contain_text("123/BC-SCT")
    for_everybody(reader)
    told = (f"{REPORT}history/", "/rounds/bac-trung-bo/", "/rounds/bac-trung-bo/history/")
    for address in told:
        publisher.goto(address)
        for_everybody(publisher)
    assert Entry.objects.get(pk=built.thanh_hoa.entries.get(typed="2.750").pk).version == 2
