"""Taking along: a file saved by a browser, and a conference on paper."""

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

pytestmark = pytest.mark.django_db  # so that there is a database of the tests

X_2022 = "/conferences/bac-trung-bo/x-2022/"


def test_list_is_saved_as_it_is_filtered(visit) -> None:
    page = visit("/conferences/?year_from=2022&year_to=2022")
    with page.expect_download() as saved:
        page.locator(".downloads a").first.click()
    assert saved.value.suggested_filename == (
        f"hoi-nghi-tu-nam-2022-den-nam-2022-{timezone.localdate()}.xlsx"
    )
    sheet = load_workbook(BytesIO(saved.value.path().read_bytes())).worksheets[0]
    assert sheet.max_row - 1 == page.locator(".entry").count() > 1


def test_conference_on_paper_begins_with_its_facts_and_ends_with_its_map(visit) -> None:
    page = visit(X_2022)
    page.emulate_media(media="print")
    parts = [".head", ".chain--strip", ".facts", "#figures", "#sources", ".map"]
    tops = [page.locator(part).first.bounding_box()["y"] for part in parts]
    assert tops == sorted(tops)
    assert page.locator(".downloads").first.is_hidden()
    today = timezone.localdate()
    address = page.locator(".foot .print-only").inner_text()
    assert X_2022 in address
    assert f"{today.day}/{today.month}/{today.year}" in address
