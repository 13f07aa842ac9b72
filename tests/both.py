"""Run every test on both databases at the same time: `python -m tests.both [ARGUMENTS OF PYTEST]`.

What SQLite's run says is seen as it goes, PostgreSQL's when it has ended. Fails when either does.
"""

import os
import subprocess
import sys
import tempfile


def main() -> int:
    """Return 0 when both runs passed, else the code of the first that did not."""
    pytest = [sys.executable, "-m", "pytest", *sys.argv[1:]]
    # Each with a cache of its own: what failed last on one database passed on the other.
    caches = {name: ["-o", f"cache_dir=.pytest_cache/{name}"] for name in ("sqlite", "postgresql")}
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with tempfile.TemporaryFile("w+") as said:
        postgresql = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres", *pytest, *caches["postgresql"]],
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            print("=== Tests on SQLite; those on PostgreSQL run beside them", flush=True)
            sqlite = subprocess.run([*pytest, *caches["sqlite"]], env=own, check=False)
            postgresql.wait()
        finally:
            if postgresql.poll() is None:
                postgresql.terminate()
                postgresql.wait()
        print("=== Tests on PostgreSQL", flush=True)
        said.seek(0)
        print(said.read(), flush=True)
    return sqlite.returncode or postgresql.returncode


if __name__ == "__main__":
    sys.exit(main())
