"""The demonstration: made by the real actions, in every state, and apart from the register."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership, User
from conferences.models import Conference, Series, Source
from metrics.models import Figure
from portal.records.checks import check
from portal.records.coverage import coverage
from portal.records.loading import load
from portal.records.writing import as_text, contents
from reports import demonstration
from reports.demonstration import PASSWORD, SERIES
from reports.enums import EntryState, State
from reports.models import Invitation, Report, ReportingRound
from reports.queries import grid_of
from tests import register
from tests.reading import read

MARK = "(trình diễn)"
NOW = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
HOSTED = "/conferences/trinh-dien/2025-06/"


class Made:
    """What the files of the register, and its warnings, were before the demonstration was made.

    `mails` are those that were written while it was made.
    """

    files: dict[str, str]
    problems: list[str]
    sources: list[str]
    mails: list[EmailMessage]


def files() -> dict[str, str]:
    return {name: as_text(value) for name, value in contents()}


def problems() -> list[str]:
    return [one.line() for one in check()]


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker) -> Iterator[Made]:
    """The records and the demonstration, made once; each test sees them as if it were alone."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
        translation.override(settings.LANGUAGE_CODE),
    ):
        patch.setattr(settings, "DEBUG", True)
        patch.setattr(timezone, "now", lambda: NOW)
        call_command("load_records", stdout=StringIO())
        made = Made()
        made.files, made.problems = files(), problems()
        made.sources = [one.key for one in coverage().sources]
        made.mails, make = [], demonstration._make

        def make_and_commit() -> None:
            with TestCase.captureOnCommitCallbacks(execute=True):
                make()

        patch.setattr(demonstration, "_make", make_and_commit)
        patch.setattr("reports.letters.send_later", made.mails.extend)
        call_command("create_demo", stdout=StringIO())
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def made(_made: Made, db) -> Made:
    return _made


def report(province: str) -> Report:
    """The report of a province in the open round."""
    return Report.objects.select_related("round", "province").get(
        round__published_at=None, province__key=province
    )


# Made


def test_there_is_a_report_in_every_state(made) -> None:
    assert set(Report.objects.values_list("state", flat=True)) == set(State)


def test_a_draft_has_cells_refused_doubtful_and_explained(made) -> None:
    grid = grid_of(report("thanh-hoa"))
    cells = list(grid.cells())
    assert grid.counts() == {
        "all": 44,
        "answered": 10,
        "refused": 1,
        "doubtful": 1,
        "returned": 0,
    }
    assert [cell.typed for cell in cells if cell.state == EntryState.UNREADABLE] == ["980.5"]
    assert [cell.typed for cell in cells if cell.doubts and cell.note] == ["950.000"]


def test_two_cells_came_back_with_reasons(made) -> None:
    found = [one for one in grid_of(report("hue")).cells() if one.returned_reason]
    assert [one.returned_reason.startswith("Trình diễn: ") for one in found] == [True, True]


def test_merged_province_has_the_sum_of_its_predecessors_beside_its_cells(made) -> None:
    same = grid_of(report("quang-tri-2025")).lines[1].cells[0].same
    assert same is not None
    parts = Figure.objects.filter(
        indicator__key="retail_total",
        province__key__in=["quang-binh", "quang-tri-1989"],
        source__is_demonstration=True,
        period_start=same.period.start,
        period_end=same.period.end,
    )
    assert (same.parts, same.of, same.value) == (2, 2, sum(one.value for one in parts))


def test_indices_have_one_decimal(made) -> None:
    figures = Figure.objects.filter(indicator__key="iip", source__is_demonstration=True)
    assert {len(one.number.partition(".")[2]) for one in figures} == {1}


def test_one_is_late_three_have_more_time_one_came_on_paper(made) -> None:
    today = timezone.localdate()
    invitations = Invitation.objects.filter(round__published_at=None).select_related("round")
    late = [one for one in invitations if one.days_late(today)]
    extended = [one for one in invitations if one.extended_to]
    assert (len(late), len(extended)) == (8, 3)
    assert report("lam-dong-2025").state == State.DRAFT
    assert report("khanh-hoa-2025").paper_at is not None


def test_earlier_round_is_published_with_its_figures_on_the_conference(made, client) -> None:
    page = read(client.get(HOSTED))
    asked = ReportingRound.objects.get(published_at__isnull=False)
    assert (asked.conference.slug, asked.reports.count()) == ("2025-06", 6)
    sources = Source.objects.filter(is_demonstration=True)
    assert (sources.count(), Figure.objects.filter(source__in=sources).count()) == (6, 198)
    assert page.one("main").has("section", id="figures")


# Who


