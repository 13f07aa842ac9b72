"""What people type to come in again: the address a reset mail goes to."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.enums import Purpose
from accounts.mail import send_later
from accounts.models import User
from accounts.throttle import allowed, mailbox


class ResetMailForm(PasswordResetForm):
    """Asks for a mail with which a new password is set.

    Whether an account has the address is told neither by the words nor by the time it takes: for
    an unknown one the same letter is written and thrown away, and letters leave after the answer.
    """

    outgoing: list[EmailMessage]

    def get_users(self, email: str) -> list[User]:
        """The accounts with this address; for none a stand-in that is in no table."""
        return list(super().get_users(email)) or [User(pk=0, email=email)]

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Write the letter; one to the stand-in goes nowhere."""
        context |= {"hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
        subject = " ".join(render_to_string(subject_template_name, context).split())
        body = render_to_string(email_template_name, context)
        if context["user"].pk:
            self.outgoing.append(EmailMessage(subject, body, from_email, [to_email]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Send the letters, unless this mailbox got enough of them this hour."""
        self.outgoing = []
        super().save(*args, **kwargs)
        within = allowed(Purpose.RESET_SENT, mailbox(self.cleaned_data["email"]))
        send_later(self.outgoing if within else [])
