"""What migrations do to rows and indexes."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection

from conferences.models import Conference, Point
from metrics.models import Unit
from tests import register
from vietnamese.operations import pad, refold

pytestmark = pytest.mark.django_db


def test_words_of_a_row_from_before_are_padded_once() -> None:
    Unit.objects.create(key="tan", name="Tấn", quantity="count")
    Unit.objects.update(folded="tan")
    step = pad("metrics.Unit")
    step(apps, None)
    step(apps, None)
    assert Unit.objects.get().folded == " tan "


def test_words_of_a_point_from_before_are_folded() -> None:
    conference = register.conference(register.series(), dt.date(2022, 5, 13))
    Point.objects.create(
        conference=conference,
        source=register.source(),
        kind="task",
        text="Đẩy mạnh khuyến công",
        said_by="Sở Công Thương",
    )
    Point.objects.update(folded="")
    refold("conferences.Point", "text", "said_by")(apps, None)
    assert Point.objects.get().folded == " day manh khuyen cong so cong thuong "


def test_parts_of_words_are_indexed_on_postgresql_alone() -> None:
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, Conference._meta.db_table)
    indexed = "conferences_conference_folded_trgm" in indexes
    assert indexed == (connection.vendor == "postgresql")
