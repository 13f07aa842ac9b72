"""What is counted and reported at two records of one event, when they become one (F1, F3, F7)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from conferences.models import Conference
from metrics.enums import Scope
from metrics.models import QUESTION, Figure
from portal.keeping.merging.statements import said_by
from portal.records.shapes import conference_days


@dataclass(frozen=True)
class Counted:
    """A figure after the merger: its period, and whether it stays the headline of its question.

    `said_twice`: the kept record has the same answer of the same source. `moves`: it is the
    dropped record's; else it only follows the date.
    """

    pk: int
    said: tuple
    start: dt.date
    end: dt.date
    headline: bool
    moves: bool
    said_twice: bool
    text: str = field(repr=False)


def figures(kept: Conference, dropped: Conference, merged: Conference) -> Iterator[Counted]:
    """Figures of the dropped record, and those of the kept one that follow its date (F3, F7)."""
    rows = list(
        Figure.objects.filter(reported_at__in=[kept, dropped])
        .select_related("indicator", "conference")
        .order_by("position", "pk")
    )
    rows.sort(key=lambda one: one.reported_at_id != kept.pk)
    own = {one.pk: _period(one) for one in (kept, dropped)}
    answers: set[tuple] = set()
    first: set[tuple] = set()
    twice: set[int] = set()
    after: dict[int, tuple[dt.date, dt.date, bool]] = {}
    for one in rows:
        start, end = _dated(one, own[one.reported_at_id or 0], _period(merged))
        if one.reported_at_id == kept.pk and _answer(one, kept, start, end) in answers:
            start, end = one.period_start, one.period_end
        question, answer = _question(one, kept, start, end), _answer(one, kept, start, end)
        current = one.superseded_at is None and one.retired_at is None
        if current and answer in answers:
            twice.add(one.pk)
        headline = one.is_headline and (not current or question not in first)
        if current and one.pk not in twice:
            answers.add(answer)
            first |= {question} if headline else set()
        after[one.pk] = start, end, headline
    stay = set(_with_earlier(twice, rows))
    for one in rows:
        start, end, headline = after[one.pk]
        moves = one.reported_at_id == dropped.pk
        if moves or (start, end, headline) != (one.period_start, one.period_end, one.is_headline):
            yield Counted(
                pk=one.pk,
                said=said_by(one),
                start=start,
                end=end,
                headline=headline,
                moves=moves,
                said_twice=one.pk in stay,
                text=str(one),
            )


def _with_earlier(pks: Iterable[int], rows: Sequence[Figure]) -> Iterator[int]:
    """Figures with all that they correct, and what that corrected (F7)."""
    corrects = {one.pk: one.supersedes_id for one in rows}
    for pk in pks:
        step: int | None = pk
        while step is not None:
            yield step
            step = corrects.get(step)


def _period(one: Conference) -> tuple[dt.date, dt.date]:
    """The days of a conference as the period of what was counted at it, half-open (F3)."""
    row = {
        "starts_on": one.starts_on.isoformat(),
        "precision": one.precision,
        "ends_on": one.ends_on and one.ends_on.isoformat(),
    }
    days = conference_days(row)
    assert days is not None  # noqa: S101  -- a conference has a date (C3)
    return days[0], days[1] + dt.timedelta(days=1)


def _dated(
    one: Figure, own: tuple[dt.date, dt.date], merged: tuple[dt.date, dt.date]
) -> tuple[dt.date, dt.date]:
    """The period of a figure afterwards: what was counted at the event is of the event's day."""
    stated = one.period_start, one.period_end
    apart = one.period_end <= merged[0] or one.period_start >= merged[1]
    return merged if one.scope == Scope.CONFERENCE and (stated == own or apart) else stated


def _question(one: Figure, kept: Conference, start: dt.date, end: dt.date) -> tuple:
    asked = dict(zip(QUESTION, one.question, strict=True))
    place = {"conference": kept.pk} if one.scope == Scope.CONFERENCE else {}
    return tuple((asked | place | {"period_start": start, "period_end": end}).values())


def _answer(one: Figure, kept: Conference, start: dt.date, end: dt.date) -> tuple:
    question = _question(one, kept, start, end)
    return (*question, one.source_id, one.number, one.upper, one.unit_id)
