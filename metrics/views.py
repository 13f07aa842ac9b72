"""Pages about indicators."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from conferences.paging import paginate
from metrics import queries
from provinces.queries import Places

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
    """One indicator: definition, how totals are formed, every figure with its source."""

    template_name = "metrics/indicator_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        indicator = get_object_or_404(queries.indicator_page(kwargs["key"]))
        visitor = self.request.user
        page = paginate(
            queries.figures_of_indicator(indicator, visitor),
            order=("-period_end", "-pk"),
            query=self.request.GET,
            size=PAGE_SIZE,
        )
        return super().get_context_data(
            indicator=indicator,
            page=page,
            **queries.figure_table(page, Places.load()),
            crumbs=[(_("Figures"), reverse("indicator_list")), (indicator.label, None)],
            **kwargs,
        )
