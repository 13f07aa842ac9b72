"""The lists about conferences as tables that are taken away: what a page lists, whole.

`site` is "https://host"; rows come in the order of the page and as far as they exist for who asks.
"""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from conferences.models import Attestation, Conference, Proposal, Series, Source
from conferences.presentation import body_in_words, live_handover
from conferences.queries import LIVE_HANDOVERS
from conferences.timeline import Timeline
from provinces.queries import Places
from provinces.tables import Column, Table
from vietnamese.dates import format_date
from vietnamese.language import active

CHUNK = 500  # rows read at once, with what belongs to them


def source_columns(read: Callable[[Any], Source | None]) -> list[Column]:
    """A row's source: what it is called, who published it, when, what it is, where it stands."""

    def of(value: Callable[[Source], Any]) -> Callable[[Any], Any]:
        return lambda row: value(source) if (source := read(row)) else None

    return [
        Column(_("Source"), of(str), 44),
        Column(_("Publisher"), of(lambda one: one.publisher), 24),
        Column(_("Published on"), of(lambda one: one.published_on), 12),
        Column(_("Rank"), of(lambda one: one.get_rank_display()), 18),
        Column(_("Address of the source"), of(lambda one: one.url), 40),
    ]


def conference_table(
    rows: QuerySet[Conference], *, places: Places, site: str, filters: Sequence[str] = ()
) -> Table:
    """Conferences with host, receiver of the flag and the sources of their headlines."""
    told = Prefetch("attestations", Attestation.objects.select_related("source"))
    columns = [
        Column(_("Conference series"), lambda one: one.series.label, 40),
        Column(_("Edition"), lambda one: one.edition, 8),
        Column(_("Conference"), lambda one: one.headline, 50),
        Column(_("Date"), lambda one: one.date_label),
        Column(_("First possible day"), lambda one: one.starts_on, 12),
        Column(_("Last day"), lambda one: one.ends_on, 12),
        Column(_("Status"), _state),
        Column(_("Theme"), lambda one: one.series.get_theme_display()),
        Column(_("Region"), lambda one: one.region and one.region.label, 24),
        Column(_("Host"), lambda one: one.host and one.host.label),
        Column(_("Now"), lambda one: places.now_part_of(one.host)),
        Column(_("Venue"), lambda one: one.venue, 24),
        Column(_("Received the flag"), _receiver),
        Column(_("Sources"), _sources_in_words, 60),
        Column(_("Address"), lambda one: site + one.get_absolute_url(), 40),
    ]
    found = rows.prefetch_related(LIVE_HANDOVERS, told).iterator(chunk_size=CHUNK)
    return Table(_("Conferences"), columns, found, filters)


def _state(conference: Conference) -> str:
    if not conference.is_published:
        return _("Draft")
    if conference.series.is_demonstration:
        return _("Demonstration")
    return conference.get_status_display()


def _receiver(conference: Conference) -> str:
    handover = live_handover(conference)
    if handover is None:
        return ""
    return handover.receiver.label if handover.receiver else handover.received_by


def _sources_in_words(conference: Conference) -> str:
    """Each source of a headline once: title, publisher, day, address."""
    sources = {one.source_id: one.source for one in conference.attestations.all()}
    return "\n".join(map(in_words, sources.values()))


def in_words(source: Source) -> str:
    """A source in one line, with its address."""
    day = format_date(source.published_on, "day", active()) if source.published_on else ""
    said = dict.fromkeys([str(source), source.publisher, day, source.url])
    return ", ".join(filter(None, said))


def series_table(rows: Iterable[Series], *, site: str) -> Table:
    """Series with how many conferences of them are recorded; rows of `queries.series_list`."""
    columns = [
        Column(_("Theme"), lambda one: one.get_theme_display(), 24),
        Column(_("Conference series"), lambda one: one.label, 60),
        Column(_("Conferences"), lambda one: one.conference_count, 10),
        Column(_("First year"), lambda one: one.first_day and one.first_day.year, 10),
        Column(_("Last year"), lambda one: one.last_day and one.last_day.year, 10),
        Column(_("Address"), lambda one: site + one.get_absolute_url(), 40),
    ]
    return Table(_("Conference series"), columns, rows)


