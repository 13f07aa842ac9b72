"""The chain of a series in words and steps, for the pictures of it (rules H2, H3, C7)."""

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conferences import chain
from conferences.chain import LinkState, Reason
from conferences.enums import Status
from conferences.models import Conference, Handover
from provinces.models import Province
from provinces.queries import Places
from vietnamese.dates import format_date
from vietnamese.language import active
from vietnamese.roman import to_roman


@dataclass(frozen=True)
class Timeline:
    """A series' chain with the records behind it."""

    course: chain.Chain
    conferences: Mapping[Hashable, Conference]
    places: Places
    today: dt.date

    @property
    def provinces(self) -> Mapping[str, Province]:
        return {unit.key: unit for unit in self.places.by_id.values()}

    def steps(self, *, with_today: bool = True) -> list[dict]:
        """All steps, oldest first, for `components/chain_timeline.html`."""
        named = self.provinces
        links = [None, *self.course.links]
        steps = [
            self._step(step, link, named)
            for step, link in zip(self.course.steps, links, strict=False)
        ]
        if with_today and steps:
            steps.insert(self._position_of_today(), self._today())
        return steps

    def strip(self, conference: Conference) -> list[dict]:
        """Previous, this and next step, for `components/chain_strip.html`."""
        steps = self.steps(with_today=False)
        here = next((i for i, step in enumerate(steps) if step.get("pk") == conference.pk), None)
        if here is None:
            return []
        steps[here]["current"] = True
        first = max(here - 1, 0)
        return [{**steps[first], "link_in": None}, *steps[first + 1 : here + 2]]

    def neighbours(self, conference: Conference) -> tuple[Conference | None, Conference | None]:
        """The recorded conferences before and after this one in its series."""
        keys = [s.meeting.key for s in self.course.steps if isinstance(s, chain.Recorded)]
        here = keys.index(conference.pk)
        before = self.conferences[keys[here - 1]] if here else None
        after = self.conferences[keys[here + 1]] if here + 1 < len(keys) else None
        return before, after

    @property
    def earlier(self) -> str:
        """ "I–V": the editions before the first record, in Roman numerals; empty when none."""
        editions = self.course.earlier.editions if self.course.earlier else ()
        if not editions:
            return ""
        first, last = to_roman(editions[0]), to_roman(editions[-1])
        return first if first == last else f"{first}–{last}"

    def hosts(self) -> list[dict]:
        """How often each unit of today hosted, with those it comes from (H3)."""
        named = self.provinces
        return [
            {
                "province": named[count.unit],
                "total": count.total,
                "parts": [
                    {"province": named[key], "count": number}
                    for key, number in count.by_key.items()
                ],
                "inherited": {named[key].label for key in count.by_key}
                != {named[count.unit].label},
            }
            for count in self.course.hosted()
        ]

    def without_record(self, members: Sequence[Province]) -> list[Province]:
        """Members of a region without a record of hosting; not that they never hosted (C7)."""
        named = self.provinces
        keys = [member.key for member in members]
        return [named[key] for key in self.course.without_record(keys)]

    def last_held(self) -> Conference | None:
        """The conference of the series that was held last."""
        held = [c for c in self.conferences.values() if c.status == Status.HELD]
        return max(held, key=lambda c: c.starts_on, default=None)

    def holder(self) -> dict | None:
        """Who holds the flag now, for `components/flag_holder.html`."""
        holder = self.course.holder()
        if holder is None:
            return None
        named = self.provinces
        edition = to_roman(holder.edition) if holder.edition else ""
        if holder.province and holder.certain:
            unit = named[holder.unit or holder.province]
            return {
                "who": unit.label,
                "state": "expected",
                "edition": edition,
                "kind": LinkState.PENDING,
                "label": LABELS[LinkState.PENDING](),
                "note": _("for %(year)s") % {"year": holder.year} if holder.year else "",
                "handed": True,
            }
        note = ""
        if holder.province:
            told = {"name": named[holder.province].label, "year": holder.year}
            note = (
                _("Last recorded handover: to %(name)s for %(year)s.") % told
                if holder.year
                else _("Last recorded handover: to %(name)s.") % told
            )
        elif holder.last_host:
            note = _("Last recorded host: %(name)s.") % {"name": named[holder.last_host].label}
        return {
            "who": _("No record of who holds the flag"),
            "state": "missing",
            "edition": edition,
            "kind": LinkState.UNRECORDED,
            "label": "",
            "note": note,
            "handed": bool(holder.province),
        }

    def _step(self, step: chain.Step, link: chain.Link | None, named: Mapping) -> dict:
        shown = {
            "current": False,
            "status": None,
            "text": "",
            "url": "",
            "host_now": "",
            "link_in": self._link(link, named) if link else None,
        }
        match step:
            case chain.Recorded(meeting=meeting):
                return shown | self._recorded(self.conferences[meeting.key])
            case chain.Missing():
                return shown | self._missing(step, named)
            case chain.Expected(promise=promise):
                return shown | self._promised("expected", promise, named)
        raise TypeError(step)

    def _recorded(self, conference: Conference) -> dict:
        host = conference.host
        status = Status(conference.status)
        return {
            "kind": "meeting",
            "pk": conference.pk,
            "edition_label": conference.edition_label,
            "year": conference.year,
            "host_label": host.label if host else _("Host not recorded"),
            "host_now": self.places.now_part_of(host),
            "date_label": conference.date_label,
            "url": conference.get_absolute_url(),
            "status": None
            if status is Status.HELD
            else {"kind": status.value, "label": status.label},
        }

    def _missing(self, step: chain.Missing, named: Mapping) -> dict:
        if step.promise and len(step.editions) <= 1:
            return self._promised("missing", step.promise, named)
        editions = [to_roman(edition) for edition in step.editions]
        return {
            "kind": "missing",
            "edition_label": editions[0] if len(editions) == 1 else "",
            "year": "",
            "host_label": _("No record yet"),
            "date_label": _("editions %(list)s") % {"list": ", ".join(editions)}
            if len(editions) > 1
            else "",
            "text": self._promise_in_words(step.promise, named) if step.promise else "",
        }

    def _promised(self, kind: str, promise: chain.Promise, named: Mapping) -> dict:
        receiver = named.get(promise.receiver) if promise.receiver else None
        year = _("for %(year)s") % {"year": promise.year} if promise.year else ""
        return {
            "kind": kind,
            "edition_label": to_roman(promise.edition) if promise.edition else "",
            "year": promise.year or "",
            "host_label": receiver.label if receiver else _("Receiver not recorded"),
            "host_now": self.places.now_part_of(receiver),
            "date_label": year,
            "text": _("No record yet of this conference.") if kind == "missing" else "",
        }

    def _promise_in_words(self, promise: chain.Promise, named: Mapping) -> str:
        receiver = named.get(promise.receiver) if promise.receiver else None
        return _("Handed over to %(name)s (edition %(edition)s, %(year)s).") % {
            "name": receiver.label if receiver else "…",
            "edition": to_roman(promise.edition) if promise.edition else "…",
            "year": promise.year or "…",
        }

    def _link(self, link: chain.Link, named: Mapping) -> dict:
        return {
            "state": link.state.value,
            "label": LABELS[link.state]()
            if link.reason is not Reason.CANCELLED
            else _("Cancelled"),
            "sentence": self._sentence(link, named),
        }

    def _sentence(self, link: chain.Link, named: Mapping) -> str:
        if isinstance(link.before, chain.Missing):  # the link before it said what is missing
            return SENTENCES[Reason.NO_HANDOVER]({})
        promise = link.promise
        receiver = named.get(promise.receiver) if promise and promise.receiver else None
        after = link.after
        meeting = after.meeting if isinstance(after, chain.Recorded) else None
        host = named.get(meeting.host) if meeting and meeting.host else None
        facts = {
            "receiver": receiver.label if receiver else "",
            "host": host.label if host else "",
            "year": meeting.year if meeting else "",
            "promised": promise.year if promise and promise.year else "",
        }
        return SENTENCES[link.reason](facts)

    def _position_of_today(self) -> int:
        """Before the first step that is still to come; after everything that was."""
        for index, step in enumerate(self.course.steps):
            if isinstance(step, chain.Expected) and not step.overdue:
                return index
            if isinstance(step, chain.Recorded) and step.meeting.starts_on > self.today:
                return index
        return len(self.course.steps)

    def _today(self) -> dict:
        return {"kind": "today", "date_label": format_date(self.today, "day", active())}


