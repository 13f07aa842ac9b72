"""What must be true of the whole register and no single row can tell (rule S3).

Each check is a small function over all records that yields what is wrong. What one row says about
itself the database and `clean()` hold; here it is asked once more.
"""

import datetime as dt

from django.utils import timezone

from portal.records.checks import conferences, figures, places, rows
from portal.records.checks.register import Holdings, Level, Problem

__all__ = ["Level", "Problem", "check"]

CHECKS = (*rows.CHECKS, *places.CHECKS, *conferences.CHECKS, *figures.CHECKS)


def check(today: dt.date | None = None) -> list[Problem]:
    """Everything that is wrong with the register, check by check."""
    holdings = Holdings(today or timezone.localdate())
    return [problem for one in CHECKS for problem in one(holdings)]
