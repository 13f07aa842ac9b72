"""The fields of a sheet. None refuses anything: what is typed is kept, and read afterwards."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from conferences.enums import (
    Form,
    HandoverForm,
    PointKind,
    PresenceKind,
    Rank,
    Role,
    Status,
)
from metrics.enums import Against, Basis, Measure
from portal.keeping.recording.catalogue import Catalogue
from portal.keeping.recording.fields import BODIES, PEOPLE, POINTS, ROW_FIELD, filled
from vietnamese.text import nfc

# Rows of figures and of proposals: how many a sheet may have, how many stand ready to be filled.
MOST, READY = {"figures": 80, "proposals": 30}, {"figures": 6, "proposals": 2}


def text(label: Any, help_text: Any = "", **attrs: Any) -> forms.CharField:
    """One line as typed."""
    widget = forms.TextInput(attrs={"autocomplete": "off"} | attrs)
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


def area(label: Any, help_text: Any = "", rows: int = 2, **attrs: Any) -> forms.CharField:
    """Several lines as typed."""
    widget = forms.Textarea(attrs={"rows": rows} | attrs)
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


def choice(
    label: Any, choices: Iterable[tuple[str, Any]], empty: Any, help_text: Any = ""
) -> forms.CharField:
    """One of some words; the first says what leaving it means."""
    widget = forms.Select(choices=[("", empty), *choices])
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


class SheetForm(forms.Form):
    """All of a sheet but its rows."""

    source = text(
        _("A source recorded before"), _("Words of its title, or its key. Empty for a new one.")
    )
    source_url = text(_("Address"), inputmode="url")
    source_title = text(_("Title of the article"))
    source_publisher = text(_("Publisher"), placeholder=_("as its site"))
    source_published = text(_("Published on"), placeholder="14/5/2022")
    source_rank = choice(_("Rank"), Rank.choices, _("as its site"))
    source_language = choice(
        _("Language"), [("vi", "Tiếng Việt"), ("en", "English")], _("as its site")
    )

    series = choice(_("Conference series"), [], _("Choose…"))
    title = text(_("Title as printed"))
    edition = text(
        _("Edition as printed"), _("X, 10, lần thứ X. Empty: as the title says. “-”: unnumbered.")
    )
    date = text(_("Date as printed"), _("13/5/2022 · 13-14/5/2022 · tháng 5/2022"))
    host = text(_("Host as printed"), list="provinces")
    venue = text(_("Venue"))
    region = choice(_("Region"), [], _("as the last conference of the series"))
    status = choice(_("Status"), Status.choices, _("by its date"))
    form = choice(_("Form"), Form.choices, _("not said"))
    summary = area(_("Summary in your own words"), rows=3)
    note = area(
        _("Note on the record"),
        _("Why a headline that no source prints is believed; what is missing."),
    )
    provinces = area(
        _("Provinces named as taking part"), _("One a line, or with commas between."), rows=2
    )
    provinces_complete = choice(
        _("The list of participants"), [("yes", _("is complete"))], _("may have others")
    )

    receiver = text(_("Handed over to, as printed"), list="provinces")
    receiver_edition = text(_("For the edition"), placeholder="XI")
    receiver_year = text(_("For the year"), placeholder="2023", inputmode="numeric")
    handover_form = choice(_("What was handed over"), HandoverForm.choices, _("hosting flag"))
    handed_on = text(_("Handed over on"), _("Empty: the article does not say."))
    giver = text(_("Handed over by, as printed"))
    received_by = text(_("Received by, as printed"))
    handover_reason = text(_("Reason"), _("Needed when the host keeps the right to host."))

    def __init__(self, typed: Mapping[str, str], catalogue: Catalogue) -> None:
        super().__init__(typed)
        self._offer("series", [(one.key, one.label) for one in catalogue.series])
        none = ("-", _("none"))
        self._offer("region", [none, *((one.key, str(one)) for one in catalogue.regions)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        widget = self.fields[name].widget
        widget.choices = [widget.choices[0], *choices]


for _name, _role in PEOPLE.items():
    SheetForm.base_fields[_name] = area(capfirst(Role(_role).label))
for _name, _capacity in BODIES.items():
    SheetForm.base_fields[_name] = area(capfirst(PresenceKind(_capacity).label))
for _name, _kind in POINTS.items():
    SheetForm.base_fields[_name] = area(PointKind(_kind).label, rows=3)


# What a number says of its indicator, as one choice; changes of a rate take their unit's word.
MEASURES = [
    (Measure.LEVEL, _("value")),
    *(
        (f"{Measure.GROWTH}:{against}", _growth)
        for against, _growth in (
            (Against.SAME_PERIOD, _("growth on the same period of the year before")),
            (Against.PREVIOUS_PERIOD, _("growth on the previous period")),
            (Against.PLAN, _("growth on the plan")),
            (Against.PREVIOUS_PLAN, _("growth on the plan of the year before")),
            (Against.NOT_STATED, _("growth (on what is not stated)")),
        )
    ),
    (Measure.SHARE, _("share")),
    (Measure.COMPLETION, _("share of the year's plan")),
    (f"{Measure.RATE_CHANGE}:{Against.SAME_PERIOD}", _("change of a rate, on the same period")),
    (f"{Measure.RATE_CHANGE}:{Against.NOT_STATED}", _("change of a rate (on what is not stated)")),
    (Measure.PROVINCES, _("number of provinces")),
]


class FigureRow(forms.Form):
    """One printed number. What is left empty is as in the row above."""

    indicator = text(_("Indicator"), list="indicators", placeholder=_("as above"))
    number = text(_("Number as printed"))
    about = text(_("About"), list="places", placeholder=_("as above"))
    period = text(_("Period"), placeholder=_("as above"))
    basis = choice(_("Basis"), Basis.choices, _("as above"))
    measure = choice(_("Measure"), MEASURES, _("as the number says"))
    of = text(_("Share of; criterion"))
    note = text(_("Note or problem"))


class ProposalRow(forms.Form):
    """One thing that was asked, and the response."""

    asked_by = text(_("Asked by"), list="bodies", placeholder=_("as above"))
    addressed_to = text(_("Addressed to"), list="bodies", placeholder=_("as above"))
    text = area(_("Proposal"))
    response = area(_("Response"))


ROWS: dict[str, type[forms.Form]] = {"figures": FigureRow, "proposals": ProposalRow}


def texts(posted: Mapping[str, str]) -> dict[str, str]:
    """What was typed into a sheet, field → text, without empty fields and strangers.

    `set`, "field=text", is a choice among the meanings of a text and takes its place.
    """
    field, _equals, chosen = posted.get("set", "").partition("=")
    return {
        name: nfc(said.replace("\x00", ""))
        for name, said in {**dict(posted.items()), field: chosen}.items()
        if said.strip() and is_field(name)
    }


def is_field(name: str) -> bool:
    """Whether a sheet has a field of this name."""
    if match := ROW_FIELD.fullmatch(name):
        rows, index, field = match.groups()
        return int(index) < MOST[rows] and field in ROWS[rows].base_fields
    return name in SheetForm.base_fields


def row_forms(typed: Mapping[str, str], rows: str) -> list[forms.Form]:
    """The rows up to the last one filled, and some to fill."""
    last = max(filled(typed, rows), default=-1)
    count = min(last + 1 + READY[rows], MOST[rows])
    return [ROWS[rows](typed, prefix=f"{rows}-{index}") for index in range(count)]
