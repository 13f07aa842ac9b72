"""Pages of the admin as a keeper uses them: signed in, a form filled in, the sentences read."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation

from accounts.enums import DepartmentUnit, Role
from accounts.models import Membership, User
from conferences.models import (
    Appearance,
    Attestation,
    Commendation,
    Conference,
    Document,
    FormerSlug,
    Memorandum,
    Pact,
    Person,
    Point,
    Presence,
)
from metrics.enums import Basis
from metrics.models import Indicator, Unit
from provinces.actions import keep
from provinces.models import MapLayout, Province, Region, Tile
from reports.enums import Act, ComparisonKind, EntryState, FileKind, SectionKind
from reports.models import (
    Entry,
    Event,
    Invitation,
    PartDone,
    Reminder,
    Report,
    ReportingRound,
    ReportProposal,
    RoundColumn,
    RoundComparison,
    RoundRow,
    Section,
    SentVersion,
    SignedFile,
    Upload,
)
from tests import register


def signed_in(user: User, language: str = "vi") -> Client:
    """A browser in which `user` is signed in and reads `language`."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def as_shown(response: HttpResponse, **typed: Any) -> dict[str, Any]:
    """What a browser sends for the form of a page after `typed` was typed into it."""
    data: dict[str, Any] = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = value
    return data | typed


def save(client: Client, address: str, **typed: Any) -> HttpResponse:
    """Open a form, type into it, and save."""
    return client.post(address, as_shown(client.get(address), **typed))


def mistakes(response: HttpResponse) -> dict[str, list[str]]:
    """The sentences of a refused form and its rows, by field; "" for those at the top."""
    found: dict[str, list[str]] = {}
    context = response.context
    forms = [context["adminform"].form if "adminform" in context else context["form"]]
    with translation.override(response.headers["Content-Language"]):
        for inline in context.get("inline_admin_formsets", []):
            forms += inline.formset.forms
            if sentences := inline.formset.non_form_errors():
                found[inline.formset.prefix] = list(sentences)
        for form in forms:
            for name, sentences in form.errors.items():
                found["" if name == "__all__" else form.add_prefix(name)] = list(sentences)
    return found


def told(response: HttpResponse) -> list[str]:
    """The messages on a page."""
    return [str(message) for message in response.context["messages"]]


def everything(*numbers: int) -> None:
    """A record of each kind for each number; all rows belong to the first record they can."""
    by = User.objects.registrar()
    for n in numbers:
        place = register.province(
            f"tinh-{n}", code=f"{n:02}", name=f"Tỉnh số {n}", short=f"T{n}", aliases=[f"Số {n}"]
        )
        region = register.region(f"khu-vuc-{n}", name=f"Khu vực số {n}")
        register.membership(Region.objects.order_by("pk")[0], place)
        layout = MapLayout.objects.order_by("pk").first() or keep(
            record=MapLayout(key="63", valid_from=dt.date(2004, 1, 1), columns=9, rows=20), by=by
        )
        keep(record=Tile(layout=layout, province=place, column=n, row=n), by=by)

        told = register.source(f"bao-{n}", title=f"Báo số {n}")
        body = register.organisation(f"so-{n}", f"Sở số {n}", aliases=[f"Sở thứ {n}"])
        person = keep(record=Person(name=f"Người số {n}"), by=by)
        own = register.conference(
            register.series(f"chuoi-{n}", name=f"Chuỗi số {n}"),
            dt.date(2022, 5, 13),
            host=place,
            region=region,
            draft=True,
        )
        register.handover(own, None)
        first = Conference.objects.order_by("pk")[0]
        FormerSlug.objects.create(conference=first, series=first.series, slug=f"cu-{n}")
        register.participation(first, place, source=told, position=n)
        register.proposal(
            f"Đề nghị {n}", asked_by=body, addressed_to=body, conference=first, source=told
        )
        part = {"conference": first, "source": told, "position": n}
        for row in (
            Attestation(conference=first, source=told, field="name", printed=f"Tên {n}"),
            Appearance(**part, person=person, role="chaired"),
            Presence(**part, organisation=body, printed=f"Sở {n}", kind="attended"),
            Point(**part, kind="result", text=f"Kết quả {n}", speaker=person),
            Memorandum(**part, subject=f"Hợp tác {n}"),
            Pact(**part, parties=f"Các Sở {n}"),
            Commendation(**part, kind="merit_certificate", recipients=f"Tập thể {n}"),
            Document(**part, kind="letter", abstract=f"Trích yếu {n}"),
        ):
            keep(record=row, by=by)

        unit = keep(record=Unit(key=f"don-vi-{n}", name=f"Đơn vị {n}", quantity="vnd"), by=by)
        row = Indicator(key=f"chi-tieu-{n}", name=f"Chỉ tiêu {n}", topic="trade", kind="flow")
        row.unit, row.aggregation = unit, "sum"
        keep(record=row, by=by)
        register.figure("export", f"{n}", "ty-usd", reported_at=first, source=told)
        User.objects.create_user(f"chuyen-vien-{n}", full_name=f"Chuyên viên số {n}")
        holder = User.objects.order_by("pk")[0]
        office = Membership(user=holder, role=Role.CLERK, province=place)
        office.valid_from = dt.date(2024, 1, 1)
        keep(record=office, by=by)
        _report(n, place, row, unit)


