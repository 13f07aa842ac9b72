"""A filled-in spreadsheet sent in: what it says is shown first, and written once (R5, R7, R8)."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from provinces.actions import keep
from reports.actions.entering import save_cells
from reports.actions.steps import present
from reports.enums import Act, Via
from reports.models import Event, Upload
from reports.once import new_key
from tests.reading import Element, read
from tests.register import registrar
from tests.reporting import Reporting, accepted, fill, reporting, sent
from tests.workbooks import filled_in, sheet_of, square, with_part, written

pytestmark = pytest.mark.django_db

WHERE = ["bac-trung-bo", "thanh-hoa"]
FILE, PAGE = reverse("report_workbook", args=WHERE), reverse("report_upload", args=WHERE)
SOON = (
    "The report awaits the signature of the department's leadership, who can take it back to the "
    "draft."
)


@pytest.fixture
def client(client: Client) -> Client:
    """Somebody who reads English: the messages are as the sources have them."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def send(client: Client, content: bytes, once: str | None = None, name: str = "bao-cao.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(PAGE, {"file": file, "once": new_key() if once is None else once})


def confirm(client: Client, address: str, once: str | None = None, **choices: str) -> HttpResponse:
    return client.post(address, {"once": once or new_key(), **choices})


def typed(built: Reporting, row: str) -> list[str]:
    """What stands in the cells of a row."""
    entries = built.thanh_hoa.entries.filter(row=built.rows[row]).order_by("column__position")
    return list(entries.values_list("typed", flat=True))


def counts(page: Element) -> dict[str, int]:
    return {words: int(number) for words, number in page.one("dl", "receipt__counts").terms.items()}


def sentences(page: Element) -> list[str]:
    return [one.text for one in page.all("div", "alert")]


@pytest.fixture
def built() -> Reporting:
    """Thanh Hóa's report filled in."""
    made = reporting()
    fill(made)
    return made


@pytest.fixture
def clerk(client: Client, built: Reporting) -> Client:
    """The clerk of Thanh Hóa, signed in."""
    client.force_login(built.people.clerk_thanh_hoa)
    return client


def doubtful(built: Reporting) -> None:
    """Exports have a usual range."""
    asked = built.rows["export"].indicator
    assert asked is not None
    asked.plausible_low, asked.plausible_high = Decimal(10), Decimal(60_000)
    keep(record=asked, by=registrar())


# There and back


def test_download_is_a_file_named_after_its_report(clerk: Client, built: Reporting) -> None:
    answer = clerk.get(FILE)
    disposition = answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    assert disposition[:52] == 'attachment; filename="bao-cao-bac-trung-bo-thanh-hoa'
    assert "no-store" in answer.headers["Cache-Control"]
    receipt = read(clerk.get(send(clerk, answer.content).url))
    assert (counts(receipt), sentences(receipt)) == (
        {"Unchanged": 9},
        ["There is nothing to write: no cell that can be taken was changed in the file."],
    )


def test_receipt_tells_every_cell_before_anything_is_written(
    clerk: Client, built: Reporting
) -> None:
    doubtful(built)
    changes = {
        square("retail", 0): 151000.5,
        square("retail", 1): "nhiều",
        square("export", 0): 520050,
        square("export", 1): None,
        square("export", 2): "-",
    }
    answer = send(clerk, filled_in(written(built), changes))
    page = read(clerk.get(answer.url))
    assert counts(page) == {
        "Refused": 1,
        "Doubtful": 1,
        "Emptied": 1,
        "In order": 2,
        "Unchanged": 4,
    }
    sections = {
        heading: [row[1:] for row in page.section(heading).rows] for heading in page.headings
    }
    assert sections == {
        "Refused 1": [
            [
                *("165,000", "nhiều"),
                "“nhiều” is not a number: write for example 370.461 or 11,28.",
            ]
        ],
        "Doubtful 1": [
            [
                *("5,200.5", "520,050"),
                "Higher than a province usually reports (up to 60,000 million USD).",
            ]
        ],
        "Emptied 1": [["5,600", "–", ""]],
        "In order 2": [["150,000", "151,000.5", ""], ["2,700", "-", ""]],
    }
    assert typed(built, "retail") == ["150.000", "165.000", "80.500"]
    assert Upload.objects.get().confirmed_at is None


