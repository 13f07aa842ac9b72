"""The report as files ready to be signed: form, content, whom they are for (R2, S5)."""

import datetime as dt
import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from openpyxl import Workbook, load_workbook

from provinces.enums import ProvinceKind
from provinces.models import Province
from reports.actions.entering import save_cells
from reports.actions.steps import present
from reports.actions.texts import Signature, save_signature
from reports.annex import words
from reports.enums import SectionKind
from reports.models import ReportingRound, ReportProposal, RoundRow, Section
from tests.register import unit
from tests.reporting import Reporting, accepted, fill, reporting, returned, sent

WHERE = ["bac-trung-bo", "thanh-hoa"]
DOCX, XLSX = (reverse(name, args=WHERE) for name in ("report_annex_docx", "report_annex_xlsx"))
MOTTO = "Độc lập - Tự do - Hạnh phúc"

pytestmark = pytest.mark.django_db


def word(client: Client, address: str = DOCX) -> WordFile:
    """The Word file, opened again."""
    return Document(BytesIO(client.get(address).content))


def book(client: Client, address: str = XLSX) -> Workbook:
    """The spreadsheet, opened again."""
    return load_workbook(BytesIO(client.get(address).content))


def text_of(file: WordFile) -> list[str]:
    """Everything that is read on the page: heads, paragraphs, tables, in this order."""
    cells = [cell for table in file.tables for row in table.rows for cell in row.cells]
    return [one.text for one in [*file.paragraphs, *(p for c in cells for p in c.paragraphs)]]


def figures_of(file: WordFile) -> list[list[str]]:
    """The rows of the annex."""
    return [[cell.text for cell in row.cells] for row in file.tables[-1].rows]


def rows_of(file: Workbook) -> list[list]:
    """The rows of the sheet without empty ones."""
    page = file.worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    return [row for row in rows if any(value is not None for value in row)]


def written(built: Reporting) -> None:
    """Thanh Hóa's report with words and proposals."""
    report, now, by = built.thanh_hoa, timezone.now(), built.people.clerk_thanh_hoa
    said = {"report": report, "saved_at": now, "saved_by": by}
    Section.objects.create(
        kind=SectionKind.RESULTS, text="Thương mại tăng khá.\n- Bán lẻ 80.500 tỷ đồng.", **said
    )
    for position, (whom, what) in enumerate(
        [
            ("Bộ Công Thương", "Sớm hướng dẫn về cụm công nghiệp."),
            ("", "Bố trí kinh phí."),
            ("Bộ Công Thương", "- Hỗ trợ xúc tiến thương mại."),
        ],
        start=1,
    ):
        ReportProposal.objects.create(position=position, addressee=whom, text=what, **said)


def signed(built: Reporting, office: str, day: dt.date = dt.date(2026, 6, 5)) -> None:
    """Thanh Hóa's report signed that day by somebody in that office."""
    report = built.thanh_hoa
    save_signature(
        report=report,
        signature=Signature("45/BC-SCT", day, "Người Ký", office),
        seen=Signature.of(report).mark,
        by=built.officer("head_thanh_hoa"),
    )


# The Word file


def test_text_follows_the_form_of_the_decree(client: Client) -> None:
    built = reporting()
    written(built)
    signed(built, "Phó Giám đốc Sở Công Thương")
    client.force_login(built.people.clerk_thanh_hoa)
    file = word(client)
    head = [p.text for cell in file.tables[0].rows[0].cells for p in cell.paragraphs if p.text]
    assert [one for one in head if not one.startswith("Số liệu đến")] == [
        "UBND TỈNH THANH HÓA",
        "SỞ CÔNG THƯƠNG",
        "Số: 45/BC-SCT",
        "DỰ THẢO",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        MOTTO,
        "Thanh Hóa, ngày 05 tháng 6 năm 2026",
    ]
    letter_on = built.round.letter_on
    assert letter_on is not None
    assert [one.text for one in file.paragraphs if one.text][:18] == [
        "BÁO CÁO",
        "Phục vụ hội nghị Bắc Trung Bộ",
        "Kính gửi: Bộ Công Thương.",
        f"Thực hiện Văn bản số 1234/BCT-CTĐP {words.in_full(letter_on)} của Bộ Công Thương, "
        "Sở Công Thương tỉnh Thanh Hóa báo cáo như sau:",
        "I. KẾT QUẢ THỰC HIỆN",
        "Thương mại tăng khá.",
        "- Bán lẻ 80.500 tỷ đồng.",
        "(Số liệu chi tiết tại Phụ lục kèm theo.)",
        "II. HẠN CHẾ VÀ NGUYÊN NHÂN",
        "(Chưa có nội dung.)",
        "III. NHIỆM VỤ VÀ GIẢI PHÁP",
        "(Chưa có nội dung.)",
        "IV. KIẾN NGHỊ, ĐỀ XUẤT",
        "1. Đối với Bộ Công Thương",
        "- Sớm hướng dẫn về cụm công nghiệp.",
        "- Hỗ trợ xúc tiến thương mại.",
        "2. Kiến nghị chung",
        "- Bố trí kinh phí.",
    ]
    foot = [p.text for cell in file.tables[1].rows[0].cells for p in cell.paragraphs if p.text]
    assert foot == [
        "Nơi nhận:",
        "- Như trên;",
        "- UBND tỉnh Thanh Hóa (để b/c);",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Người Ký",
    ]


