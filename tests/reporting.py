"""Rounds, reports and the people who work on them, built through the real actions.

One round of six provinces of Bắc Trung Bộ (five since 1/7/2025) for a conference to come:
Thanh Hóa and Nghệ An are asked, Hà Tĩnh is asked too, Đà Nẵng is not.
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from accounts.enums import DepartmentUnit, Role
from accounts.models import Membership, User
from conferences.enums import Status
from conferences.models import Conference
from metrics.enums import Aggregation, Basis, Kind, Topic
from metrics.models import Indicator
from metrics.periods import Period, first_months, year
from provinces.actions import keep
from provinces.models import Province
from reports.actions.entering import Typed, save_cells
from reports.actions.rounds import invite, open_round, prepare_round
from reports.actions.steps import accept, present, reopen, return_, submit
from reports.actions.texts import save_signature
from reports.enums import ComparisonKind
from reports.loading import officer_of
from reports.models import (
    Report,
    ReportingRound,
    RoundColumn,
    RoundComparison,
    RoundRow,
)
from reports.permissions import Officer
from reports.texts import Signature
from tests.register import (
    MERGER,
    conference,
    indicator,
    province,
    registrar,
    series,
    unit,
)

SINCE = MERGER


def account(username: str, role: Role, where: Province | None = None, **said: str) -> User:
    """Somebody with one office, of a province or of the Ministry."""
    user = User.objects.create_user(
        username, password="mat-khau-123", email=f"{username}@example.vn", full_name=username
    )
    office = Membership(user=user, role=role, province=where, valid_from=SINCE, **said)
    keep(record=office, by=registrar())
    return user


@dataclass(frozen=True)
class People:
    """Everybody a test needs; each name says the office."""

    clerk_thanh_hoa: User
    centre_thanh_hoa: User
    head_thanh_hoa: User
    clerk_nghe_an: User
    head_nghe_an: User
    clerk_da_nang: User
    ministry_reviewer: User
    second_reviewer: User
    ministry_publisher: User
    ministry_reader: User


def people(units: dict[str, Province]) -> People:
    """The people of Thanh Hóa, Nghệ An, Đà Nẵng and the Ministry."""
    thanh_hoa, nghe_an = units["thanh-hoa"], units["nghe-an"]
    return People(
        clerk_thanh_hoa=account("clerk_thanh_hoa", Role.CLERK, thanh_hoa),
        centre_thanh_hoa=account(
            "centre_thanh_hoa",
            Role.CONTRIBUTOR,
            thanh_hoa,
            unit=DepartmentUnit.PROMOTION_CENTRE,
        ),
        head_thanh_hoa=account("head_thanh_hoa", Role.LEADER, thanh_hoa),
        clerk_nghe_an=account("clerk_nghe_an", Role.CLERK, nghe_an),
        head_nghe_an=account("head_nghe_an", Role.LEADER, nghe_an),
        clerk_da_nang=account("clerk_da_nang", Role.CLERK, units["da-nang-2025"]),
        ministry_reviewer=account("ministry_reviewer", Role.REVIEWER),
        second_reviewer=account("second_reviewer", Role.REVIEWER),
        ministry_publisher=account("ministry_publisher", Role.PUBLISHER),
        ministry_reader=account("ministry_reader", Role.READER),
    )


@dataclass(frozen=True)
class Reporting:
    """What `reporting()` built. Rows by key: trade, retail, export, promotion, funds."""

    units: dict[str, Province]
    people: People
    conference: Conference
    round: ReportingRound
    rows: dict[str, RoundRow]
    columns: list[RoundColumn]
    reports: dict[str, Report]

    def officer(self, name: str) -> Officer:
        """The officer behind one of `people`."""
        return officer_of(getattr(self.people, name))

    @property
    def thanh_hoa(self) -> Report:
        """The report of Thanh Hóa as the database has it now."""
        return fresh(self.reports["thanh-hoa"])

    @property
    def nghe_an(self) -> Report:
        """The report of Nghệ An as the database has it now."""
        return fresh(self.reports["nghe-an"])

    def cell(self, row: str, column: int, typed: str, seen: int = 0, note: str | None = None):
        """Something typed into a cell of the round."""
        return Typed(self.rows[row].pk, self.columns[column].pk, typed, seen, note)


def fresh(report: Report) -> Report:
    """A report read again, with what the loaders bring along."""
    return Report.objects.select_related(
        "round__conference__series", "round__coordinator", "province__successor"
    ).get(pk=report.pk)


def funds() -> Indicator:
    """National industrial-promotion funds, filled in by the promotion centre."""
    if found := Indicator.objects.filter(key="ip_fund_national").first():
        return found
    row = Indicator(
        key="ip_fund_national",
        topic=Topic.PROMOTION,
        kind=Kind.FLOW,
        unit=unit("ty-dong"),
        aggregation=Aggregation.SUM,
        name="Kinh phí khuyến công quốc gia",
        name_en="National industrial-promotion funds",
    )
    return keep(record=row, by=registrar())


def reporting(*, opened: bool = True, meeting: Conference | None = None) -> Reporting:
    """The round with its people; three rows to fill in, three columns, two comparisons."""
    keys = ("thanh-hoa", "nghe-an", "ha-tinh")
    units = {key: Province.objects.filter(key=key).first() or province(key) for key in keys}
    units["da-nang-2025"] = Province.objects.filter(key="da-nang-2025").first() or province(
        "da-nang-2025", valid_from=MERGER
    )
    today = timezone.localdate()
    meeting = meeting or conference(
        series(),
        today + dt.timedelta(days=45),
        status=Status.PLANNED,
        host=units["nghe-an"],
    )
    staff = people(units)
    keeper = officer_of(staff.ministry_reviewer)
    asked = prepare_round(
        round=ReportingRound(
            key="bac-trung-bo",
            title="Báo cáo phục vụ hội nghị Bắc Trung Bộ",
            conference=meeting,
            letter_number="1234/BCT-CTĐP",
            letter_on=today,
            contact="Cục Công Thương địa phương",
            due_on=today + dt.timedelta(days=30),
        ),
        by=keeper,
    )
    rows = _rows(asked)
    columns = _columns(asked, today.year)
    invite(round=asked, provinces=[units[key] for key in keys], by=keeper)
    if opened:
        open_round(round=asked, by=keeper)
    reports = {one.province.key: one for one in asked.reports.select_related("province")}
    return Reporting(units, staff, meeting, asked, rows, columns, reports)


def _rows(asked: ReportingRound) -> dict[str, RoundRow]:
    said = [
        ("trade", None, "Thương mại", None, None, ""),
        ("retail", "trade", "Tổng mức bán lẻ hàng hóa", indicator("retail_goods"), "ty-dong", ""),
        ("export", "trade", "Kim ngạch xuất khẩu", indicator("export"), "trieu-usd", ""),
        ("promotion", None, "Khuyến công", None, None, ""),
        (
            "funds",
            "promotion",
            "Kinh phí khuyến công quốc gia",
            funds(),
            "ty-dong",
            DepartmentUnit.PROMOTION_CENTRE,
        ),
    ]
    rows: dict[str, RoundRow] = {}
    for position, (key, parent, label, what, printed, owner) in enumerate(said, start=1):
        row = RoundRow(round=asked, position=position, label=label, indicator=what, owner=owner)
        row.parent = rows[parent] if parent else None
        row.unit = unit(printed) if printed else None
        rows[key] = keep(record=row, by=registrar())
    return rows


def _columns(asked: ReportingRound, now: int) -> list[RoundColumn]:
    """Last year actual, this year's plan, first six months estimated; completion and growth."""
    periods: list[tuple[Period, Basis]] = [
        (year(now - 1), Basis.ACTUAL),
        (year(now), Basis.PLAN),
        (first_months(now, 6), Basis.ESTIMATE),
    ]
    columns = [
        keep(
            record=RoundColumn(
                round=asked,
                position=position,
                period_start=period.start,
                period_end=period.end,
                basis=basis,
            ),
            by=registrar(),
        )
        for position, (period, basis) in enumerate(periods, start=1)
    ]
    for position, (kind, of, against) in enumerate(
        [(ComparisonKind.COMPLETION, 2, 1), (ComparisonKind.GROWTH, 1, 0)], start=1
    ):
        comparison = RoundComparison(round=asked, position=position, kind=kind)
        comparison.of, comparison.against = columns[of], columns[against]
        keep(record=comparison, by=registrar())
    return columns


