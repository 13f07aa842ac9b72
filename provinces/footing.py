"""On which units figures are read (rule P5): as reported, or on the units of a day."""

import datetime as dt
from dataclasses import dataclass

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


AS_REPORTED = Footing(REPORTED)
