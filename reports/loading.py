"""The gate: each private object is loaded here, or it does not exist (S1, R5).

404 for strangers, 403 for those who see it but may not do what they ask.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership, User
from provinces.lineage import forebears
from provinces.queries import Places
from reports.models import Invitation, Report, ReportingRound
from reports.permissions import Officer, Post, Sight, sees_round, sight, takes_paper


def officer_of(user: User) -> Officer:
    """Somebody with the offices held today: two queries, three when an office is of a province."""
    if not user.is_active:
        return Officer(user=user)
    today = timezone.localdate()
    held = list(
        Membership.objects.filter(user=user)
        .on(today)
        .select_related("province")
        .prefetch_related("reviewer_topics")
    )
    posts = tuple(
        Post(
            role=one.role,
            province_id=one.province_id,
            unit=one.unit,
            is_standing=one.province is None or one.province.is_valid_on(today),
        )
        for one in held
    )
    provinces = {one.province_id for one in held if one.province_id is not None}
    limits = [
        {limit.topic for limit in one.reviewer_topics.all()}
        for one in held
        if one.role == Role.REVIEWER
    ]
    return Officer(
        user=user,
        posts=posts,
        own=_with_forebears(provinces),
        topics=frozenset().union(*limits) if limits and all(limits) else None,
    )


def _with_forebears(provinces: set[int]) -> frozenset[int]:
    """These units and all that became part of them (R6)."""
    if not provinces:
        return frozenset()
    successors = Places.load().successors
    return frozenset(provinces.union(*(forebears(pk, successors) for pk in provinces)))


def officer(request: HttpRequest) -> Officer:
    """Who asks, loaded once for a request."""
    if not hasattr(request, "_officer"):
        request._officer = officer_of(request.user)  # type: ignore[attr-defined, arg-type]
    return request._officer  # type: ignore[attr-defined]


def load_round(request: HttpRequest, key: str) -> ReportingRound:
    """The round that this address means, if it exists for who asks; else 404.

    Its invitations come with it, each with its province.
    """
    found = (
        ReportingRound.objects.filter(key=key)
        .select_related("conference__series", "coordinator", "previous")
        .prefetch_related(
            Prefetch("invitations", Invitation.objects.select_related("province__successor"))
        )
        .first()
    )
    if found is None or not sees_round(officer(request), found, invited(found)):
        raise Http404
    return found


def invited(round: ReportingRound) -> set[int]:
    """The provinces that a loaded round asks."""
    return {one.province_id for one in round.invitations.all()}


@dataclass(frozen=True)
class Loaded:
    """A report that exists for who asks, and how much of it does."""

    report: Report
    sight: Sight
    invitation: Invitation
    officer: Officer


def load_report(
    request: HttpRequest, round_key: str, province_key: str, *, least: Sight = Sight.ACCEPTED
) -> Loaded:
    """The report that this address means, if at least that much of it exists for who asks.

    404 when it does not exist for them; 403 when they see less of it than `least`.
    """
    return _load(request, round_key, province_key, least=least, unseen=Sight.NOTHING)


def load_for_paper(request: HttpRequest, round_key: str, province_key: str) -> Loaded:
    """As `load_report`; who enters from paper also finds reports that nobody sent yet (R5)."""
    unseen = Sight.SENT if takes_paper(officer(request)) else Sight.NOTHING
    return _load(request, round_key, province_key, least=Sight.SENT, unseen=unseen)


def _load(
    request: HttpRequest, round_key: str, province_key: str, *, least: Sight, unseen: Sight
) -> Loaded:
    round = load_round(request, round_key)
    found = (
        Report.objects.filter(round=round, province__key=province_key)
        .select_related(
            "province__successor",
            "submitted_by",
            "accepted_by",
            "returned_by",
            "reopened_by",
            "presented_by",
            "paper_by",
        )
        .first()
    )
    if found is None:
        raise Http404
    found.round = round
    seen = max(sight(officer(request), found, invited(round)), unseen)
    if seen == Sight.NOTHING:
        raise Http404
    if seen < least:
        raise PermissionDenied
    invitation = next(
        one for one in round.invitations.all() if one.province_id == found.province_id
    )
    return Loaded(found, seen, invitation, officer(request))


def require(allowed: bool) -> None:
    """403 for somebody who sees the object and may not do this with it."""
    if not allowed:
        raise PermissionDenied
