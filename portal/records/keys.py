"""The kinds of JSON keys: what a file may say under a key, and which column it is."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from portal.records.faults import Faults, Spot, excerpt
from portal.records.reading import BROKEN

if TYPE_CHECKING:
    from portal.records.shapes import Shape

Row = dict[str, Any]
"""A JSON object of known shape: its keys in order, what is the default left out."""

Days = tuple[dt.date, dt.date] | None
"""First and last day on which a named place must have existed; None: whenever."""

LARGEST_WHOLE = 32767  # of a small column in either database


class Required:
    """The default of a key that has none."""


class Wrong(ValueError):
    """A value that a key cannot have."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """A JSON key and the column it is; `default` is the value that is left out of files.

    `inherits`: left out, it is what the enclosing record says under that key.
    """

    name: str
    column: str = ""
    default: Any = Required
    inherits: str = ""

    def expected(self) -> str:
        """What a file may say here, with an example."""
        raise NotImplementedError

    def parse(self, found: Any) -> Any:
        """The value in its canonical form. Raises Wrong."""
        raise NotImplementedError

    def dump(self, record: models.Model) -> Any:
        """What a file says of this record here."""
        return getattr(record, self.column)

    def to_column(self, value: Any) -> Any:
        """What the column stores for a canonical value."""
        return value

    def read(self, found: Any, spot: Spot, faults: Faults) -> Any:
        """The canonical value, or BROKEN after telling `faults` what is expected."""
        if found is BROKEN:
            return BROKEN
        try:
            return self.parse(found)
        except Wrong:
            faults.add(
                spot,
                _("Expected %(expected)s; found %(found)s.")
                % {"expected": self.expected(), "found": excerpt(found)},
            )
            return BROKEN


class Text(Key):
    """Words, as they are."""

    def expected(self) -> str:
        return _("text in quotation marks")

    def parse(self, found: Any) -> str:
        if not isinstance(found, str):
            raise Wrong
        return found


class Slug(Text):
    """What a record is called in addresses and references."""

    def expected(self) -> str:
        return _('a key, e.g. "thanh-hoa"')


@dataclass(frozen=True, kw_only=True)
class Choice(Text):
    """One of a few words, those of an enum."""

    choices: tuple[str, ...]

    def expected(self) -> str:
        return _("one of %(choices)s") % {"choices": ", ".join(map(excerpt, self.choices))}

    def parse(self, found: Any) -> str:
        if found not in self.choices or not isinstance(found, str):
            raise Wrong
        return found


class Number(Text):
    """A number with its printed decimals, as text."""

    def expected(self) -> str:
        return _('a number as text, with a decimal point and no grouping, e.g. "11.28"')


class Factor(Number):
    """A number of which only the value matters."""

    def parse(self, found: Any) -> str:
        try:
            return self._plain(Decimal(super().parse(found)))
        except InvalidOperation:
            raise Wrong

    def dump(self, record: models.Model) -> str | None:
        number = getattr(record, self.column)
        return None if number is None else self._plain(number)

    def to_column(self, value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    @staticmethod
    def _plain(number: Decimal) -> str:
        if not number.is_finite():
            raise Wrong
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


class Whole(Key):
    """A count that is no figure: an edition, a year, a column."""

    def expected(self) -> str:
        return _("a whole number without quotation marks, e.g. 13")

    def parse(self, found: Any) -> int:
        if type(found) is not int or not 0 <= found <= LARGEST_WHOLE:
            raise Wrong
        return found


class Flag(Key):
    """Yes or no."""

    def expected(self) -> str:
        return _("true or false")

    def parse(self, found: Any) -> bool:
        if not isinstance(found, bool):
            raise Wrong
        return found


class Day(Key):
    """A day of the calendar."""

    def expected(self) -> str:
        return _('a day as "2022-05-13"')

    def parse(self, found: Any) -> str:
        if not isinstance(found, str) or len(found) != len("2022-05-13"):
            raise Wrong
        try:
            return dt.date.fromisoformat(found).isoformat()
        except ValueError:
            raise Wrong

    def dump(self, record: models.Model) -> str | None:
        day = getattr(record, self.column)
        return day and day.isoformat()

    def to_column(self, value: str | None) -> dt.date | None:
        return dt.date.fromisoformat(value) if value else None


@dataclass(frozen=True, kw_only=True)
class Reference(Slug):
    """The key of another record."""

    model: type[models.Model]

    def dump(self, record: models.Model) -> str | None:
        other = getattr(record, self.column)
        return other and other.key


@dataclass(frozen=True, kw_only=True)
class Place(Reference):
    """A province: its key, or a name that means one unit on the first of certain days."""

    days: Callable[[Row, Row], Days]

    def expected(self) -> str:
        return _('the key or the name of a province, e.g. "thanh-hoa"')


@dataclass(frozen=True, kw_only=True)
class PersonName(Text):
    """A person by name; people of one name are told apart under a second key."""

    distinction: str

    def expected(self) -> str:
        return _("a person's name without title")

    def dump(self, record: models.Model) -> str | None:
        """A hidden name stands in no file (S4)."""
        person = getattr(record, self.column)
        return person.name if person and person.hidden_at is None else None


@dataclass(frozen=True, kw_only=True)
class Distinction(Text):
    """What tells the person under another key apart from others of that name."""

    person: str

    def dump(self, record: models.Model) -> str:
        person = getattr(record, self.person)
        return person.distinction if person and person.hidden_at is None else ""


@dataclass(frozen=True, kw_only=True)
class PrintedName(Text):
    """How a source spells the name of the person under another key."""

    person: str

    def dump(self, record: models.Model) -> str:
        """As little in a file as the name itself, once that is hidden (S4)."""
        person = getattr(record, self.person)
        return "" if person and person.hidden_at else super().dump(record)


class Answer(Text):
    """What a printed wording comes to; its spelling depends on what it says something of."""

    def expected(self) -> str:
        return _('"13", "2022-08-19" or "thanh-hoa"')


class Draft(Flag):
    """Whether only the Ministry may read it; publishing is a verb, not a column (C6)."""

    def dump(self, record: models.Model) -> bool:
        return record.published_at is None  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True)
class Words(Key):
    """Short texts that are rows of their own, in no order: spellings, former addresses.

    `kept`: the register forgets none of them, whatever a file leaves out.
    """

    model: type[models.Model]
    related: str
    kept: bool = False

    def expected(self) -> str:
        return _('a list of texts, e.g. ["TP.HCM", "Sài Gòn"]')

    def parse(self, found: Any) -> list[str]:
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            raise Wrong
        return sorted(set(found))

    def read(self, found: Any, spot: Spot, faults: Faults) -> Any:
        if isinstance(found, list) and BROKEN in found:
            return BROKEN
        return super().read(found, spot, faults)

    @property
    def reads(self) -> str:
        """What is to be fetched for `dump`."""
        return self.related

    def dump(self, record: models.Model) -> list[str]:
        return sorted(map(self.word, getattr(record, self.related).all()))

    def word(self, row: Any) -> str:
        """What a row is called in a file."""
        return getattr(row, self.column)

    def make(self, word: str, record: Any) -> Any:
        """A new row of `record` that a file calls so."""
        owner = getattr(record, self.related).field.name
        return self.model(**{owner: record, self.column: word})


@dataclass(frozen=True, kw_only=True)
class FormerAddresses(Words):
    """Where a conference stood: a slug of its series, or `series/slug` of another one (C2)."""

    @property
    def reads(self) -> str:
        return f"{self.related}__series"

    def word(self, row: Any) -> str:
        own = row.series_id == row.conference.series_id
        return row.slug if own else f"{row.series.key}/{row.slug}"

    def make(self, word: str, record: Any) -> Any:
        series, slug = self.split(word, record.series.key)
        row = super().make(slug, record)
        row.series = type(record.series).objects.filter(key=series).first()
        return row

    @staticmethod
    def split(word: str, series: str) -> tuple[str, str]:
        """Series and slug of a former address of a conference of `series`."""
        other, _slash, slug = word.rpartition("/")
        return other or series, slug


@dataclass(frozen=True, kw_only=True)
class Parts(Key):
    """Records that belong to this one: a list of objects, or a single object."""

    shape: "Shape"
    related: str
    single: bool = False

    def expected(self) -> str:
        if self.single:
            return _('an object in braces, e.g. {"source": "…"}')
        return _('a list of objects, e.g. [{"source": "…"}]')

    def rows(self, record: models.Model) -> Iterable[models.Model]:
        """Those that stand in files, in the order of files; `record` has them prefetched."""
        return self.shape.standing(getattr(record, self.related).all())


KINDS: dict[type[models.Field], type[Key]] = {
    models.SlugField: Slug,
    models.DateField: Day,
    models.BooleanField: Flag,
    models.PositiveSmallIntegerField: Whole,
    models.DecimalField: Factor,
}


def key(model: type[models.Model], name: str, column: str = "", inherits: str = "") -> Key:
    """The key of a column, its kind and default taken from the model."""
    field = model._meta.get_field(column or name)
    assert isinstance(field, models.Field)  # noqa: S101  -- a slip in `shapes`, not in a file
    common = {
        "name": name,
        "column": field.name,
        "default": _default(field),
        "inherits": inherits,
    }
    if isinstance(field, models.ForeignKey):
        return Reference(model=field.remote_field.model, **common)
    if field.choices:
        return Choice(choices=tuple(value for value, _label in field.flatchoices), **common)
    return KINDS.get(type(field), Text)(**common)


def _default(field: models.Field) -> Any:
    if field.has_default():
        default = field.get_default()
        return str(default) if isinstance(default, Decimal) else default
    if field.null:
        return None
    return "" if field.blank else Required
