"""Charts of the development page /components/ in their states, with numbers of the register."""

import datetime as dt
from decimal import Decimal
from typing import Any

from metrics import headlines
from metrics.charts import (
    Bar,
    BarChart,
    Break,
    Line,
    LineChart,
    Point,
    bar_chart,
    line_chart,
    shade,
)
from metrics.enums import Basis
from metrics.periods import Period, first_months, year
from vietnamese.numbers import format_number

CENTRAL = "Các tỉnh, thành phố khu vực miền Trung - Tây Nguyên"
NORTH = "28 tỉnh, thành phố khu vực phía Bắc"
MERGER = Break(dt.date(2025, 7, 1), "15 tỉnh, thành phố sắp xếp còn 11.")


def _point(period: Period, number: str, basis: str = Basis.ACTUAL, *, exact: bool = True) -> Point:
    value = Decimal(number)
    shown = format_number(value) if exact else f"khoảng {format_number(value)}"
    return Point(period.start, period.end, period.label(), value, shown, basis, "#", exact)


def _bar(label: str, number: str, basis: str = Basis.ACTUAL, *, exact: bool = True) -> Bar:
    shown = format_number(Decimal(number)) if exact else f"trên {format_number(Decimal(number))}"
    return Bar(label, Decimal(number), shown, basis, "#", exact)


def _lines(key: str, title: str, unit: str, lines: list[Line], headline: object) -> LineChart:
    return line_chart(
        lines,
        key=key,
        unit=unit,
        title=title,
        description="; ".join(line.label for line in lines),
        headline=str(headline),
    )


def _bars(key: str, title: str, unit: str, bars: list[Bar]) -> BarChart:
    return bar_chart(
        bars,
        key=key,
        unit=unit,
        title=title,
        description=", ".join(bar.label for bar in bars),
        headline=str(headlines.ends(bars, unit)),
    )


def charts() -> list[LineChart | BarChart]:
    """Lines with a break and an estimate, growth below zero, one point, bars, a refusal."""
    retail = "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng"
    central = Line(
        CENTRAL,
        [
            _point(year(2018), "700000", exact=False),
            _point(year(2021), "740249.1"),
            _point(year(2025), "1700000", Basis.ESTIMATE),
        ],
        [MERGER],
    )
    north = Line(NORTH, [_point(year(2021), "1787000"), _point(year(2023), "2600000")])
    growth = [
        Line("cả nước", [_point(year(2021), "-3.8"), _point(year(2023), "9.6")]),
        Line(
            NORTH,
            [_point(year(2018), "11.8"), _point(year(2021), "3.4"), _point(year(2023), "16.7")],
        ),
        Line(
            CENTRAL,
            [
                _point(year(2018), "11.5"),
                _point(year(2021), "2.4"),
                _point(year(2025), "12.3", Basis.ESTIMATE),
            ],
            [MERGER],
        ),
    ]
    fund = Line(
        "11 tỉnh, thành phố khu vực miền Trung - Tây Nguyên",
        [_point(year(2024), "52.026", Basis.PLAN), _point(year(2025), "49.465", Basis.PLAN)],
    )
    exports = [
        Line(name, [_point(first_months(2024, 4), number)])
        for name, number in (
            ("Thái Nguyên", "17.8"),
            ("Bắc Giang", "16.5"),
            ("TP. Hải Phòng", "16"),
        )
    ]
    promotion = [
        _bar("Kinh phí khuyến công địa phương, thực hiện năm 2024", "43.735"),
        _bar("Kinh phí khuyến công địa phương, kế hoạch năm 2024", "52.026", Basis.PLAN),
        _bar("Kinh phí khuyến công địa phương, kế hoạch năm 2025", "49.465", Basis.PLAN),
        _bar("Kinh phí khuyến công địa phương, 11 tháng đầu năm 2025", "39.242"),
    ]
    abroad = [
        _bar("TP. Hồ Chí Minh (6 tháng đầu năm 2023)", "-22.4"),
        _bar("Thái Nguyên (4 tháng đầu năm 2024)", "14.7"),
        _bar("Bắc Giang (4 tháng đầu năm 2024)", "22"),
        _bar("TP. Hải Phòng (4 tháng đầu năm 2024)", "21"),
    ]
    iip = [_bar(name, number, Basis.ESTIMATE) for name, number in IIP.values()]
    seven = [Line(bar.label, [_point(year(2025), str(bar.value), bar.basis)]) for bar in iip]
    return [
        _lines("retail", retail, "tỷ đồng", [central, north], headlines.latest(north, "tỷ đồng")),
        _lines("growth", f"{retail}, tăng trưởng", "%", growth, headlines.latest(growth[2], "%")),
        _lines("fund", "Kinh phí khuyến công địa phương", "tỷ đồng", [fund],
               headlines.latest(fund, "tỷ đồng")),
        _lines("export", "Kim ngạch xuất khẩu", "tỷ USD", exports,
               headlines.latest(exports[0], "tỷ USD")),
        _lines("six", "Chỉ số sản xuất công nghiệp, tăng trưởng", "%", seven, ""),
        _lines("seven", "Chỉ số sản xuất công nghiệp, tăng trưởng", "%",
               [*seven, Line("Khánh Hòa", [_point(first_months(2014, 6), "7")])], ""),
        _bars("iip", "Chỉ số sản xuất công nghiệp, tăng trưởng năm 2025", "%", iip),
        _bars("abroad", "Kim ngạch xuất khẩu, tăng trưởng", "%", abroad),
        _bars("promotion", "Kinh phí khuyến công, 11 tỉnh miền Trung - Tây Nguyên", "tỷ đồng",
              promotion),
    ]  # fmt: skip


# Tile of the gallery's map → province and growth of its industrial production in 2025, estimated.
IIP = {
    "NA": ("Nghệ An", "17.5"),
    "TH": ("Thanh Hóa", "15"),
    "TTH": ("TP. Huế", "13.5"),
    "QNg": ("Quảng Ngãi", "12.9"),
    "ĐL": ("Đắk Lắk", "12"),
    "GL": ("Gia Lai", "10"),
}


def shaded(tiles: dict[str, Any]) -> dict[str, Any]:
    """The gallery's tile map, shaded; the archipelagos in the shade of a province."""
    names = list(IIP)
    values = {
        names.index(name): (Decimal(number), format_number(Decimal(number)))
        for name, (_label, number) in IIP.items()
    }
    shading = shade(values, unit="%")
    place = {name: names.index(name) for name in names}
    return tiles | {
        "tiles": [
            tile
            | {
                "state": shading.states.get(place.get(tile["label"], -1), ""),
                "title": shading.titles.get(place.get(tile["label"], -1), ""),
            }
            for tile in tiles["tiles"]
        ],
        "legend": shading.legend,
    }
