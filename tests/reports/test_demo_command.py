"""Making the demonstration: only on a developer's machine, over the records, on any day."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from accounts.models import User
from reports.demonstration import create
from reports.enums import State
from reports.models import Report
from tests import register

pytestmark = pytest.mark.django_db


def refusal_of(settings, *, debug: bool) -> str:
    settings.DEBUG = debug
    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("create_demo", stdout=StringIO())
    assert not User.objects.filter(is_demonstration=True).exists()
    return str(refusal.value)


def test_it_is_refused_on_a_server(settings) -> None:
    register.north_central()
    told = refusal_of(settings, debug=False)
    assert told == "The demonstration is made with DEBUG=true only."


def test_it_is_refused_in_an_empty_register(settings) -> None:
    told = refusal_of(settings, debug=True)
    assert told == "The register is empty. First run: manage.py load_records"


@pytest.mark.parametrize("day", ["2027-01-01", "2028-02-29"])
def test_it_can_be_made_on_any_day(day: str, monkeypatch) -> None:
    """In January the same period of last year is the whole of it: one column fewer."""
    call_command("load_records", stdout=StringIO())
    when = dt.datetime.fromisoformat(f"{day}T05:00:00+00:00")
    monkeypatch.setattr(timezone, "now", lambda: when)
    create()
    assert set(Report.objects.values_list("state", flat=True)) == set(State)
