"""Makes the size of a picture that a page asked for and that nobody made yet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from catalog.selectors.pictures import SIZES, is_public_picture
from media_library.models import ImageFile

KEPT_SECONDS = 3600


@require_safe
def picture(request: HttpRequest, size: str, image_id: int) -> HttpResponse:
    """Redirects to the picture in one of the sizes of `SIZES`, which is made when it is missing.

    404 for an unknown size, and for a picture that is not there or cannot be read; pictures of
    drafts, archived ones and those past their licence are there for the people of the admin alone.
    """
    image = ImageFile.objects.filter(pk=image_id).first() if size in SIZES else None
    is_public = image is not None and is_public_picture(image.pk)
    if image is None or not (is_public or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404(_("There is no such picture."))
    try:
        rendition = image.get_rendition(SIZES[size])
    except (SourceImageIOError, InvalidFilterSpecError, OSError) as error:
        raise Http404(_("This picture cannot be read.")) from error
    response = redirect(rendition.url)
    kept_by = "public" if is_public else "private"
    response["Cache-Control"] = f"{kept_by}, max-age={KEPT_SECONDS}"
    return response
