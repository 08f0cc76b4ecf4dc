"""The product list, whole or of one category."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.fitment.queries.vehicles import VehiclePicker, picker
from catalog.schema.queries.cache import cached_until_the_catalog_changes
from catalog.schema.queries.labels import catalog_labels
from catalog.storefront.queries.listing import Listing, product_listing
from catalog.storefront.queries.listing_request import ListingRequest, read_listing_request
from catalog.storefront.queries.supersession import answers_instead
from catalog.storefront.views.compiled import compiled
from catalog.storefront.views.viewer import customer_of, public_page
from search.engine import PRICE_SORTS
from search.services.search_log import record_search

VIEWS = ("grid", "list")


@require_safe
@public_page
def product_list(request: HttpRequest, slug: str = "") -> HttpResponse:
    """A page of products; 404 for an unknown category or a page that the list has not."""
    words = catalog_labels()
    category = words.category_by_slug.get(slug) if slug else None
    if slug and category is None:
        raise Http404(_("Category not found."))
    asked = read_listing_request(request.GET, words, category)
    if asked.page < 1:
        raise Http404(_("Page not found."))
    customer = customer_of(request)
    sees_prices = customer is not None or settings.PUBLIC_PRICES
    if asked.sort in PRICE_SORTS and not sees_prices:
        # The order alone would tell who is cheaper than whom.
        asked = replace(asked, sort="", is_plain=False)
    listing = product_listing(asked, customer)
    if asked.page > listing.last_page:
        raise Http404(_("The list does not have this page."))
    record_search(text=asked.text, result=listing.result, customer=customer)
    context = {
        **_addresses(asked),
        "listing": listing,
        "asked": asked,
        "category": category,
        "trail": words.ancestors(category) if category else [],
        "sorts": _sorts(asked, sees_prices=sees_prices),
        "is_indexable": asked.is_plain and not asked.is_narrowed,
        "vehicle_fields": vehicle_fields(request, listing),
        "search_text": asked.text,
        "answers_instead": answers_instead(asked.text, customer) if asked.text else [],
        "picked_vehicle": listing.vehicle,
        "view": _view(request),
        "no_price_label": _("Price on request") if sees_prices else _("Sign in for prices"),
    }
    context["main"] = compiled("catalog/storefront/list.html", context)
    response = render(request, "catalog/storefront/list.html", context)
    # Addresses with parameters of strangers are answered but not kept.
    response.is_odd = not asked.is_plain
    return response


def vehicle_fields(request: HttpRequest, listing: Listing) -> SafeString:
    """The fields of the vehicle picker with the vehicle of the list, or as far as it was picked."""
    named = listing.vehicle.parameters if listing.vehicle else request.GET
    chosen = (named.get(name, "") for name in ("year", "make", "model"))
    return _vehicle_fields(picker(*chosen))


@cached_until_the_catalog_changes(at_most=500)
def _vehicle_fields(choices: VehiclePicker) -> SafeString:
    context = {"picker": choices, "place": "filters"}
    return render_to_string("catalog/storefront/vehicle_fields.html", context)


def _view(request: HttpRequest) -> str:
    for wanted in (request.GET.get("view"), request.COOKIES.get("view")):
        if wanted in VIEWS:
            return wanted
    return VIEWS[0]


def _addresses(asked: ListingRequest) -> dict[str, Any]:
    """The addresses that the page links to; `views`: (value, label, address) of each look of it."""
    catalog_url = reverse("catalog:list")
    address = asked.address(catalog_url, page=asked.page)
    joint = "&" if "?" in address else "?"
    labels = {"grid": _("Grid"), "list": _("List")}
    return {
        "catalog_url": catalog_url,
        "list_url": asked.path or catalog_url,
        "all_url": replace(asked, category=None, page=1).address(catalog_url),
        "canonical_url": settings.BASE_URL.rstrip("/") + address,
        "views": [(view, labels[view], f"{address}{joint}view={view}") for view in VIEWS],
    }


def _sorts(asked: ListingRequest, *, sees_prices: bool) -> list[tuple[str, str, bool]]:
    """(value, label, whether it is chosen) of each order that the visitor may ask for."""
    sorts = [
        ("", _("Best match") if asked.text else _("Name")),
        ("number", _("Part number")),
        ("newest", _("Newest")),
    ]
    if asked.text:
        sorts.insert(1, ("name", _("Name")))
    if sees_prices:
        sorts += [("price", _("Price, lowest first")), ("-price", _("Price, highest first"))]
    return [(value, label, value == asked.sort) for value, label in sorts]
