"""The register's own organisations and files, as its readers find them."""

from xml.etree import ElementTree

import icalendar
import pytest
from django.test import Client

from conferences.enums import Precision
from conferences.models import Conference, Presence
from tests.reading import read

pytestmark = pytest.mark.usefixtures("own_records")

# The agency of the Ministry, under its three names since 2003.
NAMES = {
    "cuc-cong-nghiep-dia-phuong": "Cục Công nghiệp địa phương",
    "cuc-cong-thuong-dia-phuong": "Cục Công Thương địa phương",
    "cuc-doi-moi-sang-tao-chuyen-doi-xanh-va-khuyen-cong": (
        "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"
    ),
}
ATOM = "{http://www.w3.org/2005/Atom}"


def links(client: Client, address: str) -> set[str]:
    return {link["href"] for link in read(client.get(address)).one("main").all("a")}


def conferences_named(key: str) -> set[str]:
    rows = Presence.objects.filter(organisation__key=key).select_related("conference__series")
    return {one.conference.get_absolute_url() for one in rows}


@pytest.mark.parametrize("key", NAMES)
def test_names_of_the_agency_lead_to_each_other_and_to_the_conferences_of_each(client, key):
    address = f"/organisations/{key}/"
    found = links(client, address)
    assert {f"/organisations/{other}/" for other in NAMES if other != key} <= found
    conferences = set().union(*map(conferences_named, NAMES))
    assert len(conferences) >= 5
    assert conferences <= found


@pytest.mark.parametrize("key", NAMES)
def test_conferences_of_each_name_lead_back_to_it(client, key):
    addresses = conferences_named(key)
    assert addresses != set()
    assert [one for one in addresses if f"/organisations/{key}/" not in links(client, one)] == []


def test_list_shows_the_agency_in_one_line_with_its_days(client):
    rows = read(client.get("/organisations/")).one("main").rows
    first, second, third = NAMES.values()
    assert f"{first} {second} (18/8/2017) {third} (1/3/2025)" in [row[0] for row in rows]


def test_calendar_file_holds_every_conference_whose_day_is_known(client):
    calendar = icalendar.Calendar.from_ical(client.get("/calendar.ics").content)
    days = sorted(event.decoded("dtstart") for event in calendar.walk("VEVENT"))
    known = Conference.objects.public().filter(precision=Precision.DAY)
    assert days == sorted(known.values_list("starts_on", flat=True))


def test_filling_the_register_makes_one_entry_a_conference(client):
    feed = ElementTree.fromstring(client.get("/feed.atom").content)
    keys = [one.text for one in feed.iterfind(f"{ATOM}entry/{ATOM}id")]
    assert len(keys) == min(50, Conference.objects.public().count())
    assert [key for key in keys if key.count("/") != 1] == []
    assert len(set(keys)) == len(keys)
