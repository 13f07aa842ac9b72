"""What the pages about conferences read, rules C6 and S2."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from conferences import queries
from conferences.actions import change_slug
from conferences.enums import Status
from provinces.actions import retire
from provinces.queries import Places
from tests import register

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()
TODAY = dt.date(2026, 7, 1)


@pytest.fixture
def draft(north):
    """A conference of 2025 that Hà Tĩnh hosts and that is not published."""
    return register.conference(
        north.series,
        dt.date(2025, 5, 13),
        host=north.units["ha-tinh"],
        region=north.region,
        draft=True,
    )


def test_page_of_a_draft_does_not_exist_for_the_public(north, draft) -> None:
    pages = [
        queries.conference_page("bac-trung-bo", "2025", visitor).first()
        for visitor in (ANYBODY, register.ministry_reader())
    ]
    assert pages == [None, draft]


def test_former_address_leads_to_the_present_one(north) -> None:
    change_slug(conference=north.in_2024, slug="xii-2024", by=register.registrar())
    assert queries.redirected_address("bac-trung-bo", "2024", ANYBODY) == (
        "/conferences/bac-trung-bo/xii-2024/"
    )


def test_former_address_of_a_draft_leads_nowhere(north, draft) -> None:
    change_slug(conference=draft, slug="xiii-2025", by=register.registrar())
    assert queries.redirected_address("bac-trung-bo", "2025", ANYBODY) is None


def test_series_are_listed_with_what_the_public_may_count(north, draft) -> None:
    counts = [
        queries.series_list(visitor).get().conference_count
        for visitor in (ANYBODY, register.ministry_reader())
    ]
    assert counts == [2, 3]


def test_series_are_listed_with_their_first_and_last_day(north, draft) -> None:
    row = queries.series_list(ANYBODY).get()
    assert (row.first_day, row.last_day) == (dt.date(2022, 5, 13), dt.date(2024, 5, 13))


def test_register_counts_what_is_public(north, draft) -> None:
    assert queries.register_counts(ANYBODY) == {
        "conferences": 2,
        "hosts": 2,
        "first_year": 2022,
        "last_year": 2024,
    }


def test_empty_register_spans_no_years(db) -> None:
    assert queries.register_counts(ANYBODY) == {
        "conferences": 0,
        "hosts": 0,
        "first_year": None,
        "last_year": None,
    }


def test_latest_conferences_are_those_held(north, draft) -> None:
    register.conference(north.series, dt.date(2026, 9, 1), status=Status.PLANNED)
    assert list(queries.latest_conferences(ANYBODY, 1)) == [north.in_2024]


def test_coming_conferences_come_soonest_first(north) -> None:
    later, sooner = (
        register.conference(north.series, day, status=Status.PLANNED)
        for day in (dt.date(2026, 11, 1), dt.date(2026, 9, 1))
    )
    register.conference(north.series, dt.date(2026, 5, 1), status=Status.PLANNED)
    assert list(queries.coming_conferences(ANYBODY, TODAY)) == [sooner, later]


def test_hosted_conferences_are_found_under_the_unit_of_today(north, draft) -> None:
    kindred = Places.load().kindred_ids(north.units["quang-tri-2025"])
    assert list(queries.hosted_by(kindred, ANYBODY)) == [north.in_2024]


def test_attended_conferences_leave_out_those_it_hosted(north) -> None:
    quang_binh = north.units["quang-binh"]
    for conference in (north.x_2022, north.in_2024):
        register.participation(conference, quang_binh)
    assert list(queries.attended_by([quang_binh.pk], ANYBODY)) == [north.x_2022]


def test_received_flags_leave_out_those_of_drafts(north, draft) -> None:
    hue = north.units["hue"]
    register.handover(draft, hue)
    kindred = Places.load().kindred_ids(hue)
    assert list(queries.flags_received_by(kindred, ANYBODY)) == [north.handover]


def test_hosts_are_counted_by_conferences_held(north, draft) -> None:
    register.conference(
        north.series,
        dt.date(2026, 9, 1),
        status=Status.PLANNED,
        host=north.units["nghe-an"],
    )
    assert queries.host_ids(ANYBODY) == {
        north.units["thanh-hoa"].pk: 1,
        north.units["quang-binh"].pk: 1,
    }


def test_regions_are_counted_by_public_conferences(north, draft) -> None:
    assert queries.regions_with_conferences(ANYBODY) == {north.region.pk: 2}


def test_source_tells_of_the_conferences_it_speaks_of(north) -> None:
    assert list(queries.conferences_of_source(north.article, ANYBODY)) == [north.x_2022]


def test_source_of_a_draft_tells_the_public_nothing(north, draft) -> None:
    paper = register.source("cong-van")
    register.participation(draft, north.units["nghe-an"], source=paper)
    told = [
        list(queries.conferences_of_source(paper, visitor))
        for visitor in (ANYBODY, register.ministry_reader())
    ]
    assert told == [[], [draft]]


def test_source_of_a_retired_handover_does_not_tell_of_it(north) -> None:
    paper = register.source("cong-van")
    wrong = register.handover(north.in_2024, north.units["nghe-an"], source=paper)
    retire(record=wrong, by=register.registrar(), reason="Cờ thi đua, không phải cờ đăng cai")
    assert list(queries.conferences_of_source(paper, ANYBODY)) == []


def test_attestations_of_a_source_leave_out_drafts(north, draft) -> None:
    register.attest(draft, "host", "tại Hà Tĩnh", "ha-tinh")
    assert [one.field for one in queries.attestations_of_source(north.article, ANYBODY)] == [
        "date",
        "edition",
        "host",
        "name",
        "receiver",
    ]


def test_conference_page_costs_the_same_for_any_number_of_parts(
    north, django_assert_num_queries
) -> None:
    for key in ("nghe-an", "ha-tinh", "quang-binh"):
        register.participation(north.x_2022, north.units[key])
    # The conference; its handovers, attestations, eight kinds of parts, proposals.
    with django_assert_num_queries(12):
        queries.conference_page("bac-trung-bo", "x-2022", ANYBODY).get()


def test_choice_of_bodies_leaves_out_those_of_drafts(north, draft) -> None:
    department = register.organisation("so-cong-thuong-nghe-an", "Sở Công Thương Nghệ An")
    ministry = register.organisation("bo-cong-thuong", "Bộ Công Thương")
    register.proposal("Nâng cấp chợ", asked_by=department, addressed_to=ministry, conference=draft)
    register.proposal(
        "Đẩy mạnh liên kết", asked_by=ministry, addressed_to=department, conference=north.x_2022
    )
    assert (list(queries.askers()), list(queries.addressees())) == ([ministry], [department])


# Lines of a list


@translation.override("en")
@pytest.mark.parametrize(
    ("said", "kind", "label"),
    [
        ({}, "held", ""),
        ({"status": Status.PLANNED}, "planned", "Planned"),
        ({"status": Status.CANCELLED}, "cancelled", "Cancelled"),
        ({"draft": True}, "draft", "Draft"),
    ],
)
def test_entry_tells_what_is_not_simply_held(said: dict, kind: str, label: str) -> None:
    row = register.conference(register.series(), dt.date(2022, 5, 13), **said)
    [shown] = queries.entries([row], Places.load())
    assert (shown["kind"], shown["label"]) == (kind, label)


@translation.override("en")
def test_entry_names_edition_host_day_and_series(north) -> None:
    [shown] = queries.entries([north.x_2022], Places.load())
    assert (shown["edition"], shown["meta"]) == (
        "X",
        "Thanh Hoa · 13 May 2022 · Industry and trade conference of the North Central provinces",
    )


@translation.override("en")
def test_entry_tells_where_its_host_belongs_now(north) -> None:
    [shown] = queries.entries([north.in_2024], Places.load(), with_series=False)
    assert shown["meta"] == "Quang Binh (now part of Quang Tri) · 13 May 2024"
