"""Permission to download a file: one rule for pictures in every size, documents and films.

Anybody may while something that they may see shows its asset, which is neither archived nor past
its licence. Beside that, the people of the admin who work with files. What shows assets is told by
the rooms that do: products, brands and categories by the catalog, pages and logos by the site.
"""

from collections.abc import Callable
from enum import Enum

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from wagtail.permissions import policy_registry

from console.signed_in import User
from console.visibility import SEES, may_see

from .models import Asset
from .querysets import AssetQuerySet

# Where files of the media storage lie, and how their assets are found.
PLACES = {
    "original_images": "image__file",
    "images": "image__renditions__file",
    "media": "media__file",
    "media_thumbnails": "media__thumbnail",
}
ADMIN_ACCESS = "wagtailadmin.access_admin"

Shows = Callable[[Asset, HttpRequest], bool]

_sources: dict[str, Shows] = {}


class Access(Enum):
    """Whether somebody may have a file, and who may keep a copy on the way."""

    NONE = ""
    PRIVATE = "private"
    PUBLIC = "public"

    def __bool__(self) -> bool:
        return self is not Access.NONE


def register_publication(name: str, shows: Shows) -> None:
    """Let a room tell what it shows; once, from `AppConfig.ready()`.

    `shows` is called with an asset and a request, and says whether anything that whoever asks may
    see shows the asset. It asks a fixed number of questions, however much shows it.
    """
    _sources[name] = shows


def access_to(assets: AssetQuerySet, request: HttpRequest) -> Access:
    """Whether whoever asks may have the file of `assets`, which are one or none."""
    asset = assets.select_related("image", "document", "media").first()
    if asset is None:
        return Access.NONE
    if is_shown(asset, request):
        return _kept_by(request)
    return Access.PRIVATE if may_work_with(asset, request.user) else Access.NONE


def is_shown(asset: Asset, request: HttpRequest) -> bool:
    """Whether something that whoever asks may see shows the asset."""
    # Rooms above register before those below, which show nearly all files: those are asked first.
    sources = reversed(_sources.values())
    return asset.is_showable and any(shows(asset, request) for shows in sources)


def may_work_with(asset: Asset, user: User | AnonymousUser) -> bool:
    """Whether it is one of the files that the user works with in the admin."""
    if not user.has_perm(ADMIN_ACCESS):
        return False
    if may_see(user, Asset):
        return True
    policy = policy_registry.get_by_type(type(asset.file_object))
    return policy.user_has_any_permission_for_instance(user, SEES, asset.file_object)


def assets_at(path: str) -> AssetQuerySet:
    """The asset of the file at `path` of the media storage; none for a file that nobody knows."""
    lookup = PLACES.get(path.split("/", maxsplit=1)[0])
    return Asset.objects.filter(**{lookup: path}) if lookup else Asset.objects.none()


def keep_by(access: Access, response: HttpResponse) -> HttpResponse:
    """`response`, which may be kept but is asked for each time, as the rule may have changed."""
    response.setdefault("Cache-Control", f"{access.value}, no-cache")
    return response


def _kept_by(request: HttpRequest) -> Access:
    """A bare visitor's answer is everybody's; one with a session may have passed a password."""
    is_bare = settings.SESSION_COOKIE_NAME not in request.COOKIES
    return Access.PUBLIC if is_bare and not request.user.is_authenticated else Access.PRIVATE
