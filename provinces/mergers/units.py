"""The units that end, and the one that begins (P1)."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from provinces.actions import keep
from provinces.enums import Beginning, Ending, ProvinceKind
from provinces.mergers.rows import Merger, PlacesPlan, taken_up
from provinces.models import Province, ProvinceAlias


def mergeable(units: Iterable[str] | None = None) -> list[Province]:
    """The units that have not ended, in the official order: all, or those of these keys."""
    found = Province.objects.live().filter(valid_until__isnull=True)
    return list(found if units is None else found.filter(key__in=units))


def units_that_end(merger: Merger) -> list[Province]:
    """The units that end, in the order chosen."""
    found = {unit.key: unit for unit in mergeable(merger.units)}
    if not merger.units or set(found) != set(merger.units):
        raise ValidationError({"units": _("Choose units that have not ended.")})
    units = [found[key] for key in merger.units]
    for unit in units:
        if unit.valid_from >= merger.on:
            raise ValidationError(
                {
                    "on": _("%(name)s began on %(day)s: the day must be later.")
                    % {"name": unit.label, "day": f"{unit.valid_from:%-d/%-m/%Y}"}
                }
            )
    becomes_city = units[0].kind != ProvinceKind.CITY and merger.kind == ProvinceKind.CITY
    if len(units) == 1 and not becomes_city:
        raise ValidationError(
            {
                "units": _(
                    "One province alone can become a centrally governed city; "
                    "to merge, choose two units or more."
                )
            }
        )
    if merger.tile not in found:
        raise ValidationError({"tile": _("Choose one of the units that merge.")})
    return units


def check_unit(merger: Merger, units: Sequence[Province]) -> bool:
    """Refuse a new unit that clashes with another; whether a retired one is taken up."""
    unit = Province(
        key=merger.key,
        name=merger.name,
        name_en=merger.name_en,
        kind=merger.kind,
        code=merger.code,
        short=merger.short,
        valid_from=merger.on,
        beginning_act=merger.act,
        territory=merger.key,
    )
    unit.clean_fields(exclude=["territory"])
    for alias in merger.aliases:
        try:
            ProvinceAlias(name=alias).clean_fields(exclude=["province"])
        except ValidationError as refusal:
            raise ValidationError({"aliases": refusal.messages}) from None
    errors: dict[str, str] = {}
    if not merger.act:
        errors["act"] = _("Name the act, e.g. Nghị quyết 202/2025/QH15 (12/06/2025).")
    same_days = (
        Province.objects.live()
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=merger.on))
        .exclude(pk__in=[one.pk for one in units])
    )
    for other in same_days.filter(Q(code=merger.code) | Q(short=merger.short)):
        for field in ("code", "short"):
            if getattr(other, field) == getattr(merger, field):
                errors[field] = _("%(other)s has the same on the same days.") % {
                    "other": other.label
                }
    namesake = Province.objects.filter(key=merger.key).first()
    if namesake and not namesake.is_retired:
        errors["key"] = _("%(other)s has this key.") % {"other": namesake}
    if errors:
        raise ValidationError(dict(errors))
    return namesake is not None


def beginning(merger: Merger, alone: Province | None) -> str:
    """How the new unit came to be; `alone` is the only one it was formed from."""
    if alone is None:
        return Beginning.MERGER.value
    same = alone.name == merger.name
    return Beginning.STATUS.value if same else Beginning.RENAMED.value


def ending(merger: Merger, alone: Province | None) -> str:
    """How the units ended."""
    if alone is None:
        return Ending.MERGED.value
    return Ending.STATUS.value if alone.name == merger.name else Ending.RENAMED.value


def write_units(plan: PlacesPlan, *, by: AbstractUser) -> Province:
    """End the old units, begin the new one, and say that it follows them."""
    merger = plan.merger
    by_key = {unit.key: unit for unit in mergeable(merger.units)}
    old = [by_key[key] for key in merger.units]
    for unit in old:
        unit.valid_until, unit.ending, unit.ending_act = merger.on, plan.ending, merger.act
        keep(record=unit, by=by, reason=merger.mark)
    formed = keep(record=_new_unit(plan), by=by, reason=merger.mark)
    _write_aliases(formed, merger.aliases, by)
    for unit in old:
        unit.successor = formed
        keep(record=unit, by=by, reason=merger.mark)
    return formed


def _new_unit(plan: PlacesPlan) -> Province:
    merger = plan.merger
    unit = taken_up(Province, merger.key)
    unit.name, unit.name_en, unit.kind = merger.name, merger.name_en, merger.kind
    unit.code, unit.short = merger.code, merger.short
    unit.valid_from, unit.valid_until, unit.successor = merger.on, None, None
    unit.beginning, unit.beginning_act = plan.beginning, merger.act
    unit.ending = unit.ending_act = unit.note = ""
    unit.territory, unit.established_year = plan.territory, merger.on.year
    return unit


def _write_aliases(unit: Province, aliases: Sequence[str], by: AbstractUser) -> None:
    unit.aliases.exclude(name__in=aliases).delete()
    for name in set(aliases) - set(unit.aliases.values_list("name", flat=True)):
        keep(record=ProvinceAlias(province=unit, name=name), by=by)
