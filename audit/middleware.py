"""Tells the database who is acting, so that the change log can say so."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit.services import acting_as
from audit.sources import ChangeSource


class ChangeSourceMiddleware:
    """Names the signed-in user as the source of what a writing request changes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return self.get_response(request)
        with acting_as(user_id=request.user.pk, source=ChangeSource.FORM.of()):
            return self.get_response(request)
