"""The sign-in forms of the site and of the admin, which bear only so many attempts."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms.auth import LoginForm

from accounts.services.sign_in import begin_attempt, client_address, forget_attempts


class LimitedAttempts:
    """Refuses even the right password after too many wrong ones, per account and address."""

    def clean(self) -> dict[str, Any]:
        """Check the password, if that is still allowed."""
        account = self.cleaned_data.get("username")
        if not account or not self.cleaned_data.get("password"):
            return super().clean()
        attempt = {"account": account, "address": client_address(self.request)}
        if not begin_attempt(**attempt):
            raise ValidationError(
                _("Too many attempts to sign in. Wait 15 minutes, then try again."),
                code="too_many_attempts",
            )
        cleaned = super().clean()
        forget_attempts(**attempt)
        return cleaned


class SignInForm(LimitedAttempts, AuthenticationForm):
    """The form of the public site."""


class AdminSignInForm(LimitedAttempts, LoginForm):
    """The form of the admin."""
