"""The gate to rounds and reports, rules R5, R6 and S1."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from accounts.enums import DepartmentUnit, Role
from accounts.models import Membership, User
from metrics.enums import Topic
from provinces.actions import keep, retire
from reports.actions.rounds import invite
from reports.loading import load_report, load_round, officer, officer_of, require
from reports.models import ReviewerTopic
from reports.permissions import Post, Sight, why_not_write
from tests.register import BEFORE_MERGER, administrator, province, registrar
from tests.reporting import Reporting, accepted, account, fresh, reporting, sent

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.fixture
def built() -> Reporting:
    return reporting()


def asks(user: User | AnonymousUser):
    """A request of somebody who is signed in."""
    request = RequestFactory().get("/")
    request.user = user
    return request


def stranger() -> User:
    """Somebody with an account and no office."""
    return User.objects.create_user("stranger")


def office(user: User, role: Role, where=None, **said) -> Membership:
    columns = {"valid_from": BEFORE_MERGER, **said}
    return keep(record=Membership(user=user, role=role, province=where, **columns), by=registrar())


# Officers


def test_offices_are_those_of_today(built: Reporting) -> None:
    user, unit = stranger(), built.units["thanh-hoa"]
    office(user, Role.CLERK, unit, valid_until=TODAY)
    office(user, Role.LEADER, unit, valid_from=TODAY)
    office(user, Role.READER, valid_from=TODAY + DAY)
    office(user, Role.PUBLISHER, valid_until=TODAY + DAY)
    assert set(officer_of(user).posts) == {Post(Role.LEADER, unit.pk), Post(Role.PUBLISHER)}


def test_closed_account_holds_no_office(built: Reporting) -> None:
    user = built.people.ministry_reviewer
    user.is_active = False
    found = officer_of(user)
    assert (found.posts, found.own, found.is_ministry) == ((), frozenset(), False)


def test_office_in_a_province_that_ended_only_reads_and_the_successor_reads_both() -> None:
    new = province("quang-tri-2025")
    old = [province("quang-binh"), province("quang-tri-1989")]
    before, after = stranger(), account("after", Role.CLERK, new)
    office(before, Role.CLERK, old[0])
    assert (officer_of(before).posts, officer_of(before).own) == (
        (Post(Role.CLERK, old[0].pk, is_standing=False),),
        {old[0].pk},
    )
    assert (officer_of(after).posts, officer_of(after).own) == (
        (Post(Role.CLERK, new.pk),),
        {new.pk, *(one.pk for one in old)},
    )


@pytest.mark.parametrize(
    ("offices", "topics"),
    [
        ([[]], None),
        ([[Topic.TRADE]], {Topic.TRADE}),
        ([[Topic.TRADE, Topic.CLUSTERS]], {Topic.TRADE, Topic.CLUSTERS}),
        ([[Topic.TRADE], []], None),
    ],
)
def test_reviewer_answers_for_groups_or_for_all(
    offices: list[list[Topic]], topics: set[Topic] | None
) -> None:
    user = stranger()
    for place, limits in enumerate(offices):
        until = TODAY + DAY * (place + 1)  # an office is held once without an end
        held = office(user, Role.REVIEWER, valid_from=TODAY - DAY * place, valid_until=until)
        for topic in limits:
            keep(record=ReviewerTopic(membership=held, topic=topic), by=registrar())
    assert officer_of(user).topics == topics


def test_groups_of_a_former_office_limit_nobody() -> None:
    user = stranger()
    former = office(user, Role.REVIEWER, valid_until=TODAY)
    keep(record=ReviewerTopic(membership=former, topic=Topic.TRADE), by=registrar())
    office(user, Role.REVIEWER, valid_from=TODAY)
    assert officer_of(user).topics is None


def test_who_asks_is_loaded_once_for_a_request(built, django_assert_num_queries) -> None:
    request = asks(built.people.clerk_thanh_hoa)
    with django_assert_num_queries(3):  # offices, groups of reviewers, provinces
        assert officer(request) is officer(request)


# Rounds


def test_round_comes_with_the_provinces_it_asks(built, django_assert_num_queries) -> None:
    request = asks(built.people.clerk_thanh_hoa)
    officer(request)
    with django_assert_num_queries(2):  # the round, its invitations with their provinces
        found = load_round(request, "bac-trung-bo")
        asked = {one.province.key for one in found.invitations.all()}
    assert (found.pk, asked) == (built.round.pk, {"thanh-hoa", "nghe-an", "ha-tinh"})


@pytest.mark.parametrize("who", ["clerk_da_nang", "stranger"])
def test_round_does_not_exist_for_strangers(built: Reporting, who: str) -> None:
    user = stranger() if who == "stranger" else built.people.clerk_da_nang
    with pytest.raises(Http404):
        load_round(asks(user), "bac-trung-bo")


def test_round_that_is_none_does_not_exist(built: Reporting) -> None:
    with pytest.raises(Http404):
        load_round(asks(built.people.ministry_reviewer), "nam-trung-bo")


def test_round_being_prepared_exists_for_its_keepers_only() -> None:
    built = reporting(opened=False)
    assert load_round(asks(built.people.ministry_publisher), "bac-trung-bo") == built.round
    for user in (built.people.clerk_thanh_hoa, built.people.head_nghe_an):
        with pytest.raises(Http404):
            load_round(asks(user), "bac-trung-bo")


def test_round_that_was_withdrawn_exists_for_the_administrator_only(built: Reporting) -> None:
    keeper = administrator()
    retire(record=built.round, by=keeper, reason="Đợt báo cáo trùng.")
    assert load_round(asks(keeper), "bac-trung-bo") == built.round
    for user in (built.people.clerk_thanh_hoa, built.people.ministry_reviewer):
        with pytest.raises(Http404):
            load_round(asks(user), "bac-trung-bo")
        with pytest.raises(Http404):
            load_report(asks(user), "bac-trung-bo", "thanh-hoa")


# Reports


def seen(built: Reporting, user: User, key: str = "thanh-hoa") -> Sight:
    """How much of a report exists for somebody; NOTHING when it is not found."""
    try:
        return load_report(asks(user), built.round.key, key).sight
    except Http404:
        return Sight.NOTHING


def sights(built: Reporting) -> dict[str, int]:
    return {name: int(seen(built, getattr(built.people, name))) for name in vars(built.people)}


NOBODY = {
    "clerk_nghe_an": 0,
    "head_nghe_an": 0,
    "clerk_da_nang": 0,
    "ministry_reviewer": 0,
    "second_reviewer": 0,
    "ministry_publisher": 0,
    "ministry_reader": 0,
}
OWN = {"clerk_thanh_hoa": 3, "centre_thanh_hoa": 3, "head_thanh_hoa": 3}
MINISTRY = {
    "ministry_reviewer": 2,
    "second_reviewer": 2,
    "ministry_publisher": 2,
    "ministry_reader": 2,
}


def test_draft_exists_for_its_own_department_only(built: Reporting) -> None:
    assert sights(built) == NOBODY | OWN


def test_what_was_sent_exists_for_the_ministry_too(built: Reporting) -> None:
    sent(built)
    assert sights(built) == NOBODY | OWN | MINISTRY


def test_what_was_accepted_exists_for_the_departments_of_the_round(built: Reporting) -> None:
    accepted(built)
    neighbours = {"clerk_nghe_an": 1, "head_nghe_an": 1}
    assert sights(built) == NOBODY | OWN | MINISTRY | neighbours


def test_who_sees_too_little_is_refused_not_sent_away(built: Reporting) -> None:
    accepted(built)
    for least, name in [(Sight.SENT, "clerk_nghe_an"), (Sight.LIVE, "ministry_reviewer")]:
        user = getattr(built.people, name)
        with pytest.raises(PermissionDenied):
            load_report(asks(user), built.round.key, "thanh-hoa", least=least)


@pytest.mark.parametrize(
    ("round_key", "province_key"),
    [("bac-trung-bo", "da-nang-2025"), ("bac-trung-bo", "khong-co"), ("khong-co", "thanh-hoa")],
)
def test_report_that_is_none_does_not_exist(
    built: Reporting, round_key: str, province_key: str
) -> None:
    with pytest.raises(Http404):
        load_report(asks(built.people.ministry_reviewer), round_key, province_key)


def test_report_comes_with_its_people_and_deadline(built, django_assert_num_queries) -> None:
    accepted(built)
    request = asks(built.people.clerk_thanh_hoa)
    officer(request)
    with django_assert_num_queries(3):  # the round, its invitations, the report with its people
        found = load_report(request, built.round.key, "thanh-hoa", least=Sight.LIVE)
        told = (str(found.report.accepted_by), found.report.round.title, found.invitation.due_on)
    assert told == ("ministry_reviewer", built.round.title, built.round.due_on)
    assert found.officer is officer(request)


def test_report_of_a_predecessor_is_read_by_old_and_new_and_changed_by_neither(
    built: Reporting,
) -> None:
    """R6: a merger during an open round; what was begun becomes readable to the successor."""
    new = province("quang-tri-2025")
    old = province("quang-binh")
    before, after = stranger(), account("clerk_quang_tri", Role.CLERK, new)
    office(before, Role.CLERK, old)
    centre = User.objects.create_user("centre")
    office(centre, Role.CONTRIBUTOR, old, unit=DepartmentUnit.PROMOTION_CENTRE)
    invite(round=built.round, provinces=[old, new], by=built.officer("ministry_reviewer"))
    for user in (before, centre, after):
        found = load_report(asks(user), built.round.key, "quang-binh")
        assert (found.sight, bool(why_not_write(found.officer, found.report))) == (Sight.LIVE, True)
    own = load_report(asks(after), built.round.key, "quang-tri-2025")
    assert why_not_write(own.officer, fresh(own.report)) == ""
    assert seen(built, before, "quang-tri-2025") == Sight.NOTHING


def test_require_refuses_what_is_not_allowed() -> None:
    require(True)
    with pytest.raises(PermissionDenied):
        require(False)
