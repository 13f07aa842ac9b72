"""The pages of organisations: their names over time, where sources name them, what they asked."""

import datetime as dt

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from conferences.enums import OrganisationKind, PresenceKind
from conferences.models import Conference, Organisation, Presence
from conferences.organisations import Organisations
from provinces.actions import keep, retire
from tests.reading import Element, read
from tests.register import (
    NorthCentral,
    clerk_thanh_hoa,
    conference,
    ministry_reader,
    north_central,
    organisation,
    presence,
    proposal,
    registrar,
    source,
)

pytestmark = pytest.mark.django_db

RENAMED, AGAIN = dt.date(2017, 8, 18), dt.date(2025, 3, 1)
FIRST = "Cục Công nghiệp địa phương"
SECOND = "Cục Công Thương địa phương"
THIRD = "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


@pytest.fixture
def agency() -> dict[str, Organisation]:
    """The agency of the Ministry under its three names; its note is in the register."""
    third = organisation("cuc-3", THIRD, valid_from=AGAIN)
    second = organisation(
        "cuc-2",
        SECOND,
        name_en="Agency for Regional Industry and Trade",
        valid_from=RENAMED,
        valid_until=AGAIN,
        successor=third,
        aliases=["Cục CTĐP"],
        note="Theo Nghị định 98/2017/NĐ-CP.",
    )
    first = organisation("cuc-1", FIRST, valid_until=RENAMED, successor=second)
    return {"first": first, "second": second, "third": third}


def name(at: Conference, body: Organisation | None, printed: str = "", **said) -> Presence:
    """A source names a body at a conference."""
    return presence(at, body, printed=printed or str(body), **said)


def page(client: Client, address: str) -> Element:
    return read(client.get(address)).one("main")


# The list


def test_list_stands_under_kinds_with_place_and_conferences(client, north):
    keep(
        record=Organisation(key="lotte", name="Lotte", kind=OrganisationKind.ENTERPRISE),
        by=registrar(),
    )
    of_province = organisation(
        "sct", "Sở Công Thương", kind="department", province=north.units["quang-binh"]
    )
    for printed in ("Sở", "Sở Công Thương Quảng Bình"):
        name(north.x_2022, of_province, printed)
    name(north.in_2024, of_province)
    found = page(client, "/organisations/")
    now = _("now part of %(name)s") % {"name": "Quảng Trị"}
    kinds = [OrganisationKind(kind).label for kind in ("department", "enterprise")]
    assert found.headings == [kind[:1].upper() + kind[1:] for kind in map(str, kinds)]
    assert found.rows == [
        ["Sở Công Thương", f"Quảng Bình {now}", "2"],
        ["Sở Công Thương Thanh Hóa", "Thanh Hóa", "1"],
        ["Lotte", "–"],
    ]


def test_list_shows_renamings_in_one_line(client, north, agency):
    name(north.x_2022, agency["first"])
    name(north.x_2022, agency["second"])
    name(north.in_2024, agency["third"])
    (row,) = (
        page(client, "/organisations/")
        .section(str(OrganisationKind.AGENCY.label).capitalize())
        .rows
    )
    assert row == [f"{FIRST} {SECOND} (18/8/2017) {THIRD} (1/3/2025)", "2"]


def test_list_shows_bodies_that_became_one_side_by_side(client):
    one = organisation("hop-nhat", "Sở Hợp nhất", valid_from=AGAIN)
    for key in ("a", "b"):
        organisation(key, f"Sở {key}", successor=one, valid_until=AGAIN)
    ((cell, _count),) = page(client, "/organisations/").rows
    assert cell == "Sở a, Sở b Sở Hợp nhất (1/3/2025)"


def test_list_is_in_the_vietnamese_order(client):
    for key, words in (("d", "Đoàn"), ("e", "Em"), ("c", "Cục"), ("dd", "Dân")):
        organisation(key, words)
    assert [row[0] for row in page(client, "/organisations/").rows] == ["Cục", "Dân", "Đoàn", "Em"]


def test_list_of_an_empty_register_says_so(client):
    assert page(client, "/organisations/").one("p", "empty__title").text == _(
        "Nothing recorded yet."
    )


# One body


def test_page_shows_the_names_over_time_and_leads_to_them(client, agency):
    found = page(client, "/organisations/cuc-2/")
    units = [unit.text for unit in found.section(_("Names over time")).all("li", "unit")]
    assert units == [
        f"{FIRST} … – 17/8/2017",
        f"{SECOND} 18/8/2017 – 28/2/2025",
        f"{THIRD} 1/3/2025 – {_('today')}",
    ]
    assert found.section(_("Names over time")).links == {
        FIRST: "/organisations/cuc-1/",
        THIRD: "/organisations/cuc-3/",
    }


