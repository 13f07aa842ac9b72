"""The page on which one of several answers is chosen to be shown first (F1, F4)."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from conferences.actions import unpublish
from metrics.actions import answers, as_answered, choose_headline, clear_headline
from metrics.models import Figure
from provinces.actions import fingerprint, retire
from tests import register
from tests.admin_pages import signed_in
from tests.reading import Element, read
from tests.register import NorthCentral, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def north() -> NorthCentral:
    return register.north_central()


@pytest.fixture
def exports(north) -> list[Figure]:
    """Two answers to one question: 11,28 and 11,3 tỷ USD."""
    other = register.source("so-cong-thuong-bao-cao", rank="conference_report", title="Báo cáo")
    second = register.figure(
        "export", "11.3", "ty-usd", region=north.region, reported_at=north.x_2022, source=other
    )
    return [north.figures[1], second]


@pytest.fixture
def keeper(north) -> Client:
    return signed_in(register.administrator(), "en")


def address(figure: Figure) -> str:
    return f"/desk/headline/{figure.pk}/"


def page(client: Client, figure: Figure) -> Element:
    response = client.get(address(figure))
    assert response.status_code == 200
    return read(response).one("main")


def choose(client: Client, figure: Figure, choice: Figure | str, **said: str):
    """Choose on the page of a figure; "none" for none."""
    seen = page(client, figure).one("input", name_="seen")["value"]
    chosen = choice if isinstance(choice, str) else str(choice.pk)
    return client.post(address(figure), {"seen": seen, "headline": chosen} | said)


def headlines() -> list[Figure]:
    return list(Figure.objects.filter(is_headline=True))


def refusal(verb, **said) -> list[str]:
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            verb(by=registrar(), **said)
        return refused.value.messages


# The verbs


def test_answers_are_the_current_ones_to_the_same_question(exports):
    first, second = exports
    assert list(answers(first)) == [first, second]
    retire(record=second, by=registrar(), reason="Nguồn in nhầm.")
    assert list(answers(first)) == [first]


def test_clear_headline_leaves_none(exports):
    choose_headline(figure=exports[0], by=registrar())
    clear_headline(figure=exports[1], by=registrar())
    assert headlines() == []


def test_clear_headline_leaves_other_questions_alone(north, exports):
    choose_headline(figure=north.figures[0], by=registrar())
    clear_headline(figure=exports[0], by=registrar())
    assert headlines() == [north.figures[0]]


def test_choose_headline_refuses_a_figure_that_is_not_current(exports):
    retire(record=exports[1], by=registrar(), reason="Nguồn in nhầm.")
    assert refusal(choose_headline, figure=exports[1]) == [
        "This figure is not current any more: choose another answer."
    ]


@pytest.mark.parametrize("verb", [choose_headline, clear_headline])
def test_choice_refuses_when_somebody_chose_meanwhile(exports, verb):
    seen = fingerprint(as_answered(exports[0]))
    choose_headline(figure=exports[1], by=registrar())
    assert refusal(verb, figure=exports[0], seen=seen) == [
        "The register has changed since this preview. Look at it and confirm again."
    ]
    assert headlines() == [exports[1]]


# The page


def test_page_shows_every_answer_with_its_source(keeper, exports):
    assert page(keeper, exports[0]).rows == [
        [
            "11,28 tỷ USD",
            "11,280 million USD",
            "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022 "
            "Báo Thanh Hóa (baothanhhoa.vn)",
            "press",
            "",
            "Industry and trade conference of the North Central provinces, Edition X (2022)",
        ],
        [
            "11,3 tỷ USD",
            "11,300 million USD",
            "Báo cáo",
            "conference report",
            "",
            "Industry and trade conference of the North Central provinces, Edition X (2022)",
        ],
        ["None is shown first"],
    ]


def test_page_says_which_answers_are_not_published(keeper, north, exports):
    unpublish(conference=north.x_2022, by=registrar(), reason="Rà soát.")
    assert [row[-1].endswith("Draft") for row in page(keeper, exports[0]).rows[:2]] == [True, True]


def test_page_of_a_number_without_a_value_says_why(keeper, north):
    odd = register.figure(
        "export", "5", "ty-dong", region=north.region, problem="In bằng đồng.", printed="5 tỷ đồng"
    )
    assert page(keeper, odd).rows[1][1] == "In bằng đồng."


@pytest.mark.parametrize("chosen", [None, 0, 1])
def test_page_marks_what_is_chosen_now(keeper, exports, chosen):
    if chosen is not None:
        choose_headline(figure=exports[chosen], by=registrar())
    marked = [one["value"] for one in page(keeper, exports[0]).all("input", checked="")]
    assert marked == ["none" if chosen is None else str(exports[chosen].pk)]


def test_choice_is_kept(keeper, exports):
    answer = choose(keeper, exports[0], exports[1])
    assert (answer.status_code, answer["Location"]) == (302, address(exports[0]))
    assert headlines() == [exports[1]]


def test_choice_of_none_is_kept(keeper, exports):
    choose_headline(figure=exports[1], by=registrar())
    choose(keeper, exports[0], "none")
    assert headlines() == []


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ("", "Choose an answer, or none."),
        ("4711", "This answer is not current any more: choose another one."),
    ],
)
def test_choice_that_is_none_of_them_is_told(keeper, exports, choice, sentence):
    main = read(choose(keeper, exports[0], choice)).one("main")
    assert [one.text for one in main.all(of="alert--error")] == [sentence]


def test_choice_refused_is_still_marked(keeper, exports):
    main = read(choose(keeper, exports[0], exports[1], seen="0")).one("main")
    assert [one.text for one in main.all(of="alert--error")] == [
        "The register has changed since this preview. Look at it and confirm again."
    ]
    assert [one["value"] for one in main.all("input", checked="")] == [str(exports[1].pk)]
    assert headlines() == []


def test_page_is_for_the_keeper(client, exports):
    where = address(exports[0])
    answers = [client.get(where)]
    for person in (register.clerk_thanh_hoa(), register.ministry_reader()):
        client.force_login(person)
        answers += [client.get(where), client.post(where, {"headline": "none", "seen": "0"})]
    assert [one.status_code for one in answers] == [302, 403, 403, 403, 403]
    assert answers[0]["Location"] == f"/login/?next={where}"


def test_figure_that_is_not_there_or_not_current_is_not_found(keeper, exports):
    retire(record=exports[1], by=registrar(), reason="Nguồn in nhầm.")
    codes = [keeper.get(one).status_code for one in (address(exports[1]), "/desk/headline/4711/")]
    assert codes == [404, 404]


def test_other_methods_are_refused(keeper, exports):
    assert keeper.delete(address(exports[0])).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_any_number(keeper, north, django_assert_num_queries, number):
    first = north.figures[1]
    for index in range(1, number):
        said = {"source": register.source(f"bao-{index}"), "region": north.region}
        register.figure("export", f"11.{index}", "ty-usd", reported_at=north.x_2022, **said)
    # Session and user; the figure with its question; the answers; what a choice is compared with.
    with django_assert_num_queries(5):
        keeper.get(address(first))


def test_figure_in_the_admin_leads_here(keeper, exports):
    change = keeper.get(f"/admin/metrics/figure/{exports[0].pk}/change/")
    (choice,) = (one for one in change.context["links"] if "/desk/" in one["url"])
    assert choice["url"] == address(exports[0])


def test_figure_that_is_not_current_leads_nowhere(keeper, exports):
    retire(record=exports[0], by=registrar(), reason="Nguồn in nhầm.")
    change = keeper.get(f"/admin/metrics/figure/{exports[0].pk}/change/")
    assert change.context["links"] == []
