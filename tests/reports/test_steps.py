"""The steps of a report, rules R3–R5, R9."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation

from accounts.enums import DepartmentUnit
from accounts.models import User
from metrics.enums import Topic
from metrics.periods import year
from reports.actions import steps
from reports.actions.entering import Typed, save_cells
from reports.actions.texts import save_section, save_signature
from reports.enums import STEPS, STEPS_TOLD, WRITABLE, Act, EntryState, SectionKind, State, Via
from reports.loading import officer_of
from reports.models import Event, PartDone, Report, ReviewerTopic
from reports.queries import entered_by, latest_version
from reports.texts import Signature
from tests.register import figure
from tests.reporting import Reporting, accepted, fill, reporting, returned, sent, sign

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
CENTRE = DepartmentUnit.PROMOTION_CENTRE

# The one who may do each step, and how.
LEADER, CLERK, REVIEWER = "head_thanh_hoa", "clerk_thanh_hoa", "ministry_reviewer"
DOING: dict[str, tuple[str, dict]] = {
    "present": (CLERK, {}),
    "take_back": (LEADER, {}),
    "submit": (LEADER, {}),
    "return_": (REVIEWER, {"cells": {}, "reason": "Đề nghị rà soát."}),
    "accept": (REVIEWER, {}),
    "reopen": (REVIEWER, {"reason": "Điều chỉnh số liệu.", "until": TODAY}),
    "close": (REVIEWER, {}),
    "take_over_paper": (REVIEWER, {"reason": "Công văn 45/SCT ngày 1/6/2026."}),
}


@pytest.fixture
def built() -> Reporting:
    return reporting()


def do(built: Reporting, name: str, *, by: str = "", seen: int | None = None, **said) -> object:
    """A step on Thanh Hóa's report as it stands, by who may do it unless said."""
    who, usual = DOING[name]
    report = built.thanh_hoa
    return getattr(steps, name)(
        report=report,
        seen=report.version if seen is None else seen,
        by=built.officer(by or who),
        **usual | said,
    )


def save(built: Reporting, *cells: Typed, by: str = CLERK):
    return save_cells(report=built.thanh_hoa, cells=cells, by=built.officer(by))


def refusal(action: Callable[[], object]) -> list[str]:
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            action()
        return refused.value.messages


def told(report: Report) -> list[tuple[str, str, str]]:
    """The steps in the history: what, from, to."""
    events = report.events.filter(act__in=STEPS_TOLD)
    return [(one.act, one.before, one.after) for one in events]


# Where each step leads


def begun(built: Reporting) -> Report:
    fill(built)
    sign(built)
    return built.thanh_hoa


def awaiting(built: Reporting) -> Report:
    begun(built)
    do(built, "present")
    return built.thanh_hoa


def reopened(built: Reporting) -> Report:
    accepted(built)
    do(built, "reopen")
    return built.thanh_hoa


STANDS = {
    State.DRAFT: begun,
    State.AWAITING: awaiting,
    State.SUBMITTED: sent,
    State.RETURNED: returned,
    State.ACCEPTED: accepted,
    State.REOPENED: reopened,
}
LEADS = {
    "present": {
        State.DRAFT: State.AWAITING,
        State.RETURNED: State.AWAITING,
        State.REOPENED: State.AWAITING,
    },
    "take_back": {State.AWAITING: State.DRAFT},
    "submit": {
        State.DRAFT: State.SUBMITTED,
        State.AWAITING: State.SUBMITTED,
        State.RETURNED: State.SUBMITTED,
        State.REOPENED: State.SUBMITTED,
    },
    "return_": {State.SUBMITTED: State.RETURNED},
    "accept": {State.SUBMITTED: State.ACCEPTED},
    "reopen": {State.ACCEPTED: State.REOPENED},
    "close": {State.REOPENED: State.ACCEPTED},
}


@pytest.mark.parametrize("state", State)
def test_each_step_leads_where_it_should_and_no_other_is_taken(
    built: Reporting, state: State
) -> None:
    """Every step tried in every state; what is refused leaves no trace."""
    assert STANDS[state](built).state == state
    reached, expected = {}, {}
    for name, leads in LEADS.items():
        before = (built.thanh_hoa.version, Event.objects.count())
        hold = transaction.savepoint()
        try:
            do(built, name)
        except (PermissionDenied, ValidationError):
            assert (built.thanh_hoa.version, Event.objects.count()) == before
        else:
            reached[name] = built.thanh_hoa.state
            assert built.thanh_hoa.version == before[0] + 1
            event = Event.objects.latest("pk")
            assert (event.before, event.after) == (state, reached[name])
        transaction.savepoint_rollback(hold)
        if state in leads:
            expected[name] = leads[state]
    assert reached == expected