# What the department of Thanh Hóa reports, row by row in the order of the columns.
FILLED = {
    "retail": ("150.000", "165.000", "80.500"),
    "export": ("5.200,5", "5.600", "2.700"),
    "funds": ("3,25", "4", "1,60"),
}


def fill(built: Reporting, *, by: str = "clerk_thanh_hoa", report: Report | None = None) -> None:
    """Every cell of a report, Thanh Hóa's unless said."""
    target = report or built.thanh_hoa
    seen = {(one.row_id, one.column_id): one.version for one in target.entries.all()}
    typed = []
    for row, numbers in FILLED.items():
        for column, number in enumerate(numbers):
            key = (built.rows[row].pk, built.columns[column].pk)
            typed.append(Typed(*key, number, seen.get(key, 0)))
    save_cells(report=fresh(target), cells=typed, by=built.officer(by))


def sign(built: Reporting, *, by: str = "head_thanh_hoa") -> None:
    """The signature of Thanh Hóa's report, as data (R2)."""
    report = built.thanh_hoa
    signature = Signature("123/BC-SCT", timezone.localdate(), "Lãnh đạo Sở", "Sở Công Thương")
    save_signature(
        report=report,
        signature=signature,
        seen=Signature.of(report).mark,
        by=built.officer(by),
    )


