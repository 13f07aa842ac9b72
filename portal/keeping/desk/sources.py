"""Sources whose address may have gone, and what the checks find (S3)."""

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conferences.models import Source
from portal.keeping.desk.reading import Desk, Hole, Row, edit_address
from portal.records.checks import Level, Problem, check
from portal.records.checks.register import address
from vietnamese.dates import format_date
from vietnamese.language import active

A_YEAR = dt.timedelta(days=365)


def _not_looked_at(desk: Desk) -> QuerySet[Source]:
    due = Q(looked_at__isnull=True) | Q(looked_at__lte=desk.today - A_YEAR)
    rows = Source.objects.live().exclude(url="").filter(due)
    return rows.order_by(F("looked_at").asc(nulls_first=True), "key")


def _looked_at(source: Source) -> str:
    if source.looked_at is None:
        return gettext("Not looked at yet.")
    day = format_date(source.looked_at, "day", active())
    return gettext("Last looked at on %(day)s.") % {"day": day}


def _source_row(one: Source) -> Row:
    return Row(
        label=str(one),
        lang=one.language,
        url=one.get_absolute_url(),
        note=one.publisher,
        missing=_looked_at(one),
        edit_url=edit_address(one),
        address=one.url,
        looked_url=reverse("source_looked", args=[one.key]),
    )


def _problems(desk: Desk) -> list[Problem]:
    """Errors before warnings."""
    return sorted(check(desk.today), key=lambda problem: problem.level is Level.WARNING)


def _check_row(problem: Problem) -> Row:
    record: Any = problem.record
    page = getattr(record, "get_absolute_url", None)
    return Row(
        label=address(record),
        url=page() if page else "",
        note=capfirst(str(record._meta.verbose_name)),
        group=gettext("Errors") if problem.level is Level.ERROR else gettext("Warnings"),
        missing=problem.message,
        edit_url=edit_address(record),
    )


HOLES = (
    Hole(
        "not-looked-at",
        _("Addresses not looked at for a year"),
        _("The page may have moved or gone."),
        _("Open it; when it still shows the article, say that you looked."),
        _not_looked_at,
        _source_row,
        narrowed_by="",
    ),
)
CHECKS = Hole(
    "checks",
    _("Errors and warnings of the checks"),
    _("What contradicts itself or another record, anywhere in the register."),
    _("Mend the errors; look at the warnings."),
    _problems,
    _check_row,
    narrowed_by="",
)
"""Reads the whole register, so it is counted on its own page only."""
