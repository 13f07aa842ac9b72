"""Who may do what with rounds and reports, rules R3–R6: one table an officer can read."""

import datetime as dt
import inspect
from types import FunctionType

import pytest
from django.utils import timezone, translation

from accounts.enums import DepartmentUnit, Role
from accounts.models import User
from metrics.enums import Topic
from provinces.models import Province
from reports import permissions
from reports.enums import State
from reports.models import Report, ReportingRound, RoundRow
from reports.permissions import Officer, Post, Sight, sight, why_not_write

THANH_HOA, NGHE_AN, DA_NANG, OLD, NEW = 1, 2, 3, 4, 5
ASKED = {THANH_HOA, NGHE_AN, OLD}
CENTRE = DepartmentUnit.PROMOTION_CENTRE
TODAY = timezone.localdate()


def officer(*posts: Post, own: set[int] = frozenset(), **said) -> Officer:
    user = User(pk=said.pop("pk", 7), username="x", is_superuser=said.pop("superuser", False))
    return Officer(user=user, posts=posts, own=frozenset(own), **said)


def of(role: Role, province: int, **said) -> Officer:
    return officer(Post(role, province, **said), own={province})


def ministry(role: Role, **said) -> Officer:
    return officer(Post(role), **said)


# Everybody there is. "old" is a province that ended by merger, "new" its successor.
OFFICERS = {
    "clerk": of(Role.CLERK, THANH_HOA),
    "centre": of(Role.CONTRIBUTOR, THANH_HOA, unit=CENTRE),
    "leader": of(Role.LEADER, THANH_HOA),
    "clerk of another": of(Role.CLERK, NGHE_AN),
    "leader of another": of(Role.LEADER, NGHE_AN),
    "clerk not asked": of(Role.CLERK, DA_NANG),
    "reviewer": ministry(Role.REVIEWER),
    "reviewer of trade": ministry(Role.REVIEWER, topics=frozenset({Topic.TRADE})),
    "who entered": ministry(Role.REVIEWER, pk=99),
    "publisher": ministry(Role.PUBLISHER),
    "reader": ministry(Role.READER),
    "administrator": officer(superuser=True),
    "nobody": officer(),
}
MERGED = {
    "clerk of the old": of(Role.CLERK, OLD, is_standing=False),
    "leader of the old": of(Role.LEADER, OLD, is_standing=False),
    "centre of the old": of(Role.CONTRIBUTOR, OLD, unit=CENTRE, is_standing=False),
    "clerk of the new": officer(Post(Role.CLERK, NEW), own={NEW, OLD}),
    "leader of the new": officer(Post(Role.LEADER, NEW), own={NEW, OLD}),
}

# Where a report stands, by letter.
MOMENT = dt.datetime(2026, 6, 1, 2, tzinfo=dt.UTC)
SENT = {"submitted_at": MOMENT}
JUDGED = SENT | {"accepted_at": MOMENT}
OPEN_AGAIN = JUDGED | {"state": State.REOPENED, "reopened_at": MOMENT}
STANDS = {
    "d": {"state": State.DRAFT},
    "p": {"state": State.DRAFT, "paper_at": MOMENT},  # taken over from paper
    "w": {"state": State.AWAITING},
    "s": {"state": State.SUBMITTED} | SENT,
    "r": {"state": State.RETURNED} | SENT,
    "a": {"state": State.ACCEPTED} | JUDGED,
    "o": OPEN_AGAIN | {"reopened_until": TODAY},
    "x": OPEN_AGAIN | {"reopened_until": TODAY - dt.timedelta(days=1)},  # run out
}


def report(letter: str, province: int = THANH_HOA, **of_round) -> Report:
    asked = ReportingRound(pk=1, key="r", **{"opened_at": MOMENT} | of_round)
    unit = Province(pk=province, key="p", name="Thanh Hóa", valid_from=dt.date(2004, 1, 1))
    if province == OLD:
        unit.name, unit.valid_until = "Quảng Bình", dt.date(2025, 7, 1)
        unit.successor = Province(pk=NEW, key="n", name="Quảng Trị")
    return Report(pk=1, round=asked, province=unit, **STANDS[letter])


