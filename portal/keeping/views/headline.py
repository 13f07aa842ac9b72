"""Which of several answers to one question is shown first (F1, F4)."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.models import User
from metrics.actions import answers, as_answered, choose_headline, clear_headline
from metrics.enums import Measure
from metrics.models import Figure
from metrics.queries import figures
from metrics.wording import measure_in_words
from portal.keeping.access import KeeperPage
from portal.keeping.verb_forms import HeadlineForm
from provinces.actions import fingerprint
from vietnamese.dates import format_date
from vietnamese.language import active
from vietnamese.numbers import format_number, quantity


class ChooseHeadline(KeeperPage, TemplateView):
    """All current answers to the question of a figure, one of them to be chosen, or none."""

    template_name = "keeping/headline.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        figure = get_object_or_404(figures(request.user), pk=kwargs["pk"])
        return self.page(figure, HeadlineForm(list(answers(figure))))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        figure = get_object_or_404(figures(request.user), pk=kwargs["pk"])
        form, by = HeadlineForm(list(answers(figure)), request.POST), cast(User, request.user)
        if form.is_valid():
            chosen, seen = form.chosen(), form.cleaned_data["seen"]
            try:
                if chosen is None:
                    clear_headline(figure=figure, by=by, seen=seen)
                else:
                    choose_headline(figure=chosen, by=by, seen=seen)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("The choice is kept; the other answers stay visible."))
                return redirect("choose_headline", pk=figure.pk)
        return self.page(figure, form)

    def page(self, figure: Figure, form: HeadlineForm) -> HttpResponse:
        """The question in words, and its answers."""
        return self.render_to_response(
            self.get_context_data(
                figure=figure,
                measure=measure_in_words(figure),
                form=form,
                rows=[_row(one, form) for one in form.answers],
                seen=fingerprint(as_answered(figure)),
                crumbs=[
                    (_("Keeper's desk"), reverse("desk")),
                    (figure.indicator.label, figure.indicator.get_absolute_url()),
                    (_("Choose the headline"), None),
                ],
            )
        )


def _row(one: Figure, form: HeadlineForm) -> dict[str, Any]:
    published_on = one.source.published_on
    return {
        "figure": one,
        "checked": form.value() == str(one.pk),
        "value": _value(one),
        "date": format_date(published_on, "day", active()) if published_on else "",
    }


def _value(one: Figure) -> str:
    """The number as it is compared with the others, in the indicator's unit (F2)."""
    ends = [end.normalize() for end in (one.value, one.upper_value) if end is not None]
    unit = one.indicator.unit if one.measure == Measure.LEVEL else one.unit
    shown = "–".join(format_number(end, notation=active()) for end in ends)
    return quantity(shown, unit.label) if shown else ""
