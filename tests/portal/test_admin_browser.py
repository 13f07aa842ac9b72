"""The admin in a real browser, under the site's own policy of what may run."""

import datetime as dt

import pytest
from django.conf import settings
from playwright.sync_api import Page

from conferences.models import Conference, Point
from tests import register
from tests.admin_pages import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser refuses or fails at, in its own words."""
    found: list[str] = []
    page.on("console", lambda m: found.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def open_conference(page: Page, live_server) -> Conference:
    conference = register.conference(register.series(), dt.date(2022, 5, 13), edition=10)
    register.source()
    client = signed_in(register.administrator())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/admin/conferences/conference/{conference.pk}/change/")
    return conference


def test_part_is_added_with_a_source_chosen_by_typing(page, live_server, complaints):
    conference = open_conference(page, live_server)
    page.click("#points-group summary")
    page.click("#points-group .add-row a")
    page.fill("[name=points-0-text]", "Tổng mức bán lẻ tăng")
    page.select_option("[name=points-0-kind]", "result")
    page.click(".field-source .select2-selection >> visible=true")
    page.fill(".select2-search__field", "hoi nghi nganh")
    page.click(".select2-results__option >> text=Bắc Trung Bộ")
    page.click("[name=_save]")
    point = Point.objects.select_related("source").get()
    said = (point.conference, point.source.key, point.position)
    assert (said, complaints) == ((conference, "bao-thanh-hoa-2022", 1), [])


def test_calendar_writes_the_day_first(page, live_server, complaints):
    open_conference(page, live_server)
    page.click(".field-starts_on .datetimeshortcuts a:has(.date-icon)")
    page.click(".calendarbox >> visible=true >> td a >> text='24'")
    assert (page.input_value("[name=starts_on]"), complaints) == ("24/05/2022", [])


@pytest.mark.parametrize("width", [360, 1280])
def test_long_form_does_not_scroll_sideways(page, live_server, width):
    open_conference(page, live_server)
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
