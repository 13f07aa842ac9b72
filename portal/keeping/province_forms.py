"""What the keeper types to merge provinces: which and when, then what they become."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from provinces.enums import Certainty, ProvinceKind, RegionKind
from provinces.mergers import COUNT, Belonging, Merger, members_after, proposed_name, regions_of
from provinces.models import Province, Region
from vietnamese.dates import format_date
from vietnamese.forms import VietnameseDateField
from vietnamese.text import fold, free, nfc


class Units(forms.ModelMultipleChoiceField):
    """Units that have not ended, chosen by key."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with "TP." for a city."""
        return obj.label


class ChooseForm(forms.Form):
    """Which units merge, and from which day there is one in their place."""

    units = Units(
        Province.objects.none(),
        label=_("Units that merge"),
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two or more; one alone, when it becomes a centrally governed city."),
        error_messages={
            "required": _("Choose the units that merge, e.g. Quảng Bình, Quảng Trị."),
            "invalid_choice": _("One of them has ended already, or is no unit: choose again."),
        },
    )
    on = VietnameseDateField(
        label=_("From the day"),
        help_text=_("The first day of the new unit, e.g. 1/7/2025."),
        error_messages={"required": _("Write the first day of the new unit, e.g. 1/7/2025.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(Units, self.fields["units"])
        field.queryset = Province.objects.live().filter(valid_until__isnull=True)

    def clean(self) -> dict[str, Any]:
        """Each unit stood on the day before."""
        data = super().clean() or {}
        for unit in data.get("units") or ():
            if data.get("on") and unit.valid_from >= data["on"]:
                self.add_error(
                    "on",
                    ValidationError(
                        _("%(name)s began on %(day)s: the day must be later."),
                        params={"name": unit.label, "day": format_date(unit.valid_from)},
                    ),
                )
        return data


class BelongingForm(forms.Form):
    """What becomes of one region of the units."""

    belongs = forms.BooleanField(label=_("The new unit belongs to it"), required=False)
    certainty = forms.ChoiceField(label=_("How sure"), choices=Certainty)
    citation = forms.CharField(
        label=_("According to"),
        required=False,
        widget=forms.TextInput(attrs={"class": "merger__wide"}),
        help_text=_("Empty: what the whole region rests on; for a new name, the act."),
    )
    name = forms.CharField(
        label=_("Called from that day"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "merger__wide"}),
        help_text=_("With another name it is a region that follows this one."),
    )
    name_en = forms.CharField(
        label=_("The name in English"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "merger__wide"}),
    )

    def __init__(
        self, data: Any, *, region: Region, units: Sequence[Province], on: Any, proposed: bool
    ) -> None:
        self.region = region
        theirs = {unit.pk for unit in units}
        members = [one for one in region.memberships.all() if one.province_id in theirs]
        self.members = [one.province.label for one in members]
        count = members_after(region, units, on, belongs=proposed)
        sure = all(one.certainty == Certainty.CERTAIN for one in members)
        initial = {
            "belongs": proposed,
            "name": proposed_name(region.name, count),
            "name_en": proposed_name(region.name_en, count),
            "certainty": Certainty.CERTAIN if sure else Certainty.INFERRED,
        }
        super().__init__(data, prefix=region.key, initial=initial)
        if not COUNT.match(region.name):
            del self.fields["name"], self.fields["name_en"]

    def belonging(self) -> Belonging:
        """The answer as the merger takes it; a region that names no number keeps its name."""
        names = {"name": self.region.name, "name_en": self.region.name_en}
        return Belonging(region=self.region.key, **names | _composed(self.cleaned_data))


class MergerForm(forms.Form):
    """The new unit, with an answer for each region of its predecessors."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Without “tỉnh” or “TP.”"))
    name_en = forms.CharField(label=_("The name in English"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProvinceKind)
    act = forms.CharField(
        label=_("Legal act"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "merger__wide"}),
        help_text=_("By which the old units end and the new one begins."),
        error_messages={"required": _("Name the act, e.g. Nghị quyết 202/2025/QH15 (12/06/2025).")},
    )
    code = forms.CharField(
        label=_("Official code"), max_length=2, help_text=_("Two digits, e.g. 38.")
    )
    short = forms.CharField(
        label=_("Short label"), max_length=4, help_text=_("At most four letters, for the tile map.")
    )
    tile = forms.ChoiceField(
        label=_("Takes the place on the map of"), widget=forms.RadioSelect, choices=()
    )
    key = forms.SlugField(
        label=_("Key"),
        max_length=60,
        required=False,
        help_text=_("Its address, for good. Left empty, it is made from name and year."),
    )
    aliases = forms.CharField(
        label=_("Other spellings"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line; the names of the old units lead to it anyway."),
    )

    def __init__(self, data: Any, *, units: Sequence[Province], on: Any) -> None:
        first = units[0]
        alone = len(units) == 1
        city = alone or any(unit.is_city for unit in units)
        initial = {
            "name": first.name,
            "name_en": first.name_en,
            "kind": ProvinceKind.CITY if city else ProvinceKind.PROVINCE,
            "code": first.code,
            "short": first.short,
            "tile": first.key,
        }
        super().__init__(data, initial=initial)
        self.units, self.on = units, on
        tile = cast(forms.ChoiceField, self.fields["tile"])
        tile.choices = [(unit.key, unit.label) for unit in units]
        self.regions = list(_region_forms(data, units, on))

    def is_valid(self) -> bool:
        """The unit and every region can be read."""
        regions = [form.is_valid() for form in self.regions]
        return super().is_valid() and all(regions)

    def clean_key(self) -> str:
        """Return the key typed, or a free one: "quang-tri-2025"."""
        if typed := self.cleaned_data["key"]:
            return typed
        stem = f"{fold(self.data.get('name', '')).replace(' ', '-')[:50]}-{self.on.year}"
        taken = Province.objects.live().filter(key__startswith=stem)
        return free(stem.strip("-"), set(taken.values_list("key", flat=True)))

    def merger(self) -> Merger:
        """What was decided."""
        said = _composed(self.cleaned_data)
        lines = [line.strip() for line in said.pop("aliases").splitlines()]
        return Merger(
            units=tuple(unit.key for unit in self.units),
            on=self.on,
            regions=tuple(form.belonging() for form in self.regions),
            aliases=tuple(dict.fromkeys(filter(None, lines))),
            **said,
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Show why the merger cannot be: beside the field or the region that is meant."""
        by_region = {form.region.key: form for form in self.regions}
        errors = refusal.error_dict if hasattr(refusal, "error_dict") else {"": [refusal]}
        for name, messages in errors.items():
            if name in by_region:
                form = by_region[name]
                form.add_error("name" if "name" in form.fields else "belongs", messages)
            else:
                self.add_error(name if name in self.fields else None, messages)

    def typed(self) -> Iterable[tuple[str, str]]:
        """Every field with what was typed, for the form that confirms it."""
        for form in (self, *self.regions):
            for field in form:
                value = field.value()
                if value not in (None, False, ""):
                    yield field.html_name, "on" if value is True else str(value)


def _composed(said: dict[str, Any]) -> dict[str, Any]:
    """What was typed, its text as the register stores it (N2)."""
    return {name: nfc(one) if isinstance(one, str) else one for name, one in said.items()}


def _region_forms(data: Any, units: Sequence[Province], on: Any) -> Iterable[BelongingForm]:
    """One for each region; of several economic regions the first unit's is proposed (P4)."""
    first = units[0]
    regions = regions_of(units, on)
    economic = [one for one in regions if one.kind == RegionKind.STATISTICAL]
    own = [one for one in economic if any(m.province_id == first.pk for m in one.memberships.all())]
    passed_over = {one.pk for one in economic} - {one.pk for one in own} if own else set()
    for region in regions:
        yield BelongingForm(
            data, region=region, units=units, on=on, proposed=region.pk not in passed_over
        )
