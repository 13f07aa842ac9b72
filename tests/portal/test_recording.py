"""Recording a conference from an article: its verbs, and its pages as a keeper uses them."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conferences.models import Attestation, Conference, Handover, Series, Sheet, Source
from metrics.models import Figure
from portal.keeping.recording import sheets
from portal.keeping.recording.forms import MOST, texts
from portal.records.checks import check
from provinces.actions import retire
from tests import register
from tests.portal.recording_sample import ARTICLE, TITLE, TODAY, before_the_article
from tests.reading import Element, read

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _register(django_db_setup, django_db_blocker) -> Iterator[Series]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield before_the_article()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def north(_register, db, monkeypatch) -> Series:
    """Bắc Trung Bộ without the conference of 2022; it is the day `TODAY`."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)
    return _register


@pytest.fixture
def keeper() -> User:
    return register.administrator()


@pytest.fixture
def desk(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


@pytest.fixture
def sheet(keeper: User) -> Sheet:
    """The article, typed and saved."""
    return typed_sheet(keeper)


def typed_sheet(keeper: User, **more: str) -> Sheet:
    begun = sheets.start(by=keeper)
    return sheets.save(sheet=begun, typed=ARTICLE | more, seen=0, by=keeper)


def post(client: Client, sheet: Sheet, verb: str = "save", **more: str) -> Any:
    said = {"version": str(sheet.version), "verb": verb} | ARTICLE | more
    return client.post(f"/desk/record/{sheet.pk}/", said)


def main(response: Any) -> Element:
    return read(response).one("main")


def alerts(page: Element) -> list[str]:
    return [one.text for one in page.all("div", "alert")]


def holdings() -> dict[str, int]:
    """How many rows there are of what a sheet may write."""
    return {
        model.__name__: model._base_manager.count()
        for model in (Conference, Source, Attestation, Handover, Figure)
    }


# Verbs


def test_untouched_sheet_is_taken_up_again(keeper) -> None:
    first = sheets.start(by=keeper)
    assert sheets.start(by=keeper) == first
    sheets.save(sheet=first, typed={"title": "X"}, seen=0, by=keeper)
    assert sheets.start(by=keeper) != first


def test_sheet_keeps_whatever_is_typed(keeper) -> None:
    begun = sheets.start(by=keeper)
    typed = {"date": "chiều thứ sáu", "figures-3-number": "rất nhiều"}
    sheets.save(sheet=begun, typed=typed, seen=0, by=keeper)
    kept = Sheet.objects.get()
    assert (kept.typed, kept.version, kept.saved_by) == (typed, 1, keeper)


def test_saving_the_same_again_is_no_new_version(sheet, keeper) -> None:
    assert sheets.save(sheet=sheet, typed=sheet.typed, seen=1, by=keeper).version == 1


def test_sheet_saved_by_a_colleague_meanwhile_is_not_overwritten(sheet, keeper) -> None:
    colleague = User.objects.create_superuser("colleague", full_name="Đồng nghiệp")
    sheets.save(sheet=sheet, typed={"title": "khác"}, seen=1, by=colleague)
    with pytest.raises(ValidationError, match="Đồng nghiệp"):
        sheets.save(sheet=sheet, typed=ARTICLE, seen=1, by=keeper)
    assert Sheet.objects.get().typed == {"title": "khác"}


def test_only_fields_of_a_sheet_are_kept() -> None:
    posted = {
        "title": "Ho\u0302\u0323i nghị\x00",
        "venue": "   ",
        "csrfmiddlewaretoken": "x",
        "figures-0-number": "1",
        f"figures-{MOST['figures']}-number": "1",
        "figures-0-secret": "1",
        "set": "host=tại Quảng = quang-binh",
    }
    assert texts(posted) == {
        "title": "Hội nghị",
        "figures-0-number": "1",
        "host": "tại Quảng = quang-binh",
    }


def test_sheet_enters_the_register_as_a_draft(sheet, keeper) -> None:
    conference = sheets.enter(sheet=sheet, seen=1, by=keeper)
    row = Conference.objects.get(slug="x-2022")
    assert (row, row.is_published, row.title) == (conference, False, TITLE)
    assert row.history.get().history_user == keeper
    assert [f.printed for f in row.figures.order_by("position")] == [
        "370.461 tỷ đồng",
        "11,28 tỷ USD",
        "ước đạt 105.091 tỷ đồng",
        "chiếm 7,97%",
        "1,318 triệu tỷ đồng",
    ]
    handover = row.handovers.get()
    assert (handover.receiver.key, handover.edition, handover.year) == ("thua-thien-hue", 11, 2023)
    source = row.attestations.first().source
    assert source.key == ("bao-thanh-hoa-hoi-nghi-nganh-cong-thuong-6-tinh-bac-trung-bo-lan-thu-x")
    assert {one.source for one in row.attestations.all()} == {source}
    assert Sheet.objects.get().conference == row


def test_register_is_sound_with_the_conference_of_a_sheet(sheet, keeper) -> None:
    before = {str(one) for one in check(today=TODAY)}
    conference = sheets.enter(sheet=sheet, seen=1, by=keeper)
    after = [one for one in check(today=TODAY) if str(one) not in before]
    assert {one.record for one in after} == {conference}


def test_sheet_with_a_figure_that_is_refused_writes_nothing(keeper) -> None:
    twice = {"figures-5-indicator": "xuất khẩu", "figures-5-number": "11,28 tỷ USD"}
    there = {"figures-5-period": "2021", "figures-5-about": "khu vực"}
    sheet = typed_sheet(keeper, **twice, **there)
    before = holdings()
    with pytest.raises(ValidationError) as refusal:
        sheets.enter(sheet=sheet, seen=1, by=keeper)
    assert refusal.value.message_dict == {
        "figures-5-number": [_("This source's number is recorded already.")]
    }
    assert holdings() == before
    assert Sheet.objects.get().conference is None


def test_edition_that_is_taken_is_refused_at_its_field(sheet, keeper, north) -> None:
    register.conference(north, dt.date(2021, 5, 13), edition=10)
    before = holdings()
    assert sheets.refusals(sheet=sheet, seen=1, by=keeper) == {
        "title": [_("This series has a conference of this edition already.")]
    }
    assert holdings() == before


def test_sheet_that_cannot_be_read_is_not_entered(keeper) -> None:
    sheet = typed_sheet(keeper, date="chiều thứ sáu")
    with pytest.raises(ValidationError):
        sheets.enter(sheet=sheet, seen=1, by=keeper)
    assert not Conference.objects.filter(title=TITLE).exists()


def test_sheet_is_entered_once(sheet, keeper) -> None:
    sheets.enter(sheet=sheet, seen=1, by=keeper)
    before = holdings()
    for again in (
        lambda: sheets.enter(sheet=sheet, seen=1, by=keeper),
        lambda: sheets.save(sheet=sheet, typed={}, seen=1, by=keeper),
    ):
        with pytest.raises(ValidationError, match=TITLE):
            again()
    assert holdings() == before


def test_sheet_that_changed_since_it_was_seen_is_not_entered(sheet, keeper) -> None:
    sheets.save(sheet=sheet, typed=ARTICLE | {"venue": "Sầm Sơn"}, seen=1, by=keeper)
    with pytest.raises(ValidationError):
        sheets.enter(sheet=sheet, seen=1, by=keeper)
    assert not Conference.objects.filter(title=TITLE).exists()


def test_looking_whether_it_would_be_accepted_writes_nothing(sheet, keeper) -> None:
    before = holdings()
    assert sheets.refusals(sheet=sheet, seen=1, by=keeper) == {}
    assert holdings() == before


def test_sheet_set_aside_is_neither_saved_nor_entered(sheet, keeper) -> None:
    retire(record=sheet, by=keeper, reason="Nhầm bài.")
    with pytest.raises(ValidationError):
        sheets.save(sheet=sheet, typed={}, seen=1, by=keeper)
    with pytest.raises(ValidationError):
        sheets.enter(sheet=sheet, seen=1, by=keeper)


def test_keys_of_new_sources_differ(sheet, keeper) -> None:
    key = "bao-thanh-hoa-hoi-nghi-nganh-cong-thuong-6-tinh-bac-trung-bo-lan-thu-x"
    register.source(key)
    conference = sheets.enter(sheet=sheet, seen=1, by=keeper)
    assert conference.attestations.first().source.key == f"{key}-2"


# Who may


ADDRESSES = ["", "1/", "1/publish/", "1/set_aside/", "1/take_back/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_stranger_is_asked_to_log_in(client, address) -> None:
    for answer in (client.get(f"/desk/record/{address}"), client.post(f"/desk/record/{address}")):
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/login/")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("person", [register.clerk_thanh_hoa, register.ministry_reader])
def test_who_keeps_no_register_is_refused(client, sheet, person, address) -> None:
    client.force_login(person())
    page = f"/desk/record/{address.replace('1', str(sheet.pk))}"
    assert client.post(page, {"verb": "save", "version": "1"}).status_code == 403
    assert client.get(page).status_code == 403
    assert Sheet.objects.get().typed == ARTICLE


def test_sheet_that_is_none_is_not_found(desk) -> None:
    for page in ("999/", "999/publish/", "99999999999999999999/"):
        assert desk.post(f"/desk/record/{page}").status_code == 404
    assert desk.get("/desk/record/999/").status_code == 404


@pytest.mark.parametrize("verb", ["publish", "set_aside", "take_back"])
def test_verbs_are_never_done_by_looking(desk, sheet, verb) -> None:
    assert desk.get(f"/desk/record/{sheet.pk}/{verb}/").status_code == 405


# Pages


def test_list_names_sheets_that_wait_those_entered_and_those_set_aside(desk, keeper) -> None:
    entered = typed_sheet(keeper)
    sheets.enter(sheet=entered, seen=1, by=keeper)
    waiting = typed_sheet(keeper, title="Hội nghị khác")
    aside = typed_sheet(keeper, title="Nhầm bài")
    retire(record=aside, by=keeper, reason="Nhầm bài.")
    page = main(desk.get("/desk/record/"))
    assert page.section(_("Not entered yet")).links == {
        "Hội nghị khác": f"/desk/record/{waiting.pk}/"
    }
    assert page.section(_("Entered")).links == {TITLE: f"/desk/record/{entered.pk}/"}
    assert [form["action"] for form in page.one("details").all("form")] == [
        f"/desk/record/{aside.pk}/take_back/"
    ]


def test_empty_list_says_so_and_starts_a_sheet(desk) -> None:
    assert (
        _("No sheet waits.") in main(desk.get("/desk/record/")).section(_("Not entered yet")).text
    )
    begun = desk.post("/desk/record/")
    assert begun.url == f"/desk/record/{Sheet.objects.get().pk}/"


def test_list_costs_the_same_for_one_sheet_and_for_three(desk, keeper) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get("/desk/record/")
        return len(asked)

    typed_sheet(keeper)
    one = queries()
    typed_sheet(keeper)
    typed_sheet(keeper)
    # session, user, sheets that wait, entered, set aside
    assert (one, queries()) == (5, 5)


def test_sheet_costs_the_same_for_one_figure_and_for_five(desk, keeper) -> None:
    def queries(typed: dict[str, str]) -> int:
        sheet = sheets.save(sheet=sheets.start(by=keeper), typed=typed, seen=0, by=keeper)
        with CaptureQueriesContext(connection) as asked:
            desk.get(f"/desk/record/{sheet.pk}/")
        return len(asked)

    others = tuple(f"figures-{number}" for number in range(1, 5))
    fewer = {name: text for name, text in ARTICLE.items() if not name.startswith(others)}
    one, five = queries(fewer), queries(ARTICLE)
    # session, user, sheet; catalogue: series, provinces and aliases, regions, indicators, units,
    # people, organisations; source of the site, source of the address; regions of the series
    # before and after; chain: conferences, handovers, provinces; records alike
    assert (one, five) == (19, 19)


def test_sheet_is_shown_as_typed_and_read_back(desk, sheet) -> None:
    page = main(desk.get(f"/desk/record/{sheet.pk}/"))
    fields = {one["name"]: one.attributes.get("value", "") for one in page.all("input")}
    assert {name: fields[name] for name in ARTICLE if name in fields} == {
        name: text for name, text in ARTICLE.items() if name in fields
    }
    told = page.one("div", id="read-figures-4").text
    assert told.replace("→ ", "").split(" · ")[0] == ("1,318 triệu tỷ đồng = 1.318.000 tỷ đồng")
    here = page.one("ol", "chain").one("li", aria_current="true")
    assert here.one("p", "stop__name").text == "Thanh Hóa"


def test_sheet_offers_rows_beyond_those_filled(desk, sheet) -> None:
    page = main(desk.get(f"/desk/record/{sheet.pk}/"))
    rows = [row["data-row"] for row in page.all("fieldset", "row")]
    assert rows == [*(f"figures-{n}" for n in range(11)), "proposals-0", "proposals-1"]


def test_saving_keeps_what_cannot_be_read_and_says_why(desk, sheet) -> None:
    answer = post(desk, sheet, date="chiều thứ sáu")
    assert (answer.status_code, answer.url) == (302, f"/desk/record/{sheet.pk}/")
    page = main(desk.get(answer.url))
    assert alerts(page)[0] == _("Saved.")
    date = page.one("input", id="id_date")
    assert (date["value"], date["aria-invalid"]) == ("chiều thứ sáu", "true")
    assert "read-date" in date["aria-describedby"].split()
    assert "chiều thứ sáu" in page.one("div", id="read-date").text


def test_sheet_without_a_date_is_saved_and_read_as_far_as_it_goes(desk, keeper) -> None:
    sheet = sheets.start(by=keeper)
    desk.post(f"/desk/record/{sheet.pk}/", {"version": "0", "verb": "save", "venue": "Sầm Sơn"})
    page = main(desk.get(f"/desk/record/{sheet.pk}/"))
    assert list(page.section(_("Still missing")).links.values()) == [
        "#id_source_url",
        "#id_series",
        "#id_title",
        "#id_date",
    ]


def test_checking_marks_what_is_missing(desk, sheet) -> None:
    answer = post(desk, sheet, "check", series="")
    page = main(answer)
    assert page.one("div", id="read-series").text == _("The conference series.")
    assert not Conference.objects.filter(title=TITLE).exists()


def test_checking_a_whole_sheet_says_that_it_can_be_entered(desk, sheet) -> None:
    page = main(post(desk, sheet, "check"))
    assert alerts(page) == [_("Everything is read and nothing is missing: it can be entered.")]
    assert not Conference.objects.filter(title=TITLE).exists()


def test_choosing_a_meaning_takes_the_place_of_the_text(desk, sheet) -> None:
    answer = post(desk, sheet, "", set="host=tại Quảng = quang-binh")
    assert answer.url == f"/desk/record/{sheet.pk}/#id_host"
    assert Sheet.objects.get().typed["host"] == "tại Quảng = quang-binh"
    page = main(desk.get(answer.url))
    assert page.one("div", id="read-host").text.removeprefix("→ ") == "tỉnh Quảng Bình"


def test_meanings_are_offered_as_buttons_that_keep_all_else(desk, sheet) -> None:
    post(desk, sheet, host="Quảng")
    page = main(desk.get(f"/desk/record/{sheet.pk}/"))
    buttons = {one.text: one["value"] for one in page.all("button", "chip")}
    assert buttons == {
        "Quảng Bình": "host=Quảng = quang-binh",
        "Quảng Trị": "host=Quảng = quang-tri-1989",
    }


def test_more_rows_are_had_by_saving(desk, sheet) -> None:
    answer = post(desk, sheet, "more", **{"figures-10-number": "12%"})
    assert answer.url == f"/desk/record/{sheet.pk}/#figures"
    page = main(desk.get(answer.url))
    assert page.has("input", id="id_figures-16-number")


def test_text_typed_over_a_colleagues_stands_with_an_honest_message(desk, sheet) -> None:
    colleague = User.objects.create_superuser("colleague", full_name="Đồng nghiệp")
    sheets.save(sheet=sheet, typed={"title": "khác"}, seen=1, by=colleague)
    answer = post(desk, sheet, venue="Sầm Sơn")
    page = main(answer)
    assert answer.status_code == 409
    assert "Đồng nghiệp" in alerts(page)[0]
    assert page.one("input", id="id_venue")["value"] == "Sầm Sơn"
    assert page.has("form", id="sheet", data_hold="")
    assert Sheet.objects.get().typed == {"title": "khác"}
    post(desk, Sheet.objects.get(), venue="Sầm Sơn")  # the version that was shown
    assert Sheet.objects.get().typed == ARTICLE | {"venue": "Sầm Sơn"}


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_sheet_without_its_version_is_not_overwritten(desk, sheet, version) -> None:
    answer = post(desk, sheet, version=version, venue="Sầm Sơn")
    assert answer.status_code == 409
    assert Sheet.objects.get().typed == ARTICLE


def test_entering_leads_to_the_draft_and_publishing_opens_it(desk, client, sheet) -> None:
    answer = post(desk, sheet, "enter")
    page = main(desk.get(answer.url))
    conference = Conference.objects.get(title=TITLE)
    assert page.one("h1").text == TITLE
    assert page.links[_("Look at it")] == "/conferences/bac-trung-bo/x-2022/"
    assert page.one("dl", "printed").terms[_("Host as printed")] == ARTICLE["host"]
    assert Client().get("/conferences/bac-trung-bo/x-2022/").status_code == 404
    desk.post(f"/desk/record/{sheet.pk}/publish/", follow=True)
    conference.refresh_from_db()
    assert conference.is_published
    public = read(Client().get("/conferences/bac-trung-bo/x-2022/")).one("main")
    assert public.one("h1").text == TITLE
    again = desk.post(f"/desk/record/{sheet.pk}/publish/", follow=True)
    assert [one["class"] for one in main(again).all("div", "alert")] == ["alert alert--error"]


def test_entering_twice_writes_once_and_says_so(desk, sheet) -> None:
    post(desk, sheet, "enter")
    before = holdings()
    answer = post(desk, sheet, "enter")
    page = main(answer)
    assert answer.status_code == 409
    assert TITLE in alerts(page)[0]
    assert "/conferences/bac-trung-bo/x-2022/" in page.links.values()
    assert holdings() == before


def test_refused_figure_is_marked_and_everything_typed_stays(desk, sheet) -> None:
    twice = {
        "figures-5-indicator": "xuất khẩu",
        "figures-5-number": "11,28 tỷ USD",
        "figures-5-period": "2021",
        "figures-5-about": "khu vực",
    }
    page = main(post(desk, sheet, "enter", **twice))
    assert (
        _("This source's number is recorded already.") in page.one("div", id="read-figures-5").text
    )
    assert page.one("input", id="id_figures-5-number")["value"] == "11,28 tỷ USD"
    assert not Conference.objects.filter(title=TITLE).exists()
    assert Sheet.objects.get().typed == ARTICLE | twice


def test_sheet_that_is_not_entered_cannot_be_published(desk, sheet) -> None:
    page = main(desk.post(f"/desk/record/{sheet.pk}/publish/", follow=True))
    assert alerts(page)[0] == _("Enter the sheet into the register first.")


def test_sheet_is_set_aside_and_taken_back(desk, sheet) -> None:
    assert desk.post(f"/desk/record/{sheet.pk}/set_aside/").url == "/desk/record/"
    assert list(Sheet.objects.open()) == []
    desk.post(f"/desk/record/{sheet.pk}/take_back/")
    assert list(Sheet.objects.open()) == [sheet]


def test_sheet_in_the_register_is_not_set_aside(desk, sheet, keeper) -> None:
    sheets.enter(sheet=sheet, seen=1, by=keeper)
    desk.post(f"/desk/record/{sheet.pk}/set_aside/")
    assert Sheet.objects.get().retired_at is None
