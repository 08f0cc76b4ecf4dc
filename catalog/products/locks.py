"""Row locks of products: whoever writes rows that are there takes them first, in the order of keys.

Set-wise writers take AdvisoryLock.PRODUCT_WRITES (console/postgresql/advisory_locks.py) before. Who
may edit a product in the admin is another thing (catalog/products/editing_locks.py).
"""

from collections.abc import Collection

from psycopg.sql import SQL, Composable

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
