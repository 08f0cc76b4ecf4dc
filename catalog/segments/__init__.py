"""The filter language of segments: one way to say "these products", compiled to SQL.

Used by the product list, feeds, assortments and price rules. `register_segment_fields` adds fields.
"""

from .compilation import check_filter, products_of_segment, segment_products
from .operators import OPERATORS, operators_of
from .registry import SegmentField, register_segment_fields, segment_fields
from .rights import FilterRights, closed_rules, closed_segments, rules_known_to, segments_known_to

__all__ = [
    "OPERATORS",
    "FilterRights",
    "SegmentField",
    "check_filter",
    "closed_rules",
    "closed_segments",
    "operators_of",
    "products_of_segment",
    "register_segment_fields",
    "rules_known_to",
    "segment_fields",
    "segment_products",
    "segments_known_to",
]
