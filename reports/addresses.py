"""Addresses of pages outside a request: in mails, and in calendar files."""

from django.conf import settings


def portal_name() -> str:
    """The installation's first name; it serves for identities too, which outlive an address."""
    name = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else ""
    return name.lstrip(".*") or "localhost"


def absolute(path: str) -> str:
    """The full address of a page, as a mail writes it."""
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    return f"{scheme}://{portal_name()}{path}"
