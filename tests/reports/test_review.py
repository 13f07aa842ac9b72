"""The Ministry judges a report: seen, returned, accepted, reopened (R3–R5)."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from metrics.enums import Topic
from metrics.periods import first_months
from provinces.actions import keep
from reports.actions.entering import save_cells
from reports.actions.rounds import open_round
from reports.actions.steps import accept, return_, submit, take_over_paper
from reports.enums import EntryState, SectionKind, State
from reports.models import Entry, Event, Report, ReviewerTopic, RoundRow
from reports.once import new_key
from tests.reading import Element, read
from tests.register import figure, registrar
from tests.reporting import (
    Reporting,
    accepted,
    fresh,
    reporting,
    returned,
    sent,
    sent_again,
    settled,
    sign,
)

pytestmark = pytest.mark.django_db

HERE = "/reports/bac-trung-bo/thanh-hoa/"
STEPS = ("return", "accept", "reopen")


@pytest.fixture
def built() -> Reporting:
    return reporting()


@pytest.fixture
def reviewer(built, client: Client) -> Client:
    client.force_login(built.people.ministry_reviewer)
    return client


def page(client: Client, url: str = f"{HERE}review/") -> Element:
    return read(client.get(url)).one("main")


def place(built: Reporting, row: str, column: int) -> str:
    """How the fields of a cell are named."""
    return f"{built.rows[row].pk}-{built.columns[column].pk}"


def fields(shown: Element) -> dict[str, str]:
    """What the form of a page would send untouched."""
    form = next(one for one in shown.all("form"))
    said = {one["name"]: one["value"] for one in form.all("input", type="hidden")}
    return said | {one["name"]: one.text for one in form.all("textarea")}


def post(client: Client, step: str, shown: Element, **said: str):
    return client.post(f"{HERE}{step}/", fields(shown) | said)


def errors(shown: Element) -> list[str]:
    found = [*shown.all(of="alert--error"), *shown.all("ul", "errorlist")]
    return [one.text for one in found]


def odd(built: Reporting) -> None:
    """Thanh Hóa's retail is ten times that of the same period, explained, and sent."""
    before = timezone.localdate().year - 1
    figure(
        "retail_goods",
        "8000",
        "ty-dong",
        province=built.units["thanh-hoa"],
        period=first_months(before, 6),
    )
    retail = built.cell("retail", 2, "80.500", note="Đã kiểm tra với Cục Thống kê.")
    save_cells(report=built.thanh_hoa, cells=[retail], by=built.officer("clerk_thanh_hoa"))
    sent(built)


def limit(built: Reporting, topic: Topic) -> None:
    """The second reviewer answers for one group of indicators only."""
    office = built.people.second_reviewer.memberships.get()
    keep(record=ReviewerTopic(membership=office, topic=topic), by=registrar())


# What is seen


def test_page_begins_with_what_is_odd_and_its_explanation(built, reviewer: Client) -> None:
    odd(built)
    [row] = page(reviewer).section(_("To be explained")).rows
    assert row[1:3] == ["80.500", "8.000 +906,3%"]
    assert row[3].endswith(f"{_('Explanation:')} Đã kiểm tra với Cục Thống kê.")


def test_page_shows_growth_on_the_same_period(built, reviewer: Client) -> None:
    before = timezone.localdate().year - 1
    period = first_months(before, 6)
    figure("export", "2.5", "ty-usd", province=built.units["thanh-hoa"], period=period)
    sent(built)
    [export] = [row for row in page(reviewer).rows if "Kim ngạch xuất khẩu" in row[0]]
    assert export[3].startswith(f"2.700 {_('same period')} 2.500 · +8,0%")


def test_page_shows_old_and_new_after_a_return(built, reviewer: Client) -> None:
    returned(built)
    sent_again(built, export="2.650")
    [row] = page(reviewer).section(_("Changed or returned before")).rows
    assert row[1:4] == ["2.650", "2.700", "Chưa khớp với số của hải quan."]


