"""Background entry points of prices."""

from catalog.pricing.services.price_changes import retention


def forget_old_price_changes() -> int:
    """Delete the rows of changes of prices that are too old to be undone."""
    return retention.forget_old_price_changes()
