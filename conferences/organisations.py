"""Organisations over time: who became whom, under which name, and what sources tell of them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.permissions import Visitor
from conferences.citing import SourceNumbers
from conferences.enums import OrganisationKind
from conferences.models import Conference, Organisation, OrganisationAlias, Presence, Proposal
from conferences.presentation import proposals
from conferences.queries import proposal_list
from provinces.lineage import LineageCycle, kindred, line
from provinces.queries import Places
from vietnamese.dates import format_date
from vietnamese.language import active


@dataclass(frozen=True)
class Organisations:
    """All bodies that a visitor may know of, read once, with who followed whom.

    A body that only drafts tell of is not among them (C6), unless another name of it is told.
    """

    by_id: Mapping[int, Organisation]
    successors: Mapping[int, int | None]

    @classmethod
    def load(cls, visitor: Visitor) -> "Organisations":
        """In one query; a retired body neither follows nor is followed."""
        rows = {one.pk: one for one in organisation_rows(visitor)}
        successors = _without_rings(
            {pk: one.successor_id if one.successor_id in rows else None for pk, one in rows.items()}
        )
        last = {pk: line(pk, successors)[-1] for pk in rows}
        told = {last[pk] for pk, one in rows.items() if one.is_told}  # type: ignore[attr-defined]
        named = {last[pk] for pk, one in rows.items() if one.is_named}  # type: ignore[attr-defined]
        known = {pk for pk in rows if last[pk] in told or last[pk] not in named}
        return cls({pk: rows[pk] for pk in rows if pk in known}, successors)

    def by_key(self, key: str) -> Organisation | None:
        """The body with this key."""
        return next((one for one in self.by_id.values() if one.key == key), None)

    def kindred_ids(self, organisation: Organisation) -> set[int]:
        """The body, those it was before, and those it became."""
        return kindred(organisation.pk, self.successors)

    def families(self) -> list[list[list[Organisation]]]:
        """Every line of bodies that became one, each from its oldest generation to its last."""
        found: dict[int, dict[int, list[Organisation]]] = {}
        for pk, one in self.by_id.items():
            way = line(pk, self.successors)
            found.setdefault(way[-1], {}).setdefault(len(way), []).append(one)
        return [
            [generations[steps] for steps in sorted(generations, reverse=True)]
            for last in self.by_id
            if (generations := found.get(last))
        ]

    def family(self, organisation: Organisation) -> list[list[Organisation]]:
        """The line of one body and its kindred, oldest generation first."""
        kin = self.kindred_ids(organisation)
        mine = next(f for f in self.families() if any(organisation in names for names in f))
        kept = [[one for one in names if one.pk in kin] for names in mine]
        return [names for names in kept if names]


def _without_rings(successors: dict[int, int | None]) -> dict[int, int | None]:
    """Bodies said to follow one another in a circle follow nobody: their pages still open."""
    rings = set()
    for pk in successors:
        try:
            line(pk, successors)
        except LineageCycle:
            rings.add(pk)
    return {pk: None if pk in rings else next_one for pk, next_one in successors.items()}


# What the pages read

MOST_PROPOSALS = 30
LATEST_FIRST = ("-conference__starts_on", "-pk")


def organisation_rows(visitor: Visitor) -> QuerySet[Organisation]:
    """All bodies; `is_told` of by what the visitor may read, `is_named` by anything, drafts too."""
    body = OuterRef("pk")
    presences = Presence.objects.filter(organisation=body)
    roles = Q(asked_by=body) | Q(addressed_to=body) | Q(responded_by=body)
    told = presences.filter(conference__in=Conference.objects.visible_to(visitor))
    return (
        Organisation.objects.filter(retired_at__isnull=True)
        .annotate(
            is_told=Exists(told) | Exists(Proposal.objects.visible_to(visitor).filter(roles)),
            is_named=Exists(presences) | Exists(Proposal.objects.filter(roles)),
        )
        .order_by("sort_key", "pk")
    )


def conferences_by_organisation(visitor: Visitor) -> dict[int, set[int]]:
    """Organisation id → ids of the conferences at which a source names it."""
    found: dict[int, set[int]] = {}
    rows = Presence.objects.filter(
        organisation__isnull=False, conference__in=Conference.objects.visible_to(visitor)
    )
    for organisation, conference in rows.order_by().values_list("organisation", "conference"):
        found.setdefault(organisation, set()).add(conference)
    return found


def other_names(organisation: Organisation) -> list[str]:
    """How else sources call a body."""
    rows = OrganisationAlias.objects.filter(organisation=organisation).order_by("pk")
    return list(rows.values_list("name", flat=True))


def presences_of(organisations: Iterable[int], visitor: Visitor) -> QuerySet[Presence]:
    """Where sources name any of these bodies, for keyset pages by `LATEST_FIRST`."""
    return Presence.objects.filter(
        organisation__in=list(organisations),
        conference__in=Conference.objects.visible_to(visitor),
    ).select_related("conference__series", "source")


def proposals_of(organisations: Iterable[int], visitor: Visitor) -> QuerySet[Proposal]:
    """What any of these bodies asked, was asked or answered, latest conference first."""
    bodies = list(organisations)
    roles = Q(asked_by__in=bodies) | Q(addressed_to__in=bodies) | Q(responded_by__in=bodies)
    latest_first = F("conference__starts_on").desc(nulls_last=True)
    return proposal_list(visitor).filter(roles).order_by(latest_first, "position", "pk")


# What the pages show


def by_kind(organisations: Organisations, named: Mapping[int, set[int]], places: Places) -> list:
    """Lines of bodies under the kind of the last name, for the list of organisations."""
    rows: dict[str, list[dict]] = {kind: [] for kind in OrganisationKind.values}
    for family in organisations.families():
        last = family[-1][0]
        conferences = {pk for names in family for one in names for pk in named.get(one.pk, ())}
        rows[last.kind].append(
            {
                "names": renamings(family),
                "place": place(last, places),
                "conferences": len(conferences),
            }
        )
    return [
        {
            "label": OrganisationKind(kind).label,
            "rows": found,
            "placed": any(row["place"] for row in found),
        }
        for kind, found in rows.items()
        if found
    ]


def renamings(family: list[list[Organisation]]) -> list[dict]:
    """One name after the other, each with the day it began where another came before it."""
    return [
        {
            "bodies": [{"label": one.label, "url": one.get_absolute_url()} for one in names],
            "since": _on(names[0].valid_from) if number else "",
        }
        for number, names in enumerate(family)
    ]


def lineage(family: list[list[Organisation]], current: Organisation) -> list[list[dict]]:
    """Columns for `components/lineage.html`; empty for a body that had one name."""
    if sum(map(len, family)) == 1:
        return []
    return [
        [
            {
                "name": one.label,
                "from_label": validity(one),
                "url": one.get_absolute_url(),
                "current": one.pk == current.pk,
            }
            for one in names
        ]
        for names in family
    ]


def validity(organisation: Organisation) -> str:
    """ "18/8/2017 – 28/2/2025", "1/3/2025 – nay"; empty when no day is recorded."""
    first, end = organisation.valid_from, organisation.valid_until
    if first is None and end is None:
        return ""
    last = _on(end - dt.timedelta(days=1)) if end else _("today")
    return f"{_on(first) or '…'} – {last}"


def presences(
    rows: Iterable[Presence], own: Organisation, known: Organisations, numbers: SourceNumbers
) -> list[dict]:
    """Each time a source names a body at a conference: its words, the capacity, the name it had."""

    def other_name(one: Presence) -> str:
        """Empty under the name of the page, and where the printed words say it."""
        body = known.by_id[one.organisation_id]  # type: ignore[index]  # they name bodies alone
        return "" if body == own or body.label in one.printed else body.label

    return [
        {
            "conference": one.conference,
            "printed": one.printed,
            "lang": one.source.language,
            "capacity": one.get_kind_display(),
            "other_name": other_name(one),
            "mark": numbers.mark(one.source),
        }
        for one in rows
    ]


def proposal_groups(kin: set[int], visitor: Visitor, numbers: SourceNumbers) -> list[dict]:
    """What bodies asked, were asked, and answered for others: the latest, under headings."""
    rows = list(proposals_of(kin, visitor)[:MOST_PROPOSALS])
    made = [one for one in rows if one.asked_by_id in kin]
    received = [one for one in rows if one.addressed_to_id in kin]
    answered = [
        one for one in rows if one.responded_by_id in kin and one.addressed_to_id not in kin
    ]
    groups = [
        (_("Proposals it made"), made),
        (_("Proposals put to it"), received),
        (_("Proposals put to others that it answered"), answered),
    ]
    return [
        {"label": label, "proposals": proposals(found, numbers)} for label, found in groups if found
    ]


def facts(organisation: Organisation, spellings: list[str], places: Places) -> list[dict]:
    """What stands on the card of a body, for `components/facts.html`."""
    rows = [{"label": _("Kind"), "value": organisation.get_kind_display()}]
    if where := place(organisation, places):
        rows.append({**where, "label": _("Province or city"), "value": where["label"]})
    if days := validity(organisation):
        rows.append({"label": _("Valid"), "value": days})
    if active() == "en" and organisation.name_en:
        rows.append({"label": _("Name in Vietnamese"), "value": organisation.name, "lang": "vi"})
    if spellings:
        rows.append({"label": _("Also written"), "value": "; ".join(spellings), "lang": "vi"})
    return rows


def place(organisation: Organisation, places: Places) -> dict | None:
    """The province of a body, as it was named, and what it is part of now (P3)."""
    if organisation.province_id is None:
        return None
    unit = places.by_id[organisation.province_id]
    return {
        "label": unit.label,
        "url": unit.get_absolute_url(),
        "note": places.now_part_of(unit),
    }


def _on(day: dt.date | None) -> str:
    return format_date(day, "day", active()) if day else ""