def test_every_step_of_the_office_is_one_of_those_tried() -> None:
    """STEPS, which guards each step, and what was tried above are the same steps."""
    tried = {(before, after) for leads in LEADS.values() for before, after in leads.items()}
    back = {(State.AWAITING, State.RETURNED), (State.AWAITING, State.REOPENED)}
    assert {(one, after) for one, all_ in STEPS.items() for after in all_} == tried | back


def test_department_writes_before_it_sends_and_after_it_is_asked_to() -> None:
    assert set(WRITABLE) == {State.DRAFT, State.RETURNED, State.REOPENED}


# Sending


def test_unfinished_report_is_not_presented_and_says_how_many(built: Reporting) -> None:
    save(built, built.cell("retail", 0, "chưa rõ"), built.cell("retail", 1, "-"))
    assert refusal(lambda: do(built, "present")) == [
        "7 cells are empty: write a number, “-” for nil or “…” for not reported.",
        "1 cells cannot be read: correct them as their messages say.",
    ]
    assert (built.thanh_hoa.state, built.thanh_hoa.version) == (State.DRAFT, 1)


def test_cell_emptied_again_is_empty(built: Reporting) -> None:
    begun(built)
    save(built, built.cell("retail", 0, "", seen=1))
    assert refusal(lambda: do(built, "submit")) == [
        "1 cells are empty: write a number, “-” for nil or “…” for not reported."
    ]


def test_unexplained_doubt_is_not_sent(built: Reporting) -> None:
    period = year(TODAY.year - 2)
    figure("retail_goods", "15000", "ty-dong", province=built.units["thanh-hoa"], period=period)
    begun(built)
    assert refusal(lambda: do(built, "submit")) == [
        "1 cells are doubtful: check them, or explain them in a note."
    ]
    save(built, built.cell("retail", 0, "150.000", seen=1, note="Trung tâm mới."))
    do(built, "submit")
    assert built.thanh_hoa.state == State.SUBMITTED


def test_unsigned_report_is_not_sent(built: Reporting) -> None:
    fill(built)
    assert refusal(lambda: do(built, "submit")) == [
        "Enter the signature first: number, date and signer, for example 123/BC-SCT of 13/5/2022."
    ]


def test_what_is_sent_is_kept_as_a_version(built: Reporting) -> None:
    fill(built)
    save(built, built.cell("funds", 0, "-", seen=1), built.cell("funds", 1, "…", seen=1))
    clerk = built.officer(CLERK)
    save_section(
        report=built.thanh_hoa, kind=SectionKind.RESULTS, text="Kết quả.", seen=0, by=clerk
    )
    sign(built)
    version = do(built, "submit")
    cells = version.entries.order_by("row__position", "column__position")
    assert [(one.typed, one.state) for one in cells][-3:] == [
        ("-", EntryState.NIL),
        ("…", EntryState.NOT_AVAILABLE),
        ("1,60", EntryState.NUMBER),
    ]
    assert (version.number, version.texts["sections"], version.texts["signature"]["number"]) == (
        1,
        {"results": "Kết quả."},
        "123/BC-SCT",
    )


def test_version_stays_as_sent_while_the_cells_go_on(built: Reporting) -> None:
    returned(built)
    first = latest_version(built.thanh_hoa)
    was = list(first.entries.order_by("pk").values_list("typed", "number", "note"))
    save(built, built.cell("export", 2, "2.900", seen=1))
    do(built, "submit")
    second = latest_version(built.thanh_hoa)
    assert list(first.entries.order_by("pk").values_list("typed", "number", "note")) == was
    assert (first.number, second.number) == (1, 2)
    assert second.entries.get(row=built.rows["export"], column=built.columns[2]).typed == "2.900"


def test_reasons_for_returning_are_gone_when_it_is_sent_again(built: Reporting) -> None:
    returned(built)
    do(built, "submit")
    assert set(built.thanh_hoa.entries.values_list("returned_reason", "returned_at")) == {
        ("", None)
    }


# Back and forth


@pytest.mark.parametrize(
    ("stands", "state"),
    [(begun, State.DRAFT), (returned, State.RETURNED), (reopened, State.REOPENED)],
)
def test_report_taken_back_stands_where_it_stood(
    built: Reporting, stands: Callable, state: State
) -> None:
    stands(built)
    do(built, "present")
    do(built, "take_back")
    assert built.thanh_hoa.state == state


