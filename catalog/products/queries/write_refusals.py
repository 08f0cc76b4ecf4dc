"""Which of many products a person may not write, and why."""

from collections.abc import Collection

from psycopg.sql import SQL, Literal

from accounts.models import User
from catalog.products.services.statements import fetch
from catalog.products.write_policy import Write, reasons_sql, refusing_conditions

_REFUSED = """
SELECT id, reasons FROM (
    SELECT product.id, {reasons} AS reasons FROM catalog_product AS product
    WHERE product.id = ANY ({keys})
) AS judged WHERE cardinality(reasons) > 0
"""


def refused_products(
    keys: Collection[int], write: Write, user: User | None, *, parts: Collection[str] = ()
) -> dict[int, list[str]]:
    """The reasons by the keys of those products that `user` may not write so."""
    reasons = reasons_sql(refusing_conditions(write, user, parts=parts))
    return dict(fetch(SQL(_REFUSED).format(reasons=reasons, keys=Literal(list(keys)))))
