"""A demonstration to try the reporting with: accounts, an earlier round, and an open one.

Made by the real actions, for development only, and marked as what it is in every name. It lives
apart from the register: its series is flagged, so that no file and no check of the records holds
any of it. Its numbers follow from a formula and say nothing about any province.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.actions import grant
from accounts.enums import DepartmentUnit, Role
from accounts.models import User
from conferences.actions import publish as publish_conference
from conferences.enums import Precision, Status, Theme
from conferences.models import Conference, Series
from metrics.enums import Basis, Kind, Topic
from metrics.models import Indicator
from metrics.periods import Period, first_months, year, year_before
from provinces.actions import fingerprint, keep
from provinces.models import Province, Region
from reports.actions.asking import (
    add_rows,
    keep_column,
    keep_comparison,
    keep_row,
    prepare_new,
)
from reports.actions.entering import Typed, save_cells
from reports.actions.publishing import publish
from reports.actions.rounds import extend, open_round
from reports.actions.steps import (
    accept,
    mark_part,
    present,
    reopen,
    return_,
    submit,
    take_over_paper,
)
from reports.actions.texts import Proposed, save_proposals, save_section, save_signature
from reports.enums import ComparisonKind, SectionKind
from reports.loading import officer_of
from reports.models import (
    Invitation,
    Report,
    ReportingRound,
    ReviewerTopic,
    RoundColumn,
    RoundComparison,
    RoundRow,
)
from reports.permissions import Officer
from reports.publication import plan_of
from reports.queries import rows_of
from reports.texts import Signature
from vietnamese.numbers import format_number

SERIES = "trinh-dien"
PASSWORD = "chi-de-trinh-dien"  # noqa: S105  # of accounts that exist in development only
EARLIER_DAY = dt.date(2025, 6, 12)  # before the mergers of 1/7/2025
MARK = "(trình diễn)"

# Username → what its office is called, the office, its province, its unit.
PEOPLE: Mapping[str, tuple[str, Role, str, str]] = {
    "demo-chuyen-vien": (
        "Chuyên viên đầu mối Sở Công Thương Thanh Hóa",
        Role.CLERK,
        "thanh-hoa",
        "",
    ),
    "demo-khuyen-cong": (
        "Trung tâm Khuyến công Thanh Hóa",
        Role.CONTRIBUTOR,
        "thanh-hoa",
        DepartmentUnit.PROMOTION_CENTRE,
    ),
    "demo-lanh-dao": ("Lãnh đạo Sở Công Thương Thanh Hóa", Role.LEADER, "thanh-hoa", ""),
    "demo-dieu-phoi": (
        "Sở Công Thương Đà Nẵng, đơn vị điều phối",
        Role.CLERK,
        "da-nang-2025",
        "",
    ),
    "demo-tham-dinh": ("Chuyên viên thẩm định của Bộ", Role.REVIEWER, "", ""),
    "demo-tham-dinh-2": ("Chuyên viên thẩm định thứ hai của Bộ", Role.REVIEWER, "", ""),
    "demo-tham-dinh-khuyen-cong": (
        "Chuyên viên thẩm định nhóm khuyến công của Bộ",
        Role.REVIEWER,
        "",
        "",
    ),
    "demo-cong-bo": ("Người công bố số liệu của Bộ", Role.PUBLISHER, "", ""),
    "demo-nguoi-doc": ("Cán bộ Bộ được đọc báo cáo", Role.READER, "", ""),
}
ADMINISTRATOR = ("demo-quan-tri", "Quản trị viên")

# Heading → indicators with the level a middling province has in a year, who fills them in.
ROWS: tuple[tuple[str, str, DepartmentUnit | str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Thương mại",
        "Trade",
        "",
        (("retail_total", "62000"), ("export", "1450"), ("import", "980"), ("markets", "140")),
    ),
    (
        "Công nghiệp",
        "Industry",
        "",
        (("iip", "108.4"), ("industrial_output_2010", "54000"), ("cluster_operating", "24")),
    ),
    (
        "Khuyến công",
        "Industrial promotion",
        DepartmentUnit.PROMOTION_CENTRE,
        (
            ("ip_fund_national", "2.35"),
            ("ip_fund_local", "4.6"),
            ("ip_projects", "18"),
            ("ip_beneficiaries", "42"),
        ),
    ),
)
LEVELS = {key: Decimal(level) for *_heading, rows in ROWS for key, level in rows}
TEXTS = {
    SectionKind.RESULTS: "Nội dung trình diễn: kết quả thực hiện các chỉ tiêu trong kỳ.",
    SectionKind.LIMITS: "Nội dung trình diễn: hạn chế và nguyên nhân.",
    SectionKind.TASKS: "Nội dung trình diễn: nhiệm vụ, giải pháp thời gian tới.",
}


def exists() -> bool:
    """Whether the demonstration was made before."""
    return Series.objects.filter(key=SERIES).exists()


def create() -> None:
    """Everything at once, or nothing; the register's own records are there already."""
    _make()
    # Only now do they have addresses: of what was made here nobody gets a mail.
    for one in User.objects.filter(is_demonstration=True):
        one.email = f"{one.username}@example.vn"
        one.save(update_fields=["email"])


