"""Rounds, reports, what they hold, and their history (rules R1–R9)."""

from reports.models.files import SignedFile, Upload
from reports.models.history import Event, OneTimeKey
from reports.models.reminders import Reminder
from reports.models.reports import (
    Entry,
    PartDone,
    Report,
    ReportProposal,
    Section,
    SentEntry,
    SentVersion,
)
from reports.models.rounds import (
    Invitation,
    ReportingRound,
    ReviewerTopic,
    RoundColumn,
    RoundComparison,
    RoundRow,
)

__all__ = [
    "Entry",
    "Event",
    "Invitation",
    "OneTimeKey",
    "PartDone",
    "Reminder",
    "Report",
    "ReportProposal",
    "ReportingRound",
    "ReviewerTopic",
    "RoundColumn",
    "RoundComparison",
    "RoundRow",
    "Section",
    "SentEntry",
    "SentVersion",
    "SignedFile",
    "Upload",
]
