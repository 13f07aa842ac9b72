"""What the pages read about figures, one named function each."""

import re
from collections.abc import Iterable
from itertools import groupby

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.permissions import Visitor, sees_drafts
from conferences.citing import SourceNumbers
from conferences.models import Conference, Source
from metrics.enums import Against, ChangeIn, Measure, Qualifier, Topic
from metrics.models import Figure, Indicator
from provinces.queries import Places
from vietnamese.language import active
from vietnamese.numbers import NBSP, format_number, format_printed, quantity


def figures(visitor: Visitor) -> QuerySet[Figure]:
    """Current figures with what a line of a table shows, by indicator and then as printed."""
    return (
        Figure.objects.visible_to(visitor)
        .select_related(
            "indicator__unit",
            "unit",
            "region",
            "province",
            "conference__series",
            "whole",
            "source",
            "reported_at__series",
        )
        .order_by(*BY_INDICATOR, "position", "pk")
    )


def figures_of_conference(conference: Conference, visitor: Visitor) -> QuerySet[Figure]:
    """What was reported at a conference, its own counts included."""
    return figures(visitor).filter(reported_at=conference)


def figures_of_provinces(province_ids: Iterable[int], visitor: Visitor) -> QuerySet[Figure]:
    """Figures about any of these units, latest period first."""
    return figures(visitor).filter(province__in=province_ids).order_by(*LATEST_FIRST)


def figures_of_region(region_id: int, visitor: Visitor) -> QuerySet[Figure]:
    """Figures about one region, latest period first."""
    return figures(visitor).filter(region=region_id).order_by(*LATEST_FIRST)


def figures_of_source(source: Source, visitor: Visitor) -> QuerySet[Figure]:
    """Every number taken from a source."""
    return figures(visitor).filter(source=source)


def figures_of_indicator(indicator: Indicator, visitor: Visitor) -> QuerySet[Figure]:
    """Every answer to any question about an indicator, for keyset pages, latest period first."""
    return figures(visitor).filter(indicator=indicator)


# Characters of a printed form that always fit a line of a narrow table.
LONG = 24
AFTER_NUMBER = re.compile(r"(?<=\d) (?=\S)")
BY_INDICATOR = ("indicator__position", "indicator_id")
LATEST_FIRST = (*BY_INDICATOR, "-period_end", "-period_start", "position", "pk")


def indicator_list(visitor: Visitor) -> QuerySet[Indicator]:
    """The catalogue with how many figures there are of each."""
    visible = Q(figures__superseded_at__isnull=True, figures__retired_at__isnull=True)
    if not sees_drafts(visitor):
        visible &= Q(figures__reported_at__isnull=True) | Q(
            figures__reported_at__published_at__isnull=False,
            figures__reported_at__retired_at__isnull=True,
        )
    counted = Indicator.objects.select_related("unit", "parent").annotate(
        figure_count=Count("figures", filter=visible)
    )
    return counted.order_by("position", "key")  # a grouped query has no order of its own


def by_topic(indicators: Iterable[Indicator]) -> list[dict]:
    """`indicator_list` under its topics: those with figures, and those that wait for some."""
    every = list(indicators)
    topics = []
    for topic in Topic:
        found = [one for one in every if one.topic == topic]
        counted = [(one, one.figure_count) for one in found]  # type: ignore[attr-defined]
        reported = [one for one, count in counted if count]
        waiting = [one for one, count in counted if not count]
        if found:
            topics.append({"label": topic.label, "reported": reported, "waiting": waiting})
    return topics


def indicator_page(key: str) -> QuerySet[Indicator]:
    """One indicator with its unit and its breakdowns."""
    return (
        Indicator.objects.filter(key=key)
        .select_related("unit", "parent")
        .prefetch_related(Prefetch("breakdowns", Indicator.objects.order_by("position")))
    )


def figure_count(visitor: Visitor) -> int:
    """How many figures the register holds for this visitor."""
    return Figure.objects.visible_to(visitor).count()


def figure_table(rows: Iterable[Figure], places: Places) -> dict[str, list[dict]]:
    """Figures and their numbered sources, for a page that shows nothing else from sources."""
    numbers = SourceNumbers()
    return {
        "figures": figure_groups(rows, numbers=numbers, places=places),
        "sources": numbers.listing(),
    }


