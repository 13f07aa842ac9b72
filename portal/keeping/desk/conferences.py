"""Holes in the records of conferences (C3, C5, C6)."""

from django.db.models import Model, Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conferences.enums import Fact, Precision, Rank, Standing, Status
from conferences.models import (
    Appearance,
    Attestation,
    Commendation,
    Conference,
    Document,
    Handover,
    Memorandum,
    Pact,
    Participation,
    Point,
    Presence,
    Proposal,
)
from conferences.presentation import standings
from conferences.timeline import meeting
from metrics.models import Figure
from portal.keeping.desk.reading import Desk, Hole, Row, edit_address, printer

PARTS: tuple[type[Model], ...] = (
    Attestation,
    Appearance,
    Presence,
    Participation,
    Point,
    Memorandum,
    Pact,
    Commendation,
    Document,
)


def _row(one: Conference, missing: str) -> Row:
    """A conference under its series; its day and host tell it from others of the year."""
    said = [one.date_label, one.host.label if one.host else ""]
    return Row(
        label=one.short_label,
        url=one.get_absolute_url(),
        note=" · ".join(filter(None, said)),
        group=one.series.label,
        missing=missing,
        edit_url=edit_address(one),
    )


def _without_day(desk: Desk) -> list[Conference]:
    return [
        one
        for one in desk.conferences
        if one.precision != Precision.DAY and one.status != Status.CANCELLED
    ]


def _day_row(one: Conference) -> Row:
    if one.precision == Precision.MONTH:
        return _row(one, gettext("Only the month is known."))
    return _row(one, gettext("Only the year is known."))


def _without_host(desk: Desk) -> list[Conference]:
    return [one for one in desk.conferences if not one.host and one.status != Status.CANCELLED]


def _host_row(one: Conference) -> Row:
    return _row(one, gettext("Who hosted is not known."))


def _inferred(desk: Desk) -> list[Conference]:
    return [one for one in desk.conferences if _unprinted(one)]


def _unprinted(one: Conference) -> list[Fact]:
    """Headlines that no source prints; what was handed over rests on the handover's source."""
    verdicts = standings(one)
    own = (Fact.EDITION, Fact.DATE, Fact.HOST)
    return [fact for fact in own if verdicts[fact] == Standing.INFERRED]


def _inferred_row(one: Conference) -> Row:
    listed = ", ".join(str(fact.label) for fact in _unprinted(one))
    return _row(one, gettext("No source prints: %(facts)s.") % {"facts": listed})


def _disputed(desk: Desk) -> list[Conference]:
    return [one for one in desk.conferences if Standing.DISPUTED in standings(one).values()]


def _disputed_row(one: Conference) -> Row:
    disputed = [field for field, said in standings(one).items() if said == Standing.DISPUTED]
    printed = []
    for field in disputed:
        answers = [said for said in one.attestations.all() if said.field == field]
        quoted = "; ".join(f"“{said.printed}” · {printer(said.source)}" for said in answers)
        printed.append(f"{capfirst(str(Fact(field).label))}: {quoted}.")
    return _row(one, " ".join(printed))


def _overdue(desk: Desk) -> list[Conference]:
    return [one for one in desk.conferences if meeting(one).is_overdue(desk.today)]


def _overdue_row(one: Conference) -> Row:
    said = gettext("Recorded as “%(status)s”; the day has passed.")
    return _row(one, said % {"status": one.get_status_display()})


def _drafts(desk: Desk) -> list[Conference]:
    return [one for one in desk.conferences if not one.is_published]


def _draft_row(one: Conference) -> Row:
    return _row(one, gettext("Not published yet."))


def _from_the_press(desk: Desk) -> list[Conference]:
    """Conferences that no source tells of but the press, or none at all (C6)."""
    weighty, live = ~Q(source__rank=Rank.PRESS), Q(retired_at__isnull=True)
    told = [model._base_manager.filter(weighty) for model in PARTS]
    told += [model._base_manager.filter(weighty & live) for model in (Handover, Proposal)]
    named = [rows.order_by().values_list("conference") for rows in told]
    named.append(Figure.objects.current().filter(weighty).order_by().values_list("reported_at"))
    better = {pk for (pk,) in named[0].union(*named[1:])}
    return [one for one in desk.conferences if one.pk not in better]


def _press_row(one: Conference) -> Row:
    printers = {printer(said.source): None for said in one.attestations.all()}
    return _row(one, ", ".join(printers) or gettext("No source prints its headlines."))


HOLES = (
    Hole(
        "no-day",
        _("No exact day"),
        _("Sources give only the month or the year."),
        _("Look for one that prints the day."),
        _without_day,
        _day_row,
    ),
    Hole(
        "host-unknown",
        _("Host not known"),
        _("No source read so far says who hosted."),
        _("Look for one that does, and enter what it prints."),
        _without_host,
        _host_row,
    ),
    Hole(
        "inferred",
        _("Host, edition or date inferred"),
        _("The record says it and no source prints it; its note says why it is believed."),
        _("Look for a source that prints it."),
        _inferred,
        _inferred_row,
    ),
    Hole(
        "disputed",
        _("Edition or another headline disputed"),
        _("Sources print it differently, or not as the record has it."),
        _("Compare them, keep the best attested, and say why in the note."),
        _disputed,
        _disputed_row,
    ),
    Hole(
        "day-passed",
        _("Announced, and the day has passed"),
        _("No source says whether it was held."),
        _("Enter whether it was held, postponed or cancelled."),
        _overdue,
        _overdue_row,
    ),
    Hole(
        "drafts",
        _("Drafts"),
        _("Readers see neither them nor their figures."),
        _("Complete them and publish them."),
        _drafts,
        _draft_row,
    ),
    Hole(
        "press-conferences",
        _("Conferences known from the press alone"),
        _("No signed document, report or site of a state body tells of them."),
        _("Ask the host's department for its report."),
        _from_the_press,
        _press_row,
    ),
)
