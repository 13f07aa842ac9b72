"""The pages on which provinces are merged, and a merger is taken back (P1, S1, S2)."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from conferences.models import Organisation
from portal.keeping.province_forms import MergerForm
from portal.keeping.province_mergers import merge, plan_merger, plan_unmerging, undo_merger
from portal.records.checks import check
from portal.records.writing import as_text, contents
from provinces.actions import fingerprint
from provinces.models import Province
from tests import register
from tests.admin_pages import signed_in
from tests.reading import Element, read
from tests.register import NorthCentral, north_central

MERGE = "/desk/provinces/merge/"
UNDO = "/desk/provinces/thanh-hoa-2026/undo/"
UNITS = {"units": ["thanh-hoa", "nghe-an"], "on": "1/10/2026"}
FIVE = "bac-trung-bo-5"
TYPED = UNITS | {
    "name": "Thanh Hóa",
    "name_en": "Thanh Hoa",
    "kind": "province",
    "code": "38",
    "short": "TH",
    "tile": "nghe-an",
    "act": "Nghị quyết diễn tập",
    "aliases": "Thanh Nghệ\n\nXứ Thanh",
    f"{FIVE}-belongs": "on",
    f"{FIVE}-certainty": "inferred",
    f"{FIVE}-name": "4 tỉnh, thành phố Bắc Trung Bộ",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def north(db) -> NorthCentral:
    return north_central()


@pytest.fixture
def keeper(db) -> Client:
    return signed_in(register.administrator(), "en")


def main(response: HttpResponse) -> Element:
    assert response.status_code == 200
    return read(response).one("main")


def previewed(client: Client, **typed: Any) -> Element:
    return main(client.post(MERGE, TYPED | typed))


def seen(page: Element) -> str:
    return page.one("button", name_="seen")["value"]


def merged(client: Client) -> HttpResponse:
    return client.post(MERGE, TYPED | {"seen": seen(previewed(client))})


def told(response: HttpResponse) -> list[str]:
    return [str(one) for one in get_messages(response.wsgi_request)]


def mistakes(page: Element) -> list[str]:
    return [item for one in page.all("ul", "errorlist") for item in one.items]


def alerts(page: Element) -> list[str]:
    return [one.text for one in page.all("div", "alert")]


# Choosing


def test_units_to_choose_are_those_that_have_not_ended(north, keeper):
    boxes = main(keeper.get(MERGE)).all("input", type="checkbox")
    assert [box["value"] for box in boxes] == list(
        Province.objects.filter(valid_until=None).values_list("key", flat=True)
    )


def test_unit_named_in_the_address_is_chosen(north, keeper):
    boxes = main(keeper.get(MERGE, {"units": "hue"})).all("input", type="checkbox")
    assert [box["value"] for box in boxes if "checked" in box.attributes] == ["hue"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"on": "1/10/2026"}, "Choose the units that merge, e.g. Quảng Bình, Quảng Trị."),
        ({"units": ["hue"], "on": ""}, "Write the first day of the new unit, e.g. 1/7/2025."),
        ({"units": ["hue"], "on": "31/2/2026"}, "31/2/2026 does not exist."),
        ({"units": ["hue"], "on": "1/1/2025"}, "Hue began on 1/1/2025: the day must be later."),
        (
            {"units": ["quang-binh"], "on": "1/10/2026"},
            "One of them has ended already, or is no unit: choose again.",
        ),
    ],
)
def test_choice_that_cannot_be_is_shown_again_with_what_was_typed(north, keeper, query, words):
    page = main(keeper.get(MERGE, query))
    assert mistakes(page) == [words]
    assert page.one("input", name_="on").attributes.get("value", "") == query["on"]


def test_form_proposes_the_new_unit_and_its_regions(north, keeper):
    page = main(keeper.get(MERGE, UNITS))
    proposed = {
        one["name"]: one.attributes.get("value", "") for one in page.all("input", type="text")
    }
    assert proposed == {
        "name": "Thanh Hóa",
        "name_en": "Thanh Hoa",
        "act": "",
        "code": "38",
        "short": "TH",
        "key": "",
        f"{FIVE}-citation": "",
        f"{FIVE}-name": "4 tỉnh, thành phố Bắc Trung Bộ",
        f"{FIVE}-name_en": "Five North Central provinces and cities",
    }
    assert [one["value"] for one in page.all("input", type="radio")] == ["thanh-hoa", "nghe-an"]


def test_form_proposes_one_economic_region(north, keeper):
    for key in ("thanh-hoa", "nghe-an"):
        register.region(f"vung-{key}", north.units[key], kind="statistical")
    boxes = main(keeper.get(MERGE, UNITS)).all("input", type="checkbox")
    assert {box["name"]: "checked" in box.attributes for box in boxes} == {
        f"{FIVE}-belongs": True,
        "vung-thanh-hoa-belongs": True,
        "vung-nghe-an-belongs": False,
    }


# Preview


def test_preview_shows_all_that_the_merger_does(north, keeper):
    register.organisation("so-nghe-an", "Sở Công Thương Nghệ An", province=north.units["nghe-an"])
    page = previewed(keeper)
    assert page.rows == [
        ["Thanh Hoa", "30 September 2026", "now part of Thanh Hoa"],
        ["Nghe An", "30 September 2026", "now part of Thanh Hoa"],
        [
            "Five North Central provinces and cities conference region",
            "Thanh Hoa, Nghe An",
            "Thanh Hoa (inferred) The region ends and goes on as “4 tỉnh, thành phố Bắc Trung Bộ” "
            "(bac-trung-bo-2026). Its other members: Ha Tinh, Quang Tri, Hue.",
        ],
    ]
    assert page.one("aside").terms == {
        "From the day": "1 October 2026",
        "Formed from": "Thanh Hoa, Nghe An",
        "Legal act": "Nghị quyết diễn tập",
        "Official code": "38",
        "Short label": "TH",
        "Key": "thanh-hoa-2026",
        "Also written": "Thanh Nghệ, Xứ Thanh",
    }
    assert page.section("Map").items == [
        "Map “34” ends and map “7” follows it, with 5 tiles that stay. "
        "Thanh Hoa takes the place of Nghe An."
    ]
    assert [one.text for one in page.all("summary")] == ["Conferences hosted: 1"]
    theirs = Organisation.objects.filter(province__key__in=TYPED["units"])
    assert page.section("Not touched: rename them separately").items == [
        body.label for body in theirs
    ]


def test_preview_writes_nothing(north, keeper):
    before = Province.history.count()
    previewed(keeper)
    assert (Province.history.count(), Province.objects.filter(key="thanh-hoa-2026").count()) == (
        before,
        0,
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"code": "42"}, "Ha Tinh has the same on the same days."),
        ({"key": "ha-tinh"}, "Ha Tinh has this key."),
        ({"act": ""}, "Name the act, e.g. Nghị quyết 202/2025/QH15 (12/06/2025)."),
        (
            {f"{FIVE}-name": "5 tỉnh, thành phố Bắc Trung Bộ"},
            "From that day it has 4 members; the name says 5.",
        ),
    ],
)
def test_what_cannot_be_is_shown_again_with_everything_typed(north, keeper, typed, words):
    page = previewed(keeper, short="TNg", **typed)
    assert mistakes(page) == [words]
    (field,) = typed
    assert page.one("input", name_=field).attributes.get("value", "") == typed[field]
    assert page.one("input", name_="short")["value"] == "TNg"
    assert page.one("textarea").text == "Thanh Nghệ Xứ Thanh"


def test_mistake_about_a_region_without_a_number_stands_beside_its_box(north, keeper):
    for key in ("thanh-hoa", "nghe-an"):
        register.region(f"vung-{key}", north.units[key], kind="statistical")
    both = {
        f"vung-{key}-{field}": value
        for key in ("thanh-hoa", "nghe-an")
        for field, value in (("belongs", "on"), ("certainty", "certain"))
    }
    page = previewed(keeper, **both)
    words = "It belongs to vung-nghe-an as well: choose one economic region."
    assert mistakes(page) == [words]
    assert [one.text for one in page.all("div", "field--check") if words in one.text] == [
        f"The new unit belongs to it {words}"
    ]


def test_preview_leads_to_what_stands_in_the_way_and_cannot_be_confirmed(north, keeper):
    later = register.conference(
        north.series, dt.date(2027, 1, 9), host=north.units["nghe-an"], status="planned"
    )
    page = previewed(keeper)
    assert [(one.text, one["href"]) for one in page.one("ul", "obstacles").all("a")] == [
        (later.title, f"/admin/conferences/conference/{later.pk}/change/")
    ]
    assert not page.has("button", name_="seen")


def test_button_changes_something_and_keeps_what_was_typed(north, keeper):
    page = previewed(keeper, edit="1", short="TNg")
    assert page.one("input", name_="short")["value"] == "TNg"
    assert page.one("input", name_="code")["value"] == "38"


def test_preview_carries_everything_to_its_confirmation(north, keeper):
    page = previewed(keeper)
    carried = {one["name"]: one["value"] for one in page.all("input", type="hidden")}
    for ours in ("csrfmiddlewaretoken", "units", "on"):
        carried.pop(ours, None)
    typed = {name: value for name, value in TYPED.items() if name not in UNITS}
    assert carried == typed


# Doing it


def test_merge_is_done_and_shown(north, keeper):
    response = merged(keeper)
    unit = Province.objects.get(key="thanh-hoa-2026")
    assert (response.status_code, response.url) == (302, unit.get_absolute_url())
    assert told(response) == ["Recorded: Thanh Hoa."]
    assert [old.key for old in unit.predecessors.all()] == ["thanh-hoa", "nghe-an"]
    assert unit.history.latest().history_user.username == "administrator"


def test_merge_confirmed_twice_is_done_once(north, keeper):
    data = TYPED | {"seen": seen(previewed(keeper))}
    keeper.post(MERGE, data)
    page = main(keeper.post(MERGE, data))
    assert mistakes(page) == ["One of them has ended already, or is no unit: choose again."]
    assert Province.objects.filter(key__startswith="thanh-hoa-").count() == 1


def test_merge_that_was_not_previewed_is_shown_again(north, keeper):
    page = main(keeper.post(MERGE, TYPED | {"seen": "x"}))
    assert alerts(page) == [
        "The register has changed since this preview. Look at it and confirm again."
    ]
    assert page.one("input", name_="act")["value"] == "Nghị quyết diễn tập"
    assert Province.objects.filter(key="thanh-hoa-2026").count() == 0


def test_records_of_the_old_units_are_found_under_the_new_one(north, keeper):
    merged(keeper)
    page = main(keeper.get("/provinces/thanh-hoa-2026/"))
    (hosted,) = page.section("Conferences hosted").items
    assert hosted.endswith("Thanh Hoa · 13 May 2022 · " + north.series.name_en)
    rows = main(keeper.get("/provinces/", {"on": "1/10/2026"})).rows
    assert [row[0] for row in rows if row[1] in ("38", "40")] == ["Thanh Hoa"]
    titles = [one.text for one in main(keeper.get("/provinces/", {"on": "1/10/2026"})).all("text")]
    assert ("TH" in titles, "NA" in titles) == (True, False)


# Taking it back


def test_undo_shows_what_comes_back(north, keeper):
    merged(keeper)
    page = main(keeper.get(UNDO))
    assert page.one("p", "head__lead").text == (
        "Thanh Hoa, Nghe An: units of their own again, exactly as before. "
        "Thanh Hoa leaves the register; its history stays."
    )
    # The five members of the region, of which three go on; the new unit; five tiles and its own.
    assert page.rows == [
        ["Regions", "4 tỉnh, thành phố Bắc Trung Bộ", "Five North Central provinces and cities"],
        ["Provinces and cities", "Thanh Hoa", "Thanh Hoa · Nghe An"],
        ["Tile maps", "7", "34"],
        page.rows[3],
        page.rows[4],
    ]
    assert [row[0] for row in page.rows[3:]] == ["Memberships of regions", "Tiles"]
    assert len(page.rows[3][1].split(" · ")) == 4
    assert len(page.rows[3][2].split(" · ")) == 5


def test_undo_is_done_with_a_reason(north, keeper):
    before = {name: as_text(value) for name, value in contents()}
    merged(keeper)
    response = keeper.post(UNDO, {"reason": "Diễn tập xong.", "seen": seen(main(keeper.get(UNDO)))})
    assert (response.status_code, response.url) == (302, "/provinces/")
    assert told(response) == ["The merger was taken back."]
    assert {name: as_text(value) for name, value in contents()} == before
    assert Province.objects.get(key="thanh-hoa-2026").retired_reason == "Diễn tập xong."


def test_undo_without_a_reason_is_asked_again(north, keeper):
    merged(keeper)
    page = main(keeper.post(UNDO, {"reason": "", "seen": seen(main(keeper.get(UNDO)))}))
    assert mistakes(page) == ["Give the reason."]
    assert Province.objects.live().filter(key="thanh-hoa-2026").count() == 1


def test_undo_that_was_not_previewed_keeps_the_reason(north, keeper):
    merged(keeper)
    keeper.get(UNDO)  # where the merger is told
    page = main(keeper.post(UNDO, {"reason": "Diễn tập xong.", "seen": "x"}))
    assert alerts(page) == [
        "The register has changed since this preview. Look at it and confirm again."
    ]
    assert page.one("textarea").text == "Diễn tập xong."


def test_undo_leads_to_what_rests_on_the_unit_and_cannot_be_confirmed(north, keeper):
    merged(keeper)
    unit = Province.objects.get(key="thanh-hoa-2026")
    held = register.conference(north.series, dt.date(2027, 1, 9), host=unit)
    page = main(keeper.get(UNDO))
    assert [(one.text, one["href"]) for one in page.one("ul", "obstacles").all("a")] == [
        (held.title, f"/admin/conferences/conference/{held.pk}/change/")
    ]
    assert not page.has("button", name_="seen")


@pytest.mark.parametrize("key", ["khong-co", "thanh-hoa", "quang-binh"])
def test_undo_of_what_was_not_merged_here_does_not_exist(north, keeper, key):
    assert keeper.get(f"/desk/provinces/{key}/undo/").status_code == 404


def test_undo_done_already_does_not_exist(north, keeper):
    merged(keeper)
    data = {"reason": "Diễn tập.", "seen": seen(main(keeper.get(UNDO)))}
    keeper.post(UNDO, data)
    assert keeper.post(UNDO, data).status_code == 404


# The admin leads here


@pytest.mark.parametrize(
    ("key", "links"),
    [
        (
            "thanh-hoa-2026",
            {"Merge provinces…": f"{MERGE}?units=thanh-hoa-2026", "Undo the merger…": UNDO},
        ),
        ("hue", {"Merge provinces…": f"{MERGE}?units=hue"}),
        ("nghe-an", {}),
    ],
)
def test_admin_leads_to_the_verbs_that_a_unit_is_open_to(north, keeper, key, links):
    merged(keeper)
    pk = Province.objects.get(key=key).pk
    page = read(keeper.get(f"/admin/provinces/province/{pk}/change/"))
    tools = page.all("ul", "object-tools")
    found = {text: url for one in tools for text, url in one.links.items() if "/desk/" in url}
    assert found == links


# Who may


def may(*rights: str) -> User:
    user = register.clerk_thanh_hoa()
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.mark.parametrize("address", [MERGE, UNDO])
def test_stranger_is_sent_to_log_in(north, keeper, address):
    merged(keeper)
    assert Client().get(address).url == f"/login/?next={address}"
    assert Client().post(address, TYPED).url == f"/login/?next={address}"


@pytest.mark.parametrize("address", [MERGE, UNDO])
@pytest.mark.parametrize("rights", [(), ("view_conference",), ("change_conference",)])
def test_others_are_refused(north, keeper, address, rights):
    merged(keeper)
    client = signed_in(may(*rights))
    assert (client.get(address).status_code, client.post(address, TYPED).status_code) == (403, 403)


@pytest.mark.parametrize("address", [MERGE, UNDO])
def test_keeper_with_both_rights_is_let_in(north, keeper, address):
    merged(keeper)
    client = signed_in(may("change_conference", "change_province"), "en")
    assert main(client.get(address)).one("h1").text.startswith(("Merge", "Undo"))


@pytest.mark.parametrize("address", [MERGE, UNDO])
def test_other_methods_are_refused(north, keeper, address):
    merged(keeper)
    assert keeper.delete(address).status_code == 405


# Queries


def host_more(north: NorthCentral) -> None:
    for day in (dt.date(2017, 5, 5), dt.date(2018, 5, 5)):
        held = register.conference(north.series, day, host=north.units["nghe-an"])
        register.participation(held, north.units["thanh-hoa"])


PREVIEW_QUERIES = 30  # session, user, units, regions for the form, the plan, regions for the page
UNDO_QUERIES = 42  # session, user, the history of five models, what may rest on three rows


def test_preview_takes_as_many_queries_for_one_record_as_for_three(
    north, keeper, django_assert_num_queries
):
    for _time in range(2):
        with django_assert_num_queries(PREVIEW_QUERIES):
            previewed(keeper)
        host_more(north)


def test_undo_takes_as_many_queries_for_two_units_as_for_three(
    north, keeper, django_assert_num_queries
):
    merged(keeper)
    with django_assert_num_queries(UNDO_QUERIES):
        keeper.get(UNDO)
    data = {"reason": "Diễn tập.", "seen": seen(main(keeper.get(UNDO)))}
    keeper.post(UNDO, data)
    three = TYPED | {
        "units": ["thanh-hoa", "nghe-an", "ha-tinh"],
        f"{FIVE}-name": "3 tỉnh, thành phố Bắc Trung Bộ",
    }
    keeper.post(MERGE, three | {"seen": seen(main(keeper.post(MERGE, three)))})
    with django_assert_num_queries(UNDO_QUERIES):
        keeper.get(UNDO)


# The register's own records


def test_own_records_merge_and_are_again_what_they_were(own_records):
    by, day = register.administrator(), dt.date(2031, 1, 1)
    before = {name: as_text(value) for name, value in contents()}
    wrong = [one.line() for one in check(day)]
    units = list(Province.objects.filter(key__in=["thai-nguyen-2025", "lang-son"]))
    form = MergerForm(None, units=units, on=day)
    proposed = {
        f"{part.add_prefix(name)}": value
        for part in (form, *form.regions)
        for name, value in part.initial.items()
    }
    typed = MergerForm(proposed | {"act": "Nghị quyết diễn tập"}, units=units, on=day)
    assert typed.is_valid()
    plan = plan_merger(typed.merger(), by)
    unit = merge(merger=plan.places.merger, by=by, seen=fingerprint(plan))
    assert [one.line() for one in check(day)] == wrong
    assert {name: as_text(value) for name, value in contents()} != before
    back = plan_unmerging(unit)
    undo_merger(unit=unit, by=by, reason="Diễn tập.", seen=fingerprint(back))
    assert {name: as_text(value) for name, value in contents()} == before
