"""Other editions for the conferences of a series: the plan, and doing what it says (C2, H4)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from conferences.actions import renumber
from conferences.chain import Meeting, Problem, ProblemKind, Promise
from conferences.enums import Fact, Status
from conferences.models import Conference, FormerSlug, Series
from conferences.renumbering import Entry, Promised, plan, plan_renumbering
from portal.records.checks import Level, check
from provinces.actions import fingerprint, retire
from tests import register
from tests.register import registrar

# The plan


def entry(key: int, edition: int | None, *, promise: int | None = None, **said) -> Entry:
    """A conference of the year 2000 + key; its address is made of edition and year."""
    year = 2000 + key
    roman = {4: "iv-", 5: "v-", 6: "vi-", 7: "vii-", None: ""}[edition]
    said = {"slug": f"{roman}{year}", "status": "held"} | said
    meeting = Meeting(
        key,
        dt.date(year, 5, 1),
        edition,
        status=said["status"],
        promise=Promise(edition=promise) if promise else None,
    )
    return Entry(meeting, said["slug"], said.get("printed", ()))


def planned(entries: list[Entry], editions: dict, *, follow: bool = True, **said):
    said = {"lineage": {}, "former": {}} | said
    return plan(entries, editions, follow=follow, **said)


def test_plan_of_nothing_moves_nothing():
    found = planned([entry(1, 5), entry(2, 6)], {1: 5})
    assert (found.moves, found.promised, found.added) == ((), (), ())


def test_plan_says_number_and_address_before_and_after():
    (move,) = planned([entry(1, 5), entry(2, 6)], {2: 7}).moves
    assert (move.old, move.new, move.old_slug, move.slug) == (6, 7, "vi-2002", "vii-2002")


def test_plan_leaves_an_address_that_was_not_made_of_the_edition():
    (move,) = planned([entry(1, 5, slug="da-lat")], {1: 6}).moves
    assert move.slug == "da-lat"


def test_plan_gives_no_address_twice():
    """Of two meetings of one year one loses its number; "2001" is the other's."""
    other = Entry(Meeting(9, dt.date(2001, 9, 1)), "2001")
    (move,) = planned([entry(1, 5), other], {1: None}).moves
    assert move.slug == "2001-2"


def test_plan_leaves_addresses_of_retired_records_alone():
    (move,) = planned([entry(1, 5)], {1: 6}, reserved=frozenset({"vi-2001"})).moves
    assert move.slug == "vi-2001-2"


def test_plan_lets_two_change_places_and_tells_whose_addresses_change():
    twins = [entry(1, 5, slug="v-2001"), Entry(Meeting(9, dt.date(2001, 9, 1), 6), "vi-2001")]
    found = planned(twins, {1: 6, 9: 5})
    assert [move.slug for move in found.moves] == ["vi-2001", "v-2001"]
    assert found.taken == ("vi-2001", "v-2001")
    assert [problem.kind for problem in found.added] == [ProblemKind.EDITION_DECREASES]


def test_plan_tells_of_a_former_address_of_another():
    found = planned([entry(1, 5)], {1: 6}, former={"vi-2001": 77})
    assert found.taken == ("vi-2001",)


def test_plan_knows_which_editions_no_source_prints():
    entries = [entry(1, 5, printed=("6",)), entry(2, 6, printed=("6",))]
    found = planned(entries, {1: 6, 2: 7})
    assert [move.unprinted for move in found.moves] == [False, True]


def test_plan_asks_for_no_source_of_having_no_number():
    (move,) = planned([entry(1, 5)], {1: None}).moves
    assert move.unprinted is False


@pytest.mark.parametrize(
    ("entries", "editions", "promised"),
    [
        # The promised conference is renumbered, and the promise with it.
        ([entry(1, 4, promise=5), entry(2, 5)], {1: 5, 2: 6}, (Promised(1, 5, 6),)),
        # It has no record; the promise was for the next one.
        ([entry(1, 4, promise=5)], {1: 5}, (Promised(1, 5, 6),)),
        # It was for one further on: nothing tells that this was another.
        ([entry(1, 4, promise=7)], {1: 5}, ()),
        # The promised one loses its number: what was promised stays.
        ([entry(1, 4, promise=5), entry(2, 5)], {2: None}, ()),
    ],
)
def test_plan_takes_promised_editions_along(entries, editions, promised):
    assert planned(entries, editions).promised == promised


