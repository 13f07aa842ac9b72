"""The lists and tables of the pages as files: what they hold, for whom, at what cost."""

import csv
import datetime as dt
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from conferences.enums import Fact
from conferences.models import Conference, FormerSlug
from metrics.actions import correct_figure
from metrics.enums import Basis
from metrics.periods import year
from provinces.actions import retire
from tests.portal.test_pages import more
from tests.reading import PAGES, TABLES, read
from tests.register import (
    NorthCentral,
    attest,
    clerk_thanh_hoa,
    conference,
    figure,
    handover,
    ministry_reader,
    north_central,
    organisation,
    proposal,
    registrar,
    source,
)

pytestmark = pytest.mark.django_db

each_table = pytest.mark.parametrize("address", TABLES.values())
SITE = "http://testserver"


@pytest.fixture
def client(client: Client) -> Client:
    """Somebody who reads English: the words are as the sources have them."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


def rows(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of a .csv by their headings."""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def squares(client: Client, address: str) -> list[list]:
    """The rows of an .xlsx without its headings."""
    response = client.get(address)
    assert response.status_code == 200
    sheet = load_workbook(BytesIO(response.getvalue())).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def column(client: Client, address: str, heading: str) -> list[str]:
    return [row[heading] for row in rows(client, address)]


def text(client: Client, address: str) -> str:
    return client.get(address).getvalue().decode()


# What they hold


def test_conferences_hold_what_their_page_shows(client, north) -> None:
    attested = (
        "Ngành Công Thương 6 tỉnh Bắc Trung Bộ tiếp tục phục hồi và tăng trưởng, "
        "Vietnam.vn (English), "
        "https://www.vietnam.vn/en/nganh-cong-thuong-6-tinh-bac-trung-bo-tiep-tuc-phuc-hoi-va-"
        "tang-truong"
    )
    assert rows(client, TABLES["conference_table"])[0] == {
        "Conference series": "Industry and trade conference of the North Central provinces",
        "Edition": "",
        "Conference": "Industry and trade conference of the North Central provinces (2024)",
        "Date": "13 May 2024",
        "First possible day": "2024-05-13",
        "Last day": "",
        "Status": "Held",
        "Theme": "industry and trade",
        "Region": "Six North Central provinces",
        "Host": "Quang Binh",
        "Now": "now part of Quang Tri",
        "Venue": "",
        "Received the flag": "",
        "Sources": attested,
        "Address": f"{SITE}/conferences/bac-trung-bo/2024/",
    }


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("", ["2024-05-13", "2022-05-13"]),
        ("?sort=series", ["2024-05-13", "2022-05-13"]),
        ("?year_to=2023", ["2022-05-13"]),
        ("?host=thanh-hoa&q=lan+thu+10", ["2022-05-13"]),
        ("?status=cancelled", []),
        ("?year_from=hai&host=khong-co", ["2024-05-13", "2022-05-13"]),
    ],
)
def test_conferences_are_filtered_as_on_their_page(client, north, query, held) -> None:
    page = read(client.get(f"/conferences/{query}")).one("main")
    assert len(page.all("li", "entry")) == len(held)
    assert column(client, f"/conferences/conferences.csv{query}", "First possible day") == held
    days = [str(row[4].date()) for row in squares(client, f"/conferences/conferences.xlsx{query}")]
    assert days == held


def test_conferences_hold_the_whole_list_not_its_page(client, north) -> None:
    for number in range(28):
        conference(north.series, dt.date(1990 + number, 5, 1))
    page = read(client.get("/conferences/")).one("main")
    shown = len(page.all("li", "entry"))
    assert (shown, len(rows(client, TABLES["conference_table"]))) == (25, 30)


