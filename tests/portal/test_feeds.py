"""The Atom feed: conferences published, and what was changed of them since."""

import datetime as dt
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conferences.actions import change_slug, hide, publish, unpublish
from conferences.enums import PointKind, Role, Status
from conferences.models import Appearance, Conference, Person, Point
from metrics.actions import correct_figure
from metrics.models import Figure
from portal.changes import PARTS, VERBS, words_for
from provinces.actions import keep, remove, retire
from reports.addresses import portal_name
from tests.reading import read
from tests.register import (
    NorthCentral,
    administrator,
    conference,
    figure,
    handover,
    north_central,
    organisation,
    proposal,
    registrar,
    series,
)
from vietnamese.numbers import NBSP

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
# Nine in the morning in Hà Nội; the register is filled, and asked half a month later.
FILLED = dt.datetime(2026, 11, 2, 2, tzinfo=dt.UTC)
SERIES = "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ"
IN_2024 = "Hội nghị ngành Công Thương 6 tỉnh Bắc Trung Bộ năm 2024"


class Clock:
    """The time of the register, to be set forward."""

    moment = FILLED

    def __call__(self) -> dt.datetime:
        return self.moment

    def forward(self, **by: int) -> None:
        self.moment += dt.timedelta(**by)


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def north(clock: Clock) -> NorthCentral:
    """Filled and published; then fifteen days pass."""
    built = north_central()
    clock.forward(days=15)
    return built


@dataclass(frozen=True)
class Read:
    """An entry as a feed reader has it."""

    key: str
    title: str
    text: str
    url: str
    published: dt.datetime
    updated: dt.datetime


def feed(client: Client, address: str = "/feed.atom") -> ElementTree.Element:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    return ElementTree.fromstring(response.content)


def words(element: ElementTree.Element, name: str) -> str:
    """The only child of this name; Atom asks for each of those read here."""
    (child,) = element.findall(f"a:{name}", ATOM)
    return child.text or ""


def entries(client: Client, address: str = "/feed.atom") -> list[Read]:
    prefix = f"tag:{portal_name()},2026:"
    return [
        Read(
            key=words(one, "id").removeprefix(prefix),
            title=words(one, "title"),
            text=words(one, "summary").replace(NBSP, " "),
            url=one.findall("a:link", ATOM)[0].attrib["href"],
            published=dt.datetime.fromisoformat(words(one, "published")),
            updated=dt.datetime.fromisoformat(words(one, "updated")),
        )
        for one in feed(client, address).findall("a:entry", ATOM)
    ]


def changes(client: Client, address: str = "/feed.atom") -> dict[str, str]:
    """Key → words of the entries that tell of changes."""
    return {one.key: one.text for one in entries(client, address) if one.key.count("/") == 2}


def correct(one: Figure, number: str, **new: str) -> Figure:
    said = {"reason": "Theo báo cáo ký.", "number": number}
    return correct_figure(figure=one, by=registrar(), **said | new)


def verb(name: str) -> str:
    return pgettext("feed", name)


def add_point(to: Conference, north: NorthCentral, text: str = "Tăng.") -> Point:
    row = Point(conference=to, source=north.article, kind=PointKind.RESULT, text=text)
    return keep(record=row, by=registrar())


# Publication


def test_feed_is_complete_atom(client, north):
    document = feed(client)
    assert document.tag == "{http://www.w3.org/2005/Atom}feed"
    assert document.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "vi"
    site = _("Industry and Trade Conference Database")
    said = {name: words(document, name) for name in ("id", "title", "updated")}
    assert said == {
        "id": f"tag:{portal_name()},2026:conferences",
        "title": site,
        "updated": FILLED.isoformat(),
    }
    assert document.findall("a:author/a:name", ATOM)[0].text == site
    links = {link.attrib["rel"]: link.attrib["href"] for link in document.findall("a:link", ATOM)}
    assert links == {"alternate": "http://testserver/", "self": "http://testserver/feed.atom"}


def test_publication_is_one_entry_a_conference_latest_first(client, north):
    assert entries(client) == [
        Read(
            key=f"conference/{north.in_2024.pk}",
            title=IN_2024,
            text=f"Quảng Bình ({_('now part of %(name)s') % {'name': 'Quảng Trị'}})"
            f" · 13/5/2024 · {SERIES}",
            url="http://testserver/conferences/bac-trung-bo/2024/",
            published=FILLED,
            updated=FILLED,
        ),
        Read(
            key=f"conference/{north.x_2022.pk}",
            title=north.x_2022.title,
            text=f"Thanh Hóa · 13/5/2022 · {SERIES}",
            url="http://testserver/conferences/bac-trung-bo/x-2022/",
            published=FILLED,
            updated=FILLED,
        ),
    ]


