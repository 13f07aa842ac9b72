"""A small register for the tests: real places, conferences and figures, written by the actions.

Each builder makes one record, checked by full_clean() and with its history; what a test does not
say is as in the register. Sources, units and indicators are made when first asked for.
`north_central()` builds the register that most tests read.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation

from accounts.models import User
from conferences.actions import publish
from conferences.enums import (
    Fact,
    HandoverForm,
    OrganisationKind,
    Precision,
    PresenceKind,
    Rank,
    Status,
    Theme,
)
from conferences.models import (
    Attestation,
    Conference,
    Handover,
    Organisation,
    OrganisationAlias,
    Participation,
    Presence,
    Proposal,
    Series,
    Source,
)
from metrics.actions import record_figure
from metrics.enums import Aggregation, Basis, Kind, Measure, Quantity, Scope, Topic
from metrics.models import Figure, Indicator, Unit
from metrics.periods import Period, first_months, year
from provinces.actions import keep
from provinces.enums import Beginning, Certainty, Ending, ProvinceKind, RegionKind
from provinces.models import (
    COVERAGE_START,
    MapLayout,
    Province,
    ProvinceAlias,
    Region,
    RegionMembership,
    Tile,
)
from vietnamese.numbers import format_printed
from vietnamese.roman import to_roman

BEFORE_MERGER, MERGER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
HUE_A_CITY = dt.date(2025, 1, 1)
ACT_2025 = "Nghị quyết 202/2025/QH15 (12/06/2025)"
ACT_HUE = "Nghị quyết 175/2024/QH15 (30/11/2024)"


def _unit(code: str, name: str, name_en: str, short: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "name_en": name_en, "short": short, **more}


CITY = {"kind": ProvinceKind.CITY}
ENDED = {"valid_until": MERGER, "ending": Ending.MERGED, "ending_act": ACT_2025}
FORMED = {"valid_from": MERGER, "beginning": Beginning.MERGER, "beginning_act": ACT_2025}
ABSORBED = {
    "valid_until": dt.date(2008, 8, 1),
    "ending": Ending.ABSORBED,
    "ending_act": "Nghị quyết 15/2008/QH12 (29/05/2008)",
}
RENAMED = {"valid_until": HUE_A_CITY, "ending": Ending.RENAMED, "ending_act": ACT_HUE}
NEW_NAME = {"valid_from": HUE_A_CITY, "beginning": Beginning.RENAMED, "beginning_act": ACT_HUE}

# Key → the columns of a real unit; a successor stands before those that became part of it.
UNITS = {
    "ha-noi": _unit("01", "Hà Nội", "Hanoi", "HN", **CITY),
    "ha-tay": _unit("28", "Hà Tây", "Ha Tay", "HTây", successor="ha-noi", **ABSORBED),
    "thanh-hoa": _unit("38", "Thanh Hóa", "Thanh Hoa", "TH"),
    "nghe-an": _unit("40", "Nghệ An", "Nghe An", "NA"),
    "ha-tinh": _unit("42", "Hà Tĩnh", "Ha Tinh", "HT"),
    "quang-tri-2025": _unit("44", "Quảng Trị", "Quang Tri", "QT", **FORMED),
    "quang-binh": _unit(
        "44", "Quảng Bình", "Quang Binh", "QB", successor="quang-tri-2025", **ENDED
    ),
    "quang-tri-1989": _unit(
        "45", "Quảng Trị", "Quang Tri", "QT", successor="quang-tri-2025", **ENDED
    ),
    "hue": _unit("46", "Huế", "Hue", "Huế", territory="thua-thien-hue", **CITY, **NEW_NAME),
    "thua-thien-hue": _unit(
        "46",
        "Thừa Thiên Huế",
        "Thua Thien Hue",
        "TTH",
        successor="hue",
        aliases=["TT-Huế", "TT Huế"],
        **RENAMED,
    ),
    "da-nang-2025": _unit("48", "Đà Nẵng", "Da Nang", "ĐNg", **CITY, **FORMED),
    "da-nang-1997": _unit(
        "48", "Đà Nẵng", "Da Nang", "ĐNg", successor="da-nang-2025", **CITY, **ENDED
    ),
    "khanh-hoa-2025": _unit("56", "Khánh Hòa", "Khanh Hoa", "KH", **FORMED),
    "khanh-hoa-1989": _unit(
        "56", "Khánh Hòa", "Khanh Hoa", "KH", successor="khanh-hoa-2025", **ENDED
    ),
    "ho-chi-minh-1976": _unit(
        "79",
        "Hồ Chí Minh",
        "Ho Chi Minh City",
        "HCM",
        aliases=["TP.HCM", "TPHCM", "Sài Gòn"],
        **CITY,
    ),
}

# Key → quantity, worth, name, English name.
MEASURES = {
    "dong": (Quantity.VND, 1, "đồng", "đồng"),
    "ty-dong": (Quantity.VND, 10**9, "tỷ đồng", "billion đồng"),
    "trieu-ty-dong": (Quantity.VND, 10**15, "triệu tỷ đồng", "quadrillion đồng"),
    "trieu-usd": (Quantity.USD, 10**6, "triệu USD", "million USD"),
    "ty-usd": (Quantity.USD, 10**9, "tỷ USD", "billion USD"),
    "phan-tram": (Quantity.PERCENT, 1, "%", "%"),
    "diem-phan-tram": (Quantity.POINT, 1, "điểm phần trăm", "percentage points"),
    "tinh": (Quantity.COUNT, 1, "tỉnh", "provinces"),
    "tinh-thanh-pho": (Quantity.COUNT, 1, "tỉnh, thành phố", "provinces and cities"),
    "dai-bieu": (Quantity.COUNT, 1, "đại biểu", "delegates"),
    "cum-cong-nghiep": (Quantity.COUNT, 1, "cụm công nghiệp", "industrial clusters"),
}

# Key → topic, kind, unit, regional total, name, English name.
INDICATORS = {
    "retail_goods": (
        Topic.TRADE,
        Kind.FLOW,
        "ty-dong",
        Aggregation.SUM,
        "Tổng mức bán lẻ hàng hóa",
        "Retail sales of goods",
    ),
    "export": (
        Topic.TRADE,
        Kind.FLOW,
        "trieu-usd",
        Aggregation.SUM,
        "Kim ngạch xuất khẩu",
        "Export turnover",
    ),
    "clusters": (
        Topic.CLUSTERS,
        Kind.STOCK,
        "cum-cong-nghiep",
        Aggregation.LAST,
        "Cụm công nghiệp",
        "Industrial clusters",
    ),
    "delegates": (
        Topic.EVENT,
        Kind.COUNT,
        "dai-bieu",
        Aggregation.NONE,
        "Đại biểu dự hội nghị",
        "Delegates",
    ),
    "provinces_present": (
        Topic.EVENT,
        Kind.COUNT,
        "tinh-thanh-pho",
        Aggregation.NONE,
        "Tỉnh, thành phố dự hội nghị",
        "Provinces and cities present",
    ),
}

SOURCES = {
    "bao-thanh-hoa-2022": {
        "title": "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022",
        "publisher": "Báo Thanh Hóa (baothanhhoa.vn)",
        "url": "https://baothanhhoa.vn/kinh-te/hoi-nghi-nganh-cong-thuong-6-tinh-bac-trung-bo-lan-thu-x-nam-2022/158814.htm",
    },
    "vietnam-vn-2024-en": {
        "title": "Ngành Công Thương 6 tỉnh Bắc Trung Bộ tiếp tục phục hồi và tăng trưởng",
        "publisher": "Vietnam.vn (English)",
        "language": "en",
        "url": "https://www.vietnam.vn/en/nganh-cong-thuong-6-tinh-bac-trung-bo-tiep-tuc-phuc-hoi-va-tang-truong",
    },
}

NORTH_CENTRAL_6 = ("thanh-hoa", "nghe-an", "ha-tinh", "quang-binh", "quang-tri-1989")
NORTH_CENTRAL_5 = ("thanh-hoa", "nghe-an", "ha-tinh", "quang-tri-2025", "hue")

# Layout → its interval, size, and unit → column and row; where the archipelagos stand.
TILES: dict[str, dict[str, Any]] = {
    "63": {
        "layout": {"valid_from": COVERAGE_START, "valid_until": MERGER, "columns": 10, "rows": 22},
        "units": {
            "thanh-hoa": (2, 5),
            "nghe-an": (2, 6),
            "ha-tinh": (3, 7),
            "quang-binh": (4, 8),
            "quang-tri-1989": (4, 9),
            "thua-thien-hue": (5, 10),
            "hue": (5, 10),
        },
        "archipelagos": {"da-nang-1997": (9, 10), "khanh-hoa-1989": (9, 17)},
    },
    "34": {
        "layout": {"valid_from": MERGER, "columns": 9, "rows": 17},
        "units": {
            "thanh-hoa": (2, 4),
            "nghe-an": (2, 5),
            "ha-tinh": (3, 6),
            "quang-tri-2025": (4, 7),
            "hue": (5, 8),
        },
        "archipelagos": {"da-nang-2025": (8, 9), "khanh-hoa-2025": (8, 14)},
    },
}
ARCHIPELAGOS = {
    "da-nang": ("Quần đảo Hoàng Sa", "Hoang Sa archipelago"),
    "khanh-hoa": ("Quần đảo Trường Sa", "Truong Sa archipelago"),
}


# People


def registrar() -> User:
    """The author of every row here."""
    return User.objects.registrar()


def clerk_thanh_hoa() -> User:
    """Somebody with an account and no right to see drafts."""
    return User.objects.create_user("clerk_thanh_hoa", full_name="Chuyên viên Thanh Hóa")


def ministry_reader() -> User:
    """An officer of the Ministry, for whom drafts exist (C6)."""
    user = User.objects.create_user("ministry_reader", full_name="Cán bộ Bộ Công Thương")
    user.user_permissions.add(
        Permission.objects.get(codename="view_conference", content_type__app_label="conferences")
    )
    return user


def administrator() -> User:
    """The keeper of the register."""
    return User.objects.create_superuser("administrator", full_name="Quản trị viên")


# What is refused


def refused(record: models.Model) -> dict[str, list[str]]:
    """What full_clean() says against a record, in English, by field; {} when it is accepted."""
    with translation.override("en"):
        try:
            record.full_clean()
        except ValidationError as refusal:
            return refusal.message_dict
    return {}


def unsavable(record: models.Model, **columns: Any) -> str:
    """What the database says against a record that got past clean(): by the shell, an import."""
    for name, value in columns.items():
        setattr(record, name, value)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        record.save()
    return str(refusal.value)


# Places


def province(key: str, **said: Any) -> Province:
    """A real unit of `UNITS`, or of the columns given; its successor may be given by key."""
    columns = UNITS.get(key, {}) | said
    aliases = columns.pop("aliases", [])
    if isinstance(columns.get("successor"), str):
        columns["successor"] = Province.objects.get(key=columns["successor"])
    defaults = {
        "kind": ProvinceKind.PROVINCE,
        "valid_from": COVERAGE_START,
        "territory": key,
    }
    unit = keep(record=Province(key=key, **defaults | columns), by=registrar())
    for alias in aliases:
        keep(record=ProvinceAlias(province=unit, name=alias), by=registrar())
    return unit


def provinces(*keys: str) -> dict[str, Province]:
    """Several real units, by key."""
    return {key: province(key) for key in keys}


def merger(key: str, *old: Province, on: dt.date, **said: Any) -> Province:
    """On a day, units that stood until then form the unit `key`."""
    for unit in old:
        unit.valid_until, unit.ending = on, Ending.MERGED
        keep(record=unit, by=registrar())
    formed = province(key, valid_from=on, beginning=Beginning.MERGER, **said)
    for unit in old:
        unit.successor = formed
        keep(record=unit, by=registrar())
    return formed


def region(key: str, *members: Province, **said: Any) -> Region:
    """A region of conferences with its members, each for as long as both exist."""
    defaults = {
        "name": key,
        "kind": RegionKind.CONFERENCE,
        "valid_from": COVERAGE_START,
        "certainty": Certainty.CERTAIN,
        "citation": "Báo Thanh Hóa, bài về hội nghị ngày 13/5/2022.",
    }
    made = keep(record=Region(key=key, **defaults | said), by=registrar())
    for member in members:
        ends = [day for day in (made.valid_until, member.valid_until) if day]
        membership(
            made,
            member,
            valid_from=max(made.valid_from, member.valid_from),
            valid_until=min(ends, default=None),
        )
    return made


def membership(region: Region, member: Province, **said: Any) -> RegionMembership:
    """A province's belonging to a region; for as long as the region unless said."""
    defaults = {
        "valid_from": region.valid_from,
        "valid_until": region.valid_until,
        "certainty": region.certainty,
    }
    row = RegionMembership(region=region, province=member, **defaults | said)
    return keep(record=row, by=registrar())


