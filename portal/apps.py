"""The project as an app: its commands and its system checks."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Register the portal's own system checks."""

    name = "portal"

    def ready(self) -> None:
        """Import the checks, which register themselves."""
        from portal import checks  # noqa: F401  -- at import time the apps are not ready
