"""Two records of one event become one: the plan, doing it, and the page (C5, F7, S2)."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import translation

from conferences.actions import publish, unpublish
from conferences.enums import Fact, PointKind, Role, Status
from conferences.models import (
    Appearance,
    Conference,
    FormerSlug,
    Handover,
    Person,
    Point,
    Proposal,
)
from metrics.actions import choose_headline, correct_figure
from metrics.models import Figure
from metrics.periods import Period
from portal.keeping.merging import merge, plan_merger
from portal.keeping.merging.statements import PARTS
from portal.records.checks import Level, check
from portal.records.loading import load
from portal.records.writing import dump
from provinces.actions import fingerprint, keep, restore, retire
from tests import register
from tests.admin_pages import signed_in
from tests.reading import Element, read
from tests.register import NorthCentral, registrar
from tests.reporting import reporting

pytestmark = pytest.mark.django_db

MAY_13, MAY_14 = dt.date(2022, 5, 13), dt.date(2022, 5, 14)
OTHER = "congthuong-2022"


@pytest.fixture
def north() -> NorthCentral:
    return register.north_central()


@pytest.fixture
def kept(north) -> Conference:
    """X/2022, of 13/5/2022."""
    return north.x_2022


@pytest.fixture
def twin(north) -> Conference:
    """The same event once more, dated a day later and unnumbered, from another article."""
    other = register.source(OTHER, title="Công Thương 6 tỉnh Bắc Trung Bộ", publisher="Báo khác")
    one = register.conference(
        north.series,
        MAY_14,
        title="Hội nghị Công Thương Bắc Trung Bộ 2022",
        host=north.units["thanh-hoa"],
        region=north.region,
        venue="FLC Sầm Sơn",
        note="Ngày theo ngày đăng bài.",
    )
    register.attest(one, Fact.HOST, "tại Thanh Hóa", "thanh-hoa", source=other)
    return one


def other_source():
    return register.source(OTHER)


def point(at: Conference, text: str, **said) -> Point:
    said = {"kind": PointKind.RESULT, "source": register.source(), "position": 0} | said
    return keep(record=Point(conference=at, text=text, **said), by=registrar())


def delegates(at: Conference, number: str = "150", **said) -> Figure:
    """A count of the event, over its day unless said."""
    period = Period(at.starts_on, at.starts_on + dt.timedelta(days=1))
    return register.figure(
        "delegates", number, "dai-bieu", conference=at, **{"period": period} | said
    )


def do(kept: Conference, dropped: Conference, *, reason: str = "Trùng hồ sơ.", **chosen: str):
    """Merge as previewed, its sentences in English, and read the kept record again."""
    with translation.override("en"):
        kept, dropped = (Conference.objects.get(pk=one.pk) for one in (kept, dropped))
        seen = fingerprint(plan_merger(kept=kept, dropped=dropped, chosen=chosen))
        said = {"by": registrar(), "reason": reason, "seen": seen}
        merge(kept=kept, dropped=dropped, chosen=chosen, **said)
    return Conference.objects.get(pk=kept.pk)


def refusals(kept: Conference, dropped: Conference, **chosen: str) -> list[str]:
    """Why a merger is refused; nothing is written."""
    with pytest.raises(ValidationError) as refused:
        do(kept, dropped, **chosen)
    assert Conference.objects.get(pk=dropped.pk).is_retired is False
    with translation.override("en"):
        return refused.value.messages


def proposed(kept: Conference, dropped: Conference) -> dict[str, str]:
    plan = plan_merger(kept=kept, dropped=dropped)
    return {choice.name: choice.stands for choice in plan.choices}


def errors() -> list[str]:
    return [one.line() for one in check() if one.level is Level.ERROR]


# Headlines


def test_plan_proposes_what_is_fuller_and_better_attested(kept, twin):
    assert proposed(kept, twin) == {
        "title": "kept",
        "edition": "kept",
        "date": "kept",
        "venue": "dropped",
        "note": "dropped",
    }


def test_plan_proposes_what_more_sources_print(kept, twin):
    for index in range(2):
        source = register.source(f"bao-{index}")
        register.attest(twin, Fact.DATE, "ngày 14/5", "2022-05-14", source=source)
    assert proposed(kept, twin)["date"] == "dropped"


def test_plan_proposes_what_a_heavier_source_prints(kept, twin):
    report = register.source("bao-cao", rank="conference_report")
    register.attest(twin, Fact.DATE, "ngày 14/5", "2022-05-14", source=report)
    assert proposed(kept, twin)["date"] == "dropped"


def test_plan_proposes_the_more_exact_of_two_dates_that_agree(kept, twin):
    Conference.objects.filter(pk=twin.pk).update(starts_on=dt.date(2022, 1, 1), precision="year")
    twin.refresh_from_db()
    assert proposed(kept, twin)["date"] == "kept"
    assert proposed(twin, kept)["date"] == "dropped"


def test_plan_proposes_held_over_planned(kept, twin):
    Conference.objects.filter(pk=kept.pk).update(status=Status.PLANNED)
    kept.refresh_from_db()
    assert proposed(kept, twin)["status"] == "dropped"


def test_plan_proposes_both_of_two_texts(kept, twin):
    Conference.objects.filter(pk=kept.pk).update(note="Thiếu số đại biểu.")
    kept.refresh_from_db()
    assert proposed(kept, twin)["note"] == "both"


def test_plan_proposes_no_number_of_another_series(north, kept):
    elsewhere = register.series("cong-nghiep", name="Hội nghị khác")
    other = register.conference(elsewhere, MAY_13, edition=3, host=kept.host)
    Conference.objects.filter(pk=kept.pk).update(edition=None)
    kept.refresh_from_db()
    assert proposed(kept, other)["edition"] == "kept"


def test_merge_keeps_the_headlines_that_were_chosen(kept, twin):
    Conference.objects.filter(pk=kept.pk).update(note="Thiếu số đại biểu.")
    kept.refresh_from_db()
    merged = do(kept, twin, title="dropped", venue="kept", note="both", edition="both")
    assert (merged.title, merged.venue, merged.note, merged.edition) == (
        twin.title,
        "",
        "Thiếu số đại biểu.\nNgày theo ngày đăng bài.",
        10,
    )


def test_merge_says_in_the_history_who_and_why(kept, twin):
    last = do(kept, twin).history.latest()
    assert (last.history_user, last.history_change_reason) == (registrar(), "Trùng hồ sơ.")


def test_merge_retires_the_other_record_and_says_into_which(kept, twin):
    do(kept, twin)
    twin.refresh_from_db()
    assert (twin.retired_by, twin.retired_reason) == (
        registrar(),
        "Merged into bac-trung-bo/x-2022: Trùng hồ sơ.",
    )


def test_merge_takes_the_number_of_the_record_that_goes(kept, twin):
    """Both cannot have it at once: the one is retired before the other gets it (C2)."""
    merged = do(twin, kept)
    assert (merged.edition, merged.slug) == (10, "2022")


# Statements


def test_every_table_that_names_a_conference_is_moved_or_known_to_stay():
    """A new part of a conference is to be moved too: this names those that are."""
    naming = {relation.related_model for relation in Conference._meta.related_objects}
    named = {one._meta.label for one in naming} - {one._meta.label for one in PARTS}
    assert named == {
        "conferences.FormerSlug",
        "conferences.Handover",
        "metrics.Figure",
        "reports.ReportingRound",
        # What was typed for the record that goes stays with it: a worksheet, no part of it.
        "conferences.Sheet",
    }


def test_merge_moves_statements_after_those_of_the_kept_record(kept, twin):
    for text, position in (("Một", 0), ("Hai", 4)):
        point(kept, text, position=position)
    for text, position in (("Bốn", 2), ("Ba", 1)):
        point(twin, text, position=position, source=other_source())
    do(kept, twin)
    told = Point.objects.filter(conference=kept).order_by("position")
    assert [(one.text, one.position) for one in told] == [
        ("Một", 0),
        ("Hai", 4),
        ("Ba", 5),
        ("Bốn", 6),
    ]


def test_merge_keeps_the_history_of_what_moves(kept, twin):
    moved = point(twin, "Một")
    do(kept, twin)
    assert [one.conference_id for one in moved.history.all()] == [kept.pk, twin.pk]


def test_merge_takes_once_what_one_source_says_twice(north, kept, twin):
    register.attest(twin, Fact.EDITION, "lần thứ X", "10")
    register.participation(kept, north.units["nghe-an"])
    register.participation(twin, north.units["nghe-an"], position=3)
    point(kept, "Một")
    point(twin, "Một", position=7)
    do(kept, twin)
    assert (kept.attestations.filter(field=Fact.EDITION).count(), kept.points.count()) == (1, 1)
    assert kept.participations.count() == 1


def test_merge_keeps_in_the_history_what_was_said_twice(kept, twin):
    point(kept, "Một")
    again = point(twin, "Một")
    do(kept, twin)
    last = Point.history.filter(id=again.pk).latest()
    assert (last.history_type, last.history_user, last.conference_id) == ("-", registrar(), twin.pk)


def test_merge_keeps_what_two_sources_say_alike(kept, twin):
    point(kept, "Một")
    point(twin, "Một", source=other_source())
    do(kept, twin)
    assert kept.points.count() == 2


def test_merge_moves_people(kept, twin):
    person = keep(record=Person(name="Đặng Hoàng An"), by=registrar())
    row = Appearance(conference=twin, person=person, office="Thứ trưởng", role=Role.DIRECTED)
    row.source = other_source()
    keep(record=row, by=registrar())
    do(kept, twin)
    assert kept.appearances.get().shown_name == "Đặng Hoàng An"


@pytest.fixture
def bodies():
    return {
        "asked_by": register.organisation("so-ct", "Sở Công Thương Thanh Hóa"),
        "addressed_to": register.organisation("bo-ct", "Bộ Công Thương"),
    }


def test_merge_moves_proposals_and_retires_one_said_twice(kept, twin, bodies):
    register.proposal("Hỗ trợ cụm công nghiệp.", conference=kept, **bodies)
    again = register.proposal("Hỗ trợ cụm công nghiệp.", conference=twin, **bodies)
    moved = register.proposal("Sửa nghị định.", conference=twin, **bodies)
    gone = register.proposal("Ghi nhầm.", conference=twin, **bodies)
    retire(record=gone, by=registrar(), reason="Ghi nhầm.")
    do(kept, twin)
    at = dict(Proposal.objects.values_list("pk", "conference"))
    assert [at[one.pk] for one in (again, moved, gone)] == [twin.pk, kept.pk, kept.pk]
    again.refresh_from_db()
    assert again.is_retired is True


def test_merge_takes_the_reporting_rounds_along(kept, twin):
    asked = reporting(meeting=twin).round
    do(kept, twin, reason="Trùng hồ sơ.")
    asked.refresh_from_db()
    assert (asked.conference, asked.history.first().history_change_reason) == (
        kept,
        "Trùng hồ sơ.",
    )


# Handovers


def test_merge_moves_the_only_handover(north, kept, twin):
    retire(record=north.handover, by=registrar(), reason="Ghi nhầm.")
    moved = register.handover(twin, north.units["nghe-an"], source=other_source())
    do(kept, twin)
    moved.refresh_from_db()
    assert (moved.conference, moved.is_retired) == (kept, False)


@pytest.mark.parametrize("chosen", ["kept", "dropped"])
def test_merge_retires_one_of_two_handovers(north, kept, twin, chosen):
    other = register.handover(twin, north.units["nghe-an"], source=other_source())
    do(kept, twin, handover=chosen)
    live = Handover.objects.get(retired_at__isnull=True)
    stands = {"kept": north.handover, "dropped": other}[chosen]
    assert (live, live.conference) == (stands, kept)


def test_merge_refuses_a_handover_to_the_host(north, kept, twin):
    retire(record=north.handover, by=registrar(), reason="Ghi nhầm.")
    Conference.objects.filter(pk=twin.pk).update(host=north.units["ha-tinh"])
    twin.refresh_from_db()
    register.handover(twin, north.units["thanh-hoa"], source=other_source())
    assert refusals(kept, twin, host="kept") == [
        "The receiver is the host: give the reason, or correct the receiver.",
        f"“{kept.title}” hands over to its own host and no reason is given.",
    ]


# Figures


def test_merge_moves_published_figures_as_they_are(north, kept, twin):
    moved = register.figure("clusters", "5", "cum-cong-nghiep", reported_at=twin, position=9)
    before = (moved.number, moved.printed, moved.period, moved.value)
    do(kept, twin)
    moved.refresh_from_db()
    assert (moved.number, moved.printed, moved.period, moved.value) == before
    assert (moved.reported_at, moved.superseded_at, moved.position) == (kept, None, 6)


def test_merge_counts_the_event_on_the_day_that_stands(kept, twin):
    moved = delegates(twin, source=other_source())
    do(kept, twin)
    moved.refresh_from_db()
    assert (moved.conference, moved.reported_at, moved.period.start) == (kept, kept, MAY_13)


def test_merge_dates_the_counts_of_the_kept_record_anew(kept, twin):
    own = delegates(kept)
    do(kept, twin, date="dropped", note="dropped")
    own.refresh_from_db()
    assert (own.conference, own.period) == (kept, Period(MAY_14, dt.date(2022, 5, 15)))


def test_merge_takes_once_what_one_source_counts_twice(kept, twin):
    own, again = delegates(kept), delegates(twin)
    do(kept, twin)
    again.refresh_from_db()
    assert (again.is_retired, again.conference) == (True, twin)
    assert list(Figure.objects.current().filter(indicator__key="delegates")) == [own]


def test_merge_shows_contradicting_counts_as_answers_to_one_question(kept, twin):
    own, other = delegates(kept), delegates(twin, "200", source=other_source())
    do(kept, twin)
    assert Figure.objects.get(pk=other.pk).question == own.question


def test_merge_keeps_the_headline_of_the_kept_record(kept, twin):
    own, other = delegates(kept), delegates(twin, "200", source=other_source())
    for one in (own, other):
        choose_headline(figure=one, by=registrar())
    do(kept, twin)
    assert list(Figure.objects.filter(is_headline=True)) == [own]


def test_merge_keeps_a_headline_that_the_kept_record_has_not(kept, twin):
    delegates(kept)
    other = delegates(twin, "200", source=other_source())
    choose_headline(figure=other, by=registrar())
    do(kept, twin)
    assert list(Figure.objects.filter(is_headline=True)) == [other]


def test_merge_moves_a_figure_with_what_it_corrects(kept, twin):
    old = delegates(twin, source=other_source())
    said = {"number": "160", "printed": "160 đại biểu"}
    new = correct_figure(figure=old, by=registrar(), reason="Đọc nhầm.", **said)
    do(kept, twin)
    for one in (old, new):
        one.refresh_from_db()
        assert (one.conference, one.period.start) == (kept, MAY_13)
    assert new.supersedes == old


def test_merge_leaves_a_figure_said_twice_with_what_it_corrects(kept, twin):
    delegates(kept, "160", printed="160 đại biểu")
    old = delegates(twin)
    said = {"number": "160", "printed": "160 đại biểu"}
    new = correct_figure(figure=old, by=registrar(), reason="Đọc nhầm.", **said)
    do(kept, twin)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.conference, new.conference, new.is_retired) == (twin, twin, True)


# Addresses


def test_merge_leads_from_the_old_addresses(client, kept, twin):
    FormerSlug.objects.create(series=twin.series, slug="nam-2022", conference=twin)
    do(kept, twin)
    answers = [client.get(f"/conferences/bac-trung-bo/{slug}/") for slug in ("2022", "nam-2022")]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (301, "/conferences/bac-trung-bo/x-2022/")
    ] * 2


def test_merge_leads_from_another_series(client, north, kept):
    elsewhere = register.series("cong-nghiep", name="Hội nghị khác")
    other = register.conference(elsewhere, MAY_13, host=kept.host)
    register.attest(other, Fact.DATE, "13/5/2022", "2022-05-13")
    merged = do(kept, other)
    answer = client.get("/conferences/cong-nghiep/2022/")
    assert answer["Location"] == merged.get_absolute_url()


# Refusals


def test_merge_refuses_to_hide_what_is_published(kept, twin):
    unpublish(conference=kept, by=registrar(), reason="Rà soát.")
    assert refusals(kept, twin) == [
        "The record to be kept is a draft, the other one is published: publish it first, or keep "
        "the other one."
    ]
    publish(conference=kept, by=registrar())
    assert do(kept, twin).is_published is True


def test_merge_publishes_what_a_draft_says(kept, twin):
    moved = register.figure("clusters", "5", "cum-cong-nghiep", reported_at=twin)
    unpublish(conference=twin, by=registrar(), reason="Rà soát.")
    do(kept, twin)
    assert Figure.objects.public().filter(pk=moved.pk).exists() is True


def test_merge_refuses_a_host_that_did_not_stand_on_the_day(north, kept, twin):
    Conference.objects.filter(pk=twin.pk).update(
        host=north.units["quang-tri-2025"], starts_on=dt.date(2025, 7, 2)
    )
    twin.refresh_from_db()
    assert refusals(kept, twin, host="dropped", date="kept")[0] == (
        "Quang Tri was not a unit of its own on 13/5/2022."
    )


def test_merge_refuses_a_headline_without_source_or_note(kept, twin):
    assert refusals(kept, twin, date="dropped", note="kept") == [
        "No source prints the date “2022-05-14”: keep a note that says why."
    ]


def test_merge_refuses_a_number_that_goes_back(north, kept, twin):
    """Dated 2024 like the other one, X would come after the XI of 2023."""
    register.conference(north.series, dt.date(2023, 5, 1), edition=11)
    assert refusals(north.in_2024, kept, edition="dropped", date="kept")[-1] == (
        f"“{kept.title}” would have a lower edition than “Hội nghị ngành Công Thương các "
        "tỉnh Bắc Trung Bộ lần thứ XI năm 2023”, which came before."
    )


def test_merge_refuses_what_check_records_would_find(north, kept, twin):
    """A province of the dropped record that did not stand on the day of the kept one."""
    Conference.objects.filter(pk=twin.pk).update(starts_on=dt.date(2025, 7, 2))
    register.participation(twin, north.units["quang-tri-2025"])
    twin.refresh_from_db()
    (sentence,) = refusals(kept, twin, date="kept")
    assert sentence.endswith("“quang-tri-2025” is no province of 13/5/2022.")


def test_merge_refuses_without_a_reason(kept, twin):
    assert refusals(kept, twin, reason=" ") == ["Give the reason."]


def test_merge_refuses_what_was_not_previewed(kept, twin):
    seen = fingerprint(plan_merger(kept=kept, dropped=twin))
    point(twin, "Mới ghi.")
    said = {"chosen": {}, "by": registrar(), "reason": "Trùng.", "seen": seen}
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            merge(kept=kept, dropped=twin, **said)
        assert refused.value.messages == [
            "The register has changed since this preview. Look at it and confirm again."
        ]


def test_merge_refuses_a_record_retired_meanwhile(kept, twin):
    seen = fingerprint(plan_merger(kept=kept, dropped=twin))
    retire(record=twin, by=registrar(), reason="Trùng.")
    said = {"chosen": {}, "by": registrar(), "reason": "Trùng.", "seen": seen}
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        merge(kept=kept, dropped=twin, **said)
    assert refused.value.messages == ["One of the two records was retired meanwhile."]


# The register afterwards


@pytest.fixture
def full_twin(north, kept, twin, bodies) -> Conference:
    """The twin with a statement of each kind, some of them the kept record's too."""
    point(kept, "Một")
    point(twin, "Một")
    point(twin, "Hai", source=other_source())
    register.participation(twin, north.units["nghe-an"], source=other_source())
    register.proposal("Hỗ trợ cụm công nghiệp.", conference=twin, **bodies)
    register.handover(twin, north.units["nghe-an"], source=other_source(), year=2023)
    delegates(kept)
    delegates(twin)
    delegates(twin, "200", source=other_source())
    register.figure("clusters", "5", "cum-cong-nghiep", reported_at=twin, region=north.region)
    return twin


