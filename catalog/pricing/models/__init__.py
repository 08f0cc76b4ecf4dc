from .change import UNDO_KEPT_FOR, PriceChange, PriceChangeRow
from .price import Price, PriceList

__all__ = ["UNDO_KEPT_FOR", "Price", "PriceChange", "PriceChangeRow", "PriceList"]
