"""Retail sales of three regions over the years, as the register itself has them."""

import csv
from io import StringIO

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from metrics.models import Indicator
from tests.reading import read

pytestmark = pytest.mark.usefixtures("own_records")

THREE = (
    "indicator=retail_total&place=mien-trung-tay-nguyen-15&place=phia-bac-28&place=phia-nam-20"
    "&kind=year&basis=actual"
)
CENTRAL = "15 tỉnh, thành phố khu vực miền Trung - Tây Nguyên"
NORTHERN = "28 tỉnh, thành phố khu vực phía Bắc"


def test_retail_sales_of_three_regions_agree_in_table_chart_and_file(client: Client) -> None:
    main = read(client.get(f"/compare/?{THREE}")).one("main")
    table = main.one("div", "sheet__table")
    assert [one.text for one in table.one("thead").all("th")][1:] == [
        *("năm 2018", "năm 2021", "năm 2023")
    ]
    assert table.rows == [
        [CENTRAL, "khoảng 700.000", "740.249,1", ""],
        [NORTHERN, "", "1.787.000", "2.600.000"],
    ]
    drawn = [one.one("title").text for one in main.one("svg", "chart__wide").all("g", "mark")]
    assert drawn == [
        f"{CENTRAL}, năm 2018: khoảng 700.000 tỷ đồng",
        f"{CENTRAL}, năm 2021: 740.249,1 tỷ đồng",
        f"{NORTHERN}, năm 2021: 1.787.000 tỷ đồng",
        f"{NORTHERN}, năm 2023: 2.600.000 tỷ đồng",
    ]
    content = client.get(f"/compare/comparison.csv?{THREE}").getvalue().decode("utf-8-sig")
    lines = csv.DictReader(StringIO(content), delimiter=";")
    assert [line[_("Number")] for line in lines] == ["700000", "740249,1", "1787000", "2600000"]


def test_every_indicator_has_a_page(client: Client) -> None:
    keys = Indicator.objects.values_list("key", flat=True)
    answered = {key: client.get(f"/indicators/{key}/").status_code for key in keys}
    assert set(answered.values()) == {200}


def test_every_example_is_a_comparison(client: Client) -> None:
    main = read(client.get("/compare/")).one("main")
    examples = main.one("ul", "examples").links.values()
    drawn = {url: len(read(client.get(f"/compare/{url}")).all("table")) for url in examples}
    assert [url for url, tables in drawn.items() if not tables] == []
    assert len(drawn) == 5
