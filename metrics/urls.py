from django.urls import path

from accounts.access import public
from metrics import views
from metrics.checks.views import CheckList, check_table
from metrics.comparison.views import Compare, compare_table
from provinces.tables import ENDING

urlpatterns = [
    path("checks/", public(CheckList.as_view()), name="check_list"),
    path(f"checks/checks.{ENDING}", public(check_table), name="check_table"),
    path("compare/", public(Compare.as_view()), name="compare"),
    path(f"compare/comparison.{ENDING}", public(compare_table), name="compare_table"),
    path("indicators/", public(views.IndicatorList.as_view()), name="indicator_list"),
    path(f"indicators/indicators.{ENDING}", public(views.indicator_table), name="indicator_table"),
    path(f"indicators/figures.{ENDING}", public(views.figure_table), name="figure_table"),
    path(
        "indicators/<slug:key>/", public(views.IndicatorDetail.as_view()), name="indicator_detail"
    ),
    path(
        f"indicators/<slug:key>/figures.{ENDING}",
        public(views.indicator_figures),
        name="indicator_figures",
    ),
    path(
        f"conferences/<slug:series>/<slug:slug>/figures.{ENDING}",
        public(views.conference_figures),
        name="conference_figures",
    ),
    path(
        f"provinces/<slug:key>/figures.{ENDING}",
        public(views.province_figures),
        name="province_figures",
    ),
    path(
        f"regions/<slug:key>/figures.{ENDING}",
        public(views.region_figures),
        name="region_figures",
    ),
    path(f"provinces/<slug:key>/sums.{ENDING}", public(views.province_sums), name="province_sums"),
    path(f"regions/<slug:key>/sums.{ENDING}", public(views.region_sums), name="region_sums"),
    path(
        f"sources/<slug:key>/figures.{ENDING}",
        public(views.source_figures),
        name="source_figures",
    ),
    path("corrections/", public(views.CorrectionList.as_view()), name="correction_list"),
    path(
        f"corrections/corrections.{ENDING}",
        public(views.correction_table),
        name="correction_table",
    ),
]
