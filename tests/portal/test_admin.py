"""Every model in the admin: it opens, in Vietnamese, at a cost that rows do not raise."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Tally, User
from conferences.models import Conference, Sheet
from provinces.admin.records import RetirableAdmin
from provinces.records import Retirable
from reports.admin import ReadOnly
from reports.models import Entry, OneTimeKey, SentEntry
from tests import register
from tests.admin_pages import everything, signed_in

OURS = ["provinces", "accounts", "conferences", "metrics", "reports"]
pytestmark = pytest.mark.django_db


def pages(*, with_records: bool = True) -> Iterator[str]:
    """The address of the list, the empty form and the first record of each model, and more."""
    yield reverse("admin:index")
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_changelist") + "?q=so"
        if not isinstance(model_admin, ReadOnly):
            yield reverse(f"{name}_add")
        if with_records and (first := model._default_manager.order_by("pk").first()):
            yield reverse(f"{name}_change", args=[first.pk])


def questions_asked(client: Client) -> dict[str, int]:
    """How many queries each page needs; every page answers 200."""
    asked = {}
    ContentType.objects.clear_cache()
    for address in pages():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        asked[address] = len(queries)
    return asked


def test_every_page_asks_the_same_number_of_questions_for_1_and_for_3_rows():
    keeper = signed_in(register.administrator())
    Group.objects.create(name="Bộ 1")
    everything(1)
    with_one = questions_asked(keeper)
    everything(2, 3)
    Group.objects.create(name="Bộ 2")
    Group.objects.create(name="Bộ 3")
    assert questions_asked(keeper) == with_one


def test_every_model_is_registered_or_stands_on_the_page_of_one():
    shown = set(admin.site._registry)
    for model_admin in admin.site._registry.values():
        shown |= {inline.model for inline in model_admin.inlines}
    shown.add(Sheet)  # typed on the keeper's desk, no record yet
    shown.add(Tally)  # counted by the throttle, dropped after a day
    shown.add(OneTimeKey)  # what makes a form happen once
    shown |= {Entry, SentEntry}  # the table on the page of their report
    own = {
        model
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
    }
    assert own - shown == set()


def test_every_record_that_is_retired_cannot_be_deleted():
    retired = {model for model in admin.site._registry if issubclass(model, Retirable)}
    verbs = {m for m, a in admin.site._registry.items() if isinstance(a, RetirableAdmin)}
    everything(1)
    keeper = signed_in(register.administrator())
    answers = {
        model: keeper.post(
            reverse(
                f"admin:{model._meta.app_label}_{model._meta.model_name}_delete",
                args=[model._default_manager.order_by("pk")[0].pk],
            ),
            {"post": "yes"},
        ).status_code
        for model in retired
    }
    assert (verbs, answers) == (retired, dict.fromkeys(retired, 403))


def test_every_reference_is_chosen_by_typing():
    """No list of all provinces in a form: the columns that are not are named here."""
    untyped = set()
    for model, model_admin in admin.site._registry.items():
        parts = [(one.model, one) for one in model_admin.inlines]
        for rows, own in [(model, type(model_admin)), *parts]:
            for field in () if issubclass(own, ReadOnly) else rows._meta.concrete_fields:
                refers = field.many_to_one and field.editable and field.related_model is not model
                if refers and field.name not in own.autocomplete_fields:
                    untyped.add(f"{rows.__name__}.{field.name}")
    # A former address is never typed; a proposal made at a conference names no region.
    assert untyped == {"FormerSlug.series", "Proposal.region"}


def test_staff_without_rights_sees_nothing():
    clerk = User.objects.create_user("clerk", is_staff=True)
    everything(1)
    client = signed_in(clerk)
    inner = [address for address in pages() if address != reverse("admin:index")]
    assert {client.get(address).status_code for address in inner} == {403}


def test_a_reader_opens_a_record_and_cannot_save_it():
    everything(1)
    reader = register.ministry_reader()
    reader.is_staff = True
    reader.save()
    client = signed_in(reader)
    first = Conference.objects.order_by("pk")[0]
    address = reverse("admin:conferences_conference_change", args=[first.pk])
    answers = [client.get(address).status_code, client.post(address, {"title": "x"}).status_code]
    assert answers == [200, 403]


def test_a_verb_needs_its_right():
    everything(1)
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.set(
        Permission.objects.filter(codename__in=["view_conference", "change_conference"])
    )
    client = signed_in(editor)
    first = Conference.objects.order_by("pk")[0]
    names = ["publish", "retire"]
    addresses = [reverse(f"admin:conferences_conference_{n}", args=[first.pk]) for n in names]
    assert [client.get(address).status_code for address in addresses] == [200, 403]


def test_a_verb_on_no_record_leads_back():
    client = signed_in(register.administrator())
    answer = client.get(reverse("admin:conferences_conference_retire", args=[404]))
    assert (answer.status_code, answer.url) == (302, reverse("admin:index"))


class Words(HTMLParser):
    """What a page says: its text, and the attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()
        self.silent = False

    def handle_starttag(self, tag, attrs):
        self.silent = tag in ("script", "style")
        given = dict(attrs)
        names = ["title", "placeholder", "alt", "aria-label"]
        if given.get("type") == "submit":
            names.append("value")
        self.said |= {given[name].strip() for name in names if given.get(name)}

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent:
            self.said.add(" ".join(data.split()))


def said(client: Client, address: str) -> set[str]:
    words = Words()
    words.feed(client.get(address).content.decode())
    return words.said


def test_no_english_is_left_on_a_vietnamese_page():
    """What both languages say alike, in plain letters, is a key, a name or a number."""
    keeper = register.administrator()
    Group.objects.create(name="Bộ")
    everything(1)
    vietnamese, english = signed_in(keeper), signed_in(keeper, "en")
    first = Conference.objects.order_by("pk")[0]
    verbs = ["publish", "retire", "history"]
    more = [reverse(f"admin:conferences_conference_{verb}", args=[first.pk]) for verb in verbs]
    alike = set()
    for address in [*pages(), *more]:
        alike |= said(vietnamese, address) & said(english, address)
    plain = {text for text in alike if re.search("[a-z]{2}", text) and text.isascii()}
    keys = {text for text in plain if re.fullmatch("[a-z]+(-[a-z0-9]+)+", text)}
    # What Django calls the pictures of yes and no; an account; the language of a source.
    assert plain - keys == {"True", "False", "administrator", "vi"}
