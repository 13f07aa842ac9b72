"""The keeper's desk: each hole is found, counted, leads to where it is mended, and goes away."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conferences.actions import publish
from conferences.enums import Fact, OmissionReason, Precision, Rank, Status, Subject
from conferences.models import Omission, Source
from metrics.actions import choose_headline
from metrics.enums import Qualifier
from metrics.periods import first_months
from portal.keeping.desk import HOLES, LIMIT
from provinces.actions import keep, retire
from tests import register
from tests.reading import Element, read
from tests.register import NorthCentral, north_central

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
SERIES = "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ"


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def north() -> NorthCentral:
    return north_central()


@pytest.fixture
def keeper(client) -> Client:
    client.force_login(register.administrator())
    return client


def main(client: Client, name: str, query: str = "") -> Element:
    return read(client.get(f"/desk/{name}/{query}")).one("main")


def missing(client: Client, name: str, query: str = "") -> list[list[str]]:
    """The rows without the headings of their groups: record, what is missing."""
    return [row[:2] for row in main(client, name, query).rows if len(row) > 1]


def counts(client: Client) -> dict[str, str]:
    """What the overview counts, without what is mended."""
    rows = {row[1]: row[0] for row in read(client.get("/desk/")).one("main").rows if len(row) > 1}
    return {
        hole.name: rows[f"{hole.label} {hole.advice}"]
        for hole in HOLES.values()
        if rows.get(f"{hole.label} {hole.advice}", "0") != "0"
    }


def weighty() -> Source:
    return register.source("bao-cao", rank=Rank.REPORT, title="Báo cáo tại hội nghị")


def left_out(reason: OmissionReason, printed: str) -> Omission:
    row = Omission(source=register.source(), reason=reason, printed=printed)
    row.subject = Subject.FIGURE
    return keep(record=row, by=register.registrar())


# Holes in conferences


def test_desk_counts_what_the_register_lacks(keeper, north):
    assert counts(keeper) == {
        "press-conferences": "2",
        "gaps": "2",
        "press-figures": "5",
        "not-looked-at": "2",
    }


def test_no_day_until_the_day_is_known(keeper, north):
    one = register.conference(north.series, dt.date(2019, 1, 1), precision=Precision.YEAR)
    label = f"{one.short_label} {one.date_label}"
    assert missing(keeper, "no-day") == [[label, _("Only the year is known.")]]
    one.precision = Precision.MONTH
    keep(record=one, by=register.registrar())
    assert missing(keeper, "no-day")[0][1] == _("Only the month is known.")
    one.precision = Precision.DAY
    keep(record=one, by=register.registrar())
    assert missing(keeper, "no-day") == []


def test_no_day_is_asked_of_a_cancelled_conference(keeper, north):
    said = {"precision": Precision.YEAR, "status": Status.CANCELLED}
    register.conference(north.series, dt.date(2019, 1, 1), **said)
    assert [missing(keeper, name) for name in ("no-day", "host-unknown")] == [[], []]


def test_host_unknown_until_there_is_one(keeper, north):
    one = register.conference(north.series, dt.date(2019, 5, 1))
    label = f"{one.short_label} 1/5/2019"
    assert missing(keeper, "host-unknown") == [[label, _("Who hosted is not known.")]]
    one.host = north.units["nghe-an"]
    keep(record=one, by=register.registrar())
    assert missing(keeper, "host-unknown") == []


def test_inferred_until_a_source_prints_it(keeper, north):
    one = register.conference(north.series, dt.date(2019, 5, 1), host=north.units["nghe-an"])
    label, said = f"{one.short_label} 1/5/2019 · Nghệ An", _("No source prints: %(facts)s.")
    both = f"{Fact.DATE.label}, {Fact.HOST.label}"
    assert missing(keeper, "inferred") == [[label, said % {"facts": both}]]
    register.attest(one, Fact.DATE, "ngày 1-5", "2019-05-01")
    assert missing(keeper, "inferred") == [[label, said % {"facts": Fact.HOST.label}]]
    register.attest(one, Fact.HOST, "tại Nghệ An", "nghe-an")
    assert missing(keeper, "inferred") == []


def test_disputed_quotes_what_each_source_prints(keeper, north):
    register.attest(north.x_2022, Fact.EDITION, "lần thứ XI", "11", source=weighty())
    edition = capfirst(str(Fact.EDITION.label))
    assert missing(keeper, "disputed") == [
        [
            f"{north.x_2022.short_label} 13/5/2022 · Thanh Hóa",
            f"{edition}: “lần thứ X” · Báo Thanh Hóa (baothanhhoa.vn); "
            "“lần thứ XI” · Báo cáo tại hội nghị.",
        ]
    ]


def test_day_passed_until_somebody_says_what_became_of_it(keeper, north):
    one = register.conference(north.series, dt.date(2026, 5, 1), status=Status.PLANNED)
    register.conference(north.series, dt.date(2027, 5, 1), status=Status.PLANNED)
    said = _("Recorded as “%(status)s”; the day has passed.") % {"status": Status.PLANNED.label}
    assert missing(keeper, "day-passed") == [[f"{one.short_label} 1/5/2026", said]]
    one.status = Status.HELD
    keep(record=one, by=register.registrar())
    assert missing(keeper, "day-passed") == []


def test_drafts_until_they_are_published(keeper, north):
    one = register.conference(north.series, dt.date(2019, 5, 1), draft=True)
    assert missing(keeper, "drafts") == [[f"{one.short_label} 1/5/2019", _("Not published yet.")]]
    publish(conference=one, by=register.registrar())
    assert missing(keeper, "drafts") == []


@pytest.mark.parametrize(
    "tell",
    [
        lambda north: register.attest(north.x_2022, Fact.NAME, "Hội nghị", source=weighty()),
        lambda north: register.participation(
            north.x_2022, north.units["nghe-an"], source=weighty()
        ),
        lambda north: register.figure(
            "delegates", "300", "dai-bieu", conference=north.x_2022, source=weighty()
        ),
    ],
)
def test_press_conferences_until_a_weightier_source_tells_anything(keeper, north, tell):
    assert [row[1] for row in missing(keeper, "press-conferences")] == [
        "Vietnam.vn (English)",
        "Báo Thanh Hóa (baothanhhoa.vn)",
    ]
    tell(north)
    assert [row[1] for row in missing(keeper, "press-conferences")] == ["Vietnam.vn (English)"]


def test_press_conferences_do_not_count_a_retired_statement(keeper, north):
    told = register.handover(north.in_2024, north.units["nghe-an"], source=weighty())
    assert len(missing(keeper, "press-conferences")) == 1
    retire(record=told, by=register.registrar(), reason="Ghi nhầm.")
    assert len(missing(keeper, "press-conferences")) == 2


def test_retired_conferences_have_no_holes(keeper, north):
    one = register.conference(north.series, dt.date(2019, 1, 1), precision=Precision.YEAR)
    register.figure("export", "1", "ty-usd", reported_at=one)
    retire(record=one, by=register.registrar(), reason="Trùng.")
    assert counts(keeper) == {
        "press-conferences": "2",
        "gaps": "2",
        "press-figures": "5",
        "not-looked-at": "2",
    }


# Holes in the hosting history


def test_unrecorded_until_the_handover_is_recorded(keeper, north):
    one = register.conference(
        north.series, dt.date(2025, 5, 1), host=north.units["ha-tinh"], edition=13
    )
    page = main(keeper, "unrecorded")
    label, add = "2024 Quảng Bình → XIII/2025 Hà Tĩnh", _("Record the handover")
    assert page.rows == [
        [SERIES],
        [label, _("No source tells of the handover."), f"{add}: {label}"],
    ]
    assert page.links[f"{add}: {label}"] == (
        f"/admin/conferences/handover/add/?conference={north.in_2024.pk}"
    )
    register.handover(north.in_2024, one.host)
    assert missing(keeper, "unrecorded") == []


def test_unrecorded_receiver_is_mended_at_the_handover(keeper, north):
    told = register.handover(north.in_2024, None)
    register.conference(north.series, dt.date(2025, 5, 1), host=north.units["ha-tinh"])
    page = main(keeper, "unrecorded")
    label = "2024 Quảng Bình → 2025 Hà Tĩnh"
    assert page.links[f"{_('Edit the handover')}: {label}"] == (
        f"/admin/conferences/handover/{told.pk}/change/"
    )


def test_gaps_name_the_editions_before_the_first_and_those_between(keeper, north):
    page = main(keeper, "gaps")
    receiver = _("Handed to %(receiver)s; the conference it was for has no record yet.")
    earlier = capfirst(_("editions %(list)s") % {"list": "I–IX"})
    assert [row[:2] for row in page.rows] == [
        [SERIES],
        [earlier, _("None of these has a record yet.")],
        ["X/2022 Thanh Hóa → XI/2023", receiver % {"receiver": "Thừa Thiên Huế"}],
    ]
    assert page.links[f"{_('Record the conference')}: {earlier}"] == "/desk/record/"
    register.conference(
        north.series, dt.date(2023, 5, 1), edition=11, host=north.units["thua-thien-hue"]
    )
    assert missing(keeper, "gaps") == [[earlier, _("None of these has a record yet.")]]


def test_gap_of_a_conference_whose_day_passed_is_mended_there(keeper, north):
    register.handover(north.in_2024, north.units["nghe-an"], year=2026)
    late = register.conference(
        north.series, dt.date(2026, 5, 1), host=north.units["nghe-an"], status=Status.PLANNED
    )
    label = "2024 Quảng Bình → 2026 Nghệ An"
    assert main(keeper, "gaps").links[f"{_('Edit')}: {label}"] == (
        f"/admin/conferences/conference/{late.pk}/change/"
    )


# Doubts about figures


def test_no_headline_until_one_is_chosen(keeper, north):
    first = register.figure("export", "7.4", "ty-usd")
    assert missing(keeper, "no-headline") == []
    register.figure("export", "7.8", "ty-usd", source=weighty())
    assert [row[1] for row in missing(keeper, "no-headline")] == [
        "7,4 tỷ USD · Báo Thanh Hóa (baothanhhoa.vn); 7,8 tỷ USD · Báo cáo tại hội nghị"
    ]
    (choice,) = (a for a in main(keeper, "no-headline").all("a") if a["href"].startswith("/desk/h"))
    assert choice["href"] == f"/desk/headline/{first.pk}/"
    choose_headline(figure=first, by=register.registrar())
    assert missing(keeper, "no-headline") == []


def test_no_headline_is_needed_when_sources_agree(keeper, north):
    register.figure("export", "7.4", "ty-usd")
    register.figure("export", "7400", "trieu-usd", source=weighty())
    assert missing(keeper, "no-headline") == []


def test_no_headline_is_needed_for_different_questions(keeper, north):
    past = {"period": first_months(2019, 4)}
    register.figure("export", "7.4", "ty-usd", region=north.region, **past)
    register.figure("export", "7.8", "ty-usd", region=north.region_today, **past, source=weighty())
    register.figure("export", "7.9", "ty-usd", **past, source=weighty())
    assert missing(keeper, "no-headline") == []


def test_numbers_of_foreign_sources_are_told_in_the_readers_language(keeper, north):
    english = register.source("vietnam-vn-2024-en")
    said = {"printed": "over 7.4 billion USD", "qualifier": Qualifier.OVER, "source": english}
    register.figure("export", "7.4", "ty-usd", **said)
    assert missing(keeper, "press-figures")[-1][1] == (
        f"{Qualifier.OVER.label} 7,4 tỷ USD · Vietnam.vn (English)"
    )


def test_problems_say_what_is_the_matter(keeper, north):
    register.figure("export", "5", "ty-dong", problem="Nguồn in xuất khẩu bằng đồng.")
    assert [row[1] for row in missing(keeper, "problems")] == [
        "5 tỷ đồng: Nguồn in xuất khẩu bằng đồng."
    ]


def test_figures_that_do_not_fit_say_what_they_should_be(keeper, north):
    register.figure("export", "11.3", "ty-dong", problem="In bằng đồng.", region=north.region)
    assert missing(keeper, "not-fitting") == [
        [
            "6 tỉnh Bắc Trung Bộ, năm 2021 Thực hiện · giá trị",
            "11,3 tỷ đồng · Chênh lệch. Cùng con số này, nguồn khác ghi 11,28 tỷ USD: có thể ghi "
            "nhầm đơn vị tính, không phải một mức khác.",
        ]
    ]


def test_press_figures_until_a_weightier_source_answers_the_question(keeper, north):
    register.figure("export", "7.4", "ty-usd")
    register.figure("export", "7.8", "ty-usd", region=north.region_today, source=weighty())
    found = missing(keeper, "press-figures")
    assert (len(found), found[-1][1]) == (6, "7,4 tỷ USD · Báo Thanh Hóa (baothanhhoa.vn)")
    register.figure("export", "7.5", "ty-usd", source=weighty())
    assert missing(keeper, "press-figures") == found[:5]


def test_left_out_stands_under_its_reason(keeper, north):
    left_out(OmissionReason.UNCLEAR, "tăng 12%")
    left_out(OmissionReason.PERIOD, "1.200 tỷ đồng")
    period, unclear = (
        capfirst(str(reason.label)) for reason in (OmissionReason.PERIOD, OmissionReason.UNCLEAR)
    )
    label = f"{north.article} {capfirst(str(Subject.FIGURE.label))}"
    assert [row[:2] for row in main(keeper, "left-out").rows] == [
        [period],
        [label, "1.200 tỷ đồng"],
        [unclear],
        [label, "tăng 12%"],
    ]
    assert missing(keeper, "left-out", "?reason=unclear") == [[label, "tăng 12%"]]


# Sources


def looked_at(key: str, day: dt.date | None, **said) -> Source:
    said = {"url": f"https://example.vn/{key}", "title": key} | said
    return register.source(key, looked_at=day, **said)


def test_not_looked_at_are_the_addresses_of_more_than_a_year_ago(keeper):
    looked_at("never", None)
    looked_at("long-ago", dt.date(2025, 11, 22))
    looked_at("lately", dt.date(2025, 11, 23))
    looked_at("on-paper", None, url="")
    retire(record=looked_at("retired", None), by=register.registrar(), reason="Trùng.")
    last = _("Last looked at on %(day)s.") % {"day": "22/11/2025"}
    assert missing(keeper, "not-looked-at") == [
        ["never", _("Not looked at yet.")],
        ["long-ago", last],
    ]


def test_looking_takes_the_source_off_the_list_and_says_who_looked(keeper):
    source = looked_at("never", None)
    form = main(keeper, "not-looked-at").one("form", action="/desk/sources/never/looked/")
    response = keeper.post(form["action"])
    assert (response.status_code, response["Location"]) == (302, "/desk/not-looked-at/")
    assert [str(one) for one in get_messages(response.wsgi_request)] == [
        _("Looked at today: %(source)s.") % {"source": "never"}
    ]
    latest = source.history.first()
    assert (latest.looked_at, latest.history_user.username) == (TODAY, "administrator")
    assert (missing(keeper, "not-looked-at"), counts(keeper)) == ([], {})


def test_looking_twice_is_looking_once(keeper):
    source = looked_at("never", None)
    for _click in range(2):
        keeper.post("/desk/sources/never/looked/")
    assert source.history.count() == 2  # entered, and looked at once


def test_looking_at_what_has_no_address_is_refused(keeper):
    source = looked_at("on-paper", None, url="")
    response = keeper.post("/desk/sources/on-paper/looked/")
    source.refresh_from_db()
    assert source.looked_at is None
    assert [str(one) for one in get_messages(response.wsgi_request)] == [
        _("This source has no address to be looked at.")
    ]


@pytest.mark.parametrize("key", ["unknown", "retired"])
def test_looking_at_no_source_of_the_register_is_not_found(keeper, key):
    retire(record=looked_at("retired", None), by=register.registrar(), reason="Trùng.")
    assert keeper.post(f"/desk/sources/{key}/looked/").status_code == 404


def test_looking_is_no_get(keeper):
    source = looked_at("never", None)
    assert keeper.get("/desk/sources/never/looked/").status_code == 405
    source.refresh_from_db()
    assert source.looked_at is None


# Checks


def test_checks_are_told_errors_first_with_where_they_are_mended(keeper, north):
    register.organisation("vien", "Viện Nghiên cứu")
    draft = register.conference(north.series, dt.date(2028, 5, 1), draft=True)
    page = main(keeper, "checks")
    groups = [row[0] for row in page.rows if len(row) == 1]
    assert groups == [_("Errors"), _("Warnings")]
    unused = [row[1] for row in page.rows if row[0].startswith("vien ")]
    assert unused == [_("No record uses it.")]
    held = [row[1] for row in page.rows if row[0].startswith("bac-trung-bo/2028 ")]
    assert held[0] != ""
    assert page.links[f"{_('Edit')}: bac-trung-bo/2028"] == (
        f"/admin/conferences/conference/{draft.pk}/change/"
    )


# The pages


def test_narrowed_to_a_series_shows_and_counts_no_other(keeper, north):
    other = register.series("phia-nam", name="Hội nghị phía Nam")
    register.conference(other, dt.date(2019, 5, 1))
    register.conference(north.series, dt.date(2018, 5, 1))
    page = main(keeper, "host-unknown", "?series=phia-nam")
    year = _("Year %(year)s") % {"year": 2019}
    assert [row[0] for row in page.rows] == ["Hội nghị phía Nam", f"{year} 1/5/2019"]
    assert page.one("caption").text.split()[0] == "1"
    assert [len(missing(keeper, "host-unknown", query)) for query in ("", "?series=")] == [2, 2]


def test_narrowed_to_an_unknown_series_says_so_and_shows_all(keeper, north):
    register.conference(north.series, dt.date(2018, 5, 1))
    page = main(keeper, "host-unknown", "?series=khong-co")
    assert (page.has("ul", "errorlist"), len(page.one("table").rows)) == (True, 2)


def test_more_than_fit_are_counted_and_the_first_are_shown(keeper):
    for number in range(LIMIT + 1):
        looked_at(f"nguon-{number:03}", None)
    page = main(keeper, "not-looked-at")
    assert (len(page.one("table").rows), page.one("caption").text.split()[0]) == (LIMIT, "101")


def test_nothing_to_mend_leads_back(keeper):
    page = main(keeper, "drafts")
    assert page.one("div", "empty").text.startswith(_("Nothing to mend here."))
    assert page.one("div", "empty").links[_("Back to the keeper's desk")] == "/desk/"


def test_desk_offers_the_verbs(keeper):
    page = read(keeper.get("/desk/")).one("aside")
    assert page.links == {
        _("Record a conference"): "/desk/record/",
        _("Merge two records of one event"): "/desk/merge/",
        _("Merge provinces"): "/desk/provinces/merge/",
        _("Renumber editions"): "/admin/conferences/series/",
        _("Hide a person's name"): "/admin/conferences/person/",
    }


def something_of_everything(north: NorthCentral, year: int) -> None:
    """A row for each hole."""
    held = dt.date(year, 1, 1)
    unclear = register.conference(north.series, held, precision=Precision.YEAR, draft=True)
    register.attest(unclear, Fact.HOST, "Nghệ An", "nghe-an")
    register.attest(unclear, Fact.HOST, "Hà Tĩnh", "ha-tinh", source=weighty())
    planned = {"status": Status.PLANNED, "host": north.units["nghe-an"]}
    register.conference(north.series, dt.date(year, 5, 1), **planned)
    of_year = {"reported_at": unclear, "period": first_months(year, 12)}
    register.figure("export", "7.4", "ty-usd", **of_year)
    register.figure("export", "7.8", "ty-usd", **of_year)
    register.figure("clusters", "5", "ty-dong", problem="In bằng đồng.", **of_year)
    register.figure("export", "7.4", "ty-dong", problem="In bằng đồng.", **of_year)
    left_out(OmissionReason.UNCLEAR, f"tăng {year}%")
    looked_at(f"nguon-{year}", None)


# Session and user; then the choice of series, conferences, their attestations and handovers, and
# for chains places; or how many figures, statements, sources there are, and the rows.
QUERIES = {
    "no-day": 6,
    "host-unknown": 6,
    "inferred": 6,
    "disputed": 6,
    "day-passed": 6,
    "drafts": 6,
    "press-conferences": 7,  # and those that a weightier source tells of
    "unrecorded": 7,
    "gaps": 7,
    "no-headline": 4,
    "not-fitting": 7,  # and what adds up, memberships of regions, those that do not fit
    "problems": 5,
    "press-figures": 5,
    "left-out": 4,
    "not-looked-at": 4,
}
# Session, user; conferences, attestations, handovers; those of weightier sources; places; figures
# without a headline; those checked, what adds up, memberships of regions, those that do not fit;
# figures with a problem, of the press; left out; not looked at.
OVERVIEW = 16


@pytest.mark.parametrize("years", [[2015], [2015, 2016, 2017]])
def test_pages_cost_the_same_for_one_row_and_for_three(keeper, north, years):
    for year in years:
        something_of_everything(north, year)
    cost, empty = {}, []
    for name in ("", *(f"{name}/" for name in QUERIES)):
        with CaptureQueriesContext(connection) as asked:
            page = read(keeper.get(f"/desk/{name}"))
        cost[name.rstrip("/")] = len(asked)
        empty += [name] if page.has("div", "empty") else []
    assert (cost, empty) == ({"": OVERVIEW} | QUERIES, [])


Asks = Callable[[Client], object]
ASKED: dict[str, Asks] = {
    "desk": lambda client: client.get("/desk/"),
    "hole": lambda client: client.get("/desk/drafts/"),
    "looked": lambda client: client.post("/desk/sources/never/looked/"),
}


@pytest.mark.parametrize("asked", ASKED)
def test_strangers_are_sent_to_log_in(client, asked):
    source = looked_at("never", None)
    response = ASKED[asked](client)
    assert (response.status_code, urlsplit(response["Location"]).path) == (302, "/login/")
    source.refresh_from_db()
    assert source.looked_at is None


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("who", [register.clerk_thanh_hoa, register.ministry_reader])
def test_who_does_not_keep_the_register_is_refused(client, asked, who):
    source = looked_at("never", None)
    client.force_login(who())
    assert ASKED[asked](client).status_code == 403
    source.refresh_from_db()
    assert source.looked_at is None


@pytest.mark.parametrize(("asked", "answer"), [("desk", 200), ("hole", 200), ("looked", 302)])
def test_the_right_to_change_conferences_is_enough(client, asked, answer):
    looked_at("never", None)
    user = register.clerk_thanh_hoa()
    user.user_permissions.add(Permission.objects.get(codename="change_conference"))
    client.force_login(user)
    assert ASKED[asked](client).status_code == answer


@pytest.mark.parametrize("address", ["/desk/", "/desk/drafts/"])
def test_pages_of_the_desk_are_only_read(keeper, address):
    assert keeper.post(address).status_code == 405


def test_unknown_hole_is_not_found(keeper):
    assert keeper.get("/desk/khong-co/").status_code == 404


@pytest.mark.parametrize(
    ("who", "links"),
    [(register.administrator, ["/desk/"]), (register.ministry_reader, [])],
)
def test_header_leads_a_keeper_to_the_desk(client, who, links):
    client.force_login(who())
    tools = read(client.get("/")).one("div", "top__tools")
    assert [link["href"] for link in tools.all("a") if link["href"] == "/desk/"] == links


def test_administration_leads_to_the_desk(keeper):
    page = read(keeper.get("/admin/"))
    assert page.one("div", id="user-tools").links[_("Keeper's desk")] == "/desk/"


def test_no_section_of_the_portal_is_marked_on_the_keepers_pages(client):
    client.force_login(register.administrator())
    for address in ("/desk/", "/desk/provinces/merge/", "/desk/merge/"):
        nav = read(client.get(address)).one("nav", "nav")
        assert [link.text for link in nav.all("a") if "aria-current" in link.attributes] == []