def tile_maps(units: dict[str, Province]) -> None:
    """The tile maps of 63 and of 34 units, as far as `units` stand on them (P6)."""
    for key, drawn in TILES.items():
        layout = keep(record=MapLayout(key=key, **drawn["layout"]), by=registrar())
        places = [(unit, place, ("", "")) for unit, place in drawn["units"].items()]
        for unit, place in drawn["archipelagos"].items():
            places.append((unit, place, ARCHIPELAGOS[unit.rpartition("-")[0]]))
        for unit, (column, row), (name, name_en) in places:
            tile = Tile(layout=layout, province=units[unit], column=column, row=row)
            tile.archipelago, tile.archipelago_en = name, name_en
            keep(record=tile, by=registrar())


# Conferences


def series(key: str = "bac-trung-bo", **said: Any) -> Series:
    """A series; that of the North Central provinces unless said."""
    defaults = {
        "name": "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ",
        "name_en": "Industry and trade conference of the North Central provinces",
        "theme": Theme.INDUSTRY_TRADE,
    }
    return keep(record=Series(key=key, **defaults | said), by=registrar())


def source(key: str = "bao-thanh-hoa-2022", **said: Any) -> Source:
    """A press article, made when first asked for."""
    if found := Source.objects.filter(key=key).first():
        return found
    columns = {"rank": Rank.PRESS, "title": key} | SOURCES.get(key, {}) | said
    return keep(record=Source(key=key, **columns), by=registrar())


