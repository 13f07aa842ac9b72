"""The compare page, its file, and what the page of an indicator makes of its figures."""

import csv
import datetime as dt
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl import load_workbook

from conferences.models import Series, Source
from metrics.comparison.overview import rule
from metrics.enums import Against, Aggregation, Basis, Kind, Measure
from metrics.models import Indicator
from metrics.periods import Period, first_months, year
from tests.reading import Element, read
from tests.register import (
    NorthCentral,
    conference,
    figure,
    indicator,
    ministry_reader,
    north_central,
    province,
    region,
    source,
)
from vietnamese.numbers import NBSP, format_number

pytestmark = pytest.mark.django_db

SIX, FIVE = "6 tỉnh Bắc Trung Bộ", "5 tỉnh, thành phố Bắc Trung Bộ"
GOODS = "Tổng mức bán lẻ hàng hóa"


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


def page(client: Client, query: str) -> Element:
    response = client.get(f"/compare/?{query}")
    assert response.status_code == 200
    return read(response).one("main")


def table(main: Element) -> list[list[str]]:
    return main.one("div", "sheet__table").rows


def heads(main: Element) -> list[str]:
    return [one.text for one in main.one("div", "sheet__table").one("thead").all("th")]


def knowing(main: Element) -> list[str]:
    """The sentences above the tables."""
    return main.one("ul", "knowing").items


def alerts(main: Element) -> list[str]:
    return [one.text for one in main.all("div", "alert")]


def numbers_drawn(main: Element) -> list[str]:
    """The numbers that a mouse finds in the wide drawing."""
    drawing = main.one("svg", "chart__wide")
    return sorted(
        group.one("title").text for group in (*drawing.all("g", "mark"), *drawing.all("g", "bar"))
    )


