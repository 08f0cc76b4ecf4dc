"""Answers the search of an input for the options of an attribute."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute
from catalog.schema.queries.option_search import matching_options
from console.visibility import may_see

RESULTS = 25


def search_options(request: HttpRequest, pk: Any) -> JsonResponse:
    """The first options of the attribute that hold every word of `q`, a page of them."""
    if not (may_see(request.user, Product) or may_see(request.user, Attribute)):
        raise PermissionDenied
    attribute = get_object_or_404(Attribute, pk=pk)
    found = matching_options(attribute, request.GET.get("q", ""))[: RESULTS + 1]
    language = get_language() or ""
    results = [
        {"code": option.code, "label": option.labels.get(language) or option.label}
        for option in found
    ]
    return JsonResponse({"results": results[:RESULTS], "more": len(results) > RESULTS})
