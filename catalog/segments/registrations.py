"""Registers the subject in the registries of lower rooms and subjects, from `AppConfig.ready()`."""

from django.utils.translation import gettext_lazy as _


def register_segments() -> None:
    """What can be asked in segments, who may know one, and which codes their filters use."""
    from catalog.schema.code_uses.registry import register_code_uses
    from catalog.schema.models.attribute import Attribute, AttributeColumn
    from catalog.segments.attribute_fields import attribute_fields
    from catalog.segments.code_uses import attribute_path, column_path, filters_with
    from catalog.segments.filter_holders import FilterHolder, register_filter_holder
    from catalog.segments.filter_paths import register_filter_path
    from catalog.segments.models import Segment
    from catalog.segments.product_fields import column_fields
    from catalog.segments.registry import register_segment_fields
    from catalog.segments.relation_fields import relation_fields
    from catalog.segments.rights import segments_known_to
    from console.visibility import register_visibility

    for source in (column_fields, relation_fields, attribute_fields):
        register_segment_fields(source)
    register_code_uses(filters_with)
    register_filter_path(Attribute, "code", attribute_path)
    register_filter_path(AttributeColumn, "code", column_path)
    segments, views = Segment.objects.shared, Segment.objects.saved_views
    register_filter_holder(FilterHolder(segments, ("filter",), (_("segment"), _("segments"))))
    # Nobody but its owner could change a view, which shows what is no more as such. Its columns do
    # not count: one that is no more is left out of the listing.
    register_filter_holder(
        FilterHolder(views, ("filter",), (_("saved view"), _("saved views")), is_binding=False)
    )
    register_visibility(Segment, segments_known_to)
