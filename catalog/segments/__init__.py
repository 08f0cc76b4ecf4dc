"""The filter language of segments: one way to say "these products", compiled to SQL.

Used by the product list, feeds, assortments and price rules. `register_segment_fields` adds fields.
"""

from .compilation import check_filter, products_of_segment, segment_products
from .operators import OPERATORS, operators_of
from .registry import SegmentField, register_segment_fields, segment_fields

__all__ = [
    "OPERATORS",
    "SegmentField",
    "check_filter",
    "operators_of",
    "products_of_segment",
    "register_segment_fields",
    "segment_fields",
    "segment_products",
]
