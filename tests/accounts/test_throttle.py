"""How often something costly may be asked for."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from accounts import throttle
from accounts.enums import Purpose
from accounts.models import Tally
from accounts.throttle import LIMITS, Limit, allowed, mailbox, network

HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2026, 3, 2, 5, 0, tzinfo=dt.UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Sets the clock to a moment so long after noon."""

    def set_clock(after: dt.timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOON + after)

    monkeypatch.setitem(LIMITS, Purpose.RESET_SENT, Limit(2, HOUR))
    set_clock(dt.timedelta())
    return set_clock


def asked(times: int, who: str = "a", purpose: Purpose = Purpose.RESET_SENT) -> list[bool]:
    return [allowed(purpose, who) for _time in range(times)]


@pytest.mark.django_db
def test_allowed_as_often_as_the_limit_says(at) -> None:
    assert asked(4) == [True, True, False, False]


@pytest.mark.django_db
def test_allowed_again_in_the_next_window(at) -> None:
    asked(3)
    at(HOUR - dt.timedelta(seconds=1))
    assert asked(1) == [False]
    at(HOUR)
    assert asked(3) == [True, True, False]


@pytest.mark.django_db
def test_allowed_to_others_and_for_other_purposes(at) -> None:
    asked(3)
    assert (asked(1, "b"), asked(1, purpose=Purpose.RESET_ASKED)) == ([True], [True])


@pytest.mark.django_db
def test_refusals_are_not_counted_on(at) -> None:
    asked(5)
    assert [tally.times for tally in Tally.objects.all()] == [2]


@pytest.mark.django_db
def test_counts_are_dropped_after_a_day(at) -> None:
    asked(1)
    at(dt.timedelta(hours=23))
    asked(1)
    at(dt.timedelta(hours=25))
    asked(1)
    assert [tally.window for tally in Tally.objects.order_by("window")] == [
        NOON + 23 * HOUR,
        NOON + 25 * HOUR,
    ]


@pytest.mark.django_db(transaction=True)
def test_no_count_is_lost_when_many_ask_at_once(monkeypatch) -> None:
    monkeypatch.setitem(LIMITS, Purpose.RESET_SENT, Limit(5, HOUR))

    def ask(_turn: int) -> bool:
        try:
            return allowed(Purpose.RESET_SENT, "a")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        assert sorted(people.map(ask, range(16))) == [False] * 11 + [True] * 5


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("made up", "unknown"),
    ],
)
def test_network_of_an_address(address: str, counted_as: str) -> None:
    assert network(RequestFactory().get("/", REMOTE_ADDR=address)) == counted_as


def test_mailbox_is_counted_without_its_address() -> None:
    print_ = mailbox("Lan@example.vn ")
    assert print_ == mailbox("lan@EXAMPLE.vn")
    assert print_ != mailbox("hoa@example.vn")
    assert "lan" not in print_


def test_limits_are_named_for_every_purpose() -> None:
    assert set(throttle.LIMITS) == set(Purpose)
