"""The pages on which rounds are listed and prepared (R1, R6, S1)."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.enums import Role
from conferences.enums import Status
from metrics.enums import Basis
from reports.actions.rounds import invite, invite_successor, prepare_round, withdraw_round
from reports.enums import ComparisonKind
from reports.models import Report, ReportingRound, RoundColumn, RoundRow
from reports.once import new_key
from tests import register
from tests.reading import Element, read
from tests.reporting import Reporting, account, fill, reporting, sent

pytestmark = pytest.mark.django_db

ROUND = "/rounds/bac-trung-bo/"
EDIT = f"{ROUND}edit/"
TODAY = timezone.localdate()


@pytest.fixture
def client(client: Client) -> Client:
    """Somebody who reads English: the words are as the sources have them."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def built() -> Reporting:
    """A round in preparation, and who keeps it."""
    return reporting(opened=False)


@pytest.fixture
def keeper(client: Client, built: Reporting) -> Client:
    client.force_login(built.people.ministry_reviewer)
    return client


def page(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return read(response).one("main")


def post(client: Client, address: str, **said: Any):
    return client.post(address, {"once": new_key()} | said)


def leads_to(response) -> str:
    assert response.status_code == 302, response.status_code
    return response["Location"]


def errors(response) -> list[str]:
    """What a form that came back says; nothing was written then."""
    assert response.status_code == 200, response.status_code
    main = read(response).one("main")
    lists = [one.text for found in main.all("ul", "errorlist") for one in found.all("li")]
    return [*lists, *(one.text for one in main.all(of="alert--error"))]


def told(client: Client, response) -> list[str]:
    """What the page says to which a post led."""
    main = page(client, leads_to(response).partition("#")[0])
    return [one.text for one in main.all(of="alert")]


def round_of(key: str = "bac-trung-bo") -> ReportingRound:
    return ReportingRound.objects.get(key=key)


def asked(key: str = "bac-trung-bo") -> list[str]:
    found = round_of(key).invitations.order_by("province__code")
    return list(found.values_list("province__key", flat=True))


def typed(round: ReportingRound, **said: str) -> dict[str, str]:
    """What the form of a round sends as it stands, but for what is said."""
    stands = {
        "title": round.title,
        "key": round.key,
        "conference": str(round.conference_id or ""),
        "coordinator": str(round.coordinator_id or ""),
        "letter_number": round.letter_number,
        "letter_on": f"{round.letter_on:%-d/%-m/%Y}",
        "due_on": f"{round.due_on:%-d/%-m/%Y}",
        "contact": round.contact,
        "outline": round.outline,
    }
    return stands | said


# The access litany: every address × who may, who may not


def addresses(built: Reporting) -> dict[str, list[str]]:
    """Every address about a round, with its methods."""
    row, column = built.rows["export"].pk, built.columns[0].pk
    comparison = built.round.comparisons.all()[0].pk
    both, sending = ["get", "post"], ["post"]
    return {
        EDIT: both,
        f"{EDIT}rows/": both,
        f"{EDIT}rows/move/": sending,
        f"{EDIT}rows/{row}/": both,
        f"{EDIT}rows/{row}/remove/": sending,
        f"{EDIT}columns/": both,
        f"{EDIT}columns/move/": sending,
        f"{EDIT}columns/{column}/": both,
        f"{EDIT}columns/{column}/remove/": sending,
        f"{EDIT}comparisons/{comparison}/remove/": sending,
        f"{EDIT}provinces/": both,
        f"{ROUND}open/": both,
        f"{ROUND}withdraw/": both,
    }


def answers(client: Client, built: Reporting) -> set[int]:
    """The answers of all addresses to somebody; nothing of the round may change by them."""
    before = told_of(built)
    found = {
        getattr(client, method)(address).status_code
        for address, methods in addresses(built).items()
        for method in methods
    }
    assert told_of(built) == before
    return found


def told_of(built: Reporting) -> tuple:
    round = round_of()
    return (
        *(getattr(round, name) for name in ("title", "due_on", "opened_at", "retired_at")),
        list(round.rows.values_list("pk", "position", "parent", "label")),
        list(round.columns.values_list("pk", "position")),
        round.comparisons.count(),
        asked(),
    )


@pytest.mark.parametrize(
    ("who", "opened", "status"),
    [
        ("ministry_reader", False, 403),
        ("ministry_reader", True, 403),
        ("clerk_thanh_hoa", False, 404),
        ("clerk_thanh_hoa", True, 403),
        ("head_thanh_hoa", True, 403),
        ("centre_thanh_hoa", True, 403),
        ("clerk_da_nang", False, 404),
        ("clerk_da_nang", True, 404),
    ],
)
def test_round_is_prepared_by_its_keepers_only(client, who, opened, status) -> None:
    built = reporting(opened=opened)
    client.force_login(getattr(built.people, who))
    assert answers(client, built) == {status}


def test_pages_of_a_round_ask_a_stranger_to_sign_in(client, built) -> None:
    for address, methods in addresses(built).items():
        for method in methods:
            response = getattr(client, method)(address)
            assert response.status_code in (302, 401), address
            if response.status_code == 302:
                assert response["Location"].startswith("/login/"), address
            assert built.round.title not in response.content.decode()


def test_pages_of_no_round_do_not_exist(keeper, built) -> None:
    for address, methods in addresses(built).items():
        for method in methods:
            missing = address.replace("bac-trung-bo", "khong-co")
            assert getattr(keeper, method)(missing).status_code == 404, missing


def test_parts_of_another_round_do_not_exist(keeper, built) -> None:
    prepare_round(
        round=ReportingRound(key="khac", title="Khác", due_on=TODAY),
        by=built.officer("ministry_reviewer"),
    )
    row, column = built.rows["export"].pk, built.columns[0].pk
    comparison = built.round.comparisons.all()[0].pk
    other = "/rounds/khac/edit/"
    assert [
        keeper.get(f"{other}rows/{row}/").status_code,
        post(keeper, f"{other}rows/{row}/").status_code,
        post(keeper, f"{other}rows/{row}/remove/").status_code,
        post(keeper, f"{other}rows/move/", move=f"{row}:up").status_code,
        keeper.get(f"{other}columns/{column}/").status_code,
        post(keeper, f"{other}columns/{column}/remove/").status_code,
        post(keeper, f"{other}columns/move/", move=f"{column}:up").status_code,
        post(keeper, f"{other}comparisons/{comparison}/remove/").status_code,
    ] == [404] * 8
    assert (built.round.rows.count(), built.round.columns.count()) == (5, 3)


def test_movement_that_means_nothing_does_not_exist(keeper, built) -> None:
    for move in ("", "up", "1", "x:up", f"{built.rows['export'].pk}:sideways", "999999:up"):
        assert post(keeper, f"{EDIT}rows/move/", move=move).status_code == 404


@pytest.mark.parametrize("part", ["rows/move/", "rows/1/remove/", "columns/1/remove/"])
def test_verb_of_one_button_is_only_posted(keeper, part) -> None:
    assert keeper.get(f"{EDIT}{part}").status_code == 405


def test_coordinating_department_prepares_its_round(client) -> None:
    built = reporting(opened=False)
    built.round.coordinator = built.units["thanh-hoa"]
    built.round.save()
    client.force_login(built.people.clerk_thanh_hoa)
    gets = [address for address, methods in addresses(built).items() if "get" in methods]
    assert {client.get(address).status_code for address in gets} == {200}
    post(client, f"{EDIT}rows/", add="heading", label="Công nghiệp")
    assert built.round.rows.filter(label="Công nghiệp").count() == 1
    client.force_login(built.people.clerk_nghe_an)
    assert answers(client, built) == {404}


@pytest.mark.parametrize(("rows", "queries"), [(1, 12), (3, 12)])
def test_page_of_the_rows_costs_the_same_for_one_row_and_for_three(
    keeper, built, rows, queries, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    built.round.rows.filter(parent__isnull=False).delete()
    built.round.rows.all().delete()
    for number in range(rows):
        RoundRow.objects.create(round=built.round, position=number + 1, label=f"Dòng {number}")
    page(keeper, f"{EDIT}rows/")
    # session, account; the round, its invitations; offices, groups; the rows; how many rows,
    # columns; the catalogue; rights of the account, of its groups
    with django_assert_num_queries(queries):
        assert len(page(keeper, f"{EDIT}rows/").rows) == rows


# The list


def lines(main: Element) -> list[list[str]]:
    return [row[1:] for row in main.rows]


def in_words(on: dt.date) -> str:
    return f"{on.day} {on:%B} {on.year}"


def test_list_tells_the_ministry_how_many_have_sent(client) -> None:
    built = reporting()
    sent(built)
    prepare_round(
        round=ReportingRound(key="sau", title="Sau", due_on=TODAY),
        by=built.officer("ministry_reviewer"),
    )
    client.force_login(built.people.ministry_reviewer)
    main = page(client, "/rounds/")
    assert lines(main) == [
        [in_words(built.round.due_on), "Open", "1 of 3", "See who has reported"],
        [in_words(TODAY), "In preparation", "0 provinces asked", "Go on preparing it"],
    ]
    assert main.links["Go on preparing it"] == "/rounds/sau/edit/"
    client.force_login(built.people.ministry_reader)
    assert lines(page(client, "/rounds/"))[1][-1] == ""


def test_list_tells_a_department_of_its_own_report_only(client) -> None:
    built = reporting()
    sent(built)
    due = in_words(built.round.due_on)
    for who, expected in (
        ("clerk_thanh_hoa", ["Thanh Hoa: Submitted", "See the report sent"]),
        ("clerk_nghe_an", ["Nghe An: Draft", "Fill in the report"]),
    ):
        client.force_login(getattr(built.people, who))
        assert lines(page(client, "/rounds/")) == [[due, "Open", *expected]]


def test_list_without_rounds_says_whom_it_waits_for(client) -> None:
    built = reporting(opened=False)
    client.force_login(built.people.centre_thanh_hoa)
    main = page(client, "/rounds/")
    assert (main.rows, "No round is open for you" in main.text) == ([], True)
    assert "Prepare a round" not in main.links


def test_list_without_rounds_offers_a_keeper_to_prepare_one(client) -> None:
    built = reporting(opened=False)
    client.force_login(built.people.clerk_da_nang)
    main = page(client, "/rounds/")
    assert (main.rows, main.links["Prepare a round"]) == ([], "/rounds/new/")


def test_list_asks_a_stranger_to_sign_in(client) -> None:
    assert leads_to(client.get("/rounds/")) == "/login/?next=/rounds/"


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_round_and_for_three(
    client, count, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    built = reporting()
    for number in range(count - 1):
        by = built.officer("ministry_reviewer")
        made = prepare_round(
            round=ReportingRound(key=f"dot-{number}", title="Đợt", due_on=TODAY), by=by
        )
        invite(round=made, provinces=[built.units["thanh-hoa"]], by=by)
        made.opened_at, made.opened_by = timezone.now(), by.user
        made.save()
    client.force_login(built.people.clerk_thanh_hoa)
    # session, account, offices, groups, places; the rounds; own reports; rights of the account,
    # of its groups
    with django_assert_num_queries(9):
        assert len(page(client, "/rounds/").rows) == count


# A new round


def test_choice_offers_conferences_without_a_round_and_rounds_to_follow(keeper, built) -> None:
    coming = register.conference(
        built.conference.series, TODAY + dt.timedelta(days=400), status=Status.PLANNED
    )
    register.conference(built.conference.series, TODAY - dt.timedelta(days=400))
    main = page(keeper, "/rounds/new/")
    offered = [link["href"] for link in main.all("a", "btn")]
    follow = [form["action"] for form in main.all("form")]
    assert (offered, follow) == (
        [f"/rounds/new/?conference={coming.pk}"],
        ["/rounds/bac-trung-bo/again/"],
    )


def test_new_round_of_a_conference_is_proposed_and_prepared(keeper, built) -> None:
    north = register.region("mien-trung", built.units["ha-tinh"], built.units["da-nang-2025"])
    meeting = register.conference(
        built.conference.series,
        TODAY + dt.timedelta(days=400),
        status=Status.PLANNED,
        region=north,
    )
    address = f"/rounds/new/?conference={meeting.pk}"
    main = page(keeper, address)
    form = main.one("form", method="post")
    proposed = {name: form.one("input", name_=name)["value"] for name in ("title", "key", "due_on")}
    due = meeting.starts_on - dt.timedelta(days=14)
    assert proposed == {
        "title": f"Report for: {meeting.title}",
        "key": f"bac-trung-bo-{meeting.slug}",
        "due_on": f"{due.day}/{due.month}/{due.year}",
    }
    assert "Ha Tinh, Da Nang" in main.text
    once = {"once": form.one("input", name_="once")["value"]}
    said = proposed | {"conference": str(meeting.pk), "table_of": str(built.round.pk)} | once
    first, second = (keeper.post(address, said) for _click in range(2))
    rows = f"/rounds/{proposed['key']}/edit/rows/"
    assert (leads_to(first), leads_to(second)) == (rows, rows)
    assert asked(proposed["key"]) == ["ha-tinh", "da-nang-2025"]
    assert [row[:2] for row in page(keeper, rows).rows][:2] == [
        ["I", "Thương mại"],
        ["1", "Tổng mức bán lẻ hàng hóa"],
    ]


def test_new_round_refused_keeps_what_was_typed(keeper, built) -> None:
    response = post(
        keeper, "/rounds/new/?conference=", title="Đợt mới", key="new", due_on="31/02/2027"
    )
    main = read(response).one("main")
    assert errors(response) == [
        "31/02/2027 does not exist.",
        "“new” is the address of another page: write for example bac-trung-bo-2026.",
    ]
    assert main.one("input", name_="title")["value"] == "Đợt mới"
    assert main.one("input", name_="due_on")["value"] == "31/02/2027"
    assert ReportingRound.objects.count() == 1


def test_new_round_with_the_key_of_another_is_refused(keeper, built) -> None:
    said = {"title": "Đợt mới", "key": "bac-trung-bo", "due_on": "30/6/2027"}
    assert errors(post(keeper, "/rounds/new/?conference=", **said)) == [
        "Another round has this key: write for example bac-trung-bo-2026-2."
    ]


def test_new_round_without_its_one_time_key_is_refused(keeper, built) -> None:
    said = {"title": "Đợt mới", "key": "dot-moi", "due_on": "30/6/2027"}
    response = keeper.post("/rounds/new/?conference=", said)
    assert (len(errors(response)), ReportingRound.objects.count()) == (1, 1)


def test_department_prepares_a_round_that_it_keeps(client, built) -> None:
    client.force_login(built.people.clerk_da_nang)
    main = page(client, "/rounds/new/?conference=")
    keepers = [option.text for option in main.one("select", name_="coordinator").all("option")]
    assert keepers == ["Da Nang"]
    said = {"title": "Đợt mới", "key": "dot-moi", "due_on": "30/6/2027"}
    refused = post(client, "/rounds/new/?conference=", **said, coordinator="")
    assert len(errors(refused)) == 1
    unit = built.units["da-nang-2025"]
    leads_to(post(client, "/rounds/new/?conference=", **said, coordinator=str(unit.pk)))
    assert round_of("dot-moi").coordinator == unit


@pytest.mark.parametrize("who", ["ministry_reader", "centre_thanh_hoa"])
def test_who_prepares_no_rounds_is_refused(client, built, who) -> None:
    client.force_login(getattr(built.people, who))
    statuses = [client.get("/rounds/new/").status_code, post(client, "/rounds/new/").status_code]
    assert (statuses, ReportingRound.objects.count()) == ([403, 403], 1)


def test_draft_conference_does_not_exist_for_who_may_not_see_it(client, built) -> None:
    draft = register.conference(
        built.conference.series, TODAY + dt.timedelta(days=90), draft=True, title="Bản nháp kín"
    )
    client.force_login(built.people.clerk_thanh_hoa)
    assert client.get(f"/rounds/new/?conference={draft.pk}").status_code == 404
    for address in ("/rounds/new/", "/rounds/new/?conference="):
        assert "Bản nháp kín" not in client.get(address).content.decode()


@pytest.mark.parametrize("wanted", ["x", "999999", "-1", "9" * 40])
def test_round_of_no_conference_does_not_exist(keeper, wanted) -> None:
    assert keeper.get(f"/rounds/new/?conference={wanted}").status_code == 404


def test_new_round_says_that_the_conference_has_one_already(keeper, built) -> None:
    main = page(keeper, f"/rounds/new/?conference={built.conference.pk}")
    assert built.round.title in main.one(of="alert").text


def test_conference_page_offers_a_round_to_who_keeps_them(client, built) -> None:
    address = built.conference.get_absolute_url()
    shown = {}
    for who in ("ministry_reviewer", "ministry_reader", "clerk_thanh_hoa"):
        client.force_login(getattr(built.people, who))
        shown[who] = read(client.get(address)).links.get("Prepare a reporting round")
    client.logout()
    shown["anonymous"] = read(client.get(address)).links.get("Prepare a reporting round")
    assert shown == {
        "ministry_reviewer": f"/rounds/new/?conference={built.conference.pk}",
        "ministry_reader": None,
        "clerk_thanh_hoa": None,
        "anonymous": None,
    }


def test_one_click_makes_the_following_round_once(keeper, built) -> None:
    key = new_key()
    first, second = (keeper.post(f"{ROUND}again/", {"once": key}) for _click in range(2))
    assert leads_to(first) == leads_to(second)
    made = ReportingRound.objects.exclude(pk=built.round.pk).get()
    assert (leads_to(first), made.rows.count(), made.columns.count()) == (
        f"/rounds/{made.key}/edit/",
        5,
        3,
    )


@pytest.mark.parametrize(
    ("who", "opened", "status"),
    [
        ("ministry_reader", True, 403),
        ("centre_thanh_hoa", True, 403),
        ("clerk_thanh_hoa", False, 404),
        ("clerk_da_nang", True, 404),
    ],
)
def test_following_round_is_made_by_who_prepares_rounds(client, who, opened, status) -> None:
    built = reporting(opened=opened)
    client.force_login(getattr(built.people, who))
    assert post(client, f"{ROUND}again/").status_code == status
    assert (client.get(f"{ROUND}again/").status_code, ReportingRound.objects.count()) == (405, 1)


# Letter and deadline


def test_letter_and_deadline_are_saved(keeper, built) -> None:
    said = typed(round_of(), letter_number="9/BCT-CTĐP", letter_on="5/6/2026", due_on="30/6/2027")
    assert leads_to(post(keeper, EDIT, **said)) == EDIT
    round = round_of()
    assert (round.letter_number, round.letter_on, round.due_on) == (
        "9/BCT-CTĐP",
        dt.date(2026, 6, 5),
        dt.date(2027, 6, 30),
    )


def test_address_of_a_round_changes_once_however_often_it_is_sent(keeper, built) -> None:
    said = typed(round_of(), key="bac-trung-bo-moi") | {"once": new_key()}
    first, second = (keeper.post(EDIT, said) for _click in range(2))
    assert [leads_to(first), leads_to(second)] == ["/rounds/bac-trung-bo-moi/edit/"] * 2


def test_letter_with_a_date_and_no_number_is_refused(keeper, built) -> None:
    response = post(keeper, EDIT, **typed(round_of(), letter_number=""))
    assert errors(response) == ["Give the number of the letter, e.g. 1234/BCT-CTĐP."]
    assert round_of().letter_number == "1234/BCT-CTĐP"


def test_open_round_keeps_its_key_however_the_form_is_forged(client) -> None:
    built = reporting()
    client.force_login(built.people.ministry_reviewer)
    main = page(client, EDIT)
    disabled = [one["name"] for one in main.elements() if "disabled" in one.attributes]
    assert disabled == ["key", "conference", "coordinator"]
    said = typed(round_of(), key="gia-mao", conference="", title="Tiêu đề mới")
    assert leads_to(post(client, EDIT, **said)) == EDIT
    assert (round_of().title, round_of().conference) == ("Tiêu đề mới", built.conference)


def test_letter_typed_when_the_session_ended_is_carried_on(client, built) -> None:
    said = typed(round_of(), outline="Đề cương dài")
    response = client.post(EDIT, said | {"once": new_key()})
    kept = [one["value"] for one in read(response).all("input", name_="outline")]
    assert (response.status_code, kept) == (401, ["Đề cương dài"])


# Rows


def test_rows_are_shown_with_their_numbers(keeper, built) -> None:
    assert [row[:4] for row in page(keeper, f"{EDIT}rows/").rows] == [
        ["I", "Thương mại", "", ""],
        ["1", "Tổng mức bán lẻ hàng hóa", "billion đồng", ""],
        ["2", "Kim ngạch xuất khẩu", "million USD", ""],
        ["II", "Khuyến công", "", ""],
        ["1", "Kinh phí khuyến công quốc gia", "billion đồng", "industrial promotion centre"],
    ]


def test_ticked_indicators_become_rows(keeper, built) -> None:
    chosen, under = register.indicator("clusters"), built.rows["promotion"].pk
    assert (
        leads_to(
            post(
                keeper,
                f"{EDIT}rows/",
                add="indicators",
                indicators=[chosen.pk],
                under=under,
                owner="industry",
            )
        )
        == f"{EDIT}rows/#rows-end"
    )
    row = built.round.rows.get(indicator=chosen)
    assert (row.parent_id, row.owner, row.unit) == (under, "industry", chosen.unit)
    boxes = page(keeper, f"{EDIT}rows/").all("input", name_="indicators")
    assert str(chosen.pk) not in [box["value"] for box in boxes]


def test_nothing_ticked_is_refused(keeper, built) -> None:
    response = post(keeper, f"{EDIT}rows/", add="indicators")
    assert errors(response) == ["Tick at least one indicator, e.g. exports."]


def test_heading_without_words_is_refused(keeper, built) -> None:
    response = post(keeper, f"{EDIT}rows/", add="heading", label=" ")
    assert errors(response) == ["Write the words of the heading, e.g. Thương mại."]
    assert built.round.rows.count() == 5


def test_heading_is_added_and_row_moved_by_a_button(keeper, built) -> None:
    leads_to(post(keeper, f"{EDIT}rows/", add="heading", label="Công nghiệp"))
    row = built.round.rows.get(label="Công nghiệp")
    response = post(keeper, f"{EDIT}rows/move/", move=f"{row.pk}:up")
    assert leads_to(response) == f"{EDIT}rows/#row-{row.pk}"
    numbers = [row[:2] for row in page(keeper, f"{EDIT}rows/").rows]
    assert numbers[3:] == [
        ["II", "Công nghiệp"],
        ["III", "Khuyến công"],
        ["1", "Kinh phí khuyến công quốc gia"],
    ]


def row_typed(row: RoundRow, **said: Any) -> dict[str, Any]:
    stands = {
        "label": row.label,
        "label_en": row.label_en,
        "indicator": row.indicator_id or "",
        "unit": row.unit_id or "",
        "owner": row.owner,
        "under": row.parent_id or "",
        "note": row.note,
    }
    return stands | said


def test_row_is_changed(keeper, built) -> None:
    row, unit = built.rows["export"], register.unit("ty-usd")
    said = row_typed(row, unit=unit.pk, owner="trade", note="Theo hải quan.", under="")
    leads_to(post(keeper, f"{EDIT}rows/{row.pk}/", **said))
    row.refresh_from_db()
    assert (row.unit, row.owner, row.note, row.parent) == (unit, "trade", "Theo hải quan.", None)


def test_units_offered_are_those_of_what_the_indicator_measures(keeper, built) -> None:
    register.unit("dong")
    main = page(keeper, f"{EDIT}rows/{built.rows['export'].pk}/")
    offered = [option.text for option in main.one("select", name_="unit").all("option")]
    assert offered[1:] == ["million USD"]


def test_unit_follows_another_indicator(keeper, built) -> None:
    row, other = built.rows["export"], register.indicator("clusters")
    leads_to(post(keeper, f"{EDIT}rows/{row.pk}/", **row_typed(row, indicator=other.pk, label="")))
    row.refresh_from_db()
    assert (row.indicator, row.unit, row.label) == (other, other.unit, other.name)


def test_row_without_indicator_and_words_is_refused(keeper, built) -> None:
    row = built.rows["export"]
    response = post(keeper, f"{EDIT}rows/{row.pk}/", **row_typed(row, indicator="", label=""))
    assert errors(response) == ["Write the words of the heading, e.g. Thương mại."]


def test_row_is_not_offered_to_stand_under_itself(keeper, built) -> None:
    row = built.rows["trade"]
    main = page(keeper, f"{EDIT}rows/{row.pk}/")
    offered = [option.text for option in main.one("select", name_="under").all("option")]
    assert offered == ["at the top", "II Khuyến công", "1 Kinh phí khuyến công quốc gia"]


def test_row_is_removed_once_however_often_it_is_sent(keeper, built) -> None:
    address, said = f"{EDIT}rows/{built.rows['trade'].pk}/remove/", {"once": new_key()}
    assert [leads_to(keeper.post(address, said)) for _click in range(2)] == [f"{EDIT}rows/"] * 2
    assert post(keeper, address).status_code == 404
    assert built.round.rows.count() == 4


def test_table_of_an_open_round_is_shown_and_not_changed(client) -> None:
    built = reporting()
    client.force_login(built.people.ministry_reviewer)
    rows, columns = page(client, f"{EDIT}rows/"), page(client, f"{EDIT}columns/")
    assert (len(rows.rows), rows.all("form"), columns.all("form")) == (5, [], [])
    row = built.rows["export"]
    page(client, f"{EDIT}rows/{row.pk}/")
    refused = post(client, f"{EDIT}rows/{row.pk}/", **row_typed(row, note="Khác"))
    assert len(errors(refused)) == 1
    refused = post(client, f"{EDIT}rows/move/", move=f"{row.pk}:up")
    assert any("stay as they are" in words for words in told(client, refused))
    row.refresh_from_db()
    assert (row.note, row.position) == ("", 3)


# Columns and comparisons


def add_column(client: Client, **said: str):
    return post(client, f"{EDIT}columns/", add="column", **said)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ({"period": "6 tháng đầu năm 2024"}, dt.date(2024, 1, 1), dt.date(2024, 7, 1)),
        ({"period": "quý I/2024"}, dt.date(2024, 1, 1), dt.date(2024, 4, 1)),
        ({"period": "cuối năm 2024"}, dt.date(2024, 12, 31), dt.date(2025, 1, 1)),
        (
            {"start": "15/12/2023", "end": "14/6/2024"},
            dt.date(2023, 12, 15),
            dt.date(2024, 6, 15),
        ),
    ],
)
def test_column_is_typed_as_an_officer_says_it(keeper, built, said, start, end) -> None:
    leads_to(add_column(keeper, basis=Basis.ACTUAL, **said))
    column = built.round.columns.get(position=4)
    assert (column.period_start, column.period_end, column.basis) == (start, end, Basis.ACTUAL)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "Write the period, e.g. 6 tháng đầu năm 2026."),
        ({"period": "hôm qua"}, "“hôm qua” names no period: write for example"),
        ({"period": "6 tháng đầu năm"}, "“6 tháng đầu năm” does not say its year"),
        ({"start": "15/12/2023"}, "Write the last day too, e.g. 14/6/2026."),
        ({"end": "14/6/2024"}, "Write the first day too, e.g. 15/12/2025."),
        ({"start": "15/6/2024", "end": "14/6/2024"}, "The last day is not before the first"),
        (
            {"period": "năm 2024", "start": "1/1/2024", "end": "2/1/2024"},
            "Write either the period or its days, not both.",
        ),
    ],
)
def test_column_that_names_no_period_is_refused(keeper, built, said, expected) -> None:
    response = add_column(keeper, basis=Basis.ACTUAL, **said)
    [error] = errors(response)
    inputs = read(response).one("main")
    kept = {name: inputs.one("input", name_=name)["value"] for name in said}
    assert (error.startswith(expected), kept, built.round.columns.count()) == (True, said, 3)


