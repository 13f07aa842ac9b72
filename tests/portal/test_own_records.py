"""The register as it is filled, read in Vietnamese: what a visitor must find there."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from conferences.models import Conference, Series, Source
from metrics.models import Indicator
from provinces.models import Province, Region
from tests.reading import Element, read

pytestmark = pytest.mark.usefixtures("own_records")

X_2022 = "/conferences/bac-trung-bo/x-2022/"
VI_2019 = "/conferences/phia-bac/vi-2019/"
PROMOTION_2020 = "/conferences/khuyen-cong-mien-trung-tay-nguyen/xi-2020/"
HUE_2015 = "/conferences/ket-noi-cung-cau-mien-trung-tay-nguyen/2015/"
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
