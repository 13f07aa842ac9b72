"""Results from the tables that grow: each is asked by its own indexed columns, for a few rows.

At most `CANDIDATES` rows of a group are read, the latest first, and put in order by their score.
Drafts, retired records and hidden names are never among them (C6, S4).
"""

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.permissions import Visitor
from conferences.enums import Fact
from conferences.models import (
    Appearance,
    Attestation,
    Conference,
    Organisation,
    OrganisationAlias,
    Person,
    Point,
    Presence,
    Proposal,
    Source,
)
from conferences.organisations import Organisations, organisation_rows
from conferences.queries import conference_list, entries, proposal_list
from metrics.enums import Measure, Scope
from metrics.models import Figure
from metrics.queries import figures
from metrics.wording import measure_in_words, readable, unbroken
from portal.search import asking
from portal.search.asking import all_of, any_of, context, of_conference, own, parts, says
from portal.search.catalogues import Shelf
from portal.search.reading import Query, Term
from portal.search.results import Hit
from portal.search.scoring import (
    ASIDE,
    BODY,
    CONTEXT,
    ITSELF,
    KINDRED,
    NAME,
    OFFICE,
    ONE_SOURCE,
    PRINTED,
    REGION,
    SPELLING,
    TITLE,
    Text,
    score,
)
from portal.search.words import excerpt, likeness, marked, words
from provinces.models import Province
from vietnamese.dates import format_date
from vietnamese.language import active

CANDIDATES = 60
MOST_PEOPLE = 500


def conference_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Conferences by title, venue, edition, day, host and its kindred, region and series."""
    attested = _attested_editions(query)

    def answers(term: Term) -> Q:
        ways = says(term) | context(term)
        return ways | Q(pk__in=attested) if term.edition else ways

    rows = list(
        conference_list(visitor)
        .filter(all_of(answers, query.required))
        .order_by("-starts_on", "-pk")[:CANDIDATES]
    )
    hits = []
    for conference, entry in zip(rows, entries(rows, shelf.places), strict=True):

        def facts(term: Term, one: Conference = conference) -> list[float]:
            known = asking.facts(term, one)
            return known or [ONE_SOURCE] if term.edition and one.pk in attested else known

        texts = [
            Text(conference.title, TITLE),
            Text(conference.headline, TITLE),
            Text(conference.venue, BODY),
        ]
        title = marked(conference.headline, query.phrases)
        hits.append(
            Hit(
                title=title,
                url=entry["url"],
                score=score(query, texts, facts),
                meta=entry["meta"],
                day=conference.starts_on.isoformat(),
                entry=entry | {"title": title, "meta": marked(entry["meta"], query.phrases)},
            )
        )
    return hits


def figure_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Figures of an indicator at a place or in a period; nothing when only one of them is named."""
    of_what = any(term.indicators for term in query.required)
    where_or_when = any(
        term.kindred or term.regions or term.nation or term.days for term in query.required
    )
    if not (of_what and where_or_when) or any(term.edition for term in query.required):
        return []

    def answers(term: Term) -> Q:
        ways = Q(indicator__in=term.indicators)
        ways |= Q(province__in=term.kindred) | Q(region__in=term.regions)
        if term.nation:
            ways |= Q(scope=Scope.NATION)
        return reduce(
            or_, (Q(period_start__lt=to, period_end__gt=at) for at, to in term.days), ways
        )

    found = figures(visitor).filter(all_of(answers, query.required))
    rows = found.order_by("-period_end", "-pk")[:CANDIDATES]
    return [_figure(one, query) for one in rows]


def _figure(figure: Figure, query: Query) -> Hit:
    def facts(term: Term) -> list[float]:
        known = [ITSELF] if any(_within(figure, *days) for days in term.days) else []
        if figure.province_id in term.kindred:
            known.append(ITSELF if figure.province_id in term.provinces else KINDRED)
        if figure.region_id in term.regions:
            known.append(REGION)
        return [*known, ITSELF] if term.nation and figure.scope == Scope.NATION else known

    place = figure.region or figure.province
    texts = [Text(figure.indicator.name, NAME), Text(figure.indicator.name_en, SPELLING)]
    texts += [Text(place.name, NAME), Text(place.name_en, SPELLING)] if place else []
    origin = figure.reported_at
    what = (figure.indicator.label, figure.place_label)
    is_level = figure.measure == Measure.LEVEL
    own_language = figure.source.language == active()
    number = unbroken(figure.printed if own_language else readable(figure))
    return Hit(
        title=marked(" · ".join(what), query.phrases),
        url=f"{origin.get_absolute_url()}#figures" if origin else figure.source.get_absolute_url(),
        score=score(query, texts, facts) + (0.02 if is_level else 0),
        text=number,
        meta=" · ".join(
            filter(
                None,
                [
                    figure.period_label,
                    "" if is_level else measure_in_words(figure),
                    str(figure.get_basis_display()),
                    f"{origin.series.label}, {origin.short_label}"
                    if origin
                    else str(figure.source),
                ],
            )
        ),
        day=figure.period_end.isoformat(),
    )


