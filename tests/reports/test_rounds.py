"""Rounds prepared, changed, opened, withdrawn and made again: the verbs (R1, R6)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.enums import Role
from conferences.enums import Status
from metrics.periods import first_months, year
from provinces.actions import fingerprint
from provinces.models import Province
from reports.actions.asking import prepare_following, prepare_new
from reports.actions.rounds import (
    change_round,
    choose_provinces,
    extend,
    invite,
    invite_successor,
    open_round,
    prepare_round,
    withdraw_round,
)
from reports.enums import Act, State
from reports.loading import officer_of
from reports.models import Event, Invitation, Report, ReportingRound
from reports.preparing import (
    OF_A_ROW,
    following,
    opening,
    rounds_of,
    successors_to_invite,
    table_of,
)
from tests import register
from tests.reporting import Reporting, accepted, account, fill, reporting, sent

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def keeper(built: Reporting):
    return built.officer("ministry_reviewer")


def stored(built: Reporting) -> ReportingRound:
    return ReportingRound.objects.get(pk=built.round.pk)


def asked(round: ReportingRound) -> list[str]:
    found = round.invitations.order_by("province__code").values_list("province__key", flat=True)
    return list(found)


def unsaved(**said) -> ReportingRound:
    defaults = {"key": "khu-vuc", "title": "Báo cáo khu vực", "due_on": TODAY}
    return ReportingRound(**defaults | said)


def quang_tri() -> list[Province]:
    """Quảng Bình and Quảng Trị of before 1/7/2025, which are Quảng Trị today."""
    register.province("quang-tri-2025")
    return [register.province("quang-binh"), register.province("quang-tri-1989")]


# Prepared


def test_department_prepares_only_a_round_that_it_keeps() -> None:
    built = reporting()
    clerk = built.officer("clerk_thanh_hoa")
    for coordinator in (None, built.units["nghe-an"]):
        with pytest.raises(PermissionDenied):
            prepare_round(round=unsaved(coordinator=coordinator), by=clerk)
    own = prepare_round(round=unsaved(coordinator=built.units["thanh-hoa"]), by=clerk)
    assert list(ReportingRound.objects.exclude(pk=built.round.pk)) == [own]


@pytest.mark.parametrize("who", ["ministry_reader", "centre_thanh_hoa"])
def test_who_keeps_no_round_prepares_none(who) -> None:
    built = reporting()
    with pytest.raises(PermissionDenied):
        prepare_round(round=unsaved(coordinator=built.units["thanh-hoa"]), by=built.officer(who))
    assert ReportingRound.objects.count() == 1


@pytest.mark.parametrize("key", ["new", "deadlines"])
def test_key_of_a_page_is_refused(key) -> None:
    built = reporting()
    with pytest.raises(ValidationError) as refusal:
        prepare_round(round=unsaved(key=key), by=keeper(built))
    assert (list(refusal.value.message_dict), ReportingRound.objects.count()) == (["key"], 1)


def test_new_round_asks_the_members_of_the_region_on_the_day_of_the_conference() -> None:
    north = register.north_central()
    built = reporting(meeting=north.in_2024)
    round = prepare_new(
        round=unsaved(conference=north.x_2022, due_on=dt.date(2022, 4, 30)),
        table_of=built.round,
        by=keeper(built),
    )
    assert asked(round) == [
        "thanh-hoa",
        "nghe-an",
        "ha-tinh",
        "quang-binh",
        "quang-tri-1989",
        "thua-thien-hue",
    ]
    assert [line.number for line in table_of(round)] == ["I", "1", "2", "II", "1"]
    years = [column.period_start.year for column in round.columns.all()]
    moved = 2022 - built.round.due_on.year
    assert (round.previous, years) == (
        built.round,
        [column.period_start.year + moved for column in built.columns],
    )


# After another


def compared(round: ReportingRound) -> list[tuple[str, int, int]]:
    """What is computed from which columns."""
    return [(one.kind, one.of.position, one.against.position) for one in round.comparisons.all()]


def test_following_round_is_for_the_next_conference_of_the_series() -> None:
    built = reporting()
    built.round.outline = "1. Kết quả"
    built.round.save()
    later = built.conference.starts_on.replace(year=built.conference.starts_on.year + 2)
    members = [built.units["thanh-hoa"], built.units["da-nang-2025"]]
    next_one = register.conference(
        built.conference.series,
        later,
        status=Status.PLANNED,
        region=register.region("mien-trung", *members),
    )
    plan = following(built.round, by=keeper(built))
    made = prepare_following(plan=plan, by=keeper(built))
    now = TODAY.year
    assert [column.period for column in made.columns.order_by("position")] == [
        year(now + 1),
        year(now + 2),
        first_months(now + 2, 6),
    ]
    assert asked(made) == ["thanh-hoa", "da-nang-2025"]
    assert compared(made) == compared(built.round)
    assert (made.conference, made.previous, made.outline, made.contact) == (
        next_one,
        built.round,
        "1. Kết quả",
        "Cục Công Thương địa phương",
    )
    assert made.due_on == next_one.starts_on - dt.timedelta(days=15)
    assert (made.letter_number, made.is_open, made.key) == (
        "",
        False,
        f"bac-trung-bo-{made.due_on.year}",
    )


def test_following_round_copies_rows_with_nesting_notes_and_owners() -> None:
    built = reporting()
    row = built.rows["export"]
    row.note = "Không gồm hàng tạm nhập, tái xuất."
    row.save()

    def said(round: ReportingRound) -> list[tuple]:
        return [
            (line.number, *(getattr(line.row, name) for name in OF_A_ROW))
            for line in table_of(round)
        ]

    made = prepare_following(plan=following(built.round, by=keeper(built)), by=keeper(built))
    assert said(made) == said(built.round)
    assert set(made.rows.values_list("pk", flat=True)).isdisjoint(
        built.round.rows.values_list("pk", flat=True)
    )


def test_following_round_without_a_conference_asks_the_units_of_today() -> None:
    built = reporting()
    old = quang_tri()
    previous = prepare_round(
        round=unsaved(key="nam-2024", title="Báo cáo năm 2024", due_on=dt.date(2024, 2, 29)),
        by=keeper(built),
    )
    invite(round=previous, provinces=[*old, built.units["ha-tinh"]], by=keeper(built))
    plan = following(previous, by=keeper(built))
    assert (plan.round.key, plan.round.title, plan.round.due_on) == (
        "nam-2025",
        "Báo cáo năm 2025",
        dt.date(2025, 2, 28),
    )
    assert [unit.key for unit in plan.provinces] == ["ha-tinh", "quang-tri-2025"]


def test_department_that_follows_a_round_of_the_ministry_keeps_its_own() -> None:
    built = reporting()
    clerk = built.officer("clerk_thanh_hoa")
    made = prepare_following(plan=following(built.round, by=clerk), by=clerk)
    assert (made.coordinator, made.previous) == (built.units["thanh-hoa"], built.round)


# Changed


def test_open_round_keeps_its_key_and_conference_and_changes_its_letter() -> None:
    built = reporting()
    round = stored(built)
    round.letter_number, round.title = "55/BCT-CTĐP", "Tiêu đề mới"
    change_round(round=round, by=keeper(built))
    assert (stored(built).letter_number, stored(built).title) == ("55/BCT-CTĐP", "Tiêu đề mới")
    for name, value in (("key", "khac"), ("conference", None), ("coordinator_id", 1)):
        round = stored(built)
        setattr(round, name, value)
        with pytest.raises(ValidationError):
            change_round(round=round, by=keeper(built))
    assert (stored(built).key, stored(built).conference) == ("bac-trung-bo", built.conference)


def test_new_deadline_of_an_open_round_is_told_in_its_history() -> None:
    built = reporting()
    round = stored(built)
    before, round.due_on = round.due_on, round.due_on + dt.timedelta(days=10)
    change_round(round=round, by=keeper(built))
    told = Event.objects.get(act=Act.EXTENDED)
    assert (told.before, told.after, told.by, told.report) == (
        before.isoformat(),
        round.due_on.isoformat(),
        built.people.ministry_reviewer,
        None,
    )


def test_round_that_a_colleague_opened_meanwhile_stays_open_when_its_letter_is_saved() -> None:
    built = reporting(opened=False)
    stale = stored(built)
    open_round(round=stored(built), by=keeper(built))
    stale.letter_number = "77/BCT-CTĐP"
    change_round(round=stale, by=keeper(built))
    assert (stored(built).is_open, stored(built).letter_number) == (True, "77/BCT-CTĐP")


def test_longer_round_gives_more_time_to_who_had_an_extension_too() -> None:
    built = reporting()
    invitation = Invitation.objects.get(round=built.round, province=built.units["ha-tinh"])
    extend(
        invitation=invitation,
        to=stored(built).due_on + dt.timedelta(days=3),
        reason="Đề nghị của Sở.",
        by=keeper(built),
    )
    round = stored(built)
    round.due_on += dt.timedelta(days=10)
    change_round(round=round, by=keeper(built))
    assert Invitation.objects.get(pk=invitation.pk).due_on == round.due_on


def test_coordinating_department_does_not_give_its_round_away() -> None:
    built = reporting(opened=False)
    round = stored(built)
    round.coordinator = built.units["thanh-hoa"]
    change_round(round=round, by=keeper(built))
    for coordinator in (None, built.units["nghe-an"]):
        round = stored(built)
        round.coordinator = coordinator
        with pytest.raises(PermissionDenied):
            change_round(round=round, by=built.officer("clerk_thanh_hoa"))
    assert stored(built).coordinator == built.units["thanh-hoa"]


# Whom it asks


def test_provinces_are_chosen_freely_before_the_round_is_open() -> None:
    built = reporting(opened=False)
    chosen = [built.units["ha-tinh"], built.units["da-nang-2025"]]
    choose_provinces(round=built.round, provinces=chosen, by=keeper(built))
    assert (asked(built.round), Report.objects.count()) == (["ha-tinh", "da-nang-2025"], 0)


def test_province_with_a_report_stays_asked() -> None:
    built = reporting()
    with pytest.raises(ValidationError) as refusal:
        choose_provinces(
            round=built.round, provinces=[built.units["da-nang-2025"]], by=keeper(built)
        )
    assert asked(built.round) == ["thanh-hoa", "nghe-an", "ha-tinh"]
    assert "Thanh Hóa, Nghệ An, Hà Tĩnh" in refusal.value.messages[0]


def test_province_asked_later_gets_its_report_at_once() -> None:
    built = reporting()
    invite(round=built.round, provinces=[built.units["da-nang-2025"]], by=keeper(built))
    report = Report.objects.get(province=built.units["da-nang-2025"])
    assert (report.state, Event.objects.filter(report=report, act=Act.OPENED).count()) == (
        State.DRAFT,
        1,
    )


# Opened, withdrawn


def test_round_is_opened_as_it_was_seen() -> None:
    built = reporting(opened=False)
    seen = fingerprint(opening(stored(built)))
    invite(round=built.round, provinces=[built.units["da-nang-2025"]], by=keeper(built))
    with pytest.raises(ValidationError):
        open_round(round=stored(built), by=keeper(built), seen=seen)
    assert stored(built).is_open is False
    open_round(round=stored(built), by=keeper(built), seen=fingerprint(opening(stored(built))))
    assert (stored(built).is_open, Report.objects.count()) == (True, 4)


def test_round_that_asks_nothing_is_not_opened() -> None:
    built = reporting(opened=False)
    empty = prepare_round(round=unsaved(), by=keeper(built))
    with pytest.raises(ValidationError) as refusal:
        open_round(round=empty, by=keeper(built))
    assert (len(refusal.value.messages), empty.is_open) == (3, False)


def test_withdrawn_round_is_kept_with_its_reason_and_does_nothing_more() -> None:
    built = reporting()
    fill(built)
    withdraw_round(round=built.round, reason="Mở nhầm hai lần.", by=keeper(built))
    assert (stored(built).retired_reason, stored(built).retired_by) == (
        "Mở nhầm hai lần.",
        built.people.ministry_reviewer,
    )
    verbs = [
        lambda: change_round(round=stored(built), by=keeper(built)),
        lambda: invite(round=built.round, provinces=[], by=keeper(built)),
        lambda: choose_provinces(round=built.round, provinces=[], by=keeper(built)),
        lambda: open_round(round=built.round, by=keeper(built)),
        lambda: withdraw_round(round=built.round, reason="Lần nữa.", by=keeper(built)),
    ]
    for verb in verbs:
        with pytest.raises(ValidationError):
            verb()
    assert stored(built).retired_reason == "Mở nhầm hai lần."


def test_round_with_a_report_sent_is_not_withdrawn() -> None:
    built = reporting()
    sent(built)
    with pytest.raises(ValidationError) as refusal:
        withdraw_round(round=built.round, reason="Mở nhầm.", by=keeper(built))
    assert stored(built).retired_at is None
    assert "Thanh Hóa" in refusal.value.messages[0]


@pytest.mark.parametrize("who", ["clerk_thanh_hoa", "ministry_reader", "clerk_da_nang"])
def test_only_who_keeps_the_round_changes_it(who) -> None:
    built = reporting(opened=False)
    by, round = built.officer(who), stored(built)
    round.title = "Khác"
    verbs = [
        lambda: change_round(round=round, by=by),
        lambda: choose_provinces(round=round, provinces=[], by=by),
        lambda: invite(round=round, provinces=[built.units["da-nang-2025"]], by=by),
        lambda: open_round(round=round, by=by),
        lambda: withdraw_round(round=round, reason="Không cần.", by=by),
    ]
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
    after = stored(built)
    assert (after.title, after.is_open, after.is_retired, len(asked(after))) == (
        built.round.title,
        False,
        False,
        3,
    )


# The successor (R6)


@pytest.fixture
def merged() -> Reporting:
    """Quảng Bình and Quảng Trị of before 1/7/2025 were asked, and are one unit today."""
    built = reporting()
    invite(round=built.round, provinces=quang_tri(), by=keeper(built))
    return built


def to_invite(built: Reporting) -> list[str]:
    return [unit.key for unit in successors_to_invite(stored(built))]


def successor() -> Province:
    return Province.objects.get(key="quang-tri-2025")


def test_successor_of_two_provinces_asked_gets_one_report(merged) -> None:
    assert to_invite(merged) == ["quang-tri-2025"]
    invite_successor(round=merged.round, province=successor(), by=keeper(merged))
    assert (to_invite(merged), Report.objects.filter(province=successor()).count()) == ([], 1)
    with pytest.raises(ValidationError):
        invite_successor(round=merged.round, province=successor(), by=keeper(merged))
    assert Report.objects.filter(round=merged.round).count() == 6


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER])
def test_successor_asks_for_itself(merged, role) -> None:
    own = officer_of(account("quang_tri", role, successor()))
    invite_successor(round=merged.round, province=successor(), by=own)
    assert Report.objects.get(province=successor()).opened_by == own.user


def test_nobody_else_asks_for_the_successor(merged) -> None:
    centre = account("trung_tam", Role.CONTRIBUTOR, successor(), unit="promotion_centre")
    others = [merged.officer(who) for who in ("clerk_thanh_hoa", "ministry_reader")]
    for by in [*others, officer_of(centre)]:
        with pytest.raises(PermissionDenied):
            invite_successor(round=merged.round, province=successor(), by=by)
    assert "quang-tri-2025" not in asked(merged.round)


def test_department_of_no_province_asked_is_not_let_in_as_a_successor(merged) -> None:
    with pytest.raises(ValidationError):
        invite_successor(
            round=merged.round,
            province=merged.units["da-nang-2025"],
            by=merged.officer("clerk_da_nang"),
        )
    assert "da-nang-2025" not in asked(merged.round)


def test_successor_is_not_asked_when_its_predecessors_were_accepted(merged) -> None:
    for report in Report.objects.filter(province__successor=successor()):
        report.state = State.ACCEPTED
        report.submitted_at = report.accepted_at = timezone.now()
        report.submitted_by = report.accepted_by = merged.people.ministry_reviewer
        report.save()
    assert to_invite(merged) == []


def test_no_successor_is_asked_for_while_every_province_stands() -> None:
    built = reporting()
    accepted(built)
    assert to_invite(built) == []


# Which rounds exist for whom


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("clerk_thanh_hoa", ["bac-trung-bo"]),
        ("centre_thanh_hoa", ["bac-trung-bo"]),
        ("clerk_nghe_an", ["bac-trung-bo", "nghe-an-giu"]),
        ("clerk_da_nang", []),
        ("ministry_reader", ["bac-trung-bo", "chua-mo", "nghe-an-giu"]),
        ("ministry_publisher", ["bac-trung-bo", "chua-mo", "nghe-an-giu"]),
    ],
)
def test_rounds_exist_for_whom_they_concern(who, expected) -> None:
    built = reporting()
    prepare_round(round=unsaved(key="chua-mo"), by=keeper(built))
    invite(
        round=ReportingRound.objects.get(key="chua-mo"),
        provinces=[built.units["thanh-hoa"]],
        by=keeper(built),
    )
    prepare_round(
        round=unsaved(key="nghe-an-giu", coordinator=built.units["nghe-an"]), by=keeper(built)
    )
    withdrawn = prepare_round(round=unsaved(key="da-rut"), by=keeper(built))
    withdraw_round(round=withdrawn, reason="Nhầm.", by=keeper(built))
    found = rounds_of(built.officer(who)).values_list("key", flat=True)
    assert sorted(found) == expected


def test_administrator_sees_withdrawn_rounds_too() -> None:
    built = reporting()
    withdraw_round(round=built.round, reason="Nhầm.", by=keeper(built))
    keys = rounds_of(officer_of(register.administrator())).values_list("key", flat=True)
    assert list(keys) == ["bac-trung-bo"]


def test_rounds_count_what_was_asked_and_what_was_sent() -> None:
    built = reporting()
    sent(built)
    [round] = rounds_of(keeper(built))
    assert (round.asked, round.sent) == (3, 1)
