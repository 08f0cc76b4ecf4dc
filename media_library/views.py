"""Renditions by addresses that have them made when they are missing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractRendition, Filter
from wagtail.images.utils import verify_signature

from .models import Asset, ImageFile
from .pictures.recipes import drawing_of
from .publication import Access, access_to, keep_by
from .services.rendering import order_rendition

# Grey that stands on light and on dark pages, with the sizes of the picture to come.
PLACEHOLDER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    ' viewBox="0 0 {width} {height}"><rect width="100%" height="100%" fill="#8888"/></svg>'
)


@require_safe
def picture(request: HttpRequest, signature: str, image_id: int, filter_spec: str) -> HttpResponse:
    """A rendition, or a placeholder for it; 404 for who may not see the picture."""
    image = ImageFile.objects.filter(pk=image_id).first()
    is_ours = verify_signature(signature, image_id, filter_spec)
    if image is None or not is_ours:
        raise Http404(_("Picture not found."))
    access = access_to(Asset.objects.filter(image=image), request)
    if not access:
        raise Http404(_("Picture not found."))
    return keep_by(access, show_rendition(image, filter_spec))


def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponse:
    """A document as Wagtail serves it, with how long it may be kept.

    Who may have it is said before it is served, by the hook `before_serve_document`.
    """
    return keep_by(Access.PRIVATE, serve(request, document_id, document_filename))


def show_rendition(image: ImageFile, filter_spec: str) -> HttpResponse:
    """The way to a rendition, or a placeholder while a job makes it; 404 if none can be made."""
    try:
        rendition = image.get_rendition(filter_spec)
        if not rendition.file:
            drawing_of(image, Filter(spec=filter_spec))
    except InvalidFilterSpecError as error:
        raise Http404(_("Picture not found.")) from error
    if rendition.file:
        return redirect(rendition.url)
    if Asset.objects.filter(image=image, status=Asset.Status.FAILED).exists():
        raise Http404(_("This picture cannot be read."))
    order_rendition(image=image, spec=filter_spec)
    return _placeholder(rendition)


def _placeholder(rendition: AbstractRendition) -> HttpResponse:
    content = PLACEHOLDER.format(width=rendition.width, height=rendition.height)
    response = HttpResponse(content, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