def test_page_of_a_body_with_one_name_shows_no_line(client, north):
    found = page(client, "/organisations/so-cong-thuong-thanh-hoa/")
    assert _("Names over time") not in found.headings
    assert found.one("dl", "facts").attributes == {"class": "facts"}
    assert found.terms == {
        _("Kind"): str(OrganisationKind.DEPARTMENT.label),
        _("Province or city"): "Thanh Hóa",
    }


def test_page_says_what_the_province_is_part_of_now(client, north):
    organisation("sct", "Sở", province=north.units["quang-binh"])
    card = page(client, "/organisations/sct/").terms
    now = _("now part of %(name)s") % {"name": "Quảng Trị"}
    assert card[_("Province or city")] == f"Quảng Bình {now}"


def test_page_shows_other_spellings_and_the_note(client, agency):
    found = page(client, "/organisations/cuc-2/")
    assert found.terms[_("Also written")] == "Cục CTĐP"
    assert found.terms[_("Valid")] == "18/8/2017 – 28/2/2025"
    assert "Theo Nghị định 98/2017/NĐ-CP." in [p.text for p in found.all("p")]


def test_page_lists_conferences_under_all_names_latest_first(client, north, agency):
    name(north.x_2022, agency["first"], FIRST, kind=PresenceKind.ATTENDED)
    name(north.in_2024, agency["third"], "the Agency", source=source("vietnam-vn-2024-en"))
    name(north.in_2024, organisation("khac", "Cơ quan khác"))
    found = page(client, "/organisations/cuc-1/").section(_("Conferences at which sources name it"))
    under = _("under the name %(name)s") % {"name": THIRD}
    assert found.rows == [
        [
            "Hội nghị ngành Công Thương 6 tỉnh Bắc Trung Bộ năm 2024",
            "13/5/2024",
            f"the Agency {under}",
            str(PresenceKind.ORGANISED.label),
        ],
        [north.x_2022.title, "13/5/2022", FIRST, str(PresenceKind.ATTENDED.label)],
    ]
    assert found.one("p", "quiet").text == _("Also under its other names.")
    assert found.one("q", lang="en").text == "the Agency"


def test_siblings_that_became_one_do_not_share_conferences(client, north):
    one = organisation("hop-nhat", "Sở Hợp nhất", valid_from=AGAIN)
    left = organisation("a", "Sở A", successor=one)
    right = organisation("b", "Sở B", successor=one)
    name(north.x_2022, left)
    name(north.in_2024, right)
    titles = {
        key: [row[0] for row in page(client, f"/organisations/{key}/").rows]
        for key in ("a", "b", "hop-nhat")
    }
    newer, older = north.in_2024.title, north.x_2022.title
    assert titles == {"a": [older], "b": [newer], "hop-nhat": [newer, older]}


def test_page_has_proposals_made_received_and_answered(client, north, agency):
    asker, own = organisation("sct", "Sở Công Thương Nghệ An"), agency["second"]
    said = {"conference": north.x_2022}
    proposal("Kiến nghị gửi Cục.", asked_by=asker, addressed_to=agency["first"], **said)
    proposal("Kiến nghị của Cục.", asked_by=own, addressed_to=asker, **said)
    answered = {"response": "Ghi nhận.", "responded_by": own}
    proposal("Cục trả lời thay.", asked_by=asker, addressed_to=asker, **said, **answered)
    proposal("Của nơi khác.", asked_by=asker, addressed_to=asker, **said)
    found = page(client, "/organisations/cuc-2/")
    told = {
        heading: [one.all("p")[1].text for one in found.section(heading).all("article")]
        for heading in (
            _("Proposals it made"),
            _("Proposals put to it"),
            _("Proposals put to others that it answered"),
        )
    }
    assert told == {
        _("Proposals it made"): ["Kiến nghị của Cục."],
        _("Proposals put to it"): ["Kiến nghị gửi Cục."],
        _("Proposals put to others that it answered"): ["Cục trả lời thay."],
    }
    links = found.section(_("Proposals it made")).links
    assert links[north.x_2022.title] == "/conferences/bac-trung-bo/x-2022/"


def test_page_lists_the_sources_it_quotes(client, north, agency):
    name(north.x_2022, agency["second"])
    found = page(client, "/organisations/cuc-2/")
    (row,) = found.one("table").one("tbody").all("tr")
    assert row.marks == [1]
    assert found.one("ol", "sources").all("a")[0]["href"] == "/sources/bao-thanh-hoa-2022/"


def test_page_of_a_body_no_source_names_says_so(client, agency):
    found = page(client, "/organisations/cuc-2/")
    section = found.section(_("Conferences at which sources name it"))
    assert section.links == {_("All conferences"): "/conferences/"}


