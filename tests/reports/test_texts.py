"""The words of a report: each saved by itself, in dispute with a colleague, read as sent."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.actions.entering import Outcome
from reports.actions.steps import present
from reports.actions.texts import Proposed, save_proposals, save_section, save_signature
from reports.enums import Act, SectionKind
from reports.models import Event, ReportProposal, Section
from reports.permissions import why_not_write
from reports.texts import Signature, Words, texts_of
from tests.reading import read
from tests.reporting import Reporting, accepted, fill, reporting, returned, sent

pytestmark = pytest.mark.django_db

URL = "/reports/bac-trung-bo/thanh-hoa/texts/"
RESULTS = "Công nghiệp tăng khá.\n\nXuất khẩu tăng."
NUMBER = Signature("123/BC-SCT", dt.date(2026, 1, 5), "Lãnh đạo Sở", "Giám đốc")


@pytest.fixture
def built() -> Reporting:
    return reporting()


def write(built: Reporting, text: str, seen: int = 0, who: str = "clerk_thanh_hoa"):
    return save_section(
        report=built.thanh_hoa,
        kind=SectionKind.RESULTS,
        text=text,
        seen=seen,
        by=built.officer(who),
    )


def propose(built: Reporting, *said: tuple[int, str, str, int], who: str = "clerk_thanh_hoa"):
    return save_proposals(
        report=built.thanh_hoa, proposals=[Proposed(*one) for one in said], by=built.officer(who)
    )


def proposals(built: Reporting) -> list[tuple[int, str, str, int]]:
    return list(
        ReportProposal.objects.filter(report=built.thanh_hoa)
        .order_by("position")
        .values_list("position", "addressee", "text", "version")
    )


def told(act: Act) -> list[tuple[str, str, str, str]]:
    found = Event.objects.filter(act=act).order_by("pk")
    return list(found.values_list("part", "before", "after", "by__username"))


# Sections


def test_section_is_saved_with_its_version_and_history(built: Reporting) -> None:
    first = write(built, f"  {RESULTS}\r\n".replace("\n", "\r\n"))
    second = write(built, "Khác.", seen=1)
    assert (first.outcome, first.now.version, second.outcome, second.now.version) == (
        Outcome.SAVED,
        1,
        Outcome.SAVED,
        2,
    )
    assert told(Act.SECTION) == [
        ("results", "", RESULTS, "clerk_thanh_hoa"),
        ("results", RESULTS, "Khác.", "clerk_thanh_hoa"),
    ]


def test_section_a_colleague_changed_is_left_alone_and_told(built: Reporting) -> None:
    write(built, "Của lãnh đạo.", who="head_thanh_hoa")
    result = write(built, "Của chuyên viên.")
    assert (result.outcome, result.now.text, result.now.saved_by) == (
        Outcome.CONFLICT,
        "Của lãnh đạo.",
        "head_thanh_hoa",
    )
    assert Section.objects.get().text == "Của lãnh đạo."


def test_section_both_wrote_alike_is_no_conflict(built: Reporting) -> None:
    write(built, RESULTS, who="head_thanh_hoa")
    result = write(built, RESULTS)
    assert (result.outcome, len(told(Act.SECTION))) == (Outcome.UNCHANGED, 1)


def test_section_of_a_report_that_awaits_its_signature_is_denied_in_words(built: Reporting) -> None:
    fill(built)
    report = built.thanh_hoa
    present(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    result = write(built, RESULTS)
    why = why_not_write(built.officer("clerk_thanh_hoa"), built.thanh_hoa)
    assert (result.outcome, result.message) == (Outcome.DENIED, why)
    assert Section.objects.count() == 0


@pytest.mark.parametrize(
    "who", ["centre_thanh_hoa", "clerk_nghe_an", "ministry_reviewer", "ministry_reader"]
)
def test_texts_are_not_others_to_write(built: Reporting, who: str) -> None:
    for act in (
        lambda: write(built, RESULTS, who=who),
        lambda: propose(built, (1, "", "Đề nghị", 0), who=who),
        lambda: sign(built, NUMBER, who=who),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Event.objects.filter(act__in=[Act.SECTION, Act.PROPOSAL, Act.SIGNATURE]).count() == 0


# Proposals


def test_proposals_are_added_changed_and_emptied(built: Reporting) -> None:
    propose(built, (1, "Bộ Công Thương", "Hỗ trợ", 0), (2, "", "Khác", 0), (3, "", " ", 0))
    propose(built, (1, "Bộ Công Thương", "Hỗ trợ vốn", 1), (2, "", "", 1))
    assert proposals(built) == [(1, "Bộ Công Thương", "Hỗ trợ vốn", 2), (2, "", "", 2)]
    assert told(Act.PROPOSAL)[2:] == [
        ("1", "Bộ Công Thương: Hỗ trợ", "Bộ Công Thương: Hỗ trợ vốn", "clerk_thanh_hoa"),
        ("2", "Khác", "", "clerk_thanh_hoa"),
    ]


def test_proposal_added_at_the_place_of_a_colleagues_goes_to_the_end(built: Reporting) -> None:
    propose(built, (1, "", "Của lãnh đạo", 0), who="head_thanh_hoa")
    [result] = propose(built, (1, "", "Của chuyên viên", 0))
    assert (result.outcome, result.now.place) == (Outcome.SAVED, "2")
    assert proposals(built) == [(1, "", "Của lãnh đạo", 1), (2, "", "Của chuyên viên", 1)]


def test_proposal_changed_by_a_colleague_is_left_alone(built: Reporting) -> None:
    propose(built, (1, "", "Cũ", 0))
    propose(built, (1, "", "Của lãnh đạo", 1), who="head_thanh_hoa")
    [result] = propose(built, (1, "", "Của chuyên viên", 1))
    assert (result.outcome, result.now.text) == (Outcome.CONFLICT, "Của lãnh đạo")


@pytest.mark.parametrize("number", [1, 12])
def test_saving_proposals_costs_the_same_whatever_their_number(
    built: Reporting, number: int
) -> None:
    report, officer = built.thanh_hoa, built.officer("clerk_thanh_hoa")
    typed = [Proposed(place, "", f"Đề nghị {place}", 0) for place in range(1, number + 1)]
    with CaptureQueriesContext(connection) as queries:
        save_proposals(report=report, proposals=typed, by=officer)
    # The report locked, its proposals, what is new of them, the history; savepoints aside.
    assert len([one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]) == 4


# The signature


def sign(built: Reporting, signature: Signature, seen: str = "", who: str = "clerk_thanh_hoa"):
    return save_signature(
        report=built.thanh_hoa,
        signature=signature,
        seen=seen or Signature().mark,
        by=built.officer(who),
    )


def test_signature_is_saved_with_its_history(built: Reporting) -> None:
    result = sign(built, NUMBER)
    assert (result.outcome, Signature.of(built.thanh_hoa)) == (Outcome.SAVED, NUMBER)
    whole = "123/BC-SCT · 5/1/2026 · Lãnh đạo Sở · Giám đốc"
    assert told(Act.SIGNATURE) == [("", "", whole, "clerk_thanh_hoa")]


def test_signature_is_entered_while_the_report_awaits_it(built: Reporting) -> None:
    fill(built)
    report = built.thanh_hoa
    present(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    assert sign(built, NUMBER).outcome == Outcome.SAVED


def test_signature_of_a_sent_report_is_denied(built: Reporting) -> None:
    sent(built)
    now = Signature.of(built.thanh_hoa)
    assert (sign(built, NUMBER, now.mark).outcome, Signature.of(built.thanh_hoa)) == (
        Outcome.DENIED,
        now,
    )


def test_signature_a_colleague_entered_is_told_with_who_and_when(built: Reporting) -> None:
    sign(built, NUMBER, who="head_thanh_hoa")
    result = sign(built, Signature("124/BC-SCT"))
    assert (result.outcome, result.words.saved_by, Signature.of(built.thanh_hoa)) == (
        Outcome.CONFLICT,
        "head_thanh_hoa",
        NUMBER,
    )


@pytest.mark.parametrize(
    ("signature", "field"),
    [
        (Signature(on=dt.date(2026, 1, 5)), "number"),
        (Signature("123/BC-SCT", timezone.localdate() + dt.timedelta(days=1)), "on"),
    ],
)
def test_signature_that_cannot_be_is_refused(
    built: Reporting, signature: Signature, field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        sign(built, signature)
    assert list(refused.value.message_dict) == [field]


# The page


def post(client: Client, built: Reporting, who: str = "clerk_thanh_hoa", **typed: object):
    client.force_login(getattr(built.people, who))
    return client.post(URL, {name.replace("__", "-"): value for name, value in typed.items()})


def script(client: Client, built: Reporting, who: str = "clerk_thanh_hoa", **typed: object):
    account = getattr(built.people, who)
    client.force_login(account)
    data = {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(URL, {"account": account.pk, **data}, headers={"accept": "application/json"})


def seen(text: str = "", version: int = 0) -> str:
    return Words("", text, version=version).mark


def test_form_saves_all_parts_and_leads_back(client: Client, built: Reporting) -> None:
    response = post(
        client,
        built,
        results__seen=seen(),
        results__text=RESULTS,
        limits__seen=seen(),
        limits__text="",
        limits__nil="on",
        proposal="1",
        p1__seen=seen(),
        p1__addressee="Bộ Công Thương",
        p1__text="Hỗ trợ",
        signature__seen=Signature().mark,
        signature__number="123/BC-SCT",
        signature__on="5/1/2026",
        signature__signer="Lãnh đạo Sở",
        signature__office="Giám đốc",
    )
    texts = texts_of(built.thanh_hoa)
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/reports/bac-trung-bo/thanh-hoa/#texts",
    )
    assert [bool(one.text) for one in texts.sections] == [True, True, False]
    assert (texts.sections[0].text, texts.signature) == (RESULTS, NUMBER)
    assert proposals(built) == [(1, "Bộ Công Thương", "Hỗ trợ", 1)]


def test_form_sent_twice_changes_nothing(client: Client, built: Reporting) -> None:
    propose(built, (1, "", "Một", 0), (2, "", "Hai", 0))
    typed = {
        "proposal": ["1", "2"],
        "p1__seen": seen("Một", 1),
        "p1__text": "Một",
        "p2__seen": seen("Hai", 1),
        "p2__text": "Hai",
        "up": "2",
    }
    answers = [post(client, built, **typed).status_code for _time in range(2)]
    assert answers == [302, 302]
    assert proposals(built) == [(1, "", "Hai", 2), (2, "", "Một", 2)]


def test_page_that_is_old_does_not_stand_against_newer_text(
    client: Client, built: Reporting
) -> None:
    """What was not touched is not written, nor disputed."""
    write(built, "Của lãnh đạo.", who="head_thanh_hoa")
    response = post(
        client,
        built,
        results__seen=seen(),
        results__text="",
        limits__seen=seen(),
        limits__text="Hạn chế.",
    )
    assert (response.status_code, [one.text for one in texts_of(built.thanh_hoa).sections]) == (
        302,
        ["Của lãnh đạo.", "Hạn chế.", ""],
    )


def test_dispute_shows_both_texts_and_saves_the_rest(client: Client, built: Reporting) -> None:
    write(built, "Của lãnh đạo.", who="head_thanh_hoa")
    response = post(
        client,
        built,
        results__seen=seen(),
        results__text="Của chuyên viên.",
        limits__seen=seen(),
        limits__text="Hạn chế.",
    )
    page = read(response)
    assert (response.status_code, page.all("textarea")[0].text, page.one("blockquote").text) == (
        409,
        "Của chuyên viên.",
        "Của lãnh đạo.",
    )
    assert [one.text for one in texts_of(built.thanh_hoa).sections[:2]] == [
        "Của lãnh đạo.",
        "Hạn chế.",
    ]


@pytest.mark.parametrize(
    ("choice", "status", "kept"),
    [
        ("mine", 302, "Của chuyên viên."),
        ("theirs", 302, "Của lãnh đạo."),
        ("", 409, "Của lãnh đạo."),
    ],
)
def test_dispute_is_decided_by_a_person(
    client: Client, built: Reporting, choice: str, status: int, kept: str
) -> None:
    write(built, "Của lãnh đạo.", who="head_thanh_hoa")
    response = post(
        client,
        built,
        results__seen=seen("Của lãnh đạo.", 1),
        results__text="Của chuyên viên.",
        results__disputed="1",
        results__choose=choice,
    )
    assert (response.status_code, Section.objects.get().text) == (status, kept)


def test_dispute_without_a_choice_is_asked_again(client: Client, built: Reporting) -> None:
    write(built, "Của lãnh đạo.", who="head_thanh_hoa")
    typed = {"results__text": "Của chuyên viên.", "results__disputed": "1"}
    page = read(post(client, built, results__seen=seen("Của lãnh đạo.", 1), **typed))
    assert (page.one("textarea").text, page.one("blockquote").text) == (
        "Của chuyên viên.",
        "Của lãnh đạo.",
    )


def test_form_with_a_wrong_date_keeps_all_and_saves_the_rest(
    client: Client, built: Reporting
) -> None:
    response = post(
        client,
        built,
        results__seen=seen(),
        results__text=RESULTS,
        signature__seen=Signature().mark,
        signature__number="123/BC-SCT",
        signature__on="31/02/2026",
    )
    typed = {
        one["name"]: one["value"]
        for one in read(response).all("input")
        if "value" in one.attributes
    }
    assert (response.status_code, typed["signature-on"], typed["signature-number"]) == (
        409,
        "31/02/2026",
        "123/BC-SCT",
    )
    assert (Section.objects.get().text, built.thanh_hoa.signed_number) == (RESULTS, "")


def test_script_is_told_what_became_of_each_part(client: Client, built: Reporting) -> None:
    write(built, "Của lãnh đạo.", who="head_thanh_hoa")
    answer = script(
        client,
        built,
        results__seen=seen(),
        results__text="Của chuyên viên.",
        limits__seen=seen(),
        limits__text="Hạn chế.",
        signature__seen=Signature().mark,
        signature__on="5/1/2026",
    ).json()
    parts = answer["parts"]
    assert (answer["ok"], {name: one["settled"] for name, one in parts.items()}) == (
        False,
        {"results": False, "limits": True, "signature": False},
    )
    assert parts["limits"]["seen"] == seen("Hạn chế.", 1)
    assert list(parts["signature"]["errors"]) == ["signature-number"]
    assert "Của lãnh đạo." in parts["results"]["dispute"]


def test_script_takes_the_colleagues_text(client: Client, built: Reporting) -> None:
    write(built, "Của lãnh đạo.", who="head_thanh_hoa")
    typed = {"results__text": "Khác", "results__disputed": "1", "results__choose": "theirs"}
    answer = script(client, built, results__seen=seen("Của lãnh đạo.", 1), **typed).json()
    assert (answer["ok"], answer["parts"]["results"]["values"]) == (
        True,
        {"results-text": "Của lãnh đạo."},
    )


def test_script_learns_where_its_proposal_went(client: Client, built: Reporting) -> None:
    propose(built, (1, "", "Của lãnh đạo", 0), who="head_thanh_hoa")
    answer = script(client, built, proposal="1", p1__seen=seen(), p1__text="Mới").json()
    assert (answer["ok"], answer["parts"]["p1"]["place"]) == (True, "2")


def test_script_of_another_account_writes_nothing(client: Client, built: Reporting) -> None:
    client.force_login(built.people.head_thanh_hoa)
    response = client.post(
        URL,
        {
            "account": built.people.clerk_thanh_hoa.pk,
            "results-seen": seen(),
            "results-text": RESULTS,
        },
        headers={"accept": "application/json"},
    )
    assert (response.status_code, Section.objects.count()) == (409, 0)


def test_texts_too_long_are_refused_and_kept(client: Client, built: Reporting) -> None:
    long = "x" * 20_001
    response = post(client, built, results__seen=seen(), results__text=long)
    assert (response.status_code, read(response).one("textarea").text, Section.objects.count()) == (
        409,
        long,
        0,
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk_thanh_hoa", 302),
        ("head_thanh_hoa", 302),
        ("centre_thanh_hoa", 403),
        ("clerk_nghe_an", 404),
        ("clerk_da_nang", 404),
        ("ministry_reviewer", 404),
        ("ministry_reader", 404),
    ],
)
def test_texts_of_a_draft_by_office(
    client: Client, built: Reporting, who: str, status: int
) -> None:
    response = post(client, built, who, results__seen=seen(), results__text=RESULTS)
    assert (response.status_code, Section.objects.count()) == (status, int(status == 302))


@pytest.mark.parametrize("who", ["ministry_reviewer", "ministry_reader"])
def test_texts_of_a_sent_report_are_not_the_ministrys(
    client: Client, built: Reporting, who: str
) -> None:
    sent(built)
    response = post(client, built, who, results__seen=seen(), results__text=RESULTS)
    assert (response.status_code, Section.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    "address",
    ["/reports/bac-trung-bo/da-nang-2025/texts/", "/reports/khac/thanh-hoa/texts/"],
)
def test_texts_of_a_report_that_is_not_do_not_exist(
    client: Client, built: Reporting, address: str
) -> None:
    client.force_login(built.people.clerk_thanh_hoa)
    assert client.post(address).status_code == 404


def test_texts_are_posted_only(client: Client, built: Reporting) -> None:
    client.force_login(built.people.clerk_thanh_hoa)
    assert client.get(URL).status_code == 405


# What is read


def page_of(client: Client, built: Reporting, who: str):
    client.force_login(getattr(built.people, who))
    return read(client.get(reverse("report", args=["bac-trung-bo", "thanh-hoa"])))


def test_ministry_reads_the_texts_as_they_were_sent(client: Client, built: Reporting) -> None:
    write(built, "Đã gửi.")
    returned(built)
    write(built, "Đang sửa.", seen=1)
    words = page_of(client, built, "ministry_reader").one("section", "texts").text
    assert ("Đã gửi." in words, "Đang sửa." in words) == (True, False)


def test_contributing_unit_reads_the_texts(client: Client, built: Reporting) -> None:
    write(built, RESULTS)
    section = page_of(client, built, "centre_thanh_hoa").one("section", "texts")
    assert ("Công nghiệp tăng khá." in section.text, section.all("textarea")) == (True, [])


def test_department_of_the_round_reads_figures_and_no_texts(
    client: Client, built: Reporting
) -> None:
    write(built, RESULTS)
    propose(built, (1, "Bộ Công Thương", "Hỗ trợ", 0))
    accepted(built)
    page = page_of(client, built, "clerk_nghe_an")
    assert ("150.000" in page.text, page.has("section", "texts")) == (True, False)
    assert [word for word in (RESULTS[:20], "Hỗ trợ", "123/BC-SCT") if word in page.text] == []


def test_leadership_signs_what_awaits_and_only_reads_the_rest(
    client: Client, built: Reporting
) -> None:
    write(built, RESULTS)
    fill(built)
    report = built.thanh_hoa
    present(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    section = page_of(client, built, "head_thanh_hoa").one("section", "texts")
    names = [one["name"] for one in section.all("input") if one["type"] == "text"]
    assert (section.all("textarea"), names) == (
        [],
        ["signature-number", "signature-on", "signature-signer", "signature-office"],
    )


def test_saving_tells_so(client: Client, built: Reporting) -> None:
    response = post(client, built, results__seen=seen(), results__text=RESULTS)
    assert len(list(get_messages(response.wsgi_request))) == 1