def chain_table(series: Series, timeline: Timeline, *, site: str) -> Table:
    """The hosting history of a series step by step, oldest first, with the source of each handover.

    A step without a record has neither address nor source (H2).
    """

    def handover(step: dict) -> Any:
        return live_handover(timeline.conferences[step["pk"]]) if "pk" in step else None

    def source(step: dict) -> Source | None:
        passed_on = handover(step)
        return passed_on.source if passed_on else None

    def receiver(step: dict) -> str:
        return _receiver(timeline.conferences[step["pk"]]) if "pk" in step else ""

    columns = [
        Column(_("Edition"), itemgetter("edition_label"), 8),
        Column(_("Year"), lambda step: step["year"] or None, 8),
        Column(_("Date"), itemgetter("date_label")),
        Column(_("Host"), itemgetter("host_label")),
        Column(_("Now"), itemgetter("host_now")),
        Column(_("Record"), _record),
        Column(_("How the flag came"), lambda step: (step["link_in"] or {}).get("label"), 24),
        Column(_("How it came about"), _explanation, 44),
        Column(_("Handed the flag to"), receiver),
        *source_columns(source),
        Column(_("Address"), lambda step: step["url"] and site + step["url"], 40),
    ]
    steps = timeline.steps(with_today=False)
    return Table(_("Hosting history"), columns, steps, [series.label])


def _record(step: dict) -> str:
    if step["kind"] == "meeting":
        return step["status"]["label"] if step["status"] else _("Held")
    return _("No record yet")


def _explanation(step: dict) -> str:
    return " ".join(filter(None, [(step["link_in"] or {}).get("sentence"), step["text"]]))


def proposal_table(rows: QuerySet[Proposal], *, site: str, filters: Sequence[str] = ()) -> Table:
    """Proposals with their responses: who asked whom, where, on which source."""
    columns = [
        Column(
            _("Asked by"), lambda one: body_in_words(one, one.asked_by_printed, one.asked_by), 30
        ),
        Column(
            _("Addressed to"),
            lambda one: body_in_words(one, one.addressed_to_printed, one.addressed_to),
            30,
        ),
        Column(_("Proposal"), lambda one: one.text, 70),
        Column(_("Response"), lambda one: one.response, 70),
        Column(_("Response by"), lambda one: one.responded_by and one.responded_by.label, 24),
        Column(_("Conference"), lambda one: one.conference and one.conference.headline, 40),
        Column(_("Date"), lambda one: one.conference and one.conference.date_label),
        Column(_("Region"), lambda one: one.region and one.region.label, 24),
        Column(_("Theme"), lambda one: one.get_theme_display()),
        *source_columns(lambda one: one.source),
        Column(
            _("Address"),
            lambda one: site + (one.conference or one.region).get_absolute_url(),
            40,
        ),
    ]
    return Table(_("Proposals"), columns, rows.iterator(chunk_size=CHUNK), filters)


def organisation_table(kinds: Iterable[dict], *, site: str) -> Table:
    """Bodies with the names they had before; `kinds` of `organisations.by_kind`."""
    rows = ({"kind": kind["label"], **row} for kind in kinds for row in kind["rows"])
    columns = [
        Column(_("Kind of body"), lambda row: row["kind"], 20),
        Column(_("Organisation"), lambda row: _names(row["names"][-1]), 50),
        Column(_("Since"), lambda row: row["names"][-1]["since"], 12),
        Column(_("Former names"), lambda row: "\n".join(map(_names, row["names"][:-1])), 50),
        Column(_("Province or city"), lambda row: row["place"] and row["place"]["label"]),
        Column(_("Conferences"), lambda row: row["conferences"], 10),
        Column(_("Address"), lambda row: site + row["names"][-1]["bodies"][0]["url"], 40),
    ]
    return Table(_("Organisations"), columns, rows)


def _names(generation: dict) -> str:
    return "; ".join(body["label"] for body in generation["bodies"])


def source_table(rows: QuerySet[Source], *, site: str) -> Table:
    """Where the facts come from."""
    columns = [
        *source_columns(lambda one: one),
        Column(_("Author as printed"), lambda one: one.author, 24),
        Column(_("Language"), lambda one: one.language, 8),
        Column(_("Copy of"), lambda one: one.mirror_of, 24),
        Column(_("Read"), lambda one: _("only its beginning") if one.is_excerpt else "", 14),
        Column(_("Note"), lambda one: one.note, 40),
        Column(_("Address"), lambda one: site + one.get_absolute_url(), 40),
    ]
    return Table(_("Sources"), columns, rows.iterator(chunk_size=CHUNK))