def _report(n: int, place: Province, indicator: Indicator, unit: Unit) -> None:
    """A round; to the first one a row, columns and a report; to its first report one of each."""
    by, now = User.objects.registrar(), timezone.now()
    own = ReportingRound(key=f"dot-{n}", title=f"Đợt số {n}", due_on=dt.date(2026, 6, n))
    own.created_at, own.created_by = now, by
    keep(record=own, by=by)
    asked = ReportingRound.objects.order_by("pk")[0]
    keep(record=Invitation(round=asked, province=place), by=by)
    row = RoundRow(round=asked, position=n, label=f"Hàng {n}", indicator=indicator, unit=unit)
    keep(record=row, by=by)
    columns = [
        keep(
            record=RoundColumn(
                round=asked,
                position=2 * n + place,
                period_start=dt.date(2020 + n, 1, 1),
                period_end=dt.date(2021 + n, 1, 1),
                basis=basis,
            ),
            by=by,
        )
        for place, basis in enumerate((Basis.PLAN, Basis.ACTUAL))
    ]
    compared = RoundComparison(round=asked, position=n, kind=ComparisonKind.COMPLETION)
    compared.of, compared.against = columns[1], columns[0]
    keep(record=compared, by=by)
    Report.objects.create(round=asked, province=place, opened_at=now, opened_by=by)
    first = Report.objects.order_by("pk")[0]
    saved = {"report": first, "saved_at": now, "saved_by": by}
    number = {"typed": f"{n}", "number": f"{n}", "value": n, "state": EntryState.NUMBER}
    Entry.objects.create(**saved, row=row, column=columns[0], **number)
    Section.objects.create(**saved, kind=SectionKind.values[n - 1], text=f"Nội dung {n}")
    ReportProposal.objects.create(**saved, position=n, addressee="Bộ", text=f"Kiến nghị {n}")
    unit_of = DepartmentUnit.values[n - 1]
    PartDone.objects.create(report=first, owner=unit_of, done_at=now, done_by=by)
    SentVersion.objects.create(report=first, number=n, sent_at=now, sent_by=by)
    Reminder.objects.create(report=first, day=dt.date(2026, 6, n), by=by)
    Event.objects.create(
        act=Act.CELL,
        round=asked,
        report=first,
        province=first.province,
        row=row,
        column=columns[0],
        after=f"{n}",
        happened=now,
        by=by,
    )
    sent = {"report": first, "uploaded_at": now, "uploaded_by": by}
    Upload.objects.create(**sent, name=f"biểu {n}.xlsx", cells=[])
    scan = SignedFile(**sent, kind=FileKind.SIGNED, name=f"Bản ký {n}", media_type="image/png")
    scan.file, scan.size, scan.sha256 = f"reports/{n}", 1000, "0" * 64
    scan.save()