def test_page_says_that_a_returned_cell_is_unchanged(built, reviewer: Client) -> None:
    returned(built)
    sent_again(built)
    [row] = page(reviewer).section(_("Changed or returned before")).rows
    assert row[1:4] == ["2.700", _("unchanged"), "Chưa khớp với số của hải quan."]


def test_page_shows_nil_in_words_and_what_it_was(built, reviewer: Client) -> None:
    returned(built)
    sent_again(built, funds="-")
    rows = page(reviewer).section(_("Changed or returned before")).rows
    assert [row[1:3] for row in rows if "khuyến công" in row[0]] == [
        [str(EntryState.NIL.label), "1,60"]
    ]


def test_page_shows_words_and_what_they_were(built, reviewer: Client) -> None:
    clerk = built.people.clerk_thanh_hoa
    said = {"saved_at": timezone.now(), "saved_by": clerk}
    report = built.thanh_hoa
    section = report.sections.create(kind=SectionKind.RESULTS, text="Bán lẻ tăng.", **said)
    asked = report.proposals.create(position=1, addressee="Bộ", text="Bố trí vốn.", **said)
    returned(built)
    section.text, asked.text = "Bán lẻ tăng khá.", "Bố trí thêm vốn."
    section.save()
    asked.save()
    sent_again(built)
    words = page(reviewer).section(_("Words and files"))
    assert [one.text for one in words.all("del")] == ["Bán lẻ tăng.", "Bố trí vốn."]
    assert "Bán lẻ tăng khá." in words.text
    assert words.terms[str(_("number of the report")).capitalize()] == "123/BC-SCT"


def test_page_shows_the_version_sent_not_the_cells_being_typed(built, reviewer: Client) -> None:
    returned(built)
    seen = built.thanh_hoa.entries.get(typed="80.500").version
    typed = built.cell("retail", 2, "99.999", seen=seen)
    save_cells(report=built.thanh_hoa, cells=[typed], by=built.officer("clerk_thanh_hoa"))
    shown = page(reviewer)
    assert ("99.999" in shown.text, "80.500" in shown.text) == (False, True)


def test_reviewer_of_a_group_sees_it_first_and_returns_only_that(built, client: Client) -> None:
    limit(built, Topic.PROMOTION)
    sent(built)
    client.force_login(built.people.second_reviewer)
    whole = page(client).section(_("The whole table"))
    headings = [one.text for one in whole.all("th", scope="rowgroup")]
    places = [one["name"].removeprefix("why-") for one in whole.all("textarea")]
    assert headings == [_("Your groups of indicators"), _("Other indicators")]
    assert places == [place(built, "funds", column) for column in range(3)]


# Returning


def test_return_sends_the_ticked_cells_back_with_their_reasons(built, reviewer: Client) -> None:
    sent(built)
    export, funds = place(built, "export", 2), place(built, "funds", 0)
    answer = post(
        reviewer,
        "return",
        page(reviewer),
        **{f"back-{export}": "on", f"why-{funds}": "Sai đơn vị.", "reason": "Rà soát lại."},
    )
    reasons = Entry.objects.exclude(returned_reason="").order_by("row", "column")
    report = built.thanh_hoa
    assert answer["Location"] == f"{HERE}review/"
    assert (report.state, report.returned_reason) == (State.RETURNED, "Rà soát lại.")
    assert [(one.row.pk, one.returned_reason) for one in reasons] == [
        (built.rows["export"].pk, "Rà soát lại."),
        (built.rows["funds"].pk, "Sai đơn vị."),
    ]


def test_return_asks_for_the_reason_of_a_ticked_cell_and_keeps_the_rest(
    built, reviewer: Client
) -> None:
    sent(built)
    export, funds = place(built, "export", 2), place(built, "funds", 0)
    typed = {f"back-{export}": "on", f"why-{funds}": "Sai đơn vị."}
    again = read(post(reviewer, "return", page(reviewer), **typed)).one("main")
    wrong = [one["name"] for one in again.all("textarea", aria_invalid="true")]
    ticked = [
        one["name"] for one in again.all("input", type="checkbox") if "checked" in one.attributes
    ]
    assert (wrong, ticked) == ([f"why-{export}"], [f"back-{export}"])
    assert again.one("textarea", name_=f"why-{funds}").text == "Sai đơn vị."
    assert (built.thanh_hoa.state, len(errors(again))) == (State.SUBMITTED, 1)


