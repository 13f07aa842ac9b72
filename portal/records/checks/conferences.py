"""What conferences and their parts must be true to (rules C2, C3, C5, C6, H4)."""

from collections.abc import Hashable, Iterator
from itertools import groupby

from django.utils.translation import gettext as _

from conferences import chain
from conferences.chain import ProblemKind
from conferences.enums import Fact, Precision, Status
from conferences.models import Conference
from conferences.standing import agree
from conferences.timeline import meeting
from portal.records.answers import OF_A_PROVINCE, fault_of_answer
from portal.records.checks.register import (
    Check,
    Holdings,
    Level,
    Problem,
    address,
    day_label,
    days_of,
    not_a_province,
)
from portal.records.register import stood
from portal.records.shapes import stands


def headlines_rest_on_something(holdings: Holdings) -> Iterator[Problem]:
    """Edition, date and host are printed by a source, or a note says why they are believed (C5)."""
    for one in holdings.conferences:
        if one.note:
            continue
        headlines = {
            Fact.EDITION: str(one.edition or ""),
            Fact.DATE: _date_as_printed(one),
            Fact.HOST: one.host.key if one.host else "",
        }
        for field, headline in headlines.items():
            printed = [it.value for it in one.attestations.all() if it.field == field]
            if headline and not any(agree(headline, value) for value in printed):
                yield Problem(
                    one,
                    _("No source prints the %(field)s “%(headline)s” and no note says why.")
                    % {"field": field.label, "headline": headline},
                )


def printed_facts_come_to_something(holdings: Holdings) -> Iterator[Problem]:
    """The value of an attestation is an edition, a date, a province of that day."""
    by_key = {unit.key: unit for unit in holdings.provinces}
    for one in holdings.conferences:
        days = days_of(one)
        for attestation in one.attestations.all():
            fault = fault_of_answer(attestation.field, attestation.value)
            unit = by_key.get(attestation.value)
            if attestation.field in OF_A_PROVINCE and (unit is None or not stood(unit, days)):
                fault = not_a_province(attestation.value, days)
            if fault:
                yield Problem(attestation, fault)


def places_of_a_conference_stood_then(holdings: Holdings) -> Iterator[Problem]:
    """Its region and the provinces that took part existed on its day (P2, P3)."""
    for one in holdings.conferences:
        days = days_of(one)
        if one.region and not stood(one.region, days):
            yield Problem(
                one,
                _("Its region %(name)s did not stand on %(day)s.")
                % {"name": one.region, "day": day_label(days[0])},
            )
        for part in one.participations.all():
            if not stood(part.province, days):
                yield Problem(part, not_a_province(part.province.key, days))


def status_and_date_agree(holdings: Holdings) -> Iterator[Problem]:
    """Nothing was held in the future; what is planned lies ahead."""
    for one in holdings.conferences:
        first, last = days_of(one)
        if one.status == Status.HELD and first > holdings.today:
            yield Problem(one, _("It is said to be held and lies in the future."))
        elif one.status == Status.PLANNED and last < holdings.today:
            yield Problem(
                one,
                _("It is planned and its day has passed: held, postponed or cancelled?"),
                Level.WARNING,
            )


def drafts_are_known(holdings: Holdings) -> Iterator[Problem]:
    """What readers do not see yet is not forgotten (C6)."""
    for one in holdings.conferences:
        if not one.is_published:
            yield Problem(
                one,
                _("It is a draft; figures not seen with it: %(figures)d.")
                % {"figures": sum(map(stands, one.figures.all()))},
                Level.WARNING,
            )


def the_flag_goes_forward(holdings: Holdings) -> Iterator[Problem]:
    """No edition twice or going back, nothing handed over backwards or to oneself (H4, C2)."""
    successors = {u.key: u.successor.key for u in holdings.provinces if u.successor}
    by_pk: dict[Hashable, Conference] = {one.pk: one for one in holdings.conferences}
    for _series, group in groupby(holdings.conferences, key=lambda one: one.series_id):
        for found in chain.problems(map(meeting, group), lineage=successors):
            other = address(by_pk[found.other]) if found.other else ""
            yield Problem(by_pk[found.key], _flag_sentence(found.kind) % {"other": other})


def _flag_sentence(kind: ProblemKind) -> str:
    match kind:
        case ProblemKind.EDITION_BACK:
            return _("It hands over its own edition or an earlier one.")
        case ProblemKind.YEAR_BACK:
            return _("It hands over a year before its own.")
        case ProblemKind.SAME_HOST:
            return _("It hands over to its own host and no reason is given.")
        case ProblemKind.EDITION_TWICE:
            return _("It has the edition of %(other)s.")
        case ProblemKind.EDITION_DECREASES:
            return _("It has a lower edition than %(other)s, which came before.")


def _date_as_printed(one: Conference) -> str:
    length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[Precision(one.precision)]
    return one.starts_on.isoformat()[:length]


CHECKS: tuple[Check, ...] = (
    headlines_rest_on_something,
    printed_facts_come_to_something,
    places_of_a_conference_stood_then,
    status_and_date_agree,
    drafts_are_known,
    the_flag_goes_forward,
)
