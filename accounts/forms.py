"""The form of everybody who has forgotten the password."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import auth

from accounts.services.password_reset import request_password_reset


class PasswordResetForm(auth.PasswordResetForm):
    """Has the link sent in the background, from the site's page and from the admin's alike."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def save(self, **_options: Any) -> None:
        """Note the request. The mail and its link are the same whichever page it came from."""
        request_password_reset(mailbox=self.cleaned_data["email"])
