"""Mails about the steps of a report: to whom, after the commit, and without its content."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from provinces.actions import fingerprint
from reports.actions.publishing import publish
from reports.actions.rounds import open_round
from reports.actions.steps import accept, present, reopen, return_, submit, take_over_paper
from reports.enums import State
from reports.publication import plan_of
from tests.register import conference, series
from tests.reporting import Reporting, fill, reporting, returned, sent, settled, sign
from tests.signing_in import mails

pytestmark = pytest.mark.django_db

CLERK, HEAD = "clerk_thanh_hoa@example.vn", "head_thanh_hoa@example.vn"
REVIEWERS = ["ministry_reviewer@example.vn", "second_reviewer@example.vn"]


@pytest.fixture
def built() -> Reporting:
    return reporting()


@pytest.fixture
def letters(mailoutbox, django_capture_on_commit_callbacks) -> Callable:
    """What is sent after a step: (to, subject, text) of each mail."""

    def sent_by(step: Callable) -> list[tuple[str, str, str]]:
        del mailoutbox[:]
        with django_capture_on_commit_callbacks(execute=True):
            step()
        found = [(one.to[0], one.subject, one.body) for one in mails()]
        assert all(len(one.to) == 1 and not one.cc + one.bcc for one in mails())
        return sorted(found)

    return sent_by


def receivers(found: list[tuple[str, str, str]]) -> list[str]:
    return [to for to, _subject, _text in found]


def test_opening_tells_clerks_and_leaders(letters) -> None:
    built = reporting(opened=False)
    keeper = built.officer("ministry_reviewer")
    found = letters(lambda: open_round(round=built.round, by=keeper))
    sentence = _("%(round)s: your department is asked to report by %(day)s.") % {
        "round": built.round.title,
        "day": f"{built.round.due_on:%-d/%-m/%Y}",
    }
    assert receivers(found) == [
        "clerk_nghe_an@example.vn",
        CLERK,
        "head_nghe_an@example.vn",
        HEAD,
    ]
    assert found[0][2].splitlines()[:3] == [
        sentence,
        "",
        "http://localhost/rounds/bac-trung-bo/",
    ]


def test_presenting_tells_the_leadership(built, letters) -> None:
    fill(built)
    report = built.thanh_hoa
    clerk = built.officer("clerk_thanh_hoa")
    [(to, subject, text)] = letters(lambda: present(report=report, seen=report.version, by=clerk))
    assert (to, subject) == (HEAD, _("Report awaits signature: %(place)s") % {"place": "Thanh Hóa"})
    assert text.splitlines()[2] == "http://localhost/reports/bac-trung-bo/thanh-hoa/"


def test_sending_tells_reviewers_and_the_clerk(built, letters) -> None:
    fill(built)
    sign(built)
    report = built.thanh_hoa
    head = built.officer("head_thanh_hoa")
    found = letters(lambda: submit(report=report, seen=report.version, by=head))
    addresses = {to: text.splitlines()[2] for to, _subject, text in found}
    own = "http://localhost/reports/bac-trung-bo/thanh-hoa/"
    assert addresses == {CLERK: own} | dict.fromkeys(REVIEWERS, f"{own}review/")


def test_returning_tells_how_many_cells_and_not_what_they_say(built, letters) -> None:
    found = [one for one in letters(lambda: returned(built)) if "http" in one[2]]
    cells = ngettext(
        "%(n)s cell is to be checked; its reason stands on it.",
        "%(n)s cells are to be checked; their reasons stand on them.",
        1,
    ) % {"n": 1}
    told = [(to, text) for to, _subject, text in found if cells in text]
    assert [to for to, _text in told] == [CLERK, HEAD]
    secrets = ("2.700", "hải quan", "Đề nghị rà soát số xuất khẩu")
    assert [one for _to, text in told for one in secrets if one in text] == []


def test_accepting_and_reopening_tell_the_department(built, letters) -> None:
    report = sent(built)
    keeper, until = built.officer("ministry_reviewer"), timezone.localdate() + dt.timedelta(days=3)
    settled_ = letters(lambda: accept(report=report, seen=report.version, by=keeper))
    report = built.thanh_hoa
    again = letters(
        lambda: reopen(
            report=report, seen=report.version, by=keeper, reason="Bổ sung.", until=until
        )
    )
    assert (receivers(settled_), receivers(again)) == ([CLERK, HEAD], [CLERK, HEAD])
    assert f"{until:%-d/%-m/%Y}" in again[0][2]
    assert "Bổ sung." not in again[0][2]


def test_publishing_tells_the_departments_whose_figures_are_public(letters) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    built = reporting(meeting=conference(series(), yesterday))
    settled(built, "thanh-hoa")
    found = letters(
        lambda: publish(
            round=built.round,
            by=built.officer("ministry_publisher"),
            seen=fingerprint(plan_of(built.round).said),
        )
    )
    assert receivers(found) == [CLERK, HEAD]
    address = f"http://localhost{built.conference.get_absolute_url()}"
    assert found[0][2].splitlines()[2] == address


def test_officer_who_took_over_paper_is_told(built, letters) -> None:
    report, by = built.thanh_hoa, built.officer("second_reviewer")
    take_over_paper(report=report, seen=report.version, by=by, reason="Công văn 12/SCT.")
    found = letters(lambda: returned_from_paper(built))
    told = [to for to, subject, _text in found if "Thanh Hóa" in subject]
    assert told.count("second_reviewer@example.vn") == 2  # to review, and returned


def returned_from_paper(built: Reporting) -> None:
    """The officer enters, a colleague sends, another returns."""
    fill(built, by="second_reviewer")
    sign(built, by="second_reviewer")
    report = built.thanh_hoa
    submit(report=report, seen=report.version, by=built.officer("head_thanh_hoa"))
    report = built.thanh_hoa
    return_(
        report=report,
        seen=report.version,
        by=built.officer("ministry_reviewer"),
        cells={},
        reason="Rà soát.",
    )


def test_letters_are_vietnamese_for_english_readers_too(built, letters) -> None:
    fill(built)
    report, clerk = built.thanh_hoa, built.officer("clerk_thanh_hoa")
    with translation.override("en"):
        [(_to, _subject, text)] = letters(
            lambda: present(report=report, seen=report.version, by=clerk)
        )
    assert text.strip().splitlines()[-1] == "Cơ sở dữ liệu hội nghị ngành Công Thương"


def test_nobody_without_a_working_account_or_an_address_is_told(built, letters) -> None:
    report, keeper = sent(built), built.officer("ministry_reviewer")
    User.objects.filter(username="head_thanh_hoa").update(is_active=False)
    User.objects.filter(username="clerk_thanh_hoa").update(email="")
    assert letters(lambda: accept(report=report, seen=report.version, by=keeper)) == []


def test_letter_that_cannot_be_written_undoes_nothing(built, letters, monkeypatch, caplog) -> None:
    report, keeper = sent(built), built.officer("ministry_reviewer")

    def fail(*_args, **_said):
        raise OSError("no template")

    monkeypatch.setattr("reports.letters.render_to_string", fail)
    assert letters(lambda: accept(report=report, seen=report.version, by=keeper)) == []
    assert built.thanh_hoa.state == State.ACCEPTED
    assert "no template" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_step_that_is_undone_tells_nobody(mailoutbox) -> None:
    built = reporting()
    fill(built)
    mails()
    del mailoutbox[:]
    report, clerk = built.thanh_hoa, built.officer("clerk_thanh_hoa")
    with transaction.atomic():
        present(report=report, seen=report.version, by=clerk)
        transaction.set_rollback(True)
    assert (mails(), connection.in_atomic_block) == ([], False)
    present(report=built.thanh_hoa, seen=report.version, by=clerk)
    assert [one.to for one in mails()] == [[HEAD]]
