"""Sections that show the catalog on a page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalog.segments.models import Segment
from catalog.segments.rights import FilterRights
from catalog.storefront.queries.cards import product_cards
from catalog.storefront.queries.showcase import (
    brands_with_products,
    featured_products,
    top_categories,
)
from catalog.storefront.views.viewer import customer_of


def segment_choices() -> list[tuple[str, str]]:
    """The segments that a page may show, by code: it shows them to everybody.

    One with a condition that needs a right would tell which products meet it.
    """
    rights = FilterRights()
    rows = Segment.objects.shared().values_list("code", "name", "filter")
    return [(code, name) for code, name, found in rows if not rights.of(found)]


class CategoryTilesBlock(blocks.StructBlock):
    """The top categories as tiles with their numbers of products."""

    heading = blocks.CharBlock(label=_("heading"), max_length=120, required=False)

    class Meta:
        icon = "list-ul"
        label = _("Category tiles")
        template = "catalog/storefront/blocks/category_tiles.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """Adds the categories."""
        return {**super().get_context(value, parent_context), "categories": top_categories()}


class FeaturedProductsBlock(blocks.StructBlock):
    """Products of a segment, or the newest ones."""

    heading = blocks.CharBlock(label=_("heading"), max_length=120, required=False)
    segment = blocks.ChoiceBlock(
        choices=segment_choices,
        label=_("segment"),
        required=False,
        help_text=_("The products to show. Leave empty for the newest ones."),
    )
    number = blocks.IntegerBlock(label=_("number"), default=6, min_value=1, max_value=24)

    class Meta:
        icon = "pick"
        label = _("Featured products")
        template = "catalog/storefront/blocks/featured_products.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """Adds the cards, with the prices of whoever looks."""
        context = super().get_context(value, parent_context)
        request = (parent_context or {}).get("request")
        customer = customer_of(request) if request else None
        keys = featured_products(value["segment"] or "", value["number"], customer)
        return {**context, "cards": product_cards(keys, customer=customer)}


class BrandStripBlock(blocks.StructBlock):
    """The brands that have products, with their logos."""

    heading = blocks.CharBlock(label=_("heading"), max_length=120, required=False)

    class Meta:
        icon = "tag"
        label = _("Brands")
        template = "catalog/storefront/blocks/brand_strip.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """Adds the brands."""
        return {**super().get_context(value, parent_context), "brands": brands_with_products()}
