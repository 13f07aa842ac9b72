"""What a department typed reaches nobody it is not meant for (R4, R5, S1).

In every text field of Thanh Hóa's report stands a word of its own, and one number that occurs
nowhere else. Everybody then opens every address they can get to: pages and what they link to,
files taken apart, feeds, JSON, searches, refusals. What of it they read is said by name.
"""

import datetime as dt
import html
import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from provinces.actions import keep
from reports.actions.entering import Typed, save_cells
from reports.actions.rounds import extend, invite
from reports.actions.steps import accept, present, reopen, return_, submit, take_back
from reports.actions.texts import Proposed, save_proposals, save_section, save_signature
from reports.actions.uploading import take_in
from reports.enums import SectionKind
from reports.models import Invitation, SignedFile, Upload
from reports.once import new_key
from reports.permissions import Sight
from reports.texts import Signature
from tests.admin_pages import signed_in
from tests.reading import FILES, PAGES, TABLES
from tests.register import BEFORE_MERGER, administrator, province, registrar
from tests.reporting import Reporting, account, fill, reporting
from tests.scans import scanned
from tests.signing_in import mails

pytestmark = pytest.mark.django_db

MARK = "TUMATDACBIET7391"
OTHER_MARK = "TUBINHTHUONG7391"  # stands nowhere
NUMBER, LATER_NUMBER = "739173917", "840284028"
REPORT = "/reports/bac-trung-bo/thanh-hoa/"
MOST = 600  # addresses that somebody can get to; more would mean that the crawl runs in circles


def word(field: str) -> str:
    """The word that stands in one field, and nowhere else."""
    return f"{MARK}{field}"


# What is typed


@pytest.fixture
def built(client: Client, django_capture_on_commit_callbacks) -> Reporting:
    """The round with Thanh Hóa's draft full of words; the mails of all steps are sent."""
    with django_capture_on_commit_callbacks(execute=True):
        built = reporting()
        hue = province("hue")
        built.round.coordinator = hue
        keep(record=built.round, by=registrar())
        new, old = province("quang-tri-2025"), province("quang-binh")
        invite(round=built.round, provinces=[old], by=built.officer("ministry_reviewer"))
        account("coordinator", Role.CLERK, hue)
        account("clerk_new", Role.CLERK, new)
        user = User.objects.create_user("clerk_old")
        office = Membership(user=user, role=Role.CLERK, province=old, valid_from=BEFORE_MERGER)
        keep(record=office, by=registrar())
        User.objects.create_user("stranger")
        administrator()
        _staff("office_manager", "change_membership", "view_user")
        _staff("draft_reader", "view_conference", "view_figure", "view_source")
        typed_everywhere(built)
    return built


def _staff(username: str, *rights: str) -> None:
    user = User.objects.create_user(username, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))


def typed_everywhere(built: Reporting) -> None:
    """A draft with a word in every field; the round gives Thanh Hóa more time, with a reason."""
    clerk = built.officer("clerk_thanh_hoa")
    fill(built)
    type_into(built, ("retail", 0), "739.173.917", word("note"))
    type_into(built, ("export", 1), word("cell"), None)
    write(built, "1")
    scanned(built.thanh_hoa, clerk)
    SignedFile.objects.update(name=f"{word('file')}.pdf")  # our names say nothing: one that does
    take_in(report=built.thanh_hoa, name=f"{word('upload')}.xlsx", cells=[], by=clerk)
    invitation = Invitation.objects.select_related("round").get(
        round=built.round, province__key="thanh-hoa"
    )
    to, keeper = built.round.due_on + dt.timedelta(days=9), built.officer("ministry_reviewer")
    extend(invitation=invitation, to=to, reason=word("extension"), by=keeper)


def type_into(built: Reporting, place: tuple[str, int], text: str, note: str | None) -> None:
    """The clerk types into one cell."""
    row, column = built.rows[place[0]].pk, built.columns[place[1]].pk
    report = built.thanh_hoa
    seen = report.entries.get(row=row, column=column).version
    cells = [Typed(row, column, text, seen, note)]
    save_cells(report=report, cells=cells, by=built.officer("clerk_thanh_hoa"), notation="vi")


