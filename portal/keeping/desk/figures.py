"""Doubts about figures, and what is not among them (F1, F2, F4, C6)."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conferences.enums import OmissionReason, Rank
from conferences.models import Omission
from metrics.checks.findings import Verdict
from metrics.checks.reading import examine_all
from metrics.checks.words import Told, tell
from metrics.models import NULLABLE, QUESTION, Figure
from metrics.queries import contradict
from metrics.wording import measure_in_words, readable
from portal.keeping.desk.reading import Desk, Hole, Row, edit_address, printer
from vietnamese.language import active


def _alike() -> QuerySet[Figure]:
    """In a subquery: the current figures that answer the same question, itself included (F1)."""
    rows = Figure.objects.current().order_by()
    for field in QUESTION:
        if field not in NULLABLE:
            rows = rows.filter(**{field: OuterRef(field)})
            continue
        # A place that is not said equals another that is not said; in SQL, NULL does not.
        rows = rows.alias(**{f"same_{field}": Coalesce(F(f"{field}_id"), Value(0))})
        rows = rows.filter(**{f"same_{field}": Coalesce(OuterRef(f"{field}_id"), Value(0))})
    return rows


def _without_headline(desk: Desk) -> list[list[Figure]]:
    """The answers to each question on which sources disagree and nobody chose (F1, F4)."""
    others = _alike().exclude(pk=OuterRef("pk"))
    chosen = _alike().filter(is_headline=True)
    questions: dict[tuple, list[Figure]] = {}
    for figure in desk.figures().filter(Exists(others), ~Exists(chosen)):
        questions.setdefault(figure.question, []).append(figure)
    return [answers for answers in questions.values() if contradict(answers)]


def _with_problem(desk: Desk) -> QuerySet[Figure]:
    return desk.figures().exclude(problem="")


def _from_the_press(desk: Desk) -> QuerySet[Figure]:
    """Figures of the press to whose question no weightier source has an answer (C6)."""
    better = _alike().exclude(source__rank=Rank.PRESS)
    return desk.figures().filter(~Exists(better), source__rank=Rank.PRESS)


def _off(desk: Desk) -> list[Told]:
    """The checks that do not come out, those that are off first (F5)."""
    chosen = Q(reported_at__series=desk.series) if desk.series else None
    figures = Figure.objects.current().exclude(reported_at__retired_at__isnull=False)
    examined = examine_all(figures, chosen)
    return sorted(
        tell((one for one in examined.findings if one.is_doubtful), examined),
        key=lambda one: (one.verdict != Verdict.OFF, one.figure.indicator.position),
    )


def _row(one: Figure, missing: str, **more: Any) -> Row:
    page = one.reported_at or one.indicator
    place = one.conference.headline if one.conference else one.place_label
    return Row(
        label=capfirst(f"{place}, {one.period_label}"),
        url=page.get_absolute_url(),
        note=f"{one.get_basis_display()} · {measure_in_words(one)}",
        group=one.indicator.label,
        missing=missing,
        **{"edit_url": edit_address(one)} | more,
    )


def _number(one: Figure) -> str:
    """As printed, where the source has the reader's language."""
    return one.printed if one.source.language == active() else readable(one)


def _printed(one: Figure) -> str:
    return f"{_number(one)} · {printer(one.source)}"


def _choice_row(answers: list[Figure]) -> Row:
    printed = "; ".join(map(_printed, answers))
    choice = reverse("choose_headline", args=[answers[0].pk])
    return _row(answers[0], printed, edit_url=choice, edit_label=gettext("Choose the headline"))


def _off_row(one: Told) -> Row:
    return _row(one.figure, f"{_number(one.figure)} · {one.label}. {one.sentence}")


def _problem_row(one: Figure) -> Row:
    return _row(one, f"{_number(one)}: {one.problem}")


def _press_row(one: Figure) -> Row:
    return _row(one, _printed(one))


def _left_out(desk: Desk) -> QuerySet[Omission]:
    rows = Omission.objects.filter(source__retired_at=None).select_related("source")
    if desk.reason:
        rows = rows.filter(reason=desk.reason)
    return rows.order_by("reason", "source__key", "pk")


def _left_out_row(one: Omission) -> Row:
    return Row(
        label=str(one.source),
        lang=one.source.language,
        url=one.source.get_absolute_url(),
        note=capfirst(one.get_subject_display()),
        group=capfirst(str(OmissionReason(one.reason).label)),
        missing=" · ".join(filter(None, [one.printed, one.note])),
        edit_url=edit_address(one),
    )


HOLES = (
    Hole(
        "no-headline",
        _("Sources disagree and no headline is chosen"),
        _("Sources answer the same question with different numbers."),
        _("Choose which one stands first; the others stay beside it."),
        _without_headline,
        _choice_row,
    ),
    Hole(
        "not-fitting",
        _("Figures that do not fit"),
        _("The number and those it should fit come to different results."),
        _("Compare it with its source: correct what was recorded wrongly, else note it."),
        _off,
        _off_row,
    ),
    Hole(
        "problems",
        _("Figures with a problem"),
        _("The printed number cannot be read in the indicator's unit."),
        _("Compare it with another source; correct it when it is explained."),
        _with_problem,
        _problem_row,
    ),
    Hole(
        "press-figures",
        _("Figures known from the press alone"),
        _("No signed document, report or site of a state body gives the number."),
        _("Look for it in a report, and record what that prints."),
        _from_the_press,
        _press_row,
    ),
    Hole(
        "left-out",
        _("Statements left out"),
        _("A source prints it and it is not in the register, for the reason given."),
        _("Record what can be recorded by now, and take the line off its source."),
        _left_out,
        _left_out_row,
        narrowed_by="reason",
    ),
)
