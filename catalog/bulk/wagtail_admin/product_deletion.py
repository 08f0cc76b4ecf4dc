"""Deleting products, and what stands in the way of deleting what they have."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.snippets.views.snippets import DeleteView

from catalog.bulk.services.edits.operations import Action
from catalog.bulk.services.edits.rights import may_do
from console.wagtail_admin.delete_views import DeletionRule


class ProductDeleteView(DeletionRule, DeleteView):
    """Deletes a product for good; a bulk edit of the one does it so that it can be undone."""

    def get_alternatives(self) -> list[tuple[str, str]]:
        """The bulk edit that deletes."""
        if not may_do(self.request.user, Action.DELETE):
            return []
        url = reverse("wagtail_bulk_action", args=["catalog", "product", "delete"])
        query = urlencode({"id": self.object.pk, "next": reverse("catalog_product:list")})
        return [(_("Delete it by a bulk edit instead, which can be undone"), f"{url}?{query}")]