def test_column_that_stands_already_is_refused(keeper, built) -> None:
    response = add_column(keeper, basis=Basis.ACTUAL, period=f"năm {TODAY.year - 1}")
    assert errors(response) == ["This round has this column already."]


def test_column_is_changed_and_moved_and_removed(keeper, built) -> None:
    first = built.columns[0].pk
    form = page(keeper, f"{EDIT}columns/{first}/")
    assert form.one("input", name_="period")["value"] == str(TODAY.year - 1)
    said = {"basis": Basis.PRELIMINARY, "period": "năm 2024"}
    leads_to(post(keeper, f"{EDIT}columns/{first}/", **said))
    leads_to(post(keeper, f"{EDIT}columns/move/", move=f"{first}:down"))
    assert [row[:2] for row in page(keeper, f"{EDIT}columns/").rows][1] == [
        "Preliminary 2024",
        "1 January 2024 – 31 December 2024",
    ]
    refused = post(keeper, f"{EDIT}columns/{first}/remove/")
    assert any("remove the comparison first" in words for words in told(keeper, refused))
    for comparison in built.round.comparisons.all():
        leads_to(post(keeper, f"{EDIT}comparisons/{comparison.pk}/remove/"))
    leads_to(post(keeper, f"{EDIT}columns/{first}/remove/"))
    assert not RoundColumn.objects.filter(pk=first).exists()


