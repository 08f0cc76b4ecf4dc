"""Serves the files of the media storage where they lie on this machine's disk."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.static import serve

from media_library.publication import ADMIN_ACCESS, PLACES, Access, access_to, assets_at, keep_by

# What a page shows in place. Everything else is taken away as a file, so that no upload is ever a
# page of our own address; SVG is a picture that can hold scripts.
SHOWN = ("image/", "video/", "audio/")
NOT_SHOWN = "image/svg+xml"
# Profile pictures stand on pages of the admin alone.
PROFILE_PICTURES = "avatar_images"
# The folders that are read here at all. Documents are not among them: they have their own address.
OPEN_FOLDERS = {*PLACES, PROFILE_PICTURES}


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A picture, film or sound; 404 for all else, what is not there, and who may not have it."""
    # `serve` takes "a/../b" and "./b" for "b", so it is "b" that must be open.
    path = posixpath.normpath(f"/{path}").lstrip("/")
    if path.split("/")[0] not in OPEN_FOLDERS or "\\" in path or "\x00" in path:
        raise Http404(_("File not found."))
    access = _access_to_file(request, path)
    if not access:
        raise Http404(_("File not found."))
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    kind = response.get("Content-Type", "")
    if kind.startswith(NOT_SHOWN) or not kind.startswith(SHOWN):
        response["Content-Disposition"] = "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return keep_by(access, response)


def _access_to_file(request: HttpRequest, path: str) -> Access:
    if path.startswith(f"{PROFILE_PICTURES}/"):
        return Access.PRIVATE if request.user.has_perm(ADMIN_ACCESS) else Access.NONE
    return access_to(assets_at(path), request)
