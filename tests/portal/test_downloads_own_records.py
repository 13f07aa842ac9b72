"""The figures of the register itself, taken away and read back."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from metrics.models import Figure

pytestmark = pytest.mark.usefixtures("own_records")

FIGURES = "/indicators/figures."


def recorded() -> list[tuple]:
    """Indicator, print, days, number and value of every public figure."""
    rows = Figure.objects.public().select_related("indicator")
    return sorted(
        (
            one.indicator.label,
            one.printed,
            str(one.period_start),
            Decimal(one.number),
            "" if one.value is None else Decimal(one.value),
        )
        for one in rows
    )


def test_all_figures_read_back_as_they_are_recorded(client: Client) -> None:
    content = client.get(f"{FIGURES}csv").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(StringIO(content, newline=""), delimiter=";"))[1:]

    def number(written: str) -> Decimal | str:
        return Decimal(written.replace(",", ".")) if written else ""

    found = sorted(
        (row[0], row[9].removeprefix("'"), row[6], number(row[11]), number(row[14])) for row in rows
    )
    assert found == recorded()


def test_all_figures_read_back_from_the_spreadsheet(client: Client) -> None:
    content = client.get(f"{FIGURES}xlsx").getvalue()
    sheet = load_workbook(BytesIO(content), read_only=True).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))

    def number(cell: float | None) -> Decimal | str:
        return "" if cell is None else Decimal(str(cell))

    found = sorted(
        (row[0], row[9], str(row[6].date()), number(row[11]), number(row[14])) for row in rows
    )
    assert found == recorded()
