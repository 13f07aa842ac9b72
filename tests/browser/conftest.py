"""The portal as a server with its own records, and browsers that visit it."""

from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

# Phones and desks, light and dark.
WINDOWS = [
    {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    for width in (320, 1280)
    for scheme in ("light", "dark")
]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The address of a server whose register holds the project's own records."""
    with django_db_blocker.unblock(), override_settings(ROOT_URLCONF="tests.browser.urls"):
        call_command("load_records", stdout=StringIO())
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def visit(site: str, browser: Browser, browser_context_args: dict) -> Iterator[Callable[..., Page]]:
    """Open an address in a browser of its own: `visit("/series/", java_script_enabled=False)`."""
    contexts = []

    def open_page(address: str, **options) -> Page:
        context = browser.new_context(**browser_context_args | {"base_url": site} | options)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def windows(visit: Callable[..., Page]) -> dict[str, Page]:
    """Four windows: a phone's and a desk's, light and dark."""
    return {
        f"{options['viewport']['width']} {options['color_scheme']}": visit("/glossary/", **options)
        for options in WINDOWS
    }