@pytest.mark.parametrize(
    ("username", "role"),
    [
        ("demo-chuyen-vien", Role.CLERK),
        ("demo-khuyen-cong", Role.CONTRIBUTOR),
        ("demo-lanh-dao", Role.LEADER),
        ("demo-dieu-phoi", Role.CLERK),
        ("demo-tham-dinh", Role.REVIEWER),
        ("demo-tham-dinh-khuyen-cong", Role.REVIEWER),
        ("demo-cong-bo", Role.PUBLISHER),
        ("demo-nguoi-doc", Role.READER),
        ("demo-quan-tri", None),
    ],
)
def test_each_account_signs_in_and_finds_its_work(made, client: Client, username, role) -> None:
    answer = client.post(reverse("login"), {"username": username, "password": PASSWORD})
    page = read(client.get(answer.headers["Location"]))
    held = Membership.objects.filter(user__username=username).values_list("role", flat=True)
    assert (answer.headers["Location"], list(held)) == (reverse("work"), [role] if role else [])
    assert page.one("span", "top__who").text.endswith(MARK)


def test_every_role_has_an_account(made) -> None:
    held = Membership.objects.filter(user__is_demonstration=True)
    assert set(held.values_list("role", flat=True)) == set(Role)


def test_reviewer_of_one_group_is_limited_to_it(made) -> None:
    office = Membership.objects.get(user__username="demo-tham-dinh-khuyen-cong")
    assert [one.topic for one in office.reviewer_topics.all()] == ["promotion"]


# Marked, and harmless


def test_everything_it_made_is_flagged_and_named_so(made) -> None:
    people = User.objects.exclude(username=User.objects.registrar().username)
    assert set(people.values_list("is_demonstration", flat=True)) == {True}
    assert set(ReportingRound.objects.values_list("is_demonstration", flat=True)) == {True}
    series = Series.objects.get(is_demonstration=True)
    sources = Source.objects.filter(is_demonstration=True)
    named = [series.name, *(one.title for one in series.conferences.all())]
    named += [one.title for one in ReportingRound.objects.all()]
    named += [one.full_name for one in people]
    assert (series.key, [one for one in named if MARK not in one]) == (SERIES, [])
    mark = _("%(title)s (demonstration)") % {"title": ""}
    assert [one.title for one in sources if not one.title.endswith(mark)] == []


def test_pages_of_its_records_say_what_they_are(made, client: Client) -> None:
    source = Source.objects.filter(is_demonstration=True)[0]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    record = "Demonstration: this is no record of a real conference."
    said = {
        address: read(client.get(address)).one("div", "alert--warn").text
        for address in (HOSTED, f"/series/{SERIES}/", source.get_absolute_url())
    }
    assert list(said.values()) == [record, record, "Demonstration: no such report was ever sent."]
    assert not read(client.get("/series/bac-trung-bo/")).has("div", "alert--warn")


def test_nobody_gets_a_mail(made) -> None:
    assert made.mails == []


def test_its_accounts_have_addresses_that_lead_nowhere(made) -> None:
    people = User.objects.filter(is_demonstration=True)
    assert {one.email for one in people} == {f"{one.username}@example.vn" for one in people}


def test_files_of_the_register_are_the_same_bytes(made) -> None:
    assert files() == made.files


def test_check_finds_nothing_in_it(made) -> None:
    assert problems() == made.problems
    assert [one.key for one in coverage().sources] == made.sources


@pytest.mark.parametrize("update", [False, True])
def test_loading_the_records_again_finds_no_difference(made, update: bool) -> None:
    outcome = load(settings.BASE_DIR / "records", update=update, dry_run=False)
    told = [*outcome.faults, *outcome.differences, *outcome.leftovers]
    assert (told, {tally["changed"] for tally in outcome.tallies.values()}) == ([], {0})


def test_feeds_and_calendars_leave_it_out(made, client: Client) -> None:
    files = ["/feed.atom", f"/series/{SERIES}/feed.atom"]
    files += ["/calendar.ics", f"/series/{SERIES}/calendar.ics"]
    said = [client.get(one).content.decode() for one in files]
    assert [f"/conferences/{SERIES}/" in one for one in said] == [False] * 4
    assert "/conferences/bac-trung-bo/" in said[0]


def test_nobody_else_learns_of_its_reports(made, client: Client) -> None:
    client.force_login(register.clerk_thanh_hoa())
    address = report("da-nang-2025").get_absolute_url()
    assert client.get(address).status_code == 404


# The command


def run() -> str:
    said = StringIO()
    with translation.override("en"):
        call_command("create_demo", stdout=said)
    return said.getvalue()


def test_a_second_run_changes_nothing_and_says_how_to_sign_in(made, settings) -> None:
    settings.DEBUG = True
    before = (User.objects.count(), Report.objects.count(), Conference.objects.count())
    said = run().splitlines()
    assert (User.objects.count(), Report.objects.count(), Conference.objects.count()) == before
    assert said[:2] == [
        "The demonstration is there already.",
        f"Sign in with one of these accounts; password: {PASSWORD}",
    ]
    assert len(said) == 2 + User.objects.filter(is_demonstration=True).count()