def write(built: Reporting, times: str) -> None:
    """The clerk writes the texts, for the first or a second time, and who signs."""
    report, clerk = built.thanh_hoa, built.officer("clerk_thanh_hoa")
    seen = int(times) - 1
    for kind in SectionKind:
        text = word(f"section{times}")
        save_section(report=report, kind=kind, text=text, seen=seen, by=clerk)
    asked = Proposed(1, word(f"addressee{times}"), word(f"proposal{times}"), seen)
    save_proposals(report=report, proposals=[asked], by=clerk)
    said = Signature(
        word(f"number{times}"),
        timezone.localdate(),
        word(f"signer{times}"),
        word(f"office{times}"),
    )
    save_signature(report=report, signature=said, seen=Signature.of(report).mark, by=clerk)


def brought_on(built: Reporting, capture: Callable) -> None:
    """Sent, returned, sent again, accepted, opened again, and being typed into once more."""
    clerk, head = built.officer("clerk_thanh_hoa"), built.officer("head_thanh_hoa")
    reviewer = built.officer("ministry_reviewer")
    until = timezone.localdate() + dt.timedelta(days=9)
    cell = (built.rows["funds"].pk, built.columns[0].pk)

    def step(verb: Callable, by, **said) -> None:
        report = built.thanh_hoa
        verb(report=report, seen=report.version, by=by, **said)

    with capture(execute=True):
        type_into(built, ("export", 1), "5.600", None)
        step(present, clerk)
        step(take_back, clerk)
        step(submit, head)
        step(return_, reviewer, cells={cell: word("cellreason")}, reason=word("return"))
        step(submit, head)
        step(accept, reviewer)
        step(reopen, reviewer, reason=word("reopening"), until=until)
        type_into(built, ("retail", 1), "840.284.028", word("latenote"))
        type_into(built, ("export", 1), word("latecell"), None)
        write(built, "2")


# What is read


def visitor(built: Reporting, who: str) -> Client:
    """A browser of somebody, nobody's when `who` is ""."""
    return signed_in(User.objects.get(username=who)) if who else Client()


def beginnings(built: Reporting) -> list[str]:
    """Where a visitor begins: what the portal offers, and addresses that are guessed."""
    names = (
        "report",
        "report_cells",
        "report_paste",
        "report_workbook",
        "report_upload",
        "report_annex_docx",
        "report_annex_xlsx",
        "report_file_add",
        "report_submit",
        "report_close",
        "report_paper",
        "report_review",
        "report_history",
    )
    where = ["bac-trung-bo", "thanh-hoa"]
    row, column = built.rows["retail"].pk, built.columns[0].pk
    file, upload = SignedFile.objects.get(), Upload.objects.get()
    return [
        *(reverse(name, args=where) for name in names),
        f"{REPORT}?show=all",
        f"{REPORT}history/?row={row}&column={column}",
        f"{REPORT}files/{file.pk}/",
        f"{REPORT}upload/{upload.pk}/",
        "/rounds/bac-trung-bo/",
        "/rounds/bac-trung-bo/history/",
        "/rounds/bac-trung-bo/board.xlsx",
        "/rounds/bac-trung-bo/board.csv",
        "/rounds/bac-trung-bo/deadline.ics",
        "/rounds/bac-trung-bo/remind/",
        "/rounds/bac-trung-bo/extend/thanh-hoa/",
        "/rounds/bac-trung-bo/publish/",
        "/rounds/deadlines.ics",
        "/rounds/",
        "/rounds/new/?conference=",
        "/work/",
        "/desk/",
        "/reports/bac-trung-bo/khong-co/",
        "/admin/",
        *(address for address in PAGES.values() if address.count("/") < 3),
        *(address for address in FILES.values() if address.count("/") < 2),
        *(address for address in TABLES.values() if address.count("/") < 3),
    ]


def crawled(client: Client, built: Reporting) -> dict[str, str]:
    """Every address that somebody gets to → all that can be read there.

    But for a superuser the admin, which shows them every row there is.
    """
    found: dict[str, str] = {}
    who = User.objects.filter(pk=client.session.get("_auth_user_id")).first()
    waiting = beginnings(built)
    while waiting:
        address = waiting.pop()
        is_keepers = who and who.is_superuser and address.startswith("/admin/")
        if address in found or is_keepers:
            continue
        response = client.get(address)
        found[address] = told(response)
        assert len(found) < MOST, sorted(found)
        waiting += links(address, response)
    return found | answers(client, built)


