"""Who looks at a page, and what may be kept of what they see."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.models import Customer
from catalog.fitment.queries.vehicles import Vehicle, find_vehicle

# Holds `Vehicle.query_string`; written by the browser, so that pages stay free of Set-Cookie.
VEHICLE_COOKIE = "vehicle"
LONGEST_COOKIE = 400


def customer_of(request: HttpRequest) -> Customer | None:
    """The customer whose prices and assortment the request sees; None for everybody else."""
    user = getattr(request, "user", None)
    return user.active_customer if user is not None and user.is_authenticated else None


def remembered_vehicle(request: HttpRequest) -> Vehicle | None:
    """The vehicle that the visitor's browser remembers, or None."""
    named = QueryDict(unquote(request.COOKIES.get(VEHICLE_COOKIE, "")[:LONGEST_COOKIE]))
    return find_vehicle(named.get("year", ""), named.get("make", ""), named.get("model", ""))


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark the answers of a public page: what nobody signed in for may be cached, the rest not.

    An anonymous answer gets `is_shareable`, by which the page cache knows it; an answer to
    somebody signed in tells every cache on its way not to keep it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        signed_in = request.user.is_authenticated
        response["Cache-Control"] = "private, no-store" if signed_in else "no-cache"
        response.is_shareable = not signed_in and response.status_code == 200
        return response

    return answer