def timeline(conferences: Sequence[Conference], *, places: Places, today: dt.date) -> Timeline:
    """The timeline of one series from its visible conferences with host and live handovers."""
    return Timeline(
        chain.build(
            [meeting(conference) for conference in conferences],
            lineage=places.successor_keys(),
            today=today,
        ),
        {conference.pk: conference for conference in conferences},
        places,
        today,
    )


def meeting(conference: Conference) -> chain.Meeting:
    """A conference as the chain sees it; `handovers` are prefetched."""
    handover = next((one for one in conference.handovers.all() if not one.is_retired), None)
    return chain.Meeting(
        key=conference.pk,
        starts_on=conference.starts_on,
        edition=conference.edition,
        precision=conference.precision,  # type: ignore[arg-type]
        host=conference.host.key if conference.host else None,
        status=conference.status,  # type: ignore[arg-type]
        promise=promise(handover) if handover else None,
    )


def promise(handover: Handover) -> chain.Promise:
    """What a handover says of the next conference."""
    return chain.Promise(
        receiver=handover.receiver.key if handover.receiver else None,
        edition=handover.edition,
        year=handover.year,
        reason=handover.reason,
    )


LABELS = {
    LinkState.KEPT: lambda: _("Hosted as handed over"),
    LinkState.PENDING: lambda: _("Still to come"),
    LinkState.CHANGED: lambda: _("Host changed"),
    LinkState.UNRECORDED: lambda: _("Handover not recorded"),
    LinkState.GAP: lambda: _("Records missing"),
}

