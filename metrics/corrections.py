"""What published figures said before they were corrected, and why (F7).

A correction is told by the figure that was superseded: it has the day and the reason, and
`corrected_by` says what stands now. Who corrected it is not told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from conferences.citing import SourceNumbers
from metrics.models import Figure
from metrics.wording import measure_in_words, printed_form, readable, unbroken
from vietnamese.dates import format_date
from vietnamese.language import active

# What says how a figure reads, and in how many sources' words.
SAID = ("indicator", "unit", "region", "province", "conference__series", "whole", "source")
NEWEST_FIRST = ("-superseded_at", "-pk")

# The figures that were corrected one after the other until those with the keys given: UNION ends
# even where rows were made, past all rules, to correct each other.
EARLIER = """
    WITH RECURSIVE earlier (id) AS (
        SELECT id FROM metrics_figure WHERE id IN ({})
        UNION
        SELECT later.supersedes_id FROM metrics_figure later
        JOIN earlier ON later.id = earlier.id WHERE later.supersedes_id IS NOT NULL
    ) SELECT id FROM earlier
"""


def corrections() -> QuerySet[Figure]:
    """Corrections that everybody may read, each with what stands now; no demonstration."""
    rows = Figure.objects.filter(superseded_at__isnull=False, corrected_by__isnull=False)
    for place in ("", "corrected_by__"):
        rows = rows.filter(_is_public(place)).exclude(**{f"{place}source__is_demonstration": True})
    return rows.select_related(
        *SAID, *(f"corrected_by__{one}" for one in (*SAID, "reported_at__series"))
    ).order_by(*NEWEST_FIRST)


def _is_public(figure: str) -> Q:
    """Whether a figure belongs to a published, real conference or to none (C6)."""
    at = f"{figure}reported_at"
    return Q(**{f"{at}__isnull": True}) | Q(
        **{
            f"{at}__published_at__isnull": False,
            f"{at}__retired_at__isnull": True,
            f"{at}__series__is_demonstration": False,
        }
    )


def earlier(figures: Iterable[Figure]) -> dict[int, list[Figure]]:
    """Figure → what it said before, the latest first; one query, none when none was corrected."""
    corrected = {one.pk: one.supersedes_id for one in figures if one.supersedes_id}
    if not corrected:
        return {}
    keys = list(corrected.values())
    among = RawSQL(EARLIER.format(", ".join(["%s"] * len(keys))), keys)  # noqa: S611  # keys only
    found = {one.pk: one for one in Figure.objects.filter(pk__in=among).select_related(*SAID)}
    chains: dict[int, list[Figure]] = {}
    for pk, before in corrected.items():
        chain = chains[pk] = []
        while before and (one := found.pop(before, None)):
            chain.append(one)
            before = one.supersedes_id
    return chains


@dataclass(frozen=True)
class Change:
    """One thing that a correction changed, in words; the number itself has no label."""

    label: str
    was: str
    becomes: str


def changes(old: Figure, new: Figure) -> list[Change]:
    """What a correction changed, the number first."""
    was, becomes = _numbers(old, new)
    pairs = [
        ("", was, becomes) if was != becomes else (_("as printed"), old.printed, new.printed),
        (_("indicator"), old.indicator.label, new.indicator.label),
        (_("measure"), measure_in_words(old), measure_in_words(new)),
        (_("place"), old.place_label, new.place_label),
        (_("period"), old.period_label, new.period_label),
        (_("basis"), str(old.get_basis_display()), str(new.get_basis_display())),
        (_("source"), str(old.source), str(new.source)),
        (_("problem"), old.problem, new.problem),
        (_("note"), old.note, new.note),
    ]
    return [
        Change(label, was or _("none"), becomes or _("none"))
        for label, was, becomes in pairs
        if was != becomes
    ]


def _numbers(old: Figure, new: Figure) -> tuple[str, str]:
    """Both numbers as a table shows them; as read where the printed form stays."""
    if (said := (printed_form(old), printed_form(new))) and said[0] != said[1]:
        return said
    return unbroken(readable(old)), unbroken(readable(new))


def notice(old: Figure, new: Figure) -> dict:
    """A correction for `components/correction.html`."""
    return {
        "date": day_of(old),
        "changes": changes(old, new),
        "reason": old.superseded_reason,
    }


def day_of(old: Figure) -> str:
    """The day on which a figure was corrected."""
    if old.superseded_at is None:
        return ""
    return format_date(timezone.localdate(old.superseded_at), language=active())


def notices(figures: Iterable[Figure]) -> dict[int, list[dict]]:
    """Figure → the notices of its corrections, the latest first; one query, or none."""
    shown = list(figures)
    chains = earlier(shown)
    return {
        one.pk: [
            notice(old, new)
            for old, new in zip(chain, [one, *chain], strict=False)  # each with the one after it
        ]
        for one in shown
        if (chain := chains.get(one.pk))
    }


def what(figure: Figure) -> str:
    """Which figure it is: "Kim ngạch xuất khẩu, 6 tỉnh Bắc Trung Bộ, năm 2021"."""
    return ", ".join([figure.indicator.label, figure.place_label, figure.period_label])


def listing(page: Iterable[Figure], numbers: SourceNumbers) -> list[dict]:
    """`corrections()` in words, for a page with numbered sources."""
    return [_listed(old, old.corrected_by, numbers) for old in page]


def _listed(old: Figure, new: Figure, numbers: SourceNumbers) -> dict:
    sources = {one.source_id: one.source for one in (old, new)}
    return notice(old, new) | {
        "pk": old.pk,
        "what": what(new),
        "measure": measure_in_words(new),
        "basis": new.get_basis_display(),
        "url": new.get_absolute_url(),
        "reported_at": new.reported_at,
        "gone": _gone(new),
        "sources": [numbers.mark(one) for one in sources.values()],
    }


def _gone(new: Figure) -> str:
    """What became of a correction that does not stand any more."""
    if new.retired_at:
        day = format_date(timezone.localdate(new.retired_at), language=active())
        return _("withdrawn on %(date)s") % {"date": day}
    return _("corrected again on %(date)s") % {"date": day_of(new)} if new.superseded_at else ""


def in_one_line(old: Figure) -> str:
    """ "Kim ngạch xuất khẩu, 6 tỉnh Bắc Trung Bộ, năm 2021: 11,28 → 11,29 tỷ USD (lý do)"."""
    said = [
        " ".join(filter(None, [one.label, one.was, "→", one.becomes]))
        for one in changes(old, old.corrected_by)
    ]
    return f"{what(old)}: {'; '.join(said)} ({old.superseded_reason.rstrip('.')})"
