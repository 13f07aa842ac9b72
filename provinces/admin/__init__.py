"""The admin of places, and what the admin of every kept record shares."""

from provinces.admin.places import MapLayoutAdmin, ProvinceAdmin, RegionAdmin

__all__ = ["MapLayoutAdmin", "ProvinceAdmin", "RegionAdmin"]
