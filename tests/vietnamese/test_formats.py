from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import formats, translation


def render(source: str, **context: object) -> str:
    return Template("{% load vietnamese %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("vi", ["13/5/2022", "tháng 5/2022", "09:05 13/5/2022"]),
        ("en", ["13 May 2022", "May 2022", "13 May 2022, 09:05"]),
    ],
)
def test_django_formats_follow_the_language(language: str, shown: list[str]) -> None:
    moment = datetime(2022, 5, 13, 9, 5, tzinfo=UTC)
    names = ["DATE_FORMAT", "YEAR_MONTH_FORMAT", "DATETIME_FORMAT"]
    with translation.override(language):
        assert [formats.date_format(moment, name) for name in names] == shown


@pytest.mark.parametrize(("language", "shown"), [("vi", "1.234.567,89"), ("en", "1,234,567.89")])
def test_floatformat_groups_by_threes(language: str, shown: str) -> None:
    with translation.override(language):
        assert render('{{ n|floatformat:"2g" }}', n=Decimal("1234567.89")) == shown


def test_years_and_ids_in_templates_are_never_grouped() -> None:
    with translation.override("vi"):
        assert render("{{ n }}", n=2022) == "2022"


@pytest.mark.parametrize(
    ("source", "vi", "en"),
    [
        ("{{ n|number }}", "370.461", "370,461"),
        ("{{ share|number }}", "28,665", "28.665"),
        ("{{ share|number:2 }}", "28,67", "28.67"),
        ("{{ printed|printed_number }}", "16,90", "16.90"),
        ("{{ edition|roman }}", "X", "X"),
        ("{{ held|day }}", "13/5/2022", "13 May 2022"),
        ("{{ held|day:'month' }}", "tháng 5/2022", "May 2022"),
        ("{{ held|day:'year' }}", "năm 2022", "2022"),
        ("{{ held|year }}", "2022", "2022"),
        ("{{ none|number }}{{ none|printed_number }}{{ none|roman }}", "", ""),
        ("{{ none|day }}{{ none|year }}", "", ""),
    ],
)
def test_filter_shows_its_value_in_both_languages(source: str, vi: str, en: str) -> None:
    values = {
        "n": 370461,
        "share": Decimal("28.665"),
        "printed": "16.90",
        "edition": 10,
        "held": date(2022, 5, 13),
        "none": None,
    }
    with translation.override("vi"):
        in_vietnamese = render(source, **values)
    with translation.override("en"):
        in_english = render(source, **values)
    assert (in_vietnamese, in_english) == (vi, en)