def links(address: str, response: HttpResponse) -> list[str]:
    """Where an answer leads to on this site."""
    if response.status_code in (301, 302):
        return [one for one in [response["Location"]] if not skipped(one)]
    if not response.headers["Content-Type"].startswith("text/html"):
        return []
    hrefs = re.findall(r'(?:href="|data-[a-z-]+="(?=/))([^"]+)"', response.content.decode())
    there = [urldefrag(urljoin(address, html.unescape(one)))[0] for one in hrefs]
    return [one for one in there if one.startswith("/") and not skipped(one)]


def skipped(address: str) -> bool:
    """Static files, pages of the register narrowed down once more, and where one signs in."""
    parts = urlsplit(address)
    private = parts.path.startswith(("/reports/", "/rounds/", "/work/"))
    return parts.path.startswith(("/static/", "/login/")) or bool(parts.query and not private)


def answers(client: Client, built: Reporting) -> dict[str, str]:
    """What is answered to a script and to posts that are refused, however they end."""
    row, column = built.rows["retail"].pk, built.columns[0].pk
    as_json = {"content_type": "application/json", "headers": {"accept": "application/json"}}
    cell = {"row": row, "column": column, "typed": "1", "seen": 0}
    account = client.session.get("_auth_user_id", "0")
    said = {"account": int(account), "cells": [cell], "since": "2020-01-01T00:00:00Z"}
    found = {
        "GET cells": client.get(f"{REPORT}cells/", {"since": "2020-01-01T00:00:00Z"}, **as_json),
        "POST cells": client.post(f"{REPORT}cells/", json.dumps(said), **as_json),
        "POST texts": client.post(
            f"{REPORT}texts/",
            {"account": account, "results-seen": "0.x", "results-text": "x"},
            headers={"accept": "application/json"},
        ),
    }
    for step in ("cells", "texts", "submit", "present", "return", "accept", "reopen", "paper"):
        data = {"once": new_key(), "seen": "0", f"c-{row}-{column}": "1", "proposal": "1"}
        found[f"POST {step}"] = client.post(f"{REPORT}{step}/", data, follow=True)
    return {f"{name} {REPORT}": told(one) for name, one in found.items()}


def told(response: HttpResponse) -> str:
    """All that can be read in an answer, its headers and the parts of its files included."""
    content = response.getvalue()
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    text = " ".join(part.decode("utf-8", "replace") for part in parts)
    text = re.sub(r"\r?\n[ \t]", "", text)  # the folded lines of a calendar
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return html.unescape(f"{headers} {text}")


def secrets(text: str) -> set[str]:
    """The names of the fields whose words, and the numbers, that stand in a text."""
    digits = re.sub(r"(?<=\d)[.,\s\u00a0\u202f](?=\d{3})", "", text)
    words = {one.lower() for one in re.findall(rf"{MARK}([a-z]+\d?)", text, re.IGNORECASE)}
    return words | {one for one in (NUMBER, LATER_NUMBER) if one in digits}


def learnt(client: Client, built: Reporting) -> dict[str, set[str]]:
    """Address → what somebody learns there of what was typed."""
    pages = {address: secrets(text) for address, text in crawled(client, built).items()}
    return {address: found for address, found in pages.items() if found}


def all_learnt(client: Client, built: Reporting) -> set[str]:
    return set().union(*learnt(client, built).values())


# Who may learn what

OUTSIDE = (
    "",
    "stranger",
    "clerk_nghe_an",
    "head_nghe_an",
    "clerk_da_nang",
    "clerk_old",
    "clerk_new",
    "office_manager",
    "draft_reader",
)
KEEPERS = ("coordinator", "ministry_reviewer", "ministry_publisher", "administrator")
TEXTS = {"section", "addressee", "proposal", "number", "signer", "office"}
TYPED = {"note", "cell", *(f"{name}1" for name in TEXTS), NUMBER}
LATE = {"latenote", "latecell", *(f"{name}2" for name in TEXTS), LATER_NUMBER}


