"""What every write of products' rows is made of: for one product, and for many in one statement.

Whoever writes rows that are there locks them first (catalog/products/locks.py), lets go of their
revisions (`leave_revisions`, `left_revisions`), and leaves a row of history with its source
(Django's by itself, `part_rows.history_of` in the same statement).
"""

from collections.abc import Collection

from django.utils import timezone
from psycopg.sql import SQL, Composable, Identifier

from catalog.products.models.product import Product


def leave_revisions(product: Product) -> list[str]:
    """Prepare a product for a write of its row alone; returns the fields that are to be saved too.

    The form shows the latest revision. Without an open draft it must show the row from now on, so
    the revision is let go of; it stays in the history of the product.
    """
    if not product.has_unpublished_changes:
        product.latest_revision = None
    product.live_revision = None
    if product.live:
        product.last_published_at = timezone.now()
    return ["latest_revision", "live_revision", "last_published_at"]


# The same of the row `product` of a statement.
_LEFT = {
    "updated_at": "now()",
    "last_published_at": "CASE WHEN product.live THEN now() ELSE product.last_published_at END",
    "latest_revision_id": "CASE WHEN product.has_unpublished_changes"
    " THEN product.latest_revision_id END",
    "live_revision_id": "NULL",
}


def left_revisions(*, but: Collection[str] = ()) -> list[Composable]:
    """The assignments of an UPDATE of `catalog_product AS product` that do so, and say when.

    `but` are columns that the statement assigns itself.
    """
    return [
        SQL("{} = {}").format(Identifier(column), SQL(value))
        for column, value in _LEFT.items()
        if column not in but
    ]
