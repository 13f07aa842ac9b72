"""The chain of a series in words and steps, rules H2, H3 and C7."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from conferences.chain import LinkState, Reason
from conferences.enums import Status
from conferences.models import Conference, Series
from conferences.queries import flag_timelines, series_timeline
from conferences.timeline import LABELS, SENTENCES, Timeline, meeting, records_in_words
from provinces.actions import retire
from provinces.queries import Places, members_on
from tests import register

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 7, 1)


def drawn(series: Series, today: dt.date = TODAY, visitor=None) -> Timeline:
    visitor = visitor or AnonymousUser()
    return series_timeline(series, visitor, places=Places.load(), today=today)


def told(steps: list[dict]) -> list[tuple]:
    """Kind, edition, year and host of each step."""
    fields = ("kind", "edition_label", "year", "host_label")
    return [tuple(step.get(field) for field in fields) for step in steps]


def links(steps: list[dict]) -> list[tuple[str, str] | None]:
    """State and sentence of the link that leads to each step."""
    return [
        (step["link_in"]["state"], step["link_in"]["sentence"]) if step.get("link_in") else None
        for step in steps
    ]


# The North Central provinces: XI/2023 has no record


@translation.override("en")
def test_conference_that_was_promised_stands_as_a_gap(north) -> None:
    assert told(drawn(north.series).steps()) == [
        ("meeting", "X", 2022, "Thanh Hoa"),
        ("missing", "XI", 2023, "Thua Thien Hue"),
        ("meeting", "", 2024, "Quang Binh"),
        ("today", None, None, None),
    ]


@translation.override("en")
def test_gap_is_explained_and_never_called_kept(north) -> None:
    assert links(drawn(north.series).steps(with_today=False)) == [
        None,
        ("gap", "Handed to Thua Thien Hue; the conference it was for has no record yet."),
        ("gap", "No source tells of the handover."),
    ]


@translation.override("en")
def test_steps_say_where_the_places_belong_now(north) -> None:
    steps = drawn(north.series).steps(with_today=False)
    assert [step["host_now"] for step in steps] == ["", "now Hue", "now part of Quang Tri"]


def test_recorded_step_leads_to_its_conference(north) -> None:
    steps = drawn(north.series).steps(with_today=False)
    assert [(step["url"], step.get("date_label")) for step in steps[::2]] == [
        ("/conferences/bac-trung-bo/x-2022/", "13/5/2022"),
        ("/conferences/bac-trung-bo/2024/", "13/5/2024"),
    ]


@translation.override("en")
def test_gap_leads_nowhere_and_says_that_there_is_no_record(north) -> None:
    gap = drawn(north.series).steps()[1]
    assert (gap["url"], gap["date_label"], gap["text"]) == (
        "",
        "for 2023",
        "No record yet of this conference.",
    )


def test_held_conference_needs_no_status(north) -> None:
    assert [step["status"] for step in drawn(north.series).steps(with_today=False)] == [None] * 3


@translation.override("en")
def test_strip_shows_previous_this_and_next(north) -> None:
    strip = drawn(north.series).strip(north.in_2024)
    assert [(step["kind"], step["current"]) for step in strip] == [
        ("missing", False),
        ("meeting", True),
    ]


@translation.override("en")
def test_strip_of_the_first_conference_begins_with_it(north) -> None:
    strip = drawn(north.series).strip(north.x_2022)
    assert [(step["kind"], step["current"]) for step in strip] == [
        ("meeting", True),
        ("missing", False),
    ]


def test_strip_begins_without_a_link(north) -> None:
    strip = drawn(north.series).strip(north.in_2024)
    assert [step["link_in"] is None for step in strip] == [True, False]


def test_strip_of_a_conference_that_is_not_visible_is_empty(north) -> None:
    hidden = register.conference(north.series, dt.date(2025, 5, 13), draft=True)
    assert drawn(north.series).strip(hidden) == []


def test_neighbours_are_recorded_conferences(north) -> None:
    timeline = drawn(north.series)
    assert timeline.neighbours(north.x_2022) == (None, north.in_2024)
    assert timeline.neighbours(north.in_2024) == (north.x_2022, None)


def test_hosts_are_counted_under_the_unit_of_today(north) -> None:
    units = north.units
    assert [
        (
            row["province"],
            row["total"],
            [(part["province"], part["count"]) for part in row["parts"]],
        )
        for row in drawn(north.series).hosts()
    ] == [
        (units["thanh-hoa"], 1, [(units["thanh-hoa"], 1)]),
        (units["quang-tri-2025"], 1, [(units["quang-binh"], 1)]),
    ]


def test_hosting_under_another_name_is_marked(north) -> None:
    assert [row["inherited"] for row in drawn(north.series).hosts()] == [False, True]


def test_members_without_a_record_leave_out_those_whose_forebears_hosted(north) -> None:
    members = members_on(north.region_today, TODAY)
    assert [unit.key for unit in drawn(north.series).without_record(members)] == [
        "nghe-an",
        "ha-tinh",
        "hue",
    ]


@translation.override("en")
def test_holder_is_not_guessed_after_a_gap(north) -> None:
    holder = drawn(north.series).holder()
    assert (holder["who"], holder["state"], holder["note"]) == (
        "No record of who holds the flag",
        "missing",
        "Last recorded host: Quang Binh.",
    )


@translation.override("en")
def test_holder_is_the_receiver_until_the_year_has_passed(north) -> None:
    retire(record=north.in_2024, by=register.registrar(), reason="Ghi trùng")
    holder = drawn(north.series, today=dt.date(2023, 12, 31)).holder()
    assert (holder["who"], holder["state"], holder["edition"], holder["note"]) == (
        "Hue",
        "expected",
        "XI",
        "for 2023",
    )


@translation.override("en")
def test_holder_after_the_year_has_passed_is_the_last_recorded_receiver(north) -> None:
    retire(record=north.in_2024, by=register.registrar(), reason="Ghi trùng")
    holder = drawn(north.series, today=dt.date(2024, 1, 1)).holder()
    assert (holder["state"], holder["note"]) == (
        "missing",
        "Last recorded handover: to Thua Thien Hue for 2023.",
    )


def test_series_without_records_has_no_holder(db) -> None:
    empty = drawn(register.series())
    assert (empty.steps(), empty.holder(), empty.hosts()) == ([], None, [])


# Other chains


@pytest.fixture
def series(db) -> Series:
    return register.series()


@pytest.fixture
def units(db) -> dict:
    return register.provinces("thanh-hoa", "nghe-an", "ha-tinh", "hue", "thua-thien-hue")


@translation.override("en")
def test_flag_given_to_a_unit_is_kept_by_its_successor(series, units) -> None:
    first = register.conference(series, dt.date(2024, 5, 13), edition=10, host=units["thanh-hoa"])
    register.handover(first, units["thua-thien-hue"], edition=11, year=2025)
    register.conference(series, dt.date(2025, 5, 13), edition=11, host=units["hue"])
    assert links(drawn(series).steps(with_today=False)) == [
        None,
        ("kept", "Thua Thien Hue received the right to host and hosted."),
    ]


@translation.override("en")
def test_other_host_is_told_without_blame(series, units) -> None:
    first = register.conference(series, dt.date(2022, 5, 13), edition=10, host=units["thanh-hoa"])
    register.handover(first, units["nghe-an"], edition=11, year=2023)
    register.conference(series, dt.date(2023, 5, 13), edition=11, host=units["ha-tinh"])
    assert links(drawn(series).steps(with_today=False))[1] == (
        "changed",
        "The right to host was handed to Nghe An; Ha Tinh hosted.",
    )


@translation.override("en")
def test_cancelled_conference_is_called_so(series, units) -> None:
    first = register.conference(series, dt.date(2019, 5, 13), edition=10, host=units["thanh-hoa"])
    register.handover(first, units["nghe-an"], edition=11, year=2020)
    register.conference(
        series,
        dt.date(2020, 1, 1),
        precision="year",
        edition=11,
        host=units["nghe-an"],
        status=Status.CANCELLED,
    )
    step = drawn(series).steps(with_today=False)[1]
    assert (step["link_in"]["label"], str(step["status"]["label"])) == ("Cancelled", "Cancelled")


@translation.override("en")
def test_several_missing_editions_are_listed(series, units) -> None:
    for edition, year in ((6, 2018), (9, 2021)):
        register.conference(series, dt.date(year, 5, 1), edition=edition, host=units["nghe-an"])
    gap = drawn(series).steps()[1]
    assert (gap["kind"], gap["edition_label"], gap["date_label"]) == (
        "missing",
        "",
        "editions VII, VIII",
    )


def test_editions_before_the_first_record_are_named(series, units) -> None:
    register.conference(series, dt.date(2018, 5, 1), edition=6)
    assert drawn(series).earlier == "I–V"


def test_one_edition_before_the_first_record_is_named_alone(series) -> None:
    register.conference(series, dt.date(2018, 5, 1), edition=2)
    assert drawn(series).earlier == "I"


def test_nothing_is_missing_before_the_first_edition(series) -> None:
    register.conference(series, dt.date(2018, 5, 1), edition=1)
    assert drawn(series).earlier == ""


@translation.override("en")
def test_conference_without_a_host_says_so(series) -> None:
    register.conference(series, dt.date(2018, 5, 1))
    assert drawn(series).steps()[0]["host_label"] == "Host not recorded"


def test_today_stands_before_what_is_still_to_come(series, units) -> None:
    first = register.conference(series, dt.date(2026, 5, 13), host=units["thanh-hoa"])
    register.handover(first, units["nghe-an"], year=2027)
    assert [step["kind"] for step in drawn(series).steps()] == ["meeting", "today", "expected"]


def test_today_stands_before_an_announced_conference(series, units) -> None:
    register.conference(series, dt.date(2026, 5, 13), host=units["thanh-hoa"])
    register.conference(series, dt.date(2026, 9, 1), status=Status.PLANNED)
    assert [step["kind"] for step in drawn(series).steps()] == ["meeting", "today", "meeting"]


def test_today_stands_after_all_that_was(north) -> None:
    assert drawn(north.series).steps()[-1] == {"kind": "today", "date_label": "1/7/2026"}


def test_last_held_is_not_one_that_is_announced(series) -> None:
    held = register.conference(series, dt.date(2026, 5, 13))
    register.conference(series, dt.date(2026, 9, 1), status=Status.PLANNED)
    assert drawn(series).last_held() == held


def test_retired_handover_counts_for_nothing(north) -> None:
    retire(record=north.handover, by=register.registrar(), reason="Cờ thi đua")
    steps = drawn(north.series).steps(with_today=False)
    assert [step["kind"] for step in steps] == ["meeting", "meeting"]


def test_meeting_of_a_retired_handover_promises_nothing(north) -> None:
    retire(record=north.handover, by=register.registrar(), reason="Cờ thi đua")
    assert meeting(Conference.objects.get(pk=north.x_2022.pk)).promise is None


@pytest.mark.parametrize(
    ("visitor", "kinds"),
    [
        (AnonymousUser, ["meeting", "missing", "meeting"]),
        (register.ministry_reader, ["meeting", "meeting", "meeting"]),
    ],
)
def test_draft_stands_in_the_chain_for_those_who_may_see_it(north, visitor, kinds) -> None:
    register.conference(
        north.series,
        dt.date(2023, 6, 1),
        edition=11,
        host=north.units["thua-thien-hue"],
        draft=True,
    )
    steps = drawn(north.series, visitor=visitor()).steps(with_today=False)
    assert [step["kind"] for step in steps] == kinds


def test_timelines_are_those_of_series_with_a_flag(north) -> None:
    without = register.series("ket-noi-cung-cau-ha-noi", has_flag=False)
    register.conference(without, dt.date(2016, 9, 1))
    found = flag_timelines(AnonymousUser(), places=Places.load(), today=TODAY)
    assert [(series, len(timeline.conferences)) for series, timeline in found] == [
        (north.series, 2)
    ]


def test_timelines_of_all_series_are_read_in_two_queries(north, django_assert_num_queries) -> None:
    places = Places.load()
    with django_assert_num_queries(2):  # conferences with series, host, region; their handovers
        for _series, timeline in flag_timelines(AnonymousUser(), places=places, today=TODAY):
            timeline.steps()
            timeline.holder()
            timeline.hosts()


# Words


@pytest.mark.parametrize("state", LinkState)
def test_every_state_has_a_name(state: LinkState) -> None:
    assert (state in LABELS, bool(LABELS[state]())) == (True, True)


FACTS = {"receiver": "Nghệ An", "host": "Hà Tĩnh", "year": 2024, "promised": 2023}


@pytest.mark.parametrize("facts", [FACTS, dict.fromkeys(FACTS, "")])
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason, facts: dict) -> None:
    with translation.override("en"):
        sentence = SENTENCES[reason](facts)
    assert (sentence[-1], sentence.count("%")) == (".", 0)


@translation.override("en")
@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Reason.STILL_TO_COME, "Handed over; to whom is not recorded."),
        (Reason.PROMISED_MISSING, "The conference handed over has no record yet."),
        (
            Reason.YEAR_PASSED,
            "Handed over; the year has passed and there is no record yet.",
        ),
    ],
)
def test_sentence_about_nobody_leaves_no_hole(reason: Reason, sentence: str) -> None:
    assert SENTENCES[reason](dict.fromkeys(FACTS, "")) == sentence


@translation.override("en")
@pytest.mark.parametrize(("count", "words"), [(1, "1 conference"), (2, "2 conferences")])
def test_records_are_counted_in_words(count: int, words: str) -> None:
    assert records_in_words(count) == words
