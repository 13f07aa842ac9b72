"""Conferences in the admin: typed, addressed, published, retired, their parts and history."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from conferences.models import (
    Attestation,
    Conference,
    FormerSlug,
    Handover,
    Participation,
    Person,
    Point,
    Source,
)
from provinces.actions import keep
from tests import register
from tests.admin_pages import mistakes, save, signed_in, told

pytestmark = pytest.mark.django_db
CONFERENCES = "/admin/conferences/conference/"
ADD = CONFERENCES + "add/"


@pytest.fixture
def keeper() -> Client:
    return signed_in(register.administrator())


@pytest.fixture
def keeper_in_english() -> Client:
    return signed_in(register.administrator(), "en")


def typed(**said) -> dict:
    """The X conference as an officer types it."""
    return {
        "title": "Hội nghị ngành Công Thương lần thứ X",
        "series": register.series().pk,
        "edition": "10",
        "starts_on": "13/5/2022",
        "precision": "day",
        "status": "held",
        **said,
    }


def typed_again(conference: Conference) -> dict:
    """The same once more, in the same series."""
    return {
        "title": conference.title,
        "series": conference.series_id,
        "edition": "10",
        "starts_on": "13/5/2022",
        "precision": "day",
        "status": "held",
    }


def x_2022(**said) -> Conference:
    said = {"edition": 10, "draft": True, **said}
    return register.conference(register.series(), dt.date(2022, 5, 13), **said)


def page_of(conference: Conference, verb: str = "change") -> str:
    return f"{CONFERENCES}{conference.pk}/{verb}/"


def a_row(prefix: str, of: Conference, number: int = 0, **said) -> dict:
    """One more row among the parts of a conference, from the first article."""
    row = {"conference": of.pk, "source": register.source().pk, **said}
    data = {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return {f"{prefix}-TOTAL_FORMS": str(number + 1), **data}


# Typing


def test_date_is_typed_day_first(keeper):
    save(keeper, ADD, **typed(starts_on="5/6/2022"))
    assert Conference.objects.get().starts_on == dt.date(2022, 6, 5)


def test_stored_date_is_shown_day_first(keeper):
    form = keeper.get(page_of(x_2022())).context["adminform"].form
    assert form["starts_on"].value() == "13/5/2022"


def test_day_that_no_calendar_has_is_a_mistake(keeper_in_english):
    answer = save(keeper_in_english, ADD, **typed(starts_on="31/02/2022"))
    assert mistakes(answer) == {"starts_on": ["31/02/2022 does not exist."]}


def test_typed_text_stays_beside_its_mistake(keeper):
    answer = save(keeper, ADD, **typed(starts_on="31/02/2022"))
    assert answer.context["adminform"].form["starts_on"].value() == "31/02/2022"


def test_edition_with_decimals_is_a_mistake(keeper_in_english):
    answer = save(keeper_in_english, ADD, **typed(edition="10.5"))
    sentence = "“10.5” is not a whole number: write for example 18,503."
    assert mistakes(answer) == {"edition": [sentence]}


def test_edition_twice_in_a_series_is_a_mistake(keeper_in_english):
    again = typed_again(x_2022()) | {"slug": "x-lan-hai"}
    answer = save(keeper_in_english, ADD, **again)
    assert mistakes(answer) == {"": ["This series has a conference of this edition already."]}


def test_host_that_did_not_stand_on_the_day_is_a_mistake(keeper_in_english):
    city = register.province("hue")
    answer = save(keeper_in_english, ADD, **typed(host=city.pk))
    assert mistakes(answer) == {"host": ["Hue was not a unit of its own on 13/5/2022."]}


@pytest.mark.parametrize("host", ["thanh-hoa", "9" * 40])
def test_host_that_is_no_row_is_a_mistake(keeper_in_english, host):
    conference = x_2022()
    answer = save(keeper_in_english, page_of(conference), host=host)
    assert list(mistakes(answer)) == ["host"]


def test_last_day_before_the_first_is_a_mistake(keeper_in_english):
    answer = save(keeper_in_english, ADD, **typed(ends_on="12/5/2022"))
    assert mistakes(answer) == {"": ["The last day is later than the first."]}


def test_month_not_on_its_first_day_is_a_mistake(keeper_in_english):
    answer = save(keeper_in_english, ADD, **typed(precision="month"))
    sentence = "Of a month or a year, write the first day: 1/5/2022, 1/1/2022."
    assert mistakes(answer) == {"": [sentence]}


# Address


def test_address_is_proposed_from_edition_and_year(keeper):
    save(keeper, ADD, **typed())
    assert Conference.objects.get().slug == "x-2022"


def test_address_that_changed_goes_on_leading_here(keeper):
    conference = x_2022()
    save(keeper, page_of(conference), slug="lan-thu-x")
    conference.refresh_from_db()
    former = list(FormerSlug.objects.values_list("slug", "conference"))
    assert (conference.slug, former) == ("lan-thu-x", [("x-2022", conference.pk)])


def test_address_in_a_series_that_was_left_goes_on_leading_here(keeper):
    conference, other = x_2022(), register.series("phia-bac")
    left = conference.series
    save(keeper, page_of(conference), series=other.pk)
    former = list(FormerSlug.objects.values_list("series", "slug", "conference"))
    assert former == [(left.pk, "x-2022", conference.pk)]


def test_address_that_leads_to_another_conference_is_a_mistake(keeper_in_english):
    first = x_2022()
    second = register.conference(first.series, dt.date(2024, 5, 13), draft=True)
    save(keeper_in_english, page_of(first), slug="lan-thu-x")
    answer = save(keeper_in_english, page_of(second), slug="x-2022")
    sentence = "This address leads to another conference that had it before."
    assert mistakes(answer) == {"slug": [sentence]}


# Parts


def test_parts_without_a_place_in_the_order_come_last(keeper):
    conference = x_2022()
    first = Point(conference=conference, source=register.source(), kind="result", text="Một")
    first.position = 4
    keep(record=first, by=register.registrar())
    rows = a_row("points", conference, 1, kind="task", text="Hai")
    rows |= a_row("points", conference, 2, kind="task", text="Ba")
    save(keeper, page_of(conference), **rows)
    order = list(Point.objects.values_list("text", "position"))
    assert order == [("Một", 4), ("Hai", 5), ("Ba", 6)]


def test_part_twice_is_a_mistake(keeper_in_english):
    conference, member = x_2022(), register.province("thanh-hoa")
    register.participation(conference, member)
    row = a_row("participations", conference, 1, province=member.pk)
    answer = save(keeper_in_english, page_of(conference), **row)
    sentence = "Please correct the duplicate data for province and source, which must be unique."
    assert (mistakes(answer)["participations"], Participation.objects.count()) == ([sentence], 1)


@pytest.mark.parametrize(
    ("field", "as_typed", "kept"),
    [
        ("edition", "XIII", "13"),
        ("edition", "13", "13"),
        ("date", "13/5/2022", "2022-05-13"),
        ("date", "5/2022", "2022-05"),
        ("date", "2022-05", "2022-05"),
        ("date", "2022", "2022"),
        ("host", "Thanh Hoá", "thanh-hoa"),
        ("receiver", "TT-Huế", "thua-thien-hue"),
    ],
)
def test_what_a_wording_comes_to_is_typed_as_an_officer_writes_it(keeper, field, as_typed, kept):
    register.provinces("thanh-hoa", "hue", "thua-thien-hue")
    conference = x_2022()
    row = a_row("attestations", conference, field=field, printed="nguồn ghi", value=as_typed)
    save(keeper, page_of(conference), **row)
    assert Attestation.objects.get().value == kept


@pytest.mark.parametrize(
    ("field", "as_typed", "sentence"),
    [
        ("edition", "mười", "Write the edition as a number, e.g. 13 or XIII."),
        ("date", "31/02/2022", "31/02/2022 does not exist."),
        ("host", "Huế", "“Huế” did not exist on 13/5/2022; known: Hue [hue]."),
    ],
)
def test_what_a_wording_cannot_come_to_is_a_mistake(keeper_in_english, field, as_typed, sentence):
    register.province("hue")
    conference = x_2022()
    row = a_row("attestations", conference, field=field, printed="nguồn ghi", value=as_typed)
    answer = save(keeper_in_english, page_of(conference), **row)
    assert mistakes(answer) == {"attestations-0-value": [sentence]}


def test_flag_handed_to_the_host_is_a_mistake_though_the_host_is_typed_with_it(keeper_in_english):
    conference, host = x_2022(), register.province("thanh-hoa")
    row = a_row("handovers", conference, form="flag", receiver=host.pk)
    answer = save(keeper_in_english, page_of(conference), host=host.pk, **row)
    sentence = "The receiver is the host: give the reason, or correct the receiver."
    assert mistakes(answer) == {"handovers-0-receiver": [sentence]}


def test_flag_handed_back_is_a_mistake_on_a_new_conference(keeper_in_english):
    row = {
        "handovers-TOTAL_FORMS": "1",
        "handovers-0-form": "flag",
        "handovers-0-edition": "9",
        "handovers-0-source": register.source().pk,
    }
    answer = save(keeper_in_english, ADD, **typed(), **row)
    assert mistakes(answer) == {"handovers-0-edition": ["Edition IX does not follow edition X."]}


def test_flag_of_a_conference_without_a_readable_day_is_not_judged(keeper_in_english):
    row = {
        "handovers-TOTAL_FORMS": "1",
        "handovers-0-form": "flag",
        "handovers-0-year": "2023",
        "handovers-0-source": register.source().pk,
    }
    answer = save(keeper_in_english, ADD, **typed(starts_on="13/5"), **row)
    assert mistakes(answer) == {"starts_on": ["Write day/month/year, e.g. 13/5/2022."]}


def test_second_flag_of_a_conference_is_a_mistake(keeper_in_english):
    conference = x_2022()
    register.handover(conference, None)
    typed_again = {"conference": conference.pk, "form": "flag", "source": register.source().pk}
    answer = save(keeper_in_english, "/admin/conferences/handover/add/", **typed_again)
    sentence = "A handover from this conference is recorded already."
    assert mistakes(answer) == {"": [sentence]}


def test_retired_flag_leaves_the_page_of_the_conference(keeper):
    conference = x_2022()
    flag = register.handover(conference, None)
    keeper.post(f"/admin/conferences/handover/{flag.pk}/retire/", {"reason": "Cờ lưu niệm"})
    sets = keeper.get(page_of(conference)).context["inline_admin_formsets"]
    shown = [rows.formset.initial_form_count() for rows in sets if rows.opts.model is Handover]
    assert shown == [0]


def test_proposal_that_belongs_nowhere_is_a_mistake(keeper_in_english):
    body = register.organisation("cuc", "Cục Công Thương địa phương")
    said = {"text": "Đề nghị", "asked_by": body.pk, "addressed_to": body.pk}
    address = "/admin/conferences/proposal/add/"
    answer = save(keeper_in_english, address, **said, source=register.source().pk, position="0")
    sentence = "Name the conference; where the source names none, the region and the theme."
    assert mistakes(answer) == {"": [sentence]}


def test_source_without_a_key_is_called_after_its_title(keeper):
    said = {"title": "Báo Thanh Hóa: Hội nghị lần thứ X", "rank": "press", "language": "vi"}
    save(keeper, "/admin/conferences/source/add/", **said)
    assert Source.objects.get().key == "bao-thanh-hoa-hoi-nghi-lan-thu-x"


# Publishing and retiring


def test_publishing_asks_first(keeper):
    conference = x_2022()
    keeper.get(page_of(conference, "publish"))
    assert Conference.objects.get().published_at is None


def test_published_conference_says_by_whom(keeper):
    conference = x_2022()
    keeper.post(page_of(conference, "publish"))
    assert Conference.objects.get().published_by.username == "administrator"


def test_published_conference_becomes_a_draft_again_for_a_reason(keeper):
    conference = x_2022(draft=False)
    keeper.post(page_of(conference, "unpublish"), {"reason": "Chờ xác minh"})
    assert Conference.objects.get().published_at is None


def test_draft_says_that_it_is_one(keeper_in_english):
    page = keeper_in_english.get(page_of(x_2022()))
    assert page.context["notices"] == ["This conference is a draft: only the ministry can read it."]


def test_verbs_follow_the_state(keeper_in_english):
    conference = x_2022()
    offered = [[], []]
    for number in range(2):
        page = keeper_in_english.get(page_of(conference))
        offered[number] = [str(verb["url"]).split("/")[-2] for verb in page.context["verbs"]]
        keeper_in_english.post(page_of(conference, "publish"))
    assert offered == [["publish", "retire"], ["unpublish", "retire"]]


def test_retired_conference_frees_its_edition(keeper):
    conference = x_2022()
    keeper.post(page_of(conference, "retire"), {"reason": "Ghi trùng"})
    said = {**typed_again(conference), "slug": "x-2022-moi"}
    save(keeper, ADD, **said)
    assert Conference.objects.live().get().slug == "x-2022-moi"


def test_restoring_into_an_edition_that_is_taken_is_refused_in_words(keeper_in_english):
    old = x_2022()
    keeper_in_english.post(page_of(old, "retire"), {"reason": "Ghi trùng"})
    register.conference(old.series, dt.date(2022, 5, 14), edition=10, slug="x-moi", draft=True)
    answer = keeper_in_english.post(page_of(old, "restore"), {"reason": "Khôi phục"})
    assert mistakes(answer) == {"": ["This series has a conference of this edition already."]}


# Finding


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("hue", [2015]),
        ("thua thien hue", [2015]),
        ("TT-Huế", [2015]),
        ("lan thu 10", [2022]),
        ("lần thứ X", [2022]),
        ("X", [2022]),
        ("bac trung bo", [2022, 2015, 2010]),
        ("bac trung bo 2010", [2010]),
    ],
)
def test_conference_is_found(keeper, words, years):
    register.provinces("hue", "thua-thien-hue", "thanh-hoa")
    own = register.series()
    hosts = {2010: None, 2015: "thua-thien-hue", 2022: "thanh-hoa"}
    for year, host in hosts.items():
        register.conference(
            own,
            dt.date(year, 5, 13),
            edition={2010: 1, 2022: 10}.get(year),
            host=host and register.Province.objects.get(key=host),
        )
    page = keeper.get(CONFERENCES, {"q": words})
    assert [conference.year for conference in page.context["cl"].result_list] == years


def test_drafts_are_told_apart_by_the_filter(keeper):
    draft = x_2022()
    public = register.conference(draft.series, dt.date(2024, 5, 13))
    lists = [
        list(keeper.get(CONFERENCES, {"state": state}).context["cl"].result_list)
        for state in ("draft", "public", "retired")
    ]
    assert lists == [[draft], [public], []]


def test_answered_proposals_are_told_apart_by_the_filter(keeper):
    body, conference = register.organisation("cuc", "Cục Công Thương địa phương"), x_2022()
    said = {"asked_by": body, "addressed_to": body, "conference": conference}
    silent = register.proposal("Một", **said)
    answered = register.proposal("Hai", **said, response="Tiếp thu")
    lists = [
        list(keeper.get("/admin/conferences/proposal/", {"answered": a}).context["cl"].result_list)
        for a in ("yes", "no")
    ]
    assert lists == [[answered], [silent]]


# History


def test_history_says_who_changed_what(keeper_in_english):
    conference = x_2022()
    save(keeper_in_english, page_of(conference), status="planned", venue="TP. Thanh Hóa")
    row = keeper_in_english.get(page_of(conference, "history")).context["page_obj"][0]
    changes = {(change["old"], change["new"]) for change in row.history_delta_changes}
    expected = {("Held", "Planned"), ("–", "TP. Thanh Hóa")}
    assert (row.history_user.username, changes) == ("administrator", expected)


def test_history_of_a_conference_tells_of_its_parts(keeper_in_english):
    conference = x_2022()
    row = a_row("points", conference, kind="result", text="Tổng mức bán lẻ tăng")
    save(keeper_in_english, page_of(conference), **row)
    (change,) = keeper_in_english.get(page_of(conference, "history")).context["part_changes"]
    what = [str(change[name]) for name in ("who", "what", "part", "text")]
    assert what == ["Quản trị viên", "Created", "point", "Tổng mức bán lẻ tăng"]


def test_history_is_not_written_back():
    with pytest.raises(NoReverseMatch):
        reverse("admin:conferences_conference_simple_history", args=[1, 1])


# People


def test_hidden_name_says_who_hid_it_and_why(keeper):
    person = keep(record=Person(name="Nguyễn Văn An"), by=register.registrar())
    keeper.post(f"/admin/conferences/person/{person.pk}/hide/", {"reason": "Theo đề nghị"})
    person.refresh_from_db()
    said = (person.hidden_by.username, person.hidden_reason)
    assert said == ("administrator", "Theo đề nghị")


def test_hidden_name_is_shown_again(keeper):
    person = keep(record=Person(name="Nguyễn Văn An"), by=register.registrar())
    for verb in ("hide", "show"):
        keeper.post(f"/admin/conferences/person/{person.pk}/{verb}/", {"reason": "Theo đề nghị"})
    person.refresh_from_db()
    assert (person.hidden_at, person.hidden_reason) == (None, "")


def test_name_hidden_twice_says_that_it_was_done(keeper_in_english):
    person = keep(record=Person(name="Nguyễn Văn An"), by=register.registrar())
    address = f"/admin/conferences/person/{person.pk}/hide/"
    keeper_in_english.post(address, {"reason": "Theo đề nghị"}, follow=True)
    answer = keeper_in_english.post(address, {"reason": "Lần hai"}, follow=True)
    assert told(answer) == ["This was done already."]
