"""Choosers that show records only to those who may see them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from console.visibility import may_see


class PermittedChooser:
    """A chooser viewset whose dialogs open for those only who have a right to its model.

    Wagtail opens them to everybody who may enter the admin, names and search included.
    """

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses, without that of the form to create a record where there is none."""
        patterns = super().get_urlpatterns()
        if self.creation_form_class or self.form_fields or self.exclude_form_fields:
            return patterns
        return [pattern for pattern in patterns if pattern.name != "create"]

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponse]:
        """The view behind the check."""
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **parameters: Any) -> HttpResponse:
            if not may_see(request.user, self.model):
                raise PermissionDenied
            return view(request, *args, **parameters)

        return checked
