"""The table of a round while it is prepared: its rows, columns and comparisons."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import View

from metrics.models import Indicator
from reports.actions.asking import (
    Way,
    add_rows,
    keep_column,
    keep_comparison,
    keep_row,
    move_column,
    move_row,
    remove_column,
    remove_comparison,
    remove_row,
)
from reports.forms.asking import (
    ColumnForm,
    ComparisonForm,
    HeadingForm,
    IndicatorsForm,
    RowForm,
)
from reports.framing import frame, load_kept
from reports.loading import officer
from reports.models import ReportingRound, RoundColumn, RoundComparison, RoundRow
from reports.permissions import Officer
from reports.posting import do_if_valid, do_or_tell, done_before
from reports.preparing import table_of


class Rows(View):
    """The rows of a round: seen, moved, added to."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The rows in their order, and what can be added."""
        return self.page(request, load_kept(request, key))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Add a heading, or the indicators that were ticked."""
        round = load_kept(request, key)
        is_heading = request.POST.get("add") == "heading"
        form_class = HeadingForm if is_heading else IndicatorsForm
        form = form_class(request.POST, lines=table_of(round))
        add = _add_heading if is_heading else _add_indicators
        answer = do_if_valid(
            request,
            form,
            lambda: add(round, form.cleaned_data, officer(request)),
            leads_to=reverse("round_rows", args=[round.key]) + "#rows-end",
        )
        shown = {"heading" if is_heading else "indicators": form}
        return answer or self.page(request, round, **shown)

    def page(self, request: HttpRequest, round: ReportingRound, **forms: Any) -> HttpResponse:
        """The table of rows with the forms below it."""
        lines = table_of(round)
        context = frame(round, "round_rows") | {"lines": lines}
        if not round.is_open:
            context |= {
                "indicators": IndicatorsForm(lines=lines),
                "heading": HeadingForm(lines=lines, auto_id="heading_%s"),
            }
        return render(request, "reports/round_edit_rows.html", context | forms)


def _add_heading(round: ReportingRound, said: dict[str, Any], by: Officer) -> None:
    keep_row(row=RoundRow(round=round, parent_id=said["under"], label=said["label"]), by=by)


def _add_indicators(round: ReportingRound, said: dict[str, Any], by: Officer) -> None:
    chosen = Indicator.objects.filter(pk__in=said["indicators"]).select_related("unit")
    add_rows(
        round=round,
        indicators=chosen.order_by("position", "key"),
        under=round.rows.filter(pk=said["under"]).first(),
        owner=said["owner"],
        by=by,
    )


@require_POST
def row_move(request: HttpRequest, key: str) -> HttpResponse:
    """A button beside a row: `move` is "12:up"."""
    round = load_kept(request, key)
    row, way = _moved(request, round.rows)
    return do_or_tell(
        request,
        lambda: move_row(row=row, way=way, by=officer(request)),
        leads_to=reverse("round_rows", args=[round.key]) + f"#row-{row.pk}",
    )


class Row(View):
    """One row: what it asks, in which unit, who fills it in."""

    def get(self, request: HttpRequest, key: str, pk: int) -> HttpResponse:
        """The row as it is."""
        round = load_kept(request, key)
        row = get_object_or_404(round.rows.select_related("indicator"), pk=pk)
        return self.page(request, round, row, RowForm(instance=row, lines=table_of(round)))

    def post(self, request: HttpRequest, key: str, pk: int) -> HttpResponse:
        """Change it."""
        round = load_kept(request, key)
        row = get_object_or_404(round.rows, pk=pk)
        form = RowForm(request.POST, instance=row, lines=table_of(round))
        answer = do_if_valid(
            request,
            form,
            lambda: keep_row(row=form.instance, by=officer(request)),
            leads_to=reverse("round_rows", args=[round.key]) + f"#row-{pk}",
        )
        return answer or self.page(request, round, row, form)

    def page(
        self, request: HttpRequest, round: ReportingRound, row: RoundRow, form: RowForm
    ) -> HttpResponse:
        """The form of one row."""
        line = next(line for line in table_of(round) if line.row.pk == row.pk)
        context = frame(round, "round_rows", crumb=f"{line.number} {line.row}")
        context |= {"line": line, "form": form, "has_rows_under": row.children.exists()}
        return render(request, "reports/round_edit_row.html", context)


@require_POST
def row_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """A row is no longer asked."""
    round = load_kept(request, key)
    row = round.rows.filter(pk=pk).first()
    return _removed(request, round, row, remove_row, "row", leads_to="round_rows")


class Columns(View):
    """The columns of a round and what is computed from them."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The columns in their order, and what can be added."""
        return self.page(request, load_kept(request, key))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Add a column, or a comparison of two."""
        round = load_kept(request, key)
        if request.POST.get("add") == "comparison":
            return self.compare(request, round)
        form = ColumnForm(request.POST)
        answer = do_if_valid(
            request,
            form,
            lambda: keep_column(column=form.column(RoundColumn(round=round)), by=officer(request)),
            leads_to=reverse("round_columns", args=[round.key]),
        )
        return answer or self.page(request, round, column_form=form)

    def compare(self, request: HttpRequest, round: ReportingRound) -> HttpResponse:
        """Add a comparison."""
        form = ComparisonForm(request.POST, round=round)
        answer = do_if_valid(
            request,
            form,
            lambda: keep_comparison(comparison=form.comparison(round), by=officer(request)),
            leads_to=reverse("round_columns", args=[round.key]),
        )
        return answer or self.page(request, round, comparison_form=form)

    def page(self, request: HttpRequest, round: ReportingRound, **forms: Any) -> HttpResponse:
        """Columns, comparisons, and the forms below them."""
        context = frame(round, "round_columns") | {
            "columns": list(round.columns.order_by("position", "pk")),
            "comparisons": list(round.comparisons.select_related("of", "against")),
        }
        if not round.is_open:
            context |= {
                "column_form": ColumnForm(),
                "comparison_form": ComparisonForm(round=round, auto_id="comparison_%s"),
            }
        return render(request, "reports/round_edit_columns.html", context | forms)


@require_POST
def column_move(request: HttpRequest, key: str) -> HttpResponse:
    """A button beside a column: `move` is "3:up"."""
    round = load_kept(request, key)
    column, way = _moved(request, round.columns)
    return do_or_tell(
        request,
        lambda: move_column(column=column, way=way, by=officer(request)),
        leads_to=reverse("round_columns", args=[round.key]) + f"#column-{column.pk}",
    )


class Column(View):
    """One column: its period and basis."""

    def get(self, request: HttpRequest, key: str, pk: int) -> HttpResponse:
        """The column as it is."""
        round = load_kept(request, key)
        column = get_object_or_404(round.columns, pk=pk)
        return self.page(request, round, column, ColumnForm(initial=ColumnForm.words(column)))

    def post(self, request: HttpRequest, key: str, pk: int) -> HttpResponse:
        """Change it."""
        round = load_kept(request, key)
        column, form = get_object_or_404(round.columns, pk=pk), ColumnForm(request.POST)
        answer = do_if_valid(
            request,
            form,
            lambda: keep_column(column=form.column(copy(column)), by=officer(request)),
            leads_to=reverse("round_columns", args=[round.key]) + f"#column-{pk}",
        )
        return answer or self.page(request, round, column, form)

    def page(
        self, request: HttpRequest, round: ReportingRound, column: RoundColumn, form: ColumnForm
    ) -> HttpResponse:
        """The form of one column."""
        context = frame(round, "round_columns", crumb=str(column))
        context |= {"column": column, "form": form}
        return render(request, "reports/round_edit_column.html", context)


@require_POST
def column_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """A column is no longer asked."""
    round = load_kept(request, key)
    column = round.columns.filter(pk=pk).first()
    return _removed(request, round, column, remove_column, "column", leads_to="round_columns")


@require_POST
def comparison_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """A comparison is no longer shown."""
    round = load_kept(request, key)
    one = round.comparisons.filter(pk=pk).first()
    return _removed(request, round, one, remove_comparison, "comparison", leads_to="round_columns")


def _moved(request: HttpRequest, records: Any) -> tuple[Any, Way]:
    """What a button of movement means; 404 for what it cannot mean."""
    pk, _colon, way = request.POST.get("move", "").partition(":")
    if not pk.isdecimal() or way not in set(Way):
        raise Http404
    return get_object_or_404(records, pk=int(pk)), Way(way)


def _removed(
    request: HttpRequest,
    round: ReportingRound,
    record: RoundRow | RoundColumn | RoundComparison | None,
    verb: Callable[..., None],
    name: str,
    *,
    leads_to: str,
) -> HttpResponse:
    """Remove a part of the table; a second post finds it gone, and only leads on."""
    if record is None and not done_before(request):
        raise Http404
    said = {name: record, "by": officer(request)}
    return do_or_tell(
        request,
        lambda: verb(**said),
        leads_to=reverse(leads_to, args=[round.key]),
        done=_("Removed."),
    )
