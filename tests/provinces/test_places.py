"""What a name or a code means on a day, rules P1, P2 and N2."""

import datetime as dt
from functools import partial

import pytest
from django.utils import translation

from provinces.actions import retire
from provinces.models import Province
from provinces.places import AmbiguousPlace, UnknownPlace
from tests import register
from tests.register import BEFORE_MERGER, MERGER

pytestmark = pytest.mark.django_db

KEYS = (
    "thanh-hoa",
    "quang-tri-2025",
    "quang-binh",
    "quang-tri-1989",
    "hue",
    "thua-thien-hue",
    "ho-chi-minh-1976",
)


@pytest.fixture
def units(db) -> dict[str, Province]:
    return register.provinces(*KEYS)


def asked(text: str, on: dt.date | None) -> tuple[type, str, list[str]]:
    """How a text is refused: the error, its English sentence, the keys of the candidates."""
    units = Province.objects
    resolve = units.resolve_any_day if on is None else partial(units.resolve, on=on)
    with translation.override("en"), pytest.raises((UnknownPlace, AmbiguousPlace)) as refusal:
        resolve(text)
    found = refusal.value
    return type(found), str(found), [unit.key for unit in found.candidates]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("thanh-hoa", "thanh-hoa"),
        ("38", "thanh-hoa"),
        ("Thanh Hóa", "thanh-hoa"),
        ("Thanh Hoá", "thanh-hoa"),
        ("thanh hoa", "thanh-hoa"),
        ("  THANH HÓA ", "thanh-hoa"),
        ("Thanh Ho\u0301a", "thanh-hoa"),
        ("tỉnh Thanh Hóa", "thanh-hoa"),
        ("Tỉnh thanh hoa", "thanh-hoa"),
        ("TP.HCM", "ho-chi-minh-1976"),
        ("tp.hcm", "ho-chi-minh-1976"),
        ("TP. Hồ Chí Minh", "ho-chi-minh-1976"),
        ("thành phố Hồ Chí Minh", "ho-chi-minh-1976"),
        ("Sài Gòn", "ho-chi-minh-1976"),
        ("Ho Chi Minh City", "ho-chi-minh-1976"),
        ("TT-Huế", "thua-thien-hue"),
        ("tt hue", "thua-thien-hue"),
    ],
)
def test_resolve_reads(units, text: str, key: str) -> None:
    assert Province.objects.resolve(text, on=dt.date(2024, 5, 13)).key == key


@pytest.mark.parametrize(
    ("text", "on", "key"),
    [
        ("44", BEFORE_MERGER, "quang-binh"),
        ("44", MERGER, "quang-tri-2025"),
        ("Quảng Trị", BEFORE_MERGER, "quang-tri-1989"),
        ("Quảng Trị", MERGER, "quang-tri-2025"),
        ("46", dt.date(2024, 12, 31), "thua-thien-hue"),
        ("46", dt.date(2025, 1, 1), "hue"),
    ],
)
def test_resolve_depends_on_the_day(units, text: str, on: dt.date, key: str) -> None:
    assert Province.objects.resolve(text, on=on).key == key


def test_resolve_without_a_day_means_today(units) -> None:
    assert Province.objects.resolve("44").key == "quang-tri-2025"


def test_resolve_any_day_takes_a_name_that_was_never_passed_on(units) -> None:
    assert Province.objects.resolve_any_day("Quảng Bình").key == "quang-binh"


def test_resolve_any_day_takes_the_key_of_an_ambiguous_name(units) -> None:
    assert Province.objects.resolve_any_day("quang-tri-1989").key == "quang-tri-1989"


def test_name_passed_on_is_ambiguous_over_all_days(units) -> None:
    assert asked("Quảng Trị", None) == (
        AmbiguousPlace,
        "“Quảng Trị” may mean Quang Tri [quang-tri-2025], "
        "Quang Tri (until 30 June 2025) [quang-tri-1989]: write the key.",
        ["quang-tri-2025", "quang-tri-1989"],
    )


def test_code_passed_on_is_ambiguous_over_all_days(units) -> None:
    assert asked("44", None) == (
        AmbiguousPlace,
        "“44” may mean Quang Binh (until 30 June 2025) [quang-binh], "
        "Quang Tri [quang-tri-2025]: write the key.",
        ["quang-binh", "quang-tri-2025"],
    )


def test_name_not_valid_that_day_says_what_is_known(units) -> None:
    assert asked("Quảng Bình", MERGER) == (
        UnknownPlace,
        "“Quảng Bình” did not exist on 1/7/2025; known: Quang Binh (until 30 "
        "June 2025) [quang-binh].",
        ["quang-binh"],
    )


def test_key_not_valid_that_day_says_what_is_known(units) -> None:
    assert asked("hue", dt.date(2024, 12, 31)) == (
        UnknownPlace,
        "“hue” did not exist on 31/12/2024; known: Hue [hue].",
        ["hue"],
    )


def test_part_of_a_name_is_not_guessed(units) -> None:
    assert asked("Quảng", BEFORE_MERGER) == (
        UnknownPlace,
        "No province is called “Quảng”; perhaps Quang Binh (until 30 June 2025) [quang-binh], "
        "Quang Tri (until 30 June 2025) [quang-tri-1989].",
        ["quang-binh", "quang-tri-1989"],
    )


@pytest.mark.parametrize("text", ["Champasak", "", "TP.", "?"])
def test_text_that_means_nothing_says_what_is_expected(units, text: str) -> None:
    assert asked(text, MERGER) == (
        UnknownPlace,
        f"No province is called “{text}”. Write a name, e.g. Thanh Hóa, or a key, e.g. thanh-hoa.",
        [],
    )


def test_unit_without_an_english_name_is_not_meant_by_nothing() -> None:
    register.province("thanh-hoa", name_en="")
    assert asked("TP.", MERGER)[0] is UnknownPlace


def test_retired_unit_is_not_meant(units) -> None:
    retire(record=units["ho-chi-minh-1976"], by=register.registrar(), reason="Ghi trùng")
    assert asked("TP.HCM", MERGER)[0] is UnknownPlace
