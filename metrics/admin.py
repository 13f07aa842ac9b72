"""Units, indicators and figures in the admin (F1, F2, F7)."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from metrics.actions import choose_headline, record_figure
from metrics.correcting import correct, is_correctable
from metrics.enums import Measure, Qualifier, Scope
from metrics.models import Figure, Indicator, Unit
from provinces.admin.records import RESTORE, RETIRE, RetirableAdmin, StateFilter, Verb
from vietnamese import language
from vietnamese.admin import HistoryAdmin, ProposedKeyForm, RecordForm, VietnameseAdmin
from vietnamese.forms import VietnameseDateField, VietnameseDecimalField
from vietnamese.numbers import format_number, format_printed, quantity

ONE_DAY = dt.timedelta(days=1)


@admin.register(Unit)
class UnitAdmin(HistoryAdmin, VietnameseAdmin):
    """Units as sources print them."""

    form = ProposedKeyForm
    list_display = ["label", "quantity", "worth", "key"]
    list_filter = ["quantity"]
    search_fields = ["folded__contains"]
    fields = ["name", "name_en", "key", "quantity", "factor"]

    @admin.display(description=_("unit"), ordering="sort_key")
    def label(self, unit: Unit) -> str:
        """Return the name in the language of the reader."""
        return unit.label

    @admin.display(description=_("worth"), ordering="factor")
    def worth(self, unit: Unit) -> str:
        """Return how much of its base it counts."""
        return format_number(unit.factor.normalize(), notation=language.active())


@admin.register(Indicator)
class IndicatorAdmin(HistoryAdmin, VietnameseAdmin):
    """What is counted or measured."""

    form = ProposedKeyForm
    list_display = ["label", "topic", "kind", "unit", "aggregation", "parent", "position"]
    list_filter = ["topic", "kind", "aggregation"]
    list_select_related = ["unit", "parent"]
    search_fields = ["folded__contains"]
    autocomplete_fields = ["unit", "parent"]
    fieldsets = [
        (None, {"fields": ["name", "name_en", "key", "topic", "position"]}),
        (_("How it is measured"), {"fields": ["kind", "unit", "aggregation", "parent", "adds_up"]}),
        (_("Definition"), {"fields": ["definition", "definition_en"]}),
        (
            _("Plausible for one province in a year"),
            {
                "fields": [("plausible_low", "plausible_high")],
                "description": _(
                    "As provinces were before 1/7/2025, in the indicator's unit. A report beyond "
                    "is asked for a note, never refused."
                ),
            },
        ),
    ]

    @admin.display(description=_("name"), ordering="sort_key")
    def label(self, indicator: Indicator) -> str:
        """Return the name in the language of the reader."""
        return indicator.label


class PrintedNumberField(VietnameseDecimalField):
    """A number typed as it is printed, "16,90", and kept in canonical spelling: "16.90" (F2)."""

    def clean(self, value: Any) -> str:
        """Return the number with its decimals and a point; "" when left empty."""
        number = super().clean(value)
        return "" if number is None else f"{number:f}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other digits are typed than were shown."""
        return str(initial or "").strip() != str(data or "").strip()


