from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """What a series of conferences is about."""

    INDUSTRY_TRADE = "industry_trade", _("industry and trade")
    PROMOTION = "industrial_promotion", _("industrial promotion")
    SUPPLY_DEMAND = "supply_demand", _("supply and demand")
    TRADE_PROMOTION = "trade_promotion", _("trade promotion")
    COOPERATION = "cooperation", _("cooperation")
    NATIONAL = "national", _("national")


class Status(models.TextChoices):
    """Where a conference stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class Form(models.TextChoices):
    """How people met."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    BOTH = "both", _("in person and online")


class Precision(models.TextChoices):
    """How much of a date the sources tell."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Role(models.TextChoices):
    """What a person did at a conference."""

    CHAIRED = "chaired", _("chaired")
    DIRECTED = "directed", _("gave directions")
    CONCLUDED = "concluded", _("concluded")
    SPOKE = "spoke", _("spoke")
    ATTENDED = "attended", _("attended")


class PresenceKind(models.TextChoices):
    """What an organisation did at a conference."""

    ORGANISED = "organised", _("organised")
    CO_ORGANISED = "co_organised", _("helped to organise")
    SIGNED = "signed", _("signed")
    PRESENTED = "presented", _("presented its activity")
    ATTENDED = "attended", _("took part")


class PointKind(models.TextChoices):
    """What a statement of a conference is."""

    RESULT = "result", _("Results")
    LIMITATION = "limitation", _("Limits")
    TASK = "task", _("Tasks and solutions")
    DIRECTIVE = "directive", _("Directions")
    PRESENTATION = "presentation", _("Presentations")
    DISCUSSION = "discussion", _("Discussion")


class CommendationKind(models.TextChoices):
    """What was awarded."""

    MERIT = "merit_certificate", _("certificate of merit (bằng khen)")
    COMMENDATION = "commendation", _("commendation (giấy khen)")
    EMULATION_FLAG = "emulation_flag", _("emulation flag")
    MEDAL = "medal", _("commemorative medal")
    CERTIFICATE = "certificate", _("certificate")


class DocumentKind(models.TextChoices):
    """What kind of paper a document is."""

    LETTER = "letter", _("official letter")
    PLAN = "plan", _("plan")
    PROGRAMME = "programme", _("programme")
    REPORT = "report", _("report")
    DECISION = "decision", _("decision")
    DECREE = "decree", _("decree")
    RESOLUTION = "resolution", _("resolution")
    OTHER = "other", _("other document")


class OrganisationKind(models.TextChoices):
    """What kind of body an organisation is."""

    MINISTRY = "ministry", _("ministry")
    AGENCY = "agency", _("agency or department of a ministry")
    DEPARTMENT = "department", _("provincial department")
    COMMITTEE = "committee", _("people's committee")
    CENTRE = "centre", _("centre")
    ENTERPRISE = "enterprise", _("enterprise")
    ASSOCIATION = "association", _("association")
    GROUP = "group", _("group of bodies named together")
    OTHER = "other", _("other body")


class Rank(models.TextChoices):
    """How much a source weighs, heaviest first (C6)."""

    SIGNED = "signed_document", _("signed document")
    REPORT = "conference_report", _("conference report")
    STATE = "state_site", _("site of a state body")
    PRESS = "press", _("press")


class Subject(models.TextChoices):
    """What kind of statement of a source was left out of the register."""

    FIGURE = "figure", _("figure")
    CONFERENCE = "conference", _("conference")
    OTHER = "other", _("other statement")


class OmissionReason(models.TextChoices):
    """Why a statement of a source is not in the register."""

    INDICATOR = "indicator", _("no indicator of the catalogue means this")
    PLACE = "place", _("the source does not say of which place")
    PERIOD = "period", _("the source does not say of which period")
    UNCLEAR = "unclear", _("it can be read in more than one way")
    REPEATED = "repeated", _("it repeats what is recorded")
    ASIDE = "aside", _("it is not about the conferences or what they report")
    NO_YEAR = "no_year", _("the source gives no year")
    NOT_FOUND = "not_found", _("it is not in the text that could be read")


class Fact(models.TextChoices):
    """A headline of a conference that sources print (C5)."""

    NAME = "name", _("name")
    EDITION = "edition", _("edition")
    DATE = "date", _("date")
    HOST = "host", _("host")
    VENUE = "venue", _("venue")
    RECEIVER = "receiver", _("receiver of the flag")
    RECEIVER_EDITION = "receiver_edition", _("edition handed over")
    RECEIVER_YEAR = "receiver_year", _("year handed over")


class HandoverForm(models.TextChoices):
    """How the right to host the next conference was passed on (H1)."""

    FLAG = "flag", _("hosting flag")
    RIGHT = "right", _("right to host")
    WRITING = "writing", _("in writing")


class Standing(models.TextChoices):
    """What the sources make of a headline: computed, never stored (C5)."""

    PRINTED = "printed", _("as printed")
    INFERRED = "inferred", _("inferred")
    DISPUTED = "disputed", _("sources disagree")