def test_announcement_says_that_it_is_one(client, north):
    conference(north.series, dt.date(2027, 5, 1), title="Hội nghị 2027", status=Status.PLANNED)
    assert entries(client)[0].text == f"1/5/2027 · {SERIES} · {Status.PLANNED.label}"


def test_feed_speaks_the_language_of_the_reader(client, north):
    client.post("/language/", {"language": "en", "next": "/"})
    english = "Industry and trade conference of the North Central provinces"
    assert [one.title for one in entries(client)] == [
        f"{english} (2024)",
        f"{english}, edition X (2022)",
    ]


def test_feed_escapes_words_once_for_a_title_and_twice_for_html(client, north):
    conference(north.series, dt.date(2025, 5, 1), title="A & B <1>", host=north.units["nghe-an"])
    shown = entries(client)[0]
    assert (shown.title, "&amp;" in shown.text) == ("A & B <1>", False)


def test_feed_holds_the_latest_fifty(client):
    held = series()
    for number in range(51):
        conference(held, dt.date(1960 + number, 5, 1), title=f"Hội nghị {1960 + number}")
    titles = [one.title for one in entries(client)]
    assert (len(titles), titles[0], titles[-1]) == (50, "Hội nghị 2010", "Hội nghị 1961")


def test_feed_holds_no_draft_whoever_asks(client, north):
    draft = conference(north.series, dt.date(2027, 5, 1), draft=True, title="Mật")
    add_point(draft, north)
    client.force_login(administrator())
    assert [one.title for one in entries(client)] == [IN_2024, north.x_2022.title]


def test_feed_forgets_what_is_retired_or_a_draft_again(client, north, clock):
    add_point(north.in_2024, north)
    add_point(north.x_2022, north)
    retire(record=north.in_2024, by=registrar(), reason="Không có thật.")
    unpublish(conference=north.x_2022, by=registrar(), reason="Kiểm tra lại.")
    assert entries(client) == []


def test_conference_published_again_tells_nothing_of_the_time_between(client, north, clock):
    unpublish(conference=north.x_2022, by=registrar(), reason="Kiểm tra lại.")
    clock.forward(days=1)
    add_point(north.x_2022, north)
    clock.forward(days=1)
    publish(conference=north.x_2022, by=registrar())
    assert next((one.key, one.published) for one in entries(client)) == (
        f"conference/{north.x_2022.pk}",
        clock.moment,
    )
    assert changes(client) == {}


# Changes


def test_change_of_a_day_is_one_entry_in_words(client, north, clock):
    first = clock.moment
    pair = [add_point(north.x_2022, north, text) for text in ("Một.", "Hai.")]
    handover(north.in_2024, north.units["nghe-an"], year=2027)
    clock.forward(hours=2)
    pair[0].text = "Một rưỡi."
    keep(record=pair[0], by=registrar())
    north.x_2022.venue = "Nhà hát Lam Sơn"
    north.x_2022.host = north.units["nghe-an"]
    keep(record=north.x_2022, by=registrar(), reason="Theo báo cáo của ông A")
    shown = {one.key: one for one in entries(client)}
    entry = shown[f"conference/{north.x_2022.pk}/2026-11-17"]
    fields = [str(Conference._meta.get_field(name).verbose_name) for name in ("host", "venue")]
    points = ngettext("%(n)s point", "%(n)s points", 2) % {"n": 2}
    assert (entry.title, entry.text) == (
        _("Changed: %(conference)s") % {"conference": north.x_2022.title},
        f"{verb('Added')}: {points}. {verb('Changed')}: {', '.join(fields)}.",
    )
    assert (entry.published, entry.updated) == (first, clock.moment)
    handed = ngettext("%(n)s handover", "%(n)s handovers", 1) % {"n": 1}
    other = shown[f"conference/{north.in_2024.pk}/2026-11-17"]
    assert other.text == f"{verb('Added')}: {handed}."


def test_changes_of_two_days_are_two_entries(client, north, clock):
    add_point(north.x_2022, north, "Một.")
    clock.forward(days=1)
    add_point(north.x_2022, north, "Hai.")
    assert list(changes(client)) == [
        f"conference/{north.x_2022.pk}/2026-11-18",
        f"conference/{north.x_2022.pk}/2026-11-17",
    ]


def test_day_of_a_change_is_that_of_viet_nam(client, north, clock):
    clock.moment = dt.datetime(2026, 11, 18, 18, tzinfo=dt.UTC)
    add_point(north.x_2022, north)
    assert list(changes(client)) == [f"conference/{north.x_2022.pk}/2026-11-19"]


def test_what_settles_within_an_hour_belongs_to_the_publication(client, clock):
    north = north_central()
    clock.forward(minutes=50)
    add_point(north.x_2022, north)
    north.x_2022.venue = "Nhà hát Lam Sơn"
    keep(record=north.x_2022, by=registrar())
    assert changes(client) == {}


