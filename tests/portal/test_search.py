"""The search, rules N2, P3, C6, S4: what is found, what comes first, what is never found."""

import csv
import datetime as dt
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conferences.enums import Fact, PointKind, PresenceKind, Role, Status
from conferences.models import Appearance, Conference, Person, Point, Presence
from portal.search.asking import all_of, context, says
from portal.search.catalogues import Shelf, indicator_names, region_names
from portal.search.queries import search
from portal.search.reading import read
from portal.search.results import Group
from portal.search.views import EXAMPLES, address
from provinces.actions import keep, retire
from tests import register
from tests.reading import Element
from tests.reading import read as page_of
from tests.results import found, groups, results

# Who is who


@pytest.fixture
def north(db) -> register.NorthCentral:
    """The North Central conferences with a person, bodies, a point and a proposal at X/2022."""
    built = register.north_central()
    said = {"conference": built.x_2022, "source": built.article}
    person = keep(record=Person(name="Trần Thị Hòa"), by=register.registrar())
    lotte = register.organisation("lotte", "Lotte Mart Việt Nam", aliases=["Lotte Shopping"])
    ministry = register.organisation("bo-cong-thuong", "Bộ Công Thương")
    for part in (
        Appearance(person=person, office="Thứ trưởng Bộ Công Thương", role=Role.CHAIRED, **said),
        Presence(printed="Các doanh nghiệp may mặc", kind=PresenceKind.ATTENDED, **said),
        Presence(organisation=lotte, printed="siêu thị Lotte", kind=PresenceKind.ATTENDED, **said),
        Point(kind=PointKind.TASK, text="Nhân rộng mô hình chợ an toàn", **said),
    ):
        keep(record=part, by=register.registrar())
    register.proposal(
        "Nâng cấp chợ hạng I",
        asked_by=lotte,
        addressed_to=ministry,
        conference=built.x_2022,
        response="Bộ sẽ xem xét nguồn vốn",
        responded_by=ministry,
    )
    return built


X_2022, IN_2024 = "/conferences/bac-trung-bo/x-2022/", "/conferences/bac-trung-bo/2024/"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("quảng trị", {"provinces": ["/provinces/quang-tri-2025/", "/provinces/quang-tri-1989/",
                                     "/provinces/quang-binh/"],
                       "conferences": [IN_2024]}),
        ("Quảng Bình", {"provinces": ["/provinces/quang-binh/", "/provinces/quang-tri-2025/"],
                        "conferences": [IN_2024]}),
        ("quảng bình 2022", {}),
        ("may mặc", {"organisations": [X_2022]}),
        ("thanh hoa lần thứ 10", {"conferences": [X_2022],
                                  "organisations": ["/organisations/so-cong-thuong-thanh-hoa/"],
                                  "sources": ["/sources/bao-thanh-hoa-2022/"]}),
        ("tran thi hoa", {"offices": [X_2022]}),
        ("thứ trưởng 2022", {"offices": [X_2022]}),
        ("thứ trưởng 2024", {}),
        ("lotte shopping", {"organisations": ["/organisations/lotte/"]}),
        ("siêu thị", {"organisations": ["/organisations/lotte/"]}),
        ("lotte thanh hoa", {"organisations": ["/organisations/lotte/"]}),
        ("mô hình", {"points": [X_2022]}),
        ("nguồn vốn", {"proposals": [X_2022]}),
        ("nâng cấp 2022", {"proposals": [X_2022]}),
        ("báo thanh hóa", {"sources": ["/sources/bao-thanh-hoa-2022/"]}),
        ("xuất khẩu", {"indicators": ["/indicators/export/"]}),
        ("xuất khẩu bắc trung bộ", {"figures": [f"{X_2022}#figures"]}),
        ("bán lẻ cả nước", {"figures": [f"{X_2022}#figures"]}),
        ("xuất khẩu 2020", {}),
        ("xuất khẩu thanh hóa", {}),
        ("vietnam.vn", {"sources": ["/sources/vietnam-vn-2024-en/"]}),
    ],
)  # fmt: skip
def test_search_finds_in_every_group(client, north, typed: str, expected: dict) -> None:
    assert found(client, typed) == expected


def test_conference_is_found_under_the_edition_that_one_source_prints(client, north) -> None:
    register.attest(north.in_2024, Fact.EDITION, "lần thứ XII", "12")
    assert found(client, "lần thứ 12") == {"conferences": [IN_2024]}


