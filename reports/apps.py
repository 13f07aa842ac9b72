from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """What provincial departments report for a conference, and how it becomes public."""

    name = "reports"
    verbose_name = _("Reports")
