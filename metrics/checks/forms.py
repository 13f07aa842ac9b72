"""What the page of all checks is asked for; each state stands in its address."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conferences.filters import ANY, YearField
from metrics.checks.findings import DOUBTFUL, Finding, Identity, Verdict
from metrics.checks.words import IDENTITIES, VERDICTS
from metrics.enums import Scope, Topic
from provinces.models import Region

TO_LOOK_AT, ALL = "doubtful", "all"
SHOWN: dict[str, tuple[Verdict, ...]] = {
    TO_LOOK_AT: DOUBTFUL,
    **{one: (one,) for one in Verdict},
    ALL: tuple(Verdict),
}


class RegionChoice(forms.ModelChoiceField):
    """A region of any day."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.label


class CheckFilter(forms.Form):
    """Checks by verdict, what is reckoned, topic, region and year; the doubtful ones at first."""

    verdict = forms.ChoiceField(label=_("Result"), required=False)
    identity = forms.ChoiceField(label=_("What is reckoned"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=[("", ANY), *Topic.choices])
    region = RegionChoice(
        label=_("Region"),
        required=False,
        queryset=Region.objects.none(),
        to_field_name="key",
        empty_label=ANY,
    )
    year = YearField(label=_("Year"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [  # type: ignore[attr-defined]
            (TO_LOOK_AT, _("To look at again")),
            *VERDICTS.items(),
            (ALL, ANY),
        ]
        self.fields["identity"].choices = [("", ANY), *IDENTITIES.items()]  # type: ignore[attr-defined]
        regions = Region.objects.live().filter(figures__isnull=False).distinct()
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]

    @property
    def shown(self) -> tuple[Verdict, ...]:
        """The verdicts to show; the doubtful ones where nothing, or nothing known, is chosen."""
        return SHOWN[self._said("verdict") or TO_LOOK_AT]

    def chosen(self) -> Q:
        """The figures whose checks are asked for."""
        found = Q()
        if topic := self._said("topic"):
            found &= Q(indicator__topic=topic)
        if region := self._said("region"):
            found &= Q(scope=Scope.REGION, region=region)
        if year := self._said("year"):
            found &= Q(period_start__year__lte=year, period_end__year__gte=year)
        return found

    def holds(self, finding: Finding) -> bool:
        """Whether what is reckoned is asked for; the verdict is counted apart."""
        identity = self._said("identity")
        return not identity or finding.identity == Identity(identity)

    def in_words(self) -> list[str]:
        """What is asked for, a line each: "Năm: 2020"."""
        verdict = self._said("verdict") or TO_LOOK_AT
        said = {"verdict": dict(self.fields["verdict"].choices)[verdict]}  # type: ignore[attr-defined]
        if identity := self._said("identity"):
            said["identity"] = IDENTITIES[Identity(identity)]
        if topic := self._said("topic"):
            said["topic"] = Topic(topic).label
        if region := self._said("region"):
            said["region"] = region.label
        if year := self._said("year"):
            said["year"] = year
        return [f"{self.fields[name].label}: {words}" for name, words in said.items()]

    def _said(self, name: str) -> Any:
        """What a readable field says; an unreadable one is passed over, with its message shown."""
        return self.cleaned_data.get(name) if self.is_bound and not self._errors_of(name) else None

    def _errors_of(self, name: str) -> bool:
        return name in self.errors
