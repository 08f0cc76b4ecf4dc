"""What the rooms below learn of the subject when the catalog is ready."""


def register_segments() -> None:
    """What can be asked in segments, who may know one, and which codes their filters use."""
    from catalog.schema.code_uses.registry import register_code_uses
    from catalog.segments.attribute_fields import attribute_fields
    from catalog.segments.code_uses import filters_with
    from catalog.segments.models import Segment
    from catalog.segments.product_fields import column_fields
    from catalog.segments.registry import register_segment_fields
    from catalog.segments.relation_fields import relation_fields
    from catalog.segments.rights import segments_known_to
    from console.visibility import register_visibility

    for source in (column_fields, relation_fields, attribute_fields):
        register_segment_fields(source)
    register_code_uses(filters_with)
    register_visibility(Segment, segments_known_to)
