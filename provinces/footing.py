"""On which units figures are read (rule P5): as reported, or on the units of a day."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vietnamese.dates import format_date
from vietnamese.language import active

REPORTED, TODAY = "reported", "today"


@dataclass(frozen=True)
class Footing:
    """`name` is what stands in the address: "reported", "today", or an ISO day.

    `day`: the day whose units are meant; None as reported.
    """

    name: str
    day: dt.date | None = None

    @property
    def is_reported(self) -> bool:
        return self.day is None

    @property
    def in_words(self) -> str:
        """ "theo địa giới ngày 22/11/2026"; empty as reported."""
        if self.day is None:
            return ""
        return _("on the provinces of %(day)s") % {"day": format_date(self.day, "day", active())}


AS_REPORTED = Footing(REPORTED)
