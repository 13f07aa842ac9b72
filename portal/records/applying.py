"""Entries into records: made when the register lacks them, else compared, told or applied."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from conferences.actions import change_slug
from metrics.actions import correct_figure, record_figure
from metrics.enums import Scope
from metrics.models import Figure
from portal.records.entries import Entry
from portal.records.faults import Faults, Spot, excerpt
from portal.records.keys import Key, Parts, PersonName, Reference, Words
from portal.records.pairing import Pair, pair
from portal.records.register import Register
from portal.records.shapes import FIGURE, Shape
from provinces.actions import keep, remove, retire
from provinces.records import Retirable

Result = TypeVar("Result")


class Applying:
    """Writes entries through the actions, as `by`; without `update` it only tells differences."""

    def __init__(self, register: Register, faults: Faults, by: User, *, update: bool) -> None:
        self.register = register
        self.faults = faults
        self.by = by
        self.update = update
        self.reason = _("Brought into line with the files of the register.")
        self.differences: list[str] = []
        self._made: set[models.Model] = set()
        self._corrected: dict[models.Model, Figure] = {}
        self._headlines: list[tuple[Spot, Figure]] = []

    def create(self, entry: Entry, owner: models.Model | None = None, position: int = 0) -> Any:
        """A record that the register does not have, with its parts; None when it is refused."""
        make = partial(self._make, entry, owner, position)
        record = self.attempt(entry.spot, entry.shape.names, make) if entry.complete else None
        for one in entry.shape.parts:
            parts = entry.parts.get(one.name, [])
            if record is None:
                self.judge_alone(parts)
                continue
            for index, part in enumerate(parts):
                self.register.settle(part, self.faults)
                self.create(part, record, index)
        return record

    def compare(self, record: Any, entry: Entry) -> bool:
        """Whether a record differs from its entry, in itself or in its parts."""
        if not entry.complete:
            self._settle_parts(entry)
            return False
        theirs, ours = entry.shape.said(record), entry.spoken
        for one in entry.shape.words:
            if one.kept:
                theirs[one.name] = [word for word in theirs[one.name] if word in ours[one.name]]
        differing = [name for name in ours if theirs[name] != ours[name]]
        if differing and self.update:
            change = partial(self._change, record, entry, differing)
            self.attempt(entry.spot, entry.shape.names, change)
        elif differing:
            for name in differing:
                self._differ(entry.spot.key(name), theirs[name], ours[name])
        parts = [self._compare_parts(record, one, entry) for one in entry.shape.parts]
        return bool(differing) or any(parts)

    def order(self, spot: Spot, shape: Shape, records: Sequence[models.Model | None]) -> None:
        """Brings records whose order is that of the file into it, new ones in between."""
        if not shape.position:
            return
        placed: list[Any] = [self._corrected.get(one, one) for one in records if one is not None]
        known = [one for one in placed if one not in self._made]
        if not _ascending(known) and not self.update:
            self.differences.append(spot.line(_("the register has another order.")))
        elif not _ascending(placed):
            for index, record in enumerate(placed):
                record.position = index
                self.attempt(spot, shape.names, partial(keep, record=record, by=self.by))

    def set_headlines(self) -> None:
        """Which answer is shown first: set when all that were first before are so no more."""
        for spot, figure in self._headlines:
            current = self._corrected.get(figure, figure)
            current.is_headline = True
            self.attempt(spot, FIGURE.names, partial(keep, record=current, by=self.by))

    def settle(self, entries: Sequence[Entry]) -> bool:
        """Whether entries can be compared at all; if not, each is judged alone."""
        for entry in entries:
            self.register.settle(entry, self.faults)
        if all(entry.complete for entry in entries):
            return True
        self._clean_each(entries)
        return False

    def judge_alone(self, entries: Sequence[Entry]) -> None:
        """What is wrong with entries in themselves, when what they belong to is refused."""
        for entry in entries:
            self.register.settle(entry, self.faults)
        self._clean_each(entries)

    def pairs(self, shape: Shape, records: Sequence[Any], entries: Sequence[Entry]) -> list[Pair]:
        """Which record is which entry, by what they say."""
        theirs = [shape.said(record) for record in records]
        return pair(theirs, [entry.spoken for entry in entries], shape.alike)

    def attempt(
        self, spot: Spot, names: dict[str, str], verb: Callable[[], Result]
    ) -> Result | None:
        """What the verb returns; None when a record was refused, and that is a fault."""
        try:
            return verb()
        except ValidationError as refusal:
            self.faults.add_refusal(spot, refusal, names)
            return None

    def _make(self, entry: Entry, owner: models.Model | None, position: int) -> Any:
        shape = entry.shape
        record: Any = shape.model(**self._values(entry, shape.columns, owner))
        if shape.owner:
            setattr(record, shape.owner, owner)
        if shape.position:
            record.position = position
        if isinstance(record, Figure):
            if record.is_headline:
                record.is_headline = False
                self._headlines.append((entry.spot, record))
            record_figure(figure=record, by=self.by)
        else:
            keep(record=record, by=self.by)
        self._made.add(record)
        for one in shape.words:
            self._set_words(record, one, entry)
        return record

    def _clean_each(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.complete:
                self.attempt(entry.spot, entry.shape.names, partial(self._clean_alone, entry))

    def _clean_alone(self, entry: Entry) -> None:
        record = entry.shape.model(**self._values(entry, entry.shape.columns, None))
        record.clean_fields(exclude={entry.shape.owner})
        record.clean()

    def _change(self, record: Any, entry: Entry, differing: Sequence[str]) -> None:
        """Writes the differing keys; publishing is for the caller, after the parts."""
        shape = entry.shape
        columns = [
            one
            for one in shape.columns
            if one.name in differing
            or (isinstance(one, PersonName) and one.distinction in differing)
        ]
        owner = getattr(record, shape.owner) if shape.owner else None
        values = self._values(entry, columns, owner)
        if isinstance(record, Figure):
            self._change_figure(record, entry, values)
            return
        if "slug" in values:
            change_slug(conference=record, slug=values.pop("slug"), by=self.by)
        if values:
            _set(record, values)
            keep(record=record, by=self.by, reason=self.reason)
        for one in shape.words:
            if one.name in differing:
                self._set_words(record, one, entry)

    def _change_figure(self, figure: Figure, entry: Entry, values: dict[str, Any]) -> None:
        """Corrected when it is public, else edited (F7); being the headline is no statement."""
        headline = values.pop("is_headline", None)
        if headline:
            self._headlines.append((entry.spot, figure))
        elif headline is False:
            figure.is_headline = False
            keep(record=figure, by=self.by)
        if values and figure.is_published:
            self._corrected[figure] = correct_figure(
                figure=figure, by=self.by, reason=self.reason, **values
            )
        elif values:
            _set(figure, values)
            record_figure(figure=figure, by=self.by)

    def _compare_parts(self, record: models.Model, one: Parts, entry: Entry) -> bool:
        entries = entry.parts.get(one.name, [])
        if not self.settle(entries):
            return False
        records = list(one.rows(record))
        pairs = self.pairs(one.shape, records, entries)
        surplus = [records[theirs] for theirs, ours in pairs if theirs is not None and ours is None]
        for gone in surplus:  # first: it makes room for what comes
            self._take_away(gone, entry.spot.key(one.name), one.shape)
        differs = bool(surplus)
        placed: list[models.Model | None] = []
        for theirs, ours in pairs:
            if ours is None:
                continue
            if theirs is None:
                differs = True
                placed.append(self._add(record, entries[ours], ours))
            else:
                differs |= self.compare(records[theirs], entries[ours])
                placed.append(records[theirs])
        self.order(entry.spot.key(one.name), one.shape, placed)
        return differs

    def _settle_parts(self, entry: Entry) -> None:
        for one in entry.shape.parts:
            self.judge_alone(entry.parts.get(one.name, []))

    def _add(self, owner: models.Model, entry: Entry, position: int) -> Any:
        if self.update:
            return self.create(entry, owner, position)
        self._differ(entry.spot, None, entry.row)
        return None

    def _take_away(self, record: Any, spot: Spot, shape: Shape) -> None:
        """A part that the file does not have: retired where records are kept, else removed."""
        verb = retire if isinstance(record, Retirable) else remove
        if self.update:
            verb(record=record, by=self.by, reason=self.reason)
        else:
            self._differ(spot, shape.dump(record), None)

    def _values(
        self, entry: Entry, columns: Sequence[Key], owner: models.Model | None
    ) -> dict[str, Any]:
        """Column → value, for those of `columns` that the entry speaks of."""
        spoken = entry.spoken
        values: dict[str, Any] = {}
        for one in columns:
            said = spoken[one.name]
            if isinstance(one, Reference):
                values[one.column] = self.register.find(one.model, said) if said else None
            elif isinstance(one, PersonName):
                distinction = spoken[one.distinction]
                values[one.column] = (
                    self.register.person(said, distinction, self.by) if said else None
                )
            else:
                values[one.column] = one.to_column(said)
        if entry.shape.model is Figure and "scope" in values:
            values["conference"] = owner if values["scope"] == Scope.CONFERENCE else None
        return values

    def _set_words(self, record: Any, one: Words, entry: Entry) -> None:
        words = entry.row.get(one.name, [])
        owner = {getattr(record, one.related).field.name: record}
        # Asked anew: what was fetched before knows nothing of a change of address.
        known = {one.word(row): row for row in one.model._base_manager.filter(**owner)}
        for word in words:
            if word not in known:
                row = one.make(word, record)
                self.attempt(entry.spot.key(one.name), {}, partial(keep, record=row, by=self.by))
        for word, row in known.items():
            if word not in words and not one.kept:
                remove(record=row, by=self.by, reason=self.reason)

    def _differ(self, spot: Spot, theirs: Any, ours: Any) -> None:
        self.differences.append(
            spot.line(
                _("the register has %(theirs)s, the file has %(ours)s.")
                % {"theirs": _shown(theirs), "ours": _shown(ours)}
            )
        )


def _ascending(records: Sequence[Any]) -> bool:
    places = [(record.position, record.pk) for record in records]
    return places == sorted(places)


def _set(record: models.Model, values: dict[str, Any]) -> None:
    for column, value in values.items():
        setattr(record, column, value)


def _shown(value: Any) -> str:
    return _("nothing") if value in (None, "", []) else excerpt(value)
