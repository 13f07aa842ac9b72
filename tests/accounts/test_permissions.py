"""Who may see what, rules C6 and S1."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.views.generic import TemplateView

from accounts.access import is_public, public
from accounts.permissions import manages_offices, sees_drafts
from tests import register


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("visitor", "sees"),
    [
        (AnonymousUser, False),
        (register.clerk_thanh_hoa, False),
        (register.registrar, False),
        (register.ministry_reader, True),
        (register.administrator, True),
    ],
)
def test_drafts_are_seen_by_those_with_the_right(visitor, sees: bool) -> None:
    assert sees_drafts(visitor()) is sees


@pytest.mark.django_db
@pytest.mark.parametrize("account", [register.ministry_reader, register.administrator])
def test_closed_account_sees_no_drafts(account) -> None:
    visitor = account()
    visitor.is_active = False
    assert sees_drafts(visitor) is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("visitor", "manages"),
    [
        (AnonymousUser, False),
        (register.clerk_thanh_hoa, False),
        (register.ministry_reader, False),
        (register.registrar, False),
        (register.administrator, True),
    ],
)
def test_offices_are_managed_by_those_with_the_right(visitor, manages: bool) -> None:
    assert manages_offices(visitor()) is manages


@pytest.mark.django_db
def test_closed_account_manages_no_offices() -> None:
    keeper = register.administrator()
    keeper.is_active = False
    assert manages_offices(keeper) is False


def test_view_is_not_public_unless_marked() -> None:
    assert is_public(TemplateView.as_view()) is False


def test_view_that_is_marked_is_public() -> None:
    assert is_public(public(TemplateView.as_view())) is True