def test_column_of_books_that_close_otherwise_is_shown_by_its_days(keeper, built) -> None:
    leads_to(add_column(keeper, basis=Basis.ACTUAL, start="15/12/2023", end="14/6/2024"))
    main = page(keeper, f"{EDIT}columns/{built.round.columns.get(position=4).pk}/")
    days = [main.one("input", name_=name)["value"] for name in ("start", "end")]
    assert days == ["15/12/2023", "14/6/2024"]


def test_comparison_is_added_and_of_one_column_refused(keeper, built) -> None:
    _actual, plan, estimate = (column.pk for column in built.columns)
    address, said = f"{EDIT}columns/", {"add": "comparison", "kind": ComparisonKind.DIFFERENCE}
    refused = post(keeper, address, **said, of=plan, against=plan)
    assert errors(refused) == ["Choose another column than the first."]
    leads_to(post(keeper, address, **said, of=estimate, against=plan))
    again = post(keeper, address, **said, of=estimate, against=plan)
    assert errors(again) == ["This round has this comparison already."]
    assert built.round.comparisons.filter(kind=ComparisonKind.DIFFERENCE).count() == 1


# Provinces


def ticked(main: Element) -> list[str]:
    boxes = main.all("input", name_="provinces")
    return [box["value"] for box in boxes if "checked" in box.attributes]


