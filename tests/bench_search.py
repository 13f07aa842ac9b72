"""How the search grows with the register: `python -m tests.postgres python -m tests.bench_search`.

Fills a PostgreSQL of its own with the register's records and 1,000 made-up conferences, each with
a point, a person in office and a body; measures some searches; then the same with 100,000. Prints
milliseconds (the best of five, the whole search without its page) side by side, how many times the
small one, and the indexes by which PostgreSQL finds the conferences.
"""

import os
import re
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402  -- only after setup
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases  # noqa: E402

from portal.search.queries import search  # noqa: E402

ROUNDS, FEW, MANY = 5, 1_000, 100_000
SEARCHES = (
    "Lotte",
    "TT-Huế",
    "quang binh 2024",
    "lần thứ 10",
    "khuyen cong tay nguyen 2020",
    "bán lẻ bắc trung bộ",
    "thứ trưởng",
    "hội nghị",
    "chợ đầu mối",
)
INDEX = re.compile(r"Index (?:Only )?Scan (?:Backward )?(?:using|on) (\w+)")

CONFERENCES = """
INSERT INTO conferences_conference (series_id, slug, title, folded, host_id, starts_on, precision,
    status, form, venue, summary, note, participants_complete, published_at, published_by_id,
    retired_reason)
SELECT s.id, 'so-' || i, s.name || ' tại ' || p.name, s.folded || 'tai' || p.folded || i || ' ',
    p.id, date '1950-01-01' + (i * 7919 %% 36500), 'day', 'held', '', '', '', '', false, now(),
    (SELECT min(id) FROM accounts_user), ''
FROM generate_series(%s, %s) AS i
JOIN (SELECT *, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS number
      FROM conferences_series) AS s ON s.n = i %% s.number + 1
JOIN (SELECT *, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS number
      FROM provinces_province) AS p ON p.n = i %% p.number + 1
"""
PARTS = (
    """INSERT INTO conferences_point (conference_id, source_id, position, kind, text, said_by,
        folded)
    SELECT c.id, (SELECT min(id) FROM conferences_source), 0, 'task', t.text, '', t.folded""",
    """INSERT INTO conferences_appearance (conference_id, source_id, position, printed_name, office,
        role, folded)
    SELECT c.id, (SELECT min(id) FROM conferences_source), 0, '', t.text, 'spoke', t.folded""",
    """INSERT INTO conferences_presence (conference_id, source_id, position, printed, kind, folded)
    SELECT c.id, (SELECT min(id) FROM conferences_source), 0, left(t.text, 300), 'attended',
        t.folded""",
)
FROM = """
FROM conferences_conference AS c
JOIN (SELECT text, folded, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS number
      FROM conferences_point WHERE length(text) < 300 AND id <= %s) AS t
    ON t.n = c.id %% t.number + 1
WHERE c.id > %s
"""


def grow(first: int, last: int) -> None:
    """Add the conferences with these numbers, and their parts in the words of real points."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM conferences_conference")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT max(id) FROM conferences_point WHERE position > 0")
        (real,) = cursor.fetchone()
        cursor.execute(CONFERENCES, [first, last])
        for part in PARTS:
            cursor.execute(part + FROM, [real, before])
        cursor.execute("VACUUM ANALYZE")


def measure() -> dict[str, float]:
    """Search → milliseconds."""
    return {typed: min(_milliseconds(typed) for _round in range(ROUNDS)) for typed in SEARCHES}


def _milliseconds(typed: str) -> float:
    start = time.perf_counter()
    search(typed, AnonymousUser())
    return (time.perf_counter() - start) * 1000


def indexes(typed: str) -> str:
    """The indexes that find the conferences."""
    with CaptureQueriesContext(connection) as queries:
        search(typed, AnonymousUser())
    asked = next(q["sql"] for q in queries if 'FROM "conferences_conference"' in q["sql"])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + asked.replace("%", "%%"))
        plan = "\n".join(line for (line,) in cursor.fetchall())
    found = [name.removeprefix("conferences_") for name in INDEX.findall(plan)]
    found += ["every row"] * ("Seq Scan on conferences_conference" in plan)
    return ", ".join(name for name in dict.fromkeys(found) if not name.endswith("_pkey"))


def main() -> None:
    """Fill, measure, fill, measure, print a line for each search."""
    settings.DEBUG = False
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_records", verbosity=0)
        grow(1, FEW)
        few = measure()
        grow(FEW + 1, MANY)
        many = measure()
        print(f"{'search':30}{FEW:>10,}{MANY:>10,}{'times':>8}  found by")
        for typed in SEARCHES:
            ratio = many[typed] / few[typed]
            print(f"{typed:30}{few[typed]:10.1f}{many[typed]:10.1f}{ratio:8.1f}  {indexes(typed)}")
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
