"""People with an account."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.utils.translation import gettext_lazy as _

from vietnamese.fields import NFCCharField

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
