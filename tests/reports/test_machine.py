"""Several people at one report at once: no lost update, no illegal state, a whole history.

The state machine (`machine.py`) tries everything in any order on one connection; the threads below
try it at the same moment on several. Each is also run with a guard taken away, to show that it
would see the harm.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, BrokenBarrierError

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from provinces.actions import fingerprint
from reports.actions import entering, locking, steps
from reports.actions.entering import Outcome, Result, Typed, save_cells
from reports.actions.publishing import publish
from reports.cells import read_cell
from reports.enums import Act, State
from reports.models import Event, Report, SentVersion
from reports.once import claim, new_key
from reports.publication import plan_of
from tests.reporting import Reporting, fill, fresh, reporting, sent, sign
from tests.reports.machine import CLERK, LEADER, PEOPLE, PUBLISHER, LostUpdate, Office

POSTGRESQL = connection.vendor == "postgresql"
USUAL = settings(
    max_examples=24,
    stateful_step_count=30,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class AnyVersion(int):
    """A version that is always the one that was seen."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = int.__hash__


@pytest.fixture
def unchecked(monkeypatch) -> None:
    """Take away the comparison of versions: cells are saved whatever was seen."""
    said = entering.said
    monkeypatch.setattr(entering, "said", lambda entry: replace(said(entry), version=AnyVersion()))


# Any order


@pytest.fixture
def office(db: None) -> type[Office]:
    Office.built = reporting()
    Office.officers = {who: Office.built.officer(who) for who in PEOPLE}
    Office.happened = Counter()
    return Office


def test_people_at_one_report_in_any_order(office: type[Office]) -> None:
    run_state_machine_as_test(office, settings=USUAL)
    reached = {what for what in office.happened if office.happened[what]}
    # That nothing was wrong means something only where much was tried.
    assert reached >= {
        *(f"{step} done" for step in ("present", "submit", "return_", "accept", "reopen")),
        *(f"cell {outcome}" for outcome in Outcome),
        "publish done",
        "upload saved",
        "section saved",
        "signature saved",
        "accept denied",
        "return_ stale",
    }


def test_lost_update_would_be_seen(office: type[Office], unchecked: None) -> None:
    with pytest.raises(LostUpdate):
        run_state_machine_as_test(office, settings=USUAL)


# At the same moment


@pytest.fixture
def built(transactional_db: None) -> Reporting:
    return reporting()


