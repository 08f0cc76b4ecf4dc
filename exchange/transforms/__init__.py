"""Transforms of columns, shared by feeds (as SQL) and imports (as Python)."""

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