def test_part_that_is_removed_is_told(client, north, clock):
    point = add_point(north.x_2022, north)
    clock.forward(days=1)
    remove(record=point, by=registrar(), reason="Ghi nhầm.")
    told = ngettext("%(n)s point", "%(n)s points", 1) % {"n": 1}
    assert changes(client)[f"conference/{north.x_2022.pk}/2026-11-18"] == (
        f"{verb('Removed')}: {told}."
    )


def test_part_added_and_removed_on_one_day_is_not_told(client, north):
    point = add_point(north.x_2022, north)
    remove(record=point, by=registrar(), reason="Ghi nhầm.")
    assert changes(client) == {}


def test_proposal_that_is_answered_is_told(client, north, clock):
    body = organisation("bct", "Bộ Công Thương")
    row = proposal("Hỗ trợ.", asked_by=body, addressed_to=body, conference=north.x_2022)
    clock.forward(days=1)
    row.response = "Ghi nhận."
    keep(record=row, by=registrar())
    told = ngettext("%(n)s proposal", "%(n)s proposals", 1) % {"n": 1}
    assert list(changes(client).values()) == [
        f"{verb('Changed')}: {told}.",
        f"{verb('Added')}: {told}.",
    ]


def test_date_is_told_once_whatever_column_holds_it(client, north):
    north.in_2024.precision, north.in_2024.starts_on = "month", dt.date(2024, 5, 1)
    keep(record=north.in_2024, by=registrar())
    date = str(Conference._meta.get_field("starts_on").verbose_name)
    assert list(changes(client).values()) == [f"{verb('Changed')}: {date}."]


def test_new_address_is_no_news(client, north):
    change_slug(conference=north.in_2024, slug="xii-2024", by=registrar())
    assert changes(client) == {}


def test_added_figure_is_told(client, north):
    figure("export", "12.5", "ty-usd", reported_at=north.x_2022, source=north.article)
    told = ngettext("%(n)s figure", "%(n)s figures", 1) % {"n": 1}
    assert list(changes(client).values()) == [f"{verb('Added')}: {told}."]


def test_corrected_figure_is_told_from_what_to_what_and_why(client, north):
    correct(north.figures[0], "370462", printed="370.462 tỷ đồng")
    assert changes(client) == {
        f"conference/{north.x_2022.pk}/2026-11-17": (
            f"{verb('Corrected')}: Tổng mức bán lẻ hàng hóa, 6 tỉnh Bắc Trung Bộ, năm 2021: "
            "370.461 tỷ đồng → 370.462 tỷ đồng (Theo báo cáo ký)."
        )
    }


def test_corrected_figure_is_told_in_english(client, north):
    client.post("/language/", {"language": "en", "next": "/"})
    correct(north.figures[1], "11.29", printed="11,29 tỷ USD")
    assert list(changes(client).values()) == [
        "Corrected: Export turnover, Six North Central provinces, 2021: "
        "11.28 billion USD → 11.29 billion USD (Theo báo cáo ký)."
    ]


def test_of_many_corrections_of_a_day_the_latest_are_told_and_the_others_counted(client, north):
    last = north.figures[1]
    for number in range(29, 34):
        last = correct(last, f"11.{number}", printed=f"11,{number} tỷ USD")
    [text] = changes(client).values()
    more = ngettext("%(n)s more", "%(n)s more", 2) % {"n": 2}
    shown = [one for one in range(28, 34) if f"11,{one} tỷ USD →" in text]
    assert (shown, text.endswith(f"; {more}.")) == ([30, 31, 32], True)


def test_correction_is_told_however_soon_after_the_publication(client, clock):
    north = north_central()
    clock.forward(minutes=1)
    correct(north.figures[1], "11.29", printed="11,29 tỷ USD")
    assert list(changes(client)) == [f"conference/{north.x_2022.pk}/2026-11-02"]


def test_correction_stands_before_what_was_published_on_its_day(client, north):
    correct(north.figures[1], "11.29", printed="11,29 tỷ USD")
    for number in range(51):
        conference(north.series, dt.date(2023, 1, 1) + dt.timedelta(days=number), title=f"{number}")
    shown = [one.key for one in entries(client)]
    assert (len(shown), shown[0]) == (50, f"conference/{north.x_2022.pk}/2026-11-17")


def test_corrections_of_figures_of_no_conference_are_an_entry_of_their_own(client, north):
    correct(figure("export", "11.28", "ty-usd"), "11.29", printed="11,29 tỷ USD")
    entry = entries(client)[0]
    assert (entry.key, entry.title, entry.url) == (
        "corrections/2026-11-17",
        _("Corrected figures"),
        "http://testserver/corrections/",
    )
    assert "11,28 tỷ USD → 11,29 tỷ USD" in entry.text
    assert entry.key not in [one.key for one in entries(client, "/series/bac-trung-bo/feed.atom")]


