"""Publishing a round: what becomes public, from which source, and what is put right later (R4)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conferences.actions import unpublish
from conferences.models import Conference, Source
from metrics.models import Figure
from portal.changes import latest, words_for
from portal.records.checks import check
from provinces.actions import fingerprint, keep
from reports.actions import publishing
from reports.actions.publishing import publish
from reports.actions.steps import reopen
from reports.enums import Act, EntryState, State
from reports.models import Event
from reports.once import new_key
from reports.publication import plan_of
from tests.reading import Element, read
from tests.register import conference, registrar, series
from tests.reporting import Reporting, accepted, fresh, reporting, sent, settled

pytestmark = pytest.mark.django_db

URL = "/rounds/bac-trung-bo/publish/"


@pytest.fixture
def built() -> Reporting:
    """The round of a conference that was held yesterday."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    return reporting(meeting=conference(series(), yesterday))


def publish_now(built: Reporting, **said: str) -> None:
    """As a publisher who looked at the plan."""
    publish(
        round=built.round,
        by=built.officer("ministry_publisher"),
        seen=fingerprint(plan_of(built.round).said),
        **said,
    )


def stated(built: Reporting, key: str = "thanh-hoa") -> list[tuple]:
    """The current figures of a province: indicator, basis, number, note."""
    figures = Figure.objects.current().filter(province=built.units[key])
    found = figures.order_by("indicator__position", "indicator__key", "position", "pk")
    return list(found.values_list("indicator__key", "basis", "number", "note"))


def page(client: Client, url: str = URL) -> Element:
    return read(client.get(url)).one("main")


def post(client: Client, shown: Element, **said: str):
    """What the form of the page sends."""
    fields = {one["name"]: one["value"] for one in shown.all("input", type="hidden")}
    return client.post(URL, fields | said)


# What becomes public


def test_publish_makes_the_accepted_figures_public(built, client: Client) -> None:
    settled(built, "thanh-hoa", number="123/BC-SCT")
    meeting = built.conference.get_absolute_url()
    before = client.get(meeting).content.decode()
    publish_now(built)
    after = read(client.get(meeting)).one("main")
    day = f"{timezone.localdate():%-d/%-m/%Y}"
    source = Source.objects.get(key="report-bac-trung-bo-thanh-hoa-1")
    title = _("Report No. %(number)s of %(day)s of the %(department)s") % {
        "number": "123/BC-SCT",
        "day": day,
        "department": source.publisher,
    }
    assert ("80.500" in before, source.title in before) == (False, False)
    assert [cell for row in after.rows for cell in row if "80.500" in cell] == ["80.500 tỷ đồng"]
    assert (source.title, source.rank, source.published_on) == (
        title,
        "signed_document",
        timezone.localdate(),
    )
    assert [one.text for one in after.all("a") if one["href"] == source.get_absolute_url()] == [
        title
    ]


@pytest.mark.parametrize("url", ["/provinces/thanh-hoa/", "/indicators/retail_goods/"])
def test_published_figures_stand_with_their_source(built, client: Client, url: str) -> None:
    settled(built, "thanh-hoa")
    before = [row for row in page(client, url).rows if "80.500 tỷ đồng" in row]
    publish_now(built)
    shown = page(client, url)
    found = [row for row in shown.rows if "80.500 tỷ đồng" in row]
    title = Source.objects.get().title
    assert (before, len(found), title in shown.text) == ([], 1, True)


def test_figure_says_what_the_cell_says(built) -> None:
    settled(built, "thanh-hoa", export=("5.200,50", "-", "…"), funds=("3,25", "4", "1,60"))
    publish_now(built)
    nil = str(EntryState.NIL.label)
    assert stated(built) == [
        ("export", "actual", "5200.50", ""),
        ("export", "plan", "0", nil),
        ("ip_fund_national", "actual", "3.25", ""),
        ("ip_fund_national", "plan", "4", ""),
        ("ip_fund_national", "estimate", "1.60", ""),
        ("retail_goods", "actual", "150000", ""),
        ("retail_goods", "plan", "165000", ""),
        ("retail_goods", "estimate", "80500", ""),
    ]
    one = Figure.objects.get(number="80500")
    last = built.columns[2]
    assert (one.printed, one.period, one.reported_at, one.unit, one.entered_by) == (
        "80.500 tỷ đồng",
        last.period,
        built.conference,
        built.rows["retail"].unit,
        built.people.ministry_publisher,
    )