def conference(
    series: Series, starts_on: dt.date, *, draft: bool = False, **said: Any
) -> Conference:
    """A conference that was held; published unless it is to be a draft (C6)."""
    edition = said.get("edition")
    numbered = f" lần thứ {to_roman(edition)}" if edition else ""
    defaults = {
        "status": Status.HELD,
        "precision": Precision.DAY,
        "title": f"{series.name}{numbered} năm {starts_on.year}",
    }
    row = Conference(series=series, starts_on=starts_on, **defaults | said)
    row.slug = row.slug or row.propose_slug()
    keep(record=row, by=registrar())
    if not draft:
        publish(conference=row, by=registrar())
    return row


def attest(conference: Conference, field: Fact, printed: str, value: str = "", **said: Any):
    """What a source prints for a headline (C5); the first article unless said."""
    row = Attestation(conference=conference, field=field, printed=printed, value=value)
    row.source = said.get("source") or source()
    return keep(record=row, by=registrar())


def handover(conference: Conference, receiver: Province | None, **said: Any) -> Handover:
    """The hosting flag passed on to a province, as far as is said (H1)."""
    defaults = {"form": HandoverForm.FLAG, "source": said.get("source") or source()}
    row = Handover(conference=conference, receiver=receiver, **defaults | said)
    return keep(record=row, by=registrar())


