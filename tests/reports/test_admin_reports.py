"""Reports in the admin: read by superusers, and the emergency withdrawal of a file (S4, R5)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from metrics.enums import Topic
from reports.actions.entering import save_cells
from reports.actions.filing import retire_file, withdraw_file
from reports.enums import Act
from reports.loading import officer_of
from reports.models import Event, Report, ReviewerTopic, SignedFile
from reports.queries import grid_of
from tests import register
from tests.admin_pages import as_shown, mistakes, signed_in, told
from tests.reading import Element, read
from tests.reporting import Reporting, accepted, fill, reporting, returned, sent
from tests.scans import scanned

pytestmark = pytest.mark.django_db


@pytest.fixture
def built() -> Reporting:
    return reporting()


@pytest.fixture
def keeper() -> Client:
    return signed_in(register.administrator(), "en")


def page(client: Client, name: str, *numbers: int) -> Element:
    answer = client.get(reverse(f"admin:reports_{name}", args=numbers))
    assert answer.status_code == 200
    return read(answer)


def cells(shown: Element) -> list[list[str]]:
    return shown.one("fieldset", "cells").rows


# What is stored


def test_cells_of_a_report_stand_as_typed_with_how_they_are_judged(built, keeper) -> None:
    typed = [
        built.cell("retail", 0, "150000"),
        built.cell("retail", 1, "11.28"),
        built.cell("export", 0, "-"),
    ]
    by = built.officer("clerk_thanh_hoa")
    save_cells(report=built.thanh_hoa, cells=typed, by=by, notation="vi")
    heading, retail, export, *_promotion = cells(page(keeper, "report_change", built.thanh_hoa.pk))
    with translation.override("en"):
        line = grid_of(built.thanh_hoa).lines[1]
    assert heading == ["I", "Thương mại"]
    assert retail[2:] == ["150000 read as 150,000", f"11.28 {line.cells[1].message}", "–"]
    assert export[2:] == ["- read as Nil", "–", "–"]


def test_reason_for_returning_stands_on_its_cell(built, keeper) -> None:
    rows = cells(page(keeper, "report_change", returned(built).pk))
    assert rows[2][4] == "2.700 read as 2,700 Returned: Chưa khớp với số của hải quan."


def test_steps_that_were_not_done_are_not_shown(built, keeper) -> None:
    shown = page(keeper, "report_change", built.thanh_hoa.pk)
    assert (shown.has("div", "field-opened_at"), shown.has("div", "field-submitted_at")) == (
        True,
        False,
    )


def test_report_leads_to_its_page_once_it_was_sent(built, keeper) -> None:
    def links(report: Report) -> list[str]:
        tools = page(keeper, "report_change", report.pk).one("ul", "object-tools")
        return [one["href"] for one in tools.all("a")]

    before = links(built.thanh_hoa)
    report = sent(built)
    address = report.get_absolute_url()
    assert links(report) == [address, *before]
    assert [keeper.get(one).status_code for one in links(report)] == [200, 200, 200]


def test_round_leads_to_its_board(built, keeper) -> None:
    tools = page(keeper, "reportinground_change", built.round.pk).one("ul", "object-tools")
    assert tools.all("a")[0]["href"] == built.round.get_absolute_url()


def test_history_of_one_report_is_listed(built, keeper) -> None:
    fill(built)
    fill(built, by="clerk_nghe_an", report=built.nghe_an)
    address = reverse("admin:reports_event_changelist")
    found = read(keeper.get(address, {"report__id__exact": built.thanh_hoa.pk}))
    assert {row[3] for row in found.one("table", id="result_list").rows} == {"Thanh Hoa"}


def test_history_says_states_by_their_names(built, keeper) -> None:
    sent(built)
    address = reverse("admin:reports_event_changelist")
    shown = read(keeper.get(address, {"act__exact": Act.SUBMITTED}))
    steps = [row[2] for row in shown.one("table", id="result_list").rows]
    assert steps == ["Awaiting signature → Submitted"]


# Who


@pytest.mark.parametrize("name", ["reportinground", "report", "event", "signedfile", "upload"])
def test_nobody_else_reads_it_whatever_their_rights(built, name: str) -> None:
    user = User.objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    answer = signed_in(user).get(reverse(f"admin:reports_{name}_changelist"))
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["reportinground", "report", "event", "signedfile"])
def test_nothing_is_added_changed_or_deleted_there(built, keeper, name: str) -> None:
    scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    model = {"reportinground": built.round, "report": built.thanh_hoa}.get(name)
    row = model or {"event": Event, "signedfile": SignedFile}[name].objects.latest("pk")
    start = f"admin:reports_{name}"
    addresses = [
        reverse(f"{start}_add"),
        reverse(f"{start}_change", args=[row.pk]),
        reverse(f"{start}_delete", args=[row.pk]),
    ]
    answers = [keeper.post(one, {"post": "yes"}).status_code for one in addresses]
    assert answers == [403, 403, 403]


# Groups of a reviewer


def offices(built: Reporting, name: str) -> str:
    office = getattr(built.people, name).memberships.get()
    return reverse("admin:accounts_membership_change", args=[office.pk])


def test_reviewer_is_limited_to_a_group_on_the_page_of_the_office(built, keeper) -> None:
    address = offices(built, "ministry_reviewer")
    form = as_shown(keeper.get(address))
    form |= {"reviewer_topics-TOTAL_FORMS": "1", "reviewer_topics-0-topic": Topic.PROMOTION}
    assert keeper.post(address, form).status_code == 302
    topic = ReviewerTopic.objects.get()
    assert (topic.topic, topic.history.get().history_user.username) == (
        Topic.PROMOTION,
        "administrator",
    )
    assert built.officer("ministry_reviewer").topics == {Topic.PROMOTION}


def test_a_clerk_has_no_groups(built, keeper) -> None:
    answer = keeper.get(offices(built, "clerk_thanh_hoa"))
    assert answer.context["inline_admin_formsets"] == []


def test_the_same_group_twice_is_refused(built, keeper) -> None:
    address = offices(built, "ministry_reviewer")
    form = as_shown(keeper.get(address)) | {"reviewer_topics-TOTAL_FORMS": "2"}
    form |= {f"reviewer_topics-{n}-topic": Topic.TRADE for n in range(2)}
    answer = keeper.post(address, form)
    assert (answer.status_code, ReviewerTopic.objects.count()) == (200, 0)
    assert mistakes(answer)["reviewer_topics"] != []


def test_staff_who_manage_offices_limit_a_reviewer(built) -> None:
    user = User.objects.create_user("officer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="change_membership"))
    answer = signed_in(user).get(offices(built, "ministry_reviewer"))
    [topics] = answer.context["inline_admin_formsets"]
    assert (topics.has_add_permission, topics.has_change_permission) == (True, True)


# Emergency withdrawal


def ask(file: SignedFile) -> str:
    return reverse("admin:reports_signedfile_withdraw", args=[file.pk])


def test_content_is_removed_and_who_when_and_why_stays(built, keeper) -> None:
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    report, place, name = accepted(built), Path(file.file.path), file.name
    assert place.exists()
    answer = keeper.post(ask(file), {"reason": "Có nội dung lưu hành nội bộ."}, follow=True)
    file.refresh_from_db()
    event = Event.objects.latest("pk")
    assert (place.exists(), bool(file.file), file.name) == (False, False, name)
    assert (file.retired_by.username, file.retired_reason) == (
        "administrator",
        "Có nội dung lưu hành nội bộ.",
    )
    assert (event.act, event.report, event.before, event.after, event.reason) == (
        Act.FILE,
        report,
        name,
        "",
        "Có nội dung lưu hành nội bộ.",
    )
    assert told(answer) == [f"Content removed: {name}."]
    shown = read(answer)
    assert shown.one("div", "field-content").one("div", "readonly").text == "removed"


def test_withdrawal_asks_first_and_wants_a_reason(built, keeper) -> None:
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    answers = [keeper.get(ask(file)), keeper.post(ask(file), {"reason": " "})]
    assert [one.status_code for one in answers] == [200, 200]
    assert mistakes_of(answers[1]) == {"reason": ["Give the reason."]}
    assert Path(file.file.path).exists()


def mistakes_of(answer) -> dict[str, list[str]]:
    with translation.override("en"):
        return {name: list(said) for name, said in answer.context["form"].errors.items()}


def test_a_scan_taken_out_before_is_removed_too_and_keeps_by_whom(built) -> None:
    clerk = built.officer("clerk_thanh_hoa")
    file = scanned(built.thanh_hoa, clerk)
    place = Path(file.file.path)
    retire_file(file=file, reason="Thiếu trang.", by=clerk)
    withdraw_file(file=file, reason="Tài liệu mật.", by=officer_of(register.administrator()))
    assert (place.exists(), file.retired_by, file.retired_reason) == (
        False,
        clerk.user,
        "Thiếu trang.",
    )
    assert Event.objects.latest("pk").reason == "Tài liệu mật."


def test_content_is_removed_once(built) -> None:
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    by = officer_of(register.administrator())
    withdraw_file(file=file, reason="Tài liệu mật.", by=by)
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        withdraw_file(file=file, reason="Tài liệu mật.", by=by)
    assert refusal.value.messages == ["The content of this file was removed already."]


@pytest.mark.parametrize("who", ["head_thanh_hoa", "ministry_publisher"])
def test_only_an_administrator_removes_content(built, who: str) -> None:
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    with pytest.raises(PermissionDenied):
        withdraw_file(file=file, reason="Tài liệu mật.", by=built.officer(who))
    assert Path(file.file.path).exists()


def test_staff_with_the_right_to_delete_do_not_remove_content(built) -> None:
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    user = User.objects.create_user("staff", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="reports"))
    answer = signed_in(user).post(ask(file), {"reason": "Tài liệu mật."})
    assert (answer.status_code, Path(file.file.path).exists()) == (403, True)


def test_a_disk_that_refuses_leaves_everything_as_it_was(built, keeper, monkeypatch) -> None:
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    before = Event.objects.count()

    def refuse(self, name: str) -> None:
        raise PermissionError(name)

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.delete", refuse)
    answer = keeper.post(ask(file), {"reason": "Tài liệu mật."})
    file.refresh_from_db()
    assert mistakes_of(answer) == {
        "__all__": ["The file could not be removed from the disk. Nothing was changed."]
    }
    assert (file.is_retired, bool(file.file), Event.objects.count()) == (False, True, before)


def test_timeline_tells_which_file_was_added_and_which_taken_out(built, client: Client) -> None:
    clerk = built.officer("clerk_thanh_hoa")
    file = scanned(built.thanh_hoa, clerk)
    retire_file(file=file, reason="Thiếu trang.", by=clerk)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(clerk.user)
    line = read(client.get("/reports/bac-trung-bo/thanh-hoa/history/")).all("li", "history__line")[
        0
    ]
    assert next(line.all("p")[1].elements()).text == "Signed file added, Signed file taken out"
    assert line.one("ul", "history__changes").items == [
        f"Signed file added: {file.name}",
        f"Signed file taken out: {file.name} to nothing Thiếu trang.",
    ]
