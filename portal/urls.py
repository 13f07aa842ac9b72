"""The addresses of the portal. What is not marked `public` needs a login (S1)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.access import public
from portal import calendars, feeds, views
from portal.health import health
from portal.search import views as search_views
from provinces.tables import ENDING

urlpatterns = [
    path("", public(views.Home.as_view()), name="home"),
    path("", include("conferences.urls")),
    path("", include("provinces.urls")),
    path("", include("metrics.urls")),
    path("", include("reports.urls")),
    path("desk/", include("portal.keeping.urls")),
    path("calendar/", public(calendars.CalendarPage.as_view()), name="calendar"),
    path("calendar.ics", public(calendars.calendar_file), name="calendar_file"),
    path(
        "series/<slug:key>/calendar.ics",
        public(calendars.series_calendar_file),
        name="series_calendar_file",
    ),
    path("feed.atom", public(feeds.feed), name="feed"),
    path("series/<slug:key>/feed.atom", public(feeds.series_feed), name="series_feed"),
    path("search/", public(search_views.SearchPage.as_view()), name="search"),
    path(f"search/results.{ENDING}", public(search_views.search_table), name="search_table"),
    path("search/suggest/", public(search_views.Suggestions.as_view()), name="search_suggest"),
    path("glossary/", public(views.Glossary.as_view()), name="glossary"),
    path("language/", views.set_language, name="set_language"),
    path("", include("accounts.urls")),
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns.append(path("components/", public(views.Gallery.as_view()), name="gallery"))
