"""Which footing an address asks for (P5)."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from provinces.footing import AS_REPORTED, Footing
from provinces.forms import FootingForm

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


def read(address: str, default: str = "reported") -> FootingForm:
    return FootingForm.read(QueryDict(address), default=default)


@pytest.mark.parametrize(
    ("address", "default", "expected"),
    [
        ("", "reported", AS_REPORTED),
        ("", "today", Footing("today", TODAY)),
        ("footing=", "today", Footing("today", TODAY)),
        ("footing=reported", "today", AS_REPORTED),
        ("footing=today", "reported", Footing("today", TODAY)),
        ("footing=2024-05-17", "reported", Footing("2024-05-17", dt.date(2024, 5, 17))),
        ("footing=17/5/2024", "reported", Footing("2024-05-17", dt.date(2024, 5, 17))),
        ("footing=2004-01-01", "today", Footing("2004-01-01", dt.date(2004, 1, 1))),
        ("footing=22/11/2026", "reported", Footing("2026-11-22", TODAY)),
    ],
)
def test_footing_is_that_of_the_address_or_of_the_page(address, default, expected) -> None:
    assert read(address, default).asked() == expected


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("5/2024", "Write day/month/year, e.g. 13/5/2022."),
        ("31/2/2024", "31/2/2024 does not exist."),
        ("31/12/2003", "The register knows places from 1/1/2004 on."),
        ("23/11/2026", "This day is still to come: choose one up to today."),
        ("TODAY\0", "Write day/month/year, e.g. 13/5/2022."),
    ],
)
def test_day_that_cannot_be_read_is_refused_and_stands_as_reported(typed, message) -> None:
    asked = QueryDict(mutable=True)
    asked["footing"] = typed
    form = FootingForm.read(asked, default="today")
    with translation.override("en"):
        assert form.errors == {"footing": [message]}
    assert (form.asked(), form["footing"].value()) == (AS_REPORTED, typed)


def test_day_is_written_back_as_usual() -> None:
    form = read("footing=2024-05-17")
    assert (form.is_valid(), form["footing"].value()) == (True, "17/5/2024")


def test_switch_keeps_the_rest_of_the_address_and_begins_its_lists_anew() -> None:
    asked = "place=a&place=b&footing=today&after=3&before=4"
    switch = read(asked).switch(QueryDict(asked))
    assert [(one["url"], one["current"]) for one in switch["choices"]] == [
        ("?place=a&place=b&footing=reported", False),
        ("?place=a&place=b&footing=today", True),
    ]
    assert switch["kept"] == [("place", "a"), ("place", "b")]


def test_switch_on_another_day_marks_neither_choice() -> None:
    switch = read("footing=2024-05-17").switch(QueryDict())
    assert [one["current"] for one in switch["choices"]] == [False, False]