def test_members_of_a_region_are_ticked_and_saved(keeper, built) -> None:
    register.region("mien-trung", built.units["ha-tinh"], built.units["da-nang-2025"])
    before = ["thanh-hoa", "nghe-an", "ha-tinh"]
    assert ticked(page(keeper, f"{EDIT}provinces/")) == before
    both = page(keeper, f"{EDIT}provinces/?region=mien-trung")
    assert (ticked(both), asked()) == ([*before, "da-nang-2025"], before)
    leads_to(post(keeper, f"{EDIT}provinces/", provinces=["da-nang-2025", "ha-tinh"]))
    assert asked() == ["ha-tinh", "da-nang-2025"]


def test_region_of_the_conference_is_proposed(keeper, built) -> None:
    register.region("a-truoc", built.units["ha-tinh"])
    own = register.region("mien-trung", built.units["ha-tinh"])
    built.conference.region = own
    built.conference.save()
    select = page(keeper, f"{EDIT}provinces/").one("select", name_="region")
    chosen = [one["value"] for one in select.all("option") if "selected" in one.attributes]
    assert chosen == ["mien-trung"]


def test_province_that_has_ended_is_not_offered(keeper, built) -> None:
    register.province("quang-tri-2025")
    register.province("quang-tri-1989")
    boxes = page(keeper, f"{EDIT}provinces/").all("input", name_="provinces")
    assert [box["value"] for box in boxes] == [
        "thanh-hoa",
        "nghe-an",
        "ha-tinh",
        "quang-tri-2025",
        "da-nang-2025",
    ]
    refused = post(keeper, f"{EDIT}provinces/", provinces=["quang-tri-1989"])
    assert errors(refused) == ["“quang-tri-1989” is no province of that day."]
    assert asked() == ["thanh-hoa", "nghe-an", "ha-tinh"]


