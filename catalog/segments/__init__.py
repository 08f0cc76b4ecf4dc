"""The filter language of segments: one way to say "these products", compiled to SQL.

Used by the product list, feeds, assortments and price rules. `register_segment_fields` adds fields.
"""
