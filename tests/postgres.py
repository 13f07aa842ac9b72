"""Run a command with a PostgreSQL of its own: `python -m tests.postgres COMMAND ...`.

The cluster lives in a temporary folder, listens on a socket in it and on no port, and is gone when
the command ends, however it ends.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2

from tests.machine import Missing, ensure_postgres

# A cluster that lives for minutes need not survive a power cut.
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB")


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Start a cluster with the server `programs`; give the DATABASE_URL that reaches it.

    Raises Missing when the server does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))
    owner = _owner()
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    log = folder / "log"
    server = None
    try:
        with log.open("w") as output:
            initialise = ("--auth=trust", "--username=portal", "--encoding=UTF8", "--no-sync")
            _start(
                [programs / "initdb", "--pgdata", folder / "data", "--locale=C.UTF-8", *initialise],
                folder,
                owner,
                output,
            ).wait()
            options = ["-D", folder / "data", "-k", folder, "-h", ""]
            options += [part for setting in SPEED for part in ("-c", setting)]
            server = _start([programs / "postgres", *options], folder, owner, output)
            _wait_until_ready(folder, server, log)
        yield f"postgres://portal@{quote(str(folder), safe='')}/postgres"
    finally:
        if server:
            server.send_signal(signal.SIGQUIT)  # at once: there is nothing to save
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd | None:
    """Return whose server it is when we are root, whom PostgreSQL refuses; None for us."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _start(command, folder, owner, output) -> subprocess.Popen:
    who = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    return subprocess.Popen(
        list(map(str, command)),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C stops the tests first, then we stop the server
        **who,
    )


def _wait_until_ready(folder: Path, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg2.connect(host=str(folder), user="portal", dbname="postgres").close()
        except psycopg2.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise Missing(f"PostgreSQL was found but does not start. It says:\n{log.read_text()}")


def main() -> int:
    """Run the command in the arguments with DATABASE_URL set; return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with cluster(ensure_postgres()) as url:
            return subprocess.run(
                sys.argv[1:], env=os.environ | {"DATABASE_URL": url}, check=False
            ).returncode
    except Missing as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    sys.exit(main())
