"""Which day a page about places shows, rule P2."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone

from provinces.forms import DayForm


@pytest.mark.parametrize("asked", ["2024-05-17", "17/5/2024", "17-5-2024"])
def test_day_is_read_in_either_spelling(asked: str) -> None:
    assert DayForm.read(QueryDict(mutable=True) | {"on": asked}).day() == dt.date(2024, 5, 17)


@pytest.mark.parametrize("asked", ["", "31/02/2022", "hôm qua"])
def test_day_that_cannot_be_read_is_today(asked: str) -> None:
    assert DayForm.read(QueryDict(mutable=True) | {"on": asked}).day() == timezone.localdate()