def test_headline_edition_comes_before_one_that_a_source_prints(client, north) -> None:
    register.attest(north.in_2024, Fact.EDITION, "lần thứ X", "10")
    assert found(client, "lần thứ X")["conferences"] == [X_2022, IN_2024]


def test_words_of_a_conference_that_spans_the_year_are_found_in_both(client, north) -> None:
    register.conference(
        north.series, dt.date(2019, 12, 31), ends_on=dt.date(2020, 1, 2), title="Hội nghị giao ban"
    )
    assert [len(found(client, f"giao ban {year}")) for year in (2018, 2019, 2020)] == [0, 1, 1]


# What is not found


@pytest.mark.parametrize("visitor", [None, register.clerk_thanh_hoa])
def test_draft_and_its_parts_are_found_by_nobody_else(client, north, visitor) -> None:
    draft = register.conference(
        north.series, dt.date(2030, 5, 1), draft=True, title="Mật", host=north.units["ha-tinh"]
    )
    said = {"conference": draft, "source": north.article}
    body = register.organisation("mat", "Cục Mật")
    person = keep(record=Person(name="Lê Mật"), by=register.registrar())
    for part in (
        Appearance(person=person, office="Vụ trưởng Mật", role=Role.SPOKE, **said),
        Presence(organisation=body, printed="Mật", kind=PresenceKind.ATTENDED, **said),
        Point(kind=PointKind.RESULT, text="Điều Mật", **said),
    ):
        keep(record=part, by=register.registrar())
    register.proposal("Kiến nghị Mật", asked_by=body, addressed_to=body, conference=draft)
    register.figure("export", "7", "ty-usd", region=north.region, reported_at=draft)
    if visitor:
        client.force_login(visitor())
    assert (found(client, "mật"), found(client, "hà tĩnh 2030")) == ({}, {})
    assert found(client, "xuất khẩu bắc trung bộ")["figures"] == [f"{X_2022}#figures"]
    client.force_login(register.ministry_reader())
    assert set(found(client, "mật")) == {
        "conferences", "organisations", "offices", "points", "proposals"
    }  # fmt: skip
    assert len(found(client, "xuất khẩu bắc trung bộ")["figures"]) == 2


def test_retired_records_are_not_found(client, north) -> None:
    client.force_login(register.administrator())
    for record in (north.x_2022, north.article, north.units["thanh-hoa"]):
        retire(record=record, by=register.registrar(), reason="Không có thật.")
    assert found(client, "thanh hóa") == {}


def test_hidden_name_is_neither_found_nor_shown(client, north) -> None:
    Person.objects.update(
        hidden_at=timezone.now(), hidden_by=register.registrar(), hidden_reason="Theo yêu cầu."
    )
    client.force_login(register.administrator())
    assert found(client, "tran thi hoa") == {}
    page = results(client, "thứ trưởng")
    assert (groups(page), "Trần" in page.text) == ({"offices": [X_2022]}, False)


def test_words_of_a_hidden_speaker_are_not_a_way_to_him(client, north) -> None:
    speaker = keep(record=Person(name="Lê Văn Ẩn"), by=register.registrar())
    point = Point(
        kind=PointKind.DISCUSSION,
        text="Cần thêm kho bãi",
        speaker=speaker,
        said_by="Lê Văn Ẩn, Cục trưởng",
        conference=north.x_2022,
        source=north.article,
    )
    keep(record=point, by=register.registrar())
    assert found(client, "van an")["points"] == [X_2022]
    speaker.hidden_at, speaker.hidden_by = timezone.now(), register.registrar()
    speaker.hidden_reason = "Theo yêu cầu."
    keep(record=speaker, by=register.registrar())
    assert (found(client, "van an"), found(client, "kho bãi")) == ({}, {"points": [X_2022]})


# The page


def test_words_are_marked_in_what_was_found(client, north) -> None:
    page = results(client, "bắc trung bộ 2022")
    title = page.all("section")[0].all("a")[0]
    assert [mark.text for mark in title.all("mark")] == ["Bắc Trung Bộ", "2022"]


def test_page_says_how_the_search_was_understood(client, north) -> None:
    page = results(client, "quang binh 2024")
    line = page.one("p", "understood")
    assert line.text.endswith(
        f"{_('Province or city')}: Quảng Bình, nay thuộc Quảng Trị · {_('When')}: năm 2024"
    )
    assert list(line.links.values()) == ["/provinces/quang-binh/"]


