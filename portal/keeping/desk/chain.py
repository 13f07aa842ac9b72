"""Holes in the hosting history (H2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conferences.chain import LinkState, Missing, Recorded
from conferences.models import Conference, Series
from conferences.presentation import live_handover
from conferences.timeline import Timeline
from portal.keeping.desk.reading import Desk, Hole, Row, edit_address


@dataclass(frozen=True)
class Break:
    """Where a chain tells less than it should; `conference` is what to mend it at, if any."""

    series: Series
    label: str
    missing: str
    conference: Conference | None = None


def _unrecorded(desk: Desk) -> list[Break]:
    return [one for pair in desk.timelines for one in _breaks(*pair, LinkState.UNRECORDED)]


def _gaps(desk: Desk) -> list[Break]:
    found: list[Break] = []
    for series, timeline in desk.timelines:
        if timeline.earlier:
            label = capfirst(gettext("editions %(list)s") % {"list": timeline.earlier})
            found.append(Break(series, label, gettext("None of these has a record yet.")))
        found += _breaks(series, timeline, LinkState.GAP)
    return found


def _breaks(series: Series, timeline: Timeline, state: LinkState) -> Iterator[Break]:
    """The links in this state; what follows on a missing record was told with it."""
    shown = timeline.steps(with_today=False)
    for link, before, after in zip(timeline.course.links, shown, shown[1:], strict=False):
        if link.state is not state or isinstance(link.before, Missing):
            continue
        # A gap is mended at the conference that is due, a handover at the one that handed over.
        at = link.after if state is LinkState.GAP else link.before
        yield Break(
            series,
            f"{_stop(timeline, before)} → {_stop(timeline, after)}",
            after["link_in"]["sentence"],
            timeline.conferences[at.meeting.key] if isinstance(at, Recorded) else None,
        )


def _stop(timeline: Timeline, step: dict) -> str:
    """A step of a chain in a few words: "X/2022 Thanh Hóa", "XI/2023"."""
    numbered = "/".join(filter(None, [step["edition_label"], str(step["year"])]))
    if step["kind"] != "meeting":
        return numbered or step["date_label"] or step["host_label"]
    host = timeline.conferences[step["pk"]].host
    return f"{numbered} {host.label}" if host else numbered


def _unrecorded_row(one: Break) -> Row:
    assert one.conference is not None  # noqa: S101  -- only a record can lack its handover
    if handover := live_handover(one.conference):
        return _row(one, edit_address(handover), gettext("Edit the handover"))
    add = reverse("admin:conferences_handover_add")
    return _row(one, f"{add}?conference={one.conference.pk}", gettext("Record the handover"))


def _gap_row(one: Break) -> Row:
    if one.conference:
        return _row(one, edit_address(one.conference))
    return _row(one, reverse("record"), gettext("Record the conference"))


def _row(one: Break, edit_url: str, edit_label: str = "") -> Row:
    return Row(
        label=one.label,
        url=one.series.get_absolute_url(),
        missing=one.missing,
        group=one.series.label,
        edit_url=edit_url,
        edit_label=edit_label,
    )


HOLES = (
    Hole(
        "unrecorded",
        _("Handover not recorded"),
        _("Between two conferences, no source tells how the flag went on."),
        _("Look for a source of the handover and record it."),
        _unrecorded,
        _unrecorded_row,
    ),
    Hole(
        "gaps",
        _("Records missing"),
        _("An edition, or a conference that was promised, has no record."),
        _("Record it from an article, or say that it was cancelled."),
        _gaps,
        _gap_row,
    ),
)
