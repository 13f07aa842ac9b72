"""What the environment says, and what the portal does when it says too little."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import Warning
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections

from portal import environment
from portal.checks import production_database

NAMES = (
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "EMAIL_URL",
    "PORTAL_MAIL_FROM",
    "PORTAL_REQUIRE_LOGIN",
    "PORTAL_REPORT_ADDRESS",
    "PORTAL_PROXIES",
    "PORTAL_FILES",
)
PRODUCTION = {
    "SECRET_KEY": "s" * 50,
    "ALLOWED_HOSTS": "hoinghi.example.vn,10.0.0.5",
    "DATABASE_URL": "postgres://portal:secret@db.example.vn:5432/register",
}
Read = Callable[..., environment.Environment]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Read:
    """Read the environment with these variables and no others."""

    def read_with(**variables: str) -> environment.Environment:
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return environment.read(base_dir=tmp_path)

    return read_with


def test_production_without_anything_names_all_that_is_missing(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert str(refusal.value).splitlines() == [
        "The portal does not start: its environment is incomplete.",
        "  SECRET_KEY is not set. Example: "
        "SECRET_KEY=<50 or more random characters, kept to yourself>",
        "  ALLOWED_HOSTS is not set. Example: ALLOWED_HOSTS=hoinghi.example.vn",
        "  DATABASE_URL is not set. Example: "
        "DATABASE_URL=postgres://portal:password@127.0.0.1:5432/portal",
        "  On your own machine, DEBUG=true needs none of them.",
    ]


def test_production_with_an_empty_key_says_it_is_missing(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**PRODUCTION | {"SECRET_KEY": " "})
    assert str(refusal.value).splitlines()[1:-1] == [
        "  SECRET_KEY is not set. Example: "
        "SECRET_KEY=<50 or more random characters, kept to yourself>",
    ]


def test_wrong_values_are_all_named(read: Read) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(
            **PRODUCTION
            | {
                "DATABASE_URL": "mongodb://db/register",
                "EMAIL_URL": "pigeon://",
                "PORTAL_PROXIES": "-1",
                "PORTAL_REQUIRE_LOGIN": "perhaps",
            }
        )
    assert str(refusal.value).splitlines()[1:] == [
        "  DATABASE_URL: Not a valid database URL.",
        "  EMAIL_URL: Not a valid email URL. Example: smtp://user:password@host:25",
        "  PORTAL_PROXIES: Must be greater than or equal to 0.",
        "  PORTAL_REQUIRE_LOGIN: Not a valid boolean.",
    ]


def test_production_reads_what_it_is_told(read: Read) -> None:
    chosen = read(
        **PRODUCTION,
        PORTAL_REQUIRE_LOGIN="true",
        PORTAL_REPORT_ADDRESS="hoinghi@example.vn",
        PORTAL_MAIL_FROM="portal@example.vn",
        PORTAL_PROXIES="1",
        PORTAL_FILES="/var/lib/portal/files",
        CSRF_TRUSTED_ORIGINS="https://hoinghi.example.vn",
    )
    assert (chosen.debug, chosen.secret_key, chosen.allowed_hosts) == (
        False,
        "s" * 50,
        ["hoinghi.example.vn", "10.0.0.5"],
    )
    assert (chosen.database["HOST"], chosen.database["NAME"]) == ("db.example.vn", "register")
    assert (chosen.require_login, chosen.report_address, chosen.proxies) == (
        True,
        "hoinghi@example.vn",
        1,
    )
    assert chosen.csrf_trusted_origins == ["https://hoinghi.example.vn"]
    assert chosen.mail_from == "portal@example.vn"
    assert chosen.files == Path("/var/lib/portal/files")


def test_development_needs_nothing(read: Read, tmp_path: Path) -> None:
    chosen = read(DEBUG="true")
    assert chosen.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert chosen.database["NAME"] == str(tmp_path / "db.sqlite3")
    assert (chosen.require_login, chosen.report_address, chosen.proxies) == (False, "", 0)
    assert chosen.files == tmp_path / "files"


def test_sqlite_in_production_warns() -> None:
    expected = Warning(
        "The portal runs on SQLite with DEBUG=False.",
        hint="Set DATABASE_URL to a PostgreSQL database; SQLite is for development and trial.",
        id="portal.W001",
    )
    on_sqlite = connections["default"].vendor == "sqlite"
    assert production_database(None) == ([expected] if on_sqlite else [])


def test_sqlite_in_development_does_not_warn(settings) -> None:
    settings.DEBUG = True
    assert production_database(None) == []


def test_static_files_can_be_collected_for_production(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()


def test_years_and_ids_are_never_grouped() -> None:
    assert settings.USE_THOUSAND_SEPARATOR is False