def test_open_round_asks_more_provinces_and_lets_none_go(client) -> None:
    built = reporting()
    client.force_login(built.people.ministry_reviewer)
    boxes = page(client, f"{EDIT}provinces/").all("input", name_="provinces")
    assert [box["value"] for box in boxes] == ["da-nang-2025"]
    leads_to(post(client, f"{EDIT}provinces/", provinces=["da-nang-2025"]))
    assert asked() == ["thanh-hoa", "nghe-an", "ha-tinh", "da-nang-2025"]
    assert Report.objects.filter(province__key="da-nang-2025").count() == 1


# Opening and withdrawing


def test_opening_shows_all_and_is_done_once(keeper, built) -> None:
    main = page(keeper, f"{ROUND}open/")
    head = [one.text for one in main.one("table").one("thead").all("th")]
    assert head == [
        "No.",
        "Row",
        "Unit",
        f"Actual {TODAY.year - 1}",
        f"Plan {TODAY.year}",
        f"Estimate first half of {TODAY.year}",
        f"Share of the plan, % Estimate first half of {TODAY.year} / Plan {TODAY.year}",
        f"Growth, % Plan {TODAY.year} / Actual {TODAY.year - 1}",
    ]
    assert "Thanh Hoa, Nghe An, Ha Tinh" in main.one("dl", "facts").text
    form = main.one("form", method="post")
    said = {one["name"]: one["value"] for one in form.all("input", type="hidden")}
    assert [leads_to(keeper.post(f"{ROUND}open/", said)) for _click in range(2)] == [
        f"{ROUND}open/"
    ] * 2
    assert (round_of().is_open, Report.objects.count()) == (True, 3)
    assert page(keeper, f"{ROUND}open/").all("form") == []


