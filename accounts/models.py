"""People with an account, and the offices they hold."""

import datetime as dt
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.enums import DEPARTMENT_ROLES, DepartmentUnit, Purpose, Role
from provinces.models import Province, interval_in_order, valid_on
from provinces.records import known_choice
from vietnamese.dates import format_date
from vietnamese.fields import NFCCharField
from vietnamese.language import active

REGISTRAR = "so-dang-ky"


class PortalUserManager(UserManager["User"]):
    """Accounts, and the one that no person uses."""

    def registrar(self) -> "User":
        """The account that stands for the files of `records/`: nobody can log in with it."""
        return self.get_or_create(
            username=REGISTRAR,
            defaults={"is_active": False, "full_name": "Hồ sơ gốc", "password": "!"},
        )[0]


class User(AbstractUser):
    """Somebody who logs in: keeper of the register, ministry staff, staff of a department."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = NFCCharField(_("full name"), max_length=150, blank=True)
    is_demonstration = models.BooleanField(
        _("demonstration account"), default=False, editable=False
    )

    objects: ClassVar[PortalUserManager] = PortalUserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.full_name or self.username


class MembershipQuerySet(models.QuerySet):
    """Offices of all accounts."""

    def on(self, day: dt.date) -> Self:
        """Those held on `day`."""
        return self.filter(valid_on(day))


class Membership(models.Model):
    """An office that somebody holds over a half-open interval: in a department, or in the Ministry.

    A contributor belongs to one unit of the department, everybody else to none. Rights never move
    by themselves (R6): an office in a province that has ended only reads, and its holder is given a
    new one in the successor. An office that was held is ended, never deleted.
    """

    user = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("account"), related_name="memberships"
    )
    role = models.CharField(_("office"), max_length=12, choices=Role)
    province = models.ForeignKey(
        Province,
        models.PROTECT,
        verbose_name=_("province"),
        related_name="offices",
        null=True,
        blank=True,
        help_text=_("Of an office in a department; empty for the Ministry."),
    )
    unit = models.CharField(
        _("unit of the department"),
        max_length=20,
        choices=DepartmentUnit,
        blank=True,
        help_text=_("Only of a contributing unit."),
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("The first day on which the office is no longer held."),
    )

    history = HistoricalRecords()
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("office held")
        verbose_name_plural = _("offices held")
        ordering = ["user", "-valid_from", "pk"]
        constraints = [
            interval_in_order(),
            known_choice("role", Role),
            known_choice("unit", DepartmentUnit, blank=True),
            models.CheckConstraint(
                condition=Q(role__in=DEPARTMENT_ROLES, province__isnull=False)
                | ~Q(role__in=DEPARTMENT_ROLES) & Q(province__isnull=True),
                name="accounts_membership_province_of_department",
                violation_error_message=_(
                    "An office of a department names its province; one of the Ministry names none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.CONTRIBUTOR) & ~Q(unit="")
                | ~Q(role=Role.CONTRIBUTOR) & Q(unit=""),
                name="accounts_membership_unit_of_contributor",
                violation_error_message=_("A contributing unit, and only that, names the unit."),
            ),
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("province", 0),
                "unit",
                condition=Q(valid_until__isnull=True),
                name="accounts_membership_held_once",
                violation_error_message=_("This account holds this office already."),
            ),
        ]

    def __str__(self) -> str:
        where = self.province.label if self.province else gettext("Ministry")
        what = self.get_unit_display() if self.unit else self.get_role_display()
        return f"{what} · {where}"

    def clean(self) -> None:
        """An office begins while its province exists; it may outlast it, and then only reads."""
        super().clean()
        if not (self.province and self.valid_from):
            return
        if not self.province.is_valid_on(self.valid_from):
            raise ValidationError(
                {
                    "province": ValidationError(
                        _("%(name)s is no unit of %(day)s: choose the one of that day."),
                        params={
                            "day": format_date(self.valid_from, "day", active()),
                            "name": self.province.label,
                        },
                    )
                }
            )


class Tally(models.Model):
    """How often something costly was asked for from one place, within one window of time.

    `who` is a network address, an account's id or the fingerprint of a mailbox, never what a
    person typed. Rows are dropped within a day (`accounts.throttle`).
    """

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    who = models.CharField(_("from whom"), max_length=64)
    window = models.DateTimeField(_("beginning of the window"))
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            known_choice("purpose", Purpose),
            # The window first: the same index finds the rows to drop.
            models.UniqueConstraint(
                fields=["window", "purpose", "who"], name="accounts_tally_once_a_window"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.times}"
