"""What the builder asks: the fields, the choices of one, and what a filter finds."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from catalog.products.models.product import Product
from catalog.products.querysets import ProductQuerySet
from catalog.segments.compilation import check_filter, segment_products
from catalog.segments.description import describe_fields
from catalog.segments.registry import segment_fields
from catalog.segments.rights import FilterRights
from catalog.segments.wagtail_admin.builder.fields import LONGEST_JSON
from console.postgresql.statement_timeout import StatementTimeoutError, statement_timeout
from console.signed_in import SignedInRequest
from console.visibility import may_see
from console.wagtail_admin.paginator import QuickCountPaginator

LONGEST_COUNT = 3000  # milliseconds
EXAMPLES = 5
LONGEST_SEARCH = 100
MOST_VALUES = 200

View = Callable[[SignedInRequest], HttpResponse]


def for_those_who_see_products(view: View) -> View:
    """Only for people with a right to products: names and numbers of them are shown."""

    @wraps(view)
    def checked(request: SignedInRequest) -> HttpResponse:
        if not may_see(request.user, Product):
            raise PermissionDenied
        return view(request)

    return checked


@require_GET
@for_those_who_see_products
def fields(request: SignedInRequest) -> HttpResponse:
    """Every field and operator of the language that the user may ask."""
    return JsonResponse(describe_fields(request.user))


@require_GET
@for_those_who_see_products
def choices(request: SignedInRequest) -> HttpResponse:
    """The choices of `field` that hold the text `q`, or the labels of the values `value`."""
    field = segment_fields(request.user).get(request.GET.get("field", ""))
    if field is None or field.choices is None:
        return JsonResponse({"error": _("This field has no choices.")}, status=404)
    values = [value for value in request.GET.getlist("value")[:MOST_VALUES] if "\x00" not in value]
    text = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "")
    found = field.choices.labelled(values) if values else field.choices.find(text)
    return JsonResponse({"choices": FilterRights().known_choices(field, found, request.user)})


@require_POST
@for_those_who_see_products
def preview(request: SignedInRequest) -> HttpResponse:
    """How many products a filter finds and the first of them, or why it cannot be asked."""
    try:
        products = segment_products(_read_filter(request), user=request.user)
        return JsonResponse(_found(products))
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    except StatementTimeoutError:
        message = _(
            "Counting takes too long. You can save and use the filter; to make it faster, start "
            "with a condition that few products meet."
        )
        return JsonResponse({"error": message, "is_slow": True}, status=400)


def _read_filter(request: SignedInRequest) -> Any:
    """The filter in the body, checked as the segment in the address would store it."""
    if len(request.body) > LONGEST_JSON:
        raise ValidationError(_("The filter is too long."))
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        raise ValidationError(_("The filter cannot be read.")) from None
    check_filter(found, code=request.GET.get("segment", ""), user=request.user)
    return found


def _found(products: ProductQuerySet) -> dict[str, Any]:
    """Number and examples, unless the database needs too long for them."""
    with statement_timeout(LONGEST_COUNT):
        paginator = QuickCountPaginator(products, per_page=EXAMPLES)
        count, is_estimate = paginator.count, paginator.is_estimate
        examples = list(products.order_by().select_related("brand")[:EXAMPLES])
    return {
        "label": _label(count, is_estimate),
        "examples": [
            {
                "title": str(product),
                "url": reverse("catalog_product:edit", args=[product.pk]),
            }
            for product in examples
        ],
    }


def _label(count: int, is_estimate: bool) -> str:
    if is_estimate:
        return _("About %(count)s products") % {"count": f"{round(count, -3):,}"}
    return ngettext("%(count)s product", "%(count)s products", count) % {"count": f"{count:,}"}
