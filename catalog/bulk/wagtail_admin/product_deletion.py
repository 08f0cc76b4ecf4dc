"""Deleting products, and what stands in the way of deleting what they have."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.snippets.views.snippets import DeleteView

from catalog.bulk.services.edits.operations import Action
from catalog.bulk.services.edits.rights import may_do
from catalog.products.write_policy import Write, refusals
from console.signed_in import SignedInRequest
from console.wagtail_admin.delete_views import DeletionRule


class ProductDeleteView(DeletionRule, DeleteView):
    """Deletes a product for good; a bulk edit of the one does it so that it can be undone."""

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete it, unless this person may not write it now."""
        if reasons := refusals(self.object, Write.DELETION, request.user):
            return self._refuse(" ".join(reasons))
        return super().post(request, *args, **kwargs)

    def get_alternatives(self) -> list[tuple[str, str]]:
        """The bulk edit that deletes."""
        if not may_do(self.request.user, Action.DELETE):
            return []
        url = reverse("wagtail_bulk_action", args=["catalog", "product", "delete"])
        query = urlencode({"id": self.object.pk, "next": reverse("catalog_product:list")})
        return [(_("Delete it in a bulk edit instead, which can be undone"), f"{url}?{query}")]
