"""What is new in the register: conferences published, and what was changed of them since (C6, F7).

Who changed something is not told.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

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
    Series,
)
from conferences.queries import entries
from metrics.corrections import corrections, in_one_line
from metrics.models import Figure
from provinces.queries import Places

# How many entries there are; how long a change is told; how many rows of history are read at most;
# how many corrections of a day are told one by one.
COUNT, TOLD_FOR, MOST_ROWS, MOST_TOLD = 50, dt.timedelta(days=60), 5000, 3
# What happens so soon after the publication belongs to it: the rest of a load, a slip set right.
SETTLING = dt.timedelta(hours=1)

ADDED, CHANGED, REMOVED, CORRECTED = "+", "~", "-", "corrected"
VERBS = {
    ADDED: lambda: pgettext("feed", "Added"),
    CHANGED: lambda: pgettext("feed", "Changed"),
    REMOVED: lambda: pgettext("feed", "Removed"),
    CORRECTED: lambda: pgettext("feed", "Corrected"),
}
# Between what was done to several things; a correction has commas of its own.
BETWEEN = {CORRECTED: "; "}
PARTS = {
    str(model._meta.model_name): model
    for model in (
        *(Attestation, Handover, Appearance, Presence, Participation, Point),
        *(Memorandum, Pact, Commendation, Document, Proposal),
    )
}
# The moments of a figure, and what happened to it then; corrections are told one by one (F7).
FIGURE_ACTS = {"entered_at": ADDED, "retired_at": REMOVED}
# The headlines of a conference whose change is told, each under the name of its column.
HEADLINES = ("title", "edition", "host", "region", "venue", "form", "status", "summary", "note")
DATE = ("starts_on", "precision", "ends_on", "postponed_from")


@dataclass(frozen=True)
class Entry:
    """Something new about a conference: its publication, or the changes of one day after it.

    Without a conference it is about figures that were reported at none.
    """

    conference: Conference | None
    key: str
    title: str
    text: str
    published: dt.datetime
    updated: dt.datetime
    is_change: bool = False


@dataclass
class Day:
    """The changes of a conference on one day, as they are gathered."""

    moments: list[dt.datetime] = field(default_factory=list)
    headlines: set[str] = field(default_factory=set)
    acts: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    corrections: list[Figure] = field(default_factory=list)

    def in_words(self) -> str:
        """ "Bổ sung: 3 kiến nghị. Sửa: ngày." """
        said: dict[str, list[str]] = {verb: [] for verb in VERBS}
        said[CHANGED] = [
            str(Conference._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for name in (*HEADLINES, DATE[0])
            if name in self.headlines
        ]
        counts = self._counts()
        for what in (*PARTS, "figure"):
            for verb, words in said.items():
                if number := counts.get((what, verb)):
                    words.append(words_for(what, number))
        said[CORRECTED] += self._corrections()
        return " ".join(
            f"{VERBS[verb]()}: {BETWEEN.get(verb, ', ').join(what)}."
            for verb, what in said.items()
            if what
        )

    def _corrections(self) -> list[str]:
        """The latest corrections from what to what, and how many there are besides (F7)."""
        told = [in_one_line(one) for one in self.corrections[:MOST_TOLD]]
        if more := len(self.corrections) - len(told):
            told.append(ngettext("%(n)s more", "%(n)s more", more) % {"n": more})
        return told

    def _counts(self) -> dict[tuple[str, str], int]:
        """Of one part its beginning or its end is told, not what was changed of it that day."""
        counts: dict[tuple[str, str], int] = {}
        for (what, _pk), verbs in self.acts.items():
            if {ADDED, REMOVED} <= verbs:
                continue
            verb = next(one for one in (ADDED, REMOVED, CHANGED) if one in verbs)
            counts[what, verb] = counts.get((what, verb), 0) + 1
        return counts


def latest(series: Series | None) -> list[Entry]:
    """The latest entries about all conferences, or those of a series; in eight queries at most.

    A demonstration is no news.
    """
    real = Conference.objects.public().filter(series__is_demonstration=False)
    public = real.select_related("series", "host", "region")
    if series is not None:
        public = public.filter(series=series)
    since = timezone.now() - TOLD_FOR
    days = _days(public, _corrected(series, since=since), since=since)
    changed = public.in_bulk({pk for pk, _day in days if pk})
    published = public.alias(day=TruncDate("published_at")).order_by("-day", "-starts_on", "-pk")
    places = Places.load()
    found = [_publication(one, places) for one in published[:COUNT]]
    for (pk, on), what in days.items():
        if pk is None:
            found.append(_corrections(on, what))
        elif pk in changed:
            found.append(_change(changed[pk], on, what))
    found = [entry for entry in found if entry.text]
    return sorted(found, key=_order, reverse=True)[:COUNT]


def _order(entry: Entry) -> tuple[dt.date, bool, dt.date, dt.datetime]:
    """By day; of one day changes first, then the latest conference: a load publishes them all."""
    day = timezone.localdate(entry.updated)
    held = entry.conference.starts_on if entry.conference else day
    return day, entry.is_change, held, entry.updated


def _publication(conference: Conference, places: Places) -> Entry:
    (line,) = entries([conference], places)
    moment = conference.published_at or timezone.now()  # never NULL of a public one
    text = " · ".join(filter(None, [line["meta"], str(line["label"])]))
    return Entry(conference, f"conference/{conference.pk}", line["title"], text, moment, moment)


def _change(conference: Conference, day: dt.date, what: Day) -> Entry:
    return Entry(
        conference,
        f"conference/{conference.pk}/{day.isoformat()}",
        _("Changed: %(conference)s") % {"conference": conference.headline},
        what.in_words(),
        min(what.moments),
        max(what.moments),
        is_change=True,
    )


def _corrections(day: dt.date, what: Day) -> Entry:
    """The corrections of one day of figures that were reported at no conference."""
    return Entry(
        None,
        f"corrections/{day.isoformat()}",
        _("Corrected figures"),
        what.in_words(),
        min(what.moments),
        max(what.moments),
        is_change=True,
    )


def _corrected(series: Series | None, *, since: dt.datetime) -> QuerySet[Figure]:
    """The latest corrections, with what stands now; a slip set right at once is told too (F7)."""
    rows = corrections().filter(superseded_at__gte=since)
    if series is not None:
        return rows.filter(reported_at__series=series)[:MOST_ROWS]
    return rows[:MOST_ROWS]


Days = dict[tuple[int | None, dt.date], Day]


def _days(public: QuerySet[Conference], corrected: Iterable[Figure], *, since: dt.datetime) -> Days:
    """(conference, local day) → what was changed of it, its parts and its figures."""
    days: Days = {}

    def of(conference: int | None, moment: dt.datetime) -> Day:
        day = days.setdefault((conference, timezone.localdate(moment)), Day())
        day.moments.append(moment)
        return day

    for conference, moment, headlines in _headline_changes(public, since=since):
        of(conference, moment).headlines |= headlines
    for old in corrected:
        if old.superseded_at:
            of(old.reported_at_id, old.superseded_at).corrections.append(old)
    for what, conference, moment, pk, verb in [
        *_part_changes(public, since=since),
        *_figure_changes(public, since=since),
    ]:
        of(conference, moment).acts.setdefault((what, pk), set()).add(verb)
    return days


def _headline_changes(
    public: QuerySet[Conference], *, since: dt.datetime
) -> Iterable[tuple[int, dt.datetime, set[str]]]:
    """Conference, moment and columns of every change of headlines."""
    history = Conference.history.model.objects
    recent = history.filter(
        id__in=public.order_by().values("pk"),
        history_date__gte=since,
        history_date__gt=F("published_at") + SETTLING,
    )
    rows = history.filter(id__in=recent.values("id")).order_by("id", "history_date", "history_id")
    columns = rows.values("id", "history_date", "published_at", *HEADLINES, *DATE)[:MOST_ROWS]
    for _pk, versions in groupby(columns, key=lambda row: row["id"]):
        for before, after in pairwise(versions):
            moment, published = after["history_date"], after["published_at"]
            if published is None or moment < max(since, published + SETTLING):
                continue
            differing = {name for name in HEADLINES if before[name] != after[name]}
            if any(before[name] != after[name] for name in DATE):
                differing.add(DATE[0])
            if differing:
                yield after["id"], moment, differing


Act = tuple[str, int, dt.datetime, int, str]


def _part_changes(public: QuerySet[Conference], *, since: dt.datetime) -> Iterable[Act]:
    """Kind, conference, moment, part and act of every change of a part, latest first; one query."""
    rows = [
        model.history.model.objects.filter(_settled("history_date", "conference"))
        .filter(history_date__gte=since, conference__in=public.order_by().values("pk"))
        .order_by()
        .values_list(
            Value(name, output_field=CharField()),
            "conference_id",
            "history_date",
            "id",
            "history_type",
        )
        for name, model in PARTS.items()
    ]
    return rows[0].union(*rows[1:], all=True).order_by("-history_date")[:MOST_ROWS]


def _figure_changes(public: QuerySet[Conference], *, since: dt.datetime) -> Iterable[Act]:
    """The same of figures that were added or retired; one query.

    What corrects another figure is no addition (F7).
    """
    figures = Figure.objects.filter(reported_at__in=public.order_by().values("pk")).order_by()
    rows = [
        figures.filter(_settled(column, "reported_at"), **{f"{column}__gte": since})
        .filter(Q() if verb != ADDED else Q(supersedes__isnull=True))
        .values_list(
            Value("figure", output_field=CharField()),
            "reported_at",
            F(column),
            "pk",
            Value(verb, output_field=CharField()),
        )
        for column, verb in FIGURE_ACTS.items()
    ]
    return rows[0].union(*rows[1:], all=True)[:MOST_ROWS]


def _settled(moment: str, conference: str) -> Q:
    """Whether something happened after the publication had settled."""
    return Q(**{f"{moment}__gt": F(f"{conference}__published_at") + SETTLING})


def words_for(what: str, number: int) -> str:
    """ "3 kiến nghị"."""
    words = {
        "attestation": lambda n: ngettext("%(n)s source statement", "%(n)s source statements", n),
        "handover": lambda n: ngettext("%(n)s handover", "%(n)s handovers", n),
        "appearance": lambda n: ngettext("%(n)s person", "%(n)s people", n),
        "presence": lambda n: ngettext("%(n)s organisation", "%(n)s organisations", n),
        "participation": lambda n: ngettext("%(n)s province", "%(n)s provinces", n),
        "point": lambda n: ngettext("%(n)s point", "%(n)s points", n),
        "memorandum": lambda n: ngettext("%(n)s memorandum", "%(n)s memoranda", n),
        "pact": lambda n: ngettext("%(n)s emulation pact", "%(n)s emulation pacts", n),
        "commendation": lambda n: ngettext("%(n)s award", "%(n)s awards", n),
        "document": lambda n: ngettext("%(n)s document", "%(n)s documents", n),
        "proposal": lambda n: ngettext("%(n)s proposal", "%(n)s proposals", n),
        "figure": lambda n: ngettext("%(n)s figure", "%(n)s figures", n),
    }
    return words[what](number) % {"n": number}