def test_return_without_any_reason_is_refused(built, reviewer: Client) -> None:
    sent(built)
    again = read(post(reviewer, "return", page(reviewer)))
    assert errors(again) == [_("Give a reason for the report, or for at least one cell.")]
    assert built.thanh_hoa.state == State.SUBMITTED


def test_slower_reviewer_is_told_and_what_they_typed_is_kept(built, reviewer: Client) -> None:
    report = sent(built)
    shown = page(reviewer)
    accept(report=report, seen=report.version, by=built.officer("second_reviewer"))
    export = place(built, "export", 2)
    answer = post(
        reviewer, "return", shown, **{f"why-{export}": "Chưa khớp.", "reason": "Rà soát."}
    )
    again = read(answer).one("main")
    assert answer.status_code == 409
    assert [one.split()[0] for one in errors(again)] == ["second_reviewer"]
    assert again.one("textarea", name_=f"why-{export}").text == "Chưa khớp."
    assert again.one("form", "review").one("textarea", name_="reason").text == "Rà soát."
    assert built.thanh_hoa.state == State.ACCEPTED


def test_return_sent_twice_happens_once(built, reviewer: Client) -> None:
    sent(built)
    shown = page(reviewer)
    answers = [post(reviewer, "return", shown, reason="Rà soát.") for _time in range(2)]
    assert [one["Location"] for one in answers] == [f"{HERE}review/"] * 2
    assert Event.objects.filter(act="returned").count() == 1


def test_department_sees_the_reasons_on_its_cells(built, client: Client) -> None:
    returned(built)
    client.force_login(built.people.clerk_thanh_hoa)
    assert "Chưa khớp với số của hải quan." in page(client, HERE).text


def test_other_groups_cannot_be_returned(built, client: Client) -> None:
    limit(built, Topic.PROMOTION)
    sent(built)
    client.force_login(built.people.second_reviewer)
    export = place(built, "export", 2)
    answer = post(client, "return", page(client), **{f"why-{export}": "Chưa khớp."})
    assert (answer.status_code, built.thanh_hoa.state) == (403, State.SUBMITTED)


# Accepting


def test_accept_settles_the_figures(built, reviewer: Client) -> None:
    sent(built)
    answer = post(reviewer, "accept", page(reviewer))
    report = built.thanh_hoa
    assert answer["Location"] == f"{HERE}review/"
    assert (report.state, report.accepted_by) == (State.ACCEPTED, built.people.ministry_reviewer)


def test_accept_stops_when_reasons_for_returning_were_typed(built, reviewer: Client) -> None:
    sent(built)
    export, funds = place(built, "export", 2), place(built, "funds", 0)
    typed = {f"why-{export}": "Chưa khớp.", f"back-{funds}": "on"}
    again = read(post(reviewer, "accept", page(reviewer), **typed))
    assert errors(again) == [
        _("There are reasons for returning: return the report, or clear them to accept.")
    ]
    assert again.one("textarea", name_=f"why-{export}").text == "Chưa khớp."
    assert built.thanh_hoa.state == State.SUBMITTED


def test_reviewer_of_a_group_is_told_who_accepts(built, client: Client) -> None:
    limit(built, Topic.PROMOTION)
    sent(built)
    client.force_login(built.people.second_reviewer)
    shown = page(client)
    assert [one.text for one in shown.section(_("Decide")).all("button")] == [
        _("Return the report")
    ]
    assert shown.one("section", "review__decide").all("p")[-1].text == _(
        "You answer for some groups of indicators: a reviewer of all groups accepts the report."
    )
    assert post(client, "accept", shown).status_code == 403


