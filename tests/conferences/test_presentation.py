"""A conference in the shapes its page shows: rules C4-C6, H1, P3, S4."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from conferences import presentation
from conferences.citing import SourceNumbers
from conferences.enums import Fact, PointKind, Precision, Rank, Role
from conferences.models import Appearance, Conference, Person, Point, Source
from conferences.queries import conference_page
from provinces.queries import Places, members_on
from tests import register

pytestmark = pytest.mark.django_db


def page_of(conference: Conference) -> Conference:
    return conference_page(conference.series.key, conference.slug, register.ministry_reader()).get()


def facts_of(conference: Conference) -> dict[str, dict]:
    """The headlines of a conference's page by label, in the language of the moment."""
    rows = presentation.facts(page_of(conference), places=Places.load(), numbers=SourceNumbers())
    return {str(row["label"]): row for row in rows}


@pytest.fixture
def report(db) -> Source:
    """A source that is no press article."""
    return register.source("bao-cao-hoi-nghi", rank=Rank.REPORT)


# Headlines and their standing, C5


def test_headlines_are_printed_where_a_source_says_so(north) -> None:
    assert presentation.standings(page_of(north.x_2022)) == {
        Fact.EDITION: "printed",
        Fact.DATE: "printed",
        Fact.HOST: "printed",
        Fact.RECEIVER: "printed",
        Fact.RECEIVER_EDITION: "inferred",
        Fact.RECEIVER_YEAR: "inferred",
    }


def test_headline_that_nobody_tells_has_no_standing(north) -> None:
    stand = presentation.standings(page_of(north.in_2024))
    assert (stand[Fact.EDITION], stand[Fact.RECEIVER]) == (None, None)


def test_headline_of_the_second_source_is_disputed(north) -> None:
    register.attest(north.x_2022, Fact.EDITION, "lần thứ XI", "11")
    assert presentation.standings(page_of(north.x_2022))[Fact.EDITION] == "disputed"


@pytest.mark.parametrize(
    ("precision", "day", "value"),
    [
        (Precision.DAY, dt.date(2019, 5, 24), "2019-05-24"),
        (Precision.MONTH, dt.date(2019, 5, 1), "2019-05"),
        (Precision.YEAR, dt.date(2019, 1, 1), "2019"),
    ],
)
def test_date_has_the_value_that_is_known(precision: str, day: dt.date, value: str) -> None:
    row = register.conference(register.series(), day, precision=precision)
    assert presentation.headline_values(row)[Fact.DATE] == value


def test_headline_values_are_written_as_attestations_write_them(north) -> None:
    assert presentation.headline_values(page_of(north.x_2022)) == {
        Fact.EDITION: "10",
        Fact.DATE: "2022-05-13",
        Fact.HOST: "thanh-hoa",
        Fact.RECEIVER: "thua-thien-hue",
        Fact.RECEIVER_EDITION: "11",
        Fact.RECEIVER_YEAR: "2023",
    }


@translation.override("en")
def test_facts_name_the_place_of_the_day_and_where_it_belongs_now(north) -> None:
    host = facts_of(north.in_2024)["Host"]
    assert (host["value"], host["note"], host["url"]) == (
        "Quang Binh",
        "now part of Quang Tri",
        "/provinces/quang-binh/",
    )


@translation.override("en")
def test_facts_say_that_no_source_numbers_a_conference(north) -> None:
    assert facts_of(north.in_2024)["Edition"]["value"] == "not numbered in the sources"


@translation.override("en")
def test_fact_that_is_not_recorded_says_so(north) -> None:
    row = register.conference(north.series, dt.date(2018, 5, 1))
    host = facts_of(row)["Host"]
    assert (host["value"], host["tag"]) == ("Not recorded", "")


@translation.override("en")
def test_disputed_fact_is_marked(north) -> None:
    register.attest(north.x_2022, Fact.EDITION, "lần thứ XI", "11")
    edition = facts_of(north.x_2022)["Edition"]
    assert (edition["kind"], edition["tag"]) == ("disputed", "sources disagree")


@translation.override("en")
def test_inferred_fact_is_marked(north) -> None:
    row = register.conference(north.series, dt.date(2018, 5, 1), edition=6)
    edition = facts_of(row)["Edition"]
    assert (edition["kind"], edition["tag"]) == ("inferred", "inferred")