def test_file_says_which_filters_are_in_it(client, north) -> None:
    answer = client.get("/conferences/conferences.xlsx?year_from=2020&host=thanh-hoa")
    about = load_workbook(BytesIO(answer.getvalue())).worksheets[1]
    said = [row for row in about.values if row[0] in ("Filter", "Address of the page")]
    assert said == [
        ("Filter", "Host: Thanh Hoa"),
        ("Filter", "From year: 2020"),
        ("Address of the page", f"{SITE}/conferences/?year_from=2020&host=thanh-hoa"),
    ]
    name = f"conferences-host-thanh-hoa-from-year-2020-{timezone.localdate()}.xlsx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_figures_hold_the_print_the_number_and_the_value(client, north) -> None:
    found = rows(client, TABLES["conference_figures"])
    share = next(row for row in found if row["Measure"] != "value")
    billion = next(row for row in found if row["Place"] == "whole country")
    assert billion == {
        "Indicator": "Retail sales of goods",
        "Measure": "value",
        "Place": "whole country",
        "Kind of place": "whole country",
        "Now": "",
        "Period": "Q1 2022",
        "First day of the period": "2022-01-01",
        "Last day of the period": "2022-03-31",
        "Basis": "Estimate",
        "As printed": "1,318 triệu tỷ đồng",
        "Exactness": "exactly",
        "Number in the printed unit": "1,318",
        "Upper end of a range": "",
        "Printed unit": "quadrillion đồng",
        "Value": "1318000",
        "Upper value": "",
        "Unit of the value": "billion đồng",
        "Not converted, because": "",
        "Note": "",
        "Chosen as headline": "",
        "Standing of the record": "Published",
        "Reported at": (
            "Industry and trade conference of the North Central provinces, edition X (2022)"
        ),
        "Source": "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022",
        "Publisher": "Báo Thanh Hóa (baothanhhoa.vn)",
        "Published on": "",
        "Rank": "press",
        "Address of the source": north.article.url,
        "Address of the conference": f"{SITE}/conferences/bac-trung-bo/x-2022/",
    }
    assert (share["Value"], share["Unit of the value"]) == ("7,97", "%")


def test_figure_without_a_value_says_why(client, north) -> None:
    said = {"region": north.region, "reported_at": north.x_2022, "period": year(2020)}
    figure("export", "93.50", "ty-dong", problem="Nguồn in bằng đồng.", **said)
    row = rows(client, "/indicators/export/figures.csv")[-1]
    kept = ("Number in the printed unit", "Printed unit", "Value", "Unit of the value")
    assert [row[one] for one in kept] == ["93,50", "billion đồng", "", ""]
    assert row["Not converted, because"] == "Nguồn in bằng đồng."


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("figure_table", 5),
        ("indicator_figures", 4),
        ("conference_figures", 5),
        ("region_figures", 4),
        ("source_figures", 5),
        ("province_figures", 0),
    ],
)
def test_figures_are_those_of_their_page(client, north, name, count) -> None:
    assert len(rows(client, TABLES[name])) == count


def test_figures_of_a_unit_are_those_of_its_kindred_too(client, north) -> None:
    figure("export", "5", "trieu-usd", province=north.units["quang-binh"])
    address = "/provinces/quang-tri-2025/figures.csv"
    row = rows(client, address)[0]
    assert (row["Place"], row["Now"]) == ("Quang Binh", "now part of Quang Tri")


def test_corrected_figure_alone_is_in_the_file(client, north) -> None:
    correct_figure(
        figure=north.figures[0],
        by=registrar(),
        reason="Đính chính.",
        number="370.46",
        printed="370,46 nghìn tỷ đồng",
    )
    printed = column(client, TABLES["indicator_figures"], "As printed")
    assert ("370,46 nghìn tỷ đồng" in printed, "370.461 tỷ đồng" in printed) == (True, False)


def test_demonstration_is_called_so_and_is_no_part_of_all_figures(client, north) -> None:
    shown = source("trinh-dien", title="Báo cáo trình diễn", is_demonstration=True)
    figure("clusters", "48", "cum-cong-nghiep", source=shown, basis=Basis.PLAN)
    assert "48 cụm công nghiệp" not in column(client, TABLES["figure_table"], "As printed")
    row = rows(client, "/sources/trinh-dien/figures.csv")[0]
    assert row["Standing of the record"] == "Demonstration"


