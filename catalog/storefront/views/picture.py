"""The sizes of pictures that pages ask for before they are made."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.products.queries.pictures import SIZES
from media_library.models import Asset, ImageFile
from media_library.publication import access_to, keep_by
from media_library.views import show_rendition


@require_safe
def picture(request: HttpRequest, size: str, image_id: int) -> HttpResponse:
    """Redirects to the picture in a size of `SIZES`; shows a placeholder until it is made.

    404 for an unknown size, for a picture that is not there or cannot be read, and for who may not
    see it.
    """
    image = ImageFile.objects.filter(pk=image_id).first() if size in SIZES else None
    access = access_to(Asset.objects.filter(image=image), request) if image else None
    if image is None or not access:
        raise Http404(_("Picture not found."))
    return keep_by(access, show_rendition(image, SIZES[size]))
