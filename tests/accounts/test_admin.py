"""Accounts in the admin: who may change whose rights; the account of the files is nobody's."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import translation

from accounts.models import User
from tests import register
from tests.admin_pages import as_shown, save, signed_in

pytestmark = pytest.mark.django_db
USERS = "/admin/accounts/user/"


@pytest.fixture
def keeper() -> Client:
    return signed_in(register.administrator())


def test_account_is_made_with_a_full_name(keeper):
    typed = {"username": "lan", "full_name": "Hoàng Lan", "password1": "cờ đăng cai 2022"}
    save(keeper, USERS + "add/", **typed, password2="cờ đăng cai 2022")
    made = User.objects.get(username="lan")
    assert (made.full_name, made.check_password("cờ đăng cai 2022")) == ("Hoàng Lan", True)


def test_account_is_found_by_a_name_without_accents(keeper):
    User.objects.create_user("a1", full_name="Đặng Thị Hòa")
    found = keeper.get(USERS, {"q": "dang hoa"}).context["cl"].result_list
    assert [user.username for user in found] == ["a1"]


def test_account_of_the_files_is_not_edited(keeper):
    address = f"{USERS}{register.registrar().pk}/change/"
    assert (keeper.get(address).status_code, keeper.post(address, {}).status_code) == (200, 403)


def test_account_of_the_files_gets_no_password(keeper):
    address = f"{USERS}{register.registrar().pk}/password/"
    assert keeper.get(address).status_code == 403


def test_account_is_not_deleted(keeper):
    address = f"{USERS}{User.objects.create_user('a1').pk}/delete/"
    assert keeper.post(address, {"post": "yes"}).status_code == 403


def officer() -> Client:
    """Somebody who keeps accounts and is no superuser."""
    user = User.objects.create_user("officer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    return signed_in(user)


def test_officer_gives_nobody_rights():
    client, other = officer(), User.objects.create_user("a1")
    save(
        client,
        f"{USERS}{other.pk}/change/",
        is_superuser="on",
        is_staff="on",
        email="a1@example.vn",
    )
    other.refresh_from_db()
    assert (other.is_superuser, other.is_staff, other.email) == (False, False, "a1@example.vn")


def test_officer_does_not_edit_a_superuser():
    client, above = officer(), register.administrator()
    assert client.post(f"{USERS}{above.pk}/change/", {}).status_code == 403


def test_rights_are_named_in_words(keeper):
    with translation.override("en"):
        page = signed_in(User.objects.get(), "en").get("/admin/auth/group/add/")
        field = page.context["adminform"].form.fields["permissions"]
        labels = [label for _value, label in field.choices if "Memorandum" in label]
    assert labels == [
        "Conferences · Memorandum of understanding: add",
        "Conferences · Memorandum of understanding: edit",
        "Conferences · Memorandum of understanding: delete or retire",
        "Conferences · Memorandum of understanding: read",
    ]


def test_rights_of_the_library_tables_are_not_offered(keeper):
    field = keeper.get("/admin/auth/group/add/").context["adminform"].form.fields["permissions"]
    apps = {right.content_type.app_label for right in field.queryset}
    assert apps == {"provinces", "accounts", "conferences", "metrics", "auth"}


def test_group_keeps_the_rights_chosen(keeper):
    right = Permission.objects.get(codename="view_conference")
    data = as_shown(keeper.get("/admin/auth/group/add/"), name="Bộ Công Thương")
    keeper.post("/admin/auth/group/add/", data | {"permissions": [right.pk]})
    assert list(Group.objects.get().permissions.all()) == [right]
