"""The checks of the register's figures: read, told in words, on their page, by the command (F5)."""

import csv
import datetime as dt
import re
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from conferences.models import Series
from metrics.checks import words
from metrics.checks.findings import Identity, Verdict
from metrics.checks.reading import examine_all, examine_these
from metrics.checks.words import inferred_levels, tell
from metrics.enums import Against, Basis, Measure, Qualifier
from metrics.models import Figure, Indicator
from metrics.periods import first_months, year
from provinces.actions import keep
from tests import register
from tests.admin_pages import signed_in
from tests.reading import Element, read
from tests.register import NorthCentral, figure, registrar

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()
URL = "/checks/"


@pytest.fixture
def client(client: Client) -> Client:
    """Somebody who reads English: the words are as the sources have them."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def growth(north: NorthCentral, number: str, **said) -> Figure:
    return figure(
        "export",
        number,
        "phan-tram",
        region=north.region,
        measure=Measure.GROWTH,
        against=Against.SAME_PERIOD,
        reported_at=north.x_2022,
        **said,
    )


def levels(north: NorthCentral, now: str = "11.28", before: str = "10.00") -> tuple[Figure, Figure]:
    """Exports of 2021, recorded with the conference already, and of the year before."""
    said = {"region": north.region, "reported_at": north.x_2022}
    return (
        Figure.objects.get(indicator__key="export", number=now),
        figure("export", before, "ty-usd", period=year(2020), **said),
    )


def sentence(one: Figure, language: str = "en") -> str:
    with translation.override(language):
        examined = examine_these([one], ANYBODY)
        (said,) = tell(examined.findings, examined)
        return f"{said.label}: {said.sentence} {said.calculation}".strip()


# Words


def test_growth_that_fits_says_its_calculation(north: NorthCentral) -> None:
    levels(north)
    assert sentence(growth(north, "12.8")) == (
        "Agrees: Recomputed: 12.8% (between 12.7% and 12.9%). "
        "11.28\u00a0billion USD ÷ 10.00\u00a0billion USD − 1 = 12.8%"
    )


def test_growth_that_is_off_says_between_which_numbers(north: NorthCentral) -> None:
    levels(north)
    assert sentence(growth(north, "15.00"), "vi") == (
        "Chênh lệch: Tính lại được 12,80% (từ 12,69% đến 12,91%); nguồn ghi 15,00%. "
        "11,28\u00a0tỷ USD ÷ 10,00\u00a0tỷ USD − 1 = 12,80%"
    )


def test_decimals_grow_until_a_small_error_shows(north: NorthCentral) -> None:
    levels(north, before="10.000")
    said = sentence(growth(north, "12.9", qualifier=Qualifier.OVER))
    assert said.startswith("Off: Recomputed: 12.80% (between 12.74% and 12.86%); stated: over ")


def test_missing_level_is_named(north: NorthCentral) -> None:
    assert sentence(growth(north, "12.8")) == (
        "Cannot be checked: No figure of: "
        "Export turnover, Six North Central provinces, 2020 (actual)."
    )


def test_inferred_level_is_marked_and_said_with_its_interval(north: NorthCentral) -> None:
    growth(north, "12.8")
    with translation.override("en"):
        levels, count = inferred_levels(Indicator.objects.get(key="export"), ANYBODY)
        assert (count, levels) == (
            1,
            [
                "Export turnover, Six North Central provinces, 2020 (actual): "
                "10,000\u00a0million USD (between 9,991 and 10,009), "
                "inferred from 11.28\u00a0billion USD · 12.8%; not reported."
            ],
        )


def test_unit_that_slipped_names_the_other_source(north: NorthCentral) -> None:
    dong = figure(
        "export",
        "11.3",
        "ty-dong",
        region=north.region,
        reported_at=north.x_2022,
        problem="Xuất khẩu tính bằng đồng.",
        source=register.source("bao-cao-hoi-nghi", rank="conference_report"),
    )
    assert sentence(dong) == (
        "Off: The same number stands elsewhere as 11.28\u00a0billion USD: a slip of the unit, "
        "not a level."
    )


def test_of_many_inferred_levels_those_of_the_latest_periods_are_told(
    north: NorthCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "MOST_INFERRED", 2)
    said = {"region": north.region, "reported_at": north.x_2022}
    for number in (2018, 2024, 2020):
        figure("export", "9.00", "ty-usd", period=year(number), **said)
        growth(north, "12.8", period=year(number))
    told, count = inferred_levels(Indicator.objects.get(key="export"), ANYBODY)
    assert [re.findall(r"20\d\d", one)[0] for one in told] == ["2023", "2019"]
    assert count == 3


# What is read


def test_figures_of_a_page_are_checked_beside_those_of_others(north: NorthCentral) -> None:
    _now, before = levels(north)
    keep(record=before, by=registrar())
    Figure.objects.filter(pk=before.pk).update(reported_at=north.in_2024)
    one = growth(north, "12.8")
    (finding,) = examine_these([one], ANYBODY).findings
    assert (finding.verdict, finding.used[1]) == (Verdict.AGREES, before.pk)


def test_page_of_figures_and_page_of_all_find_the_same(north: NorthCentral) -> None:
    levels(north)
    growth(north, "15.0")
    rows = list(Figure.objects.select_related("indicator__unit", "unit"))
    assert examine_these(rows, ANYBODY).findings == examine_all(Figure.objects.public()).findings


def test_draft_is_no_witness_for_visitors(north: NorthCentral) -> None:
    draft = register.conference(north.series, dt.date(2021, 5, 1), draft=True)
    _now, before = levels(north)
    Figure.objects.filter(pk=before.pk).update(reported_at=draft)
    one = growth(north, "12.8")
    (public,) = examine_these([one], ANYBODY).findings
    (internal,) = examine_these([one], register.administrator()).findings
    assert (public.verdict, internal.verdict) == (Verdict.UNCHECKABLE, Verdict.AGREES)


def test_demonstration_is_not_checked(north: NorthCentral) -> None:
    levels(north)
    growth(north, "15.0")
    before = len(examine_all(Figure.objects.public()).findings)
    Series.objects.filter(pk=north.series.pk).update(is_demonstration=True)
    assert (before, examine_all(Figure.objects.public()).findings) == (2, [])


def test_breakdowns_add_up_only_where_the_indicator_says_so(north: NorthCentral) -> None:
    whole = Indicator.objects.get(key="export")
    part = register.indicator("clusters")
    Indicator.objects.filter(pk=part.pk).update(parent=whole, unit=whole.unit)
    figure("clusters", "99", "trieu-usd", region=north.region, reported_at=north.x_2022)
    assert [
        one.identity for one in examine_all(Figure.objects.public(), Q(indicator=whole)).findings
    ] == []
    Indicator.objects.filter(pk=whole.pk).update(adds_up=True)
    (found,) = examine_all(Figure.objects.public(), Q(indicator=whole)).findings
    assert (found.identity, found.verdict) == (Identity.PARTS, Verdict.OFF)


def test_region_is_checked_with_its_members_of_that_day(north: NorthCentral) -> None:
    for key in ("thanh-hoa", "nghe-an"):
        figure("export", "3.0", "ty-usd", province=north.units[key], reported_at=north.x_2022)
    (found,) = examine_all(
        Figure.objects.public(), Q(region=north.region, indicator__key="export")
    ).findings
    assert (found.identity, found.verdict, found.answered, found.asked) == (
        Identity.MEMBERS,
        Verdict.UNCHECKABLE,
        2,
        6,
    )


@pytest.mark.parametrize("several", [1, 3])
def test_checks_of_a_page_read_four_queries(
    north: NorthCentral, django_assert_num_queries, several: int
) -> None:
    levels(north)
    for number in range(several):
        growth(north, f"12.{number}")
    rows = list(Figure.objects.select_related("indicator__unit", "unit"))
    with django_assert_num_queries(4):  # akin indicators, figures, traits, memberships
        examine_these(rows, ANYBODY)


def test_figures_without_checks_read_nothing(
    north: NorthCentral, django_assert_num_queries
) -> None:
    counts = list(Figure.objects.filter(scope="conference"))
    with django_assert_num_queries(0):
        assert examine_these(counts, ANYBODY).findings == []


# The page


def page(client: Client, query: str = "") -> Element:
    answer = client.get(f"{URL}{query}")
    assert answer.status_code == 200
    return read(answer).one("main")


def rows(shown: Element) -> list[tuple[str, str]]:
    """Each check: the number as printed, and the verdict."""
    if not shown.has("table", "checks"):
        return []
    return [
        (row.one("b").text, row.one("span", "tag").text)
        for row in shown.one("table", "checks").one("tbody").all("tr")
    ]


def several(north: NorthCentral) -> None:
    """One check of each verdict but one: 7,97% of goods is of an indicator nobody stated."""
    levels(north)
    growth(north, "12.8")
    growth(north, "15.0")


def test_page_shows_the_doubtful_first(north: NorthCentral, client: Client) -> None:
    several(north)
    assert rows(page(client)) == [("15.0%", "Off")]


def test_page_shows_what_was_chosen(north: NorthCentral, client: Client) -> None:
    several(north)
    shown = rows(page(client, "?verdict=all"))
    assert sorted(shown) == [("12.8%", "Agrees"), ("15.0%", "Off"), ("7.97%", "Agrees")]
    assert rows(page(client, "?verdict=agrees&topic=trade&year=2021")) == [("12.8%", "Agrees")]
    assert rows(page(client, "?verdict=agrees&identity=share")) == [("7.97%", "Agrees")]
    assert rows(page(client, "?verdict=agrees&region=bac-trung-bo-6&year=1999")) == []


def test_page_counts_each_verdict_and_keeps_the_filters(
    north: NorthCentral, client: Client
) -> None:
    several(north)
    tabs = page(client, "?year=2021").one("nav", "sorts").all("a")
    assert [one.text for one in tabs] == [
        "To look at again 1",
        "Off 1",
        "Agrees, different indicators 0",
        "Cannot be checked 0",
        "Agrees 1",
        "All 2",
    ]
    assert tabs[4]["href"] == "?year=2021&verdict=agrees"


def test_page_leads_on_where_nothing_is_found(north: NorthCentral, client: Client) -> None:
    empty = page(client, "?verdict=different").one("div", "empty")
    assert empty.one("a")["href"] == URL


@pytest.mark.parametrize("query", ["?verdict=wrong", "?year=MMXX", "?region=nowhere", "?after=x-y"])
def test_page_says_what_it_cannot_read_and_shows_the_rest(
    north: NorthCentral, client: Client, query: str
) -> None:
    several(north)
    shown = page(client, query)
    assert rows(shown) == [("15.0%", "Off")]
    assert shown.has("ul", "errorlist") == (not query.startswith("?after"))


def test_page_goes_on_after_fifty_and_back(
    north: NorthCentral, client: Client, monkeypatch
) -> None:
    several(north)
    monkeypatch.setattr("metrics.checks.views.PAGE_SIZE", 2)
    first = page(client, "?verdict=all")
    on = first.one("nav", "pages").one("a", rel="next")["href"]
    second = page(client, on)
    back = second.one("nav", "pages").one("a", rel="prev")["href"]
    assert (len(rows(first)), len(rows(second))) == (2, 1)
    assert rows(page(client, back)) == rows(first)
    assert not second.one("nav", "pages").has("a", rel="next")


def test_file_holds_all_checks_of_its_page(
    north: NorthCentral, client: Client, monkeypatch
) -> None:
    several(north)
    monkeypatch.setattr("metrics.checks.views.PAGE_SIZE", 1)
    query = "?verdict=all&topic=trade"
    links = [one["href"] for one in page(client, query).one("p", "downloads").all("a")]
    assert links == [f"{URL}checks.xlsx{query}", f"{URL}checks.csv{query}"]
    text = client.get(links[1]).getvalue().decode("utf-8-sig")
    found = list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))
    assert [(one["As printed"], one["Result"]) for one in found] == [
        ("15,0%", "Off"),
        ("7,97%", "Agrees"),
        ("12,8%", "Agrees"),
    ]
    assert found[0]["Result in words"] == (
        "Recomputed: 12.8% (between 12.7% and 12.9%); stated: 15.0%."
    )
    about = load_workbook(BytesIO(client.get(links[0]).getvalue())).worksheets[1]
    assert [row[1] for row in about.values if row[0] == "Filter"] == [
        "Result: All",
        "Topic: Trade",
    ]


@pytest.mark.parametrize("several_rows", [1, 3])
def test_page_of_checks_reads_a_constant_number(
    north: NorthCentral, client: Client, django_assert_num_queries, several_rows: int
) -> None:
    levels(north)
    for number in range(several_rows):
        growth(north, f"15.{number}")
    # regions; those chosen, figures, what adds up, memberships; names of those that take part
    with django_assert_num_queries(6):
        client.get(f"{URL}?topic=trade")


def test_keeper_is_led_to_the_figure(north: NorthCentral, client: Client) -> None:
    levels(north)
    wrong = growth(north, "15.0")
    address = reverse("admin:metrics_figure_change", args=[wrong.pk])
    keeper = page(signed_in(register.administrator(), "en"))
    assert [one["href"] for one in keeper.all("a") if "/admin/" in one["href"]] == [address]
    assert [one["href"] for one in page(client).all("a") if "/admin/" in one["href"]] == []


def test_conference_shows_the_checks_beside_its_figures(
    north: NorthCentral, client: Client
) -> None:
    levels(north)
    wrong = growth(north, "15.0")
    shown = read(client.get(north.x_2022.get_absolute_url())).one("main")
    line = shown.one("tr", id=f"figure-{wrong.pk}")
    assert [one.text for one in line.all("span", "tag")] == ["Off"]
    told_there = [one.text for one in shown.all("div", "check")]
    assert len(told_there) == 2
    assert "Recomputed: 12.8% (between 12.7% and 12.9%); stated: 15.0%." in told_there[1]


# The command


def run(*options: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("check_figures", *options, stdout=out)
    return out.getvalue()


def test_command_ends_well_where_nothing_is_off(north: NorthCentral) -> None:
    levels(north)
    growth(north, "12.8")
    assert run().splitlines()[-1] == (
        "Off: 0; Agrees, different indicators: 0; Cannot be checked: 0; Agrees: 2"
    )


def test_command_tells_what_is_off_and_fails(north: NorthCentral) -> None:
    levels(north)
    growth(north, "15.0")
    out = StringIO()
    with (
        translation.override("en"),
        pytest.raises(CommandError, match=r"^Off: 1; .*; Agrees: 1$"),
    ):
        call_command("check_figures", stdout=out)
    (line,) = out.getvalue().splitlines()
    assert line.startswith("Off: Export turnover, growth on the same period of the year before, ")


def test_command_tells_everything_when_asked(north: NorthCentral) -> None:
    levels(north)
    growth(north, "12.8")
    assert [line.split(":")[0] for line in run("--all").splitlines()] == ["Agrees", "Agrees", "Off"]


def test_plan_of_a_year_is_reckoned_with_by_its_first_months(north: NorthCentral) -> None:
    said = {"region": north.region, "reported_at": north.x_2022}
    figure("export", "12.00", "ty-usd", period=year(2022), basis=Basis.PLAN, **said)
    figure("export", "3.10", "ty-usd", period=first_months(2022, 3), **said)
    done = figure(
        "export",
        "26",
        "phan-tram",
        period=first_months(2022, 3),
        measure=Measure.COMPLETION,
        qualifier=Qualifier.ALMOST,
        **said,
    )
    assert sentence(done).startswith("Agrees: Recomputed: 26%")
