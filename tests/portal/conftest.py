"""The register's own records, for the tests that read them."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """`records/`, loaded once for all tests of a module; each sees it as if it were alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_records", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own_records(loaded, db) -> None:
    """The database holds the register's own records."""
