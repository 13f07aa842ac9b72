"""What a large report costs beside a small one: `python -m tests.bench_reports`.

A report of 34 rows and 42 columns, all filled in, beside one of a single row and column: the page
of entry, saving, the spreadsheet written and read. Each is the best of three, measured side by
side in one run; "times" is what the large one costs in small ones.
"""

import os
import time
from collections.abc import Callable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402  -- only after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from accounts.enums import Role  # noqa: E402
from metrics.enums import Basis, Kind, Topic  # noqa: E402
from metrics.models import Indicator  # noqa: E402
from metrics.periods import first_months  # noqa: E402
from provinces.models import Province  # noqa: E402
from reports.actions.asking import add_rows, keep_column  # noqa: E402
from reports.actions.entering import Typed, save_cells  # noqa: E402
from reports.actions.rounds import invite, open_round, prepare_round  # noqa: E402
from reports.loading import officer_of  # noqa: E402
from reports.models import Report, ReportingRound, RoundColumn  # noqa: E402
from reports.workbook.reading import read_workbook  # noqa: E402
from reports.workbook.writing import write_workbook  # noqa: E402
from tests.reporting import account, fresh  # noqa: E402

ROUNDS = 3
YEAR = 2026
ONE_BATCH = 60


def report(key: str, *, rows: int, columns: int) -> Report:
    """The report of Thanh Hóa in a round of so many rows and columns, open."""
    keeper = officer_of(account(f"keeper-{key}", Role.REVIEWER))
    end = first_months(YEAR, 12).end
    asked = ReportingRound(key=key, title=f"{rows} × {columns}", due_on=end)
    prepare_round(round=asked, by=keeper)
    indicators = Indicator.objects.exclude(topic=Topic.EVENT).filter(kind=Kind.FLOW)
    stocks = Indicator.objects.filter(kind=Kind.STOCK)
    add_rows(round=asked, indicators=[*indicators, *stocks][:rows], by=keeper)
    wanted = [(months, basis) for months in range(1, 13) for basis in Basis][:columns]
    for position, (months, basis) in enumerate(wanted, start=1):
        period = first_months(YEAR, months)
        column = RoundColumn(round=asked, position=position, basis=basis)
        column.period_start, column.period_end = period.start, period.end
        keep_column(column=column, by=keeper)
    invite(round=asked, provinces=[Province.objects.get(key="thanh-hoa")], by=keeper)
    open_round(round=asked, by=keeper)
    return fresh(Report.objects.get(round=asked))


def cells(one: Report, number: str, most: int | None = None) -> list[Typed]:
    """Every cell of a report, or the first so many, with this number."""
    rows = one.round.rows.values_list("pk", flat=True)
    columns = list(one.round.columns.values_list("pk", flat=True))
    seen = {(entry.row_id, entry.column_id): entry.version for entry in one.entries.all()}
    places = [(row, column) for row in rows for column in columns][:most]
    return [Typed(*place, number, seen.get(place, 0)) for place in places]


def measure(act: Callable[[], object]) -> tuple[float, int]:
    """Milliseconds, the best of a few, and queries."""
    milliseconds = []
    for _round in range(ROUNDS):
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            act()
            milliseconds.append((time.perf_counter() - start) * 1000)
    return min(milliseconds), len(queries)


def acts(one: Report, client: Client) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is done with a report, by name."""
    clerk = officer_of(client.clerk)  # type: ignore[attr-defined]
    numbers = iter(str(number) for number in range(100, 100 + ROUNDS))
    yield "page of entry", lambda: client.get(one.get_absolute_url())
    yield (
        f"saving up to {ONE_BATCH} cells",
        lambda: save_cells(report=one, cells=cells(one, next(numbers), ONE_BATCH), by=clerk),
    )
    invitation = one.round.invitations.get()
    written = write_workbook(one, invitation, officer=clerk)
    yield "spreadsheet written", lambda: write_workbook(one, invitation, officer=clerk)
    yield "spreadsheet read", lambda: read_workbook(written, one)


def main() -> None:
    """Fill a database of its own, measure, print a line for each act."""
    settings.DEBUG = False
    setup_test_environment()  # keeps the mails to itself
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_records", verbosity=0)
        client = Client(SERVER_NAME="localhost")
        clerk = account("clerk", Role.CLERK, Province.objects.get(key="thanh-hoa"))
        client.force_login(clerk)
        client.clerk = clerk  # type: ignore[attr-defined]
        small, large = report("small", rows=1, columns=1), report("large", rows=34, columns=42)
        for one in (small, large):
            save_cells(report=one, cells=cells(one, "12,5"), by=officer_of(clerk))
        print(f"{'34 × 42 cells beside one':28}{'ms':>10}{'queries':>9}{'one: ms':>10}{'times':>8}")
        for (name, act), (_name, alone) in zip(
            acts(large, client), acts(small, client), strict=True
        ):
            milliseconds, queries = measure(act)
            of_one, _queries = measure(alone)
            print(
                f"{name:28}{milliseconds:10.1f}{queries:9}{of_one:10.1f}"
                f"{milliseconds / of_one:8.1f}"
            )
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
