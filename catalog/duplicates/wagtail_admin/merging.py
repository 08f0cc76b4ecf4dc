"""The page that makes one product of two."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from catalog.duplicates.services.merging import FIXED, MergeError, merge_products
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.queries.differences.comparing import (
    Difference,
    content_differences,
    part_of_path,
)


class MergeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Two products side by side; for each value that differs, which one stays."""

    model = Product
    permission_required = "change"
    page_title = gettext_lazy("Merge two products")
    header_icon = "copy"
    template_name = "catalog/duplicates/merge.html"

    @cached_property
    def products(self) -> tuple[Product, Product]:
        """The product that stays, and the one that is merged into it."""
        keys = self.kwargs["kept"], self.kwargs["dropped"]
        if keys[0] == keys[1]:
            raise Http404(_("Choose two different products."))
        products = Product.objects.select_related("brand", "family", "merged_into")
        kept, dropped = (get_object_or_404(products, pk=key) for key in keys)
        return kept, dropped

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the report."""
        report = {"url": reverse("catalog_duplicates:list"), "label": _("Duplicates")}
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The values to choose between, and the rows that move."""
        kept, dropped = self.products
        differences = content_differences(kept.serializable_data(), dropped.serializable_data())
        hidden = hidden_parts_of(self.request.user)
        return super().get_context_data(**kwargs) | {
            "kept": kept,
            "dropped": dropped,
            "values": [one for one in differences if one.is_value and one.path not in FIXED],
            "rows": [
                one
                for one in differences
                if one.kind == "added" and part_of_path(one.path) and not _is_in(one, hidden)
            ],
            "swapped_url": reverse("catalog_duplicates:merge", args=[dropped.pk, kept.pk]),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Merge and show the product that stays, or say why not."""
        kept, dropped = self.products
        try:
            merge_products(
                kept=kept, dropped=dropped, take=request.POST.getlist("take"), user=request.user
            )
        except WriteRefusedError as error:
            messages.error(request, f"{error.product}: {' '.join(error.reasons)}")
            return redirect(request.path)
        except MergeError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(
            request,
            _("%(dropped)s was merged into %(kept)s.") % {"dropped": dropped.sku, "kept": kept.sku},
        )
        return redirect("catalog_product:edit", kept.pk)


def _is_in(difference: Difference, parts: list[str]) -> bool:
    return part_of_path(difference.path) in parts
