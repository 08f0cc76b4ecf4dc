"""The public side of accounts. How often anything may be tried is counted elsewhere: by the
sign-in backend and by `LimitedAttemptsMiddleware`."""

from django.contrib.auth import views
from django.urls import reverse_lazy

from .forms import PasswordResetForm


class SignInView(views.LoginView):
    """Signs in customers' contacts and our own people alike."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class ResetView(views.PasswordResetView):
    """Asks for the mailbox that a link to a new password is sent to."""

    template_name = "accounts/password_reset.html"
    form_class = PasswordResetForm
    success_url = reverse_lazy("accounts:password_reset_sent")


class ResetSentView(views.PasswordResetDoneView):
    """Says the same to everybody, whether or not there is an account."""

    template_name = "accounts/password_reset_sent.html"


class ResetConfirmView(views.PasswordResetConfirmView):
    """Takes the new password from whoever has the link."""

    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("accounts:password_reset_done")


class ResetDoneView(views.PasswordResetCompleteView):
    """Leads on to signing in."""

    template_name = "accounts/password_reset_done.html"
