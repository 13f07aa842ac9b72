"""A sheet as its page shows it: every field with what is read back, what is wrong, what is due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.forms import BoundField, Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.keeping.recording.catalogue import Catalogue
from portal.keeping.recording.fields import BODIES, PEOPLE, POINTS, filled
from portal.keeping.recording.forms import ROWS, SheetForm, row_forms
from portal.keeping.recording.texts import Fault, Reading

HEADLINES = [
    ("series", "title"),
    ("edition", "date"),
    ("host", "venue"),
    ("region", "status", "form"),
    ("summary",),
    ("note",),
]


@dataclass(frozen=True)
class Line:
    """A field, and what stands below it; a row of fields has one such place for all."""

    field: BoundField
    told: list[str]
    faults: list[Fault]

    @property
    def anchor(self) -> str:
        return f"read-{self.field.html_name}"


@dataclass(frozen=True)
class Section:
    """A part of the sheet under its heading, its fields in lines; seldom needed ones fold away."""

    key: str
    label: str | Promise
    hint: str | Promise
    groups: list[list[Line]]
    folds: bool

    @property
    def is_begun(self) -> bool:
        """Whether anything stands in it."""
        return any(line.field.value() for group in self.groups for line in group)


@dataclass(frozen=True)
class Row:
    """One figure or proposal: its first fields, those seldom needed, and what is read back."""

    form: Form
    main: list[Line]
    more: list[Line]
    told: list[str]
    faults: list[Fault]
    number: int

    @property
    def anchor(self) -> str:
        return f"read-{self.form.prefix}"

    @property
    def is_open(self) -> bool:
        """Whether something stands in a seldom needed field."""
        return any(line.field.value() or line.faults for line in self.more)


@dataclass(frozen=True)
class Sheet:
    """All of the form."""

    sections: list[Section]
    figures: list[Row]
    proposals: list[Row]


def sheet_page(
    typed: Mapping[str, str], catalogue: Catalogue, reading: Reading, *, checked: bool
) -> Sheet:
    """The form with what was typed; what is missing stands at its field once it was checked."""
    form = SheetForm(typed, catalogue)

    def section(
        key: str, label: Promise, hint: Promise | str, *names: Iterable[str], folds: bool = False
    ) -> Section:
        groups = [[_line(form[name], reading, checked) for name in group] for group in names]
        return Section(key, label, hint, groups, folds)

    return Sheet(
        [
            section(
                "source",
                _("The article"),
                _("Everything below rests on it."),
                ("source",),
                ("source_url",),
                ("source_title",),
                ("source_publisher", "source_published"),
                ("source_rank", "source_language"),
            ),
            section(
                "conference",
                _("The conference"),
                _(
                    "Type the wording of the article. Where it does not say all, add what it comes "
                    "to: chiều 13-5 = 13/5/2022. What no source prints begins with “=”."
                ),
                *HEADLINES,
            ),
            section(
                "handover",
                _("Handing over"),
                "",
                ("receiver", "receiver_edition", "receiver_year"),
                ("handover_form", "handed_on"),
                ("giver", "received_by"),
                ("handover_reason",),
            ),
            section(
                "people",
                _("People"),
                _("One a line as printed, the name first or the office first."),
                *pairs(PEOPLE),
            ),
            section(
                "bodies",
                _("Organisations and provinces"),
                _("One a line, as printed."),
                *pairs(BODIES),
                ("provinces", "provinces_complete"),
                folds=True,
            ),
            section(
                "points",
                _("What was said"),
                _("A paragraph each, in your own words."),
                *pairs(POINTS),
            ),
        ],
        [_row(one, reading, checked, 5) for one in row_forms(typed, "figures")],
        [_row(one, reading, checked, 4) for one in row_forms(typed, "proposals")],
    )


def as_typed(typed: Mapping[str, str]) -> list[tuple[str | Promise, str]]:
    """What was typed, field by field, for a sheet that is no form any more."""
    named = [(name, field.label or "") for name, field in SheetForm.base_fields.items()]
    named += [
        (f"{rows}-{index}-{name}", field.label or "")
        for rows, form in ROWS.items()
        for index in filled(typed, rows)
        for name, field in form.base_fields.items()
    ]
    return [(label, typed[name]) for name, label in named if typed.get(name)]


def pairs(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Two and two side by side."""
    every = list(names)
    return [tuple(every[start : start + 2]) for start in range(0, len(every), 2)]


def _line(field: BoundField, reading: Reading, checked: bool) -> Line:
    line = Line(field, reading.told.get(field.html_name, []), _faults(field, reading, checked))
    described = [line.anchor, *([f"{field.auto_id}_helptext"] if field.help_text else [])]
    _describe(field, described, line.faults)
    return line


def _row(form: Form, reading: Reading, checked: bool, count: int) -> Row:
    fields = [Line(field, [], _faults(field, reading, checked)) for field in form]
    number = int((form.prefix or "").rpartition("-")[2]) + 1
    told = [*reading.told.get(form.prefix or "", [])]
    for line in fields:
        told += reading.told.get(line.field.html_name, [])
    faults = [fault for line in fields for fault in line.faults]
    row = Row(form, fields[:count], fields[count:], told, faults, number)
    for line in fields:
        _describe(line.field, [row.anchor], line.faults)
    return row


def _faults(field: BoundField, reading: Reading, checked: bool) -> list[Fault]:
    due = reading.missing.get(field.html_name) if checked else None
    return [*reading.faults.get(field.html_name, []), *([Fault(due)] if due else [])]


def _describe(field: BoundField, described: list[str], faults: list[Fault]) -> None:
    attrs = field.field.widget.attrs
    attrs["aria-describedby"] = " ".join(described)
    if faults:
        attrs["aria-invalid"] = "true"