def figure_groups(rows: Iterable[Figure], *, numbers: SourceNumbers, places: Places) -> list[dict]:
    """Figures by indicator for `components/figure_table.html`, contradicting answers together.

    `rows` come sorted by indicator. Answers to one question are kept next to each other, in the
    order of the first; they are disputed when their numbers differ (F4).
    """
    groups = []
    for indicator, found in groupby(rows, key=lambda figure: figure.indicator):
        questions: dict[tuple, list[Figure]] = {}
        for figure in found:
            questions.setdefault(figure.question, []).append(figure)
        shown = []
        for answers in questions.values():
            disputed = contradict(answers)
            shown += [
                _row(alike, disputed=disputed, numbers=numbers, places=places)
                for alike in _alike(answers)
            ]
        groups.append(
            {
                "indicator": {"label": indicator.label, "url": indicator.get_absolute_url()},
                "disputed": any(row["disputed"] for row in shown),
                "rows": shown,
            }
        )
    return groups


def contradict(answers: list[Figure]) -> bool:
    """Whether answers to one question differ in number (F4)."""
    said = {
        (one.number, one.upper, one.unit_id) if one.value is None else (one.value, one.upper_value)
        for one in answers
    }
    return len(said) > 1


def _alike(answers: list[Figure]) -> list[list[Figure]]:
    """Answers in one line where sources print the same number and say no more of it."""
    lines: dict[tuple, list[Figure]] = {}
    for figure in answers:
        said = (figure.number, figure.upper, figure.unit_id, figure.qualifier, figure.note)
        lines.setdefault(said, []).append(figure)
    return list(lines.values())


def _row(alike: list[Figure], *, disputed: bool, numbers: SourceNumbers, places: Places) -> dict:
    figure = next((one for one in alike if one.source.language == active()), alike[0])
    own_language = figure.source.language == active()
    return {
        "place": figure.place_label,
        "place_url": figure.place_url,
        "place_now": places.now_part_of(figure.province),
        "period": figure.period_label,
        "basis": figure.get_basis_display(),
        "measure": measure_in_words(figure),
        "printed": unbroken(figure.printed if own_language else readable(figure)),
        "quote": "" if own_language else unbroken(figure.printed),
        "quote_language": figure.source.language,
        "value": unbroken(_in_indicator_unit(figure)),
        "problem": figure.problem,
        "note": figure.note,
        "disputed": disputed,
        "headline": any(one.is_headline for one in alike),
        "sources": [numbers.mark(one.source) for one in alike],
        "reported_at": figure.reported_at,
        "pk": figure.pk,
    }


def readable(figure: Figure) -> str:
    """The printed number in the reader's language: "over 10 billion VND", "trên 10 tỷ đồng"."""
    words = "" if figure.qualifier == Qualifier.EXACT else f"{figure.get_qualifier_display()} "
    number = format_printed(figure.number, active())
    if figure.upper:
        number = f"{number}–{format_printed(figure.upper, active())}"
    return words + quantity(number, figure.unit.label)


def unbroken(printed: str) -> str:
    """A printed form whose number and unit stay on one line; a long one may still break (N1)."""
    if len(printed) <= LONG:
        return printed.replace(" ", NBSP)
    return AFTER_NUMBER.sub(NBSP, printed)


def _in_indicator_unit(figure: Figure) -> str:
    """The value in the indicator's unit where the source printed another."""
    indicator = figure.indicator
    if figure.value is None or figure.measure != Measure.LEVEL or figure.unit == indicator.unit:
        return ""
    if figure.unit.factor == indicator.unit.factor:
        return ""
    ends = [end for end in (figure.value, figure.upper_value) if end is not None]
    numbers = "–".join(format_number(end.normalize(), notation=active()) for end in ends)
    return quantity(numbers, indicator.unit.label)


def measure_in_words(figure: Figure) -> str:
    """What the number says of the indicator: its level, growth against what, share of what."""
    match figure.measure:
        case Measure.GROWTH:
            return {
                Against.SAME_PERIOD: _("growth on the same period of the year before"),
                Against.PLAN: _("growth on the plan"),
                Against.PREVIOUS_PLAN: _("growth on the plan of the year before"),
                Against.PREVIOUS_PERIOD: _("growth on the previous period"),
                Against.NOT_STATED: _("growth (on what is not stated)"),
            }[Against(figure.against)]
        case Measure.SHARE if figure.whole:
            return _("share of: %(whole)s") % {"whole": figure.whole.label}
        case Measure.SHARE:
            return _("share of the whole country")
        case Measure.COMPLETION:
            return _("share of the year's plan")
        case Measure.RATE_CHANGE:
            return {
                ChangeIn.PERCENT: _("change of the rate, in percent"),
                ChangeIn.POINT: _("change of the rate, in percentage points"),
                ChangeIn.UNCLEAR: _("change of the rate, percent or points not clear"),
            }[ChangeIn(figure.change_in)]
        case Measure.PROVINCES:
            return _("provinces, of %(out_of)s: %(criterion)s") % {
                "out_of": figure.out_of,
                "criterion": figure.criterion,
            }
    return _("value")