def test_confirmed_cells_are_written_and_the_refused_ones_are_not(
    clerk: Client, built: Reporting
) -> None:
    changes = {square("retail", 0): 151000.5, square("retail", 1): "nhiều", "L11": "Số ước."}
    address = send(clerk, filled_in(written(built), changes)).url
    answer = confirm(clerk, address)
    page = read(clerk.get(answer.url))
    told = Event.objects.filter(report=built.thanh_hoa, via=Via.WORKBOOK).order_by("pk")
    assert answer.url == address
    assert (typed(built, "retail"), typed(built, "export")) == (
        ["151.000,5", "165.000", "80.500"],
        ["5.200,5", "5.600", "2.700"],
    )
    assert list(told.values_list("act", "before", "after", "by__username")) == [
        (Act.CELL, "150.000", "151.000,5", "clerk_thanh_hoa"),
        (Act.NOTE, "", "Số ước.", "clerk_thanh_hoa"),
    ]
    assert counts(page) == {"Refused": 1, "In order": 2, "Unchanged": 6}
    assert sentences(page)[0][:17] == "Written: 2 cells,"
    assert not page.has("button", "btn--main")


def test_receipt_says_the_same_long_after(clerk: Client, built: Reporting) -> None:
    address = send(clerk, filled_in(written(built), {square("retail", 0): 151000})).url
    confirm(clerk, address)
    before = read(clerk.get(address)).section("In order 1").rows
    seen = built.thanh_hoa.entries.get(row=built.rows["retail"], column=built.columns[0]).version
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("retail", 0, "7", seen)],
        by=built.officer("clerk_thanh_hoa"),
    )
    assert read(clerk.get(address)).section("In order 1").rows == before


def test_confirming_again_does_nothing(clerk: Client, built: Reporting) -> None:
    address = send(clerk, filled_in(written(built), {square("retail", 0): 151000})).url
    once = new_key()
    for key in (once, once, new_key()):
        assert confirm(clerk, address, key).url == address
    assert Event.objects.filter(via=Via.WORKBOOK).count() == 1


def test_sending_the_same_form_twice_leads_to_one_receipt(clerk: Client, built: Reporting) -> None:
    once, content = new_key(), filled_in(written(built), {square("retail", 0): 151000})
    addresses = {send(clerk, content, once).url for _time in range(2)}
    assert (len(addresses), Upload.objects.count()) == (1, 1)


def test_form_without_its_key_is_not_taken(clerk: Client, built: Reporting) -> None:
    page = read(send(clerk, written(built), once=""))
    assert (sentences(page)[0], Upload.objects.count()) == (
        "This page is too old to be sent. Please reload it; what was saved is kept.",
        0,
    )


def test_refused_file_is_told_beside_the_field(clerk: Client, built: Reporting) -> None:
    pages = [read(send(clerk, one)) for one in (b"a;b", with_part(written(built), "x.xml", "<"))]
    assert [page.one("ul", "errorlist").text for page in pages] == [
        "This is not an Excel workbook (.xlsx). Download the spreadsheet of this report, fill it "
        "in, and send that.",
        "The file is damaged. Open it in Excel or LibreOffice, save it again, and send that.",
    ]
    assert Upload.objects.count() == 0


def test_no_file_at_all_is_asked_for(clerk: Client, built: Reporting) -> None:
    page = read(clerk.post(PAGE, {"once": new_key()}))
    assert page.one("ul", "errorlist").text == "Choose the file, for example bao-cao.xlsx."


def test_refused_text_of_the_portal_that_stays_is_told(clerk: Client, built: Reporting) -> None:
    save_cells(
        report=built.thanh_hoa,
        cells=[built.cell("retail", 0, "nhiều", 1)],
        by=built.officer("clerk_thanh_hoa"),
    )
    page = read(clerk.get(send(clerk, written(built)).url))
    assert counts(page) == {"Refused": 1, "Unchanged": 8}


def test_explained_doubt_is_in_order(clerk: Client, built: Reporting) -> None:
    doubtful(built)
    changes = {square("export", 0): 520050, "K11": "Có dự án mới."}
    page = read(clerk.get(send(clerk, filled_in(written(built), changes)).url))
    assert counts(page) == {"In order": 1, "Unchanged": 8}


# Colleagues


def colleague_changes(built: Reporting, row: str, column: int, said: str) -> None:
    entry = built.thanh_hoa.entries.get(row=built.rows[row], column=built.columns[column])
    [result] = save_cells(
        report=built.thanh_hoa,
        cells=[built.cell(row, column, said, entry.version)],
        by=built.officer("head_thanh_hoa"),
    )
    assert result.outcome == "saved"


def choice(built: Reporting, row: str, column: int) -> str:
    return f"choice-{built.rows[row].pk}-{built.columns[column].pk}"


