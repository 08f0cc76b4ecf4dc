"""Deleting products, and what stands in the way of deleting what they have."""

from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.snippets.views.snippets import DeleteView

from catalog.services.bulk_edit.operations import Action
from catalog.services.bulk_edit.rights import may_do
from catalog.wagtail_admin.products.listing.asked import listing_url
from console.wagtail_admin.delete_views import DeletionRule

# The fields by which the listing finds the products of a record, each with what names it there.
_ASKED = {"brand": "name", "family": "code", "category": "code", "parent": "sku"}


class ProductDeleteView(DeletionRule, DeleteView):
    """Deletes a product for good; a bulk edit of the one does it so that it can be undone."""

    def get_alternatives(self) -> list[tuple[str, str]]:
        """The bulk edit that deletes."""
        if not may_do(self.request.user, Action.DELETE):
            return []
        url = reverse("wagtail_bulk_action", args=["catalog", "product", "delete"])
        query = urlencode({"id": self.object.pk, "next": reverse("catalog_product:list")})
        return [(_("Delete it by a bulk edit instead, which can be undone"), f"{url}?{query}")]


def products_naming(field_name: str, record: Model) -> str:
    """The listing of the products that name a record in one of their fields."""
    if field_name not in _ASKED:
        return ""
    value = getattr(record, _ASKED[field_name])
    return listing_url({"field": field_name, "operator": "in", "value": [value]})
