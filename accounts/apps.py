from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who may come in: people with an account and what they may do."""

    name = "accounts"
    verbose_name = _("Accounts")
