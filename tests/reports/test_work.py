"""The first page of who is signed in: what each office has to do now."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.enums import DepartmentUnit, Role
from accounts.models import Membership, User
from provinces.actions import keep
from reports.actions.rounds import invite, open_round, prepare_round
from reports.actions.steps import mark_part, present, reopen, take_back
from reports.models import Report, ReportingRound, RoundColumn, RoundRow
from tests.reading import Element, read
from tests.register import administrator, indicator, merger, registrar, unit
from tests.reporting import (
    Reporting,
    accepted,
    account,
    due_in,
    fill,
    reporting,
    returned,
    sent,
)

pytestmark = pytest.mark.django_db

WORK = "/work/"
REPORT = "/reports/bac-trung-bo/thanh-hoa/"
NOW, WAITING = "To be done now", "Waiting for others"


@pytest.fixture
def client(client: Client) -> Client:
    """Somebody who reads English: the words are as the sources have them."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def built() -> Reporting:
    return reporting()


def work(client: Client, built: Reporting, who: str) -> Element:
    client.force_login(getattr(built.people, who))
    return read(client.get(WORK)).one("main")


def day(days: int = 0) -> str:
    on = timezone.localdate() + dt.timedelta(days=days)
    return f"{on.day} {on:%B} {on.year}"


def task(page: Element, heading: str) -> tuple[list[str], dict[str, str]]:
    """The paragraphs of the first report under a heading, and its links."""
    one = page.section(heading).all("li", "work__task")[0]
    return [line.text for line in one.all("p")], one.links


