"""What is counted as recorded and as left out of each source."""

from io import StringIO

import pytest
from django.core.management import call_command

from conferences.enums import OmissionReason, Subject
from conferences.models import Omission, Source
from metrics.models import Figure
from portal.records.coverage import OfSource, coverage
from portal.records.loading import load
from portal.records.writing import dump
from provinces.actions import keep, retire
from tests import register

pytestmark = pytest.mark.django_db


def leave_out(source: Source, printed: str, reason: OmissionReason) -> Omission:
    row = Omission(source=source, subject=Subject.FIGURE, printed=printed, reason=reason)
    return keep(record=row, by=register.registrar())


@pytest.fixture
def x_2022() -> list[Figure]:
    return list(register.north_central().x_2022.figures.all())


def test_nothing_is_counted_in_an_empty_register() -> None:
    assert (coverage().sources, coverage().figures, coverage().left_out) == ([], 0, {})


def test_figures_and_omissions_are_counted_by_source(x_2022) -> None:
    source = x_2022[0].source
    other = register.source("bao-nghe-an-2023")
    leave_out(source, "tăng 12,92%", OmissionReason.UNCLEAR)
    leave_out(other, "139.000 lượt khách", OmissionReason.ASIDE)
    leave_out(other, "25 tỉnh", OmissionReason.ASIDE)
    assert coverage().sources == [
        OfSource("bao-nghe-an-2023", 0, {"aside": 2}),
        OfSource(source.key, len(x_2022), {"unclear": 1}),
    ]
    assert coverage().figures == len(x_2022)
    assert coverage().left_out == {"aside": 2, "unclear": 1}


def test_what_is_retired_is_not_counted(x_2022) -> None:
    by = register.registrar()
    retired = register.source("bao-nghe-an-2023")
    leave_out(retired, "25 tỉnh", OmissionReason.ASIDE)
    retire(record=retired, by=by, reason="Trùng")
    retire(record=x_2022[0], by=by, reason="Trùng")
    assert coverage().sources == [OfSource(x_2022[0].source.key, len(x_2022) - 1)]


def test_coverage_costs_two_queries_whatever_the_number(x_2022, django_assert_num_queries) -> None:
    for number in range(3):
        leave_out(x_2022[0].source, f"{number} tỉnh", OmissionReason.ASIDE)
    with django_assert_num_queries(2):
        coverage()


def test_command_counts_each_source_and_the_reasons(x_2022) -> None:
    leave_out(x_2022[0].source, "tăng 12,92%", OmissionReason.UNCLEAR)
    leave_out(x_2022[0].source, "25 tỉnh", OmissionReason.PLACE)
    leave_out(x_2022[0].source, "26 tỉnh", OmissionReason.PLACE)
    out = StringIO()
    call_command("check_records", "--coverage", stdout=out)
    lines = out.getvalue().splitlines()
    reasons = (
        f"{OmissionReason.PLACE.label}: 2; {OmissionReason.UNCLEAR.label}: 1"  # the most first
    )
    assert lines[0].startswith(x_2022[0].source.key)
    assert lines[0].endswith(f"({reasons})")
    assert lines[-1] == reasons


def test_omissions_are_written_and_read_again(x_2022, tmp_path) -> None:
    row = leave_out(x_2022[0].source, "tăng 12,92%", OmissionReason.UNCLEAR)
    dump(tmp_path)
    before = (tmp_path / "omissions.json").read_bytes()
    row.delete()
    outcome = load(tmp_path)
    assert outcome.faults == []
    assert outcome.tallies["omissions.json"] == {"created": 1}
    dump(tmp_path)
    assert (tmp_path / "omissions.json").read_bytes() == before
