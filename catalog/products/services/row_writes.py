"""What every write of products' rows is made of: for one product, and for many in one statement.

Whoever writes rows that are there locks them first, in the order of their keys (`lock_product`,
`lock_products`, `lock_rows_sql`; set-wise writers take AdvisoryLock.PRODUCT_WRITES before), lets go
of their revisions (`leave_revisions`, `left_revisions`), and leaves a row of history with its
source (Django's by itself, `part_rows.history_of` in the same statement).
"""

from collections.abc import Collection

from django.utils import timezone
from psycopg.sql import SQL, Composable, Identifier

from catalog.products.models.product import Product

_LOCK = """
SELECT count(*) FROM (
    SELECT FROM catalog_product WHERE id IN ({keys}) ORDER BY id {strength}
) AS locked
"""


def lock_product(key: int | str) -> Product | None:
    """Lock a product until the transaction ends and return it as it is; None where it is no more.

    Whoever writes a product locks it before its revisions and its parts, so that no two of them
    wait for each other crosswise.
    """
    return Product.objects.select_for_update(of=("self",)).filter(pk=key).first()


def lock_products(keys: Collection[int]) -> None:
    """Lock several products until the transaction ends, in the order in which all lock them."""
    rows = Product.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    list(rows.values_list("pk"))


def lock_rows_sql(keys: Composable, *, parts_wait: bool = True) -> Composable:
    """A statement that locks the products of the SELECT `keys`, in the order in which all do.

    Without `parts_wait`, rows that name a product (its fitments, what followers find out) can be
    written meanwhile. They are counted, so that not a row is sent.
    """
    strength = SQL("FOR UPDATE" if parts_wait else "FOR NO KEY UPDATE")
    return SQL(_LOCK).format(keys=keys, strength=strength)


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
