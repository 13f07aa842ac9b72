"""Coming in, going out, and changing a password: Django's views, with limits and a clean exit."""

from typing import Any

from axes.utils import reset as forget_failures
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.enums import Purpose
from accounts.forms import ResetMailForm
from accounts.models import User
from accounts.signing_in import sign_in_here
from accounts.throttle import allowed, network


@login_not_required
@require_POST
@never_cache
@sensitive_post_parameters("password")
def login_in_place(request: HttpRequest) -> JsonResponse:
    """Signs in for a script whose session has expired, so that its page goes on (R7).

    Answers the id of the account, which may be another than before, and a new CSRF token.
    """
    attempt = sign_in_here(request)
    if attempt.message:
        return JsonResponse({"ok": False, "message": attempt.message}, status=attempt.status)
    answer = {"ok": True, "csrf": get_token(request), "account": str(request.user.pk)}
    return JsonResponse(answer)


@method_decorator(login_not_required, name="dispatch")
class SignOut(auth.LogoutView):
    """Ends the session, and tells the browser to forget what pages kept on the device (R7).

    Open to everybody: who presses it after the session ended wants the device cleared all the same.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session."""
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"storage"'
        return response


class PasswordChange(auth.PasswordChangeView):
    """A new password for who is signed in; the other sessions of the account end."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change it, unless the present password was asked too often: each costs a hash."""
        if allowed(Purpose.PASSWORD_CHANGE, str(request.user.pk)):
            return super().post(request, *args, **kwargs)
        refusal = _("The password was tried too many times. Wait 15 minutes and try again.")
        form = PasswordChangeForm(request.user)
        return self.render_to_response(
            self.get_context_data(form=form, refusal=refusal), status=429
        )


class PasswordReset(auth.PasswordResetView):
    """Asks for a mail with which a new password is set."""

    form_class = ResetMailForm
    email_template_name = "registration/password_reset_mail.txt"
    subject_template_name = "registration/password_reset_subject.txt"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send it, unless too many were asked for from one address."""
        if allowed(Purpose.RESET_ASKED, network(request)):
            return super().post(request, *args, **kwargs)
        refusal = _(
            "Too many mails were asked for from your network. Wait an hour and try again, or ask "
            "the officer who keeps the register."
        )
        form = ResetMailForm(initial={"email": request.POST.get("email", "")[:254]})
        return self.render_to_response(
            self.get_context_data(form=form, refusal=refusal), status=429
        )


class PasswordResetConfirm(auth.PasswordResetConfirmView):
    """Where the link of the mail leads; all sessions of the account end with its old password."""

    def get_user(self, uidb64: str) -> User | None:
        """The account of the link; none when it was switched off meanwhile."""
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        """Set it, and end a pause: who reads the mail of the account is not who guessed."""
        forget_failures(username=self.user.get_username())
        return super().form_valid(form)
