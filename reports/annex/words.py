"""The fixed words of an administrative document, and how names and days are put in it.

Form and spelling: Decree 30/2020/NĐ-CP, appendix I. These strings are the document itself and no
words of the interface, so they are not translated.
"""

import datetime as dt
import re

from provinces.models import Province

FONT = "Times New Roman"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DEPARTMENT = "SỞ CÔNG THƯƠNG"
REPORT = "BÁO CÁO"
DRAFT = "DỰ THẢO"
DEMONSTRATION = "BẢN TRÌNH DIỄN, KHÔNG PHẢI BÁO CÁO THẬT"
MINISTRY = "Bộ Công Thương"
DEAR = "Kính gửi: "
ANNEX = "PHỤ LỤC"
ANNEX_TITLE = "BIỂU SỐ LIỆU"
SEE_ANNEX = "(Số liệu chi tiết tại Phụ lục kèm theo.)"
SECTIONS = {
    "results": "I. KẾT QUẢ THỰC HIỆN",
    "limits": "II. HẠN CHẾ VÀ NGUYÊN NHÂN",
    "tasks": "III. NHIỆM VỤ VÀ GIẢI PHÁP",
}
PROPOSALS = "IV. KIẾN NGHỊ, ĐỀ XUẤT"
NOTHING_WRITTEN = "(Chưa có nội dung.)"
NO_ADDRESSEE = "Kiến nghị chung"
RECIPIENTS = "Nơi nhận:"
LEADER = "GIÁM ĐỐC"
DRAWN_UP_BY = "NGƯỜI LẬP BIỂU"
NUMBER, LABEL, UNIT, NOTE = "TT", "Chỉ tiêu", "Đơn vị tính", "Ghi chú"
COMPARISONS = {
    "growth": "Tăng, giảm (%)",
    "completion": "So với kế hoạch (%)",
    "difference": "Chênh lệch",
}
SIGNS = {
    "nil": "dấu “-”: không phát sinh",
    "not_available": "dấu “…”: chưa có số liệu",
}

# What XML cannot carry, and a word processor would refuse to open.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPORT_AGAIN = re.compile(r"^(đợt\s+)?báo cáo\s+", re.IGNORECASE)
_OF_A_BODY = re.compile(r"\s+sở\b.*$", re.IGNORECASE)


def plain(text: str) -> str:
    """Text without the characters that no document can carry."""
    return _FORBIDDEN.sub("", text)


def committee(province: Province) -> str:
    """The body that a department is under: "UBND TỈNH THANH HÓA"."""
    return f"UBND {_unit(province).upper()}"


def department(province: Province) -> str:
    """The department inside a sentence: "Sở Công Thương tỉnh Thanh Hóa"."""
    return f"Sở Công Thương {_unit(province)}"


def _unit(province: Province) -> str:
    return f"{'thành phố' if province.is_city else 'tỉnh'} {province.name}"


def place_and_day(province: Province, day: dt.date | None, *, year: int) -> str:
    """ "Thanh Hóa, ngày 05 tháng 6 năm 2026"; dots to be filled in while there is no day."""
    # A place named after a person is written in full (appendix I, II.4.d).
    place = "Thành phố Hồ Chí Minh" if province.name == "Hồ Chí Minh" else province.name
    return f"{place}, {in_full(day) if day else f'ngày … tháng … năm {year}'}"


def in_full(day: dt.date) -> str:
    """ "ngày 05 tháng 02 năm 2026": a zero before days under 10 and months 1 and 2."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def number_line(number: str) -> str:
    """ "Số: 123/BC-SCT"; room for the number while there is none."""
    return f"Số: {plain(number) or '        /BC-SCT'}"


def subject(title: str) -> str:
    """What the report is about: the title of its round, without saying again that it reports."""
    text = _REPORT_AGAIN.sub("", plain(title).strip()) or plain(title).strip()
    return text[:1].upper() + text[1:]


def letter(number: str, day: dt.date | None) -> str:
    """The letter that asks: "Văn bản số 1234/BCT-CTĐP ngày 05 tháng 6 năm 2026 của Bộ …"."""
    issued = f" {in_full(day)}" if day else ""
    issuer = f" của {MINISTRY}" if "/BCT" in number.upper() else ""
    return f"Văn bản số {plain(number)}{issued}{issuer}"


def signing_office(office: str) -> list[str]:
    """The lines over a signature: ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]; the body is not said again."""
    short = _OF_A_BODY.sub("", plain(office).strip()).upper()
    if short.startswith("PHÓ "):
        return [f"KT. {short.removeprefix('PHÓ ')}", short]
    return [short or LEADER]


def recipients(province: Province) -> list[str]:
    """Whom copies go to, as far as every report has them."""
    return ["- Như trên;", f"- {committee(province)[:4]} {_unit(province)} (để b/c);", "- Lưu: VT."]
