"""The head of a report and the steps that a department takes with it, page by page."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.enums import DepartmentUnit
from metrics.models import Indicator
from reports.actions.entering import save_cells
from reports.actions.rounds import extend
from reports.actions.steps import present, reopen, take_back, take_over_paper
from reports.enums import Act, State
from reports.header import header_of
from reports.loading import Loaded, officer_of
from reports.models import Event, PartDone, Report, SentVersion
from reports.once import new_key
from reports.permissions import Sight
from reports.queries import grid_of
from tests.reading import Element, read
from tests.reporting import Reporting, accepted, fill, reporting, returned, sent, sign

pytestmark = pytest.mark.django_db

PAGE = "/reports/bac-trung-bo/thanh-hoa/"
STEPS = ["present", "take-back", "submit", "close", "paper", "part/promotion_centre"]
POSTED_ONLY = ["present", "take-back", "part/promotion_centre"]


@pytest.fixture
def built() -> Reporting:
    return reporting()


def as_(client: Client, built: Reporting, who: str) -> Client:
    client.force_login(getattr(built.people, who))
    return client


def post(client: Client, built: Reporting, who: str, step: str, **said: object):
    data = {"once": new_key(), "seen": built.thanh_hoa.version, "done": "1", **said}
    return as_(client, built, who).post(f"{PAGE}{step}/", data)


def presented(built: Reporting) -> Report:
    fill(built)
    report = built.thanh_hoa
    present(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    sign(built)
    return built.thanh_hoa


def reopened(built: Reporting) -> Report:
    report = accepted(built)
    reopen(
        report=report,
        seen=report.version,
        by=built.officer("ministry_reviewer"),
        reason="Số hải quan đã điều chỉnh.",
        until=timezone.localdate() + dt.timedelta(days=5),
    )
    return built.thanh_hoa


def standing(client: Client, built: Reporting, who: str) -> Element:
    return read(as_(client, built, who).get(PAGE)).one("section", "standing")


def steps_offered(found: Element) -> list[str]:
    do = found.all("div", "standing__do")
    forms = [one["action"] for one in do[0].all("form")] if do else []
    buttons = [one["href"] for one in do[0].all("a", "btn")] if do else []
    return sorted(one.removeprefix(PAGE).strip("/") for one in forms + buttons)


# The head


DRAFT, AWAITING, SENT, RETURNED, ACCEPTED, REOPENED = (
    lambda built: built.thanh_hoa,
    presented,
    sent,
    returned,
    accepted,
    reopened,
)


@pytest.mark.parametrize(
    ("begin", "who", "steps"),
    [
        (DRAFT, "clerk_thanh_hoa", ["present"]),
        (DRAFT, "head_thanh_hoa", ["present", "submit"]),
        (DRAFT, "centre_thanh_hoa", []),
        (AWAITING, "clerk_thanh_hoa", ["take-back"]),
        (AWAITING, "head_thanh_hoa", ["submit", "take-back"]),
        (SENT, "clerk_thanh_hoa", []),
        (SENT, "ministry_reader", []),
        (RETURNED, "clerk_thanh_hoa", ["present"]),
        (RETURNED, "ministry_reviewer", []),
        (ACCEPTED, "head_thanh_hoa", []),
        (ACCEPTED, "clerk_nghe_an", []),
        (REOPENED, "clerk_thanh_hoa", ["close", "present"]),
        (REOPENED, "ministry_reviewer", ["close"]),
        (REOPENED, "ministry_reader", []),
    ],
)
def test_head_offers_exactly_the_steps_of_an_office(
    client: Client, built: Reporting, begin, who: str, steps: list[str]
) -> None:
    begin(built)
    assert steps_offered(standing(client, built, who)) == steps


def test_head_counts_the_cells(client: Client, built: Reporting) -> None:
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("retail", 0, "150.000"), built.cell("retail", 1, "11.28")],
        by=built.officer("clerk_thanh_hoa"),
    )
    found = standing(client, built, "clerk_thanh_hoa")
    assert {
        one["data-count"]: one.text for one in found.elements() if "data-count" in one.attributes
    } == {
        "answered": "1",
        "refused": "1",
    }


def test_head_says_why_it_cannot_be_edited_and_who_can(client: Client, built: Reporting) -> None:
    sent(built)
    why = standing(client, built, "clerk_thanh_hoa").one("details", "standing__why").text
    assert "Cục Công Thương địa phương" in why


def test_head_is_silent_where_one_can_edit(client: Client, built: Reporting) -> None:
    assert not standing(client, built, "clerk_thanh_hoa").has("details", "standing__why")


def header(built: Reporting, who: str = "clerk_thanh_hoa", seen: Sight = Sight.LIVE):
    report = built.thanh_hoa
    invitation = report.round.invitations.select_related("round").get(province=report.province)
    loaded = Loaded(report, seen, invitation, officer_of(getattr(built.people, who)))
    return header_of(loaded, grid_of(report))


def test_deadline_that_passed_is_late(built: Reporting) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    type(built.round).objects.update(due_on=yesterday)
    assert header(built).deadline.is_late is True


def test_deadline_that_was_extended_says_from_when_and_why(built: Reporting) -> None:
    invitation = built.round.invitations.get(province=built.units["thanh-hoa"])
    to = built.round.due_on + dt.timedelta(days=5)
    extend(invitation=invitation, to=to, reason="Bão lũ.", by=built.officer("ministry_reviewer"))
    said, due = header(built).deadline, built.round.due_on
    assert (said.is_late, f"{to:%-d/%-m/%Y}" in said.words, "Bão lũ." in said.note) == (
        False,
        True,
        True,
    )
    assert f"{due:%-d/%-m/%Y}" in said.note


def test_report_sent_late_says_so_for_good(built: Reporting) -> None:
    sent(built)
    type(built.round).objects.update(due_on=timezone.localdate() - dt.timedelta(days=3))
    with translation.override("en"):
        said = header(built).deadline
    assert (said.words.partition("; ")[2], said.is_late) == ("sent 3 days later.", False)


@pytest.mark.parametrize(
    ("seen", "act"),
    [(Sight.LIVE, Act.TAKEN_BACK), (Sight.SENT, Act.RETURNED), (Sight.ACCEPTED, None)],
)
def test_last_step_is_the_last_that_somebody_knows_of(
    built: Reporting, seen: Sight, act: Act | None
) -> None:
    report = returned(built)
    present(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    report = built.thanh_hoa
    take_back(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    last = header(built, seen=seen).last
    assert (last.act if last else None) == act


def test_department_of_the_round_learns_no_state_but_accepted(built: Reporting) -> None:
    reopened(built)
    found = header(built, "clerk_nghe_an", Sight.ACCEPTED)
    assert (found.kind, found.last, found.parts, found.is_inside) == ("accepted", None, [], False)


@pytest.mark.parametrize("begin", [DRAFT, SENT, RETURNED])
def test_head_costs_the_same_in_every_state(built: Reporting, begin) -> None:
    begin(built)
    report = built.thanh_hoa
    invitation = report.round.invitations.select_related("round").get(province=report.province)
    loaded = Loaded(report, Sight.LIVE, invitation, built.officer("clerk_thanh_hoa"))
    grid = grid_of(report)
    with CaptureQueriesContext(connection) as queries:
        header_of(loaded, grid)
    # The last step and the parts; of a report that lies with the Ministry when it was first sent.
    assert len(queries) == 2 + (report.state == State.SUBMITTED)


# The steps


def test_clerk_presents_and_leadership_sends(client: Client, built: Reporting) -> None:
    fill(built)
    first = post(client, built, "clerk_thanh_hoa", "present")
    sign(built)
    second = post(client, built, "head_thanh_hoa", "submit")
    assert [first.headers["Location"], second.headers["Location"]] == [PAGE, PAGE]
    assert (built.thanh_hoa.state, SentVersion.objects.count()) == (State.SUBMITTED, 1)


def test_step_posted_twice_is_done_once_and_ends_alike(client: Client, built: Reporting) -> None:
    fill(built)
    said = {"once": new_key(), "seen": built.thanh_hoa.version}
    answers = [post(client, built, "clerk_thanh_hoa", "present", **said) for _time in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(302, PAGE)] * 2
    assert Event.objects.filter(act=Act.PRESENTED).count() == 1


def test_slower_of_two_is_told_who_was_faster(client: Client, built: Reporting) -> None:
    fill(built)
    seen = built.thanh_hoa.version
    post(client, built, "head_thanh_hoa", "present", seen=seen)
    response = post(client, built, "clerk_thanh_hoa", "present", seen=seen)
    assert (response.status_code, "head_thanh_hoa" in read(response).one("main").text) == (
        409,
        True,
    )
    assert Event.objects.filter(act=Act.PRESENTED).count() == 1


def test_unfinished_report_is_not_presented_and_says_what_is_missing(
    client: Client, built: Reporting
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = post(client, built, "clerk_thanh_hoa", "present")
    page = read(response)
    assert (response.status_code, page.one("div", "alert--error").text) == (
        409,
        "9 cells are empty: write a number, “-” for nil or “…” for not reported.",
    )
    assert f"{PAGE}?show=missing#figures" in page.links.values()
    assert built.thanh_hoa.state == State.DRAFT


def test_report_is_taken_back(client: Client, built: Reporting) -> None:
    presented(built)
    response = post(client, built, "clerk_thanh_hoa", "take-back")
    assert (response.status_code, built.thanh_hoa.state) == (302, State.DRAFT)


def test_report_without_signature_is_not_sent(client: Client, built: Reporting) -> None:
    fill(built)
    response = post(client, built, "head_thanh_hoa", "submit")
    assert (response.status_code, len(read(response).all("div", "alert--error"))) == (409, 1)
    assert SentVersion.objects.count() == 0


def test_page_before_sending_tells_what_is_sent(client: Client, built: Reporting) -> None:
    presented(built)
    page = read(as_(client, built, "head_thanh_hoa").get(f"{PAGE}submit/"))
    facts = list(page.one("dl", "facts").terms.values())
    today = f"{timezone.localdate():%-d/%-m/%Y}"
    assert facts[2] == f"123/BC-SCT · {today} · Lãnh đạo Sở · Sở Công Thương"
    assert page.one("input", name_="seen")["value"] == str(built.thanh_hoa.version)


def test_page_before_sending_lists_doubts_and_offers_nothing_while_they_stand(
    client: Client, built: Reporting
) -> None:
    fill(built)
    sign(built)
    Indicator.objects.filter(key="retail_goods").update(plausible_high=160_000)
    page = read(as_(client, built, "head_thanh_hoa").get(f"{PAGE}submit/"))
    assert [row[1] for row in page.rows] == ["165.000", "80.500"]
    assert (len(page.all("div", "alert--warn")), page.has("input", name_="seen")) == (1, False)


def test_page_before_sending_leads_back_from_what_was_sent(
    client: Client, built: Reporting
) -> None:
    sent(built)
    response = as_(client, built, "head_thanh_hoa").get(f"{PAGE}submit/")
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)


def test_reopening_is_ended_after_a_page_that_says_what_it_means(
    client: Client, built: Reporting
) -> None:
    reopened(built)
    page = as_(client, built, "head_thanh_hoa").get(f"{PAGE}close/")
    response = post(client, built, "head_thanh_hoa", "close")
    assert (page.status_code, response.headers["Location"]) == (200, PAGE)
    assert built.thanh_hoa.state == State.ACCEPTED


def test_page_of_closing_leads_back_when_nothing_is_open(client: Client, built: Reporting) -> None:
    accepted(built)
    response = as_(client, built, "head_thanh_hoa").get(f"{PAGE}close/")
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)


def test_reviewer_enters_from_paper(client: Client, built: Reporting) -> None:
    page = as_(client, built, "ministry_reviewer").get(f"{PAGE}paper/")
    said = {"reason": "123/BC-SCT, văn thư 13/5/2026"}
    response = post(client, built, "ministry_reviewer", "paper", **said)
    assert (page.status_code, response.headers["Location"]) == (200, PAGE)
    assert str(built.thanh_hoa.paper_by) == "ministry_reviewer"
    assert client.get(PAGE).status_code == 200


def test_paper_without_its_number_is_asked_for_it(client: Client, built: Reporting) -> None:
    response = post(client, built, "ministry_reviewer", "paper", reason=" ")
    assert (response.status_code, len(read(response).all("ul", "errorlist"))) == (400, 1)
    assert built.thanh_hoa.paper_at is None


def test_paper_of_a_report_that_was_begun_is_refused_and_kept(
    client: Client, built: Reporting
) -> None:
    fill(built)
    response = post(client, built, "ministry_reviewer", "paper", reason="123/BC-SCT")
    assert (response.status_code, read(response).one("input", name_="reason")["value"]) == (
        409,
        "123/BC-SCT",
    )
    assert built.thanh_hoa.paper_at is None


def test_paper_taken_over_by_another_leads_back_to_the_board(
    client: Client, built: Reporting
) -> None:
    report = built.thanh_hoa
    take_over_paper(
        report=report, seen=report.version, by=built.officer("second_reviewer"), reason="123/BC"
    )
    response = as_(client, built, "ministry_reviewer").get(f"{PAGE}paper/")
    assert (response.status_code, response.headers["Location"]) == (302, "/rounds/bac-trung-bo/")


def test_unit_marks_its_rows_done_and_not_done(client: Client, built: Reporting) -> None:
    done = post(client, built, "centre_thanh_hoa", "part/promotion_centre", done="1")
    rows = list(PartDone.objects.values_list("owner", "done_by__username"))
    post(client, built, "clerk_thanh_hoa", "part/promotion_centre", done="0")
    assert (done.headers["Location"], rows) == (
        PAGE,
        [(DepartmentUnit.PROMOTION_CENTRE, "centre_thanh_hoa")],
    )
    assert PartDone.objects.count() == 0


def test_part_that_owns_no_row_does_not_exist(client: Client, built: Reporting) -> None:
    assert [
        post(client, built, "clerk_thanh_hoa", f"part/{owner}").status_code
        for owner in ("trade", "khac")
    ] == [404, 404]


def test_part_of_a_sent_report_is_not_marked(client: Client, built: Reporting) -> None:
    sent(built)
    response = post(client, built, "clerk_thanh_hoa", "part/promotion_centre")
    assert (len(list(get_messages(response.wsgi_request))), PartDone.objects.count()) == (1, 0)


# Who may


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk_nghe_an", 404), ("clerk_da_nang", 404), ("ministry_reader", 404)],
)
def test_draft_of_another_does_not_exist(
    client: Client, built: Reporting, step: str, who: str, status: int
) -> None:
    response = post(client, built, who, step, reason="123/BC-SCT")
    assert (response.status_code, built.thanh_hoa.version) == (status, 1)


@pytest.mark.parametrize(
    ("begin", "who", "step"),
    [
        (DRAFT, "centre_thanh_hoa", "present"),
        (DRAFT, "clerk_thanh_hoa", "submit"),
        (DRAFT, "centre_thanh_hoa", "submit"),
        (DRAFT, "clerk_thanh_hoa", "paper"),
        (AWAITING, "centre_thanh_hoa", "take-back"),
        (SENT, "ministry_reviewer", "present"),
        (SENT, "ministry_reader", "submit"),
        (SENT, "ministry_reader", "part/promotion_centre"),
        (ACCEPTED, "clerk_nghe_an", "close"),
        (REOPENED, "ministry_reader", "close"),
        (REOPENED, "centre_thanh_hoa", "close"),
    ],
)
def test_step_that_is_not_of_the_office_is_refused(
    client: Client, built: Reporting, begin, who: str, step: str
) -> None:
    report = begin(built)
    response = post(client, built, who, step, reason="123/BC-SCT")
    after = built.thanh_hoa
    assert (response.status_code, after.state, after.version) == (403, report.state, report.version)


@pytest.mark.parametrize("step", POSTED_ONLY)
def test_step_of_one_button_is_posted_only(client: Client, built: Reporting, step: str) -> None:
    assert as_(client, built, "clerk_thanh_hoa").get(f"{PAGE}{step}/").status_code == 405


@pytest.mark.parametrize("step", STEPS)
def test_step_of_a_report_that_is_not_does_not_exist(
    client: Client, built: Reporting, step: str
) -> None:
    as_(client, built, "clerk_thanh_hoa")
    answers = [
        client.post(f"/reports/{where}/{step}/").status_code
        for where in ("bac-trung-bo/da-nang-2025", "khac/thanh-hoa")
    ]
    assert answers == [404, 404]


@pytest.mark.parametrize("step", STEPS)
def test_step_read_by_nobody_asks_to_sign_in(client: Client, built: Reporting, step: str) -> None:
    response = client.get(f"{PAGE}{step}/")
    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"/login/?next={PAGE}{step}/",
    )
