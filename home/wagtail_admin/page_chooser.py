"""Choosers of pages offer what everybody sees on the site, and what the person may edit."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from console.wagtail_admin.seen_records import seen_records


def offer_seen_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Those of `pages`; raises PermissionDenied where the page above them is none of these."""
    on_the_site = Page.objects.live().public()
    seen = seen_records(Page, request.user)
    offered = Q(pk__in=on_the_site.values("pk")) | Q(pk__in=seen.values("pk"))
    above = request.resolver_match.kwargs.get("parent_page_id")
    if above and not Page.objects.filter(offered, pk=above).exists():
        raise PermissionDenied
    return pages.filter(offered)
