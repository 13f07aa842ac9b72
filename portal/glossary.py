"""The words and states of the register, explained where they are defined: on one page."""

from django.utils.translation import gettext as _

from conferences.enums import Standing, Status
from conferences.timeline import LABELS
from metrics.enums import Basis, Qualifier


def glossary() -> list[dict]:
    """Sections of terms: {heading, terms: [{term, text, kind}]}; `kind` colours a state."""
    return [
        {"heading": _("Conferences"), "terms": _conferences()},
        {"heading": _("Status of a conference"), "terms": _statuses()},
        {"heading": _("Hosting history"), "terms": _links()},
        {"heading": _("What the sources say"), "terms": _standings()},
        {"heading": _("Figures"), "terms": _figures()},
        {"heading": _("Places"), "terms": _places()},
    ]


def _term(term: object, text: str, kind: str = "") -> dict:
    return {"term": str(term), "text": text, "kind": kind}


def _conferences() -> list[dict]:
    return [
        _term(
            _("Conference series"),
            _("Conferences that continue one another and count their editions together."),
        ),
        _term(
            _("Edition"),
            _("The number of a conference in its series, in Roman numerals; some have none."),
        ),
        _term(_("Host"), _("The province or city in which a conference was held, as of that day.")),
        _term(
            _("Handing over the flag"),
            _(
                "At the end of a conference its host passes the right to host the next one on, "
                "with a flag or in words."
            ),
        ),
        _term(
            _("Proposal"),
            _("What departments asked of the Ministry or an agency, with the response."),
        ),
        _term(
            _("Industrial promotion (khuyến công)"),
            _("State support for rural industry, with national and local funds."),
        ),
    ]


def _statuses() -> list[dict]:
    texts = {
        Status.PLANNED: _("Announced; no source says yet that it was held."),
        Status.HELD: _("A source reports it."),
        Status.POSTPONED: _("Moved to a later day; the first day is kept."),
        Status.CANCELLED: _("It did not take place."),
    }
    return [_term(status.label, text, status.value) for status, text in texts.items()]


def _links() -> list[dict]:
    texts = {
        "kept": _("Who received the right to host hosted the next conference."),
        "pending": _("The right to host was handed over; the conference is still to come."),
        "changed": _("Somebody else hosted, or the conference was cancelled."),
        "unrecorded": _("No source tells of the handover between two conferences."),
        "gap": _("A conference between has no record, or a promised year passed without one."),
    }
    labels = {state.value: label for state, label in LABELS.items()}
    return [_term(labels[state](), text, state) for state, text in texts.items()]


def _standings() -> list[dict]:
    return [
        _term(Standing.PRINTED.label, _("A source prints it so."), "printed"),
        _term(
            Standing.INFERRED.label,
            _("No source prints it; a note on the record says why it is believed."),
            "inferred",
        ),
        _term(
            Standing.DISPUTED.label, _("Sources print different things; all are shown."), "disputed"
        ),
        _term(_("Press only"), _("No source weightier than the press reports it."), "press_only"),
    ]


def _figures() -> list[dict]:
    return [
        _term(_("As printed"), _("The number with its unit exactly as the source writes it.")),
        _term(
            f"{Basis.ACTUAL.label} · {Basis.ESTIMATE.label} · {Basis.PRELIMINARY.label} · "
            f"{Basis.PLAN.label}",
            _("Whether it happened, is estimated, is preliminary, or was planned."),
        ),
        _term(
            f"{Qualifier.OVER.label} · {Qualifier.ALMOST.label} · {Qualifier.ABOUT.label}",
            _("How exact the source says the number is; without a word it is exact."),
        ),
        _term(
            _("Sources disagree"),
            _("Sources answer the same question with different numbers; all stand side by side."),
            "disputed",
        ),
    ]


def _places() -> list[dict]:
    return [
        _term(
            _("Province or city on a day"),
            _(
                "Names, kinds and regions are those of the day in question; “now part of …” says "
                "where the place belongs today."
            ),
        ),
        _term(
            _("Region of a conference"),
            _("The provinces that meet; it is not one of the six economic regions."),
        ),
    ]
