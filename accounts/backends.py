"""The authentication backend: checks name and password, with a limit of attempts."""

from typing import Any

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.limits import TooManyAttemptsError, sign_in_attempt
from accounts.models import User
from console.client_address import client_address
from console.limits.counting import forget, give_back, take


class LimitedBackend(ModelBackend):
    """Django's, which refuses even the right password after too many wrong ones.

    Whoever calls `django.contrib.auth.authenticate` with the request is limited by it, and gets a
    TooManyAttemptsError then: a form shows it, `LimitedAttemptsMiddleware` answers for other views.
    """

    # Django's own goes by a way of its own; this one calls `authenticate`.
    aauthenticate = BaseBackend.aauthenticate

    @sensitive_variables("password")
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        """The account that this is the name and the password of, if one may still try."""
        if username is None:
            username = credentials.get(User.USERNAME_FIELD)
        if username is None or password is None:
            return None
        attempt = sign_in_attempt(account=username, address=client_address(request))
        if not take(*attempt):
            raise TooManyAttemptsError(
                _("Too many attempts to sign in. Wait 15 minutes, then try again.")
            )
        user = self._holder(username, password)
        if user is not None:
            of_both, *of_each = attempt
            forget(of_both)
            # The right password is no attempt: many may sign in from one office.
            give_back(*of_each)
        return user

    @sensitive_variables("password")
    def _holder(self, username: str, password: str) -> User | None:
        # No name has such characters, and PostgreSQL does not take them.
        name = username.encode(errors="replace").decode().replace("\0", "\ufffd")
        user = User.objects.filter(username=name).first()
        if user is None:
            # As long as for an account that exists.
            User().set_password(password)
            return None
        holds = user.has_password(password) and self.user_can_authenticate(user)
        return user if holds else None