@pytest.mark.parametrize("chosen", [{}, {"date": "dropped", "handover": "dropped"}])
def test_merge_leaves_the_register_without_a_mistake(kept, full_twin, chosen):
    do(kept, full_twin, **chosen)
    assert errors() == []


def test_merged_register_comes_back_from_its_files(kept, full_twin, tmp_path):
    do(kept, full_twin)
    dump(tmp_path)
    outcome = load(tmp_path)
    assert (outcome.faults, outcome.differences) == ([], [])
    assert outcome.tallies["conferences"] == {"same": 2}


def bytes_under(path: Path) -> dict[str, bytes]:
    files = sorted(path.rglob("*.json"))
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in files}


def test_merged_register_fills_an_empty_one_alike(db, request, tmp_path):
    with transaction.atomic():
        do(*map(request.getfixturevalue, ("kept", "full_twin")))
        dump(tmp_path / "one")
        transaction.set_rollback(True)
    load(tmp_path / "one")
    dump(tmp_path / "two")
    assert bytes_under(tmp_path / "two") == bytes_under(tmp_path / "one")


def test_record_that_went_can_be_restored(kept, twin):
    """Its address is its own again; what moved stays where it is."""
    do(kept, twin)
    twin.refresh_from_db()
    restore(record=twin, by=registrar(), reason="Hai hội nghị khác nhau.")
    assert (Conference.objects.live().count(), twin.attestations.count()) == (3, 0)


