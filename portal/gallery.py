"""The development page /components/: every component of the interface in every state.

The places are real; nothing here is read by the register. The plain values show what a view has
to give each component.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.gallery_charts import charts, shaded
from portal.search.results import Hit
from portal.search.words import marked, phrase
from provinces.forms import FootingForm

CELL = 40
NBSP = "\u00a0"

# Column, row, label and name of some tiles of the 63-province grid, enough to see every state.
TILES = (
    (3, 0, "HGi", "Hà Giang"),
    (4, 0, "CB", "Cao Bằng"),
    (1, 1, "LCh", "Lai Châu"),
    (2, 1, "LCa", "Lào Cai"),
    (3, 1, "TQ", "Tuyên Quang"),
    (5, 1, "LS", "Lạng Sơn"),
    (0, 2, "ĐB", "Điện Biên"),
    (1, 2, "SL", "Sơn La"),
    (4, 2, "TNg", "Thái Nguyên"),
    (6, 2, "QNi", "Quảng Ninh"),
    (3, 3, "HN", "Hà Nội"),
    (6, 3, "HP", "Hải Phòng"),
    (2, 5, "TH", "Thanh Hóa"),
    (3, 5, "NB", "Ninh Bình"),
    (2, 6, "NA", "Nghệ An"),
    (3, 7, "HT", "Hà Tĩnh"),
    (4, 8, "QB", "Quảng Bình"),
    (4, 9, "QT", "Quảng Trị"),
    (5, 10, "TTH", "Thừa Thiên Huế"),
    (5, 11, "QNa", "Quảng Nam"),
    (6, 11, "ĐNa", "Đà Nẵng"),
    (6, 12, "KT", "Kon Tum"),
    (7, 12, "QNg", "Quảng Ngãi"),
    (6, 14, "ĐL", "Đắk Lắk"),
    (7, 15, "KH", "Khánh Hòa"),
    (7, 16, "NT", "Ninh Thuận"),
    (5, 17, "BRVT", "Bà Rịa – Vũng Tàu"),
    (4, 18, "HCM", "TP. Hồ Chí Minh"),
    (2, 19, "CT", "Cần Thơ"),
    (1, 21, "CM", "Cà Mau"),
)
NORTH_CENTRAL = ("NA", "HT", "QB", "QT", "TTH")


def _link(state: str, sentence: str) -> dict[str, str]:
    labels = {
        "kept": _("Hosted as handed over"),
        "pending": _("Still to be held"),
        "changed": _("Host changed"),
        "unrecorded": _("Handover not recorded"),
        "gap": _("An edition is missing from the record"),
    }
    return {"state": state, "label": labels[state], "sentence": sentence}


def _step(kind: str, edition: str, year: str, host: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "edition_label": edition,
        "year": year,
        "host_label": host,
        "url": "#" if kind == "meeting" else None,
        "status": {"kind": "held", "label": _("Held")} if kind == "meeting" else None,
        **more,
    }


def _north_central_chain() -> list[dict[str, Any]]:
    return [
        _step("meeting", "X", "2022", "Thanh Hóa", date_label="13/5/2022", current=True),
        _step(
            "missing",
            "XI",
            "2023",
            "Chưa có hồ sơ",
            date_label="năm 2023",
            text="Thừa Thiên Huế (nay là TP. Huế) đã nhận cờ cho kỳ này.",
            link_in=_link("gap", "Thanh Hóa trao cờ cho Thừa Thiên Huế; chưa có hồ sơ kỳ XI."),
        ),
        _step(
            "meeting",
            "",
            "2024",
            "Quảng Bình",
            date_label="13/5/2024",
            host_now="nay thuộc Quảng Trị",
            link_in=_link("gap", "Chưa có tư liệu về việc chuyển giao từ kỳ XI sang năm 2024."),
        ),
        {"kind": "today", "date_label": "21/11/2026"},
    ]


def _northern_chain() -> list[dict[str, Any]]:
    return [
        _step("meeting", "VI", "2019", "Hải Phòng", date_label="24/5/2019"),
        _step(
            "missing",
            "VII",
            "2020",
            "Chưa có hồ sơ",
            date_label="năm 2020",
            text="Thái Nguyên đã nhận quyền đăng cai kỳ này.",
            link_in=_link("gap", "Hải Phòng chuyển giao quyền đăng cai cho Thái Nguyên."),
        ),
        _step(
            "meeting",
            "VIII",
            "2022",
            "Thanh Hóa",
            date_label="23/9/2022",
            link_in=_link("gap", "Chưa có hồ sơ kỳ VII nên chưa rõ ai chuyển giao."),
        ),
        _step(
            "meeting",
            "IX",
            "2023",
            "Quảng Ninh",
            date_label="28/7/2023",
            link_in=_link("unrecorded", "Chưa có nguồn nào ghi việc Thanh Hóa trao cờ."),
        ),
        _step(
            "meeting",
            "X",
            "2024",
            "Hà Nội",
            date_label="17/5/2024",
            current=True,
            link_in=_link("kept", "Quảng Ninh trao cờ; Hà Nội tổ chức kỳ X đúng năm 2024."),
        ),
        _step(
            "meeting",
            "XI",
            "2025",
            "Tuyên Quang",
            date_label="17/10/2025",
            link_in=_link("unrecorded", "Chưa có nguồn nào ghi việc Hà Nội trao cờ."),
        ),
    ]


def _every_link() -> list[dict[str, Any]]:
    """Steps in states that the two real chains do not show; places only, no claim about events."""
    return [
        _step("meeting", "I", "", "Nghệ An", date_label=""),
        _step(
            "meeting",
            "II",
            "",
            "Hà Tĩnh",
            status={"kind": "postponed", "label": _("Postponed")},
            link_in=_link("changed", "Ví dụ: nơi nhận cờ là tỉnh khác."),
        ),
        {"kind": "today", "date_label": "21/11/2026"},
        _step(
            "expected",
            "III",
            "",
            "Quảng Trị",
            status={"kind": "planned", "label": _("Planned")},
            link_in=_link("pending", "Ví dụ: kỳ sau chưa đến thời gian tổ chức."),
        ),
    ]


def _tile_state(label: str) -> tuple[str, str]:
    if label == "TH":
        return "host", "đăng cai kỳ X"
    if label == "QNi":
        return "was", "đã từng đăng cai"
    if label in NORTH_CENTRAL:
        return "in", "thuộc khu vực"
    return "", ""


def _tile_map() -> dict[str, Any]:
    tiles = []
    for column, row, label, name in TILES:
        state, words = _tile_state(label)
        tiles.append(
            {
                "x": column * CELL,
                "y": row * CELL,
                "label": label,
                "url": "#",
                "state": state,
                "title": f"{name}, {words}" if words else name,
            }
        )
    box = {"x": 287, "w": 110, "h": 68, "url": "#", "state": ""}
    return {
        "cols": 10,
        "rows": 22,
        "cell": CELL,
        "tiles": tiles,
        "islands": [
            box | {"y": 10 * CELL, "lines": ["Quần đảo", "Hoàng Sa", "(TP. Đà Nẵng)"]},
            box | {"y": 17 * CELL, "lines": ["Quần đảo", "Trường Sa", "(Khánh Hòa)"]},
        ],
        "desc": "Sơ đồ ô: sáu tỉnh Bắc Trung Bộ và đơn vị đăng cai năm 2022",
        "caption": "Sơ đồ ô minh họa, không thể hiện địa giới hành chính",
        "legend": [
            ("host", "Đơn vị đăng cai"),
            ("in", "Thuộc khu vực"),
            ("was", "Đã từng đăng cai"),
            ("", "Tỉnh, thành phố khác"),
        ],
    }


def _sources() -> list[dict[str, Any]]:
    return [
        {
            "number": 1,
            "title": "Hội nghị ngành Công thương 6 tỉnh Bắc Trung Bộ lần thứ X – năm 2022",
            "publisher": "Báo Thanh Hóa",
            "press_only": True,
            "page_url": "#",
            "url": "https://baothanhhoa.vn/",
        },
        {
            "number": 2,
            "title": "Hội nghị ngành Công Thương khu vực miền Trung – Tây Nguyên năm 2022",
            "publisher": "Sở Công Thương Bình Định",
            "rank": _("Site of a state body"),
            "page_url": "#",
            "note": "Nguồn này ghi là lần thứ VIII; Báo Ninh Thuận ghi là lần thứ XIII.",
        },
        *(
            {"number": number, "title": title, "press_only": True}
            for number, title in enumerate(
                ("Báo Đắk Nông", "Cơ khí Việt Nam", "Báo Công Thương", "Pháp luật Plus"), start=3
            )
        ),
    ]


def _figures() -> list[dict[str, Any]]:
    first, _second, third, fourth, fifth, sixth = _sources()
    south = {
        "place": "Khu vực phía Nam",
        "period": "9 tháng đầu năm 2024",
        "measure": "Mức",
        "disputed": True,
    }
    retail = {
        "place": "6 tỉnh Bắc Trung Bộ",
        "measure": "Mức",
        "sources": [first],
    }
    quarter = {"period": "Quý I/2022", "basis": "Ước thực hiện"}
    return [
        {
            "indicator": {"label": "Tổng mức bán lẻ hàng hóa", "url": "#"},
            "disputed": False,
            "rows": [
                retail
                | {
                    "period": "Năm 2021",
                    "basis": "Thực hiện",
                    "printed": f"370.461{NBSP}tỷ đồng",
                    "corrections": [
                        {
                            "date": "22/11/2026",
                            "changes": [{"was": f"307.461{NBSP}tỷ đồng"}],
                            "reason": "Đọc nhầm khi lập hồ sơ; bài báo ghi 370.461 tỷ đồng.",
                        }
                    ],
                },
                retail | quarter | {"printed": f"105.091{NBSP}tỷ đồng"},
                retail | quarter | {"measure": "Tỷ trọng so với cả nước", "printed": "7,97%"},
                retail
                | quarter
                | {
                    "place": "Cả nước",
                    "printed": f"1,318{NBSP}triệu tỷ đồng",
                    "value": f"1.318.000{NBSP}tỷ đồng",
                },
            ],
        },
        {
            "indicator": {"label": "Chỉ số sản xuất công nghiệp (IIP)", "url": "#"},
            "disputed": True,
            "rows": [
                {
                    "place": "Cả nước",
                    "period": "Năm 2022",
                    "measure": "Tốc độ tăng so với cùng kỳ",
                    "printed": printed,
                    "disputed": True,
                    "headline": headline,
                    "sources": [source],
                }
                for printed, source, headline in (("7,8%", third, True), ("7,4%", fourth, False))
            ],
        },
        {
            "indicator": {"label": "Kim ngạch xuất khẩu", "url": "#"},
            "disputed": True,
            "rows": [
                south | {"printed": f"108,427{NBSP}tỷ USD", "headline": True, "sources": [fifth]},
                south
                | {
                    "qualifier": "khoảng",
                    "printed": f"108,4{NBSP}tỉ đồng",
                    "problem": "nguồn ghi bằng đồng, chỉ tiêu tính bằng USD.",
                    "sources": [sixth],
                },
            ],
        },
    ]


def _lineage() -> list[list[dict[str, Any]]]:
    merger = "Nghị quyết 202/2025/QH15"
    old = {"kind": "Tỉnh", "from_label": "trước 2004", "until_label": "30/6/2025", "url": "#"}
    return [
        [old | {"name": "Quảng Bình"}, old | {"name": "Quảng Trị"}],
        [
            {
                "name": "Quảng Trị",
                "kind": "Tỉnh",
                "from_label": "từ 1/7/2025",
                "act": merger,
                "current": True,
            }
        ],
    ]


def _results() -> list[dict[str, Any]]:
    retail = [phrase("bán lẻ"), phrase("Bắc Trung Bộ")]
    return [
        {
            "key": "figures",
            "label": _("Figures"),
            "count": "7",
            "all_url": "#",
            "hits": [
                Hit(
                    marked("Tổng mức bán lẻ hàng hóa · 6 tỉnh Bắc Trung Bộ", retail),
                    url="#",
                    score=1,
                    text=f"370.461{NBSP}tỷ đồng",
                    meta="năm 2021 · Thực hiện",
                )
            ],
        },
        {
            "key": "provinces",
            "label": _("Provinces and cities"),
            "count": "1",
            "hits": [Hit(marked("TP. Huế", [phrase("hue")]), "#", 3, meta="từ 1/1/2025")],
        },
    ]


def _sums() -> list[dict[str, Any]]:
    """One sum that is a total, and one that is not."""
    row = {"period": "năm 2020", "basis": "Kế hoạch", "place": "", "about": False, "stated": []}
    parts = [
        {"label": "Quảng Bình", "url": "#", "value": f"3,94{NBSP}tỷ{NBSP}đồng"},
        {"label": "Quảng Trị", "url": "#", "value": f"6,06{NBSP}tỷ{NBSP}đồng"},
    ]
    stated = [{"text": f"11{NBSP}tỷ{NBSP}đồng", "difference": "Chênh lệch 1 tỷ đồng"}]
    whole = row | {"value": f"10{NBSP}tỷ{NBSP}đồng", "count": "2/2", "parts": parts}
    some = row | {
        "partial": f"3,94{NBSP}tỷ{NBSP}đồng",
        "count": "1/2",
        "parts": parts[:1],
        "missing": "Quảng Trị",
        "why": "Chưa phải tổng số.",
    }
    indicator = {"label": "Tổng kinh phí khuyến công", "url": "#"}
    return [{"indicator": indicator, "rows": [whole | {"stated": stated}, some]}]


class _FilterForm(forms.Form):
    """A filter form as the conference list has it: text, choice, year, tick, and a radio group."""

    q = forms.CharField(required=False)
    series = forms.ChoiceField(choices=[("", "—"), ("1", "Các tỉnh, thành phố khu vực phía Bắc")])
    year = forms.CharField(help_text="Ví dụ 2022.")
    old = forms.BooleanField(required=False, label="Kể cả tỉnh, thành phố trước khi hợp nhất")
    status = forms.ChoiceField(
        choices=[("held", _("Held")), ("planned", _("Planned"))], widget=forms.RadioSelect
    )


def _filter_form(data: dict[str, str] | None = None) -> forms.Form:
    form = _FilterForm(data, auto_id="bound_%s" if data is not None else "id_%s")
    for name, label in (
        ("q", _("Find a conference")),
        ("series", _("Conference series")),
        ("year", _("Year")),
        ("status", _("Status")),
    ):
        form.fields[name].label = label
    return form


def gallery_context() -> dict[str, Any]:
    """Everything templates/components/gallery.html shows, as the plain values views give."""
    north_central = _north_central_chain()
    return {
        "crumbs": [
            (_("Home page"), "/"),
            (_("Conferences"), "#"),
            ("6 tỉnh Bắc Trung Bộ", "#"),
            ("Lần thứ X", None),
        ],
        "states": [
            ("planned", _("Planned")),
            ("held", _("Held")),
            ("postponed", _("Postponed")),
            ("cancelled", _("Cancelled")),
            ("draft", _("Draft")),
            ("printed", _("Printed")),
            ("inferred", _("Inferred")),
            ("disputed", _("Sources disagree")),
            ("press_only", _("Press only")),
            *(
                (state, _link(state, "")["label"])
                for state in ("kept", "pending", "changed", "unrecorded", "gap")
            ),
        ],
        "alerts": [
            ("info", "Dữ liệu tỉnh, thành phố có từ ngày 1/1/2004."),
            ("ok", "Đã lưu."),
            ("warn", "Các nguồn chưa thống nhất về số kỳ của hội nghị này."),
            ("error", "Không có ngày 31/02/2022. Đề nghị kiểm tra lại."),
        ],
        "chips": [("Chuỗi: 6 tỉnh Bắc Trung Bộ", "#"), ("Từ năm 2019", "#"), ("Thanh Hóa", "#")],
        "page": {"previous_url": "#", "next_url": "#", "summary": "Hội nghị 21–40"},
        "form": _filter_form(),
        "bound_form": _filter_form({"year": "", "series": "1", "status": "held"}),
        "strip": north_central[:3],
        "north_central": north_central,
        "northern": _northern_chain(),
        "every_link": _every_link(),
        "northern_counts": [
            {"value": 5, "label": "hội nghị có hồ sơ"},
            {"value": 1, "label": "kỳ thiếu hồ sơ"},
            {"value": 5, "label": "đơn vị đã đăng cai"},
        ],
        "map": _tile_map(),
        "charts": charts(),
        "shaded": shaded(_tile_map()),
        "lineage": _lineage(),
        "hue": [
            [
                {
                    "name": "Thừa Thiên Huế",
                    "kind": "Tỉnh",
                    "from_label": "trước 2004",
                    "until_label": "31/12/2024",
                    "url": "#",
                }
            ],
            [
                {
                    "name": "TP. Huế",
                    "kind": "Thành phố trực thuộc Trung ương",
                    "from_label": "từ 1/1/2025",
                    "act": "Nghị quyết 175/2024/QH15",
                    "current": True,
                }
            ],
        ],
        "results": _results(),
        "figures": _figures(),
        "switch": FootingForm.read(QueryDict()).switch(QueryDict()),
        "sums": _sums(),
        "sources": _sources(),
        "facts": [
            {"label": _("Conference series"), "value": "6 tỉnh Bắc Trung Bộ", "url": "#"},
            {"label": _("Host"), "value": "Thanh Hóa", "url": "#", "marks": _sources()[:1]},
            {"label": _("Date"), "value": "13/5/2022"},
            {
                "label": _("Received the flag"),
                "value": "Thừa Thiên Huế",
                "note": "cho kỳ XI, năm 2023; nay là TP. Huế",
                "kind": "printed",
                "tag": _("Printed"),
            },
        ],
        "tiles": [
            {"value": "91", "label": "tỉnh, thành phố qua các thời kỳ", "url": "#"},
            {"value": f"370.461{NBSP}tỷ đồng", "label": "bán lẻ hàng hóa 6 tỉnh, năm 2021"},
            {"value": "34", "label": "tỉnh, thành phố", "note": "63 trước ngày 1/7/2025"},
        ],
        "cite": (
            "Cơ sở dữ liệu hội nghị ngành Công Thương, “Hội nghị ngành Công Thương 6 tỉnh Bắc "
            "Trung Bộ lần thứ X”, /conferences/bac-trung-bo/x/, truy cập ngày 21/11/2026."
        ),
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """The page itself; its address exists in development only."""
    return render(request, "components/gallery.html", gallery_context())