@translation.override("en")
def test_fact_known_from_the_press_alone_is_marked(north) -> None:
    assert facts_of(north.x_2022)["Host"]["kind"] == "press_only"


@translation.override("en")
def test_fact_in_a_report_needs_no_mark(north, report) -> None:
    register.attest(north.x_2022, Fact.HOST, "tại Thanh Hóa", "thanh-hoa", source=report)
    assert facts_of(north.x_2022)["Host"]["tag"] == ""


@translation.override("en")
def test_handover_is_told_with_form_edition_year_and_giver(north) -> None:
    handed = facts_of(north.x_2022)["Received the flag"]
    assert (handed["value"], handed["note"], handed["giver"]) == (
        "Thua Thien Hue",
        "hosting flag · edition XI · 2023 · now Hue",
        "Đại diện lãnh đạo Sở Công thương Thanh Hóa",
    )


@translation.override("en")
def test_handover_on_which_sources_disagree_is_marked(north) -> None:
    register.attest(north.x_2022, Fact.RECEIVER_YEAR, "năm 2024", "2024")
    handed = facts_of(north.x_2022)["Received the flag"]
    assert handed["tag"] == "sources disagree"


@translation.override("en")
def test_facts_without_a_handover_do_not_speak_of_it(north) -> None:
    assert "Received the flag" not in facts_of(north.in_2024)


def test_source_is_marked_once_for_a_headline_it_prints_twice(north) -> None:
    register.attest(north.x_2022, Fact.EDITION, "thứ mười", "10")
    rows = presentation.facts(page_of(north.x_2022), places=Places.load(), numbers=SourceNumbers())
    assert [mark["number"] for mark in rows[1]["marks"]] == [1]


@translation.override("en")
def test_statements_stand_headline_by_headline(north) -> None:
    statements = presentation.printed_statements(page_of(north.in_2024), SourceNumbers())
    told = [
        (str(one["label"]), [(row["printed"], row["lang"]) for row in one["rows"]])
        for one in statements
    ]
    assert told == [
        ("date", [("On the afternoon of May 13th", "en")]),
        ("host", [("in Quang Binh province", "en")]),
    ]


# Parts, C4 and S4


@pytest.fixture
def hidden(db) -> Person:
    """Somebody whose name is not shown any more."""
    return Person.objects.create(
        name="Họ và tên",
        hidden_at=timezone.now(),
        hidden_by=register.registrar(),
        hidden_reason="Theo đề nghị",
    )


def test_people_stand_in_the_order_printed(north) -> None:
    for position, office in ((2, "Phó Giám đốc"), (1, "Đại diện Bộ Công thương")):
        Appearance.objects.create(
            conference=north.x_2022,
            source=north.article,
            office=office,
            role=Role.SPOKE,
            position=position,
        )
    shown = presentation.people(page_of(north.x_2022).appearances.all(), SourceNumbers())
    assert [one["office"] for one in shown] == ["Đại diện Bộ Công thương", "Phó Giám đốc"]


def test_hidden_name_is_told_neither_as_known_nor_as_printed(north, hidden) -> None:
    row = Appearance(person=hidden, printed_name="Ho va ten", office="Giám đốc Sở", role="spoke")
    row.source = north.article
    shown = presentation.people([row], SourceNumbers())
    assert [(one["name"], one["printed_name"], one["office"]) for one in shown] == [
        ("", "", "Giám đốc Sở")
    ]


def test_hidden_person_without_an_office_is_left_out(north, hidden) -> None:
    row = Appearance(person=hidden, role="spoke", source=north.article)
    assert presentation.people([row], SourceNumbers()) == []


def test_hidden_name_is_not_told_beside_a_point(north, hidden) -> None:
    point = Point(kind=PointKind.DIRECTIVE, text="Đẩy mạnh", speaker=hidden, source=north.article)
    [group] = presentation.points_by_kind([point], SourceNumbers())
    assert group["points"][0]["who"] == ""