class FigureForm(RecordForm):
    """A figure as it is typed: number as printed, first and last day of its period."""

    number = PrintedNumberField(
        label=_("Number"), help_text=_("As printed, with its decimals: 370.461 · 16,90.")
    )
    upper = PrintedNumberField(
        label=_("Up to"), required=False, help_text=_("The other end of a range.")
    )
    last_day = VietnameseDateField(
        label=_("Last day of the period"),
        widget=AdminDateWidget,
        help_text=_(
            "The first 4 months of 2019: 1/1/2019 and 30/4/2019. The end of 2014: 31/12/2014 twice."
        ),
    )

    class Meta:
        model = Figure
        exclude = ["period_end"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        self.initial["last_day"] = self.instance.period_end - ONE_DAY
        for name in ("number", "upper"):
            if canonical := getattr(self.instance, name):
                self.initial[name] = format_printed(canonical, language.active())

    def clean(self) -> dict[str, Any]:
        """Read the period; a count of a conference is reported at that conference."""
        data = super().clean()
        first, last = data.get("period_start"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The period ends after it begins."))
        elif last:
            self.instance.period_end = last + ONE_DAY
        if data.get("scope") == Scope.CONFERENCE and not data.get("reported_at"):
            data["reported_at"] = data.get("conference")
        return data

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out what follows from a field that has a mistake: one mistake, one sentence."""
        follows = {"value", "upper_value"}
        if "last_day" in self.errors:
            follows.add("period_end")
        return super()._get_validation_exclusions() | follows


class FigureStateFilter(StateFilter):
    """Whether figures are current, were corrected, or retired (F7)."""

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Promise]]:
        """Return the states that can be chosen."""
        return [
            ("current", _("Current")),
            ("corrected", _("Corrected")),
            ("retired", _("Retired")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the figures in the chosen state."""
        match self.value():
            case "current":
                return queryset.current()
            case "corrected":
                return queryset.filter(superseded_at__isnull=False)
        return super().queryset(request, queryset)


HEADLINE = Verb(
    name="headline",
    label=_("Show first"),
    question=_(
        "Where sources answer the same question differently, this figure is then the one shown "
        "first; the others stay visible."
    ),
    done=_("Shown first: %(record)s."),
    permission="change",
    is_open=lambda figure: not (figure.is_headline or figure.is_retired or figure.superseded_at),
    act=choose_headline,
    subject="figure",
)


# What was corrected stays under what corrected it (F7): it does not leave the register.
RETIRE_STANDING = replace(
    RETIRE, is_open=lambda figure: not (figure.is_retired or figure.superseded_at)
)


@admin.register(Figure)
class FigureAdmin(RetirableAdmin):
    """Figures; one that is public is read, retired or superseded, never overwritten (F7)."""

    verbs = (HEADLINE, RETIRE_STANDING, RESTORE)
    form = FigureForm
    list_display = ["indicator", "place", "period_shown", "basis", "measure", "printed", "source"]
    list_filter = ["indicator__topic", "scope", "basis", "measure", "qualifier", FigureStateFilter]
    list_select_related = ["indicator", "region", "province", "conference", "source"]
    search_fields = [
        "indicator__folded__contains",
        "region__folded__contains",
        "province__folded__contains",
        "reported_at__folded__contains",
    ]
    date_hierarchy = "period_start"
    autocomplete_fields = [
        "indicator",
        "region",
        "province",
        "conference",
        "whole",
        "unit",
        "source",
        "reported_at",
    ]
    readonly_fields = ["period_shown", "number_shown", "value_shown"]

    def get_urls(self) -> list[URLPattern]:
        """Add the address where a published figure is corrected."""
        view = self.admin_site.admin_view(partial(correct, self))
        name = "metrics_figure_correct"
        return [path("<path:object_id>/correct/", view, name=name), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Figure | None = None) -> list[Any]:
        """Ask for the period and the number in one way, and show them in another."""
        typed = obj is None or self.has_change_permission(request, obj)
        period = [("period_start", "last_day")] if typed else []
        number = [("number", "upper"), ("qualifier", "unit")] if typed else ["number_shown"]
        return [
            (None, {"fields": ["indicator", "reported_at", "source"]}),
            (_("What it is about"), {"fields": ["scope", "region", "province", "conference"]}),
            (
                _("Period"),
                {"fields": [*period, *(["period_shown"] if obj else []), "basis"]},
            ),
            (
                _("Number"),
                {
                    "fields": [
                        *number,
                        "printed",
                        *(["value_shown"] if obj else []),
                        "problem",
                    ]
                },
            ),
            (
                _("Measure"),
                {
                    "fields": [
                        "measure",
                        "against",
                        "whole",
                        "change_in",
                        ("criterion", "out_of"),
                    ],
                    "description": _("A level needs nothing more."),
                },
            ),
            (_("More"), {"fields": ["note", "is_headline", "position"]}),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Figure | None = None) -> bool:
        """A public figure is never overwritten, nor one that was corrected (F7)."""
        if obj is not None and (obj.is_published or obj.superseded_at):
            return False
        return super().has_change_permission(request, obj)

    def notices(self, record: Figure) -> list[str]:
        """Say why a figure cannot be edited."""
        if record.superseded_at:
            return [
                gettext("Corrected on %(day)s by %(who)s: %(reason)s")
                % {
                    "day": f"{timezone.localtime(record.superseded_at):%-d/%-m/%Y}",
                    "who": record.superseded_by,
                    "reason": record.superseded_reason,
                }
            ]
        if record.is_retired or not record.is_published:
            return super().notices(record)
        return [
            gettext(
                "This figure is published, so it is not overwritten. If it is wrong, correct it "
                "with the reason; what it said stays readable."
            )
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead to its correction, and who keeps conferences to all answers to its question."""
        record, links = context.get("original"), []
        if record and is_correctable(record) and self.has_change_permission(request):
            links.append({"label": _("Correct…"), "url": self.address_of(record, "correct")})
        keeps = request.user.has_perm("conferences.change_conference")
        if record and keeps and not (record.is_retired or record.superseded_at):
            choice = reverse("choose_headline", args=[record.pk])
            links.append({"label": _("Choose the headline…"), "url": choice})
        context["links"] = links
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Figure, form: FigureForm, change: bool) -> None:
        """Save, unless somebody published the figure meanwhile (F7)."""
        record_figure(figure=obj, by=cast(User, request.user))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find a figure by its indicator or place, or by the number as printed."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(printed__contains=search_term.strip()), duplicates

    @admin.display(description=_("place"))
    def place(self, figure: Figure) -> str:
        """Return the place the figure is about."""
        return figure.place_label

    @admin.display(description=_("period"), ordering="period_start")
    def period_shown(self, figure: Figure) -> str:
        """Return what an officer calls the period."""
        return figure.period_label

    @admin.display(description=_("number"))
    def number_shown(self, figure: Figure) -> str:
        """Return the printed number, or both ends of a range, with the printed unit."""
        ends = [format_printed(n, language.active()) for n in (figure.number, figure.upper) if n]
        shown = quantity("–".join(ends), figure.unit.label)
        if figure.qualifier == Qualifier.EXACT:
            return shown
        return f"{figure.get_qualifier_display()} {shown}"

    @admin.display(description=_("read as"))
    def value_shown(self, figure: Figure) -> str:
        """Return the number as it was understood, in the unit that it is compared in (F2)."""
        if figure.value is None:
            return ""
        ends = [
            format_number(value.normalize(), notation=language.active())
            for value in (figure.value, figure.upper_value)
            if value is not None
        ]
        unit = figure.indicator.unit if figure.measure == Measure.LEVEL else figure.unit
        return quantity("–".join(ends), unit.label)
