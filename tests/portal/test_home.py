"""The first page: who holds each flag, what comes next, the latest conferences, the map."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from conferences.enums import Status, Theme
from tests.reading import Element, read
from tests.register import NorthCentral, conference, handover, north_central, series

pytestmark = pytest.mark.django_db

SERIES = "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


def home(client: Client) -> Element:
    return read(client.get("/")).one("main")


def entries(section: Element) -> list[str]:
    return [entry.one("a").text for entry in section.all("li", "entry")]


def flags(client: Client) -> list[list[str]]:
    return home(client).section(_("Who holds the flag now")).rows


def test_home_counts_the_register(client, north):
    tiles = {tile.one("a").text: tile.one("b").text for tile in home(client).all("p", "number")}
    assert tiles == {
        _("conferences on record"): "2",
        _("figures with their sources"): "5",
        _("provinces and cities with a record of hosting"): "2",
    }


def test_home_tells_who_hosted_last_and_to_whom_the_flag_went(client, north):
    last = _("Year %(year)s") % {"year": 2024}
    assert flags(client) == [[SERIES, f"{last}, Quảng Bình", _("No record of who holds the flag")]]


def test_home_tells_who_is_expected_to_host_next(client, north):
    handover(north.in_2024, north.units["nghe-an"], year=2027)
    ((_series, _last, flag),) = flags(client)
    assert flag == f"Nghệ An {_('for %(year)s') % {'year': 2027}} {_('Still to come')}"


def test_home_leaves_out_a_series_that_another_continues(client, north):
    old = series("truoc", name="Hội nghị trước", successor=north.series)
    conference(old, dt.date(2010, 5, 1), host=north.units["thanh-hoa"])
    assert [row[0] for row in flags(client)] == [SERIES]


def test_home_leaves_out_a_series_without_a_flag(client, north):
    single = series("hop-tac", name="Hội nghị hợp tác", theme=Theme.COOPERATION, has_flag=False)
    conference(single, dt.date(2023, 3, 24))
    assert [row[0] for row in flags(client)] == [SERIES]


def test_home_lists_what_is_announced_soonest_first(client, north):
    for year, status in ((2028, Status.POSTPONED), (2027, Status.PLANNED), (2025, Status.PLANNED)):
        conference(north.series, dt.date(year, 5, 1), title=f"Hội nghị {year}", status=status)
    conference(north.series, dt.date(2029, 5, 1), title="Hội nghị 2029", status=Status.CANCELLED)
    assert entries(home(client).section(_("What comes next"))) == ["Hội nghị 2027", "Hội nghị 2028"]


def test_home_says_when_nothing_is_announced(client, north):
    section = home(client).section(_("What comes next"))
    assert section.one("p", "quiet").text == _("No source announces a coming conference yet.")
    assert section.links == {_("Calendar of conferences"): "/calendar/"}


def test_home_lists_the_latest_six_that_were_held(client, north):
    for year in range(2015, 2021):
        conference(north.series, dt.date(year, 5, 1), title=f"Hội nghị {year}")
    conference(north.series, dt.date(2025, 5, 1), title="Hội nghị 2025", status=Status.PLANNED)
    latest = home(client).section(_("Latest conferences"))
    assert entries(latest) == [
        north.in_2024.title,
        north.x_2022.title,
        *("Hội nghị 2020", "Hội nghị 2019", "Hội nghị 2018", "Hội nghị 2017"),
    ]
    assert latest.links[_("All conferences")] == "/conferences/"


def test_home_draws_the_hosts_of_today(client, north):
    drawing = home(client).one("figure", "map").one("svg", role="group")
    assert [tile["aria-label"].split(":")[0] for tile in drawing.all("a", "in")] == ["TH", "QT"]
    assert {tile["aria-label"] for tile in drawing.all("a")} >= {
        "Quần đảo Hoàng Sa (TP. Đà Nẵng)",
        "Quần đảo Trường Sa (Khánh Hòa)",
    }


def test_home_of_an_empty_register_says_how_to_fill_it(client):
    main = home(client)
    assert main.section(_("Latest conferences")).one("div", "empty").all("p")[1].text == _(
        "The register is empty. An administrator fills it with load_records."
    )
    assert main.section(_("Who holds the flag now")).rows == [[_("Nothing recorded yet.")]]
