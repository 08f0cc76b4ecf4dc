"""Choosers that show records only to those who may see them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse


def may_see(user: AbstractBaseUser, model: type[Model]) -> bool:
    """Whether `user` has any right to the records of `model`."""
    app, name = model._meta.app_label, model._meta.model_name
    return any(
        user.has_perm(f"{app}.{action}_{name}") for action in ("view", "change", "add", "delete")
    )


class PermittedChooser:
    """A chooser viewset whose dialogs open for those only who have a right to its model.

    Wagtail opens them to everybody who may enter the admin, names and search included.
    """

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponse]:
        """The view behind the check."""
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **parameters: Any) -> HttpResponse:
            if not may_see(request.user, self.model):
                raise PermissionDenied
            return view(request, *args, **parameters)

        return checked
