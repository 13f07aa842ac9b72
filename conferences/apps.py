from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferencesConfig(AppConfig):
    """Conference series, conferences and their parts, sources, the chain of the flag."""

    name = "conferences"
    verbose_name = _("Conferences")
