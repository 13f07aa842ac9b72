from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvincesConfig(AppConfig):
    """Places in time: provinces, regions and who belonged to which, on any day since 2004."""

    name = "provinces"
    verbose_name = _("Provinces and regions")
