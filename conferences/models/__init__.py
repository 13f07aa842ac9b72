from conferences.models.conference import Attestation, Conference, FormerSlug
from conferences.models.handover import Handover
from conferences.models.organisations import Organisation, OrganisationAlias, Person
from conferences.models.parts import (
    Appearance,
    Commendation,
    Document,
    Memorandum,
    Pact,
    Participation,
    Point,
    Presence,
)
from conferences.models.proposals import Proposal
from conferences.models.series import Series
from conferences.models.sheets import Sheet
from conferences.models.sources import Omission, Source

__all__ = [
    "Appearance",
    "Attestation",
    "Commendation",
    "Conference",
    "Document",
    "FormerSlug",
    "Handover",
    "Memorandum",
    "Omission",
    "Organisation",
    "OrganisationAlias",
    "Pact",
    "Participation",
    "Person",
    "Point",
    "Presence",
    "Proposal",
    "Series",
    "Sheet",
    "Source",
]