def test_what_is_called_by_its_name_stands_out(client, north) -> None:
    best = results(client, "hue").all("li", "hit--best")
    assert [one.all("a")[0]["href"] for one in best] == ["/provinces/hue/"]
    assert results(client, "thừa thiên").has("li", "hit--best") is False


def test_group_shows_the_first_and_leads_to_all(client, north) -> None:
    for year in range(2011, 2018):
        register.conference(north.series, dt.date(year, 5, 1))
    page = results(client, "hội nghị bắc trung bộ")
    link = page.one("section", aria_labelledby="conferences").all("p")[-1].one("a")
    assert len(groups(page)["conferences"]) == 5
    assert link["href"] == address("hội nghị bắc trung bộ", "conferences")
    whole = results(client, "hội nghị bắc trung bộ", "conferences")
    assert {group: len(rows) for group, rows in groups(whole).items()} == {"conferences": 9}
    assert whole.links[f"← {_('All results')}"] == address("hội nghị bắc trung bộ")


def test_file_holds_what_the_page_found_without_its_marks(client, north) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    body = register.organisation("so", "Sở Công Thương Nghệ An")
    said = {"asked_by": body, "addressed_to": body, "conference": north.x_2022}
    register.proposal("=Sửa <b>chợ</b> & kho", **said)
    page = page_of(client.get("/search/?q=ch%E1%BB%A3")).one("main")
    xlsx, csv_file = (link["href"] for link in page.one("p", "downloads").all("a"))
    assert xlsx == "/search/results.xlsx?q=ch%E1%BB%A3"
    rows = held(client, csv_file)
    with translation.override("en"):
        found = search("chợ", AnonymousUser()).groups
        labels = [one.label for one in found for _hit in one.hits]
    assert [row["Group of results"] for row in rows] == labels
    assert {(row["Group of results"], row["Text"]) for row in rows} >= {
        ("Proposals", "'=Sửa <b>chợ</b> & kho"),
        ("Results, limits and tasks", "Nhân rộng mô hình chợ an toàn"),
    }
    addresses = {row["Address"] for row in rows if row["Group of results"] == "Proposals"}
    assert {one.partition("#")[0] for one in addresses} == {f"http://testserver{X_2022}"}


