from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a report stands (R3)."""

    DRAFT = "draft", _("Draft")
    AWAITING = "awaiting", _("Awaiting signature")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    REOPENED = "reopened", _("Reopened")


# In these the department writes; in the others what it sent stands.
WRITABLE = (State.DRAFT, State.RETURNED, State.REOPENED)

# Every step there is, by the state it starts from; anything else is refused (R3).
STEPS: dict[State, tuple[State, ...]] = {
    State.DRAFT: (State.AWAITING, State.SUBMITTED),
    State.AWAITING: (State.SUBMITTED, State.DRAFT, State.RETURNED, State.REOPENED),
    State.SUBMITTED: (State.ACCEPTED, State.RETURNED),
    State.RETURNED: (State.AWAITING, State.SUBMITTED),
    State.ACCEPTED: (State.REOPENED,),
    State.REOPENED: (State.AWAITING, State.SUBMITTED, State.ACCEPTED),
}


class EntryState(models.TextChoices):
    """What a cell says; one that was never filled in has no row, or is empty again."""

    EMPTY = "empty", _("empty")
    NUMBER = "number", _("number")
    NIL = "nil", _("Nil")
    NOT_AVAILABLE = "not_available", _("Not reported")
    UNREADABLE = "unreadable", _("Refused")


# What a report may be sent with: an answer in every cell (R2: "nothing to report" is one).
ANSWERED = (EntryState.NUMBER, EntryState.NIL, EntryState.NOT_AVAILABLE)


class SectionKind(models.TextChoices):
    """The parts of a report in words (R2)."""

    RESULTS = "results", _("Results")
    LIMITS = "limits", _("Limits and causes")
    TASKS = "tasks", _("Tasks and solutions")


class ComparisonKind(models.TextChoices):
    """What a computed column of a round says of two others (R1)."""

    GROWTH = "growth", _("growth, %")
    COMPLETION = "completion", _("share of the plan, %")
    DIFFERENCE = "difference", _("difference")


class FileKind(models.TextChoices):
    """What a scan is."""

    SIGNED = "signed", _("signed report")
    PAPER = "paper", _("report received on paper")


class Act(models.TextChoices):
    """What the history of reports tells of (R9)."""

    OPENED = "opened", _("Opened")
    CELL = "cell", _("Cell entered")
    NOTE = "note", _("Cell explained")
    SECTION = "section", _("Text written")
    PROPOSAL = "proposal", _("Proposal written")
    PART_DONE = "part_done", _("Rows marked done")
    PART_UNDONE = "part_undone", _("Rows not done any more")
    SIGNATURE = "signature", _("Signature entered")
    FILE = "file", _("Signed file added")
    PAPER = "paper", _("Taken over from paper")
    PRESENTED = "presented", _("Presented for signature")
    TAKEN_BACK = "taken_back", _("Taken back to the draft")
    SUBMITTED = "submitted", _("Submitted")
    CELL_RETURNED = "cell_returned", _("Cell returned")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    REOPENED = "reopened", _("Reopened")
    CLOSED = "closed", _("Reopening closed, accepted figures restored")
    PUBLISHED = "published", _("Published")
    EXTENDED = "extended", _("Deadline extended")


# Who did any of these to a report does not accept it (R5).
ENTERING = (
    Act.CELL,
    Act.NOTE,
    Act.SECTION,
    Act.PROPOSAL,
    Act.SIGNATURE,
    Act.PAPER,
    Act.PRESENTED,
    Act.SUBMITTED,
)

# The steps of a report as its history tells them.
STEPS_TOLD = (
    Act.PAPER,
    Act.PRESENTED,
    Act.TAKEN_BACK,
    Act.SUBMITTED,
    Act.RETURNED,
    Act.ACCEPTED,
    Act.REOPENED,
    Act.CLOSED,
    Act.PUBLISHED,
)


class Via(models.TextChoices):
    """By which way something was entered."""

    SCREEN = "screen", _("on the screen")
    FORM = "form", _("by form")
    WORKBOOK = "workbook", _("from a spreadsheet")
    RESTORED = "restored", _("restored from the accepted version")
