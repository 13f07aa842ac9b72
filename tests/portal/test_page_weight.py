"""A first visit costs at most 30 KB over the wire: the page and its stylesheet, compressed."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from conferences.models import Conference
from tests.reading import read

pytestmark = pytest.mark.usefixtures("own_records")

BUDGET = 30 * 1024


@pytest.fixture
def collected(settings, tmp_path: Path) -> Path:
    """The static files as a server has them: named after their content, and compressed."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def weight(client: Client, address: str, collected: Path) -> int:
    """The bytes of a page as it is sent, with all that it makes the browser ask for."""
    response = client.get(address, headers={"accept-encoding": "gzip"})
    assert (response.status_code, response["Content-Encoding"]) == (200, "gzip")
    page = read(client.get(address))
    asked = [link["href"] for link in page.all("link", rel="stylesheet")]
    asked += [one["src"] for one in page.elements() if "src" in one.attributes]
    files = [collected / f"{address.removeprefix('/static/')}.gz" for address in asked]
    assert 1 <= len(files) <= 2
    return len(response.content) + sum(file.stat().st_size for file in files)


def heaviest(client: Client) -> str:
    """The conference whose page is the longest."""
    addresses = [one.get_absolute_url() for one in Conference.objects.select_related("series")]
    return max(addresses, key=lambda address: len(client.get(address).content))


@pytest.mark.parametrize(
    "address", ["/", "/conferences/", "/provinces/?on=2024-05-17", "/indicators/", "/sources/"]
)
def test_first_visit_fits_the_budget(client, collected, address):
    assert weight(client, address, collected) <= BUDGET


def test_first_visit_of_the_longest_conference_fits_the_budget(client, collected):
    assert weight(client, heaviest(client), collected) <= BUDGET


def test_stylesheet_is_named_after_its_content(client, collected):
    (sheet,) = read(client.get("/")).all("link", rel="stylesheet")
    assert (collected / sheet["href"].removeprefix("/static/")).is_file()
    assert sheet["href"] != "/static/css/portal.css"
