"""The admin of conferences, their parts, and what they refer to."""

from conferences.admin.catalogues import (
    OrganisationAdmin,
    PersonAdmin,
    SeriesAdmin,
    SourceAdmin,
)
from conferences.admin.conference import ConferenceAdmin
from conferences.admin.following import HandoverAdmin, ProposalAdmin

__all__ = [
    "ConferenceAdmin",
    "HandoverAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "ProposalAdmin",
    "SeriesAdmin",
    "SourceAdmin",
]
