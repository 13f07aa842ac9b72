"""People with an account."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from accounts.models import REGISTRAR, User

pytestmark = pytest.mark.django_db


def test_registrar_is_one_account() -> None:
    first, second = User.objects.registrar(), User.objects.registrar()
    assert (first, User.objects.count()) == (second, 1)


@pytest.mark.parametrize("password", ["", "!", REGISTRAR])
def test_nobody_logs_in_as_the_registrar(password: str) -> None:
    registrar = User.objects.registrar()
    request = RequestFactory().post("/login/")
    signed_in = authenticate(request, username=REGISTRAR, password=password)
    assert (signed_in, registrar.is_active, registrar.has_usable_password()) == (
        None,
        False,
        False,
    )


def test_registrar_has_no_rights() -> None:
    registrar = User.objects.registrar()
    assert (registrar.is_staff, registrar.is_superuser) == (False, False)


@pytest.mark.parametrize(
    ("full_name", "shown"), [("Chuyên viên Thanh Hóa", "Chuyên viên Thanh Hóa"), ("", "clerk")]
)
def test_person_is_called_by_name_or_account(full_name: str, shown: str) -> None:
    person = User(username="clerk", full_name=full_name)
    assert (str(person), person.get_full_name(), person.get_short_name()) == (shown,) * 3


def test_name_is_stored_nfc() -> None:
    person = User.objects.create_user("clerk", full_name="Chuye\u0302n vie\u0302n")
    person.refresh_from_db()
    assert person.full_name == "Chuy\u00ean vi\u00ean"
