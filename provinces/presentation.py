"""Provinces and regions in the shapes their pages show."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.enums import Certainty, RegionKind
from provinces.footing import AS_REPORTED, REPORTED, TODAY, Footing
from provinces.forms import FootingForm
from provinces.models import COVERAGE_START, Province, Region, RegionMembership
from provinces.queries import Places, members_on, tile_map
from vietnamese.dates import format_date
from vietnamese.language import active

# Days on which the list of units changed most: worth a link on the page (P2).
LANDMARKS = (COVERAGE_START, dt.date(2008, 8, 1), dt.date(2025, 7, 1))


def on(day: dt.date) -> str:
    """A day in the reader's language."""
    return format_date(day, "day", active())


def began(unit: Province) -> str:
    """The day a unit began, as far as the register goes back."""
    return _("before 2004") if unit.began_before_coverage else on(unit.valid_from)


def ended(unit: Province, places: Places) -> str:
    """ "Đến hết 30/6/2025, nay thuộc Quảng Trị"; empty for a unit of today."""
    if unit.last_day is None:
        return ""
    until = _("until %(day)s") % {"day": on(unit.last_day)}
    return ", ".join(filter(None, [until, places.now_part_of(unit)]))


def landmarks() -> list[tuple[str, str]]:
    """Days worth a look, each with the address part that shows it."""
    return [(on(day), day.isoformat()) for day in LANDMARKS]


def hosted_counts(
    units: Iterable[Province], hosted: Mapping[int, int], places: Places
) -> dict[int, int]:
    """Unit id → conferences hosted by it and the units it was formed from."""
    counts = {}
    for unit in units:
        line = [unit, *places.forebears(unit)]
        counts[unit.pk] = sum(hosted.get(one.pk, 0) for one in line)
    return counts


def units(found: Iterable[Province], counts: Mapping[int, int], places: Places) -> list[dict]:
    """The rows of the table of units."""
    return [
        {
            "province": unit,
            "today": places.today(unit),
            "hosted": counts.get(unit.pk, 0),
            "since": began(unit),
            "formed_from": [one for one in places.forebears(unit) if one.successor_id == unit.pk],
        }
        for unit in found
    ]


def hosts_map(day: dt.date, counts: Mapping[int, int]) -> dict | None:
    """Who has a record of hosting, on the tile map of a day."""

    def title(unit: Province) -> str:
        number = counts.get(unit.pk, 0)
        if not number:
            return unit.label
        words = ngettext("hosted %(n)s conference", "hosted %(n)s conferences", number)
        return f"{unit.label}, {words % {'n': number}}"

    return tile_map(
        day,
        states={pk: "in" for pk, number in counts.items() if number},
        description=_("Map of provinces and cities: those with a record of hosting"),
        title=title,
        legend=[("in", _("has a record of hosting")), ("", _("no record of hosting yet"))],
    )


def lineage(province: Province, places: Places) -> list[list[dict]]:
    """Columns for `components/lineage.html`, oldest first; empty for a unit that stands alone."""
    family = places.family(province)
    if sum(map(len, family)) == 1:
        return []
    return [
        [
            {
                "name": unit.label,
                "kind": unit.get_kind_display(),
                "from_label": began(unit),
                "until_label": on(unit.last_day) if unit.last_day else _("today"),
                "act": unit.ending_act or unit.beginning_act,
                "url": unit.get_absolute_url(),
                "current": unit.pk == province.pk,
            }
            for unit in generation
        ]
        for generation in family
    ]


def province_footing(
    province: Province, query: QueryDict, places: Places
) -> tuple[Footing, dict | None]:
    """On which units the page of a unit reads its figures, and the switch (P5).

    A unit of today that was formed by a merger is read on today's units unless said. A former one
    stands as reported and leads to the page of today. No switch where both come to the same.
    """
    if len({places.by_id[pk].territory for pk in places.kindred_ids(province)}) == 1:
        return AS_REPORTED, None
    today = places.today(province)
    if today == province:
        form = FootingForm.read(query, default=TODAY)
        return form.asked(), form.switch(query)
    label = _("On today's provinces: %(name)s") % {"name": today.label}
    return AS_REPORTED, {
        "choices": [
            {"label": _("As reported"), "url": province.get_absolute_url(), "current": True},
            {"label": label, "url": f"{today.get_absolute_url()}?footing={TODAY}"},
        ],
    }


