"""What published figures said before they were corrected, and why, for everybody to read (F7)."""

import csv
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conferences.actions import unpublish
from metrics import corrections
from metrics.actions import correct_figure, retire_figures
from metrics.enums import Basis
from metrics.models import Figure
from metrics.periods import year
from provinces.actions import keep, retire
from tests.reading import Element, read
from tests.register import (
    NorthCentral,
    administrator,
    conference,
    figure,
    ministry_reader,
    north_central,
    registrar,
    series,
    source,
)

pytestmark = pytest.mark.django_db

X_2022 = "/conferences/bac-trung-bo/x-2022/"


@pytest.fixture
def clock(monkeypatch) -> Callable[[dt.datetime], None]:
    """Sets what time it is; at first nine in the morning of 22/11/2026 in Hà Nội."""

    def set_to(moment: dt.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC))
    return set_to


@pytest.fixture
def north(db, clock) -> NorthCentral:
    return north_central()


@pytest.fixture
def exports(north) -> Figure:
    """A published figure of the region: 11,28 tỷ USD."""
    return north.figures[1]


def correct(one: Figure, number: str = "11.29", **new) -> Figure:
    printed = f"{number.replace('.', ',')} tỷ USD"
    said = {"reason": "Đọc nhầm.", "number": number, "printed": printed}
    return correct_figure(figure=one, by=registrar(), **said | new)


def page(client: Client, address: str) -> Element:
    return read(client.get(address)).one("main")


def notices(client: Client, address: str) -> list[str]:
    return [one.text for one in page(client, address).all("p", "correction")]


def in_english(client: Client) -> Client:
    client.post("/language/", {"language": "en", "next": "/"})
    return client


def listed(client: Client, address: str = "/corrections/") -> list[tuple[str, str, str]]:
    """Figure, before and after, and reason of each line."""
    return [(row[0], row[2], row[3]) for row in page(client, address).rows]


# Under the figure


@pytest.mark.parametrize(
    "address",
    [
        X_2022,
        "/indicators/export/",
        "/regions/bac-trung-bo-6/",
        "/sources/bao-thanh-hoa-2022/",
    ],
)
def test_corrected_figure_carries_its_notice_wherever_it_is_shown(client, exports, address):
    new = correct(exports)
    main = page(client, address)
    assert [one.text for one in main.all("p", "correction")] == [
        f"{_('Corrected on %(date)s:') % {'date': '22/11/2026'}} {_('previously')} 11,28 tỷ USD. "
        f"{_('Reason:')} Đọc nhầm."
    ]
    assert main.one("tr", id=f"figure-{new.pk}").one("b").text == "11,29 tỷ USD"


def test_corrected_figure_of_a_province_carries_its_notice(client, north):
    said = {"province": north.units["nghe-an"], "reported_at": north.x_2022}
    correct(figure("export", "11.28", "ty-usd", **said))
    assert len(notices(client, "/provinces/nghe-an/")) == 1


def test_notice_speaks_the_language_of_the_reader(client, exports):
    correct(exports)
    assert notices(in_english(client), X_2022) == [
        "Corrected on 22 November 2026: previously 11.28 billion USD. Reason: Đọc nhầm."
    ]


def test_old_value_is_struck_through_after_words_that_say_so(client, exports):
    correct(exports)
    notice = page(client, X_2022).one("p", "correction")
    before, _struck, _after = notice.text.partition(notice.one("del").text)
    assert (notice.one("del").text, before.endswith(f"{_('previously')} ")) == (
        "11,28 tỷ USD",
        True,
    )


def test_figure_never_corrected_carries_no_notice(client, exports):
    correct(exports)
    assert notices(client, "/indicators/retail_goods/") == []


def test_figure_corrected_twice_tells_both_the_latest_first(client, exports, clock):
    first = correct(exports)
    clock(dt.datetime(2026, 11, 23, 18, tzinfo=dt.UTC))  # already the 24th in Hà Nội
    correct(first, "11.3", reason="Theo báo cáo ký.")
    shown = [
        (one.one("b").text, one.one("del").text)
        for one in page(client, X_2022).all("p", "correction")
    ]
    heading = _("Corrected on %(date)s:")
    assert shown == [
        (heading % {"date": "24/11/2026"}, "11,29 tỷ USD"),
        (heading % {"date": "22/11/2026"}, "11,28 tỷ USD"),
    ]


