"""Small forms over the listing: in a dialog where there is JavaScript, else on a page of their own.

Each carries the listing's own query in its address, and leads back to the listing.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from catalog.listing.wagtail_admin.asked import AskedListing, asked_listing
from catalog.products.models.product import Product

IN_DIALOG = "XMLHttpRequest"


def require_product_list(request: HttpRequest) -> None:
    """Refuse who may not see the product listing."""
    policy = policy_registry.get_by_type(Product)
    if not policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"}):
        raise PermissionDenied


class ListingPanel(WagtailAdminTemplateMixin, FormView):
    """A form over the listing. `fragment` is its template, with the form in it."""

    template_name = "catalog/listing/panel_page.html"
    fragment = "catalog/listing/panel_form.html"
    submit_label = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For those who see the listing."""
        require_product_list(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def asked(self) -> AskedListing:
        """The listing over which the panel stands."""
        return asked_listing(self.request)

    @property
    def is_in_dialog(self) -> bool:
        """Whether the page is there already."""
        return self.request.headers.get("X-Requested-With") == IN_DIALOG

    def get_template_names(self) -> list[str]:
        """The form alone for the dialog."""
        return [self.fragment if self.is_in_dialog else self.template_name]

    def leave(self, query: str) -> HttpResponse:
        """Show the listing with this query."""
        url = f"{reverse('catalog_product:list')}{query}"
        return JsonResponse({"url": url}) if self.is_in_dialog else redirect(url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the form's template needs."""
        return {
            **super().get_context_data(**kwargs),
            "fragment": self.fragment,
            "action": self.request.get_full_path(),
            "submit_label": self.submit_label,
            "listing_url": f"{reverse('catalog_product:list')}{self.asked.address()}",
        }


class EmptyForm(forms.Form):
    """A form that only asks for a decision."""
