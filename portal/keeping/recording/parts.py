"""People, bodies, provinces, points and proposals, from the texts of a sheet (C4)."""

import datetime as dt
import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conferences.enums import OrganisationKind
from conferences.models import (
    Appearance,
    Organisation,
    Participation,
    Person,
    Point,
    Presence,
    Proposal,
)
from conferences.printed import read_person_line
from portal.keeping.recording.catalogue import Catalogue
from portal.keeping.recording.fields import BODIES, PEOPLE, POINTS, filled
from portal.keeping.recording.texts import SHOWN, Reading, Texts
from provinces.models import Province
from provinces.places import UnresolvedPlace
from vietnamese.text import fold

BETWEEN = re.compile(r"\n|,|;|\s+và\s+|\s+and\s+")

# The first word of a body's name, and what kind of body it is.
KINDS = {
    "so": OrganisationKind.DEPARTMENT,
    "bo": OrganisationKind.MINISTRY,
    "cuc": OrganisationKind.AGENCY,
    "vu": OrganisationKind.AGENCY,
    "ubnd": OrganisationKind.COMMITTEE,
    "uy": OrganisationKind.COMMITTEE,
    "trung": OrganisationKind.CENTRE,
    "cong": OrganisationKind.ENTERPRISE,
    "tap": OrganisationKind.ENTERPRISE,
    "doanh": OrganisationKind.ENTERPRISE,
    "hiep": OrganisationKind.ASSOCIATION,
    "cac": OrganisationKind.GROUP,
}


def read_people(texts: Texts, catalogue: Catalogue, reading: Reading) -> None:
    """A line a person, under what they did; those recorded before are recognised by name."""
    new: dict[str, Person] = {}
    found: list[tuple[str, Any]] = []
    for name, role in PEOPLE.items():
        for line in texts.lines(name):
            printed, office = read_person_line(line)
            row = Appearance(role=role, office=office)
            if printed:
                row.person = _person(printed, name, catalogue, new, reading)
            if row.person and row.person.name != printed:
                row.printed_name = printed
            reading.tell(
                name, f"{_mark(row.person)}: {' · '.join(filter(None, [printed, office]))}"
            )
            found.append((name, row))
    _append(found, reading)


def _mark(person: Person | None) -> str:
    if person is None:
        return _("no name")
    return _("known") if person.pk else _("new")


def _person(
    printed: str, field: str, catalogue: Catalogue, new: dict[str, Person], reading: Reading
) -> Person | None:
    known = catalogue.people_called(printed)
    if len(known) > 1:
        reading.refuse(
            field,
            _("Several people are called %(name)s: %(people)s. Enter this one later by hand.")
            % {"name": printed, "people": ", ".join(map(str, known))},
        )
        return None
    return known[0] if known else new.setdefault(printed, Person(name=printed))


def read_bodies(texts: Texts, catalogue: Catalogue, reading: Reading, day: dt.date) -> None:
    """A line an organisation, under its capacity; one not recorded stays in words."""
    found: list[tuple[str, Any]] = []
    for name, kind in BODIES.items():
        for line in texts.lines(name):
            body = catalogue.organisation(line, day)
            found.append((name, Presence(kind=kind, printed=line, organisation=body)))
            reading.tell(name, f"{_('known') if body else _('in words only')}: {line}")
    _append(found, reading)


def read_provinces(texts: Texts, catalogue: Catalogue, reading: Reading, day: dt.date) -> None:
    """The provinces a source names as taking part, by their names of that day (P3)."""
    found: dict[Province, Any] = {}
    for wording in filter(None, (word.strip(" .") for word in BETWEEN.split(texts["provinces"]))):
        try:
            unit = catalogue.province(wording, day)
        except UnresolvedPlace as error:
            reading.refuse("provinces", str(error))
            continue
        found.setdefault(unit, Participation(province=unit))
    _append([("provinces", row) for row in found.values()], reading)
    if found:
        count = ngettext("%(count)s province", "%(count)s provinces", len(found))
        labels = ", ".join(unit.label for unit in found)
        reading.tell("provinces", f"{count % {'count': len(found)}}: {labels}")


def read_points(texts: Texts, reading: Reading) -> None:
    """A paragraph a point, under its kind."""
    _append(
        [
            (name, Point(kind=kind, text=line))
            for name, kind in POINTS.items()
            for line in texts.lines(name)
        ],
        reading,
    )


def read_proposals(texts: Texts, catalogue: Catalogue, reading: Reading, day: dt.date) -> None:
    """Who asked whom for what; a body left empty is that of the row above."""
    new: dict[str, Organisation] = {}
    above = {"asked_by": "", "addressed_to": ""}
    found: list[tuple[str, Any]] = []
    for index in filled(texts, "proposals"):
        prefix = f"proposals-{index}-"
        row = Proposal(text=texts[f"{prefix}text"], response=texts[f"{prefix}response"])
        if not row.text:
            reading.missing[f"{prefix}text"] = _("What was proposed.")
        for column in above:
            wording = texts[prefix + column] or above[column]
            if not wording:
                reading.missing[prefix + column] = _("Who proposed it, and to whom.")
                continue
            above[column] = wording
            body = _body(wording, prefix + column, day, catalogue, new, reading)
            setattr(row, column, body)
            if wording != body.name:
                setattr(row, f"{column}_printed", wording)
        found.append((f"{prefix}text", row))
    _append(found, reading)


def _body(
    wording: str,
    name: str,
    day: dt.date,
    catalogue: Catalogue,
    new: dict[str, Organisation],
    reading: Reading,
) -> Organisation:
    """The body of that name, else a new one; near names are said, so that none is made twice."""
    if known := catalogue.organisation(wording, day):
        reading.tell(name, f"{_('known')}: {known.label}")
        return known
    kind = KINDS.get(fold(wording).partition(" ")[0], OrganisationKind.OTHER)
    body = new.setdefault(fold(wording), Organisation(name=wording, kind=kind))
    reading.tell(name, f"{_('new')}: {wording} ({OrganisationKind(kind).label})")
    if near := catalogue.organisations_called(wording)[:SHOWN]:
        names = ", ".join(one.label for one in near)
        reading.tell(name, _("Recorded are: %(names)s.") % {"names": names})
    return body


def _append(found: list[tuple[str, Any]], reading: Reading) -> None:
    """Rows of one kind, in the order typed."""
    for position, (_name, row) in enumerate(found, start=1):
        row.position = position
    reading.parts += found