def test_pages_are_those_of_the_decree(client: Client) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    file = word(client)
    sizes = [
        [
            round(length.mm)
            for length in (
                one.page_width,
                one.page_height,
                one.top_margin,
                one.bottom_margin,
                one.left_margin,
                one.right_margin,
            )
            if length is not None
        ]
        for one in file.sections
    ]
    assert sizes == [[210, 297, 20, 20, 30, 15], [297, 210, 20, 20, 20, 20]]
    assert file.sections[1].orientation == WD_ORIENT.LANDSCAPE
    assert [one.different_first_page_header_footer for one in file.sections] == [True, True]


def test_text_is_set_in_times_new_roman_throughout(client: Client) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    with ZipFile(BytesIO(client.get(DOCX).content)) as parts:
        assert parts.testzip() is None
        document, styles = (
            parts.read(f"word/{one}.xml").decode() for one in ("document", "styles")
        )
    assert set(re.findall(r'w:sz w:val="(\d+)"', document)) <= {"20", "22", "24", "26", "28"}
    assert "w:rFonts" not in document  # the fonts are those of the styles
    normal = styles[styles.index('w:styleId="Normal"') :].partition("</w:style>")[0]
    assert re.findall(r'w:(ascii|eastAsia)="([^"]+)"', normal) == [
        ("ascii", "Times New Roman"),
        ("eastAsia", "Times New Roman"),
    ]
    assert ('w:sz w:val="28"' in normal, 'w:val="vi-VN"' in normal) == (True, True)


def test_elements_of_the_text_stand_in_the_order_word_expects(client: Client) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    file = word(client)
    names = [[child.tag.partition("}")[2] for child in one._sectPr] for one in file.sections]
    expected = ["pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid"]
    assert [[one for one in found if one in expected] for found in names] == [
        [one for one in expected if one in found] for found in names
    ]
    margins = [child.tag.partition("}")[2] for child in file.tables[0]._tbl.tblPr]
    assert margins.index("tblCellMar") < margins.index("tblLook")


def test_table_is_the_annex_of_the_text(client: Client) -> None:
    built = reporting()
    fill(built)
    built.rows["retail"].note = "Theo giá hiện hành"
    built.rows["retail"].save()
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("funds", 1, "-", 1), built.cell("funds", 2, "…", 1, "Chờ phê duyệt")],
        by=built.officer("clerk_thanh_hoa"),
    )
    signed(built, "Giám đốc")
    client.force_login(built.people.clerk_thanh_hoa)
    file = word(client)
    now = timezone.localdate().year
    assert figures_of(file) == [
        [
            "TT",
            "Chỉ tiêu",
            "Đơn vị tính",
            f"Thực hiện năm {now - 1}",
            f"Kế hoạch năm {now}",
            f"Ước thực hiện 6 tháng đầu năm {now}",
            "So với kế hoạch (%)",
            "Tăng, giảm (%)",
            "Ghi chú",
        ],
        ["A", "B", "C", "1", "2", "3", "4=3/2×100", "5=(2/1-1)×100", "D"],
        ["I", "Thương mại", "", "", "", "", "", "", ""],
        [
            "1",
            "Tổng mức bán lẻ hàng hóa",
            "tỷ đồng",
            *["150.000", "165.000", "80.500", "48,79", "10,00", "Theo giá hiện hành"],
        ],
        [
            "2",
            "Kim ngạch xuất khẩu",
            "triệu USD",
            *["5.200,5", "5.600", "2.700", "48,21", "7,68", ""],
        ],
        ["II", "Khuyến công", "", "", "", "", "", "", ""],
        [
            "1",
            "Kinh phí khuyến công quốc gia",
            "tỷ đồng",
            *["3,25", "-", "…", "", "-100,00", "(3) Chờ phê duyệt"],
        ],
    ]
    told = [one.text for one in file.paragraphs if one.text]
    place = told.index("PHỤ LỤC")
    assert told[place + 1 : place + 3] == [
        "BIỂU SỐ LIỆU PHỤC VỤ HỘI NGHỊ BẮC TRUNG BỘ",
        "(Kèm theo Báo cáo số 45/BC-SCT ngày 05 tháng 6 năm 2026 của "
        "Sở Công Thương tỉnh Thanh Hóa)",
    ]
    assert told[-1] == "Ghi chú: dấu “-”: không phát sinh; dấu “…”: chưa có số liệu."


