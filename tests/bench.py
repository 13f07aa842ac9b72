"""What each kind of public page costs on the register's own records: `python -m tests.bench`.

Follows the links from the home page, and measures the first page found at each named address:
queries, milliseconds (the best of five, without a network), how many times the cost of the
smallest page, measured right after it, and the bytes sent after gzip.
"""

import os
import re
import time
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402  -- only after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    setup_databases,
    teardown_databases,
)
from django.urls import Resolver404, resolve  # noqa: E402

LINK = re.compile(r'href="(/[^"#?]*)')
ROUNDS = 5
ONE_ROW = "/health/"  # one question to the database, no template: what each page is compared with


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """One page for each named address that can be reached: its name and where it is."""
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop(0)
        try:
            name = resolve(path).view_name
        except Resolver404:  # a static file
            continue
        if name in seen or name.startswith("admin:"):
            continue
        seen.add(name)
        response = client.get(path)
        if response.status_code == 200:
            yield name, path
            waiting += LINK.findall(response.content.decode())


def measure(client: Client, path: str) -> tuple[int, float, int]:
    """Return the queries, the milliseconds and the compressed bytes of the page at `path`."""
    milliseconds = []
    for _round in range(ROUNDS):
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            response = client.get(path, headers={"accept-encoding": "gzip"})
            milliseconds.append((time.perf_counter() - start) * 1000)
    return len(queries), min(milliseconds), len(response.content)


def main() -> None:
    """Fill a database of its own, measure, print a line for each page."""
    settings.DEBUG = False
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_records", verbosity=0)
        client = Client(SERVER_NAME="localhost")
        print(f"{'page':28}{'queries':>8}{'ms':>8}{'times':>8}{'bytes':>8}  address")
        for name, path in pages(client):
            queries, milliseconds, size = measure(client, path)
            _queries, one_row, _size = measure(client, ONE_ROW)  # side by side with the page
            print(
                f"{name:28}{queries:8}{milliseconds:8.1f}{milliseconds / one_row:8.1f}{size:8}"
                f"  {path}"
            )
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