def test_publish_leaves_out_what_was_not_accepted(built, client: Client) -> None:
    sent(built)
    settled(built, "nghe-an")
    client.force_login(built.people.ministry_publisher)
    shown = page(client)
    publish_now(built)
    assert (stated(built), len(stated(built, "nghe-an"))) == ([], 9)
    assert [item.split()[:2] for item in shown.section(_("Left out: not accepted")).items] == [
        ["Thanh", "Hóa"],
        ["Hà", "Tĩnh"],
    ]


def test_published_register_passes_its_checks(built) -> None:
    settled(built, "thanh-hoa", export=("5.200,50", "-", "…"))
    publish_now(built)
    own = [one for one in check() if isinstance(one.record, Figure | Source)]
    assert own == []


def test_publish_is_told_in_the_history_and_on_the_round(built) -> None:
    settled(built, "thanh-hoa")
    publish_now(built)
    report, version = built.thanh_hoa, built.thanh_hoa.sent_versions.get()
    told = Event.objects.get(act=Act.PUBLISHED)
    built.round.refresh_from_db()
    publisher = built.people.ministry_publisher
    assert [one.published_by for one in (report, version, built.round)] == [publisher] * 3
    assert (told.report, told.part, told.by, told.reason) == (report, "1", publisher, "")
    assert report.state == State.ACCEPTED


def test_feed_tells_of_a_publication_in_one_entry(built) -> None:
    settled(built, "thanh-hoa")
    settled(built, "nghe-an")
    earlier = timezone.now() - dt.timedelta(hours=3)
    Conference.objects.filter(pk=built.conference.pk).update(published_at=earlier)
    publish_now(built)
    told = [one.text for one in latest(None) if one.key.count("/") == 2]
    assert told == [f"{pgettext('feed', 'Added')}: {words_for('figure', 18)}."]


# Published again


def test_publishing_again_corrects_keeps_and_retires(built) -> None:
    settled(built, "thanh-hoa")
    publish_now(built)
    first = {one.number: one.pk for one in Figure.objects.all()}
    settled(built, "thanh-hoa", retail=("150.000", "165.000", "81.000"), funds=("3,25", "4", "…"))
    publish_now(built)
    old, new = Figure.objects.get(number="80500"), Figure.objects.get(number="81000")
    gone = Figure.objects.get(number="1.60")
    assert (new.supersedes, old.superseded_by) == (old, built.people.ministry_publisher)
    assert (gone.is_retired, Figure.objects.count()) == (True, len(first) + 1)
    assert Figure.objects.current().filter(pk__in=first.values()).count() == len(first) - 2


def test_unchanged_source_is_used_again(built) -> None:
    settled(built, "thanh-hoa", number="5/BC-SCT")
    publish_now(built)
    settled(built, "thanh-hoa", number="5/BC-SCT", retail=("150.000", "165.000", "81.000"))
    publish_now(built)
    assert Source.objects.count() == 1


def test_report_signed_anew_is_a_new_source(built) -> None:
    settled(built, "thanh-hoa", number="5/BC-SCT")
    publish_now(built)
    settled(built, "thanh-hoa", number="6/BC-SCT", retail=("150.000", "165.000", "81.000"))
    publish_now(built)
    sources = dict(Figure.objects.current().values_list("number", "source__key"))
    assert (sources["81000"], sources["150000"]) == (
        "report-bac-trung-bo-thanh-hoa-2",
        "report-bac-trung-bo-thanh-hoa-1",
    )


def test_third_publication_goes_on_from_both_sources(built) -> None:
    for number, retail in (("5", "80.500"), ("6", "81.000"), ("7", "82.000")):
        settled(built, "thanh-hoa", number=number, retail=("150.000", "165.000", retail))
        publish_now(built)
    current = Figure.objects.current()
    assert (current.count(), current.get(number="82000").supersedes.number) == (9, "81000")


def test_renamed_source_is_still_known(built) -> None:
    settled(built, "thanh-hoa")
    publish_now(built)
    source = Source.objects.get()
    source.key = "bao-cao-thanh-hoa"
    keep(record=source, by=registrar())
    settled(built, "thanh-hoa", retail=("150.000", "165.000", "81.000"))
    publish_now(built)
    assert len(stated(built)) == 9