def region_footing(region: Region, query: QueryDict) -> tuple[Footing, dict]:
    """On which units a region's page adds up: today's of a region of today, unless said."""
    form = FootingForm.read(query, default=REPORTED if region.valid_until else TODAY)
    return form.asked(), form.switch(query)


def facts(province: Province) -> list[dict]:
    """What stands on a unit's card."""
    since = began(province)
    rows = [
        {"label": _("Kind"), "value": province.get_kind_display()},
        {"label": _("Official code"), "value": province.code},
        {
            "label": _("Valid"),
            "value": f"{since} – {on(province.last_day) if province.last_day else _('today')}",
        },
    ]
    if province.beginning:
        rows.append(
            {
                "label": _("How it began"),
                "value": province.get_beginning_display(),
                "note": province.beginning_act,
            }
        )
    if province.ending:
        rows.append(
            {
                "label": _("How it ended"),
                "value": province.get_ending_display(),
                "note": province.ending_act,
            }
        )
    if spellings := [alias.name for alias in province.aliases.all()]:
        rows.append({"label": _("Also written"), "value": ", ".join(spellings)})
    return rows


def regions_of(province: Province) -> list[dict]:
    """The regions a unit belonged to, each with the days."""
    return [{"region": one.region, "validity": validity(one)} for one in province.memberships.all()]


def regions_by_kind(regions: Iterable[Region], counts: Mapping[int, int]) -> list[dict]:
    """Regions under their kind, those of today before those of the past."""
    by_kind: dict[str, list[dict]] = {}
    for region in regions:
        by_kind.setdefault(region.kind, []).append(
            {
                "region": region,
                "validity": validity(region),
                "is_past": region.valid_until is not None,
                "conferences": counts.get(region.pk, 0),
            }
        )
    order = (RegionKind.CONFERENCE, RegionKind.STATISTICAL, RegionKind.SUB_REGION)
    return [
        {
            "label": kind.label,
            "regions": sorted(by_kind[kind], key=lambda shown: shown["is_past"]),
        }
        for kind in order
        if kind in by_kind
    ]


def validity(dated: Region | RegionMembership) -> str:
    """ "1/8/2008 – 30/6/2025", "từ 1/7/2025"."""
    if dated.valid_until is None:
        return _("since %(day)s") % {"day": on(dated.valid_from)}
    return f"{on(dated.valid_from)} – {on(dated.valid_until - dt.timedelta(days=1))}"


def day_to_show(region: Region, today: dt.date) -> dt.date:
    """Today, or the last day of a region that has ended."""
    return min(region.valid_until - dt.timedelta(days=1), today) if region.valid_until else today


def memberships(region: Region, places: Places) -> list[dict]:
    """A region's members with their days, certainty and what says so."""
    whole = (region.valid_from, region.valid_until)
    return [
        {
            "province": one.province,
            "now": places.now_part_of(one.province),
            "validity": "" if (one.valid_from, one.valid_until) == whole else validity(one),
            "inferred": one.certainty == Certainty.INFERRED,
            "certainty": one.get_certainty_display(),
            "citation": one.citation,
        }
        for one in region.memberships.all()
    ]


def region_map(region: Region, day: dt.date) -> dict | None:
    """The members of a region on the tile map of a day."""
    states = {member.pk: "in" for member in members_on(region, day)}
    word = _("member of the region")
    return tile_map(
        day,
        states=states,
        description=_("Map of the region on %(day)s") % {"day": on(day)},
        title=lambda unit: ", ".join([unit.label, *([word] if unit.pk in states else [])]),
        legend=[("in", word)],
    )