def test_round_changed_since_it_was_looked_at_is_not_opened(keeper, built) -> None:
    form = page(keeper, f"{ROUND}open/").one("form", method="post")
    said = {one["name"]: one["value"] for one in form.all("input", type="hidden")}
    leads_to(post(keeper, f"{EDIT}rows/", add="heading", label="Khác"))
    assert any(
        "confirm again" in words for words in told(keeper, keeper.post(f"{ROUND}open/", said))
    )
    assert round_of().is_open is False


def test_opening_says_what_is_missing(keeper, built) -> None:
    by = built.officer("ministry_reviewer")
    prepare_round(
        round=ReportingRound(key="trong", title="Trống", due_on=TODAY - dt.timedelta(days=1)), by=by
    )
    main = page(keeper, "/rounds/trong/open/")
    assert [one.text for one in main.all(of="alert")] == [
        "Still missing: Add at least one row with an indicator.",
        "Still missing: Add at least one column, e.g. actual 2025.",
        "Still missing: Choose the provinces that are to report.",
        "The deadline is over already: every department would be late from the first day.",
    ]
    assert main.all("form") == []


def test_round_is_withdrawn_with_a_reason(client) -> None:
    built = reporting()
    fill(built)
    client.force_login(built.people.ministry_reviewer)
    assert "1 department has begun" in page(client, f"{ROUND}withdraw/").text
    refused = post(client, f"{ROUND}withdraw/", reason=" ")
    assert errors(refused) == ["Give the reason, e.g. opened twice by mistake."]
    said = {"once": new_key(), "reason": "Mở nhầm hai lần."}
    twice = [leads_to(client.post(f"{ROUND}withdraw/", said)) for _click in range(2)]
    assert (twice, round_of().retired_reason) == (["/rounds/"] * 2, "Mở nhầm hai lần.")
    assert (client.get(EDIT).status_code, page(client, "/rounds/").rows) == (404, [])
    client.force_login(register.administrator())
    assert "Mở nhầm hai lần." in page(client, EDIT).one(of="alert").text
    assert lines(page(client, "/rounds/"))[0][1] == "Withdrawn"


