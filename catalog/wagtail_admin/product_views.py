"""The views of the product form."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.snippets.views.snippets import CopyView, CreateView, UnpublishView

from catalog.products.models.product import Product
from catalog.products.services.products import blank_copy, blank_variant
from catalog.products.wagtail_admin.permissions import sees_products
from catalog.products.write_policy import CHANGE, Write, refusals
from catalog.quality.wagtail_admin.panel import StateSidePanel
from catalog.revisions.wagtail_admin.concurrent_edits.pending_changes import ShowsPendingChanges
from catalog.revisions.wagtail_admin.concurrent_edits.views import (
    MergingCreateView,
    MergingEditView,
)
from catalog.revisions.wagtail_admin.reviews.panels import ShowsChanges
from catalog.schema.models.family import Family
from catalog.schema.wagtail_admin.viewsets import CatalogSnippetEditView
from console.keys import read_key
from console.signed_in import SignedInRequest
from console.wagtail_admin.database_refusals import TellsDatabaseRefusals


class FamilyForm(forms.Form):
    """The family of a new product."""

    family = forms.ModelChoiceField(queryset=Family.objects.all(), label=_("Family"))


class ProductCreateView(TellsDatabaseRefusals, MergingCreateView, CreateView):
    """Asks for the family first, as it decides which attributes the form has."""

    family_template_name = "catalog/products/choose_family.html"

    @cached_property
    def family(self) -> Family | None:
        """The family in the address, or the only one there is."""
        if self.parent:
            return self.parent.family
        key = read_key(self.request.GET.get("family", ""))
        if key is not None:
            return Family.objects.filter(pk=key).first()
        families = list(Family.objects.all()[:2])
        return families[0] if len(families) == 1 else None

    @cached_property
    def parent(self) -> Product | None:
        """The product in the address that the new one is a variant of."""
        key = read_key(self.request.GET.get("parent", ""))
        if key is None:
            return None
        return Product.objects.filter(pk=key, parent=None).select_related("family").first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form of a family, or the question which one."""
        if self.family is None:
            return self._ask_for_family()
        return super().get(request, *args, **kwargs)

    def get_initial_form_instance(self) -> Product:
        """A product of the family, or a variant with what its parent says of it."""
        if self.parent:
            return blank_variant(parent=self.parent)
        return Product(family=self.family) if self.family else Product()

    def _ask_for_family(self) -> HttpResponse:
        context = {
            "form": FamilyForm(),
            "families_exist": Family.objects.exists(),
            "page_title": _("New product"),
            "header_title": _("New product"),
            "breadcrumbs_items": self.get_breadcrumbs_items(),
            "action_url": self.add_url,
        }
        return self.response_class(
            request=self.request, template=[self.family_template_name], context=context
        )


class ProductCopyView(TellsDatabaseRefusals, CopyView):
    """A new product with everything of another, except its numbers."""

    def get_initial_form_instance(self) -> Product:
        """An unsaved copy; its form is sent to the view that creates."""
        return blank_copy(product=self.get_object().get_latest_revision_as_object())


class ProductEditView(
    TellsDatabaseRefusals,
    MergingEditView,
    ShowsPendingChanges,
    ShowsChanges,
    CatalogSnippetEditView,
):
    """The form of a product, or what it says to those who may read it alone."""

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead whoever may not change products to the page that shows this one."""
        may_read_only = sees_products(request.user) and not request.user.has_perm(CHANGE)
        if may_read_only and request.method == "GET":
            return redirect("catalog_product:inspect", kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_side_panels(self) -> MediaContainer:
        """Add how complete the draft is and which rules it breaks."""
        panels = super().get_side_panels()
        if self.expects_json_response:
            return panels
        return MediaContainer([*panels, StateSidePanel(self.object, self.request)])


class ProductUnpublishView(UnpublishView):
    """Takes a product off the site."""

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it off, unless this person may not write it now."""
        if reasons := refusals(self.object, Write.PUBLICATION, request.user):
            messages.error(request, " ".join(reasons))
            return redirect(self.get_next_url())
        return super().post(request, *args, **kwargs)