def test_draft_is_told_to_nobody_outside_the_department(built: Reporting) -> None:
    found = {who: learnt(visitor(built, who), built) for who in OUTSIDE}
    assert found == {who: {} for who in OUTSIDE}


def test_keeper_learns_of_a_draft_only_why_it_got_more_time(built: Reporting) -> None:
    people = [*KEEPERS, "ministry_reader"]
    found = {who: all_learnt(visitor(built, who), built) - {"extension"} for who in people}
    assert found == {who: set() for who in people}


def test_department_itself_reads_all_of_its_draft(built: Reporting) -> None:
    """The crawl finds what there is: else the tests here would prove nothing."""
    found = all_learnt(visitor(built, "clerk_thanh_hoa"), built)
    assert found == TYPED | {"file", "upload", "extension"}


# After it was sent, returned, accepted and opened again

SENT = TYPED - {"cell"} | {"file"}
JUDGED = {"return", "cellreason", "reopening"}


@pytest.fixture
def reopened(built: Reporting, django_capture_on_commit_callbacks) -> Reporting:
    """The same report, accepted once and being changed again."""
    brought_on(built, django_capture_on_commit_callbacks)
    return built


def test_accepted_report_is_told_to_nobody_outside_the_round(reopened: Reporting) -> None:
    people = ["", "stranger", "clerk_da_nang", "office_manager", "draft_reader"]
    found = {who: learnt(visitor(reopened, who), reopened) for who in people}
    assert found == {who: {} for who in people}


def test_other_departments_of_the_round_read_accepted_figures_and_no_word(
    reopened: Reporting,
) -> None:
    people = ["clerk_nghe_an", "head_nghe_an", "clerk_old", "clerk_new"]
    found = {who: all_learnt(visitor(reopened, who), reopened) for who in people}
    assert found == {who: {NUMBER} for who in people}


def test_ministry_reads_what_was_sent_and_nothing_typed_since(reopened: Reporting) -> None:
    people = ["ministry_reader", *KEEPERS[1:]]
    found = {who: all_learnt(visitor(reopened, who), reopened) for who in people}
    too_much = {who: said & LATE for who, said in found.items()}
    too_little = {who: (SENT | JUDGED) - said for who, said in found.items()}
    assert (too_much, too_little) == ({who: set() for who in people},) * 2


def test_coordinating_department_reads_accepted_figures_and_why_time_was_given(
    reopened: Reporting,
) -> None:
    """It is not asked itself: it sees where each report stands (R1), and no figure (R5)."""
    assert all_learnt(visitor(reopened, "coordinator"), reopened) == {"extension"}


def test_department_itself_reads_what_it_typed_since(reopened: Reporting) -> None:
    found = all_learnt(visitor(reopened, "clerk_thanh_hoa"), reopened)
    assert (LATE | JUDGED) - found == set()


# Searching, mails


def test_search_answers_as_if_nothing_was_typed(reopened: Reporting) -> None:
    words = {
        word("section1"): f"{OTHER_MARK}section1",
        MARK: OTHER_MARK,
        NUMBER: "628062806",
        "739.173.917": "628.062.806",
    }
    for who in ("", "clerk_nghe_an", "ministry_reviewer", "clerk_thanh_hoa"):
        client = visitor(reopened, who)
        for address in ("/search/?q=", "/search/suggest/?q="):
            for asked, other in words.items():
                told, same = (
                    searched(client, address + one).replace(one, "") for one in (asked, other)
                )
                assert told == same, (who, asked)


def searched(client: Client, address: str) -> str:
    """What is answered to a search, without what differs each time."""
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_mails_tell_nothing_of_what_was_typed(reopened: Reporting) -> None:
    told_in = [f"{one.subject} {one.body}" for one in mails()]
    assert (len(told_in) > 10, [secrets(one) for one in told_in if secrets(one)]) == (True, [])


# The test itself


def test_crawl_finds_what_a_gate_left_open_lets_out(
    built: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.loading.sight", lambda *said: Sight.LIVE)
    assert all_learnt(visitor(built, "clerk_nghe_an"), built) >= TYPED
