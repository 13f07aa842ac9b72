"""The chain of a series: rules H1-H4, C2, C3, C7. Real places; the chains are literal cases."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.chain import (
    Expected,
    HostCount,
    LinkState,
    Meeting,
    Missing,
    Problem,
    ProblemKind,
    Promise,
    Reason,
    Recorded,
    build,
    problems,
)

LINEAGE = {
    "thua-thien-hue": "hue",
    "quang-binh": "quang-tri-2025",
    "quang-tri-1989": "quang-tri-2025",
    "bac-giang": "bac-ninh-2025",
    "bac-ninh-1997": "bac-ninh-2025",
    "bac-ninh-2025": "bac-ninh-2026",
}
TODAY = date(2026, 7, 1)

X_2022 = Meeting(
    key="ct-btb-10",
    starts_on=date(2022, 5, 13),
    edition=10,
    host="thanh-hoa",
    promise=Promise("thua-thien-hue", 11, 2023),
)
TTH_2023 = Meeting(key="ct-btb-11", starts_on=date(2023, 6, 1), edition=11, host="thua-thien-hue")
QB_2024 = Meeting(key="ct-btb-2024", starts_on=date(2024, 5, 13), host="quang-binh")


def chain_of(*meetings, today=TODAY):
    return build(meetings, lineage=LINEAGE, today=today)


def told(chain):
    """The links as a reader meets them: state and reason."""
    return [(link.state.value, link.reason.value) for link in chain.links]


def shown(chain):
    """The steps by kind, with the key, the editions or the promised edition."""
    shapes = {
        Recorded: lambda step: step.meeting.key,
        Missing: lambda step: step.editions,
        Expected: lambda step: step.promise.edition,
    }
    return [(step.kind, shapes[type(step)](step)) for step in chain.steps]


# The order of the steps, rules H2 and C3


def test_chain_without_records():
    chain = chain_of()
    assert (chain.steps, chain.links, chain.earlier, chain.holder()) == ((), (), None, None)


def test_order_follows_the_date():
    early, late = replace(TTH_2023, key="b"), replace(QB_2024, key="a")
    assert shown(chain_of(late, early)) == [("recorded", "b"), ("recorded", "a")]


def test_order_on_one_day_follows_the_edition_with_unnumbered_last():
    day = date(2022, 5, 13)
    ix, x, none = (Meeting(k, day, edition=e) for k, e in (("c", 9), ("b", 10), ("a", None)))
    assert [key for _, key in shown(chain_of(none, x, ix))] == ["c", "b", "a"]


def test_order_of_a_record_known_by_its_year_follows_lower_editions_of_that_year():
    xi = Meeting("xi", date(2022, 1, 1), edition=11, precision="year")
    x = Meeting("x", date(2022, 5, 13), edition=10)
    assert [key for _, key in shown(chain_of(xi, x))] == ["x", "xi"]


# Kept


def test_link_kept_when_the_receiver_hosted():
    chain = chain_of(X_2022, TTH_2023)
    assert told(chain) == [("kept", "hosted")]


def test_link_kept_through_the_successor():
    chain = chain_of(X_2022, replace(TTH_2023, host="hue"))
    assert told(chain) == [("kept", "hosted")]


def test_link_kept_through_two_successions():
    promised = replace(X_2022, promise=Promise("bac-giang", 11, 2023))
    chain = chain_of(promised, replace(TTH_2023, host="bac-ninh-2025"))
    assert told(chain) == [("kept", "hosted")]


def test_link_kept_says_when_held_later_than_promised():
    chain = chain_of(X_2022, replace(TTH_2023, starts_on=date(2025, 6, 1)))
    assert told(chain) == [("kept", "hosted_later")]


def test_link_kept_when_an_unnumbered_record_is_the_receivers():
    chain = chain_of(X_2022, replace(QB_2024, host="hue"))
    assert told(chain) == [("kept", "hosted_later")]


def test_link_kept_carries_what_was_promised():
    [link] = chain_of(X_2022, TTH_2023).links
    assert link.promise == Promise("thua-thien-hue", 11, 2023)


# Changed


def test_link_changed_when_another_province_hosted():
    chain = chain_of(X_2022, replace(TTH_2023, host="nghe-an"))
    assert told(chain) == [("changed", "other_host")]


def test_link_changed_between_two_provinces_that_merged_only_later():
    promised = replace(X_2022, promise=Promise("quang-tri-1989", 11, 2023))
    chain = chain_of(promised, replace(TTH_2023, host="quang-binh"))
    assert told(chain) == [("changed", "other_host")]


def test_link_changed_when_another_hosted_unnumbered_in_the_promised_year():
    chain = chain_of(X_2022, replace(QB_2024, starts_on=date(2023, 9, 1)))
    assert told(chain) == [("changed", "other_host")]


def test_link_changed_when_the_numbers_leave_no_room_for_the_promised_year():
    promised = replace(X_2022, promise=Promise("thua-thien-hue", None, 2023))
    chain = chain_of(promised, replace(QB_2024, edition=11))
    assert told(chain) == [("changed", "other_host")]


def test_link_changed_when_the_next_is_planned_elsewhere():
    chain = chain_of(X_2022, replace(TTH_2023, host="nghe-an", status="planned"))
    assert told(chain) == [("changed", "other_host")]


def test_link_changed_when_the_next_was_cancelled():
    chain = chain_of(X_2022, replace(TTH_2023, status="cancelled"))
    assert told(chain) == [("changed", "cancelled")]
    assert shown(chain) == [("recorded", "ct-btb-10"), ("recorded", "ct-btb-11")]


def test_link_kept_when_the_receiver_hosted_after_its_cancelled_conference():
    chain = chain_of(X_2022, replace(TTH_2023, status="cancelled"), replace(QB_2024, host="hue"))
    assert told(chain) == [("changed", "cancelled"), ("kept", "hosted_after_cancelled")]


def test_link_unrecorded_when_another_hosted_after_a_cancelled_conference():
    chain = chain_of(X_2022, replace(TTH_2023, status="cancelled"), QB_2024)
    assert told(chain) == [("changed", "cancelled"), ("unrecorded", "after_cancelled")]


# Pending


@pytest.mark.parametrize("status", ["planned", "postponed"])
def test_link_pending_when_the_receivers_conference_is_announced(status):
    chain = chain_of(X_2022, replace(TTH_2023, status=status), today=date(2023, 6, 1))
    assert told(chain) == [("pending", "announced")]


def test_link_pending_when_the_announcement_names_no_host():
    planned = replace(TTH_2023, status="planned", host=None)
    assert told(chain_of(X_2022, planned, today=date(2023, 1, 1))) == [("pending", "announced")]


def test_link_pending_to_the_promised_conference_until_its_year_ends():
    chain = chain_of(X_2022, today=date(2023, 12, 31))
    assert told(chain) == [("pending", "still_to_come")]
    assert chain.steps[1] == Expected(Promise("thua-thien-hue", 11, 2023))


def test_link_pending_without_a_year_until_the_next_year_ends():
    promised = replace(X_2022, promise=Promise("thua-thien-hue", 11))
    chain = chain_of(promised, today=date(2023, 12, 31))
    assert told(chain) == [("pending", "still_to_come")]


# Unrecorded


def test_link_unrecorded_when_no_source_tells_of_a_handover():
    chain = chain_of(replace(X_2022, promise=None), TTH_2023)
    assert told(chain) == [("unrecorded", "no_handover")]


def test_link_unrecorded_when_a_host_is_unknown_too():
    chain = chain_of(replace(X_2022, promise=None, host=None), TTH_2023)
    assert told(chain) == [("unrecorded", "host_unknown")]


def test_link_unrecorded_when_the_handover_names_no_receiver():
    chain = chain_of(replace(X_2022, promise=Promise(None, 11, 2023)), TTH_2023)
    assert told(chain) == [("unrecorded", "receiver_unknown")]


def test_link_unrecorded_when_the_next_host_is_unknown():
    chain = chain_of(X_2022, replace(TTH_2023, host=None))
    assert told(chain) == [("unrecorded", "next_host_unknown")]


def test_link_unrecorded_when_planned_without_handover_even_after_its_date():
    chain = chain_of(replace(X_2022, promise=None), replace(TTH_2023, status="planned"))
    assert told(chain) == [("unrecorded", "no_handover")]
    assert chain.steps[1].overdue is True


def test_handover_for_a_later_year_waits_past_the_conference_between():
    promised = replace(X_2022, edition=None, promise=Promise("quang-binh", None, 2024))
    between = replace(TTH_2023, edition=None)
    chain = chain_of(promised, between, QB_2024)
    assert told(chain) == [("unrecorded", "handed_further"), ("kept", "hosted")]


def test_handover_for_an_edition_recorded_out_of_order_is_kept_there():
    xii = Meeting("ct-btb-12", date(2023, 3, 1), edition=12, host="nghe-an")
    chain = chain_of(X_2022, xii, TTH_2023)
    assert told(chain) == [("unrecorded", "handed_further"), ("kept", "hosted")]


# Gap


def test_gap_when_the_promised_conference_has_no_record():
    """The North Central series: X handed XI/2023 to Huế; the next record is Quảng Bình 2024."""
    chain = chain_of(X_2022, QB_2024)
    assert shown(chain) == [
        ("recorded", "ct-btb-10"),
        ("missing", (11,)),
        ("recorded", "ct-btb-2024"),
    ]
    assert told(chain) == [("gap", "promised_missing"), ("gap", "promised_missing")]
    assert chain.steps[1] == Missing((11,), 1, Promise("thua-thien-hue", 11, 2023))


def test_gap_when_editions_are_missing():
    """The northern series: VI (2019) handed VII/2020 to Thái Nguyên; the next record is VIII."""
    vi = Meeting(
        "ct-bac-6",
        date(2019, 5, 24),
        edition=6,
        host="hai-phong-2003",
        promise=Promise("thai-nguyen-1997", 7, 2020),
    )
    viii = Meeting("ct-bac-8", date(2022, 9, 23), edition=8, host="thanh-hoa")
    chain = chain_of(vi, viii)
    assert chain.steps[1] == Missing((7,), 1, Promise("thai-nguyen-1997", 7, 2020))
    assert told(chain) == [("gap", "promised_missing"), ("gap", "promised_missing")]


def test_gap_without_handover_tells_of_the_numbers():
    xiii = replace(QB_2024, edition=13)
    chain = chain_of(replace(X_2022, promise=None), xiii)
    assert chain.steps[1] == Missing((11, 12), 2, None)
    assert told(chain) == [("gap", "edition_missing"), ("gap", "edition_missing")]


def test_gap_when_a_receiver_without_year_or_edition_has_no_record():
    promised = replace(X_2022, edition=None, promise=Promise("thua-thien-hue"))
    chain = chain_of(promised, QB_2024)
    assert chain.steps[1] == Missing((), 1, Promise("thua-thien-hue"))


def test_gap_when_the_numbers_leave_fewer_places_than_missing_editions():
    promised = replace(X_2022, promise=None)
    chain = chain_of(promised, QB_2024, Meeting("xiii", date(2025, 5, 1), edition=13))
    assert chain.steps[2] == Missing((11, 12), 1, None)


def test_no_gap_when_unnumbered_records_fill_the_numbers():
    promised = replace(X_2022, promise=None)
    chain = chain_of(promised, QB_2024, Meeting("xii", date(2025, 5, 1), edition=12, host="hue"))
    assert told(chain) == [("unrecorded", "no_handover"), ("unrecorded", "no_handover")]


def test_no_gap_when_an_unnumbered_conference_handed_over_for_the_edition_after_it():
    """Khuyến công: X 2019, then Quảng Bình 2020 unnumbered, which handed XII to Ninh Thuận."""
    x = Meeting("kc-10", date(2019, 1, 1), edition=10, precision="year", host="gia-lai-1991")
    unnumbered = Meeting(
        "kc-2020",
        date(2020, 1, 1),
        precision="year",
        host="quang-binh",
        promise=Promise("ninh-thuan", 12, 2021),
    )
    xiii = Meeting("kc-13", date(2023, 10, 26), edition=13, host="dak-nong")
    chain = chain_of(x, unnumbered, xiii)
    assert told(chain) == [
        ("unrecorded", "no_handover"),
        ("gap", "promised_missing"),
        ("gap", "promised_missing"),
    ]
    assert chain.steps[2] == Missing((12,), 1, Promise("ninh-thuan", 12, 2021))


def test_no_gap_for_a_cancelled_edition():
    cancelled = replace(TTH_2023, status="cancelled")
    chain = chain_of(X_2022, cancelled, replace(QB_2024, edition=12))
    assert [kind for kind, _ in shown(chain)] == ["recorded", "recorded", "recorded"]


def test_gap_after_the_promised_year():
    chain = chain_of(X_2022, today=date(2024, 1, 1))
    assert told(chain) == [("gap", "year_passed")]
    assert chain.steps[1].overdue is True


def test_gap_without_a_year_after_the_next_year():
    promised = replace(X_2022, promise=Promise("thua-thien-hue", 11))
    assert told(chain_of(promised, today=date(2024, 1, 1))) == [("gap", "year_passed")]


@pytest.mark.parametrize(
    ("status", "precision", "last"),
    [
        ("planned", "day", date(2023, 6, 1)),
        ("planned", "month", date(2023, 6, 30)),
        ("planned", "year", date(2023, 12, 31)),
        ("postponed", "day", date(2023, 12, 31)),
    ],
)
def test_gap_after_the_announced_time(status, precision, last):
    announced = replace(TTH_2023, status=status, precision=precision)
    assert told(chain_of(X_2022, announced, today=last)) == [("pending", "announced")]
    overdue = chain_of(X_2022, announced, today=last + timedelta(days=1))
    assert told(overdue) == [("gap", "date_passed")]


def test_gap_by_promise_is_not_counted_again_by_the_numbers():
    xiii = Meeting("xiii", date(2025, 5, 1), edition=13)
    chain = chain_of(X_2022, QB_2024, xiii)
    assert shown(chain)[2:] == [("recorded", "ct-btb-2024"), ("recorded", "xiii")]


def test_gap_after_an_unnumbered_answer_counts_from_the_promised_edition():
    answer = replace(TTH_2023, edition=None)
    chain = chain_of(X_2022, answer, replace(QB_2024, edition=13))
    assert chain.steps[2] == Missing((12,), 1, None)


def test_gap_before_a_second_conference_when_the_first_was_only_promised():
    founding = replace(X_2022, edition=None, promise=Promise("hue", 1, 2023))
    chain = chain_of(founding, replace(QB_2024, edition=3))
    assert chain.steps[1] == Missing((1, 2), 2, Promise("hue", 1, 2023))


def test_gap_is_told_once_when_editions_are_out_of_order():
    after, later = replace(TTH_2023, edition=13), replace(QB_2024, edition=11)
    chain = chain_of(replace(X_2022, promise=None), after, later, Meeting("xiv", TODAY, edition=14))
    assert [step.editions for step in chain.steps if isinstance(step, Missing)] == [(12,)]


def test_handover_edition_that_goes_back_is_not_followed():
    chain = chain_of(replace(X_2022, promise=Promise("hue", 10, 2023)), TTH_2023)
    assert told(chain) == [("kept", "hosted")]


def test_handover_year_that_goes_back_is_not_followed():
    promised = replace(X_2022, promise=Promise("hue", 11, 2021))
    assert told(chain_of(promised, today=date(2023, 12, 31))) == [("pending", "still_to_come")]


def test_link_kept_without_a_promised_year_is_not_later():
    promised = replace(X_2022, promise=Promise("hue", 11))
    late = replace(TTH_2023, starts_on=date(2026, 5, 1))
    assert told(chain_of(promised, late)) == [("kept", "hosted")]


def test_link_changed_when_an_unnumbered_record_leaves_no_room_either():
    promised = replace(X_2022, promise=Promise("hue", None, 2024))
    between = replace(TTH_2023, edition=None, host="nghe-an")
    xii = Meeting("xii", date(2025, 5, 1), edition=12, host="ha-tinh")
    chain = chain_of(promised, between, xii)
    assert told(chain) == [("unrecorded", "handed_further"), ("changed", "other_host")]


def test_link_after_a_cancelled_conference_that_was_not_the_promised_one():
    cancelled = replace(TTH_2023, edition=12, host="nghe-an", status="cancelled")
    chain = chain_of(X_2022, cancelled, replace(QB_2024, host="hue"))
    assert told(chain)[2:] == [("unrecorded", "no_handover")]


def test_no_step_for_a_promised_edition_that_has_a_record():
    earlier = Meeting("xi", date(2021, 5, 1), edition=11)
    assert shown(chain_of(earlier, X_2022))[-1] == ("recorded", "ct-btb-10")


def test_no_step_after_a_last_record_without_handover():
    assert shown(chain_of(QB_2024)) == [("recorded", "ct-btb-2024")]


def test_no_step_after_a_cancelled_last_record():
    chain = chain_of(X_2022, replace(TTH_2023, status="cancelled"))
    assert shown(chain)[-1] == ("recorded", "ct-btb-11")


def test_earlier_editions_without_record_are_told_apart_from_the_steps():
    chain = chain_of(QB_2024, replace(TTH_2023, edition=None), Meeting("vi", TODAY, edition=6))
    assert chain.earlier == Missing((1, 2, 3, 4, 5), 3, None)


def test_around_gives_the_links_of_one_conference():
    chain = chain_of(X_2022, QB_2024)
    assert chain.around("ct-btb-10") == (None, chain.links[0])
    assert chain.around("ct-btb-2024") == (chain.links[1], None)


def test_around_refuses_an_unknown_conference():
    with pytest.raises(KeyError):
        chain_of(X_2022).around("ct-nam-9")


# Who hosted and who has no record, rule H3


def test_hosted_counts_a_unit_with_its_predecessors():
    again = Meeting("2026", date(2026, 5, 1), host="hue")
    [_, hue] = chain_of(X_2022, TTH_2023, again).hosted()
    assert hue == HostCount("hue", {"thua-thien-hue": 1, "hue": 1})
    assert (hue.total, hue.own, hue.predecessors) == (2, 1, 1)


def test_hosted_leaves_out_what_was_not_held():
    chain = chain_of(X_2022, replace(TTH_2023, status="planned"))
    assert chain.hosted() == (HostCount("thanh-hoa", {"thanh-hoa": 1}),)


def test_without_record_follows_successors():
    members = ["nghe-an", "quang-tri-2025", "hue"]
    assert chain_of(X_2022, TTH_2023).without_record(members) == ("nghe-an", "quang-tri-2025")


# Who holds the flag, rules H3 and C7


def holder_of(*meetings, today):
    holder = chain_of(*meetings, today=today).holder()
    return holder.province, holder.unit, holder.certain, holder.reason.value


def test_holder_is_the_receiver_while_the_conference_is_still_to_come():
    holder = chain_of(X_2022, today=date(2023, 1, 1)).holder()
    assert (holder.province, holder.unit) == ("thua-thien-hue", "hue")
    assert (holder.edition, holder.year, holder.certain) == (11, 2023, True)
    assert holder.since == Recorded(X_2022)


def test_holder_is_who_received_it_for_the_planned_conference():
    planned = replace(TTH_2023, status="planned")
    held = holder_of(X_2022, planned, today=date(2023, 1, 1))
    assert held == ("thua-thien-hue", "hue", True, "announced")


def test_holder_is_uncertain_after_the_promised_year():
    held = holder_of(X_2022, today=TODAY)
    assert held == ("thua-thien-hue", "hue", False, "year_passed")


def test_holder_is_uncertain_when_the_next_is_planned_elsewhere():
    planned = replace(TTH_2023, host="nghe-an", status="planned")
    held = holder_of(X_2022, planned, today=date(2023, 1, 1))
    assert held == ("thua-thien-hue", "hue", False, "other_host")


def test_holder_is_uncertain_after_a_cancelled_conference():
    cancelled = replace(TTH_2023, status="cancelled")
    held = holder_of(X_2022, cancelled, today=TODAY)
    assert held == ("thua-thien-hue", "hue", False, "cancelled")


def test_holder_follows_a_handover_made_by_a_cancelled_conference():
    passed_on = Promise("nghe-an", 12, 2027)
    cancelled = replace(TTH_2023, status="cancelled", promise=passed_on)
    held = holder_of(X_2022, cancelled, today=TODAY)
    assert held == ("nghe-an", "nghe-an", True, "still_to_come")


def test_holder_unknown_without_a_recorded_handover_names_the_last_host():
    holder = chain_of(X_2022, QB_2024).holder()
    assert (holder.province, holder.certain, holder.reason.value) == (None, False, "no_handover")
    assert (holder.last_host, holder.since) == ("quang-binh", Recorded(QB_2024))


def test_holder_unknown_when_the_handover_names_no_receiver():
    promised = replace(X_2022, promise=Promise(None, 11))
    assert holder_of(promised, today=date(2023, 1, 1)) == (None, None, False, "receiver_unknown")


def test_holder_unknown_when_everything_recorded_is_still_to_come():
    holder = chain_of(replace(TTH_2023, status="planned")).holder()
    assert (holder.province, holder.since, holder.last_host) == (None, None, None)


def test_holder_since_is_the_conference_that_handed_further():
    promised = replace(X_2022, edition=None, promise=Promise("quang-binh", None, 2024))
    chain = chain_of(promised, replace(TTH_2023, edition=None), today=date(2023, 9, 1))
    assert chain.holder().since == Recorded(promised)


# What is refused, rules H4 and C2


@pytest.mark.parametrize(
    ("promise", "kinds"),
    [
        (Promise("thua-thien-hue", 11, 2023), []),
        (Promise("thua-thien-hue", 11, 2022), []),
        (Promise("thua-thien-hue", 10, 2023), [ProblemKind.EDITION_BACK]),
        (Promise("thua-thien-hue", 9, 2021), [ProblemKind.EDITION_BACK, ProblemKind.YEAR_BACK]),
        (Promise("thanh-hoa", 11, 2023), [ProblemKind.SAME_HOST]),
        (Promise("thanh-hoa", 11, 2023, reason=" "), [ProblemKind.SAME_HOST]),
        (Promise("thanh-hoa", 11, 2023, reason="Chưa có tỉnh khác đăng ký"), []),
    ],
)
def test_problems_of_a_handover(promise, kinds):
    found = problems([replace(X_2022, promise=promise)], lineage=LINEAGE)
    assert found == [Problem(kind, "ct-btb-10") for kind in kinds]


def test_problem_when_the_receiver_is_the_host_renamed():
    meeting = replace(TTH_2023, promise=Promise("hue", 12, 2025))
    found = problems([meeting], lineage=LINEAGE)
    assert found == [Problem(ProblemKind.SAME_HOST, "ct-btb-11")]


def test_no_problem_when_the_receiver_merges_with_the_host_later():
    meeting = replace(QB_2024, promise=Promise("quang-tri-1989", None, 2025))
    assert problems([meeting], lineage=LINEAGE) == []


def test_problem_when_an_edition_is_recorded_twice():
    found = problems([replace(QB_2024, edition=11), TTH_2023], lineage=LINEAGE)
    assert found == [Problem(ProblemKind.EDITION_TWICE, "ct-btb-2024", "ct-btb-11")]


def test_no_problem_when_one_of_two_equal_editions_was_cancelled():
    cancelled = replace(TTH_2023, status="cancelled")
    assert problems([cancelled, replace(QB_2024, edition=11)], lineage=LINEAGE) == []


def test_problem_when_the_edition_decreases_in_time():
    """The Central conference of 2022, printed both VIII and XIII."""
    xiii = Meeting("2022", date(2022, 8, 19), edition=13)
    ix = Meeting("2023", date(2023, 10, 27), edition=9)
    assert problems([ix, xiii], lineage={}) == [
        Problem(ProblemKind.EDITION_DECREASES, "2023", "2022")
    ]


def test_problem_when_the_edition_decreases_after_rising():
    ix, xi, x = (
        Meeting(e, date(y, 5, 1), edition=e) for e, y in ((9, 2021), (11, 2022), (10, 2023))
    )
    assert problems([ix, xi, x], lineage={}) == [Problem(ProblemKind.EDITION_DECREASES, 10, 11)]


def test_problem_when_the_edition_repeats_names_the_record_before():
    three = [Meeting(y, date(y, 5, 1), edition=9) for y in (2021, 2022, 2023)]
    assert problems(three, lineage={}) == [
        Problem(ProblemKind.EDITION_TWICE, 2022, 2021),
        Problem(ProblemKind.EDITION_TWICE, 2023, 2022),
    ]


# Properties

PLACES = ["thanh-hoa", "nghe-an", "ha-tinh", *LINEAGE, "hue", "quang-tri-2025", "bac-ninh-2026"]
ALONE = {"thua-thien-hue": "hue", "bac-ninh-2025": "bac-ninh-2026"}
"""Provinces that are the only predecessor of their successor."""

places = st.none() | st.sampled_from(PLACES)
editions = st.none() | st.integers(1, 12)
days = st.dates(date(2015, 1, 1), date(2027, 12, 31))
promises = st.builds(
    Promise, receiver=places, edition=editions, year=st.none() | st.integers(2015, 2028)
)


@st.composite
def series(draw):
    """Any records at all, contradictions included, with distinct keys."""
    meetings = draw(
        st.lists(
            st.builds(
                Meeting,
                key=st.just(0),
                starts_on=days,
                edition=editions,
                precision=st.sampled_from(["day", "month", "year"]),
                host=places,
                status=st.sampled_from(["planned", "held", "postponed", "cancelled"]),
                promise=st.none() | promises,
            ),
            max_size=8,
        )
    )
    return [replace(meeting, key=key) for key, meeting in enumerate(meetings)]


@st.composite
def yearly(draw):
    """A series without a hole: held each year, numbered on, each keeping what was promised."""
    hosts = draw(st.lists(st.sampled_from(PLACES), min_size=3, max_size=8))
    start = draw(st.integers(1, 20))
    told_year, told_edition = draw(st.booleans()), draw(st.booleans())
    return [
        Meeting(
            key=n,
            starts_on=date(2010 + n, 6, 1),
            edition=start + n,
            host=host,
            promise=None
            if n + 1 == len(hosts)
            else Promise(
                hosts[n + 1],
                start + n + 1 if told_edition else None,
                2010 + n + 1 if told_year else None,
            ),
        )
        for n, host in enumerate(hosts)
    ]


@given(series(), st.randoms(use_true_random=False))
def test_property_input_order_never_matters(meetings, random):
    shuffled = random.sample(meetings, len(meetings))
    assert chain_of(*shuffled) == chain_of(*meetings)
    assert problems(shuffled, lineage=LINEAGE) == problems(meetings, lineage=LINEAGE)


@given(series())
def test_property_one_link_between_each_two_neighbours(meetings):
    chain = chain_of(*meetings)
    assert [(link.before, link.after) for link in chain.links] == list(pairwise(chain.steps))


@given(series())
def test_property_each_record_is_one_step(meetings):
    keys = [step.meeting.key for step in chain_of(*meetings).steps if isinstance(step, Recorded)]
    assert sorted(keys) == [meeting.key for meeting in meetings]


@given(series())
def test_property_a_missing_step_stands_between_gaps_and_is_never_recorded(meetings):
    chain = chain_of(*meetings)
    beside = [
        k for k in chain.links if isinstance(k.before, Missing) or isinstance(k.after, Missing)
    ]
    assert {link.state for link in beside} <= {LinkState.GAP}
    missing = [step for step in chain.steps if isinstance(step, Missing)]
    named = {edition for step in missing for edition in step.editions}
    assert named & {meeting.edition for meeting in meetings} == set()
    assert [step for step in missing if not 1 <= step.count <= max(len(step.editions), 1)] == []


@given(yearly())
def test_property_kept_promises_make_no_gap(meetings):
    chain = chain_of(*meetings)
    assert {link.state for link in chain.links} == {LinkState.KEPT}


@given(yearly(), st.data())
def test_property_removing_an_inner_record_yields_a_gap(meetings, data):
    index = data.draw(st.integers(1, len(meetings) - 2))
    chain = chain_of(*meetings[:index], *meetings[index + 1 :])
    missing = [step.editions for step in chain.steps if isinstance(step, Missing)]
    assert missing == [(meetings[index].edition,)]
    states = [link.state for link in chain.links]
    assert states[index - 1 : index + 1] == [LinkState.GAP, LinkState.GAP]


@given(series())
def test_property_a_receiver_may_be_named_as_its_successor(meetings):
    renamed = [
        replace(m, promise=replace(m.promise, receiver=ALONE.get(m.promise.receiver)))
        if m.promise and m.promise.receiver in ALONE
        else m
        for m in meetings
    ]
    lineage = {**ALONE, "quang-binh": "quang-tri-2025"}
    before = build(meetings, lineage=lineage, today=TODAY)
    after = build(renamed, lineage=lineage, today=TODAY)
    assert told(after) == told(before)


@given(series())
def test_property_hosted_totals_are_the_held_conferences_with_a_host(meetings):
    held = [meeting for meeting in meetings if meeting.status == "held" and meeting.host]
    assert sum(count.total for count in chain_of(*meetings).hosted()) == len(held)


@given(series(), days, days)
def test_property_as_time_passes_only_pending_becomes_gap(meetings, one, other):
    sooner, later = sorted((one, other))
    now, then = chain_of(*meetings, today=sooner), chain_of(*meetings, today=later)
    assert shown(now) == shown(then)
    moves = {(a.state, b.state) for a, b in zip(now.links, then.links, strict=True)}
    changes = {move for move in moves if move[0] != move[1]}
    assert changes <= {(LinkState.PENDING, LinkState.GAP)}


@given(series(), days)
def test_property_the_holder_is_certain_only_of_a_recorded_receiver(meetings, today):
    holder = chain_of(*meetings, today=today).holder()
    receivers = {meeting.promise.receiver for meeting in meetings if meeting.promise}
    named = {holder.province} if holder and holder.province else set()
    assert named <= receivers
    if holder and holder.certain:
        assert holder.reason in {Reason.ANNOUNCED, Reason.STILL_TO_COME}
        assert holder.province in receivers