def test_what_else_changed_is_told(client, exports):
    was = exports.period_label
    said = {"period_start": year(2020).start, "period_end": year(2020).end}
    correct(exports, "11.28", basis=Basis.PLAN, **said)
    with translation.override("en"):
        told = [
            (one.label, one.was, one.becomes)
            for one in corrections.changes(
                exports, Figure.objects.current().get(supersedes=exports)
            )
        ]
    struck = [one.text for one in page(client, X_2022).one("p", "correction").all("del")]
    assert told == [("period", "2021", "2020"), ("basis", "Actual", "Plan")]
    assert struck == [was, str(Basis.ACTUAL.label)]


def test_number_read_otherwise_is_told_though_it_is_printed_alike(exports):
    new = correct(exports, "11.82", printed=exports.printed)
    [change] = corrections.changes(exports, new)
    assert (change.was, change.becomes) == ("11,28\xa0tỷ\xa0USD", "11,82\xa0tỷ\xa0USD")


@translation.override("en")
def test_printed_form_is_told_where_the_reader_does_not_see_it_otherwise(exports):
    new = correct(exports, "11.28", printed="11,28 tỷ đô la Mỹ")
    [change] = corrections.changes(exports, new)
    assert (change.label, change.was, change.becomes) == (
        "as printed",
        "11,28 tỷ USD",
        "11,28 tỷ đô la Mỹ",
    )


def test_nobody_is_named(client, exports):
    said = {"reason": "Đọc nhầm.", "number": "11.29", "printed": "11,29 tỷ USD"}
    correct_figure(figure=exports, by=administrator(), **said)
    texts = [client.get(one).content.decode() for one in (X_2022, "/corrections/", "/feed.atom")]
    assert [one for one in texts if "Quản trị viên" in one] == []


def test_line_of_two_sources_leads_to_both_figures(client, north, exports):
    said = {"region": north.region, "reported_at": north.x_2022, "source": source("bao-khac")}
    other = figure("export", "11.29", "ty-usd", **said)
    new = correct(exports)
    table = page(client, X_2022).one("table", "figures")
    ids = [one["id"] for one in table.elements() if one.attributes.get("id", "").startswith("fig")]
    assert {f"figure-{other.pk}", f"figure-{new.pk}"} <= set(ids)
    assert len(table.all("p", "correction")) == 1


def test_notices_cost_one_query_however_many_and_none_without(
    north, exports, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert corrections.notices(north.figures) == {}
    chain = [exports]
    for number in ("11.29", "11.3", "11.31"):
        chain.append(correct(chain[-1], number))
    retail = correct(north.figures[0], "370462", printed="370.462 tỷ đồng")
    shown = list(Figure.objects.current().select_related(*corrections.SAID))
    with django_assert_num_queries(1):  # all that they said before
        found = corrections.notices(shown)
    assert {pk: len(rows) for pk, rows in found.items()} == {chain[-1].pk: 3, retail.pk: 1}


def test_chain_that_turns_in_a_circle_ends(exports):
    """No action makes one; a row written past all rules must not hang a page."""
    new = correct(exports)
    Figure.objects.filter(pk=exports.pk).update(supersedes=new)
    assert len(corrections.earlier([Figure.objects.get(pk=new.pk)])[new.pk]) == 2


# The page of all corrections


def test_page_lists_corrections_the_latest_first(client, north, exports, clock):
    correct(exports)
    clock(dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC))
    retail = correct(
        north.figures[0], "370462", printed="370.462 tỷ đồng", reason="Theo báo cáo ký."
    )
    main = page(client, "/corrections/")
    becomes = _("becomes")
    assert [(row[1], row[2], row[3]) for row in main.rows] == [
        (
            "23/11/2026",
            f"{_('previously')} 370.461 tỷ đồng {becomes} 370.462 tỷ đồng",
            "Theo báo cáo ký.",
        ),
        ("22/11/2026", f"{_('previously')} 11,28 tỷ USD {becomes} 11,29 tỷ USD", "Đọc nhầm."),
    ]
    assert main.links["Tổng mức bán lẻ hàng hóa, 6 tỉnh Bắc Trung Bộ, năm 2021"] == (
        f"{X_2022}#figure-{retail.pk}"
    )
    assert [mark for row in main.all("tr") for mark in row.marks] == [1, 1]


