"""Reminders: who is written to, on which days, once a day, and nothing of the content."""

import datetime as dt
from io import StringIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation

from accounts.actions import end
from accounts.enums import DepartmentUnit, Role
from accounts.models import Membership
from provinces.actions import keep
from reports.actions.reminding import remind
from reports.actions.rounds import extend
from reports.actions.steps import reopen
from reports.models import Invitation, Reminder, Report, ReportingRound
from reports.once import new_key
from reports.reminders import Letter, is_usual, letters
from tests.reading import Element, read
from tests.register import administrator, merger, registrar
from tests.reporting import Reporting, accepted, account, due_in, fill, reporting, returned, sent

pytestmark = pytest.mark.django_db

REMIND = "/rounds/bac-trung-bo/remind/"
THANH_HOA = ["clerk_thanh_hoa@example.vn", "head_thanh_hoa@example.vn"]
NGHE_AN = ["clerk_nghe_an@example.vn", "head_nghe_an@example.vn"]


@pytest.fixture
def client(client: Client) -> Client:
    """Somebody who reads English: the words are as the sources have them."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def built() -> Reporting:
    return reporting()


def today() -> dt.date:
    return timezone.localdate()


def found(**said) -> list[Letter]:
    return letters(ReportingRound.objects.all(), today=today(), **said)


def told() -> dict[str, list[str]]:
    """Province → who would be written to, of all that wait."""
    return {one.report.province.key: one.addresses for one in found()}


def letter(key: str) -> Letter:
    return next(one for one in found() if one.report.province.key == key)


# On which days


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        (8, False),
        (7, True),
        (6, False),
        (3, True),
        (2, False),
        (1, True),
        (0, False),
        (-1, False),
        (-3, True),
        (-4, False),
        (-6, True),
        (-30, True),
    ],
)
def test_reminders_fall_on_few_days_before_and_every_third_after(days, usual) -> None:
    assert is_usual(days) is usual


def test_other_days_can_be_chosen() -> None:
    chosen = [days for days in range(-8, 3) if is_usual(days, (2, 0, -7))]
    assert chosen == [-7, 0, 2]


def test_no_day_is_usual_when_none_is_chosen() -> None:
    assert [days for days in range(-5, 5) if is_usual(days, ())] == []


def test_extended_deadline_is_counted_from(built) -> None:
    due_in(built, 7)
    extend(
        invitation=Invitation.objects.get(round=built.round, province__key="nghe-an"),
        to=today() + dt.timedelta(days=9),
        reason="Bão.",
        by=built.officer("ministry_reviewer"),
    )
    days = {one.report.province.key: one.days for one in found()}
    assert days == {"thanh-hoa": 7, "nghe-an": 9, "ha-tinh": 7}
    assert [one.report.province.key for one in found(usual=(7,))] == ["thanh-hoa", "ha-tinh"]


# Who


def test_clerks_and_leadership_of_those_that_have_not_sent_are_written_to(built) -> None:
    assert told() == {"thanh-hoa": THANH_HOA, "nghe-an": NGHE_AN, "ha-tinh": []}
    sent(built)
    assert told() == {"nghe-an": NGHE_AN, "ha-tinh": []}


def test_units_are_not_written_to(built) -> None:
    account("other_unit", Role.CONTRIBUTOR, built.units["ha-tinh"], unit=DepartmentUnit.ENERGY)
    assert told()["ha-tinh"] == []


def test_who_left_or_has_no_address_is_not_written_to(built) -> None:
    office = Membership.objects.get(user=built.people.clerk_thanh_hoa)
    end(membership=office, on=today(), by=administrator(), reason="Chuyển công tác.")
    built.people.clerk_nghe_an.is_active = False
    built.people.clerk_nghe_an.save()
    built.people.head_nghe_an.email = ""
    built.people.head_nghe_an.save()
    assert told() == {"thanh-hoa": THANH_HOA[1:], "nghe-an": [], "ha-tinh": []}


def test_who_holds_two_offices_is_written_to_once(built) -> None:
    office = Membership(
        user=built.people.clerk_thanh_hoa,
        role=Role.LEADER,
        province=built.units["thanh-hoa"],
        valid_from=today(),
    )
    keep(record=office, by=registrar())
    assert told()["thanh-hoa"] == THANH_HOA


def test_province_that_ended_is_not_reminded(built) -> None:
    units = [built.units[key] for key in ("thanh-hoa", "nghe-an")]
    merger("vung-moi", *units, on=today(), code="91", name="Vùng Mới", short="VM")
    assert told() == {"ha-tinh": []}


def test_round_in_preparation_reminds_nobody() -> None:
    reporting(opened=False)
    assert told() == {}


def test_withdrawn_round_reminds_nobody(built) -> None:
    ReportingRound.objects.update(
        retired_at=timezone.now(), retired_by=registrar(), retired_reason="Không tổ chức."
    )
    assert told() == {}


def test_returned_report_is_reminded_of_every_third_day_since(built) -> None:
    report = returned(built)
    back = report.returned_at - dt.timedelta(days=3)
    moved = {f"{step}_at": back for step in ("presented", "submitted", "returned")}
    Report.objects.filter(pk=report.pk).update(**moved)
    one = letter("thanh-hoa")
    assert (one.days, is_usual(one.days)) == (-3, True)
    day = timezone.localtime(back)
    assert f"{day.day}/{day.month}/{day.year}" in one.text


def test_reopened_report_is_reminded_of_until_its_own_day(built) -> None:
    report = accepted(built)
    by, until = built.officer("ministry_reviewer"), today() + dt.timedelta(days=3)
    reopen(report=report, seen=report.version, by=by, reason="Sửa.", until=until)
    assert letter("thanh-hoa").days == 3
    Report.objects.filter(pk=report.pk).update(reopened_until=today() - dt.timedelta(days=3))
    assert "thanh-hoa" not in told()


# In which words


def test_mail_is_in_vietnamese_and_says_where_and_until_when(built) -> None:
    with translation.override("en"):
        message = letter("thanh-hoa").mail()
    due, on = built.round.due_on, built.round.letter_on
    assert "thanh-hoa" in message.body.split("http://localhost/reports/bac-trung-bo/")[1]
    assert message.subject.endswith("“Báo cáo phục vụ hội nghị Bắc Trung Bộ”")
    said = ["tỉnh Thanh Hóa", f"{due.day}/{due.month}/{due.year}", "1234/BCT-CTĐP"]
    said += [f"{on.day}/{on.month}/{on.year}", "Cục Công Thương địa phương"]
    assert [word for word in said if word not in message.body] == []


def test_mail_says_nothing_of_the_content(built) -> None:
    fill(built)
    returned(built)
    message = letter("thanh-hoa").mail()
    words = ("150.000", "hải quan", "xuất khẩu", "Tổng mức bán lẻ")
    assert [word for word in words if word in message.subject + message.body] == []


def test_mail_of_a_title_with_marks_is_written_as_it_is(built) -> None:
    built.round.title = "Báo cáo <quý I> & 'II'"
    keep(record=built.round, by=registrar())
    message = letter("thanh-hoa").mail()
    assert "“Báo cáo <quý I> & 'II'”" in message.subject
    assert "“Báo cáo <quý I> & 'II'”" in message.body


def test_mail_of_a_demonstration_says_so(built) -> None:
    plain = letter("thanh-hoa").subject
    built.round.is_demonstration = True
    built.round.save()
    assert letter("thanh-hoa").subject.endswith(f"] {plain}")


# Once a day


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_command_writes_to_each_department_once_a_day(built) -> None:
    due_in(built, 3)
    run()
    run()
    assert [message.to for message in mail.outbox] == [THANH_HOA, NGHE_AN]
    assert list(Reminder.objects.values_list("report__province__key", "day", "by")) == [
        ("thanh-hoa", today(), None),
        ("nghe-an", today(), None),
    ]


def test_command_is_silent_on_other_days(built) -> None:
    due_in(built, 4)
    run()
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_command_takes_other_days(built) -> None:
    due_in(built, -4)
    run("--days", "7", "-2")
    assert len(mail.outbox) == 2


def test_preview_prints_every_mail_and_sends_none(built) -> None:
    due_in(built, 3)
    printed = run("--preview")
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)
    run()
    for message in mail.outbox:
        assert ", ".join(message.to) in printed
        assert f"{message.subject}\n\n{message.body}" in printed
    assert len(mail.outbox) == 2


def test_preview_after_sending_prints_nothing_more(built) -> None:
    due_in(built, 3)
    run()
    assert "@example.vn" not in run("--preview")


def test_command_names_departments_that_cannot_be_written_to(built) -> None:
    due_in(built, 3)
    wrong = StringIO()
    call_command("send_reminders", stdout=StringIO(), stderr=wrong)
    assert wrong.getvalue().count("Hà Tĩnh") == 1


class Refusing(EmailBackend):
    """A mail server that does not take mails to Thanh Hóa."""

    def send_messages(self, messages) -> int:
        if "clerk_thanh_hoa@example.vn" in messages[0].to:
            raise OSError("550 mailbox unavailable")
        return super().send_messages(messages)


class Absent(EmailBackend):
    """A mail server that cannot be reached."""

    def open(self) -> None:
        raise OSError("connection refused")


def backend(settings, kind: type) -> None:
    settings.EMAIL_BACKEND = f"{kind.__module__}.{kind.__qualname__}"


def test_mail_that_was_refused_is_tried_again_and_ends_in_an_error(built, settings) -> None:
    due_in(built, 3)
    right = settings.EMAIL_BACKEND
    backend(settings, Refusing)
    with pytest.raises(CommandError):
        run()
    assert [message.to for message in mail.outbox] == [NGHE_AN]
    settings.EMAIL_BACKEND = right
    run()
    assert [message.to for message in mail.outbox] == [NGHE_AN, THANH_HOA]


def test_mail_server_that_is_away_leaves_all_for_the_next_run(built, settings) -> None:
    due_in(built, 3)
    backend(settings, Absent)
    with pytest.raises(CommandError):
        run()
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_two_runs_at_once_write_one_mail(built) -> None:
    due_in(built, 3)
    waiting = found()
    for _run in range(2):
        remind(letters=waiting, by=None, today=today())
    assert [message.to for message in mail.outbox] == [THANH_HOA, NGHE_AN]


# The page


def page(client: Client, built: Reporting, who: str = "ministry_reviewer") -> Element:
    client.force_login(getattr(built.people, who))
    return read(client.get(REMIND)).one("main")


def form(main: Element) -> dict:
    """What the form of a page sends when nothing is changed."""
    one = main.one("form", method="post")
    hidden = {field["name"]: field["value"] for field in one.all("input", type="hidden")}
    ticked = [
        field["value"]
        for field in one.all("input", type="checkbox")
        if "checked" in field.attributes
    ]
    return hidden | {"reports": ticked}


def test_page_shows_exactly_who_gets_which_mail_and_sends_none(client, built) -> None:
    main = page(client, built)
    entries = [one.text for one in main.one("ul", "remind").all("li")]
    assert entries[0].startswith(
        "Thanh Hoa To: clerk_thanh_hoa <clerk_thanh_hoa@example.vn>, "
        "head_thanh_hoa <head_thanh_hoa@example.vn>"
    )
    assert entries[2].startswith("Ha Tinh nobody can be written to")
    texts = [one.text for one in main.all("pre")]
    assert texts == [" ".join(one.text.split()) for one in found() if one.to]
    assert mail.outbox == []


def test_sending_writes_what_was_shown_once(client, built) -> None:
    said = form(page(client, built))
    answers = [client.post(REMIND, said) for _again in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, REMIND)] * 2
    assert [message.to for message in mail.outbox] == [THANH_HOA, NGHE_AN]
    assert set(Reminder.objects.values_list("by", flat=True)) == {built.people.ministry_reviewer.pk}
    main = read(client.get(REMIND)).one("main")
    assert main.one(of="alert--ok").text == "2 mails sent: Thanh Hoa, Nghe An."
    assert "Send the reminders" not in [one.text for one in main.all("button")]
    board = read(client.get("/rounds/bac-trung-bo/")).one("main")
    on = today()
    assert board.rows[0][2].endswith(f"last reminded on {on.day} {on:%B} {on.year}")


def test_sending_to_one_leaves_the_others(client, built) -> None:
    said = form(page(client, built))
    client.post(REMIND, said | {"reports": said["reports"][1:]})
    assert [message.to for message in mail.outbox] == [NGHE_AN]


def test_sending_to_nobody_is_refused(client, built) -> None:
    said = form(page(client, built)) | {"reports": []}
    main = read(client.post(REMIND, said)).one("main")
    assert main.one(of="alert--error").text == "Choose at least one department."
    assert [one for one in main.all("input", type="checkbox") if "checked" in one.attributes] == []


def test_sending_to_a_report_of_another_round_is_refused(client, built) -> None:
    said = form(page(client, built)) | {"reports": ["4711", "x"]}
    main = read(client.post(REMIND, said)).one("main")
    assert (main.has(of="alert--error"), mail.outbox) == (True, [])


def test_sending_what_changed_meanwhile_is_refused_and_shown_anew(client, built) -> None:
    said = form(page(client, built))
    sent(built)
    mail.outbox.clear()
    main = read(client.post(REMIND, said | {"reports": said["reports"][1:]})).one("main")
    assert main.one(of="alert--error").text == (
        "The register has changed since this preview. Look at it and confirm again."
    )
    assert mail.outbox == []
    client.post(REMIND, form(main))
    assert [message.to for message in mail.outbox] == [NGHE_AN]


def test_sending_after_the_command_wrote_says_so(client, built) -> None:
    said = form(page(client, built))
    run("--days", "30")
    client.post(REMIND, said)
    main = read(client.get(REMIND)).one("main")
    assert len(mail.outbox) == 2
    assert [one.text for one in main.all(of="alert")] == [
        "Reminded today already: Thanh Hoa, Nghe An."
    ]


def test_mail_server_that_is_away_is_told(client, built, settings) -> None:
    said = form(page(client, built))
    backend(settings, Absent)
    client.post(REMIND, said)
    main = read(client.get(REMIND)).one("main")
    assert main.one(of="alert--error").text == (
        "The mail server did not take the mails for: Thanh Hoa, Nghe An. Please try again later."
    )
    assert len(form(main)["reports"]) == 2


def test_page_without_anybody_to_remind_says_so(client, built) -> None:
    Report.objects.update(
        state="submitted", submitted_at=timezone.now(), submitted_by=built.people.head_thanh_hoa
    )
    main = page(client, built)
    assert main.one("p", "empty__title").text == "Nobody is to be reminded"
    assert main.one(of="empty").links == {"Back to the board": "/rounds/bac-trung-bo/"}


# The litany


def test_page_is_for_the_keeper(client, built) -> None:
    said, answers = form(page(client, built)), {}
    for who in ("ministry_reader", "clerk_thanh_hoa", "clerk_da_nang"):
        client.force_login(getattr(built.people, who))
        answers[who] = (client.get(REMIND).status_code, client.post(REMIND, said).status_code)
    client.logout()
    assert answers == {
        "ministry_reader": (403, 403),
        "clerk_thanh_hoa": (403, 403),
        "clerk_da_nang": (404, 404),
    }
    assert client.get(REMIND)["Location"] == f"/login/?next={REMIND}"
    assert mail.outbox == []


def test_coordinating_department_reminds(client, built) -> None:
    built.round.coordinator = built.units["da-nang-2025"]
    keep(record=built.round, by=registrar())
    client.post(REMIND, form(page(client, built, "clerk_da_nang")))
    assert [message.to for message in mail.outbox] == [THANH_HOA, NGHE_AN]


def test_other_addresses_and_methods_are_refused(client, built) -> None:
    page(client, built)
    once = {"once": new_key(), "seen": "", "reports": []}
    unknown = REMIND.replace("bac-trung-bo", "khong-co")
    assert [
        client.get(unknown).status_code,
        client.post(unknown, once).status_code,
        client.delete(REMIND).status_code,
    ] == [404, 404, 405]


def test_post_without_a_key_is_refused_in_words(client, built) -> None:
    said = form(page(client, built)) | {"once": "x"}
    main = read(client.post(REMIND, said)).one("main")
    assert main.one(of="alert--error").text == (
        "This page is too old to be sent. Please reload it; what was saved is kept."
    )
    assert mail.outbox == []


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_any_number(
    client, built, django_assert_num_queries, number
) -> None:
    kept = ["thanh-hoa", "nghe-an", "ha-tinh"][:number]
    Report.objects.exclude(province__key__in=kept).update(
        state="submitted", submitted_at=timezone.now(), submitted_by=built.people.head_thanh_hoa
    )
    client.force_login(built.people.ministry_reviewer)
    # Session and user; offices with their groups; the round with its invitations; reports,
    # invitations, people, and who was reminded today; the rights that the header asks for (2).
    with django_assert_num_queries(12):
        client.get(REMIND)