def test_who_entered_from_paper_does_not_accept(built, reviewer: Client) -> None:
    by = built.officer("ministry_reviewer")
    report = built.thanh_hoa
    take_over_paper(report=report, seen=report.version, by=by, reason="Công văn 12/SCT.")
    built_report = built.thanh_hoa
    numbers = {"retail": ("1", "2", "1"), "export": ("1", "2", "1"), "funds": ("1", "2", "1")}
    cells = [
        built.cell(row, at, text) for row, all_ in numbers.items() for at, text in enumerate(all_)
    ]
    save_cells(report=built_report, cells=cells, by=by)
    assert reviewer.get(f"{HERE}review/").status_code == 404
    sign(built, by="ministry_reviewer")
    report = built.thanh_hoa
    submit(report=report, seen=report.version, by=by)
    shown = page(reviewer)
    assert _("You entered or sent something of this report: another reviewer accepts it.") in (
        shown.section(_("Decide")).text
    )
    assert (post(reviewer, "accept", shown).status_code, built.thanh_hoa.state) == (
        403,
        State.SUBMITTED,
    )


# Reopening


def test_reopen_opens_until_a_day_for_a_reason(built, reviewer: Client) -> None:
    accepted(built)
    until = timezone.localdate() + dt.timedelta(days=5)
    said = {"until": f"{until:%-d/%-m/%Y}", "reason": "Bổ sung số xuất khẩu."}
    answer = reviewer.post(f"{HERE}reopen/", _reopening(reviewer) | said)
    report = built.thanh_hoa
    assert answer["Location"] == f"{HERE}review/"
    assert (report.state, report.reopened_until, report.reopened_reason) == (
        State.REOPENED,
        until,
        "Bổ sung số xuất khẩu.",
    )


def _reopening(client: Client) -> dict[str, str]:
    form = page(client).all("form")[-1]
    assert form["action"] == f"{HERE}reopen/"
    return {one["name"]: one["value"] for one in form.all("input", type="hidden")}


@pytest.mark.parametrize(
    ("until", "reason", "message"),
    [
        ("2022-13-5", "Bổ sung.", "Write day/month/year, e.g. 13/5/2022."),
        ("", "Bổ sung.", "Write the last day, e.g. 13/5/2022."),
        ("1/1/2020", "Bổ sung.", "Choose a day that is still to come, or today."),
        ("1/1/2099", "", "Give the reason."),
    ],
)
def test_reopen_says_what_is_wrong_and_keeps_what_was_typed(
    built, reviewer: Client, until: str, reason: str, message: str
) -> None:
    accepted(built)
    said = {"until": until, "reason": reason}
    again = read(reviewer.post(f"{HERE}reopen/", _reopening(reviewer) | said)).one("main")
    form = again.all("form")[-1]
    assert errors(again) == [_(message)]
    assert (
        form.one("input", name_="until").attributes.get("value", ""),
        form.one("textarea").text,
    ) == (
        until,
        reason,
    )
    assert built.thanh_hoa.state == State.ACCEPTED


# Who may come here


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ministry_reviewer", 200),
        ("ministry_publisher", 200),
        ("ministry_reader", 200),
        ("clerk_thanh_hoa", 403),
        ("head_thanh_hoa", 403),
        ("clerk_nghe_an", 404),
        ("clerk_da_nang", 404),
    ],
)
def test_page_is_for_the_ministry(built, client: Client, name: str, status: int) -> None:
    sent(built)
    client.force_login(getattr(built.people, name))
    assert client.get(f"{HERE}review/").status_code == status


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ministry_reader", 403),
        ("clerk_thanh_hoa", 403),
        ("clerk_nghe_an", 404),
        ("clerk_da_nang", 404),
    ],
)
def test_steps_are_refused_to_others(
    built, client: Client, step: str, name: str, status: int
) -> None:
    report = sent(built) if step != "reopen" else settled(built, "thanh-hoa")
    if name == "clerk_nghe_an" and step == "reopen":
        status = 403  # it reads the accepted figures of its round
    client.force_login(getattr(built.people, name))
    said = {"once": new_key(), "seen": report.version, "reason": "Vì sao.", "until": "1/1/2099"}
    answer = client.post(f"{HERE}{step}/", said)
    assert (answer.status_code, built.thanh_hoa.state) == (status, report.state)


