"""The compare page, and its numbers as a file."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from metrics.comparison import page
from metrics.comparison.asking import read
from metrics.comparison.downloads import comparison_table
from metrics.queries import indicator_list
from provinces.tables import answer, site_of


class Compare(TemplateView):
    """Indicators × places × periods: tables, the charts of their numbers, and what is refused."""

    template_name = "metrics/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query, visitor = self.request.GET, self.request.user
        reading = read(query, page.spans(visitor))
        asked, register = reading.asked, page.Register.load(indicator_list(visitor))
        is_asked = bool(asked.indicators and asked.places)
        return super().get_context_data(
            reading=reading,
            switch=reading.footing_form.switch(query) if is_asked and asked.is_of_values else None,
            found=page.compare(asked, register, visitor),
            is_asked=is_asked,
            examples=[] if is_asked else page.examples(register, visitor),
            **page.choices(asked, register, visitor),
            crumbs=[(_("Figures"), reverse("indicator_list")), (_("Compare"), None)],
            **kwargs,
        )


@require_safe
def compare_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Exactly the numbers of the page with the same address."""
    asked, visitor = read(request.GET).asked, request.user
    found = page.compare(asked, page.Register.load(indicator_list(visitor)), visitor)
    return answer(request, comparison_table(found, site=site_of(request)), ending)
