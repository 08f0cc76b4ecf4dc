"""Sections an editor can put on the home page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from catalog.fitment.queries.vehicles import picker
from catalog.storefront.blocks import BrandStripBlock, CategoryTilesBlock, FeaturedProductsBlock


class HeroBlock(blocks.StructBlock):
    """A headline with the search box and the vehicle picker."""

    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    text = blocks.TextBlock(label=_("text"), required=False)
    image = ImageChooserBlock(label=_("picture"), required=False)

    class Meta:
        icon = "title"
        label = _("Hero with search")
        template = "home/blocks/hero.html"

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict[str, Any]:
        """Adds the vehicle picker."""
        context = super().get_context(value, parent_context)
        return {**context, "picker": picker("", ""), "place": "hero"}


class HomeStreamBlock(blocks.StreamBlock):
    """All sections of the home page."""

    hero = HeroBlock()
    category_tiles = CategoryTilesBlock()
    featured_products = FeaturedProductsBlock()
    brand_strip = BrandStripBlock()
    rich_text = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", template="home/blocks/rich_text.html"
    )
