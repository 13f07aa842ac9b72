"""System checks of the portal's own."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections


@register(Tags.security)
def production_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when a production portal runs on SQLite, the database of development and trial."""
    if settings.DEBUG or connections["default"].vendor != "sqlite":
        return []
    return [
        Warning(
            "The portal runs on SQLite with DEBUG=False.",
            hint="Set DATABASE_URL to a PostgreSQL database; SQLite is for development and trial.",
            id="portal.W001",
        )
    ]
