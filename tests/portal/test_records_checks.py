"""`check_records`: what is wrong with the whole register, a line each (S3)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from conferences.enums import Fact, Status
from conferences.models import Attestation, Handover, Person, Source
from metrics.actions import correct_figure, retire_figures
from metrics.models import Figure
from metrics.periods import day
from portal.records.checks import Level, check
from provinces.actions import keep, retire
from provinces.enums import RegionKind
from provinces.models import RegionMembership
from tests.register import (
    MERGER,
    NorthCentral,
    attest,
    conference,
    figure,
    membership,
    north_central,
    organisation,
    participation,
    region,
    registrar,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 11, 21)
X_2022 = "Conference bac-trung-bo/x-2022"
IN_2024 = "Conference bac-trung-bo/2024"


@pytest.fixture
def register() -> NorthCentral:
    """A register with nothing wrong in it."""
    return north_central()


def lines(level: Level = Level.ERROR) -> list[str]:
    with translation.override("en"):
        return [one.line() for one in check(TODAY) if one.level is level]


def change(record, **columns) -> None:
    """Past `clean()` and the actions, as a slip in the database would."""
    type(record)._base_manager.filter(pk=record.pk).update(**columns)


def test_register_without_faults_has_no_errors(register):
    assert lines() == []


def test_row_that_clean_refuses_is_an_error(register):
    merged = register.units["quang-tri-2025"]
    change(register.x_2022, host=merged, note="Thử.")
    assert lines() == [
        f"{X_2022}: Quang Tri was not a unit of its own on 13/5/2022.",
    ]


def test_text_that_is_not_composed_is_an_error(register):
    Source.objects.filter(key="bao-thanh-hoa-2022").update(language="e\u0301")
    assert lines() == ["Source bao-thanh-hoa-2022: “language” is not composed Unicode (NFC)."]


@pytest.mark.parametrize("column", ["folded", "sort_key"])
def test_stale_search_or_sort_key_is_an_error(register, column):
    change(register.units["thanh-hoa"], **{column: "x"})
    assert lines() == ["Province thanh-hoa: Its search or sort key is out of date: save it again."]


def test_reference_to_a_retired_record_is_an_error(register):
    retire(record=register.region, by=registrar(), reason="Ghi nhầm.")
    of_the_region = Figure.objects.exclude(region=None)
    retire_figures(figures=of_the_region, by=registrar(), reason="Ghi nhầm.")
    assert lines() == [
        f"{X_2022}: It refers to “Six North Central provinces”, which was retired.",
        f"{IN_2024}: It refers to “Six North Central provinces”, which was retired.",
    ]


def test_records_that_nothing_uses_are_warnings(register):
    keep(record=Person(name="Đặng Hoàng An"), by=registrar())
    keep(record=Source(key="bao-cong-thuong", title="Tin", rank="press"), by=registrar())
    organisation("bo-cong-thuong", "Bộ Công Thương", aliases=["BCT"])
    assert lines(Level.WARNING) == [
        "Person Đặng Hoàng An: No record uses it.",
        "Source bao-cong-thuong: No record uses it.",
        "Organisation bo-cong-thuong: No record uses it.",
    ]


# Places


def test_unit_that_ended_without_a_successor_is_an_error(register):
    change(register.units["quang-binh"], successor=None)
    assert lines() == ["Province quang-binh: It ended and no successor is named."]


def test_successor_that_did_not_stand_when_the_unit_ended_is_an_error(register):
    change(register.units["ha-tay"], successor=register.units["quang-binh"])
    change(register.units["quang-binh"], successor=register.units["thua-thien-hue"])
    assert lines() == [
        "Province quang-binh: Its successor Thua Thien Hue (until 31 December "
        "2024) did not stand on "
        "1/7/2025, when it ended."
    ]


def test_units_that_succeed_each_other_in_a_ring_are_errors(register):
    change(register.units["quang-binh"], successor=register.units["quang-tri-1989"])
    change(register.units["quang-tri-1989"], successor=register.units["quang-binh"])
    assert [line for line in lines() if "own successor" in line] == [
        "Province quang-binh: It is its own successor, over others.",
        "Province quang-tri-1989: It is its own successor, over others.",
    ]


def test_membership_twice_at_a_time_is_an_error(register):
    six = register.region
    membership(six, register.units["nghe-an"], valid_from=dt.date(2020, 1, 1))
    assert lines() == [
        "Membership of a region Six North Central provinces: Nghe An: On 1/1/2020 it belongs to "
        "Six North Central provinces as well."
    ]


def test_two_economic_regions_at_a_time_are_an_error(register):
    nghe_an = register.units["nghe-an"]
    for key in ("bac-trung-bo-2025", "dong-bang-song-hong-2025"):
        region(key, nghe_an, kind=RegionKind.STATISTICAL, valid_from=MERGER)
    assert lines() == [
        "Membership of a region dong-bang-song-hong-2025: Nghe An: On 1/7/2025 it belongs to "
        "bac-trung-bo-2025 as well."
    ]


def test_region_with_other_members_than_its_name_counts_is_an_error(register):
    RegionMembership.objects.get(province__key="ha-tinh", region=register.region).delete()
    assert lines() == ["Region bac-trung-bo-6: It had 5 members on 30/6/2025; its name says 6."]


def test_region_still_to_come_is_counted_on_its_first_day(register):
    begins = TODAY + dt.timedelta(days=40)
    units = [register.units[key] for key in ("thanh-hoa", "nghe-an")]
    region("hai-tinh", *units, name="2 tỉnh", valid_from=begins)
    assert lines() == []


# Conferences


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (Fact.EDITION, "No source prints the edition “10” and no note says why."),
        (Fact.DATE, "No source prints the date “2022-05-13” and no note says why."),
        (Fact.HOST, "No source prints the host “thanh-hoa” and no note says why."),
    ],
)
def test_headline_that_no_source_prints_is_an_error(register, field, sentence):
    Attestation.objects.filter(conference=register.x_2022, field=field).delete()
    assert lines() == [f"{X_2022}: {sentence}"]


def test_headline_with_a_note_needs_no_source(register):
    Attestation.objects.filter(conference=register.x_2022, field=Fact.EDITION).delete()
    change(register.x_2022, note="Suy từ lần thứ XI đã chuyển giao.")
    assert lines() == []


def test_headline_that_one_of_two_sources_prints_is_no_error(register):
    attest(register.x_2022, Fact.EDITION, "lần thứ XIII", "13")
    assert lines() == []


def test_printed_fact_in_another_spelling_is_an_error(register):
    change(attest(register.in_2024, Fact.DATE, "chiều 13/5", "2024-05-13"), value="13/5/2024")
    assert lines() == [
        'Attestation bac-trung-bo/2024 (date: chiều 13/5): Expected "2022-08-19", "2022-08" or '
        '"2022", a date that exists; found “13/5/2024”.'
    ]


def test_participant_that_did_not_stand_then_is_an_error(register):
    participation(register.x_2022, register.units["hue"])
    assert lines() == [
        "Participating province bac-trung-bo/x-2022 (Hue): “hue” is no province of 13/5/2022."
    ]


def test_region_that_did_not_stand_then_is_an_error(register):
    change(register.in_2024, region=register.region_today)
    assert lines() == [
        f"{IN_2024}: Its region Five North Central provinces and cities did not stand on 13/5/2024."
    ]


def test_conference_held_in_the_future_is_an_error(register):
    conference(register.series, dt.date(2026, 5, 13), note="Thử.")
    assert lines() == [
        "Conference bac-trung-bo/2026: It is said to be held and lies in the future."
    ]


def test_plan_that_was_overtaken_is_a_warning(register):
    change(register.in_2024, status=Status.PLANNED)
    assert lines(Level.WARNING) == [
        f"{IN_2024}: It is planned and its day has passed: held, postponed or cancelled?"
    ]


def test_draft_is_a_warning_with_the_figures_it_hides(register):
    change(register.x_2022, published_at=None, published_by=None)
    assert lines(Level.WARNING) == [f"{X_2022}: It is a draft; figures not seen with it: 5."]


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"edition": 10}, "It hands over its own edition or an earlier one."),
        ({"year": 2021}, "It hands over a year before its own."),
    ],
)
def test_flag_that_goes_back_is_an_error(register, columns, sentence):
    Handover.objects.update(**columns)
    assert f"{X_2022}: {sentence}" in lines()


def test_flag_handed_to_the_host_without_a_reason_is_an_error(register):
    Handover.objects.update(receiver=register.units["thanh-hoa"])
    assert f"{X_2022}: It hands over to its own host and no reason is given." in lines()


def test_edition_lower_than_one_before_is_an_error(register):
    conference(register.series, dt.date(2025, 5, 13), edition=9, note="Thử.")
    assert lines() == [
        "Conference bac-trung-bo/ix-2025: It has a lower edition than bac-trung-bo/x-2022, which "
        "came before."
    ]


# Figures


def test_value_that_does_not_follow_from_the_number_is_an_error(register):
    change(register.figures[1], value=Decimal("1128"))
    assert lines() == [
        "Figure bac-trung-bo/x-2022 (Export turnover, 2021: 11,28 tỷ USD): Its value is "
        "1128.000000; number and unit come to 11280.000000."
    ]


def test_printed_form_without_the_number_is_an_error(register):
    change(register.figures[1], printed="11,8 tỷ USD")
    assert lines() == [
        "Figure bac-trung-bo/x-2022 (Export turnover, 2021: 11,8 tỷ USD): “11,8 tỷ USD” does not "
        "print 11,28."
    ]


def test_figure_of_a_province_that_was_no_more_is_an_error(register):
    figure("export", "5", "ty-usd", province=register.units["ha-tay"], reported_at=register.x_2022)
    assert lines() == [
        "Figure bac-trung-bo/x-2022 (Export turnover, 2021: 5 tỷ USD): “ha-tay” is no province of "
        "1/1/2021."
    ]


def test_count_of_a_conference_over_another_time_is_an_error(register):
    figure(
        "delegates",
        "150",
        "dai-bieu",
        conference=register.x_2022,
        period=day(dt.date(2021, 5, 13)),
    )
    assert lines() == [
        "Figure bac-trung-bo/x-2022 (Delegates, 13 May 2021: 150 đại biểu): It counts a conference "
        "of 13/5/2022 over another time, 13 May 2021."
    ]


def test_correction_of_a_figure_that_is_still_current_is_an_error(register):
    old = register.figures[1]
    correct_figure(
        figure=old, by=registrar(), reason="Đọc nhầm.", number="11.29", printed="11,29 tỷ USD"
    )
    change(old, superseded_at=None, superseded_by=None, superseded_reason="")
    assert lines() == [
        "Figure bac-trung-bo/x-2022 (Export turnover, 2021: 11,29 tỷ USD): It corrects a figure "
        "that is still current."
    ]


def test_what_is_retired_is_not_checked(register):
    change(register.figures[1], printed="11,8 tỷ USD")
    retire(record=register.figures[1], by=registrar(), reason="Ghi nhầm.")
    assert lines() == []


# The command


def test_command_counts_and_succeeds_with_warnings_alone(register, capsys):
    change(register.in_2024, status=Status.PLANNED)
    with translation.override("en"):
        call_command("check_records")
    assert capsys.readouterr().out.splitlines() == [
        f"Warning: {IN_2024}: It is planned and its day has passed: held, postponed or cancelled?",
        "Errors: 0; warnings: 1.",
    ]


def test_command_fails_with_each_error_on_a_line(register, capsys):
    change(register.units["quang-binh"], successor=None)
    with translation.override("en"), pytest.raises(CommandError) as failure:
        call_command("check_records")
    assert (str(failure.value), capsys.readouterr().err.splitlines()) == (
        "Errors: 1; warnings: 0.",
        ["Error: Province quang-binh: It ended and no successor is named."],
    )