VERBS = {
    "enters": permissions.enters,
    "writes_texts": permissions.writes_texts,
    "may_write": permissions.may_write,
    "centre_row": lambda who, what: permissions.may_write(who, what, row=RoundRow(owner=CENTRE)),
    "other_row": lambda who, what: permissions.may_write(who, what, row=RoundRow(owner="")),
    "may_write_texts": permissions.may_write_texts,
    "may_sign": permissions.may_sign,
    "may_add_file": permissions.may_add_file,
    "may_mark_part": lambda who, what: permissions.may_mark_part(who, what, CENTRE),
    "may_present": permissions.may_present,
    "may_take_back": permissions.may_take_back,
    "may_submit": permissions.may_submit,
    "may_review": permissions.may_review,
    "trade_cell": lambda who, what: permissions.may_review(who, what, topic=Topic.TRADE),
    "other_cell": lambda who, what: permissions.may_review(who, what, topic=Topic.PROMOTION),
    "may_accept": lambda who, what: permissions.may_accept(who, what, {99}),
    "may_reopen": permissions.may_reopen,
    "may_close": permissions.may_close,
    "may_take_paper": permissions.may_take_paper,
}

# Who may do what while a report stands where: d draft, p draft taken over from paper, w awaiting
# signature, s submitted, r returned, a accepted, o reopened, x reopened and run out. What is not
# written here is nobody's. Everybody not named has no right at all.
TABLE = """
                   clerk     leader    centre    reviewer  of trade  entered   publisher admin.
enters             dpwsraox  dpwsraox  dpwsraox  p         p         p         .         .
writes_texts       dpwsraox  dpwsraox  .         p         p         p         .         .
may_write          dpro      dpro      dpro      p         p         p         .         .
centre_row         dpro      dpro      dpro      p         p         p         .         .
other_row          dpro      dpro      .         p         p         p         .         .
may_write_texts    dpro      dpro      .         p         p         p         .         .
may_sign           dpwro     dpwro     .         p         p         p         .         .
may_add_file       dpwsrox   dpwsrox   .         p         p         p         .         .
may_mark_part      dpro      dpro      dpro      .         .         .         .         .
may_present        dpro      dpro      .         .         .         .         .         .
may_take_back      w         w         .         .         .         .         .         .
may_submit         .         dpwro     .         p         p         p         .         .
may_review         .         .         .         s         s         s         .         .
trade_cell         .         .         .         s         s         s         .         .
other_cell         .         .         .         s         .         s         .         .
may_accept         .         .         .         s         .         .         .         .
may_reopen         .         .         .         a         a         a         a         a
may_close          ox        ox        .         ox        ox        ox        ox        ox
may_take_paper     .         .         .         d         d         d         .         .
"""
COLUMNS = (
    "clerk",
    "leader",
    "centre",
    "reviewer",
    "reviewer of trade",
    "who entered",
    "publisher",
    "administrator",
)
RIGHTS = {
    (words[0], who): words[index].strip(".")
    for words in (line.split() for line in TABLE.splitlines()[2:])
    for index, who in enumerate(COLUMNS, start=1)
}


def granted(verb: str, who: Officer, province: int = THANH_HOA) -> str:
    """The letters of `STANDS` in which somebody may."""
    return "".join(one for one in STANDS if VERBS[verb](who, report(one, province)))


