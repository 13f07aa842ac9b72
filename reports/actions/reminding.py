"""Reminders, sent at most once a day to a department (R1)."""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from reports.actions.locking import require_right
from reports.models import Reminder
from reports.permissions import Officer, keeps
from reports.reminders import Letter

logger = logging.getLogger(__name__)


@dataclass
class Told:
    """What became of reminders: sent, refused by the mail server, already sent today."""

    sent: list[Letter] = field(default_factory=list)
    failed: list[Letter] = field(default_factory=list)
    before: list[Letter] = field(default_factory=list)


def remind(*, letters: Iterable[Letter], by: Officer | None, today: dt.date) -> Told:
    """Write to each department, unless it was reminded today; `by` None is the daily command.

    The day is taken first and the mail sent then, outside a transaction: two at once write one
    mail, and nobody who is typing waits for a mail server. What it refuses is free again.
    """
    told, waiting = Told(), []
    for letter in letters:
        if by is not None:
            require_right(keeps(by, letter.report.round))
        if letter.to:
            waiting.append(letter)
    connection = get_connection()
    try:
        connection.open()
    except OSError:  # found out once, not once for each department
        logger.exception("The mail server cannot be reached")
        told.failed = waiting
        return told
    for letter in waiting:
        _tell(letter, told, connection, by=by, today=today)
    connection.close()
    return told


def _tell(
    letter: Letter,
    told: Told,
    connection: BaseEmailBackend,
    *,
    by: Officer | None,
    today: dt.date,
) -> None:
    row, is_new = Reminder.objects.get_or_create(
        report=letter.report, day=today, defaults={"by": by.user if by else None}
    )
    if not is_new:
        told.before.append(letter)
        return
    try:
        connection.send_messages([letter.mail()])
    except Exception:  # whatever the mail server or the network answers
        logger.exception("Reminder was not sent: report %s", letter.report.pk)
        row.delete()
        told.failed.append(letter)
    else:
        told.sent.append(letter)
