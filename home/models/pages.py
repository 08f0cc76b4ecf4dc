from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import HomeStreamBlock


class HomePage(Page):
    """The first page of the site, composed of sections."""

    body = StreamField(HomeStreamBlock(), verbose_name=_("sections"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    subpage_types: list[str] = []
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