def participation(conference: Conference, member: Province, **said: Any) -> Participation:
    """A province that a source names as taking part."""
    row = Participation(conference=conference, province=member, **said)
    row.source = said.get("source") or source()
    return keep(record=row, by=registrar())


def presence(conference: Conference, body: Organisation | None, **said: Any) -> Presence:
    """A body that a source names at a conference; its organiser unless said."""
    row = Presence(conference=conference, organisation=body, **{"printed": str(body)} | said)
    row.kind, row.source = row.kind or PresenceKind.ORGANISED, said.get("source") or source()
    return keep(record=row, by=registrar())


def organisation(key: str, name: str, **said: Any) -> Organisation:
    """A body; an agency unless said."""
    columns = {"kind": OrganisationKind.AGENCY} | said
    aliases = columns.pop("aliases", [])
    body = keep(record=Organisation(key=key, name=name, **columns), by=registrar())
    for alias in aliases:
        keep(record=OrganisationAlias(organisation=body, name=alias), by=registrar())
    return body


def proposal(text: str, *, asked_by: Organisation, addressed_to: Organisation, **said: Any):
    """Something asked of an agency at a conference, or of a region and a theme alone (C4)."""
    row = Proposal(text=text, asked_by=asked_by, addressed_to=addressed_to, **said)
    row.source = said.get("source") or source()
    return keep(record=row, by=registrar())


