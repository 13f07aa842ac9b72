"""How pages of figures grow with the register: `python -m tests.bench_figures`.

The register's own records, with 1,000 and then 20,000 made-up figures of provinces beside them:
levels of the exports of every month and year, each with its growth. Measured side by side in one
run: all checks, and the pages that show, sum, draw and compare figures. Each is the best of three;
"times" is what the large register costs in small ones, figures twenty times as many.
"""

import datetime as dt
import os
from itertools import islice, product

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402  -- only after setup
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import (  # noqa: E402
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from conferences.models import Source  # noqa: E402
from metrics.checks.reading import examine_all  # noqa: E402
from metrics.enums import Against, Basis, Measure, Scope  # noqa: E402
from metrics.models import Figure, Indicator, Unit  # noqa: E402
from metrics.periods import first_months  # noqa: E402
from provinces.models import Province  # noqa: E402
from tests.bench_reports import measure  # noqa: E402

FEW, MANY = 1_000, 20_000
PAGES = (
    "/checks/",
    "/conferences/khuyen-cong-mien-trung-tay-nguyen/xi-2020/",
    "/provinces/quang-tri-2025/",
    "/regions/mien-trung-tay-nguyen-15/",
    "/indicators/export/",
    "/compare/?indicator=retail_total&place=mien-trung-tay-nguyen-15&place=phia-bac-28"
    "&place=phia-nam-20",
)


def grow(first: int, last: int) -> None:
    """Add the made-up figures with these numbers, two by two: a level and its growth."""
    export, source = Indicator.objects.get(key="export"), Source.objects.order_by("pk")[0]
    dollars, percent = (Unit.objects.get(key=key) for key in ("trieu-usd", "phan-tram"))
    provinces = Province.objects.on(dt.date(2024, 6, 30)).order_by("pk")
    questions = product(range(2023, 2004, -1), range(12, 0, -1), provinces)
    made = []
    for year, months, province in islice(questions, first // 2, last // 2):
        period = first_months(year, months)
        said = {
            "indicator": export,
            "scope": Scope.PROVINCE,
            "province": province,
            "period_start": period.start,
            "period_end": period.end,
            "basis": Basis.ACTUAL,
            "source": source,
        }
        number = f"{months * 100 + year - 2004}.5"
        level = {"number": number, "value": number, "unit": dollars, "printed": f"{number} USD"}
        growth = {
            "measure": Measure.GROWTH,
            "against": Against.SAME_PERIOD,
            "number": "7.5",
            "value": "7.5",
            "unit": percent,
            "printed": "7,5%",
        }
        made += [Figure(**said, **level), Figure(**said, **growth)]
    Figure.objects.bulk_create(made, batch_size=500)


def costs(client: Client) -> dict[str, tuple[float, int]]:
    """What is measured, by name."""
    found = {"all checks": measure(lambda: examine_all(Figure.objects.public()))}
    for page in PAGES:
        assert client.get(page).status_code == 200, page
        found[page.split("?")[0]] = measure(lambda page=page: client.get(page))
    return found


def main() -> None:
    """Fill, measure, print."""
    setup_test_environment(debug=False)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_records", verbosity=0)
        client = Client()
        grow(0, FEW)
        few = costs(client)
        grow(FEW, MANY)
        many = costs(client)
        print(f"{'':60} {FEW:>9,} {MANY:>9,}  times  queries")
        for name, (small, small_queries) in few.items():
            large, queries = many[name]
            counted = (
                f"{small_queries}" if small_queries == queries else f"{small_queries}→{queries}"
            )
            print(f"{name:60} {small:7.1f}ms {large:7.1f}ms {large / small:6.1f}  {counted}")
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
