"""Pages about provinces and regions, on any day."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from conferences import queries as conference_queries
from metrics import queries as metrics_queries
from provinces import downloads, presentation, queries
from provinces.forms import DayForm
from provinces.models import COVERAGE_START
from provinces.queries import Places
from provinces.tables import answer, site_of

# Of each indicator the page of a region shows so many sums; its file has all.
SUMS_SHOWN = 6


class ProvinceList(TemplateView):
    """All provinces and cities today, or on the day asked for, as a map and a table (P2)."""

    template_name = "provinces/province_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = DayForm.read(self.request.GET)
        day = form.day()
        units = list(queries.provinces_on(day)) if day >= COVERAGE_START else []
        hosted = conference_queries.host_ids(self.request.user)
        places = Places.load()
        counts = presentation.hosted_counts(units, hosted, places)
        return super().get_context_data(
            form=form,
            day=day,
            is_today=day == timezone.localdate(),
            before_coverage=day < COVERAGE_START,
            units=presentation.units(units, counts, places),
            landmarks=presentation.landmarks(),
            map=presentation.hosts_map(day, counts),
            crumbs=[(_("Provinces and cities"), None)],
            **kwargs,
        )


class ProvinceDetail(TemplateView):
    """One unit: its lineage, its regions, what it and its predecessors hosted, its figures."""

    template_name = "provinces/province_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        province = get_object_or_404(queries.province_page(kwargs["key"]))
        visitor, places = self.request.user, Places.load()
        kindred = places.kindred_ids(province)
        hosted = conference_queries.hosted_by(kindred, visitor)
        attended = conference_queries.attended_by(kindred, visitor)
        footing, switch = presentation.province_footing(province, self.request.GET, places)
        figures = metrics_queries.province_figures(
            province, visitor, footing=footing, places=places
        )
        return super().get_context_data(
            province=province,
            ended=presentation.ended(province, places),
            facts=presentation.facts(province),
            lineage=presentation.lineage(province, places),
            regions=presentation.regions_of(province),
            hosted=conference_queries.entries(hosted, places),
            attended=conference_queries.entries(attended, places),
            received=conference_queries.flags_received_by(kindred, visitor),
            footing=footing,
            switch=switch,
            **figures,
            crumbs=[
                (_("Provinces and cities"), reverse("province_list")),
                (province.label, None),
            ],
            **kwargs,
        )


class RegionList(TemplateView):
    """All regions by kind, today's first."""

    template_name = "provinces/region_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = conference_queries.regions_with_conferences(self.request.user)
        return super().get_context_data(
            kinds=presentation.regions_by_kind(queries.region_list(), counts),
            crumbs=[
                (_("Provinces and cities"), reverse("province_list")),
                (_("Regions"), None),
            ],
            **kwargs,
        )


class RegionDetail(TemplateView):
    """One region: dated members, what came before and after, its conferences and figures."""

    template_name = "provinces/region_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        region = get_object_or_404(queries.region_page(kwargs["key"]))
        visitor, places = self.request.user, Places.load()
        day = presentation.day_to_show(region, timezone.localdate())
        found = conference_queries.conferences_of_region(region.pk, visitor)
        footing, switch = presentation.region_footing(region, self.request.GET)
        return super().get_context_data(
            region=region,
            day=day,
            members=presentation.memberships(region, places),
            map=presentation.region_map(region, day),
            conferences=conference_queries.entries(found, places),
            footing=footing,
            switch=switch,
            **metrics_queries.region_figures(
                region, visitor, footing=footing, places=places, latest=SUMS_SHOWN
            ),
            crumbs=[
                (_("Provinces and cities"), reverse("province_list")),
                (_("Regions"), reverse("region_list")),
                (region.label, None),
            ],
            **kwargs,
        )


# The lists as files


@require_safe
def province_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The units of today, or of the day asked for (P2)."""
    day, places = DayForm.read(request.GET).day(), Places.load()
    units = list(queries.provinces_on(day)) if day >= COVERAGE_START else []
    counts = presentation.hosted_counts(units, conference_queries.host_ids(request.user), places)
    rows = presentation.units(units, counts, places)
    return answer(request, downloads.province_table(rows, day, site=site_of(request)), ending)


@require_safe
def region_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of regions."""
    counts = conference_queries.regions_with_conferences(request.user)
    kinds = presentation.regions_by_kind(queries.region_list(), counts)
    return answer(request, downloads.region_table(kinds, site=site_of(request)), ending)


@require_safe
def member_table(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """The dated members of one region."""
    region = get_object_or_404(queries.region_page(key))
    table = downloads.member_table(region, Places.load(), site=site_of(request))
    return answer(request, table, ending)