# Figures


def unit(key: str) -> Unit:
    """A printed unit of `MEASURES`, made when first asked for."""
    if found := Unit.objects.filter(key=key).first():
        return found
    quantity, factor, name, name_en = MEASURES[key]
    row = Unit(key=key, quantity=quantity, factor=factor, name=name, name_en=name_en)
    return keep(record=row, by=registrar())


def indicator(key: str, **said: Any) -> Indicator:
    """An indicator of `INDICATORS`, made when first asked for."""
    if found := Indicator.objects.filter(key=key).first():
        return found
    topic, kind, own_unit, aggregation, name, name_en = INDICATORS[key]
    row = Indicator(key=key, topic=topic, kind=kind, unit=unit(own_unit), name=name, **said)
    row.aggregation, row.name_en = aggregation, name_en
    return keep(record=row, by=registrar())


def unsaved_figure(
    key: str, number: str, printed_unit: str, *, period: Period | None = None, **said: Any
) -> Figure:
    """A figure as typed, not checked yet: of the whole country in 2021 unless said."""
    period, own_unit = period or year(2021), unit(printed_unit)
    places = {scope: said.get(scope.value) for scope in Scope if scope is not Scope.NATION}
    scope = next((scope for scope, place in places.items() if place), Scope.NATION)
    defaults = {
        "scope": scope,
        "basis": Basis.ACTUAL,
        "printed": f"{format_printed(number)} {own_unit.name}".replace(" %", "%"),
        "source": said.get("source") or source(),
        "reported_at": said.get("conference"),
        "period_start": period.start,
        "period_end": period.end,
    }
    return Figure(indicator=indicator(key), number=number, unit=own_unit, **defaults | said)


def figure(key: str, number: str, printed_unit: str, **said: Any) -> Figure:
    """One source's answer, recorded: `figure("export", "11.28", "ty-usd", region=…)`."""
    return record_figure(figure=unsaved_figure(key, number, printed_unit, **said), by=registrar())


# The North Central provinces