def test_page_speaks_english(client, exports):
    correct(exports)
    figure_told, change, _reason = listed(in_english(client))[0]
    assert figure_told.startswith("Export turnover, Six North Central provinces, 2021 Value · ")
    assert change == "previously 11.28 billion USD becomes 11.29 billion USD"


def test_page_without_corrections_says_so(client, north):
    empty = page(client, "/corrections/").one("div", "empty")
    assert empty.one("p", "empty__title").text == _("No published figure has been corrected yet.")


def test_page_is_led_to_from_the_figures(client, north):
    whole = read(client.get("/indicators/"))
    assert whole.one("main").links[_("All corrections, with what was said before")] == (
        "/corrections/"
    )
    assert whole.one("footer").links[_("Corrections")] == "/corrections/"


def test_correction_that_was_withdrawn_stays_readable(client, exports, clock):
    new = correct(exports)
    clock(dt.datetime(2026, 11, 25, 2, tzinfo=dt.UTC))
    retire(record=new, by=registrar(), reason="Không có trong bài.")
    gone = _("withdrawn on %(date)s") % {"date": "25/11/2026"}
    [(_figure, change, _reason)] = listed(client)
    assert change.endswith(gone[0].upper() + gone[1:])
    assert notices(client, X_2022) == []


def test_correction_that_was_corrected_says_when(client, exports):
    correct(correct(exports), "11.3")
    again = _("corrected again on %(date)s") % {"date": "22/11/2026"}
    assert [again[1:] in change for _figure, change, _reason in listed(client)] == [False, True]


def test_correction_of_a_figure_of_no_conference_leads_to_its_source(client, north):
    new = correct(figure("export", "11.28", "ty-usd"))
    links = page(client, "/corrections/").links
    assert f"/sources/bao-thanh-hoa-2022/#figure-{new.pk}" in links.values()


def test_file_holds_every_correction(client, exports):
    correct(exports, "11.29")
    links = [one["href"] for one in page(client, "/corrections/").one("p", "downloads").all("a")]
    assert links == ["/corrections/corrections.xlsx", "/corrections/corrections.csv"]
    text = client.get(links[1]).getvalue().decode("utf-8-sig")
    (found,) = csv.DictReader(StringIO(text, newline=""), delimiter=";")
    told = (found[_("Before")], found[_("Now printed")], found[_("Corrected on")])
    assert told == ("11,28 tỷ USD", "11,29 tỷ USD", timezone.localdate().isoformat())


def test_pages_of_corrections_hold_each_once(client, exports, monkeypatch):
    monkeypatch.setattr("metrics.views.PAGE_SIZE", 2)
    last = exports
    for number in ("11.29", "11.3", "11.31"):
        last = correct(last, number)
    first = page(client, "/corrections/")
    second = page(client, f"/corrections/{first.one('a', rel='next')['href']}")
    struck = [[one.text for one in part.all("del")] for part in (first, second)]
    assert struck == [["11,3 tỷ USD", "11,29 tỷ USD"], ["11,28 tỷ USD"]]
    again = page(client, f"/corrections/{second.one('a', rel='prev')['href']}")
    assert again.rows == first.rows


def test_page_of_corrections_costs_one_query(client, north, exports, django_assert_num_queries):
    with django_assert_num_queries(1):  # a page of corrections
        client.get("/corrections/")
    last = exports
    for number in ("11.29", "11.3", "11.31"):
        last = correct(last, number)
    with django_assert_num_queries(1):
        assert len(listed(client)) == 3


# What is not public


def test_corrections_of_a_draft_are_nobodys(client, north, exports):
    correct(exports)
    unpublish(conference=north.x_2022, by=registrar(), reason="Rà soát.")
    client.force_login(ministry_reader())
    assert (listed(client), len(notices(client, X_2022))) == ([], 1)
    client.logout()
    assert listed(client) == []
    assert "11,28" not in client.get("/feed.atom").content.decode()


