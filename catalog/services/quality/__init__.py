"""Quality rules held against products: set-wise, by whoever changed them."""

from .checking import check_everything, check_products
from .starting import CHECK_QUALITY, check_soon, reconsider_stopped

__all__ = [
    "CHECK_QUALITY",
    "check_everything",
    "check_products",
    "check_soon",
    "reconsider_stopped",
]
