"""Pages about series, conferences, proposals and sources."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from conferences import downloads, organisations, presentation, queries
from conferences.citing import SourceNumbers, describe
from conferences.enums import Theme
from conferences.filters import ConferenceFilter, ProposalFilter, chips
from conferences.organisations import Organisations
from conferences.paging import paginate
from conferences.timeline import records_in_words
from metrics import queries as metrics_queries
from provinces import queries as province_queries
from provinces.queries import Places
from provinces.tables import answer, site_of

PAGE_SIZE = 25
ORDERS = {
    "date": ("-starts_on", "-pk"),
    "series": ("series__position", "series__pk", "-starts_on", "-pk"),
}


class ConferenceList(TemplateView):
    """All conferences, filtered and sorted, every state in the address."""

    template_name = "conferences/conference_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET
        found = ConferenceFilter(query, queries.conference_list(self.request.user))
        sort = _sort(query)
        page = paginate(found.qs, order=ORDERS[sort], query=query, size=PAGE_SIZE)
        places = Places.load()
        return super().get_context_data(
            form=found.form,
            chips=chips(found, query),
            sort=sort,
            sorts=_sorts(self.request, sort),
            entries=queries.entries(page, places),
            page=page,
            total=found.qs.count(),
            crumbs=[(_("Conferences"), None)],
            **kwargs,
        )


def _sort(query: QueryDict) -> str:
    return "series" if query.get("sort") == "series" else "date"


def _sorts(request: HttpRequest, current: str) -> list[dict]:
    """The two orders of the list; choosing one keeps the filters and begins anew."""
    found = []
    for key, label in (("date", _("Latest first")), ("series", _("By series"))):
        params = request.GET.copy()
        for gone in ("after", "before"):
            params.pop(gone, None)
        params["sort"] = key
        found.append({"label": label, "url": f"?{params.urlencode()}", "current": key == current})
    return found


class ConferenceDetail(TemplateView):
    """One conference: headlines, chain, figures, people, points, proposals, sources."""

    template_name = "conferences/conference_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        series, slug = kwargs["series"], kwargs["slug"]
        found = queries.conference_page(series, slug, request.user).first()
        if found is None:
            former = queries.redirected_address(series, slug, request.user)
            if former is None:
                raise Http404
            return HttpResponsePermanentRedirect(former)
        self.conference = found
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conference, visitor = self.conference, self.request.user
        places, numbers, today = Places.load(), SourceNumbers(), timezone.localdate()
        facts = presentation.facts(conference, places=places, numbers=numbers)
        timeline = queries.series_timeline(conference.series, visitor, places=places, today=today)
        members = province_queries.members_on(conference.region, conference.starts_on)
        figures = metrics_queries.figures_of_conference(conference, visitor)
        before, after = timeline.neighbours(conference)
        return super().get_context_data(
            conference=conference,
            facts=facts,
            strip=timeline.strip(conference) if conference.series.has_flag else [],
            before=before,
            after=after,
            figures=metrics_queries.figure_groups(figures, visitor, numbers=numbers, places=places),
            people=presentation.people(conference.appearances.all(), numbers),
            points=presentation.points_by_kind(conference.points.all(), numbers),
            parts=presentation.other_parts(conference, numbers),
            proposals=presentation.proposals(conference.proposals.all(), numbers),
            participants=presentation.participants(conference, places, numbers),
            members=presentation.members(members, conference, places),
            map=presentation.conference_map(conference, members),
            statements=presentation.printed_statements(conference, numbers),
            sources=numbers.listing(),
            press_only=numbers.press_only,
            crumbs=presentation.crumbs(conference),
            **kwargs,
        )


class SeriesList(TemplateView):
    """All series by theme, and who holds each flag."""

    template_name = "conferences/series_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series = list(queries.series_list(self.request.user))
        return super().get_context_data(
            themes=[
                (theme.label, [one for one in series if one.theme == theme]) for theme in Theme
            ],
            crumbs=[(_("Conference series"), None)],
            **kwargs,
        )


class SeriesDetail(TemplateView):
    """One series: the whole way of its flag, its conferences, who hosted how often."""

    template_name = "conferences/series_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series = get_object_or_404(queries.series_page(kwargs["key"]))
        visitor, today, places = self.request.user, timezone.localdate(), Places.load()
        timeline = queries.series_timeline(series, visitor, places=places, today=today)
        latest = max(timeline.conferences.values(), key=lambda c: c.starts_on, default=None)
        members = province_queries.members_on(latest.region, latest.starts_on) if latest else []
        return super().get_context_data(
            series=series,
            steps=timeline.steps(),
            earlier=timeline.earlier,
            holder=timeline.holder() if series.has_flag else None,
            hosts=timeline.hosts(),
            without_record=timeline.without_record(members) if series.has_flag else [],
            region=latest.region if latest else None,
            entries=queries.entries(timeline.conferences.values(), places, with_series=False),
            count=records_in_words(len(timeline.conferences)),
            crumbs=[
                (_("Conference series"), reverse("series_list")),
                (series.label, None),
            ],
            **kwargs,
        )


class ProposalList(TemplateView):
    """What was put to the Ministry and its agencies, and the responses."""

    template_name = "conferences/proposal_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query, visitor = self.request.GET, self.request.user
        found = ProposalFilter(query, queries.proposal_list(visitor))
        page = paginate(found.qs, order=("-pk",), query=query, size=PAGE_SIZE)
        numbers = SourceNumbers()
        return super().get_context_data(
            form=found.form,
            chips=chips(found, query),
            proposals=presentation.proposals(page, numbers),
            sources=numbers.listing(),
            page=page,
            total=found.qs.count(),
            crumbs=[(_("Proposals"), None)],
            **kwargs,
        )


class SourceList(TemplateView):
    """Where the facts come from."""

    template_name = "conferences/source_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET
        page = paginate(queries.source_list(), order=("key",), query=query, size=50)
        return super().get_context_data(
            sources=[describe(source) for source in page],
            page=page,
            crumbs=[(_("Sources"), None)],
            **kwargs,
        )


class SourceDetail(TemplateView):
    """One source and all that the register took from it."""

    template_name = "conferences/source_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = get_object_or_404(queries.source_page(kwargs["key"]))
        visitor, places, numbers = self.request.user, Places.load(), SourceNumbers()
        conferences = queries.conferences_of_source(source, visitor)
        figures = metrics_queries.figures_of_source(source, visitor)
        return super().get_context_data(
            source=source,
            described=describe(source),
            entries=queries.entries(conferences, places),
            attestations=queries.attestations_of_source(source, visitor),
            figures=metrics_queries.figure_groups(figures, visitor, numbers=numbers, places=places),
            sources=numbers.listing(),
            proposals=presentation.proposals(
                queries.proposal_list(visitor).filter(source=source), numbers
            ),
            crumbs=[(_("Sources"), reverse("source_list")), (str(source), None)],
            **kwargs,
        )


class OrganisationList(TemplateView):
    """Bodies by kind, each line with the names it had one after the other."""

    template_name = "conferences/organisation_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visitor = self.request.user
        known = Organisations.load(visitor)
        named = organisations.conferences_by_organisation(visitor)
        return super().get_context_data(
            kinds=organisations.by_kind(known, named, Places.load()),
            crumbs=[(_("Organisations"), None)],
            **kwargs,
        )


class OrganisationDetail(TemplateView):
    """One body: its names over time, where sources name it, what it asked and was asked."""

    template_name = "conferences/organisation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visitor, query, numbers = self.request.user, self.request.GET, SourceNumbers()
        known, places = Organisations.load(visitor), Places.load()
        if (body := known.by_key(kwargs["key"])) is None:
            raise Http404
        kin = known.kindred_ids(body)
        named = organisations.presences_of(kin, visitor)
        page = paginate(named, order=organisations.LATEST_FIRST, query=query, size=PAGE_SIZE)
        return super().get_context_data(
            organisation=body,
            lineage=organisations.lineage(known.family(body), body),
            facts=organisations.facts(body, organisations.other_names(body), places),
            presences=organisations.presences(page, body, known, numbers),
            page=page,
            proposals=organisations.proposal_groups(kin, visitor, numbers),
            sources=numbers.listing(),
            crumbs=[(_("Organisations"), reverse("organisation_list")), (body.label, None)],
            **kwargs,
        )


# The lists as files


@require_safe
def conference_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of conferences, whole, filtered and sorted as on its page."""
    query = request.GET
    found = ConferenceFilter(query, queries.conference_list(request.user))
    table = downloads.conference_table(
        found.qs.order_by(*ORDERS[_sort(query)]),
        places=Places.load(),
        site=site_of(request),
        filters=[words for words, _without in chips(found, query)],
    )
    return answer(request, table, ending)


@require_safe
def series_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of series."""
    table = downloads.series_table(queries.series_list(request.user), site=site_of(request))
    return answer(request, table, ending)


@require_safe
def chain_table(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """The hosting history of one series."""
    series = get_object_or_404(queries.series_page(key))
    timeline = queries.series_timeline(
        series, request.user, places=Places.load(), today=timezone.localdate()
    )
    return answer(request, downloads.chain_table(series, timeline, site=site_of(request)), ending)


@require_safe
def proposal_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of proposals, whole, filtered as on its page."""
    found = ProposalFilter(request.GET, queries.proposal_list(request.user))
    table = downloads.proposal_table(
        found.qs.order_by("-pk"),
        site=site_of(request),
        filters=[words for words, _without in chips(found, request.GET)],
    )
    return answer(request, table, ending)


@require_safe
def organisation_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of organisations."""
    known = Organisations.load(request.user)
    named = organisations.conferences_by_organisation(request.user)
    kinds = organisations.by_kind(known, named, Places.load())
    return answer(request, downloads.organisation_table(kinds, site=site_of(request)), ending)


@require_safe
def source_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The list of sources."""
    rows = queries.source_list().order_by("key")
    return answer(request, downloads.source_table(rows, site=site_of(request)), ending)