def test_long_list_of_conferences_is_paged(client, north, agency):
    for year in range(1980, 2006):
        name(conference(north.series, dt.date(year, 5, 1)), agency["second"])
    first = page(client, "/organisations/cuc-2/")
    (following,) = first.all("a", rel="next")
    second = page(client, f"/organisations/cuc-2/{following['href']}")
    assert [len(one.rows) for one in (first, second)] == [25, 1]
    assert second.rows[0][1] == "1/5/1980"


def test_english_page_shows_the_english_name_and_the_vietnamese(client, agency):
    client.post("/language/", {"language": "en", "next": "/"})
    found = page(client, "/organisations/cuc-2/")
    assert (found.one("h1").text, found.terms["Name in Vietnamese"]) == (
        "Agency for Regional Industry and Trade",
        SECOND,
    )


# What is not shown


@pytest.mark.parametrize("key", ["khong-co", "cuc-2"])
def test_unknown_or_retired_body_is_not_found(client, agency, key):
    retire(record=agency["second"], by=registrar(), reason="Ghi trùng.")
    assert client.get(f"/organisations/{key}/").status_code == 404


def test_retired_body_joins_no_names(client, agency):
    retire(record=agency["second"], by=registrar(), reason="Ghi trùng.")
    assert [row[0] for row in page(client, "/organisations/").rows] == [FIRST, THIRD]
    assert _("Names over time") not in page(client, "/organisations/cuc-3/").headings


def test_body_of_a_draft_exists_only_for_those_who_see_drafts(client, north):
    draft = conference(north.series, dt.date(2027, 5, 1), draft=True, title="Mật")
    name(draft, organisation("mat", "Cơ quan Mật"))
    client.force_login(clerk_thanh_hoa())
    names = [row[0] for row in page(client, "/organisations/").rows]
    assert (names, client.get("/organisations/mat/").status_code) == (
        ["Sở Công Thương Thanh Hóa"],
        404,
    )
    client.force_login(ministry_reader())
    assert [row[0] for row in page(client, "/organisations/mat/").rows] == ["Mật"]


def test_draft_does_not_show_at_a_body_that_public_conferences_name(client, north, agency):
    draft = conference(north.series, dt.date(2027, 5, 1), draft=True, title="Mật")
    for at in (draft, north.x_2022):
        name(at, agency["second"])
    rows = page(client, "/organisations/cuc-2/").rows
    assert [row[0] for row in rows] == [north.x_2022.title]
    assert [row[1] for row in page(client, "/organisations/").rows[:1]] == ["1"]


def test_earlier_name_that_only_a_draft_tells_of_stands_with_a_public_one(client, north, agency):
    draft = conference(north.series, dt.date(2027, 5, 1), draft=True, title="Mật")
    name(draft, agency["first"])
    name(north.x_2022, agency["second"])
    found = page(client, "/organisations/cuc-1/")
    assert (found.one("h1").text, [row[0] for row in found.rows]) == (FIRST, [north.x_2022.title])


def test_bodies_that_follow_each_other_in_a_ring_still_have_pages(client, agency):
    Organisation.objects.filter(key="cuc-3").update(successor=agency["first"])
    known = Organisations.load(registrar())
    assert set(known.successors.values()) == {None}
    assert page(client, "/organisations/cuc-2/").one("h1").text == SECOND


@pytest.mark.parametrize("address", ["/organisations/", "/organisations/cuc-2/"])
def test_page_is_read_only(client, agency, address):
    before = list(Organisation.history.values_list("history_id", flat=True))
    client.get(address)
    assert client.post(address).status_code == 405
    assert list(Organisation.history.values_list("history_id", flat=True)) == before


# The way from a conference


def test_conference_leads_to_the_bodies_it_names(client, north, agency):
    retired = organisation("cu", "Cơ quan cũ")
    name(north.x_2022, agency["second"], "Cục CTĐP")
    name(north.x_2022, retired, "Cơ quan cũ")
    name(north.x_2022, None, "Các doanh nghiệp")
    retire(record=retired, by=registrar(), reason="Ghi trùng.")
    found = page(client, "/conferences/bac-trung-bo/x-2022/").section(_("Organisations"))
    organised = str(PresenceKind.ORGANISED.label)
    assert found.items == [
        f"{words} · {organised}"
        for words in ("Sở Công thương Thanh Hóa", "Cục CTĐP", "Cơ quan cũ", "Các doanh nghiệp")
    ]
    links = {words: address for words, address in found.links.items() if address[0] == "/"}
    assert links == {
        "Sở Công thương Thanh Hóa": "/organisations/so-cong-thuong-thanh-hoa/",
        "Cục CTĐP": "/organisations/cuc-2/",
    }
