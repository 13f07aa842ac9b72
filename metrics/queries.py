"""What the pages read about figures, one named function each."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.permissions import Visitor, sees_drafts
from conferences.citing import SourceNumbers
from conferences.models import Conference, Source
from metrics import corrections
from metrics.checks.words import summary, told_about
from metrics.enums import Measure, Topic
from metrics.footings.tables import own_figures, province_sums, region_sums
from metrics.models import Figure, Indicator
from metrics.wording import in_indicator_unit, measure_in_words, printed_form, unbroken
from provinces.footing import Footing
from provinces.models import Province, Region
from provinces.queries import Places
from vietnamese.language import active


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


def figure_table(rows: Iterable[Figure], visitor: Visitor, places: Places) -> dict[str, list[dict]]:
    """Figures and their numbered sources, for a page that shows nothing else from sources."""
    numbers = SourceNumbers()
    return {
        "figures": figure_groups(rows, visitor, numbers=numbers, places=places),
        "sources": numbers.listing(),
    }


def province_figures(
    province: Province, visitor: Visitor, *, footing: Footing, places: Places
) -> dict[str, Any]:
    """The figures of a unit and its kindred, as reported or on the units of a day (P5).

    As `figure_table`; besides `sums` for `components/sum_table.html`, and `left_out`: how many
    figures stand only as reported.
    """
    rows = list(figures_of_provinces(places.kindred_ids(province), visitor))
    if footing.is_reported:
        return {"sums": [], "left_out": 0, **figure_table(rows, visitor, places)}
    numbers, today = SourceNumbers(), timezone.localdate()
    own = own_figures(province, rows, footing=footing, places=places, today=today)
    groups = figure_groups(own, visitor, numbers=numbers, places=places)
    found = province_sums(
        province, rows, footing=footing, places=places, numbers=numbers, today=today
    )
    return {"figures": groups, "sources": numbers.listing(), **found}


def region_figures(
    region: Region, visitor: Visitor, *, footing: Footing, places: Places, latest: int | None = None
) -> dict[str, Any]:
    """The figures of a region as printed, and `sums`: what those of its members come to (F6).

    `latest`: of each indicator so many sums, else all; `older` counts those left out.
    """
    stated, numbers = list(figures_of_region(region.pk, visitor)), SourceNumbers()
    members = [places.kindred_ids(one.province) for one in region.memberships.all()]
    levels = figures_of_provinces(set().union(*members), visitor).filter(measure=Measure.LEVEL)
    older = 0
    if latest is not None:
        chosen, older = _of_the_latest(levels, latest)
        levels = levels.filter(pk__in=chosen)
    groups = figure_groups(stated, visitor, numbers=numbers, places=places)
    sums = region_sums(
        region,
        levels,
        stated=stated,
        footing=footing,
        places=places,
        numbers=numbers,
        today=timezone.localdate(),
    )
    return {"figures": groups, "sums": sums, "older": older, "sources": numbers.listing()}


def _of_the_latest(levels: QuerySet[Figure], most: int) -> tuple[list[int], int]:
    """The answers to the latest questions of each indicator, and how many questions are left.

    `levels` come latest first.
    """
    asked: dict[int, dict[tuple, list[int]]] = {}
    for pk, indicator, *question in levels.values_list(
        "pk", "indicator", "period_start", "period_end", "basis"
    ):
        asked.setdefault(indicator, {}).setdefault(tuple(question), []).append(pk)
    answers = [list(questions.values()) for questions in asked.values()]
    chosen = [pk for found in answers for pks in found[:most] for pk in pks]
    return chosen, sum(max(len(found) - most, 0) for found in answers)


def figure_groups(
    rows: Iterable[Figure], visitor: Visitor, *, numbers: SourceNumbers, places: Places
) -> list[dict]:
    """Figures by indicator for `components/figure_table.html`, contradicting answers together.

    `rows` come sorted by indicator. Answers to one question are kept next to each other, in the
    order of the first; they are disputed when their numbers differ (F4). `checks` of a group are
    those of its figures beside all that the visitor sees (F5).
    """
    groups, rows = [], list(rows)
    corrected, checked = corrections.notices(rows), told_about(rows, visitor)
    for indicator, found in groupby(rows, key=lambda figure: figure.indicator):
        questions: dict[tuple, list[Figure]] = {}
        for figure in found:
            questions.setdefault(figure.question, []).append(figure)
        shown = []
        for answers in questions.values():
            disputed = contradict(answers)
            shown += [
                _row(alike, disputed=disputed, numbers=numbers, places=places)
                | {"corrections": [told for one in alike for told in corrected.get(one.pk, [])]}
                | {"checks": [told for one in alike for told in checked.get(one.pk, [])]}
                for alike in _alike(answers)
            ]
        groups.append(
            {
                "indicator": {"label": indicator.label, "url": indicator.get_absolute_url()},
                "disputed": any(row["disputed"] for row in shown),
                "rows": shown,
                "checks": summary([told for row in shown for told in row["checks"]]),
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
        "printed": printed_form(figure),
        "quote": "" if own_language else unbroken(figure.printed),
        "quote_language": figure.source.language,
        "value": unbroken(in_indicator_unit(figure)),
        "problem": figure.problem,
        "note": figure.note,
        "disputed": disputed,
        "headline": any(one.is_headline for one in alike),
        "sources": [numbers.mark(one.source) for one in alike],
        "reported_at": figure.reported_at,
        "pk": figure.pk,
        "others": [one.pk for one in alike if one is not figure],
    }
