from django.urls import path

from accounts.access import public
from conferences import views

urlpatterns = [
    path("conferences/", public(views.ConferenceList.as_view()), name="conference_list"),
    path(
        "conferences/<slug:series>/<slug:slug>/",
        public(views.ConferenceDetail.as_view()),
        name="conference_detail",
    ),
    path("series/", public(views.SeriesList.as_view()), name="series_list"),
    path("series/<slug:key>/", public(views.SeriesDetail.as_view()), name="series_detail"),
    path("proposals/", public(views.ProposalList.as_view()), name="proposal_list"),
    path("organisations/", public(views.OrganisationList.as_view()), name="organisation_list"),
    path(
        "organisations/<slug:key>/",
        public(views.OrganisationDetail.as_view()),
        name="organisation_detail",
    ),
    path("sources/", public(views.SourceList.as_view()), name="source_list"),
    path("sources/<slug:key>/", public(views.SourceDetail.as_view()), name="source_detail"),
]
