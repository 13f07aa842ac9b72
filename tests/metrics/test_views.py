"""Pages about indicators, as a visitor reads them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.actions import correct_figure
from metrics.comparison.overview import rule
from metrics.enums import Aggregation, Kind, Measure, Topic
from metrics.models import Figure, Indicator
from metrics.periods import Period, year
from provinces.actions import retire
from tests.reading import Element, read
from tests.register import NorthCentral, figure, indicator, north_central, registrar, source

pytestmark = pytest.mark.django_db

RETAIL = "/indicators/retail_goods/"
X_2022 = "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ, Lần thứ X (2022)"


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


def page(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return read(response)


def printed(main: Element) -> list[str]:
    """The numbers shown, each as it is printed."""
    return [row.one("b").text for row in main.all("tr") if row.has("td") and row.has("b")]


def test_list_shows_indicators_with_figures_and_folds_away_the_others(client, north):
    indicator("clusters")
    Indicator.objects.filter(key="export").update(position=1)
    main = page(client, "/indicators/").one("main")
    assert main.headings == [Topic.TRADE.label, Topic.CLUSTERS.label]
    assert main.section(Topic.TRADE.label).rows == [
        ["Tổng mức bán lẻ hàng hóa", "tỷ đồng", Aggregation.SUM.label, "4"],
        ["Kim ngạch xuất khẩu", "triệu USD", Aggregation.SUM.label, "1"],
    ]
    folded = main.section(Topic.CLUSTERS.label).one("details")
    words = ngettext(
        "%(counter)s indicator without figures yet", "%(counter)s indicators without figures yet", 1
    )
    assert folded.one("summary").text == words % {"counter": 1}
    assert folded.links == {"Cụm công nghiệp": "/indicators/clusters/"}


def test_list_says_of_what_an_indicator_is_a_breakdown(client, north):
    goods = indicator("retail_goods")
    part = indicator("clusters", parent=goods)
    figure("clusters", "48", "cum-cong-nghiep", reported_at=north.x_2022)
    row = page(client, "/indicators/").one("main").section(Topic.CLUSTERS.label).rows[0]
    assert row[0] == f"{part.label} {_('breakdown of:')} Tổng mức bán lẻ hàng hóa"


def test_indicator_tells_its_unit_and_how_totals_are_formed(client, north):
    goods = indicator("retail_goods")
    goods.definition = "Doanh thu bán lẻ hàng hóa trên địa bàn."
    goods.save()
    part = indicator("clusters", parent=goods)
    main = page(client, RETAIL).one("main")
    assert main.all("p")[1].text == goods.definition
    assert main.terms == {
        _("Unit"): "tỷ đồng",
        _("Counted"): Kind.FLOW.label,
        _("Regional total"): f"{capfirst(Aggregation.SUM.label)}. {rule(goods)}",
        _("Breakdowns"): part.label,
    }
    assert page(client, "/indicators/clusters/").one("main").terms[_("Breakdown of")] == goods.label


def test_indicator_shows_every_figure_latest_first_with_place_source_and_conference(client, north):
    main = page(client, RETAIL).one("main")
    at = f"{_('reported at:')} {X_2022}"
    six = "6 tỉnh Bắc Trung Bộ"
    *rows, checks = main.section(_("Figures")).rows
    assert checks[0].startswith(_("Checks:"))
    assert sorted(rows[1:]) == sorted(
        [
            [_("value"), six, f"năm 2021 {at}", "Thực hiện", "370.461 tỷ đồng", ""],
            [_("value"), six, f"quý I/2022 {at}", "Ước thực hiện", "105.091 tỷ đồng", ""],
            [
                *(_("share of the whole country"), six, f"quý I/2022 {at}"),
                *("Ước thực hiện", "7,97%", ""),
            ],
            [
                *(_("value"), _("whole country"), f"quý I/2022 {at}", "Ước thực hiện"),
                *("1,318 triệu tỷ đồng = 1.318.000 tỷ đồng", ""),
            ],
        ]
    )
    assert printed(main)[-1] == "370.461 tỷ đồng"
    assert main.section(_("Sources")).one("li")["id"] == "source-1"


def test_indicator_without_figures_shows_the_way_on(client):
    indicator("clusters")
    empty = page(client, "/indicators/clusters/").one("div", "empty")
    assert empty.links == {_("All indicators"): "/indicators/"}


def test_indicator_shows_the_corrected_figure_alone(client, north):
    correct_figure(
        figure=north.figures[0],
        by=registrar(),
        reason="Đính chính.",
        number="370.46",
        printed="370,46 nghìn tỷ đồng",
    )
    shown = printed(page(client, RETAIL).one("main"))
    assert "370,46 nghìn tỷ đồng" in shown
    assert "370.461 tỷ đồng" not in shown


def test_indicator_does_not_show_a_retired_figure(client, north):
    retire(record=north.figures[0], by=registrar(), reason="Nhập nhầm.")
    assert "370.461 tỷ đồng" not in printed(page(client, RETAIL).one("main"))


def test_indicator_shows_contradicting_figures_side_by_side(client, north):
    said = {"region": north.region, "reported_at": north.x_2022, "source": source("bao-khac")}
    figure("export", "11.3", "ty-usd", **said)
    figures = page(client, "/indicators/export/").one("main").section(_("Figures"))
    assert figures.one("tr", "group").one("span", "tag--disputed").text == _("Sources disagree")
    assert [(row.one("b").text, row.marks) for row in figures.all("tr", "clash")] == [
        ("11,3 tỷ USD", [2]),
        ("11,28 tỷ USD", [1]),
    ]


def test_indicator_explains_a_number_that_cannot_be_converted(client, north):
    said = {"region": north.region, "reported_at": north.x_2022, "period": year(2020)}
    figure("export", "93.5", "ty-dong", problem="Nguồn in bằng đồng.", **said)
    figures = page(client, "/indicators/export/").one("main").section(_("Figures"))
    *_others, shown, remark, _checks = figures.rows
    assert shown[4] == "93,5 tỷ đồng"
    assert remark == [f"{_('Not converted:')} Nguồn in bằng đồng."]


def test_indicator_says_of_how_many_provinces_and_by_which_criterion(client, north):
    said = {"measure": Measure.PROVINCES, "out_of": 6, "criterion": "tăng so với cùng kỳ"}
    figure("export", "5", "tinh", region=north.region, reported_at=north.x_2022, **said)
    rows = page(client, "/indicators/export/").one("main").section(_("Figures")).rows
    words = _("provinces, of %(out_of)s: %(criterion)s")
    assert words % {"out_of": 6, "criterion": "tăng so với cùng kỳ"} in [row[0] for row in rows]


def test_indicator_pages_show_every_figure_once_forwards_and_back(client, north):
    of = {"indicator": indicator("export"), "scope": "nation", "basis": "actual", "number": "1"}
    of |= {"unit": indicator("export").unit, "source": source(), "value": 1}
    begun = dt.date(2010, 1, 1)
    for number in range(60):
        day = begun + dt.timedelta(days=number)
        period = Period(day, day + dt.timedelta(days=1))
        row = Figure(period_start=period.start, period_end=period.end, printed=f"số {number}", **of)
        row.save()
    expected = ["11,28 tỷ USD", *(f"số {number}" for number in reversed(range(60)))]
    first = page(client, "/indicators/export/")
    second = page(client, f"/indicators/export/{first.one('a', rel='next')['href']}")
    again = page(client, f"/indicators/export/{second.one('a', rel='prev')['href']}")
    assert printed(first) + printed(second) == expected
    assert (len(printed(second)), printed(again)) == (11, printed(first))
    assert not second.has("a", rel="next")
