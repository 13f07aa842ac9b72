"""What the keeper types to prepare the table of a round: rows, columns, comparisons."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import DepartmentUnit
from metrics.enums import Basis, Topic
from metrics.models import Indicator, Unit
from metrics.periods import ONE_DAY, Period, PeriodKind, read_period
from reports.enums import ComparisonKind
from reports.grid import Line
from reports.models import ReportingRound, RoundColumn, RoundComparison, RoundRow
from vietnamese.errors import Unreadable
from vietnamese.forms import VietnameseDateField
from vietnamese.language import active

# What provinces report; the conference itself is counted by its host.
TOPICS = [topic for topic in Topic if topic != Topic.EVENT]
EXAMPLE = "6 tháng đầu năm 2026"


def catalogue() -> list[tuple[str, list[tuple[int, str]]]]:
    """The indicators by topic, for a choice; a breakdown stands indented after its indicator."""
    found = list(Indicator.objects.filter(topic__in=TOPICS).order_by("position", "key"))
    return [
        (
            str(topic.label),
            [
                (one.pk, f"– {one.label}" if one.parent_id else one.label)
                for one in found
                if one.topic == topic
            ],
        )
        for topic in TOPICS
    ]


def row_choices(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """The rows a row may stand under, by number."""
    return [
        ("", str(_("at the top"))),
        *((str(line.row.pk), f"{line.number} {line.row}") for line in lines),
    ]


class UnderField(forms.TypedChoiceField):
    """A row of the round, or none: the top."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, **kwargs)


