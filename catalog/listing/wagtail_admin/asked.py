"""What a listing is asked for by its address: view, filters, search, columns and order.

The filters stand in the address as members of a segment's filter, each as JSON, so that a set of
filters is a segment, and a segment is a set of filters.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.listing.models import ListingPreference
from catalog.listing.queries.ordering import DEFAULT_ORDER, is_known_order
from catalog.products.models.product import Product
from catalog.products.queries.text_search import search_condition
from catalog.products.querysets import ProductQuerySet
from catalog.segments.compilation import segment_products
from catalog.segments.models import Segment
from catalog.segments.rights import segments_known_to
from console.keys import read_key

VIEW, FILTER, COLUMNS, ORDER, SEARCH, PAGE = "segment", "f", "columns", "ordering", "q", "p"
# Stands for "no filter", where a view with filters is open.
NO_FILTER = ""
# What an address holds for a moment only: of the page, of Wagtail, and of the panels.
NOT_OF_THE_LISTING = (PAGE, "_w_filter_fragment", "export", "field", "at")
LONGEST_FILTER = 20_000


@dataclass(frozen=True)
class AskedListing:
    """A listing as its address asks for it, for one user."""

    query: QueryDict
    user: User

    @cached_property
    def view(self) -> Segment | None:
        """The view that is open: a shared one, or the user's own."""
        key = read_key(self.query.get(VIEW, ""))
        return segments_known_to(self.user).filter(pk=key).first() if key is not None else None

    @cached_property
    def members(self) -> list[Any]:
        """The conditions and groups that must all hold; ValidationError where one is no JSON."""
        if FILTER in self.query:
            return [_read(text) for text in self.query.getlist(FILTER) if text != NO_FILTER]
        return members_of(self.view.filter) if self.view else []

    @property
    def filter(self) -> dict[str, Any]:
        """The filter as a segment stores it."""
        return filter_of(self.members)

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.query.get(SEARCH, "").replace("\x00", "").strip()

    @cached_property
    def column_names(self) -> list[Any]:
        """The columns: of the address, of the view, or those that the user has chosen."""
        if COLUMNS in self.query:
            return self.query[COLUMNS].split(",")
        if self.view and self.view.columns:
            return list(self.view.columns)
        return list(self._preference.columns)

    @cached_property
    def order(self) -> str:
        """The order: of the address, of the view, or the one that the user has chosen."""
        view_order = self.view.ordering if self.view else ""
        asked = (self.query.get(ORDER, ""), view_order, self._preference.ordering)
        return next((order for order in asked if is_known_order(order)), DEFAULT_ORDER)

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter or a search leaves products out."""
        return bool(self.text or self.query.getlist(FILTER) or (self.view and self.view.filter))

    @property
    def differs_from_view(self) -> bool:
        """Whether the open view would look different after it was saved."""
        return self.view is not None and any(
            name in self.query for name in (FILTER, COLUMNS, ORDER)
        )

    def products(self) -> ProductQuerySet:
        """The products that are listed; ValidationError where a filter cannot be asked."""
        products = Product.objects.all()
        if self.members:
            products = segment_products(self.filter, user=self.user)
        return products.filter(search_condition(self.text)) if self.text else products

    @cached_property
    def _preference(self) -> ListingPreference:
        return ListingPreference.objects.filter(user=self.user).first() or ListingPreference()

    def address(self, **changes: Any) -> str:
        """The query string with some parts of it set, or removed where they are None."""
        query = self.query.copy()
        for name in NOT_OF_THE_LISTING:
            query.pop(name, None)
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query.setlist(name, value if isinstance(value, list) else [value])
        return f"?{query.urlencode()}"

    def with_members(self, members: Sequence[Any]) -> str:
        """The query string with other filters."""
        nothing = [NO_FILTER] if self.view else None
        return self.address(**{FILTER: [_written(member) for member in members] or nothing})


def listing_url(*members: Any) -> str:
    """The address of the listing of the products for which all of `members` hold."""
    filters = urlencode([(FILTER, _written(member)) for member in members])
    return f"{reverse('catalog_product:list')}?{filters}"


def _written(member: Any) -> str:
    return json.dumps(member, ensure_ascii=False)


def _read(text: str) -> Any:
    try:
        # Deep nesting would exhaust the stack before the language can refuse it.
        if len(text) > LONGEST_FILTER:
            raise ValueError
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(_("A filter in the URL is not valid. Add it again.")) from None


def members_of(segment_filter: dict[str, Any]) -> list[Any]:
    """The members of a filter that must all hold; the whole filter, where it says otherwise."""
    members = (segment_filter or {}).get("conditions", [])
    if not members:
        return []
    whole = segment_filter.get("match", "all") == "all" and not segment_filter.get("not")
    return (
        list(members)
        if whole or (len(members) == 1 and not segment_filter.get("not"))
        else [segment_filter]
    )


def filter_of(members: Sequence[Any]) -> dict[str, Any]:
    """The filter whose members are these."""
    if len(members) == 1 and isinstance(members[0], dict) and "field" not in members[0]:
        return members[0]
    return {"match": "all", "conditions": list(members)}


def asked_listing(request: HttpRequest) -> AskedListing:
    """What the request's own address asks for."""
    return AskedListing(request.GET, request.user)


def filter_products(query: QueryDict, request: HttpRequest) -> ProductQuerySet:
    """The products that the listing shows at an address with this query."""
    try:
        return AskedListing(query, request.user).products()
    except ValidationError:
        return Product.objects.none()
