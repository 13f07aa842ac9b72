"""The history of reports: kept for good, and read by day and person (R9)."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import ngettext, pgettext

from accounts.enums import Role
from provinces.actions import keep
from reports.actions.entering import save_cells
from reports.actions.rounds import extend
from reports.enums import Act, EntryState, Via
from reports.models import Event
from tests.reading import Element, read
from tests.register import registrar
from tests.reporting import (
    Reporting,
    accepted,
    fill,
    fresh,
    reporting,
    returned,
    sent,
    sent_again,
    settled,
)

pytestmark = pytest.mark.django_db

URL = "/reports/bac-trung-bo/thanh-hoa/history/"
ROUND = "/rounds/bac-trung-bo/history/"


@pytest.fixture
def built() -> Reporting:
    return reporting()


def page(client: Client, built: Reporting, name: str, url: str = URL) -> Element:
    client.force_login(getattr(built.people, name))
    return read(client.get(url)).one("main")


def lines(shown: Element) -> list[str]:
    """What each line says happened, latest first."""
    return [next(one.all("p")[1].elements()).text for one in shown.all("li", "history__line")]


def changes(shown: Element) -> list[str]:
    return [one.text for found in shown.all("ul", "history__changes") for one in found.all("li")]


def cells_entered(number: int) -> str:
    words = ngettext("%(n)s cell entered", "%(n)s cells entered", number)
    return capfirst(words % {"n": number})


# Kept for good


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_event SET reason = 'khác'",
        "UPDATE reports_event SET by_id = by_id",
        "DELETE FROM reports_event",
    ],
)
def test_database_refuses_to_change_history(built, statement: str) -> None:
    before = Event.objects.count()
    if statement.startswith("DELETE") and connection.vendor == "sqlite":
        pytest.skip("SQLite deletes to empty a test database; PostgreSQL refuses")
    refused = pytest.raises(DatabaseError, match="never changed")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)
    assert Event.objects.filter(reason="").count() == before > 0


# Read by the department


def test_department_reads_its_own_work_by_person(built, client: Client) -> None:
    sent(built)
    shown = page(client, built, "head_thanh_hoa")
    assert lines(shown) == [
        str(Act.SUBMITTED.label),
        str(Act.SIGNATURE.label),
        str(Act.PRESENTED.label),
        cells_entered(9),
        str(Act.OPENED.label),
    ]
    assert shown.all("span", "history__who")[3].text == (f"clerk_thanh_hoa ({Role.CLERK.label})")


def test_cell_tells_from_and_to(built, client: Client) -> None:
    clerk = built.officer("clerk_thanh_hoa")
    for seen, typed in ((0, "150.000"), (1, "151.000")):
        cells = [built.cell("retail", 0, typed, seen)]
        save_cells(report=built.thanh_hoa, cells=cells, by=clerk)
    label = f"Tổng mức bán lẻ hàng hóa, {built.columns[0]}"
    assert changes(page(client, built, "clerk_thanh_hoa")) == [
        f"{label}: 150.000",
        f"{label}: 150.000 {pgettext('history', 'to')} 151.000",
    ]


def test_work_after_a_pause_is_another_line(built, client: Client, monkeypatch) -> None:
    clerk, start = built.officer("clerk_thanh_hoa"), timezone.now()
    for minutes, row in ((0, "retail"), (20, "export"), (90, "funds")):
        moment = start + dt.timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        save_cells(report=built.thanh_hoa, cells=[built.cell(row, 0, "1")], by=clerk)
    monkeypatch.setattr(timezone, "now", lambda: start)
    found = lines(page(client, built, "clerk_thanh_hoa"))
    assert sorted(found) == sorted([cells_entered(1), cells_entered(2), str(Act.OPENED.label)])


def test_line_says_by_which_way_cells_came(built, client: Client) -> None:
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("retail", 0, "1")],
        by=built.officer("clerk_thanh_hoa"),
        via=Via.WORKBOOK,
    )
    shown = lines(page(client, built, "clerk_thanh_hoa"))
    assert shown[0] == f"{cells_entered(1)}, {Via.WORKBOOK.label}"


def test_one_cell_has_its_own_history(built, client: Client) -> None:
    returned(built)
    asked = f"{URL}?row={built.rows['export'].pk}&column={built.columns[2].pk}"
    shown = page(client, built, "clerk_thanh_hoa", asked)
    assert (lines(shown)[1], len(changes(shown))) == (cells_entered(1), 2)
    assert list(shown.chips) == [f"Kim ngạch xuất khẩu, {built.columns[2]}"]


# Read by the Ministry


def test_ministry_reads_steps_not_how_the_department_came_to_them(built, client: Client) -> None:
    clerk = built.officer("clerk_thanh_hoa")
    save_cells(report=built.thanh_hoa, cells=[built.cell("retail", 0, "987.654")], by=clerk)
    sent(built)
    shown = page(client, built, "ministry_reader")
    own = page(client, built, "clerk_thanh_hoa")
    assert ("987.654" in shown.text, "987.654" in own.text) == (False, True)
    assert lines(shown) == [str(Act.SUBMITTED.label), str(Act.OPENED.label)]


def test_ministry_reads_what_a_version_changed(built, client: Client) -> None:
    returned(built)
    sent_again(built, export="-")
    shown = page(client, built, "ministry_reader")
    label = f"Kim ngạch xuất khẩu, {built.columns[2]}"
    assert changes(shown) == [
        f"{label}: 2.700 {pgettext('history', 'to')} {EntryState.NIL.label}",
        f"{label}: 2.700 Chưa khớp với số của hải quan.",
    ]


def test_ministry_reads_one_cell_over_the_versions(built, client: Client) -> None:
    returned(built)
    sent_again(built, export="-", funds="2")
    asked = f"{URL}?row={built.rows['funds'].pk}&column={built.columns[2].pk}"
    label = f"Kinh phí khuyến công quốc gia, {built.columns[2]}"
    assert changes(page(client, built, "ministry_reader", asked)) == [
        f"{label}: 1,60 {pgettext('history', 'to')} 2"
    ]


# The round


def test_round_tells_the_steps_of_all_reports(built, client: Client) -> None:
    settled(built, "nghe-an")
    invitation = built.round.invitations.get(province__key="ha-tinh")
    keeper = built.officer("ministry_reviewer")
    due, day = invitation.due_on, invitation.due_on + dt.timedelta(days=5)
    extend(invitation=invitation, to=day, reason="Mưa lũ.", by=keeper)
    shown = page(client, built, "ministry_reviewer", ROUND)
    begun = capfirst(ngettext("%(n)s report begun", "%(n)s reports begun", 3) % {"n": 3})
    assert lines(shown) == [
        f"Thời hạn đổi từ {due.day}/{due.month}/{due.year} sang {day.day}/{day.month}/{day.year}",
        str(Act.ACCEPTED.label),
        str(Act.SUBMITTED.label),
        begun,
    ]
    assert [one.text for one in shown.all("p", "history__reason")] == ["Mưa lũ."]


def test_coordinating_department_reads_no_reasons_of_others(built, client: Client) -> None:
    built.round.coordinator = built.units["nghe-an"]
    keep(record=built.round, by=registrar())
    built.reports["thanh-hoa"] = fresh(built.reports["thanh-hoa"])
    returned(built)
    own = page(client, built, "ministry_reviewer", ROUND)
    shown = page(client, built, "clerk_nghe_an", ROUND)
    reason = "Đề nghị rà soát số xuất khẩu."
    assert (reason in own.text, reason in shown.text) == (True, False)
    assert lines(shown) == lines(own)


# Who may come here


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ministry_reviewer", 200),
        ("ministry_reader", 200),
        ("clerk_thanh_hoa", 200),
        ("centre_thanh_hoa", 200),
        ("clerk_nghe_an", 403),  # of the same round: it reads accepted figures
        ("clerk_da_nang", 404),
    ],
)
def test_history_is_for_the_department_and_the_ministry(
    built, client: Client, name: str, status: int
) -> None:
    accepted(built)
    client.force_login(getattr(built.people, name))
    assert client.get(URL).status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ministry_reviewer", 200),
        ("ministry_publisher", 200),
        ("ministry_reader", 403),
        ("clerk_thanh_hoa", 403),
        ("clerk_da_nang", 404),
    ],
)
def test_history_of_a_round_is_for_its_keepers(
    built, client: Client, name: str, status: int
) -> None:
    client.force_login(getattr(built.people, name))
    assert client.get(ROUND).status_code == status


def test_history_of_a_draft_is_not_the_ministrys(built, client: Client) -> None:
    fill(built)
    client.force_login(built.people.ministry_reviewer)
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize("url", [URL, ROUND])
def test_history_needs_a_login_and_a_get(built, client: Client, url: str) -> None:
    sent(built)
    anonymous = client.get(url)
    client.force_login(built.people.ministry_reviewer)
    assert (anonymous["Location"], client.post(url).status_code) == (f"/login/?next={url}", 405)


@pytest.mark.parametrize("asked", ["row=1", "row=x&column=1", "row=0&column=0", "row=²&column=1"])
def test_history_of_no_cell_is_not_found(built, client: Client, asked: str) -> None:
    client.force_login(built.people.clerk_thanh_hoa)
    assert client.get(f"{URL}?{asked}").status_code == 404


def test_long_history_goes_on_on_the_next_page(built, client: Client, monkeypatch) -> None:
    monkeypatch.setattr("reports.views.history.PAGE_SIZE", 1)
    sent(built)
    first = page(client, built, "ministry_reader")
    second = read(client.get(URL + first.one("a", rel="next")["href"])).one("main")
    assert (lines(first), lines(second)) == ([Act.SUBMITTED.label], [Act.OPENED.label])
    assert [one["rel"] for one in second.one("nav", "pages").all("a")] == ["prev"]


# What it costs


@pytest.mark.parametrize("rows", [1, 3])
def test_history_costs_the_same_for_one_cell_and_three(
    built, client: Client, django_assert_num_queries, rows: int
) -> None:
    cells = [built.cell(row, 0, "1") for row in ("retail", "export", "funds")[:rows]]
    save_cells(report=built.thanh_hoa, cells=cells, by=built.officer("clerk_thanh_hoa"))
    client.force_login(built.people.clerk_thanh_hoa)
    # Session, account; round, invitations, report; offices, groups, provinces; what
    # happened; the offices of who acted; two for the menu.
    with django_assert_num_queries(12):
        client.get(URL)


@pytest.mark.parametrize("keys", [("nghe-an",), ("nghe-an", "thanh-hoa", "ha-tinh")])
def test_history_of_a_round_costs_the_same_for_one_report_and_three(
    built, client: Client, django_assert_num_queries, keys: tuple[str, ...]
) -> None:
    for key in keys:
        settled(built, key)
    client.force_login(built.people.ministry_reviewer)
    # Session, account; round, invitations; offices, groups; what happened; the offices of who
    # acted; two for the menu.
    with django_assert_num_queries(10):
        client.get(ROUND)
