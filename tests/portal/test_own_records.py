"""The register as it is filled, read in Vietnamese: what a visitor must find there."""

import datetime as dt
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from conferences.enums import OmissionReason, Status, Subject
from conferences.models import Conference, Omission, Organisation, Series, Source
from metrics.enums import Measure, Scope
from metrics.models import Figure, Indicator
from metrics.periods import Period
from metrics.plausible import plausible_range
from provinces.models import Province, Region
from tests.reading import Element, read

pytestmark = pytest.mark.usefixtures("own_records")

X_2022 = "/conferences/bac-trung-bo/x-2022/"
VI_2019 = "/conferences/phia-bac/vi-2019/"
PROMOTION_2020 = "/conferences/khuyen-cong-mien-trung-tay-nguyen/xi-2020/"
HUE_2015 = "/conferences/ket-noi-cung-cau-mien-trung-tay-nguyen/2015/"
NORTH_2024 = "/conferences/phia-bac/x-2024/"
SOUTH_2024 = "/conferences/phia-nam/x-2024/"
CENTRAL_2022 = "/conferences/mien-trung-tay-nguyen/viii-2022/"


def main(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    page = read(response)
    assert page["lang"] == "vi"
    return page.one("main")


def numbers(section: Element) -> list[str]:
    """The printed form of every figure, in the order of the table."""
    return [row.one("b").text for row in section.all("tr") if row.has("b")]


def facts(page: Element) -> dict[str, str]:
    return page.section(_("At a glance")).terms


def test_north_central_of_2022(client):
    page = main(client, X_2022)
    known = facts(page)
    assert known[_("Edition")].split()[0] == "X"
    assert known[_("Date")].startswith("13/5/2022")
    assert known[_("Host")].startswith("Thanh Hóa")
    assert known[_("Region")] == "6 tỉnh Bắc Trung Bộ"
    assert set(numbers(page.section(_("Figures")))) >= {
        *("370.461 tỷ đồng", "11,28 tỷ USD", "105.091 tỷ đồng", "7,97%", "1,318 triệu tỷ đồng")
    }


def test_flag_of_north_central_went_to_thua_thien_hue_for_2023(client):
    page = main(client, X_2022)
    received = facts(page)[_("Received the flag")]
    assert received.startswith("Thừa Thiên Huế")
    assert _("edition %(edition)s") % {"edition": "XI"} in received
    assert "2023" in received
    assert _("now %(name)s") % {"name": "TP. Huế"} in received
    assert [step.classes for step in page.one("ol", "chain--strip").all("div", "link")] == [
        {"link", "link--gap"}
    ]


def test_northern_conference_of_2019(client):
    page = main(client, VI_2019)
    known = facts(page)
    assert known[_("Edition")].split()[0] == "VI"
    assert known[_("Date")].startswith("24/5/2019")
    assert known[_("Host")].startswith("TP. Hải Phòng")
    assert known[_("Received the flag")].startswith("Thái Nguyên")
    assert set(numbers(page.section(_("Figures")))) >= {"14,9%", "11,8%", "18,2%", "9,7%", "13%"}


def test_northern_series_is_one_chain_with_its_gaps(client):
    page = main(client, "/series/phia-bac/")
    steps = page.one("ol", "chain--full").all("li", "step")
    assert [
        (step.one("svg", "flag").text, step.one("p", "stop__name").text, bool(step.all("a")))
        for step in steps
    ] == [
        ("", _("Host not recorded"), True),
        ("VI", "TP. Hải Phòng", True),
        ("VII", "Thái Nguyên", False),
        ("VIII", "Thanh Hóa", True),
        ("IX", "Quảng Ninh", True),
        ("X", "TP. Hà Nội", True),
        ("XI", "Tuyên Quang", True),
    ]
    assert [link.classes - {"link"} for step in steps for link in step.all("div", "link")] == [
        {"link--unrecorded"},
        {"link--gap"},
        {"link--gap"},
        {"link--unrecorded"},
        {"link--kept"},
        {"link--unrecorded"},
    ]


def test_industrial_promotion_of_2020(client):
    page = main(client, PROMOTION_2020)
    known = facts(page)
    assert known[_("Host")].startswith("Quảng Bình")
    assert known[_("Received the flag")].startswith("Ninh Thuận")
    assert _("edition %(edition)s") % {"edition": "XII"} in known[_("Received the flag")]
    assert "2021" in known[_("Received the flag")]
    printed = " | ".join(numbers(page.section(_("Figures"))))
    wanted = ["64,47", "95,27%", "7,34%", "69,41", "2,56%", "10", "6,94", "3,94", "19,9"]
    wanted += ["28,58%", "12,92%", "6", "5"]
    assert missing(wanted, printed) == []


def missing(wanted: list[str], printed: str) -> list[str]:
    """Numbers that do not stand there by themselves."""
    return [
        one
        for one in wanted
        if not re.search(rf"(?<![\d.,]){re.escape(one)}(?![\d]|[.,]\d)", printed)
    ]


def test_conference_of_2015_in_hue(client):
    page = main(client, HUE_2015)
    assert facts(page)[_("Host")].startswith("Thừa Thiên Huế")
    printed = " | ".join(numbers(page.section(_("Figures"))))
    wanted = ["150", "32", "18.503", "17,29%", "368", "11,31%", "400.000", "128", "120", "45"]
    wanted += ["27,11%"]
    assert missing(wanted, printed) == []
    assert "166" in page.section(_("Figures")).text


def test_proposals_of_northern_departments_stand_with_their_responses(client):
    asked = [
        article
        for article in main(client, "/proposals/").all("article", "proposal")
        if "28 tỉnh, thành phố khu vực phía Bắc" in article.links
    ]
    assert len(asked) == 2
    assert [article.one("div", "answer").text.split(" · ")[1][:24] for article in asked] == [
        "Cục Công Thương địa phươ"
    ] * 2


def test_central_conference_of_2022_is_printed_both_eighth_and_thirteenth(client):
    page = main(client, CENTRAL_2022)
    assert facts(page)[_("Edition")] == f"VIII {_('sources disagree')}"
    printed = page.section(_("What the sources print")).text
    assert [one for one in ("VIII", "XIII") if one in printed] == ["VIII", "XIII"]


def test_southern_exports_of_2024_stand_in_dollars_and_in_dong_with_the_problem(client):
    exports = Figure.objects.filter(
        indicator__key="export", region__key="phia-nam-20", reported_at__slug="x-2024"
    )
    levels = exports.filter(measure=Measure.LEVEL).order_by("position")
    assert [(one.printed, one.value, bool(one.problem)) for one in levels] == [
        ("108,427 tỷ USD", 108427, False),
        ("108,4 tỉ đồng", None, True),
    ]
    page = main(client, SOUTH_2024).section(_("Figures")).text
    assert page.index(f"{_('Not converted:')} {levels[1].problem}") > page.index("108,4 tỉ đồng")


def test_growing_industry_of_25_northern_provinces_is_printed_of_four_and_of_six_months(client):
    counts = Figure.objects.filter(reported_at__slug="x-2024", number="25", out_of=28)
    assert sorted((one.source.publisher, one.period_label) for one in counts) == [
        ("Hànộimới", "6 tháng đầu năm 2024"),
        ("Thời báo Tài chính Việt Nam (English)", "4 tháng đầu năm 2024"),
        ("VietnamPlus (TTXVN)", "4 tháng đầu năm 2024"),
    ]
    printed = numbers(main(client, NORTH_2024).section(_("Figures")))
    assert [one for one in printed if one.startswith("25")] == [
        "25 địa phương",
        "25/28 địa phương",
    ]


def test_national_index_of_2022_is_answered_with_two_numbers():
    answers = Figure.objects.filter(
        indicator__key="iip", scope=Scope.NATION, period_start="2022-01-01", period_end="2023-01-01"
    )
    assert len({one.question for one in answers}) == 1
    assert sorted((one.number, one.source.publisher) for one in answers) == [
        ("7.4", "Cơ khí Việt Nam"),
        ("7.8", "Báo Đắk Nông"),
        ("7.8", "Carvill Vietnam (dẫn Vietnam Economic News)"),
    ]


def test_retail_without_words_is_the_parent_of_the_two_retail_indicators():
    retail = Indicator.objects.get(key="retail")
    assert {one.key for one in retail.breakdowns.all()} == {"retail_goods", "retail_total"}
    assert [one.printed for one in retail.figures.all()] == ["12%"]


def test_plausible_ranges_stand_where_one_is_known_for_a_province():
    ranges = Indicator.objects.exclude(plausible_low=None, plausible_high=None)
    assert {
        one.key: (f"{one.plausible_low.normalize():f}", f"{one.plausible_high.normalize():f}")
        for one in ranges
    } == {
        "retail_goods": ("3000", "800000"),
        "retail_total": ("4000", "1200000"),
        "export": ("0", "60000"),
        "import": ("0", "70000"),
        "ecommerce_index": ("0", "100"),
        "iip": ("60", "200"),
        **{
            f"iip_{of}": ("30", "600") for of in ("mining", "manufacturing", "electricity", "water")
        },
        **{
            f"industrial_output{prices}": ("500", "1600000")
            for prices in ("", "_current", "_1994", "_2010")
        },
        "ip_fund_national": ("0", "10"),
        "ip_fund_local": ("0.3", "20"),
        "ip_projects": ("0", "80"),
        "ip_beneficiaries": ("0", "500"),
        **{f"cluster_{which}": ("0", "130") for which in ("planned", "established", "operating")},
        "cluster_occupancy": ("0", "100"),
        "markets": ("20", "460"),
        "supermarkets": ("0", "300"),
        "malls": ("0", "60"),
        "petrol_stations": ("40", "700"),
    }


def test_no_province_of_the_archive_is_beyond_what_is_plausible():
    figures = (
        Figure.objects.current()
        .filter(scope=Scope.PROVINCE, measure=Measure.LEVEL, value__isnull=False)
        .exclude(indicator__plausible_high=None)
        .select_related("indicator", "province")
    )
    beyond = []
    for one in figures:
        low, high = plausible_range(
            one.indicator.plausible_low,
            one.indicator.plausible_high,
            period=Period(one.period_start, one.period_end),
            kind=one.indicator.kind,
            after_merger=one.province.valid_from >= dt.date(2025, 7, 1),
        )
        if not low <= one.value <= high:
            beyond.append(one)
    assert (len(figures), beyond) == (6, [])


def test_figures_of_the_archive_are_counted_by_place_and_what_was_left_out_by_reason():
    figures = Counter(Figure.objects.current().values_list("scope", flat=True))
    assert figures == {
        Scope.REGION: 236,
        Scope.CONFERENCE: 47,
        Scope.PROVINCE: 36,
        Scope.NATION: 20,
    }
    assert Counter(Omission.objects.values_list("reason", flat=True)) == {
        OmissionReason.INDICATOR: 32,
        OmissionReason.PLACE: 12,
        OmissionReason.ASIDE: 8,
        OmissionReason.REPEATED: 7,
        OmissionReason.NO_YEAR: 6,
        OmissionReason.UNCLEAR: 5,
        OmissionReason.NOT_FOUND: 3,
        OmissionReason.PERIOD: 3,
    }
    assert Counter(Omission.objects.values_list("subject", flat=True)) == {
        Subject.FIGURE: 67,
        Subject.CONFERENCE: 7,
        Subject.OTHER: 2,
    }


def test_agency_had_three_names_one_after_another():
    agency, names = Organisation.objects.get(key="cuc-cong-nghiep-dia-phuong"), []
    while agency:
        names.append((agency.name, agency.valid_from.isoformat()))
        agency = agency.successor
    assert names == [
        ("Cục Công nghiệp địa phương", "2003-07-04"),
        ("Cục Công Thương địa phương", "2017-08-18"),
        ("Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công", "2025-03-01"),
    ]


def test_announced_conferences_without_a_report_are_planned_and_say_so():
    planned = Conference.objects.filter(status=Status.PLANNED).order_by("starts_on")
    assert [f"{one.series.key}/{one.slug}" for one in planned] == [
        "ket-noi-cung-cau-ha-noi/2020",
        "ket-noi-cung-cau-tp-hcm/2022",
        "toan-quoc/2023",
        "xuc-tien-thuong-mai/2024",
    ]
    assert [one.slug for one in planned if "chưa tìm thấy tin" not in one.note] == []


@pytest.mark.parametrize(
    ("day", "count"),
    [("2004-01-01", 64), ("2008-08-01", 63), ("2025-06-30", 63), ("2025-07-01", 34)],
)
def test_units_of_a_day_are_all_there(client, day, count):
    assert len(main(client, f"/provinces/?on={day}").rows) == count


def test_every_record_is_reached_by_links_alone_and_no_link_is_dead(client):
    seen, waiting, dead = set(), ["/"], []
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static/", "/admin/", "/login/")):
            continue
        seen.add(address)
        response = client.get(address)
        if response.status_code != 200:
            dead.append((address, response.status_code))
            continue
        if not response.headers["Content-Type"].startswith("text/html"):
            continue  # calendars and feeds
        links = [link["href"] for link in read(response).all("a")]
        waiting += [
            urlsplit(link).path + ("?" + urlsplit(link).query if "after=" in link else "")
            if link.startswith("/")
            else address.split("?")[0] + link
            for link in links
            if link.startswith(("/", "?after="))
        ]
    records = [
        *Conference.objects.select_related("series"),
        *Series.objects.all(),
        *Province.objects.all(),
        *Region.objects.all(),
        *Indicator.objects.all(),
        *Source.objects.all(),
    ]
    unreached = [one.get_absolute_url() for one in records if one.get_absolute_url() not in seen]
    assert (dead, unreached) == ([], [])
