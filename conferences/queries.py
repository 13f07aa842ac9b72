"""What the pages about conferences read, one named function each."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby

from django.db.models import Count, Max, Min, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.permissions import Visitor, sees_drafts
from conferences.enums import Precision, Status
from conferences.models import (
    Appearance,
    Attestation,
    Commendation,
    Conference,
    Document,
    Handover,
    Memorandum,
    Organisation,
    Pact,
    Participation,
    Point,
    Presence,
    Proposal,
    Series,
    Source,
)
from conferences.timeline import Timeline, timeline
from provinces.models import Province, Region
from provinces.queries import Places

ANNOUNCED = (Status.PLANNED, Status.POSTPONED)
LIVE_HANDOVERS = Prefetch(
    "handovers",
    Handover.objects.filter(retired_at__isnull=True).select_related("receiver", "source"),
)


def conference_list(visitor: Visitor) -> QuerySet[Conference]:
    """Conferences with what a line of the list shows."""
    return Conference.objects.visible_to(visitor).select_related("series", "host", "region")


def conference_page(series: str, slug: str, visitor: Visitor) -> QuerySet[Conference]:
    """One conference with all its parts, each with its source."""

    def parts(model, *related: str) -> Prefetch:
        name = model._meta.get_field("conference").remote_field.related_name
        return Prefetch(name, model.objects.select_related("source", *related))

    return (
        Conference.objects.visible_to(visitor)
        .filter(series__key=series, slug=slug)
        .select_related("series", "region", "host")
        .prefetch_related(
            LIVE_HANDOVERS,
            Prefetch("attestations", Attestation.objects.select_related("source")),
            parts(Appearance, "person"),
            parts(Presence, "organisation"),
            parts(Participation, "province"),
            parts(Point, "speaker"),
            parts(Memorandum),
            parts(Pact),
            parts(Commendation),
            parts(Document),
            Prefetch(
                "proposals",
                Proposal.objects.filter(retired_at__isnull=True).select_related(
                    "source", "asked_by", "addressed_to", "responded_by"
                ),
            ),
        )
    )


def redirected_address(series: str, slug: str, visitor: Visitor) -> str | None:
    """Where a conference stands that once had this address."""
    conference = (
        Conference.objects.visible_to(visitor)
        .select_related("series")
        .filter(former_slugs__series__key=series, former_slugs__slug=slug)
        .first()
    )
    return conference and conference.get_absolute_url()


def series_list(visitor: Visitor) -> QuerySet[Series]:
    """Series with how many conferences of them are recorded, and from when to when."""
    visible = Q(conferences__retired_at__isnull=True)
    if not sees_drafts(visitor):
        visible &= Q(conferences__published_at__isnull=False)
    counted = Series.objects.live().annotate(
        conference_count=Count("conferences", filter=visible),
        first_day=Min("conferences__starts_on", filter=visible),
        last_day=Max("conferences__starts_on", filter=visible),
    )
    return counted.order_by("position", "sort_key", "pk")  # grouped queries have no order


def series_page(key: str) -> QuerySet[Series]:
    """One series with those it continues and the one that continues it."""
    return (
        Series.objects.live()
        .filter(key=key)
        .select_related("successor")
        .prefetch_related("predecessors")
    )


def series_timeline(
    series: Series, visitor: Visitor, *, places: Places, today: dt.date
) -> Timeline:
    """The chain of one series."""
    conferences = _chain_rows(visitor).filter(series=series)
    return timeline(list(conferences), places=places, today=today)


def flag_timelines(
    visitor: Visitor, *, places: Places, today: dt.date
) -> list[tuple[Series, Timeline]]:
    """The chain of every series that hands over a flag, in the order of the list."""
    rows = _chain_rows(visitor).filter(series__has_flag=True, series__retired_at__isnull=True)
    ordered = rows.order_by("series__position", "series_id", "starts_on")
    return [
        (series, timeline(list(conferences), places=places, today=today))
        for series, conferences in groupby(ordered, key=lambda conference: conference.series)
    ]


def _chain_rows(visitor: Visitor) -> QuerySet[Conference]:
    return (
        Conference.objects.visible_to(visitor)
        .select_related("series", "host", "region")
        .prefetch_related(LIVE_HANDOVERS)
    )


def latest_conferences(visitor: Visitor, count: int) -> QuerySet[Conference]:
    """The conferences held last."""
    return conference_list(visitor).filter(status=Status.HELD)[:count]


def coming_conferences(visitor: Visitor, today: dt.date) -> QuerySet[Conference]:
    """Announced conferences whose day has not passed, as far as it is known, soonest first."""
    return (
        conference_list(visitor)
        .filter(_can_still_come(today), status__in=ANNOUNCED)
        .order_by("starts_on", "pk")
    )


def passed_announcements(visitor: Visitor, today: dt.date) -> QuerySet[Conference]:
    """Announced conferences whose day has passed without a source that says they were held."""
    return conference_list(visitor).filter(status__in=ANNOUNCED).exclude(_can_still_come(today))


def _can_still_come(today: dt.date) -> Q:
    """Until the last possible day of the day, month or year that is known (C3).

    A postponed one has until the year ends: its day may be the one first meant.
    """
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    return (
        Q(starts_on__gte=today)
        | Q(ends_on__gte=today)
        | Q(precision=Precision.MONTH, starts_on__gte=month)
        | Q(precision=Precision.YEAR, starts_on__gte=year)
        | Q(status=Status.POSTPONED, starts_on__gte=year)
    )


def calendar_conferences() -> QuerySet[Conference]:
    """What everybody's calendar shows: public conferences whose day is known, oldest first.

    `changed_at` is the moment of the last change of its headlines. A demonstration is in none.
    """
    versions = Conference.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date")
    return (
        Conference.objects.public()
        .filter(precision=Precision.DAY, series__is_demonstration=False)
        .select_related("series", "host")
        .annotate(changed_at=Coalesce(versions.values("history_date")[:1], "published_at"))
        .order_by("starts_on", "pk")
    )


def register_counts(visitor: Visitor) -> dict[str, int]:
    """How much the register holds: conferences, the years they span, hosts."""
    visible = Conference.objects.visible_to(visitor)
    counted = visible.aggregate(
        conferences=Count("pk"),
        hosts=Count("host", distinct=True),
        first=Min("starts_on"),
        last=Max("starts_on"),
    )
    return {
        "conferences": counted["conferences"],
        "hosts": counted["hosts"],
        "first_year": counted["first"].year if counted["first"] else None,
        "last_year": counted["last"].year if counted["last"] else None,
    }


def hosted_by(province_ids: Iterable[int], visitor: Visitor) -> QuerySet[Conference]:
    """Conferences hosted by any of these units."""
    return conference_list(visitor).filter(host__in=province_ids)


def attended_by(province_ids: Iterable[int], visitor: Visitor) -> QuerySet[Conference]:
    """Conferences for which a source names one of these units as taking part, not as host."""
    named = Participation.objects.filter(province__in=province_ids).values("conference")
    return conference_list(visitor).filter(pk__in=named).exclude(host__in=province_ids)


def flags_received_by(province_ids: Iterable[int], visitor: Visitor) -> QuerySet[Handover]:
    """Handovers to any of these units."""
    return (
        Handover.objects.filter(
            receiver__in=province_ids,
            retired_at__isnull=True,
            conference__in=Conference.objects.visible_to(visitor),
        )
        .select_related("conference__series", "receiver")
        .order_by("-conference__starts_on", "-pk")
    )


def host_ids(visitor: Visitor) -> dict[int, int]:
    """Province id → how many conferences it is recorded to have hosted."""
    rows = (
        Conference.objects.visible_to(visitor)
        .filter(host__isnull=False, status=Status.HELD)
        .order_by()
        .values_list("host")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def conferences_of_region(region_id: int, visitor: Visitor) -> QuerySet[Conference]:
    """Conferences of one region."""
    return conference_list(visitor).filter(region=region_id)


def regions_with_conferences(visitor: Visitor) -> dict[int, int]:
    """Region id → number of conferences."""
    rows = (
        Conference.objects.visible_to(visitor)
        .filter(region__isnull=False)
        .order_by()
        .values_list("region")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def proposal_list(visitor: Visitor) -> QuerySet[Proposal]:
    """Proposals with who asked whom, where."""
    return Proposal.objects.visible_to(visitor).select_related(
        "conference__series", "region", "asked_by", "addressed_to", "responded_by", "source"
    )


def askers() -> QuerySet[Organisation]:
    """Bodies that asked something, as far as it is public."""
    return Organisation.objects.filter(proposals_made__in=Proposal.objects.public()).distinct()


def addressees() -> QuerySet[Organisation]:
    """Bodies that something was asked of, as far as it is public."""
    return Organisation.objects.filter(proposals_received__in=Proposal.objects.public()).distinct()


def source_list() -> QuerySet[Source]:
    """Sources in use, latest first; those without a day last."""
    return Source.objects.live()


def source_page(key: str) -> QuerySet[Source]:
    """One source, with its statements that were left out."""
    return Source.objects.live().filter(key=key).prefetch_related("omissions")


def conferences_of_source(source: Source, visitor: Visitor) -> QuerySet[Conference]:
    """Conferences that this source says anything about."""
    parts = [Attestation, Appearance, Presence, Participation, Point]
    parts += [Memorandum, Pact, Commendation, Document]
    said = [model._base_manager.filter(source=source) for model in parts]
    said += [
        model._base_manager.filter(source=source, retired_at__isnull=True)
        for model in (Handover, Proposal)
    ]
    rows = [found.order_by() for found in said]
    named = rows[0].values("conference").union(*(row.values("conference") for row in rows[1:]))
    return conference_list(visitor).filter(pk__in=[row["conference"] for row in named])


def attestations_of_source(source: Source, visitor: Visitor) -> QuerySet[Attestation]:
    """What a source prints for the headlines of conferences."""
    return (
        Attestation.objects.filter(
            source=source, conference__in=Conference.objects.visible_to(visitor)
        )
        .select_related("conference__series")
        .order_by("-conference__starts_on", "conference_id", "field", "pk")
    )


def regions_on_record() -> QuerySet[Region]:
    """Regions that have a public conference, for the choice of a region."""
    return Region.objects.live().filter(conferences__in=Conference.objects.public()).distinct()


def hosts_on_record() -> QuerySet[Province]:
    """All units, in the official order, for the choice of a host."""
    return Province.objects.live().order_by("code", "valid_from")


def entries(
    conferences: Iterable[Conference], places: Places, *, with_series: bool = True
) -> list[dict]:
    """Conferences as lines of a list, for `components/entry.html`."""
    return [
        {
            "edition": one.edition_label,
            "title": one.headline,
            "url": one.get_absolute_url(),
            "meta": " · ".join(
                filter(
                    None,
                    [
                        _host_in_words(one.host, places),
                        one.date_label,
                        one.series.label if with_series else "",
                    ],
                )
            ),
            "kind": one.status if one.is_published else "draft",
            "label": _draft_or_status(one),
        }
        for one in conferences
    ]


def _host_in_words(host: Province | None, places: Places) -> str:
    """ "Quảng Bình (nay thuộc Quảng Trị)"."""
    if host is None:
        return ""
    now = places.now_part_of(host)
    return f"{host.label} ({now})" if now else host.label


def _draft_or_status(conference: Conference) -> str:
    """What stands beside a line: nothing for a published conference that was held."""
    if not conference.is_published:
        return _("Draft")
    return "" if conference.status == Status.HELD else conference.get_status_display()
