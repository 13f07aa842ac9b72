from django.urls import path

from accounts.access import public
from provinces import views
from provinces.tables import ENDING

urlpatterns = [
    path("provinces/", public(views.ProvinceList.as_view()), name="province_list"),
    path(f"provinces/provinces.{ENDING}", public(views.province_table), name="province_table"),
    path("provinces/<slug:key>/", public(views.ProvinceDetail.as_view()), name="province_detail"),
    path("regions/", public(views.RegionList.as_view()), name="region_list"),
    path(f"regions/regions.{ENDING}", public(views.region_table), name="region_table"),
    path("regions/<slug:key>/", public(views.RegionDetail.as_view()), name="region_detail"),
    path(f"regions/<slug:key>/members.{ENDING}", public(views.member_table), name="member_table"),
]