def test_what_was_published_stands_while_the_report_is_reopened(built) -> None:
    report = settled(built, "thanh-hoa")
    publish_now(built)
    report = fresh(report)
    reopen(
        report=report,
        seen=report.version,
        by=built.officer("ministry_reviewer"),
        reason="Bổ sung.",
        until=timezone.localdate(),
    )
    assert (len(stated(built)), plan_of(built.round).parts) == (9, [])


def test_long_keys_are_cut_and_stay_apart(built, monkeypatch) -> None:
    monkeypatch.setattr(publishing, "KEY_LENGTH", 28)
    settled(built, "thanh-hoa")
    settled(built, "nghe-an")
    publish_now(built)
    keys = set(Source.objects.values_list("key", flat=True))
    assert ([len(key) for key in keys], {key[:15] for key in keys}) == (
        [28, 28],
        {"report-bac-trun"},
    )


# What is refused


def refusal(built: Reporting, **said) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        publish_now(built, **said)
    return refused.value.messages


def test_publish_refuses_when_there_is_nothing(built) -> None:
    sent(built)
    assert refusal(built) == [_("Nothing was accepted that is not public already.")]


def test_publish_refuses_what_was_not_seen(built) -> None:
    settled(built, "thanh-hoa")
    seen = fingerprint(plan_of(built.round).said)
    settled(built, "nghe-an")
    with pytest.raises(ValidationError):
        publish(round=built.round, by=built.officer("ministry_publisher"), seen=seen)
    assert Figure.objects.count() == 0


def test_second_publisher_with_the_same_preview_is_refused(built) -> None:
    settled(built, "thanh-hoa")
    seen = fingerprint(plan_of(built.round).said)
    publish_now(built)
    with pytest.raises(ValidationError):
        publish(round=built.round, by=built.officer("ministry_publisher"), seen=seen)
    assert Figure.objects.count() == 9


def test_publish_refuses_a_draft_conference(built) -> None:
    settled(built, "thanh-hoa")
    unpublish(conference=built.conference, by=registrar(), reason="Chưa rõ ngày.")
    built.round.refresh_from_db()
    assert refusal(built) == [plan_of(built.round).obstacle] != [""]
    assert (Figure.objects.count(), Source.objects.count()) == (0, 0)


def test_publish_refuses_before_the_conference_without_a_reason() -> None:
    built = reporting()
    accepted(built)
    assert refusal(built) == [_("Give the reason.")]
    publish_now(built, early_reason="Theo yêu cầu của Lãnh đạo Bộ.")
    assert Event.objects.get(act=Act.PUBLISHED).reason == "Theo yêu cầu của Lãnh đạo Bộ."


@pytest.mark.parametrize("name", ["ministry_reviewer", "ministry_reader", "head_thanh_hoa"])
def test_publish_is_a_right_of_its_own(built, name: str) -> None:
    settled(built, "thanh-hoa")
    with pytest.raises(PermissionDenied):
        publish(round=built.round, by=built.officer(name), seen="")
    assert Figure.objects.count() == 0


# The page


def test_page_publishes_what_it_showed(built, client: Client) -> None:
    settled(built, "thanh-hoa")
    client.force_login(built.people.ministry_publisher)
    shown = page(client)
    answer = post(client, shown)
    after = page(client)
    assert (answer.status_code, answer["Location"], len(stated(built))) == (302, URL, 9)
    assert shown.terms == {
        _("report to publish"): "1",
        _("new figures"): "9",
        _("corrected"): "0",
        _("no longer reported"): "0",
    }
    assert after.one(of="empty__title").text == _("Nothing waits to be published.")


def test_page_shows_old_and_new_of_what_is_corrected(built, client: Client) -> None:
    settled(built, "thanh-hoa")
    publish_now(built)
    settled(built, "thanh-hoa", retail=("150.000", "165.000", "81.000"), funds=("3,25", "4", "…"))
    client.force_login(built.people.ministry_publisher)
    assert [row[-1] for row in page(client).one("details").rows] == [
        "80.500 81.000",
        f"1,60 {_('no longer reported')}",
    ]


