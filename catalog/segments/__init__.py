"""The filter language of segments: one way to say "these products", compiled to SQL.

Used by the product list, feeds, assortments and price rules.
"""

from .compilation import check_filter, products_of_segment, segment_products
from .fields import SegmentField, segment_fields
from .operators import OPERATORS, operators_of

__all__ = [
    "OPERATORS",
    "SegmentField",
    "check_filter",
    "operators_of",
    "products_of_segment",
    "segment_fields",
    "segment_products",
]
