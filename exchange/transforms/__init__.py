"""Transforms of columns, which feeds and imports compile into their SQL."""

from .base import Transform, TransformError
from .chain import TRANSFORMS, apply_transforms, chain_sql, chain_type, parse_transforms

__all__ = [
    "TRANSFORMS",
    "Transform",
    "TransformError",
    "apply_transforms",
    "chain_sql",
    "chain_type",
    "parse_transforms",
]