@translation.override("en")
def test_points_stand_under_their_kind(north) -> None:
    kinds = (PointKind.TASK, PointKind.RESULT, PointKind.TASK)
    points = [
        Point(kind=kind, text=f"Điểm {number}", source=north.article)
        for number, kind in enumerate(kinds)
    ]
    told = [
        (str(group["label"]), [one["text"] for one in group["points"]])
        for group in presentation.points_by_kind(points, SourceNumbers())
    ]
    assert told == [("Results", ["Điểm 1"]), ("Tasks and solutions", ["Điểm 0", "Điểm 2"])]


def test_participants_are_named_once_in_the_official_order(north, report) -> None:
    for key in ("nghe-an", "thanh-hoa"):
        register.participation(north.x_2022, north.units[key])
    register.participation(north.x_2022, north.units["nghe-an"], source=report)
    shown = presentation.participants(page_of(north.x_2022), Places.load(), SourceNumbers())
    assert [(one["province"].key, len(one["marks"])) for one in shown] == [
        ("thanh-hoa", 1),
        ("nghe-an", 2),
    ]


@translation.override("en")
def test_members_of_the_region_are_not_said_to_have_been_there(north) -> None:
    found = members_on(north.region, north.x_2022.starts_on)
    shown = presentation.members(found, north.x_2022, Places.load())
    told = [(one["province"].key, one["is_host"], one["now"]) for one in shown]
    assert told == [
        ("thanh-hoa", True, ""),
        ("nghe-an", False, ""),
        ("ha-tinh", False, ""),
        ("quang-binh", False, "now part of Quang Tri"),
        ("quang-tri-1989", False, ""),
        ("thua-thien-hue", False, "now Hue"),
    ]


def test_members_are_not_stored_as_present(north) -> None:
    assert presentation.participants(page_of(north.x_2022), Places.load(), SourceNumbers()) == []


@translation.override("en")
def test_map_tells_host_and_members_of_that_day(north) -> None:
    found = members_on(north.region, north.x_2022.starts_on)
    drawn = presentation.conference_map(north.x_2022, found)
    assert [(tile["title"], tile["state"]) for tile in drawn["tiles"][:2]] == [
        ("Thanh Hoa, host", "host"),
        ("Nghe An, member of the region", "in"),
    ]


@translation.override("en")
def test_map_of_a_conference_without_region_marks_the_host_alone(north) -> None:
    drawn = presentation.conference_map(north.x_2022, [])
    assert [tile["state"] for tile in drawn["tiles"]] == ["host", "", "", "", "", ""]


def test_proposal_is_told_in_the_words_of_its_source(north) -> None:
    register.proposal(
        "Nâng cấp chợ",
        asked_by=register.organisation("so-cong-thuong-nghe-an", "Sở Công Thương Nghệ An"),
        asked_by_printed="Sở Công thương tỉnh Nghệ An",
        addressed_to=register.organisation("bo-cong-thuong", "Bộ Công Thương"),
        conference=north.x_2022,
    )
    [shown] = presentation.proposals(page_of(north.x_2022).proposals.all(), SourceNumbers())
    assert (shown["asked_by"], shown["addressed_to"]) == (
        "Sở Công thương tỉnh Nghệ An",
        "Bộ Công Thương",
    )


@translation.override("en")
def test_proposal_is_told_to_an_english_reader_by_the_names_of_bodies(north) -> None:
    register.proposal(
        "Nâng cấp chợ",
        asked_by=register.organisation(
            "so-cong-thuong-nghe-an",
            "Sở Công Thương Nghệ An",
            name_en="Nghe An Department of Industry and Trade",
        ),
        asked_by_printed="Sở Công thương tỉnh Nghệ An",
        addressed_to=register.organisation("bo-cong-thuong", "Bộ Công Thương"),
        conference=north.x_2022,
    )
    [shown] = presentation.proposals(page_of(north.x_2022).proposals.all(), SourceNumbers())
    assert shown["asked_by"] == "Nghe An Department of Industry and Trade"


def test_retired_handover_is_not_told(north) -> None:
    rows = Conference.objects.filter(pk=north.x_2022.pk)
    north.handover.retired_at, north.handover.retired_by = timezone.now(), register.registrar()
    north.handover.retired_reason = "Cờ thi đua"
    north.handover.save()
    page = conference_page("bac-trung-bo", rows.get().slug, AnonymousUser()).get()
    assert presentation.live_handover(page) is None
