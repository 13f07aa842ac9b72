"""Pages about indicators."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from conferences import queries as conference_queries
from conferences.citing import SourceNumbers
from conferences.paging import paginate
from metrics import corrections, downloads, queries
from metrics.comparison.overview import overview
from metrics.comparison.page import Register
from metrics.models import Figure
from provinces import presentation
from provinces import queries as province_queries
from provinces.footing import Footing
from provinces.forms import FootingForm
from provinces.queries import Places
from provinces.tables import answer, site_of

PAGE_SIZE = 50


class IndicatorList(TemplateView):
    """The catalogue of indicators by topic."""

    template_name = "metrics/indicator_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicators = queries.indicator_list(self.request.user)
        return super().get_context_data(
            topics=queries.by_topic(indicators),
            crumbs=[(_("Figures"), None)],
            **kwargs,
        )


class IndicatorDetail(TemplateView):
    """One indicator: definition, how totals are formed, the latest, series, every figure."""

    template_name = "metrics/indicator_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator = get_object_or_404(queries.indicator_page(kwargs["key"]))
        visitor, query = self.request.user, self.request.GET
        rows = queries.figures_of_indicator(indicator, visitor)
        page = paginate(rows, order=("-period_end", "-pk"), query=query, size=PAGE_SIZE)
        register, numbers = Register.load([indicator]), SourceNumbers()
        form, span = FootingForm.read(query), query.get("kind", "")
        shown = overview(
            indicator, register, visitor, span=span, footing=form.asked(), numbers=numbers
        )
        return super().get_context_data(
            indicator=indicator,
            **shown,
            switch=form.switch(query),
            page=page,
            figures=queries.figure_groups(page, visitor, numbers=numbers, places=register.places),
            sources=numbers.listing(),
            crumbs=[(_("Figures"), reverse("indicator_list")), (indicator.label, None)],
            **kwargs,
        )


# Figures and the catalogue as files


@require_safe
def indicator_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The catalogue of indicators."""
    rows = queries.indicator_list(request.user)
    return answer(request, downloads.indicator_table(rows, site=site_of(request)), ending)


def _answer_figures(
    request: HttpRequest, rows: QuerySet[Figure], about: str, ending: str
) -> HttpResponseBase:
    table = downloads.figure_table(
        rows, places=Places.load(), site=site_of(request), filters=[about] if about else []
    )
    return answer(request, table, ending)


@require_safe
def figure_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Every figure of the register; those of demonstrations are no part of it."""
    rows = queries.figures(request.user).exclude(source__is_demonstration=True)
    return _answer_figures(request, rows, "", ending)


@require_safe
def indicator_figures(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """Every figure of one indicator, latest first."""
    indicator = get_object_or_404(queries.indicator_page(key))
    rows = queries.figures_of_indicator(indicator, request.user).order_by("-period_end", "-pk")
    return _answer_figures(request, rows, indicator.label, ending)


@require_safe
def conference_figures(
    request: HttpRequest, series: str, slug: str, ending: str
) -> HttpResponseBase:
    """What was reported at one conference; a former address leads to the present one."""
    every = conference_queries.conference_list(request.user)
    found = every.filter(series__key=series, slug=slug).first()
    if found is None:
        former = conference_queries.redirected_address(series, slug, request.user)
        if former is None:
            raise Http404
        return HttpResponsePermanentRedirect(f"{former}figures.{ending}")
    rows = queries.figures_of_conference(found, request.user)
    about = f"{found.series.label} {found.short_label}"
    return _answer_figures(request, rows, about, ending)


@require_safe
def province_figures(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """Figures of one unit and its kindred (P3)."""
    province = get_object_or_404(province_queries.province_page(key))
    kindred = Places.load().kindred_ids(province)  # read once more for the rows
    rows = queries.figures_of_provinces(kindred, request.user)
    return _answer_figures(request, rows, str(province), ending)


@require_safe
def region_figures(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """Figures of one region."""
    region = get_object_or_404(province_queries.region_page(key))
    rows = queries.figures_of_region(region.pk, request.user)
    return _answer_figures(request, rows, region.label, ending)


@require_safe
def province_sums(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """What a unit's figures come to on the footing of its page (P5)."""
    province = get_object_or_404(province_queries.province_page(key))
    places = Places.load()
    footing, _switch = presentation.province_footing(province, request.GET, places)
    found = queries.province_figures(province, request.user, footing=footing, places=places)
    return _answer_sums(request, found, str(province), footing, ending)


@require_safe
def region_sums(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """What the figures of a region's provinces come to on the footing of its page (F6)."""
    region = get_object_or_404(province_queries.region_page(key))
    footing, _switch = presentation.region_footing(region, request.GET)
    found = queries.region_figures(region, request.user, footing=footing, places=Places.load())
    return _answer_sums(request, found, region.label, footing, ending)


def _answer_sums(
    request: HttpRequest, found: dict[str, Any], place: str, footing: Footing, ending: str
) -> HttpResponseBase:
    table = downloads.sum_table(
        found["sums"],
        found["sources"],
        place=place,
        site=site_of(request),
        filters=[words for words in (place, footing.in_words) if words],
    )
    return answer(request, table, ending)


@require_safe
def source_figures(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """Every number taken from one source."""
    source = get_object_or_404(conference_queries.source_page(key))
    rows = queries.figures_of_source(source, request.user)
    return _answer_figures(request, rows, str(source), ending)


class CorrectionList(TemplateView):
    """What published figures said before they were corrected, and why, the latest first (F7)."""

    template_name = "metrics/correction_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = paginate(
            corrections.corrections(),
            order=corrections.NEWEST_FIRST,
            query=self.request.GET,
            size=PAGE_SIZE,
        )
        numbers = SourceNumbers()
        return super().get_context_data(
            rows=corrections.listing(page, numbers),
            sources=numbers.listing(),
            page=page,
            crumbs=[(_("Figures"), reverse("indicator_list")), (_("Corrections"), None)],
            **kwargs,
        )


@require_safe
def correction_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Every correction, the latest first."""
    rows = corrections.corrections()
    return answer(request, downloads.correction_table(rows, site=site_of(request)), ending)
