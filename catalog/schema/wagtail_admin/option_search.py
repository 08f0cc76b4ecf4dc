"""Answers the search of an input for the options of an attribute."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from catalog.products.models.product import Product
from catalog.schema.models.attribute import Attribute, AttributeOption
from console.visibility import may_see

RESULTS = 25
LONGEST_SEARCH = 100


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


def matching_options(attribute: Attribute, text: str) -> QuerySet[AttributeOption]:
    """The options whose code or label in any language holds every word of `text`."""
    options = AttributeOption.objects.filter(attribute=attribute).annotate(
        spoken=Cast("labels", TextField())
    )
    for word in text.replace("\x00", "")[:LONGEST_SEARCH].split():
        options = options.filter(
            Q(label__icontains=word) | Q(code__icontains=word) | Q(spoken__icontains=word)
        )
    return options.order_by("sort_order", "label", "pk")
