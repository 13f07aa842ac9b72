"""The report as files ready to be signed (R2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.annex.document import document
from reports.annex.paper import Paper, paper_of
from reports.annex.sheet import sheet
from reports.loading import load_report
from reports.permissions import Sight

OFFICE = "application/vnd.openxmlformats-officedocument"


@require_safe
@never_cache
def annex_docx(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """Text and table as a Word file: as it stands for the department, as sent for the Ministry."""
    paper = _paper(request, round_key, province_key)
    return _file(paper, document, "bao-cao", "docx", f"{OFFICE}.wordprocessingml.document")


@require_safe
@never_cache
def annex_xlsx(request: HttpRequest, round_key: str, province_key: str) -> HttpResponse:
    """The table alone as a spreadsheet, of the same report."""
    paper = _paper(request, round_key, province_key)
    return _file(paper, sheet, "phu-luc", "xlsx", f"{OFFICE}.spreadsheetml.sheet")


def _paper(request: HttpRequest, round_key: str, province_key: str) -> Paper:
    loaded = load_report(request, round_key, province_key, least=Sight.SENT)
    return paper_of(loaded.report, loaded.sight)


def _file(
    paper: Paper, make: Callable[[Paper], bytes], what: str, extension: str, media_type: str
) -> HttpResponse:
    name = paper.file_name(what, extension)
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(make(paper), content_type=media_type, headers=told)
