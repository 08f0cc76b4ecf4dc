from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from catalog.storefront.views.viewer import public_page
from home.blocks import HomeStreamBlock
from home.wagtail_admin.page_form import PageForm

from .root_pages import SitePage


class HomePage(SitePage, Page):
    """The first page of the site, composed of sections."""

    body = StreamField(HomeStreamBlock(), verbose_name=_("sections"), blank=True)

    base_form_class = PageForm
    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    subpage_types: list[str] = []
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, marked for the page cache like the pages of the catalog."""
        response = public_page(super().serve)(request, *args, **kwargs)
        response.is_odd = bool(request.GET)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the one address that search engines shall know."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "canonical_url": f"{settings.BASE_URL.rstrip('/')}/"}
