from django.urls import path

from accounts.access import public
from provinces import views

urlpatterns = [
    path("provinces/", public(views.ProvinceList.as_view()), name="province_list"),
    path("provinces/<slug:key>/", public(views.ProvinceDetail.as_view()), name="province_detail"),
    path("regions/", public(views.RegionList.as_view()), name="region_list"),
    path("regions/<slug:key>/", public(views.RegionDetail.as_view()), name="region_detail"),
]