def test_plan_without_follow_leaves_promises_and_finds_what_is_wrong_then():
    found = planned([entry(1, 4, promise=5)], {1: 5}, follow=False)
    assert (found.promised, found.added) == ((), (Problem(ProblemKind.EDITION_BACK, 1),))


def test_plan_finds_a_number_given_twice():
    found = planned([entry(1, 5), entry(2, 6)], {2: 5})
    assert found.added == (Problem(ProblemKind.EDITION_TWICE, 2, 1),)


def test_plan_tells_old_problems_from_new_ones():
    found = planned([entry(1, 7), entry(2, 6), entry(3, None)], {3: 7}, follow=False)
    assert [one.kind for one in found.left] == [ProblemKind.EDITION_DECREASES]
    assert [one.kind for one in found.added] == [ProblemKind.EDITION_TWICE]


editions = st.one_of(st.none(), st.integers(1, 30))


@given(st.lists(st.tuples(editions, editions), max_size=8))
def test_plan_there_and_back_is_as_before(pairs):
    entries = [
        Entry(Meeting(key, dt.date(2000 + key, 5, 1), old), f"x{key}")
        for key, (old, _new) in enumerate(pairs)
    ]
    there = planned(entries, {key: new for key, (_old, new) in enumerate(pairs)})
    moved = [Entry(meeting, f"x{meeting.key}") for meeting in there.meetings]
    back = planned(moved, {key: old for key, (old, _new) in enumerate(pairs)})
    assert back.meetings == tuple(one.meeting for one in entries)
    assert len(back.moves) == len(there.moves)


@given(st.lists(st.tuples(st.integers(2000, 2003), editions, editions), max_size=8))
def test_plan_gives_each_its_own_address(rows):
    found = [
        Entry(Meeting(key, dt.date(year, 5, 1), old), f"{year}-{key + 2}" if not old else f"k{key}")
        for key, (year, old, _new) in enumerate(rows)
    ]
    after = planned(found, {key: new for key, (_year, _old, new) in enumerate(rows)})
    slugs = {one.key: one.slug for one in found} | {move.key: move.slug for move in after.moves}
    assert len(set(slugs.values())) == len(found)


# Doing it


@pytest.fixture
def series(db) -> Series:
    """V (2018), VI (2019) and VII (2021) of the North Central provinces; V hands over for VI."""
    made = register.series()
    host = register.province("thanh-hoa")
    other = register.province("nghe-an")
    for edition, year in ((5, 2018), (6, 2019), (7, 2021)):
        one = register.conference(made, dt.date(year, 5, 13), edition=edition, host=host)
        register.attest(one, Fact.EDITION, f"lần thứ {edition}", str(edition))
        register.attest(one, Fact.DATE, f"13/5/{year}", f"{year}-05-13")
        register.attest(one, Fact.HOST, "tại Thanh Hóa", "thanh-hoa")
    register.handover(Conference.objects.get(edition=5), other, edition=6)
    return made


def of(year: int) -> Conference:
    return Conference.objects.get(starts_on__year=year)


def do(series: Series, editions: dict[int, int | None], *, follow: bool = True, **said):
    """Renumber as previewed; `editions` by year."""
    by_pk = {of(year).pk: edition for year, edition in editions.items()}
    seen = fingerprint(plan_renumbering(series=series, editions=by_pk, follow=follow))
    said = {"by": registrar(), "reason": "Theo văn bản của Bộ.", "seen": seen} | said
    return renumber(series=series, editions=by_pk, follow=follow, **said)


def refusal(series: Series, editions: dict[int, int | None], **said) -> list[str]:
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            do(series, editions, **said)
        return refused.value.messages


def numbers() -> list[tuple[int, int | None, str]]:
    rows = Conference.objects.live().order_by("starts_on")
    return [(one.year, one.edition, one.slug) for one in rows]


def errors() -> list[str]:
    return [one.line() for one in check() if one.level is Level.ERROR]


def test_renumber_moves_all_by_one(series):
    do(series, {2018: 6, 2019: 7, 2021: 8})
    assert numbers() == [(2018, 6, "vi-2018"), (2019, 7, "vii-2019"), (2021, 8, "viii-2021")]


def test_renumber_leads_from_every_old_address(client, series):
    do(series, {2018: 6, 2019: 7, 2021: 8})
    answers = [
        client.get(f"/conferences/bac-trung-bo/{slug}/")
        for slug in ("v-2018", "vi-2019", "vii-2021")
    ]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (301, "/conferences/bac-trung-bo/vi-2018/"),
        (301, "/conferences/bac-trung-bo/vii-2019/"),
        (301, "/conferences/bac-trung-bo/viii-2021/"),
    ]


