"""Indicators, units and figures: rules F1, F2, F7 and C6."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone, translation

from metrics.enums import Against, Basis, ChangeIn, Measure, Qualifier, Scope
from metrics.models import Figure, Indicator, Unit
from metrics.periods import first_months, year
from provinces.actions import retire
from tests import register
from tests.register import figure, refused, unsavable, unsaved_figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    """X/2022, published."""
    return register.conference(register.series(), dt.date(2022, 5, 13), edition=10)


@pytest.fixture
def draft():
    """XI/2023, of which only the Ministry knows."""
    return register.conference(
        register.series("phia-bac"), dt.date(2023, 5, 13), edition=11, draft=True
    )


@pytest.fixture
def region():
    return register.region("bac-trung-bo-6", name="6 tỉnh Bắc Trung Bộ")


@pytest.fixture
def nghe_an():
    return register.province("nghe-an")


# The printed number and its value, F2


@pytest.mark.parametrize(
    ("key", "number", "unit", "value"),
    [
        ("retail_goods", "370461", "ty-dong", "370461"),
        ("retail_goods", "1.318", "trieu-ty-dong", "1318000"),
        ("retail_goods", "16.90", "ty-dong", "16.9"),
        ("export", "11.28", "ty-usd", "11280"),
        ("export", "0", "ty-usd", "0"),
        ("provinces_present", "6", "tinh", "6"),
    ],
)
def test_level_has_a_value_in_the_unit_of_its_indicator(
    key: str, number: str, unit: str, value: str
) -> None:
    row = figure(key, number, unit)
    row.refresh_from_db()
    assert (row.value, row.upper_value, row.number) == (Decimal(value), None, number)


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("7.97", "phan-tram", {"measure": Measure.SHARE}),
        ("-3.4", "phan-tram", {"measure": Measure.GROWTH, "against": Against.SAME_PERIOD}),
        ("96.6", "phan-tram", {"measure": Measure.COMPLETION}),
        (
            "12.92",
            "diem-phan-tram",
            {
                "measure": Measure.RATE_CHANGE,
                "against": Against.SAME_PERIOD,
                "change_in": ChangeIn.POINT,
            },
        ),
        (
            "12.92",
            "phan-tram",
            {
                "measure": Measure.RATE_CHANGE,
                "against": Against.NOT_STATED,
                "change_in": ChangeIn.UNCLEAR,
            },
        ),
        ("25", "tinh", {"measure": Measure.PROVINCES, "out_of": 28, "criterion": "IIP tăng"}),
    ],
)
def test_other_measures_keep_the_printed_number(number: str, unit: str, said: dict) -> None:
    assert figure("retail_goods", number, unit, **said).value == Decimal(number)


def test_more_provinces_than_there_are_is_refused() -> None:
    said = {"measure": Measure.PROVINCES, "out_of": 28, "criterion": "IIP tăng"}
    assert refused(unsaved_figure("retail_goods", "30", "tinh", **said)) == {
        "out_of": ["More provinces are counted than there are."]
    }


def test_range_has_two_values() -> None:
    row = figure("export", "2.5", "ty-usd", upper="3", printed="2,5–3 tỷ USD")
    assert (row.value, row.upper_value) == (Decimal(2500), Decimal(3000))


@pytest.mark.parametrize("upper", ["2.5", "2"])
def test_range_that_does_not_rise_is_refused(upper: str) -> None:
    assert refused(unsaved_figure("export", "2.5", "ty-usd", upper=upper)) == {
        "upper": ["A range ends higher than it begins."]
    }


def test_number_in_a_unit_that_cannot_be_converted_needs_a_problem() -> None:
    assert refused(unsaved_figure("export", "18.5", "ty-dong")) == {
        "unit": ["billion đồng cannot be read as US dollars: say the problem."]
    }


def test_number_in_a_unit_that_cannot_be_converted_has_no_value() -> None:
    problem = "Nguồn in kim ngạch xuất khẩu bằng đồng"
    row = figure("export", "18.5", "ty-dong", upper="19", problem=problem)
    assert (row.value, row.upper_value, row.printed) == (None, None, "18,5 tỷ đồng")


def test_percentage_cannot_be_printed_in_money() -> None:
    row = unsaved_figure("retail_goods", "7.97", "ty-dong", measure=Measure.SHARE)
    assert refused(row) == {"unit": ["billion đồng cannot be read as percent: say the problem."]}


def test_points_are_not_a_percentage() -> None:
    row = unsaved_figure(
        *("retail_goods", "12.92", "phan-tram"),
        measure=Measure.RATE_CHANGE,
        against=Against.SAME_PERIOD,
        change_in=ChangeIn.POINT,
    )
    assert refused(row) == {
        "unit": ["% cannot be read as percentage point: say the problem."],
    }


def test_number_with_a_problem_has_no_value_in_any_unit() -> None:
    row = figure("export", "11.28", "ty-usd", problem="Nguồn in hai số cho cùng chỉ tiêu")
    assert row.value is None


def test_value_follows_the_number_when_it_is_edited() -> None:
    row = figure("export", "11.28", "ty-usd")
    row.number = "11.3"
    row.full_clean()
    assert row.value == Decimal(11300)


@pytest.mark.parametrize(
    ("number", "unit"),
    [("1000000", "trieu-ty-dong"), ("0.0000001", "ty-dong"), ("9" * 30, "ty-dong")],
)
def test_number_of_too_many_digits_is_refused_in_words(number: str, unit: str) -> None:
    assert refused(unsaved_figure("retail_goods", number, unit)) == {
        "number": ["This number needs more than nine digits or six decimals."]
    }


@pytest.mark.parametrize("number", ["370461", "-3.4", "0", "0.50", "16.90", "-0.1"])
def test_number_in_canonical_spelling_is_accepted(number: str) -> None:
    assert refused(unsaved_figure("retail_goods", number, "ty-dong")) == {}


@pytest.mark.parametrize("number", ["11,28", "370.461.000", "1e3", "+5", ".5", "05", "NaN", "5."])
def test_number_in_another_spelling_is_refused(number: str) -> None:
    row = unsaved_figure("retail_goods", "1", "ty-dong")
    row.number = number
    sentence = "Write digits with a decimal point and no grouping, e.g. 11.28."
    assert refused(row) == {"number": [sentence]}


# The place, F1


def test_figure_of_the_nation_has_no_place() -> None:
    assert figure("export", "11.28", "ty-usd").scope == Scope.NATION


@pytest.mark.parametrize("scope", [Scope.REGION, Scope.PROVINCE, Scope.CONFERENCE])
def test_scope_without_its_place_is_refused(scope: str) -> None:
    row = unsaved_figure("export", "11.28", "ty-usd", scope=scope)
    assert refused(row)["__all__"][0] == PLACE


PLACE = "Choose the region, province or conference that the figure is about, no other."


@pytest.mark.parametrize("scope", [Scope.NATION, Scope.PROVINCE, Scope.CONFERENCE])
def test_place_of_another_scope_is_refused(region, scope: str) -> None:
    row = unsaved_figure("export", "11.28", "ty-usd", region=region)
    row.scope = scope
    assert refused(row)["__all__"][0] == PLACE


def test_two_places_are_refused(region, nghe_an) -> None:
    row = unsaved_figure("export", "11.28", "ty-usd", region=region, province=nghe_an)
    assert refused(row) == {"__all__": [PLACE]}
    assert "metrics_figure_place_is_scope" in unsavable(row)


def test_place_label_is_the_place(region, nghe_an, conference) -> None:
    places = {"region": region, "province": nghe_an, "conference": conference}
    rows = [unsaved_figure("export", "1", "ty-usd", **{key: at}) for key, at in places.items()]
    with translation.override("en"):
        labels = [row.place_label for row in [*rows, unsaved_figure("export", "1", "ty-usd")]]
    assert labels == ["6 tỉnh Bắc Trung Bộ", "Nghe An", "Edition X (2022)", "whole country"]


def test_count_of_an_event_is_reported_at_it(conference) -> None:
    row = figure("delegates", "150", "dai-bieu", conference=conference)
    assert (row.scope, row.reported_at) == (Scope.CONFERENCE, conference)


ITSELF = "A count of a conference is reported at that conference."


def test_count_of_an_event_reported_elsewhere_is_refused(conference, draft) -> None:
    row = unsaved_figure("delegates", "150", "dai-bieu", conference=draft, reported_at=conference)
    assert refused(row) == {"__all__": [ITSELF]}
    assert "metrics_figure_event_reports_itself" in unsavable(row)


def test_count_of_an_event_reported_nowhere_cannot_be_saved(draft) -> None:
    """It would be public while its conference is a draft."""
    row = unsaved_figure("delegates", "150", "dai-bieu", conference=draft, reported_at=None)
    assert refused(row) == {"__all__": [ITSELF]}
    assert "metrics_figure_event_reports_itself" in unsavable(row)


# The measure, F1


AGAINST = "Growth or a change of a rate, and nothing else, says what it is against."
WHOLE = "Only a share has a whole."
CHANGE = "A change of a rate is in percent, in points or unclear."
COUNTED = "A number of provinces, and only that, has a criterion and a whole."


@pytest.mark.parametrize(
    ("said", "sentence", "constraint"),
    [
        ({"measure": Measure.GROWTH}, AGAINST, "change_against"),
        ({"measure": Measure.SHARE, "against": Against.PLAN}, AGAINST, "change_against"),
        ({"measure": Measure.LEVEL, "against": Against.PLAN}, AGAINST, "change_against"),
        (
            {"measure": Measure.RATE_CHANGE, "against": Against.PLAN},
            CHANGE,
            "rate_change_in",
        ),
        (
            {"measure": Measure.RATE_CHANGE, "change_in": ChangeIn.UNCLEAR},
            AGAINST,
            "change_against",
        ),
        ({"measure": Measure.SHARE, "change_in": ChangeIn.UNCLEAR}, CHANGE, "rate_change_in"),
        ({"measure": Measure.SHARE, "out_of": 28}, COUNTED, "provinces_counted"),
        ({"measure": Measure.SHARE, "criterion": "IIP tăng"}, COUNTED, "provinces_counted"),
        (
            {"measure": Measure.PROVINCES, "criterion": "IIP tăng"},
            COUNTED,
            "provinces_counted",
        ),
        ({"measure": Measure.PROVINCES, "out_of": 28}, COUNTED, "provinces_counted"),
    ],
)
def test_measure_says_what_belongs_to_it_and_no_more(
    said: dict, sentence: str, constraint: str
) -> None:
    units = {Measure.PROVINCES: "tinh", Measure.LEVEL: "ty-dong"}
    unit = units.get(said["measure"], "phan-tram")
    row = unsaved_figure("retail_goods", "7.97", unit, **said)
    assert refused(row) == {"__all__": [sentence]}
    assert f"metrics_figure_{constraint}" in unsavable(row)


def test_growth_has_no_whole() -> None:
    row = unsaved_figure(
        *("retail_goods", "7.97", "phan-tram"),
        measure=Measure.GROWTH,
        against=Against.PLAN,
        whole=register.indicator("export"),
    )
    assert refused(row) == {"__all__": [WHOLE]}
    assert "metrics_figure_whole_of_share" in unsavable(row)


def test_share_of_a_named_indicator_is_accepted() -> None:
    row = figure(
        *("clusters", "43.24", "phan-tram"),
        measure=Measure.SHARE,
        whole=register.indicator("retail_goods"),
    )
    assert row.whole.key == "retail_goods"


@pytest.mark.parametrize("end", [dt.date(2021, 1, 1), dt.date(2020, 12, 31)])
def test_period_that_does_not_end_later_is_refused(end: dt.date) -> None:
    row = unsaved_figure("export", "11.28", "ty-usd", period_end=end)
    assert refused(row) == {"__all__": ["The period ends after it begins."]}
    assert "metrics_figure_period_in_order" in unsavable(row)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"scope": "district"}, "scope_known"),
        ({"basis": "guess"}, "basis_known"),
        ({"measure": "feeling"}, "measure_known"),
        ({"against": "rivals"}, "against_known"),
        ({"change_in": "steps"}, "change_in_known"),
        ({"qualifier": "circa"}, "qualifier_known"),
        ({"value": None}, "value_or_problem"),
        ({"problem": "Không rõ"}, "value_or_problem"),
        ({"retired_at": timezone.now()}, "retired_with_reason"),
        ({"superseded_at": timezone.now()}, "superseded_"),
        ({"superseded_reason": "In sai"}, "superseded_with_reason"),
    ],
)
def test_impossible_figure_cannot_be_saved(columns: dict, constraint: str) -> None:
    """Of a row that breaks several rules at once, either database names one."""
    also = {"scope_known": "place_is_scope", "against_known": "change_against"}
    also |= {"measure_known": "measure", "change_in_known": "rate_change_in"}
    message = unsavable(figure("export", "11.28", "ty-usd"), **columns)
    named = {constraint, also.get(constraint, constraint)}
    assert any(f"metrics_figure_{name}" in message for name in named)


def test_figure_corrected_without_a_reason_cannot_be_saved() -> None:
    row = figure("export", "11.28", "ty-usd")
    message = unsavable(row, superseded_at=timezone.now(), superseded_by=register.registrar())
    assert "metrics_figure_superseded_with_reason" in message


def test_figure_without_value_but_with_an_upper_one_cannot_be_saved() -> None:
    row = figure("export", "11.28", "ty-usd")
    message = unsavable(row, value=None, upper_value=Decimal(1), problem="Không rõ")
    assert "metrics_figure_value_or_problem" in message


# One source, one answer, F1


def again(row: Figure, **columns) -> Figure:
    """The same statement once more, not saved."""
    same = Figure.objects.get(pk=row.pk)
    same.pk, same._state.adding, same.is_headline = None, True, False
    for name, value in columns.items():
        setattr(same, name, value)
    return same


ALREADY = "This source's number is recorded already."
PLACES = ("nation", "region", "province", "conference")


@pytest.fixture(params=PLACES)
def answer(request) -> Figure:
    """A figure of each kind of place: all keys but one are NULL."""
    if request.param == "nation":
        return figure("delegates", "150", "dai-bieu")
    place = request.getfixturevalue({"province": "nghe_an"}.get(request.param, request.param))
    return figure("delegates", "150", "dai-bieu", **{request.param: place})


def test_answer_is_refused_twice(answer: Figure) -> None:
    assert refused(again(answer)) == {"__all__": [ALREADY]}


def test_answer_cannot_be_saved_twice(answer: Figure) -> None:
    assert "metrics_figure_one_answer" in unsavable(again(answer))


def test_answer_cannot_be_saved_twice_in_bulk(answer: Figure) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.bulk_create([again(answer)])


def test_share_of_the_same_whole_cannot_be_saved_twice() -> None:
    share = figure(
        *("clusters", "43.24", "phan-tram"),
        measure=Measure.SHARE,
        whole=register.indicator("export"),
    )
    assert "metrics_figure_one_answer" in unsavable(again(share))


@pytest.mark.parametrize(
    "columns",
    [
        {"number": "151", "printed": "151 đại biểu"},
        {"upper": "160", "printed": "150–160 đại biểu"},
        {"basis": Basis.ESTIMATE},
        {"period_start": dt.date(2020, 1, 1)},
        {"period_end": dt.date(2022, 2, 1)},
    ],
)
def test_another_answer_or_question_is_accepted(answer: Figure, columns: dict) -> None:
    assert refused(again(answer, **columns)) == {}


def test_same_answer_of_another_source_is_accepted(answer: Figure) -> None:
    other = again(answer, source=register.source("vietnam-vn-2024-en"))
    other.save()
    assert (refused(other), other.question) == ({}, answer.question)


def test_same_number_in_another_unit_is_another_answer() -> None:
    row = figure("provinces_present", "6", "tinh")
    assert refused(again(row, unit=register.unit("tinh-thanh-pho"))) == {}


def superseded(row: Figure) -> Figure:
    row.superseded_at, row.superseded_by = timezone.now(), register.registrar()
    row.superseded_reason = "Nguồn đính chính"
    row.save()
    return row


def test_superseded_answer_frees_its_place(answer: Figure) -> None:
    superseded(answer)
    assert refused(again(answer, **CURRENT)) == {}


def test_retired_answer_frees_its_place(answer: Figure) -> None:
    retire(record=answer, by=register.registrar(), reason="Ghi trùng")
    fresh = again(answer, retired_at=None, retired_by=None, retired_reason="")
    assert refused(fresh) == {}


CURRENT = {"superseded_at": None, "superseded_by": None, "superseded_reason": ""}


# One headline, F1


@pytest.fixture
def headline(answer: Figure) -> Figure:
    answer.is_headline = True
    answer.save()
    return answer


def test_question_has_one_headline(headline: Figure) -> None:
    other = again(
        headline, source=register.source("vietnam-vn-2024-en"), number="160", is_headline=True
    )
    assert refused(other) == {"__all__": ["Another figure is the headline of this question."]}
    assert "metrics_figure_one_headline" in unsavable(other)


def test_other_answers_stand_beside_the_headline(headline: Figure) -> None:
    other = again(headline, source=register.source("vietnam-vn-2024-en"), number="160")
    assert refused(other) == {}


def test_another_question_has_a_headline_of_its_own(headline: Figure) -> None:
    other = again(headline, basis=Basis.PLAN, is_headline=True)
    assert refused(other) == {}


def test_superseded_headline_frees_its_place(headline: Figure) -> None:
    superseded(headline)
    assert refused(again(headline, is_headline=True, number="160", **CURRENT)) == {}


def test_figure_is_corrected_once() -> None:
    old = superseded(figure("export", "11.28", "ty-usd"))
    again(old, number="11.3", supersedes=old, **CURRENT).save()
    second = again(old, number="11.4", supersedes=old, **CURRENT)
    assert "unique" in unsavable(second).lower()


# What is public, C6 and F7


def test_figure_is_as_public_as_its_conference(conference, draft) -> None:
    public = figure("delegates", "150", "dai-bieu", conference=conference)
    hidden = figure("delegates", "160", "dai-bieu", conference=draft)
    visible = [
        set(Figure.objects.visible_to(visitor))
        for visitor in (AnonymousUser(), register.clerk_thanh_hoa(), register.ministry_reader())
    ]
    assert visible == [{public}, {public}, {public, hidden}]


def test_figure_reported_at_no_conference_is_public() -> None:
    row = figure("export", "11.28", "ty-usd")
    assert (list(Figure.objects.public()), row.is_published) == ([row], True)


def test_figure_of_a_draft_is_not_published(draft) -> None:
    row = figure("delegates", "160", "dai-bieu", conference=draft)
    assert (list(Figure.objects.public()), row.is_published) == ([], False)


@pytest.mark.parametrize("visitor", [AnonymousUser, register.ministry_reader])
def test_figures_of_a_retired_conference_exist_for_nobody(conference, visitor) -> None:
    figure("delegates", "150", "dai-bieu", conference=conference)
    retire(record=conference, by=register.registrar(), reason="Ghi trùng")
    assert list(Figure.objects.visible_to(visitor())) == []


def test_current_figures_are_neither_superseded_nor_retired() -> None:
    superseded(figure("export", "11.28", "ty-usd"))
    wrong = figure("export", "11.29", "ty-usd")
    retire(record=wrong, by=register.registrar(), reason="Ghi trùng")
    right = figure("export", "11.3", "ty-usd")
    assert list(Figure.objects.current()) == [right]


def test_figure_keeps_its_conference_from_being_deleted(conference) -> None:
    figure("delegates", "150", "dai-bieu", conference=conference)
    with pytest.raises(ProtectedError):
        conference.delete()


# Words


@translation.override("en")
def test_figure_is_named_by_indicator_period_and_print() -> None:
    row = figure("export", "11.28", "ty-usd", period=first_months(2019, 4))
    assert str(row) == "Export turnover, first 4 months of 2019: 11,28 tỷ USD"


def test_period_is_that_of_the_columns() -> None:
    row = figure("export", "11.28", "ty-usd")
    assert (row.period, row.period_label) == (year(2021), "năm 2021")


def test_exactness_is_exact_unless_said() -> None:
    assert figure("export", "11.28", "ty-usd").qualifier == Qualifier.EXACT


@pytest.mark.parametrize("factor", [0, -1])
def test_unit_worth_nothing_cannot_be_saved(factor: int) -> None:
    unit = Unit(key="so-khong", name="không", quantity="count", factor=factor)
    assert "metrics_unit_factor_positive" in unsavable(unit)


def test_unit_of_an_unknown_quantity_cannot_be_saved() -> None:
    assert "metrics_unit_quantity_known" in unsavable(Unit(key="gam", name="g", quantity="mass"))


def test_indicator_is_no_breakdown_of_itself() -> None:
    row = register.indicator("export")
    assert "metrics_indicator_not_own_parent" in unsavable(row, parent=row)


@pytest.mark.parametrize("field", ["topic", "kind", "aggregation"])
def test_indicator_of_an_unknown_sort_cannot_be_saved(field: str) -> None:
    message = unsavable(register.indicator("export"), **{field: "other"})
    assert f"metrics_indicator_{field}_known" in message


def test_indicator_leads_to_its_page() -> None:
    assert Indicator(key="export").get_absolute_url() == "/indicators/export/"


# What a province may well report, R8


@pytest.mark.parametrize(
    ("low", "high"),
    [("20", "460"), ("9", "10"), ("0", "0"), ("-5", "5"), (None, "460"), ("20", None)],
)
def test_plausible_range_may_be_open_and_does_not_fall(low: str | None, high: str | None) -> None:
    ends = [end and Decimal(end) for end in (low, high)]
    row = register.indicator("export")
    row.plausible_low, row.plausible_high = ends
    assert refused(row) == {}
    row.save()
    row.refresh_from_db()
    assert [row.plausible_low, row.plausible_high] == ends


def test_plausible_range_that_falls_is_refused() -> None:
    row = register.indicator("export")
    row.plausible_low, row.plausible_high = Decimal(10), Decimal(9)
    assert refused(row) == {
        "__all__": ["The highest plausible value is not below the lowest, e.g. 20 and 460."]
    }
    assert "metrics_indicator_plausible_low_to_high" in unsavable(row)
