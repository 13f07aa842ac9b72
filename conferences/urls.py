from django.urls import path

from accounts.access import public
from conferences import views
from provinces.tables import ENDING

urlpatterns = [
    path("conferences/", public(views.ConferenceList.as_view()), name="conference_list"),
    path(
        f"conferences/conferences.{ENDING}", public(views.conference_table), name="conference_table"
    ),
    path(
        "conferences/<slug:series>/<slug:slug>/",
        public(views.ConferenceDetail.as_view()),
        name="conference_detail",
    ),
    path("series/", public(views.SeriesList.as_view()), name="series_list"),
    path(f"series/series.{ENDING}", public(views.series_table), name="series_table"),
    path("series/<slug:key>/", public(views.SeriesDetail.as_view()), name="series_detail"),
    path(f"series/<slug:key>/chain.{ENDING}", public(views.chain_table), name="chain_table"),
    path("proposals/", public(views.ProposalList.as_view()), name="proposal_list"),
    path(f"proposals/proposals.{ENDING}", public(views.proposal_table), name="proposal_table"),
    path("organisations/", public(views.OrganisationList.as_view()), name="organisation_list"),
    path(
        f"organisations/organisations.{ENDING}",
        public(views.organisation_table),
        name="organisation_table",
    ),
    path(
        "organisations/<slug:key>/",
        public(views.OrganisationDetail.as_view()),
        name="organisation_detail",
    ),
    path("sources/", public(views.SourceList.as_view()), name="source_list"),
    path(f"sources/sources.{ENDING}", public(views.source_table), name="source_table"),
    path("sources/<slug:key>/", public(views.SourceDetail.as_view()), name="source_detail"),
]
