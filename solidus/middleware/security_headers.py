"""Tells browsers, with every answer, what a page of this site may do.

The outermost middleware, so that errors, redirects, files and kept pages are not left out. No page
has a nonce: public pages have no inline script or style at all, so they may be kept and sent again.
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

HEADER = "Content-Security-Policy"
EVERYWHERE = "object-src 'none'; base-uri 'none'; form-action 'self'"
STRICT = f"default-src 'self'; {EVERYWHERE}"
PUBLIC_POLICY = f"{STRICT}; frame-ancestors 'none'"
# A public page as Wagtail's editor shows it beside the form.
PREVIEW_POLICY = f"{STRICT}; frame-ancestors 'self'"
# What Wagtail's own pages need beyond that, as the tests list it: scripts in its templates, styles
# that its editor of rich text writes, icons as data, and pictures as blobs until they are uploaded.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data: blob:; {EVERYWHERE}; frame-ancestors 'self'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Sets the policy of the public site or of the admin, where a view has not set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not (settings.DEBUG and response.status_code in (404, 500)):  # Django's pages of errors
            response.headers.setdefault(HEADER, _policy(request))
        return response


def _policy(request: HttpRequest) -> str:
    if getattr(request, "is_dummy", False):  # as `make_preview_request` marks its request
        return PREVIEW_POLICY
    return ADMIN_POLICY if request.path.startswith(_admin_address()) else PUBLIC_POLICY


@cache
def _admin_address() -> str:
    return reverse("wagtailadmin_home")
