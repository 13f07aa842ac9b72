"""Signed scans: what is taken, where it lies, who gets it (R2, R5, S4)."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from reports.actions.filing import retire_file
from reports.enums import Act, FileKind
from reports.files import LARGEST, MANY, digest, examine
from reports.models import Event, SignedFile
from reports.once import new_key
from tests.reading import read
from tests.reporting import Reporting, accepted, reporting, sent
from tests.scans import archive, jpeg, packed, pdf, png, scanned, upload

WHERE = ["bac-trung-bo", "thanh-hoa"]
PAGE = "/reports/bac-trung-bo/thanh-hoa/files/"  # addresses are not read before the tests begin

NO_SCAN = "Whatever it is called, this file is no PDF, JPEG or PNG. Scan the report to PDF."
DAMAGED = "This {} is damaged or not complete. Scan the report again, to PDF if you can."
ACTIVE = (
    "This PDF holds a program, a form or another file. Print it to PDF, or scan it again, "
    "so that it only has pages."
)
MORE = "This file is more than a scan: something else is hidden in it. Scan it again."


@pytest.fixture
def client(client: Client) -> Client:
    """Somebody who reads English: the messages are as the sources have them."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


# What a file is


@pytest.mark.parametrize(
    ("content", "media_type", "extension"),
    [
        (pdf(), "application/pdf", "pdf"),
        (pdf(packed(b"4 0 << /Type /Font >>")), "application/pdf", "pdf"),
        (pdf(after=b"\n\0\0"), "application/pdf", "pdf"),
        (jpeg(), "image/jpeg", "jpg"),
        (jpeg(after=b"SEFHe"), "image/jpeg", "jpg"),
        (png(), "image/png", "png"),
    ],
    ids=["pdf", "pdf, packed", "pdf, padded", "jpeg", "jpeg of a telephone", "png"],
)
def test_scan_is_known_by_its_content(content: bytes, media_type: str, extension: str) -> None:
    scan = examine(upload(content, "trang.html"))
    assert (scan.media_type, scan.extension, scan.size, scan.sha256) == (
        media_type,
        extension,
        len(content),
        sha256(content).hexdigest(),
    )