def test_former_address_of_a_conference_leads_to_its_figures(client, north) -> None:
    FormerSlug.objects.create(series=north.series, slug="cu", conference=north.x_2022)
    answer = client.get("/conferences/bac-trung-bo/cu/figures.xlsx")
    assert (answer.status_code, answer["Location"]) == (
        301,
        "/conferences/bac-trung-bo/x-2022/figures.xlsx",
    )


def test_chain_holds_every_step_with_the_source_of_the_handover(client, north) -> None:
    found = rows(client, TABLES["chain_table"])
    assert [(row["Edition"], row["Year"], row["Host"], row["Record"]) for row in found] == [
        ("X", "2022", "Thanh Hoa", "Held"),
        ("XI", "2023", "Thua Thien Hue", "No record yet"),
        ("", "2024", "Quang Binh", "Held"),
    ]
    first, second, _third = found
    assert (first["Handed the flag to"], first["Publisher"]) == (
        "Thua Thien Hue",
        "Báo Thanh Hóa (baothanhhoa.vn)",
    )
    assert (second["Address"], second["Source"]) == ("", "")


def test_series_hold_their_years(client, north) -> None:
    row = rows(client, TABLES["series_table"])[0]
    assert (row["Conferences"], row["First year"], row["Last year"]) == ("2", "2022", "2024")


def test_proposals_are_filtered_as_on_their_page(client, north) -> None:
    body = organisation("bo", "Bộ Công Thương")
    asked = {"asked_by": body, "addressed_to": body, "conference": north.x_2022}
    proposal("=Hỗ trợ vốn", **asked)
    proposal("Xem xét quy hoạch", response="Ghi nhận.", **asked)
    assert column(client, "/proposals/proposals.csv?answered=no", "Proposal") == ["'=Hỗ trợ vốn"]
    row = rows(client, "/proposals/proposals.csv?answered=yes")[0]
    assert (row["Response"], row["Source"], row["Address"]) == (
        "Ghi nhận.",
        str(north.article),
        f"{SITE}/conferences/bac-trung-bo/x-2022/",
    )
    assert squares(client, "/proposals/proposals.xlsx?answered=no")[0][2] == "=Hỗ trợ vốn"


def test_organisations_hold_their_former_names(client, north) -> None:
    now = organisation("cuc-moi", "Cục mới", valid_from=dt.date(2025, 3, 1))
    organisation("cuc-cu", "Cục cũ", successor=now, valid_until=dt.date(2025, 3, 1))
    found = {row["Organisation"]: row for row in rows(client, TABLES["organisation_table"])}
    assert found["Cục mới"]["Former names"] == "Cục cũ"
    assert found["Sở Công Thương Thanh Hóa"]["Conferences"] == "1"


def test_sources_hold_what_they_are(client, north) -> None:
    source("van-ban", title="Kế hoạch", published_on=dt.date(2022, 5, 14), is_excerpt=True)
    row = next(one for one in rows(client, TABLES["source_table"]) if one["Source"] == "Kế hoạch")
    assert (row["Published on"], row["Rank"], row["Read"]) == (
        "2022-05-14",
        "press",
        "only its beginning",
    )


def test_provinces_are_those_of_the_day(client, north) -> None:
    then = rows(client, "/provinces/provinces.csv?on=30/6/2025")
    now = rows(client, "/provinces/provinces.csv")
    of_44 = [next(row for row in found if row["Code"] == "44") for found in (then, now)]
    assert [(row["Province or city"], row["Last valid day"], row["Now"]) for row in of_44] == [
        ("Quang Binh", "2025-06-30", "Quang Tri"),
        ("Quang Tri", "", "Quang Tri"),
    ]
    assert rows(client, "/provinces/provinces.csv?on=31/12/2003") == []
    assert rows(client, "/provinces/provinces.csv?on=hom+qua") == now


def test_members_hold_their_days(client, north) -> None:
    row = rows(client, TABLES["member_table"])[-1]
    assert (row["Province or city"], row["Member from"], row["Last day of membership"]) == (
        "Hue",
        "2025-01-01",
        "2025-06-30",
    )