@dataclass(frozen=True)
class NorthCentral:
    """What `north_central()` built; `units` by key, `figures` in the order printed."""

    units: dict[str, Province]
    region: Region
    region_today: Region
    series: Series
    article: Source
    x_2022: Conference
    in_2024: Conference
    handover: Handover
    figures: list[Figure]


def north_central() -> NorthCentral:
    """The conferences of Bắc Trung Bộ of 2022 and 2024 with their places, before and after 2025.

    The flag of X/2022 (Thanh Hóa) went to Thừa Thiên Huế for XI/2023, of which there is no record.
    """
    units = provinces(*(key for key in UNITS if not key.startswith("ho-chi-minh")))
    tile_maps(units)
    today = region(
        "bac-trung-bo-5",
        *(units[key] for key in NORTH_CENTRAL_5),
        name="5 tỉnh, thành phố Bắc Trung Bộ",
        name_en="Five North Central provinces and cities",
        valid_from=MERGER,
        certainty=Certainty.INFERRED,
    )
    six = region(
        "bac-trung-bo-6",
        *(units[key] for key in (*NORTH_CENTRAL_6, "thua-thien-hue", "hue")),
        name="6 tỉnh Bắc Trung Bộ",
        name_en="Six North Central provinces",
        valid_from=dt.date(2008, 8, 1),
        valid_until=MERGER,
        successor=today,
    )
    article, held = source(), series()
    x_2022 = conference(
        held,
        dt.date(2022, 5, 13),
        edition=10,
        title="Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022",
        host=units["thanh-hoa"],
        region=six,
    )
    attest(x_2022, Fact.NAME, x_2022.title)
    attest(x_2022, Fact.EDITION, "lần thứ X", "10")
    attest(x_2022, Fact.DATE, "chiều 13-5", "2022-05-13")
    attest(x_2022, Fact.HOST, "Sở Công thương Thanh Hóa đã đăng cai tổ chức", "thanh-hoa")
    attest(x_2022, Fact.RECEIVER, "cho tỉnh Thừa Thiên Huế", "thua-thien-hue")
    passed_on = handover(
        x_2022,
        units["thua-thien-hue"],
        giver="Đại diện lãnh đạo Sở Công thương Thanh Hóa",
        edition=11,
        year=2023,
        handed_on=dt.date(2022, 5, 13),
    )
    in_2024 = conference(
        held,
        dt.date(2024, 5, 13),
        title="Hội nghị ngành Công Thương 6 tỉnh Bắc Trung Bộ năm 2024",
        host=units["quang-binh"],
        region=six,
    )
    department = organisation(
        "so-cong-thuong-thanh-hoa",
        "Sở Công Thương Thanh Hóa",
        kind=OrganisationKind.DEPARTMENT,
        province=units["thanh-hoa"],
    )
    presence(x_2022, department, printed="Sở Công thương Thanh Hóa")
    english = source("vietnam-vn-2024-en")
    attest(in_2024, Fact.DATE, "On the afternoon of May 13th", "2024-05-13", source=english)
    attest(in_2024, Fact.HOST, "in Quang Binh province", "quang-binh", source=english)
    return NorthCentral(
        units, six, today, held, article, x_2022, in_2024, passed_on, five_figures(x_2022)
    )


def five_figures(x_2022: Conference) -> list[Figure]:
    """The figures of the X conference about the region and the country."""
    of_region = {"reported_at": x_2022, "region": x_2022.region}
    quarter = {"period": first_months(2022, 3), "basis": Basis.ESTIMATE}
    share = {"measure": Measure.SHARE, **quarter}
    return [
        figure("retail_goods", "370461", "ty-dong", position=1, **of_region),
        figure("export", "11.28", "ty-usd", position=2, **of_region),
        figure("retail_goods", "105091", "ty-dong", position=3, **of_region, **quarter),
        figure("retail_goods", "7.97", "phan-tram", position=4, **of_region, **share),
        figure("retail_goods", "1.318", "trieu-ty-dong", position=5, reported_at=x_2022, **quarter),
    ]
