"""The way from products that were chosen in the listing to their prices."""

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from catalog.listing.wagtail_admin.asked import AskedListing
from catalog.pricing.queries import SEES_PRICES
from catalog.pricing.wagtail_admin.grid.asked import LONGEST_FILTER
from catalog.products.models.product import Product
from console.keys import read_keys


class EditPrices(SnippetBulkAction):
    """Opens the grid of prices with the ticked products, or with all that the listing shows."""

    models = [Product]
    display_name = gettext_lazy("Prices")
    action_type = "prices"
    aria_label = gettext_lazy("Edit the prices of the selected products")
    action_priority = 7

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who may change prices."""
        if not request.user.has_perm(SEES_PRICES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead there, or back with the reason."""
        ids = request.GET.getlist("id")
        try:
            asked = self._all() if "all" in ids else self._ticked(ids)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            # Without another address, Wagtail goes on to this one, which would lead here for ever.
            is_elsewhere = self.next_url != request.path
            return redirect(self.next_url if is_elsewhere else "catalog_product:list")
        return redirect(f"{reverse('catalog_pricegrid:index')}?{urlencode(asked)}")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is sent here."""
        return self.get(request, *args, **kwargs)

    def _ticked(self, ids: list[str]) -> dict[str, str]:
        products = Product.objects.filter(pk__in=read_keys(ids)).order_by("sku")
        skus = list(products.values_list("sku", flat=True))
        if not skus:
            raise ValidationError(_("Select at least one product in the list."))
        return {"numbers": "\n".join(skus)}

    def _all(self) -> dict[str, str]:
        listing = AskedListing(QueryDict(urlsplit(self.next_url).query), self.request.user)
        members = json.dumps(listing.filter, ensure_ascii=False) if listing.members else ""
        if len(members) > LONGEST_FILTER:
            raise ValidationError(
                _("This filter is too long for an address. Keep it as a segment and choose that.")
            )
        return {name: text for name, text in (("f", members), ("q", listing.text)) if text}
