"""Pages of the admin as a keeper uses them: signed in, a form filled in, the sentences read."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from accounts.models import User
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
from metrics.models import Indicator, Unit
from provinces.actions import keep
from provinces.models import MapLayout, Region, Tile
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
