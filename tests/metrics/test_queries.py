"""What the pages read about figures: rules F1, F2, F4, C6 and N1."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from conferences.citing import SourceNumbers
from conferences.models import Source
from metrics import queries, wording
from metrics.enums import Against, Basis, ChangeIn, Measure, Qualifier
from metrics.models import Figure
from metrics.periods import first_months, year
from provinces.queries import Places
from tests import register
from tests.register import figure, unsaved_figure
from vietnamese.numbers import NBSP

pytestmark = pytest.mark.django_db

ANYBODY = AnonymousUser()


@pytest.fixture
def other() -> Source:
    """A second source, in Vietnamese."""
    return register.source("bao-cao-hoi-nghi", rank="conference_report")


@pytest.fixture
def english() -> Source:
    return register.source("vietnam-vn-2024-en")


def groups_of(rows) -> list[dict]:
    return queries.figure_groups(rows, ANYBODY, numbers=SourceNumbers(), places=Places.load())


def table(*rows: Figure) -> list[dict]:
    """The lines of the table of these figures."""
    found = queries.figures(ANYBODY).filter(pk__in=[row.pk for row in rows])
    return [line for group in groups_of(found) for line in group["rows"]]


# Which figures


def test_figures_of_a_conference_stand_by_indicator_in_the_order_printed(north) -> None:
    found = queries.figures_of_conference(north.x_2022, ANYBODY)
    assert [(row.indicator.key, row.number) for row in found] == [
        ("retail_goods", "370461"),
        ("retail_goods", "105091"),
        ("retail_goods", "7.97"),
        ("retail_goods", "1.318"),
        ("export", "11.28"),
    ]


def test_figures_of_a_conference_are_read_in_six_queries(north, django_assert_num_queries) -> None:
    # figures with all that a line shows; of their checks akin indicators, figures beside them, what
    # adds up, memberships of regions, names
    with django_assert_num_queries(6):
        rows = list(queries.figures_of_conference(north.x_2022, ANYBODY))
        queries.figure_groups(rows, ANYBODY, numbers=SourceNumbers(), places=Places({}, {}))


def test_superseded_figure_is_not_read(north) -> None:
    old = north.figures[1]
    old.superseded_at, old.superseded_by = timezone.now(), register.registrar()
    old.superseded_reason = "Nguồn đính chính"
    old.save()
    found = queries.figures_of_conference(north.x_2022, ANYBODY)
    assert {row.indicator.key for row in found} == {"retail_goods"}


def test_figures_of_a_draft_are_the_ministrys(north) -> None:
    draft = register.conference(north.series, dt.date(2025, 5, 13), draft=True)
    hidden = figure("delegates", "150", "dai-bieu", conference=draft)
    found = [
        list(queries.figures_of_conference(draft, visitor))
        for visitor in (ANYBODY, register.ministry_reader())
    ]
    assert found == [[], [hidden]]


def test_figures_of_a_region_stand_latest_period_first(north) -> None:
    found = queries.figures_of_region(north.region.pk, ANYBODY)
    assert [row.number for row in found] == ["105091", "7.97", "370461", "11.28"]


def test_figures_of_a_unit_of_today_are_those_of_its_forebears(north) -> None:
    units = north.units
    row = figure("export", "1", "ty-usd", province=units["quang-binh"])
    figure("export", "2", "ty-usd", province=units["nghe-an"])
    kindred = Places.load().kindred_ids(units["quang-tri-2025"])
    assert list(queries.figures_of_provinces(kindred, ANYBODY)) == [row]


def test_figures_of_a_source_are_all_it_prints(north, other) -> None:
    row = figure("export", "11.3", "ty-usd", source=other)
    assert list(queries.figures_of_source(other, ANYBODY)) == [row]


def test_figures_of_an_indicator_leave_out_others(north) -> None:
    export = register.indicator("export")
    assert list(queries.figures_of_indicator(export, ANYBODY)) == [north.figures[1]]


def test_indicators_are_listed_with_what_the_public_may_count(north) -> None:
    draft = register.conference(north.series, dt.date(2025, 5, 13), draft=True)
    figure("export", "9", "ty-usd", reported_at=draft, period=year(2024))
    listed = [
        {row.key: row.figure_count for row in queries.indicator_list(visitor)}
        for visitor in (ANYBODY, register.ministry_reader())
    ]
    assert listed == [
        {"retail_goods": 4, "export": 1},
        {"retail_goods": 4, "export": 2},
    ]


def test_figures_are_counted_for_the_visitor(north) -> None:
    draft = register.conference(north.series, dt.date(2025, 5, 13), draft=True)
    figure("delegates", "150", "dai-bieu", conference=draft)
    counts = [queries.figure_count(one) for one in (ANYBODY, register.ministry_reader())]
    assert counts == [5, 6]


def test_page_of_an_indicator_names_its_breakdowns(db) -> None:
    whole = register.indicator("export")
    part = register.indicator("clusters", parent=whole)
    assert list(queries.indicator_page("export").get().breakdowns.all()) == [part]


# Answers to one question, F4


@pytest.mark.parametrize(
    ("first", "second", "disputed"),
    [
        (("11.28", "ty-usd"), ("11.28", "ty-usd"), False),
        (("11.28", "ty-usd"), ("11280", "trieu-usd"), False),
        (("11.28", "ty-usd"), ("11.3", "ty-usd"), True),
    ],
)
def test_sources_disagree_when_their_values_differ(other, first, second, disputed) -> None:
    rows = [figure("export", *first), figure("export", *second, source=other)]
    assert queries.contradict(rows) is disputed


@pytest.mark.parametrize(("number", "disputed"), [("18.5", False), ("18.6", True)])
def test_numbers_without_a_value_disagree_when_printed_otherwise(
    other, number: str, disputed: bool
) -> None:
    problem = "Nguồn in kim ngạch xuất khẩu bằng đồng"
    rows = [
        figure("export", "18.5", "ty-dong", problem=problem),
        figure("export", number, "ty-dong", problem=problem, source=other),
    ]
    assert queries.contradict(rows) is disputed


def test_ranges_disagree_by_either_end(other) -> None:
    rows = [
        figure("export", "2.5", "ty-usd", upper="3"),
        figure("export", "2.5", "ty-usd", upper="4", source=other),
    ]
    assert queries.contradict(rows) is True


def test_one_answer_is_no_dispute() -> None:
    assert queries.contradict([figure("export", "11.28", "ty-usd")]) is False


def test_answers_to_one_question_stand_together(other) -> None:
    rows = [
        figure("export", "11.28", "ty-usd", position=1),
        figure("export", "12", "ty-usd", position=2, period=year(2020)),
        figure("export", "11.3", "ty-usd", position=3, source=other),
    ]
    assert [(line["printed"], line["disputed"]) for line in table(*rows)] == [
        (f"11,28{NBSP}tỷ{NBSP}USD", True),
        (f"11,3{NBSP}tỷ{NBSP}USD", True),
        (f"12{NBSP}tỷ{NBSP}USD", False),
    ]


def test_group_with_a_dispute_says_so(other) -> None:
    figure("export", "11.28", "ty-usd")
    figure("export", "11.3", "ty-usd", source=other)
    figure("delegates", "150", "dai-bieu")
    groups = groups_of(queries.figures(ANYBODY))
    assert {group["indicator"]["url"]: group["disputed"] for group in groups} == {
        "/indicators/export/": True,
        "/indicators/delegates/": False,
    }


def test_sources_that_print_the_same_share_a_line(other) -> None:
    rows = [figure("export", "11.28", "ty-usd"), figure("export", "11.28", "ty-usd", source=other)]
    [line] = table(*rows)
    assert [mark["number"] for mark in line["sources"]] == [1, 2]


# A line of the table


@translation.override("en")
def test_line_tells_place_period_basis_and_measure(north) -> None:
    share = table(north.figures[3])[0]
    told = {name: str(share[name]) for name in ("place", "place_url", "period", "basis", "measure")}
    assert told == {
        "place": "Six North Central provinces",
        "place_url": "/regions/bac-trung-bo-6/",
        "period": "Q1 2022",
        "basis": "Estimate",
        "measure": "share of the whole country",
    }


@translation.override("en")
def test_line_tells_where_a_province_belongs_now() -> None:
    units = register.provinces("quang-tri-2025", "quang-binh")
    row = figure("export", "1", "ty-usd", province=units["quang-binh"])
    assert table(row)[0]["place_now"] == "now part of Quang Tri"


def test_line_in_the_readers_language_is_as_printed(north) -> None:
    line = table(north.figures[4])[0]
    assert (line["printed"], line["quote"]) == (f"1,318{NBSP}triệu{NBSP}tỷ{NBSP}đồng", "")


@translation.override("en")
def test_line_in_another_language_is_told_and_quoted(north) -> None:
    line = table(north.figures[4])[0]
    assert (line["printed"], line["quote"], line["quote_language"]) == (
        f"1.318{NBSP}quadrillion{NBSP}đồng",
        f"1,318{NBSP}triệu{NBSP}tỷ{NBSP}đồng",
        "vi",
    )


@pytest.mark.parametrize(
    ("language", "value"),
    [("vi", f"1.318.000{NBSP}tỷ{NBSP}đồng"), ("en", f"1,318,000{NBSP}billion{NBSP}đồng")],
)
def test_line_in_another_unit_tells_the_value(north, language: str, value: str) -> None:
    with translation.override(language):
        assert table(north.figures[4])[0]["value"] == value


def test_line_in_the_unit_of_the_indicator_tells_no_value_twice(north) -> None:
    assert table(north.figures[0])[0]["value"] == ""


def test_line_of_a_range_tells_both_values() -> None:
    row = figure("export", "2.5", "ty-usd", upper="3", printed="2,5–3 tỷ USD")
    assert table(row)[0]["value"] == f"2.500–3.000{NBSP}triệu{NBSP}USD"


def test_line_of_a_count_in_other_words_tells_no_value() -> None:
    assert table(figure("provinces_present", "6", "tinh"))[0]["value"] == ""


def test_line_of_a_number_that_cannot_be_converted_tells_why() -> None:
    row = figure("export", "18.5", "ty-dong", problem="Nguồn in bằng đồng")
    line = table(row)[0]
    assert (line["value"], line["problem"]) == ("", "Nguồn in bằng đồng")


@translation.override("en")
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, f"11.28{NBSP}billion USD"),
        ({"qualifier": Qualifier.OVER}, f"over 11.28{NBSP}billion USD"),
        ({"upper": "12"}, f"11.28–12{NBSP}billion USD"),
    ],
)
def test_number_is_readable_in_english(said: dict, words: str) -> None:
    assert wording.readable(unsaved_figure("export", "11.28", "ty-usd", **said)) == words


@translation.override("en")
def test_percentage_is_readable_without_a_space() -> None:
    row = unsaved_figure("retail_goods", "7.97", "phan-tram", measure=Measure.SHARE)
    assert wording.readable(row) == "7.97%"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("11,28 tỷ USD", f"11,28{NBSP}tỷ{NBSP}USD"),
        (
            "trên 10 tỷ đồng (tương đương 430.000 USD)",
            f"trên 10{NBSP}tỷ đồng (tương đương 430.000{NBSP}USD)",
        ),
    ],
)
def test_number_and_unit_stay_on_one_line(printed: str, shown: str) -> None:
    assert wording.unbroken(printed) == shown


MEASURES = [
    ({}, "value"),
    ({"measure": Measure.SHARE}, "share of the whole country"),
    ({"measure": Measure.COMPLETION}, "share of the year's plan"),
    (
        {"measure": Measure.PROVINCES, "out_of": 28, "criterion": "IIP tăng"},
        "provinces, of 28: IIP tăng",
    ),
    *(
        ({"measure": Measure.GROWTH, "against": against}, words)
        for against, words in {
            Against.SAME_PERIOD: "growth on the same period of the year before",
            Against.PLAN: "growth on the plan",
            Against.PREVIOUS_PLAN: "growth on the plan of the year before",
            Against.PREVIOUS_PERIOD: "growth on the previous period",
            Against.NOT_STATED: "growth (on what is not stated)",
        }.items()
    ),
    *(
        ({"measure": Measure.RATE_CHANGE, "change_in": change_in}, words)
        for change_in, words in {
            ChangeIn.PERCENT: "change of the rate, in percent",
            ChangeIn.POINT: "change of the rate, in percentage points",
            ChangeIn.UNCLEAR: "change of the rate, percent or points not clear",
        }.items()
    ),
]


@translation.override("en")
@pytest.mark.parametrize(("said", "words"), MEASURES)
def test_measure_is_told_in_words(said: dict, words: str) -> None:
    row = unsaved_figure("retail_goods", "7.97", "phan-tram", **said)
    assert wording.measure_in_words(row) == words


@translation.override("en")
def test_share_of_a_named_indicator_names_it() -> None:
    row = unsaved_figure(
        *("clusters", "43.24", "phan-tram"),
        measure=Measure.SHARE,
        whole=register.indicator("export"),
    )
    assert wording.measure_in_words(row) == "share of: Export turnover"


def test_sources_are_numbered_over_all_groups(other) -> None:
    rows = [
        figure("export", "11.28", "ty-usd", period=first_months(2019, 4), basis=Basis.ESTIMATE),
        figure("delegates", "150", "dai-bieu", source=other),
        figure("delegates", "6", "dai-bieu", period=year(2020)),
    ]
    assert sorted(line["sources"][0]["number"] for line in table(*rows)) == [1, 1, 2]


def test_line_of_two_languages_is_told_in_the_readers(english) -> None:
    rows = [
        figure("export", "11.28", "ty-usd", source=english, printed="11.28 billion USD"),
        figure("export", "11.28", "ty-usd"),
    ]
    assert table(*rows)[0]["printed"] == f"11,28{NBSP}tỷ{NBSP}USD"
