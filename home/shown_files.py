"""Which files the pages of the site show to whom; asked for each file that leaves."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.query import PageQuerySet

from home.models import BrandingSettings
from media_library.models import Asset


def shows_asset(asset: Asset, request: HttpRequest) -> bool:
    """Whether a page that whoever asks may read refers to the asset, or the site's frame shows it.

    Texts, sections and fields alike: Wagtail keeps what a page refers to when it is published.
    """
    if BrandingSettings.objects.filter(logo__asset=asset).exists():
        return True
    references = ReferenceIndex.objects.filter(
        _names(asset) | _names(asset.file_object),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    keys = [int(key) for key in references.values_list("object_id", flat=True).distinct()]
    return bool(keys) and _readable(request).filter(pk__in=keys).exists()


def _names(record: Model) -> Q:
    content_type = ContentType.objects.get_for_model(record)
    return Q(to_content_type=content_type, to_object_id=str(record.pk))


def _readable(request: HttpRequest) -> PageQuerySet:
    """The published pages without those behind a password, a sign-in or a group not passed."""
    pages = Page.objects.live()
    for restriction in PageViewRestriction.objects.select_related("page"):
        if not restriction.accept_request(request):
            pages = pages.not_descendant_of(restriction.page, inclusive=True)
    return pages
