"""Login, logout and passwords. The admin's own ways out and to a new password lead here too."""

from django.contrib.auth.views import (
    LoginView,
    PasswordChangeDoneView,
    PasswordResetCompleteView,
    PasswordResetDoneView,
)
from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("login/in-place/", views.login_in_place, name="login_in_place"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("password/", views.PasswordChange.as_view(), name="password_change"),
    path("password/changed/", PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("password/forgotten/", views.PasswordReset.as_view(), name="password_reset"),
    path("password/forgotten/sent/", PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password/new/<str:uidb64>/<str:token>/",
        views.PasswordResetConfirm.as_view(),
        name="password_reset_confirm",
    ),
    path("password/set/", PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("admin/logout/", views.SignOut.as_view(), name="admin_logout"),
    path("admin/password_change/", views.PasswordChange.as_view(), name="admin_password_change"),
]
