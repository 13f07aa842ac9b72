"""The article of Báo Thanh Hóa on the conference of 2022 as typed, and a register before it."""

import datetime as dt

from conferences.models import Series
from tests import register

TODAY = dt.date(2026, 11, 22)
TITLE = "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X - năm 2022"

# The article of Báo Thanh Hóa about the conference of 2022, as a keeper types it.
ARTICLE = {
    "source_url": "https://baothanhhoa.vn/kinh-te/hoi-nghi/158814.htm",
    "source_title": TITLE,
    "source_publisher": "Báo Thanh Hóa",
    "series": "bac-trung-bo",
    "title": TITLE,
    "date": "chiều 13-5",
    "host": "Sở Công thương Thanh Hóa đã đăng cai tổ chức",
    "receiver": "cho tỉnh Thừa Thiên Huế",
    "receiver_edition": "lần thứ XI",
    "receiver_year": "năm 2023",
    "people_attended": "Đại diện Bộ Công thương",
    "points_limitation": "Giá trị sản xuất công nghiệp tăng chưa bền vững.",
    "provinces": "Thanh Hóa, Nghệ An và Hà Tĩnh",
    "figures-0-indicator": "retail sales of goods",
    "figures-0-number": "370.461 tỷ đồng",
    "figures-0-period": "năm 2021",
    "figures-1-indicator": "xuất khẩu",
    "figures-1-number": "11,28 tỷ USD",
    "figures-2-indicator": "bán lẻ hàng hóa",
    "figures-2-number": "ước đạt 105.091 tỷ đồng",
    "figures-2-period": "quý I/2022",
    "figures-3-number": "chiếm 7,97%",
    "figures-4-number": "1,318 triệu tỷ đồng",
    "figures-4-about": "cả nước",
}


def before_the_article() -> Series:
    """Bắc Trung Bộ with its conference of 2024; that of 2022 is not recorded yet."""
    units = register.provinces(*(key for key in register.UNITS if not key.startswith("ho-")))
    today = register.region(
        "bac-trung-bo-5",
        *(units[key] for key in register.NORTH_CENTRAL_5),
        name="5 tỉnh, thành phố Bắc Trung Bộ",
        name_en="Five North Central provinces and cities",
        valid_from=register.MERGER,
    )
    six = register.region(
        "bac-trung-bo-6",
        *(units[key] for key in (*register.NORTH_CENTRAL_6, "thua-thien-hue", "hue")),
        name="6 tỉnh Bắc Trung Bộ",
        name_en="Six North Central provinces",
        valid_from=dt.date(2008, 8, 1),
        valid_until=register.MERGER,
        successor=today,
    )
    for indicator in ("retail_goods", "export"):
        register.indicator(indicator)
    for unit in ("trieu-ty-dong", "ty-usd", "phan-tram"):
        register.unit(unit)
    series = register.series()
    register.conference(series, dt.date(2024, 5, 13), host=units["quang-binh"], region=six)
    return series