# The page

ADDRESS = "/desk/merge/"


@pytest.fixture
def keeper(north) -> Client:
    return signed_in(register.administrator(), "en")


def page(client: Client, **query: str | int) -> Element:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return read(response).one("main")


def side_by_side(client: Client, kept: Conference, dropped: Conference, **chosen: str) -> Element:
    return page(client, keep=kept.pk, drop=dropped.pk, **chosen)


def hidden(main: Element) -> dict[str, str]:
    """What the form that merges sends, but the reason."""
    form = main.one("form", method="post")
    fields = {one["name"]: one["value"] for one in form.all("input", type="hidden")}
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}


def test_page_asks_for_the_record_to_be_kept(keeper, kept):
    main = page(keeper)
    assert [one.text for one in main.all("label")] == ["Find the record to be kept"]
    assert main.rows == []


def test_search_finds_a_record_to_be_kept(keeper, north, twin):
    main = page(keeper, q="lan thu 10")
    assert [row[0].startswith(north.x_2022.title) for row in main.rows] == [True]
    assert main.links["Keep this one"] == f"?keep={north.x_2022.pk}"


def test_search_that_finds_nothing_says_so(keeper, kept):
    assert [one.text for one in page(keeper, q="Cà Mau").all(of="empty__title")] == [
        "No conference matches."
    ]