def _within(figure: Figure, start: dt.date, end: dt.date) -> bool:
    return figure.period_start < end and figure.period_end > start


def organisation_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Bodies by any of their names, and as sources print them at a conference."""
    said = all_of(says, query.required)
    spelled: dict[int, list[str]] = {}
    aliases = OrganisationAlias.objects.filter(said).order_by("-pk")[:CANDIDATES]
    for body, name in aliases.values_list("organisation_id", "name"):
        spelled.setdefault(body, []).append(name)
    named = organisation_rows(visitor).select_related("province", "successor__successor")
    rows = named.filter(said | Q(pk__in=list(spelled))).order_by("-pk")[:CANDIDATES]
    hits = {
        one.pk: _organisation(one, spelled.get(one.pk, []), query)
        for one in _known(list(rows), visitor)
    }
    for presence in parts(Presence, query, visitor).select_related("organisation")[:CANDIDATES]:
        body = presence.organisation
        if body is None or body.pk not in hits:
            hit = _presence(presence, query)
            hits.setdefault(body.pk if body else -presence.pk, hit)
    return list(hits.values())


def _known(rows: list[Organisation], visitor: Visitor) -> list[Organisation]:
    """Those whose page the visitor may read: not a body that only drafts tell of (C6)."""
    if all(one.is_told for one in rows):  # type: ignore[attr-defined]
        return rows
    known = Organisations.load(visitor).by_id
    return [one for one in rows if one.pk in known]


def _organisation(one: Organisation, spelled: Iterable[str], query: Query) -> Hit:
    names = [Text(one.name, NAME), Text(one.name_en, SPELLING)]
    names += [Text(name, SPELLING) for name in spelled]
    last = one.successor and (one.successor.successor or one.successor)
    written = _("also written %(names)s") % {"names": ", ".join(spelled)} if spelled else ""
    now = _("now %(name)s") % {"name": last.label} if last else ""
    return Hit(
        title=marked(one.label, query.phrases),
        url=one.get_absolute_url(),
        score=score(query, [], names=names),
        meta=marked(
            " · ".join(filter(None, [str(one.get_kind_display()), written, now])), query.phrases
        ),
        day=one.valid_until.isoformat() if one.valid_until else "9999",
    )


def _presence(one: Presence, query: Query) -> Hit:
    body = one.organisation if one.organisation and not one.organisation.is_retired else None
    return Hit(
        title=marked(body.label if body else one.printed, query.phrases),
        url=(body or one.conference).get_absolute_url(),
        score=score(query, [Text(one.printed, PRINTED)], of_conference(one.conference)),
        meta=_where(one.conference),
        text=marked(one.printed, query.phrases) if body and body.label != one.printed else "",
        day=one.conference.starts_on.isoformat(),
        title_language="" if body else one.source.language,
        text_language=one.source.language,
    )


def office_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """People in the offices that sources print; a hidden name is neither asked nor shown (S4)."""
    terms = [term for term in query.required if term.is_words]
    people: dict[Term, set[int]] = {term: set() for term in terms}
    if terms:
        called = Person.objects.filter(any_of(says, terms), hidden_at__isnull=True)
        for person in called.order_by("-pk")[:MOST_PEOPLE]:
            for term in terms:
                if any(one.folded in person.folded for one in term.phrases):
                    people[term].add(person.pk)
    rows = parts(Appearance, query, visitor, lambda term: Q(person__in=people.get(term, ())))
    hits = []
    for one in rows.select_related("person")[:CANDIDATES]:
        texts = [Text(one.shown_name, SPELLING), Text(one.office, OFFICE)]
        who = ", ".join(filter(None, [one.shown_name, one.office]))
        hits.append(
            Hit(
                title=marked(who, query.phrases),
                url=one.conference.get_absolute_url(),
                score=score(query, texts, of_conference(one.conference)),
                meta=" · ".join([str(one.get_role_display()), _where(one.conference)]),
                day=one.conference.starts_on.isoformat(),
                title_language=one.source.language,
            )
        )
    return hits


def point_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Results, limits, tasks, directions and the rest, in our own words."""
    hits = []
    for one in parts(Point, query, visitor).select_related("speaker")[:CANDIDATES]:
        hidden = one.speaker is not None and one.speaker.hidden_at is not None
        texts = [Text(one.text, BODY), Text("" if hidden else one.said_by, ASIDE)]
        hits.append(
            Hit(
                title=marked(_where(one.conference), query.phrases),
                url=one.conference.get_absolute_url(),
                score=score(query, texts, of_conference(one.conference)),
                text=marked(excerpt(one.text, query.phrases), query.phrases),
                meta=str(one.get_kind_display()),
                day=one.conference.starts_on.isoformat(),
                text_language="vi",
            )
        )
    return hits


