"""How the tables that grow are asked for a term, and what a conference answers to it.

A term is looked for in a record's folded words, with the spaces that make it a word: " ha tinh ".
PostgreSQL has trigram indexes on these columns, and others on what a conference is filtered by; no
question joins two texts.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.permissions import Visitor
from conferences.models import Conference
from portal.search.reading import Query, Term
from portal.search.scoring import CONTEXT, HOST, ITSELF, KINDRED, REGION, SERIES

NOTHING = Q(pk__in=[])


def no_way(term: Term) -> Q:
    """For a part that is found by its words alone."""
    return NOTHING


def says(term: Term) -> Q:
    """Its own words hold the term."""
    return reduce(or_, (Q(folded__contains=one.folded) for one in term.phrases), NOTHING)


def context(term: Term, conference: str = "") -> Q:
    """The conference is of this day, host, region or series; no text is compared.

    Its edition stands among its own words too, where an index finds it.
    """
    ways = NOTHING
    if term.edition and conference:
        ways |= Q(**{f"{conference}edition": term.edition})
    for start, end in term.days:
        begins = f"{conference}starts_on"
        ways |= Q(**{f"{begins}__gte": start, f"{begins}__lt": end})
        ways |= Q(**{f"{begins}__lt": start, f"{conference}ends_on__gte": start})
    for column, ids in (
        ("host", term.kindred),
        ("region", term.regions),
        ("series", term.series),
    ):
        if ids:
            ways |= Q(**{f"{conference}{column}__in": sorted(ids)})
    return ways


def parts(
    model: type[Model], query: Query, visitor: Visitor, also: Callable[[Term], Q] = no_way
) -> QuerySet[Any]:
    """Parts of visible conferences: words of their own, the rest by words or by the conference."""

    def said(term: Term) -> Q:
        return says(term) | also(term)

    return (
        model._default_manager.filter(
            all_of(lambda term: said(term) | context(term, "conference__"), query.required),
            any_of(said, own(query.required)),
            conference__in=Conference.objects.visible_to(visitor),
        )
        .select_related("conference__series", "conference__host", "source")
        .order_by("-pk")
    )


def own(terms: Collection[Term]) -> Collection[Term]:
    """The terms of which a part must have one in its own words."""
    return [term for term in terms if term.is_words] or terms


def all_of(answers: Callable[[Term], Q], terms: Iterable[Term]) -> Q:
    """Every term is answered."""
    return reduce(and_, map(answers, terms))


def any_of(answers: Callable[[Term], Q], terms: Iterable[Term]) -> Q:
    """One of the terms is answered."""
    return reduce(or_, map(answers, terms))


# What a conference answers besides its title


def facts(term: Term, one: Conference) -> list[float]:
    """The weights of what a conference is: its edition, day, host, region, series."""
    found = []
    if term.edition and one.edition == term.edition:
        found.append(ITSELF)
    if any(_held_in(one, *days) for days in term.days):
        found.append(ITSELF)
    if one.host_id in term.kindred:
        found.append(HOST if one.host_id in term.provinces else KINDRED)
    if one.region_id in term.regions:
        found.append(REGION)
    if one.series_id in term.series:
        found.append(SERIES)
    return found


def _held_in(one: Conference, start: dt.date, end: dt.date) -> bool:
    return start <= one.starts_on < end or (
        one.ends_on is not None and one.starts_on < start <= one.ends_on
    )


def of_conference(one: Conference) -> Callable[[Term], list[float]]:
    """For a part: what its conference answers weighs less than its own words."""
    return lambda term: [CONTEXT] if facts(term, one) else []
