"""What the search box and the vehicle picker fetch while a visitor types and picks."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.fitment.queries.vehicles import find_vehicle, picker
from catalog.storefront.queries import suggestions as search_suggestions
from catalog.storefront.views.viewer import customer_of, public_page

LONGEST_TEXT = 200
# The places of a vehicle picker on a page; part of the ids of its fields.
PICKERS = ("page", "header", "filters", "hero")


@require_safe
@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """Brands, categories and products that begin as the text does, as options of the box."""
    text = request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST_TEXT]
    proposed = search_suggestions.suggestions(text, customer_of(request))
    return render(
        request, "catalog/storefront/suggestions.html", {"proposed": proposed, "text": text}
    )


@require_safe
@public_page
def vehicle_picker(request: HttpRequest) -> HttpResponse:
    """The vehicle picker with the makes of a year and the models of a make.

    A whole vehicle leads to its list. The scripts of a page ask for the fields alone (HX-Request);
    without scripts it is a page of its own.
    """
    year, make, model = (request.GET.get(name, "") for name in ("year", "make", "model"))
    vehicle = find_vehicle(year, make, model)
    if vehicle and vehicle.model_id and not request.htmx:
        return redirect(f"{reverse('catalog:list')}?{vehicle.query_string}")
    place = request.GET.get("place", "")
    context = {
        "picker": picker(year, make, model),
        "place": place if place in PICKERS else PICKERS[0],
        "canonical_url": f"{settings.BASE_URL.rstrip('/')}{reverse('catalog:vehicle')}",
    }
    name = (
        "catalog/storefront/vehicle_fields.html"
        if request.htmx
        else "catalog/storefront/vehicle.html"
    )
    return render(request, name, context)
