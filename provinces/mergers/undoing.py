"""A merger is taken back: every row it wrote is again what it was, from the history (S2, P1).

Only while nothing new rests on what it made, and no row it wrote has been changed since.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.urls import NoReverseMatch, reverse

from provinces.actions import keep, remove, retire
from provinces.models import MapLayout, Province, ProvinceAlias, Region, RegionMembership, Tile
from vietnamese.dates import format_date
from vietnamese.language import active

# In the order in which rows come back: what others stand in before what stands in it.
MODELS: dict[str, type[models.Model]] = {
    model._meta.label_lower: model
    for model in (Region, Province, MapLayout, RegionMembership, Tile)
}
State = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Touched:
    """A row that a merger wrote: what it was before, and what it made of it; None: no row."""

    model: str
    pk: int
    label: str
    was: State | None
    became: State | None

    @property
    def is_new(self) -> bool:
        """Whether the merger brought it into the register, taken up from the retired or not."""
        return self.was is None or dict(self.was).get("retired_at") is not None


@dataclass(frozen=True)
class Obstacle:
    """A record that keeps a merger from being taken back, and where it is edited."""

    kind: str
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class UndoPlan:
    """What taking a merger back does, in plain values."""

    unit: str
    label: str
    touched: tuple[Touched, ...]
    changed: tuple[Obstacle, ...]
    """Rows that somebody changed since, with who and when."""
    dependents: tuple[Obstacle, ...]
    """Records made since that rest on what the merger made."""

    @property
    def predecessors(self) -> list[str]:
        """The units that are units of their own again."""
        return [one.label for one in self.touched if one.model == PROVINCE and not one.is_new]


PROVINCE = Province._meta.label_lower


def was_merged_here(unit: Province) -> bool:
    """Whether the register itself recorded the merger, so that its history can take it back."""
    return not unit.is_retired and _mark(unit) != ""


def plan_undo(unit: Province) -> UndoPlan:
    """What taking back the merger that formed `unit` does, nothing written."""
    touched = tuple(_touched(unit))
    rows = {
        label: model._base_manager.in_bulk([one.pk for one in touched if one.model == label])
        for label, model in MODELS.items()
    }
    return UndoPlan(
        unit=unit.key,
        label=unit.label,
        touched=touched,
        changed=tuple(_changed(touched, rows)),
        dependents=tuple(_dependents(touched, rows)),
    )


def undo_places(plan: UndoPlan, *, by: AbstractUser, reason: str) -> None:
    """Do what a plan without obstacles says, inside the transaction of the caller.

    The new unit, and a region it made, are retired with the reason; their history stays.
    """
    order = list(MODELS)
    rows = sorted(plan.touched, key=lambda one: order.index(one.model))
    for one in reversed(rows):
        if one.is_new and one.became is not None:
            _take_out(MODELS[one.model]._base_manager.get(pk=one.pk), by, reason)
    for one in rows:
        if not one.is_new and one.was is not None:
            model = MODELS[one.model]
            row = model() if one.became is None else model._base_manager.get(pk=one.pk)
            for name, value in one.was:
                setattr(row, name, value)
            keep(record=row, by=by, reason=reason)


def edit_address(record: models.Model) -> str:
    """Where the admin edits a record, or the record that it is a part of; empty when nowhere."""
    for name in ("", "conference", "region", "layout", "province"):
        edited = getattr(record, name, None) if name else record
        if edited is not None:
            opts = edited._meta
            try:
                return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[edited.pk])
            except NoReverseMatch:
                continue
    return ""


def obstacle(record: models.Model, note: str = "") -> Obstacle:
    """A record that stands in the way, by its words and where it is edited."""
    return Obstacle(str(record._meta.verbose_name), str(record), edit_address(record), note)


def _take_out(row: models.Model, by: AbstractUser, reason: str) -> None:
    if isinstance(row, Province | Region):
        retire(record=row, by=by, reason=reason)
    else:
        remove(record=row, by=by, reason=reason)


def _mark(unit: Province) -> str:
    """The reason that the history gives for the merger that formed the unit; empty for none."""
    entry = (
        unit.history.filter(history_change_reason__startswith=f"{unit.key} ← ")
        .order_by("-history_id")
        .first()
    )
    return entry.history_change_reason if entry else ""


def _touched(unit: Province) -> Iterator[Touched]:
    """Every row of which the history says that this merger wrote it."""
    mark, since, words = _mark(unit), None, _Words()
    entries = list(unit.history.order_by("history_id"))
    last = max(i for i, entry in enumerate(entries) if entry.history_change_reason == mark)
    for entry in entries[:last]:
        # A unit that was merged, taken back and merged again: only the last time counts.
        if entry.retired_at is not None:
            since = entry.history_date
    for label, model in MODELS.items():
        log = model.history.model.objects  # type: ignore[attr-defined]  # by simple-history
        marked = log.filter(history_change_reason=mark)
        if since is not None:
            marked = marked.filter(history_date__gt=since)
        ids = set(marked.values_list("history_id", flat=True))
        by_row: dict[int, list[Any]] = defaultdict(list)
        for entry in log.filter(id__in=marked.values("id")).order_by("history_id"):
            by_row[entry.id].append(entry)
        for pk, own in sorted(by_row.items()):
            first = next(i for i, entry in enumerate(own) if entry.history_id in ids)
            last = max(i for i, entry in enumerate(own) if entry.history_id in ids)
            was = _state(own[first - 1], model) if first else None
            became = _state(own[last], model)
            named = own[last] if became else own[first - 1]
            yield Touched(label, pk, words.of(named), was, became)


class _Words:
    """What rows of the history are called, without a query for each."""

    def __init__(self) -> None:
        self.units, self.regions = Province.objects.in_bulk(), Region.objects.in_bulk()

    def of(self, entry: Any) -> str:
        if hasattr(entry, "region_id"):
            return f"{self.regions[entry.region_id]}: {self.units[entry.province_id]}"
        if hasattr(entry, "layout_id"):
            return entry.archipelago or str(self.units[entry.province_id])
        return getattr(entry.instance, "label", entry.key)


def _state(entry: Any, model: type[models.Model]) -> State | None:
    """The columns of a row as an entry of its history has them; None when it was removed."""
    return None if entry.history_type == "-" else _columns(entry, model)


def _columns(row: Any, model: type[models.Model]) -> State:
    names = [field.attname for field in model._meta.concrete_fields]
    return tuple((name, getattr(row, name)) for name in names)


def _changed(
    touched: Iterable[Touched], rows: Mapping[str, Mapping[int, models.Model]]
) -> Iterator[Obstacle]:
    """Rows that are no longer what the merger made of them."""
    for one in touched:
        model, row = MODELS[one.model], rows[one.model].get(one.pk)
        if one.became == (None if row is None else _columns(row, model)):
            continue
        log = model.history.model.objects  # type: ignore[attr-defined]  # by simple-history
        entry = log.filter(id=one.pk).select_related("history_user").latest("history_id")
        day = format_date(entry.history_date.date(), "day", active())
        note = f"{entry.history_user or ''}, {day}".removeprefix(", ")
        kind, url = str(model._meta.verbose_name), edit_address(row) if row else ""
        yield Obstacle(kind, one.label, url, note)


def _dependents(
    touched: Iterable[Touched], rows: Mapping[str, Mapping[int, models.Model]]
) -> Iterator[Obstacle]:
    """Records in the register that name a row which the merger brought in."""
    known = {(one.model, one.pk) for one in touched}
    made: dict[str, list[int]] = defaultdict(list)
    for one in touched:
        if one.is_new and one.pk in rows[one.model]:
            made[one.model].append(one.pk)
    for label, pks in made.items():
        for relation in MODELS[label]._meta.related_objects:
            column, model = relation.field.name, relation.field.model
            if model is ProvinceAlias:  # the unit's own words
                continue
            for record in model._base_manager.filter(**{f"{column}__in": pks}).order_by("pk"):
                if (model._meta.label_lower, record.pk) not in known and _stands(record):
                    yield obstacle(record)


def _stands(record: models.Model) -> bool:
    """Whether a record is in the register: neither retired nor corrected."""
    return not (getattr(record, "retired_at", None) or getattr(record, "superseded_at", None))
