"""The page on which the editions of a series are renumbered (C2, S1)."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from conferences.enums import Fact
from conferences.models import Conference, Series
from provinces.actions import retire
from tests import register
from tests.admin_pages import signed_in
from tests.reading import Element, read

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/renumber/bac-trung-bo/"


@pytest.fixture
def series() -> Series:
    """V (2018), VI (2019) and VII (2021); V handed over for VI."""
    made, host = register.series(), register.province("thanh-hoa")
    for edition, year in ((5, 2018), (6, 2019), (7, 2021)):
        one = register.conference(made, dt.date(year, 5, 13), edition=edition, host=host)
        register.attest(one, Fact.EDITION, f"lần thứ {edition}", str(edition))
    register.handover(Conference.objects.get(edition=5), register.province("nghe-an"), edition=6)
    return made


@pytest.fixture
def keeper(series, client) -> Client:
    client.force_login(register.administrator())
    client.cookies["django_language"] = "en"
    return client


def name(year: int) -> str:
    return f"edition_{Conference.objects.get(starts_on__year=year).pk}"


def typed(**editions: str) -> dict[str, str]:
    """What the form sends: every number as it stands, but those of `y2021="8"`."""
    numbers = {"y2018": "V", "y2019": "VI", "y2021": "VII"} | editions
    return {name(int(year[1:])): text for year, text in numbers.items()} | {"follow": "on"}


def page(client: Client, data: dict[str, str] | None = None) -> Element:
    response = client.get(ADDRESS, data or {})
    assert response.status_code == 200
    return read(response).one("main")


def shown(main: Element) -> list[str]:
    """The numbers in the table to type in."""
    return [one.attributes.get("value", "") for one in main.all("input", type="text")]


def confirm(client: Client, data: dict[str, str], **said: str):
    """Send what the preview of `data` offers, with a reason."""
    form = page(client, data).one("form", method="post")
    hidden = {one["name"]: one["value"] for one in form.all("input", type="hidden")}
    return client.post(ADDRESS, hidden | {"reason": "Theo văn bản của Bộ."} | said)


def editions() -> list[int | None]:
    return list(Conference.objects.order_by("starts_on").values_list("edition", flat=True))


def test_page_shows_the_editions_by_date_and_what_sources_print(keeper):
    main = page(keeper)
    assert shown(main) == ["V", "VI", "VII"]
    assert [row[1] for row in main.rows] == ["“lần thứ 5”", "“lần thứ 6”", "“lần thứ 7”"]
    assert main.has("form", method="post") is False


def test_preview_says_what_would_change(keeper):
    main = page(keeper, typed(y2018="6", y2019="7", y2021="VIII"))
    assert [row[1:] for row in main.section("What would change").rows] == [
        ["V becomes VI", "v-2018 becomes vi-2018"],
        ["VI becomes VII", "vi-2019 becomes vii-2019"],
        ["VII becomes VIII", "vii-2021 becomes viii-2021"],
    ]
    assert main.section("Handovers").items == ["Edition V (2018) hands over edition VII, not VI."]


def test_preview_writes_nothing(keeper):
    page(keeper, typed(y2021="8"))
    assert editions() == [5, 6, 7]


def test_preview_shows_the_chain_afterwards(keeper):
    main = page(keeper, typed(y2021="VIII"))
    steps = main.section("Hosting history afterwards").all("li", "step")
    assert [one.one(of="stop__name").text for one in steps] == [
        "Thanh Hoa",
        "Thanh Hoa",
        "No record yet",
        "Thanh Hoa",
    ]


def test_preview_of_a_series_without_a_flag_has_no_chain(keeper, series):
    Series.objects.update(has_flag=False)
    assert "Hosting history afterwards" not in page(keeper, typed(y2021="VIII")).headings


def test_preview_of_what_is_refused_offers_no_way_to_do_it(keeper):
    main = page(keeper, typed(y2021="VI"))
    titles = [one.title for one in Conference.objects.order_by("starts_on")]
    assert [one.text for one in main.all(of="alert--error")] == [
        f"Not possible: “{titles[2]}” would have the same edition as “{titles[1]}”."
    ]
    assert main.has("form", method="post") is False


def test_preview_without_a_change_says_so(keeper):
    main = page(keeper, typed())
    assert [one.text for one in main.all(of="alert")] == ["No edition would change."]


@pytest.mark.parametrize("wrong", ["IIX", "0", "4000", "mười", "1.0"])
def test_mistake_is_told_with_an_example_and_stays_as_typed(keeper, wrong):
    main = page(keeper, typed(y2019=wrong))
    assert [one.text for one in main.all("ul", "errorlist")] == [
        f"“{wrong}” is no edition: write X or 10, or leave it empty."
    ]
    assert (shown(main), "What would change" in main.headings) == (["V", wrong, "VII"], False)


@pytest.mark.parametrize(
    ("since", "by", "expected"),
    [
        (2019, "1", ["V", "VII", "VIII"]),
        (2018, "-1", ["IV", "V", "VI"]),
        (2021, "-1", ["V", "VI", "VI"]),
        (2018, "7", ["V", "VI", "VII"]),
    ],
)
def test_shift_moves_a_conference_and_all_after_it(keeper, since, by, expected):
    pk = name(since).removeprefix("edition_")
    assert shown(page(keeper, typed() | {"shift": f"{pk}:{by}"})) == expected


def test_shift_leaves_what_has_no_number_and_what_cannot_be_read(keeper):
    pk = name(2018).removeprefix("edition_")
    main = page(keeper, typed(y2018="", y2019="IIX") | {"shift": f"{pk}:1"})
    assert shown(main) == ["", "IIX", "VIII"]


def test_enter_in_a_field_previews_and_does_not_shift(keeper):
    """A browser takes the first button of a form when Enter is pressed."""
    form = page(keeper).one("form", method="get")
    assert [one.attributes.get("name") for one in form.all("button")][:2] == [None, "shift"]


def test_confirming_renumbers_and_leads_to_the_series(keeper):
    answer = confirm(keeper, typed(y2018="6", y2019="7", y2021="8"))
    assert (answer.status_code, answer["Location"]) == (302, "/series/bac-trung-bo/")
    assert editions() == [6, 7, 8]
    assert Conference.objects.get(edition=6).handovers.get().edition == 7


def test_confirming_without_following_leaves_handovers(keeper):
    said = typed(y2021="8")
    del said["follow"]
    confirm(keeper, said)
    assert (editions(), Conference.objects.get(edition=5).handovers.get().edition) == ([5, 6, 8], 6)


def test_confirming_without_a_reason_keeps_what_was_typed(keeper):
    answer = confirm(keeper, typed(y2021="8"), reason="")
    main = read(answer).one("main")
    assert [one.text for one in main.all("ul", "errorlist")] == ["Give the reason."]
    assert (shown(main), editions()) == (["V", "VI", "8"], [5, 6, 7])


def test_confirming_what_changed_meanwhile_is_refused_and_previewed_anew(keeper):
    form = page(keeper, typed(y2021="8")).one("form", method="post")
    hidden = {one["name"]: one["value"] for one in form.all("input", type="hidden")}
    Conference.objects.filter(edition=6).update(edition=None)
    main = read(keeper.post(ADDRESS, hidden | {"reason": "Sửa."})).one("main")
    assert [one.text for one in main.all(of="alert--error")] == [
        "The register has changed since this preview. Look at it and confirm again."
    ]
    assert main.one("textarea").text == "Sửa."
    seen = main.one("input", name_="seen")["value"]
    assert (seen != hidden["seen"], editions()) == (True, [5, None, 7])


def test_series_without_records_says_so(keeper):
    register.series("phia-bac", name="Phía Bắc")
    main = read(keeper.get("/desk/renumber/phia-bac/")).one("main")
    assert [one.text for one in main.all(of="empty__title")] == ["Nothing recorded yet."]


def test_page_is_for_the_keeper(client, series):
    answers = [client.get(ADDRESS)]
    for person in (register.clerk_thanh_hoa(), register.ministry_reader()):
        client.force_login(person)
        answers += [client.get(ADDRESS), client.post(ADDRESS, {"reason": "Sửa."})]
    assert [one.status_code for one in answers] == [302, 403, 403, 403, 403]
    assert answers[0]["Location"] == f"/login/?next={ADDRESS}"


def test_series_that_is_not_there_or_retired_is_not_found(keeper, series):
    retire(record=series, by=register.registrar(), reason="Trùng.")
    codes = [keeper.get(one).status_code for one in (ADDRESS, "/desk/renumber/phia-bac/")]
    assert codes == [404, 404]


def test_other_methods_are_refused(keeper):
    assert keeper.delete(ADDRESS).status_code == 405


@pytest.mark.parametrize("years", [(2021,), (2021, 2022, 2023)])
def test_preview_costs_the_same_for_any_number(client, django_assert_num_queries, years):
    made, host = register.series(), register.province("thanh-hoa")
    for edition, year in enumerate(years, start=5):
        one = register.conference(made, dt.date(year, 5, 13), edition=edition, host=host)
        register.attest(one, Fact.EDITION, f"lần thứ {edition}", str(edition))
        register.handover(one, None, edition=edition + 1)
    client.force_login(register.administrator())
    data = {name(year): str(number) for number, year in enumerate(years, start=6)}
    # Session and user; the series; its conferences with handovers and attestations, twice: for
    # the table and for the plan; former and retired addresses; provinces, twice.
    with django_assert_num_queries(13):
        client.get(ADDRESS, data | {"follow": "on"})


def test_series_in_the_admin_leads_here(series):
    keeper = signed_in(register.administrator())
    change = reverse("admin:conferences_series_change", args=[series.pk])
    links = {one["url"] for one in keeper.get(change).context["links"]}
    assert links == {ADDRESS}
