"""Whether the portal says truly that it works."""

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import RequestFactory

from portal.health import health


@pytest.mark.django_db
def test_health_with_a_database_is_ok() -> None:
    response = health(RequestFactory().get("/health/"))
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_health_without_a_database_says_so() -> None:
    def fail(*args):
        raise OperationalError("gone")

    with connection.execute_wrapper(fail):
        response = health(RequestFactory().get("/health/"))
    assert (response.status_code, response.content) == (503, b"The database does not answer.")
