"""Which pages show the products of a segment."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalog.models import Segment
from catalog.schema.code_uses.registry import Code, CodeUse
from console.postgresql.json_paths import JsonPathExists

from .models import HomePage


def pages_with(code: Code) -> Iterator[CodeUse]:
    """Home pages with a section of featured products of a segment."""
    if code.record_as(Segment, "code"):
        path = '$[*] ? (@.type == "featured_products" && @.value.segment == $code)'
        pages = HomePage.objects.filter(JsonPathExists("body", path, {"code": code.text}))
        yield CodeUse((_("page"), _("pages")), pages)
