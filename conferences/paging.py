"""Keyset pages: a page begins after a row, not at an offset, so it costs the same anywhere.

The list is ordered by fields that are never NULL and end in the primary key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
SEPARATOR = "~"


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """Some rows of a list, and the addresses of the rows before and after them."""

    rows: list[Row]
    previous_url: str | None
    next_url: str | None

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_whole(self) -> bool:
        """Whether these are all rows of the list."""
        return self.previous_url is None and self.next_url is None


def paginate(
    rows: QuerySet[Row], *, order: Sequence[str], query: QueryDict, size: int
) -> KeysetPage[Row]:
    """The page that `query` asks for by `after` or `before`; an unreadable mark is passed over.

    `order` names fields as `order_by` does ("-starts_on", "-pk"); two queries at most are none:
    one, of `size + 1` rows.
    """
    after, before = (_read(rows, order, query.get(name, "")) for name in ("after", "before"))
    backwards = after is None and before is not None
    mark = before if backwards else after
    wanted = [_flip(name) for name in order] if backwards else list(order)
    if mark is not None:
        rows = rows.filter(_beyond(wanted, mark))
    found = list(rows.order_by(*wanted)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_previous = more if backwards else mark is not None
    has_next = bool(found) if backwards else more
    return KeysetPage(
        found,
        _url(query, "before", found[0], order) if has_previous and found else None,
        _url(query, "after", found[-1], order) if has_next and found else None,
    )


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], mark: Sequence[Any]) -> Q:
    """Rows that come later in `order` than the row with the values `mark`."""
    condition, same = Q(), Q()
    for name, value in zip(order, mark, strict=True):
        field = name.removeprefix("-")
        condition |= same & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{field: value})
    return condition


def _read(rows: QuerySet, order: Sequence[str], text: str) -> list[Any] | None:
    parts = text.split(SEPARATOR)
    if not text or "\0" in text or len(parts) != len(order):
        return None
    try:
        return [
            _field(rows.model, name).to_python(part)
            for name, part in zip(order, parts, strict=True)
        ]
    except ValidationError:
        return None


def _field(model: Any, name: str) -> Any:
    *relations, last = name.removeprefix("-").split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    if last == "pk":
        return model._meta.pk
    try:
        return model._meta.get_field(last)
    except FieldDoesNotExist as error:
        raise ValueError(f"{model.__name__} cannot be paged by {last}") from error


def _url(query: QueryDict, direction: str, row: Model, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value: Any = row
        for step in name.removeprefix("-").split("__"):
            value = getattr(value, step)
        values.append(str(value))
    params = query.copy()
    params.pop("after", None)
    params.pop("before", None)
    params[direction] = SEPARATOR.join(values)
    return f"?{params.urlencode()}"
