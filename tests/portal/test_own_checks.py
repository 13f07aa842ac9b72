"""What the checks find in the register as it is filled: truths known beforehand (F5)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from metrics.checks.findings import Finding, Identity, Reason, Verdict
from metrics.checks.inferring import Inferences, together
from metrics.checks.reading import Examined, examine_all
from metrics.checks.words import VERDICTS
from metrics.enums import Basis, Measure
from metrics.models import Figure
from metrics.periods import year
from tests.reading import read

pytestmark = pytest.mark.usefixtures("own_records")

PROMOTION_2020 = "/conferences/khuyen-cong-mien-trung-tay-nguyen/xi-2020/"


@pytest.fixture
def examined() -> Examined:
    return examine_all(Figure.objects.public())


def found(examined: Examined, indicator: str, printed: str, **said) -> Finding:
    """The check of the one figure that is printed so."""
    figure = Figure.objects.current().get(indicator__key=indicator, printed=printed, **said)
    (finding,) = (one for one in examined.findings if one.subject == figure.pk)
    return finding


def percent(number: Fraction | None) -> str:
    assert number is not None
    return f"{Decimal(number.numerator * 100) / Decimal(number.denominator):.2f}"


@pytest.mark.parametrize(
    ("indicator", "printed", "said", "verdict", "result"),
    [
        ("cnnt_recognised_region", "27,11%", {}, Verdict.AGREES, "27.11"),
        ("retail_goods", "7,97%", {}, Verdict.DIFFERENT, "7.97"),
        ("ip_fund_total", "95,27%", {}, Verdict.AGREES, "95.26"),
        ("ip_fund_total", "2,56%", {}, Verdict.AGREES, "2.57"),
        ("ip_fund_total", "28,58%", {}, Verdict.OFF, "28.67"),
        ("cluster_wastewater", "43,24%", {}, Verdict.AGREES, "43.24"),
        ("ip_fund_local", "84.06%", {}, Verdict.AGREES, "84.06"),
    ],
)
def test_known_ratio(
    examined: Examined, indicator: str, printed: str, said: dict, verdict: str, result: str
) -> None:
    finding = found(examined, indicator, printed, **said)
    assert (finding.verdict, percent(finding.number)) == (verdict, result)


def test_half_year_of_2020_is_between_28_60_and_28_74_percent(examined: Examined) -> None:
    finding = found(examined, "ip_fund_total", "28,58%")
    assert finding.interval is not None
    assert (percent(finding.interval.low), percent(finding.interval.high)) == ("28.60", "28.74")


def test_plan_of_2019_follows_from_its_completion_and_from_the_next_plan(
    examined: Examined,
) -> None:
    (inferred,) = (
        said
        for said in Inferences(examined.book).every("ip_fund_total")
        if said[0].quantity.is_plan and said[0].quantity.period == year(2019)
    )
    common = together(inferred)
    assert [f"{float(one.number):.2f}" for one in inferred] == ["67.67", "67.68"]
    assert common is not None
    assert not Figure.objects.filter(
        indicator__key="ip_fund_total",
        basis=Basis.PLAN,
        measure=Measure.LEVEL,
        period_start__year=2019,
    ).exists()


@pytest.mark.parametrize(
    ("indicator", "printed", "reason"),
    [
        ("ip_fund_total", "7,34%", Reason.MISSING),
        ("ip_fund_total", "12,92%", Reason.RATE_UNCLEAR),
        ("sme", "17,29%", Reason.MISSING),
        ("markets", "hơn 28%", Reason.MISSING),
    ],
)
def test_what_cannot_be_checked_says_why(
    examined: Examined, indicator: str, printed: str, reason: str
) -> None:
    finding = found(examined, indicator, printed)
    assert (finding.verdict, finding.reason) == (Verdict.UNCHECKABLE, reason)


def test_exports_of_the_south_in_dong_are_a_slip_of_the_unit(examined: Examined) -> None:
    finding = found(examined, "export", "108,4 tỉ đồng")
    (other,) = finding.used
    assert (finding.verdict, finding.reason) == (Verdict.OFF, Reason.OTHER_UNIT)
    assert Figure.objects.get(pk=other).printed == "108,427 tỷ USD"


def test_balance_of_2025_agrees_within_rounding(examined: Examined) -> None:
    finding = found(examined, "trade_balance", "US$245 million")
    assert (finding.verdict, finding.identity) == (Verdict.AGREES, Identity.BALANCE)


def test_page_of_promotion_of_2020_tells_them(client: Client) -> None:
    page = read(client.get(PROMOTION_2020)).one("main")
    checks = {
        check.all("p")[0].text.rsplit(": ", 1)[1]: (check.all("span", "tag")[0].text, check.text)
        for check in page.section(_("Figures")).all("div", "check")
        if not check.all("p")[0].text.endswith("đồng")
    }
    assert {printed: label for printed, (label, _text) in checks.items()} == {
        "95,27%": VERDICTS[Verdict.AGREES],
        "7,34%": VERDICTS[Verdict.UNCHECKABLE],
        "2,56%": VERDICTS[Verdict.AGREES],
        "28,58%": VERDICTS[Verdict.OFF],
        "12,92%": VERDICTS[Verdict.UNCHECKABLE],
    }
    said = checks["28,58%"][1]
    assert "Tính lại được 28,67% (từ 28,60% đến 28,74%); nguồn ghi 28,58%." in said
    assert "năm 2018 (thực hiện)" in checks["7,34%"][1]
    assert "điểm phần trăm" in checks["12,92%"][1]