REFUSED = {
    "empty": (b"", "This file is empty. Scan the signed report again."),
    "html": (b"<html><script>alert(1)</script></html>", NO_SCAN),
    "text": ("Báo cáo".encode(), NO_SCAN),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_SCAN),
    "program": (b"MZ\x90\0", NO_SCAN),
    "pdf after html": (b"<html>" + pdf(), NO_SCAN),
    "word": (
        archive("word/document.xml"),
        "This is a Word, Excel or ZIP file. Print and sign the report, then scan it to PDF.",
    ),
    "heic": (
        b"\0\0\0\x18ftypheic\0\0\0\0",
        "This is a HEIC picture. Save it as JPEG, or scan to PDF.",
    ),
    "pdf, beginning only": (pdf()[:-12], DAMAGED.format("PDF")),
    "pdf, wrong place": (b"%PDF-1.7\nstartxref\n999999\n%%EOF", DAMAGED.format("PDF")),
    "pdf, no version": (pdf().replace(b"%PDF-1.7", b"%PDF-9.9"), DAMAGED.format("PDF")),
    "pdf, something after it": (pdf(after=b"x" * 3000), DAMAGED.format("PDF")),
    "pdf, torn packet": (
        pdf(packed(b"x" * 500).replace(b"\nendstream", b"")[:-9] + b"\nendstream"),
        DAMAGED.format("PDF"),
    ),
    "pdf, bomb": (pdf(packed(b"\0" * 40_000_000)), DAMAGED.format("PDF")),
    "pdf, too many packets": (pdf(b"/ObjStm " * (MANY + 1)), DAMAGED.format("PDF")),
    "pdf, too many escapes": (pdf(b"/#41" * (MANY + 1)), DAMAGED.format("PDF")),
    "pdf, locked": (
        pdf(catalog=b"/Encrypt 4 0 R"),
        "This PDF is protected by a password. Save it without protection, or scan it again.",
    ),
    "pdf, script": (pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert) >>"), ACTIVE),
    "pdf, script spelt otherwise": (
        pdf(catalog=b"/OpenAction << /S /J#61vaScript >>"),
        ACTIVE,
    ),
    "pdf, script in a packet": (pdf(packed(b"4 0 << /S /JavaScript /JS (x) >>")), ACTIVE),
    "pdf, script spelt otherwise in a packet": (pdf(packed(b"4 0 << /S /#4aavaScript >>")), ACTIVE),
    "pdf, program": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), ACTIVE),
    "pdf, file inside": (pdf(catalog=b"/Names << /EmbeddedFiles 4 0 R >>"), ACTIVE),
    "pdf, form": (pdf(catalog=b"/AcroForm << /XFA [ (a) 4 0 R ] >>"), ACTIVE),
    "pdf and zip": (pdf(b"(" + archive() + b")"), MORE),
    "pdf and page": (pdf(b"(<script src=x></script>)"), MORE),
    "jpeg without a picture": (b"\xff\xd8\xff\xe0\0\4JF\xff\xd9", DAMAGED.format("JPEG")),
    "jpeg without an end": (jpeg(end=b""), DAMAGED.format("JPEG")),
    "jpeg without a size": (jpeg(width=0), DAMAGED.format("JPEG")),
    "jpeg and pdf": (jpeg(after=pdf()), MORE),
    "jpeg and zip": (jpeg(after=archive()), MORE),
    "jpeg and page": (jpeg(after=b"<HTML >"), MORE),
    "png cut off": (png()[:-4], DAMAGED.format("PNG")),
    "png without a size": (png(width=0), DAMAGED.format("PNG")),
    "png with something after it": (png(after=b"x"), DAMAGED.format("PNG")),
    "png with a wrong sum": (png()[:-1] + b"\0", DAMAGED.format("PNG")),
}