def test_headings_of_the_table_come_again_on_each_page(client: Client) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    rows = word(client).tables[-1].rows
    repeated = [row._tr.trPr.xpath("./w:tblHeader") != [] for row in rows]
    assert repeated == [True, True, *[False] * (len(rows) - 2)]


def test_report_nobody_signed_leaves_room(client: Client) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    file = word(client)
    told = text_of(file)
    now = timezone.localdate().year
    assert [one for one in told if one.startswith(("Số: ", "Thanh Hóa, "))] == [
        "Số:         /BC-SCT",
        f"Thanh Hóa, ngày … tháng … năm {now}",
    ]
    assert "GIÁM ĐỐC" in told


def test_characters_no_document_can_carry_are_left_out(client: Client) -> None:
    built = reporting()
    Section.objects.create(
        report=built.thanh_hoa,
        kind=SectionKind.RESULTS,
        text="=1+1\x0bTăng\ufffe khá.",
        saved_at=timezone.now(),
        saved_by=built.people.clerk_thanh_hoa,
    )
    client.force_login(built.people.clerk_thanh_hoa)
    assert "=1+1Tăng khá." in text_of(word(client))


# What is a draft


@pytest.mark.parametrize(
    ("step", "is_draft"),
    [(None, True), (returned, True), (sent, False), (accepted, False)],
    ids=["draft", "returned", "sent", "accepted"],
)
def test_what_may_still_change_is_marked_as_a_draft(client: Client, step, is_draft) -> None:
    built = reporting()
    if step:
        step(built)
    client.force_login(built.people.clerk_thanh_hoa)
    sheet_rows = [str(row[0]) for row in rows_of(book(client))]
    name = client.get(DOCX).headers["Content-Disposition"]
    assert (
        "DỰ THẢO" in text_of(word(client)),
        any(one.startswith("DỰ THẢO.") for one in sheet_rows),
        "-du-thao-" in name,
    ) == (is_draft, is_draft, is_draft)


def test_report_awaiting_its_signature_is_no_draft(client: Client) -> None:
    built = reporting()
    fill(built)
    report = built.thanh_hoa
    present(report=report, seen=report.version, by=built.officer("clerk_thanh_hoa"))
    client.force_login(built.people.head_thanh_hoa)
    assert [one for one in text_of(word(client)) if "DỰ THẢO" in one] == []


def test_demonstration_is_marked_on_paper(client: Client) -> None:
    built = reporting()
    ReportingRound.objects.update(is_demonstration=True)
    client.force_login(built.people.clerk_thanh_hoa)
    headers = [
        [p.text for p in header.paragraphs if p.text]
        for section in word(client).sections
        for header in (section.first_page_header, section.header)
    ]
    mark = "BẢN TRÌNH DIỄN, KHÔNG PHẢI BÁO CÁO THẬT"
    assert [mark in one for one in headers] == [True, True, True, True]
    assert [row for row in rows_of(book(client)) if mark in str(row[0])] != []


# The spreadsheet


def test_sheet_has_numbers_with_the_decimals_typed(client: Client) -> None:
    built = reporting()
    fill(built)
    client.force_login(built.people.clerk_thanh_hoa)
    page = book(client).worksheets[0]
    [row] = [one for one in page.iter_rows(min_row=9) if one[1].value == "Kim ngạch xuất khẩu"]
    assert [(one.value, one.number_format) for one in row[3:]] == [
        (5200.5, "#,##0.0"),
        (5600, "#,##0"),
        (2700, "#,##0"),
        (48.21, "#,##0.00"),
        (7.68, "#,##0.00"),
    ]
    assert {one.font.name for line in page.iter_rows() for one in line if one.value} == {
        "Times New Roman"
    }


def test_sheet_is_printed_across_a4_with_headings_on_each_page(client: Client) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    page = book(client).worksheets[0]
    setup = page.page_setup
    assert (
        setup.orientation,
        setup.paperSize,
        setup.fitToWidth,
        setup.fitToHeight,
        page.sheet_properties.pageSetUpPr.fitToPage,
        page.print_title_rows,
    ) == ("landscape", int(page.PAPERSIZE_A4), 1, 0, True, "$7:$8")
    assert [page.cell(7, 1).value, page.cell(8, 1).value] == ["TT", "A"]