def test_table_has_every_verb() -> None:
    assert list(dict.fromkeys(verb for verb, _ in RIGHTS)) == list(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_rights_are_those_of_the_table(verb: str) -> None:
    expected = {who: RIGHTS.get((verb, who), "") for who in OFFICERS | MERGED}
    assert {who: granted(verb, one) for who, one in (OFFICERS | MERGED).items()} == expected


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", MERGED)
def test_nobody_of_the_department_changes_the_report_of_a_province_that_ended(
    verb: str, who: str
) -> None:
    assert granted(verb, MERGED[who], OLD) == ""


# What exists: 0 nothing, 1 what was accepted, 2 what was sent, 3 the cells as they are typed.
SIGHT = """
                    dpwsraox
clerk               33333333
centre              33333333
leader              33333333
clerk of another    00000111
leader of another   00000111
clerk not asked     00000000
reviewer            03022222
reviewer of trade   03022222
who entered         03022222
publisher           00022222
reader              00022222
administrator       00022222
nobody              00000000
clerk of the old    00000111
leader of the old   00000111
centre of the old   00000111
clerk of the new    00000111
leader of the new   00000111
"""


def test_how_much_of_a_report_exists_for_whom() -> None:
    seen = {
        who: "".join(str(int(sight(one, report(letter), ASKED))) for letter in STANDS)
        for who, one in (OFFICERS | MERGED).items()
    }
    assert [f"{who:<20}{line}" for who, line in seen.items()] == SIGHT.splitlines()[2:]


def test_report_of_a_province_that_ended_is_read_by_its_people_and_its_successor() -> None:
    seen = {
        who: {sight(one, report(letter, OLD), ASKED) for letter in STANDS}
        for who, one in MERGED.items()
    }
    assert seen == {who: {Sight.LIVE} for who in MERGED}


@pytest.mark.parametrize(
    ("who", "asked", "expected"),
    [
        ("leader of another", {THANH_HOA}, Sight.NOTHING),
        ("leader of another", {THANH_HOA, NGHE_AN}, Sight.ACCEPTED),
        ("clerk of the new", {THANH_HOA, OLD}, Sight.ACCEPTED),
        ("clerk of the new", {THANH_HOA}, Sight.NOTHING),
    ],
)
def test_accepted_report_is_seen_by_the_departments_of_the_round_only(
    who: str, asked: set[int], expected: Sight
) -> None:
    assert sight((OFFICERS | MERGED)[who], report("a"), asked) == expected


# Rounds: c being prepared, o open, t retired, b being prepared and coordinated by Nghệ An.
ROUNDS = {
    "c": ReportingRound(pk=1, key="r"),
    "o": ReportingRound(pk=1, key="r", opened_at=MOMENT),
    "t": ReportingRound(pk=1, key="r", opened_at=MOMENT, retired_at=MOMENT),
    "b": ReportingRound(pk=1, key="r", coordinator_id=NGHE_AN),
}
ROUND_VERBS = {
    "sees": lambda who, what: permissions.sees_round(who, what, ASKED),
    "keeps": permissions.keeps,
    "follows": permissions.follows,
    "publishes": permissions.may_publish,
    "invites": lambda who, what: permissions.may_invite_successor(who, what, OLD),
}
OF_ROUNDS = """
                    sees  keeps  follows  publishes  invites
clerk               o     .      .        .          .
centre              o     .      .        .          .
leader              o     .      .        .          .
clerk of another    ob    b      b        .          b
leader of another   ob    b      b        .          b
clerk not asked     .     .      .        .          .
reviewer            cob   cotb   cotb     .          cob
reviewer of trade   cob   cotb   cotb     .          cob
who entered         cob   cotb   cotb     .          cob
publisher           cob   cotb   cotb     o          cob
reader              cob   .      cotb     .          .
administrator       cotb  cotb   cotb     .          cob
nobody              .     .      .        .          .
clerk of the old    o     .      .        .          .
leader of the old   o     .      .        .          .
centre of the old   o     .      .        .          .
clerk of the new    o     .      .        .          .
leader of the new   o     .      .        .          .
"""


def test_rights_to_rounds_are_those_of_the_table() -> None:
    lines = [
        [who]
        + [
            "".join(key for key, what in ROUNDS.items() if verb(one, what)) or "."
            for verb in ROUND_VERBS.values()
        ]
        for who, one in (OFFICERS | MERGED).items()
    ]
    assert lines == [[line[:20].strip(), *line[20:].split()] for line in OF_ROUNDS.splitlines()[2:]]


# What is an office's, whatever the round: preparing one for the department or for the Ministry,
# taking part, reviewing, reopening, entering from paper, reading why steps were taken, removing
# the content of a scan.
OFFICE_VERBS = {
    "prepares": permissions.prepares_rounds,
    "prepares any": permissions.keeps_rounds,
    "takes part": lambda who: permissions.takes_part(who, ASKED),
    "reviews": permissions.reviews,
    "reopens": permissions.decides_reopening,
    "paper": permissions.takes_paper,
    "reasons": lambda who: permissions.reads_reason(who, THANH_HOA),
    "withdraws": permissions.may_withdraw_file,
}
OF_OFFICES = """
                    prepares  prepares any  takes part  reviews  reopens  paper  reasons  withdraws
clerk               x         .             x           .        .        .      x        .
centre              .         .             x           .        .        .      x        .
leader              x         .             x           .        .        .      x        .
clerk of another    x         .             x           .        .        .      .        .
leader of another   x         .             x           .        .        .      .        .
clerk not asked     x         .             .           .        .        .      .        .
reviewer            x         x             .           x        x        x      x        .
reviewer of trade   x         x             .           x        x        x      x        .
who entered         x         x             .           x        x        x      x        .
publisher           x         x             .           .        x        .      x        .
reader              .         .             .           .        .        .      x        .
administrator       x         x             .           .        x        .      x        x
nobody              .         .             .           .        .        .      .        .
clerk of the old    .         .             x           .        .        .      .        .
leader of the old   .         .             x           .        .        .      .        .
centre of the old   .         .             x           .        .        .      .        .
clerk of the new    x         .             x           .        .        .      .        .
leader of the new   x         .             x           .        .        .      .        .
"""


def test_rights_of_offices_are_those_of_the_table() -> None:
    lines = [
        [who, *("x" if verb(one) else "." for verb in OFFICE_VERBS.values())]
        for who, one in (OFFICERS | MERGED).items()
    ]
    expected = [[line[:20].strip(), *line[20:].split()] for line in OF_OFFICES.splitlines()[2:]]
    assert lines == expected


def test_every_question_of_right_stands_in_a_table() -> None:
    """A predicate that is new fails here until it has a row."""
    asked = {
        name
        for name, one in vars(permissions).items()
        if isinstance(one, FunctionType)
        and one.__module__ == permissions.__name__
        and not name.startswith("_")
        and inspect.signature(one).return_annotation is bool
    }
    here = inspect.getsource(inspect.getmodule(test_every_question_of_right_stands_in_a_table))
    assert {name for name in asked if f"permissions.{name}" not in here} == set()


@pytest.mark.parametrize(
    ("seen", "exist"),
    [(Sight.NOTHING, False), (Sight.ACCEPTED, False), (Sight.SENT, True), (Sight.LIVE, True)],
)
def test_signed_files_exist_for_the_department_and_the_ministry(seen: Sight, exist: bool) -> None:
    assert permissions.sees_files(seen) is exist


@pytest.mark.parametrize("verb", ["may_write", "may_write_texts", "may_take_paper"])
def test_nothing_is_written_in_a_round_that_is_not_open(verb: str) -> None:
    closed = [report("d", opened_at=None), report("p", opened_at=None)]
    everybody = (OFFICERS | MERGED).values()
    assert not any(VERBS[verb](who, what) for who in everybody for what in closed)


@pytest.mark.parametrize("verb", ["may_write", "may_write_texts", "may_sign"])
def test_nothing_is_written_in_a_round_that_was_withdrawn(verb: str) -> None:
    withdrawn = [report(letter, retired_at=MOMENT) for letter in STANDS]
    everybody = (OFFICERS | MERGED).values()
    assert not any(VERBS[verb](who, what) for who in everybody for what in withdrawn)


def test_reopening_lasts_through_its_last_day() -> None:
    clerk, asked = OFFICERS["clerk"], report("o")
    days = [TODAY + dt.timedelta(days=n) for n in (-1, 0, 1)]
    assert [permissions.may_write(clerk, asked, today=day) for day in days] == [True, True, False]


# Why can I not edit this? A sentence with who can change it.


@pytest.mark.parametrize(
    ("who", "letter", "sentence"),
    [
        ("clerk", "d", ""),
        (
            "reader",
            "s",
            "You can read this report. The clerk of the department of Thanh Hóa fills it in.",
        ),
        (
            "clerk",
            "w",
            "The report awaits the signature of the department's leadership, who can take it back "
            "to the draft.",
        ),
        (
            "clerk",
            "s",
            "Sent on 1/6/2026; cannot be edited. To change something, contact Cục Công Thương.",
        ),
        (
            "leader",
            "a",
            "Accepted on 1/6/2026; cannot be edited. To change something, contact Cục Công Thương.",
        ),
        (
            "centre",
            "x",
            f"The time for changes ended on {TODAY - dt.timedelta(days=1):%-d/%-m/%Y}. "
            "To change something, contact Cục Công Thương.",
        ),
    ],
)
def test_why_somebody_cannot_edit_is_a_sentence(who: str, letter: str, sentence: str) -> None:
    with translation.override("en"):
        assert why_not_write(OFFICERS[who], report(letter, contact="Cục \nCông Thương")) == sentence


@pytest.mark.parametrize(
    ("who", "owner", "sentence"),
    [
        ("centre", "", "This row is filled in by the clerk of the department."),
        (
            "centre",
            DepartmentUnit.INDUSTRY,
            "This row is filled in by: industry division.",
        ),
        ("centre", CENTRE, ""),
        ("clerk", CENTRE, ""),
    ],
)
def test_why_a_row_is_not_theirs(who: str, owner: str, sentence: str) -> None:
    with translation.override("en"):
        assert why_not_write(OFFICERS[who], report("d"), row=RoundRow(owner=owner)) == sentence


def test_people_of_a_province_that_ended_are_told_who_reports_now() -> None:
    with translation.override("en"):
        told = {why_not_write(one, report("d", OLD)) for one in MERGED.values()}
    assert told == {
        "Quảng Bình is now part of Quảng Trị: this report can be read, and the department of "
        "Quảng Trị reports for the whole."
    }


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ({"contact": " Cục Công Thương\nđịa phương "}, "Cục Công Thương địa phương"),
        ({"coordinator": Province(pk=2, name="Nghệ An")}, "the department of Nghệ An"),
        ({}, "the Ministry of Industry and Trade"),
    ],
)
def test_who_decides(said: dict, who: str) -> None:
    with translation.override("en"):
        assert permissions.who_decides(ReportingRound(key="r", **said)) == who


def test_account_that_was_closed_administers_nothing() -> None:
    user = User(pk=7, username="x", is_superuser=True, is_active=False)
    assert Officer(user=user).is_administrator is False


def test_coordinated_by_are_the_provinces_of_standing_clerks_and_leaders() -> None:
    posts = (
        Post(Role.CLERK, THANH_HOA),
        Post(Role.LEADER, OLD, is_standing=False),
        Post(Role.CONTRIBUTOR, NGHE_AN, CENTRE),
        Post(Role.REVIEWER),
    )
    assert permissions.coordinated_by(officer(*posts)) == {THANH_HOA}
    assert officer(*posts).departments == {THANH_HOA, OLD, NGHE_AN}
