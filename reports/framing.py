"""What the pages on which a round is prepared have in common: who may, its steps, its crumbs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.loading import load_round, officer, require
from reports.models import ReportingRound
from reports.once import new_key
from reports.permissions import keeps
from reports.preparing import standing


def load_kept(request: HttpRequest, key: str) -> ReportingRound:
    """A round for who keeps it: 404 when it does not exist for who asks, 403 for who reads it."""
    round = load_round(request, key)
    require(keeps(officer(request), round))
    return round


def frame(round: ReportingRound, here: str, *, crumb: str = "") -> dict[str, Any]:
    """The context of a step of its preparation; `here` is the name of the step's address.

    `crumb` names a page below the step.
    """
    counts = {
        "round_rows": round.rows.filter(indicator__isnull=False).count(),
        "round_columns": round.columns.count(),
        "round_asked": len(round.invitations.all()),
    }
    steps = [
        {
            "label": label,
            "url": reverse(name, args=[round.key]),
            "count": counts.get(name),
            "here": name == here,
        }
        for name, label in (
            ("round_edit", _("Letter and deadline")),
            ("round_rows", _("Rows")),
            ("round_columns", _("Columns")),
            ("round_asked", _("Provinces")),
            ("round_open", _("The whole") if round.is_open else _("Open the round")),
        )
    ]
    kind, label = standing(round)
    return {
        "round": round,
        "steps": steps,
        "standing": {"kind": kind, "label": label},
        "once": new_key(),
        "crumbs": crumbs(round, steps, crumb),
    }


def crumbs(
    round: ReportingRound, steps: list[dict[str, Any]], below: str = ""
) -> list[tuple[str, str | None]]:
    """The path to a page about a round: the rounds, the round, the step, and what is below it."""
    path: list[tuple[str, str | None]] = [
        (_("Reporting rounds"), reverse("round_list")),
        (
            round.title,
            round.get_absolute_url() if round.is_open else reverse("round_edit", args=[round.key]),
        ),
    ]
    path += [(step["label"], step["url"]) for step in steps if step["here"]]
    if below:
        path.append((below, None))
    return [*path[:-1], (path[-1][0], None)]
