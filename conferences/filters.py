"""The filters of the lists; each state stands in the address."""

from collections.abc import Collection, Sequence

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conferences.enums import Fact, Status, Theme
from conferences.models import Attestation, Conference, Proposal, Series
from conferences.queries import addressees, askers, hosts_on_record, regions_on_record
from provinces.lineage import kindred
from provinces.models import Province, ProvinceAlias
from provinces.queries import Places
from vietnamese.roman import find_edition, to_roman
from vietnamese.text import fold

ANY = _("All")


class YearField(forms.IntegerField):
    """A year of four digits, never grouped."""

    default_error_messages = {"invalid": _("Write a year of four digits, e.g. 2022.")}

    def __init__(self, **kwargs) -> None:
        super().__init__(
            min_value=1900,
            max_value=2100,
            error_messages={
                "min_value": self.default_error_messages["invalid"],
                "max_value": self.default_error_messages["invalid"],
            },
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
            **kwargs,
        )


class YearFilter(django_filters.Filter):
    """From or up to a year."""

    field_class = YearField


class HostChoiceField(forms.ModelChoiceField):
    """A unit of any day, named with the day it ended."""

    def label_from_instance(self, obj: Province) -> str:
        return str(obj)


class HostFilter(django_filters.ModelChoiceFilter):
    """Conferences of a host."""

    field_class = HostChoiceField


class ConferenceFilter(django_filters.FilterSet):
    """Conferences by series, theme, region, host with its lineage, years, status and words."""

    q = django_filters.CharFilter(label=_("Words"), method="by_words", max_length=200)
    series = django_filters.ModelChoiceFilter(
        label=_("Conference series"),
        queryset=Series.objects.live(),
        to_field_name="key",
        empty_label=ANY,
    )
    theme = django_filters.ChoiceFilter(
        label=_("Theme"),
        field_name="series__theme",
        choices=Theme.choices,
        empty_label=ANY,
    )
    region = django_filters.ModelChoiceFilter(
        label=_("Region"),
        queryset=regions_on_record(),
        to_field_name="key",
        empty_label=ANY,
    )
    host = HostFilter(
        label=_("Host"),
        queryset=hosts_on_record(),
        to_field_name="key",
        method="by_host",
        empty_label=ANY,
    )
    year_from = YearFilter(label=_("From year"), field_name="starts_on", lookup_expr="year__gte")
    year_to = YearFilter(label=_("To year"), field_name="starts_on", lookup_expr="year__lte")
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=ANY)

    class Meta:
        model = Conference
        fields: list[str] = []

    def by_words(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        """Every word in the title, the series, the venue or the host's names, then or now (N2, P3).

        "lần thứ X" and "lần thứ 10" are one edition, which a single source may print alone.
        """
        words = fold(text).split()
        if edition := find_edition(text):
            printed = Attestation.objects.filter(field=Fact.EDITION, value=str(edition))
            rows = rows.filter(Q(edition=edition) | Q(pk__in=printed.values("conference")))
            number = {str(edition), to_roman(edition).lower()}
            words = [word for word in words if word not in {"lan", "thu", "edition", *number}]
        if not words:
            return rows
        places = Places.load()
        spellings = unit_spellings(places)
        for asked in as_asked(words, spellings):
            units = {pk for pk, text in spellings if asked in text}
            hosts = {kin for pk in units for kin in kindred(pk, places.successors)}
            rows = rows.filter(
                Q(folded__contains=asked) | Q(series__folded__contains=asked) | Q(host__in=hosts)
            )
        return rows

    def by_host(self, rows: QuerySet, name: str, host: Province) -> QuerySet:
        """A search for a unit finds its predecessors' records, and the reverse (P3)."""
        return rows.filter(host__in=Places.load().kindred_ids(host))


def unit_spellings(places: Places) -> list[tuple[int, str]]:
    """Every unit with each of its spellings, folded."""
    spellings = [(unit.pk, unit.folded) for unit in places.by_id.values()]
    return spellings + list(ProvinceAlias.objects.values_list("province_id", "folded"))


LONGEST_UNIT = 5  # words


def as_asked(words: Sequence[str], spellings: Collection[tuple[int, str]] = ()) -> list[str]:
    """Folded words as `Findable.folded` is asked for them: " ha tinh ", " khuyen ", " con".

    Words that stand together in the name of a unit stay together; the last may be only begun.
    """
    names = "|".join(text for _pk, text in spellings)
    asked = []
    while words:
        size = next(
            (n for n in range(LONGEST_UNIT, 1, -1) if f" {' '.join(words[:n])} " in names), 1
        )
        asked.append(f" {' '.join(words[:size])}{' ' if words[size:] else ''}")
        words = words[size:]
    return asked


class ProposalFilter(django_filters.FilterSet):
    """Proposals by who asked, whom, and whether there was a response."""

    q = django_filters.CharFilter(label=_("Words"), method="by_words", max_length=200)
    asked_by = django_filters.ModelChoiceFilter(
        label=_("Asked by"), queryset=askers(), to_field_name="key", empty_label=ANY
    )
    addressed_to = django_filters.ModelChoiceFilter(
        label=_("Addressed to"),
        queryset=addressees(),
        to_field_name="key",
        empty_label=ANY,
    )
    answered = django_filters.ChoiceFilter(
        label=_("Response"),
        choices=[("yes", _("With a response")), ("no", _("No response recorded"))],
        method="by_answer",
        empty_label=ANY,
    )

    class Meta:
        model = Proposal
        fields: list[str] = []

    def by_words(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        for word in as_asked(fold(text).split()):
            rows = rows.filter(
                Q(folded__contains=word)
                | Q(asked_by__folded__contains=word)
                | Q(addressed_to__folded__contains=word)
            )
        return rows

    def by_answer(self, rows: QuerySet, name: str, answer: str) -> QuerySet:
        return rows.exclude(response="") if answer == "yes" else rows.filter(response="")


def chips(filterset: django_filters.FilterSet, query: QueryDict) -> list[tuple[str, str]]:
    """The filters in use, each with the address of the list without it; not the refused ones."""
    found = []
    form = filterset.form
    for name, field in form.fields.items():
        raw = query.get(name, "").strip()
        if not raw or name in form.errors:
            continue
        choices = dict(filterset.filters[name].extra.get("choices", []))
        shown = choices.get(raw) or form.cleaned_data.get(name) or raw
        params = query.copy()
        for key in (name, "after", "before"):
            params.pop(key, None)
        address = f"?{params.urlencode()}" if params else "?"
        found.append((f"{field.label}: {shown}", address))
    return found
