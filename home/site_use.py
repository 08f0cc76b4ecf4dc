"""What a site takes along when it is deleted: the addresses of its pages."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from console.effects import Effect
from console.references import Use


def pages_of_site(site: Site) -> Iterator[Use]:
    """The first page of the site and those below it, which nobody reaches any more."""
    pages = Page.objects.descendant_of(site.root_page, inclusive=True)
    yield Use(pages, _("pages of the site"), Effect.CLEARED)
