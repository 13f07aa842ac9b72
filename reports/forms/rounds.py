"""What the keeper of a round types: what it is, whom it asks, why it is withdrawn."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from provinces.models import Province, Region, valid_on
from reports.actions.rounds import FIXED_ONCE_OPEN
from reports.models import ReportingRound
from reports.permissions import Officer, coordinated_by, keeps_rounds
from reports.preparing import refuse_reserved
from vietnamese.forms import VietnameseDateField


class ConferenceChoice(forms.ModelChoiceField):
    """A conference by its title and date."""

    def label_from_instance(self, obj: Any) -> str:
        """Return title and date."""
        return f"{obj.headline} · {obj.date_label}"


class ProvinceChoice(forms.ModelChoiceField):
    """A province by its name with "TP." for a city."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with its kind."""
        return obj.label


class RoundForm(forms.ModelForm):
    """What is said about a round: title, letter, deadline, contact, outline."""

    letter_on = VietnameseDateField(
        label=_("Date of the official letter"), required=False, help_text=_("e.g. 5/6/2026")
    )
    due_on = VietnameseDateField(
        label=_("Due on"),
        help_text=_("The last day to send the report, e.g. 30/6/2026."),
        error_messages={"required": _("Write the last day to send, e.g. 30/6/2026.")},
    )
    conference = ConferenceChoice(
        Conference.objects.none(),
        label=_("Conference"),
        required=False,
        empty_label=_("none: any set of provinces"),
        help_text=_("Its date and region say which provinces are proposed."),
    )
    coordinator = ProvinceChoice(
        Province.objects.none(),
        label=_("Kept by"),
        required=False,
        empty_label=_("the Ministry"),
        help_text=_("A coordinating department keeps this round beside the Ministry."),
    )

    class Meta:
        model = ReportingRound
        fields = [
            "title",
            "key",
            "conference",
            "coordinator",
            "letter_number",
            "letter_on",
            "due_on",
            "contact",
            "outline",
        ]
        labels = {"key": _("Last part of the address")}
        help_texts = {
            "title": _("As departments will read it."),
            "key": _("Small letters, digits and hyphens, e.g. bac-trung-bo-2026."),
            "letter_number": _("e.g. 1234/BCT-CTĐP"),
            "outline": _("What the department is to write about, point by point."),
        }
        error_messages = {
            "title": {"required": _("Write the title, e.g. Report for the conference of 2026.")},
            "key": {
                "required": _("Write the key, e.g. bac-trung-bo-2026."),
                "unique": _("Another round has this key: write for example bac-trung-bo-2026-2."),
            },
        }
        widgets = {
            "contact": forms.Textarea(attrs={"rows": 2}),
            "outline": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conferences = Conference.objects.visible_to(officer.user)
        chosen = Conference.objects.filter(pk=self.instance.conference_id)
        conference = cast(ConferenceChoice, self.fields["conference"])
        conference.queryset = (
            (conferences | chosen).select_related("series").order_by("-starts_on", "pk")
        )
        self._offer_keepers(officer)
        if self.instance.is_open:
            for name in FIXED_ONCE_OPEN:
                self.fields[name.removesuffix("_id")].disabled = True

    def _offer_keepers(self, officer: Officer) -> None:
        field = cast(ProvinceChoice, self.fields["coordinator"])
        chosen = Q(pk=self.instance.coordinator_id)
        if keeps_rounds(officer):
            field.queryset = Province.objects.filter(
                valid_on(timezone.localdate()) | chosen
            ).order_by("code")
            return
        own = coordinated_by(officer)
        field.queryset = Province.objects.filter(pk__in=own).order_by("code")
        field.required, field.empty_label = True, None
        if self.instance.coordinator_id is None:
            field.initial = min(own, default=None)

    def clean_key(self) -> str:
        """No page of its own stands at this address."""
        try:
            refuse_reserved(self.cleaned_data["key"])
        except forms.ValidationError as refusal:
            raise forms.ValidationError(refusal.messages) from None
        return self.cleaned_data["key"]


class NewRoundForm(RoundForm):
    """A new round, its table empty or that of another round."""

    table_of = forms.ModelChoiceField(
        ReportingRound.objects.none(),
        label=_("Rows and columns"),
        required=False,
        empty_label=_("begin with an empty table"),
        help_text=_("Those of another round, its periods moved to the year of this deadline."),
    )

    def __init__(self, *args: Any, rounds: QuerySet[ReportingRound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["table_of"]).queryset = rounds


class Provinces(forms.ModelMultipleChoiceField):
    """Provinces, chosen by key."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with "TP." for a city."""
        return obj.label


class ProvincesForm(forms.Form):
    """Which provinces report: those of the day of the conference, and any asked already."""

    provinces = Provinces(
        Province.objects.none(),
        label=_("Provinces asked to report"),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("“%(value)s” is no province of that day.")},
    )

    def __init__(self, *args: Any, round: ReportingRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Q(pk__in=[one.province_id for one in round.invitations.all()])
        units = Province.objects.live().filter(
            valid_on(round.asked_on) & ~asked if round.is_open else valid_on(round.asked_on) | asked
        )
        cast(Provinces, self.fields["provinces"]).queryset = units.order_by("code", "pk")


class MembersForm(forms.Form):
    """The region whose members are ticked."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Region"), to_field_name="key", empty_label=None
    )

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.live().filter(valid_on(day)).order_by("kind", "sort_key", "pk")
        cast(forms.ModelChoiceField, self.fields["region"]).queryset = regions


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason, e.g. opened twice by mistake.")},
    )
