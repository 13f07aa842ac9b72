"""A conference in the shapes its page shows: headlines with their standing, people, points."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from conferences.citing import SourceNumbers
from conferences.enums import Fact, PointKind, Precision, Standing
from conferences.models import (
    Appearance,
    Attestation,
    Conference,
    Handover,
    Organisation,
    Point,
    Proposal,
)
from conferences.standing import standing
from provinces.models import Province
from provinces.queries import Places, tile_map
from vietnamese.dates import format_date
from vietnamese.language import active
from vietnamese.roman import to_roman


def live_handover(conference: Conference) -> Handover | None:
    """The one handover from this conference; `handovers` are prefetched without retired ones."""
    return next(iter(conference.handovers.all()), None)


def headline_values(conference: Conference) -> dict[str, str]:
    """Each headline as `Attestation.value` would write it; empty when there is none."""
    handover = live_handover(conference)
    day = conference.starts_on.isoformat()
    exact = {Precision.DAY: day, Precision.MONTH: day[:7], Precision.YEAR: day[:4]}
    return {
        Fact.EDITION: str(conference.edition or ""),
        Fact.DATE: exact[Precision(conference.precision)],
        Fact.HOST: conference.host.key if conference.host else "",
        Fact.RECEIVER: handover.receiver.key if handover and handover.receiver else "",
        Fact.RECEIVER_EDITION: str(handover.edition or "") if handover else "",
        Fact.RECEIVER_YEAR: str(handover.year or "") if handover else "",
    }


def standings(conference: Conference) -> dict[str, str | None]:
    """Printed, inferred or disputed, for each headline that has values (C5)."""
    printed: dict[str, list[str]] = {}
    for attestation in conference.attestations.all():
        printed.setdefault(attestation.field, []).append(attestation.value)
    return {
        field: standing(value, printed.get(field, []))
        for field, value in headline_values(conference).items()
    }


def facts(conference: Conference, *, places: Places, numbers: SourceNumbers) -> list[dict]:
    """The headlines for `components/facts.html`, each with its standing and its sources."""
    stand = standings(conference)
    marks = _marks_by_field(conference.attestations.all(), numbers)
    handover = live_handover(conference)
    series, host, region = conference.series, conference.host, conference.region

    def fact(label: str, value: str, field: str = "", **more: object) -> dict:
        verdict = stand.get(field) if value else None
        return {
            "label": label,
            "value": value or _("Not recorded"),
            "marks": marks.get(field, []),
            **_tag(verdict, marks.get(field, [])),
            **more,
        }

    rows = [
        fact(
            _("Conference series"),
            series.label,
            url=series.get_absolute_url(),
        ),
        fact(_("Edition"), conference.edition_label or _("not numbered"), Fact.EDITION)
        if conference.edition or marks.get(Fact.EDITION)
        else fact(_("Edition"), _("not numbered in the sources")),
        fact(_("Date"), conference.date_label, Fact.DATE),
        fact(
            _("Host"),
            host.label if host else "",
            Fact.HOST,
            url=host.get_absolute_url() if host else "",
            note=places.now_part_of(host),
        ),
    ]
    if conference.venue:
        rows.append(fact(_("Venue"), conference.venue, Fact.VENUE, lang="vi"))
    if conference.form:
        rows.append(fact(_("Form"), conference.get_form_display()))
    if region:
        rows.append(fact(_("Region"), region.label, url=region.get_absolute_url()))
    if conference.postponed_from:
        rows.append(
            fact(_("First set for"), format_date(conference.postponed_from, "day", active()))
        )
    if handover:
        rows.append(_handover_fact(handover, stand, marks, places, numbers))
    return rows


def _handover_fact(
    handover: Handover, stand: dict, marks: dict, places: Places, numbers: SourceNumbers
) -> dict:
    receiver = handover.receiver
    promised = (Fact.RECEIVER, Fact.RECEIVER_EDITION, Fact.RECEIVER_YEAR)
    disputed = any(stand.get(field) == Standing.DISPUTED for field in promised)
    told = marks.get(Fact.RECEIVER) or [numbers.mark(handover.source)]
    edition = to_roman(handover.edition) if handover.edition else ""
    details = [
        handover.get_form_display(),
        _("edition %(edition)s") % {"edition": edition} if edition else "",
        str(handover.year or ""),
        places.now_part_of(receiver),
    ]
    return {
        "label": _("Received the flag"),
        "value": receiver.label if receiver else handover.received_by or _("Not recorded"),
        "url": receiver.get_absolute_url() if receiver else "",
        "marks": told,
        **_tag(Standing.DISPUTED if disputed else Standing.PRINTED, told),
        "note": " · ".join(filter(None, details)),
        "giver": handover.giver,
    }


def _tag(verdict: str | None, marks: list[dict]) -> dict[str, str]:
    """What stands beside a headline: inferred, disputed, or known from the press alone (C5, C6)."""
    if verdict in (Standing.INFERRED, Standing.DISPUTED):
        return {"kind": str(verdict), "tag": str(Standing(verdict).label)}
    if verdict and marks and all(mark["is_press"] for mark in marks):
        return {"kind": "press_only", "tag": _("press only")}
    return {"kind": "", "tag": ""}


def _marks_by_field(
    attestations: Iterable[Attestation], numbers: SourceNumbers
) -> dict[str, list[dict]]:
    """The source marks of each headline, each source once."""
    marks: dict[str, dict[int, dict]] = {}
    for attestation in attestations:
        marks.setdefault(attestation.field, {})[attestation.source_id] = numbers.mark(
            attestation.source
        )
    return {
        field: sorted(by_source.values(), key=lambda mark: mark["number"])
        for field, by_source in marks.items()
    }


def printed_statements(conference: Conference, numbers: SourceNumbers) -> list[dict]:
    """What each source prints for each headline, headline by headline."""
    order = list(Fact)
    rows = sorted(conference.attestations.all(), key=lambda a: (order.index(Fact(a.field)), a.pk))
    return [
        {
            "label": Fact(field).label,
            "rows": [
                {
                    "printed": attestation.printed,
                    "lang": attestation.source.language,
                    "mark": numbers.mark(attestation.source),
                }
                for attestation in group
            ],
        }
        for field, group in groupby(rows, key=lambda a: a.field)
    ]


def people(appearances: Iterable[Appearance], numbers: SourceNumbers) -> list[dict]:
    """People in the order printed, with the office a source prints."""
    return [
        {
            "name": one.shown_name,
            "printed_name": one.printed_name if one.shown_name else "",
            "office": one.office,
            "role": one.get_role_display(),
            "lang": one.source.language,
            "mark": numbers.mark(one.source),
        }
        for one in appearances
        if one.shown_name or one.office
    ]


def points_by_kind(points: Iterable[Point], numbers: SourceNumbers) -> list[dict]:
    """Results, limits, tasks and the rest, each kind under its heading, in the order printed."""
    by_kind: dict[str, list[dict]] = {kind: [] for kind in PointKind.values}
    for point in points:
        speaker = point.speaker
        hidden = speaker is not None and speaker.hidden_at is not None
        by_kind[point.kind].append(
            {
                "text": point.text,
                "who": ", ".join(
                    filter(
                        None,
                        [speaker.name if speaker and not hidden else "", point.said_by],
                    )
                ),
                "mark": numbers.mark(point.source),
            }
        )
    return [
        {"label": PointKind(kind).label, "points": found}
        for kind, found in by_kind.items()
        if found
    ]


def other_parts(conference: Conference, numbers: SourceNumbers) -> dict[str, list[dict]]:
    """Organisations, memoranda, pacts, awards and documents, each with its source mark."""

    def rows(parts: Iterable, **shown: Callable[[Any], str]) -> list[dict]:
        return [
            {name: value(part) for name, value in shown.items()}
            | {"mark": numbers.mark(part.source), "lang": part.source.language}
            for part in parts
        ]

    return {
        "organisations": rows(
            conference.presences.all(),
            text=lambda p: p.printed,
            kind=lambda p: p.get_kind_display(),
            url=lambda p: _page_of(p.organisation),
        ),
        "memoranda": rows(
            conference.memorandums.all(), text=lambda m: m.subject, more=lambda m: m.parties
        ),
        "pacts": rows(conference.pacts.all(), text=lambda p: p.parties, more=lambda p: p.content),
        "awards": rows(
            conference.commendations.all(),
            text=lambda c: c.get_kind_display(),
            more=lambda c: c.recipients,
            giver=lambda c: c.giver,
            reason=lambda c: c.reason,
        ),
        "documents": rows(
            conference.documents.all(),
            text=str,
            more=lambda d: d.abstract,
            issuer=lambda d: ", ".join(filter(None, [d.issuer, d.signer])),
            date=lambda d: format_date(d.issued_on, "day", active()) if d.issued_on else "",
            url=lambda d: d.url,
        ),
    }


def _page_of(body: Organisation | None) -> str:
    """The page of a body that is recorded; a retired one has none."""
    if body is None or body.is_retired:
        return ""
    return body.get_absolute_url()


def proposals(rows: Iterable[Proposal], numbers: SourceNumbers) -> list[dict]:
    """Who asked whom for what, and the response, for `components/proposal.html`."""
    return [
        {
            "text": one.text,
            "asked_by": body_in_words(one, one.asked_by_printed, one.asked_by),
            "addressed_to": body_in_words(one, one.addressed_to_printed, one.addressed_to),
            "response": one.response,
            "responded_by": one.responded_by.label if one.responded_by else "",
            "conference": one.conference,
            "region": one.region,
            "theme": one.get_theme_display(),
            "lang": "vi",
            "mark": numbers.mark(one.source),
        }
        for one in rows
    ]


def body_in_words(proposal: Proposal, printed: str, body: Organisation) -> str:
    """A body in the words of the source, where the source has the reader's language."""
    return printed if printed and proposal.source.language == active() else body.label


