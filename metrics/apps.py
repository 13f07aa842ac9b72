from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    """Indicators, units and the figures that sources print for them."""

    name = "metrics"
    verbose_name = _("Figures")
