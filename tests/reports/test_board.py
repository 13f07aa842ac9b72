"""The board of a round: what each sees of it, its files, and more time for a province."""

import csv
import datetime as dt
from io import BytesIO, StringIO

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from conferences.enums import Status
from provinces.actions import keep
from reports.actions.rounds import extend, invite
from reports.board import Stage, board_of
from reports.calendars import deadlines_of
from reports.models import Event, Invitation, ReportingRound
from reports.once import new_key
from tests.reading import Element, read
from tests.register import (
    administrator,
    conference,
    merger,
    province,
    region,
    registrar,
    series,
)
from tests.reporting import (
    Reporting,
    accepted,
    due_in,
    fill,
    reporting,
    returned,
    sent,
)

pytestmark = pytest.mark.django_db

BOARD = "/rounds/bac-trung-bo/"
FILES = [f"{BOARD}board.xlsx", f"{BOARD}board.csv", f"{BOARD}deadline.ics"]
EXTEND = f"{BOARD}extend/thanh-hoa/"
SECRET = "Sở đề nghị vì lý do riêng."


@pytest.fixture
def client(client: Client) -> Client:
    """Somebody who reads English: the words are as the sources have them."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def built() -> Reporting:
    return reporting()


def as_(client: Client, built: Reporting, who: str) -> Client:
    client.force_login(getattr(built.people, who))
    return client


def board(client: Client, built: Reporting, who: str, query: str = "") -> Element:
    return read(as_(client, built, who).get(f"{BOARD}{query}")).one("main")


def day(days: int = 0) -> str:
    on = timezone.localdate() + dt.timedelta(days=days)
    return f"{on.day} {on:%B} {on.year}"


def loaded(built: Reporting) -> ReportingRound:
    return ReportingRound.objects.get(pk=built.round.pk)


def counts(page: Element) -> dict[str, str]:
    return page.one("dl", "counts").terms


def give_time(built: Reporting, key: str, days: int, reason: str = SECRET) -> None:
    extend(
        invitation=Invitation.objects.get(round=built.round, province__key=key),
        to=built.round.due_on + dt.timedelta(days=days),
        reason=reason,
        by=built.officer("ministry_reviewer"),
    )


# What it shows


def test_board_tells_the_ministry_where_every_report_stands(client, built) -> None:
    sent(built)
    page = board(client, built, "ministry_reader")
    assert page.rows == [
        ["Thanh Hoa", "Submitted", day(30), day(), day(), "", "", ""],
        ["Nghe An", "Draft", day(30), "", "", "", "", ""],
        ["Ha Tinh", "Draft", day(30), "", "", "", "", ""],
    ]
    assert counts(page) == {
        "asked to report": "3",
        "sent": "1",
        "accepted": "0",
        "published": "0",
    }


def test_board_shows_the_ministry_nothing_of_what_is_being_typed(client, built) -> None:
    fill(built)
    page = board(client, built, "ministry_reviewer")
    assert "cells filled in" not in page.text
    assert page.rows[0][:2] == ["Thanh Hoa", "Draft"]


def test_board_counts_the_cells_of_ones_own_department(client, built) -> None:
    fill(built)
    page = board(client, built, "clerk_thanh_hoa")
    assert page.rows[0][1] == "Draft 9 of 9 cells filled in"
    assert page.one("section", "board__own").links == {
        "Open the report": "/reports/bac-trung-bo/thanh-hoa/"
    }


def test_board_shows_another_department_only_what_was_accepted(client, built) -> None:
    give_time(built, "ha-tinh", 5)
    returned(built)
    page = board(client, built, "clerk_nghe_an")
    assert page.rows == [
        ["Thanh Hoa", "No accepted report yet", day(30), "", "", "", "", ""],
        ["Nghe An", "Draft 0 of 9 cells filled in", day(30), "", "", "", "", ""],
        ["Ha Tinh", "No accepted report yet", day(30), "", "", "", "", ""],
    ]
    assert counts(page) == {"asked to report": "3", "accepted": "0", "published": "0"}
    assert page.one("table").links == {"Nghe An": "/reports/bac-trung-bo/nghe-an/"}


def test_board_shows_another_department_what_was_accepted(client, built) -> None:
    accepted(built)
    page = board(client, built, "clerk_nghe_an")
    assert page.rows[0] == ["Thanh Hoa", "Accepted", day(30), "", "", "", day(), ""]
    assert page.links["Thanh Hoa"] == "/reports/bac-trung-bo/thanh-hoa/"


def test_board_leads_the_ministry_to_what_was_sent_and_nowhere_else(client, built) -> None:
    sent(built)
    table = board(client, built, "ministry_reader").one("table")
    assert table.links == {"Thanh Hoa": "/reports/bac-trung-bo/thanh-hoa/review/"}


def test_published_report_counts_as_published(client, built) -> None:
    accepted(built)
    row = built.thanh_hoa
    row.published_at, row.published_by = timezone.now(), built.people.ministry_publisher
    row.save()
    page = board(client, built, "ministry_reader")
    assert page.rows[0] == ["Thanh Hoa", "Published", day(30), day(), day(), "", day(), day()]
    assert counts(page)["published"] == "1"
    assert [(one["class"], one["width"]) for one in page.one("svg", "board__bar").all("rect")] == [
        ("bar--all", "3"),
        ("bar--published", "1"),
    ]


def test_report_that_was_not_sent_in_time_is_marked_late(client, built) -> None:
    sent(built)
    due_in(built, -3)
    page = board(client, built, "ministry_reviewer")
    assert [row[1] for row in page.rows] == [
        "Submitted",
        "Draft Overdue by 3 days",
        "Draft Overdue by 3 days",
    ]
    assert counts(page)["overdue"] == "2"


def test_report_that_was_returned_after_the_deadline_is_not_late(client, built) -> None:
    returned(built)
    due_in(built, -3)
    assert board(client, built, "ministry_reviewer").rows[0][1] == "Returned"


def test_extended_deadline_counts_and_says_why(client, built) -> None:
    due_in(built, -3)
    give_time(built, "ha-tinh", 5)
    assert [row[1:3] for row in board(client, built, "ministry_reviewer").rows][1:] == [
        ["Draft Overdue by 3 days", day(-3)],
        ["Draft", f"{day(2)} extended: {SECRET}"],
    ]


def test_filter_shows_one_state(client, built) -> None:
    sent(built)
    page = board(client, built, "ministry_reviewer", "?state=draft")
    assert [row[0] for row in page.rows] == ["Nghe An", "Ha Tinh"]
    chips = page.one("nav", aria_label="Filter by state").links
    assert chips == {
        "All 3": BOARD,
        "Draft 2": f"{BOARD}?state=draft",
        "Submitted 1": f"{BOARD}?state=submitted",
    }
    assert counts(page)["asked to report"] == "3"


def test_filter_shows_those_that_are_late(client, built) -> None:
    due_in(built, -1)
    give_time(built, "ha-tinh", 9)
    page = board(client, built, "ministry_reviewer", "?state=late")
    assert [row[0] for row in page.rows] == ["Thanh Hoa", "Nghe An"]


def test_filter_that_matches_nothing_says_so(client, built) -> None:
    assert board(client, built, "ministry_reviewer", "?state=accepted").rows == [
        ["No province is in this state."]
    ]


def test_filter_that_is_unknown_shows_all_and_says_so(client, built) -> None:
    page = board(client, built, "ministry_reviewer", "?state=<b>")
    assert page.one(of="alert--warn").text == ("There is no state “<b>”: all provinces are shown.")
    assert len(page.rows) == 3


def test_round_in_preparation_says_that_nobody_knows_of_it(client) -> None:
    built = reporting(opened=False)
    page = board(client, built, "ministry_reviewer")
    assert page.one("p", "board__lead").text.startswith(
        "Round in preparation No department knows of it yet."
    )
    assert [row[1] for row in page.rows] == ["Round not opened"] * 3
    assert as_(client, built, "clerk_thanh_hoa").get(BOARD).status_code == 404


def test_round_without_provinces_says_what_to_do(client) -> None:
    built = reporting(opened=False)
    for one in built.round.invitations.all():
        one.delete()
    page = board(client, built, "ministry_reviewer")
    assert page.one("p", "empty__title").text == "No province is asked yet"


def test_draft_of_a_conference_is_not_told_to_departments(client) -> None:
    held = timezone.localdate() + dt.timedelta(days=45)
    meeting = conference(series(), held, draft=True, status=Status.PLANNED, title="Hội nghị kín")
    built = reporting(meeting=meeting)
    assert "Hội nghị kín" not in board(client, built, "clerk_thanh_hoa").text
    client.force_login(administrator())
    assert read(client.get(BOARD)).links["Hội nghị kín"] == meeting.get_absolute_url()


# Who is asked, and who belongs to the region (P2, P4)


def in_region(*keys: str) -> Reporting:
    """A round for a conference of a region of these units, whose three first are asked."""
    units = [province(key) for key in keys]
    held = timezone.localdate() + dt.timedelta(days=45)
    area = region("bac-trung-bo-5", *units, name="Bắc Trung Bộ")
    meeting = conference(series(), held, status=Status.PLANNED, region=area)
    return reporting(meeting=meeting)


def test_board_says_that_all_members_on_the_day_are_asked(client) -> None:
    built = in_region("thanh-hoa", "nghe-an", "ha-tinh")
    page = board(client, built, "ministry_reader")
    assert page.one("p", "measure").text == (
        f"3 of the 3 provinces of Bắc Trung Bộ on {day(45)} are asked to report."
    )


def test_board_names_members_that_are_not_asked(client) -> None:
    built = in_region("thanh-hoa", "nghe-an", "hue")
    page = board(client, built, "ministry_reader")
    assert page.one("p", "measure").text == (
        f"2 of the 3 provinces of Bắc Trung Bộ on {day(45)} are asked to report. "
        "Not asked: Hue. Asked besides: Ha Tinh."
    )


# Provinces that ended (R6)


def merged(built: Reporting, *keys: str) -> None:
    """From today on, units of the round form a new one."""
    today = timezone.localdate()
    units = [built.units[key] for key in keys]
    merger("vung-moi", *units, on=today, code="91", name="Vùng Mới", short="VM")


def test_ended_province_is_reported_by_its_successor_whom_the_keeper_asks(client, built) -> None:
    merged(built, "ha-tinh", "nghe-an")
    page = board(client, built, "ministry_reviewer")
    assert [row[:2] for row in page.rows][1:] == [
        ["Nghe An now part of Vùng Mới", "Reported by the successor"],
        ["Ha Tinh now part of Vùng Mới", "Reported by the successor"],
    ]
    assert page.links["Ask Vùng Mới to report"] == f"{BOARD}successor/vung-moi/"


def test_successor_that_is_asked_is_counted_once(client, built) -> None:
    merged(built, "ha-tinh", "nghe-an")
    heir = built.units["ha-tinh"].successor
    invite(round=loaded(built), provinces=[heir], by=built.officer("ministry_reviewer"))
    page = board(client, built, "ministry_reviewer")
    assert "Ask Vùng Mới to report" not in page.links
    assert (counts(page)["asked to report"], len(page.rows)) == ("2", 4)


def test_ended_province_is_not_late(built) -> None:
    due_in(built, -3)
    merged(built, "ha-tinh", "nghe-an")
    rows = board_of(loaded(built), built.officer("ministry_reader")).rows
    assert [(row.stage, row.days_late) for row in rows] == [
        (Stage.DRAFT, 3),
        (Stage.ENDED, 0),
        (Stage.ENDED, 0),
    ]


def test_coordinating_department_follows_every_report(client, built) -> None:
    built.round.coordinator = built.units["da-nang-2025"]
    keep(record=built.round, by=registrar())
    sent(built)
    page = board(client, built, "clerk_da_nang")
    assert [row[1] for row in page.rows] == ["Submitted", "Draft", "Draft"]
    assert page.one("table").links == {"Extend": f"{BOARD}extend/ha-tinh/"}
    assert "Publish" not in page.links


# Verbs


def test_keeper_is_offered_what_a_keeper_does(client, built) -> None:
    assert board(client, built, "ministry_reviewer").one("ul", "board__verbs").links == {
        "Edit the round": f"{BOARD}edit/",
        "Send reminders": f"{BOARD}remind/",
        "History": f"{BOARD}history/",
    }
    publisher = board(client, built, "ministry_publisher").one("ul", "board__verbs").links
    assert publisher["Publish"] == f"{BOARD}publish/"


@pytest.mark.parametrize("who", ["ministry_reader", "clerk_thanh_hoa", "head_thanh_hoa"])
def test_others_are_offered_no_verb(client, built, who) -> None:
    page = board(client, built, who)
    assert page.has("ul", "board__verbs") is False
    assert "Extend" not in page.links


# Files


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_spreadsheet_says_what_the_board_says(client, built) -> None:
    give_time(built, "nghe-an", 5, reason="=1+1")
    sent(built)
    answer = as_(client, built, "ministry_reviewer").get(FILES[0])
    today = timezone.localdate()
    assert answer["Content-Disposition"] == (
        f'attachment; filename="bang-theo-doi-bao-cao-bac-trung-bo-{today}.xlsx"'
    )
    sheet, about = load_workbook(BytesIO(answer.getvalue())).worksheets
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    now, due = (dt.datetime.combine(one, dt.time()) for one in (today, built.round.due_on))
    assert about["B1"].value == built.round.title
    assert table[1] == [1, "38", "Thanh Hoa", "Submitted", due, None, now, now, *[None] * 4]
    assert table[2] == [
        *(2, "40", "Nghe An", "Draft", due + dt.timedelta(days=5), *[None] * 6),
        "Extended: =1+1",
    ]


def test_spreadsheet_takes_no_text_for_a_formula(client, built) -> None:
    built.round.title = "=HYPERLINK(1)"
    keep(record=built.round, by=registrar())
    answer = as_(client, built, "ministry_reviewer").get(FILES[0])
    cell = load_workbook(BytesIO(answer.getvalue())).worksheets[1]["B1"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_rows_say_what_the_board_says(client, built) -> None:
    due_in(built, -3)
    thanh_hoa = built.units["thanh-hoa"]
    thanh_hoa.name_en = "=Thanh Hoa"
    keep(record=thanh_hoa, by=registrar())
    answer = as_(client, built, "ministry_reviewer").get(FILES[1])
    rows = rows_of(answer.getvalue())
    assert rows[0][:6] == ["No.", "Code", "Province", "State", "Deadline", "Days overdue"]
    due = timezone.localdate() - dt.timedelta(days=3)
    assert rows[1] == ["1", "38", "'=Thanh Hoa", "Draft", f"{due}", "3", *[""] * 6]
    assert len(rows) == 4


def test_files_of_a_department_say_no_more_than_its_board(client, built) -> None:
    give_time(built, "thanh-hoa", 5)
    sent(built)
    as_(client, built, "clerk_nghe_an")
    rows = rows_of(client.get(FILES[1]).getvalue())
    due = timezone.localdate() + dt.timedelta(days=30)
    assert rows[1] == ["1", "38", "Thanh Hoa", "No accepted report yet", f"{due}", *[""] * 7]
    book = load_workbook(BytesIO(client.get(FILES[0]).getvalue()))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    said = {str(cell.value) for cell in cells}
    assert [one for one in said if SECRET in one or one == "Submitted"] == []


# Deadlines


def events(content: bytes) -> list[tuple[str, str, dt.date]]:
    calendar = icalendar.Calendar.from_ical(content)
    return [
        (str(one["uid"]), str(one["summary"]), one["dtstart"].dt) for one in calendar.walk("VEVENT")
    ]


def test_deadline_of_a_department_is_its_own(client, built) -> None:
    give_time(built, "thanh-hoa", 5)
    content = as_(client, built, "clerk_thanh_hoa").get(FILES[2]).content
    unit, title = built.units["thanh-hoa"], built.round.title
    assert events(content) == [
        (
            f"deadline-{built.round.pk}-{unit.pk}@localhost",
            f"Deadline: {title} (Thanh Hoa)",
            built.round.due_on + dt.timedelta(days=5),
        )
    ]
    assert b"TRIGGER:-P3D" in content


def test_deadline_of_the_ministry_is_that_of_the_round(client, built) -> None:
    give_time(built, "thanh-hoa", 5)
    content = as_(client, built, "ministry_reader").get(FILES[2]).content
    title = f"Deadline: {built.round.title}"
    assert events(content) == [(f"deadline-{built.round.pk}@localhost", title, built.round.due_on)]


def test_deadlines_of_a_department_are_those_it_has_still_to_meet(client, built) -> None:
    as_(client, built, "clerk_thanh_hoa")
    own = f"deadline-{built.round.pk}-{built.units['thanh-hoa'].pk}@localhost"
    before = [uid for uid, *_rest in events(client.get("/rounds/deadlines.ics").content)]
    sent(built)
    after = events(client.get("/rounds/deadlines.ics").content)
    assert (before, after) == ([own], [])


def test_deadline_moved_for_all_beyond_an_extension_is_the_one_awaited(built) -> None:
    give_time(built, "thanh-hoa", 5)
    later = built.round.due_on + dt.timedelta(days=20)
    due_in(built, (later - timezone.localdate()).days)
    awaited = deadlines_of(built.officer("clerk_thanh_hoa"), today=later)
    assert [one.due_on for one in awaited] == [later]


def test_deadlines_of_a_stranger_to_the_round_are_none(client, built) -> None:
    as_(client, built, "clerk_da_nang")
    assert events(client.get("/rounds/deadlines.ics").content) == []


def test_deadlines_that_have_passed_are_left_out(client, built) -> None:
    as_(client, built, "ministry_reader")
    before = len(events(client.get("/rounds/deadlines.ics").content))
    due_in(built, -1)
    assert (before, events(client.get("/rounds/deadlines.ics").content)) == (1, [])


# More time


def form(client: Client, **said: str) -> dict[str, str]:
    page = read(client.get(EXTEND)).one("form", method="post", of="form")
    hidden = {one["name"]: one["value"] for one in page.all("input", type="hidden")}
    return hidden | said


def test_extending_gives_more_time_once(client, built) -> None:
    as_(client, built, "ministry_reviewer")
    to = built.round.due_on + dt.timedelta(days=7)
    said = form(client, to=f"{to.day}/{to.month}/{to.year}", reason="Bão số 9.")
    answers = [client.post(EXTEND, said) for _again in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, BOARD)] * 2
    row = Invitation.objects.get(round=built.round, province__key="thanh-hoa")
    assert (row.extended_to, row.extended_reason) == (to, "Bão số 9.")
    assert Event.objects.filter(act="extended").count() == 1
    page = read(client.get(BOARD)).one("main")
    assert page.all(of="alert--ok")[0].text == "The deadline for Thanh Hoa is extended."


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ({"to": "", "reason": "Bão."}, ["Write the new deadline, e.g. 13/5/2026."]),
        ({"to": "2026", "reason": "Bão."}, ["Write day/month/year, e.g. 13/5/2022."]),
        ({"to": "1/1/2099", "reason": " "}, ["Give the reason."]),
    ],
)
def test_extending_refuses_what_cannot_be_read_and_keeps_it(client, built, said, errors) -> None:
    as_(client, built, "ministry_reviewer")
    page = read(client.post(EXTEND, form(client, **said))).one("main")
    assert [one.text for one in page.all("ul", "errorlist")] == errors
    assert page.one("input", id="id_to").attributes.get("value", "") == said["to"]
    assert Invitation.objects.filter(extended_to__isnull=False).exists() is False


def test_extending_to_an_earlier_day_is_refused_and_can_be_mended(client, built) -> None:
    as_(client, built, "ministry_reviewer")
    said = form(client, to="1/1/2026", reason="Bão.")
    page = read(client.post(EXTEND, said)).one("main")
    due = built.round.due_on
    assert page.one(of="alert--error").text == (
        f"The deadline is {due.day}/{due.month}/{due.year}: choose a later day."
    )
    assert page.one("textarea").text == "Bão."
    assert client.post(EXTEND, said | {"to": "1/1/2099"})["Location"] == BOARD


def test_extending_an_unknown_province_is_not_found(client, built) -> None:
    as_(client, built, "ministry_reviewer")
    said = {"to": "1/1/2099", "reason": "Bão.", "once": new_key()}
    for key in ("da-nang-2025", "khong-co"):
        assert client.get(f"{BOARD}extend/{key}/").status_code == 404
        assert client.post(f"{BOARD}extend/{key}/", said).status_code == 404


# The litany


@pytest.mark.parametrize("address", [BOARD, *FILES])
def test_board_and_files_are_for_who_sees_the_round(client, built, address) -> None:
    answers = {}
    for who in ("clerk_thanh_hoa", "centre_thanh_hoa", "ministry_reader", "clerk_da_nang"):
        answers[who] = as_(client, built, who).get(address).status_code
    client.force_login(account_without_office())
    answers["nobody"] = client.get(address).status_code
    client.logout()
    assert answers == {
        "clerk_thanh_hoa": 200,
        "centre_thanh_hoa": 200,
        "ministry_reader": 200,
        "clerk_da_nang": 404,
        "nobody": 404,
    }
    assert client.get(address)["Location"].startswith("/login/?next=/rounds/")


def account_without_office():
    return type(registrar()).objects.create_user("khong-chuc-vu")


@pytest.mark.parametrize("address", [BOARD, *FILES, "/rounds/deadlines.ics"])
def test_board_and_files_are_only_read(client, built, address) -> None:
    as_(client, built, "ministry_reviewer")
    assert [client.post(address).status_code, client.delete(address).status_code] == [405, 405]


def test_unknown_round_is_not_found(client, built) -> None:
    as_(client, built, "ministry_reviewer")
    addresses = [one.replace("bac-trung-bo", "khong-co") for one in (BOARD, *FILES, EXTEND)]
    assert [client.get(one).status_code for one in addresses] == [404] * 5


def test_extending_is_for_the_keeper(client, built) -> None:
    said = {"to": "1/1/2099", "reason": "Bão.", "once": new_key()}
    answers = {}
    for who in ("ministry_reader", "clerk_thanh_hoa", "clerk_da_nang"):
        as_(client, built, who)
        answers[who] = (client.get(EXTEND).status_code, client.post(EXTEND, said).status_code)
    as_(client, built, "ministry_reviewer")
    deleted = client.delete(EXTEND).status_code
    client.logout()
    assert answers == {
        "ministry_reader": (403, 403),
        "clerk_thanh_hoa": (403, 403),
        "clerk_da_nang": (404, 404),
    }
    assert (deleted, client.get(EXTEND)["Location"]) == (405, f"/login/?next={EXTEND}")
    assert Invitation.objects.filter(extended_to__isnull=False).exists() is False


def test_extending_after_the_session_ended_keeps_what_was_typed(client, built) -> None:
    as_(client, built, "ministry_reviewer")
    said = form(client, to="1/1/2099", reason="Bão số 9.")
    client.logout()
    page = read(client.post(EXTEND, said)).one("main")
    kept = {one["name"]: one["value"] for one in page.all("input", type="hidden")}
    account = {"resume-username": "ministry_reviewer", "resume-password": "mat-khau-123"}
    assert client.post(EXTEND, kept | account)["Location"] == BOARD
    row = Invitation.objects.get(round=built.round, province__key="thanh-hoa")
    assert (row.extended_to, row.extended_reason) == (dt.date(2099, 1, 1), "Bão số 9.")


def test_retired_round_exists_only_for_the_administrator(client, built) -> None:
    ReportingRound.objects.filter(pk=built.round.pk).update(
        retired_at=timezone.now(), retired_by=registrar(), retired_reason="Không tổ chức."
    )
    assert as_(client, built, "ministry_reviewer").get(BOARD).status_code == 404
    client.force_login(administrator())
    assert read(client.get(BOARD)).one("h1").text == built.round.title


# What it costs


def wider(built: Reporting, number: int) -> None:
    """So many more departments are asked."""
    units = [
        province(f"tinh-{index}", code=f"{70 + index}", name=f"Tỉnh {index}", short=f"T{index}")
        for index in range(number)
    ]
    invite(round=loaded(built), provinces=units, by=built.officer("ministry_reviewer"))


@pytest.mark.parametrize("number", [0, 3])
def test_board_costs_the_same_for_any_number(
    client, built, django_assert_num_queries, number
) -> None:
    wider(built, number)
    as_(client, built, "ministry_reviewer")
    # Session and user; offices with their groups; the round; invitations with their provinces;
    # reports; last reminders; provinces of all days; the rights that the header asks for (2).
    with django_assert_num_queries(11):
        client.get(BOARD)


@pytest.mark.parametrize("number", [0, 3])
def test_board_of_a_department_costs_the_same_for_any_number(
    client, built, django_assert_num_queries, number
) -> None:
    wider(built, number)
    as_(client, built, "clerk_thanh_hoa")
    # Session and user; offices with their groups; the lineage of their province; the round;
    # invitations; reports; rows, columns and cells of its own report; provinces of all days; the
    # rights that the header asks for (2).
    with django_assert_num_queries(14):
        client.get(BOARD)
