"""The variants of a product on its form, and what its family hides."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.panels import HelpPanel, Panel

from catalog.products.models.product import Product
from catalog.products.queries.hidden_values import hidden_values
from catalog.schema.queries.labels import catalog_labels
from catalog.schema.queries.value_text import value_text

SHOWN_VARIANTS = 200


class VariantsPanel(Panel):
    """The variants of this product or of its parent, with their values of the axes."""

    class BoundPanel(Panel.BoundPanel):
        """Read from the database, in a number of queries that does not depend on the variants."""

        template_name = "catalog/products/variants_panel.html"

        @cached_property
        def owner(self) -> Product:
            """The product whose variants are shown."""
            return self.instance.parent or self.instance

        def get_context_data(self, parent_context: dict | None = None) -> dict[str, Any]:
            """Axes, rows, and the address to add one."""
            words = catalog_labels()
            family = words.families.get(self.owner.family_id or 0)
            axes = [words.attributes[code] for code in family.axes] if family else []
            variants = Product.objects.filter(parent=self.owner.pk or 0).order_by("part_number")
            rows = [
                {
                    "product": variant,
                    "url": reverse("catalog_product:edit", args=[variant.pk]),
                    "texts": [value_text(axis, variant.values.get(axis.code)) for axis in axes],
                    "is_current": variant.pk == self.instance.pk,
                }
                for variant in variants.only("part_number", "sku", "name", "live", "values")[
                    :SHOWN_VARIANTS
                ]
            ]
            return {
                **(super().get_context_data(parent_context) or {}),
                "axes": axes,
                "rows": rows,
                "owner": self.owner,
                "owner_url": reverse("catalog_product:edit", args=[self.owner.pk])
                if self.owner.pk
                else "",
                "is_variant": bool(self.instance.parent_id),
                "family_url": reverse("catalog_family:edit", args=[self.owner.family_id])
                if self.owner.family_id
                else "",
                "add_url": f"{reverse('catalog_product:add')}?parent={self.owner.pk}"
                if self.owner.pk and axes
                else "",
            }

        def get_comparison(self) -> list:
            """Variants have versions of their own."""
            return []


def hidden_values_panel(product: Product) -> list[Panel]:
    """A note on the stored values that the family of the product does not show, if there are."""
    hidden = hidden_values(product, product.family_id) if product.pk else []
    return [HelpPanel(_hidden_note(hidden), heading=_("Hidden values"))] if hidden else []


def _hidden_note(hidden: list[tuple[str, str]]) -> SafeString:
    rows = format_html_join("", "<li>{}: {}</li>", hidden)
    return format_html(
        "<p>{}</p><ul>{}</ul>",
        _(
            "This product has values for attributes that its family does not have. They are kept "
            "and shown again with a family that has these attributes:"
        ),
        rows,
    )
