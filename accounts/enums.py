from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does in an office, of a department or of the Ministry."""

    CLERK = "clerk", _("clerk of the department")
    CONTRIBUTOR = "contributor", _("contributing unit of the department")
    LEADER = "leader", _("department leadership")
    REVIEWER = "reviewer", _("reviewer of the Ministry")
    PUBLISHER = "publisher", _("publisher of the Ministry")
    READER = "reader", _("reader of the Ministry")


DEPARTMENT_ROLES = (Role.CLERK, Role.CONTRIBUTOR, Role.LEADER)
MINISTRY_ROLES = (Role.REVIEWER, Role.PUBLISHER, Role.READER)


class DepartmentUnit(models.TextChoices):
    """The parts of a provincial department that own groups of rows of its report (R5)."""

    OFFICE = "office", _("office of the department")
    INDUSTRY = "industry", _("industry division")
    TRADE = "trade", _("trade division")
    ENERGY = "energy", _("energy division")
    PROMOTION_CENTRE = "promotion_centre", _("industrial promotion centre")


class Purpose(models.TextChoices):
    """What costs the portal time or a stranger's mailbox patience, so that it is counted."""

    SIGN_IN = "sign_in", _("sign-in from an address")
    PASSWORD_CHANGE = "password_change", _("change of a password")
    RESET_ASKED = "reset_asked", _("reset mail asked for from an address")
    RESET_SENT = "reset_sent", _("reset mail to a mailbox")
