"""What a printed wording comes to: `Attestation.value` in the spelling of its field (C5)."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from conferences.enums import Fact

EDITION = re.compile(r"[1-9]\d?")
YEAR = re.compile(r"(19|20)\d\d")
DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d))?)?")
OF_A_PROVINCE = (Fact.HOST, Fact.RECEIVER)


def fault_of_answer(field: str, value: str) -> str:
    """What is wrong with the spelling of `value`; empty when nothing is.

    Whether a province of that key exists is for the register to say.
    """
    match field:
        case Fact.EDITION | Fact.RECEIVER_EDITION if not EDITION.fullmatch(value):
            return _('Expected an edition in digits, e.g. "13"; found “%(value)s”.') % {
                "value": value
            }
        case Fact.RECEIVER_YEAR if not YEAR.fullmatch(value):
            return _('Expected a year, e.g. "2023"; found “%(value)s”.') % {"value": value}
        case Fact.DATE if not _is_date(value):
            return _(
                'Expected "2022-08-19", "2022-08" or "2022", a date that exists; found “%(value)s”.'
            ) % {"value": value}
    return ""


def _is_date(value: str) -> bool:
    match = DATE.fullmatch(value)
    if match is None:
        return False
    year, month, day = (int(match[part] or 1) for part in ("year", "month", "day"))
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