@transaction.atomic
def _make() -> None:
    keeper = _administrator()
    people = {name: _account(name, *said, by=keeper) for name, said in PEOPLE.items()}
    limited = people["demo-tham-dinh-khuyen-cong"].memberships.get()
    keep(record=ReviewerTopic(membership=limited, topic=Topic.PROMOTION), by=keeper)
    series = keep(record=_series(), by=keeper)
    _earlier_round(series, people, by=keeper)
    _open_round(series, people, by=keeper)


# People


def _administrator() -> User:
    username, name = ADMINISTRATOR
    return User.objects.create_superuser(
        username, password=PASSWORD, full_name=f"{name} {MARK}", is_demonstration=True
    )


def _account(username: str, name: str, role: Role, province: str, unit: str, *, by: User) -> User:
    user = User.objects.create_user(
        username, password=PASSWORD, full_name=f"{name} {MARK}", is_demonstration=True
    )
    where = Province.objects.get(key=province) if province else None
    grant(user=user, role=role, by=by, province=where, unit=unit)
    return user


def _department(province: Province, people: Mapping[str, User], *, by: User) -> dict[Role, Officer]:
    """Who fills in and who sends for a province; made here where nobody has an account yet."""
    if province.key == "thanh-hoa":
        names = {Role.CLERK: "demo-chuyen-vien", Role.LEADER: "demo-lanh-dao"}
        return {role: officer_of(people[name]) for role, name in names.items()}
    username = f"demo-{province.key}"
    user = User.objects.filter(username=username).first()
    if user is None:
        user = _account(
            username, f"Sở Công Thương {province.name}", Role.CLERK, province.key, "", by=by
        )
        grant(user=user, role=Role.LEADER, by=by, province=province)
    return dict.fromkeys((Role.CLERK, Role.LEADER), officer_of(user))


# Conferences and rounds


def _series() -> Series:
    return Series(
        key=SERIES,
        name=f"Hội nghị ngành Công Thương miền Trung - Tây Nguyên {MARK}",
        name_en="Industry and trade conference of the Centre and the Highlands (demonstration)",
        theme=Theme.INDUSTRY_TRADE,
        position=999,
        note="Dữ liệu trình diễn, không phải hồ sơ.",
        is_demonstration=True,
    )


def _conference(series: Series, day: dt.date, *, host: str, region: str, by: User) -> Conference:
    held = day <= timezone.localdate()
    row = Conference(
        series=series,
        slug=f"{day:%Y-%m}",
        title=f"Hội nghị ngành Công Thương miền Trung - Tây Nguyên năm {day.year} {MARK}",
        starts_on=day,
        precision=Precision.DAY,
        status=Status.HELD if held else Status.PLANNED,
        host=Province.objects.get(key=host),
        region=Region.objects.filter(key=region).first(),
        note="Dữ liệu trình diễn, không phải hồ sơ.",
    )
    keep(record=row, by=by)
    publish_conference(conference=row, by=by)
    return row


def _prepare(
    meeting: Conference,
    columns: Iterable[tuple[Period, Basis]],
    *,
    due_on: dt.date,
    by: Officer,
    coordinator: Province | None = None,
) -> ReportingRound:
    """A round with the table; the members of the region on the conference's day are asked.

    The last column is what is reported now, the second the plan of the year.
    """
    asked = ReportingRound(
        key=f"trinh-dien-{meeting.slug}",
        title=f"Báo cáo phục vụ hội nghị năm {meeting.year} {MARK}",
        conference=meeting,
        coordinator=coordinator,
        letter_number="01/TD-CTĐP",
        letter_on=min(due_on, timezone.localdate()) - dt.timedelta(days=30),
        outline="Nội dung trình diễn: kết quả, hạn chế, nhiệm vụ và kiến nghị.",
        due_on=due_on,
        is_demonstration=True,
    )
    prepare_new(round=asked, table_of=None, by=by)
    for label, label_en, owner, rows in ROWS:
        heading = RoundRow(round=asked, label=label, label_en=label_en)
        keep_row(row=heading, by=by)
        wanted = {one.key: one for one in Indicator.objects.filter(key__in=dict(rows))}
        add_rows(
            round=asked,
            indicators=[wanted[key] for key, _level in rows],
            under=heading,
            owner=owner,
            by=by,
        )
    made = [
        keep_column(
            column=RoundColumn(
                round=asked,
                position=position,
                period_start=period.start,
                period_end=period.end,
                basis=basis,
            ),
            by=by,
        )
        for position, (period, basis) in enumerate(columns, start=1)
    ]
    now = made[-1]
    compared = [(ComparisonKind.COMPLETION, made[1])]
    compared += [
        (ComparisonKind.GROWTH, one) for one in made if one.period == year_before(now.period)
    ]
    for position, (kind, against) in enumerate(compared, start=1):
        one = RoundComparison(round=asked, position=position, kind=kind, of=now, against=against)
        keep_comparison(comparison=one, by=by)
    return asked


