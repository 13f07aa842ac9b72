"""The home page, the glossary and the choice of language."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView
from django.views.i18n import set_language as django_set_language

from conferences import queries as conference_queries
from metrics import queries as metrics_queries
from portal.gallery import gallery_context
from portal.glossary import glossary
from provinces import queries as province_queries
from provinces.presentation import hosted_counts, hosts_map
from provinces.queries import Places


class Home(TemplateView):
    """Who holds each flag, what comes next, the latest conferences, the map, some numbers."""

    template_name = "portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visitor, today, places = self.request.user, timezone.localdate(), Places.load()
        counts = hosted_counts(
            province_queries.provinces_on(today), conference_queries.host_ids(visitor), places
        )
        flags = conference_queries.flag_timelines(visitor, places=places, today=today)
        return super().get_context_data(
            flags=[
                {"series": series, "holder": timeline.holder(), "last": timeline.last_held()}
                for series, timeline in flags
                if series.successor_id is None
            ],
            coming=conference_queries.entries(
                conference_queries.coming_conferences(visitor, today)[:5], places
            ),
            latest=conference_queries.entries(
                conference_queries.latest_conferences(visitor, 6), places
            ),
            register=conference_queries.register_counts(visitor),
            figure_count=metrics_queries.figure_count(visitor),
            hosting_units=sum(1 for number in counts.values() if number),
            unit_count=len(counts),
            map=hosts_map(today, counts),
            **kwargs,
        )


class Glossary(TemplateView):
    """The words and states of the register."""

    template_name = "portal/glossary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            sections=glossary(), crumbs=[(_("Glossary"), None)], **kwargs
        )


class Gallery(TemplateView):
    """Every component in every state; in development only."""

    template_name = "components/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**gallery_context(), **kwargs)


@csrf_exempt
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie; so that pages need no token, no token is asked."""
    return django_set_language(request)