def test_regions_and_indicators_hold_their_counts(client, north) -> None:
    regions = dict(
        zip(
            column(client, TABLES["region_table"], "Region"),
            column(client, TABLES["region_table"], "Conferences"),
            strict=True,
        )
    )
    assert regions == {
        "Five North Central provinces and cities": "0",
        "Six North Central provinces": "2",
    }
    assert column(client, TABLES["indicator_table"], "Figures") == ["1", "4"]


# For whom


SECRETS = ("Mật", "777", "2030", "2031", "XVIII")


@pytest.fixture
def draft(north: NorthCentral) -> Conference:
    """A draft whose every part would tell of it."""
    host = north.units["nghe-an"]
    meeting = conference(
        north.series,
        dt.date(2030, 5, 1),
        draft=True,
        edition=17,
        title="Hội nghị Mật",
        host=host,
        region=north.region,
    )
    attest(meeting, Fact.HOST, "tại nơi Mật", "nghe-an")
    handover(meeting, north.units["ha-tinh"], giver="Sở Mật", edition=18, year=2031)
    body = organisation("co-quan", "Cơ quan Mật")
    proposal("Kiến nghị Mật", asked_by=body, addressed_to=body, conference=meeting)
    for place in ({"region": north.region}, {"province": host}, {"conference": meeting}):
        reported = {"reported_at": meeting, "note": "Số liệu Mật"}
        figure("retail_goods", "777.77", "ty-dong", **place, **reported)
    return meeting


def test_draft_is_in_no_file_of_who_may_not_see_it(client, draft) -> None:
    client.force_login(clerk_thanh_hoa())
    addresses = [*TABLES.values(), "/provinces/nghe-an/figures.csv"]
    found = {one: [s for s in SECRETS if s in text(client, one)] for one in addresses}
    assert {one: told for one, told in found.items() if told} == {}
    assert client.get(f"{draft.get_absolute_url()}figures.csv").status_code == 404


@pytest.mark.parametrize(
    ("address", "heading", "said"),
    [
        ("/conferences/conferences.csv", "Status", "Draft"),
        ("/indicators/figures.csv", "Standing of the record", "Draft"),
        ("/provinces/nghe-an/figures.csv", "Standing of the record", "Draft"),
        ("/proposals/proposals.csv", "Proposal", "Kiến nghị Mật"),
        ("/series/bac-trung-bo/chain.csv", "Host", "Nghe An"),
    ],
)
def test_draft_is_in_the_files_of_the_ministry_and_called_so(
    client,
    draft,
    address,
    heading,
    said,
) -> None:
    client.force_login(ministry_reader())
    assert said in column(client, address, heading)
    client.logout()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert said not in column(client, address, heading)


@each_table
def test_closed_register_gives_no_table_without_login(client, settings, north, address) -> None:
    settings.PORTAL_REQUIRE_LOGIN = True
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={address}")
    client.force_login(clerk_thanh_hoa())
    assert client.get(address).status_code == 200


@each_table
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_table_answers_no_method_that_writes(client, address, method) -> None:
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/conferences/bac-trung-bo/xx-2042/figures.csv",
        "/series/khong-co/chain.csv",
        "/provinces/khong-co/figures.csv",
        "/regions/khong-co/figures.csv",
        "/regions/khong-co/members.csv",
        "/indicators/khong-co/figures.csv",
        "/sources/khong-co/figures.csv",
        "/conferences/conferences.pdf",
    ],
)
def test_table_of_nothing_is_not_found(client, north, address) -> None:
    assert client.get(address).status_code == 404


def test_table_of_a_retired_record_is_not_found(client, north) -> None:
    retire(record=north.article, by=registrar(), reason="Ghi nhầm.")
    assert client.get(TABLES["source_figures"]).status_code == 404


# The way to them


OFFERED = {
    "/conferences/": ["conference_table"],
    "/conferences/bac-trung-bo/x-2022/": ["conference_figures"],
    "/series/": ["series_table"],
    "/series/bac-trung-bo/": ["chain_table"],
    "/provinces/": ["province_table"],
    "/provinces/thanh-hoa/": ["province_figures"],
    "/regions/": ["region_table"],
    "/regions/bac-trung-bo-6/": ["member_table", "region_figures", "region_sums"],
    "/indicators/": ["indicator_table", "figure_table"],
    "/indicators/retail_goods/": ["indicator_figures"],
    "/proposals/": ["proposal_table"],
    "/organisations/": ["organisation_table"],
    "/sources/": ["source_table"],
    "/sources/bao-thanh-hoa-2022/": ["source_figures"],
}