def _earlier_round(series: Series, people: Mapping[str, User], *, by: User) -> None:
    """A round of six provinces before they merged: taken over from paper, accepted, published."""
    meeting = _conference(series, EARLIER_DAY, host="quang-binh", region="bac-trung-bo-6", by=by)
    columns = [
        (year(EARLIER_DAY.year - 1), Basis.ACTUAL),
        (year(EARLIER_DAY.year), Basis.PLAN),
        (first_months(EARLIER_DAY.year, 6), Basis.ESTIMATE),
    ]
    enters, accepts = (officer_of(people[name]) for name in ("demo-tham-dinh", "demo-tham-dinh-2"))
    asked = _prepare(meeting, columns, due_on=EARLIER_DAY, by=enters)
    open_round(round=asked, by=enters)
    for report in _reports(asked):
        paper = f"Văn bản trình diễn số {report.province.code}/BC-SCT"
        take_over_paper(report=report, seen=report.version, by=enters, reason=paper)
        report.refresh_from_db(fields=["paper_at", "paper_by", "version"])
        _fill(report, by=enters)
        _sign(report, by=enters, on=EARLIER_DAY)
        _advance(report, submit, by=enters)
        _advance(report, accept, by=accepts)
    publisher = officer_of(people["demo-cong-bo"])
    publish(round=asked, by=publisher, seen=fingerprint(plan_of(asked).said))


def _open_round(series: Series, people: Mapping[str, User], *, by: User) -> None:
    """The round to try things in: a report in every state, one late, three with more time."""
    today = timezone.localdate()
    meeting = _conference(
        series,
        today + dt.timedelta(days=42),
        host="da-nang-2025",
        region="mien-trung-tay-nguyen-11",
        by=by,
    )
    done = today.replace(day=1) - dt.timedelta(days=1)  # the month that ended last
    columns = dict.fromkeys(  # in January the same period is the whole year before
        (
            (year(done.year - 1), Basis.ACTUAL),
            (year(done.year), Basis.PLAN),
            (first_months(done.year - 1, done.month), Basis.ACTUAL),
            (first_months(done.year, done.month), Basis.ESTIMATE),
        )
    )
    reviewer = officer_of(people["demo-tham-dinh"])
    asked = _prepare(
        meeting,
        columns,
        due_on=today - dt.timedelta(days=2),
        by=reviewer,
        coordinator=meeting.host,
    )
    open_round(round=asked, by=reviewer)
    for one in Invitation.objects.filter(
        round=asked, province__key__in=["thanh-hoa", "quang-tri-2025", "dak-lak-2025"]
    ).select_related("round", "province"):
        extend(
            invitation=one,
            to=today + dt.timedelta(days=12),
            reason="Gia hạn trình diễn.",
            by=reviewer,
        )
    for report in _reports(asked):
        _bring_on(report, people, by=by)


def _bring_on(report: Report, people: Mapping[str, User], *, by: User) -> None:
    """One report of the open round, as far as its province is to show."""
    key = report.province.key
    team = _department(report.province, people, by=by)
    clerk, leader = team[Role.CLERK], team[Role.LEADER]
    reviewer, second = (officer_of(people[n]) for n in ("demo-tham-dinh", "demo-tham-dinh-2"))
    if key == "thanh-hoa":
        _fill_half(report, by=clerk)
        return
    if key in ("quang-tri-2025", "lam-dong-2025"):
        return
    if key == "khanh-hoa-2025":
        paper = "Văn bản trình diễn số 56/BC-SCT"
        take_over_paper(report=report, seen=report.version, by=reviewer, reason=paper)
        report.refresh_from_db(fields=["paper_at", "paper_by", "version"])
        clerk = leader = reviewer
    _fill(report, by=clerk)
    if key == "dak-lak-2025":
        mark_part(report=report, owner=DepartmentUnit.PROMOTION_CENTRE, done=True, by=clerk)
        return
    _write(report, by=clerk)
    _sign(report, by=clerk, on=timezone.localdate())
    if key == "nghe-an":
        _advance(report, present, by=clerk)
        return
    _advance(report, submit, by=leader)
    if key == "hue":
        _return(report, by=reviewer)
    if key in ("da-nang-2025", "quang-ngai-2025", "gia-lai-2025"):
        _advance(report, accept, by=second)
    if key == "quang-ngai-2025":
        report.refresh_from_db(fields=["version", "state"])
        until = timezone.localdate() + dt.timedelta(days=7)
        why = "Trình diễn: Sở đề nghị điều chỉnh số xuất khẩu."
        reopen(report=report, seen=report.version, by=reviewer, reason=why, until=until)


