"""What tests of login and passwords share: hashes counted, mails waited for."""

import threading

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.mail import EmailMessage


def count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that gets an entry for each password hashed from now on."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return hashed


def mails() -> list[EmailMessage]:
    """The mails sent so far, those still on their way included."""
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join()
    return mail.outbox