def test_search_that_finds_too_many_says_so(keeper, north):
    for year in range(1990, 2010):
        register.conference(north.series, dt.date(year, 5, 1))
    main = page(keeper, q="bac trung bo")
    assert (len(main.rows), "There are more: add a word." in main.text) == (20, True)


def test_page_proposes_records_of_nearly_the_same_day(keeper, north, twin):
    main = page(keeper, keep=north.x_2022.pk)
    assert [row[1] for row in main.rows] == ["14 May 2022"]
    assert main.links["Set side by side"] == f"?keep={north.x_2022.pk}&drop={twin.pk}"


def test_search_for_the_other_record_leaves_out_the_kept_one(keeper, north, twin):
    main = page(keeper, keep=north.x_2022.pk, q="2022")
    assert [row[1] for row in main.rows] == ["14 May 2022"]


def test_page_with_one_record_twice_asks_for_the_other(keeper, kept):
    assert page(keeper, keep=kept.pk, drop=kept.pk).has("input", name_="q")


def test_page_sets_what_differs_side_by_side(keeper, kept, twin):
    told = {row[0]: row[1:] for row in side_by_side(keeper, kept, twin).rows}
    paper = "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022"
    assert {name: told[name] for name in ("Edition", "Date", "Venue")} == {
        "Edition": [f"X printed: {paper}", "nothing"],
        "Date": [f"13 May 2022 printed: {paper}", "14 May 2022"],
        "Venue": ["nothing", "FLC Sầm Sơn"],
    }
    assert "Host" not in told


