"""One report from the first cell to its acceptance."""

import pytest

from reports.actions.entering import Outcome, save_cells
from reports.enums import Act, State
from reports.models import Event
from tests.reporting import accepted, reporting, returned

pytestmark = pytest.mark.django_db


def test_report_goes_from_draft_to_accepted() -> None:
    built = reporting()
    report = accepted(built)
    told = list(
        Event.objects.filter(report=report).exclude(act=Act.CELL).values_list("act", flat=True)
    )
    assert (report.state, told) == (
        State.ACCEPTED,
        [Act.OPENED, Act.PRESENTED, Act.SIGNATURE, Act.SUBMITTED, Act.ACCEPTED],
    )


def test_cell_is_saved_with_its_number_and_history() -> None:
    built = reporting()
    [result] = save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("retail", 0, "150.000,50")],
        by=built.officer("clerk_thanh_hoa"),
    )
    event = Event.objects.latest("pk")
    assert (result.outcome, result.entry.number, event.before, event.after) == (
        Outcome.SAVED,
        "150000.50",
        "",
        "150.000,50",
    )


def test_returned_report_is_written_again() -> None:
    built = reporting()
    report = returned(built)
    assert (report.state, report.is_writable()) == (State.RETURNED, True)
