"""What the register holds while files are loaded: records by key, places by name, people."""

import datetime as dt
import difflib
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from conferences.models import Person
from portal.records.answers import OF_A_PROVINCE, fault_of_answer
from portal.records.entries import Entry
from portal.records.faults import Faults, Spot
from portal.records.keys import Answer, Days, Place, Reference
from portal.records.shapes import KEYED, conference_days, stands
from provinces.actions import keep
from provinces.models import Province
from provinces.places import UnknownPlace, UnresolvedPlace, resolve


class Register:
    """The keyed records of the database, and those that the files promise.

    A reference to a record that a file promises but that could not be made is no second fault.
    """

    def __init__(self, promised: dict[type[models.Model], set[str] | None]) -> None:
        """`promised`: the keys each file gives; None when the file could not be read whole."""
        self.promised = promised
        self.records: dict[type[models.Model], dict[str, Any]] = {
            shape.model: {record.key: record for record in shape.queryset()}
            for shape in KEYED.values()
        }
        self.people = {(one.name, one.distinction): one for one in Person.objects.all()}
        self._named: list[Province] | None = None

    def add(self, record: Any) -> None:
        self.records[type(record)][record.key] = record
        self._named = None

    def find(self, model: type[models.Model], key: str) -> Any:
        """The record of that key, retired ones included; None."""
        return self.records[model].get(key)

    def live(self, model: type[models.Model]) -> Iterable[Any]:
        return (record for record in self.records[model].values() if stands(record))

    def person(self, name: str, distinction: str, by: AbstractUser) -> Person:
        """The person of that name, entered when nobody named them before."""
        known = self.people.get((name, distinction))
        if known is None:
            known = keep(record=Person(name=name, distinction=distinction), by=by)
            self.people[name, distinction] = known
        return known

    def settle(self, entry: Entry, faults: Faults) -> None:
        """Judges every reference of a row; a province named by name is then named by key."""
        for one in entry.shape.columns:
            said = entry.row.get(one.name)
            if said is None:
                continue
            spot = entry.spot.key(one.name)
            if isinstance(one, Place):
                said = self._place(said, one.days(entry.row, entry.outer or {}), spot, faults)
            elif isinstance(one, Reference):
                said = self._reference(said, one, spot, faults)
            elif isinstance(one, Answer):
                said = self._answer(said, entry, spot, faults)
            if said is None:
                entry.complete = False
            else:
                entry.row[one.name] = said

    def _reference(self, said: str, one: Reference, spot: Spot, faults: Faults) -> str | None:
        record = self.find(one.model, said)
        if record is not None and stands(record):
            return said
        if record is not None:
            faults.add(spot, retired_fault(record))
        elif not self._is_promised(one.model, said):
            faults.add(spot, self._unknown(one.model, said))
        return None

    def _place(self, said: str, days: Days, spot: Spot, faults: Faults) -> str | None:
        unit = self.find(Province, said)
        if unit is not None and not stands(unit):
            faults.add(spot, retired_fault(unit))
            return None
        if unit is not None and (days is None or stood(unit, days)):
            return said
        if unit is None and self._is_promised(Province, said):
            return None
        try:
            return self._resolve(said, days).key
        except UnresolvedPlace as error:
            faults.add(spot, error)
            return None

    def _resolve(self, said: str, days: Days) -> Province:
        if self._named is None:
            self._named = list(Province.objects.live().prefetch_related("aliases"))
        if days is None:
            return resolve(self._named, said, None)
        try:
            return resolve(self._named, said, days[0])
        except UnknownPlace as unknown:
            try:
                return resolve(self._named, said, days[1])
            except UnresolvedPlace:
                raise unknown

    def _answer(self, said: str, entry: Entry, spot: Spot, faults: Faults) -> str | None:
        field = entry.row.get("field", "")
        if fault := fault_of_answer(field, said):
            faults.add(spot, fault)
            return None
        if field in OF_A_PROVINCE:
            return self._place(said, conference_days(entry.outer or {}), spot, faults)
        return said

    def _is_promised(self, model: type[models.Model], key: str) -> bool:
        keys = self.promised.get(model, set())
        return keys is None or key in keys

    def _unknown(self, model: type[models.Model], said: str) -> str:
        known = [*self.records[model], *(self.promised.get(model) or ())]
        near = difflib.get_close_matches(said, known, 1, cutoff=0)
        if not near:
            return _("There is no %(kind)s “%(key)s”.") % {
                "kind": model._meta.verbose_name,
                "key": said,
            }
        return _("There is no %(kind)s “%(key)s”; the nearest is “%(near)s”.") % {
            "kind": model._meta.verbose_name,
            "key": said,
            "near": near[0],
        }


def retired_fault(record: Any) -> str:
    """Why a retired record cannot be named or brought back by a file."""
    return _("“%(record)s” was retired on %(day)s: %(reason)s") % {
        "record": record,
        "day": f"{timezone.localtime(record.retired_at):%-d/%-m/%Y}",
        "reason": record.retired_reason,
    }


def stood(record: Any, days: tuple[dt.date, dt.date]) -> bool:
    """Whether a dated record was true on any of the days from the first to the last."""
    first, last = days
    return record.valid_from <= last and (record.valid_until is None or first < record.valid_until)
