"""How often something costly may be asked for: a hashed password, a mail to somebody else.

`django-axes` pauses guesses at one account from one address. These limits stand around it: a
password takes a quarter of a second to hash, so nobody may have thousands hashed, and nobody may
fill a mailbox. They are generous, as a whole office sits behind one address, and count in the
database, which all processes share; its conditional update cannot lose a count.
"""

import datetime as dt
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any

from axes.helpers import get_client_ip_address
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.enums import Purpose
from accounts.models import Tally


@dataclass(frozen=True)
class Limit:
    """So many times in each window; across the seam of two windows up to twice as many."""

    times: int
    window: dt.timedelta


LIMITS = {
    Purpose.SIGN_IN: Limit(120, dt.timedelta(minutes=15)),
    Purpose.PASSWORD_CHANGE: Limit(10, dt.timedelta(minutes=15)),
    Purpose.RESET_ASKED: Limit(20, dt.timedelta(hours=1)),
    Purpose.RESET_SENT: Limit(3, dt.timedelta(hours=1)),
}
KEPT = dt.timedelta(days=1)


def allowed(purpose: Purpose, who: str) -> bool:
    """Count one more time, and say whether it is within the limit."""
    limit, now = LIMITS[purpose], timezone.now()
    seconds = int(limit.window.total_seconds())
    window = dt.datetime.fromtimestamp(now.timestamp() // seconds * seconds, dt.UTC)
    tally, is_new = Tally.objects.get_or_create(purpose=purpose, who=who, window=window)
    if is_new:
        Tally.objects.filter(window__lt=now - KEPT).delete()
    within = Tally.objects.filter(pk=tally.pk, times__lt=limit.times)
    return within.update(times=F("times") + 1) == 1


def network(request: HttpRequest) -> str:
    """The address a request came from; of IPv6 the /64, which one household or office owns."""
    try:
        address = ip_address(get_client_ip_address(request) or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)


def mailbox(address: str) -> str:
    """A fingerprint by which a mailbox is counted, without its address being kept."""
    return salted_hmac("accounts.throttle.mailbox", address.strip().casefold()).hexdigest()


class SignInLimit:
    """Refuses, before any password is hashed, when an address has signed in too often.

    A backend and not a part of one view, so that it holds for every form that asks a password.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Pass (None), or raise PermissionDenied, which ends Django's search for a backend."""
        if request is None or allowed(Purpose.SIGN_IN, network(request)):
            return
        request.axes_locked_out = request.too_many_here = True  # type: ignore[attr-defined]
        raise PermissionDenied
