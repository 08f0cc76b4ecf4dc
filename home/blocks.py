"""Sections an editor can put on the home page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class HeroBlock(blocks.StructBlock):
    """A headline with the search box and the vehicle picker."""

    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    text = blocks.TextBlock(label=_("text"), required=False)
    image = ImageChooserBlock(label=_("picture"), required=False)

    class Meta:
        icon = "title"
        label = _("Hero with search")
        template = "home/blocks/hero.html"


class HomeStreamBlock(blocks.StreamBlock):
    """All sections of the home page."""

    hero = HeroBlock()
    rich_text = blocks.RichTextBlock(label=_("Text"), icon="pilcrow")