def held(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of a file by their headings."""
    text = client.get(address).getvalue().decode("utf-8-sig").replace("\u00a0", " ")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def test_file_of_one_group_holds_that_group(client, north) -> None:
    rows = held(client, "/search/results.csv?q=ch%E1%BB%A3&in=points")
    assert {row[_("Group of results")] for row in rows} == {str(Group.POINTS.label)}
    assert held(client, "/search/results.csv?q=") == []


def test_more_than_is_read_is_said_and_leads_to_the_list(client, north) -> None:
    Conference.objects.bulk_create(
        Conference(
            series=north.series,
            slug=f"so-{number}",
            title="Chợ nổi",
            folded=" cho noi ",
            starts_on=dt.date(1990, 1, 1),
            status=Status.HELD,
            published_at=timezone.now(),
            published_by=register.registrar(),
        )
        for number in range(61)
    )
    page = results(client, "chợ nổi", "conferences")
    assert (len(groups(page)["conferences"]), page.one("h2").text) == (
        60,
        f"{_('Conferences')} 60+",
    )
    assert page.links[_("Look in the whole list")] == ("/conferences/?q=ch%E1%BB%A3+n%E1%BB%95i")


def test_nothing_found_leads_on(client, north) -> None:
    page = results(client, "quảng bnh 2024")
    assert groups(page) == {}
    assert page.one("p", "empty__title").text == _("Nothing was found.")
    chips = {link.text: link["href"] for link in page.all("a", "chip")}
    assert chips == {
        "Quảng Bình 2024": address("Quảng Bình 2024"),
        "2024": address("2024"),
    }
    assert page.links[_("Sources")] == "/sources/"


@pytest.mark.parametrize("typed", ["", "   "])
def test_empty_search_shows_examples_and_asks_nothing(
    client, db, django_assert_num_queries, typed: str
) -> None:
    with django_assert_num_queries(0):
        page = results(client, typed)
    chips = [link.text for link in page.all("a", "chip")]
    assert chips == list(EXAMPLES)


@pytest.mark.parametrize("typed", [",.;", "%", "_", "\0", "lan thu", "a" * 5000, "ử " * 300])
def test_odd_search_is_answered(client, north, typed: str) -> None:
    assert results(client, typed).one("h1").text != ""


def test_long_search_says_that_it_was_cut(client, north) -> None:
    assert results(client, "huế " * 100).one("div", "alert").text == _(
        "That was long: only the beginning was looked for."
    )


ATTACK = '<script>alert(1)</script>"onfocus="alert(1)'


@pytest.mark.parametrize("typed", [ATTACK, f"Huế {ATTACK}"])
def test_typed_html_stays_text(client, north, typed: str) -> None:
    response = client.get("/search/", {"q": typed})
    page = page_of(response)
    assert [one["src"] for one in page.all("script")] == ["/static/js/search.js"]
    assert [one for one in page.elements() if "onfocus" in one.attributes] == []
    assert page.one("input", type="search")["value"] == typed
    assert b"<script>alert" not in response.content


def test_recorded_html_stays_text(client, north) -> None:
    register.organisation("xau", "<b>Lotte</b> & con")
    titles = [item.all("a")[0].text for item in results(client, "lotte").all("li", "hit")]
    assert "<b>Lotte</b> & con" in titles


@translation.override("en")
def test_english_reader_finds_by_english_names(client, north) -> None:
    client.cookies["django_language"] = "en"
    page = results(client, "north central 2022")
    assert groups(page)["conferences"] == [X_2022]
    assert "Industry and trade conference of the" in page.all("section")[0].all("a")[0].text


def test_box_of_every_page_leads_to_the_search(client, north) -> None:
    form = page_of(client.get("/")).one("form", "search")
    assert (form["action"], form["data-suggest"]) == ("/search/", "/search/suggest/")


# Suggestions


def suggested(client: Client, typed: str) -> list[tuple[str, str]]:
    response = client.get("/search/suggest/", {"q": typed})
    page = page_of_fragment(response)
    return [(one["data-href"], one["role"]) for one in page.all("li")]


def page_of_fragment(response) -> Element:
    response.content = b"<html>" + response.content + b"</html>"
    return page_of(response)


def test_suggestions_are_options(client, north) -> None:
    assert suggested(client, "quảng b") == [
        ("/provinces/quang-binh/", "option"),
        ("/provinces/quang-tri-2025/", "option"),
        (IN_2024, "option"),
    ]


@pytest.mark.parametrize("typed", ["", "q", " q "])
def test_one_letter_suggests_nothing_and_asks_nothing(
    client, db, django_assert_num_queries, typed: str
) -> None:
    with django_assert_num_queries(0):
        assert suggested(client, typed) == []


def test_suggestions_are_eight_at_most(client, north) -> None:
    for number in range(9):
        register.organisation(f"so-{number}", f"Sở Hải Phòng {number}")
        register.series(f"so-{number}", name=f"Hội nghị Sở Hải {number}")
        register.region(f"so-{number}", name=f"Sở Hải {number}")
        register.conference(north.series, dt.date(2011 + number, 1, 1), title=f"Sở Hải {number}")
    assert len(suggested(client, "sở hải")) == 8


def test_suggestions_say_how_many_they_are(client, north) -> None:
    with translation.override("en"):
        client.cookies["django_language"] = "en"
        page = page_of_fragment(client.get("/search/suggest/", {"q": "quảng b"}))
    assert page.one("ul")["data-count"] == "3 suggestions"


def test_suggestions_are_kept_only_for_strangers(client, north) -> None:
    stranger = client.get("/search/suggest/", {"q": "huế"})
    client.force_login(register.clerk_thanh_hoa())
    member = client.get("/search/suggest/", {"q": "huế"})
    assert (stranger["Cache-Control"], "Cookie" in stranger["Vary"]) == ("max-age=60", True)
    assert set(member["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_draft_is_suggested_only_to_those_who_see_drafts(client, north) -> None:
    register.conference(north.series, dt.date(2030, 5, 1), draft=True, title="Hội nghị Mật")
    assert suggested(client, "mật") == []
    client.force_login(register.ministry_reader())
    assert [href for href, _role in suggested(client, "mật")] == ["/conferences/bac-trung-bo/2030/"]


# What it costs

QUESTIONS = [
    *("units", "other spellings", "regions", "series", "indicators"),
    *("conferences", "other names of bodies", "bodies", "bodies as printed"),
    *("people", "people in office", "proposals", "points", "sources"),
]


@pytest.mark.parametrize(
    ("typed", "more"),
    [
        ("bắc trung bộ", []),
        ("công thương", []),
        ("lần thứ 10", ["attested editions"]),
        ("bán lẻ bắc trung bộ", ["figures"]),
    ],
)
def test_search_asks_the_same_questions_for_few_rows_and_for_more(
    client, north, django_assert_num_queries, typed: str, more: list[str]
) -> None:
    people = [] if typed.startswith("lần") else ["people"]
    number = len(QUESTIONS) + len(more) - (not people)
    with django_assert_num_queries(number):
        found(client, typed)
    for number_of in range(3):
        again = register.conference(
            north.series,
            dt.date(2011 + number_of, 5, 1),
            title=f"Hội nghị ngành Công Thương Bắc Trung Bộ {number_of}",
            region=north.region,
        )
        body = register.organisation(f"so-{number_of}", f"Sở Công Thương Bắc Trung Bộ {number_of}")
        person = keep(record=Person(name=f"Công Thương {number_of}"), by=register.registrar())
        said = {"conference": again, "source": north.article}
        for part in (
            Appearance(person=person, office="Sở Công Thương", role=Role.SPOKE, **said),
            Presence(organisation=body, printed="Sở", kind=PresenceKind.ATTENDED, **said),
            Point(kind=PointKind.RESULT, text="Công thương Bắc Trung Bộ", **said),
        ):
            keep(record=part, by=register.registrar())
        register.proposal("Công thương", asked_by=body, addressed_to=body, conference=again)
        register.figure(
            "retail_goods", f"{number_of + 1}7", "ty-dong", region=north.region, reported_at=again
        )
    with django_assert_num_queries(number):
        found(client, typed)


def test_suggestions_ask_for_what_has_a_name(client, north, django_assert_num_queries) -> None:
    with django_assert_num_queries(9):
        suggested(client, "bắc tr")


def test_conferences_are_asked_by_their_indexes(north) -> None:
    """On PostgreSQL the words by trigrams; other databases read every row."""
    Conference.objects.bulk_create(
        Conference(
            series=north.series,
            slug=f"so-{number}",
            title="Hội nghị",
            starts_on=dt.date(1990, 1, 1) + dt.timedelta(days=number),
            status=Status.PLANNED,
            folded=f" hoi nghi nganh cong thuong {'cho noi' if number == 7 else 'cac tinh'} " * 4,
        )
        for number in range(5000)
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # as its housekeeping does, after a while
            cursor.execute("SELECT gin_clean_pending_list('conferences_conference_folded_trgm')")
        cursor.execute(f'ANALYZE "{Conference._meta.db_table}"')
    query = read("chợ nổi Huế", Shelf.load().catalogue())
    rows = Conference.objects.filter(
        all_of(lambda term: says(term) | context(term), query.required)
    ).order_by("-starts_on", "-pk")[:60]
    assert ("conferences_conference_folded_trgm" in rows.explain()) == (
        connection.vendor == "postgresql"
    )


# Names


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("28 tỉnh, thành phố khu vực phía Bắc", "phía Bắc"),
        ("14 tỉnh vùng trung du, miền núi Bắc Bộ", "trung du, miền núi Bắc Bộ"),
        ("Six North Central provinces", "North Central"),
        ("15 northern provinces and cities", "northern"),
        ("Tây Nguyên", None),
    ],
)
def test_region_is_called_without_count_and_kind(full: str, short: str | None) -> None:
    assert region_names(full) == ((full, short) if short else (full,))


@pytest.mark.parametrize(
    ("full", "names"),
    [
        ("Chỉ số sản xuất công nghiệp (IIP)", ["Chỉ số sản xuất công nghiệp",
                                               "sản xuất công nghiệp", "IIP"]),
        ("Tổng kinh phí khuyến công", ["kinh phí khuyến công"]),
        ("Export turnover", ["Export"]),
        ("Hợp tác xã (công nghiệp)", ["Hợp tác xã"]),
        ("Chợ", []),
    ],
)  # fmt: skip
def test_indicator_is_called_by_what_it_measures(full: str, names: list[str]) -> None:
    assert indicator_names(full) == (full, *names)


def test_groups_about_equally_good_stand_in_a_fixed_order(north) -> None:
    from django.contrib.auth.models import AnonymousUser

    found_groups = [one.group for one in search("bắc trung bộ", AnonymousUser()).groups]
    assert found_groups[:2] == [Group.REGIONS, Group.SERIES]
