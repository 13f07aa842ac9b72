"""What is done to a conference beyond editing it: published, made a draft again, moved."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from conferences.actions import change_slug, publish, unpublish
from conferences.models import Conference
from provinces.actions import retire
from tests.register import NorthCentral, north_central, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> NorthCentral:
    return north_central()


@pytest.fixture
def published(register) -> Conference:
    return register.x_2022


@pytest.fixture
def draft(register) -> Conference:
    unpublish(conference=register.x_2022, by=registrar(), reason="Rà soát.")
    return register.x_2022


def refusal_of(verb, **said) -> list[str]:
    with translation.override("en"):
        with pytest.raises(ValidationError) as refusal:
            verb(by=registrar(), **said)
        return refusal.value.messages


def test_publish_says_who_and_when(draft):
    before = timezone.now()
    publish(conference=draft, by=registrar())
    stored = Conference.objects.get(pk=draft.pk)
    assert (stored.published_by, stored.published_at >= before) == (registrar(), True)


def test_publish_refuses_what_somebody_published_before(published):
    day = timezone.localdate()
    assert refusal_of(publish, conference=published) == [
        f"Hồ sơ gốc published this conference on {day.day}/{day.month}/{day.year}."
    ]


def test_publish_refuses_a_retired_conference(draft):
    retire(record=draft, by=registrar(), reason="Trùng hồ sơ.")
    assert refusal_of(publish, conference=draft) == ["A retired conference cannot be published."]


def test_unpublish_takes_it_from_the_public_and_keeps_the_reason(published):
    unpublish(conference=published, by=registrar(), reason="Rà soát.")
    assert Conference.objects.public().filter(pk=published.pk).exists() is False
    assert published.history.latest().history_change_reason == "Rà soát."


def test_unpublish_refuses_without_a_reason(published):
    assert refusal_of(unpublish, conference=published, reason=" ") == ["Give the reason."]


def test_unpublish_refuses_a_draft(draft):
    assert refusal_of(unpublish, conference=draft, reason="Rà soát.") == [
        "This conference is a draft already."
    ]


def test_change_slug_keeps_the_old_address(published):
    change_slug(conference=published, slug="10-2022", by=registrar())
    assert (published.slug, published.former_slugs.get().slug) == ("10-2022", "x-2022")


def test_change_slug_to_itself_leaves_no_former_address(published):
    change_slug(conference=published, slug="x-2022", by=registrar())
    assert published.former_slugs.count() == 0


def test_change_slug_back_takes_the_address_out_of_the_former_ones(published):
    change_slug(conference=published, slug="10-2022", by=registrar())
    change_slug(conference=published, slug="x-2022", by=registrar())
    assert (published.slug, published.former_slugs.get().slug) == ("x-2022", "10-2022")


def test_change_slug_refuses_the_former_address_of_another(register, published):
    change_slug(conference=register.in_2024, slug="xii-2024", by=registrar())
    assert refusal_of(change_slug, conference=published, slug="2024") == [
        "This address leads to another conference that had it before."
    ]


def test_change_slug_refuses_the_address_of_another(published):
    assert refusal_of(change_slug, conference=published, slug="2024") == [
        "Conference with this Conference series and Address already exists."
    ]
    assert Conference.objects.get(pk=published.pk).former_slugs.count() == 0