def test_page_marks_what_is_proposed_and_what_was_chosen(keeper, kept, twin):
    main = side_by_side(keeper, kept, twin, title="dropped")
    marked = {one["name"]: one["value"] for one in main.all("input", checked="")}
    assert marked == {
        "title": "dropped",
        "edition": "kept",
        "date": "kept",
        "venue": "dropped",
        "note": "dropped",
    }


def test_page_offers_both_of_two_texts(keeper, kept, twin):
    Conference.objects.filter(pk=kept.pk).update(note="Thiếu số đại biểu.")
    main = side_by_side(keeper, kept, twin)
    values = [one["value"] for one in main.all("input", name_="note", type="radio")]
    assert values == ["kept", "dropped", "both"]


def test_page_says_what_moves_and_what_stands_already(keeper, kept, full_twin):
    main = side_by_side(keeper, kept, full_twin)
    assert [one.text for one in main.all("summary")] == [
        "Attestations: 1 moves",
        "Participating provinces: 1 moves",
        "Points: 1 moves, 1 stands already",
        "Proposals: 1 moves",
        "Figures: 2 move, 1 stands already",
    ]
    assert main.all("details")[2].items == ["Hai", "Một"]


def test_page_says_which_counts_follow_the_date(keeper, kept, twin):
    delegates(kept)
    main = side_by_side(keeper, kept, twin, date="dropped")
    assert main.all("details")[-1].text == (
        "Counted at the kept record, and from then on of the day that stands: "
        "Delegates, 13 May 2022: 150 đại biểu"
    )