def test_correction_is_told_in_the_feed_of_its_series_alone(client, north):
    series("phia-nam", name="Phía Nam")
    correct(north.figures[1], "11.29", printed="11,29 tỷ USD")
    assert [
        len(changes(client, address=f"/series/{key}/feed.atom"))
        for key in ("bac-trung-bo", "phia-nam")
    ] == [1, 0]


def test_retired_figure_is_told_as_removed(client, north):
    retire(record=north.figures[0], by=registrar(), reason="Không có trong bài.")
    told = ngettext("%(n)s figure", "%(n)s figures", 1) % {"n": 1}
    assert list(changes(client).values()) == [f"{verb('Removed')}: {told}."]


def test_change_is_told_for_sixty_days(client, north, clock):
    add_point(north.x_2022, north)
    clock.forward(days=60)
    assert len(changes(client)) == 1
    clock.forward(seconds=1)
    assert changes(client) == {}


def test_nobody_is_named_in_a_feed(client, north):
    keeper = administrator()
    person = keep(record=Person(name="Nguyễn Văn Mật"), by=keeper)
    row = Appearance(
        conference=north.x_2022,
        person=person,
        office="Giám đốc Sở",
        role=Role.SPOKE,
        source=north.article,
    )
    keep(record=row, by=keeper, reason="Theo báo cáo của ông Mật")
    hide(person=person, by=keeper, reason="Theo đề nghị của ông Mật")
    sent = client.get("/feed.atom").content.decode()
    told = ngettext("%(n)s person", "%(n)s people", 1) % {"n": 1}
    assert list(changes(client).values()) == [f"{verb('Added')}: {told}."]
    assert [one for one in ("Mật", "Giám đốc", "Quản trị viên") if one in sent] == []


@pytest.mark.parametrize("what", [*PARTS, "figure"])
def test_every_part_has_its_words(what):
    assert words_for(what, 3).startswith("3 ")


def test_every_act_has_its_word():
    said = [str(word()) for word in VERBS.values()]
    assert said == [verb(name) for name in ("Added", "Changed", "Removed", "Corrected")]


def test_feed_costs_the_same_queries_for_one_change_and_for_three(
    client, north, django_assert_num_queries
):
    # Headlines, parts and figures changed; corrections; the conferences changed; those published;
    # places.
    add_point(north.x_2022, north)
    exports = correct(north.figures[1], "11.29", printed="11,29 tỷ USD")
    with django_assert_num_queries(7):
        client.get("/feed.atom")
    for row in (north.x_2022, north.in_2024):
        row.venue = "Nhà hát Lam Sơn"
        keep(record=row, by=registrar())
        add_point(row, north)
    correct(correct(exports, "11.3", printed="11,3 tỷ USD"), "11.31", printed="11,31 tỷ USD")
    with django_assert_num_queries(7):
        assert len(changes(client)) == 2


# Feeds of a series


def test_feed_of_a_series_tells_of_its_own_conferences_alone(client, north):
    other = conference(series("phia-nam", name="Phía Nam"), dt.date(2025, 5, 1), title="Phía Nam")
    add_point(other, north)
    add_point(north.x_2022, north)
    assert [one.key for one in entries(client, "/series/phia-nam/feed.atom")] == [
        f"conference/{other.pk}"
    ]
    assert [one.key for one in entries(client, "/series/bac-trung-bo/feed.atom")] == [
        f"conference/{north.x_2022.pk}/2026-11-17",
        f"conference/{north.in_2024.pk}",
        f"conference/{north.x_2022.pk}",
    ]


def test_feed_of_a_series_is_named_after_it(client, north):
    document = feed(client, "/series/bac-trung-bo/feed.atom")
    site = _("Industry and Trade Conference Database")
    assert (words(document, "title"), words(document, "id")) == (
        f"{SERIES} · {site}",
        f"tag:{portal_name()},2026:series/{north.series.pk}",
    )


def alternates(client: Client, address: str) -> list[tuple[str, str]]:
    links = read(client.get(address)).one("head").all("link", rel="alternate")
    return [(link["type"], link["href"]) for link in links]


def test_pages_tell_readers_of_their_feeds(client, north):
    kind = "application/atom+xml"
    assert alternates(client, "/") == [(kind, "/feed.atom")]
    assert alternates(client, "/series/bac-trung-bo/") == [
        (kind, "/feed.atom"),
        (kind, "/series/bac-trung-bo/feed.atom"),
    ]


def test_series_page_leads_to_its_calendar_and_feed(client, north):
    section = (
        read(client.get("/series/bac-trung-bo/")).one("main").section(_("To follow this series"))
    )
    assert list(section.links.values()) == [
        "/series/bac-trung-bo/calendar.ics",
        "/series/bac-trung-bo/feed.atom",
    ]
