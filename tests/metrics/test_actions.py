"""What is done to a figure: recorded, edited before publication, corrected after it (F7)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from conferences.actions import unpublish
from metrics.actions import choose_headline, correct_figure, record_figure
from metrics.models import Figure
from tests.register import (
    NorthCentral,
    administrator,
    figure,
    north_central,
    registrar,
    unsaved_figure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> NorthCentral:
    return north_central()


@pytest.fixture
def exports(register) -> Figure:
    """A published figure: 11,28 tỷ USD."""
    return register.figures[1]


def correct(one: Figure, **new) -> Figure:
    said = {"reason": "Đọc nhầm.", "number": "11.29", "printed": "11,29 tỷ USD"}
    return correct_figure(figure=one, by=registrar(), **said | new)


def refusal_of(verb, **said) -> list[str]:
    with translation.override("en"):
        with pytest.raises(ValidationError) as refusal:
            verb(**said)
        return refusal.value.messages


def test_record_reads_the_number_into_the_unit_of_the_indicator(exports):
    assert exports.value == Decimal(11280)


def test_record_refuses_the_same_answer_twice(register, exports):
    again = unsaved_figure(
        "export", "11.28", "ty-usd", region=register.region, reported_at=register.x_2022
    )
    assert refusal_of(record_figure, figure=again, by=registrar()) == [
        "This source's number is recorded already."
    ]


def test_record_edits_a_figure_that_is_not_public(register, exports):
    unpublish(conference=register.x_2022, by=registrar(), reason="Rà soát.")
    exports.number, exports.printed = "11.29", "11,29 tỷ USD"
    record_figure(figure=exports, by=registrar())
    assert Figure.objects.get(pk=exports.pk).value == Decimal(11290)


def test_record_refuses_to_overwrite_a_public_figure(exports):
    exports.number = "11.29"
    assert refusal_of(record_figure, figure=exports, by=registrar()) == [
        "Export turnover, 2021: 11,28 tỷ USD is published: correct it."
    ]
    assert Figure.objects.get(pk=exports.pk).number == "11.28"


def test_correct_keeps_the_old_figure_with_who_and_why(exports):
    correct(exports)
    old = Figure.objects.get(pk=exports.pk)
    assert (old.number, old.superseded_by, old.superseded_reason) == (
        "11.28",
        registrar(),
        "Đọc nhầm.",
    )


def test_correct_says_again_what_does_not_change(exports):
    new = correct(exports)
    columns = ("indicator", "region", "period_start", "basis", "source", "reported_at", "position")
    assert [getattr(new, one) for one in columns] == [getattr(exports, one) for one in columns]


def test_correct_points_at_what_it_corrects(exports):
    new = correct(exports)
    assert (new.supersedes, new.number, new.value) == (exports, "11.29", Decimal(11290))


def test_correct_may_keep_the_number_and_change_the_rest(exports):
    new = correct(exports, number="11.28", printed="11,28 tỷ đô la Mỹ")
    assert list(Figure.objects.current().filter(number="11.28")) == [new]


def test_correct_passes_the_headline_on(exports):
    choose_headline(figure=exports, by=registrar())
    assert correct(exports).is_headline is True


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reason": " "}, ["Give the reason."]),
        (
            {"number": "11,29"},
            ["Write digits with a decimal point and no grouping, e.g. 11.28."],
        ),
    ],
)
def test_correct_that_is_refused_leaves_the_figure_current(exports, said, refusal):
    assert refusal_of(lambda: correct(exports, **said)) == refusal
    assert Figure.objects.current().filter(pk=exports.pk).exists() is True


def test_correct_refuses_a_figure_that_is_not_public(register, exports):
    unpublish(conference=register.x_2022, by=registrar(), reason="Rà soát.")
    assert refusal_of(lambda: correct(exports)) == ["This figure is not published: edit it."]


def test_correct_refuses_a_figure_corrected_meanwhile(exports):
    stale = Figure.objects.get(pk=exports.pk)
    correct(exports)
    assert refusal_of(lambda: correct(stale)) == [
        "This figure is not current any more: correct the one that is."
    ]


def test_choose_headline_takes_it_from_the_other_answer(register, exports):
    other = figure("export", "11.3", "ty-usd", region=register.region, reported_at=register.x_2022)
    choose_headline(figure=exports, by=registrar())
    choose_headline(figure=other, by=registrar())
    assert list(Figure.objects.filter(is_headline=True)) == [other]


def test_choose_headline_leaves_other_questions_alone(register, exports):
    choose_headline(figure=register.figures[0], by=registrar())
    choose_headline(figure=exports, by=registrar())
    assert Figure.objects.filter(is_headline=True).count() == 2


def test_figure_keeps_who_entered_it_and_when(exports):
    assert (exports.entered_by, exports.entered_at is not None) == (registrar(), True)


def test_correction_keeps_who_made_it_and_when(exports):
    admin = administrator()
    corrected = correct_figure(
        figure=exports,
        by=admin,
        reason="Đọc nhầm.",
        number="11.29",
        printed="11,29 tỷ USD",
    )
    assert (corrected.entered_by, corrected.entered_at) == (admin, exports.superseded_at)


def test_figure_edited_before_publication_keeps_who_entered_it(register, exports):
    unpublish(conference=register.x_2022, by=registrar(), reason="Rà soát.")
    exports.refresh_from_db()
    moment, exports.note = exports.entered_at, "Theo bài."
    record_figure(figure=exports, by=administrator())
    exports.refresh_from_db()
    assert (exports.entered_by, exports.entered_at) == (registrar(), moment)