def test_page_lets_one_of_two_handovers_be_chosen(keeper, kept, full_twin):
    rows = {row[0]: row[1:] for row in side_by_side(keeper, kept, full_twin).rows}
    assert rows["Handover"] == [
        "Thua Thien Hue · edition XI · 2023 Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần "
        "thứ X - năm 2022",
        "Nghe An · 2023 Công Thương 6 tỉnh Bắc Trung Bộ",
    ]
    main = side_by_side(keeper, kept, full_twin, handover="dropped")
    assert hidden(main)["handover"] == "dropped"


def test_page_says_what_becomes_public_and_leaves_its_series(keeper, north, kept):
    elsewhere = register.series("cong-nghiep", name="Hội nghị khác")
    other = register.conference(elsewhere, MAY_13, draft=True, host=kept.host)
    assert [one.text for one in side_by_side(keeper, kept, other).all(of="alert--warn")] == [
        "The record that goes is a draft: what it says, its figures too, becomes public.",
        "The records are of two series: the conference stays in that of the kept record alone.",
    ]


def test_page_of_what_is_refused_offers_no_way_to_do_it(keeper, kept, twin):
    main = side_by_side(keeper, kept, twin, date="dropped", note="kept")
    assert [one.text for one in main.all(of="alert--error")] == [
        "Not possible: No source prints the date “2022-05-14”: keep a note that says why."
    ]
    assert main.has("form", method="post") is False


