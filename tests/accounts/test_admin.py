"""Accounts and offices in the admin: who may change whose; the account of the files is nobody's."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone, translation

from accounts.actions import grant
from accounts.enums import Role
from accounts.models import Membership, User
from tests import register
from tests.admin_pages import as_shown, mistakes, save, signed_in, told

pytestmark = pytest.mark.django_db
USERS = "/admin/accounts/user/"


@pytest.fixture
def keeper() -> Client:
    return signed_in(register.administrator())


def test_account_is_made_with_a_full_name_and_an_address(keeper):
    typed = {"username": "lan", "full_name": "Hoàng Lan", "password1": "cờ đăng cai 2022"}
    typed |= {"email": "lan@example.vn", "password2": "cờ đăng cai 2022"}
    save(keeper, USERS + "add/", **typed)
    made = User.objects.get(username="lan")
    assert (made.full_name, made.email) == ("Hoàng Lan", "lan@example.vn")
    assert made.check_password("cờ đăng cai 2022")


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


# Offices

OFFICES = "/admin/accounts/membership/"
BEFORE = dt.date(2024, 1, 1)


@pytest.fixture
def units():
    return register.provinces(*register.UNITS)


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk", full_name="Chuyên viên Quảng Bình")


@pytest.fixture
def merged(units, clerk) -> Membership:
    """An office in a province that has ended."""
    by = User.objects.get_or_create(username="giver", is_superuser=True)[0]
    return grant(
        user=clerk, role=Role.CLERK, province=units["quang-binh"], by=by, valid_from=BEFORE
    )


def office_manager() -> Client:
    """Staff with the right on offices and no other."""
    user = User.objects.create_user("manager", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["change_membership", "view_user", "view_province"])
    )
    return signed_in(user, "en")


def chosen(client: Client, verb: str, *offices: Membership):
    """Do a verb on offices ticked in the list."""
    data = {"action": verb, "_selected_action": [office.pk for office in offices]}
    return client.post(OFFICES, data, follow=True)


def test_office_is_given_on_the_page_of_the_account(keeper, units, clerk):
    address = f"{USERS}{clerk.pk}/change/"
    row = {"role": "clerk", "province": units["thanh-hoa"].pk, "unit": "", "valid_until": ""}
    typed = {f"memberships-0-{name}": value for name, value in row.items()}
    typed |= {"memberships-TOTAL_FORMS": 1, "memberships-0-valid_from": "1/7/2025"}
    save(keeper, address, **typed)
    office = Membership.objects.get()
    assert (office.user, office.province, office.valid_from) == (
        clerk,
        units["thanh-hoa"],
        dt.date(2025, 7, 1),
    )
    assert office.history.get().history_user == User.objects.get(username="administrator")


def test_office_is_given_by_staff_with_the_right(units, clerk):
    typed = {"user": clerk.pk, "role": "leader", "province": units["thanh-hoa"].pk}
    save(office_manager(), OFFICES + "add/", **typed, valid_from="1/7/2025")
    assert Membership.objects.get().role == Role.LEADER


def test_office_in_a_province_that_has_ended_is_refused_in_words(units, clerk):
    typed = {"user": clerk.pk, "role": "clerk", "province": units["quang-binh"].pk}
    answer = save(office_manager(), OFFICES + "add/", **typed, valid_from="1/9/2025")
    assert mistakes(answer) == {
        "province": ["Quang Binh is no unit of 1 September 2025: choose the one of that day."]
    }
    assert not Membership.objects.exists()


def test_office_in_a_province_that_has_ended_can_be_opened_and_ended(merged):
    client, address = office_manager(), f"{OFFICES}{merged.pk}/change/"
    assert save(client, address, valid_until="1/9/2025").status_code == 302
    merged.refresh_from_db()
    assert merged.valid_until == dt.date(2025, 9, 1)


def test_provinces_offered_are_those_of_today(keeper, units):
    typed = {"app_label": "accounts", "model_name": "membership", "field_name": "province"}
    found = keeper.get(OFFICES + "units/", typed | {"term": "quang"}).json()["results"]
    assert [one["text"] for one in found] == ["Quảng Trị"]


def test_provinces_are_searched_where_the_form_says(keeper):
    widget = keeper.get(OFFICES + "add/").context["adminform"].form.fields["province"].widget
    assert widget.widget.get_url() == OFFICES + "units/"


def test_office_is_not_deleted(keeper, merged):
    answer = keeper.post(f"{OFFICES}{merged.pk}/delete/", {"post": "yes"})
    assert (answer.status_code, Membership.objects.count()) == (403, 1)


def test_offices_are_ended_in_the_list(merged):
    answer = chosen(office_manager(), "end_today", merged)
    merged.refresh_from_db()
    assert (told(answer), merged.valid_until) == (["1 office ended."], timezone.localdate())
    assert merged.history.first().history_user.username == "manager"


def test_offices_are_ended_all_or_none(units, clerk, merged):
    by = User.objects.get(username="giver")
    other = grant(user=clerk, role=Role.READER, by=by, valid_from=BEFORE)
    chosen(office_manager(), "end_today", other)
    answer = chosen(signed_in(by_staff(by), "en"), "end_today", merged, other)
    merged.refresh_from_db()
    assert told(answer) == ["reader of the Ministry · Ministry has ended already."]
    assert merged.valid_until is None


def by_staff(user: User) -> User:
    user.is_staff = True
    user.save()
    return user


def test_offices_are_given_again_in_the_successor(units, clerk, merged):
    client = office_manager()
    assert told(chosen(client, "give_in_successor", merged)) == ["1 office given."]
    office = Membership.objects.get(province=units["quang-tri-2025"])
    assert (office.user, office.role, office.valid_from) == (
        clerk,
        Role.CLERK,
        timezone.localdate(),
    )
    assert told(chosen(client, "give_in_successor", merged)) == [
        "0 offices given.",
        "1 passed over: the province goes on, the office ended before it, it is held in the "
        "successor already, or the account is switched off.",
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"quang-binh", "thanh-hoa", None}),
        ({"held": "today"}, {"quang-binh", "thanh-hoa"}),
        ({"held": "reading"}, {"quang-binh"}),
        ({"held": "past"}, {None}),
        ({"role__exact": "reader"}, {None}),
        ({"province": "thanh-hoa"}, {"thanh-hoa"}),
        ({"q": "thanh hoa"}, {"thanh-hoa"}),
        ({"q": "chuyen vien quang binh"}, {"quang-binh", "thanh-hoa", None}),
        ({"q": "nobody"}, set()),
    ],
)
def test_offices_are_found(keeper, units, clerk, merged, asked, found):
    by = User.objects.get(username="giver")
    grant(user=clerk, role=Role.LEADER, province=units["thanh-hoa"], by=by, valid_from=BEFORE)
    past = grant(user=clerk, role=Role.READER, by=by, valid_from=BEFORE)
    past.valid_until = dt.date(2025, 1, 1)
    past.save()
    offices = keeper.get(OFFICES, asked).context["cl"].result_list
    assert {office.province and office.province.key for office in offices} == found


def test_offices_are_read_and_not_managed_without_the_right(units, clerk, merged):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(
        Permission.objects.filter(codename__in=["view_membership", "add_membership"])
    )
    client = signed_in(reader, "en")
    address = f"{OFFICES}{merged.pk}/change/"
    answers = [
        client.get(OFFICES).status_code,
        client.get(address).status_code,
        client.post(address, {"valid_until": "1/9/2025"}).status_code,
        client.get(OFFICES + "add/").status_code,
    ]
    assert answers == [200, 200, 403, 403]
    chosen(client, "give_in_successor", merged)
    assert list(Membership.objects.all()) == [merged]


def test_account_page_shows_no_offices_to_who_does_not_manage_them(merged, clerk):
    page = officer().get(f"{USERS}{clerk.pk}/change/")
    shown = [type(inline.opts).__name__ for inline in page.context["inline_admin_formsets"]]
    assert shown == []


def test_stranger_finds_no_offices(client):
    assert client.get(OFFICES).url == f"/login/?next={OFFICES}"
    assert client.get(OFFICES + "units/").url == f"/login/?next={OFFICES}units/"
