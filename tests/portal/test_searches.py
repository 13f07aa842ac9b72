"""What officers type, and what they should find first, on the register's own records (N2)."""

import json
from pathlib import Path

import pytest

from portal.search.views import EXAMPLES
from tests.results import found

pytestmark = pytest.mark.usefixtures("own_records")

# Words, the group that comes first, and the address of its first result.
SEARCHES = json.loads((Path(__file__).parent / "searches.json").read_text())


@pytest.mark.parametrize(("typed", "group", "first"), SEARCHES)
def test_search_brings_first_what_it_should(client, typed: str, group: str, first: str) -> None:
    results = found(client, typed)
    best = next(iter(results), "nothing")
    assert (best, results.get(best, [""])[0]) == (group, first)


def test_searches_are_many_and_each_stands_once() -> None:
    typed = [search for search, _group, _first in SEARCHES]
    assert len(typed) == len(set(typed)) >= 70


@pytest.mark.parametrize("typed", EXAMPLES)
def test_every_example_finds_something(client, typed: str) -> None:
    assert found(client, typed) != {}
