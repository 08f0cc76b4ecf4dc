"""Serves the files of the media storage where they lie on this machine's disk."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.static import serve

# What a page shows in place. Everything else is taken away as a file, so that no upload is ever a
# page of our own address; SVG is a picture that can hold scripts.
SHOWN = ("image/", "video/", "audio/")
NOT_SHOWN = "image/svg+xml"
# Documents have an address of their own that asks who may read them.
DOCUMENTS = "documents/"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A picture, film or sound of the media storage; 404 for documents and what is not there."""
    if path.lstrip("/").startswith(DOCUMENTS) or ".." in path or "\x00" in path:
        raise Http404(_("There is no such file."))
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    kind = response.get("Content-Type", "")
    if kind.startswith(NOT_SHOWN) or not kind.startswith(SHOWN):
        response["Content-Disposition"] = "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