def test_cell_that_only_a_colleague_changed_keeps_their_value(
    clerk: Client, built: Reporting
) -> None:
    content = filled_in(written(built), {square("retail", 0): 151000})
    colleague_changes(built, "export", 0, "5.300")
    address = send(clerk, content).url
    assert counts(read(clerk.get(address))) == {"In order": 1, "Unchanged": 8}
    confirm(clerk, address)
    assert (typed(built, "retail")[0], typed(built, "export")[0]) == ("151.000", "5.300")


def test_cell_that_both_changed_alike_is_no_conflict(clerk: Client, built: Reporting) -> None:
    content = filled_in(written(built), {square("retail", 0): 151000})
    colleague_changes(built, "retail", 0, "151.000")
    assert counts(read(clerk.get(send(clerk, content).url))) == {"Unchanged": 9}


@pytest.mark.parametrize(
    ("side", "stands", "fate"),
    [("file", "151.000", "In order"), ("portal", "152.000", "The portal's value stays")],
)
def test_cell_that_both_changed_is_decided_by_a_person(
    clerk: Client, built: Reporting, side: str, stands: str, fate: str
) -> None:
    content = filled_in(written(built), {square("retail", 0): 151000, square("export", 0): 5300})
    colleague_changes(built, "retail", 0, "152.000")
    address = send(clerk, content).url
    page = read(clerk.get(address))
    disputed = page.one("fieldset", "receipt__choice")
    assert [one.one("b").text for one in disputed.all("label")] == ["151,000", "152,000"]
    assert "head_thanh_hoa" in disputed.all("label")[1].one("small").text

    unanswered = read(confirm(clerk, address))
    assert unanswered.one("ul", "errorlist").text == "Choose one of the two values."
    assert (typed(built, "retail")[0], typed(built, "export")[0]) == ("152.000", "5.200,5")

    confirm(clerk, address, **{choice(built, "retail", 0): f"{side}-2"})
    assert (typed(built, "retail")[0], typed(built, "export")[0]) == (stands, "5.300")
    assert counts(read(clerk.get(address)))[fate] == (2 if side == "file" else 1)


def test_value_that_changes_while_one_chooses_is_asked_about_again(
    clerk: Client, built: Reporting
) -> None:
    content = filled_in(written(built), {square("retail", 0): 151000})
    colleague_changes(built, "retail", 0, "152.000")
    address = send(clerk, content).url
    colleague_changes(built, "retail", 0, "153.000")
    page = read(confirm(clerk, address, **{choice(built, "retail", 0): "file-2"}))
    labels = page.one("fieldset", "receipt__choice").all("label")
    assert [one.one("b").text for one in labels] == ["151,000", "153,000"]
    assert typed(built, "retail")[0] == "153.000"


def test_cell_that_changes_before_confirming_is_not_overwritten(
    clerk: Client, built: Reporting
) -> None:
    changes = {square("retail", 0): 151000, square("export", 0): 5300}
    address = send(clerk, filled_in(written(built), changes)).url
    colleague_changes(built, "retail", 0, "152.000")
    page = read(confirm(clerk, address))
    assert counts(page) == {"Two values, choose one": 1, "In order": 1, "Unchanged": 7}
    assert (typed(built, "retail")[0], typed(built, "export")[0]) == ("152.000", "5.200,5")


def test_unit_writes_its_own_rows_only(client: Client, built: Reporting) -> None:
    client.force_login(built.people.centre_thanh_hoa)
    changes = {square("retail", 0): 151000, square("funds", 0): 3.5}
    address = send(client, filled_in(written(built, "centre_thanh_hoa"), changes)).url
    page = read(client.get(address))
    assert counts(page) == {"In order": 1, "Not yours to fill in": 1, "Unchanged": 7}
    assert page.section("Not yours to fill in 1").rows[0][3] == (
        "This row is filled in by the clerk of the department."
    )
    confirm(client, address)
    assert (typed(built, "retail")[0], typed(built, "funds")[0]) == ("150.000", "3,50")


# When it is not the time


def test_upload_page_says_why_nothing_can_be_sent_in(clerk: Client, built: Reporting) -> None:
    content = filled_in(written(built), {square("retail", 0): 151000})
    address = send(clerk, content).url
    present(
        report=built.thanh_hoa,
        seen=built.thanh_hoa.version,
        by=built.officer("clerk_thanh_hoa"),
    )
    page = read(clerk.get(PAGE))
    assert (sentences(page), page.has("input", type="file")) == ([SOON], False)
    refused = send(clerk, content)
    assert (refused.status_code, Upload.objects.count()) == (200, 1)
    receipt = read(clerk.get(address))
    assert sentences(receipt) == [f"Nothing was changed. {SOON}"]
    late = read(clerk.get(confirm(clerk, address).url))
    assert sentences(late)[0] == SOON
    assert typed(built, "retail")[0] == "150.000"


