"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from reports.loading import officer
from reports.permissions import keeps_rounds


def portal(request: HttpRequest) -> dict[str, Any]:
    """Where "report a mistake" writes to, empty when the installation names no address; rights.

    `keeps_rounds`, whether who asks prepares rounds for the Ministry, costs its queries only where
    a template asks.
    """
    address = settings.PORTAL_REPORT_ADDRESS
    return {
        "report_mistake_url": f"mailto:{address}" if address else "",
        "keeps_rounds": lambda: keeps_rounds(officer(request)),
    }
