"""What an image looks like by a specification that somebody tries out."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.forms import URLGeneratorForm
from wagtail.images.models import Filter
from wagtail.permissions import policy_registry

from media_library.models import ImageFile
from media_library.views import show_rendition


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponse:
    """The rendition for who may change the image; Wagtail's view would draw it at once."""
    image = get_object_or_404(ImageFile, pk=image_id)
    policy = policy_registry.get_by_type(ImageFile)
    if not policy.user_has_permission_for_instance(request.user, "change", image):
        raise PermissionDenied
    if not _is_offered(filter_spec):
        return HttpResponse("Invalid filter spec", content_type="text/plain", status=400)
    return show_rendition(image, filter_spec)


def _is_offered(filter_spec: str) -> bool:
    """Whether the specification is one that Wagtail's page of addresses can make."""
    try:
        methods = {operation.method for operation in Filter(spec=filter_spec).operations}
    except InvalidFilterSpecError:
        return False
    return methods <= set(URLGeneratorForm.FilterChoices.values)
