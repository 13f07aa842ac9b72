from django.urls import path

from accounts.access import public
from metrics import views

urlpatterns = [
    path("indicators/", public(views.IndicatorList.as_view()), name="indicator_list"),
    path(
        "indicators/<slug:key>/", public(views.IndicatorDetail.as_view()), name="indicator_detail"
    ),
]