def proposal_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Proposals and their responses; of a conference, or of a region alone (C4)."""

    def answers(term: Term) -> Q:
        return says(term) | context(term, "conference__") | Q(region__in=term.regions)

    found = proposal_list(visitor).filter(
        all_of(answers, query.required), any_of(says, own(query.required))
    )
    hits = []
    for one in found.order_by("-pk")[:CANDIDATES]:
        conference = one.conference

        def facts(term: Term, one: Proposal = one) -> list[float]:
            if one.conference:
                return of_conference(one.conference)(term)
            return [CONTEXT] if one.region_id in term.regions else []

        texts = [Text(one.text, PRINTED), Text(one.response, BODY)]
        texts += [Text(one.asked_by_printed, ASIDE), Text(one.addressed_to_printed, ASIDE)]
        said = one.text
        if not likeness(words(said), query.phrases) and likeness(
            words(one.response), query.phrases
        ):
            said = f"{said} – {one.response}"
        hits.append(
            Hit(
                title=marked(_where(conference) if conference else str(one.region), query.phrases),
                url=(conference or one.region).get_absolute_url(),  # type: ignore[union-attr]
                score=score(query, texts, facts),
                text=marked(excerpt(said, query.phrases), query.phrases),
                meta=f"{one.asked_by.label} → {one.addressed_to.label}",
                day=conference.starts_on.isoformat() if conference else "",
                text_language="vi",
            )
        )
    return hits


def source_hits(query: Query, shelf: Shelf, visitor: Visitor) -> list[Hit]:
    """Sources by title, publisher and author."""

    def answers(term: Term) -> Q:
        days = (Q(published_on__gte=start, published_on__lt=end) for start, end in term.days)
        return reduce(or_, days, says(term))

    found = Source.objects.live().filter(all_of(answers, query.required))
    hits = []
    for one in found.order_by("-pk")[:CANDIDATES]:

        def facts(term: Term, one: Source = one) -> list[float]:
            day = one.published_on
            return [BODY] if day and any(at <= day < to for at, to in term.days) else []

        texts = [Text(one.title, BODY), Text(one.publisher, ASIDE), Text(one.author, ASIDE)]
        date = format_date(one.published_on, "day", active()) if one.published_on else ""
        hits.append(
            Hit(
                title=marked(str(one), query.phrases),
                url=one.get_absolute_url(),
                score=score(query, texts, facts),
                meta=marked(
                    " · ".join(filter(None, [one.publisher if one.title else "", date])),
                    query.phrases,
                ),
                day=one.published_on.isoformat() if one.published_on else "",
                title_language=one.language,
            )
        )
    return hits


def _attested_editions(query: Query) -> list[int]:
    """Conferences for which a source prints the edition asked for, whatever the headline says."""
    asked = [str(term.edition) for term in query.required if term.edition]
    if not asked:
        return []
    rows = Attestation.objects.filter(field=Fact.EDITION, value__in=asked).order_by("-pk")
    return list(rows.values_list("conference_id", flat=True)[:CANDIDATES])


def _where(one: Conference) -> str:
    """ "Hội nghị ngành Công Thương các tỉnh Bắc Trung Bộ, Lần thứ X (2022)"."""
    return f"{one.series.label}, {one.short_label}"


def host_in_words(unit: Province, shelf: Shelf) -> str:
    """ "Quảng Bình, nay thuộc Quảng Trị"."""
    return ", ".join(filter(None, [unit.label, shelf.places.now_part_of(unit)]))
