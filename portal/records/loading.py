"""From files into the register: what is missing is created, what differs is told or applied."""

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from conferences.actions import publish, unpublish
from conferences.enums import Status
from conferences.models import Conference
from portal.records.applying import Applying
from portal.records.entries import Entry
from portal.records.faults import Faults, Spot
from portal.records.folder import Folder, file_of, read
from portal.records.keys import FormerAddresses, Reference
from portal.records.register import Register, retired_fault
from portal.records.shapes import CONFERENCE, CONFERENCES, KEYED, LOOSE, Shape, loose, stands
from vietnamese.roman import to_roman


@dataclass
class Outcome:
    """What loading did, or why it did nothing: a line each; how many records of which file."""

    faults: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    tallies: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        return bool(self.faults or self.differences)


def load(path: Path, *, update: bool = False, dry_run: bool = False) -> Outcome:
    """Bring the files under `path` into the register, all of it or nothing.

    Creates what is missing; what differs is refused, with `update` applied through the actions.
    With `dry_run` the outcome is the same and nothing is written.
    """
    faults = Faults()
    folder = read(path, faults)
    with transaction.atomic():
        outcome = _Loading(folder, faults, update=update).run()
        if dry_run or outcome.refused:
            transaction.set_rollback(True)
    return outcome


class _Loading:
    """One run over the files, inside a transaction."""

    def __init__(self, folder: Folder, faults: Faults, *, update: bool) -> None:
        self.folder = folder
        self.faults = faults
        self.update = update
        self.by = User.objects.registrar()
        self.register = Register(folder.promised)
        self.applying = Applying(self.register, faults, self.by, update=update)
        self.outcome = Outcome()

    def run(self) -> Outcome:
        for name, shape in KEYED.items():
            if name in self.folder.arrays:
                self._keyed(name, shape, self.folder.arrays[name])
        self._all_conferences()
        for name, shape in LOOSE.items():
            if name in self.folder.arrays:
                self._loose(name, shape, self.folder.arrays[name])
        self.applying.set_headlines()
        self.outcome.faults = self.faults.lines()
        self.outcome.differences = self.applying.differences
        return self.outcome

    # Arrays of records with a key

    def _keyed(self, name: str, shape: Shape, entries: list[Entry]) -> None:
        """Successors and parents come before those that name them, whatever the order."""
        by_key = self._by_key(entries)
        positions = {key: index for index, key in enumerate(by_key)}
        own = [one for one in shape.columns if isinstance(one, Reference)]
        own = [one for one in own if one.model is shape.model]
        done: dict[str, bool] = {}

        def place(key: str) -> None:
            entry = by_key[key]
            done[key] = False
            for one in own:
                other = entry.row.get(one.name)
                if other in done and not done[other]:
                    entry.complete = False
                    self.faults.add(
                        entry.spot.key(one.name),
                        _("“%(key)s” leads back to this record.") % {"key": other},
                    )
                elif other in by_key and other not in done:
                    place(other)
            self._place(name, entry, self.register.find(shape.model, key), positions[key])
            done[key] = True

        for key in by_key:
            if key not in done:
                place(key)
        records = [self.register.find(shape.model, key) for key in by_key]
        self.applying.order(Spot(name), shape, records)
        for record in self.register.live(shape.model):
            if record.key not in by_key:
                self._left_over(name, f"{record.key}, {record}")

    def _by_key(self, entries: list[Entry]) -> dict[str, Entry]:
        by_key: dict[str, Entry] = {}
        for entry in entries:
            key = entry.row.get("key")
            if key in by_key:
                self.faults.add(
                    entry.spot.key("key"),
                    _("“%(key)s” stands in %(path)s already.")
                    % {"key": key, "path": by_key[key].spot.path},
                )
            elif key is not None:
                by_key[key] = entry
        return by_key

    def _place(self, name: str, entry: Entry, record: Any, position: int) -> None:
        self.register.settle(entry, self.faults)
        if record is None:
            if made := self.applying.create(entry, None, position):
                self.register.add(made)
                self._count(name, "created")
        else:
            self._meet(name, entry, record)

    def _meet(self, name: str, entry: Entry, record: Any) -> None:
        """An entry whose record the register has: compared, or refused when it was retired."""
        if not stands(record):
            self.faults.add(entry.spot, retired_fault(record))
        else:
            self._count(name, "changed" if self.applying.compare(record, entry) else "same")

    # Conferences

    def _all_conferences(self) -> None:
        every = CONFERENCE.queryset()
        by_address = {(one.series.key, one.slug): one for one in every}
        live = {address: one for address, one in by_address.items() if stands(one)}
        former = {
            (old.series.key, old.slug): one
            for one in live.values()
            for old in one.former_slugs.all()
        }
        matches: list[tuple[Entry, Conference | None]] = []
        for (series, slug), entry in self.folder.conferences.items():
            self.register.settle(entry, self.faults)
            addresses = entry.row.get("former_slugs", [])
            moved = [live.get(FormerAddresses.split(old, series)) for old in addresses]
            record = by_address.get((series, slug)) or former.get((series, slug))
            matches.append((entry, record or next(filter(None, moved), None)))
        if self.update:
            self._free_editions(matches)
        for entry, record in matches:
            self._conference(entry, record)
        matched = {record.pk for _entry, record in matches if record is not None}
        for (series, slug), one in live.items() if matches else ():
            if one.pk not in matched:
                self._left_over(file_of(series, slug), str(one))

    def _free_editions(self, matches: list[tuple[Entry, Conference | None]]) -> None:
        """Numbers that change are cleared before they are set: two may change places (C2)."""
        renumbered = [
            record.pk
            for entry, record in matches
            if record is not None
            and (record.edition, record.status)
            != (entry.row.get("edition"), entry.row.get("status"))
        ]
        Conference.objects.filter(pk__in=renumbered).update(edition=None)

    def _conference(self, entry: Entry, record: Conference | None) -> None:
        if record is None or self.update:
            self._judge_edition(entry, record)
        if record is not None:
            self._meet(CONFERENCES, entry, record)
            if self.update and entry.complete and stands(record):
                self._publish(entry, record)
        elif made := self.applying.create(entry):
            self._count(CONFERENCES, "created")
            self._publish(entry, made)

    def _publish(self, entry: Entry, conference: Conference) -> None:
        """After its parts: figures are edited while it is a draft, corrected afterwards (F7)."""
        draft = bool(entry.row.get("draft"))
        if draft and conference.is_published:
            reason = self.applying.reason
            verb = partial(unpublish, conference=conference, by=self.by, reason=reason)
        elif not draft and not conference.is_published:
            verb = partial(publish, conference=conference, by=self.by)
        else:
            return
        self.applying.attempt(entry.spot.key("draft"), CONFERENCE.names, verb)

    def _judge_edition(self, entry: Entry, record: Conference | None) -> None:
        """Two conferences of a series with one number: said with the name of the other (C2)."""
        edition = entry.row.get("edition")
        if edition is None or not entry.complete or entry.row["status"] == Status.CANCELLED:
            return
        other = (
            Conference.objects.live()
            .exclude(status=Status.CANCELLED)
            .filter(series__key=entry.row["series"], edition=edition)
            .exclude(pk=record and record.pk)
            .first()
        )
        if other is None:
            return
        entry.complete = False
        self.faults.add(
            entry.spot.key("edition"),
            _(
                "Edition %(edition)s of this series is %(file)s already, “%(title)s”: one of the "
                "two has another number or was cancelled."
            )
            % {
                "edition": to_roman(edition),
                "file": file_of(entry.row["series"], other.slug),
                "title": other,
            },
        )

    # Arrays of what belongs to no conference

    def _loose(self, name: str, shape: Shape, entries: list[Entry]) -> None:
        if not self.applying.settle(entries):
            return
        records = shape.standing(loose(shape))
        placed: list[models.Model | None] = []
        for theirs, ours in self.applying.pairs(shape, records, entries):
            record = None if theirs is None else records[theirs]
            if ours is None:
                self._left_over(name, str(record))
            elif record is None:
                placed.append(self.applying.create(entries[ours], None, ours))
                self._count(name, "created")
            else:
                placed.append(record)
                self._meet(name, entries[ours], record)
        self.applying.order(Spot(name), shape, placed)

    def _left_over(self, file: str, record: str) -> None:
        self.outcome.leftovers.append(
            _("%(file)s: the register also has “%(record)s”, the files have not.")
            % {"file": file, "record": record}
        )

    def _count(self, name: str, what: str) -> None:
        self.outcome.tallies.setdefault(name, Counter())[what] += 1