def test_reopened_report_that_was_returned_is_taken_back_as_returned(built: Reporting) -> None:
    reopened(built)
    do(built, "submit")
    do(built, "return_")
    do(built, "present")
    do(built, "take_back")
    assert built.thanh_hoa.state == State.RETURNED


def test_returned_report_that_was_accepted_and_reopened_is_taken_back_as_reopened(
    built: Reporting,
) -> None:
    returned(built)
    do(built, "submit")
    do(built, "accept")
    do(built, "reopen")
    do(built, "present")
    do(built, "take_back")
    assert built.thanh_hoa.state == State.REOPENED


def test_returning_needs_a_reason(built: Reporting) -> None:
    sent(built)
    cell = (built.rows["export"].pk, built.columns[0].pk)
    for cells in ({}, {cell: "  "}):
        assert refusal(lambda said=cells: do(built, "return_", cells=said, reason=" ")) == [
            "Give a reason for the report, or for at least one cell."
        ]
    assert built.thanh_hoa.state == State.SUBMITTED


def test_cell_is_returned_with_its_reason(built: Reporting) -> None:
    sent(built)
    cell = (built.rows["export"].pk, built.columns[0].pk)
    with translation.override("en"):
        do(built, "return_", cells={cell: " Chưa khớp. "}, reason="")
    entry = built.thanh_hoa.entries.exclude(returned_reason="").get()
    assert ((entry.row_id, entry.column_id), entry.returned_reason, str(entry.returned_by)) == (
        cell,
        "Chưa khớp.",
        REVIEWER,
    )
    assert built.thanh_hoa.returned_reason == "See the reasons on the cells."
    event = Event.objects.get(act=Act.CELL_RETURNED)
    assert (event.row_id, event.column_id, event.after, event.reason) == (
        *cell,
        "5.200,5",
        "Chưa khớp.",
    )


@pytest.mark.parametrize("row", ["trade", None])
def test_cell_that_was_not_sent_cannot_be_returned(built: Reporting, row: str | None) -> None:
    sent(built)
    key = (built.rows[row].pk if row else 0, built.columns[0].pk)
    assert refusal(lambda: do(built, "return_", cells={key: "Vì sao"})) == [
        "A cell that was not sent cannot be returned."
    ]
    assert built.thanh_hoa.entries.exclude(returned_reason="").count() == 0


def test_reviewer_of_a_group_returns_its_cells_only(built: Reporting) -> None:
    sent(built)
    office = built.people.ministry_reviewer.memberships.get()
    ReviewerTopic.objects.create(membership=office, topic=Topic.TRADE)
    with pytest.raises(PermissionDenied):
        do(built, "return_", cells={(built.rows["funds"].pk, built.columns[0].pk): "Vì sao"})
    with pytest.raises(PermissionDenied):
        do(built, "accept")
    do(built, "return_", cells={(built.rows["export"].pk, built.columns[0].pk): "Vì sao"})
    assert built.thanh_hoa.state == State.RETURNED


# Accepting, four eyes (R5)


def test_accepted_version_says_who_and_when(built: Reporting) -> None:
    report = accepted(built)
    version = latest_version(report, accepted=True)
    assert (str(version.accepted_by), str(report.accepted_by), version.published_at) == (
        REVIEWER,
        REVIEWER,
        None,
    )


def paper(built: Reporting) -> None:
    """The reviewer enters what came on paper, and sends it."""
    do(built, "take_over_paper")
    fill(built, by=REVIEWER)
    sign(built, by=REVIEWER)
    do(built, "submit", by=REVIEWER)


def test_who_entered_from_paper_does_not_accept_and_another_does(built: Reporting) -> None:
    paper(built)
    with pytest.raises(PermissionDenied):
        do(built, "accept", by=REVIEWER)
    assert built.thanh_hoa.state == State.SUBMITTED
    do(built, "accept", by="second_reviewer")
    assert str(built.thanh_hoa.accepted_by) == "second_reviewer"


@pytest.mark.parametrize("part", ["cell", "section", "signature", "paper", "sending"])
def test_whoever_had_a_hand_in_it_does_not_accept(built: Reporting, part: str) -> None:
    """One cell, one word, the signature or the sending is enough; that it was sent is not seen."""
    do(built, "take_over_paper", by=REVIEWER if part == "paper" else "second_reviewer")
    fill(built)
    if part == "cell":
        save(built, built.cell("retail", 0, "151.000", seen=1), by=REVIEWER)
        save(built, built.cell("retail", 0, "150.000", seen=2))
    if part == "section":
        reviewer = built.officer(REVIEWER)
        save_section(
            report=built.thanh_hoa, kind=SectionKind.TASKS, text="Nhiệm vụ.", seen=0, by=reviewer
        )
    sign(built, by=REVIEWER if part == "signature" else LEADER)
    do(built, "submit", by=REVIEWER if part == "sending" else LEADER)
    with pytest.raises(PermissionDenied):
        do(built, "accept", by=REVIEWER)
    assert built.people.ministry_reviewer.pk in entered_by(built.thanh_hoa)


