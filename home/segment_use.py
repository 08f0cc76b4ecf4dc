"""Which pages show the products of a segment."""

from django.db.models import QuerySet

from catalog.models import Segment
from console.json_paths import JsonPathExists

from .models import HomePage


def pages_showing_segment(segment: Segment) -> QuerySet[HomePage]:
    """Home pages with a section of featured products of `segment`."""
    path = '$[*] ? (@.type == "featured_products" && @.value.segment == $code)'
    return HomePage.objects.filter(JsonPathExists("body", path, {"code": segment.code}))
