"""The table of a round while it is being prepared: rows, columns, comparisons (R1).

Once the round is open they are fixed: every verb here then refuses.
"""

from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from metrics.models import Indicator
from metrics.periods import Period
from provinces.actions import keep, remove
from provinces.queries import members_on
from reports.actions.rounds import invite, locked_round, prepare_round
from reports.models import ReportingRound, RoundColumn, RoundComparison, RoundRow
from reports.numbering import is_tree, number_rows
from reports.permissions import Officer
from reports.preparing import Following, period_on, region_of

# A place beyond all others, where rows wait while they change places: places are unique.
PARKED = 10_000
Placed = TypeVar("Placed", RoundRow, RoundColumn, RoundComparison)


class Way(StrEnum):
    """How a row moves: among those beside it, under the one before it, or out beside its parent."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


# Rows


@transaction.atomic
def keep_row(*, row: RoundRow, by: Officer) -> RoundRow:
    """A row is added, last under its parent, or changed.

    Words and unit left empty are those of its indicator.
    """
    round = _still_prepared(row.round, by=by)
    _put(row, round, by=by)
    _arrange(round, by=by)
    row.refresh_from_db(fields=["position"])
    return row


@transaction.atomic
def add_rows(
    *,
    round: ReportingRound,
    indicators: Iterable[Indicator],
    under: RoundRow | None = None,
    owner: str = "",
    by: Officer,
) -> list[RoundRow]:
    """A row for each indicator, in its own words and unit; those asked already are left alone."""
    fixed = _still_prepared(round, by=by)
    asked = set(fixed.rows.values_list("indicator", flat=True))
    made = [
        _put(RoundRow(round=fixed, parent=under, indicator=one, owner=owner), fixed, by=by)
        for one in indicators
        if one.pk not in asked
    ]
    _arrange(fixed, by=by)
    return made


@transaction.atomic
def move_row(*, row: RoundRow, way: Way, by: Officer) -> None:
    """A row changes its place, and those under it go with it."""
    round = _still_prepared(row.round, by=by)
    rows = {one.pk: one for one in round.rows.order_by("position", "pk")}
    moved = rows.get(row.pk)
    if moved is None:
        raise ValidationError(_("This row was removed meanwhile."))
    beside = [one for one in rows.values() if one.parent_id == moved.parent_id]
    here = beside.index(moved)
    order = list(rows.values())
    if way in (Way.UP, Way.DOWN):
        there = here + (1 if way == Way.DOWN else -1)
        if not 0 <= there < len(beside):
            return
        one, other = order.index(moved), order.index(beside[there])
        order[one], order[other] = order[other], order[one]
    elif way == Way.IN and here > 0:
        moved.parent = beside[here - 1]
        keep(record=moved, by=by.user)
        order.append(order.pop(order.index(moved)))
    elif way == Way.OUT and moved.parent_id is not None:
        above = rows[moved.parent_id]
        moved.parent = above.parent
        keep(record=moved, by=by.user)
        order.remove(moved)
        order.insert(order.index(above) + 1, moved)
    _place(_nested(order), by=by)


@transaction.atomic
def remove_row(*, row: RoundRow, by: Officer) -> None:
    """A row is no longer asked; those under it move up one level."""
    round = _still_prepared(row.round, by=by)
    for one in round.rows.filter(parent=row.pk).order_by("position", "pk"):
        one.parent_id = row.parent_id
        keep(record=one, by=by.user)
    remove(record=row, by=by.user, reason="")
    _arrange(round, by=by)


def _put(row: RoundRow, round: ReportingRound, *, by: Officer) -> RoundRow:
    """Write a row; a new one at the end."""
    if row.indicator is not None:
        row.unit = row.unit or row.indicator.unit
        if not row.label:
            row.label, row.label_en = row.indicator.name, row.indicator.name_en
    row.round = round
    if row._state.adding:
        row.position = _after_last(round.rows.values_list("position", flat=True))
    parents: dict[Hashable, Hashable] = dict(round.rows.values_list("pk", "parent"))
    if not is_tree(parents | {row.pk: row.parent_id}):
        raise ValidationError({"parent": _("A row cannot stand under itself.")})
    return keep(record=row, by=by.user)


def _arrange(round: ReportingRound, *, by: Officer) -> None:
    """Number the places anew so that the rows stand in the order shown."""
    _place(_nested(list(round.rows.order_by("position", "pk"))), by=by)


def _nested(rows: Sequence[RoundRow]) -> list[RoundRow]:
    """Rows as shown: each followed by those under it."""
    by_id = {row.pk: row for row in rows}
    places = number_rows([(row.pk, row.parent_id) for row in rows])
    return [by_id[pk] for pk in places if isinstance(pk, int)]


# Columns and comparisons


@transaction.atomic
def keep_column(*, column: RoundColumn, by: Officer) -> RoundColumn:
    """A column is added at the end, or says another period or basis."""
    column.round = _still_prepared(column.round, by=by)
    if column._state.adding:
        column.position = _after_last(column.round.columns.values_list("position", flat=True))
    return keep(record=column, by=by.user)


@transaction.atomic
def move_column(*, column: RoundColumn, way: Way, by: Officer) -> None:
    """A column changes places with the one before or after it."""
    round = _still_prepared(column.round, by=by)
    order = list(round.columns.order_by("position", "pk"))
    here = next((index for index, one in enumerate(order) if one.pk == column.pk), None)
    there = None if here is None else here + (1 if way == Way.DOWN else -1)
    if here is None or there is None or not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    _place(order, by=by)


@transaction.atomic
def remove_column(*, column: RoundColumn, by: Officer) -> None:
    """A column is no longer asked; refused while a comparison is computed from it."""
    round = _still_prepared(column.round, by=by)
    used = round.comparisons.filter(of=column) | round.comparisons.filter(against=column)
    if used.exists():
        raise ValidationError(
            _("“%(column)s” is compared with another column: remove the comparison first."),
            params={"column": column},
        )
    remove(record=column, by=by.user, reason="")


@transaction.atomic
def keep_comparison(*, comparison: RoundComparison, by: Officer) -> RoundComparison:
    """A computed column is added at the end."""
    round = comparison.round = _still_prepared(comparison.round, by=by)
    comparison.position = _after_last(round.comparisons.values_list("position", flat=True))
    return keep(record=comparison, by=by.user)


@transaction.atomic
def remove_comparison(*, comparison: RoundComparison, by: Officer) -> None:
    """A computed column is no longer shown."""
    _still_prepared(comparison.round, by=by)
    remove(record=comparison, by=by.user, reason="")


# A round with its table


@transaction.atomic
def prepare_new(
    *, round: ReportingRound, table_of: ReportingRound | None, by: Officer
) -> ReportingRound:
    """A round is prepared, with the table of another one if wanted.

    The members of its conference's region on the day of the conference are asked (P4).
    """
    round.previous = table_of
    made = prepare_round(round=round, by=by)
    if table_of is not None:
        years = made.due_on.year - table_of.due_on.year
        copy_table(of=table_of, to=made, years=years, by=by)
    invite(round=made, provinces=members_on(region_of(made), made.asked_on), by=by)
    return made


@transaction.atomic
def prepare_following(*, plan: Following, by: Officer) -> ReportingRound:
    """A round is made after a previous one: its table moved on, its provinces asked again."""
    made = prepare_round(round=plan.round, by=by)
    if made.previous is not None:
        copy_table(of=made.previous, to=made, years=plan.years, by=by)
    invite(round=made, provinces=plan.provinces, by=by)
    return made


@transaction.atomic
def copy_table(*, of: ReportingRound, to: ReportingRound, years: int, by: Officer) -> None:
    """The rows, columns and comparisons of another round, its periods so many years later.

    Raises ValidationError when `to` has rows or columns already.
    """
    round = _still_prepared(to, by=by)
    if round.rows.exists() or round.columns.exists():
        raise ValidationError(_("This round has rows or columns already."))
    rows: dict[int, RoundRow] = {}
    for row in _nested(list(of.rows.order_by("position", "pk"))):
        old, parent = row.pk, rows.get(row.parent_id or 0)
        copied = RoundRow(
            round=round,
            parent=parent,
            position=len(rows) + 1,
            **{name: getattr(row, name) for name in COPIED},
        )
        rows[old] = keep(record=copied, by=by.user)
    columns: dict[int, RoundColumn] = {}
    for column in of.columns.order_by("position", "pk"):
        period: Period = period_on(column.period, years)
        columns[column.pk] = keep(
            record=RoundColumn(
                round=round,
                position=column.position,
                period_start=period.start,
                period_end=period.end,
                basis=column.basis,
            ),
            by=by.user,
        )
    for one in of.comparisons.order_by("position", "pk"):
        copy = RoundComparison(round=round, position=one.position, kind=one.kind)
        copy.of, copy.against = columns[one.of_id], columns[one.against_id]
        keep(record=copy, by=by.user)


COPIED = ("label", "label_en", "indicator_id", "unit_id", "owner", "note")


def _still_prepared(round: ReportingRound, *, by: Officer) -> ReportingRound:
    """The round, locked; refused once departments fill in its table."""
    row = locked_round(round, by=by)
    if row.opened_at:
        raise ValidationError(
            _("The round was opened on %(day)s: its rows and columns stay as they are."),
            params={"day": f"{timezone.localtime(row.opened_at):%-d/%-m/%Y}"},
        )
    return row


def _after_last(positions: Iterable[int]) -> int:
    return max(positions, default=0) + 1


def _place(order: Sequence[Placed], *, by: Officer) -> None:
    """Give records the places 1, 2, 3 … in this order; only those that move are written."""
    moving = []
    for place, one in enumerate(order, start=1):
        if one.position != place:
            one.position = place
            moving.append(one)
    if not moving:
        return
    model = type(moving[0])
    waiting = model._base_manager.filter(pk__in=[one.pk for one in moving])
    waiting.update(position=F("position") + PARKED)
    bulk_update_with_history(moving, model, ["position"], default_user=by.user)