# What is entered


def _reports(asked: ReportingRound) -> list[Report]:
    found = Report.objects.filter(round=asked).select_related("province__successor")
    reports = list(found.order_by("province__code", "pk"))
    for report in reports:
        report.round = asked
    return reports


def _typed(report: Report) -> dict[tuple[str, int], Typed]:
    """What a department would type, by the key of the indicator and the place of the column.

    The level of the row, more for a larger code, five percent more each year, a share of it for
    a part of a year; a plan is a round number.
    """
    typed = {}
    size = Decimal(60 + int(report.province.code)) / 100
    columns = list(report.round.columns.order_by("position"))
    for row in rows_of(report.round):
        if row.indicator is None:
            continue
        for place, column in enumerate(columns):
            level, kind = LEVELS[row.indicator.key], row.indicator.kind
            if kind == Kind.INDEX:
                number = 100 + (level - 100) * size
            else:
                months = (column.period.months or 12) if kind == Kind.FLOW else 12
                growth = Decimal("1.05") ** (column.period_start.year - EARLIER_DAY.year)
                number = level * size * growth * months / 12
            decimals = 1 if kind == Kind.INDEX or "." in str(level) else 0
            text = format_number(number, decimals=decimals)
            typed[row.indicator.key, place] = Typed(row.pk, column.pk, text, 0)
    return typed


def _fill(report: Report, *, by: Officer) -> None:
    save_cells(report=report, cells=_typed(report).values(), by=by, notation="vi")


def _fill_half(report: Report, *, by: Officer) -> None:
    """Some trade rows of a draft; of imports one cell is refused, one doubtful, one explained."""
    typed = _typed(report)
    wanted = [one for (key, _place), one in typed.items() if key in ("retail_total", "export")]
    odd = (("980.5", None), ("960.000", None), ("950.000", "Trình diễn: một dự án lớn."))
    for place, (text, note) in enumerate(odd):
        usual = typed["import", place]
        wanted.append(Typed(usual.row_id, usual.column_id, text, 0, note))
    save_cells(report=report, cells=wanted, by=by, notation="vi")
    _write(report, by=by)


def _write(report: Report, *, by: Officer) -> None:
    for kind, text in TEXTS.items():
        save_section(report=report, kind=kind, text=text, seen=0, by=by)
    asked = Proposed(1, "Bộ Công Thương", "Kiến nghị trình diễn của Sở Công Thương.", 0)
    save_proposals(report=report, proposals=[asked], by=by)


def _sign(report: Report, *, by: Officer, on: dt.date) -> None:
    signature = Signature(
        number=f"{report.province.code}/BC-SCT",
        on=on,
        signer="Chữ ký trình diễn",
        office="Lãnh đạo Sở Công Thương",
    )
    seen = Signature.of(report).mark
    save_signature(report=report, signature=signature, seen=seen, by=by)


def _return(report: Report, *, by: Officer) -> None:
    report.refresh_from_db(fields=["version", "state"])
    typed = _typed(report)
    export, funds = typed["export", 1], typed["ip_fund_local", 0]
    cells = {
        (export.row_id, export.column_id): "Trình diễn: đề nghị kiểm tra lại số kế hoạch.",
        (funds.row_id, funds.column_id): "Trình diễn: đề nghị tách phần kinh phí quốc gia.",
    }
    why = "Trình diễn: đề nghị rà soát hai ô."
    return_(report=report, seen=report.version, by=by, cells=cells, reason=why)


def _advance(report: Report, step: Callable[..., object], *, by: Officer) -> None:
    """One step of a report as it stands now."""
    report.refresh_from_db(fields=["version", "state", "submitted_at", "submitted_by"])
    step(report=report, seen=report.version, by=by)
    report.refresh_from_db(fields=["version", "state"])