def test_sheet_has_title_date_line_and_signature(client: Client) -> None:
    built = reporting()
    signed(built, "Giám đốc")
    client.force_login(built.people.clerk_thanh_hoa)
    told = [value for row in rows_of(book(client)) for value in row if isinstance(value, str)]
    assert told[:5] == [
        "UBND TỈNH THANH HÓA",
        "SỞ CÔNG THƯƠNG",
        "PHỤ LỤC",
        "BIỂU SỐ LIỆU PHỤC VỤ HỘI NGHỊ BẮC TRUNG BỘ",
        "(Kèm theo Báo cáo số 45/BC-SCT ngày 05 tháng 6 năm 2026 của "
        "Sở Công Thương tỉnh Thanh Hóa)",
    ]
    assert told[-4:] == [
        "Thanh Hóa, ngày 05 tháng 6 năm 2026",
        "NGƯỜI LẬP BIỂU",
        "GIÁM ĐỐC",
        "Người Ký",
    ]


def test_text_that_looks_like_a_formula_stays_text(client: Client) -> None:
    built = reporting()
    built.rows["retail"].label = '=HYPERLINK("http://a","b")'
    built.rows["retail"].save()
    client.force_login(built.people.clerk_thanh_hoa)
    page = book(client).worksheets[0]
    [cell] = [one for one in page["B"] if str(one.value).startswith("=")]
    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("typed", "shown"), [(("5,2", "5,6"), "0,40"), (("5", "4"), "-1")], ids=["decimals", "whole"]
)
def test_difference_is_shown_in_the_unit_of_the_row(client: Client, typed, shown: str) -> None:
    built = reporting()
    RoundRow.objects.filter(pk=built.rows["export"].pk).update(unit=unit("ty-usd"))
    built.round.comparisons.filter(kind="growth").update(kind="difference")
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("export", column, text) for column, text in enumerate(typed)],
        by=built.officer("clerk_thanh_hoa"),
    )
    client.force_login(built.people.clerk_thanh_hoa)
    [row] = [row for row in figures_of(word(client)) if row[1] == "Kim ngạch xuất khẩu"]
    assert (row[2], row[-1]) == ("tỷ USD", shown)


# Words


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (dt.date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (dt.date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (dt.date(2026, 6, 12), "ngày 12 tháng 6 năm 2026"),
    ],
)
def test_days_are_written_as_the_decree_has_them(day: dt.date, said: str) -> None:
    assert words.in_full(day) == said


@pytest.mark.parametrize(
    ("office", "lines"),
    [
        ("", ["GIÁM ĐỐC"]),
        ("Giám đốc", ["GIÁM ĐỐC"]),
        ("Giám đốc Sở Công Thương", ["GIÁM ĐỐC"]),
        ("Phó Giám đốc Sở", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("Q. Giám đốc", ["Q. GIÁM ĐỐC"]),
    ],
)
def test_office_of_the_signer_becomes_the_lines_of_the_decree(office: str, lines) -> None:
    assert words.signing_office(office) == lines


def test_city_and_place_named_after_a_person_are_written_in_full() -> None:
    city = Province(name="Hồ Chí Minh", kind=ProvinceKind.CITY)
    assert (
        words.committee(city),
        words.department(city),
        words.place_and_day(city, None, year=2026),
        words.recipients(city)[1],
    ) == (
        "UBND THÀNH PHỐ HỒ CHÍ MINH",
        "Sở Công Thương thành phố Hồ Chí Minh",
        "Thành phố Hồ Chí Minh, ngày … tháng … năm 2026",
        "- UBND thành phố Hồ Chí Minh (để b/c);",
    )


@pytest.mark.parametrize(
    ("number", "day", "said"),
    [
        ("12/BCT-CTĐP", dt.date(2026, 6, 5), "Văn bản số 12/BCT-CTĐP ngày 05 tháng 6 năm 2026"),
        ("12/BCT-CTĐP", None, "Văn bản số 12/BCT-CTĐP"),
    ],
)
def test_letter_of_the_ministry_names_the_ministry(number: str, day, said: str) -> None:
    assert words.letter(number, day) == f"{said} của Bộ Công Thương"


def test_letter_of_somebody_else_names_nobody() -> None:
    assert words.letter("12/SCT-QLTM", None) == "Văn bản số 12/SCT-QLTM"


def test_subject_does_not_say_report_again() -> None:
    titles = ["Đợt báo cáo 6 tháng", "Báo cáo phục vụ hội nghị", "Hội nghị Tây Nguyên", "Báo cáo"]
    assert [words.subject(one) for one in titles] == [
        "6 tháng",
        "Phục vụ hội nghị",
        "Hội nghị Tây Nguyên",
        "Báo cáo",
    ]


# Whom they are for


@pytest.mark.parametrize("address", [DOCX, XLSX])
def test_ministry_gets_what_was_sent_and_not_what_is_being_typed(
    client: Client, address: str
) -> None:
    built = reporting()
    returned(built)
    entry = built.thanh_hoa.entries.get(row=built.rows["retail"], column=built.columns[0])
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("retail", 0, "151.999", entry.version)],
        by=built.officer("clerk_thanh_hoa"),
    )
    seen = {}
    for who in ("clerk_thanh_hoa", "ministry_reader"):
        client.force_login(getattr(built.people, who))
        seen[who] = retail(client, address)
    assert seen == {"clerk_thanh_hoa": Decimal(151999), "ministry_reader": Decimal(150000)}


