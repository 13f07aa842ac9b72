"""The calendar: what comes, as a page and as files for calendar programs."""

import datetime as dt

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from conferences import queries
from conferences.actions import change_slug
from conferences.chain import Meeting
from conferences.enums import Precision, Status
from conferences.models import Conference
from provinces.actions import keep, retire
from reports.addresses import portal_name
from tests.reading import FILES, Element, read
from tests.register import (
    NorthCentral,
    administrator,
    clerk_thanh_hoa,
    conference,
    handover,
    north_central,
    registrar,
    series,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
SERIES = "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ"
IN_2024 = "Hội nghị ngành Công Thương 6 tỉnh Bắc Trung Bộ năm 2024"


@pytest.fixture(autouse=True)
def _noon(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


def announce(north: NorthCentral, day: dt.date, title: str, **said) -> Conference:
    columns = {"status": Status.PLANNED, "title": title} | said
    return conference(north.series, day, **columns)


# The page


def main(client: Client) -> Element:
    return read(client.get("/calendar/")).one("main")


def lines(page: Element) -> list[tuple[str, str]]:
    """The title and the words of each entry, in the order of the page."""
    return [(entry.one("a").text, entry.all("p")[1].text) for entry in page.all("li", "entry")]


def test_calendar_lists_what_comes_soonest_first(client, north):
    announce(north, dt.date(2027, 5, 13), "Ngày", host=north.units["nghe-an"])
    announce(north, dt.date(2027, 3, 1), "Tháng", precision=Precision.MONTH)
    announce(north, dt.date(2027, 1, 1), "Năm", precision=Precision.YEAR)
    announce(north, dt.date(2026, 12, 1), "Cuối năm", ends_on=dt.date(2026, 12, 2))
    page = main(client)
    planned = str(Status.PLANNED.label)
    assert page.headings[:2] == ["2026", "2027"]
    assert lines(page) == [
        ("Cuối năm", f"1–2/12/2026 · {SERIES} {planned}"),
        ("Tháng", f"tháng 3/2027 · {SERIES} {planned}"),
        ("Ngày", f"Nghệ An · 13/5/2027 · {SERIES} {planned}"),
        ("Năm", f"năm 2027 · {SERIES} {planned}"),
    ]


def test_calendar_shows_a_flag_that_waits_for_its_conference(client, north):
    handover(north.in_2024, north.units["quang-tri-1989"], edition=13, year=2027)
    page = main(client)
    to = _("The flag was handed to %(name)s") % {"name": "Quảng Trị"}
    told = f"{to} · {_('for %(year)s') % {'year': 2027}} {_('Still to come')}"
    assert (page.headings[0], lines(page)) == ("2027", [(SERIES, told)])
    assert page.one("li", "entry").one("a")["href"] == "/series/bac-trung-bo/"


def test_calendar_says_what_the_receiver_is_part_of_now(client, north):
    handover(north.in_2024, north.units["quang-binh"], year=2027, reason="Đăng cai tiếp.")
    ((_title, told),) = lines(main(client))
    assert (_("now part of %(name)s") % {"name": "Quảng Trị"}) in told.split(" · ")


def test_calendar_puts_a_flag_without_a_year_last(client, north):
    handover(north.in_2024, None, edition=99)
    announce(north, dt.date(2029, 5, 1), "Hội nghị 2029", edition=12)
    other = series("phia-nam", name="Phía Nam")
    handover(conference(other, dt.date(2026, 1, 5)), None, edition=9)
    page = main(client)
    assert page.headings[:2] == ["2029", _("Year not said")]
    assert lines(page.section(_("Year not said"))) == [
        ("Phía Nam", f"{_('Handed over; to whom is not recorded.')} {_('Still to come')}")
    ]


def test_calendar_leaves_out_a_flag_whose_year_has_passed(client, north):
    handover(north.in_2024, north.units["nghe-an"], year=2025)
    assert lines(main(client)) == []


def test_calendar_leaves_out_the_flag_of_a_series_that_another_continues(client, north):
    old = series("truoc", name="Hội nghị trước", successor=north.series)
    handover(conference(old, dt.date(2026, 5, 1)), north.units["nghe-an"], year=2027)
    assert lines(main(client)) == []


def test_calendar_keeps_announcements_whose_day_has_passed_apart(client, north):
    announce(north, dt.date(2025, 4, 12), "Đã qua")
    announce(north, dt.date(2025, 5, 1), "Không tổ chức", status=Status.CANCELLED)
    page = main(client)
    section = page.section(_("Announced, no record since"))
    assert [title for title, _words in lines(section)] == ["Đã qua"]
    assert lines(page) == lines(section)


def test_calendar_says_when_nothing_comes_and_where_to_look(client, north):
    page = main(client)
    assert page.one("p", "empty__title").text == _("Nothing is announced yet")
    assert page.links[_("Latest conferences")] == "/conferences/"
    assert page.one("p", "cite").text == "http://testserver/calendar.ics"
    assert page.links[SERIES] == "/series/bac-trung-bo/calendar.ics"


def test_calendar_is_linked_from_every_page(client, north):
    footer = read(client.get("/series/")).one("footer")
    assert footer.links[_("Calendar")] == "/calendar/"
    assert footer.links[_("Organisations")] == "/organisations/"


@pytest.mark.parametrize(
    ("day", "said", "comes"),
    [
        ((2026, 11, 22), {}, True),
        ((2026, 11, 21), {}, False),
        ((2026, 11, 1), {"precision": "month"}, True),
        ((2026, 10, 1), {"precision": "month"}, False),
        ((2026, 1, 1), {"precision": "year"}, True),
        ((2025, 1, 1), {"precision": "year"}, False),
        ((2026, 3, 5), {"status": "postponed"}, True),
        ((2025, 12, 31), {"status": "postponed"}, False),
    ],
)
def test_what_can_still_come_is_what_the_chain_does_not_call_overdue(north, day, said, comes):
    row = announce(north, dt.date(*day), "Hội nghị", **said)
    link = Meeting(row.pk, row.starts_on, precision=row.precision, status=row.status)
    coming = list(queries.coming_conferences(registrar(), TODAY))
    passed = list(queries.passed_announcements(registrar(), TODAY))
    assert (coming, passed) == (([row], []) if comes else ([], [row]))
    assert link.is_overdue(TODAY) is not comes


def test_conference_of_several_days_comes_until_its_last(north):
    row = announce(north, dt.date(2026, 11, 20), "Hội nghị", ends_on=TODAY)
    assert list(queries.coming_conferences(registrar(), TODAY)) == [row]


# The files


def events(client: Client, address: str = "/calendar.ics") -> dict[str, icalendar.Event]:
    """Summary → event of a file, read again by the library."""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "text/calendar; charset=utf-8",
    )
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar.errors == []
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_file_holds_a_conference_as_a_whole_day(client, north):
    event = events(client)[IN_2024]
    assert {name: event.decoded(name) for name in ("dtstart", "dtend", "dtstamp")} == {
        "dtstart": dt.date(2024, 5, 13),
        "dtend": dt.date(2024, 5, 14),
        "dtstamp": NOON,
    }
    address = "http://testserver/conferences/bac-trung-bo/2024/"
    assert {key: str(event[key]) for key in ("status", "location", "url", "transp", "uid")} == {
        "status": "CONFIRMED",
        "location": "Quảng Bình",
        "url": address,
        "transp": "TRANSPARENT",
        "uid": f"conference-{north.in_2024.pk}@{portal_name()}",
    }
    assert str(event["description"]) == f"{SERIES}\n{address}"


def test_file_is_in_the_order_of_time(client, north):
    announce(north, dt.date(2021, 5, 1), "Hội nghị 2021", status=Status.HELD)
    days = [event.decoded("dtstart").year for event in events(client).values()]
    assert days == [2021, 2022, 2024]


def test_file_ends_the_day_after_the_last(client, north):
    announce(north, dt.date(2027, 11, 29), "Hội nghị", ends_on=dt.date(2027, 12, 2))
    assert events(client)[f"{Status.PLANNED.label}: Hội nghị"].decoded("dtend") == dt.date(
        2027, 12, 3
    )


@pytest.mark.parametrize(
    ("status", "said", "certainty"),
    [
        (Status.PLANNED, {}, "TENTATIVE"),
        (Status.CANCELLED, {}, "CANCELLED"),
        (Status.POSTPONED, {"postponed_from": dt.date(2027, 3, 1)}, "TENTATIVE"),
        (Status.POSTPONED, {}, "CANCELLED"),
    ],
)
def test_file_says_in_words_and_by_state_what_is_not_held(client, north, status, said, certainty):
    announce(north, dt.date(2027, 5, 1), "Hội nghị 2027", status=status, **said)
    event = events(client)[f"{status.label}: Hội nghị 2027"]
    assert str(event["status"]) == certainty


@pytest.mark.parametrize("precision", [Precision.MONTH, Precision.YEAR])
def test_file_leaves_out_what_has_no_day_and_says_so(client, north, precision):
    announce(north, dt.date(2027, 1, 1), "Chưa rõ ngày", precision=precision)
    calendar = icalendar.Calendar.from_ical(client.get("/calendar.ics").content)
    assert len(calendar.walk("VEVENT")) == 2
    told = _(
        "Conferences whose day the sources tell. Those of which only the month or the year is "
        "known, and flags that wait for their conference, are on the portal: %(address)s"
    ) % {"address": "http://testserver/calendar/"}
    assert str(calendar["description"]) == told


def test_file_names_itself_and_how_often_to_ask(client, north):
    calendar = icalendar.Calendar.from_ical(client.get(FILES["series_calendar_file"]).content)
    said = ("name", "x-wr-calname", "version", "method", "x-published-ttl")
    assert [str(calendar[key]) for key in said] == [SERIES, SERIES, "2.0", "PUBLISH", "P1D"]
    assert calendar.decoded("refresh-interval") == dt.timedelta(days=1)
    assert str(calendar["description"]).endswith("http://testserver/series/bac-trung-bo/")


def test_file_keeps_words_with_commas_and_semicolons(client, north):
    title = "Hội nghị; 5 tỉnh, thành phố\\ngành"
    announce(north, dt.date(2023, 5, 1), title, status=Status.HELD, venue="Nhà A; tầng 2, sảnh")
    assert str(events(client)[title]["location"]) == "Nhà A; tầng 2, sảnh"


def test_file_of_a_series_holds_its_own_conferences_alone(client, north):
    conference(series("phia-nam", name="Phía Nam"), dt.date(2023, 5, 1), title="Phía Nam 2023")
    assert set(events(client)) == {north.x_2022.title, IN_2024, "Phía Nam 2023"}
    assert set(events(client, FILES["series_calendar_file"])) == {north.x_2022.title, IN_2024}
    assert set(events(client, "/series/phia-nam/calendar.ics")) == {"Phía Nam 2023"}


def test_file_speaks_the_language_of_the_reader(client, north):
    client.post("/language/", {"language": "en", "next": "/"})
    english = "Industry and trade conference of the North Central provinces"
    assert set(events(client)) == {f"{english}, edition X (2022)", f"{english} (2024)"}


def test_file_holds_no_draft_whoever_asks(client, north):
    announce(north, dt.date(2027, 5, 1), "Mật", draft=True)
    client.force_login(administrator())
    assert set(events(client)) == {north.x_2022.title, IN_2024}


def test_file_holds_no_retired_conference(client, north):
    retire(record=north.in_2024, by=registrar(), reason="Không có thật.")
    assert set(events(client)) == {north.x_2022.title}


def test_event_keeps_its_identity_when_its_address_changes(client, north, monkeypatch):
    before = events(client)[IN_2024]
    later = NOON + dt.timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    change_slug(conference=north.in_2024, slug="xii-2024", by=registrar())
    after = events(client)[IN_2024]
    assert (str(after["uid"]), str(after["url"])) == (
        str(before["uid"]),
        "http://testserver/conferences/bac-trung-bo/xii-2024/",
    )
    assert (after.decoded("last-modified"), after.decoded("dtstamp")) == (later, later)


@pytest.mark.parametrize("hosts", [["hoinghi.example.vn", "127.0.0.1"], [".hoinghi.example.vn"]])
def test_identity_is_of_the_first_host_whatever_was_asked(settings, hosts):
    settings.ALLOWED_HOSTS = hosts
    assert portal_name() == "hoinghi.example.vn"


@pytest.mark.parametrize("hosts", [["*"], []])
def test_identity_of_a_portal_without_a_name(settings, hosts):
    settings.ALLOWED_HOSTS = hosts
    assert portal_name() == "localhost"


# What holds for every file, the feeds too

each_file = pytest.mark.parametrize("address", FILES.values())


@each_file
def test_file_that_has_not_changed_is_not_sent_again(client, north, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    north.in_2024.title = "Hội nghị khác"
    keep(record=north.in_2024, by=registrar())
    changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, "Hội nghị khác" in changed.content.decode()) == (200, True)


@each_file
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_file_answers_no_method_that_writes(client, address, method):
    assert getattr(client, method)(address).status_code == 405


@each_file
def test_closed_register_gives_no_file_without_login(client, settings, north, address):
    settings.PORTAL_REQUIRE_LOGIN = True
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/login/?next={address}")
    client.force_login(clerk_thanh_hoa())
    assert IN_2024 in client.get(address).content.decode().replace("\r\n ", "").replace("\\,", ",")


@pytest.mark.parametrize("file", ["calendar.ics", "feed.atom"])
def test_file_of_no_series_is_not_found(client, north, file):
    retire(record=series("cu", name="Cũ"), by=registrar(), reason="Ghi nhầm.")
    answers = [client.get(f"/series/{key}/{file}").status_code for key in ("khong-co", "cu")]
    assert answers == [404, 404]


QUERIES = {
    "calendar_file": ["conferences with their last change"],
    "series_calendar_file": ["the series", "its predecessors", "conferences"],
    "feed": [
        "headlines changed",
        "parts changed",
        "figures changed",
        "corrections",
        "published",
        "places",
    ],
    "series_feed": [
        *("the series", "its predecessors"),
        *("headlines changed", "parts changed", "figures changed", "corrections"),
        *("published", "places"),
    ],
}


@pytest.mark.parametrize("name", FILES)
def test_file_costs_the_same_queries_for_one_conference_and_for_three(
    client, django_assert_num_queries, name
):
    held = series()
    conference(held, dt.date(2020, 5, 1))
    with django_assert_num_queries(len(QUERIES[name])):
        client.get(FILES[name])
    for year in (2021, 2022):
        conference(held, dt.date(year, 5, 1))
    with django_assert_num_queries(len(QUERIES[name])):
        assert client.get(FILES[name]).status_code == 200
