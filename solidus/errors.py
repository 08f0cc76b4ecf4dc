"""The page for a request that cannot be read: the site's, the admin's, or JSON."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from .middleware.unreadable import UnreadableRequestError


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with the request, in the language of the visitor."""
    with override(get_language_from_request(request)):
        message = _(
            "The request is damaged, or the uploaded file is too large. Go back and upload a "
            "smaller file, or try again."
        )
        if isinstance(exception, UnreadableRequestError):
            message = str(exception)
        if _wants_json(request):
            return JsonResponse({"error": message}, status=400)
        template = "wagtailadmin/400.html" if _is_in_admin(request) else "400.html"
        return render(request, template, {"message": message}, status=400)


def _wants_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json" or (
        request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def _is_in_admin(request: HttpRequest) -> bool:
    """Whether a person of the admin asked it for something; Wagtail's frame needs one."""
    user = getattr(request, "user", None)
    return (
        request.path.startswith(reverse("wagtailadmin_home"))
        and user is not None
        and user.has_perm("wagtailadmin.access_admin")
    )