@pytest.mark.parametrize(("content", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_scan_is_refused_with_what_to_do(content: bytes, message: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        examine(upload(content))
    assert refusal.value.messages == [message]


def test_too_large_a_file_is_refused_before_it_is_read() -> None:
    file = upload(b"%PDF-1.7")
    file.size = LARGEST + 1
    file.file.close()  # reading it would fail
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        examine(file)
    assert refusal.value.messages == [
        "This file has 10.1 MB; at most 10 MB are taken. Scan it in grey at 200 dpi."
    ]


def test_files_of_a_real_program_are_taken(page: Page) -> None:
    page.set_content("<h1>BÁO CÁO</h1><p>Thanh Hóa</p>")
    made = [page.pdf(tagged=True), page.screenshot(), page.screenshot(type="jpeg")]
    assert [examine(upload(one)).extension for one in made] == ["pdf", "png", "jpg"]


# Adding and taking out


@pytest.mark.django_db
def test_scan_is_kept_under_a_name_of_our_own() -> None:
    built = reporting()
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    place = Path(file.file.path)
    assert (file.kind, file.name, file.uploaded_by.username) == (
        FileKind.SIGNED,
        "bao-cao-da-ky-bac-trung-bo-thanh-hoa.pdf",
        "clerk_thanh_hoa",
    )
    assert place.parent == Path(settings.PORTAL_FILES) / "reports" / str(file.report_id)
    assert (len(place.name), place.suffix, place.stat().st_mode & 0o777) == (32, "", 0o600)
    with place.open("rb") as content:
        assert digest(content) == file.sha256
    event = Event.objects.latest("pk")
    assert (event.act, event.after, event.by_id) == (Act.FILE, file.name, file.uploaded_by_id)


@pytest.mark.django_db
def test_second_scan_has_a_name_of_its_own() -> None:
    built = reporting()
    names = [
        scanned(built.thanh_hoa, built.officer("head_thanh_hoa"), content).name
        for content in (pdf(), png())
    ]
    stem = "bao-cao-da-ky-bac-trung-bo-thanh-hoa"
    assert names == [f"{stem}.pdf", f"{stem}-2.png"]


@pytest.mark.django_db
def test_name_of_a_scan_tells_the_number_of_the_report() -> None:
    built = reporting()
    report = sent(built)
    file = scanned(report, built.officer("clerk_thanh_hoa"))
    assert file.name == "bao-cao-da-ky-bac-trung-bo-thanh-hoa-123-bc-sct.pdf"


@pytest.mark.django_db
def test_scan_that_cannot_be_recorded_leaves_nothing_on_the_disk(monkeypatch) -> None:
    built = reporting()

    def fail(**kwargs):
        raise ValidationError("no")

    monkeypatch.setattr("reports.actions.filing.keep", fail)
    folder = Path(settings.PORTAL_FILES) / "reports" / str(built.thanh_hoa.pk)
    before = set(folder.iterdir()) if folder.exists() else set()
    with pytest.raises(ValidationError):
        scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    assert set(folder.iterdir()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["centre_thanh_hoa", "clerk_nghe_an", "ministry_reviewer"])
def test_only_the_department_itself_adds_a_scan(who: str) -> None:
    built = reporting()
    with pytest.raises(PermissionDenied):
        scanned(sent(built), built.officer(who))
    assert not SignedFile.objects.exists()


@pytest.mark.django_db
def test_scan_of_an_accepted_report_is_neither_added_nor_taken_out() -> None:
    built = reporting()
    clerk = built.officer("clerk_thanh_hoa")
    file = scanned(built.thanh_hoa, clerk)
    report = accepted(built)
    with pytest.raises(PermissionDenied):
        scanned(report, clerk)
    with pytest.raises(PermissionDenied):
        retire_file(file=file, reason="Thiếu trang.", by=clerk)
    assert SignedFile.objects.get().is_retired is False


@pytest.mark.django_db
def test_scan_taken_out_is_kept_with_who_and_why() -> None:
    built = reporting()
    clerk = built.officer("clerk_thanh_hoa")
    file = scanned(built.thanh_hoa, clerk)
    retire_file(file=file, reason="Thiếu trang có dấu.", by=clerk)
    file.refresh_from_db()
    event = Event.objects.latest("pk")
    assert (file.retired_by, file.retired_reason) == (clerk.user, "Thiếu trang có dấu.")
    assert (event.act, event.before, event.after, event.reason) == (
        Act.FILE,
        file.name,
        "",
        "Thiếu trang có dấu.",
    )
    assert Path(file.file.path).exists()


# The page


def post(client: Client, content: bytes, **said: str):
    return client.post(PAGE, {"file": upload(content), "once": new_key(), **said})


def downloads(client: Client) -> list[str]:
    """The names of the scans that the page offers."""
    page = read(client.get(PAGE))
    return [
        row.one("a").text
        for row in page.all("table", "files")
        for row in row.all("th", scope="row")
    ]


@pytest.mark.django_db
def test_department_adds_a_scan_on_the_page(client: Client) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    answer = post(client, pdf())
    page = read(client.get(PAGE))
    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)
    assert page.one("div", "alert--ok").text == "The scan is kept beside the report."
    assert downloads(client) == ["bao-cao-da-ky-bac-trung-bo-thanh-hoa.pdf"]
    assert page.one("form", "files__add").one("div", "alert--warn").text == (
        "No state secrets. Send nothing that is secret or marked for internal circulation."
    )


@pytest.mark.django_db
def test_scan_sent_twice_is_kept_once(client: Client) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    once = new_key()
    answers = [post(client, pdf(), once=once) for _time in range(2)]
    assert [one.headers["Location"] for one in answers] == [PAGE, PAGE]
    assert SignedFile.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent_in", "message"),
    [
        ({"file": upload(b"<html>")}, NO_SCAN),
        ({"file": upload(b"")}, "This file is empty. Scan the signed report again."),
        ({}, "Choose the scan, for example bao-cao.pdf."),
    ],
    ids=["html", "empty", "none"],
)
def test_wrong_file_comes_back_with_what_is_expected(client: Client, sent_in, message) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    page = read(client.post(PAGE, {"once": new_key(), **sent_in}))
    assert page.one("ul", "errorlist").items == [message]
    assert not SignedFile.objects.exists()


@pytest.mark.django_db
def test_scan_without_a_key_is_not_kept(client: Client) -> None:
    built = reporting()
    client.force_login(built.people.clerk_thanh_hoa)
    page = read(post(client, pdf(), once="x"))
    assert page.one("form", "files__add").one("div", "alert--error").text == (
        "This page is too old to be sent. Please reload it; what was saved is kept."
    )
    assert not SignedFile.objects.exists()


@pytest.mark.django_db
def test_department_takes_a_scan_out_on_the_page(client: Client) -> None:
    built = reporting()
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    client.force_login(built.people.head_thanh_hoa)
    said = {"reason": "Thiếu trang có dấu.", "once": new_key()}
    client.post(retiring(file), said)
    again = client.post(retiring(file), said)
    page = read(client.get(PAGE))
    assert (again.headers["Location"], downloads(client)) == (PAGE, [])
    assert page.one("details", "files__retired").one("small").text.endswith(": Thiếu trang có dấu.")
    assert client.get(address(file)).status_code == 404


@pytest.mark.django_db
def test_scan_is_not_taken_out_without_a_reason(client: Client) -> None:
    built = reporting()
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    client.force_login(built.people.clerk_thanh_hoa)
    page = read(client.post(retiring(file), {"reason": " ", "once": new_key()}))
    form = page.one("details", "files__retire", open="")
    assert (form.one("ul", "errorlist").items, downloads(client)) == (
        ["Give the reason."],
        [file.name],
    )


@pytest.mark.django_db
def test_scan_taken_out_meanwhile_says_by_whom() -> None:
    built = reporting()
    clerk = built.officer("clerk_thanh_hoa")
    file = scanned(built.thanh_hoa, clerk)
    retire_file(file=file, reason="Thiếu trang.", by=clerk)
    head = built.officer("head_thanh_hoa")
    with pytest.raises(ValidationError) as refusal:
        retire_file(file=file, reason="Thiếu dấu.", by=head)
    assert refusal.value.messages[0].startswith("clerk_thanh_hoa đã ngừng sử dụng hồ sơ này ngày ")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_any_number_of_scans(
    client: Client, django_assert_num_queries, number: int
) -> None:
    built = reporting()
    clerk = built.officer("clerk_thanh_hoa")
    for _time in range(number):
        scanned(built.thanh_hoa, clerk)
    client.force_login(built.people.clerk_thanh_hoa)
    # Session, account and its rights (2); round, invitations; offices, their topics, provinces;
    # report; scans.
    with django_assert_num_queries(11):
        page = read(client.get(PAGE))
    assert len(page.one("table", "files").rows) == number


# Handing out


def address(file: SignedFile) -> str:
    return reverse("report_file", args=[*WHERE, file.pk])


def retiring(file: SignedFile) -> str:
    return reverse("report_file_retire", args=[*WHERE, file.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["clerk_thanh_hoa", "centre_thanh_hoa", "ministry_reader"])
def test_scan_is_handed_out_as_a_file_to_keep(client: Client, who: str) -> None:
    built = reporting()
    file = scanned(sent(built), built.officer("clerk_thanh_hoa"), png())
    client.force_login(getattr(built.people, who))
    answer = client.get(address(file))
    assert (answer.streaming, answer.getvalue()) == (True, png())
    told = {name: answer.headers[name] for name in TOLD}
    assert told == TOLD | {"Content-Length": str(len(png()))}


TOLD = {
    "Content-Type": "image/png",
    "Content-Length": "",
    "Content-Disposition": (
        'attachment; filename="bao-cao-da-ky-bac-trung-bo-thanh-hoa-123-bc-sct.png"'
    ),
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
}


@pytest.mark.django_db
def test_scan_lost_from_the_disk_is_said_to_be_missing(client: Client) -> None:
    built = reporting()
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    Path(file.file.path).unlink()
    client.force_login(built.people.clerk_thanh_hoa)
    answer = client.get(address(file))
    page = read(answer)
    assert (answer.status_code, page.one("h1").text, page.one("p", "head__lead").text) == (
        404,
        "This file is missing",
        file.name,
    )


@pytest.mark.django_db
def test_scan_is_not_found_under_another_report(client: Client) -> None:
    built = reporting()
    file = scanned(built.nghe_an, built.officer("clerk_nghe_an"))
    client.force_login(built.people.clerk_thanh_hoa)
    assert client.get(address(file)).status_code == 404


# Whom each address answers

ADDRESSES = ["page", "file", "add", "retire"]


def ask(client: Client, what: str, file: SignedFile) -> int:
    """The status of one request."""
    said = {"reason": "Thiếu trang.", "once": new_key(), "file": upload(pdf())}
    match what:
        case "page":
            return client.get(PAGE).status_code
        case "file":
            answer = client.get(address(file))
            answer.getvalue()  # handed out to its end, the file is closed
            return answer.status_code
        case "add":
            return client.post(PAGE, said).status_code
    return client.post(retiring(file), said).status_code


def statuses(built: Reporting, client: Client, who: str) -> dict[str, int]:
    """What each address answers to somebody, and that nothing was changed by being refused."""
    file = SignedFile.objects.get()
    client.force_login(getattr(built.people, who))
    found = {what: ask(client, what, file) for what in ADDRESSES}
    assert (SignedFile.objects.count(), SignedFile.objects.get().is_retired) == (1, False)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "reading", "writing"),
    [
        ("centre_thanh_hoa", 200, 403),
        ("clerk_nghe_an", 404, 404),
        ("head_nghe_an", 404, 404),
        ("clerk_da_nang", 404, 404),
        ("ministry_reviewer", 200, 403),
        ("ministry_publisher", 200, 403),
        ("ministry_reader", 200, 403),
    ],
)
@pytest.mark.parametrize("step", [sent, accepted])
def test_who_gets_the_files_of_a_sent_report(
    client: Client, step, who: str, reading: int, writing: int
) -> None:
    built = reporting()
    scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    step(built)
    expected = {"page": reading, "file": reading, "add": writing, "retire": writing}
    assert statuses(built, client, who) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["clerk_nghe_an", "clerk_da_nang", "ministry_reviewer"])