class IndicatorsForm(forms.Form):
    """Several indicators of the catalogue at once, each a row."""

    indicators = forms.TypedMultipleChoiceField(
        label=_("Indicators"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one indicator, e.g. exports.")},
    )
    under = UnderField(label=_("Stand under"))
    owner = forms.ChoiceField(
        label=_("Filled in by"),
        required=False,
        choices=[("", _("the clerk of the department")), *DepartmentUnit.choices],
    )

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {line.row.indicator_id for line in lines}
        self.topics = [
            (topic, [one for one in choices if one[0] not in asked])
            for topic, choices in catalogue()
        ]
        _offer(self, "indicators", [choice for _topic, group in self.topics for choice in group])
        _offer(self, "under", row_choices(lines))

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes to tick, by topic."""
        boxes = iter(self["indicators"].subwidgets)
        return [(topic, [next(boxes) for _one in group]) for topic, group in self.topics if group]


class HeadingForm(forms.Form):
    """A heading over other rows."""

    label = forms.CharField(
        label=_("Words of the heading"),
        max_length=200,
        error_messages={"required": _("Write the words of the heading, e.g. Thương mại.")},
    )
    under = UnderField(label=_("Stands under"))

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "under", row_choices(lines))


class RowForm(forms.ModelForm):
    """One row: what is asked, in which unit, who fills it in."""

    under = UnderField(label=_("Stands under"))

    class Meta:
        model = RoundRow
        fields = ["label", "label_en", "indicator", "unit", "owner", "note"]
        labels = {
            "label": _("Words of the row"),
            "label_en": _("Words in English"),
            "indicator": _("Indicator"),
            "unit": _("Unit"),
            "owner": _("Filled in by"),
            "note": _("Note"),
        }
        help_texts = {
            "label": _("Empty: the name of the indicator."),
            "unit": _("In which the department writes its numbers; empty: the indicator's own."),
            "note": _("How the row is to be understood; departments read it beside the row."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = (self.instance.indicator_id, self.instance.unit_id)
        self.fields["label"].required = False
        _offer(self, "indicator", [("", _("none: a heading")), *catalogue()])
        self._offer_units()
        below = _below(self.instance, lines)
        _offer(self, "under", row_choices([one for one in lines if one.row.pk not in below]))
        self.fields["under"].initial = self.instance.parent_id
        cast(forms.ChoiceField, self.fields["owner"]).choices = [
            ("", _("the clerk of the department")),
            *DepartmentUnit.choices,
        ]

    def _offer_units(self) -> None:
        """Only units of what the indicator measures convert into its own (F2)."""
        chosen = self["indicator"].value()
        measured = Indicator.objects.filter(pk=chosen) if str(chosen or "").isdigit() else None
        # The unit of the indicator before is understood, to be replaced.
        fitting = Q(pk=self.stored[1]) if self.is_bound else Q(pk=None)
        if measured is not None:
            fitting |= Q(quantity__in=measured.values("unit__quantity"))
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = Unit.objects.filter(fitting)

    def clean_unit(self) -> Unit | None:
        """The unit of another indicator goes with it: the new one's own takes its place."""
        unit, indicator = self.cleaned_data["unit"], self.cleaned_data.get("indicator")
        if indicator is None:
            return None
        changed = self.stored[0] != indicator.pk and unit is not None
        kept = unit is not None and not (changed and unit.pk == self.stored[1])
        return unit if kept else indicator.unit

    def clean(self) -> dict[str, Any]:
        """A heading has words of its own; a row with an indicator may borrow its name."""
        data = super().clean() or {}
        indicator = data.get("indicator")
        if not data.get("label") and "indicator" in data:
            if indicator is None:
                self.add_error("label", _("Write the words of the heading, e.g. Thương mại."))
            else:
                data["label"], data["label_en"] = indicator.name, indicator.name_en
        self.instance.parent_id = data.get("under")
        return data


class ColumnForm(forms.Form):
    """A column as an officer would say it: "ước thực hiện 6 tháng đầu năm 2026"."""

    basis = forms.ChoiceField(label=_("Basis"), choices=Basis)
    period = forms.CharField(
        label=_("Period"),
        required=False,
        max_length=80,
        help_text=_("e.g. 6 tháng đầu năm 2026, năm 2025, quý I/2026, cuối năm 2025"),
    )
    start = VietnameseDateField(
        label=_("From the day"), required=False, help_text=_("e.g. 15/12/2025")
    )
    end = VietnameseDateField(
        label=_("to the last day"), required=False, help_text=_("e.g. 14/6/2026")
    )

    def clean(self) -> dict[str, Any]:
        """Either the name of a period, or its first and last day."""
        data = super().clean() or {}
        if self.errors:
            return data
        start, end = data["start"], data["end"]
        if start or end:
            self._clean_days(start, end, named=data["period"])
        elif not data["period"]:
            self.add_error(
                "period",
                ValidationError(
                    _("Write the period, e.g. %(example)s."), params={"example": EXAMPLE}
                ),
            )
        else:
            self._clean_name(data["period"])
        return data

    def _clean_name(self, text: str) -> None:
        try:
            self.read = read_period(text)
        except Unreadable as error:
            self.add_error("period", ValidationError(error.message, params=error.params))

    def _clean_days(self, start: Any, end: Any, *, named: str) -> None:
        if named:
            self.add_error("period", _("Write either the period or its days, not both."))
        elif start is None:
            self.add_error("start", _("Write the first day too, e.g. 15/12/2025."))
        elif end is None:
            self.add_error("end", _("Write the last day too, e.g. 14/6/2026."))
        elif end < start:
            self.add_error("end", _("The last day is not before the first, e.g. 14/6/2026."))
        else:
            self.read = Period(start, end + ONE_DAY)

    def column(self, column: RoundColumn) -> RoundColumn:
        """Return the column with what was typed."""
        column.period_start, column.period_end = self.read.start, self.read.end
        column.basis = self.cleaned_data["basis"]
        return column

    @staticmethod
    def words(column: RoundColumn) -> dict[str, Any]:
        """What stands in the form of a stored column."""
        if column.period.kind != PeriodKind.OTHER:
            return {"basis": column.basis, "period": column.period.label(active())}
        days = {"start": column.period_start, "end": column.period.last_day}
        return {"basis": column.basis, **days}


class ComparisonForm(forms.Form):
    """A computed column: what one column is beside another."""

    kind = forms.ChoiceField(label=_("What is computed"), choices=ComparisonKind)
    of = forms.ModelChoiceField(RoundColumn.objects.none(), label=_("Column"), empty_label=None)
    against = forms.ModelChoiceField(
        RoundColumn.objects.none(), label=_("Compared with"), empty_label=None
    )

    def __init__(self, *args: Any, round: ReportingRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("of", "against"):
            cast(forms.ModelChoiceField, self.fields[name]).queryset = round.columns.order_by(
                "position", "pk"
            )

    def clean(self) -> dict[str, Any]:
        """Two different columns."""
        data = super().clean() or {}
        if data.get("of") is not None and data.get("of") == data.get("against"):
            self.add_error("against", _("Choose another column than the first."))
        return data

    def comparison(self, round: ReportingRound) -> RoundComparison:
        """Return the comparison chosen."""
        return RoundComparison(round=round, **self.cleaned_data)


def _offer(form: forms.BaseForm, name: str, choices: Any) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _below(row: RoundRow, lines: Sequence[Line]) -> set[int]:
    """The row itself and all rows under it."""
    found = {row.pk}
    for line in lines:
        if line.row.parent_id in found:
            found.add(line.row.pk)
    return found