def retail(client: Client, address: str) -> Decimal:
    """Last year's retail as one of the files has it."""
    if address == DOCX:
        rows = figures_of(word(client))
        return Decimal(rows[3][3].replace(".", ""))
    [row] = [row for row in rows_of(book(client)) if row[0] == "1" and row[2] == "tỷ đồng"][:1]
    return Decimal(row[3])


@pytest.mark.parametrize("address", [DOCX, XLSX])
@pytest.mark.parametrize(
    ("who", "draft", "accepted_report"),
    [
        ("clerk_thanh_hoa", 200, 200),
        ("centre_thanh_hoa", 200, 200),
        ("clerk_nghe_an", 404, 403),
        ("clerk_da_nang", 404, 404),
        ("ministry_reviewer", 404, 200),
        ("ministry_reader", 404, 200),
    ],
)
def test_who_gets_the_annex(
    client: Client, address: str, who: str, draft: int, accepted_report: int
) -> None:
    built = reporting()
    client.force_login(getattr(built.people, who))
    before = client.get(address).status_code
    accepted(built)
    assert (before, client.get(address).status_code) == (draft, accepted_report)


@pytest.mark.parametrize("address", [DOCX, XLSX])
def test_annex_asks_to_sign_in_and_is_only_read(client: Client, address: str) -> None:
    built = reporting()
    assert client.get(address).headers["Location"] == f"/login/?next={address}"
    client.force_login(built.people.clerk_thanh_hoa)
    elsewhere = address.replace("thanh-hoa", "ca-mau")
    assert [client.post(address).status_code, client.get(elsewhere).status_code] == [405, 404]


@pytest.mark.parametrize(
    ("address", "what", "extension"), [(DOCX, "bao-cao", "docx"), (XLSX, "phu-luc", "xlsx")]
)
def test_annex_has_a_name_that_is_found_again(
    client: Client, address: str, what: str, extension: str
) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    answer = client.get(address)
    name = f"{what}-bac-trung-bo-thanh-hoa-du-thao-{timezone.localdate()}.{extension}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )


@pytest.mark.parametrize("address", [DOCX, XLSX])
def test_annex_is_the_same_in_both_languages(client: Client, address: str) -> None:
    built = reporting()
    sent(built)
    client.force_login(built.people.clerk_thanh_hoa)
    read = figures_of if address == DOCX else rows_of
    found = []
    for language in ("vi", "en"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        found.append(read(word(client) if address == DOCX else book(client)))
    assert found[0] == found[1]


@pytest.mark.parametrize("rows", [1, 3])
def test_annex_costs_the_same_for_any_number_of_rows(
    client: Client, django_assert_num_queries, rows: int
) -> None:
    built = reporting()
    if rows == 1:
        for key in ("export", "funds"):
            built.rows[key].delete()
    client.force_login(built.people.clerk_thanh_hoa)
    # Session, account; round, invitations; offices, their topics, provinces; report; seven of the
    # table; sections, proposals.
    with django_assert_num_queries(17):
        client.get(DOCX)


def test_national_motto_stands_nowhere_but_on_the_paper_of_a_department() -> None:
    shown = [
        path.relative_to(settings.BASE_DIR).as_posix()
        for folder in ("templates", "static", "locale", "portal", "reports", "conferences")
        for path in (settings.BASE_DIR / folder).rglob("*.*")
        if path.suffix in {".html", ".css", ".js", ".po", ".py", ".txt"}
        and MOTTO.casefold() in path.read_text().casefold()
    ]
    assert shown == ["reports/annex/words.py"]
