"""Fixtures every test may use, and what is remembered over a whole run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test.signals import template_rendered
from django.urls import get_resolver
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser

from tests.machine import Missing, ensure_chromium

# The browser's own event loop runs in the thread of the tests; no test awaits anything.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ROOT = Path(__file__).resolve().parent.parent
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
rendered_templates: set[str] = set()


def pytest_configure() -> None:
    """Note every template that any test renders; judge no property by the clock.

    What costs too much shows in `make bench`: a busy machine is no fault of the code.
    """
    hypothesis_settings.register_profile("untimed", deadline=None)
    hypothesis_settings.load_profile("untimed")
    template_rendered.connect(_note, dispatch_uid="rendered templates")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run last the test that judges the whole run."""
    items.sort(key=lambda item: item.get_closest_marker("after_all_others") is not None)


def _note(template, **kwargs) -> None:
    rendered_templates.add(template.name)


@pytest.fixture
def all_rendered_templates(request: pytest.FixtureRequest) -> set[str]:
    """The names of the templates rendered so far; only a whole run can say that one is missing."""
    config = request.config
    narrowed = any(map(config.getoption, ("keyword", "markexpr", "lf", "deselect")))
    if narrowed or [Path(argument).resolve() for argument in config.args] != [ROOT / "tests"]:
        pytest.skip("only a whole run renders every template")
    return rendered_templates


@pytest.fixture(scope="session", autouse=True)
def _addresses() -> None:
    """Read the addresses once, before a test pretends to be on a developer's machine."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    """Begin each test in Vietnamese, whatever language the one before it chose."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start the machine's own Chromium, which asks nothing of the network."""
    try:
        path = ensure_chromium()
    except Missing as missing:
        pytest.fail(str(missing), pytrace=False)
    return browser_type_launch_args | {"executable_path": str(path), "args": BROWSER_ARGUMENTS}


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """A browser; at the end nothing is left that would hold the test database when it is to go.

    While the browser's event loop runs, Django gives this thread another connection than before.
    """
    yield browser
    connections.close_all()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Browse as a person in Viet Nam."""
    return browser_context_args | {
        "locale": "vi-VN",
        "timezone_id": settings.TIME_ZONE,
        "viewport": {"width": 1280, "height": 800},
    }