def lines_of_file(client: Client, query: str) -> list[dict[str, str]]:
    response = client.get(f"/compare/comparison.csv?{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


# Three regions over the years


@pytest.fixture
def three(north: NorthCentral) -> str:
    """The address of retail sales of three regions over three years."""
    units = north.units
    places = [north.region, region("hai", units["nghe-an"]), region("ba", units["ha-tinh"])]
    for at, place in enumerate(places):
        for number in (2019, 2020, 2021):
            if place == north.region and number == 2021:
                continue  # 370.461 of the X conference
            figure(
                "retail_goods",
                f"{100000 * (at + 1) + number}.5",
                "ty-dong",
                period=year(number),
                region=place,
                source=source(f"bao-{place.key}-{number}"),
            )
    return "indicator=retail_goods&place=ba&place=bac-trung-bo-6&place=hai&kind=year"


def test_three_regions_over_the_years_stand_in_the_order_chosen(client, three):
    main = page(client, three)
    assert heads(main) == [_("Place"), "năm 2019", "năm 2020", "năm 2021"]
    assert table(main) == [
        ["ba", "302.019,5", "302.020,5", "302.021,5"],
        [SIX, "102.019,5", "102.020,5", "370.461"],
        ["hai", "202.019,5", "202.020,5", "202.021,5"],
    ]
    assert main.one("p", "chart__headline").text == _(
        "%(period)s against the same period of the year before: up in %(rose)s of %(count)s places "
        "compared, down in %(fell)s, unchanged in %(same)s."
    ) % {"period": "Năm 2021", "count": 3, "rose": 3, "fell": 0, "same": 0}


def test_chart_table_and_files_of_three_regions_hold_the_same_numbers(client, three):
    main = page(client, three)
    shown = [
        (row[0], head, number)
        for row in table(main)
        for head, number in zip(heads(main)[1:], row[1:], strict=True)
    ]
    drawn = sorted(f"{place}, {period}: {number} tỷ đồng" for place, period, number in shown)
    assert numbers_drawn(main) == drawn
    found = lines_of_file(client, three)
    assert [(one[_("Place")], one[_("Period")], one[_("As shown")]) for one in found] == shown
    written = [number.replace(".", "") for *_place, number in shown]
    assert [one[_("Number")] for one in found] == written
    response = client.get(f"/compare/comparison.xlsx?{three}")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets[0]
    at = [cell.value for cell in sheet[1]].index(_("Number"))
    kept = [Decimal(str(row[at].value)) for row in sheet.iter_rows(min_row=2)]
    assert [f"{number:f}".replace(".", ",") for number in kept] == written


def test_every_number_leads_to_its_figure_and_its_source(client, three, north):
    main = page(client, three)
    x_2022 = north.x_2022.get_absolute_url()
    assert main.one("div", "sheet__table").links["370.461"] == (
        f"{x_2022}#figure-{north.figures[0].pk}"
    )
    row = main.one("div", "sheet__table").all("tr")[2]
    assert row.marks == [4, 5, 6]
    listed = {int(one["value"]): one for one in main.one("ol", "sources").all("li")}
    assert listed[6].links[north.article.title] == north.article.get_absolute_url()


def test_files_of_what_is_on_the_screen_are_offered(client, three):
    links = page(client, three).one("p", "downloads").all("a")
    assert [one["href"] for one in links] == [
        f"/compare/comparison.{ending}?{three}" for ending in ("xlsx", "csv")
    ]


def test_file_names_the_sources_of_each_number(client, three, north):
    (line,) = [one for one in lines_of_file(client, three) if one[_("As shown")] == "370.461"]
    assert line[_("Source")] == (
        f"{north.article.title}, {north.article.publisher}, {north.article.url}"
    )
    assert line[_("Unit")] == "tỷ đồng"


def test_years_and_bases_limit_table_and_file_alike(client, three, north):
    figure("retail_goods", "9", "ty-dong", region=north.region, period=year(2020), basis=Basis.PLAN)
    asked = f"{three}&year_from=2020&year_to=2020&basis=plan"
    assert table(page(client, asked)) == [[SIX, f"9 {Basis.PLAN.label}"]]
    assert [one[_("Basis")] for one in lines_of_file(client, asked)] == [Basis.PLAN.label]


@pytest.mark.parametrize("more", [0, 2])
def test_file_costs_the_same_queries_for_one_place_and_for_three(
    client, django_assert_num_queries, three, more
):
    query = three if more else three.replace("&place=ba&", "&").replace("&place=hai", "")
    # indicators, places, regions, their members, figures
    with django_assert_num_queries(5):
        assert len(lines_of_file(client, query)) == 3 * (more + 1)


# Periods, bases, sources


def test_periods_of_unlike_lengths_have_tables_of_their_own(client, north):
    main = page(client, "indicator=retail_goods&place=bac-trung-bo-6")
    assert [one.rows for one in main.all("div", "sheet__table")] == [
        [[SIX, "370.461"]],
        [[SIX, f"105.091 {Basis.ESTIMATE.label}"]],
    ]
    words = _("Periods of unlike lengths are not set against each other: each kind has its table.")
    assert words in knowing(main)
    assert main.all("svg", "chart__wide") == []  # a number alone is not drawn


def test_plan_has_a_line_of_its_own(client, north):
    for number in (2020, 2021):
        figure("retail_goods", f"{number}", "ty-dong", region=north.region, period=year(number),
               basis=Basis.PLAN)  # fmt: skip
    figure("retail_goods", "5", "ty-dong", region=north.region, period=year(2020))
    main = page(client, "indicator=retail_goods&place=bac-trung-bo-6&kind=year")
    drawing = main.one("svg", "chart__wide")
    names = [one.text for one in drawing.all("text", "name")]
    assert [one.rsplit(" ", 1)[0] for one in names] == [
        SIX, (_("%(place)s (plan)") % {"place": SIX}),
    ]  # fmt: skip
    assert [len(one.all("g", "mark")) for one in drawing.all("g", "line")] == [2, 2]
    assert _("Plans are not on one line with what happened.") in main.text


def test_disputed_number_is_marked_and_without_a_choice_not_drawn(client, north):
    said = {"region": north.region, "source": source("bao-khac")}
    other = figure("retail_goods", "370500", "ty-dong", **said)
    figure("retail_goods", "5", "ty-dong", region=north.region, period=year(2020))
    query = "indicator=retail_goods&place=bac-trung-bo-6&kind=year"
    main = page(client, query)
    mark = _("Sources disagree")
    assert table(main) == [[SIX, "5", f"370.461 {mark} 370.500 {mark}"]]
    assert main.all("svg", "chart__wide") == []
    found = lines_of_file(client, query)
    assert [(one[_("Number")], one[_("Remarks")]) for one in found] == [
        ("5", ""), ("", mark), ("", mark),
    ]  # fmt: skip
    other.is_headline = True
    other.save()
    main = page(client, query)
    assert table(main) == [[SIX, "5", f"370.500 {mark}"]]
    assert numbers_drawn(main) == [f"{SIX}, năm 2020: 5 tỷ đồng",
                                   f"{SIX}, năm 2021: 370.500 tỷ đồng"]  # fmt: skip


def test_number_that_cannot_be_converted_is_shown_and_not_drawn(client, north):
    said = {"region": north.region, "period": year(2020)}
    figure("export", "93.5", "ty-dong", problem="Nguồn in bằng đồng.", **said)
    main = page(client, "indicator=export&place=bac-trung-bo-6")
    words = _("Not converted, so not drawn.")
    assert table(main) == [[SIX, f"93,5 tỷ đồng {words}", "11.280"]]


def test_growth_says_when_its_source_does_not_say_on_what(client, north):
    said = {"region": north.region, "measure": Measure.GROWTH}
    figure("export", "7.5", "phan-tram", against=Against.SAME_PERIOD, **said)
    figure("export", "8", "phan-tram", against=Against.NOT_STATED, period=year(2020), **said)
    figure("export", "9", "phan-tram", against=Against.PLAN, **said)
    main = page(client, "indicator=export&place=bac-trung-bo-6&measure=growth")
    assert table(main) == [[SIX, f"8 {_('on what is not stated')}", "7,5"]]
    assert _("Growth on a plan or on another period than a year before is left out here.") in (
        knowing(main)
    )


def test_number_only_over_or_about_says_so(client, north):
    figure("retail_goods", "5", "ty-dong", region=north.region, period=year(2020),
           qualifier="over")  # fmt: skip
    main = page(client, "indicator=retail_goods&place=bac-trung-bo-6&kind=year")
    assert table(main) == [[SIX, "trên 5", "370.461"]]


# Whose figures


def test_figures_of_a_draft_are_shown_to_the_ministry_alone_and_marked(client, north):
    draft = conference(north.series, dt.date(2025, 5, 1), draft=True, region=north.region)
    figure("retail_goods", "777", "ty-dong", region=north.region, period=year(2024),
           reported_at=draft)  # fmt: skip
    query = "indicator=retail_goods&place=bac-trung-bo-6&kind=year"
    assert table(page(client, query)) == [[SIX, "370.461"]]
    assert "777" not in [one[_("Number")] for one in lines_of_file(client, query)]
    assert "777" not in read(client.get("/indicators/retail_goods/")).one("main").text
    client.force_login(ministry_reader())
    assert table(page(client, query)) == [[SIX, "370.461", f"777 {_('Draft')}"]]
    (line,) = [one for one in lines_of_file(client, query) if one[_("Number")] == "777"]
    assert line[_("Remarks")] == _("Draft")


def test_figures_of_a_demonstration_are_in_no_comparison(client, north):
    paper = source("trinh-dien")
    figure("retail_goods", "777", "ty-dong", region=north.region, period=year(2024), source=paper)
    query = "indicator=retail_goods&place=bac-trung-bo-6&kind=year"
    assert table(page(client, query)) == [[SIX, "370.461", "777"]]
    Source.objects.filter(pk=paper.pk).update(is_demonstration=True)
    assert table(page(client, query)) == [[SIX, "370.461"]]
    Series.objects.filter(pk=north.series.pk).update(is_demonstration=True)
    main = page(client, query)
    assert main.all("div", "sheet__table") == []
    assert knowing(main) == [
        _("No figure of “%(indicator)s” for these places, periods and bases.")
        % {"indicator": GOODS}
    ]


# Units of a day


@pytest.fixture
def clusters(north: NorthCentral) -> NorthCentral:
    """Clusters at the end of 2023 in the two provinces that are Quảng Trị today, and in Nghệ An."""
    for key, number in (("quang-binh", "3"), ("quang-tri-1989", "4"), ("nghe-an", "9")):
        counted(north, key, number)
    return north


def counted(north: NorthCentral, key: str, number: str, at: int = 2023) -> None:
    figure("clusters", number, "cum-cong-nghiep", province=north.units[key], period=year(at),
           source=source(f"bao-{key}-{at}"))  # fmt: skip


def test_province_is_the_sum_of_those_it_was_formed_from_on_todays_units(client, clusters):
    query = "indicator=clusters&place=quang-tri-2025&place=nghe-an"
    reported = page(client, query)
    assert table(reported) == [["Nghệ An", "9"]]
    main = page(client, f"{query}&footing=today")
    count = ngettext(
        "%(n)s of %(m)s unit it was formed from has figures",
        "%(n)s of %(m)s units it was formed from have figures",
        2,
    ) % {"n": 2, "m": 2}
    assert table(main) == [["Quảng Trị", f"7 {count}"], ["Nghệ An", "9"]]
    assert numbers_drawn(main) == ["Nghệ An: 9 cụm công nghiệp", "Quảng Trị: 7 cụm công nghiệp"]
    assert main.one("div", "sheet__table").all("tr")[1].marks == [1, 2]


def test_incomplete_sum_is_no_number(client, north):
    counted(north, "quang-binh", "3")
    query = "indicator=clusters&place=quang-tri-2025&footing=today"
    ((place, words),) = table(page(client, query))
    assert (place, words.startswith(_("no total")), "3." in words) == ("Quảng Trị", True, True)
    assert [one[_("Number")] for one in lines_of_file(client, query)] == [""]


def test_former_province_is_read_as_the_unit_of_the_day(client, clusters):
    main = page(client, "indicator=clusters&place=quang-binh&footing=today")
    assert [row[0] for row in table(main)] == ["Quảng Trị"]
    said = {"place": str(clusters.units["quang-binh"]), "units": "Quảng Trị"}
    assert _("%(place)s is read as: %(units)s.") % said in knowing(main)
    then = page(client, "indicator=clusters&place=quang-tri-2025&footing=2024-05-17")
    assert [row[1] for row in table(then)] == ["3", "4"]


def test_province_formed_by_a_merger_offers_todays_units(client, clusters):
    main = page(client, "indicator=clusters&place=quang-binh&place=quang-tri-2025")
    changed = main.one("section", "knowing")
    old = {"place": "Quảng Bình", "now": "Quảng Trị", "day": "1/7/2025"}
    new = {"place": "Quảng Trị", "old": "Quảng Bình, Quảng Trị", "day": "1/7/2025"}
    assert changed.items == [
        _("%(place)s belongs to %(now)s since %(day)s: figures since then are its.") % old,
        _("%(place)s was formed from %(old)s on %(day)s: earlier figures are theirs.") % new,
    ]
    assert changed.links[_("On today's provinces")] == (
        "?indicator=clusters&place=quang-binh&place=quang-tri-2025&footing=today"
    )


def test_region_is_the_sum_of_its_provinces_beside_what_is_printed(client, north):
    two = region("hai-tinh", north.units["nghe-an"], north.units["ha-tinh"])
    counted(north, "nghe-an", "9")
    counted(north, "ha-tinh", "5")
    figure("clusters", "15", "cum-cong-nghiep", region=two, period=year(2023))
    query = "indicator=clusters&place=hai-tinh"
    assert table(page(client, query)) == [["hai-tinh", "15"]]
    main = page(client, f"{query}&footing=today")
    count = _("%(n)s of %(N)s provinces") % {"n": 2, "N": 2}
    printed = _("as printed for the region")
    assert table(main) == [["hai-tinh", f"14 {count} 15 {printed}"]]


def test_index_is_not_added_and_growth_stands_as_reported(client, clusters):
    Indicator.objects.filter(key="clusters").update(aggregation=Aggregation.NONE)
    query = "indicator=clusters&place=quang-tri-2025&footing=today"
    main = page(client, query)
    refusal = _("“%(indicator)s” cannot be added over provinces.")
    assert refusal % {"indicator": "Cụm công nghiệp"} in knowing(main)
    assert [one[_("Number")] for one in lines_of_file(client, query)] == [""]
    said = {"measure": Measure.GROWTH, "against": Against.SAME_PERIOD}
    figure("clusters", "5", "phan-tram", province=clusters.units["quang-binh"], **said)
    main = page(client, "indicator=clusters&place=quang-binh&measure=growth&footing=today")
    assert table(main) == [[str(clusters.units["quang-binh"]), "5"]]
    assert _("Growth is not added over provinces: it stands as reported.") in knowing(main)
    assert not main.has("nav", "footing")


# Regions that follow each other


def test_region_whose_members_changed_says_what_and_offers_the_next(client, north):
    figure("retail_goods", "400000", "ty-dong", region=north.region_today, period=year(2025))
    main = page(client, "indicator=retail_goods&place=bac-trung-bo-6")
    said = {"before": SIX, "after": FIVE, "day": "1/7/2025"}
    words = _("%(before)s → %(after)s on %(day)s: the same area, so totals compare.") % said
    changed = main.one("section", "knowing")
    assert changed.items[0].startswith(words)
    assert changed.links[_("Add %(place)s") % {"place": FIVE}] == (
        "?indicator=retail_goods&place=bac-trung-bo-6&place=bac-trung-bo-5"
    )
    assert changed.one("details").one("ul").items == [
        _("%(new)s was formed from %(old)s.") % {"new": "Quảng Trị", "old": "Quảng Bình, Quảng Trị"}
    ]


def test_change_is_not_told_where_there_is_nothing_to_compare_it_with(client, north):
    main = page(client, "indicator=retail_goods&place=bac-trung-bo-6")
    assert main.all("section", "knowing") == []


# What is asked wrongly


def test_different_units_have_charts_of_their_own(client, north):
    main = page(client, "indicator=export&indicator=retail_goods&place=bac-trung-bo-6")
    words = _("Different units are not drawn in one chart: each indicator has its own.")
    assert words in knowing(main)
    assert [one.text for one in main.all("caption")] == [
        f"{_('Unit:')} triệu USD",
        f"{_('Unit:')} tỷ đồng",
        f"{_('Unit:')} tỷ đồng",
    ]


def test_wrong_parts_are_said_and_the_rest_is_shown(client, north):
    main = page(
        client,
        "indicator=retail_goods&indicator=khong&place=bac-trung-bo-6&place=sao-hoa&kind=year"
        "&year_from=hai&footing=hom-qua",
    )
    assert alerts(main) == [
        _("No place has the key: %(keys)s. Choose from the places offered.") % {"keys": "sao-hoa"},
        _("No indicator has the key: %(keys)s. Choose from the indicators offered.")
        % {"keys": "khong"},
    ]
    assert table(main) == [[SIX, "370.461"]]
    form = main.one("details", "compare")
    assert "open" in form.attributes
    assert form.one("input", name_="year_from")["value"] == "hai"
    assert main.one("nav", "footing").one("input", name_="footing")["value"] == "hom-qua"


def test_no_figure_that_fits_says_what_to_do(client, north):
    main = page(client, "indicator=khong&place=bac-trung-bo-6")
    assert main.one("p", "empty__title").text == _("Nothing to compare yet")


def test_form_keeps_what_was_chosen_in_its_order(client, three, north):
    form = (
        page(client, f"{three}&basis=plan&basis=actual&footing=today")
        .one("details", "compare")
        .one("form")
    )
    ticked = [
        (one["name"], one["value"]) for one in form.all("input") if "checked" in one.attributes
    ]
    assert ticked == [
        *(("place", key) for key in ("ba", "bac-trung-bo-6", "hai")),
        *(("basis", basis) for basis in ("actual", "plan")),
    ]
    selected = [one["value"] for one in form.all("option") if "selected" in one.attributes]
    assert selected == ["retail_goods", "year"]
    assert form.one("input", type="hidden")["value"] == "today"


def test_nothing_chosen_offers_comparisons_of_what_there_is(client, three):
    main = page(client, "")
    (link,) = main.section(_("To begin with")).links.items()
    words, address = link
    assert words == GOODS
    assert address == "?indicator=retail_goods&place=bac-trung-bo-6&place=ba&place=hai"
    assert len(page(client, address[1:]).all("div", "sheet__table")) == 2


def test_only_reading_is_answered(client):
    assert client.post("/compare/").status_code == 405
    assert client.post("/compare/comparison.csv").status_code == 405
    assert client.get("/compare/comparison.pdf").status_code == 404


# The page of an indicator


def of_indicator(client: Client, key: str, query: str = "") -> Element:
    return read(client.get(f"/indicators/{key}/{query}")).one("main")


def test_indicator_shows_the_latest_number_of_each_place_that_is_no_plan(client, north):
    figure("retail_goods", "5", "ty-dong", region=north.region, period=year(2023), basis=Basis.PLAN)
    main = of_indicator(client, "retail_goods")
    latest = main.section(_("Latest"))
    quarter = "quý I/2022"
    estimate = Basis.ESTIMATE.label
    assert latest.one("table").rows == [
        ["cả nước", quarter, f"1.318.000 {estimate}"],
        [SIX, quarter, f"105.091 {estimate}"],
    ]
    words = _("No map: fewer than two provinces have a number of one period and basis.")
    assert words in latest.text


def test_indicator_draws_series_of_one_kind_of_period(client, north):
    figure("retail_goods", "5", "ty-dong", region=north.region, period=year(2020))
    figure("retail_goods", "400000", "ty-dong", region=north.region_today, period=year(2025))
    for number in (2021, 2020):
        figure("retail_goods", f"{number}", "ty-dong", region=north.region,
               period=first_months(number, 9))  # fmt: skip
    main = of_indicator(client, "retail_goods")
    line = "6 tỉnh → 5 tỉnh, thành phố Bắc Trung Bộ"
    assert main.section(_("Over the years")).one("div", "sheet__table").rows == [
        [line, "5", "370.461", "400.000"]
    ]
    assert list(main.one("p", "sorts").links.values()) == [
        "?kind=year#series",
        "?kind=first-9#series",
    ]
    nine = of_indicator(client, "retail_goods", "?kind=first-9").section(_("Over the years"))
    assert nine.one("div", "sheet__table").rows == [[SIX, "2.020", "2.021"]]
    unknown = of_indicator(client, "retail_goods", "?kind=tuan").section(_("Over the years"))
    assert unknown.one("div", "sheet__table").rows[0][0] == line


def test_indicator_reads_provinces_on_the_units_of_a_day(client, north):
    for key, number, of in (
        ("quang-binh", "100.5", 2023),
        ("quang-tri-1989", "200.25", 2023),
        ("quang-binh", "90", 2022),
        ("quang-tri-1989", "180", 2022),
        ("thanh-hoa", "7", 2023),
    ):
        figure("retail_goods", number, "ty-dong", province=north.units[key], period=year(of))

    def latest(query: str = "") -> dict[str, str]:
        rows = of_indicator(client, "retail_goods", query).section(_("Latest")).one("table").rows
        return {row[0]: row[2] for row in rows if row[0] not in ("cả nước", SIX)}

    until = " (đến 30/6/2025)"
    stated = {f"Quảng Bình{until}": "100,5", f"Quảng Trị{until}": "200,25", "Thanh Hóa": "7"}
    assert {name: number.split()[0] for name, number in latest().items()} == stated
    on_today = latest("?footing=today")
    assert {name: number.split()[0] for name, number in on_today.items()} == {
        "Quảng Trị": "300,75",
        "Thanh Hóa": "7",
    }
    assert latest("?footing=2024-05-17") == latest()
    series = of_indicator(client, "retail_goods", "?footing=today").section(_("Over the years"))
    assert ["Quảng Trị", "270", "300,75"] in [
        [row[0], *(cell.split()[0] for cell in row[-2:])]
        for row in series.one("div", "sheet__table").rows
    ]


def test_kind_of_period_keeps_the_footing_and_the_footing_the_kind(client, north):
    for number in (2022, 2023):
        for months in (9, 12):
            figure("retail_goods", f"{number}", "ty-dong", province=north.units["thanh-hoa"],
                   period=first_months(number, months))  # fmt: skip
    main = of_indicator(client, "retail_goods", "?kind=first-9&footing=today")
    kinds = [one["href"] for one in main.one("p", "sorts").all("a")]
    assert kinds == ["?kind=year&footing=today#series", "?kind=first-9&footing=today#series"]
    switch = [one["href"] for one in main.one("nav", "footing").all("a")]
    assert switch[0] == "?kind=first-9&footing=reported#latest"


def test_growth_alone_has_no_footing(client, north):
    said = {"province": north.units["quang-binh"], "period": year(2023)}
    figure("clusters", "5", "phan-tram", measure="growth", against="same_period", **said)
    main = of_indicator(client, "clusters", "?footing=today")
    assert (len(main.one("table", "latest").rows), main.has("nav", "footing")) == (1, False)


def test_series_breaks_where_another_area_begins(client, north):
    lone = region("bon-tinh", north.units["nghe-an"], valid_from=dt.date(2025, 7, 1))
    old = region("nam-tinh", north.units["ha-tinh"], north.units["nghe-an"],
                 valid_until=dt.date(2025, 7, 1), successor=lone)  # fmt: skip
    for place, number in ((old, 2023), (old, 2024), (lone, 2025)):
        figure("retail_goods", f"{number}", "ty-dong", region=place, period=year(number))
    main = of_indicator(client, "retail_goods").section(_("Over the years"))
    assert main.one("ul", "chart__notes").items == [
        "a 1/7/2025: "
        + _("Before: %(before)s; since then: %(after)s, another area.")
        % {"before": "nam-tinh", "after": "bon-tinh"}
    ]


def test_provinces_of_one_period_are_shaded_on_the_map(client, clusters):
    main = of_indicator(client, "clusters")
    tiles = {
        one["aria-label"]: one.classes
        for one in main.one("figure", "map").all("a")
        if "aria-label" in one.attributes and one.classes
    }
    assert {label: len(classes) for label, classes in tiles.items()} == {
        f"QB: Quảng Bình: 3{NBSP}cụm công nghiệp": 1,
        f"QT: Quảng Trị: 4{NBSP}cụm công nghiệp": 1,
        f"NA: Nghệ An: 9{NBSP}cụm công nghiệp": 1,
    }
    assert len(set(map(tuple, tiles.values()))) == 3


def test_indicator_of_growth_alone_shows_growth(client, north):
    index = indicator("clusters")
    index.kind, index.aggregation = Kind.INDEX, Aggregation.NONE
    index.save()
    said = {"measure": Measure.GROWTH, "against": Against.SAME_PERIOD}
    for number in (2020, 2021):
        figure("clusters", f"{number - 2010}.5", "phan-tram", period=year(number),
               region=north.region, **said)  # fmt: skip
    main = of_indicator(client, "clusters")
    assert main.section(_("Over the years")).one("div", "sheet__table").rows == [
        [SIX, "10,5", "11,5"]
    ]
    assert rule(index) in main.terms[_("Regional total")]
    compare = main.links[_("Compare places and years")]
    assert compare == "/compare/?indicator=clusters&place=bac-trung-bo-6&measure=growth"


def test_indicator_tells_what_follows_from_its_figures_and_marks_it(client, north):
    said = {"measure": Measure.GROWTH, "against": Against.SAME_PERIOD, "region": north.region}
    figure("export", "10", "phan-tram", **said)
    main = of_indicator(client, "export").section(_("Inferred, not reported"))
    (words,) = main.items
    assert words.startswith(f"{_('Inferred number')} Kim ngạch xuất khẩu, {SIX}, năm 2020")
    assert format_number(10255) not in of_indicator(client, "retail_goods").text


def test_indicator_without_two_numbers_says_so(client, north):
    province("ho-chi-minh-1976")
    main = of_indicator(client, "export")
    words = "No place has two numbers of one kind of period yet, so there is no line to draw."
    assert main.section(_("Over the years")).text == _(words)


def test_catalogue_leads_to_the_comparison(client, north):
    main = read(client.get("/indicators/")).one("main")
    assert main.links[_("Compare figures")] == "/compare/"


def test_half_years_are_a_kind_of_period(client, north):
    half = Period(dt.date(2020, 7, 1), dt.date(2021, 1, 1))
    figure("retail_goods", "5", "ty-dong", region=north.region, period=half)
    main = page(client, "indicator=retail_goods&place=bac-trung-bo-6&kind=last-6")
    assert table(main) == [[SIX, "5"]]
