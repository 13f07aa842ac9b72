"""The page of words and states."""

import pytest
from django.utils.translation import gettext as _

from conferences.enums import Status
from tests.reading import read

# The words of design §2 and of H2 that a reader meets and may not know.
TERMS = [
    *("Conference series", "Edition", "Host", "Handing over the flag", "Proposal"),
    "Industrial promotion (khuyến công)",
    *("Hosted as handed over", "Still to come", "Host changed", "Handover not recorded"),
    *("Records missing", "as printed", "inferred", "sources disagree", "Press only"),
    *("As printed", "Sources disagree", "Province or city on a day", "Region of a conference"),
]


@pytest.fixture
def glossary(client):
    return read(client.get("/glossary/")).one("main")


@pytest.mark.parametrize("term", TERMS)
def test_glossary_explains(glossary, term):
    assert glossary.terms[_(term)] != ""


def test_glossary_explains_every_status_in_its_colour(glossary):
    shown = glossary.section(_("Status of a conference"))
    assert {tag.text: tag.classes for tag in shown.all("span", "tag")} == {
        status.label: {"tag", f"tag--{status.value}"} for status in Status
    }


def test_glossary_explains_every_state_of_a_link_in_its_colour(glossary):
    shown = glossary.section(_("Hosting history"))
    assert [tag.classes - {"tag"} for tag in shown.all("span", "tag")] == [
        {f"tag--{state}"} for state in ("kept", "pending", "changed", "unrecorded", "gap")
    ]