@pytest.mark.parametrize("step", STEPS)
def test_steps_need_a_known_report_and_a_post(built, reviewer: Client, step: str) -> None:
    sent(built)
    unknown = [
        reviewer.post(f"/reports/{where}/{step}/").status_code
        for where in ("bac-trung-bo/da-nang-2025", "khong-co/thanh-hoa")
    ]
    assert (unknown, reviewer.get(f"{HERE}{step}/").status_code) == ([404, 404], 405)


def test_page_needs_a_known_report_and_a_get(built, reviewer: Client) -> None:
    sent(built)
    assert reviewer.get("/reports/khong-co/thanh-hoa/review/").status_code == 404
    assert reviewer.get("/reports/bac-trung-bo/nghe-an/review/").status_code == 404
    assert reviewer.post(f"{HERE}review/").status_code == 405


def test_page_needs_a_login(client: Client) -> None:
    answer = client.get(f"{HERE}review/")
    assert answer["Location"] == f"/login/?next={HERE}review/"


@pytest.mark.parametrize("step", STEPS)
def test_reasons_typed_after_the_session_ended_are_kept(built, client: Client, step: str) -> None:
    sent(built)
    answer = client.post(f"{HERE}{step}/", {"why-1-2": "Chưa khớp.", "reason": "Rà soát."})
    kept = {one["name"]: one["value"] for one in read(answer).all("input", type="hidden")}
    assert answer.status_code == 401
    assert {name: kept[name] for name in ("why-1-2", "reason")} == {
        "why-1-2": "Chưa khớp.",
        "reason": "Rà soát.",
    }


# What it costs


@pytest.mark.parametrize("rows", [("retail",), ("retail", "export", "funds")])
def test_page_costs_the_same_for_one_row_and_three(
    client: Client, django_assert_num_queries, rows: tuple[str, ...]
) -> None:
    built = reporting(opened=False)
    left_out = [
        row.pk for key, row in built.rows.items() if key not in (*rows, "trade", "promotion")
    ]
    RoundRow.objects.filter(pk__in=left_out).delete()
    open_round(round=built.round, by=built.officer("ministry_reviewer"))
    reports = {one.province.key: one for one in built.round.reports.select_related("province")}
    kept = {key: row for key, row in built.rows.items() if row.pk not in left_out}
    built = replace(built, reports=reports, rows=kept)
    report = settled_until_sent(built)
    client.force_login(built.people.ministry_reviewer)
    assert fresh(report).state == State.SUBMITTED
    # Session, account; round, invitations, report; offices, groups of reviewers; the version; the
    # table: the version, rows, columns, comparisons, cells, provinces, figures, other reports; the
    # version before, its cells, why they were returned; files; who entered; two for the menu.
    with django_assert_num_queries(23):
        client.get(f"{HERE}review/")


def settled_until_sent(built: Reporting) -> Report:
    """Sent, returned with a reason on a cell, and sent again."""
    report = settled_sent(built)
    key = (built.rows["retail"].pk, built.columns[2].pk)
    return_(
        report=report,
        seen=report.version,
        by=built.officer("ministry_reviewer"),
        cells={key: "Rà soát."},
        reason="",
    )
    return sent_again(built)


def settled_sent(built: Reporting) -> Report:
    """Sent once, whatever rows there are."""
    numbers = ("1", "2", "1")
    cells = [
        built.cell(row, at, text)
        for row in built.rows
        if not built.rows[row].is_heading
        for at, text in enumerate(numbers)
    ]
    save_cells(report=built.thanh_hoa, cells=cells, by=built.officer("clerk_thanh_hoa"))
    sign(built)
    report = built.thanh_hoa
    submit(report=report, seen=report.version, by=built.officer("head_thanh_hoa"))
    return built.thanh_hoa