def sent(built: Reporting) -> Report:
    """Thanh Hóa's report filled in, presented, signed and sent."""
    fill(built)
    report = built.thanh_hoa
    present(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    sign(built)
    report = built.thanh_hoa
    submit(report=report, seen=report.version, by=built.officer("head_thanh_hoa"))
    return built.thanh_hoa


def returned(built: Reporting) -> Report:
    """Thanh Hóa's report sent, and returned with a reason on the estimate of exports."""
    report = sent(built)
    cell = (built.rows["export"].pk, built.columns[2].pk)
    return_(
        report=report,
        seen=report.version,
        by=built.officer("ministry_reviewer"),
        cells={cell: "Chưa khớp với số của hải quan."},
        reason="Đề nghị rà soát số xuất khẩu.",
    )
    return built.thanh_hoa


def accepted(built: Reporting) -> Report:
    """Thanh Hóa's report sent and accepted."""
    report = sent(built)
    accept(report=report, seen=report.version, by=built.officer("ministry_reviewer"))
    return built.thanh_hoa


def due_in(built: Reporting, days: int) -> None:
    """The round is due so many days from today; negative: it was."""
    built.round.refresh_from_db()
    built.round.due_on = timezone.localdate() + dt.timedelta(days=days)
    keep(record=built.round, by=registrar())


def a_year_earlier(built: Reporting) -> Reporting:
    """The same people and provinces in the round of the year before, open as well."""
    keeper, due_on = built.officer("ministry_reviewer"), built.round.due_on
    asked = prepare_round(
        round=ReportingRound(key="nam-truoc", title="Báo cáo năm trước", due_on=due_on), by=keeper
    )
    rows, columns = _rows(asked), _columns(asked, timezone.localdate().year - 1)
    invited = [one.province for one in built.round.invitations.select_related("province")]
    invite(round=asked, provinces=invited, by=keeper)
    open_round(round=asked, by=keeper)
    reports = {one.province.key: one for one in asked.reports.select_related("province")}
    return replace(built, round=asked, rows=rows, columns=columns, reports=reports)


def leader_of(built: Reporting, key: str) -> Officer:
    """Who signs for the department of a province that the round asks."""
    name = f"head_{key.replace('-', '_')}"
    user = User.objects.filter(username=name).first()
    return officer_of(user or account(name, Role.LEADER, built.units[key]))


def settled(
    built: Reporting, key: str, *, number: str = "88/BC-SCT", **changed: tuple[str, ...]
) -> Report:
    """A province's report filled in by its leadership, signed, sent and accepted.

    `changed` are rows by key whose numbers are not those of `FILLED`; sent before, it is first
    reopened.
    """
    leader, keeper = leader_of(built, key), built.officer("ministry_reviewer")
    report = fresh(built.reports[key])
    if report.accepted_at:
        until = timezone.localdate() + dt.timedelta(days=3)
        reopen(report=report, seen=report.version, by=keeper, reason="Bổ sung.", until=until)
        report = fresh(report)
    seen = {(one.row_id, one.column_id): one.version for one in report.entries.all()}
    typed = [
        Typed(*place, text, seen.get(place, 0))
        for row, numbers in (FILLED | changed).items()
        if row in built.rows
        for column, text in enumerate(numbers)
        for place in [(built.rows[row].pk, built.columns[column].pk)]
    ]
    save_cells(report=report, cells=typed, by=leader)
    signature = Signature(number, timezone.localdate(), "Lãnh đạo Sở", "Sở Công Thương")
    save_signature(report=report, signature=signature, seen=Signature.of(report).mark, by=leader)
    report = fresh(report)
    submit(report=report, seen=report.version, by=leader)
    report = fresh(report)
    accept(report=report, seen=report.version, by=keeper)
    return fresh(report)


def sent_again(built: Reporting, **typed: str) -> Report:
    """The returned report with other numbers for the estimates of some rows, sent again."""
    report = built.thanh_hoa
    seen = {(one.row_id, one.column_id): one.version for one in report.entries.all()}
    keys = {row: (built.rows[row].pk, built.columns[2].pk) for row in typed}
    cells = [Typed(*keys[row], text, seen[keys[row]]) for row, text in typed.items()]
    save_cells(report=report, cells=cells, by=built.officer("clerk_thanh_hoa"))
    report = built.thanh_hoa
    submit(report=report, seen=report.version, by=built.officer("head_thanh_hoa"))
    return built.thanh_hoa