def offered(client: Client, address: str) -> list[str]:
    main = read(client.get(address)).one("main")
    return [link["href"] for one in main.all("p", "downloads") for link in one.all("a")]


def test_every_table_is_offered_on_its_page_in_both_kinds(client, north) -> None:
    body = organisation("bo", "Bộ Công Thương")
    proposal("Hỗ trợ vốn", asked_by=body, addressed_to=body, conference=north.x_2022)
    figure("export", "5", "trieu-usd", province=north.units["thanh-hoa"])
    links = {address: offered(client, address) for address in PAGES.values()}
    assert {address: found for address, found in links.items() if found} == {
        address: [
            link
            for name in names
            for link in (TABLES[name].removesuffix("csv") + "xlsx", TABLES[name])
        ]
        for address, names in OFFERED.items()
    }
    offered_names = [name for names in OFFERED.values() for name in names]
    # Offered when there is something in them: tests/metrics/test_{comparison,checks,footings}_pages
    # and test_corrections, tests/portal/test_search.
    when_full = ["compare_table", "check_table", "correction_table", "province_sums"]
    when_full.append("search_table")
    assert sorted([*offered_names, *when_full]) == sorted(TABLES)


def test_link_keeps_the_filters_and_leaves_the_page_of_the_list(client, north) -> None:
    links = offered(client, "/conferences/?year_from=2020&sort=series&after=x~1")
    assert links == [
        "/conferences/conferences.xlsx?year_from=2020&sort=series",
        "/conferences/conferences.csv?year_from=2020&sort=series",
    ]


# What they cost


PLACES = "every unit, for who is now part of whom"
FIGURES = [PLACES, "figures"]
COSTS = {
    "conference_table": ["conferences", "their handovers", "their attestations", PLACES],
    "conference_figures": ["the conference", *FIGURES],
    "series_table": ["series with their counts"],
    "chain_table": ["the series", "its predecessors", PLACES, "conferences", "their handovers"],
    "province_table": [PLACES, "units of the day", "hostings by unit"],
    "province_figures": [
        *("the unit", "other spellings", "regions", f"{PLACES} (its kindred)"),
        *FIGURES,
    ],
    "province_sums": ["the unit", "other spellings", "regions", PLACES, "figures"],
    "region_sums": [
        *("the region", "its predecessors", "memberships", PLACES, *FIGURES),
        *("figures of its provinces", "indicators akin", "figures beside them", "what adds up"),
        "memberships of regions",
    ],
    "region_table": ["conferences by region", "regions"],
    "region_figures": ["the region", "its predecessors", "memberships", *FIGURES],
    "member_table": ["the region", "its predecessors", "memberships", PLACES],
    "check_table": ["figures", "what adds up", "memberships of regions"],
    "correction_table": ["corrections"],
    "compare_table": ["indicators with their counts", PLACES, "regions", "their members"],
    "indicator_table": ["indicators with their counts"],
    "figure_table": FIGURES,
    "indicator_figures": ["the indicator", "breakdowns", *FIGURES],
    "proposal_table": ["proposals"],
    "organisation_table": ["every body", "conferences that name them", PLACES],
    "search_table": [],  # nothing is asked for; of a search: tests/portal/test_search
    "source_table": ["sources"],
    "source_figures": ["the source", "left out", *FIGURES],
}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("name", TABLES)
def test_table_costs_the_same_queries_for_one_row_and_for_three(
    client, django_assert_num_queries, north, name, ending
) -> None:
    address = TABLES[name].removesuffix("csv") + ending
    more(range(1))
    with django_assert_num_queries(len(COSTS[name])):
        client.get(address).getvalue()
    more(range(1, 3))
    with django_assert_num_queries(len(COSTS[name])):
        assert client.get(address).getvalue() != b""
