"""Makes the size of a picture that a page asked for and that nobody made yet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from catalog.selectors.pictures import SIZES
from media_library.models import ImageFile

KEPT_SECONDS = 3600


@require_safe
def picture(request: HttpRequest, size: str, image_id: int) -> HttpResponse:
    """Redirects to the picture in one of the sizes of `SIZES`, which is made when it is missing.

    404 for an unknown size, and for a picture that is not there or cannot be read.
    """
    image = ImageFile.objects.filter(pk=image_id).first() if size in SIZES else None
    if image is None:
        raise Http404(_("There is no such picture."))
    try:
        rendition = image.get_rendition(SIZES[size])
    except (SourceImageIOError, InvalidFilterSpecError, OSError) as error:
        raise Http404(_("This picture cannot be read.")) from error
    response = redirect(rendition.url)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