def test_corrections_of_a_retired_conference_are_nobodys(client, north, exports):
    correct(exports)
    retire(record=north.x_2022, by=registrar(), reason="Không có thật.")
    assert listed(client) == []


def test_corrections_of_a_demonstration_are_nobodys(client, north):
    shown = conference(
        series("trinh-dien", name="Trình diễn", is_demonstration=True), dt.date(2026, 5, 1)
    )
    correct(figure("export", "11.28", "ty-usd", reported_at=shown))
    paper = source("bao-cao-thu")
    paper.is_demonstration = True
    keep(record=paper, by=registrar())
    correct(figure("export", "11.28", "ty-usd", reported_at=north.x_2022, source=paper))
    assert listed(client) == []
    assert "11,28" not in client.get("/feed.atom").content.decode()


# Notices stay


@pytest.mark.parametrize("which", ["corrected", "correcting"])
def test_no_figure_of_a_correction_can_be_deleted(exports, which):
    new = correct(exports)
    one = {"corrected": exports, "correcting": new}[which]
    with pytest.raises(ProtectedError):
        one.delete()
    with pytest.raises(ProtectedError):
        Figure.objects.filter(pk=one.pk).delete()
    with pytest.raises(ProtectedError):
        Figure.objects.all().delete()
    assert Figure.objects.filter(pk__in=[exports.pk, new.pk]).count() == 2


@pytest.mark.parametrize("which", ["corrected", "correcting"])
def test_postgresql_itself_keeps_the_figures_of_a_correction(exports, which):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite deletes to empty a test database; PostgreSQL refuses")
    pk = {"corrected": exports.pk, "correcting": correct(exports).pk}[which]
    refused = pytest.raises(DatabaseError, match="never deleted")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("DELETE FROM metrics_figure WHERE id = %s", [pk])
    assert Figure.objects.filter(pk=pk).exists()


def test_source_of_a_corrected_figure_cannot_be_deleted(north, exports):
    correct(exports)
    with pytest.raises(ProtectedError):
        north.article.delete()


@pytest.mark.parametrize(
    "columns",
    [{"superseded_reason": ""}, {"superseded_at": None}, {"superseded_by": None}],
)
def test_correction_keeps_its_reason_and_its_day(exports, columns):
    correct(exports)
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(pk=exports.pk).update(**columns)


def test_corrected_figure_that_is_retired_all_the_same_is_still_told(client, exports):
    correct(exports)
    retire(record=exports, by=registrar(), reason="Gỡ thông báo.")
    assert len(notices(client, X_2022)) == len(listed(client)) == 1


def test_corrected_figure_cannot_be_retired_with_others(exports):
    correct(exports)
    with pytest.raises(ValidationError):
        retire_figures(figures=[exports], by=registrar(), reason="Gỡ thông báo.")


# The action


@translation.override("en")
def refusal_of(one: Figure, *number: str, **said) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        correct(one, *number, **said)
    return refusal.value.messages


def test_correction_that_changes_nothing_is_refused(exports):
    assert refusal_of(exports, "11.28") == [
        "Nothing would change: type what the figure should have said."
    ]
    assert Figure.objects.get(pk=exports.pk).superseded_at is None


def test_correction_that_was_not_previewed_is_refused(exports):
    assert refusal_of(exports, seen="another preview") == [
        "The register has changed since this preview. Look at it and confirm again."
    ]
    assert Figure.objects.get(pk=exports.pk).superseded_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_one_is_refused():
    built = north_central()
    by, together = registrar(), Barrier(2)

    def run(number: str) -> object:
        said = {"reason": "Đọc nhầm.", "number": number, "printed": f"{number} tỷ USD"}
        try:
            connection.ensure_connection()
            together.wait(timeout=30)
            return correct_figure(figure=Figure.objects.get(pk=exports.pk), by=by, **said)
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    exports = built.figures[1]
    with ThreadPoolExecutor(2) as people:
        outcomes = list(people.map(run, ["11.29", "11.3"]))
    assert sorted(type(one).__name__ for one in outcomes) == ["Figure", "ValidationError"]
    assert Figure.objects.filter(supersedes=exports).count() == 1