def test_round_with_a_report_sent_is_not_withdrawn(client) -> None:
    built = reporting()
    sent(built)
    client.force_login(built.people.ministry_reviewer)
    response = post(client, f"{ROUND}withdraw/", reason="Mở nhầm.")
    assert "Thanh Hoa already sent" in errors(response)[0]
    assert read(response).one("textarea", name_="reason").text == "Mở nhầm."
    assert round_of().is_retired is False


# The successor (R6)

SUCCESSOR = f"{ROUND}successor/quang-tri-2025/"


@pytest.fixture
def merged() -> Reporting:
    """Quảng Bình and Quảng Trị of before 1/7/2025 were asked, and are one unit today."""
    built = reporting()
    register.province("quang-tri-2025")
    old = [register.province("quang-binh"), register.province("quang-tri-1989")]
    invite(round=built.round, provinces=old, by=built.officer("ministry_reviewer"))
    return built


def test_keeper_is_told_of_the_successor_and_asks_it_once(client, merged) -> None:
    client.force_login(merged.people.ministry_reviewer)
    assert page(client, EDIT).links["Let Quang Tri report for the whole"] == SUCCESSOR
    main = page(client, SUCCESSOR)
    assert "Now part of Quang Tri: Quang Binh, Quang Tri." in main.text
    said = {"once": main.one("input", name_="once")["value"]}
    twice = [leads_to(client.post(SUCCESSOR, said)) for _click in range(2)]
    assert (twice, asked().count("quang-tri-2025")) == ([ROUND, ROUND], 1)
    assert page(client, SUCCESSOR).all("form") == []
    assert "Let Quang Tri report for the whole" not in page(client, EDIT).links