def at_once(*actions: Callable[[], object]) -> list[object]:
    """What came of each, begun together, each on its own connection; a refusal is an answer."""
    together = Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            together.wait(timeout=30)
            return action()
        except (PermissionDenied, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as people:
        return list(people.map(run, actions))


def saving(built: Reporting, who: str, *cells: Typed) -> Callable[[], list[Result]]:
    report, by = built.thanh_hoa, built.officer(who)
    return lambda: save_cells(report=report, cells=cells, by=by, notation="vi")


def step(built: Reporting, name: str, who: str, **said) -> Callable[[], object]:
    """A step from the page as it is now."""
    report, by = built.thanh_hoa, built.officer(who)
    return lambda: getattr(steps, name)(report=report, seen=report.version, by=by, **said)


def written(built: Reporting) -> list[tuple[str, str]]:
    events = Event.objects.filter(report=built.thanh_hoa, act=Act.CELL).order_by("pk")
    return [(one.before, one.after) for one in events]


def refuse_lost_updates(results: list[Result]) -> None:
    """Two who saw the same and were both told "saved": the first one's number is lost."""
    saved = Counter(
        (one.typed.row_id, one.typed.column_id, one.typed.seen)
        for one in results
        if one.outcome == Outcome.SAVED
    )
    if any(times > 1 for times in saved.values()):
        raise LostUpdate(saved)


@pytest.mark.parametrize("seen", [0, 1])
def test_of_many_in_the_same_cell_one_wins_and_the_others_are_told(
    built: Reporting, seen: int
) -> None:
    if seen:
        saving(built, CLERK, built.cell("retail", 0, "999"))()
    numbers = [str(100 + turn) for turn in range(6)]
    typists = [CLERK, LEADER] * 3
    told = at_once(
        *(
            saving(built, who, built.cell("retail", 0, number, seen))
            for who, number in zip(typists, numbers, strict=True)
        )
    )
    results = [result for [result] in told]
    refuse_lost_updates(results)
    [winner] = [one for one in results if one.outcome == Outcome.SAVED]
    others = [one for one in results if one is not winner]
    entry = built.thanh_hoa.entries.get()
    assert (entry.typed, entry.version) == (winner.typed.typed, seen + 1)
    assert [(one.outcome, one.entry.typed) for one in others] == [
        (Outcome.CONFLICT, entry.typed)
    ] * 5
    assert written(built)[seen:] == [("999" if seen else "", entry.typed)]


def storm(built: Reporting) -> list[Result]:
    """Four people, each five times: look at three cells, then type into them."""

    def work(who: str, turn: int) -> list[Result]:
        results = []
        for again in range(5):
            report = built.thanh_hoa
            versions = {(one.row_id, one.column_id): one.version for one in report.entries.all()}
            cells = []
            for column in range(3):
                key = (built.rows["retail"].pk, built.columns[column].pk)
                cells.append(Typed(*key, f"{turn}{again}{column}1", versions.get(key, 0)))
            by = built.officer(who)
            results += save_cells(report=report, cells=cells, by=by, notation="vi")
        return results

    everybody = [CLERK, LEADER, CLERK, LEADER]
    told = at_once(
        *(lambda who=who, turn=turn: work(who, turn) for turn, who in enumerate(everybody, 1))
    )
    return [result for results in told for result in results]


def test_storm_of_saves_loses_nothing(built: Reporting) -> None:
    results = storm(built)
    refuse_lost_updates(results)
    saved = [one for one in results if one.outcome == Outcome.SAVED]
    assert len(results) == 60
    assert Event.objects.filter(act=Act.CELL).count() == len(saved)
    for entry in built.thanh_hoa.entries.all():
        events = list(Event.objects.filter(act=Act.CELL, column=entry.column).order_by("pk"))
        assert [one.before for one in events] == ["", *(one.after for one in events[:-1])]
        assert (events[-1].after, len(events)) == (entry.typed, entry.version)


def test_update_lost_at_the_same_moment_would_be_seen(built: Reporting, unchecked: None) -> None:
    numbers = [saving(built, CLERK, built.cell("retail", 0, str(100 + n))) for n in range(4)]
    results = [result for [result] in at_once(*numbers)]
    with pytest.raises(LostUpdate):
        refuse_lost_updates(results)


@pytest.mark.skipif(
    not POSTGRESQL, reason="for PostgreSQL: on SQLite writers take their turn at BEGIN"
)
def test_update_lost_without_the_lock_would_be_seen(built: Reporting, monkeypatch) -> None:
    """Both have read before either writes: comparing versions alone does not help."""
    both = Barrier(2)

    def unlocked(report: Report) -> Report:
        return fresh(report)

    def read_together(*args, **said):
        both.wait(timeout=30)
        return read_cell(*args, **said)

    monkeypatch.setattr(entering, "locked_report", unlocked)
    monkeypatch.setattr(entering, "read_cell", read_together)
    saving_both = [saving(built, who, built.cell("retail", 0, who[0])) for who in (CLERK, LEADER)]
    results = [result for [result] in at_once(*saving_both)]
    with pytest.raises(LostUpdate):
        refuse_lost_updates(results)


@pytest.mark.skipif(
    not POSTGRESQL, reason="for PostgreSQL: on SQLite writers take their turn at BEGIN"
)
def test_lock_keeps_the_second_from_reading_before_the_first_has_written(
    built: Reporting, monkeypatch
) -> None:
    both = Barrier(2)

    def read_together(*args, **said):
        with pytest.raises(BrokenBarrierError):
            both.wait(timeout=1)
        return read_cell(*args, **said)

    monkeypatch.setattr(entering, "read_cell", read_together)
    typed = [built.cell("retail", 0, number) for number in ("1", "2")]
    results = [
        result
        for [result] in at_once(saving(built, CLERK, typed[0]), saving(built, LEADER, typed[1]))
    ]
    assert sorted(one.outcome for one in results) == [Outcome.CONFLICT, Outcome.SAVED]


def test_report_sent_twice_is_sent_once(built: Reporting) -> None:
    fill(built)
    sign(built)
    told = at_once(*[step(built, "submit", LEADER)] * 4)
    sendings = [one for one in told if isinstance(one, SentVersion)]
    refusals = [one.messages[0] for one in told if isinstance(one, ValidationError)]
    assert (len(sendings), len(refusals)) == (1, 3)
    assert all(LEADER in one for one in refusals)
    assert SentVersion.objects.count() == Event.objects.filter(act=Act.SUBMITTED).count() == 1


def test_of_accepting_and_returning_one_happens(built: Reporting) -> None:
    sent(built)
    told = at_once(
        step(built, "accept", "ministry_reviewer"),
        step(built, "return_", "second_reviewer", cells={}, reason="Rà soát."),
    )
    [refusal] = [one for one in told if one is not None]
    state = built.thanh_hoa.state
    winner = {State.ACCEPTED: "ministry_reviewer", State.RETURNED: "second_reviewer"}[state]
    assert winner in refusal.messages[0]
    accepted = SentVersion.objects.filter(accepted_at__isnull=False).count()
    assert accepted == (state == State.ACCEPTED)
    judged = Event.objects.filter(act__in=[Act.ACCEPTED, Act.RETURNED])
    assert [one.after for one in judged] == [state]


def test_what_is_typed_while_it_is_sent_is_sent_or_refused(built: Reporting) -> None:
    """Never told "saved" and left out of what was sent."""
    fill(built)
    sign(built)
    [result], version = at_once(
        saving(built, CLERK, built.cell("retail", 0, "151.000", seen=1)),
        step(built, "submit", LEADER),
    )
    row, column = built.rows["retail"], built.columns[0]
    went = version.entries.get(row=row, column=column).typed
    stands = built.thanh_hoa.entries.get(row=row, column=column).typed
    expected = {Outcome.SAVED: "151.000", Outcome.DENIED: "150.000"}[result.outcome]
    assert (went, stands) == (expected, expected)


def test_same_key_at_the_same_moment_presents_once(built: Reporting) -> None:
    fill(built)
    key, present = new_key(), step(built, "present", CLERK)
    by = built.people.clerk_thanh_hoa

    def post() -> str | None:
        with transaction.atomic():
            first = claim(key, by=by, outcome="/presented/")
            if first is None:
                present()
            return first

    assert sorted(at_once(*[post] * 4), key=str) == ["/presented/"] * 3 + [None]
    assert Event.objects.filter(act=Act.PRESENTED).count() == 1


def test_round_is_published_while_a_report_is_accepted_or_after(built: Reporting) -> None:
    """Whatever comes first, nothing becomes public that was not accepted."""
    sent(built)
    asked, by = built.round, built.officer(PUBLISHER)
    nothing = fingerprint(plan_of(asked).said)
    told = at_once(
        step(built, "accept", "ministry_reviewer"),
        lambda: publish(round=asked, by=by, seen=nothing, early_reason="Thử nghiệm."),
    )
    assert (told[0], type(told[1])) == (None, ValidationError)
    report = built.thanh_hoa
    assert (report.state, report.published_at) == (State.ACCEPTED, None)


def test_reopening_closed_while_a_cell_is_typed_restores_all_or_refuses_it(
    built: Reporting,
) -> None:
    sent(built)
    step(built, "accept", "ministry_reviewer")()
    today = built.round.created_at.date()
    until = max(today, built.round.due_on)
    step(built, "reopen", "ministry_reviewer", reason="Điều chỉnh.", until=until)()
    at_once(
        saving(built, CLERK, built.cell("retail", 0, "151.000", seen=1)),
        step(built, "close", "second_reviewer"),
    )
    report = built.thanh_hoa
    version = report.sent_versions.get()
    stands = {(one.row_id, one.column_id): one.typed for one in report.entries.all()}
    assert report.state == State.ACCEPTED
    assert stands == {(one.row_id, one.column_id): one.typed for one in version.entries.all()}


def test_lock_is_taken_by_every_verb() -> None:
    """Each begins at `locked_report`: the tests above prove it of some, this of all."""
    assert entering.locked_report is locking.locked_report
    assert steps.locked_report is locking.locked_report
