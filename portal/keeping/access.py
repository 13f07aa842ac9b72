"""Who keeps the register: the gate of every page of the keeper's desk (S1)."""

from django.contrib.auth.mixins import PermissionRequiredMixin


class KeeperPage(PermissionRequiredMixin):
    """A page for those who may change conferences: others are refused, strangers sent to log in."""

    permission_required = "conferences.change_conference"
