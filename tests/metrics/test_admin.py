"""Figures in the admin: typed as printed, kept exactly, never overwritten once public (F1–F7)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from conferences.models import Conference
from metrics.models import Figure, Indicator, Unit
from metrics.periods import Period
from tests import register
from tests.admin_pages import mistakes, save, signed_in

pytestmark = pytest.mark.django_db
FIGURES = "/admin/metrics/figure/"
ADD = FIGURES + "add/"


@pytest.fixture
def keeper() -> Client:
    return signed_in(register.administrator())


@pytest.fixture
def keeper_in_english() -> Client:
    return signed_in(register.administrator(), "en")


def draft() -> Conference:
    return register.conference(register.series(), dt.date(2022, 5, 13), edition=10, draft=True)


def typed(**said) -> dict:
    """Retail sales of 2021 as an officer types them; reported at a draft."""
    return {
        "indicator": register.indicator("retail_goods").pk,
        "reported_at": said.pop("at", None) or draft().pk,
        "source": register.source().pk,
        "scope": "nation",
        "period_start": "1/1/2021",
        "last_day": "31/12/2021",
        "basis": "actual",
        "measure": "level",
        "number": "370.461",
        "unit": register.unit("ty-dong").pk,
        "qualifier": "exact",
        "printed": "370.461 tỷ đồng",
        "position": "1",
        **said,
    }


def page_of(figure: Figure, verb: str = "change") -> str:
    return f"{FIGURES}{figure.pk}/{verb}/"


def test_number_is_read_as_viet_nam_writes_it(keeper):
    save(keeper, ADD, **typed(number="370.461"))
    figure = Figure.objects.get()
    assert (figure.number, figure.value) == ("370461", Decimal(370461))


def test_number_keeps_the_decimals_printed(keeper):
    save(keeper, ADD, **typed(number="16,90"))
    assert Figure.objects.get().number == "16.90"


def test_number_is_read_as_english_writes_it_for_an_english_reader(keeper_in_english):
    save(keeper_in_english, ADD, **typed(number="370,461.50"))
    assert Figure.objects.get().number == "370461.50"


def test_stored_number_is_shown_as_printed(keeper):
    figure = register.figure("export", "11.20", "ty-usd", reported_at=draft())
    form = keeper.get(page_of(figure)).context["adminform"].form
    assert form["number"].value() == "11,20"


def test_number_in_the_other_notation_is_a_mistake_and_stays_as_typed(keeper):
    answer = save(keeper, ADD, **typed(number="11.28"))
    shown = answer.context["adminform"].form["number"].value()
    assert (list(mistakes(answer)), shown, Figure.objects.count()) == (["number"], "11.28", 0)


def test_number_that_is_saved_again_is_not_told_as_changed(keeper):
    figure = register.figure("export", "11.20", "ty-usd", reported_at=draft())
    answer = save(keeper, page_of(figure), number="11.28")
    assert answer.context["adminform"].form.changed_data == ["number"]


def test_number_is_read_back_in_the_unit_of_its_indicator(keeper):
    figure = register.figure("retail_goods", "1.318", "trieu-ty-dong", reported_at=draft())
    page = keeper.get(page_of(figure)).content.decode()
    assert page.count("1.318.000\xa0tỷ đồng") == 1


def test_period_ends_with_its_last_day(keeper):
    save(keeper, ADD, **typed(period_start="1/1/2019", last_day="30/4/2019"))
    assert Figure.objects.get().period == Period(dt.date(2019, 1, 1), dt.date(2019, 5, 1))


def test_stored_period_is_shown_by_its_last_day(keeper):
    figure = register.figure("export", "11.28", "ty-usd", reported_at=draft())
    form = keeper.get(page_of(figure)).context["adminform"].form
    assert form["last_day"].value() == "31/12/2021"


def test_period_that_ends_before_it_begins_is_a_mistake(keeper_in_english):
    answer = save(keeper_in_english, ADD, **typed(last_day="31/12/2020"))
    assert mistakes(answer) == {"last_day": ["The period ends after it begins."]}


def test_last_day_that_no_calendar_has_is_one_mistake(keeper_in_english):
    answer = save(keeper_in_english, ADD, **typed(last_day="31/02/2022"))
    assert mistakes(answer) == {"last_day": ["31/02/2022 does not exist."]}


def test_place_that_the_scope_does_not_name_is_a_mistake(keeper_in_english):
    answer = save(keeper_in_english, ADD, **typed(scope="region"))
    sentence = "Choose the region, province or conference that the figure is about, no other."
    assert mistakes(answer) == {"": [sentence]}


def test_unit_that_does_not_convert_is_one_mistake(keeper_in_english):
    answer = save(keeper_in_english, ADD, **typed(unit=register.unit("ty-usd").pk))
    (field,) = mistakes(answer)
    assert field == "unit"


def test_unit_that_does_not_convert_is_kept_with_its_problem(keeper):
    said = {"unit": register.unit("ty-usd").pk, "problem": "Nguồn ghi bằng USD"}
    save(keeper, ADD, **typed(**said))
    figure = Figure.objects.get()
    assert (figure.value, figure.problem) == (None, "Nguồn ghi bằng USD")


def test_range_that_ends_lower_than_it_begins_is_a_mistake(keeper_in_english):
    answer = save(keeper_in_english, ADD, **typed(number="20", upper="10"))
    assert mistakes(answer) == {"upper": ["A range ends higher than it begins."]}


def test_growth_against_nothing_is_a_mistake(keeper_in_english):
    said = {"measure": "growth", "number": "7.97", "unit": register.unit("phan-tram").pk}
    answer = save(keeper_in_english, ADD, **typed(**said))
    sentence = "Growth or a change of a rate, and nothing else, says what it is against."
    assert mistakes(answer) == {"": [sentence]}


def test_answer_recorded_already_is_a_mistake(keeper_in_english):
    at = draft()
    register.figure("retail_goods", "370461", "ty-dong", reported_at=at)
    answer = save(keeper_in_english, ADD, **typed(at=at.pk, number="370461"))
    assert mistakes(answer) == {"": ["This source's number is recorded already."]}


def test_count_of_a_conference_is_reported_at_it(keeper):
    at = draft()
    said = {"scope": "conference", "conference": at.pk, "number": "150", "printed": "150 đại biểu"}
    counted = {"indicator": register.indicator("delegates").pk, "reported_at": ""}
    unit = register.unit("dai-bieu").pk
    save(keeper, ADD, **{**typed(at=at.pk), **said, **counted, "unit": unit})
    assert Figure.objects.get().reported_at == at


def test_figure_of_a_draft_is_edited(keeper):
    figure = register.figure("export", "11.20", "ty-usd", reported_at=draft())
    save(keeper, page_of(figure), number="11,28", printed="11,28 tỷ USD")
    figure.refresh_from_db()
    assert (figure.number, figure.value) == ("11.28", Decimal(11280))


def published() -> Figure:
    at = register.conference(register.series(), dt.date(2022, 5, 13))
    return register.figure("export", "11.28", "ty-usd", reported_at=at)


def test_published_figure_is_read_and_not_edited(keeper):
    address = page_of(published())
    answers = keeper.get(address).status_code, keeper.post(address, {"note": "x"}).status_code
    assert answers == (200, 403)


def test_published_figure_says_why_it_is_not_edited(keeper_in_english):
    page = keeper_in_english.get(page_of(published()))
    assert page.context["notices"] == [
        "This figure is published, so it is not overwritten. If it is wrong, correct it with the "
        "reason; what it said stays readable."
    ]


def test_published_figure_is_shown_as_printed(keeper):
    page = keeper.get(page_of(published())).content.decode()
    assert page.count("11,28\xa0tỷ USD") == 1


def test_published_figure_is_retired_for_a_reason(keeper):
    figure = published()
    keeper.post(page_of(figure, "retire"), {"reason": "Nguồn in nhầm"})
    figure.refresh_from_db()
    assert figure.retired_reason == "Nguồn in nhầm"


def test_figure_chosen_is_shown_first_instead_of_another(keeper):
    first = published()
    other = register.source("bao-khac")
    second = register.figure(
        "export", "11.3", "ty-usd", reported_at=first.reported_at, source=other
    )
    for figure in (first, second):
        keeper.post(page_of(figure, "headline"))
    assert list(Figure.objects.filter(is_headline=True)) == [second]


@pytest.mark.parametrize("words", ["xuat khau", "11,28", "lan thu 10", "thanh hoa"])
def test_figure_is_found(keeper, words):
    place, at = register.province("thanh-hoa"), draft()
    own = register.figure("export", "11.28", "ty-usd", reported_at=at, province=place)
    register.figure("retail_goods", "370461", "ty-dong")
    page = keeper.get(FIGURES, {"q": words})
    assert list(page.context["cl"].result_list) == [own]


def test_states_are_told_apart_by_the_filter(keeper):
    gone, kept = published(), register.figure("retail_goods", "370461", "ty-dong")
    keeper.post(page_of(gone, "retire"), {"reason": "Nguồn in nhầm"})
    lists = [
        list(keeper.get(FIGURES, {"state": state}).context["cl"].result_list)
        for state in ("current", "corrected", "retired")
    ]
    assert lists == [[kept], [], [gone]]


def test_worth_of_a_unit_is_typed_grouped(keeper):
    said = {"name": "tỷ đồng", "quantity": "vnd", "factor": "1.000.000.000"}
    save(keeper, "/admin/metrics/unit/add/", **said)
    unit = Unit.objects.get()
    assert (unit.key, unit.factor) == ("ty-dong", 10**9)


def test_plausible_range_is_typed_as_viet_nam_writes_it_and_shown_so(keeper):
    page = f"/admin/metrics/indicator/{register.indicator('export').pk}/change/"
    save(keeper, page, plausible_low="0,5", plausible_high="60.000")
    exports = Indicator.objects.get(key="export")
    assert (exports.plausible_low, exports.plausible_high) == (Decimal("0.5"), Decimal(60000))
    form = keeper.get(page).context["adminform"].form
    assert [form[f"plausible_{end}"].value() for end in ("low", "high")] == ["0,5", "60.000"]


def test_plausible_range_that_falls_is_a_mistake_and_stays_as_typed(keeper_in_english):
    page = f"/admin/metrics/indicator/{register.indicator('export').pk}/change/"
    refusal = save(keeper_in_english, page, plausible_low="460", plausible_high="20")
    assert mistakes(refusal) == {
        "": ["The highest plausible value is not below the lowest, e.g. 20 and 460."]
    }
    form = refusal.context["adminform"].form
    assert [form[f"plausible_{end}"].value() for end in ("low", "high")] == ["460", "20"]
    assert Indicator.objects.get(key="export").plausible_low is None