def awaiting(built: Reporting) -> Report:
    """Thanh Hóa's report filled in and put before the leadership."""
    fill(built)
    report = built.thanh_hoa
    present(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    return built.thanh_hoa


# A department


def test_clerk_is_told_what_is_missing_and_until_when(client, built) -> None:
    title = f"Thanh Hoa · {built.round.title}"
    assert task(work(client, built, "clerk_thanh_hoa"), NOW) == (
        [
            title,
            f"Draft Deadline {day(30)} (in 30 days) 0 of 9 cells filled in",
            "9 cells are still to be filled in.",
            "Fill in the report",
        ],
        {title: REPORT, "Fill in the report": REPORT},
    )


def test_clerk_with_every_cell_filled_in_is_told_to_present(client, built) -> None:
    fill(built)
    said, links = task(work(client, built, "clerk_thanh_hoa"), NOW)
    assert said[2] == "Every cell is filled in: present the report for signature."
    assert links["Open the report"] == REPORT


def test_clerk_of_a_late_report_is_told_how_late(client, built) -> None:
    due_in(built, -3)
    page = work(client, built, "clerk_thanh_hoa")
    assert page.one(of="tag--late").text == f"Deadline {day(-3)} (overdue by 3 days)"


def test_clerk_of_a_returned_report_reads_the_reasons(client, built) -> None:
    returned(built)
    page = work(client, built, "clerk_thanh_hoa")
    said, links = task(page, NOW)
    assert said[1:4] == [
        "Returned 9 of 9 cells filled in",
        "Returned: Đề nghị rà soát số xuất khẩu.",
        "1 cell came back:",
    ]
    year = timezone.localdate().year
    assert page.one("ul", "work__returned").items == [
        f"Kim ngạch xuất khẩu, Estimate first half of {year}: Chưa khớp với số của hải quan."
    ]
    assert links["Open the report"] == REPORT


def test_clerk_of_a_reopened_report_reads_until_when_and_why(client, built) -> None:
    report = accepted(built)
    until = timezone.localdate() + dt.timedelta(days=5)
    by = built.officer("ministry_reviewer")
    reopen(report=report, seen=report.version, by=by, reason="Sửa đơn vị tính.", until=until)
    said, _links = task(work(client, built, "clerk_thanh_hoa"), NOW)
    assert said[1:3] == [
        f"Reopened Deadline {day(5)} (in 5 days) 9 of 9 cells filled in",
        "Opened again: Sửa đơn vị tính.",
    ]


def test_reopening_that_has_run_out_is_not_theirs_any_more(client, built) -> None:
    report = accepted(built)
    by = built.officer("ministry_reviewer")
    reopen(report=report, seen=report.version, by=by, reason="Sửa.", until=timezone.localdate())
    Report.objects.filter(pk=report.pk).update(
        reopened_until=timezone.localdate() - dt.timedelta(days=1)
    )
    page = work(client, built, "clerk_thanh_hoa")
    assert NOW not in page.headings
    assert task(page, WAITING)[0][2] == "The time for changes is over."


def test_clerk_of_a_presented_report_waits_for_the_leadership(client, built) -> None:
    awaiting(built)
    page = work(client, built, "clerk_thanh_hoa")
    assert NOW not in page.headings
    assert task(page, WAITING)[0][2] == "Waits for the signature of the department's leadership."


def test_leadership_sees_what_awaits_its_signature(client, built) -> None:
    awaiting(built)
    said, links = task(work(client, built, "head_thanh_hoa"), NOW)
    assert said[2] == f"Waits for your signature; presented by clerk_thanh_hoa on {numbers()}."
    assert links["Read and send the report"] == REPORT


def numbers() -> str:
    today = timezone.localdate()
    return f"{today.day}/{today.month}/{today.year}"


def test_leadership_of_a_draft_waits_for_its_clerk(client, built) -> None:
    page = work(client, built, "head_thanh_hoa")
    assert NOW not in page.headings
    assert task(page, WAITING)[0][2] == "The department is filling it in."


def test_report_that_was_taken_back_is_the_clerks_again(client, built) -> None:
    report = awaiting(built)
    take_back(report=report, seen=report.version, by=built.officer("head_thanh_hoa"))
    assert NOW in work(client, built, "clerk_thanh_hoa").headings


def test_unit_counts_its_own_rows(client, built) -> None:
    said, links = task(work(client, built, "centre_thanh_hoa"), NOW)
    assert said[1:3] == [
        f"Draft Deadline {day(30)} (in 30 days) 0 of 3 cells filled in",
        "3 cells are still to be filled in.",
    ]
    assert links["Fill in the report"] == REPORT


def test_unit_with_its_rows_filled_in_is_told_to_mark_them(client, built) -> None:
    fill(built)
    said, _links = task(work(client, built, "centre_thanh_hoa"), NOW)
    assert said[2] == "All your rows are filled in: mark them as done."


def test_unit_that_is_done_waits(client, built) -> None:
    fill(built)
    mark_part(
        report=built.thanh_hoa,
        owner=DepartmentUnit.PROMOTION_CENTRE,
        done=True,
        by=built.officer("centre_thanh_hoa"),
    )
    page = work(client, built, "centre_thanh_hoa")
    assert NOW not in page.headings
    assert task(page, WAITING)[0][2] == "Your rows are marked as done."


def test_unit_without_rows_has_nothing_to_do(client, built) -> None:
    built_unit = DepartmentUnit.ENERGY
    user = account("energy", Role.CONTRIBUTOR, built.units["thanh-hoa"], unit=built_unit)
    client.force_login(user)
    assert NOW not in read(client.get(WORK)).one("main").headings


def test_sent_report_waits_for_the_ministry(client, built) -> None:
    sent(built)
    said, _links = task(work(client, built, "clerk_thanh_hoa"), WAITING)
    assert said[1:] == ["Submitted", "Sent; the Ministry is checking it."]


def test_accepted_report_is_done(client, built) -> None:
    accepted(built)
    page = work(client, built, "clerk_thanh_hoa")
    assert page.headings == ["Accepted"]
    assert task(page, "Accepted")[0][1] == "Accepted"


def test_department_sees_nothing_of_another(client, built) -> None:
    returned(built)
    text = work(client, built, "clerk_nghe_an").text
    assert [word for word in ("Thanh Hoa", "hải quan", "xuất khẩu") if word in text] == []


def test_department_that_is_not_asked_is_told_where_to_go(client, built) -> None:
    page = work(client, built, "clerk_da_nang")
    assert page.one("p", "empty__title").text == "Nothing is to be done now"
    assert page.one(of="empty").links == {"All rounds": "/rounds/"}


def test_round_in_preparation_is_nothing_to_a_department(client) -> None:
    built = reporting(opened=False)
    page = work(client, built, "clerk_thanh_hoa")
    assert page.one("p", "empty__title").text == "Nothing is to be done now"


def test_withdrawn_round_is_nothing_to_anybody(client, built) -> None:
    sent(built)
    ReportingRound.objects.filter(pk=built.round.pk).update(
        retired_at=timezone.now(), retired_by=registrar(), retired_reason="Không tổ chức."
    )
    for who in ("clerk_thanh_hoa", "ministry_reviewer"):
        assert built.round.title not in work(client, built, who).text


# A province that ended (R6)


def test_office_in_a_province_that_ended_only_reads(client, built) -> None:
    units = [built.units[key] for key in ("thanh-hoa", "nghe-an")]
    merger("vung-moi", *units, on=timezone.localdate(), code="91", name="Vùng Mới", short="VM")
    page = work(client, built, "clerk_thanh_hoa")
    assert page.one(of="alert--warn").text.startswith(
        "An office of yours is in a province that has been merged"
    )
    assert NOW not in page.headings
    assert task(page, WAITING)[0][2] == (
        "Thanh Hoa is now part of Vùng Mới, whose department reports for the whole."
    )


def test_successor_is_led_to_report_once_for_its_predecessors(client, built) -> None:
    units = [built.units[key] for key in ("thanh-hoa", "nghe-an")]
    heir = merger(
        "vung-moi", *units, on=timezone.localdate(), code="91", name="Vùng Mới", short="VM"
    )
    clerk = Membership(
        user=built.people.clerk_thanh_hoa,
        role=Role.CLERK,
        province=heir,
        valid_from=timezone.localdate(),
    )
    keep(record=clerk, by=registrar())
    page = work(client, built, "clerk_thanh_hoa")
    address = "/rounds/bac-trung-bo/successor/vung-moi/"
    assert task(page, NOW)[1]["Report for Vùng Mới"] == address
    invite(round=built.round, provinces=[heir], by=built.officer("ministry_reviewer"))
    page = work(client, built, "clerk_thanh_hoa")
    assert [one.one(of="work__title").text for one in page.section(NOW).all("li")] == [
        f"Vùng Mới · {built.round.title}"
    ]


# The Ministry, and who keeps rounds


def test_reviewer_sees_what_was_sent_oldest_first(client, built) -> None:
    report = sent(built)
    other = built.nghe_an
    Report.objects.filter(pk=other.pk).update(
        state="submitted",
        submitted_at=report.submitted_at - dt.timedelta(days=1),
        submitted_by=built.people.head_nghe_an,
    )
    section = work(client, built, "ministry_reviewer").section("Sent, waiting to be checked")
    assert [row[:2] for row in section.rows] == [
        ["Nghe An", built.round.title],
        ["Thanh Hoa", built.round.title],
    ]
    assert section.links["Thanh Hoa"] == f"{REPORT}review/"


def test_reviewer_without_work_is_told_so(client, built) -> None:
    section = work(client, built, "ministry_reviewer").section("Sent, waiting to be checked")
    assert section.one("p").text == "No report waits to be checked."


@pytest.mark.parametrize("who", ["ministry_reader", "ministry_publisher", "clerk_thanh_hoa"])
def test_only_reviewers_are_given_reports_to_check(client, built, who) -> None:
    sent(built)
    assert "Sent, waiting to be checked" not in work(client, built, who).headings


def test_publisher_sees_what_can_be_published(client, built) -> None:
    accepted(built)
    said, links = task(work(client, built, "ministry_publisher"), "Accepted, not yet published")
    assert said[1] == (
        f"1 report is accepted and not public. The conference is still to come: {day(45)}."
    )
    assert links["Look and publish"] == "/rounds/bac-trung-bo/publish/"


def test_only_publishers_are_asked_to_publish(client, built) -> None:
    accepted(built)
    assert "Accepted, not yet published" not in work(client, built, "ministry_reviewer").headings


def test_keeper_sees_open_rounds_with_those_that_are_late(client, built) -> None:
    sent(built)
    due_in(built, -3)
    section = work(client, built, "ministry_reviewer").section("Open rounds")
    assert section.rows == [
        [
            built.round.title,
            f"{day(-3)} overdue by 3 days",
            "1/3",
            "0/3",
            "Nghe An (3 days), Ha Tinh (3 days) · Remind",
        ]
    ]
    assert section.links["Remind"] == "/rounds/bac-trung-bo/remind/"


def test_reader_sees_open_rounds_and_reminds_nobody(client, built) -> None:
    due_in(built, -3)
    page = work(client, built, "ministry_reader")
    assert page.headings == ["Open rounds"]
    assert "Remind" not in page.links


def test_round_whose_reports_are_all_public_is_over(client, built) -> None:
    Report.objects.update(
        state="accepted",
        submitted_at=timezone.now(),
        submitted_by=built.people.head_thanh_hoa,
        accepted_at=timezone.now(),
        accepted_by=built.people.ministry_reviewer,
        published_at=timezone.now(),
        published_by=built.people.ministry_publisher,
    )
    assert "Open rounds" not in work(client, built, "ministry_reader").headings


def test_keeper_sees_rounds_in_preparation(client) -> None:
    built = reporting(opened=False)
    said, links = task(work(client, built, "ministry_reviewer"), "Rounds in preparation")
    assert said[0] == built.round.title
    assert links["Prepare and open"] == "/rounds/bac-trung-bo/edit/"
    assert work(client, built, "ministry_reader").headings == []


def test_coordinating_department_sees_the_rounds_it_keeps(client, built) -> None:
    built.round.coordinator = built.units["da-nang-2025"]
    keep(record=built.round, by=registrar())
    section = work(client, built, "clerk_da_nang").section("Open rounds")
    assert [row[0] for row in section.rows] == [built.round.title]


def test_administrator_without_office_sees_the_rounds(client, built) -> None:
    client.force_login(administrator())
    assert read(client.get(WORK)).one("main").headings == ["Open rounds"]


# Accounts without an office


def test_account_without_office_is_told_whom_to_ask(client, built) -> None:
    client.force_login(User.objects.create_user("khong-chuc-vu"))
    page = read(client.get(WORK)).one("main")
    assert page.one("p", "empty__title").text == "Your account holds no office yet"
    assert "“khong-chuc-vu”" in page.one(of="empty").text
    assert page.links == {"Read the conferences": "/conferences/"}


def test_signing_in_leads_here(client, built) -> None:
    said = {"username": "clerk_thanh_hoa", "password": "mat-khau-123"}
    assert client.post("/login/", said)["Location"] == WORK


# The litany


def test_page_needs_a_login(client) -> None:
    assert client.get(WORK)["Location"] == f"/login/?next={WORK}"


def test_page_is_only_read(client, built) -> None:
    client.force_login(built.people.clerk_thanh_hoa)
    assert [client.post(WORK).status_code, client.delete(WORK).status_code] == [405, 405]


def test_navigation_leads_here_once_signed_in(client, built) -> None:
    before = read(client.get("/series/")).one("header").links
    client.force_login(built.people.clerk_thanh_hoa)
    after = read(client.get("/series/")).one("header").links
    assert ("Reports" in before, after["Reports"]) == (False, WORK)


# What it costs


def more_rounds(built: Reporting, number: int) -> None:
    """So many more rounds ask the same provinces."""
    by, today = built.officer("ministry_reviewer"), timezone.localdate()
    for index in range(number):
        asked = prepare_round(
            round=ReportingRound(
                key=f"dot-{index}", title=f"Đợt {index}", due_on=today - dt.timedelta(days=3)
            ),
            by=by,
        )
        row = RoundRow(round=asked, position=1, label="Xuất khẩu", indicator=indicator("export"))
        row.unit = unit("trieu-usd")
        keep(record=row, by=registrar())
        column = RoundColumn(round=asked, position=1, basis="actual")
        column.period_start, column.period_end = dt.date(2025, 1, 1), dt.date(2026, 1, 1)
        keep(record=column, by=registrar())
        invite(round=asked, provinces=[built.units["thanh-hoa"], built.units["nghe-an"]], by=by)
        open_round(round=asked, by=by)


@pytest.mark.parametrize("number", [0, 2])
def test_page_of_a_department_costs_the_same_for_any_number(
    client, built, django_assert_num_queries, number
) -> None:
    more_rounds(built, number)
    client.force_login(built.people.clerk_thanh_hoa)
    # Session and user; offices with their groups; the lineage of their province; reports,
    # invitations; columns, rows and cells; parts that are done; returned cells; rounds they keep,
    # open and in preparation; the rights that the header asks for (2).
    with django_assert_num_queries(16):
        client.get(WORK)


@pytest.mark.parametrize("number", [0, 2])
def test_page_of_the_ministry_costs_the_same_for_any_number(
    client, built, django_assert_num_queries, number
) -> None:
    sent(built)
    more_rounds(built, number)
    client.force_login(built.people.ministry_reviewer)
    # Session and user; offices with their groups; what was sent; rounds with invitations and
    # reports; rounds in preparation; the rights that the header asks for (2).
    with django_assert_num_queries(11):
        client.get(WORK)
