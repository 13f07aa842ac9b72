"""What the portal is told by its surroundings: every environment variable, read in one place."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, validate

# Signs the sessions of a developer's own machine and nothing else.
DEVELOPMENT_KEY = "only-for-development-" + "0123456789" * 4

# Without these a production portal does not start; the examples are shown when one is missing.
REQUIRED = {
    "SECRET_KEY": "SECRET_KEY=<50 or more random characters, kept to yourself>",
    "ALLOWED_HOSTS": "ALLOWED_HOSTS=hoinghi.example.vn",
    "DATABASE_URL": "DATABASE_URL=postgres://portal:password@127.0.0.1:5432/portal",
}


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What one installation chooses; everything else is the same everywhere."""

    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    database: dict[str, Any]
    email: dict[str, Any]
    mail_from: str
    require_login: bool
    report_address: str
    proxies: int
    files: Path


def read(*, base_dir: Path) -> Environment:
    """Return what the environment variables say; `base_dir` holds the SQLite file of development.

    Raises ImproperlyConfigured, naming every variable that is missing or wrong, not only the first.
    """
    env = Env(eager=False)
    debug = env.bool("DEBUG", False)
    missing = [] if debug else [name for name in REQUIRED if not os.environ.get(name, "").strip()]
    environment = Environment(
        debug=debug,
        secret_key=env.str("SECRET_KEY", DEVELOPMENT_KEY),
        allowed_hosts=env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]),
        csrf_trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", []),
        database=env.dj_db_url("DATABASE_URL", f"sqlite:///{base_dir / 'db.sqlite3'}"),
        email=env.dj_email_url("EMAIL_URL", "console:"),
        mail_from=env.str("PORTAL_MAIL_FROM", "portal@localhost"),
        require_login=env.bool("PORTAL_REQUIRE_LOGIN", False),
        report_address=env.str("PORTAL_REPORT_ADDRESS", ""),
        proxies=env.int("PORTAL_PROXIES", 0, validate=validate.Range(min=0)),
        files=env.path("PORTAL_FILES", base_dir / "files"),
    )
    wrong: dict[str, list[str]] = {}
    try:
        env.seal()
    except EnvValidationError as error:
        wrong = dict(error.error_messages)  # type: ignore[arg-type]  # seal() gives a mapping
    if environment.email is not None and "EMAIL_BACKEND" not in environment.email:
        wrong["EMAIL_URL"] = ["Not a valid email URL. Example: smtp://user:password@host:25"]
    for name in missing:
        wrong.pop(name, None)
    if missing or wrong:
        raise ImproperlyConfigured(_refusal(missing, wrong))
    return environment


def _refusal(missing: list[str], wrong: dict[str, list[str]]) -> str:
    """Return why the portal does not start, one variable a line, each with what to write."""
    lines = ["The portal does not start: its environment is incomplete."]
    lines += [f"  {name} is not set. Example: {REQUIRED[name]}" for name in missing]
    lines += [f"  {name}: {' '.join(messages)}" for name, messages in sorted(wrong.items())]
    if missing:
        lines.append("  On your own machine, DEBUG=true needs none of them.")
    return "\n".join(lines)
