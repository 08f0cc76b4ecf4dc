"""The past of a product: what changed when and by whom, any version, each value's origin."""

from .origins import Origin, value_history, value_origins
from .rows import HistoryRow, history_rows
from .sources import Source, source_of
from .timeline import ProductChange, product_timeline
from .versions import Version, load_version

__all__ = [
    "HistoryRow",
    "Origin",
    "ProductChange",
    "Source",
    "Version",
    "history_rows",
    "load_version",
    "product_timeline",
    "source_of",
    "value_history",
    "value_origins",
]