def participants(conference: Conference, places: Places, numbers: SourceNumbers) -> list[dict]:
    """The provinces that sources name as taking part, each once, in the official order."""
    by_province: dict[int, dict] = {}
    for one in conference.participations.all():
        shown = by_province.setdefault(
            one.province_id,
            {"province": one.province, "now": places.now_part_of(one.province), "marks": []},
        )
        shown["marks"].append(numbers.mark(one.source))
    return sorted(by_province.values(), key=lambda shown: shown["province"].code)


def members(found: Iterable[Province], conference: Conference, places: Places) -> list[dict]:
    """The members of the region on the day, shown apart from who was there (C4)."""
    return [
        {
            "province": member,
            "now": places.now_part_of(member),
            "is_host": member.pk == conference.host_id,
        }
        for member in found
    ]


def conference_map(conference: Conference, found: Iterable[Province]) -> dict | None:
    """The host and the region of that day on the tile map."""
    states = {member.pk: "in" for member in found}
    if conference.host_id:
        states[conference.host_id] = "host"
    return tile_map(
        conference.starts_on,
        states=states,
        description=_("Map: the host and the region on the day of the conference"),
        title=lambda unit: ", ".join(
            filter(None, [unit.label, MAP_WORDS.get(states.get(unit.pk, ""), str)()])
        ),
        legend=[(state, words()) for state, words in MAP_WORDS.items()],
    )


MAP_WORDS = {"host": lambda: _("host"), "in": lambda: _("member of the region")}


def crumbs(conference: Conference) -> list[tuple[str, str | None]]:
    """The way to a conference's page."""
    return [
        (_("Conferences"), reverse("conference_list")),
        (conference.series.label, conference.series.get_absolute_url()),
        (conference.short_label, None),
    ]
