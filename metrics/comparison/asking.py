"""What the compare page is asked for: from the address, and back into one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conferences.filters import YearField
from metrics.comparison.spans import SPAN, in_order, span_words
from metrics.enums import Basis, Measure
from provinces.footing import AS_REPORTED, Footing
from provinces.forms import FootingForm

MOST_INDICATORS = 3
MOST_PLACES = 12
MEASURES = (Measure.LEVEL, Measure.GROWTH)
NATION = "nation"  # in the address, where regions and provinces stand with their keys


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A comparison: keys in the order in which they were chosen.

    No `bases`: all; no `span`: every kind of period; a year left out: without that limit.
    """

    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    measure: str = Measure.LEVEL
    span: str = ""
    year_from: int | None = None
    year_to: int | None = None
    footing: Footing = AS_REPORTED

    @property
    def is_of_values(self) -> bool:
        """Whether values are asked for, which may be added; growth is not."""
        return self.measure == Measure.LEVEL

    def query(self) -> str:
        """The address after the question mark; what is as usual is left out."""
        pairs: list[tuple[str, Any]] = [("indicator", key) for key in self.indicators]
        pairs += [("place", key) for key in self.places]
        pairs += [("basis", basis) for basis in self.bases]
        pairs += [
            ("measure", "" if self.measure == Measure.LEVEL else str(self.measure)),
            ("kind", self.span),
            ("year_from", self.year_from),
            ("year_to", self.year_to),
            ("footing", "" if self.footing.is_reported else self.footing.name),
        ]
        return urlencode([(name, value) for name, value in pairs if value])

    def in_words(self) -> list[str]:
        """What is asked for besides indicators and places; nothing of what is as usual."""
        said = [_("Growth")] if self.measure == Measure.GROWTH else []
        if self.span:
            said.append(span_words(self.span))
        if self.year_from:
            said.append(_("from %(year)s") % {"year": self.year_from})
        if self.year_to:
            said.append(_("to %(year)s") % {"year": self.year_to})
        said += [str(Basis(basis).label) for basis in self.bases]
        return [*said, *filter(None, [self.footing.in_words])]

    def url(self, **other: Any) -> str:
        """The address of the same comparison, or of one that differs in what is given."""
        return f"?{replace(self, **other).query()}"


class CompareForm(forms.Form):
    """The single choices; each may be left out."""

    measure = forms.ChoiceField(
        label=gettext_lazy("What is compared"),
        required=False,
        choices=[
            (Measure.LEVEL, gettext_lazy("Values")),
            (Measure.GROWTH, gettext_lazy("Growth")),
        ],
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of period"), required=False)
    year_from = YearField(label=gettext_lazy("From year"), required=False)
    year_to = YearField(label=gettext_lazy("To year"), required=False)

    def __init__(self, query: QueryDict, spans: Iterable[str] = ()) -> None:
        super().__init__(query)
        asked = query.get("kind", "")
        offered = {*spans, *([asked] if SPAN.fullmatch(asked) else [])}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("any")),
            *((span, span_words(span)) for span in sorted(offered, key=in_order)),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("year_from"), said.get("year_to")
        if first and last and first > last:
            raise ValidationError(
                _("The first year is not after the last, e.g. from 2018 to 2024.")
            )
        return said

    def said(self, name: str) -> Any:
        """What a readable field says; what is refused is passed over, its message shown."""
        crossed = self.non_field_errors() and name in ("year_from", "year_to")
        return None if crossed else self.cleaned_data.get(name)


@dataclass(frozen=True)
class Reading:
    """An address as read: what is asked, the forms with what was typed, what is refused."""

    asked: Asked
    form: CompareForm
    footing_form: FootingForm
    problems: tuple[str, ...]


def read(query: QueryDict, spans: Iterable[str] = ()) -> Reading:
    """Understands an address; `spans` are those to choose from. Wrong parts are said and left out.

    Which keys exist only the register knows.
    """
    form, footing_form = CompareForm(query, spans), FootingForm.read(query)
    form.is_valid()
    problems: list[str] = []
    indicators = _few(query.getlist("indicator"), MOST_INDICATORS)
    if indicators.left:
        problems.append(
            _("At most %(most)s indicators are compared at once; left out: %(left)s.")
            % {"most": MOST_INDICATORS, "left": ", ".join(indicators.left)}
        )
    places = _few(query.getlist("place"), MOST_PLACES)
    if places.left:
        problems.append(
            _("At most %(most)s places are compared at once; left out: %(left)s.")
            % {"most": MOST_PLACES, "left": ", ".join(places.left)}
        )
    bases = list(dict.fromkeys(filter(None, query.getlist("basis"))))
    unknown = [basis for basis in bases if basis not in Basis.values]
    if unknown:
        problems.append(
            _("“%(basis)s” is no basis; there are: %(known)s.")
            % {"basis": ", ".join(unknown)[:60], "known": ", ".join(Basis.values)}
        )
    asked = Asked(
        indicators=indicators.kept,
        places=places.kept,
        bases=tuple(basis for basis in bases if basis in Basis.values),
        measure=form.said("measure") or Measure.LEVEL,
        span=form.said("kind") or "",
        year_from=form.said("year_from"),
        year_to=form.said("year_to"),
        footing=footing_form.asked(),
    )
    return Reading(asked, form, footing_form, tuple(problems))


@dataclass(frozen=True)
class _Few:
    kept: tuple[str, ...]
    left: tuple[str, ...]


def _few(keys: Sequence[str], most: int) -> _Few:
    """Each key once, in the order given, and what is too much."""
    once = list(dict.fromkeys(key.strip() for key in keys if key.strip()))
    return _Few(tuple(once[:most]), tuple(key[:60] for key in once[most:]))