def test_page_writes_nothing(keeper, kept, full_twin):
    side_by_side(keeper, kept, full_twin)
    full_twin.refresh_from_db()
    assert (full_twin.is_retired, Point.objects.filter(conference=full_twin).count()) == (False, 2)


def test_confirming_merges_as_chosen_and_leads_to_the_record(keeper, kept, full_twin):
    main = side_by_side(keeper, kept, full_twin, title="dropped", handover="dropped")
    answer = keeper.post(ADDRESS, hidden(main) | {"reason": "Trùng hồ sơ."})
    assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())
    merged = Conference.objects.get(pk=kept.pk)
    live = Handover.objects.get(retired_at__isnull=True)
    assert (merged.title, live.receiver.key) == (full_twin.title, "nghe-an")


def test_confirming_without_a_reason_keeps_what_was_chosen(keeper, kept, twin):
    said = hidden(side_by_side(keeper, kept, twin, title="dropped"))
    main = read(keeper.post(ADDRESS, said | {"reason": ""})).one("main")
    assert [one.text for one in main.all("ul", "errorlist")] == ["Give the reason."]
    assert hidden(main) == said


def test_confirming_what_changed_meanwhile_is_refused_and_shown_anew(keeper, kept, twin):
    said = hidden(side_by_side(keeper, kept, twin))
    point(twin, "Mới ghi.")
    main = read(keeper.post(ADDRESS, said | {"reason": "Trùng."})).one("main")
    assert [one.text for one in main.all(of="alert--error")] == [
        "The register has changed since this preview. Look at it and confirm again."
    ]
    assert (main.one("textarea").text, hidden(main)["seen"] != said["seen"]) == ("Trùng.", True)


