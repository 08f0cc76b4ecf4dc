"""Types of who is signed in, for rooms below the one that has the model of users.

A module that is imported before the apps are loaded takes them under TYPE_CHECKING.
"""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    # What AUTH_USER_MODEL names, by the name that the type checker's plugin has for it.
    from django.contrib.auth.models import _User as User
else:
    from django.contrib.auth.base_user import AbstractBaseUser as User

__all__ = ["SignedInRequest", "User"]


class SignedInRequest(HttpRequest):
    """A request to the admin, which lets nobody in who is not signed in. Only a type."""

    user: User
