"""The side panel of the product form: how complete the draft is, and which rules it breaks."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.side_panels import BaseSidePanel

from catalog.products.models.product import Product
from catalog.quality.queries.product_state import ProductState, state_of

CONTENT = "catalog/quality/state.html"


class StateSidePanel(BaseSidePanel):
    """Completeness and quality issues, asked anew whenever the draft was saved."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Its button, with the number of issues."""

        aria_label = _("Toggle completeness and quality")
        icon_name = "tasks"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict:
            """Add the number of issues."""
            return super().get_context_data(parent_context) | {
                "count": len(self.panel.state.issues)
            }

    name = "quality"
    title = _("Completeness and quality")
    template_name = "catalog/quality/panel.html"
    order = 150

    @cached_property
    def state(self) -> ProductState:
        """What the draft on the form would be."""
        return state_of(self.object, user=self.request.user)

    def get_context_data(self, parent_context: Any) -> dict:
        """Add the state, and the address that tells it anew."""
        return super().get_context_data(parent_context) | {
            "state": self.state,
            "address": reverse("catalog_quality:state", args=[self.object.pk]),
        }

    @property
    def media(self) -> Media:
        """What refreshes the panel, and leads to a field."""
        return Media(
            js=[versioned_static("catalog/quality/quality.js")],
            css={"all": [versioned_static("catalog/quality/quality.css")]},
        )


def product_state(request: HttpRequest, product_id: int) -> HttpResponse:
    """The content of the panel, for the newest draft of a product."""
    if not request.user.has_perm("catalog.change_product"):
        raise PermissionDenied
    product = get_object_or_404(Product, pk=product_id)
    state = state_of(product.get_latest_revision_as_object(), user=request.user)
    return render(request, CONTENT, {"state": state})
