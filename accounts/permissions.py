"""Who may see and do what: the one place that answers (S1)."""

from django.contrib.auth.models import AbstractUser, AnonymousUser

Visitor = AbstractUser | AnonymousUser


def sees_drafts(visitor: Visitor) -> bool:
    """Whether a record that is not yet published exists for this visitor (C6)."""
    return visitor.is_active and visitor.has_perm("conferences.view_conference")


def manages_offices(visitor: Visitor) -> bool:
    """Whether this visitor gives offices and ends them: a superuser, or staff with the right."""
    if not visitor.is_active:
        return False
    return visitor.is_superuser or (
        visitor.is_staff and visitor.has_perm("accounts.change_membership")
    )
