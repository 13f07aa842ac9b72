"""The lists of places as tables that are taken away. `site` is "https://host"."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Region
from provinces.presentation import on
from provinces.queries import Places
from provinces.tables import Column, Table


def province_table(units: Sequence[dict], day: dt.date, *, site: str) -> Table:
    """The units of a day in the official order; `units` of `presentation.units` (P2)."""

    def unit(row: dict) -> Any:
        return row["province"]

    columns = [
        Column(_("Code"), lambda row: unit(row).code, 8),
        Column(_("Province or city"), lambda row: unit(row).label, 24),
        Column(_("Province or city, with its kind"), lambda row: unit(row).full_name, 28),
        Column(_("Since"), lambda row: row["since"], 14),
        Column(_("Last valid day"), lambda row: unit(row).last_day, 14),
        Column(_("Hosted"), lambda row: row["hosted"], 10),
        Column(
            _("Formed from"), lambda row: ", ".join(one.label for one in row["formed_from"]), 40
        ),
        Column(_("Now"), lambda row: row["today"].label, 24),
        Column(_("Address"), lambda row: site + unit(row).get_absolute_url(), 40),
    ]
    name = _("Provinces and cities") if day == timezone.localdate() else ""
    return Table(_("Provinces and cities"), columns, units, [on(day)], name=name)


def region_table(kinds: Iterable[dict], *, site: str) -> Table:
    """Regions by kind with their conferences; `kinds` of `presentation.regions_by_kind`."""
    rows = (row for kind in kinds for row in kind["regions"])

    def region(row: dict) -> Region:
        return row["region"]

    columns = [
        Column(_("Kind of region"), lambda row: region(row).get_kind_display(), 24),
        Column(_("Region"), lambda row: region(row).label, 40),
        Column(_("Valid from"), lambda row: region(row).valid_from, 12),
        Column(_("Last valid day"), lambda row: _last_day(region(row).valid_until), 14),
        Column(_("Certainty"), lambda row: region(row).get_certainty_display(), 14),
        Column(_("According to"), lambda row: region(row).citation, 50),
        Column(_("Conferences"), lambda row: row["conferences"], 10),
        Column(_("Address"), lambda row: site + region(row).get_absolute_url(), 40),
    ]
    return Table(_("Regions"), columns, rows)


def member_table(region: Region, places: Places, *, site: str) -> Table:
    """The memberships of a region of `queries.region_page`, each with its days (P4)."""
    columns = [
        Column(_("Code"), lambda one: one.province.code, 8),
        Column(_("Province or city"), lambda one: one.province.label, 24),
        Column(_("Now"), lambda one: places.today(one.province).label, 24),
        Column(_("Member from"), lambda one: one.valid_from, 14),
        Column(_("Last day of membership"), lambda one: _last_day(one.valid_until), 14),
        Column(_("Certainty"), lambda one: one.get_certainty_display(), 14),
        Column(_("According to"), lambda one: one.citation or region.citation, 50),
        Column(_("Address"), lambda one: site + one.province.get_absolute_url(), 40),
    ]
    return Table(_("Members"), columns, region.memberships.all(), [region.label])


def _last_day(valid_until: dt.date | None) -> dt.date | None:
    return valid_until and valid_until - dt.timedelta(days=1)
