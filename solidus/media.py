"""Serves the files of the media storage where they lie on this machine's disk."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.static import serve

# What a page shows in place. Everything else is taken away as a file, so that no upload is ever a
# page of our own address; SVG is a picture that can hold scripts.
SHOWN = ("image/", "video/", "audio/")
NOT_SHOWN = "image/svg+xml"
# The folders that anybody may read: pictures, their renditions, films and sounds, portraits of
# people of the admin. Documents are not among them: their own address asks who may read them.
OPEN_FOLDERS = {"original_images", "images", "media", "media_thumbnails", "avatar_images"}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A picture, film or sound of the media storage; 404 for all else and what is not there."""
    # `serve` takes "a/../b" and "./b" for "b", so it is "b" that must be open.
    path = posixpath.normpath(f"/{path}").lstrip("/")
    if path.split("/")[0] not in OPEN_FOLDERS or "\\" in path or "\x00" in path:
        raise Http404(_("There is no such file."))
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    kind = response.get("Content-Type", "")
    if kind.startswith(NOT_SHOWN) or not kind.startswith(SHOWN):
        response["Content-Disposition"] = "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
