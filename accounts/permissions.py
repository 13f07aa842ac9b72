"""Who may see and do what: the one place that answers (S1)."""

from django.contrib.auth.models import AbstractUser, AnonymousUser

Visitor = AbstractUser | AnonymousUser


def sees_drafts(visitor: Visitor) -> bool:
    """Whether a record that is not yet published exists for this visitor (C6)."""
    return visitor.is_active and visitor.has_perm("conferences.view_conference")