def test_page_is_for_the_keeper(client, kept, twin):
    query = {"keep": kept.pk, "drop": twin.pk}
    answers = [client.get(ADDRESS, query)]
    for person in (register.clerk_thanh_hoa(), register.ministry_reader()):
        client.force_login(person)
        said = query | {"seen": "0", "reason": "Trùng."}
        answers += [client.get(ADDRESS, query), client.post(ADDRESS, said)]
    assert [one.status_code for one in answers] == [302, 403, 403, 403, 403]
    assert answers[0]["Location"].startswith("/login/?next=/desk/merge/")


@pytest.mark.parametrize("wrong", ["4711", "x", "-1", "99999999999999999999", "²"])
def test_record_that_is_not_there_is_not_found(keeper, kept, wrong):
    answers = [
        keeper.get(ADDRESS, {"keep": wrong}),
        keeper.get(ADDRESS, {"keep": kept.pk, "drop": wrong}),
        keeper.post(ADDRESS, {"keep": kept.pk, "drop": wrong}),
        keeper.post(ADDRESS),
    ]
    assert [one.status_code for one in answers] == [404] * 4


def test_retired_record_is_not_found(keeper, kept, twin):
    retire(record=twin, by=registrar(), reason="Trùng.")
    assert keeper.get(ADDRESS, {"keep": twin.pk}).status_code == 404


def test_posting_one_record_twice_is_not_found(keeper, kept):
    assert keeper.post(ADDRESS, {"keep": kept.pk, "drop": kept.pk}).status_code == 404


def test_other_methods_are_refused(keeper):
    assert keeper.delete(ADDRESS).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_any_number(
    keeper, north, kept, twin, bodies, django_assert_num_queries, number
):
    register.handover(twin, north.units["nghe-an"], source=other_source())
    for index in range(number):
        point(twin, f"Điểm {index}")
        source = register.source(f"bao-{index}")
        register.attest(twin, Fact.HOST, "tại Thanh Hóa", "thanh-hoa", source=source)
        delegates(twin, str(100 + index), source=source)
        register.proposal(f"Kiến nghị {index}.", conference=twin, source=source, **bodies)
        FormerSlug.objects.create(series=twin.series, slug=f"cu-{index}", conference=twin)
    # Session and user; the two records; attestations; handovers; ten kinds of statements;
    # figures; former addresses; reporting rounds; the series with its handovers and attestations;
    # provinces; for the page: attestations again and the two handovers.
    with django_assert_num_queries(25):
        keeper.get(ADDRESS, {"keep": kept.pk, "drop": twin.pk})


@pytest.mark.parametrize("number", [1, 3])
def test_search_costs_the_same_for_any_number(keeper, north, django_assert_num_queries, number):
    for index in range(number):
        register.conference(north.series, dt.date(2022, 5, 14 + index), host=north.x_2022.host)
    # Session and user; the kept record; those near it, and how many.
    with django_assert_num_queries(5):
        keeper.get(ADDRESS, {"keep": north.x_2022.pk})


def test_conference_in_the_admin_leads_here(keeper, kept):
    change = keeper.get(f"/admin/conferences/conference/{kept.pk}/change/")
    urls = [one["url"] for one in change.context["links"]]
    assert urls.count(f"/desk/merge/?keep={kept.pk}") == 1


def test_retired_conference_in_the_admin_does_not(keeper, kept):
    retire(record=kept, by=registrar(), reason="Trùng.")
    change = keeper.get(f"/admin/conferences/conference/{kept.pk}/change/")
    urls = [one["url"] for one in change.context["links"]]
    assert [one for one in urls if one.startswith("/desk/merge/")] == []
