"""The package as Django sees it."""

from django.apps import AppConfig


class VietnameseConfig(AppConfig):
    """No rows of its own; installed for its template filters."""

    name = "vietnamese"