def test_who_closed_a_reopening_may_accept_later(built: Reporting) -> None:
    """Closing brings back what was accepted: whoever did it typed nothing."""
    reopened(built)
    save(built, built.cell("retail", 0, "151.000", seen=1))
    do(built, "close", by="second_reviewer")
    do(built, "reopen")
    do(built, "submit")
    do(built, "accept", by="second_reviewer")
    assert str(built.thanh_hoa.accepted_by) == "second_reviewer"


def test_paper_is_not_taken_over_from_a_department_that_began(built: Reporting) -> None:
    clerk = built.officer(CLERK)
    save_section(
        report=built.thanh_hoa, kind=SectionKind.RESULTS, text="Kết quả.", seen=0, by=clerk
    )
    assert refusal(lambda: do(built, "take_over_paper")) == [
        "The department has begun this report: it sends it itself."
    ]


def test_paper_is_taken_over_once_and_with_its_number(built: Reporting) -> None:
    assert refusal(lambda: do(built, "take_over_paper", reason=" ")) == ["Give the reason."]
    do(built, "take_over_paper")
    with pytest.raises(PermissionDenied):
        do(built, "take_over_paper", by="second_reviewer")
    event = Event.objects.get(act=Act.PAPER)
    assert (event.reason, str(event.by)) == ("Công văn 45/SCT ngày 1/6/2026.", REVIEWER)


# Opened again


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"reason": " "}, "Give the reason."),
        ({"until": TODAY - DAY}, "Choose a day that is still to come, or today."),
    ],
)
def test_reopening_needs_a_reason_and_a_day(built: Reporting, said: dict, message: str) -> None:
    accepted(built)
    assert refusal(lambda: do(built, "reopen", **said)) == [message]
    assert built.thanh_hoa.state == State.ACCEPTED


def test_reopening_runs_out(built: Reporting) -> None:
    report = reopened(built)
    Report.objects.filter(pk=report.pk).update(reopened_until=TODAY - DAY)
    [result] = save(built, built.cell("retail", 0, "151.000", seen=1))
    assert result.outcome == "denied"
    for step in ("present", "submit"):
        with pytest.raises(PermissionDenied):
            do(built, step)
    do(built, "close", by=CLERK)
    assert built.thanh_hoa.state == State.ACCEPTED


def test_closing_a_reopening_restores_what_was_accepted_and_tells_it(built: Reporting) -> None:
    """Cells, explanations, words and signature; what was typed meanwhile is in the history."""
    clerk = built.officer(CLERK)
    said = {"kind": SectionKind.RESULTS, "by": clerk}
    save_section(report=built.thanh_hoa, text="Kết quả.", seen=0, **said)
    reopened(built)
    report = built.thanh_hoa
    before = (cells(report), report.sections.get().text, Signature.of(report))
    save(
        built,
        built.cell("retail", 0, "151.000", seen=1),
        built.cell("retail", 1, "165.000", seen=1, note="Vì sao."),
        built.cell("export", 0, "", seen=1),
    )
    save_section(report=report, text="Khác.", seen=1, **said)
    save_signature(
        report=report,
        signature=Signature("999/BC-SCT", TODAY, "Người khác", ""),
        seen=Signature.of(report).mark,
        by=built.officer(LEADER),
    )
    do(built, "close")
    report = built.thanh_hoa
    assert (cells(report), report.sections.get().text, Signature.of(report)) == before
    restored = Event.objects.filter(via=Via.RESTORED).order_by("pk")
    assert sorted((one.act, one.before, one.after) for one in restored) == sorted(
        [
            (Act.CELL, "151.000", "150.000"),
            (Act.NOTE, "Vì sao.", ""),
            (Act.CELL, "", "5.200,5"),
            (Act.SECTION, "Khác.", "Kết quả."),
            (
                Act.SIGNATURE,
                Signature("999/BC-SCT", TODAY, "Người khác", "").whole,
                Signature.of(report).whole,
            ),
        ]
    )


def cells(report: Report) -> list[tuple]:
    found = report.entries.order_by("row__position", "column__position")
    return list(found.values_list("typed", "state", "number", "value", "note"))


