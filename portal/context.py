"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, str]:
    """Where "report a mistake" writes to; empty when the installation names no address."""
    address = settings.PORTAL_REPORT_ADDRESS
    return {"report_mistake_url": f"mailto:{address}" if address else ""}