# Who may


ADDRESSES = ("report_workbook", "report_upload", "report_receipt")


def addresses(built: Reporting, own: Client) -> dict[str, str]:
    receipt = send(own, filled_in(written(built), {square("retail", 0): 151000})).url
    return {"report_workbook": FILE, "report_upload": PAGE, "report_receipt": receipt}


POSTS = ("report_upload", "report_receipt")


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("clerk_nghe_an", sent, 404),
        ("clerk_da_nang", sent, 404),
        ("ministry_reader", fill, 404),
        ("ministry_reader", sent, 403),
        ("ministry_reviewer", sent, 403),
        ("clerk_nghe_an", accepted, 403),
        ("clerk_da_nang", accepted, 404),
    ],
)
def test_spreadsheet_is_the_departments_own(
    clerk: Client,
    built: Reporting,
    who: str,
    state: Callable[[Reporting], object],
    status: int,
) -> None:
    known = addresses(built, clerk)
    state(built)
    clerk.force_login(getattr(built.people, who))
    got = [clerk.get(address).status_code for address in known.values()]
    posted = [clerk.post(known[name], {"once": new_key()}).status_code for name in POSTS]
    assert (got, posted) == ([status] * 3, [status] * 2)


def test_receipt_of_a_colleague_does_not_exist(clerk: Client, built: Reporting) -> None:
    address = addresses(built, clerk)["report_receipt"]
    clerk.force_login(built.people.head_thanh_hoa)
    assert [clerk.get(address).status_code, confirm(clerk, address).status_code] == [404, 404]
    assert read(clerk.get(PAGE)).all("table") == []


def test_receipt_does_not_exist_under_another_address(clerk: Client, built: Reporting) -> None:
    addresses(built, clerk)
    pk = Upload.objects.get().pk
    office = built.people.clerk_thanh_hoa.memberships.get()
    office.pk, office.province = None, built.units["nghe-an"]
    keep(record=office, by=registrar())
    other = reverse("report_receipt", args=["bac-trung-bo", "nghe-an", pk])
    missing = reverse("report_receipt", args=[*WHERE, pk + 1])
    nowhere = reverse("report_workbook", args=["bac-trung-bo", "khong-co"])
    assert [clerk.get(one).status_code for one in (other, missing, nowhere)] == [404, 404, 404]


def test_wrong_method_is_refused(clerk: Client, built: Reporting) -> None:
    known = addresses(built, clerk)
    assert clerk.post(FILE).status_code == 405
    assert [clerk.delete(known[name]).status_code for name in POSTS] == [405, 405]


def test_stranger_is_asked_to_sign_in(clerk: Client, built: Reporting) -> None:
    known = addresses(built, clerk)
    clerk.logout()
    assert [clerk.get(one).url for one in known.values()] == [
        f"{reverse('login')}?next={one}" for one in known.values()
    ]


def test_nothing_of_another_province_is_in_the_file(clerk: Client, built: Reporting) -> None:
    save_cells(
        report=built.nghe_an,
        cells=[built.cell("retail", 0, "987.654", note="BÍ MẬT CỦA NGHỆ AN")],
        by=built.officer("clerk_nghe_an"),
    )
    page = read(clerk.get(addresses(built, clerk)["report_receipt"]))
    said = [
        one.value
        for row in sheet_of(load_workbook(BytesIO(clerk.get(FILE).content))).iter_rows()
        for one in row
    ]
    assert "987.654" not in page.text
    assert [one for one in said if one in ("BÍ MẬT CỦA NGHỆ AN", 987654, "987.654")] == []


# What it costs


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_the_same_for_one_row_and_for_three(
    clerk: Client,
    built: Reporting,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    changes = {square(name, 0): 7 for name in ("retail", "export", "funds")[:rows]}
    address = send(clerk, filled_in(written(built), changes)).url
    clerk.get(PAGE)
    # Who asks: account, offices, provinces; the round, its report; what the page is about.
    with django_assert_num_queries(16):
        clerk.get(FILE)
    with django_assert_num_queries(11):
        clerk.get(PAGE)
    with django_assert_num_queries(21):
        clerk.get(address)
    with django_assert_num_queries(47):
        confirm(clerk, address)