def test_closing_restores_the_version_accepted_last(built: Reporting) -> None:
    reopened(built)
    save(built, built.cell("retail", 0, "151.000", seen=1))
    do(built, "submit")
    do(built, "accept")
    do(built, "reopen")
    save(built, built.cell("retail", 0, "152.000", seen=2))
    do(built, "close")
    assert cells(built.thanh_hoa)[0][0] == "151.000"


# Two at once


def test_slower_one_is_told_who_was_faster_and_when(built: Reporting) -> None:
    report = sent(built)
    do(built, "return_", by="second_reviewer")
    moment = timezone.localtime(Event.objects.latest("pk").happened)
    messages = refusal(lambda: do(built, "accept", seen=report.version))
    assert messages == [
        f"second_reviewer already did this at {moment:%H:%M %-d/%-m/%Y}. Please reload the page."
    ]
    assert built.thanh_hoa.state == State.RETURNED


@pytest.mark.parametrize("name", DOING)
def test_step_from_an_old_page_changes_nothing(built: Reporting, name: str) -> None:
    sent(built)
    before = (built.thanh_hoa.state, built.thanh_hoa.version, Event.objects.count())
    messages = refusal(lambda: do(built, name, seen=1))
    assert messages[0].startswith("head_thanh_hoa already did this at ")
    assert (built.thanh_hoa.state, built.thanh_hoa.version, Event.objects.count()) == before


@pytest.mark.parametrize("state", State)
def test_who_has_no_right_is_refused_and_nothing_happens(built: Reporting, state: State) -> None:
    STANDS[state](built)
    before = (built.thanh_hoa.state, built.thanh_hoa.version, Event.objects.count())
    for who in ("clerk_nghe_an", "head_nghe_an", "clerk_da_nang", "ministry_reader"):
        for name in DOING:
            with pytest.raises(PermissionDenied):
                do(built, name, by=who)
    assert (built.thanh_hoa.state, built.thanh_hoa.version, Event.objects.count()) == before


# Parts


def part(built: Reporting, who: str, *, done: bool = True, owner: DepartmentUnit = CENTRE) -> None:
    steps.mark_part(report=built.thanh_hoa, owner=owner, done=done, by=built.officer(who))


def test_unit_marks_its_rows_done_and_undone_once_each(built: Reporting) -> None:
    for done in (True, True, False, False):
        part(built, "centre_thanh_hoa", done=done)
    acts = Event.objects.filter(act__in=[Act.PART_DONE, Act.PART_UNDONE])
    assert [(one.act, one.part) for one in acts] == [
        (Act.PART_DONE, CENTRE),
        (Act.PART_UNDONE, CENTRE),
    ]
    assert PartDone.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "owner"),
    [
        ("centre_thanh_hoa", DepartmentUnit.INDUSTRY),
        ("clerk_nghe_an", CENTRE),
        ("ministry_reviewer", CENTRE),
        ("ministry_reader", CENTRE),
    ],
)
def test_who_may_not_mark_a_part(built: Reporting, who: str, owner: DepartmentUnit) -> None:
    with pytest.raises(PermissionDenied):
        part(built, who, owner=owner)
    assert PartDone.objects.count() == 0


def test_part_is_not_marked_after_sending(built: Reporting) -> None:
    sent(built)
    with pytest.raises(PermissionDenied):
        part(built, "clerk_thanh_hoa")
    assert PartDone.objects.count() == 0


def test_history_of_a_whole_story(built: Reporting) -> None:
    accepted(built)
    do(built, "reopen")
    do(built, "present")
    do(built, "take_back")
    do(built, "close")
    assert told(built.thanh_hoa) == [
        (Act.PRESENTED, State.DRAFT, State.AWAITING),
        (Act.SUBMITTED, State.AWAITING, State.SUBMITTED),
        (Act.ACCEPTED, State.SUBMITTED, State.ACCEPTED),
        (Act.REOPENED, State.ACCEPTED, State.REOPENED),
        (Act.PRESENTED, State.REOPENED, State.AWAITING),
        (Act.TAKEN_BACK, State.AWAITING, State.REOPENED),
        (Act.CLOSED, State.REOPENED, State.ACCEPTED),
    ]


def test_account_without_an_office_does_nothing(built: Reporting) -> None:
    nobody = officer_of(User.objects.create_user("nobody"))
    sent(built)
    report = built.thanh_hoa
    with pytest.raises(PermissionDenied):
        steps.accept(report=report, seen=report.version, by=nobody)
    assert built.thanh_hoa.state == State.SUBMITTED