def test_page_sent_twice_publishes_once(built, client: Client) -> None:
    settled(built, "thanh-hoa")
    client.force_login(built.people.ministry_publisher)
    shown = page(client)
    answers = [post(client, shown) for _time in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert Event.objects.filter(act=Act.PUBLISHED).count() == 1


def test_page_asks_for_a_tick_and_a_reason_before_the_conference(client: Client) -> None:
    built = reporting()
    accepted(built)
    client.force_login(built.people.ministry_publisher)
    shown = page(client)
    without_tick = read(post(client, shown, early_reason="Theo yêu cầu của Lãnh đạo Bộ."))
    without_reason = read(post(client, shown, early="on"))
    assert without_tick.one("textarea").text == "Theo yêu cầu của Lãnh đạo Bộ."
    assert [one.text for one in without_tick.all("ul", "errorlist")] == [
        _("The conference is still to come: tick this to publish now.")
    ]
    assert [one.text for one in without_reason.all("ul", "errorlist")] == [_("Give the reason.")]
    assert Figure.objects.count() == 0
    post(client, shown, early="on", early_reason="Theo yêu cầu của Lãnh đạo Bộ.")
    assert len(stated(built)) == 9


def test_page_says_that_the_plan_changed_and_shows_the_new_one(built, client: Client) -> None:
    settled(built, "thanh-hoa")
    client.force_login(built.people.ministry_publisher)
    shown = page(client)
    settled(built, "nghe-an")
    answer = post(client, shown)
    again = read(answer).one("main")
    assert (answer.status_code, Figure.objects.count()) == (409, 0)
    assert again.one(of="alert--error").text == _(
        "The register has changed since this preview. Look at it and confirm again."
    )
    assert again.terms[_("new figures")] == "18"


def test_page_of_a_draft_conference_offers_no_verb(built, client: Client) -> None:
    settled(built, "thanh-hoa")
    unpublish(conference=built.conference, by=registrar(), reason="Chưa rõ ngày.")
    client.force_login(built.people.ministry_publisher)
    shown = page(client)
    assert shown.one(of="alert--warn").text == plan_of(fresh(built.thanh_hoa).round).obstacle
    assert shown.all("button") == []


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ministry_publisher", 200),
        ("ministry_reviewer", 403),
        ("ministry_reader", 403),
        ("head_thanh_hoa", 403),
        ("clerk_da_nang", 404),
    ],
)
def test_page_is_for_publishers(built, client: Client, name: str, status: int) -> None:
    settled(built, "thanh-hoa")
    client.force_login(getattr(built.people, name))
    asked, sent_ = client.get(URL), client.post(URL, {"once": new_key(), "seen": "x"})
    refused = 409 if status == 200 else status
    assert (asked.status_code, sent_.status_code, Figure.objects.count()) == (status, refused, 0)


def test_page_needs_a_login_a_known_round_and_a_known_method(built, client: Client) -> None:
    anonymous = client.get(URL)
    client.force_login(built.people.ministry_publisher)
    assert anonymous["Location"] == f"/login/?next={URL}"
    assert client.get("/rounds/khong-co/publish/").status_code == 404
    assert client.delete(URL).status_code == 405


def test_post_after_the_session_ended_is_kept(built, client: Client) -> None:
    settled(built, "thanh-hoa")
    client.force_login(built.people.ministry_publisher)
    shown = page(client)
    client.logout()
    kept = post(client, shown, early_reason="Theo yêu cầu của Lãnh đạo Bộ.")
    fields = {one["name"]: one["value"] for one in read(kept).all("input", type="hidden")}
    assert (kept.status_code, fields["early_reason"], Figure.objects.count()) == (
        401,
        "Theo yêu cầu của Lãnh đạo Bộ.",
        0,
    )


# What it costs


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_report_and_three(
    built, client: Client, django_assert_num_queries, count: int
) -> None:
    for key in ("thanh-hoa", "nghe-an", "ha-tinh")[:count]:
        settled(built, key)
    client.force_login(built.people.ministry_publisher)
    # Session, account; round, invitations; offices, groups of reviewers; reports, versions, rows,
    # columns, cells, sources told; two for the rights that the menu asks about.
    with django_assert_num_queries(14):
        client.get(URL)


def test_publish_costs_the_same_for_each_report_however_many_cells(built) -> None:
    costs = []
    for keys in (("thanh-hoa",), ("nghe-an", "ha-tinh")):
        for key in keys:
            settled(built, key)
        with CaptureQueriesContext(connection) as queries:
            publish_now(built)
        said = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
        costs.append([one for one in said if "metrics_figure" in one or "_source" in one])
    writes = [
        [one for one in found if one.startswith("INSERT") and "metrics_figure" in one]
        for found in costs
    ]
    assert [len(found) for found in writes] == [1, 2]
