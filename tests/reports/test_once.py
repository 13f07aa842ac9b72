"""A post that changes something happens once, rule R7."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import translation

from accounts.models import User
from reports.models import OneTimeKey
from reports.once import claim, new_key


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk_thanh_hoa")


def refusal(key: str, by: User) -> str:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        claim(key, by=by, outcome="/")
    return refused.value.messages[0]


@pytest.mark.django_db
def test_first_post_happens_and_the_second_is_told_where_it_led(clerk: User) -> None:
    key = new_key()
    told = [claim(key, by=clerk, outcome=where) for where in ("/reports/a/", "/elsewhere/")]
    assert told == [None, "/reports/a/"]


@pytest.mark.django_db
def test_each_page_has_a_key_of_its_own(clerk: User) -> None:
    assert [claim(new_key(), by=clerk, outcome="/") for _ in range(3)] == [None] * 3


@pytest.mark.django_db
def test_key_of_another_account_is_refused_and_tells_nothing(clerk: User) -> None:
    key, other = new_key(), User.objects.create_user("clerk_nghe_an")
    claim(key, by=clerk, outcome="/reports/a/thanh-hoa/")
    assert refusal(key, other) == "This page belongs to another account. Please reload it."


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x", "1234", "\0", "0" * 33])
def test_what_is_no_key_is_refused_in_words(clerk: User, key: str) -> None:
    assert refusal(key, clerk) == (
        "This page is too old to be sent. Please reload it; what was saved is kept."
    )
    assert OneTimeKey.objects.count() == 0


@pytest.mark.django_db
def test_key_is_free_again_when_the_verb_was_refused(clerk: User) -> None:
    key = new_key()

    @transaction.atomic
    def refused() -> None:
        claim(key, by=clerk, outcome="/a/")
        raise ValidationError("refused")

    with pytest.raises(ValidationError):
        refused()
    assert claim(key, by=clerk, outcome="/b/") is None


@pytest.mark.django_db
def test_key_spelled_otherwise_is_the_same(clerk: User) -> None:
    key = new_key()
    claim(key, by=clerk, outcome="/a/")
    assert claim(key.upper().replace("-", ""), by=clerk, outcome="/b/") == "/a/"


@pytest.mark.django_db(transaction=True)
def test_of_posts_at_once_one_happens(clerk: User) -> None:
    """On PostgreSQL the others wait at the key; on SQLite at the beginning."""
    key, together = new_key(), Barrier(6)

    def post(turn: int) -> str | None:
        together.wait(timeout=20)
        try:
            with transaction.atomic():
                return claim(key, by=clerk, outcome=f"/{turn}/")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as people:
        told = list(people.map(post, range(6)))
    [first] = [turn for turn, where in enumerate(told) if where is None]
    assert [where for where in told if where] == [f"/{first}/"] * 5


@pytest.mark.django_db(transaction=True)
def test_post_at_once_happens_when_the_first_was_refused(clerk: User) -> None:
    key, together = new_key(), Barrier(2)

    def post(is_refused: bool) -> str | None:
        together.wait(timeout=20)
        try:
            with transaction.atomic():
                told = claim(key, by=clerk, outcome="/done/" if not is_refused else "/refused/")
                if is_refused and told is None:
                    raise ValidationError("refused")
                return told
        except ValidationError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        told = list(people.map(post, [True, False]))
    # Whoever comes first: the one that is not refused happens, and the key is its own.
    assert told in (["refused", None], ["/done/", None])
    assert OneTimeKey.objects.get().outcome == "/done/"