def test_renumber_takes_the_promised_edition_along(series):
    do(series, {2018: 6, 2019: 7, 2021: 8})
    assert of(2018).handovers.get().edition == 7


def test_renumber_keeps_who_and_why_in_the_history(series):
    do(series, {2021: 8})
    last = of(2021).history.latest()
    assert (last.history_user, last.history_change_reason, last.edition) == (
        registrar(),
        "Theo văn bản của Bộ.",
        8,
    )
    assert of(2018).history.count() == 2  # recorded and published, nothing since


def test_renumber_writes_the_reason_where_no_source_prints_the_number(series):
    register.attest(of(2021), Fact.EDITION, "lần thứ VIII", "8")
    do(series, {2019: None, 2018: 4, 2021: 8})
    assert [of(year).note for year in (2018, 2019, 2021)] == ["Theo văn bản của Bộ.", "", ""]


def test_renumber_adds_the_reason_to_a_note(series):
    Conference.objects.filter(pk=of(2021).pk).update(note="Chỉ có một nguồn.")
    do(series, {2021: 8})
    assert of(2021).note == "Chỉ có một nguồn. Theo văn bản của Bộ."


def test_renumber_leaves_the_register_without_a_mistake(series):
    do(series, {2018: 6, 2019: None, 2021: 8})
    assert errors() == []


def test_renumber_back_has_the_old_addresses_again(series):
    do(series, {2018: 6, 2019: 7, 2021: 8})
    do(series, {2018: 5, 2019: 6, 2021: 7})
    assert numbers() == [(2018, 5, "v-2018"), (2019, 6, "vi-2019"), (2021, 7, "vii-2021")]
    former = FormerSlug.objects.order_by("slug").values_list("slug", flat=True)
    assert list(former) == ["vi-2018", "vii-2019", "viii-2021"]


def test_renumber_lets_two_of_one_year_change_places(series):
    """The number decides which came first where only the year is known."""
    known = {"precision": "year", "status": Status.HELD}
    one = register.conference(series, dt.date(2023, 1, 1), edition=9, **known)
    two = register.conference(series, dt.date(2023, 1, 1), edition=10, **known)
    wanted = {one.pk: 10, two.pk: 9}
    seen = fingerprint(plan_renumbering(series=series, editions=wanted))
    said = {"by": registrar(), "reason": "Nguồn ghi ngược.", "seen": seen}
    renumber(series=series, editions=wanted, follow=True, **said)
    one.refresh_from_db()
    two.refresh_from_db()
    assert [one.slug, two.slug] == ["x-2023", "ix-2023"]
    assert FormerSlug.objects.count() == 0


def test_renumber_passes_over_a_cancelled_conference_of_that_number(series):
    register.conference(series, dt.date(2020, 5, 1), edition=8, status=Status.CANCELLED)
    do(series, {2021: 8})
    assert of(2021).edition == 8


def test_renumber_passes_over_a_retired_record_of_that_number(series):
    gone = register.conference(series, dt.date(2022, 5, 1), edition=8)
    retire(record=gone, by=registrar(), reason="Trùng hồ sơ.")
    do(series, {2021: 8})
    assert of(2021).edition == 8


def test_renumber_refuses_a_number_given_twice(series):
    assert refusal(series, {2021: 6}) == [
        f"“{of(2021).title}” would have the same edition as “{of(2019).title}”."
    ]
    assert of(2021).edition == 7


def test_renumber_refuses_what_goes_back(series):
    assert refusal(series, {2021: 2}) == [
        f"“{of(2021).title}” would have a lower edition than “{of(2019).title}”, which came before."
    ]


def test_renumber_refuses_a_handover_that_goes_back(series):
    assert refusal(series, {2018: 6, 2019: 7, 2021: 8}, follow=False) == [
        f"“{of(2018).title}” would hand over its own edition or an earlier one."
    ]


def test_renumber_refuses_without_a_change(series):
    assert refusal(series, {2021: 7}) == ["No edition would change."]


def test_renumber_refuses_without_a_reason(series):
    assert refusal(series, {2021: 8}, reason=" ") == ["Give the reason."]


def test_renumber_refuses_what_was_not_previewed(series):
    by_pk = {of(2021).pk: 8}
    seen = fingerprint(plan_renumbering(series=series, editions=by_pk))
    do(series, {2019: None})
    assert refusal(series, {2021: 8}, seen=seen) == [
        "The register has changed since this preview. Look at it and confirm again."
    ]
    assert of(2021).edition == 7
