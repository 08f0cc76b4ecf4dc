"""Registers the subject with the Wagtail admin."""

from django.urls import URLResolver, include, path
from wagtail import hooks

from catalog.segments.wagtail_admin.builder import urls as segment_builder


@hooks.register("register_admin_urls")
def segment_builder_urls() -> list[URLResolver]:
    """What the builder of filters asks."""
    patterns = (segment_builder.urlpatterns, "catalog_segment_builder")
    return [path("catalog/segment-builder/", include(patterns))]
