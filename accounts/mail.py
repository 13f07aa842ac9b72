"""Mail that nobody waits for."""

import logging
from collections.abc import Sequence
from threading import Thread

from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)


def send_later(messages: Sequence[EmailMessage]) -> None:
    """Send in a thread of its own, so that the answer takes as long with mail as without.

    A message must be complete: the thread asks the database nothing. What the mail server refuses
    is logged, and told to nobody.
    """
    Thread(target=_send, args=[messages], name="mail").start()


def _send(messages: Sequence[EmailMessage]) -> None:
    if not messages:
        return
    try:
        get_connection().send_messages(messages)
    except Exception:  # whatever the mail server or the network answers
        logger.exception("Mail was not sent: %d message(s)", len(messages))