def test_files_of_a_draft_do_not_exist_for_others(client: Client, who: str) -> None:
    built = reporting()
    scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    assert statuses(built, client, who) == dict.fromkeys(ADDRESSES, 404)


@pytest.mark.django_db
def test_accepted_report_of_the_round_is_seen_without_its_files(client: Client) -> None:
    built = reporting()
    scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    accepted(built)
    client.force_login(built.people.clerk_nghe_an)
    figures = reverse("report", args=WHERE)
    assert [client.get(one).status_code for one in (figures, PAGE)] == [200, 404]


@pytest.mark.django_db
def test_files_ask_to_sign_in(client: Client) -> None:
    built = reporting()
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    assert [client.get(one).headers["Location"] for one in (PAGE, address(file))] == [
        f"/login/?next={one}" for one in (PAGE, address(file))
    ]
    assert [client.post(one, {"reason": "x"}).status_code for one in (PAGE, retiring(file))] == [
        401,
        401,
    ]


@pytest.mark.django_db
def test_wrong_ids_and_methods_of_files(client: Client) -> None:
    built = reporting()
    file = scanned(built.thanh_hoa, built.officer("clerk_thanh_hoa"))
    client.force_login(built.people.clerk_thanh_hoa)
    assert [
        client.get(reverse("report_file", args=[*WHERE, 999999])).status_code,
        client.get(reverse("report_file_add", args=["bac-trung-bo", "ca-mau"])).status_code,
        client.post(reverse("report_file_retire", args=[*WHERE, 999999])).status_code,
        client.get(retiring(file)).status_code,
        client.post(address(file)).status_code,
        client.put(PAGE).status_code,
    ] == [404, 404, 404, 405, 405, 405]
