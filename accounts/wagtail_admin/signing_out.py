"""Signing out of the admin."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.views.account import LogoutView


class SignOutView(LogoutView):
    """Signs out by a POST alone; Wagtail's view deletes the session's cookie by any method."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse other methods before anything is deleted."""
        if request.method != "POST":
            return self.http_method_not_allowed(request)
        return super().dispatch(request, *args, **kwargs)
