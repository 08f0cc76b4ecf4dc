"""What follows changes of sortable attributes, and of the units by which measures are sorted."""

from collections.abc import Sequence

from audit.followers import Change
from catalog.listing.services.sort_indexes import arrange_soon


def follow_sortable(changes: Sequence[Change]) -> None:
    """Give attributes that became sortable their index, and take it from those that are no more."""
    arrange_soon()
