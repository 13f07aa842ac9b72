"""Several people at one report, in any order, beside a model of what must be true (R3–R7, R9).

`Office` is a state machine of hypothesis. Each person has a page: what stood on the screen when
they last looked. Every rule is tried from that page, however old it is, and what the portal does
is compared with what the model expects; afterwards the whole report is read again.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from provinces.actions import fingerprint
from reports.actions import steps
from reports.actions.entering import Outcome, save_cells
from reports.actions.publishing import publish
from reports.actions.texts import save_section, save_signature
from reports.actions.uploading import confirm, take_in
from reports.enums import STEPS, WRITABLE, Act, EntryState, SectionKind, State, Via
from reports.models import Event, Upload
from reports.permissions import Officer
from reports.publication import plan_of
from reports.queries import entered_by
from reports.texts import Signature
from reports.workbook.reading import ReadCell
from tests.reporting import Reporting, fresh

CLERK, CENTRE, LEADER = "clerk_thanh_hoa", "centre_thanh_hoa", "head_thanh_hoa"
REVIEWERS = ("ministry_reviewer", "second_reviewer")
PUBLISHER, NEIGHBOUR = "ministry_publisher", "clerk_nghe_an"
PEOPLE = (CLERK, CENTRE, LEADER, *REVIEWERS, PUBLISHER, NEIGHBOUR)

# What may be typed, and what it comes to: two spellings of one number, two of its decimals.
READINGS = {
    "": (EntryState.EMPTY, ""),
    "-": (EntryState.NIL, ""),
    "…": (EntryState.NOT_AVAILABLE, ""),
    "1.250": (EntryState.NUMBER, "1250"),
    "1250": (EntryState.NUMBER, "1250"),
    "12,5": (EntryState.NUMBER, "12.5"),
    "12,50": (EntryState.NUMBER, "12.50"),
    "11.28": (EntryState.UNREADABLE, ""),
    "chưa rõ": (EntryState.UNREADABLE, ""),
}
ANSWERS = [text for text, (state, _) in READINGS.items() if state in ("number", "nil")]
ROWS = ("retail", "export", "funds")
CELLS = [(row, column) for row in ROWS for column in range(3)]
SIGNED = Signature("123/BC-SCT", dt.date(2026, 6, 12), "Lãnh đạo Sở", "Sở Công Thương")

VERBS = (
    "present",
    "take_back",
    "submit",
    "return_",
    "accept",
    "reopen",
    "close",
    "take_over_paper",
)

# The events that move a report from one state to another.
MOVING = (
    Act.PRESENTED,
    Act.TAKEN_BACK,
    Act.SUBMITTED,
    Act.RETURNED,
    Act.ACCEPTED,
    Act.REOPENED,
    Act.CLOSED,
)

people = st.sampled_from(PEOPLE)
cells = st.sampled_from(CELLS)
texts = st.sampled_from(list(READINGS))
notes = st.sampled_from([None, None, "", "Nhà máy mới."])
signatures = st.sampled_from([SIGNED, replace(SIGNED, number="9/BC-SCT"), Signature()])

Key = tuple[str, int]


class LostUpdate(AssertionError):
    """Somebody wrote over what they had not seen."""


@dataclass(frozen=True)
class Said:
    """What a cell must say: the last write that was confirmed to somebody."""

    typed: str = ""
    state: str = EntryState.EMPTY
    number: str = ""
    note: str = ""
    version: int = 0


@dataclass(frozen=True)
class Sent:
    """What a version must hold for good."""

    cells: dict[Key, Said]
    section: str
    signature: Signature


@dataclass
class Taken:
    """A spreadsheet that was sent, with the versions of the page it was made from."""

    upload: Upload
    who: str
    typed: dict[Key, tuple[str, int]]
    is_confirmed: bool = False


@dataclass
class Page:
    """What somebody has on the screen: versions of the report, its cells, its section."""

    report: int = 1
    cells: dict[Key, int] = field(default_factory=dict)
    section: int = 0
    signature: str = ""


class Office(RuleBasedStateMachine):
    """The department of Thanh Hóa and the Ministry at one report."""

    built: ClassVar[Reporting]
    officers: ClassVar[dict[str, Officer]]
    happened: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.report = self.built.thanh_hoa
        self.keys = {
            (self.built.rows[row].pk, self.built.columns[column].pk): (row, column)
            for row, column in CELLS
        }
        self.cells: dict[Key, Said] = {key: Said() for key in CELLS}
        self.state, self.version = State(self.report.state), self.report.version
        self.section, self.section_version = "", 0
        self.signature = Signature()
        self.before_presenting = State.DRAFT
        self.is_paper = False
        self.entered: set[str] = set()
        self.sent: list[Sent] = []
        self.accepted: dict[int, str] = {}
        self.published: set[int] = set()
        self.uploads: list[Taken] = []
        self.read, self.replayed_state, self.replayed_section = 0, State.DRAFT, ""
        self.replayed = dict.fromkeys(CELLS, ("", ""))
        self.pages = {who: Page() for who in PEOPLE}
        for who in PEOPLE:
            self.open_page(who)

    def teardown(self) -> None:
        """Nothing of this run stays in the database."""
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # Rights as an officer would say them

    def writes(self, who: str, row: str) -> bool:
        """Whether the row is theirs to fill in now."""
        own = who in (CLERK, LEADER) or (who == CENTRE and row == "funds")
        return (own or (self.is_paper and who in REVIEWERS)) and self.state in WRITABLE

    def writes_texts(self, who: str) -> bool:
        """Whether the words are theirs to write at all."""
        return who in (CLERK, LEADER) or (self.is_paper and who in REVIEWERS)

    def may(self, who: str, step: str) -> bool:
        """Whether the step is theirs, where the report stands now."""
        writable, ministry = self.state in WRITABLE, who in REVIEWERS
        return {
            "present": who in (CLERK, LEADER) and writable,
            "take_back": who in (CLERK, LEADER) and self.state == State.AWAITING,
            "submit": (who == LEADER or (self.is_paper and ministry))
            and (writable or self.state == State.AWAITING),
            "return_": ministry and self.state == State.SUBMITTED,
            "accept": ministry and self.state == State.SUBMITTED and who not in self.entered,
            "reopen": (ministry or who == PUBLISHER) and self.state == State.ACCEPTED,
            "close": (ministry or who in (PUBLISHER, CLERK, LEADER))
            and self.state == State.REOPENED,
            "take_over_paper": ministry and self.state == State.DRAFT and not self.is_paper,
        }[step]

    def hinders(self, step: str) -> bool:
        """Whether the step cannot be done yet, whoever does it."""
        unanswered = any(
            one.state in (EntryState.EMPTY, EntryState.UNREADABLE) for one in self.cells.values()
        )
        if step == "submit" and not self.signature.is_complete:
            return True
        if step == "take_over_paper":
            return bool(self.entered)
        return step in ("present", "submit") and unanswered

    # People

    @initialize(is_paper=st.booleans())
    def begin(self, is_paper: bool) -> None:
        """The department reports itself, or sent paper that an officer of the Ministry enters."""
        if is_paper:
            self.take(REVIEWERS[0], "take_over_paper")

    def open_page(self, who: str) -> None:
        """Somebody looks: their page is as the report stands now."""
        self.pages[who] = Page(
            self.version,
            {key: said.version for key, said in self.cells.items()},
            self.section_version,
            self.signature.mark,
        )

    @rule(who=people)
    def look(self, who: str) -> None:
        """Load the page again."""
        self.open_page(who)

    @rule(who=people, cell=cells, text=texts, note=notes)
    def type_into_a_cell(self, who: str, cell: Key, text: str, note: str | None) -> None:
        """Save one cell as it is typed."""
        self.save(who, {cell: (text, note)}, Via.SCREEN)

    @rule(who=people, typed=st.dictionaries(cells, texts, min_size=2, max_size=5))
    def send_the_form(self, who: str, typed: dict[Key, str]) -> None:
        """Save several cells at once."""
        self.save(who, {key: (text, None) for key, text in typed.items()}, Via.FORM)

    @rule(first=cells, one=texts, other=texts)
    def two_type_into_the_same_cell(self, first: Key, one: str, other: str) -> None:
        """Clerk and leadership look, then both type: only one of them can have seen the other."""
        self.open_page(CLERK)
        self.open_page(LEADER)
        self.save(CLERK, {first: (one, None)}, Via.SCREEN)
        self.save(LEADER, {first: (other, None)}, Via.SCREEN)

    def save(self, who: str, typed: dict[Key, tuple[str, str | None]], via: Via) -> None:
        """Save cells from somebody's page, and compare with what the model expects."""
        page = self.pages[who]
        wanted = [
            self.built.cell(*key, text, page.cells[key], note)
            for key, (text, note) in typed.items()
        ]
        results = save_cells(
            report=self.report, cells=wanted, by=self.officers[who], via=via, notation="vi"
        )
        for (key, (text, note)), result in zip(typed.items(), results, strict=True):
            expected = self.expected(who, key, text, note, page.cells[key])
            if result.outcome == Outcome.SAVED and expected == Outcome.CONFLICT:
                raise LostUpdate(f"{who} wrote {text!r} over {self.cells[key]}")
            assert result.outcome == expected, (who, key, text, expected)
            self.happened[f"cell {expected}"] += 1
            if expected == Outcome.SAVED:
                self.write(who, key, text, note)
            if expected == Outcome.CONFLICT:
                now, kept = result.entry, self.cells[key]
                assert (now.typed, now.version) == (kept.typed, kept.version)
                assert result.typed.typed == text
            if expected != Outcome.DENIED:
                page.cells[key] = self.cells[key].version

    def expected(self, who: str, key: Key, text: str, note: str | None, seen: int) -> Outcome:
        """What is to become of something typed."""
        now = self.cells[key]
        if not self.writes(who, key[0]):
            return Outcome.DENIED
        same = READINGS[text] == (now.state, now.number)
        if READINGS[text][0] == EntryState.UNREADABLE:
            same = same and text == now.typed
        if same and note in (None, now.note):
            return Outcome.UNCHANGED
        return Outcome.SAVED if seen == now.version else Outcome.CONFLICT

    def write(self, who: str, key: Key, text: str, note: str | None) -> None:
        """Take a confirmed write into the model."""
        now = self.cells[key]
        note = now.note if note is None else note
        self.cells[key] = Said(text, *READINGS[text], note, now.version + 1)
        self.entered.add(who)

    @rule(who=people, text=st.sampled_from(["", "Kết quả.", "Không phát sinh."]))
    def write_a_section(self, who: str, text: str) -> None:
        """Save the section of results."""
        said = {"report": self.report, "kind": SectionKind.RESULTS, "text": text}
        seen, by = self.pages[who].section, self.officers[who]
        if not self.writes_texts(who):
            assert self.outcome(lambda: save_section(**said, seen=seen, by=by)) == "denied"
            return
        expected = Outcome.SAVED
        if text == self.section:
            expected = Outcome.UNCHANGED
        elif self.state not in WRITABLE:
            expected = Outcome.DENIED
        elif seen != self.section_version:
            expected = Outcome.CONFLICT
        written = save_section(**said, seen=seen, by=by)
        if written.outcome == Outcome.SAVED and expected == Outcome.CONFLICT:
            raise LostUpdate(f"{who} wrote {text!r} over {self.section!r}")
        assert written.outcome == expected
        self.happened[f"section {expected}"] += 1
        if expected == Outcome.SAVED:
            self.section, self.section_version = text, self.section_version + 1
            self.entered.add(who)
        assert written.now.text == self.section
        self.pages[who].section = self.section_version

    @rule(who=people, signature=signatures)
    def sign(self, who: str, signature: Signature) -> None:
        """Save the signature."""
        seen = self.pages[who].signature
        by = self.officers[who]

        def save() -> object:
            return save_signature(report=self.report, signature=signature, seen=seen, by=by)

        if not self.writes_texts(who):
            assert self.outcome(save) == "denied"
            return
        expected = Outcome.SAVED
        if signature == self.signature:
            expected = Outcome.UNCHANGED
        elif self.state not in (*WRITABLE, State.AWAITING):
            expected = Outcome.DENIED
        elif seen != self.signature.mark:
            expected = Outcome.CONFLICT
        assert save().outcome == expected
        self.happened[f"signature {expected}"] += 1
        if expected == Outcome.SAVED:
            self.signature = signature
            self.entered.add(who)
        self.pages[who].signature = self.signature.mark

    # Spreadsheets

    @precondition(lambda self: self.state in WRITABLE)
    @rule(
        who=st.sampled_from([CLERK, CENTRE, LEADER]),
        typed=st.dictionaries(cells, st.sampled_from(ANSWERS), min_size=1, max_size=4),
    )
    def upload(self, who: str, typed: dict[Key, str]) -> None:
        """Send a spreadsheet made from the page they have; nothing is written yet."""
        seen = {key: (text, self.pages[who].cells[key]) for key, text in typed.items()}
        read = [
            ReadCell(self.built.rows[row].pk, self.built.columns[column].pk, text, version)
            for (row, column), (text, version) in seen.items()
        ]
        taken = take_in(report=self.report, name="a.xlsx", cells=read, by=self.officers[who])
        self.uploads.append(Taken(taken, who, seen))

    @precondition(lambda self: self.uploads)
    @rule(data=st.data())
    def confirm_a_spreadsheet(self, data: st.DataObject) -> None:
        """Confirm one sent earlier, or once more: what colleagues changed meanwhile stays."""
        taken = data.draw(st.sampled_from(self.uploads))
        by = self.officers[taken.who]
        found = self.outcome(lambda: confirm(upload=taken.upload, from_file=(), by=by))
        if taken.is_confirmed or self.state not in WRITABLE:
            assert found == ("done" if taken.is_confirmed else "refused")
            return
        assert found == "done"
        taken.is_confirmed = True
        for key, (text, version) in taken.typed.items():
            expected = self.expected(taken.who, key, text, None, version)
            self.happened[f"upload {expected}"] += 1
            if expected == Outcome.SAVED:
                self.write(taken.who, key, text, None)

    # Steps

    @rule(who=people, step=st.sampled_from(VERBS))
    def attempt(self, who: str, step: str) -> None:
        """Try a step from the page they have, whoever they are."""
        self.take(who, step)

    @precondition(lambda self: self.state in (*WRITABLE, State.AWAITING))
    @rule(is_presented=st.booleans())
    def the_department_goes_on(self, is_presented: bool) -> None:
        """Fill in what is missing, sign, present or send, as an office does."""
        if self.state == State.AWAITING:
            self.open_page(LEADER)
            self.sign(LEADER, SIGNED)
            self.take(LEADER, "submit")
            return
        self.open_page(LEADER)
        missing = [
            key
            for key, said in self.cells.items()
            if said.state in (EntryState.EMPTY, EntryState.UNREADABLE)
        ]
        if missing:
            self.save(LEADER, dict.fromkeys(missing, ("1.250", None)), Via.FORM)
        self.sign(LEADER, SIGNED)
        self.open_page(CLERK)
        self.take(*((CLERK, "present") if is_presented else (LEADER, "submit")))

    @rule(data=st.data())
    def somebody_does_what_is_theirs(self, data: st.DataObject) -> None:
        """A step that can be taken where the report stands, by somebody who may."""
        open_ = [
            (who, step)
            for step in VERBS
            for who in PEOPLE
            if self.may(who, step) and not self.hinders(step)
        ]
        if open_:
            who, step = data.draw(st.sampled_from(open_))
            self.open_page(who)
            self.take(who, step)

    @precondition(lambda self: self.state in (State.AWAITING, State.REOPENED))
    @rule(cell=cells, text=texts)
    def they_think_again(self, cell: Key, text: str) -> None:
        """Take it back before it is signed; give up a reopening after something was typed."""
        self.open_page(LEADER)
        if self.state == State.REOPENED:
            self.save(LEADER, {cell: (text, None)}, Via.SCREEN)
        self.take(LEADER, "take_back" if self.state == State.AWAITING else "close")

    @precondition(lambda self: self.state == State.SUBMITTED)
    @rule()
    def two_decide_at_once(self) -> None:
        """Both reviewers have the page open: one accepts, the other returns."""
        for who in REVIEWERS:
            self.open_page(who)
        self.take(REVIEWERS[0], "accept")
        self.take(REVIEWERS[1], "return_")

    def take(self, who: str, step: str) -> None:
        """A step from somebody's page, and what the model expects of it."""
        expected = "done"
        if self.pages[who].report != self.version:
            expected = "stale"
        elif not self.may(who, step):
            expected = "denied"
        elif self.hinders(step):
            expected = "refused"
        said = {
            "return_": {"reason": "Rà soát.", "cells": self.cell_to_return()},
            "reopen": {"reason": "Điều chỉnh.", "until": timezone.localdate()},
            "take_over_paper": {"reason": "Công văn 45/SCT."},
        }.get(step, {})
        seen, by = self.pages[who].report, self.officers[who]
        assert (
            self.outcome(lambda: getattr(steps, step)(report=self.report, seen=seen, by=by, **said))
            == expected
        ), (who, step)
        self.happened[f"{step} {expected}"] += 1
        if expected == "done":
            self.follow(who, step)
            self.open_page(who)

    def cell_to_return(self) -> dict[tuple[int, int], str]:
        """The first cell of retail, with a reason; a step that is refused never gets to it."""
        return {(self.built.rows["retail"].pk, self.built.columns[0].pk): "Rà soát."}

    def follow(self, who: str, step: str) -> None:
        """Take a step that was done into the model."""
        self.version += 1
        before = self.state
        match step:
            case "present":
                self.before_presenting = before
                self.state = State.AWAITING
                self.entered.add(who)
            case "take_back":
                self.state = self.before_presenting
            case "submit":
                self.sent.append(Sent(dict(self.cells), self.section, self.signature))
                self.state = State.SUBMITTED
                self.entered.add(who)
            case "return_":
                self.state = State.RETURNED
            case "accept":
                assert who not in self.entered
                self.accepted[len(self.sent)] = who
                self.state = State.ACCEPTED
            case "reopen":
                self.state = State.REOPENED
            case "close":
                self.restore(self.sent[max(self.accepted) - 1])
                self.state = State.ACCEPTED
            case "take_over_paper":
                self.is_paper = True
                self.entered.add(who)
                return
        assert self.state in STEPS[before]

    def restore(self, accepted: Sent) -> None:
        """All is what was accepted; each cell that changes has a new version."""
        for key, now in self.cells.items():
            then = accepted.cells[key]
            if (then.typed, then.state, then.note) != (now.typed, now.state, now.note):
                self.cells[key] = replace(then, version=now.version + 1)
        if accepted.section != self.section:
            self.section, self.section_version = accepted.section, self.section_version + 1
        self.signature = accepted.signature

    @precondition(lambda self: self.accepted)
    @rule(who=st.sampled_from([PUBLISHER, PUBLISHER, REVIEWERS[0], LEADER]))
    def publish_the_round(self, who: str) -> None:
        """Make public what was accepted: by its own right only."""
        seen = fingerprint(plan_of(self.built.round).said)
        due = bool(self.accepted) and max(self.accepted) not in self.published
        expected = "done" if due else "refused"
        if who != PUBLISHER:
            expected = "denied"
        by = self.officers[who]
        found = self.outcome(
            lambda: publish(round=self.built.round, by=by, seen=seen, early_reason="Thử nghiệm.")
        )
        assert found == expected
        self.happened[f"publish {expected}"] += 1
        if expected == "done":
            self.published.add(max(self.accepted))

    def outcome(self, action) -> str:
        """What came of it: done, stale, refused or denied."""
        with translation.override("en"):
            try:
                action()
            except PermissionDenied:
                return "denied"
            except ValidationError as refusal:
                return "stale" if "already did this at" in refusal.messages[0] else "refused"
        return "done"

    # What is true after every step

    @invariant()
    def no_update_is_lost(self) -> None:
        """Every cell says what was last confirmed to somebody (R7)."""
        found = {
            self.keys[one.row_id, one.column_id]: Said(
                one.typed, one.state, one.number, one.note, one.version
            )
            for one in self.report.entries.all()
        }
        assert found == {key: said for key, said in self.cells.items() if said.version}
        section = self.report.sections.first()
        assert (section.text if section else "") == self.section

    @invariant()
    def report_stands_where_it_should(self) -> None:
        """No state that no step leads to (R3)."""
        now = fresh(self.report)
        assert (now.state, now.version, Signature.of(now)) == (
            self.state,
            self.version,
            self.signature,
        )
        assert bool(now.published_at) is bool(self.published)

    @invariant()
    def history_is_complete(self) -> None:
        """Told from its beginning, the history comes to what is there (R9)."""
        for event in self.report.events.filter(pk__gt=self.read).order_by("pk"):
            self.read = event.pk
            self.replay(event)
        assert self.replayed == {key: (said.typed, said.note) for key, said in self.cells.items()}
        assert (self.replayed_state, self.replayed_section) == (self.state, self.section)

    def replay(self, event: Event) -> None:
        """One event of the history; it goes on where the one before it ended."""
        key = self.keys.get((event.row_id, event.column_id))
        if event.act in (Act.CELL, Act.CELL_RETURNED):
            assert event.before == self.replayed[key][0]
            self.replayed[key] = (event.after, self.replayed[key][1])
        elif event.act == Act.NOTE:
            assert event.before == self.replayed[key][1]
            self.replayed[key] = (self.replayed[key][0], event.after)
        elif event.act == Act.SECTION:
            assert event.before == self.replayed_section
            self.replayed_section = event.after
        elif event.act in MOVING:
            assert event.before == self.replayed_state
            self.replayed_state = State(event.after)

    @invariant()
    def what_was_sent_stays(self) -> None:
        """Versions hold what was sent, whatever is typed later; who accepted had no hand in it."""
        versions = self.report.sent_versions.order_by("number").prefetch_related("entries")
        for version, sent in zip(versions, self.sent, strict=True):
            found = {
                self.keys[one.row_id, one.column_id]: (one.typed, one.state, one.number, one.note)
                for one in version.entries.all()
            }
            assert found == {
                key: (said.typed, said.state, said.number, said.note)
                for key, said in sent.cells.items()
            }
            assert version.texts["sections"].get(SectionKind.RESULTS, "") == sent.section
            assert version.texts["signature"]["number"] == sent.signature.number
        ids = {who: self.officers[who].user.pk for who in PEOPLE}
        by = {one.number: one.accepted_by_id for one in versions if one.accepted_at}
        assert by == {number: ids[who] for number, who in self.accepted.items()}
        assert {one.number for one in versions if one.published_at} == self.published
        assert entered_by(self.report) == {ids[who] for who in self.entered}