SENTENCES = {
    Reason.HOSTED: lambda f: _("%(receiver)s received the right to host and hosted.") % f,
    Reason.HOSTED_LATER: lambda f: (
        _("%(receiver)s received the right to host for %(promised)s and hosted in %(year)s.") % f
    ),
    Reason.HOSTED_AFTER_CANCELLED: lambda f: (
        _("%(receiver)s hosted after its conference had been cancelled.") % f
    ),
    Reason.ANNOUNCED: lambda f: _("%(receiver)s received the right to host; it is announced.") % f,
    Reason.STILL_TO_COME: lambda f: (
        _("%(receiver)s received the right to host.") % f
        if f["receiver"]
        else _("Handed over; to whom is not recorded.")
    ),
    Reason.OTHER_HOST: lambda f: (
        _("The right to host was handed to %(receiver)s; %(host)s hosted.") % f
    ),
    Reason.CANCELLED: lambda f: _("The next conference did not take place."),
    Reason.NO_HANDOVER: lambda f: _("No source tells of the handover."),
    Reason.HOST_UNKNOWN: lambda f: _("A host is not recorded."),
    Reason.RECEIVER_UNKNOWN: lambda f: _("Handed over; to whom is not recorded."),
    Reason.NEXT_HOST_UNKNOWN: lambda f: (
        _("%(receiver)s received the right to host; who hosted is not recorded.") % f
    ),
    Reason.HANDED_FURTHER: lambda f: _("The handover was for a later conference."),
    Reason.AFTER_CANCELLED: lambda f: _(
        "No source tells how the flag left the cancelled conference."
    ),
    Reason.EDITION_MISSING: lambda f: _("Editions between have no record yet."),
    Reason.PROMISED_MISSING: lambda f: (
        _("Handed to %(receiver)s; the conference it was for has no record yet.") % f
        if f["receiver"]
        else _("The conference handed over has no record yet.")
    ),
    Reason.YEAR_PASSED: lambda f: (
        _("Handed to %(receiver)s; the year has passed and there is no record yet.") % f
        if f["receiver"]
        else _("Handed over; the year has passed and there is no record yet.")
    ),
    Reason.DATE_PASSED: lambda f: _("The day has passed and no source says it was held."),
}


def records_in_words(count: int) -> str:
    """How many conferences are on record."""
    return ngettext("%(count)s conference", "%(count)s conferences", count) % {"count": count}
