"""What is done to a figure: recorded, edited before publication, corrected after it (F7)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from conferences.actions import unpublish
from metrics.actions import (
    choose_headline,
    correct_figure,
    correct_figures,
    record_figure,
    record_figures,
    retire_figures,
)
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


# Many at once


def two(register: NorthCentral, **said) -> list[Figure]:
    """Two figures of Thanh Hóa as a report states them, not saved yet."""
    place = {"province": register.units["thanh-hoa"], "reported_at": register.x_2022}
    figures = [
        unsaved_figure("retail_goods", said.get("retail", "150000"), "ty-dong", **place),
        unsaved_figure("export", said.get("export", "5.2005"), "ty-usd", **place),
    ]
    assert [one.indicator.unit.key for one in figures] == ["ty-dong", "trieu-usd"]  # loaded now
    return figures


def statements(queries: CaptureQueriesContext) -> list[str]:
    """The first words of what was asked of the database, savepoints aside."""
    found = [one["sql"].split()[0] for one in queries]
    return [word for word in found if word not in ("SAVEPOINT", "RELEASE")]


def test_many_figures_are_read_and_signed_in_one_statement(register):
    figures, by = two(register), administrator()
    with CaptureQueriesContext(connection) as queries:
        record_figures(figures=figures, by=by)
    assert statements(queries) == ["INSERT"]
    found = Figure.objects.filter(province=register.units["thanh-hoa"]).order_by("pk")
    assert [(one.value, one.entered_by) for one in found] == [
        (Decimal(150000), by),
        (Decimal("5200.5"), by),
    ]


def test_many_figures_are_refused_together(register):
    before = Figure.objects.count()
    wrong = two(register)
    wrong[1].number = "1.234.5"
    with pytest.raises(ValidationError):
        record_figures(figures=wrong, by=registrar())
    record_figures(figures=two(register)[:1], by=registrar())
    assert refusal_of(record_figures, figures=two(register), by=registrar()) == [
        "This source's number is recorded already."
    ]
    assert Figure.objects.count() == before + 1


def test_many_corrections_supersede_and_keep_the_headline(register):
    record_figures(figures=two(register), by=registrar())
    old = list(Figure.objects.filter(province=register.units["thanh-hoa"]).order_by("pk"))
    choose_headline(figure=old[0], by=registrar())
    new, by = two(register, retail="151000", export="5.3"), administrator()
    pairs = list(zip(old, new, strict=True))
    with CaptureQueriesContext(connection) as queries:
        correct_figures(corrections=pairs, by=by, reason="Báo cáo lại.")
    assert statements(queries) == ["SELECT", "UPDATE", "INSERT"]
    for was, now in pairs:
        was.refresh_from_db()
        assert (was.superseded_by, was.superseded_reason, now.supersedes) == (
            by,
            "Báo cáo lại.",
            was,
        )
    assert [one.is_headline for one in new] == [True, False]


@pytest.mark.parametrize("verb", ["correct", "retire"])
def test_what_is_not_current_is_neither_corrected_nor_retired(register, exports, verb: str):
    correct(exports)
    other = register.figures[0]
    new = unsaved_figure("export", "11.3", "ty-usd", region=register.region)
    said = {"by": registrar(), "reason": "Báo cáo lại."}
    if verb == "correct":
        refused = refusal_of(correct_figures, corrections=[(exports, new)], **said)
    else:
        refused = refusal_of(retire_figures, figures=[other, exports], **said)
    assert refused == ["This figure is not current any more: correct the one that is."]
    assert Figure.objects.current().filter(pk=other.pk).exists()


def test_many_figures_are_retired_with_a_reason(register):
    figures, by = register.figures[:2], administrator()
    assert refusal_of(retire_figures, figures=figures, by=by, reason=" ") == ["Give the reason."]
    with CaptureQueriesContext(connection) as queries:
        retire_figures(figures=figures, by=by, reason="Báo cáo không còn nêu.")
    assert statements(queries) == ["SELECT", "UPDATE"]
    for one in figures:
        one.refresh_from_db()
    assert [(one.retired_by, one.retired_reason) for one in figures] == [
        (by, "Báo cáo không còn nêu.")
    ] * 2
