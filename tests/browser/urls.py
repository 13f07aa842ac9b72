"""The addresses of the portal, and the gallery that is otherwise served in development only."""

from django.urls import path

from accounts.access import public
from portal import views
from portal.urls import urlpatterns as portal_urls

urlpatterns = [*portal_urls, path("components/", public(views.Gallery.as_view()))]