def test_clerk_of_the_successor_asks_for_their_own_report(client, merged) -> None:
    unit = Report.objects.get(province__key="quang-binh").province.successor
    client.force_login(account("clerk_quang_tri", Role.CLERK, unit))
    page(client, SUCCESSOR)
    assert leads_to(post(client, SUCCESSOR)) == "/reports/bac-trung-bo/quang-tri-2025/"
    assert Report.objects.filter(province=unit).count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("ministry_reader", 403), ("clerk_thanh_hoa", 403), ("clerk_da_nang", 404)],
)
def test_nobody_else_asks_the_successor(client, merged, who, status) -> None:
    client.force_login(getattr(merged.people, who))
    assert [client.get(SUCCESSOR).status_code, post(client, SUCCESSOR).status_code] == [status] * 2
    assert "quang-tri-2025" not in asked()


def test_unit_that_succeeds_nobody_asked_does_not_exist(client, merged) -> None:
    client.force_login(merged.people.ministry_reviewer)
    for key in ("da-nang-2025", "khong-co"):
        assert client.get(f"{ROUND}successor/{key}/").status_code == 404


def test_slower_of_two_is_told_that_the_successor_is_asked(client, merged) -> None:
    by = merged.officer("ministry_reviewer")
    unit = Report.objects.get(province__key="quang-binh").province.successor
    invite_successor(round=merged.round, province=unit, by=by)
    client.force_login(merged.people.second_reviewer)
    assert "Quang Tri is asked already" in told(client, post(client, SUCCESSOR))[0]


def test_stranger_is_asked_to_sign_in_before_any_verb(client, merged) -> None:
    assert leads_to(client.get(SUCCESSOR)).startswith("/login/")
    assert leads_to(post(client, f"{ROUND}again/")).startswith("/login/")


def test_withdrawn_round_has_no_verb_left(client) -> None:
    built = reporting()
    withdraw_round(round=built.round, reason="Nhầm.", by=built.officer("ministry_reviewer"))
    client.force_login(register.administrator())
    assert errors(post(client, EDIT, **typed(round_of(), title="Khác"))) == [
        "This round was withdrawn."
    ]
    assert round_of().title == built.round.title
